// A connector's options as the configuration gives them: name to value, each with its place for diagnostics.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"

namespace idx::connectors {

struct OptionValue {
  std::string value;
  std::string place;  // "apps/workday.xml:3:20"; may be empty
};

// Errors name the option, its place and what is allowed. Not thread-safe while being filled.
class Options {
 public:
  void Set(const std::string& name, std::string value, std::string place = {}) {
    values_[name] = {std::move(value), std::move(place)};
  }
  bool Has(std::string_view name) const { return values_.find(name) != values_.end(); }
  // "" and absent are the same.
  Result<std::string> Required(std::string_view name) const;
  std::string Get(std::string_view name, std::string_view otherwise = {}) const;
  Result<bool> Flag(std::string_view name, bool otherwise) const;  // true or false
  Result<int64_t> Number(std::string_view name, int64_t otherwise, int64_t low, int64_t high) const;
  // One byte; "\t" and "tab" are the tabulator.
  Result<char> Character(std::string_view name, char otherwise) const;
  // One of `allowed` (exact); the first is the default.
  Result<std::string> Choice(std::string_view name, const std::vector<std::string>& allowed) const;
  // Every option is one of `known`, else an error that lists them.
  Status OnlyKnown(const std::vector<std::string>& known) const;
  // Relative paths of options are relative to this folder.
  void set_base_folder(std::string folder) { base_folder_ = std::move(folder); }
  std::string ResolvePath(const std::string& path) const;

  Error Wrong(std::string_view name, std::string_view what) const;

 private:
  std::map<std::string, OptionValue, std::less<>> values_;
  std::string base_folder_;
};

}  // namespace idx::connectors
