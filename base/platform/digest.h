// Digests of raw records: XXH3 with 128 bits. Not a cryptographic hash: it tells records apart, it proves
// nothing.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace idx {

struct Digest {
  uint64_t hi = 0;
  uint64_t lo = 0;
  friend auto operator<=>(const Digest&, const Digest&) = default;
};

struct DigestHash {
  size_t operator()(const Digest& digest) const { return digest.lo ^ (digest.hi * 0x9E37'79B9'7F4A'7C15); }
};

Digest DigestOf(std::string_view bytes);
// 32 hexadecimal digits, hi first.
std::string ToHex(const Digest& digest);

}  // namespace idx
