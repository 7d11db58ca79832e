// WTF-8 texts seen as C# sees them: as UTF-16 units. WTF-8 is UTF-8 that may hold lone surrogates as three
// bytes; a high surrogate directly followed by a low one is always written as one sequence of four, so that
// equal strings have equal bytes. Source: the WTF-8 encoding (Sapin).
//
// The functions accept any bytes: what is not WTF-8 counts as one unit U+FFFD per byte, and nothing is read
// out of bounds. Positions and lengths are size_t bytes or units, as the names say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace idx {

// True when no byte is above 0x7F: then units are bytes.
inline bool IsAscii(std::string_view bytes) {
  const char* p = bytes.data();
  size_t n = bytes.size();
  uint64_t seen = 0;
  for (; n >= 8; p += 8, n -= 8) {
    uint64_t word;
    std::memcpy(&word, p, 8);
    seen |= word;
  }
  for (; n != 0; ++p, --n) seen |= static_cast<uint64_t>(static_cast<uint8_t>(*p));
  return (seen & 0x8080808080808080) == 0;
}

// One code point (or lone surrogate) and the bytes it takes; length 0 only at the end of the text.
struct Decoded {
  char32_t code = 0;
  uint32_t length = 0;
  uint32_t units() const { return code > 0xFFFF ? 2 : 1; }
};
Decoded DecodeAt(std::string_view bytes, size_t at);
// Start of the code point that ends just before `end` (> 0).
size_t PreviousStart(std::string_view bytes, size_t end);
// Writes a code point or lone surrogate to `to` (4 bytes of room) and returns its length.
uint32_t EncodeTo(char32_t code, char* to);

inline bool IsHighSurrogate(char32_t code) { return code >= 0xD800 && code <= 0xDBFF; }
inline bool IsLowSurrogate(char32_t code) { return code >= 0xDC00 && code <= 0xDFFF; }
inline bool IsSurrogate(char32_t code) { return code >= 0xD800 && code <= 0xDFFF; }
inline char32_t CombineSurrogates(char32_t high, char32_t low) {
  return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
}
// The unit `index` (0 or 1) of a code point.
uint16_t UnitOf(char32_t code, uint32_t index);

size_t Utf16Length(std::string_view bytes);

// A position in units, as bytes: `byte` is the start of the code point that holds unit number `unit`, and
// `split` is true when that unit is the second half of a pair. Beyond the end: byte = size.
struct Utf16Position {
  size_t byte = 0;
  bool split = false;
};
Utf16Position FindUnit(std::string_view bytes, size_t unit);
// Units before this byte, which must start a code point.
inline size_t UnitsBefore(std::string_view bytes, size_t byte) { return Utf16Length(bytes.substr(0, byte)); }

// UTF-8 without surrogates and without overlong forms: what may be stored and exported.
bool IsValidUtf8(std::string_view bytes);
// The same with lone surrogates; a pair written as two sequences of three is refused.
bool IsValidWtf8(std::string_view bytes);
// True when a left text that ends in a lone high surrogate meets a right one that begins with a lone low one:
// the two must be joined into one sequence.
inline bool MeetInSurrogates(std::string_view left, std::string_view right) {
  return right.size() >= 3 && static_cast<uint8_t>(right[0]) == 0xED &&
         static_cast<uint8_t>(right[1]) >= 0xB0 && left.size() >= 3 &&
         static_cast<uint8_t>(left[left.size() - 3]) == 0xED &&
         (static_cast<uint8_t>(left[left.size() - 2]) & 0xF0) == 0xA0;
}

// Appends a text to one before it; surrogates that meet become one sequence.
void AppendText(std::string& left, std::string_view right);

std::u16string ToUtf16(std::string_view bytes);
// Pairs become one sequence; lone surrogates are kept.
std::string FromUtf16(std::u16string_view units);

// .NET's char.IsWhiteSpace: Unicode White_Space (all are in the BMP).
bool IsWhiteSpace(char32_t code);
inline bool IsAsciiWhiteSpace(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

}  // namespace idx
