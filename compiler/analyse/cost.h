// What functions may cost at the most, in steps: an estimate for plausible data, not a proof.
//
// The model is that of the budget (1 for each round of a loop and each call, ⌈n/16⌉ for a library call over n
// bytes), with these sizes: a text has 256 bytes, a multi-valued attribute or a list 100 elements. A `for`
// between constants counts its rounds; any other loop whose end is not known counts 100. Every branch is
// taken, and of two that exclude each other the dearer one. Recursion counts once.
#pragma once

#include <vector>

#include "compiler/typed/typed.h"

namespace idx::compiler::analyse {

inline constexpr double kTextBytes = 256;
inline constexpr double kElements = 100;

// By index into program.functions.
std::vector<double> StepsOf(const typed::Program& program);

}  // namespace idx::compiler::analyse
