#include "stdlib/pattern/check_pattern.h"

#include "stdlib/pattern/pattern.h"

namespace idx::stdlib {

std::optional<PatternError> CheckPattern(std::string_view pattern, int32_t options) {
  PatternError error;
  if (Pattern::Compile(pattern, options, error) != nullptr) return std::nullopt;
  return error;
}

}  // namespace idx::stdlib
