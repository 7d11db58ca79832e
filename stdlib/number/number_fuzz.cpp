// Any bytes as styles (the first line, in digits), a format (the second) and a text (the rest): the readers
// of numbers agree with naive ones and with the C library, and what is read, printed and read again is the
// same.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdlib>

#include "base/core/assert.h"
#include "base/value/decimal.h"
#include "base/value/guid.h"
#include "base/value/number_format.h"

namespace idx {
namespace {

using namespace number_styles;
constexpr int32_t kNumber = 111, kAny = 511;

bool IsBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool IsDecimalDigit(char c) { return c >= '0' && c <= '9'; }

// Blanks around, a sign, digits; zero bytes at the end. As slow and plain as can be.
ParseResult NaiveInteger(std::string_view text, int bits, int64_t& value) {
  while (text.ends_with('\0')) text.remove_suffix(1);
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty() || !std::all_of(text.begin(), text.end(), IsDecimalDigit)) return ParseResult::kBadFormat;
  __int128 number = 0, beyond = static_cast<__int128>(1) << 70;
  for (char c : text) number = std::min(number * 10 + (c - '0'), beyond);
  if (negative) number = -number;
  __int128 limit = static_cast<__int128>(1) << (bits - 1);
  if (number < -limit || number >= limit) return ParseResult::kOverflow;
  value = static_cast<int64_t>(number);
  return ParseResult::kOk;
}

void CheckPrinted(int64_t value, int bits) {
  struct Way {
    std::string_view format;
    int32_t styles;
  };
  for (Way way : {Way{"", kInteger},
                  {"D25", kInteger},
                  {"X", kHexNumber},
                  {"x20", kHexNumber},
                  {"N3", kNumber},
                  {"F2", kNumber},
                  {"E20", kAny},
                  {"C", kAny},
                  {"#,##0.##", kNumber}}) {
    std::string text;
    int64_t again = 0;
    IDX_ASSERT(AppendInteger(text, value, way.format, bits) == FormatResult::kOk);
    if (way.format == "x20") text.erase(0, text.size() - static_cast<size_t>(bits) / 4);
    IDX_ASSERT(ParseInteger(text, way.styles, bits, again) == ParseResult::kOk && again == value);
  }
}

void CheckInteger(std::string_view text, int bits) {
  int64_t value = 0, naive = 0;
  ParseResult expected = NaiveInteger(text, bits, naive);
  bool zeros_then_blanks = text.find('\0') != std::string_view::npos;  // .NET: blanks before zero bytes only
  ParseResult result = ParseInteger(text, kInteger, bits, value);
  if (!zeros_then_blanks) IDX_ASSERT(result == expected);
  if (result != ParseResult::kOk) return;
  if (!zeros_then_blanks) IDX_ASSERT(value == naive);
  CheckPrinted(value, bits);
  Decimal decimal;
  IDX_ASSERT(ParseDecimal(text, kInteger, decimal) == ParseResult::kOk);
  IDX_ASSERT(ToInteger(decimal, 64) == value);
}

bool SameDouble(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::bit_cast<uint64_t>(a) == std::bit_cast<uint64_t>(b);
}
void CheckDouble(std::string_view text, int32_t styles) {
  double value = 0;
  if (ParseDouble(text, styles, value) != ParseResult::kOk) return;
  for (std::string_view format : {"", "R", "G17", "E16"}) {
    std::string printed;
    double again = 0;
    IDX_ASSERT(AppendDouble(printed, value, format) == FormatResult::kOk);
    IDX_ASSERT(ParseDouble(printed, kFloat, again) == ParseResult::kOk && SameDouble(again, value));
  }
  if (text.find_first_not_of("0123456789.eE+-") != std::string_view::npos) return;
  std::string copy(text);
  char* end = nullptr;
  double theirs = std::strtod(copy.c_str(), &end);
  if (end == copy.c_str() + copy.size()) IDX_ASSERT(SameDouble(theirs, value));
}

void CheckDecimal(std::string_view text, int32_t styles) {
  Decimal value, again;
  if (ParseDecimal(text, styles, value) != ParseResult::kOk) return;
  IDX_ASSERT(value.scale() <= 28);
  std::string printed;
  AppendDecimal(printed, value);
  IDX_ASSERT(ParseDecimal(printed, kNumber, again) == ParseResult::kOk && Compare(again, value) == 0);
  IDX_ASSERT(again.scale() == value.scale());
  double real = 0;
  IDX_ASSERT(ParseDouble(text, styles, real) == ParseResult::kOk);
  IDX_ASSERT(std::abs(real - ToDouble(value)) <= std::abs(real) * 1e-14 + 1e-28);
}

// A whole number reads the same in each type's hand, but where the format is for integers only.
void CheckFormat(int64_t value, std::string_view format) {
  std::string whole, decimal, real;
  FormatResult result = AppendInteger(whole, value, format, 64);
  FormatResult other = AppendDecimal(decimal, DecimalOf(value), format);
  AppendDouble(real, static_cast<double>(value), format);
  if (other != FormatResult::kOk || format.empty() ||
      std::string_view("DdXxBbRr").find(format[0]) != std::string_view::npos)
    return;
  IDX_ASSERT(result == FormatResult::kOk && whole == decimal);
}

void CheckGuid(std::string_view text) {
  Guid value, again;
  if (!ParseGuid(text, '\0', value)) return;
  for (char letter : {'D', 'N', 'B', 'P', 'X'}) {
    std::string printed;
    IDX_ASSERT(AppendGuid(printed, value, letter));
    IDX_ASSERT(ParseGuid(printed, letter, again) && again == value);
  }
}

std::string_view TakeLine(std::string_view& input) {
  size_t end = std::min(input.find('\n'), input.size());
  std::string_view line = input.substr(0, end);
  input.remove_prefix(std::min(end + 1, input.size()));
  return line;
}

void Check(std::string_view input) {
  int32_t styles = 0;
  for (char c : TakeLine(input).substr(0, 4)) styles = styles * 10 + (c & 15);
  std::string_view format = TakeLine(input), text = input;
  if (text.ends_with('\n')) text.remove_suffix(1);  // of a seed
  CheckInteger(text, 32);
  CheckInteger(text, 64);
  int64_t value = 0;
  ParseInteger(text, styles, 64, value);
  CheckDouble(text, styles);
  CheckDouble(text, kFloat | kThousands);
  CheckDecimal(text, styles);
  CheckGuid(text);
  CheckFormat(value, format);
}

}  // namespace
}  // namespace idx

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size <= 1024) idx::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
