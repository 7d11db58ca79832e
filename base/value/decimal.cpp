#include "base/value/decimal.h"

#include <algorithm>
#include <boost/multiprecision/cpp_int.hpp>
#include <cmath>

namespace idx {
namespace {

using Wide = boost::multiprecision::uint512_t;
using Digits = unsigned __int128;  // a decimal's integer, 96 bits

constexpr uint32_t kMaxScale = 28;
constexpr uint32_t kNegative = 0x80000000u;

Digits IntegerOf(const Decimal& value) { return (Digits{value.hi} << 64) | value.lo; }
uint32_t ScaleOf(const Decimal& value) { return std::min(value.scale(), kMaxScale); }

Wide ToWide(Digits digits) {
  Wide wide = static_cast<uint64_t>(digits >> 64);
  return (wide << 64) | static_cast<uint64_t>(digits);
}

Wide PowerOfTen(uint32_t n) {
  Wide power = 1;
  for (; n > 0; --n) power *= 10;
  return power;
}

// The nearest double; n is at most 28.
double PowerOfTenAsDouble(int n) {
  static constexpr double powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,
                                      1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
                                      1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28};
  return powers[n];
}

bool Fits(const Wide& value) { return (value >> 96) == 0; }

// Zero has no sign: .NET's has one that nothing shows.
Decimal Make(const Wide& digits, uint32_t scale, bool negative) {
  Decimal value;
  value.lo = static_cast<uint64_t>(digits & ~uint64_t{0});
  value.hi = static_cast<uint32_t>((digits >> 64) & 0xFFFFFFFFu);
  value.flags = (scale << 16) | (negative && digits != 0 ? kNegative : 0);
  return value;
}

// digits / 10^power, rounded.
Wide Cut(const Wide& digits, uint32_t power, DecimalRounding how, bool negative) {
  Wide unit = PowerOfTen(power);
  Wide quotient = digits / unit;
  Wide rest = digits % unit;
  if (rest == 0) return quotient;
  Wide twice = rest * 2;
  bool up = false;
  switch (how) {
    case DecimalRounding::kToEven:
      up = twice > unit || (twice == unit && (quotient & 1) != 0);
      break;
    case DecimalRounding::kAwayFromZero:
      up = twice >= unit;
      break;
    case DecimalRounding::kTowardZero:
      break;
    case DecimalRounding::kDown:
      up = negative;
      break;
    case DecimalRounding::kUp:
      up = !negative;
      break;
  }
  if (up) ++quotient;
  return quotient;
}

// The nearest decimal: digits go from behind the point until the rest fits.
std::optional<Decimal> Nearest(const Wide& digits, uint32_t scale, bool negative) {
  for (uint32_t power = scale > kMaxScale ? scale - kMaxScale : 0; power <= scale; ++power) {
    Wide cut = power == 0 ? digits : Cut(digits, power, DecimalRounding::kToEven, negative);
    if (Fits(cut)) return Make(cut, scale - power, negative);
  }
  return std::nullopt;
}

// Both as integers of the same scale.
struct Aligned {
  Wide a, b;
  uint32_t scale;
};
Aligned Align(const Decimal& a, const Decimal& b) {
  uint32_t scale = std::max(ScaleOf(a), ScaleOf(b));
  return {ToWide(IntegerOf(a)) * PowerOfTen(scale - ScaleOf(a)),
          ToWide(IntegerOf(b)) * PowerOfTen(scale - ScaleOf(b)), scale};
}

std::optional<Decimal> Sum(const Decimal& a, const Decimal& b, bool b_negative) {
  Aligned both = Align(a, b);
  if (a.negative() == b_negative) return Nearest(both.a + both.b, both.scale, a.negative());
  if (both.a >= both.b) return Nearest(both.a - both.b, both.scale, a.negative());
  return Nearest(both.b - both.a, both.scale, b_negative);
}

Decimal WithoutZeros(Wide digits, uint32_t scale, bool negative) {
  while (scale > 0 && digits % 10 == 0) {
    digits /= 10;
    --scale;
  }
  return Make(digits, scale, negative);
}

// 0.d1d2… × 10^scale with at least `decimals` digits after the point; half to even where there are too many.
std::optional<Decimal> FromDigits(const NumberDigits& number, int64_t decimals) {
  auto size = static_cast<int64_t>(number.digits.size());
  if (number.scale > 29 && size > 0) return std::nullopt;
  int64_t scale = std::clamp<int64_t>(std::max(size - number.scale, decimals), 0, 400);
  if (size == 0) return Make(0, static_cast<uint32_t>(std::clamp<int64_t>(decimals, 0, kMaxScale)), false);
  if (number.scale < -30) return Make(0, kMaxScale, false);
  // What is far behind the last digit kept only decides a tie.
  int64_t kept = std::min<int64_t>(size, number.scale + kMaxScale + 40);
  Wide digits = 0;
  for (int64_t i = 0; i < kept; ++i)
    digits = digits * 10 + static_cast<unsigned>(number.digits[static_cast<size_t>(i)] - '0');
  int64_t have = kept - number.scale;  // digits after the point so far, may be negative
  if (kept < size) {
    digits = digits * 10 + 1;
    ++have;
    scale = have;
  }
  if (scale > have) {
    int64_t zeros = std::min<int64_t>(scale, kMaxScale) - have;
    if (zeros > 0) {
      digits *= PowerOfTen(static_cast<uint32_t>(zeros));
      have += zeros;
    }
  }
  return Nearest(digits, static_cast<uint32_t>(have), number.negative);
}

}  // namespace

Decimal DecimalOf(int64_t value) {
  bool negative = value < 0;
  uint64_t digits = negative ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  return Make(digits, 0, negative);
}

// As .NET does it: 15 digits by one multiplication of doubles, so that ties fall as they do there. Source:
// VarDecFromR8.
std::optional<Decimal> DecimalOf(double value) {
  if (!std::isfinite(value)) return std::nullopt;
  int exponent = 0;  // base 2, of a fraction between 1/2 and 1
  std::frexp(value, &exponent);
  if (exponent < -94) return Decimal{};
  if (exponent > 96) return std::nullopt;
  double digits = std::abs(value);
  int power = std::min(14 - ((exponent * 19728) >> 16), static_cast<int>(kMaxScale));
  if (power >= 0)
    digits *= PowerOfTenAsDouble(power);
  else if (power != -1 || digits >= 1e15)
    digits /= PowerOfTenAsDouble(-power);
  else
    power = 0;
  if (digits < 1e14 && power < static_cast<int>(kMaxScale)) {
    digits *= 10;
    ++power;
  }
  auto whole = static_cast<uint64_t>(digits);
  double rest = digits - static_cast<double>(whole);
  if (rest > 0.5 || (rest == 0.5 && (whole & 1) != 0)) ++whole;
  if (power < 0) {
    Wide large = Wide(whole) * PowerOfTen(static_cast<uint32_t>(-power));
    if (!Fits(large)) return std::nullopt;
    return Make(large, 0, value < 0);
  }
  return WithoutZeros(whole, static_cast<uint32_t>(power), value < 0);
}

double ToDouble(const Decimal& value) {
  double digits = static_cast<double>(value.lo) + static_cast<double>(value.hi) * 18446744073709551616.0;
  double power = PowerOfTenAsDouble(static_cast<int>(ScaleOf(value)));
  return value.negative() ? -(digits / power) : digits / power;
}

std::optional<int64_t> ToInteger(const Decimal& value, int bits) {
  Digits whole = IntegerOf(value);
  for (uint32_t i = 0; i < ScaleOf(value); ++i) whole /= 10;
  Digits most = (Digits{1} << (bits - 1)) - (value.negative() ? 0 : 1);
  if (whole > most) return std::nullopt;
  auto small = static_cast<uint64_t>(whole);
  return static_cast<int64_t>(value.negative() ? 0 - small : small);
}

std::optional<Decimal> Add(const Decimal& a, const Decimal& b) { return Sum(a, b, b.negative()); }
std::optional<Decimal> Subtract(const Decimal& a, const Decimal& b) { return Sum(a, b, !b.negative()); }

std::optional<Decimal> Multiply(const Decimal& a, const Decimal& b) {
  // .NET keeps the scale of a product that is zero only where both factors have 32 bits.
  bool small = (IntegerOf(a) >> 32) == 0 && (IntegerOf(b) >> 32) == 0;
  if ((IsZero(a) || IsZero(b)) && !small) return Decimal{};
  return Nearest(ToWide(IntegerOf(a)) * ToWide(IntegerOf(b)), ScaleOf(a) + ScaleOf(b),
                 a.negative() != b.negative());
}

// Exact with the difference of the scales where that is possible; else with as many digits as there is room
// for, without zeros at the end.
std::optional<Decimal> Divide(const Decimal& a, const Decimal& b) {
  if (IsZero(b)) return std::nullopt;
  bool negative = a.negative() != b.negative();
  int scale = static_cast<int>(ScaleOf(a)) - static_cast<int>(ScaleOf(b));
  Wide dividend = ToWide(IntegerOf(a)), divisor = ToWide(IntegerOf(b));
  if (dividend % divisor == 0) {
    Wide quotient = dividend / divisor;
    if (scale < 0) quotient *= PowerOfTen(static_cast<uint32_t>(-scale));
    if (!Fits(quotient)) return std::nullopt;
    return Make(quotient, static_cast<uint32_t>(std::max(scale, 0)), negative);
  }
  // With more digits than these the quotient has over 96 bits for certain.
  int bits = 97 + static_cast<int>(msb(divisor)) - static_cast<int>(msb(dividend));
  int most = std::min(static_cast<int>(kMaxScale) - scale, bits * 30103 / 100000);
  for (int more = most; scale + more >= 0; --more) {
    // 2 × the quotient and whether there is a rest decide how to round.
    Wide scaled = more >= 0 ? dividend * PowerOfTen(static_cast<uint32_t>(more)) : dividend;
    Wide by = more >= 0 ? divisor : divisor * PowerOfTen(static_cast<uint32_t>(-more));
    Wide quotient = scaled / by;
    Wide twice = (scaled % by) * 2;
    if (twice > by || (twice == by && (quotient & 1) != 0)) ++quotient;
    if (Fits(quotient)) return WithoutZeros(quotient, static_cast<uint32_t>(scale + more), negative);
  }
  return std::nullopt;
}

std::optional<Decimal> Remainder(const Decimal& a, const Decimal& b) {
  if (IsZero(b)) return std::nullopt;
  Aligned both = Align(a, b);
  if (both.a < both.b) return a;
  return Nearest(both.a % both.b, both.scale, a.negative());
}

Decimal Negate(const Decimal& value) {
  Decimal result = value;
  if (!IsZero(value)) result.flags ^= kNegative;
  return result;
}

bool IsZero(const Decimal& value) { return value.lo == 0 && value.hi == 0; }

int Compare(const Decimal& a, const Decimal& b) {
  bool below = a.negative() && !IsZero(a), other_below = b.negative() && !IsZero(b);
  if (below != other_below) return below ? -1 : 1;
  Aligned both = Align(a, b);
  int order = both.a < both.b ? -1 : both.a > both.b ? 1 : 0;
  return below ? -order : order;
}

Decimal Round(const Decimal& value, uint32_t decimals, DecimalRounding how) {
  uint32_t scale = ScaleOf(value);
  if (scale <= decimals) return value;
  return Make(Cut(ToWide(IntegerOf(value)), scale - decimals, how, value.negative()), decimals,
              value.negative());
}

NumberDigits DigitsOf(const Decimal& value) {
  NumberDigits number;
  Digits rest = IntegerOf(value);
  if (rest == 0) return number;
  for (; rest != 0; rest /= 10)
    number.digits.insert(number.digits.begin(), static_cast<char>('0' + rest % 10));
  number.scale = static_cast<int64_t>(number.digits.size()) - ScaleOf(value);
  number.negative = value.negative();
  return number;
}

void AppendDecimal(std::string& out, const Decimal& value) {
  NumberDigits number = DigitsOf(value);
  uint32_t scale = ScaleOf(value);
  std::string digits = number.digits;
  if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
  if (number.negative) out.push_back('-');
  out.append(digits, 0, digits.size() - scale);
  if (scale == 0) return;
  out.push_back('.');
  out.append(digits, digits.size() - scale);
}

ParseResult ParseDecimal(std::string_view text, int32_t styles, Decimal& value) {
  if ((styles & ~0x1FF) != 0) return ParseResult::kBadStyle;
  NumberDigits number;
  int64_t decimals = 0;
  if (!ReadNumber(text, styles, number, decimals)) return ParseResult::kBadFormat;
  std::optional<Decimal> read = FromDigits(number, decimals);
  if (!read) return ParseResult::kOverflow;
  value = *read;
  return ParseResult::kOk;
}

}  // namespace idx
