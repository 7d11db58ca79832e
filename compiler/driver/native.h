// What turns typed rules into native code, if the process has it: programs that need no native code are not
// linked with LLVM, which alone takes longer to load than a lint takes to run.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/core/result.h"
#include "compiler/interpret/interpreter.h"
#include "compiler/native/module.h"
#include "compiler/typed/loops.h"

namespace idx::compiler {

// Immutable; its functions are thread-safe.
struct NativeBackend {
  // All loops, as machine code.
  std::function<Result<native::Module>(const typed::Executable&)> compile;
  // As Interpret, for one function. Keeps its code; the program must outlive it.
  using Callable = std::function<stdlib::Slot(std::span<const stdlib::Slot>, EvalContext&, Span* where)>;
  std::function<Result<Callable>(const typed::Program&, int32_t function)> make_function;
  // All loops as "llvm", "asm" or "obj".
  std::function<Result<std::string>(const typed::Executable&, const std::string& stage)> emit;
};

}  // namespace idx::compiler
