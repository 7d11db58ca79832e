#include "base/value/guid.h"

#include "base/value/case.h"
#include "base/value/utf.h"

namespace idx {
namespace {

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = ToLowerAscii(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void AppendHex(std::string& out, uint8_t byte) {
  out.push_back("0123456789abcdef"[byte >> 4]);
  out.push_back("0123456789abcdef"[byte & 15]);
}

// 32 hexadecimal digits, with dashes after 8, 12, 16 and 20 of them when `dashes`.
bool ReadDigits(std::string_view text, bool dashes, Guid& value) {
  if (text.size() != (dashes ? 36u : 32u)) return false;
  size_t n = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (dashes && (i == 8 || i == 13 || i == 18 || i == 23)) {
      if (text[i] != '-') return false;
      continue;
    }
    int digit = HexDigit(text[i]);
    if (digit < 0) return false;
    uint8_t& byte = value.bytes[n / 2];
    byte = static_cast<uint8_t>(n % 2 == 0 ? digit << 4 : byte | digit);
    ++n;
  }
  return n == 32;
}

// {0x…,0x…,0x…,{0x…,…}}: white space anywhere is dropped, as .NET does.
bool ReadX(std::string_view text, Guid& value) {
  std::string packed;
  for (char c : text) {
    if (!IsAsciiWhiteSpace(c)) packed.push_back(ToLowerAscii(c));
  }
  size_t at = 0, byte = 0;
  auto literal = [&](std::string_view expected) {
    if (!std::string_view(packed).substr(at).starts_with(expected)) return false;
    at += expected.size();
    return true;
  };
  auto number = [&](size_t bytes) {
    if (!literal("0x")) return false;
    uint64_t n = 0;
    size_t start = at;
    while (at < packed.size() && HexDigit(packed[at]) >= 0 && at - start < 8)
      n = n * 16 + static_cast<uint64_t>(HexDigit(packed[at++]));
    if (at == start || (n >> (bytes * 8)) != 0) return false;
    for (size_t i = 0; i < bytes; ++i) value.bytes[byte++] = static_cast<uint8_t>(n >> ((bytes - 1 - i) * 8));
    return true;
  };
  if (!literal("{") || !number(4) || !literal(",") || !number(2) || !literal(",") || !number(2) ||
      !literal(",{"))
    return false;
  for (int i = 0; i < 8; ++i) {
    if ((i > 0 && !literal(",")) || !number(1)) return false;
  }
  return literal("}}") && at == packed.size();
}

}  // namespace

bool AppendGuid(std::string& out, const Guid& value, char letter) {
  letter = ToUpperAscii(letter);
  if (letter == 'X') {
    auto group = [&](size_t from, size_t count) {
      out += "0x";
      for (size_t i = from; i < from + count; ++i) AppendHex(out, value.bytes[i]);
    };
    out += "{";
    group(0, 4), out += ",", group(4, 2), out += ",", group(6, 2), out += ",{";
    for (size_t i = 8; i < 16; ++i) {
      if (i > 8) out += ",";
      group(i, 1);
    }
    out += "}}";
    return true;
  }
  if (letter != 'D' && letter != 'N' && letter != 'B' && letter != 'P') return false;
  if (letter == 'B') out.push_back('{');
  if (letter == 'P') out.push_back('(');
  for (size_t i = 0; i < 16; ++i) {
    if (letter != 'N' && (i == 4 || i == 6 || i == 8 || i == 10)) out.push_back('-');
    AppendHex(out, value.bytes[i]);
  }
  if (letter == 'B') out.push_back('}');
  if (letter == 'P') out.push_back(')');
  return true;
}

bool ParseGuid(std::string_view text, char format, Guid& value) {
  while (!text.empty() && IsAsciiWhiteSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsAsciiWhiteSpace(text.back())) text.remove_suffix(1);
  if (text.empty()) return false;
  char form = 'N';
  if (text[0] == '{')
    form = text.find('-') != std::string_view::npos ? 'B' : 'X';
  else if (text[0] == '(')
    form = 'P';
  else if (text.find('-') != std::string_view::npos)
    form = 'D';
  if (format != '\0' && ToUpperAscii(format) != form) return false;
  if (form == 'X') return ReadX(text, value);
  if (form == 'B' || form == 'P') {
    if (text.size() != 38 || text.back() != (form == 'B' ? '}' : ')')) return false;
    return ReadDigits(text.substr(1, 36), true, value);
  }
  return ReadDigits(text, form == 'D', value);
}

}  // namespace idx
