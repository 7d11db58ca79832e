// For the checker: what is wrong with a pattern that is a literal.
#pragma once

#include <optional>
#include <string_view>

#include "stdlib/pattern/syntax.h"

namespace idx::stdlib {

// Nothing when the pattern can be used. Otherwise kind says which diagnostic it is (kNotLinear is that of refused
// constructs), message is for people, and byte is where it stands in the pattern's value (not in the literal's source, which
// may have escapes). options: the bits of RegexOptions.
std::optional<PatternError> CheckPattern(std::string_view pattern, int32_t options);

}  // namespace idx::stdlib
