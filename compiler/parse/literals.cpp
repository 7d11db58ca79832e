#include "compiler/parse/literals.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <cstdlib>

namespace idx::compiler {

using ast::LiteralKind;

namespace {

void AppendBytes(std::string& out, uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

void AppendWtf8(std::string& out, uint32_t code) {
  const size_t n = out.size();
  if (code >= 0xDC00 && code < 0xE000 && n >= 3 && static_cast<unsigned char>(out[n - 3]) == 0xED &&
      static_cast<unsigned char>(out[n - 2]) >= 0xA0 && static_cast<unsigned char>(out[n - 2]) < 0xB0) {
    const uint32_t high = 0xD000u | ((static_cast<unsigned char>(out[n - 2]) & 0x3Fu) << 6) |
                          (static_cast<unsigned char>(out[n - 1]) & 0x3Fu);
    out.resize(n - 3);
    code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00);
  }
  AppendBytes(out, code);
}

void LiteralReader::TooLarge(uint32_t begin, uint32_t end) {
  diagnostics_.Report(8, text_.SpanOf(begin, end),
                      {std::string(text_.all().substr(begin, std::min(end - begin, 60u)))});
}

void LiteralReader::ReadNumber(uint32_t begin, uint32_t end, bool negative, ast::Literal& literal) {
  std::string digits;
  for (char c : text_.all().substr(begin, end - begin))
    if (c != '_') digits += c;
  int base = 10;
  if (digits.size() > 1 && digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X')) base = 16;
  if (digits.size() > 1 && digits[0] == '0' && (digits[1] == 'b' || digits[1] == 'B')) base = 2;
  if (base == 10 && digits.find_first_of(".eEfFdDmM") != std::string::npos)
    return ReadReal(std::move(digits), begin, end, literal);
  if (base != 10) digits.erase(0, 2);
  bool is_unsigned = false, is_long = false;
  while (!digits.empty() && std::string_view("uUlL").find(digits.back()) != std::string_view::npos) {
    (digits.back() == 'u' || digits.back() == 'U' ? is_unsigned : is_long) = true;
    digits.pop_back();
  }
  uint64_t value = 0;
  auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  if (error != std::errc{} || stop != digits.data() + digits.size()) {
    TooLarge(begin, end);
    value = 0;
  }
  literal.integer = value;
  const uint64_t sign = negative && base == 10 ? 1 : 0;
  if (!is_unsigned && !is_long && value <= 0x7FFFFFFFu + sign)
    literal.literal = LiteralKind::kInt;
  else if (!is_long && value <= 0xFFFFFFFFu)
    literal.literal = LiteralKind::kUInt;
  else if (!is_unsigned && value <= 0x7FFFFFFFFFFFFFFFu + sign)
    literal.literal = LiteralKind::kLong;
  else
    literal.literal = LiteralKind::kULong;
}

void LiteralReader::ReadReal(std::string digits, uint32_t begin, uint32_t end, ast::Literal& literal) {
  const char suffix = digits.back();
  if (std::string_view("fFdDmM").find(suffix) != std::string_view::npos) digits.pop_back();
  if (suffix == 'm' || suffix == 'M') {
    literal.literal = LiteralKind::kDecimal;
    literal.text = std::move(digits);
    return;
  }
  if (digits[0] == '.') digits.insert(0, "0");
  const bool is_float = suffix == 'f' || suffix == 'F';
  literal.literal = is_float ? LiteralKind::kFloat : LiteralKind::kDouble;
  if (is_float) {
    float value = 0;
    auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (result.ec == std::errc::result_out_of_range) value = std::strtof(digits.c_str(), nullptr);
    literal.real = static_cast<double>(value);
  } else {
    double value = 0;
    auto result = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (result.ec == std::errc::result_out_of_range) value = std::strtod(digits.c_str(), nullptr);
    literal.real = value;
  }
  if (std::isinf(literal.real)) TooLarge(begin, end);
}

uint32_t LiteralReader::Escape(uint32_t i, uint32_t end, std::string& out) {
  const std::string_view all = text_.all();
  const uint32_t start = i++;
  const char c = i < end ? all[i++] : '\0';
  auto hex = [&](int least, int most) {
    uint32_t value = 0;
    int n = 0;
    for (; n < most && i < end && HexDigit(all[i]) >= 0; ++n)
      value = value * 16 + static_cast<uint32_t>(HexDigit(all[i++]));
    if (n >= least && value <= 0x10FFFF) return AppendWtf8(out, value);
    diagnostics_.Report(6, text_.SpanOf(start, i), {std::string(all.substr(start, i - start))});
  };
  switch (c) {
    case '\'':
    case '"':
    case '\\':
      out += c;
      break;
    case '0':
      out += '\0';
      break;
    case 'a':
      out += '\a';
      break;
    case 'b':
      out += '\b';
      break;
    case 'f':
      out += '\f';
      break;
    case 'n':
      out += '\n';
      break;
    case 'r':
      out += '\r';
      break;
    case 't':
      out += '\t';
      break;
    case 'v':
      out += '\v';
      break;
    case 'x':
      hex(1, 4);
      break;
    case 'u':
      hex(4, 4);
      break;
    case 'U':
      hex(8, 8);
      break;
    default:
      while (i < end && (static_cast<unsigned char>(all[i]) & 0xC0) == 0x80) ++i;
      diagnostics_.Report(6, text_.SpanOf(start, i), {std::string(all.substr(start, i - start))});
  }
  return i;
}

std::string LiteralReader::Unescape(uint32_t begin, uint32_t end, bool braces) {
  const std::string_view all = text_.all();
  std::string out;
  for (uint32_t i = begin; i < end;) {
    if (all[i] == '\\') {
      i = Escape(i, end, out);
    } else {
      if (braces && (all[i] == '{' || all[i] == '}') && i + 1 < end && all[i + 1] == all[i]) ++i;
      out += all[i++];
    }
  }
  return out;
}

std::string LiteralReader::UnescapeVerbatim(uint32_t begin, uint32_t end, bool braces) {
  const std::string_view all = text_.all();
  std::string out;
  for (uint32_t i = begin; i < end; ++i) {
    const bool pair = i + 1 < end && all[i + 1] == all[i];
    if (pair && (all[i] == '"' || (braces && (all[i] == '{' || all[i] == '}')))) ++i;
    out += all[i];
  }
  return out;
}

std::string LiteralReader::ReadText(uint32_t begin, uint32_t end) {
  const std::string_view token = text_.all().substr(begin, end - begin);
  uint32_t last = end;
  if (token.size() > 1 && token.back() == '"') --last;
  return Unescape(std::min(begin + 1, last), last, false);
}

std::string LiteralReader::ReadVerbatim(uint32_t begin, uint32_t end) {
  return UnescapeVerbatim(begin + 2, end - 1, false);
}

std::string LiteralReader::ReadRaw(uint32_t begin, uint32_t end) {
  std::string_view body = text_.all().substr(begin, end - begin);
  size_t quotes = 0;
  while (quotes < body.size() && body[quotes] == '"') ++quotes;
  if (body.size() < 2 * quotes) return "";
  body = body.substr(quotes, body.size() - 2 * quotes);
  const size_t first_line = body.find('\n');
  if (first_line == std::string_view::npos) return std::string(body);
  // Over several lines: the lines of the quotes are no part of it, and the closing line's indentation is
  // removed.
  const size_t last_line = body.rfind('\n');
  const std::string_view indent = body.substr(last_line + 1);
  if (body.substr(0, first_line).find_first_not_of(" \t\r") != std::string_view::npos ||
      indent.find_first_not_of(" \t") != std::string_view::npos) {
    diagnostics_.Report(1, text_.SpanOf(begin, end),
                        {"the quotes of a raw string over several lines stand on lines of their own"});
    return std::string(body);
  }
  std::string out;
  for (size_t i = first_line + 1; i <= last_line;) {
    size_t stop = std::min(body.find('\n', i), last_line);
    std::string_view line = body.substr(i, stop - i);
    if (line.substr(0, indent.size()) == indent)
      line.remove_prefix(indent.size());
    else if (line.find_first_not_of(" \t\r") == std::string_view::npos)
      line = line.ends_with('\r') ? "\r" : "";
    else
      diagnostics_.Report(1, text_.SpanOf(begin, end),
                          {"a line of the raw string begins further left than its closing quotes"});
    out += line;
    if (stop != last_line) out += '\n';
    i = stop + 1;
  }
  if (out.ends_with('\r')) out.pop_back();
  return out;
}

void LiteralReader::ReadCharacter(uint32_t begin, uint32_t end, ast::Literal& literal) {
  literal.literal = LiteralKind::kChar;
  const std::string value = end - begin > 2 ? Unescape(begin + 1, end - 1, false) : "";
  uint32_t code = 0;
  size_t length = 0;
  if (!value.empty()) {
    const auto first = static_cast<unsigned char>(value[0]);
    length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    code = length == 1 ? first : first & (0xFFu >> (length + 1));
    for (size_t i = 1; i < length && i < value.size(); ++i)
      code = (code << 6) | (static_cast<unsigned char>(value[i]) & 0x3Fu);
  }
  if (length == 0 || value.size() != length || code > 0xFFFF)
    diagnostics_.Report(1, text_.SpanOf(begin, end),
                        {"a char holds one UTF-16 unit; write a string with double quotes"});
  literal.integer = code & 0xFFFF;
}

}  // namespace idx::compiler
