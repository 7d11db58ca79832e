// Which functions may add to the messages of the run, by themselves or by what they call.
#pragma once

#include <span>
#include <vector>

#include "compiler/typed/typed.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler::lower {

// By function.
std::vector<bool> FunctionsThatLog(const typed::Program& program, std::span<const stdlib::Row> library);

}  // namespace idx::compiler::lower
