// Numbers to text and back as .NET 8 does it with the invariant culture: standard and custom format strings,
// shortest round trip of doubles, and parsing by NumberStyles. Pure functions on bytes; output is appended to
// `out`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace idx {

enum class FormatResult { kOk, kBadFormat, kTooLong };

// C#'s ToString(): "-42"; "1E+17", "NaN", "-0".
void AppendInteger(std::string& out, int64_t value);
void AppendDouble(std::string& out, double value);
// C#'s ToString(format). bits is 32 or 64: how X and B print negative numbers.
FormatResult AppendInteger(std::string& out, int64_t value, std::string_view format, int bits);
FormatResult AppendDouble(std::string& out, double value, std::string_view format);

// The value of System.Globalization.NumberStyles.
namespace number_styles {
inline constexpr int32_t kLeadingWhite = 1, kTrailingWhite = 2, kLeadingSign = 4, kTrailingSign = 8,
                         kParentheses = 16, kDecimalPoint = 32, kThousands = 64, kExponent = 128,
                         kCurrency = 256, kHex = 512, kBinary = 1024;
inline constexpr int32_t kInteger = 7, kHexNumber = 515, kBinaryNumber = 1027, kFloat = 167;
}  // namespace number_styles

enum class ParseResult { kOk, kBadFormat, kOverflow, kBadStyle };
ParseResult ParseInteger(std::string_view text, int32_t styles, int bits, int64_t& value);
ParseResult ParseDouble(std::string_view text, int32_t styles, double& value);

}  // namespace idx
