#include "runtime/repository/numeric.h"

#include <cstdint>
#include <vector>

#include "runtime/repository/copy_format.h"

namespace idx::runtime {
namespace {

constexpr uint16_t kPositive = 0, kNegative = 0x4000;
constexpr int kMostGroups = 32;  // a decimal has up to 29 digits before the point and 28 behind it

void Append(std::string& to, uint16_t value) {
  value = Swap(value);
  to.append(reinterpret_cast<const char*>(&value), sizeof value);
}

}  // namespace

std::string NumericOf(const Decimal& value) {
  std::string text;
  AppendDecimal(text, value);
  bool negative = text.starts_with('-');
  if (negative) text.erase(0, 1);
  size_t point = text.find('.');
  std::string whole = text.substr(0, point);
  std::string fraction = point == std::string::npos ? "" : text.substr(point + 1);
  size_t scale = fraction.size();
  whole.insert(0, (4 - whole.size() % 4) % 4, '0');
  fraction.append((4 - fraction.size() % 4) % 4, '0');
  std::string digits = whole + fraction;
  int weight = static_cast<int>(whole.size() / 4) - 1;
  std::vector<uint16_t> groups;
  for (size_t i = 0; i < digits.size(); i += 4)
    groups.push_back(static_cast<uint16_t>(std::stoi(digits.substr(i, 4))));
  while (!groups.empty() && groups.back() == 0) groups.pop_back();
  while (!groups.empty() && groups.front() == 0) {
    groups.erase(groups.begin());
    --weight;
  }
  std::string bytes;
  Append(bytes, static_cast<uint16_t>(groups.size()));
  Append(bytes, static_cast<uint16_t>(groups.empty() ? 0 : weight));
  Append(bytes, negative ? kNegative : kPositive);
  Append(bytes, static_cast<uint16_t>(scale));
  for (uint16_t group : groups) Append(bytes, group);
  return bytes;
}

bool ReadNumeric(std::string_view bytes, Decimal& value) {
  if (bytes.size() < 8) return false;
  auto word = [&](size_t i) { return LoadBig<uint16_t>(bytes.data() + 2 * i); };
  size_t groups = word(0);
  int weight = static_cast<int16_t>(word(1));
  uint16_t sign = word(2), scale = word(3);
  if (bytes.size() != 8 + 2 * groups || (sign != kPositive && sign != kNegative)) return false;
  if (weight > kMostGroups || weight < -kMostGroups || groups > 2 * kMostGroups || scale > 1000) return false;
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

}  // namespace idx::runtime
