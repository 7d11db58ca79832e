// char.*: classes, casing and code points of UTF-16 units. Source: System.Char.
#include <unicode/uchar.h>

#include "base/value/case.h"
#include "base/value/utf.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/change_case.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

uint32_t Category(char32_t code) { return U_GET_GC_MASK(static_cast<UChar32>(code)); }
template <uint32_t kMask>
bool InCategory(char32_t code) {
  return (Category(code) & kMask) != 0;
}
bool IsLetterOrDigit(char32_t code) { return InCategory<U_GC_L_MASK | U_GC_ND_MASK>(code); }

// A class of one unit, or of the code point at a position of a text.
template <bool (*kIs)(char32_t)>
bool Is(EvalContext&, Char c) {
  return kIs(c.unit);
}

// The code point that begins at the unit, or the half of a pair that stands there.
struct Unit {
  char32_t code = 0;
  bool low = false;  // the second half of a pair
};
bool UnitAt(EvalContext& ctx, std::string_view s, int32_t index, Unit& unit) {
  Utf16Position at = index < 0 ? Utf16Position{s.size()} : FindUnit(s, static_cast<size_t>(index));
  if (at.byte >= s.size())
    return FailRange(
               ctx, "index",
               "Index was out of range. Must be non-negative and less than the size of the collection."),
           false;
  unit = {DecodeAt(s, at.byte).code, at.split};
  return true;
}
template <bool (*kIs)(char32_t)>
bool IsAt(EvalContext& ctx, Text s, int32_t index) {
  Unit unit;
  return UnitAt(ctx, s.view(), index, unit) && kIs(unit.low ? UnitOf(unit.code, 1) : unit.code);
}
// Classes that look at the unit alone, not at the pair that it begins.
template <bool (*kIs)(char32_t)>
bool IsUnitAt(EvalContext& ctx, Text s, int32_t index) {
  Unit unit;
  return UnitAt(ctx, s.view(), index, unit) && kIs(UnitOf(unit.code, unit.low ? 1 : 0));
}

bool IsPair(EvalContext&, Char high, Char low) {
  return IsHighSurrogate(high.unit) && IsLowSurrogate(low.unit);
}
bool IsPairAt(EvalContext& ctx, Text s, int32_t index) {
  Unit unit;
  return UnitAt(ctx, s.view(), index, unit) && !unit.low && unit.code > 0xFFFF;
}

double NumericValue(char32_t code) {
  double value = u_getNumericValue(static_cast<UChar32>(code));
  return value == U_NO_NUMERIC_VALUE ? -1 : value;
}
double GetNumericValue(EvalContext&, Char c) { return NumericValue(c.unit); }
double GetNumericValueAt(EvalContext& ctx, Text s, int32_t index) {
  Unit unit;
  if (!UnitAt(ctx, s.view(), index, unit)) return -1;
  return unit.low ? -1 : NumericValue(unit.code);
}

// .NET's numbers, by ICU's.
constexpr uint8_t kCategories[] = {29, 0,  1,  2,  3,  4,  5,  7,  6,  8,  9,  10, 11, 12, 13,
                                   14, 15, 17, 16, 19, 20, 21, 18, 24, 25, 26, 27, 28, 22, 23};
UnicodeCategory CategoryOf(char32_t code) {
  return static_cast<UnicodeCategory>(kCategories[u_charType(static_cast<UChar32>(code))]);
}
UnicodeCategory GetCategory(EvalContext&, Char c) { return CategoryOf(c.unit); }
UnicodeCategory GetCategoryAt(EvalContext& ctx, Text s, int32_t index) {
  Unit unit;
  if (!UnitAt(ctx, s.view(), index, unit)) return {};
  return CategoryOf(unit.low ? UnitOf(unit.code, 1) : unit.code);
}

Text FromUtf32(EvalContext& ctx, int32_t code) {
  if (code < 0 || code > 0x10FFFF || IsSurrogate(static_cast<char32_t>(code)))
    return FailRange(ctx, "utf32",
                     "A valid UTF32 value is between 0x000000 and 0x10ffff, inclusive, and should not "
                     "include surrogate codepoint values (0x00d800 ~ 0x00dfff)."),
           Text();
  char bytes[4];
  return ctx.MakeText({bytes, EncodeTo(static_cast<char32_t>(code), bytes)});
}
int32_t ToUtf32(EvalContext& ctx, Char high, Char low) {
  if (!IsHighSurrogate(high.unit))
    return FailRange(ctx, "highSurrogate", "A valid high surrogate character is between 0xd800 and 0xdbff."),
           0;
  if (!IsLowSurrogate(low.unit))
    return FailRange(ctx, "lowSurrogate", "A valid low surrogate character is between 0xdc00 and 0xdfff."), 0;
  return static_cast<int32_t>(CombineSurrogates(high.unit, low.unit));
}
int32_t ToUtf32At(EvalContext& ctx, Text s, int32_t index) {
  Unit unit;
  if (!UnitAt(ctx, s.view(), index, unit)) return 0;
  if (!unit.low && !IsSurrogate(unit.code)) return static_cast<int32_t>(unit.code);
  ctx.Fail(EvalErrorKind::kArgument,
           "Found a surrogate char without its other half at the given index. (Parameter 's')");
  return 0;
}

Opt<Char> TryParse(EvalContext&, NullableText s) {
  if (s.text.is_null() || Utf16Length(s.text.view()) != 1) return {};
  return Some(Char{UnitOf(DecodeAt(s.text.view(), 0).code, 0)});
}
Char Parse(EvalContext& ctx, Text s) {
  Opt<Char> parsed = TryParse(ctx, {s});
  if (!parsed.present) FailFormat(ctx, "String must be exactly one character long.");
  return parsed.value;
}

Char ToUpper(EvalContext&, Char c) { return {static_cast<uint16_t>(ToUpperSimple(c.unit))}; }
Char ToLower(EvalContext&, Char c) { return {static_cast<uint16_t>(ToLowerSimple(c.unit))}; }
template <bool kUpper>
Char ToCase(EvalContext&, Char c, CultureInfo culture) {
  return {static_cast<uint16_t>(CaseOf(c.unit, culture, kUpper))};
}
int32_t CompareTo(EvalContext&, Char c, Char value) { return int32_t{c.unit} - int32_t{value.unit}; }
template <uint16_t kUnit>
Char Limit(EvalContext&) {
  return {kUnit};
}

// The two forms of a class: of a character, and of the character at a position of a text.
template <bool (*kIs)(char32_t), bool kPairs = true>
void AddClass(std::vector<Row>& rows, std::string_view name, std::string_view doc, std::string_view example,
              std::string_view value, std::string_view example_at, std::string_view value_at) {
  rows.push_back(Static<Is<kIs>>("char", {name, "c", doc, example, value}));
  if constexpr (kPairs)
    rows.push_back(Static<IsAt<kIs>>("char", {name, "s, index", doc, example_at, value_at, kFails}));
  else
    rows.push_back(Static<IsUnitAt<kIs>>("char", {name, "s, index", doc, example_at, value_at, kFails}));
}

std::vector<Row> ClassRows() {
  std::vector<Row> rows;
  AddClass<InCategory<U_GC_ND_MASK>>(rows, "IsDigit", "True for decimal digits of any script.",
                                     "char.IsDigit('7')", "true", R"(char.IsDigit("a7", 1))", "true");
  AddClass<InCategory<U_GC_L_MASK>>(rows, "IsLetter", "True for letters.", "char.IsLetter('a')", "true",
                                    R"(char.IsLetter("a7", 1))", "false");
  AddClass<IsLetterOrDigit>(rows, "IsLetterOrDigit", "True for letters and decimal digits.",
                            "char.IsLetterOrDigit('-')", "false", R"(char.IsLetterOrDigit("a-", 0))", "true");
  AddClass<InCategory<U_GC_LU_MASK>>(rows, "IsUpper", "True for upper-case letters.", "char.IsUpper('a')",
                                     "false", R"(char.IsUpper("aB", 1))", "true");
  AddClass<InCategory<U_GC_LL_MASK>>(rows, "IsLower", "True for lower-case letters.", "char.IsLower('a')",
                                     "true", R"(char.IsLower("aB", 1))", "false");
  AddClass<InCategory<U_GC_P_MASK>>(rows, "IsPunctuation", "True for punctuation.", "char.IsPunctuation('!')",
                                    "true", R"(char.IsPunctuation("a!", 0))", "false");
  AddClass<InCategory<U_GC_ND_MASK | U_GC_NL_MASK | U_GC_NO_MASK>>(
      rows, "IsNumber", "True for digits and other numbers, such as fractions.", "char.IsNumber('½')", "true",
      R"(char.IsNumber("a½", 0))", "false");
  AddClass<InCategory<U_GC_S_MASK>>(rows, "IsSymbol", "True for symbols, such as + and €.",
                                    "char.IsSymbol('+')", "true", R"(char.IsSymbol("a€", 1))", "true");
  AddClass<InCategory<U_GC_Z_MASK>>(rows, "IsSeparator", "True for separators of words, lines, paragraphs.",
                                    "char.IsSeparator(' ')", "true", R"(char.IsSeparator("a ", 0))", "false");
  AddClass<InCategory<U_GC_CC_MASK>, false>(rows, "IsControl", "True for control characters.",
                                            R"(char.IsControl('\t'))", "true", R"(char.IsControl("a\t", 1))",
                                            "true");
  AddClass<IsWhiteSpace, false>(rows, "IsWhiteSpace", "True for white space.", "char.IsWhiteSpace(' ')",
                                "true", R"(char.IsWhiteSpace("a b", 1))", "true");
  AddClass<IsSurrogate, false>(rows, "IsSurrogate", "True for halves of surrogate pairs.",
                               R"(char.IsSurrogate('\uD83D'))", "true", R"(char.IsSurrogate("a😀", 2))",
                               "true");
  AddClass<IsHighSurrogate, false>(rows, "IsHighSurrogate", "True for first halves of surrogate pairs.",
                                   R"(char.IsHighSurrogate('\uD83D'))", "true",
                                   R"(char.IsHighSurrogate("a😀", 2))", "false");
  AddClass<IsLowSurrogate, false>(rows, "IsLowSurrogate", "True for second halves of surrogate pairs.",
                                  R"(char.IsLowSurrogate('\uD83D'))", "false",
                                  R"(char.IsLowSurrogate("a😀", 2))", "true");
  return rows;
}

}  // namespace

std::vector<Row> CharRows() {
  constexpr std::string_view o = "char";
  constexpr std::string_view number = "The number that the character stands for; -1 for none.";
  constexpr std::string_view category = "The Unicode category.";
  std::vector<Row> rows = {
      Static<IsPair>(o, {"IsSurrogatePair", "highSurrogate, lowSurrogate", "True for the halves of one pair.",
                         R"(char.IsSurrogatePair('\uD83D', '\uDE00'))", "true"}),
      Static<IsPairAt>(o, {"IsSurrogatePair", "s, index", "True where a pair begins.",
                           R"(char.IsSurrogatePair("a😀", 1))", "true", kFails}),
      Static<GetNumericValue>(o, {"GetNumericValue", "c", number, "char.GetNumericValue('½')", "0.5"}),
      Static<GetNumericValueAt>(
          o, {"GetNumericValue", "s, index", number, R"(char.GetNumericValue("a7", 1))", "7", kFails}),
      Static<GetCategory>(
          "CharUnicodeInfo",
          {"GetUnicodeCategory", "ch", category,
           "CharUnicodeInfo.GetUnicodeCategory('\\u0301') == UnicodeCategory.NonSpacingMark", "true"}),
      Static<GetCategory>(o, {"GetUnicodeCategory", "c", category,
                              "char.GetUnicodeCategory('a') == UnicodeCategory.LowercaseLetter", "true"}),
      Static<GetCategoryAt>(
          o, {"GetUnicodeCategory", "s, index", category,
              R"(char.GetUnicodeCategory("a1", 1) == UnicodeCategory.DecimalDigitNumber)", "true", kFails}),
      Static<FromUtf32>(o, {"ConvertFromUtf32", "utf32",
                            "The code point as a text; none of Unicode: ArgumentOutOfRangeException.",
                            "char.ConvertFromUtf32(0x1F600).Length", "2", kFails}),
      Static<ToUtf32>(o, {"ConvertToUtf32", "highSurrogate, lowSurrogate", "The code point of a pair.",
                          R"(char.ConvertToUtf32('\uD83D', '\uDE00'))", "128512", kFails}),
      Static<ToUtf32At>(
          o, {"ConvertToUtf32", "s, index", "The code point at a position; half a pair: ArgumentException.",
              R"(char.ConvertToUtf32("a😀", 1))", "128512", kFails}),
      Static<Parse>(o, {"Parse", "s", "The only character of the text; else FormatException.",
                        R"(char.Parse("a"))", R"("a")", kFails}),
      Static<TryParse>(o, {"TryParse", "s", "The only character of the text; false when it has not one.",
                           R"(char.TryParse("ab", out var c))", "false", kTry}),
      Static<ToUpper>(o, {"ToUpper", "c", "Upper-cased, invariant.", "char.ToUpper('a')", R"("A")"}),
      Static<ToUpper>(
          o, {"ToUpperInvariant", "c", "Upper-cased, invariant.", "char.ToUpperInvariant('a')", R"("A")"}),
      Static<ToCase<true>>(o, {"ToUpper", "c, culture", "Upper-cased; Turkish and Azeri have a dotted I.",
                               R"(char.ToUpper('i', new CultureInfo("tr-TR")))", R"("İ")"}),
      Static<ToLower>(o, {"ToLower", "c", "Lower-cased, invariant.", "char.ToLower('A')", R"("a")"}),
      Static<ToLower>(
          o, {"ToLowerInvariant", "c", "Lower-cased, invariant.", "char.ToLowerInvariant('A')", R"("a")"}),
      Static<ToCase<false>>(o, {"ToLower", "c, culture", "Lower-cased; Turkish and Azeri have a dotless i.",
                                R"(char.ToLower('I', new CultureInfo("tr-TR")))", R"("ı")"}),
      Method<CompareTo>(o,
                        {"CompareTo", "c, value", "The difference of the units.", "'c'.CompareTo('a')", "2"}),
      Value<Limit<0xFFFF>>(o, {"MaxValue", "", "U+FFFF.", "(int)char.MaxValue", "65535"}),
      Value<Limit<0>>(o, {"MinValue", "", "U+0000.", "(int)char.MinValue", "0"}),
  };
  for (Row& row : ClassRows()) rows.push_back(row);
  return rows;
}

}  // namespace idx::stdlib
