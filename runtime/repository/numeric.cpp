#include "runtime/repository/numeric.h"

#include <cstdint>
#include <string>

#include "runtime/repository/copy_format.h"

namespace idx::runtime {
namespace {

constexpr uint16_t kPositive = 0, kNegative = 0x4000;
constexpr int kMostGroups = 32;  // a decimal has up to 29 digits before the point and 28 behind it
constexpr size_t kMostDigits = 36;
constexpr uint16_t kMaxScale = 28;

using Digits = unsigned __int128;
constexpr Digits kMostInteger = (Digits{1} << 96) - 1;
Digits IntegerOf(const Decimal& value) { return (Digits{value.hi} << 64) | value.lo; }

// What has to be rounded, or does not fit.
bool ReadByText(std::string_view bytes, Decimal& value) {
  auto word = [&](size_t i) { return LoadBig<uint16_t>(bytes.data() + 2 * i); };
  size_t groups = word(0);
  int weight = static_cast<int16_t>(word(1));
  uint16_t sign = word(2), scale = word(3);
  std::string text = sign == kNegative ? "-" : "";
  auto digits = [&](int i) {
    bool has = i >= 0 && i < static_cast<int>(groups);
    std::string group = std::to_string(has ? word(4 + static_cast<size_t>(i)) : 0);
    text.append(4 - std::min<size_t>(group.size(), 4), '0');
    text += group;
  };
  for (int power = std::max(weight, 0); power >= 0; --power) digits(weight - power);
  if (scale > 0) {
    text += '.';
    size_t begin = text.size();
    for (int power = -1; text.size() - begin < scale; --power) digits(weight - power);
    text.resize(begin + scale);
  }
  return ParseDecimal(text, number_styles::kLeadingSign | number_styles::kDecimalPoint, value) ==
         ParseResult::kOk;
}

}  // namespace

Numeric NumericOf(const Decimal& value) {
  uint32_t scale = value.scale(), padding = (4 - scale % 4) % 4;
  Digits rest = IntegerOf(value);
  for (uint32_t i = 0; i < padding; ++i) rest *= 10;
  uint16_t groups[kMostDigits / 4];  // the lowest first
  int count = 0, begin = 0;
  for (; rest != 0; rest /= 10'000) groups[count++] = static_cast<uint16_t>(rest % 10'000);
  while (begin < count && groups[begin] == 0) ++begin;  // zeros at the end are the scale's
  int weight = count == 0 ? 0 : count - 1 - static_cast<int>((scale + padding) / 4);
  Numeric numeric;
  numeric.Append(static_cast<uint16_t>(count - begin));
  numeric.Append(static_cast<uint16_t>(weight));
  numeric.Append(value.negative() ? kNegative : kPositive);
  numeric.Append(static_cast<uint16_t>(scale));
  for (int i = count - 1; i >= begin; --i) numeric.Append(groups[i]);
  return numeric;
}

bool ReadNumeric(std::string_view bytes, Decimal& value) {
  if (bytes.size() < 8) return false;
  auto word = [&](size_t i) { return LoadBig<uint16_t>(bytes.data() + 2 * i); };
  size_t count = word(0);
  int weight = static_cast<int16_t>(word(1));
  uint16_t sign = word(2), scale = word(3);
  if (bytes.size() != 8 + 2 * count || (sign != kPositive && sign != kNegative)) return false;
  if (weight > kMostGroups || weight < -kMostGroups || count > 2 * kMostGroups || scale > 1000) return false;
  if (count <= kMostDigits / 4 && scale <= kMaxScale) {
    Digits digits = 0;
    for (size_t i = 0; i < count; ++i) digits = digits * 10'000 + word(4 + i);
    int zeros = digits == 0 ? 0 : scale + 4 * (weight - static_cast<int>(count) + 1);
    for (; zeros > 0 && digits <= kMostInteger; --zeros) digits *= 10;
    for (; zeros < 0 && digits % 10 == 0; ++zeros) digits /= 10;
    if (zeros == 0 && digits <= kMostInteger) {
      value.flags = (uint32_t{scale} << 16) | (sign == kNegative && digits != 0 ? 0x80000000u : 0);
      value.hi = static_cast<uint32_t>(digits >> 64);
      value.lo = static_cast<uint64_t>(digits);
      return true;
    }
  }
  return ReadByText(bytes, value);
}

}  // namespace idx::runtime
