// Compiled programs on disk: one file per key, in a folder that only its owner may enter. A file is used only
// when it is its owner's, its key is the one asked for, and the digest over its content holds: what is loaded
// is run.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "compiler/source/source.h"

namespace idx::compiler::jit {

using CodeKey = std::array<unsigned char, 32>;

// SHA-256 over the parts, each with its length.
CodeKey KeyOf(const std::vector<std::string>& parts);

struct CachedCode {
  std::vector<Span> sites;
  std::vector<std::string> objects;
};

class CodeCache {
 public:
  // Files that are kept; the oldest go first.
  static constexpr size_t kMaxFiles = 64;
  static constexpr size_t kMaxFileBytes = size_t{256} << 20;

  // Makes the folder if need be. Error: it cannot be made, or others may write to it.
  static Result<CodeCache> Open(const std::string& directory);

  // Nothing when there is no such file, or when it is not to be trusted.
  std::optional<CachedCode> Load(const CodeKey& key) const;
  // Replaces the file atomically. Error: could not be written; the cache is as it was.
  Status Save(const CodeKey& key, const CachedCode& code) const;
  std::string PathOf(const CodeKey& key) const;

 private:
  explicit CodeCache(std::string directory) : directory_(std::move(directory)) {}
  void Prune() const;

  std::string directory_;
};

}  // namespace idx::compiler::jit
