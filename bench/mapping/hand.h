// Writing texts by hand, as the hand-written loops do it.
#pragma once

#include <cstring>
#include <string_view>

#include "base/value/case.h"
#include "base/value/utf.h"

namespace idx::bench {

inline char* Put(std::string_view from, char* to) {
  std::memcpy(to, from.data(), from.size());
  return to + from.size();
}

// Lower or upper case. ASCII byte by byte; the rest by the Unicode tables.
template <bool kUpper>
char* PutCased(std::string_view from, char* to) {
  for (size_t i = 0; i < from.size();) {
    auto c = static_cast<unsigned char>(from[i]);
    if (c < 0x80) {
      if constexpr (kUpper)
        *to++ = static_cast<char>(static_cast<unsigned>(c - 'a') < 26u ? c - 32 : c);
      else
        *to++ = static_cast<char>(static_cast<unsigned>(c - 'A') < 26u ? c + 32 : c);
      ++i;
      continue;
    }
    Decoded decoded = DecodeAt(from, i);
    to += EncodeTo(kUpper ? ToUpperSimple(decoded.code) : ToLowerSimple(decoded.code), to);
    i += decoded.length;
  }
  return to;
}

}  // namespace idx::bench
