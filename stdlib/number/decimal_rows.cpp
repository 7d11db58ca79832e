// decimal: its operators, System.Decimal's members, Math's and Convert's functions of it.
#include "base/value/decimal.h"
#include "stdlib/number/number_rows.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

constexpr int32_t kNumberStyles = number_styles::kInteger | number_styles::kTrailingSign |
                                  number_styles::kDecimalPoint | number_styles::kThousands;
constexpr uint32_t kMaxScale = 28;

Decimal OrOverflow(EvalContext& ctx, const std::optional<Decimal>& value) {
  if (value) return *value;
  ctx.Fail(EvalErrorKind::kOverflow, "Value was either too large or too small for a Decimal.");
  return {};
}

using Operation = std::optional<Decimal> (*)(const Decimal&, const Decimal&);
template <Operation F>
Decimal Apply(EvalContext& ctx, Decimal a, Decimal b) {
  return OrOverflow(ctx, F(a, b));
}
template <Operation F>
Decimal ApplyDividing(EvalContext& ctx, Decimal a, Decimal b) {
  if (IsZero(b)) return ctx.Fail(EvalErrorKind::kDivideByZero, "Attempted to divide by zero."), Decimal{};
  return OrOverflow(ctx, F(a, b));
}
Decimal Negated(EvalContext&, Decimal value) { return Negate(value); }
int32_t Compared(EvalContext&, Decimal a, Decimal b) { return Compare(a, b); }
bool AreEqual(EvalContext&, Decimal a, Decimal b) { return Compare(a, b) == 0; }

Decimal OfLong(EvalContext&, int64_t value) { return DecimalOf(value); }
Decimal OfBool(EvalContext&, bool value) { return DecimalOf(int64_t{value}); }
Decimal OfDouble(EvalContext& ctx, double value) { return OrOverflow(ctx, DecimalOf(value)); }
Decimal Same(EvalContext&, Decimal value) { return value; }
double AsDouble(EvalContext&, Decimal value) { return ToDouble(value); }
bool AsBool(EvalContext&, Decimal value) { return !IsZero(value); }

template <typename T>
T Whole(EvalContext& ctx, Decimal value) {
  auto whole = ToInteger(value, sizeof(T) * 8);
  if (!whole)
    ctx.Fail(EvalErrorKind::kOverflow, sizeof(T) == 4
                                           ? "Value was either too large or too small for an Int32."
                                           : "Value was either too large or too small for an Int64.");
  return static_cast<T>(whole.value_or(0));
}
template <typename T>
T Nearest(EvalContext& ctx, Decimal value) {
  return Whole<T>(ctx, idx::Round(value, 0, DecimalRounding::kToEven));
}
// Conv rounds half away from zero.
int32_t ConvToInt(EvalContext& ctx, Decimal value) {
  return Whole<int32_t>(ctx, idx::Round(value, 0, DecimalRounding::kAwayFromZero));
}

Decimal ParseStyles(EvalContext& ctx, Text s, NumberStyles styles) {
  Decimal value;
  switch (ParseDecimal(s.view(), static_cast<int32_t>(styles), value)) {
    case ParseResult::kOk:
      break;
    case ParseResult::kBadFormat:
      FailFormat(ctx, "The input string '" + std::string(s.view().substr(0, 200)) +
                          "' was not in a correct format.");
      break;
    case ParseResult::kOverflow:
      return OrOverflow(ctx, std::nullopt);
    case ParseResult::kBadStyle:
      ctx.Fail(EvalErrorKind::kArgument,
               "An undefined NumberStyles value is being used. (Parameter 'style')");
  }
  return value;
}
Decimal Parse(EvalContext& ctx, Text s) { return ParseStyles(ctx, s, NumberStyles{kNumberStyles}); }
Decimal ParseCulture(EvalContext& ctx, Text s, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? Parse(ctx, s) : Decimal{};
}
Decimal ParseBoth(EvalContext& ctx, Text s, NumberStyles styles, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? ParseStyles(ctx, s, styles) : Decimal{};
}
Decimal ConvertText(EvalContext& ctx, NullableText s) {
  return s.text.is_null() ? Decimal{} : Parse(ctx, s.text);
}
Decimal ConvertTextCulture(EvalContext& ctx, NullableText s, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? ConvertText(ctx, s) : Decimal{};
}
Opt<Decimal> TryStyles(EvalContext& ctx, NullableText s, NumberStyles styles, CultureInfo culture) {
  Decimal value;
  if (!CheckInvariant(ctx, culture)) return {};
  ParseResult result = s.text.is_null() ? ParseResult::kBadFormat
                                        : ParseDecimal(s.text.view(), static_cast<int32_t>(styles), value);
  if (result == ParseResult::kBadStyle) ParseStyles(ctx, Text("0"), styles);
  return {value, result == ParseResult::kOk};
}
Opt<Decimal> Try(EvalContext& ctx, NullableText s) {
  return TryStyles(ctx, s, NumberStyles{kNumberStyles}, CultureInfo::kInvariant);
}

// MidpointRounding's members.
bool HowOf(EvalContext& ctx, MidpointRounding mode, DecimalRounding& how) {
  auto number = static_cast<int32_t>(mode);
  if (number >= 0 && number <= 4) {
    how = static_cast<DecimalRounding>(number);
    return true;
  }
  ctx.Fail(
      EvalErrorKind::kArgument,
      "The Enum type should contain one and only one Enum member of MidpointRounding. (Parameter 'mode')");
  return false;
}
Decimal RoundMode(EvalContext& ctx, Decimal value, int32_t decimals, MidpointRounding mode) {
  DecimalRounding how;
  if (decimals < 0 || decimals > static_cast<int32_t>(kMaxScale))
    return FailRange(ctx, "decimals", "Decimal can only round to between 0 and 28 digits of precision."),
           Decimal{};
  return HowOf(ctx, mode, how) ? idx::Round(value, static_cast<uint32_t>(decimals), how) : Decimal{};
}
Decimal RoundTo(EvalContext& ctx, Decimal value, int32_t decimals) {
  return RoundMode(ctx, value, decimals, MidpointRounding::kToEven);
}
Decimal RoundWholeMode(EvalContext& ctx, Decimal value, MidpointRounding mode) {
  return RoundMode(ctx, value, 0, mode);
}
template <DecimalRounding How>
Decimal RoundWhole(EvalContext&, Decimal value) {
  return idx::Round(value, 0, How);
}

Decimal Abs(EvalContext&, Decimal value) { return value.negative() ? Negate(value) : value; }
int32_t Sign(EvalContext&, Decimal value) { return IsZero(value) ? 0 : value.negative() ? -1 : 1; }
Decimal Max(EvalContext&, Decimal a, Decimal b) { return Compare(a, b) >= 0 ? a : b; }
Decimal Min(EvalContext&, Decimal a, Decimal b) { return Compare(a, b) < 0 ? a : b; }
Decimal Clamp(EvalContext& ctx, Decimal value, Decimal low, Decimal high) {
  if (Compare(low, high) > 0) {
    std::string lowest, highest;
    AppendDecimal(lowest, low);
    AppendDecimal(highest, high);
    ctx.Fail(EvalErrorKind::kArgument, "'" + lowest + "' cannot be greater than " + highest + ".");
  }
  return Compare(value, low) < 0 ? low : Compare(value, high) > 0 ? high : value;
}

Decimal MaxValue(EvalContext&) { return {0, 0xFFFFFFFFu, ~uint64_t{0}}; }
Decimal MinValue(EvalContext&) { return Negate({0, 0xFFFFFFFFu, ~uint64_t{0}}); }
template <int N>
Decimal Constant(EvalContext&) {
  return DecimalOf(int64_t{N});
}

void AddMembers(std::vector<Row>& rows) {
  constexpr std::string_view o = "decimal";
  constexpr std::string_view parse =
      "Sign, point and thousands are allowed; zeros at the end are kept. Bad text: "
      "FormatException; too large: OverflowException.";
  constexpr std::string_view attempt = "False, and 0 in the variable, where Parse would fail.";
  std::vector<Row> more = {
      Static<Apply<idx::Add>>(
          o, {"Add", "d1, d2", "What + means: the larger scale.", "decimal.Add(1.50m, 1m)", "2.50", kFails}),
      Static<Apply<idx::Subtract>>(o, {"Subtract", "d1, d2", "What - means: the larger scale.",
                                       "decimal.Subtract(1.5m, 1m)", "0.5", kFails}),
      Static<Apply<idx::Multiply>>(o, {"Multiply", "d1, d2", "What * means: the scales are added.",
                                       "decimal.Multiply(1.5m, 2.0m)", "3.00", kFails}),
      Static<ApplyDividing<idx::Divide>>(
          o, {"Divide", "d1, d2", "What / means: up to 28 digits. By zero: DivideByZeroException.",
              "decimal.Divide(1m, 8m)", "0.125", kFails}),
      Static<ApplyDividing<idx::Remainder>>(o, {"Remainder", "d1, d2", "What % means: the sign of d1.",
                                                "decimal.Remainder(-7m, 3m)", "-1", kFails}),
      Static<Negated>(o, {"Negate", "d", "What - before a value means.", "decimal.Negate(1.5m)", "-1.5"}),
      Static<Compared>(o, {"Compare", "d1, d2", "-1, 0 or 1.", "decimal.Compare(1m, 2m)", "-1"}),
      Static<AreEqual>(o, {"Equals", "d1, d2", "Scales do not matter.", "decimal.Equals(1.0m, 1m)", "true"}),
      Method<Compared>(o, {"CompareTo", "d, value", "-1, 0 or 1.", "2m.CompareTo(1m)", "1"}),
      Method<AreEqual>(o, {"Equals", "d, value", "Scales do not matter.", "1.0m.Equals(1m)", "true"}),
      Static<RoundWhole<DecimalRounding::kDown>>(
          o, {"Floor", "d", "Towards negative infinity.", "decimal.Floor(-1.5m)", "-2"}),
      Static<RoundWhole<DecimalRounding::kUp>>(
          o, {"Ceiling", "d", "Towards positive infinity.", "decimal.Ceiling(1.2m)", "2"}),
      Static<RoundWhole<DecimalRounding::kTowardZero>>(
          o, {"Truncate", "d", "Without what follows the point.", "decimal.Truncate(-1.5m)", "-1"}),
      Static<RoundWhole<DecimalRounding::kToEven>>(
          o, {"Round", "d", "Halves to even.", "decimal.Round(2.5m)", "2"}),
      Static<RoundTo>(
          o, {"Round", "d, decimals", "Halves to even.", "decimal.Round(1.255m, 2)", "1.26", kFails}),
      Static<RoundWholeMode>(o, {"Round", "d, mode", "Halves by the mode.",
                                 "decimal.Round(2.5m, MidpointRounding.AwayFromZero)", "3", kFails}),
      Static<RoundMode>(o, {"Round", "d, decimals, mode", "Halves by the mode.",
                            "decimal.Round(1.25m, 1, MidpointRounding.AwayFromZero)", "1.3", kFails}),
      Static<Whole<int32_t>>(
          o, {"ToInt32", "d", "Without what follows the point; out of range: OverflowException.",
              "decimal.ToInt32(-1.9m)", "-1", kFails}),
      Static<Whole<int64_t>>(
          o, {"ToInt64", "d", "Without what follows the point; out of range: OverflowException.",
              "decimal.ToInt64(1.9m)", "1", kFails}),
      Static<AsDouble>(o, {"ToDouble", "d", "The nearest double.", "decimal.ToDouble(0.5m)", "0.5"}),
      Static<OfLong>("$", {"ToDecimal", "value", "What an integer is as a decimal.", "1m + 2", "3"}),
      Static<OfDouble>(
          "$", {"ToDecimal", "value", "What (decimal) means of a double.", "(decimal)0.1", "0.1", kFails}),
      Static<Parse>(o, {"Parse", "s", parse, R"(decimal.Parse("1,234.50"))", "1234.50", kFails}),
      Static<ParseStyles>(
          o, {"Parse", "s, style", parse, R"(decimal.Parse("1e3", NumberStyles.Float))", "1000", kFails}),
      Static<ParseCulture>(o, {"Parse", "s, provider", parse,
                               R"(decimal.Parse("1.1", CultureInfo.InvariantCulture))", "1.1", kFails}),
      Static<ParseBoth>(
          o, {"Parse", "s, style, provider", parse,
              R"(decimal.Parse("1.1", NumberStyles.Any, CultureInfo.InvariantCulture))", "1.1", kFails}),
      Static<Try>(o, {"TryParse", "s", attempt, R"(decimal.TryParse("x", out var d))", "false", kTry}),
      Static<TryStyles>(
          o, {"TryParse", "s, style, provider", attempt,
              R"(decimal.TryParse("1", NumberStyles.None, CultureInfo.InvariantCulture, out var d))", "true",
              kTry | kFails}),
      Value<MaxValue>(o,
                      {"MaxValue", "", "The largest.", "decimal.MaxValue", "79228162514264337593543950335"}),
      Value<MinValue>(
          o, {"MinValue", "", "The smallest.", "decimal.MinValue", "-79228162514264337593543950335"}),
      Value<Constant<0>>(o, {"Zero", "", "0.", "decimal.Zero", "0"}),
      Value<Constant<1>>(o, {"One", "", "1.", "decimal.One", "1"}),
      Value<Constant<-1>>(o, {"MinusOne", "", "-1.", "decimal.MinusOne", "-1"}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}

void AddMath(std::vector<Row>& rows) {
  constexpr std::string_view o = "Math";
  std::vector<Row> more = {
      Static<Abs>(o, {"Abs", "value", "Without the sign.", "Math.Abs(-1.5m)", "1.5"}),
      Static<Sign>(o, {"Sign", "value", "-1, 0 or 1.", "Math.Sign(-1.5m)", "-1"}),
      Static<Max>(o, {"Max", "val1, val2", "The larger.", "Math.Max(1.5m, 2m)", "2"}),
      Static<Min>(o, {"Min", "val1, val2", "The smaller.", "Math.Min(1.5m, 2m)", "1.5"}),
      Static<Clamp>(o, {"Clamp", "value, min, max", "The value, or the nearer bound.",
                        "Math.Clamp(5m, 1m, 3m)", "3", kFails}),
      Static<RoundWhole<DecimalRounding::kDown>>(
          o, {"Floor", "d", "Towards negative infinity.", "Math.Floor(1.5m)", "1"}),
      Static<RoundWhole<DecimalRounding::kUp>>(
          o, {"Ceiling", "d", "Towards positive infinity.", "Math.Ceiling(1.5m)", "2"}),
      Static<RoundWhole<DecimalRounding::kTowardZero>>(
          o, {"Truncate", "d", "Without what follows the point.", "Math.Truncate(1.9m)", "1"}),
      Static<RoundWhole<DecimalRounding::kToEven>>(
          o, {"Round", "d", "Halves to even.", "Math.Round(3.5m)", "4"}),
      Static<RoundTo>(o,
                      {"Round", "d, decimals", "Halves to even.", "Math.Round(1.005m, 2)", "1.00", kFails}),
      Static<RoundWholeMode>(o, {"Round", "d, mode", "Halves by the mode.",
                                 "Math.Round(-2.5m, MidpointRounding.AwayFromZero)", "-3", kFails}),
      Static<RoundMode>(o, {"Round", "d, decimals, mode", "Halves by the mode.",
                            "Math.Round(1.005m, 2, MidpointRounding.AwayFromZero)", "1.01", kFails}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}

void AddConvert(std::vector<Row>& rows) {
  constexpr std::string_view o = "Convert";
  constexpr std::string_view doc = "Halves to even; out of range: OverflowException.";
  std::vector<Row> more = {
      Static<ConvertText>(o, {"ToDecimal", "value", "As decimal.Parse; null is 0.",
                              R"(Convert.ToDecimal("1.50"))", "1.50", kFails}),
      Static<ConvertTextCulture>(
          o, {"ToDecimal", "value, provider", "As decimal.Parse; null is 0.",
              R"(Convert.ToDecimal("1.50", CultureInfo.InvariantCulture))", "1.50", kFails}),
      Static<OfLong>(o, {"ToDecimal", "value", "The number.", "Convert.ToDecimal(2L)", "2"}),
      Static<OfDouble>(
          o, {"ToDecimal", "value", "The nearest with 15 digits.", "Convert.ToDecimal(0.1)", "0.1", kFails}),
      Static<OfBool>(o, {"ToDecimal", "value", "1 or 0.", "Convert.ToDecimal(true)", "1"}),
      Static<Same>(o, {"ToDecimal", "value", "The value itself.", "Convert.ToDecimal(1.5m)", "1.5"}),
      Static<Nearest<int32_t>>(o, {"ToInt32", "value", doc, "Convert.ToInt32(2.5m)", "2", kFails}),
      Static<Nearest<int64_t>>(o, {"ToInt64", "value", doc, "Convert.ToInt64(3.5m)", "4", kFails}),
      Static<AsDouble>(o, {"ToDouble", "value", "The nearest double.", "Convert.ToDouble(0.5m)", "0.5"}),
      Static<AsBool>(o, {"ToBoolean", "value", "True when not 0.", "Convert.ToBoolean(0.0m)", "false"}),
      Static<ConvToInt>("Conv", {"ToInt", "value", "The nearest int, halves away from zero.",
                                 "Conv.ToInt(2.5m)", "3", kFails}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}

}  // namespace

std::vector<Row> DecimalRows() {
  std::vector<Row> rows;
  AddMembers(rows);
  AddMath(rows);
  AddConvert(rows);
  return rows;
}

}  // namespace idx::stdlib
