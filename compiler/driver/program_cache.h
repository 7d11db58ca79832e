// Compiled programs that are kept: when no byte of a configuration has changed, nothing is parsed, checked or
// compiled again, and the process needs no LLVM.
#pragma once

#include <optional>
#include <string>

#include "compiler/driver/compile.h"

namespace idx::compiler {

// The program of this directory as an earlier process with this build and this kind of processor kept it in
// `cache`, linked and ready. Nothing when there is none, when it cannot be trusted, or when the files cannot
// be read without a diagnostic: then it must be compiled. Its executable is null, and its diagnostics, which
// were told when it was compiled, are left out.
std::optional<Compilation> LoadProgram(const std::string& directory, const ProgramCache& cache);

// Keeps it. Error: that could not be done, which is no reason not to run.
Status KeepProgram(const native::Module& module, const ProgramCache& cache);

}  // namespace idx::compiler
