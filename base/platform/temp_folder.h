// A private folder that goes with its owner.
#pragma once

#include <string>
#include <utility>

#include "base/core/result.h"

namespace idx {

// Mode 0700, under TMPDIR or /tmp; removed with all in it on destruction. Moves.
class TempFolder {
 public:
  static Result<TempFolder> Create(const std::string& prefix = "idx");
  TempFolder(TempFolder&& other) noexcept : path_(std::exchange(other.path_, std::string())) {}
  TempFolder& operator=(TempFolder&&) = delete;
  ~TempFolder();

  const std::string& path() const { return path_; }
  std::string File(const std::string& name) const { return path_ + "/" + name; }

 private:
  explicit TempFolder(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

}  // namespace idx
