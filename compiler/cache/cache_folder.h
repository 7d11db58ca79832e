// What the compiler keeps on disk: one file per key, in a folder that only its owner may enter. What is
// loaded is run, so a file is used only when it is this user's, its key is the one asked for, and it carries
// the HMAC-SHA256 (RFC 2104) of its content under the folder's own secret, 32 random bytes in a file that
// only its owner may read. A file that was damaged, or made elsewhere, is none. Any number of processes may
// use one folder at a time.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"

namespace idx::compiler {

using CacheKey = std::array<unsigned char, 32>;

// SHA-256 over the parts, each with its length.
CacheKey KeyOf(const std::vector<std::string>& parts);
// Files of one kind.
struct CacheKind {
  std::string_view magic;      // 8 bytes; changes with the format
  std::string_view extension;  // ".code"
  size_t max_files = 64;       // the least recently used go first
  size_t max_file_bytes = size_t{256} << 20;
};

// Immutable; thread-safe.
class CacheFolder {
 public:
  // kind's texts must outlive it. Nothing is touched yet.
  CacheFolder(std::string directory, const CacheKind& kind);

  // Nothing when there is no such file, or when the folder or the file is not to be trusted.
  std::optional<std::string> Load(const CacheKey& key) const;
  // Makes the folder if need be, and replaces the file atomically. Error: the folder cannot be made, others
  // may write to it, or it could not be written; the file is as it was.
  Status Save(const CacheKey& key, std::string_view content) const;
  std::string PathOf(const CacheKey& key) const;

 private:
  void Prune() const;

  std::string directory_;
  CacheKind kind_;
};

}  // namespace idx::compiler
