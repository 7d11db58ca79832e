// Native code by LLVM. Only idx-native is linked with it.
#pragma once

#include "compiler/driver/native.h"

namespace idx::cli {

// Lives as long as the program.
const compiler::NativeBackend& LlvmBackend();

}  // namespace idx::cli
