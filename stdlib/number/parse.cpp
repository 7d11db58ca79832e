// Texts to numbers, bools: int, long, double, bool, Convert, Conv.
#include <cmath>

#include "base/value/case.h"
#include "base/value/date_format.h"
#include "base/value/number_format.h"
#include "base/value/utf.h"
#include "stdlib/number/number_rows.h"
#include "stdlib/registry/date_text.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

constexpr int32_t kDoubleStyles = number_styles::kFloat | number_styles::kThousands;

void Report(EvalContext& ctx, ParseResult result, std::string_view text, std::string_view type) {
  if (result == ParseResult::kBadFormat)
    FailFormat(ctx,
               "The input string '" + std::string(text.substr(0, 200)) + "' was not in a correct format.");
  if (result == ParseResult::kOverflow)
    ctx.Fail(EvalErrorKind::kOverflow,
             "Value was either too large or too small for an " + std::string(type) + ".");
  if (result == ParseResult::kBadStyle)
    ctx.Fail(EvalErrorKind::kArgument, "An undefined NumberStyles value is being used. (Parameter 'style')");
}

template <typename T>
T ParseWhole(EvalContext& ctx, Text s, NumberStyles styles) {
  int64_t value = 0;
  ParseResult result = ParseInteger(s.view(), static_cast<int32_t>(styles), sizeof(T) * 8, value);
  if (result != ParseResult::kOk) Report(ctx, result, s.view(), sizeof(T) == 4 ? "Int32" : "Int64");
  return static_cast<T>(value);
}
template <typename T>
T ParsePlain(EvalContext& ctx, Text s) {
  return ParseWhole<T>(ctx, s, NumberStyles{number_styles::kInteger});
}
template <typename T>
T ParseCulture(EvalContext& ctx, Text s, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? ParsePlain<T>(ctx, s) : T{};
}
template <typename T>
T ParseStylesCulture(EvalContext& ctx, Text s, NumberStyles styles, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? ParseWhole<T>(ctx, s, styles) : T{};
}
template <typename T>
Opt<T> TryStyles(EvalContext& ctx, NullableText s, NumberStyles styles, CultureInfo culture) {
  int64_t value = 0;
  if (!CheckInvariant(ctx, culture)) return {};
  ParseResult result = s.text.is_null()
                           ? ParseResult::kBadFormat
                           : ParseInteger(s.text.view(), static_cast<int32_t>(styles), sizeof(T) * 8, value);
  if (result == ParseResult::kBadStyle) Report(ctx, result, "", "");
  return {static_cast<T>(value), result == ParseResult::kOk};
}
template <typename T>
Opt<T> TryPlain(EvalContext&, NullableText s) {
  int64_t value = 0;
  bool ok = !s.text.is_null() &&
            ParseInteger(s.text.view(), number_styles::kInteger, sizeof(T) * 8, value) == ParseResult::kOk;
  return {ok ? static_cast<T>(value) : T{}, ok};
}

double ParseDoubleStyles(EvalContext& ctx, Text s, NumberStyles styles) {
  double value = 0;
  ParseResult result = ParseDouble(s.view(), static_cast<int32_t>(styles), value);
  if (result != ParseResult::kOk) Report(ctx, result, s.view(), "Double");
  return value;
}
double DoubleParse(EvalContext& ctx, Text s) {
  return ParseDoubleStyles(ctx, s, NumberStyles{kDoubleStyles});
}
double DoubleParseCulture(EvalContext& ctx, Text s, CultureInfo c) {
  return CheckInvariant(ctx, c) ? DoubleParse(ctx, s) : 0;
}
double DoubleParseBoth(EvalContext& ctx, Text s, NumberStyles styles, CultureInfo c) {
  return CheckInvariant(ctx, c) ? ParseDoubleStyles(ctx, s, styles) : 0;
}
Opt<double> TryDouble(EvalContext&, NullableText s) {
  double value = 0;
  bool ok = !s.text.is_null() && ParseDouble(s.text.view(), kDoubleStyles, value) == ParseResult::kOk;
  return {ok ? value : 0, ok};
}
Opt<double> TryDoubleStyles(EvalContext& ctx, NullableText s, NumberStyles styles, CultureInfo culture) {
  double value = 0;
  if (!CheckInvariant(ctx, culture)) return {};
  ParseResult result = s.text.is_null() ? ParseResult::kBadFormat
                                        : ParseDouble(s.text.view(), static_cast<int32_t>(styles), value);
  if (result == ParseResult::kBadStyle) Report(ctx, result, "", "");
  return {result == ParseResult::kOk ? value : 0, result == ParseResult::kOk};
}

// "True" and "False" in any case; white space and zero bytes around are allowed.
Opt<bool> ReadBool(std::string_view s) {
  while (!s.empty() && (s.front() == '\0' || IsAsciiWhiteSpace(s.front()))) s.remove_prefix(1);
  while (!s.empty() && (s.back() == '\0' || IsAsciiWhiteSpace(s.back()))) s.remove_suffix(1);
  if (EqualsIgnoreCase(s, "true")) return Some(true);
  if (EqualsIgnoreCase(s, "false")) return Some(false);
  return {};
}
bool BoolParse(EvalContext& ctx, Text s) {
  Opt<bool> value = ReadBool(s.view());
  if (!value.present)
    FailFormat(
        ctx, "String '" + std::string(s.view().substr(0, 200)) + "' was not recognized as a valid Boolean.");
  return value.value;
}
Opt<bool> TryBool(EvalContext&, NullableText s) { return ReadBool(s.text.view()); }

// Convert: null is 0; doubles round half to even.
template <typename T>
T ConvertText(EvalContext& ctx, NullableText s) {
  return s.text.is_null() ? T{} : ParsePlain<T>(ctx, s.text);
}
template <typename T>
T ToWhole(EvalContext& ctx, double value) {
  double low = sizeof(T) == 4 ? -2147483648.0 : -9223372036854775808.0;
  if (!(value >= low && value < -low)) {
    ctx.Fail(EvalErrorKind::kOverflow, sizeof(T) == 4
                                           ? "Value was either too large or too small for an Int32."
                                           : "Value was either too large or too small for an Int64.");
    return 0;
  }
  return static_cast<T>(value);
}
template <typename T>
T ConvertDouble(EvalContext& ctx, double value) {
  return ToWhole<T>(ctx, std::nearbyint(value));
}
int32_t ConvertLongToInt(EvalContext& ctx, int64_t value) {
  if (value < INT32_MIN || value > INT32_MAX)
    ctx.Fail(EvalErrorKind::kOverflow, "Value was either too large or too small for an Int32.");
  return static_cast<int32_t>(value);
}
int64_t ConvertIntToLong(EvalContext&, int32_t value) { return value; }
template <typename T>
T ConvertBool(EvalContext&, bool value) {
  return value ? 1 : 0;
}
double ConvertToDouble(EvalContext& ctx, NullableText s) {
  return s.text.is_null() ? 0 : DoubleParse(ctx, s.text);
}
double ConvertLongToDouble(EvalContext&, int64_t value) { return static_cast<double>(value); }
bool ConvertToBool(EvalContext& ctx, NullableText s) { return !s.text.is_null() && BoolParse(ctx, s.text); }
bool ConvertLongToBool(EvalContext&, int64_t value) { return value != 0; }
bool ConvertDoubleToBool(EvalContext&, double value) { return value != 0; }
bool SameBool(EvalContext&, bool value) { return value; }
int32_t ConvertChar(EvalContext&, Char value) { return value.unit; }
Char ConvertTextToChar(EvalContext& ctx, Text s) {
  Decoded first = s.length == 0 ? Decoded{} : DecodeAt(s.view(), 0);
  if (s.length == 0 || first.length != s.view().size() || first.code > 0xFFFF) {
    FailFormat(ctx, "String must be exactly one character long.");
    return {};
  }
  return {static_cast<uint16_t>(first.code)};
}
Char ConvertIntToChar(EvalContext& ctx, int64_t value) {
  if (value < 0 || value > 0xFFFF)
    ctx.Fail(EvalErrorKind::kOverflow, "Value was either too large or too small for a character.");
  return {static_cast<uint16_t>(value)};
}
DateTime ConvertToDateTime(EvalContext& ctx, NullableText s) {
  return s.text.is_null() ? DateTime() : ReadDateTime(ctx, s.text.view());
}
DateTime SameDate(EvalContext&, DateTime value) { return value; }
template <typename R, R (*F)(EvalContext&, NullableText)>
R WithProvider(EvalContext& ctx, NullableText s, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? F(ctx, s) : R{};
}
// Conv: rounds half away from zero.
int32_t ConvToInt(EvalContext& ctx, double value) { return ToWhole<int32_t>(ctx, std::round(value)); }
int64_t ConvToLong(EvalContext& ctx, double value) { return ToWhole<int64_t>(ctx, std::round(value)); }
bool ConvToBoolText(EvalContext& ctx, NullableText s) {
  std::string_view view = s.text.view();
  Opt<bool> value = ReadBool(view);
  if (value.present) return value.value;
  double number = 0;
  if (ParseDouble(view, kDoubleStyles, number) == ParseResult::kOk) return number != 0;
  FailFormat(ctx, "String '" + std::string(view.substr(0, 200)) + "' was not recognized as a valid Boolean.");
  return false;
}
bool ConvToBoolLong(EvalContext&, Opt<int64_t> value) { return value.present && value.value != 0; }
bool ConvIsNumeric(EvalContext&, NullableText s) {
  double number = 0;
  return !s.text.is_null() && ParseDouble(s.text.view(), kDoubleStyles, number) == ParseResult::kOk;
}
bool ConvIsDate(EvalContext& ctx, NullableText s) {
  DateTime value;
  return !s.text.is_null() && ParseDateTime(s.text.view(), ctx.today, value);
}
bool ConvIsString(EvalContext&, NullableText s) { return !s.text.is_null(); }

template <typename T>
void AddWholeRows(std::vector<Row>& rows, std::string_view owner, std::string_view example,
                  std::string_view value) {
  constexpr std::string_view doc =
      "White space around and a sign are allowed. Bad text: FormatException; too large: OverflowException.";
  constexpr std::string_view try_doc = "False, and 0 in the variable, where Parse would fail.";
  rows.push_back(Static<ParsePlain<T>>(owner, {"Parse", "s", doc, example, value, kFails}));
  rows.push_back(Static<ParseWhole<T>>(
      owner, {"Parse", "s, style", doc, R"(int.Parse("FF", NumberStyles.HexNumber))", "255", kFails}));
  rows.push_back(Static<ParseCulture<T>>(
      owner,
      {"Parse", "s, provider", doc, R"(int.Parse("12", CultureInfo.InvariantCulture))", "12", kFails}));
  rows.push_back(Static<ParseStylesCulture<T>>(
      owner, {"Parse", "s, style, provider", doc,
              R"(int.Parse("12", NumberStyles.None, CultureInfo.InvariantCulture))", "12", kFails}));
  rows.push_back(Static<TryPlain<T>>(
      owner, {"TryParse", "s", try_doc, R"(int.TryParse("x", out var n))", "false", kTry}));
  rows.push_back(Static<TryStyles<T>>(
      owner, {"TryParse", "s, style, provider", try_doc,
              R"(int.TryParse("x", NumberStyles.None, CultureInfo.InvariantCulture, out var n))", "false",
              kTry | kFails}));
}

void AddConvertRows(std::vector<Row>& rows) {
  constexpr std::string_view o = "Convert";
  constexpr std::string_view doc = "Null is 0; out of range: OverflowException; doubles round half to even.";
  std::vector<Row> more = {
      Static<ConvertText<int32_t>>(o, {"ToInt32", "value", doc, R"(Convert.ToInt32("42"))", "42", kFails}),
      Static<ConvertDouble<int32_t>>(o, {"ToInt32", "value", doc, "Convert.ToInt32(2.5)", "2", kFails}),
      Static<ConvertLongToInt>(o, {"ToInt32", "value", doc, "Convert.ToInt32(42L)", "42", kFails}),
      Static<ConvertBool<int32_t>>(o, {"ToInt32", "value", doc, "Convert.ToInt32(true)", "1"}),
      Static<ConvertText<int64_t>>(o, {"ToInt64", "value", doc, R"(Convert.ToInt64("42"))", "42", kFails}),
      Static<ConvertDouble<int64_t>>(o, {"ToInt64", "value", doc, "Convert.ToInt64(3.5)", "4", kFails}),
      Static<ConvertIntToLong>(o, {"ToInt64", "value", doc, "Convert.ToInt64(42)", "42"}),
      Static<ConvertBool<int64_t>>(o, {"ToInt64", "value", doc, "Convert.ToInt64(true)", "1"}),
      Static<ConvertToDouble>(o, {"ToDouble", "value", "Null is 0; bad text: FormatException.",
                                  R"(Convert.ToDouble("1.5"))", "1.5", kFails}),
      Static<ConvertLongToDouble>(
          o, {"ToDouble", "value", "The number as a double.", "Convert.ToDouble(2L)", "2"}),
      Static<ConvertToBool>(
          o, {"ToBoolean", "value", "Null is false; other than true and false: FormatException.",
              R"(Convert.ToBoolean("true"))", "true", kFails}),
      Static<ConvertDoubleToBool>(
          o, {"ToBoolean", "value", "True when not 0.", "Convert.ToBoolean(0.5)", "true"}),
      Static<SameBool>(o, {"ToBoolean", "value", "The value itself.", "Convert.ToBoolean(true)", "true"}),
      Static<ConvertChar>(o, {"ToInt32", "value", "The UTF-16 unit.", "Convert.ToInt32('A')", "65"}),
      Static<ConvertTextToChar>(o, {"ToChar", "value", "The only character; else FormatException.",
                                    R"(Convert.ToChar("a"))", R"("a")", kFails}),
      Static<ConvertIntToChar>(o, {"ToChar", "value", "The UTF-16 unit; out of range: OverflowException.",
                                   "Convert.ToChar(65)", R"("A")", kFails}),
      Static<ConvertToDateTime>(
          o, {"ToDateTime", "value", "As DateTime.Parse; null is DateTime.MinValue.",
              R"(Convert.ToDateTime("2020-01-02"))", R"("2020-01-02T00:00:00")", kFails | kDate}),
      Static<SameDate>(o, {"ToDateTime", "value", "The value itself.",
                           "Convert.ToDateTime(DateTime.MinValue)", R"("0001-01-01T00:00:00")"}),
      Static<WithProvider<int32_t, ConvertText<int32_t>>>(
          o, {"ToInt32", "value, provider", doc, R"(Convert.ToInt32("42", CultureInfo.InvariantCulture))",
              "42", kFails}),
      Static<WithProvider<int64_t, ConvertText<int64_t>>>(
          o, {"ToInt64", "value, provider", doc, R"(Convert.ToInt64("42", CultureInfo.InvariantCulture))",
              "42", kFails}),
      Static<WithProvider<double, ConvertToDouble>>(
          o, {"ToDouble", "value, provider", "Null is 0; bad text: FormatException.",
              R"(Convert.ToDouble("1.5", CultureInfo.InvariantCulture))", "1.5", kFails}),
      Static<WithProvider<bool, ConvertToBool>>(
          o, {"ToBoolean", "value, provider", "Null is false; other than true and false: FormatException.",
              R"(Convert.ToBoolean("true", CultureInfo.InvariantCulture))", "true", kFails}),
      Static<ConvertLongToBool>(o,
                                {"ToBoolean", "value", "True when not 0.", "Convert.ToBoolean(2L)", "true"}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}

}  // namespace

std::vector<Row> ParseRows() {
  std::vector<Row> rows;
  AddWholeRows<int32_t>(rows, "int", R"(int.Parse(" -12 "))", "-12");
  AddWholeRows<int64_t>(rows, "long", R"(long.Parse("9007199254740993"))", "9007199254740993");
  constexpr std::string_view number =
      "Sign, point, thousands and exponent are allowed. Bad text: FormatException.";
  constexpr std::string_view conv = "True when the conversion would succeed; null: false.";
  std::vector<Row> more = {
      Static<DoubleParse>("double", {"Parse", "s", number, R"(double.Parse("1.5e3"))", "1500", kFails}),
      Static<DoubleParseCulture>(
          "double", {"Parse", "s, provider", number, R"(double.Parse("1.1", CultureInfo.InvariantCulture))",
                     "1.1", kFails}),
      Static<ParseDoubleStyles>("double", {"Parse", "s, style", number,
                                           R"(double.Parse("1.5", NumberStyles.Float))", "1.5", kFails}),
      Static<DoubleParseBoth>(
          "double",
          {"Parse", "s, style, provider", number,
           R"(double.Parse("1.5", NumberStyles.Float, CultureInfo.InvariantCulture))", "1.5", kFails}),
      Static<TryDouble>("double", {"TryParse", "s", "False, and 0 in the variable, where Parse would fail.",
                                   R"(double.TryParse("x", out var d))", "false", kTry}),
      Static<TryDoubleStyles>(
          "double",
          {"TryParse", "s, style, provider", "False, and 0 in the variable, where Parse would fail.",
           R"(double.TryParse("x", NumberStyles.Float, CultureInfo.InvariantCulture, out var d))", "false",
           kTry | kFails}),
      Static<BoolParse>("bool", {"Parse", "value", "true or false in any case; else FormatException.",
                                 R"(bool.Parse("True"))", "true", kFails}),
      Static<TryBool>("bool",
                      {"TryParse", "value", "False, and false in the variable, where Parse would fail.",
                       R"(bool.TryParse("x", out var b))", "false", kTry}),
      Static<ConvToInt>("Conv", {"ToInt", "value",
                                 "The nearest int, halves away from zero; out of range: OverflowException.",
                                 "Conv.ToInt(-1.5)", "-2", kFails}),
      Static<ConvToLong>("Conv", {"ToLong", "value",
                                  "The nearest long, halves away from zero; out of range: OverflowException.",
                                  "Conv.ToLong(123.6)", "124", kFails}),
      Static<ConvToBoolText>(
          "Conv", {"ToBool", "value", "true/false, or a number that is not 0; else FormatException.",
                   R"(Conv.ToBool("1"))", "true", kFails}),
      Static<ConvToBoolLong>("Conv",
                             {"ToBool", "value", "True when not 0; null: false.", "Conv.ToBool(2L)", "true"}),
      Static<ConvIsNumeric>("Conv", {"IsNumeric", "value", conv, R"(Conv.IsNumeric("1.5"))", "true"}),
      Static<ConvIsDate>("Conv", {"IsDate", "value", conv, R"(Conv.IsDate("2024-02-30"))", "false", kDate}),
      Static<ConvIsString>(
          "Conv", {"IsString", "value", "True for any text; null: false.", R"(Conv.IsString("a"))", "true"}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
  AddConvertRows(rows);
  return rows;
}

}  // namespace idx::stdlib
