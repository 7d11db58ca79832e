// Parsing by NumberStyles with the invariant culture. Source of the behaviour: System.Number of .NET 8.
#include <charconv>
#include <cmath>
#include <string>

#include "base/value/case.h"
#include "base/value/number_digits.h"
#include "base/value/number_format.h"

namespace idx {
namespace {

using namespace number_styles;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsWhite(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr std::string_view kCurrencySign = "\xC2\xA4";

class Reader {
 public:
  Reader(std::string_view text, int32_t styles) : text_(text), styles_(styles) {}

  // False: not a number. The digits are in number().
  bool Read() {
    Before();
    Digits();
    if (!seen_digit_) return false;
    Exponent();
    After();
    if (open_) return false;
    if (number_.digits.empty()) number_.scale = 0;
    // .NET lets zero bytes follow.
    while (at_ < text_.size() && text_[at_] == '\0') ++at_;
    return at_ == text_.size();
  }
  const NumberDigits& number() const { return number_; }
  // Digits after the point as they were written, zeros at the end included.
  int64_t decimals() const { return decimals_; }

 private:
  bool Has(int32_t style) const { return (styles_ & style) != 0; }
  char Now() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  bool Sign() {
    if (Now() != '+' && Now() != '-') return false;
    number_.negative = Now() == '-';
    sign_ = true;
    ++at_;
    return true;
  }
  bool Currency() {
    if (!Has(kCurrency) || currency_ || !text_.substr(at_).starts_with(kCurrencySign)) return false;
    currency_ = true;
    at_ += kCurrencySign.size();
    return true;
  }
  void Before() {
    while (at_ < text_.size()) {
      if (IsWhite(Now()) && Has(kLeadingWhite) && (!sign_ || currency_)) {
        ++at_;
      } else if (Has(kLeadingSign) && !sign_ && Sign()) {
      } else if (Now() == '(' && Has(kParentheses) && !sign_) {
        sign_ = open_ = number_.negative = true;
        ++at_;
      } else if (!Currency()) {
        return;
      }
    }
  }
  void Digits() {
    for (; at_ < text_.size(); ++at_) {
      char c = Now();
      if (IsDigit(c)) {
        seen_digit_ = true;
        if (point_) ++decimals_;
        if (c != '0' || !number_.digits.empty()) {
          number_.digits.push_back(c);
          if (!point_) ++number_.scale;
        } else if (point_) {
          --number_.scale;
        }
      } else if (c == '.' && Has(kDecimalPoint) && !point_) {
        point_ = true;
      } else if (!(c == ',' && Has(kThousands) && seen_digit_ && !point_)) {
        break;
      }
    }
    while (!number_.digits.empty() && number_.digits.back() == '0') number_.digits.pop_back();
  }
  void Exponent() {
    if ((Now() != 'e' && Now() != 'E') || !Has(kExponent)) return;
    size_t back = at_++;
    bool negative = Now() == '-';
    if (Now() == '+' || Now() == '-') ++at_;
    if (!IsDigit(Now())) {
      at_ = back;
      return;
    }
    int64_t exponent = 0;
    for (; IsDigit(Now()); ++at_) exponent = std::min<int64_t>(exponent * 10 + (Now() - '0'), 9999);
    number_.scale += negative ? -exponent : exponent;
    decimals_ += negative ? exponent : -exponent;
  }
  void After() {
    while (at_ < text_.size()) {
      if (IsWhite(Now()) && Has(kTrailingWhite)) {
        ++at_;
      } else if (Has(kTrailingSign) && !sign_ && Sign()) {
      } else if (Now() == ')' && open_) {
        open_ = false;
        ++at_;
      } else if (!Currency()) {
        return;
      }
    }
  }

  std::string_view text_;
  int32_t styles_;
  size_t at_ = 0;
  NumberDigits number_;
  int64_t decimals_ = 0;
  bool sign_ = false, open_ = false, currency_ = false, point_ = false, seen_digit_ = false;
};

// shift: how many bits a digit stands for.
ParseResult ParseBits(std::string_view text, int32_t styles, int shift, int bits, int64_t& value) {
  size_t at = 0;
  if ((styles & kLeadingWhite) != 0)
    while (at < text.size() && IsWhite(text[at])) ++at;
  uint64_t bits_read = 0;
  size_t start = at;
  bool overflow = false;
  for (; at < text.size(); ++at) {
    char c = ToLowerAscii(text[at]);
    int digit = IsDigit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
    if (digit < 0 || digit >> shift != 0) break;
    if ((bits_read >> (bits - shift)) != 0) overflow = true;
    bits_read = bits_read << shift | static_cast<uint64_t>(digit);
  }
  if (at == start) return ParseResult::kBadFormat;
  if ((styles & kTrailingWhite) != 0)
    while (at < text.size() && IsWhite(text[at])) ++at;
  while (at < text.size() && text[at] == '\0') ++at;
  if (at != text.size()) return ParseResult::kBadFormat;
  if (overflow) return ParseResult::kOverflow;
  value = bits == 32 ? static_cast<int32_t>(bits_read) : static_cast<int64_t>(bits_read);
  return ParseResult::kOk;
}

ParseResult ToInteger(const NumberDigits& number, int bits, int64_t& value) {
  auto size = static_cast<int64_t>(number.digits.size());
  if (size == 0) {
    value = 0;
    return ParseResult::kOk;
  }
  if (number.scale > 19 || number.scale < size) return ParseResult::kOverflow;
  unsigned __int128 magnitude = 0;
  for (int64_t i = 0; i < number.scale; ++i)
    magnitude =
        magnitude * 10 + static_cast<unsigned>(i < size ? number.digits[static_cast<size_t>(i)] - '0' : 0);
  unsigned __int128 most = (static_cast<unsigned __int128>(1) << (bits - 1)) - (number.negative ? 0 : 1);
  if (magnitude > most) return ParseResult::kOverflow;
  auto small = static_cast<uint64_t>(magnitude);
  value = static_cast<int64_t>(number.negative ? 0 - small : small);
  return ParseResult::kOk;
}

}  // namespace

bool ReadNumber(std::string_view text, int32_t styles, NumberDigits& number, int64_t& decimals) {
  Reader reader(text, styles);
  if (!reader.Read()) return false;
  number = reader.number();
  decimals = reader.decimals();
  return true;
}

ParseResult ParseInteger(std::string_view text, int32_t styles, int bits, int64_t& value) {
  if ((styles & ~0x7FF) != 0) return ParseResult::kBadStyle;
  if ((styles & kHex) != 0) {
    return (styles & ~kHexNumber) != 0 ? ParseResult::kBadStyle : ParseBits(text, styles, 4, bits, value);
  }
  if ((styles & kBinary) != 0)
    return (styles & ~kBinaryNumber) != 0 ? ParseResult::kBadStyle : ParseBits(text, styles, 1, bits, value);
  Reader reader(text, styles);
  return reader.Read() ? ToInteger(reader.number(), bits, value) : ParseResult::kBadFormat;
}

ParseResult ParseDouble(std::string_view text, int32_t styles, double& value) {
  if ((styles & ~0x1FF) != 0) return ParseResult::kBadStyle;
  Reader reader(text, styles);
  if (!reader.Read()) {
    while (!text.empty() && IsWhite(text.front())) text.remove_prefix(1);
    while (!text.empty() && IsWhite(text.back())) text.remove_suffix(1);
    bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    if (EqualsIgnoreCase(text, "Infinity"))
      value = negative ? -HUGE_VAL : HUGE_VAL;
    else if (EqualsIgnoreCase(text, "NaN"))
      value = std::nan("");
    else
      return ParseResult::kBadFormat;
    return ParseResult::kOk;
  }
  const NumberDigits& number = reader.number();
  value = 0;
  if (!number.digits.empty()) {
    std::string decimal = "0." + number.digits + "e" + std::to_string(number.scale);
    auto [end, error] = std::from_chars(decimal.data(), decimal.data() + decimal.size(), value);
    if (error == std::errc::result_out_of_range) value = number.scale > 0 ? HUGE_VAL : 0;
  }
  if (number.negative) value = -value;
  return ParseResult::kOk;
}

}  // namespace idx
