// What int, long, double and decimal have of .NET 7's generic mathematics, and byte's members. Source:
// System.Int32, Int64, Double, Decimal, Byte.
#include <bit>
#include <cmath>
#include <deque>
#include <limits>
#include <numbers>

#include "base/value/decimal.h"
#include "base/value/number_format.h"
#include "stdlib/number/number_rows.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

bool CheckStyle(EvalContext& ctx, ParseResult result) {
  if (result != ParseResult::kBadStyle) return true;
  ctx.Fail(EvalErrorKind::kArgument, "An undefined NumberStyles value is being used. (Parameter 'style')");
  return false;
}
template <typename T>
Opt<T> TryProvider(EvalContext& ctx, NullableText s, CultureInfo culture) {
  if (!CheckInvariant(ctx, culture) || s.text.is_null()) return {};
  if constexpr (std::is_same_v<T, double>) {
    double value = 0;
    constexpr int32_t kStyles = number_styles::kFloat | number_styles::kThousands;
    bool ok = ParseDouble(s.text.view(), kStyles, value) == ParseResult::kOk;
    return {ok ? value : 0, ok};
  } else if constexpr (std::is_same_v<T, Decimal>) {
    Decimal value;
    constexpr int32_t kStyles = number_styles::kInteger | number_styles::kTrailingSign |
                                number_styles::kDecimalPoint | number_styles::kThousands;
    bool ok = ParseDecimal(s.text.view(), kStyles, value) == ParseResult::kOk;
    return {ok ? value : Decimal{}, ok};
  } else {
    int64_t value = 0;
    bool ok = ParseInteger(s.text.view(), number_styles::kInteger, sizeof(T) * 8, value) == ParseResult::kOk;
    return {ok ? static_cast<T>(value) : T{}, ok};
  }
}

template <typename T>
bool IsPow2(EvalContext&, T v) {
  return v > 0 && std::has_single_bit(static_cast<std::make_unsigned_t<T>>(v));
}
template <typename T, int kRemainder>
bool HasParity(EvalContext&, T v) {
  if constexpr (std::is_floating_point_v<T>)
    return std::isfinite(v) && std::fabs(std::fmod(v, 2)) == kRemainder;
  else
    return (v & 1) == kRemainder;
}
template <typename T>
bool IsNegative(EvalContext&, T v) {
  return v < 0;
}
template <typename T>
bool IsPositive(EvalContext&, T v) {
  return v >= 0;
}
template <typename T>
T Log2(EvalContext& ctx, T v) {
  if (v < 0) return FailRange(ctx, "value", "Non-negative number required."), 0;
  return v == 0 ? 0 : static_cast<T>(std::bit_width(static_cast<std::make_unsigned_t<T>>(v)) - 1);
}
template <typename T>
T PopCount(EvalContext&, T v) {
  return static_cast<T>(std::popcount(static_cast<std::make_unsigned_t<T>>(v)));
}
template <typename T>
T LeadingZeros(EvalContext&, T v) {
  return static_cast<T>(std::countl_zero(static_cast<std::make_unsigned_t<T>>(v)));
}
template <typename T>
T TrailingZeros(EvalContext&, T v) {
  return static_cast<T>(std::countr_zero(static_cast<std::make_unsigned_t<T>>(v)));
}
template <typename T>
T RotateLeft(EvalContext&, T v, int32_t n) {
  constexpr int kBits = sizeof(T) * 8;
  return static_cast<T>(std::rotl(static_cast<std::make_unsigned_t<T>>(v), n & (kBits - 1)));
}
template <typename T>
T RotateRight(EvalContext&, T v, int32_t n) {
  constexpr int kBits = sizeof(T) * 8;
  return static_cast<T>(std::rotr(static_cast<std::make_unsigned_t<T>>(v), n & (kBits - 1)));
}
template <typename T>
Tuple<T, T> DivRem(EvalContext& ctx, T a, T b) {
  Slot* fields = reinterpret_cast<Slot*>(ctx.Allocate(2 * sizeof(Slot)));
  if (fields == nullptr) return {};
  if (b == 0) {
    ctx.Fail(EvalErrorKind::kDivideByZero, "Attempted to divide by zero.");
  } else if (b == -1 && a == std::numeric_limits<T>::min()) {
    ctx.Fail(EvalErrorKind::kOverflow, "Arithmetic operation resulted in an overflow.");
  }
  bool good = !ctx.failed();
  fields[0] = ToSlot<T>(good ? a / b : T{});
  fields[1] = ToSlot<T>(good ? a % b : T{});
  return {fields};
}

template <typename T>
void AddIntegers(std::vector<Row>& rows, std::string_view o) {
  constexpr std::string_view bits = "By its bits.";
  constexpr std::string_view tries = "False, and 0 in the variable, where Parse would fail.";
  std::vector<Row> more = {
      Static<TryProvider<T>>(
          o, {"TryParse", "s, provider", tries,
              R"(int.TryParse("x", CultureInfo.InvariantCulture, out var n))", "false", kTry | kFails}),
      Static<IsPow2<T>>(o, {"IsPow2", "value", "True for 1, 2, 4, 8 …", "int.IsPow2(8)", "true"}),
      Static<HasParity<T, 0>>(
          o, {"IsEvenInteger", "value", "True for even numbers.", "int.IsEvenInteger(3)", "false"}),
      Static<HasParity<T, 1>>(
          o, {"IsOddInteger", "value", "True for odd numbers.", "int.IsOddInteger(-3)", "true"}),
      Static<IsNegative<T>>(o, {"IsNegative", "value", "True below 0.", "int.IsNegative(-1)", "true"}),
      Static<IsPositive<T>>(o, {"IsPositive", "value", "True from 0 on.", "int.IsPositive(0)", "true"}),
      Static<Log2<T>>(
          o, {"Log2", "value", "The whole logarithm to base 2; negative: ArgumentOutOfRangeException.",
              "int.Log2(9)", "3", kFails}),
      Static<PopCount<T>>(o, {"PopCount", "value", "How many bits are 1.", "int.PopCount(7)", "3"}),
      Static<LeadingZeros<T>>(o, {"LeadingZeroCount", "value", bits, "int.LeadingZeroCount(1)", "31"}),
      Static<TrailingZeros<T>>(o, {"TrailingZeroCount", "value", bits, "int.TrailingZeroCount(8)", "3"}),
      Static<RotateLeft<T>>(o, {"RotateLeft", "value, rotateAmount", bits, "int.RotateLeft(1, 33)", "2"}),
      Static<RotateRight<T>>(o, {"RotateRight", "value, rotateAmount", bits, "int.RotateRight(4, 1)", "2"}),
      Static<DivRem<T>>(
          o, {"DivRem", "left, right", "The quotient and the remainder; by 0: DivideByZeroException.",
              "int.DivRem(17, 5).Item1", "3", kFails}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}

bool IsInteger(EvalContext&, double v) { return std::isfinite(v) && std::trunc(v) == v; }
bool IsRealNumber(EvalContext&, double v) { return !std::isnan(v); }
bool IsNormal(EvalContext&, double v) { return std::isnormal(v); }
bool IsSubnormal(EvalContext&, double v) { return std::fpclassify(v) == FP_SUBNORMAL; }
bool IsSigned(EvalContext&, double v) { return !std::signbit(v); }
double NegativeZero(EvalContext&) { return -0.0; }
double Pi(EvalContext&) { return std::numbers::pi; }
double E(EvalContext&) { return std::numbers::e; }
double Tau(EvalContext&) { return std::numbers::pi * 2; }
double Hypot(EvalContext&, double x, double y) { return std::hypot(x, y); }
double ToDegrees(EvalContext&, double radians) { return radians * 180.0 / std::numbers::pi; }
double ToRadians(EvalContext&, double degrees) { return degrees * std::numbers::pi / 180.0; }
double Lerp(EvalContext&, double a, double b, double amount) { return a * (1.0 - amount) + b * amount; }

bool DecimalIsInteger(EvalContext&, Decimal v) {
  return Compare(idx::Round(v, 0, DecimalRounding::kTowardZero), v) == 0;
}
bool DecimalIsNegative(EvalContext&, Decimal v) { return v.negative(); }
bool DecimalIsPositive(EvalContext&, Decimal v) { return !v.negative(); }
uint8_t DecimalScale(EvalContext&, Decimal v) { return static_cast<uint8_t>(v.scale()); }
List<int32_t> DecimalBits(EvalContext& ctx, Decimal v) {
  int32_t* to = AllocateList<int32_t>(ctx, 4);
  if (to == nullptr) return {};
  to[0] = static_cast<int32_t>(v.lo);
  to[1] = static_cast<int32_t>(v.lo >> 32);
  to[2] = static_cast<int32_t>(v.hi);
  to[3] = static_cast<int32_t>(v.flags);
  return ListOf(to, 4);
}

uint8_t ByteStyles(EvalContext& ctx, Text s, NumberStyles styles) {
  int64_t value = 0;
  ParseResult result = ParseInteger(s.view(), static_cast<int32_t>(styles), 32, value);
  if (!CheckStyle(ctx, result)) return 0;
  if (result == ParseResult::kBadFormat)
    FailFormat(
        ctx, "The input string '" + std::string(s.view().substr(0, 200)) + "' was not in a correct format.");
  else if (result == ParseResult::kOverflow || value < 0 || value > 255)
    ctx.Fail(EvalErrorKind::kOverflow, "Value was either too large or too small for an unsigned byte.");
  return static_cast<uint8_t>(value);
}
uint8_t ByteParse(EvalContext& ctx, Text s) {
  return ByteStyles(ctx, s, NumberStyles{number_styles::kInteger});
}
uint8_t ByteProvider(EvalContext& ctx, Text s, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? ByteParse(ctx, s) : uint8_t{0};
}
uint8_t ByteBoth(EvalContext& ctx, Text s, NumberStyles styles, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? ByteStyles(ctx, s, styles) : uint8_t{0};
}
Opt<uint8_t> ByteTryBoth(EvalContext& ctx, NullableText s, NumberStyles styles, CultureInfo culture) {
  int64_t value = 0;
  if (!CheckInvariant(ctx, culture) || s.text.is_null()) return {};
  ParseResult result = ParseInteger(s.text.view(), static_cast<int32_t>(styles), 32, value);
  bool ok = CheckStyle(ctx, result) && result == ParseResult::kOk && value >= 0 && value <= 255;
  return {ok ? static_cast<uint8_t>(value) : uint8_t{0}, ok};
}
Opt<uint8_t> ByteTryProvider(EvalContext& ctx, NullableText s, CultureInfo culture) {
  return ByteTryBoth(ctx, s, NumberStyles{number_styles::kInteger}, culture);
}
Opt<uint8_t> ByteTry(EvalContext& ctx, NullableText s) { return ByteTryProvider(ctx, s, {}); }
template <uint8_t kValue>
uint8_t ByteLimit(EvalContext&) {
  return kValue;
}

void AddBytes(std::vector<Row>& rows) {
  constexpr std::string_view o = "byte";
  constexpr std::string_view doc =
      "White space around and a sign are allowed. Bad text: FormatException; not 0 to 255: "
      "OverflowException.";
  constexpr std::string_view tries = "False, and 0 in the variable, where Parse would fail.";
  std::vector<Row> more = {
      Static<ByteParse>(o, {"Parse", "s", doc, R"(byte.Parse("12"))", "12", kFails}),
      Static<ByteStyles>(
          o, {"Parse", "s, style", doc, R"(byte.Parse("FF", NumberStyles.HexNumber))", "255", kFails}),
      Static<ByteProvider>(o, {"Parse", "s, provider", doc,
                               R"(byte.Parse("12", CultureInfo.InvariantCulture))", "12", kFails}),
      Static<ByteBoth>(
          o, {"Parse", "s, style, provider", doc,
              R"(byte.Parse("12", NumberStyles.None, CultureInfo.InvariantCulture))", "12", kFails}),
      Static<ByteTry>(o, {"TryParse", "s", tries, R"(byte.TryParse("256", out var b))", "false", kTry}),
      Static<ByteTryProvider>(
          o, {"TryParse", "s, provider", tries,
              R"(byte.TryParse("256", CultureInfo.InvariantCulture, out var b))", "false", kTry | kFails}),
      Static<ByteTryBoth>(
          o, {"TryParse", "s, style, provider", tries,
              R"(byte.TryParse("256", NumberStyles.None, CultureInfo.InvariantCulture, out var b))", "false",
              kTry | kFails}),
      Value<ByteLimit<0>>(o, {"MinValue", "", "0.", "byte.MinValue", "0"}),
      Value<ByteLimit<255>>(o, {"MaxValue", "", "255.", "byte.MaxValue", "255"}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}

// Math's functions that the types have themselves, under their own name.
void AddOfMath(std::vector<Row>& rows) {
  static std::deque<std::string> examples;
  constexpr std::string_view all = " Abs Sign Max Min Clamp ";
  constexpr std::string_view real =
      " Acos Acosh Asin Asinh Atan Atanh Atan2 BitDecrement BitIncrement Cbrt Ceiling CopySign Cos Cosh Exp "
      "Floor "
      "FusedMultiplyAdd ILogB Log Log10 Log2 MaxMagnitude MinMagnitude Pow Round ScaleB Sin Sinh Sqrt Tan "
      "Tanh "
      "Truncate ";
  for (auto family : {MathRows, RealMathRows, DecimalRows}) {
    for (Row row : family()) {
      if (row.owner != "Math" || row.types.empty()) continue;
      TypeKind kind = row.types[0].kind;
      std::string name = " " + std::string(row.name) + " ";
      bool has = all.find(name) != std::string_view::npos ||
                 (kind == TypeKind::kDouble && real.find(name) != std::string_view::npos);
      if (!has) continue;
      row.owner = kind == TypeKind::kInt      ? "int"
                  : kind == TypeKind::kLong   ? "long"
                  : kind == TypeKind::kDouble ? "double"
                                              : "decimal";
      examples.push_back(std::string(row.owner) + std::string(row.example.substr(4)));
      row.example = examples.back();
      rows.push_back(row);
    }
  }
}

}  // namespace

std::vector<Row> NumberMemberRows() {
  constexpr std::string_view d = "double", m = "decimal";
  constexpr std::string_view tries = "False, and 0 in the variable, where Parse would fail.";
  std::vector<Row> rows = {
      Static<TryProvider<double>>(
          d, {"TryParse", "s, provider", tries,
              R"(double.TryParse("x", CultureInfo.InvariantCulture, out var n))", "false", kTry | kFails}),
      Static<IsInteger>(d,
                        {"IsInteger", "value", "True for whole numbers.", "double.IsInteger(2.5)", "false"}),
      Static<HasParity<double, 0>>(
          d, {"IsEvenInteger", "value", "True for even whole numbers.", "double.IsEvenInteger(2)", "true"}),
      Static<HasParity<double, 1>>(
          d, {"IsOddInteger", "value", "True for odd whole numbers.", "double.IsOddInteger(2.5)", "false"}),
      Static<IsRealNumber>(d, {"IsRealNumber", "value", "False for NaN.", "double.IsRealNumber(1)", "true"}),
      Static<IsNormal>(
          d, {"IsNormal", "d", "Neither 0, subnormal, infinite nor NaN.", "double.IsNormal(0)", "false"}),
      Static<IsSubnormal>(d, {"IsSubnormal", "d", "Nearer to 0 than a normal number.",
                              "double.IsSubnormal(double.Epsilon)", "true"}),
      Static<IsSigned>(d, {"IsPositive", "d", "True without a minus sign.", "double.IsPositive(0)", "true"}),
      Value<Pi>(d, {"Pi", "", "The circle's constant.", "double.Pi", "3.141592653589793"}),
      Value<E>(d, {"E", "", "The base of the natural logarithm.", "double.E", "2.718281828459045"}),
      Value<NegativeZero>(d, {"NegativeZero", "", "-0.", "double.NegativeZero.ToString()", R"("-0")"}),
      Value<Tau>(d, {"Tau", "", "2π.", "double.Tau", "6.283185307179586"}),
      Value<Tau>("Math", {"Tau", "", "2π.", "Math.Tau", "6.283185307179586"}),
      Static<Hypot>(d, {"Hypot", "x, y", "The hypotenuse.", "double.Hypot(3, 4)", "5"}),
      Static<ToDegrees>(d, {"RadiansToDegrees", "radians", "The angle in degrees.",
                            "double.RadiansToDegrees(double.Pi)", "180"}),
      Static<ToRadians>(d, {"DegreesToRadians", "degrees", "The angle in radians.",
                            "double.DegreesToRadians(180)", "3.141592653589793"}),
      Static<Lerp>(
          d, {"Lerp", "value1, value2, amount", "Between two values.", "double.Lerp(0, 10, 0.25)", "2.5"}),
      Static<TryProvider<Decimal>>(
          m, {"TryParse", "s, provider", tries,
              R"(decimal.TryParse("x", CultureInfo.InvariantCulture, out var n))", "false", kTry | kFails}),
      Static<DecimalIsInteger>(
          m, {"IsInteger", "value", "True for whole numbers.", "decimal.IsInteger(2.0m)", "true"}),
      Static<DecimalIsNegative>(
          m, {"IsNegative", "value", "True with a minus sign.", "decimal.IsNegative(-1m)", "true"}),
      Static<DecimalIsPositive>(
          m, {"IsPositive", "value", "True without a minus sign.", "decimal.IsPositive(0m)", "true"}),
      Property<DecimalScale>(m, {"Scale", "d", "How many digits follow the point.", "1.50m.Scale", "2"}),
      Static<DecimalBits>(m, {"GetBits", "d", "The integer's three parts, lowest first, then sign and scale.",
                              "decimal.GetBits(1.5m)", "[15,0,0,65536]"}),
  };
  AddIntegers<int32_t>(rows, "int");
  AddIntegers<int64_t>(rows, "long");
  AddBytes(rows);
  AddOfMath(rows);
  return rows;
}

}  // namespace idx::stdlib
