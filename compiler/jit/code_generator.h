// LLVM's passes and its code generator: IR to the bytes of an object. Internal to this folder.
#pragma once

#include <string>

#include "compiler/jit/jit.h"
#include "compiler/lower/lower.h"

namespace idx::compiler::jit {

// Runs the tier's passes in place.
Status Optimise(lower::Lowered& lowered, Tier tier);
// Machine code as an ELF object, or as assembly text.
Result<std::string> Generate(lower::Lowered& lowered, Tier tier, bool assembly = false);
std::string PrintIr(const lower::Lowered& lowered);

}  // namespace idx::compiler::jit
