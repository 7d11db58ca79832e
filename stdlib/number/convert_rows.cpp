// Convert between types: providers, narrow integers, and the conversions that .NET has and always refuses.
// Source: System.Convert.
#include <cmath>

#include "base/value/decimal.h"
#include "base/value/number_format.h"
#include "stdlib/number/number_rows.h"
#include "stdlib/registry/date_text.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

// An integer type that C# has and rules carry in a wider one.
struct Narrow {
  std::string_view name;     // of the Convert method
  std::string_view message;  // what a value is too large for
  int64_t low, high;
};
constexpr Narrow kInt16 = {"ToInt16", "an Int16", INT16_MIN, INT16_MAX};
constexpr Narrow kUInt16 = {"ToUInt16", "a UInt16", 0, UINT16_MAX};
constexpr Narrow kUInt32 = {"ToUInt32", "a UInt32", 0, UINT32_MAX};
constexpr Narrow kSByte = {"ToSByte", "a signed byte", INT8_MIN, INT8_MAX};
constexpr Narrow kByte = {"ToByte", "an unsigned byte", 0, UINT8_MAX};

template <const Narrow& N, typename R>
R Hold(EvalContext& ctx, int64_t value) {
  if (value >= N.low && value <= N.high) return static_cast<R>(value);
  ctx.Fail(EvalErrorKind::kOverflow,
           "Value was either too large or too small for " + std::string(N.message) + ".");
  return 0;
}
template <const Narrow& N, typename R>
R OfText(EvalContext& ctx, NullableText s) {
  int64_t value = 0;
  if (s.text.is_null()) return 0;
  ParseResult result = ParseInteger(s.text.view(), number_styles::kInteger, 64, value);
  if (result == ParseResult::kBadFormat)
    return FailFormat(ctx, "The input string '" + std::string(s.text.view().substr(0, 200)) +
                               "' was not in a correct format."),
           R{};
  return Hold<N, R>(ctx, result == ParseResult::kOk ? value : INT64_MAX);
}
template <const Narrow& N, typename R>
R OfTextProvider(EvalContext& ctx, NullableText s, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? OfText<N, R>(ctx, s) : R{};
}
template <const Narrow& N, typename R>
R OfDouble(EvalContext& ctx, double value) {
  bool whole = std::fabs(value) < 1e15;
  return Hold<N, R>(ctx, whole ? static_cast<int64_t>(std::nearbyint(value)) : INT64_MAX);
}
template <const Narrow& N, typename R>
R OfDecimal(EvalContext& ctx, Decimal value) {
  auto whole = ToInteger(idx::Round(value, 0, DecimalRounding::kToEven), 64);
  return Hold<N, R>(ctx, whole.value_or(INT64_MAX));
}
template <const Narrow& N, typename R>
R OfLong(EvalContext& ctx, int64_t value) {
  return Hold<N, R>(ctx, value);
}
template <const Narrow& N, typename R>
R OfBool(EvalContext&, bool value) {
  return value ? 1 : 0;
}
template <const Narrow& N, typename R>
R OfChar(EvalContext& ctx, Char value) {
  return Hold<N, R>(ctx, value.unit);
}

template <const Narrow& N, typename R>
void AddNarrow(std::vector<Row>& rows, std::string_view example, std::string_view value) {
  constexpr std::string_view o = "Convert";
  constexpr std::string_view doc = "Null is 0; out of range: OverflowException; halves round to even.";
  std::vector<Row> more = {
      Static<OfText<N, R>>(o, {N.name, "value", doc, example, value, kFails}),
      Static<OfTextProvider<N, R>>(o, {N.name, "value, provider", doc, example, value, kFails}),
      Static<OfDouble<N, R>>(o, {N.name, "value", doc, example, value, kFails}),
      Static<OfDecimal<N, R>>(o, {N.name, "value", doc, example, value, kFails}),
      Static<OfLong<N, R>>(o, {N.name, "value", doc, example, value, kFails}),
      Static<OfBool<N, R>>(o, {N.name, "value", doc, example, value}),
      Static<OfChar<N, R>>(o, {N.name, "value", doc, example, value, N.high < UINT16_MAX ? kFails : kPlain}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}

// What .NET declares and always refuses.
template <typename T>
constexpr std::string_view kNameOf = "";
template <>
constexpr std::string_view kNameOf<bool> = "Boolean";
template <>
constexpr std::string_view kNameOf<Char> = "Char";
template <>
constexpr std::string_view kNameOf<int32_t> = "Int32";
template <>
constexpr std::string_view kNameOf<int64_t> = "Int64";
template <>
constexpr std::string_view kNameOf<double> = "Double";
template <>
constexpr std::string_view kNameOf<Decimal> = "Decimal";
template <>
constexpr std::string_view kNameOf<DateTime> = "DateTime";
template <typename From, typename To>
To Refused(EvalContext& ctx, From) {
  ctx.Fail(EvalErrorKind::kInvalidCast,
           "Invalid cast from '" + std::string(kNameOf<From>) + "' to '" + std::string(kNameOf<To>) + "'.");
  return {};
}
template <typename From, typename To>
Row Refusal(std::string_view name, std::string_view example) {
  return Static<Refused<From, To>>("Convert", {name, "value", "Always an InvalidCastException.", example,
                                               "error InvalidCastException", kFails});
}
void AddRefused(std::vector<Row>& rows) {
  std::vector<Row> more = {
      Refusal<Char, bool>("ToBoolean", "Convert.ToBoolean('a')"),
      Refusal<DateTime, bool>("ToBoolean", "Convert.ToBoolean(DateTime.MinValue)"),
      Refusal<Char, double>("ToDouble", "Convert.ToDouble('a')"),
      Refusal<DateTime, double>("ToDouble", "Convert.ToDouble(DateTime.MinValue)"),
      Refusal<Char, Decimal>("ToDecimal", "Convert.ToDecimal('a')"),
      Refusal<DateTime, Decimal>("ToDecimal", "Convert.ToDecimal(DateTime.MinValue)"),
      Refusal<DateTime, int32_t>("ToInt32", "Convert.ToInt32(DateTime.MinValue)"),
      Refusal<DateTime, int64_t>("ToInt64", "Convert.ToInt64(DateTime.MinValue)"),
      Refusal<bool, Char>("ToChar", "Convert.ToChar(true)"),
      Refusal<double, Char>("ToChar", "Convert.ToChar(1.5)"),
      Refusal<Decimal, Char>("ToChar", "Convert.ToChar(1.5m)"),
      Refusal<DateTime, Char>("ToChar", "Convert.ToChar(DateTime.MinValue)"),
      Refusal<bool, DateTime>("ToDateTime", "Convert.ToDateTime(true)"),
      Refusal<Char, DateTime>("ToDateTime", "Convert.ToDateTime('a')"),
      Refusal<int32_t, DateTime>("ToDateTime", "Convert.ToDateTime(1)"),
      Refusal<int64_t, DateTime>("ToDateTime", "Convert.ToDateTime(1L)"),
      Refusal<double, DateTime>("ToDateTime", "Convert.ToDateTime(1.5)"),
      Refusal<Decimal, DateTime>("ToDateTime", "Convert.ToDateTime(1.5m)"),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}

int64_t CharToLong(EvalContext&, Char value) { return value.unit; }
double BoolToDouble(EvalContext&, bool value) { return value ? 1 : 0; }
double SameDouble(EvalContext&, double value) { return value; }
Char SameChar(EvalContext&, Char value) { return value; }
int32_t DayToInt(EvalContext&, DayOfWeek value) { return static_cast<int32_t>(value); }
DateTime TextToDate(EvalContext& ctx, NullableText s, CultureInfo culture) {
  if (!CheckInvariant(ctx, culture) || s.text.is_null()) return {};
  return ReadDateTime(ctx, s.text.view());
}

}  // namespace

std::vector<Row> ConvertRows() {
  constexpr std::string_view o = "Convert";
  std::vector<Row> rows = {
      Static<CharToLong>(o, {"ToInt64", "value", "The UTF-16 unit.", "Convert.ToInt64('A')", "65"}),
      Static<BoolToDouble>(o, {"ToDouble", "value", "1 or 0.", "Convert.ToDouble(true)", "1"}),
      Static<SameDouble>(o, {"ToDouble", "value", "The value itself.", "Convert.ToDouble(1.5)", "1.5"}),
      Static<SameChar>(o, {"ToChar", "value", "The value itself.", "Convert.ToChar('a')", R"("a")"}),
      Static<DayToInt>(o, {"ToInt32", "value", "The number of the day, Sunday 0.",
                           "Convert.ToInt32(DayOfWeek.Friday)", "5"}),
      Static<TextToDate>(o, {"ToDateTime", "value, provider", "As DateTime.Parse; null is DateTime.MinValue.",
                             R"(Convert.ToDateTime("2020-01-02", CultureInfo.InvariantCulture))",
                             R"("2020-01-02T00:00:00")", kFails | kDate}),
  };
  AddNarrow<kInt16, int32_t>(rows, R"(Convert.ToInt16("12"))", "12");
  AddNarrow<kUInt16, int32_t>(rows, R"(Convert.ToUInt16("12"))", "12");
  AddNarrow<kUInt32, int64_t>(rows, R"(Convert.ToUInt32("12"))", "12");
  AddNarrow<kSByte, int32_t>(rows, R"(Convert.ToSByte("12"))", "12");
  AddNarrow<kByte, uint8_t>(rows, R"(Convert.ToByte("12"))", "12");
  AddRefused(rows);
  return rows;
}

}  // namespace idx::stdlib
