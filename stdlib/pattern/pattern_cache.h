// Compiled patterns by text and options, for patterns that are known only at run time, and for literal ones,
// which are compiled once.
#pragma once

#include <memory>
#include <string_view>

#include "stdlib/pattern/pattern.h"

namespace idx::stdlib {

inline constexpr size_t kCachedPatterns = 256;
inline constexpr size_t kCachedInstructions = 500'000;  // of all of them together

// The pattern, compiled or from the cache. Null with `error` set when it is refused. Thread-safe; what was
// used longest ago is forgotten first, and stays alive for those who hold it.
std::shared_ptr<const Pattern> FindPattern(std::string_view pattern, int32_t options, PatternError& error);

// The same for a library function: charges for the pattern's size, fails the context where the pattern is
// refused (ArgumentException with .NET's message), and then gives null.
std::shared_ptr<const Pattern> UsePattern(EvalContext& ctx, std::string_view pattern, int32_t options);

}  // namespace idx::stdlib
