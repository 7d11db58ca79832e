// Equals, Compare, IsNullOrEmpty: ordinal, as in globalization-invariant mode.
#include <algorithm>

#include "base/value/case.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

using Cmp = StringComparison;

bool IsNullOrEmpty(EvalContext&, NullableText s) { return s.text.is_null() || s.text.length == 0; }
bool IsNullOrWhiteSpace(EvalContext&, NullableText s) { return TrimStartView(s.text.view()).empty(); }

bool Same(const Text& a, const Text& b, bool ignore_case) {
  if (a.is_null() || b.is_null()) return a.is_null() && b.is_null();
  return ignore_case ? EqualsIgnoreCase(a.view(), b.view()) : a == b;
}
bool Equals(EvalContext&, NullableText a, NullableText b) { return Same(a.text, b.text, false); }
bool EqualsCmp(EvalContext& ctx, NullableText a, NullableText b, Cmp cmp) {
  return CheckComparison(ctx, cmp) && Same(a.text, b.text, IgnoresCase(cmp));
}
bool EqualsMethod(EvalContext&, Text s, NullableText value) { return Same(s, value.text, false); }
bool EqualsMethodCmp(EvalContext& ctx, Text s, NullableText value, Cmp cmp) {
  return CheckComparison(ctx, cmp) && Same(s, value.text, IgnoresCase(cmp));
}

int32_t Order(const Text& a, const Text& b, bool ignore_case) {
  if (a.is_null() || b.is_null()) return a.is_null() ? (b.is_null() ? 0 : -1) : 1;
  return ignore_case ? CompareIgnoreCase(a.view(), b.view()) : CompareOrdinal(a.view(), b.view());
}
int32_t CompareCmp(EvalContext& ctx, NullableText a, NullableText b, Cmp cmp) {
  return CheckComparison(ctx, cmp) ? Order(a.text, b.text, IgnoresCase(cmp)) : 0;
}
int32_t Compare(EvalContext&, NullableText a, NullableText b) { return Order(a.text, b.text, false); }
int32_t CompareCase(EvalContext&, NullableText a, NullableText b, bool ignore_case) {
  return Order(a.text, b.text, ignore_case);
}
int32_t CompareOrdinalText(EvalContext&, NullableText a, NullableText b) {
  return Order(a.text, b.text, false);
}
int32_t CompareTo(EvalContext&, Text s, NullableText value) { return Order(s, value.text, false); }

// The part of `length` units from `start`, cut at the end; false (with the error set) outside the text.
bool PartFrom(EvalContext& ctx, const Text& s, int32_t start, int32_t length, std::string_view name,
              Text& part) {
  auto units = static_cast<int32_t>(Utf16Length(s.view()));
  if (length < 0) return FailRange(ctx, "length", "Length cannot be less than zero."), false;
  if (start < 0 || start > units) {
    return FailRange(
               ctx, name,
               "Index was out of range. Must be non-negative and less than the size of the collection."),
           false;
  }
  part = SliceUnits(ctx, s.view(), static_cast<size_t>(start),
                    static_cast<size_t>(std::min(length, units - start)));
  return true;
}
int32_t CompareParts(EvalContext& ctx, const Text& a, int32_t ia, const Text& b, int32_t ib, int32_t length,
                     bool ignore_case) {
  Text left, right;
  if (!PartFrom(ctx, a, ia, length, "indexA", left) || !PartFrom(ctx, b, ib, length, "indexB", right))
    return 0;
  if (a.is_null() || b.is_null()) return Order(a, b, ignore_case);
  return Order(left, right, ignore_case);
}
int32_t ComparePartsCmp(EvalContext& ctx, NullableText a, int32_t ia, NullableText b, int32_t ib,
                        int32_t length, Cmp cmp) {
  if (!CheckComparison(ctx, cmp)) return 0;
  if (a.text.is_null() || b.text.is_null()) return Order(a.text, b.text, false);
  return CompareParts(ctx, a.text, ia, b.text, ib, length, IgnoresCase(cmp));
}
int32_t ComparePartsPlain(EvalContext& ctx, NullableText a, int32_t ia, NullableText b, int32_t ib,
                          int32_t length) {
  return CompareParts(ctx, a.text, ia, b.text, ib, length, false);
}

int32_t CompareOrdinalParts(EvalContext& ctx, NullableText a, int32_t ia, NullableText b, int32_t ib,
                            int32_t length) {
  if (a.text.is_null() || b.text.is_null()) return Order(a.text, b.text, false);
  return CompareParts(ctx, a.text, ia, b.text, ib, length, false);
}
int32_t CompareCulture(EvalContext&, NullableText a, NullableText b, bool ignore_case, Opt<CultureInfo>) {
  return Order(a.text, b.text, ignore_case);
}
// In invariant mode only the case counts.
bool CheckOptions(EvalContext& ctx, CompareOptions options, bool& ignore_case) {
  auto flags = static_cast<uint32_t>(options);
  bool ordinal = flags == 0x10000000u || flags == 0x40000000u;
  ignore_case = flags == 0x10000000u || (flags & 1) != 0;
  if (ordinal || (flags & ~0x2000001Fu) == 0) return true;
  ctx.Fail(EvalErrorKind::kArgument, "Value of flags is invalid. (Parameter 'options')");
  return false;
}
int32_t CompareOptionsCulture(EvalContext& ctx, NullableText a, NullableText b, Opt<CultureInfo>,
                              CompareOptions options) {
  bool ignore_case = false;
  return CheckOptions(ctx, options, ignore_case) ? Order(a.text, b.text, ignore_case) : 0;
}
int32_t ComparePartsOptions(EvalContext& ctx, NullableText a, int32_t ia, NullableText b, int32_t ib,
                            int32_t length, Opt<CultureInfo>, CompareOptions options) {
  bool ignore_case = false;
  if (!CheckOptions(ctx, options, ignore_case)) return 0;
  return CompareParts(ctx, a.text, ia, b.text, ib, length, ignore_case);
}
int32_t ComparePartsCulture(EvalContext& ctx, NullableText a, int32_t ia, NullableText b, int32_t ib,
                            int32_t length, bool ignore_case, Opt<CultureInfo>) {
  return CompareParts(ctx, a.text, ia, b.text, ib, length, ignore_case);
}
int32_t ComparePartsCase(EvalContext& ctx, NullableText a, int32_t ia, NullableText b, int32_t ib,
                         int32_t length, bool ignore_case) {
  return CompareParts(ctx, a.text, ia, b.text, ib, length, ignore_case);
}

template <StringComparison kComparison>
StringComparer Comparer(EvalContext&) {
  return static_cast<StringComparer>(kComparison);
}
bool ComparerIgnoresCase(StringComparer comparer) {
  return IgnoresCase(static_cast<StringComparison>(comparer));
}
StringComparer MakeComparer(EvalContext&, CultureInfo, bool ignore_case) {
  return static_cast<StringComparer>(ignore_case ? Cmp::kOrdinalIgnoreCase : Cmp::kOrdinal);
}
StringComparer ComparerOf(EvalContext& ctx, StringComparison comparison) {
  return CheckComparison(ctx, comparison) ? static_cast<StringComparer>(comparison) : StringComparer{};
}
int32_t CompareBy(EvalContext&, StringComparer comparer, NullableText x, NullableText y) {
  return Order(x.text, y.text, ComparerIgnoresCase(comparer));
}
bool EqualsBy(EvalContext&, StringComparer comparer, NullableText x, NullableText y) {
  return Same(x.text, y.text, ComparerIgnoresCase(comparer));
}

std::vector<Row> ComparerRows() {
  constexpr std::string_view c = "StringComparer";
  constexpr std::string_view plain = "By UTF-16 units: cultures make no difference here.";
  constexpr std::string_view caseless = "By UTF-16 units of the upper-cased texts.";
  constexpr std::string_view yes = R"(new[] { "a", "A" }.Distinct(StringComparer.OrdinalIgnoreCase).Count())";
  return {
      Value<Comparer<Cmp::kOrdinal>>(
          c, {"Ordinal", "", plain, R"(StringComparer.Ordinal.Equals("a", "A"))", "false"}),
      Value<Comparer<Cmp::kOrdinalIgnoreCase>>(c, {"OrdinalIgnoreCase", "", caseless, yes, "1"}),
      Value<Comparer<Cmp::kInvariantCulture>>(
          c, {"InvariantCulture", "", plain, R"(StringComparer.InvariantCulture.Equals("a", "A"))", "false"}),
      Value<Comparer<Cmp::kInvariantCultureIgnoreCase>>(
          c, {"InvariantCultureIgnoreCase", "", caseless,
              R"(StringComparer.InvariantCultureIgnoreCase.Equals("a", "A"))", "true"}),
      Value<Comparer<Cmp::kCurrentCulture>>(
          c, {"CurrentCulture", "", plain, R"(StringComparer.CurrentCulture.Equals("a", "A"))", "false"}),
      Value<Comparer<Cmp::kCurrentCultureIgnoreCase>>(
          c, {"CurrentCultureIgnoreCase", "", caseless,
              R"(StringComparer.CurrentCultureIgnoreCase.Equals("a", "A"))", "true"}),
      Static<MakeComparer>(
          c, {"Create", "culture, ignoreCase", "A comparer of texts; the culture makes no difference.",
              R"(StringComparer.Create(CultureInfo.InvariantCulture, true).Equals("a", "A"))", "true"}),
      Static<ComparerOf>(
          c, {"FromComparison", "comparisonType", "The comparer of a StringComparison.",
              R"(StringComparer.FromComparison(StringComparison.OrdinalIgnoreCase).Equals("a", "A"))", "true",
              kFails}),
      Method<CompareBy>(c, {"Compare", "comparer, x, y", "Negative, 0 or positive; null comes first.",
                            R"(StringComparer.OrdinalIgnoreCase.Compare("a", "A"))", "0"}),
      Method<EqualsBy>(c, {"Equals", "comparer, x, y", "Whether they are equal; null equals null only.",
                           R"(StringComparer.Ordinal.Equals("a", null))", "false"}),
  };
}

}  // namespace

std::vector<Row> StringCompareRows() {
  constexpr std::string_view o = "string";
  constexpr std::string_view equal = "Equal units; null equals null only.";
  constexpr std::string_view order =
      "Negative, 0 or positive, by UTF-16 units; null comes first. Only the sign is defined.";
  std::vector<Row> rows = {
      Static<IsNullOrEmpty>(
          o, {"IsNullOrEmpty", "value", "True for null and \"\".", R"(string.IsNullOrEmpty(""))", "true"}),
      Static<IsNullOrWhiteSpace>(o,
                                 {"IsNullOrWhiteSpace", "value", "True for null, \"\" and white space only.",
                                  R"(string.IsNullOrWhiteSpace(" \t"))", "true"}),
      Static<Equals>(o, {"Equals", "a, b", equal, R"(string.Equals("a", "A"))", "false"}),
      Static<EqualsCmp>(o,
                        {"Equals", "a, b, comparisonType", equal,
                         R"(string.Equals("a", "A", StringComparison.OrdinalIgnoreCase))", "true", kFails}),
      Method<EqualsMethod>(o, {"Equals", "s, value", equal, R"("a".Equals("a"))", "true"}),
      Method<EqualsMethodCmp>(o, {"Equals", "s, value, comparisonType", equal,
                                  R"("a".Equals("A", StringComparison.OrdinalIgnoreCase))", "true", kFails}),
      Static<Compare>(o, {"Compare", "strA, strB", order, R"(Math.Sign(string.Compare("a", "b")))", "-1"}),
      Static<CompareCase>(
          o, {"Compare", "strA, strB, ignoreCase", order, R"(string.Compare("a", "A", true))", "0"}),
      Static<CompareCmp>(o, {"Compare", "strA, strB, comparisonType", order,
                             R"(string.Compare("a", "A", StringComparison.OrdinalIgnoreCase))", "0", kFails}),
      Static<ComparePartsPlain>(o, {"Compare", "strA, indexA, strB, indexB, length", order,
                                    R"(string.Compare("xa", 1, "ya", 1, 5))", "0", kFails}),
      Static<ComparePartsCmp>(
          o, {"Compare", "strA, indexA, strB, indexB, length, comparisonType", order,
              R"(string.Compare("xa", 1, "yA", 1, 5, StringComparison.OrdinalIgnoreCase))", "0", kFails}),
      Static<CompareOrdinalText>(
          o, {"CompareOrdinal", "strA, strB", order, R"(Math.Sign(string.CompareOrdinal("b", "a")))", "1"}),
      Static<CompareOrdinalParts>(o, {"CompareOrdinal", "strA, indexA, strB, indexB, length", order,
                                      R"(string.CompareOrdinal("xa", 1, "ya", 1, 5))", "0", kFails}),
      Static<CompareCulture>(o, {"Compare", "strA, strB, ignoreCase, culture", order,
                                 R"(string.Compare("a", "A", true, CultureInfo.InvariantCulture))", "0"}),
      Static<ComparePartsCase>(o, {"Compare", "strA, indexA, strB, indexB, length, ignoreCase", order,
                                   R"(string.Compare("xa", 1, "yA", 1, 5, true))", "0", kFails}),
      Static<CompareOptionsCulture>(
          o, {"Compare", "strA, strB, culture, options", order,
              R"(string.Compare("a", "A", CultureInfo.InvariantCulture, CompareOptions.IgnoreCase))", "0",
              kFails}),
      Static<ComparePartsCulture>(
          o, {"Compare", "strA, indexA, strB, indexB, length, ignoreCase, culture", order,
              R"(string.Compare("xa", 1, "yA", 1, 5, true, CultureInfo.InvariantCulture))", "0", kFails}),
      Static<ComparePartsOptions>(
          o,
          {"Compare", "strA, indexA, strB, indexB, length, culture, options", order,
           R"(string.Compare("xa", 1, "yA", 1, 5, CultureInfo.InvariantCulture, CompareOptions.IgnoreCase))",
           "0", kFails}),
      Method<CompareTo>(o, {"CompareTo", "s, value", order, R"(Math.Sign("a".CompareTo("b")))", "-1"}),
  };
  for (Row& row : ComparerRows()) rows.push_back(row);
  return rows;
}

}  // namespace idx::stdlib
