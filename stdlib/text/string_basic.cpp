// The everyday members of C#'s string, by UTF-16 position, with one pass for ASCII.
#include "base/value/case.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/change_case.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

constexpr std::string_view kStartTooLarge = "startIndex cannot be larger than length of string.";
constexpr std::string_view kStartNegative = "StartIndex cannot be less than zero.";

int32_t StringLength(EvalContext&, Text s) { return static_cast<int32_t>(Utf16Length(s.view())); }

Char StringAt(EvalContext& ctx, Text s, int32_t i) {
  std::string_view view = s.view();
  if (i >= 0 && IsAscii(view) && static_cast<size_t>(i) < view.size()) {
    return {static_cast<uint8_t>(view[static_cast<size_t>(i)])};
  }
  if (i >= 0) {
    Utf16Position at = FindUnit(view, static_cast<size_t>(i));
    if (at.byte < view.size()) return {UnitOf(DecodeAt(view, at.byte).code, at.split ? 1 : 0)};
  }
  ctx.Fail(EvalErrorKind::kIndexOutOfRange, "Index was outside the bounds of the array.");
  return {};
}

Text SubstringFrom(EvalContext& ctx, Text s, int32_t start) {
  std::string_view view = s.view();
  auto length = static_cast<int32_t>(Utf16Length(view));
  if (start < 0) return FailRange(ctx, "startIndex", kStartNegative), Text();
  if (start > length) return FailRange(ctx, "startIndex", kStartTooLarge), Text();
  return SliceUnits(ctx, view, static_cast<size_t>(start), static_cast<size_t>(length - start));
}

bool CheckRange(EvalContext& ctx, int32_t length, int32_t start, int32_t count) {
  if (start < 0)
    FailRange(ctx, "startIndex", kStartNegative);
  else if (start > length)
    FailRange(ctx, "startIndex", kStartTooLarge);
  else if (count < 0)
    FailRange(ctx, "length", "Length cannot be less than zero.");
  else if (count > length - start)
    FailRange(ctx, "length", "Index and length must refer to a location within the string.");
  else
    return true;
  return false;
}

Text Substring(EvalContext& ctx, Text s, int32_t start, int32_t count) {
  std::string_view view = s.view();
  if (!CheckRange(ctx, static_cast<int32_t>(Utf16Length(view)), start, count)) return Text();
  return SliceUnits(ctx, view, static_cast<size_t>(start), static_cast<size_t>(count));
}

Text Trim(EvalContext&, Text s) { return PartOf(TrimView(s.view())); }
Text TrimStart(EvalContext&, Text s) { return PartOf(TrimStartView(s.view())); }
Text TrimEnd(EvalContext&, Text s) { return PartOf(TrimEndView(s.view())); }

bool InSet(List<Char> set, char32_t code) {
  for (Char c : set) {
    if (c.unit == code) return true;
  }
  return false;
}

std::string_view TrimStartSet(std::string_view s, List<Char> set) {
  while (!s.empty()) {
    Decoded first = DecodeAt(s, 0);
    if (!InSet(set, first.code)) break;
    s.remove_prefix(first.length);
  }
  return s;
}
std::string_view TrimEndSet(std::string_view s, List<Char> set) {
  while (!s.empty()) {
    size_t start = PreviousStart(s, s.size());
    if (!InSet(set, DecodeAt(s, start).code)) break;
    s.remove_suffix(s.size() - start);
  }
  return s;
}

// A half of a pair in the set would cut pairs.
bool CheckSet(EvalContext& ctx, List<Char> set) {
  for (Char c : set) {
    if (IsSurrogate(c.unit))
      return FailUnsupported(ctx, "trimming halves of surrogate pairs is not supported"), false;
  }
  return true;
}

Text TrimChars(EvalContext& ctx, Text s, NullableList<Char> given) {
  List<Char> set = given.list;
  if (set.size() == 0) return Trim(ctx, s);
  if (!CheckSet(ctx, set)) return Text();
  return PartOf(TrimEndSet(TrimStartSet(s.view(), set), set));
}
Text TrimStartChars(EvalContext& ctx, Text s, NullableList<Char> given) {
  List<Char> set = given.list;
  if (set.size() == 0) return TrimStart(ctx, s);
  if (!CheckSet(ctx, set)) return Text();
  return PartOf(TrimStartSet(s.view(), set));
}
Text TrimEndChars(EvalContext& ctx, Text s, NullableList<Char> given) {
  List<Char> set = given.list;
  if (set.size() == 0) return TrimEnd(ctx, s);
  if (!CheckSet(ctx, set)) return Text();
  return PartOf(TrimEndSet(s.view(), set));
}

Text ToUpper(EvalContext& ctx, Text s) { return ChangeCase(ctx, s, true); }
Text ToLower(EvalContext& ctx, Text s) { return ChangeCase(ctx, s, false); }

// How many pad characters are wanted; -1 when the width is negative (an error).
int64_t Missing(EvalContext& ctx, std::string_view s, int32_t width) {
  if (width < 0) {
    FailNegative(ctx, "totalWidth", width);
    return -1;
  }
  return std::max<int64_t>(0, width - static_cast<int64_t>(Utf16Length(s)));
}

void Fill(EvalContext& ctx, TextBuilder& out, int64_t count, Char c) {
  if (c.unit < 0x80) return out.AppendFill(static_cast<size_t>(count), static_cast<char>(c.unit));
  UnitBytes unit(c);
  for (int64_t i = 0; i < count && !ctx.failed(); ++i) out.Append(unit.view());
}

Text PadLeft(EvalContext& ctx, Text s, int32_t width, Char c) {
  int64_t missing = Missing(ctx, s.view(), width);
  if (missing <= 0 || !ctx.Charge(static_cast<uint64_t>(missing))) return s;
  TextBuilder out(ctx, static_cast<size_t>(missing) + s.length);
  Fill(ctx, out, missing, c);
  out.Append(s.view());
  return out.Finish();
}
Text PadRight(EvalContext& ctx, Text s, int32_t width, Char c) {
  int64_t missing = Missing(ctx, s.view(), width);
  if (missing <= 0 || !ctx.Charge(static_cast<uint64_t>(missing))) return s;
  TextBuilder out(ctx, static_cast<size_t>(missing) + s.length);
  out.Append(s.view());
  Fill(ctx, out, missing, c);
  return out.Finish();
}

Text Insert(EvalContext& ctx, Text s, int32_t i, Text value) {
  std::string_view view = s.view();
  bool ascii = IsAscii(view);
  auto length = static_cast<int32_t>(ascii ? view.size() : Utf16Length(view));
  if (i < 0 || i > length) {
    return FailGreater(ctx, "startIndex", static_cast<uint32_t>(i), length), Text();
  }
  Text head = SliceUnits(ctx, view, 0, static_cast<size_t>(i));
  Text tail = SliceUnits(ctx, view, static_cast<size_t>(i), static_cast<size_t>(length - i));
  TextBuilder out(ctx, view.size() + value.length);
  out.Append(head.view());
  out.Append(value.view());
  out.Append(tail.view());
  return out.Finish();
}

Text RemoveCount(EvalContext& ctx, Text s, int32_t i, int32_t n) {
  std::string_view view = s.view();
  auto length = static_cast<int32_t>(Utf16Length(view));
  if (i < 0) return FailNegative(ctx, "startIndex", i), Text();
  if (n < 0) return FailNegative(ctx, "count", n), Text();
  if (n > length - i) return FailGreater(ctx, "count", n, length - i), Text();
  Text head = SliceUnits(ctx, view, 0, static_cast<size_t>(i));
  Text tail = SliceUnits(ctx, view, static_cast<size_t>(i) + static_cast<size_t>(n),
                         static_cast<size_t>(length - i - n));
  TextBuilder out(ctx, view.size());
  out.Append(head.view());
  out.Append(tail.view());
  return out.Finish();
}

Text RemoveFrom(EvalContext& ctx, Text s, int32_t i) {
  std::string_view view = s.view();
  if (i < 0) return FailRange(ctx, "startIndex", kStartNegative), Text();
  auto length = static_cast<int32_t>(Utf16Length(view));
  // As .NET Core 3.1, where .NET 8 gives the text itself: its tests document it.
  if (i >= length)
    return FailRange(ctx, "startIndex", "startIndex must be less than length of string."), Text();
  return SliceUnits(ctx, view, 0, static_cast<size_t>(i));
}

Text NewString(EvalContext& ctx, Char c, int32_t n) {
  if (n < 0) return FailNegative(ctx, "count", n), Text();
  if (!ctx.Charge(static_cast<uint64_t>(n))) return Text();
  TextBuilder out(ctx, static_cast<size_t>(n));
  Fill(ctx, out, n, c);
  return out.Finish();
}

Text ReverseRange(EvalContext& ctx, Text s, int32_t start, int32_t end) {
  return Substring(ctx, s, start, start >= 0 && end >= start ? end - start : -1);
}

}  // namespace

std::vector<Row> StringRows() {
  constexpr std::string_view o = "string";
  return {
      Property<StringLength>(o, {"Length", "s", "The number of UTF-16 units.", R"("Grüße".Length)", "5"}),
      Indexer<StringAt>(
          o,
          {"", "s, i", "The UTF-16 unit at 0-based position i; outside the text: IndexOutOfRangeException.",
           R"("Hello"[2])", R"("l")", kFails}),
      Method<SubstringFrom>(o,
                            {"Substring", "s, startIndex", "The rest from a 0-based position up to Length.",
                             R"("Hello".Substring(2))", R"("llo")", kFails}),
      Method<Substring>(
          o, {"Substring", "s, startIndex, length", "A part of given length; the range must lie in the text.",
              R"("Hello".Substring(2, 3))", R"("llo")", kFails}),
      Static<ReverseRange>("$", {"Slice", "s, start, end", "What s[start..end] means.", R"("Hello"[1..3])",
                                 R"("el")", kFails}),
      Method<Trim>(o, {"Trim", "s", "Without white space at both ends.", R"(" Ryan ".Trim())", R"("Ryan")"}),
      Method<TrimChars>(
          o, {"Trim", "s, trimChars", "Without these characters at both ends; none given: white space.",
              R"("..a.".Trim('.'))", R"("a")", kFails | kVariadic}),
      Method<TrimStart>(
          o, {"TrimStart", "s", "Without white space at the start.", R"(" a ".TrimStart())", R"("a ")"}),
      Method<TrimStartChars>(
          o, {"TrimStart", "s, trimChars", "Without these characters at the start; none given: white space.",
              R"("00120".TrimStart('0'))", R"("120")", kFails | kVariadic}),
      Method<TrimEnd>(o,
                      {"TrimEnd", "s", "Without white space at the end.", R"(" a ".TrimEnd())", R"(" a")"}),
      Method<TrimEndChars>(
          o, {"TrimEnd", "s, trimChars", "Without these characters at the end; none given: white space.",
              R"("a;b;".TrimEnd(';'))", R"("a;b")", kFails | kVariadic}),
      Method<ToUpper>(o, {"ToUpper", "s", "Upper-cased, invariant, one letter to one.",
                          R"("Straße".ToUpper())", R"("STRAßE")"}),
      Method<ToUpper>(
          o, {"ToUpperInvariant", "s", "The same as ToUpper.", R"("ab".ToUpperInvariant())", R"("AB")"}),
      Method<ToLower>(o, {"ToLower", "s", "Lower-cased, invariant, one letter to one.", R"("ÅSA".ToLower())",
                          R"("åsa")"}),
      Method<ToLower>(
          o, {"ToLowerInvariant", "s", "The same as ToLower.", R"("AB".ToLowerInvariant())", R"("ab")"}),
      Method<PadLeft>(
          o, {"PadLeft", "s, totalWidth, paddingChar = ' '", "Filled up on the left; a longer text stays.",
              R"("42".PadLeft(5, '0'))", R"("00042")", kFails}),
      Method<PadRight>(
          o, {"PadRight", "s, totalWidth, paddingChar = ' '", "Filled up on the right; a longer text stays.",
              R"("Hello".PadRight(7))", R"("Hello  ")", kFails}),
      Method<Insert>(o, {"Insert", "s, startIndex, value", "value put in at a position from 0 to Length.",
                         R"("Hello".Insert(5, "!"))", R"("Hello!")", kFails}),
      Method<RemoveFrom>(
          o, {"Remove", "s, startIndex", "What stands before the position, which is less than Length.",
              R"("Hello".Remove(3))", R"("Hel")", kFails}),
      Method<RemoveCount>(o, {"Remove", "s, startIndex, count", "Without count units from the position.",
                              R"("Hello".Remove(1, 3))", R"("Ho")", kFails}),
      Constructor<NewString>(
          o, {"", "c, count", "count copies of a character; negative: ArgumentOutOfRangeException.",
              R"(new string('a', 3))", R"("aaa")", kFails}),
  };
}

}  // namespace idx::stdlib
