// Math's functions of real numbers, and the constants of double. As the C library computes them: the last
// digit of a sine or a logarithm may differ from .NET's.
#include <cmath>
#include <limits>
#include <numbers>

#include "stdlib/number/number_rows.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

using Real = double (*)(double);

template <Real F>
double Apply(EvalContext&, double v) {
  return F(v);
}
double Log(double v) { return std::log(v); }
double Log10(double v) { return std::log10(v); }
double Log2(double v) { return std::log2(v); }
double Exp(double v) { return std::exp(v); }
// By more digits than a double has: the C library's cbrt(double) is off in the last one, even of 27.
double Cbrt(double v) { return static_cast<double>(std::cbrt(static_cast<long double>(v))); }
double Sin(double v) { return std::sin(v); }
double Cos(double v) { return std::cos(v); }
double Tan(double v) { return std::tan(v); }
double Asin(double v) { return std::asin(v); }
double Acos(double v) { return std::acos(v); }
double Atan(double v) { return std::atan(v); }
double Sinh(double v) { return std::sinh(v); }
double Cosh(double v) { return std::cosh(v); }
double Tanh(double v) { return std::tanh(v); }

double Asinh(double v) { return std::asinh(v); }
double Acosh(double v) { return std::acosh(v); }
double Atanh(double v) { return std::atanh(v); }
double BitIncrement(double v) {
  return v == -std::numeric_limits<double>::infinity()
             ? std::numeric_limits<double>::lowest()
             : std::nextafter(v, std::numeric_limits<double>::infinity());
}
double BitDecrement(double v) {
  return v == std::numeric_limits<double>::infinity()
             ? std::numeric_limits<double>::max()
             : std::nextafter(v, -std::numeric_limits<double>::infinity());
}
double ScaleB(EvalContext&, double x, int32_t n) { return std::scalbn(x, n); }
int32_t ILogB(EvalContext&, double x) {
  if (x == 0) return INT32_MIN;
  return std::isfinite(x) ? std::ilogb(x) : INT32_MAX;
}
double FusedMultiplyAdd(EvalContext&, double x, double y, double z) { return std::fma(x, y, z); }
// Of equal magnitudes the larger, or the smaller, number; NaN wins.
double MaxMagnitude(EvalContext&, double x, double y) {
  double ax = std::fabs(x), ay = std::fabs(y);
  if (ax > ay || std::isnan(ax)) return x;
  return ax == ay ? (std::signbit(x) ? y : x) : y;
}
double MinMagnitude(EvalContext&, double x, double y) {
  double ax = std::fabs(x), ay = std::fabs(y);
  if (ax < ay || std::isnan(ax)) return x;
  return ax == ay ? (std::signbit(x) ? x : y) : y;
}

double Atan2(EvalContext&, double y, double x) { return std::atan2(y, x); }
double Remainder(EvalContext&, double x, double y) { return std::remainder(x, y); }
double CopySign(EvalContext&, double x, double y) { return std::copysign(x, y); }
// .NET's rules for the bases that have no logarithm.
double LogBase(EvalContext&, double a, double base) {
  if (std::isnan(a)) return a;
  if (std::isnan(base)) return base;
  if (base == 1 || (a != 1 && (base == 0 || base == std::numeric_limits<double>::infinity())))
    return std::numeric_limits<double>::quiet_NaN();
  return std::log(a) / std::log(base);
}
int64_t BigMul(EvalContext&, int32_t a, int32_t b) { return int64_t{a} * b; }

bool IsInfinity(EvalContext&, double d) { return std::isinf(d); }
bool IsFinite(EvalContext&, double d) { return std::isfinite(d); }
bool IsNegative(EvalContext&, double d) { return std::signbit(d); }
bool IsPositiveInfinity(EvalContext&, double d) { return std::isinf(d) && d > 0; }
bool IsNegativeInfinity(EvalContext&, double d) { return std::isinf(d) && d < 0; }

double NotANumber(EvalContext&) { return std::numeric_limits<double>::quiet_NaN(); }
double PositiveInfinity(EvalContext&) { return std::numeric_limits<double>::infinity(); }
double NegativeInfinity(EvalContext&) { return -std::numeric_limits<double>::infinity(); }
double Largest(EvalContext&) { return std::numeric_limits<double>::max(); }
double Smallest(EvalContext&) { return -std::numeric_limits<double>::max(); }
double Epsilon(EvalContext&) { return std::numeric_limits<double>::denorm_min(); }
double Pi(EvalContext&) { return std::numbers::pi; }
double E(EvalContext&) { return std::numbers::e; }

}  // namespace

std::vector<Row> RealMathRows() {
  constexpr std::string_view m = "Math", d = "double", angle = "Of an angle in radians.", arc = "In radians.";
  return {
      Static<Apply<Log>>(m, {"Log", "d", "The natural logarithm; NaN for negatives.", "Math.Log(1)", "0"}),
      Static<LogBase>(m, {"Log", "a, newBase", "The logarithm to a base.", "Math.Log(8, 2)", "3"}),
      Static<Apply<Log10>>(m, {"Log10", "d", "The logarithm to base 10.", "Math.Log10(1000)", "3"}),
      Static<Apply<Log2>>(m, {"Log2", "x", "The logarithm to base 2.", "Math.Log2(8)", "3"}),
      Static<Apply<Exp>>(m, {"Exp", "d", "e to the power of d.", "Math.Exp(0)", "1"}),
      Static<Apply<Cbrt>>(m, {"Cbrt", "d", "The cube root.", "Math.Cbrt(27)", "3"}),
      Static<Apply<Sin>>(m, {"Sin", "a", angle, "Math.Sin(0)", "0"}),
      Static<Apply<Cos>>(m, {"Cos", "d", angle, "Math.Cos(0)", "1"}),
      Static<Apply<Tan>>(m, {"Tan", "a", angle, "Math.Tan(0)", "0"}),
      Static<Apply<Asin>>(m, {"Asin", "d", arc, "Math.Asin(0)", "0"}),
      Static<Apply<Acos>>(m, {"Acos", "d", arc, "Math.Acos(1)", "0"}),
      Static<Apply<Atan>>(m, {"Atan", "d", arc, "Math.Atan(0)", "0"}),
      Static<Atan2>(m,
                    {"Atan2", "y, x", "The angle of the point (x, y), in radians.", "Math.Atan2(0, 1)", "0"}),
      Static<Apply<Sinh>>(m, {"Sinh", "value", angle, "Math.Sinh(0)", "0"}),
      Static<Apply<Cosh>>(m, {"Cosh", "value", angle, "Math.Cosh(0)", "1"}),
      Static<Apply<Tanh>>(m, {"Tanh", "value", angle, "Math.Tanh(0)", "0"}),
      Static<Remainder>(m, {"IEEERemainder", "x, y", "x minus y times the nearest whole number to x / y.",
                            "Math.IEEERemainder(7, 4)", "-1"}),
      Static<CopySign>(
          m, {"CopySign", "x, y", "The magnitude of x with the sign of y.", "Math.CopySign(2, -1)", "-2"}),
      Static<BigMul>(
          m, {"BigMul", "a, b", "The whole product, as a long.", "Math.BigMul(2000000000, 2)", "4000000000"}),
      Static<Apply<Asinh>>(m, {"Asinh", "d", "The inverse of Sinh.", "Math.Asinh(0)", "0"}),
      Static<Apply<Acosh>>(m, {"Acosh", "d", "The inverse of Cosh; NaN below 1.", "Math.Acosh(1)", "0"}),
      Static<Apply<Atanh>>(m, {"Atanh", "d", "The inverse of Tanh.", "Math.Atanh(0)", "0"}),
      Static<Apply<BitIncrement>>(m, {"BitIncrement", "x", "The next larger double.",
                                      "Math.BitIncrement(0) == double.Epsilon", "true"}),
      Static<Apply<BitDecrement>>(
          m, {"BitDecrement", "x", "The next smaller double.", "Math.BitDecrement(double.Epsilon)", "0"}),
      Static<ScaleB>(m, {"ScaleB", "x, n", "x times 2 to the power of n.", "Math.ScaleB(3, 2)", "12"}),
      Static<ILogB>(m, {"ILogB", "x", "The whole logarithm to base 2.", "Math.ILogB(9)", "3"}),
      Static<FusedMultiplyAdd>(m, {"FusedMultiplyAdd", "x, y, z", "x times y plus z, rounded once.",
                                   "Math.FusedMultiplyAdd(2, 3, 4)", "10"}),
      Static<MaxMagnitude>(m, {"MaxMagnitude", "x, y", "The one with the larger magnitude.",
                               "Math.MaxMagnitude(-3, 2)", "-3"}),
      Static<MinMagnitude>(m, {"MinMagnitude", "x, y", "The one with the smaller magnitude.",
                               "Math.MinMagnitude(-3, 2)", "2"}),
      Value<Pi>(m, {"PI", "", "The circle's constant.", "Math.PI", "3.141592653589793"}),
      Value<E>(m, {"E", "", "The base of the natural logarithm.", "Math.E", "2.718281828459045"}),
      Value<NotANumber>(d, {"NaN", "", "Not a number.", "double.NaN", "\"NaN\""}),
      Value<PositiveInfinity>(
          d, {"PositiveInfinity", "", "Above all numbers.", "double.PositiveInfinity", "\"Infinity\""}),
      Value<NegativeInfinity>(
          d, {"NegativeInfinity", "", "Below all numbers.", "double.NegativeInfinity", "\"-Infinity\""}),
      Value<Largest>(d,
                     {"MaxValue", "", "The largest double.", "double.MaxValue", "1.7976931348623157E+308"}),
      Value<Smallest>(
          d, {"MinValue", "", "The smallest double.", "double.MinValue", "-1.7976931348623157E+308"}),
      Value<Epsilon>(d, {"Epsilon", "", "The least double above 0.", "double.Epsilon", "5E-324"}),
      Static<IsInfinity>(d,
                         {"IsInfinity", "d", "True for both infinities.", "double.IsInfinity(1)", "false"}),
      Static<IsFinite>(d, {"IsFinite", "d", "Neither infinite nor NaN.", "double.IsFinite(1)", "true"}),
      Static<IsNegative>(
          d, {"IsNegative", "d", "By its sign: true for -0.0, too.", "double.IsNegative(-1)", "true"}),
      Static<IsPositiveInfinity>(
          d, {"IsPositiveInfinity", "d", "Above all numbers.", "double.IsPositiveInfinity(1)", "false"}),
      Static<IsNegativeInfinity>(
          d, {"IsNegativeInfinity", "d", "Below all numbers.", "double.IsNegativeInfinity(1)", "false"}),
  };
}

}  // namespace idx::stdlib
