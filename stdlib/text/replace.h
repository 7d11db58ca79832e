// Replacing parts of texts by ordinal comparison.
#pragma once

#include "stdlib/registry/results.h"

namespace idx::stdlib {

// Every occurrence, from left to right; `old` is not empty. s itself where nothing is replaced.
Text ReplaceOrdinal(EvalContext& ctx, const Text& s, std::string_view old, std::string_view with);

}  // namespace idx::stdlib
