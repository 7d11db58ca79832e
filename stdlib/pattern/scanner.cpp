#include "stdlib/pattern/scanner.h"

#include <fmt/format.h>

#include "base/value/utf.h"

namespace idx::stdlib {

std::string PatternError::Describe(std::string_view pattern) const {
  return fmt::format("Invalid pattern '{}' at offset {}. {}", pattern.substr(0, 200), unit, message);
}

bool PatternScanner::FailAt(size_t pos, PatternErrorKind kind, std::string message) {
  error_.kind = kind;
  error_.unit = pos;
  error_.message = std::move(message);
  return false;
}

std::string PatternScanner::Quote(size_t from, size_t to) const {
  return FromUtf16(text_.substr(from, to - from));
}

bool PatternScanner::ScanCharEscape(uint16_t& unit) {
  if (AtEnd()) return FailSyntax("Illegal \\ at end of pattern.");
  char16_t c = Next();
  if (c >= u'0' && c <= u'7') {
    --pos_;
    unit = ScanOctal();
    return true;
  }
  unit = c;
  switch (c) {
    case u'x':
      return ScanHex(2, unit);
    case u'u':
      return ScanHex(4, unit);
    case u'c':
      return ScanControl(unit);
    case u'a':
      unit = 0x07;
      return true;
    case u'b':
      unit = 0x08;
      return true;
    case u'e':
      unit = 0x1B;
      return true;
    case u'f':
      unit = 0x0C;
      return true;
    case u'n':
      unit = 0x0A;
      return true;
    case u'r':
      unit = 0x0D;
      return true;
    case u't':
      unit = 0x09;
      return true;
    case u'v':
      unit = 0x0B;
      return true;
    default:
      break;
  }
  if (!IsBoundaryWordUnit(c)) return true;
  return FailSyntax(fmt::format("Unrecognized escape sequence \\{}.", Quote(pos_ - 1, pos_)));
}

uint16_t PatternScanner::ScanOctal() {
  uint32_t value = 0;
  for (int digits = 0; digits < 3 && !AtEnd() && Peek() >= u'0' && Peek() <= u'7'; ++digits) {
    value = value * 8 + (Next() - u'0');
  }
  return static_cast<uint16_t>(value & 0xFF);
}

bool PatternScanner::ScanHex(int digits, uint16_t& unit) {
  uint32_t value = 0;
  for (; digits > 0; --digits) {
    char16_t c = AtEnd() ? u'\0' : Next();
    char16_t lower = c | 0x20;
    if (IsDigitUnit(c))
      value = value * 16 + (c - u'0');
    else if (lower >= u'a' && lower <= u'f')
      value = value * 16 + (lower - u'a' + 10);
    else
      return FailSyntax("Insufficient hexadecimal digits.");
  }
  unit = static_cast<uint16_t>(value);
  return true;
}

bool PatternScanner::ScanControl(uint16_t& unit) {
  if (AtEnd()) return FailSyntax("Missing control character.");
  char16_t c = Next();
  if (c >= u'a' && c <= u'z') c = static_cast<char16_t>(c - (u'a' - u'A'));
  if (c < u'@' || c - u'@' >= 0x20) return FailSyntax("Unrecognized control character.");
  unit = static_cast<uint16_t>(c - u'@');
  return true;
}

bool PatternScanner::ScanDecimal(uint32_t& value) {
  uint64_t number = 0;
  while (!AtEnd() && IsDigitUnit(Peek())) {
    number = number * 10 + (Next() - u'0');
    if (number > INT32_MAX) {
      return FailSyntax("Capture group numbers must be less than or equal to Int32.MaxValue.");
    }
  }
  value = static_cast<uint32_t>(number);
  return true;
}

std::u16string_view PatternScanner::ScanName() {
  size_t start = pos_;
  while (!AtEnd() && IsBoundaryWordUnit(Peek())) ++pos_;
  return text_.substr(start, pos_ - start);
}

bool PatternScanner::ScanProperty(std::u16string_view& name) {
  if (!Has(3)) return FailSyntax("Incomplete \\p{X} character escape.");
  if (Next() != u'{') return FailSyntax("Malformed \\p{X} character escape.");
  size_t start = pos_;
  while (!AtEnd() && (IsBoundaryWordUnit(Peek()) || Peek() == u'-')) ++pos_;
  name = text_.substr(start, pos_ - start);
  if (AtEnd() || Next() != u'}') return FailSyntax("Incomplete \\p{X} character escape.");
  return true;
}

}  // namespace idx::stdlib
