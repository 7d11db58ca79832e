#include "base/value/number_format.h"

#include <charconv>
#include <cmath>

#include "base/value/decimal.h"
#include "base/value/number_digits.h"

namespace idx {
namespace {

constexpr int kMostDigits = 100'000;

// A standard format: a letter and up to nine digits. letter 0: a custom format.
struct Specifier {
  char letter = 'G';
  int precision = -1;
  bool too_long = false;
};

bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

Specifier ReadSpecifier(std::string_view format) {
  Specifier spec;
  if (format.empty()) return spec;
  if (!IsLetter(format[0])) return {0, -1, false};
  int64_t n = -1;
  for (size_t i = 1; i < format.size(); ++i) {
    if (!IsDigit(format[i])) return {0, -1, false};
    n = std::max<int64_t>(n, 0) * 10 + (format[i] - '0');
    if (n > 999'999'999) n = 1'000'000'000;
  }
  spec.letter = format[0];
  spec.precision = static_cast<int>(n);
  spec.too_long = n > kMostDigits;
  return spec;
}

void AppendExponent(std::string& out, int64_t exponent, char letter, size_t least_digits) {
  out.push_back(letter);
  out.push_back(exponent < 0 ? '-' : '+');
  std::string digits = std::to_string(exponent < 0 ? -exponent : exponent);
  if (digits.size() < least_digits) out.append(least_digits - digits.size(), '0');
  out += digits;
}

// Integer part (with groups of three) and `decimals` digits after the point.
void AppendFixed(std::string& out, const NumberDigits& number, int decimals, bool groups) {
  if (number.scale > 0) {
    for (int64_t i = 0; i < number.scale; ++i) {
      out.push_back(i < static_cast<int64_t>(number.digits.size()) ? number.digits[static_cast<size_t>(i)]
                                                                   : '0');
      int64_t left = number.scale - 1 - i;
      if (groups && left > 0 && left % 3 == 0) out.push_back(',');
    }
  } else {
    out.push_back('0');
  }
  if (decimals <= 0) return;
  out.push_back('.');
  for (int64_t i = number.scale; i < number.scale + decimals; ++i) {
    bool has = i >= 0 && i < static_cast<int64_t>(number.digits.size());
    out.push_back(has ? number.digits[static_cast<size_t>(i)] : '0');
  }
}

void AppendScientific(std::string& out, const NumberDigits& number, int decimals, char letter) {
  out.push_back(number.digits.empty() ? '0' : number.digits[0]);
  if (decimals > 0) out.push_back('.');
  for (int i = 1; i <= decimals; ++i) {
    out.push_back(static_cast<size_t>(i) < number.digits.size() ? number.digits[static_cast<size_t>(i)]
                                                                : '0');
  }
  AppendExponent(out, number.digits.empty() ? 0 : number.scale - 1, letter, 3);
}

void AppendGeneral(std::string& out, const NumberDigits& number, int64_t most_digits, char letter) {
  int64_t point = number.digits.empty() ? 1 : number.scale;
  bool scientific = point > most_digits || point < -3;
  if (number.negative) out.push_back('-');
  int64_t before = scientific ? 1 : point;
  if (before > 0) {
    for (int64_t i = 0; i < before; ++i) {
      out.push_back(i < static_cast<int64_t>(number.digits.size()) ? number.digits[static_cast<size_t>(i)]
                                                                   : '0');
    }
  } else {
    out.push_back('0');
  }
  auto size = static_cast<int64_t>(number.digits.size());
  if (size > before) {
    out.push_back('.');
    if (before < 0) out.append(static_cast<size_t>(-before), '0');
    out.append(number.digits, static_cast<size_t>(std::max<int64_t>(before, 0)));
  }
  if (scientific) AppendExponent(out, number.scale - 1, letter, 2);
}

// C, E, F, G, N, P and R of digits that are exact (integers) or rounded as the format needs (doubles).
FormatResult AppendStandard(std::string& out, NumberDigits number, const Specifier& spec,
                            int64_t general_digits) {
  char upper = static_cast<char>(spec.letter & ~0x20);
  int decimals = spec.precision < 0 ? (upper == 'E' ? 6 : 2) : spec.precision;
  switch (upper) {
    case 'F':
    case 'N':
      RoundDigits(number, number.scale + decimals, false);
      if (number.negative) out.push_back('-');
      AppendFixed(out, number, decimals, upper == 'N');
      return FormatResult::kOk;
    case 'C':
      RoundDigits(number, number.scale + decimals, false);
      out += number.negative ? "(\xC2\xA4" : "\xC2\xA4";
      AppendFixed(out, number, decimals, true);
      if (number.negative) out.push_back(')');
      return FormatResult::kOk;
    case 'P':
      if (!number.digits.empty()) number.scale += 2;
      RoundDigits(number, number.scale + decimals, false);
      if (number.negative) out.push_back('-');
      AppendFixed(out, number, decimals, true);
      out += " %";
      return FormatResult::kOk;
    case 'E':
      RoundDigits(number, decimals + 1, false);
      if (number.negative) out.push_back('-');
      AppendScientific(out, number, decimals, spec.letter);
      return FormatResult::kOk;
    case 'G':
    case 'R':
      RoundDigits(number, general_digits, false);
      AppendGeneral(out, number, general_digits, spec.letter >= 'a' ? 'e' : 'E');
      return FormatResult::kOk;
    default:
      return FormatResult::kBadFormat;
  }
}

void AppendPadded(std::string& out, bool negative, std::string digits, int width) {
  if (negative) out.push_back('-');
  if (static_cast<int>(digits.size()) < width) out.append(static_cast<size_t>(width) - digits.size(), '0');
  out += digits;
}

std::string InBase(uint64_t value, unsigned base, bool upper) {
  std::string digits;
  do digits.insert(digits.begin(), (upper ? "0123456789ABCDEF" : "0123456789abcdef")[value % base]);
  while ((value /= base) != 0);
  return digits;
}

}  // namespace

void AppendInteger(std::string& out, int64_t value) {
  char buffer[24];
  out.append(buffer, std::to_chars(buffer, buffer + 24, value).ptr);
}

void AppendDouble(std::string& out, double value) { AppendDouble(out, value, ""); }

FormatResult AppendInteger(std::string& out, int64_t value, std::string_view format, int bits) {
  format = format.substr(0, format.find('\0'));  // as in .NET, where it ends a format
  Specifier spec = ReadSpecifier(format);
  if (spec.too_long) return spec.precision > 999'999'999 ? FormatResult::kBadFormat : FormatResult::kTooLong;
  char upper = static_cast<char>(spec.letter & ~0x20);
  uint64_t raw = bits == 32 ? static_cast<uint32_t>(value) : static_cast<uint64_t>(value);
  NumberDigits number = DigitsOf(value);
  if (spec.letter == 0)
    return AppendCustom(out, number, format) ? FormatResult::kOk : FormatResult::kBadFormat;
  if (upper == 'D' || (upper == 'G' && spec.precision < 1)) {
    AppendPadded(out, number.negative, number.digits.empty() ? "0" : number.digits, spec.precision);
    return FormatResult::kOk;
  }
  if (upper == 'X' || upper == 'B') {
    AppendPadded(out, false, InBase(raw, upper == 'X' ? 16 : 2, spec.letter == 'X'), spec.precision);
    return FormatResult::kOk;
  }
  int64_t general = spec.precision < 1 ? (bits == 32 ? 10 : 19) : spec.precision;
  return AppendStandard(out, std::move(number), spec, general);
}

// C, E, F, G, N, P and custom formats.
FormatResult AppendDecimal(std::string& out, const Decimal& value, std::string_view format) {
  format = format.substr(0, format.find('\0'));
  Specifier spec = ReadSpecifier(format);
  if (spec.too_long) return spec.precision > 999'999'999 ? FormatResult::kBadFormat : FormatResult::kTooLong;
  NumberDigits number = DigitsOf(value);
  if (spec.letter == 0)
    return AppendCustom(out, number, format) ? FormatResult::kOk : FormatResult::kBadFormat;
  char upper = static_cast<char>(spec.letter & ~0x20);
  if ((upper == 'R' || upper == 'G') && spec.precision < 0) {
    AppendDecimal(out, value);
    return FormatResult::kOk;
  }
  return AppendStandard(out, std::move(number), spec, spec.precision < 1 ? 29 : spec.precision);
}

FormatResult AppendDouble(std::string& out, double value, std::string_view format) {
  format = format.substr(0, format.find('\0'));
  Specifier spec = ReadSpecifier(format);
  if (spec.too_long) return spec.precision > 999'999'999 ? FormatResult::kBadFormat : FormatResult::kTooLong;
  if (!std::isfinite(value)) {
    out += std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    return FormatResult::kOk;
  }
  if (spec.letter == 0) {
    return AppendCustom(out, SignificantDigitsOf(value, 15), format) ? FormatResult::kOk
                                                                     : FormatResult::kBadFormat;
  }
  char upper = static_cast<char>(spec.letter & ~0x20);
  int decimals = spec.precision < 0 ? 2 : spec.precision;
  if (upper == 'R' || (upper == 'G' && spec.precision < 1)) {
    NumberDigits number = ShortestDigitsOf(value);
    int64_t most = 17;  // the digits that any double needs
    return AppendStandard(out, std::move(number), spec, most);
  }
  if (upper == 'G')
    return AppendStandard(out, SignificantDigitsOf(value, spec.precision), spec, spec.precision);
  if (upper == 'E')
    return AppendStandard(out, SignificantDigitsOf(value, spec.precision < 0 ? 7 : spec.precision + 1), spec,
                          0);
  return AppendStandard(out, FixedDigitsOf(value, upper == 'P' ? decimals + 2 : decimals), spec, 0);
}

}  // namespace idx
