// Contains, StartsWith, EndsWith, IndexOf, LastIndexOf, Replace: ordinal, or ignoring case by simple
// upper-casing.
#include <algorithm>

#include "base/value/case.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/replace.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

using Cmp = StringComparison;

int32_t Length(std::string_view s) { return static_cast<int32_t>(Utf16Length(s)); }

bool ContainsIn(std::string_view s, std::string_view value, bool ignore_case) {
  if (!ignore_case && !HasSurrogate(value)) {
    return value.empty() || memmem(s.data(), s.size(), value.data(), value.size()) != nullptr;
  }
  return IndexOfUnits(s, value, 0, Utf16Length(s), ignore_case) >= 0;
}
bool Contains(EvalContext&, Text s, Text value) { return ContainsIn(s.view(), value.view(), false); }
bool ContainsCmp(EvalContext& ctx, Text s, Text value, Cmp cmp) {
  return CheckComparison(ctx, cmp) && ContainsIn(s.view(), value.view(), IgnoresCase(cmp));
}
bool ContainsChar(EvalContext&, Text s, Char value) {
  return ContainsIn(s.view(), UnitBytes(value).view(), false);
}
bool ContainsCharCmp(EvalContext& ctx, Text s, Char value, Cmp cmp) {
  return CheckComparison(ctx, cmp) && ContainsIn(s.view(), UnitBytes(value).view(), IgnoresCase(cmp));
}

bool StartsIn(std::string_view s, std::string_view value, bool ignore_case) {
  if (!ignore_case && !HasSurrogate(value)) return s.starts_with(value);
  if (IsAscii(s) && IsAscii(value))
    return s.size() >= value.size() && EqualsIgnoreCase(s.substr(0, value.size()), value);
  std::u16string a = ToUtf16(ignore_case ? FoldOrdinal(s) : std::string(s));
  return a.starts_with(ToUtf16(ignore_case ? FoldOrdinal(value) : std::string(value)));
}
bool EndsIn(std::string_view s, std::string_view value, bool ignore_case) {
  if (!ignore_case && !HasSurrogate(value)) return s.ends_with(value);
  if (IsAscii(s) && IsAscii(value)) {
    return s.size() >= value.size() && EqualsIgnoreCase(s.substr(s.size() - value.size()), value);
  }
  std::u16string a = ToUtf16(ignore_case ? FoldOrdinal(s) : std::string(s));
  return a.ends_with(ToUtf16(ignore_case ? FoldOrdinal(value) : std::string(value)));
}
bool StartsWith(EvalContext& ctx, Text s, Text value, Cmp cmp) {
  return CheckComparison(ctx, cmp) && StartsIn(s.view(), value.view(), IgnoresCase(cmp));
}
bool EndsWith(EvalContext& ctx, Text s, Text value, Cmp cmp) {
  return CheckComparison(ctx, cmp) && EndsIn(s.view(), value.view(), IgnoresCase(cmp));
}
bool StartsWithCulture(EvalContext&, Text s, Text value, bool ignore_case, Opt<CultureInfo>) {
  return StartsIn(s.view(), value.view(), ignore_case);
}
bool EndsWithCulture(EvalContext&, Text s, Text value, bool ignore_case, Opt<CultureInfo>) {
  return EndsIn(s.view(), value.view(), ignore_case);
}
bool StartsWithChar(EvalContext&, Text s, Char value) {
  return StartsIn(s.view(), UnitBytes(value).view(), false);
}
bool EndsWithChar(EvalContext&, Text s, Char value) {
  return EndsIn(s.view(), UnitBytes(value).view(), false);
}

// Start and count must lie in the text.
bool CheckSpan(EvalContext& ctx, int32_t length, int32_t start, int32_t count) {
  if (start < 0 || start > length) {
    FailRange(
        ctx, "startIndex",
        "Index was out of range. Must be non-negative and less than or equal to the size of the collection.");
  } else if (count < 0 || count > length - start) {
    FailRange(
        ctx, "count",
        "Count must be positive and count must refer to a location within the string/array/collection.");
  } else {
    return true;
  }
  return false;
}

int32_t Find(EvalContext& ctx, const Text& s, std::string_view value, int32_t start, int32_t count, Cmp cmp) {
  if (!CheckComparison(ctx, cmp) || !CheckSpan(ctx, Length(s.view()), start, count)) return -1;
  return IndexOfUnits(s.view(), value, static_cast<size_t>(start), static_cast<size_t>(count),
                      IgnoresCase(cmp));
}
int32_t FindToEnd(EvalContext& ctx, const Text& s, std::string_view value, int32_t start, Cmp cmp) {
  int32_t length = Length(s.view());
  return Find(ctx, s, value, start, start < 0 || start > length ? 0 : length - start, cmp);
}
int32_t IndexOf(EvalContext& ctx, Text s, Text v) { return FindToEnd(ctx, s, v.view(), 0, Cmp::kOrdinal); }
int32_t IndexOfCmp(EvalContext& ctx, Text s, Text v, Cmp cmp) { return FindToEnd(ctx, s, v.view(), 0, cmp); }
int32_t IndexOfFrom(EvalContext& ctx, Text s, Text v, int32_t start) {
  return FindToEnd(ctx, s, v.view(), start, Cmp::kOrdinal);
}
int32_t IndexOfFromCmp(EvalContext& ctx, Text s, Text v, int32_t start, Cmp cmp) {
  return FindToEnd(ctx, s, v.view(), start, cmp);
}
int32_t IndexOfSpan(EvalContext& ctx, Text s, Text v, int32_t start, int32_t count) {
  return Find(ctx, s, v.view(), start, count, Cmp::kOrdinal);
}
int32_t IndexOfSpanCmp(EvalContext& ctx, Text s, Text v, int32_t start, int32_t count, Cmp cmp) {
  return Find(ctx, s, v.view(), start, count, cmp);
}
int32_t IndexOfChar(EvalContext& ctx, Text s, Char v) {
  return FindToEnd(ctx, s, UnitBytes(v).view(), 0, Cmp::kOrdinal);
}
int32_t IndexOfCharCmp(EvalContext& ctx, Text s, Char v, Cmp cmp) {
  return FindToEnd(ctx, s, UnitBytes(v).view(), 0, cmp);
}
int32_t IndexOfCharFrom(EvalContext& ctx, Text s, Char v, int32_t start) {
  return FindToEnd(ctx, s, UnitBytes(v).view(), start, Cmp::kOrdinal);
}
int32_t IndexOfCharSpan(EvalContext& ctx, Text s, Char v, int32_t start, int32_t count) {
  return Find(ctx, s, UnitBytes(v).view(), start, count, Cmp::kOrdinal);
}

// LastIndexOf of a text: start may be Length (one too far), or -1 in an empty text. The empty text is found
// behind start. Source: System.Globalization.CompareInfo of .NET 8.
int32_t FindLast(EvalContext& ctx, const Text& s, std::string_view value, int32_t start, int32_t count,
                 Cmp cmp) {
  if (!CheckComparison(ctx, cmp)) return -1;
  int32_t length = Length(s.view());
  if (start == length && length > 0) {
    --start;
    if (count > 0) --count;
  }
  if (length == 0 && (start == -1 || start == 0)) {
    start = -1;
    count = 0;
  } else if (start < 0 || start >= length) {
    return FailRange(
               ctx, "startIndex",
               "Index was out of range. Must be non-negative and less than the size of the collection."),
           -1;
  }
  if (count < 0 || count > start + 1) {
    return FailRange(ctx, "count",
                     "Count must be positive and count must refer to a location within the "
                     "string/array/collection."),
           -1;
  }
  if (value.empty()) return start + 1;
  return LastIndexOfUnits(s.view(), value, static_cast<size_t>(start + 1 - count), static_cast<size_t>(count),
                          IgnoresCase(cmp));
}
int32_t LastIndexOf(EvalContext& ctx, Text s, Text v) {
  int32_t length = Length(s.view());
  return FindLast(ctx, s, v.view(), length - 1, length, Cmp::kOrdinal);
}
int32_t LastIndexOfCmp(EvalContext& ctx, Text s, Text v, Cmp cmp) {
  int32_t length = Length(s.view());
  return FindLast(ctx, s, v.view(), length - 1, length, cmp);
}
int32_t LastIndexOfFromCmp(EvalContext& ctx, Text s, Text v, int32_t start, Cmp cmp) {
  return FindLast(ctx, s, v.view(), start, start == INT32_MAX ? start : start + 1, cmp);
}
int32_t LastIndexOfFrom(EvalContext& ctx, Text s, Text v, int32_t start) {
  return LastIndexOfFromCmp(ctx, s, v, start, Cmp::kOrdinal);
}
int32_t LastIndexOfSpan(EvalContext& ctx, Text s, Text v, int32_t start, int32_t count) {
  return FindLast(ctx, s, v.view(), start, count, Cmp::kOrdinal);
}
int32_t LastIndexOfSpanCmp(EvalContext& ctx, Text s, Text v, int32_t start, int32_t count, Cmp cmp) {
  return FindLast(ctx, s, v.view(), start, count, cmp);
}
int32_t LastIndexOfCharSpan(EvalContext& ctx, Text s, Char v, int32_t start, int32_t count) {
  int32_t length = Length(s.view());
  if (length == 0) return -1;
  if (start < 0 || start >= length) {
    return FailRange(
               ctx, "startIndex",
               "Index was out of range. Must be non-negative and less than the size of the collection."),
           -1;
  }
  return FindLast(ctx, s, UnitBytes(v).view(), start, count, Cmp::kOrdinal);
}
int32_t LastIndexOfCharFrom(EvalContext& ctx, Text s, Char v, int32_t start) {
  return LastIndexOfCharSpan(ctx, s, v, start, start == INT32_MAX ? start : start + 1);
}
int32_t LastIndexOfChar(EvalContext& ctx, Text s, Char v) {
  return LastIndexOfCharFrom(ctx, s, v, Length(s.view()) - 1);
}

Text ReplaceUnits(EvalContext& ctx, std::string_view s, std::string_view old, std::string_view with,
                  bool ignore_case) {
  std::u16string units = ToUtf16(s), key = ToUtf16(ignore_case ? FoldOrdinal(old) : std::string(old));
  std::u16string seen = ignore_case ? ToUtf16(FoldOrdinal(s)) : units, made, put = ToUtf16(with);
  size_t at = 0;
  for (size_t found; (found = seen.find(key, at)) != std::u16string::npos; at = found + key.size()) {
    made.append(units, at, found - at);
    made.append(put);
    if (made.size() > static_cast<size_t>(ctx.budget.scratch_bytes)) break;
  }
  made.append(units, at);
  return ctx.MakeText(FromUtf16(made));
}

Text ReplaceBytes(EvalContext& ctx, const Text& s, std::string_view old, std::string_view with) {
  std::string_view view = s.view();
  const void* found = memmem(view.data(), view.size(), old.data(), old.size());
  if (found == nullptr) return s;
  TextBuilder out(ctx, view.size() + with.size());
  const char* at = view.data();
  const char* end = at + view.size();
  while (found != nullptr && !ctx.failed()) {
    const char* match = static_cast<const char*>(found);
    out.Append({at, static_cast<size_t>(match - at)});
    out.Append(with);
    at = match + old.size();
    found = memmem(at, static_cast<size_t>(end - at), old.data(), old.size());
  }
  out.Append({at, static_cast<size_t>(end - at)});
  return out.Finish();
}

}  // namespace

Text ReplaceOrdinal(EvalContext& ctx, const Text& s, std::string_view old, std::string_view with) {
  if (HasSurrogate(old) || HasSurrogate(with)) return ReplaceUnits(ctx, s.view(), old, with, false);
  return ReplaceBytes(ctx, s, old, with);
}

namespace {

Text ReplaceCmp(EvalContext& ctx, Text s, Text old, NullableText with, Cmp cmp) {
  if (!CheckComparison(ctx, cmp)) return Text();
  if (old.length == 0) {
    ctx.Fail(EvalErrorKind::kArgument, "The value cannot be an empty string. (Parameter 'oldValue')");
    return Text();
  }
  if (IgnoresCase(cmp)) return ReplaceUnits(ctx, s.view(), old.view(), with.text.view(), true);
  return ReplaceOrdinal(ctx, s, old.view(), with.text.view());
}
Text Replace(EvalContext& ctx, Text s, Text old, NullableText with) {
  return ReplaceCmp(ctx, s, old, with, Cmp::kOrdinal);
}
Text ReplaceCulture(EvalContext& ctx, Text s, Text old, NullableText with, bool ignore_case,
                    Opt<CultureInfo>) {
  return ReplaceCmp(ctx, s, old, with, ignore_case ? Cmp::kOrdinalIgnoreCase : Cmp::kOrdinal);
}
// Each pair's first text by its second, one pair after the other.
NullableText ReplaceMany(EvalContext& ctx, NullableText s, List<Tuple<Text, Text>> pairs, bool ignore_case) {
  if (s.text.is_null()) return s;
  Text now = s.text;
  for (uint32_t i = 0; i < pairs.size() && !ctx.failed(); ++i) {
    Text old = FromSlot<Text>(pairs[i].fields[0]);
    if (old.view().empty() || !ctx.Charge(now.length)) continue;
    now = ReplaceCmp(ctx, now, old, {FromSlot<Text>(pairs[i].fields[1])},
                     ignore_case ? Cmp::kOrdinalIgnoreCase : Cmp::kOrdinal);
  }
  return {now};
}
Text ReplaceChar(EvalContext& ctx, Text s, Char old, Char with) {
  return ReplaceOrdinal(ctx, s, UnitBytes(old).view(), UnitBytes(with).view());
}

std::vector<Row> IndexRows() {
  constexpr std::string_view o = "string";
  constexpr std::string_view first =
      "0-based position of the first occurrence, -1 when absent. A range outside the text: "
      "ArgumentOutOfRangeException.";
  constexpr std::string_view last =
      "0-based position of the last occurrence, -1 when absent; searches back from startIndex.";
  return {
      Method<IndexOf>(o, {"IndexOf", "s, value", first, R"("Hello".IndexOf("l"))", "2"}),
      Method<IndexOfCmp>(o, {"IndexOf", "s, value, comparisonType", first,
                             R"("Hello".IndexOf("L", StringComparison.OrdinalIgnoreCase))", "2", kFails}),
      Method<IndexOfFrom>(
          o, {"IndexOf", "s, value, startIndex", first, R"("Hello".IndexOf("l", 3))", "3", kFails}),
      Method<IndexOfFromCmp>(o,
                             {"IndexOf", "s, value, startIndex, comparisonType", first,
                              R"("Hello".IndexOf("L", 3, StringComparison.OrdinalIgnoreCase))", "3", kFails}),
      Method<IndexOfSpan>(o, {"IndexOf", "s, value, startIndex, count", first,
                              R"("Hello".IndexOf("o", 0, 4))", "-1", kFails}),
      Method<IndexOfSpanCmp>(
          o, {"IndexOf", "s, value, startIndex, count, comparisonType", first,
              R"("Hello".IndexOf("O", 0, 5, StringComparison.OrdinalIgnoreCase))", "4", kFails}),
      Method<IndexOfChar>(o, {"IndexOf", "s, value", first, R"("Hello".IndexOf('l'))", "2"}),
      Method<IndexOfCharCmp>(o, {"IndexOf", "s, value, comparisonType", first,
                                 R"("HelLo".IndexOf('L', StringComparison.OrdinalIgnoreCase))", "2", kFails}),
      Method<IndexOfCharFrom>(
          o, {"IndexOf", "s, value, startIndex", first, R"("Hello".IndexOf('l', 1))", "2", kFails}),
      Method<IndexOfCharSpan>(o, {"IndexOf", "s, value, startIndex, count", first,
                                  R"("Hello".IndexOf('o', 0, 4))", "-1", kFails}),
      Method<LastIndexOf>(o, {"LastIndexOf", "s, value", last, R"("Hello".LastIndexOf("l"))", "3"}),
      Method<LastIndexOfCmp>(
          o, {"LastIndexOf", "s, value, comparisonType", last,
              R"("Hello".LastIndexOf("L", StringComparison.OrdinalIgnoreCase))", "3", kFails}),
      Method<LastIndexOfFrom>(
          o, {"LastIndexOf", "s, value, startIndex", last, R"("Hello".LastIndexOf("l", 2))", "2", kFails}),
      Method<LastIndexOfFromCmp>(
          o, {"LastIndexOf", "s, value, startIndex, comparisonType", last,
              R"("Hello".LastIndexOf("L", 2, StringComparison.OrdinalIgnoreCase))", "2", kFails}),
      Method<LastIndexOfSpan>(o, {"LastIndexOf", "s, value, startIndex, count", last,
                                  R"("Hello".LastIndexOf("l", 4, 2))", "3", kFails}),
      Method<LastIndexOfSpanCmp>(
          o, {"LastIndexOf", "s, value, startIndex, count, comparisonType", last,
              R"("Hello".LastIndexOf("L", 4, 2, StringComparison.Ordinal))", "-1", kFails}),
      Method<LastIndexOfChar>(o, {"LastIndexOf", "s, value", last, R"("Hello".LastIndexOf('l'))", "3"}),
      Method<LastIndexOfCharFrom>(
          o, {"LastIndexOf", "s, value, startIndex", last, R"("Hello".LastIndexOf('l', 2))", "2", kFails}),
      Method<LastIndexOfCharSpan>(o, {"LastIndexOf", "s, value, startIndex, count", last,
                                      R"("Hello".LastIndexOf('l', 4, 5))", "3", kFails}),
  };
}

}  // namespace

std::vector<Row> StringSearchRows() {
  constexpr std::string_view o = "string";
  constexpr std::string_view contains = "True when value occurs; the empty text is in every text.";
  constexpr std::string_view all =
      "Every occurrence replaced, from left to right; a null newValue removes. An empty oldValue: "
      "ArgumentException.";
  std::vector<Row> rows = {
      Method<Contains>(o, {"Contains", "s, value", contains, R"("Hello".Contains("ell"))", "true"}),
      Method<ContainsCmp>(o,
                          {"Contains", "s, value, comparisonType", contains,
                           R"("Hello".Contains("ELL", StringComparison.OrdinalIgnoreCase))", "true", kFails}),
      Method<ContainsChar>(o, {"Contains", "s, value", contains, R"("Hello".Contains('H'))", "true"}),
      Method<ContainsCharCmp>(
          o, {"Contains", "s, value, comparisonType", contains,
              R"("Hello".Contains('h', StringComparison.OrdinalIgnoreCase))", "true", kFails}),
      Method<StartsWith>(o, {"StartsWith", "s, value, comparisonType = StringComparison.Ordinal",
                             "True when the text begins with value; ordinal unless told otherwise.",
                             R"("Hello".StartsWith("Hel"))", "true", kFails}),
      Method<StartsWithCulture>(o, {"StartsWith", "s, value, ignoreCase, culture",
                                    "True when the text begins with value; ordinal in every culture.",
                                    R"("Hello".StartsWith("hel", true, null))", "true"}),
      Method<EndsWithCulture>(o, {"EndsWith", "s, value, ignoreCase, culture",
                                  "True when the text ends with value; ordinal in every culture.",
                                  R"("Hello".EndsWith("LLO", true, null))", "true"}),
      Method<StartsWithChar>(o, {"StartsWith", "s, value", "True when the first unit is value.",
                                 R"("Hello".StartsWith('H'))", "true"}),
      Method<EndsWith>(o, {"EndsWith", "s, value, comparisonType = StringComparison.Ordinal",
                           "True when the text ends with value; ordinal unless told otherwise.",
                           R"("Hello".EndsWith("LLO", StringComparison.OrdinalIgnoreCase))", "true", kFails}),
      Method<EndsWithChar>(o, {"EndsWith", "s, value", "True when the last unit is value.",
                               R"("Hello".EndsWith('o'))", "true"}),
      Static<ReplaceMany>("Str",
                          {"ReplaceMany", "s, pairs, ignoreCase = false",
                           "Each pair's first text replaced by its second, one pair after the other; null "
                           "stays null.",
                           R"(Str.ReplaceMany("a-b", new[] { ("a", "x"), ("x", "y") }))", R"("y-b")"}),
      Method<Replace>(o, {"Replace", "s, oldValue, newValue", all, R"("111111".Replace("111", "23"))",
                          R"("2323")", kFails}),
      Method<ReplaceCmp>(
          o, {"Replace", "s, oldValue, newValue, comparisonType", all,
              R"("abc".Replace("B", "d", StringComparison.OrdinalIgnoreCase))", R"("adc")", kFails}),
      Method<ReplaceCulture>(o, {"Replace", "s, oldValue, newValue, ignoreCase, culture", all,
                                 R"("abc".Replace("B", "d", true, null))", R"("adc")", kFails}),
      Method<ReplaceChar>(o, {"Replace", "s, oldChar, newChar", "Every such character replaced.",
                              R"("a.b.c".Replace('.', '-'))", R"("a-b-c")"}),
  };
  for (Row& row : IndexRows()) rows.push_back(row);
  return rows;
}

}  // namespace idx::stdlib
