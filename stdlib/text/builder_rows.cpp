// System.Text.StringBuilder: each method gives the text after it. The checker keeps the text (a builder is a
// local or the beginning of a chain of calls), so a builder needs no object of its own.
#include "stdlib/registry/rows.h"
#include "stdlib/text/display.h"
#include "stdlib/text/replace.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

constexpr std::string_view kBadIndex =
    "Index was out of range. Must be non-negative and less than or equal to the size of the collection.";

int32_t LengthOf(std::string_view s) { return static_cast<int32_t>(Utf16Length(s)); }
bool CheckPart(EvalContext& ctx, int32_t length, int32_t start, int32_t count) {
  if (start >= 0 && count >= 0 && start <= length && count <= length - start) return true;
  FailRange(ctx, start < 0 || start > length ? "startIndex" : "count", kBadIndex);
  return false;
}
Text Joined(EvalContext& ctx, std::initializer_list<std::string_view> parts) {
  size_t size = 0;
  for (std::string_view part : parts) size += part.size();
  TextBuilder out(ctx, size);
  for (std::string_view part : parts) out.Append(part);
  return out.Finish();
}
std::string_view ViewOf(const NullableText& value) {
  return value.text.is_null() ? std::string_view() : value.text.view();
}

// value, `count` times over, put in at a position.
Text InsertAt(EvalContext& ctx, const Text& s, int32_t index, std::string_view value, int32_t count) {
  int32_t length = LengthOf(s.view());
  if (index < 0 || index > length) return FailRange(ctx, "index", kBadIndex), Text();
  if (count < 0) return FailRange(ctx, "count", "Non-negative number required."), Text();
  if (!ctx.Charge(value.size() * static_cast<size_t>(count))) return Text();
  Text head = SliceUnits(ctx, s.view(), 0, static_cast<size_t>(index));
  Text tail = SliceUnits(ctx, s.view(), static_cast<size_t>(index), static_cast<size_t>(length - index));
  TextBuilder out(ctx, s.length + value.size());
  out.Append(head.view());
  for (int32_t i = 0; i < count && !ctx.failed(); ++i) out.Append(value);
  out.Append(tail.view());
  return out.Finish();
}
// The units of a part of a char[], as bytes. Null with an empty part is nothing.
bool CharPart(EvalContext& ctx, NullableList<Char> value, int32_t start, int32_t count, std::string& bytes) {
  if (value.list.is_null()) {
    if (start == 0 && count == 0) return true;
    return FailNull(ctx, "value"), false;
  }
  if (!CheckPart(ctx, static_cast<int32_t>(value.list.size()), start, count)) return false;
  for (int32_t i = start; i < start + count; ++i)
    AppendText(bytes, UnitBytes(value.list[static_cast<uint32_t>(i)]).view());
  return true;
}

Text AppendRepeated(EvalContext& ctx, Text s, Char value, int32_t count) {
  if (count < 0) return FailRange(ctx, "repeatCount", "Non-negative number required."), Text();
  return InsertAt(ctx, s, LengthOf(s.view()), UnitBytes(value).view(), count);
}
Text AppendPart(EvalContext& ctx, Text s, NullableText value, int32_t start, int32_t count) {
  if (value.text.is_null()) {
    if (start != 0 || count != 0) FailNull(ctx, "value");
    return s;
  }
  if (!CheckPart(ctx, LengthOf(value.text.view()), start, count)) return Text();
  Text part = SliceUnits(ctx, value.text.view(), static_cast<size_t>(start), static_cast<size_t>(count));
  return Joined(ctx, {s.view(), part.view()});
}
Text AppendCharPart(EvalContext& ctx, Text s, NullableList<Char> value, int32_t start, int32_t count) {
  std::string bytes;
  return CharPart(ctx, value, start, count, bytes) ? Joined(ctx, {s.view(), bytes}) : Text();
}
Text AppendChars(EvalContext& ctx, Text s, NullableList<Char> value) {
  return AppendCharPart(ctx, s, value, 0, static_cast<int32_t>(value.list.size()));
}
Text AppendValue(EvalContext& ctx, Text s, NullableText value) {
  return Joined(ctx, {s.view(), ViewOf(value)});
}
Text AppendLine(EvalContext& ctx, Text s) { return Joined(ctx, {s.view(), "\n"}); }
Text AppendTextLine(EvalContext& ctx, Text s, NullableText value) {
  return Joined(ctx, {s.view(), ViewOf(value), "\n"});
}

Text InsertText(EvalContext& ctx, Text s, int32_t index, NullableText value) {
  return InsertAt(ctx, s, index, ViewOf(value), 1);
}
Text InsertRepeated(EvalContext& ctx, Text s, int32_t index, NullableText value, int32_t count) {
  return InsertAt(ctx, s, index, ViewOf(value), count);
}
template <typename T>
Text InsertOf(EvalContext& ctx, Text s, int32_t index, T value) {
  std::string text;
  AppendDisplay(text, BoxOf(value));
  return InsertAt(ctx, s, index, text, 1);
}
Text InsertCharPart(EvalContext& ctx, Text s, int32_t index, NullableList<Char> value, int32_t start,
                    int32_t count) {
  std::string bytes;
  return CharPart(ctx, value, start, count, bytes) ? InsertAt(ctx, s, index, bytes, 1) : Text();
}
Text InsertChars(EvalContext& ctx, Text s, int32_t index, NullableList<Char> value) {
  return InsertCharPart(ctx, s, index, value, 0, static_cast<int32_t>(value.list.size()));
}

Text Remove(EvalContext& ctx, Text s, int32_t start, int32_t length) {
  int32_t all = LengthOf(s.view());
  if (!CheckPart(ctx, all, start, length)) return Text();
  Text head = SliceUnits(ctx, s.view(), 0, static_cast<size_t>(start));
  Text tail = SliceUnits(ctx, s.view(), static_cast<size_t>(start + length),
                         static_cast<size_t>(all - start - length));
  return Joined(ctx, {head.view(), tail.view()});
}
Text ReplaceWithin(EvalContext& ctx, const Text& s, std::string_view old, std::string_view with,
                   int32_t start, int32_t count) {
  int32_t all = LengthOf(s.view());
  if (!CheckPart(ctx, all, start, count)) return Text();
  Text head = SliceUnits(ctx, s.view(), 0, static_cast<size_t>(start));
  Text middle = SliceUnits(ctx, s.view(), static_cast<size_t>(start), static_cast<size_t>(count));
  Text tail =
      SliceUnits(ctx, s.view(), static_cast<size_t>(start + count), static_cast<size_t>(all - start - count));
  Text made = ReplaceOrdinal(ctx, middle, old, with);
  return Joined(ctx, {head.view(), made.view(), tail.view()});
}
Text ReplacePart(EvalContext& ctx, Text s, Text old, NullableText with, int32_t start, int32_t count) {
  if (old.length == 0) {
    ctx.Fail(EvalErrorKind::kArgument, "Empty name is not legal. (Parameter 'oldValue')");
    return Text();
  }
  return ReplaceWithin(ctx, s, old.view(), ViewOf(with), start, count);
}
Text Replace(EvalContext& ctx, Text s, Text old, NullableText with) {
  return ReplacePart(ctx, s, old, with, 0, LengthOf(s.view()));
}
Text ReplaceCharPart(EvalContext& ctx, Text s, Char old, Char with, int32_t start, int32_t count) {
  return ReplaceWithin(ctx, s, UnitBytes(old).view(), UnitBytes(with).view(), start, count);
}
Text ReplaceChar(EvalContext& ctx, Text s, Char old, Char with) {
  return ReplaceCharPart(ctx, s, old, with, 0, LengthOf(s.view()));
}
Text ToPart(EvalContext& ctx, Text s, int32_t start, int32_t length) {
  if (!CheckPart(ctx, LengthOf(s.view()), start, length)) return Text();
  return SliceUnits(ctx, s.view(), static_cast<size_t>(start), static_cast<size_t>(length));
}

std::vector<Row> InsertRows() {
  constexpr std::string_view o = "StringBuilder";
  constexpr std::string_view doc = "The text of the value put in at a position from 0 to Length.";
  return {
      Method<InsertText>(o, {"Insert", "builder, index, value", doc,
                             R"(new StringBuilder("ad").Insert(1, "bc").ToString())", R"("abcd")", kFails}),
      Method<InsertRepeated>(
          o, {"Insert", "builder, index, value, count", "The text put in count times.",
              R"(new StringBuilder("ad").Insert(1, "b", 2).ToString())", R"("abbd")", kFails}),
      Method<InsertOf<Char>>(o, {"Insert", "builder, index, value", doc,
                                 R"(new StringBuilder("ac").Insert(1, 'b').ToString())", R"("abc")", kFails}),
      Method<InsertOf<int32_t>>(
          o, {"Insert", "builder, index, value", doc, R"(new StringBuilder("ab").Insert(1, 7).ToString())",
              R"("a7b")", kFails}),
      Method<InsertOf<int64_t>>(
          o, {"Insert", "builder, index, value", doc, R"(new StringBuilder("ab").Insert(1, 7L).ToString())",
              R"("a7b")", kFails}),
      Method<InsertOf<double>>(
          o, {"Insert", "builder, index, value", doc, R"(new StringBuilder("ab").Insert(1, 1.5).ToString())",
              R"("a1.5b")", kFails}),
      Method<InsertOf<bool>>(
          o, {"Insert", "builder, index, value", doc, R"(new StringBuilder("ab").Insert(2, true).ToString())",
              R"("abTrue")", kFails}),
      Method<InsertChars>(
          o, {"Insert", "builder, index, value", doc,
              R"(new StringBuilder("ad").Insert(1, new[] { 'b', 'c' }).ToString())", R"("abcd")", kFails}),
      Method<InsertCharPart>(
          o,
          {"Insert", "builder, index, value, startIndex, charCount", "A part of the characters put in.",
           R"(new StringBuilder("ad").Insert(1, new[] { 'b', 'c' }, 1, 1).ToString())", R"("acd")", kFails}),
  };
}

}  // namespace

std::vector<Row> BuilderRows() {
  constexpr std::string_view o = "StringBuilder";
  constexpr std::string_view append = "The text of the value added at the end; null adds nothing.";
  constexpr std::string_view all = "Every occurrence replaced; a null newValue removes.";
  constexpr std::string_view part = "The same in count units from startIndex.";
  std::vector<Row> rows = {
      Method<AppendValue>(o, {"Append", "builder, value", append,
                              R"(new StringBuilder("a").Append("b").Append(1).ToString())", R"("ab1")"}),
      Method<AppendRepeated>(
          o, {"Append", "builder, value, repeatCount", "The character added repeatCount times.",
              R"(new StringBuilder("a").Append('b', 3).ToString())", R"("abbb")", kFails}),
      Method<AppendPart>(o, {"Append", "builder, value, startIndex, count", "A part of the text added.",
                             R"(new StringBuilder("a").Append("bcd", 1, 2).ToString())", R"("acd")", kFails}),
      Method<AppendChars>(o, {"Append", "builder, value", append,
                              R"(new StringBuilder("a").Append(new[] { 'b', 'c' }).ToString())", R"("abc")"}),
      Method<AppendCharPart>(
          o, {"Append", "builder, value, startIndex, charCount", "A part of the characters added.",
              R"(new StringBuilder("a").Append(new[] { 'b', 'c' }, 1, 1).ToString())", R"("ac")", kFails}),
      Method<AppendLine>(o, {"AppendLine", "builder", "A line feed added.",
                             R"(new StringBuilder("a").AppendLine().ToString())", R"("a\n")"}),
      Method<AppendTextLine>(o, {"AppendLine", "builder, value", "The text and a line feed added.",
                                 R"(new StringBuilder("a").AppendLine("b").ToString())", R"("ab\n")"}),
      Method<Remove>(o, {"Remove", "builder, startIndex, length", "Without length units from startIndex.",
                         R"(new StringBuilder("abcd").Remove(1, 2).ToString())", R"("ad")", kFails}),
      Method<Replace>(o, {"Replace", "builder, oldValue, newValue", all,
                          R"(new StringBuilder("abab").Replace("a", "c").ToString())", R"("cbcb")", kFails}),
      Method<ReplacePart>(
          o, {"Replace", "builder, oldValue, newValue, startIndex, count", part,
              R"(new StringBuilder("abab").Replace("a", "c", 1, 3).ToString())", R"("abcb")", kFails}),
      Method<ReplaceChar>(o, {"Replace", "builder, oldChar, newChar", all,
                              R"(new StringBuilder("abab").Replace('a', 'c').ToString())", R"("cbcb")"}),
      Method<ReplaceCharPart>(
          o, {"Replace", "builder, oldChar, newChar, startIndex, count", part,
              R"(new StringBuilder("abab").Replace('a', 'c', 1, 3).ToString())", R"("abcb")", kFails}),
      Method<ToPart>(o, {"ToString", "builder, startIndex, length", "A part of the text.",
                         R"(new StringBuilder("abcd").ToString(1, 2))", R"("bc")", kFails}),
  };
  for (Row& row : InsertRows()) rows.push_back(row);
  return rows;
}

}  // namespace idx::stdlib
