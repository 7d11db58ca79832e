#include "base/value/case.h"

#include <unicode/uchar.h>

#include <algorithm>
#include <cstring>

#include "base/value/utf.h"

namespace idx {
namespace {

bool MapsToItself(char32_t code) { return code == 0x130 || code == 0x131 || code == 0x17F; }

// A lone high surrogate against the same one in a pair: the shorter text, or the unit after it, decides.
int CompareUnits(std::string_view a, std::string_view b) {
  std::u16string left = ToUtf16(a), right = ToUtf16(b);
  int order = left.compare(right);
  return order < 0 ? -1 : order > 0 ? 1 : 0;
}

}  // namespace

char32_t ToUpperSimple(char32_t code) {
  if (code < 0x80) return static_cast<uint8_t>(ToUpperAscii(static_cast<char>(code)));
  return MapsToItself(code) ? code : static_cast<char32_t>(u_toupper(static_cast<UChar32>(code)));
}

char32_t ToLowerSimple(char32_t code) {
  if (code < 0x80) return static_cast<uint8_t>(ToLowerAscii(static_cast<char>(code)));
  return MapsToItself(code) ? code : static_cast<char32_t>(u_tolower(static_cast<UChar32>(code)));
}

std::string FoldOrdinal(std::string_view bytes) {
  std::string folded;
  folded.reserve(bytes.size());
  for (size_t at = 0; at < bytes.size();) {
    if (static_cast<uint8_t>(bytes[at]) < 0x80) {
      folded.push_back(ToUpperAscii(bytes[at++]));
      continue;
    }
    Decoded next = DecodeAt(bytes, at);
    char buffer[4];
    folded.append(buffer, EncodeTo(ToUpperSimple(next.code), buffer));
    at += next.length;
  }
  return folded;
}

bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (static_cast<uint8_t>(a[i] | b[j]) < 0x80) {
      if (a[i] != b[j] && ToUpperAscii(a[i]) != ToUpperAscii(b[j])) return false;
      ++i;
      ++j;
      continue;
    }
    Decoded x = DecodeAt(a, i), y = DecodeAt(b, j);
    if (x.code != y.code && ToUpperSimple(x.code) != ToUpperSimple(y.code)) return false;
    i += x.length;
    j += y.length;
  }
  return i == a.size() && j == b.size();
}

int CompareOrdinal(std::string_view a, std::string_view b) {
  size_t shared = std::min(a.size(), b.size());
  size_t at =
      std::mismatch(a.begin(), a.begin() + static_cast<ptrdiff_t>(shared), b.begin()).first - a.begin();
  if (at == shared) return a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
  uint8_t x = static_cast<uint8_t>(a[at]), y = static_cast<uint8_t>(b[at]);
  // Below U+D800 the order of bytes is the order of units.
  if (x < 0xED && y < 0xED) return x < y ? -1 : 1;
  return CompareUnits(a, b);
}

int CompareIgnoreCase(std::string_view a, std::string_view b) {
  size_t i = 0, j = 0;
  bool ascii = true;
  while (i < a.size() && j < b.size()) {
    Decoded x = DecodeAt(a, i), y = DecodeAt(b, j);
    ascii = ascii && x.code < 0x80 && y.code < 0x80;
    char32_t p = ToUpperSimple(x.code), q = ToUpperSimple(y.code);
    // As InvariantModeCasing of .NET: once there was a letter beyond ASCII, the code points themselves order.
    if (p != q) return (ascii ? p < q : x.code < y.code) ? -1 : 1;
    i += x.length;
    j += y.length;
  }
  if (i == a.size() && j == b.size()) return 0;
  return i == a.size() ? -1 : 1;
}

}  // namespace idx
