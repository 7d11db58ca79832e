// Native code as the driver takes it: the one line that programs with LLVM need.
#pragma once

#include "compiler/driver/native.h"

namespace idx::compiler {

// Lives as long as the process.
const NativeBackend& LlvmBackend();

}  // namespace idx::compiler
