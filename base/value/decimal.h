// Arithmetic of Decimal with the results of .NET 8's System.Decimal, digits and scale alike: sums keep the
// larger scale, products add theirs, and what does not fit into 96 bits is rounded half to even. Pure
// functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/value/number_digits.h"
#include "base/value/number_format.h"
#include "base/value/scalars.h"

namespace idx {

enum class DecimalRounding { kToEven, kAwayFromZero, kTowardZero, kDown, kUp };

Decimal DecimalOf(int64_t value);
// The nearest with 15 significant digits, as .NET's conversion; none when it is NaN or too large.
std::optional<Decimal> DecimalOf(double value);
double ToDouble(const Decimal& value);
// Without what follows the point; none when it is out of range.
std::optional<int64_t> ToInteger(const Decimal& value, int bits);

// None: the result is too large. Divide and Remainder by zero: none; ask IsZero first.
std::optional<Decimal> Add(const Decimal& a, const Decimal& b);
std::optional<Decimal> Subtract(const Decimal& a, const Decimal& b);
std::optional<Decimal> Multiply(const Decimal& a, const Decimal& b);
std::optional<Decimal> Divide(const Decimal& a, const Decimal& b);
std::optional<Decimal> Remainder(const Decimal& a, const Decimal& b);
Decimal Negate(const Decimal& value);
bool IsZero(const Decimal& value);
int Compare(const Decimal& a, const Decimal& b);
// With at most `decimals` digits after the point.
Decimal Round(const Decimal& value, uint32_t decimals, DecimalRounding how);

// The digits, with the zeros at their end that the scale keeps.
NumberDigits DigitsOf(const Decimal& value);
// C#'s ToString(), and ToString(format).
void AppendDecimal(std::string& out, const Decimal& value);
FormatResult AppendDecimal(std::string& out, const Decimal& value, std::string_view format);
// By NumberStyles; more than 28 digits after the point are rounded.
ParseResult ParseDecimal(std::string_view text, int32_t styles, Decimal& value);

}  // namespace idx
