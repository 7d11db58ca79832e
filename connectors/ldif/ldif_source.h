// The entries of an LDIF file, one after the other, with bounded memory. Below the connector: knows bytes,
// not schemas.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/arena.h"
#include "base/core/result.h"
#include "base/platform/file.h"

namespace idx::connectors {

inline constexpr size_t kMaxLdifRecord = size_t{64} << 20;

// The text of one entry. Valid until the next call of Next.
struct LdifRecord {
  std::string_view bytes;       // its lines, with comments before and in it
  std::string_view terminator;  // the empty lines after it
  uint64_t line = 0;
};

// One line of an entry: "name: value", unfolded and decoded. Lies in the record or in the arena.
struct LdifLine {
  std::string_view raw;   // with its folds and end, as in the record
  std::string_view name;  // as written, with options; empty for a comment
  std::string_view value;
};

// Splits an entry into lines, comments included. Returns why it is broken, or "".
std::string SplitLdif(std::string_view record, Arena& arena, std::vector<LdifLine>& lines);

// "name: value" as RFC 2849 wants it: base64 where needed, folded at 76, with the end of line given.
std::string WriteLdifLine(std::string_view name, std::string_view value, std::string_view newline);

// ASCII letters in lower case: names of attributes are compared so.
std::string LowerName(std::string_view name);

// Not thread-safe.
class LdifSource {
 public:
  enum class Step { kRecord, kEnd, kTruncated };

  // Errors: no file, empty file, another version than 1.
  static Result<LdifSource> Open(const std::string& path);
  static Result<LdifSource> FromBytes(std::string bytes);

  // The next block of lines; may hold comments only. After kTruncated, why() says where and why.
  Result<Step> Next(LdifRecord& record);
  const std::string& why() const { return why_; }
  // The version line and what is empty before and after it; may be "".
  const std::string& header() const { return header_; }
  const std::string& newline() const { return newline_; }

 private:
  explicit LdifSource(std::string name) : name_(std::move(name)) {}
  Status Begin();
  Result<bool> Refill();
  size_t FindEnd() const;
  size_t SkipEmptyLines(size_t at) const;

  std::string name_;
  std::optional<FileReader> file_;
  std::string memory_;
  size_t memory_at_ = 0;
  std::string buffer_;
  size_t begin_ = 0;
  uint64_t line_ = 1;
  bool ended_ = false;
  std::string header_;
  std::string newline_ = "\n";
  std::string why_;
};

}  // namespace idx::connectors
