#include "base/value/utf.h"

namespace idx {
namespace {

uint8_t Byte(std::string_view bytes, size_t at) { return static_cast<uint8_t>(bytes[at]); }
bool IsContinuation(std::string_view bytes, size_t at) {
  return at < bytes.size() && (Byte(bytes, at) & 0xC0) == 0x80;
}

}  // namespace

Decoded DecodeAt(std::string_view bytes, size_t at) {
  if (at >= bytes.size()) return {};
  const Decoded bad = {0xFFFD, 1};
  uint8_t first = Byte(bytes, at);
  if (first < 0x80) return {first, 1};
  if (first < 0xC2 || first > 0xF4 || !IsContinuation(bytes, at + 1)) return bad;
  char32_t second = Byte(bytes, at + 1) & 0x3F;
  if (first < 0xE0) return {((first & 0x1Fu) << 6) | second, 2};
  if (!IsContinuation(bytes, at + 2)) return bad;
  char32_t third = Byte(bytes, at + 2) & 0x3F;
  if (first < 0xF0) {
    char32_t code = ((first & 0x0Fu) << 12) | (second << 6) | third;
    return code < 0x800 ? bad : Decoded{code, 3};
  }
  if (!IsContinuation(bytes, at + 3)) return bad;
  char32_t code = ((first & 0x07u) << 18) | (second << 12) | (third << 6) | (Byte(bytes, at + 3) & 0x3Fu);
  return code < 0x10000 || code > 0x10FFFF ? bad : Decoded{code, 4};
}

size_t PreviousStart(std::string_view bytes, size_t end) {
  // A continuation byte alone decodes as one broken unit, so the longest sequence is tried first.
  for (size_t back = end < 4 ? end : 4; back > 1; --back) {
    if (DecodeAt(bytes, end - back).length == back) return end - back;
  }
  return end - 1;
}

uint32_t EncodeTo(char32_t code, char* to) {
  if (code < 0x80) {
    to[0] = static_cast<char>(code);
    return 1;
  }
  if (code < 0x800) {
    to[0] = static_cast<char>(0xC0 | (code >> 6));
    to[1] = static_cast<char>(0x80 | (code & 0x3F));
    return 2;
  }
  if (code < 0x10000) {
    to[0] = static_cast<char>(0xE0 | (code >> 12));
    to[1] = static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    to[2] = static_cast<char>(0x80 | (code & 0x3F));
    return 3;
  }
  to[0] = static_cast<char>(0xF0 | (code >> 18));
  to[1] = static_cast<char>(0x80 | ((code >> 12) & 0x3F));
  to[2] = static_cast<char>(0x80 | ((code >> 6) & 0x3F));
  to[3] = static_cast<char>(0x80 | (code & 0x3F));
  return 4;
}

uint16_t UnitOf(char32_t code, uint32_t index) {
  if (code <= 0xFFFF) return static_cast<uint16_t>(code);
  char32_t offset = code - 0x10000;
  return static_cast<uint16_t>(index == 0 ? 0xD800 + (offset >> 10) : 0xDC00 + (offset & 0x3FF));
}

size_t Utf16Length(std::string_view bytes) {
  if (IsAscii(bytes)) return bytes.size();
  size_t units = 0;
  for (size_t at = 0; at < bytes.size();) {
    Decoded next = DecodeAt(bytes, at);
    units += next.units();
    at += next.length;
  }
  return units;
}

Utf16Position FindUnit(std::string_view bytes, size_t unit) {
  size_t at = 0;
  while (unit > 0 && at < bytes.size()) {
    Decoded next = DecodeAt(bytes, at);
    if (next.units() > unit) return {at, true};
    unit -= next.units();
    at += next.length;
  }
  return {at, false};
}

bool IsValidWtf8(std::string_view bytes) {
  if (IsAscii(bytes)) return true;
  char32_t previous = 0;
  for (size_t at = 0; at < bytes.size();) {
    Decoded next = DecodeAt(bytes, at);
    if (next.code == 0xFFFD && next.length == 1) return false;
    if (IsLowSurrogate(next.code) && IsHighSurrogate(previous)) return false;
    previous = next.code;
    at += next.length;
  }
  return true;
}

bool IsValidUtf8(std::string_view bytes) {
  if (IsAscii(bytes)) return true;
  for (size_t at = 0; at < bytes.size();) {
    Decoded next = DecodeAt(bytes, at);
    if ((next.code == 0xFFFD && next.length == 1) || IsSurrogate(next.code)) return false;
    at += next.length;
  }
  return true;
}

void AppendText(std::string& left, std::string_view right) {
  if (!MeetInSurrogates(left, right)) {
    left += right;
    return;
  }
  char pair[4];
  char32_t high = DecodeAt(left, left.size() - 3).code;
  left.resize(left.size() - 3);
  left.append(pair, EncodeTo(CombineSurrogates(high, DecodeAt(right, 0).code), pair));
  left += right.substr(3);
}

std::u16string ToUtf16(std::string_view bytes) {
  std::u16string units;
  units.reserve(bytes.size());
  for (size_t at = 0; at < bytes.size();) {
    Decoded next = DecodeAt(bytes, at);
    for (uint32_t i = 0; i < next.units(); ++i) units.push_back(static_cast<char16_t>(UnitOf(next.code, i)));
    at += next.length;
  }
  return units;
}

std::string FromUtf16(std::u16string_view units) {
  std::string bytes;
  bytes.reserve(units.size());
  for (size_t i = 0; i < units.size(); ++i) {
    char32_t code = units[i];
    if (IsHighSurrogate(code) && i + 1 < units.size() && IsLowSurrogate(units[i + 1])) {
      code = CombineSurrogates(code, units[++i]);
    }
    char buffer[4];
    bytes.append(buffer, EncodeTo(code, buffer));
  }
  return bytes;
}

bool IsWhiteSpace(char32_t code) {
  if (code < 0x80) return IsAsciiWhiteSpace(static_cast<char>(code));
  return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
         code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

}  // namespace idx
