// A number as decimal digits, between parsing or rounding and the layout of a format.
#pragma once

#include <cstdint>
#include <string>

namespace idx {

// 0.d1d2d3… × 10^scale; no leading zeros; empty digits are zero.
struct NumberDigits {
  std::string digits;
  int64_t scale = 0;
  bool negative = false;
  bool is_double = false;
};

NumberDigits DigitsOf(int64_t value);
// The shortest digits that round-trip, or with `significant` digits, or with `fraction` digits after the
// point.
NumberDigits ShortestDigitsOf(double value);
NumberDigits SignificantDigitsOf(double value, int significant);
NumberDigits FixedDigitsOf(double value, int fraction);
// Half away from zero at `position` digits; a double's digits are rounded already and only cut unless
// `force`.
void RoundDigits(NumberDigits& number, int64_t position, bool force);
// By NumberStyles. `decimals`: the digits after the point as written, less the exponent. False: no number.
bool ReadNumber(std::string_view text, int32_t styles, NumberDigits& number, int64_t& decimals);
// .NET's custom format strings ("#,##0.00;(0)").
bool AppendCustom(std::string& out, NumberDigits number, std::string_view format);

}  // namespace idx
