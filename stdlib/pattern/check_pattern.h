// For the compiler: what is wrong with a pattern that is a constant.
#pragma once

#include "stdlib/registry/registry.h"

namespace idx::stdlib {

inline constexpr size_t kNoOptions = ~size_t{0};

// For rows whose argument number `pattern` is a pattern, and number `options` its RegexOptions.
std::string CheckPatternConstants(std::span<const Slot* const> arguments, size_t pattern, size_t options);

template <size_t kPattern, size_t kOptions>
Row ChecksPattern(Row row) {
  row.check_constants = [](std::span<const Slot* const> arguments) {
    return CheckPatternConstants(arguments, kPattern, kOptions);
  };
  return row;
}

}  // namespace idx::stdlib
