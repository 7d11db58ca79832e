// The members that int, long, double and decimal have by the interfaces of generic mathematics. Source:
// System.Int32, Int64, Double and Decimal of .NET 8.
#include <bit>
#include <cmath>
#include <limits>
#include <numbers>

#include "base/value/decimal.h"
#include "stdlib/number/number_rows.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

// The magnitude as an unsigned number: that of the least value has no signed one.
template <typename T>
std::make_unsigned_t<T> Magnitude(T v) {
  using Bits = std::make_unsigned_t<T>;
  return v < 0 ? Bits{0} - static_cast<Bits>(v) : static_cast<Bits>(v);
}
template <typename T>
T MaxMagnitude(EvalContext&, T x, T y) {
  if (Magnitude(x) != Magnitude(y)) return Magnitude(x) > Magnitude(y) ? x : y;
  return x < 0 ? y : x;
}
template <typename T>
T MinMagnitude(EvalContext&, T x, T y) {
  if (Magnitude(x) != Magnitude(y)) return Magnitude(x) < Magnitude(y) ? x : y;
  return x < 0 ? x : y;
}
template <typename T>
T CopySign(EvalContext& ctx, T value, T sign) {
  if (sign < 0) return value < 0 ? value : static_cast<T>(-value);
  if (value == std::numeric_limits<T>::min()) {
    ctx.Fail(EvalErrorKind::kOverflow, "Negating the minimum value of a twos complement number is invalid.");
    return 0;
  }
  return value < 0 ? static_cast<T>(-value) : value;
}
template <typename T>
void AddIntegers(std::vector<Row>& rows, std::string_view o) {
  std::vector<Row> more = {
      Static<MaxMagnitude<T>>(
          o, {"MaxMagnitude", "x, y", "The one further from 0.", "int.MaxMagnitude(-5, 3)", "-5"}),
      Static<MinMagnitude<T>>(
          o, {"MinMagnitude", "x, y", "The one nearer to 0.", "int.MinMagnitude(-5, 3)", "3"}),
      Static<CopySign<T>>(o, {"CopySign", "value, sign", "The magnitude of value with the sign of sign.",
                              "int.CopySign(5, -1)", "-5", kFails}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}

using Real = double (*)(double);
template <Real F>
double Apply(EvalContext&, double v) {
  return F(v);
}
double Exp2(double v) { return std::exp2(v); }
double Exp10(double v) { return std::pow(10.0, v); }
double ExpM1(double v) { return std::exp(v) - 1; }  // as .NET has it: not std::expm1
double LogP1(double v) { return std::log(v + 1); }
double Log2P1(double v) { return std::log2(v + 1); }
double Log10P1(double v) { return std::log10(v + 1); }

bool IsPow2(EvalContext&, double v) {
  int exponent = 0;
  return v > 0 && std::isfinite(v) && std::frexp(v, &exponent) == 0.5;
}
double MaxNumber(EvalContext&, double x, double y) {
  if (std::isnan(x) || std::isnan(y)) return std::isnan(x) ? y : x;
  return x == y ? (std::signbit(x) ? y : x) : std::max(x, y);
}
double MinNumber(EvalContext&, double x, double y) {
  if (std::isnan(x) || std::isnan(y)) return std::isnan(x) ? y : x;
  return x == y ? (std::signbit(x) ? x : y) : std::min(x, y);
}
double MaxMagnitudeNumber(EvalContext& ctx, double x, double y) {
  double ax = std::fabs(x), ay = std::fabs(y);
  if (std::isnan(x) || std::isnan(y)) return std::isnan(x) ? y : x;
  return ax == ay ? MaxNumber(ctx, x, y) : ax > ay ? x : y;
}
double MinMagnitudeNumber(EvalContext& ctx, double x, double y) {
  double ax = std::fabs(x), ay = std::fabs(y);
  if (std::isnan(x) || std::isnan(y)) return std::isnan(x) ? y : x;
  return ax == ay ? MinNumber(ctx, x, y) : ax < ay ? x : y;
}
double Remainder(EvalContext&, double x, double y) { return std::remainder(x, y); }
// Cube and square roots exactly; an odd root of a negative number is negative, an even one NaN.
double RootN(EvalContext&, double x, int32_t n) {
  if (n == 0) return std::numeric_limits<double>::quiet_NaN();
  if (n == 2) return x == 0 ? 0 : std::sqrt(x);
  if (n == 3) return static_cast<double>(std::cbrt(static_cast<long double>(x)));
  bool odd = (n & 1) != 0;
  if (x == 0 && n > 0) return odd ? x : 0;
  if (x < 0 && !odd) return std::numeric_limits<double>::quiet_NaN();
  return std::copysign(static_cast<double>(std::pow(std::fabs(static_cast<long double>(x)),
                                                    1.0L / static_cast<long double>(n))),
                       x);
}

void AddDoubles(std::vector<Row>& rows) {
  constexpr std::string_view d = "double", number = "NaN only where both are.";
  std::vector<Row> more = {
      Static<Apply<Exp2>>(d, {"Exp2", "x", "2 to the power of x.", "double.Exp2(3)", "8"}),
      Static<Apply<Exp10>>(d, {"Exp10", "x", "10 to the power of x.", "double.Exp10(2)", "100"}),
      Static<Apply<ExpM1>>(d, {"ExpM1", "x", "e to the power of x, minus 1.", "double.ExpM1(0)", "0"}),
      Static<Apply<LogP1>>(d, {"LogP1", "x", "The natural logarithm of x + 1.", "double.LogP1(0)", "0"}),
      Static<Apply<Log2P1>>(d, {"Log2P1", "x", "The logarithm of x + 1 to base 2.", "double.Log2P1(7)", "3"}),
      Static<Apply<Log10P1>>(
          d, {"Log10P1", "x", "The logarithm of x + 1 to base 10.", "double.Log10P1(99)", "2"}),
      Static<RootN>(d, {"RootN", "x, n", "The n-th root.", "double.RootN(27, 3)", "3"}),
      Static<IsPow2>(d, {"IsPow2", "value", "True for 1, 2, 4 …, 0.5 …", "double.IsPow2(0.25)", "true"}),
      Static<MaxNumber>(d, {"MaxNumber", "x, y", number, "double.MaxNumber(double.NaN, 1)", "1"}),
      Static<MinNumber>(d, {"MinNumber", "x, y", number, "double.MinNumber(2, 1)", "1"}),
      Static<MaxMagnitudeNumber>(
          d, {"MaxMagnitudeNumber", "x, y", number, "double.MaxMagnitudeNumber(-3, 2)", "-3"}),
      Static<MinMagnitudeNumber>(
          d, {"MinMagnitudeNumber", "x, y", number, "double.MinMagnitudeNumber(-3, 2)", "2"}),
      Static<Remainder>(d, {"Ieee754Remainder", "left, right", "As Math.IEEERemainder.",
                            "double.Ieee754Remainder(7, 4)", "-1"}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}

Decimal Truncated(Decimal v) { return idx::Round(v, 0, DecimalRounding::kTowardZero); }
template <int kParity>
bool HasParity(EvalContext&, Decimal v) {
  Decimal whole = Truncated(v);
  auto rest = idx::Remainder(whole, DecimalOf(int64_t{2}));
  return Compare(whole, v) == 0 && rest && IsZero(*rest) == (kParity == 0);
}
// Without zeros at the end.
bool IsCanonical(EvalContext&, Decimal v) {
  if (v.scale() == 0) return true;
  auto places = static_cast<uint32_t>(v.scale()) - 1;
  return Compare(idx::Round(v, places, DecimalRounding::kTowardZero), v) != 0;
}
Decimal AbsOf(Decimal v) { return v.negative() ? Negate(v) : v; }
Decimal DecimalMaxMagnitude(EvalContext&, Decimal x, Decimal y) {
  int order = Compare(AbsOf(x), AbsOf(y));
  return order != 0 ? (order > 0 ? x : y) : x.negative() ? y : x;
}
Decimal DecimalMinMagnitude(EvalContext&, Decimal x, Decimal y) {
  int order = Compare(AbsOf(x), AbsOf(y));
  return order != 0 ? (order < 0 ? x : y) : x.negative() ? x : y;
}
Decimal DecimalCopySign(EvalContext&, Decimal value, Decimal sign) {
  return value.negative() == sign.negative() ? value : Negate(value);
}

struct Narrow {
  std::string_view name, shown;
  int64_t least, most;
};
constexpr Narrow kByte = {"ToByte", "an unsigned byte", 0, UINT8_MAX};
constexpr Narrow kSByte = {"ToSByte", "a signed byte", INT8_MIN, INT8_MAX};
constexpr Narrow kInt16 = {"ToInt16", "an Int16", INT16_MIN, INT16_MAX};
constexpr Narrow kUInt16 = {"ToUInt16", "a UInt16", 0, UINT16_MAX};
constexpr Narrow kUInt32 = {"ToUInt32", "a UInt32", 0, UINT32_MAX};
template <const Narrow& kNarrow, typename T>
T ToNarrow(EvalContext& ctx, Decimal value) {
  auto whole = ToInteger(Truncated(value), 64);
  if (whole && *whole >= kNarrow.least && *whole <= kNarrow.most) return static_cast<T>(*whole);
  ctx.Fail(EvalErrorKind::kOverflow,
           "Value was either too large or too small for " + std::string(kNarrow.shown) + ".");
  return 0;
}
template <const Narrow& kNarrow, typename T>
void AddNarrow(std::vector<Row>& rows, std::string_view example) {
  rows.push_back(Static<ToNarrow<kNarrow, T>>(
      "decimal", {kNarrow.name, "value", "Without what follows the point; out of range: OverflowException.",
                  example, "5", kFails}));
}

// OLE Automation's currency: ten thousandths.
Decimal FromCurrency(EvalContext&, int64_t cy) {
  Decimal value = DecimalOf(cy);
  auto whole = idx::Divide(value, DecimalOf(int64_t{10000}));
  return whole.value_or(Decimal{});
}
int64_t ToCurrency(EvalContext& ctx, Decimal value) {
  auto scaled = idx::Multiply(value, DecimalOf(int64_t{10000}));
  auto whole = scaled ? ToInteger(idx::Round(*scaled, 0, DecimalRounding::kToEven), 64) : std::nullopt;
  if (!whole) ctx.Fail(EvalErrorKind::kOverflow, "Value was either too large or too small for a Currency.");
  return whole.value_or(0);
}

Decimal OfLong(EvalContext&, int64_t value) { return DecimalOf(value); }
Decimal OfDouble(EvalContext& ctx, double value) {
  auto made = DecimalOf(value);
  if (!made) ctx.Fail(EvalErrorKind::kOverflow, "Value was either too large or too small for a Decimal.");
  return made.value_or(Decimal{});
}
Decimal OfParts(EvalContext& ctx, int32_t lo, int32_t mid, int32_t hi, bool negative, uint8_t scale) {
  if (scale > 28)
    return FailRange(ctx, "scale", "Decimal's scale value must be between 0 and 28, inclusive."), Decimal{};
  Decimal value;
  value.lo = static_cast<uint32_t>(lo) | uint64_t{static_cast<uint32_t>(mid)} << 32;
  value.hi = static_cast<uint32_t>(hi);
  value.flags = uint32_t{scale} << 16 | (negative ? 0x80000000u : 0);
  return value;
}
Decimal OfBits(EvalContext& ctx, List<int32_t> bits) {
  constexpr uint32_t kUnused = 0x7F00FFFF;
  bool good = bits.size() == 4 && (static_cast<uint32_t>(bits[3]) & kUnused) == 0 &&
              (static_cast<uint32_t>(bits[3]) >> 16 & 0xFF) <= 28;
  if (!good) {
    ctx.Fail(EvalErrorKind::kArgument,
             "Decimal constructor requires an array or span of four valid decimal bytes.");
    return {};
  }
  auto flags = static_cast<uint32_t>(bits[3]);
  return OfParts(ctx, bits[0], bits[1], bits[2], flags >> 31 != 0, static_cast<uint8_t>(flags >> 16 & 0xFF));
}

void AddDecimals(std::vector<Row>& rows) {
  constexpr std::string_view o = "decimal";
  std::vector<Row> more = {
      Static<HasParity<0>>(o, {"IsEvenInteger", "value", "True for even whole numbers.",
                               "decimal.IsEvenInteger(4.0m)", "true"}),
      Static<HasParity<1>>(
          o, {"IsOddInteger", "value", "True for odd whole numbers.", "decimal.IsOddInteger(-3m)", "true"}),
      Static<IsCanonical>(o, {"IsCanonical", "value", "True without zeros at the end.",
                              "decimal.IsCanonical(1.0m)", "false"}),
      Static<DecimalMaxMagnitude>(
          o, {"MaxMagnitude", "x, y", "The one further from 0.", "decimal.MaxMagnitude(1m, -2m)", "-2"}),
      Static<DecimalMinMagnitude>(
          o, {"MinMagnitude", "x, y", "The one nearer to 0.", "decimal.MinMagnitude(1m, -2m)", "1"}),
      Static<DecimalCopySign>(o, {"CopySign", "value, sign", "The magnitude of value with the sign of sign.",
                                  "decimal.CopySign(1.5m, -2m)", "-1.5"}),
      Static<FromCurrency>(o, {"FromOACurrency", "cy", "Ten thousandths as a decimal.",
                               "decimal.FromOACurrency(15000)", "1.5"}),
      Static<ToCurrency>(o, {"ToOACurrency", "value", "In ten thousandths; out of range: OverflowException.",
                             "decimal.ToOACurrency(1.5m)", "15000", kFails}),
      Constructor<OfLong>(o, {"", "value", "The number as a decimal.", "new decimal(5)", "5"}),
      Constructor<OfDouble>(
          o, {"", "value", "What (decimal) means of a double.", "new decimal(1.5)", "1.5", kFails}),
      Constructor<OfParts>(o, {"", "lo, mid, hi, isNegative, scale", "Of 96 bits, the sign and the scale.",
                               "new decimal(15, 0, 0, true, 1)", "-1.5", kFails}),
      Constructor<OfBits>(o, {"", "bits", "Of what GetBits gives; else ArgumentException.",
                              "new decimal(decimal.GetBits(1.50m))", "1.50", kFails}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
  AddNarrow<kByte, uint8_t>(rows, "decimal.ToByte(5.9m)");
  AddNarrow<kSByte, int32_t>(rows, "decimal.ToSByte(5.9m)");
  AddNarrow<kInt16, int32_t>(rows, "decimal.ToInt16(5.9m)");
  AddNarrow<kUInt16, int32_t>(rows, "decimal.ToUInt16(5.9m)");
  AddNarrow<kUInt32, int64_t>(rows, "decimal.ToUInt32(5.9m)");
}

}  // namespace

std::vector<Row> GenericMathRows() {
  std::vector<Row> rows;
  AddIntegers<int32_t>(rows, "int");
  AddIntegers<int64_t>(rows, "long");
  AddDoubles(rows);
  AddDecimals(rows);
  return rows;
}

}  // namespace idx::stdlib
