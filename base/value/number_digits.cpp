#include "base/value/number_digits.h"

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace idx {
namespace {

// From "d.ddde±xx" or "ddd.ddd".
NumberDigits FromDecimal(std::string_view text) {
  NumberDigits number;
  number.is_double = true;
  bool point = false;
  size_t i = 0;
  for (; i < text.size() && text[i] != 'e'; ++i) {
    if (text[i] == '.') {
      point = true;
    } else if (number.digits.empty() && text[i] == '0') {
      if (point) --number.scale;
    } else {
      number.digits.push_back(text[i]);
      if (!point) ++number.scale;
    }
  }
  if (i < text.size()) number.scale += std::strtol(text.data() + i + 1, nullptr, 10);
  while (!number.digits.empty() && number.digits.back() == '0') number.digits.pop_back();
  if (number.digits.empty()) number.scale = 0;
  return number;
}

}  // namespace

NumberDigits DigitsOf(int64_t value) {
  NumberDigits number;
  number.negative = value < 0;
  if (value == 0) return number;
  uint64_t magnitude = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  number.digits = std::to_string(magnitude);
  number.scale = static_cast<int64_t>(number.digits.size());
  return number;
}

NumberDigits ShortestDigitsOf(double value) {
  char buffer[64] = {};
  std::to_chars(buffer, buffer + 63, std::fabs(value), std::chars_format::scientific);
  NumberDigits number = FromDecimal(buffer);
  number.negative = std::signbit(value);
  return number;
}

NumberDigits SignificantDigitsOf(double value, int significant) {
  // A double has at most 767 significant digits.
  char buffer[1024] = {};
  std::to_chars(buffer, buffer + 1023, std::fabs(value), std::chars_format::scientific,
                std::min(significant - 1, 770));
  NumberDigits number = FromDecimal(buffer);
  number.negative = std::signbit(value);
  return number;
}

NumberDigits FixedDigitsOf(double value, int fraction) {
  char buffer[1536] = {};
  std::to_chars(buffer, buffer + 1535, std::fabs(value), std::chars_format::fixed, std::min(fraction, 1080));
  NumberDigits number = FromDecimal(buffer);
  number.negative = std::signbit(value);
  return number;
}

void RoundDigits(NumberDigits& number, int64_t position, bool force) {
  auto size = static_cast<int64_t>(number.digits.size());
  int64_t keep = std::max<int64_t>(position, 0);
  bool up = position >= 0 && keep < size && number.digits[static_cast<size_t>(keep)] >= '5' &&
            (force || !number.is_double);
  if (keep < size) number.digits.resize(static_cast<size_t>(keep));
  if (up) {
    while (!number.digits.empty() && number.digits.back() == '9') number.digits.pop_back();
    if (number.digits.empty()) {
      number.digits = "1";
      ++number.scale;
    } else {
      ++number.digits.back();
    }
  }
  while (!number.digits.empty() && number.digits.back() == '0') number.digits.pop_back();
  if (number.digits.empty()) {
    number.scale = 0;
    if (!number.is_double) number.negative = false;
  }
}

}  // namespace idx
