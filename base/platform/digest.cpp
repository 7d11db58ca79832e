#include "base/platform/digest.h"

#include <fmt/format.h>
#include <xxhash.h>

namespace idx {

Digest DigestOf(std::string_view bytes) {
  XXH128_hash_t hash = XXH3_128bits(bytes.data(), bytes.size());
  return {hash.high64, hash.low64};
}

std::string ToHex(const Digest& digest) { return fmt::format("{:016x}{:016x}", digest.hi, digest.lo); }

}  // namespace idx
