// What native code calls beside the library's rows: a short, closed list. Nothing else of the process is
// visible to it. The functions never throw.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/batch/eval_context.h"

namespace idx::compiler::lower {

struct SupportSymbol {
  std::string_view name;
  const void* address;
};

// All of them, with the functions of C that LLVM calls by itself (memcpy, memset …).
std::span<const SupportSymbol> SupportSymbols();

// What the functions of a loop tell the evaluator, which derives from this.
class RowReports {
 public:
  // A function has failed on a row: records the error, sets the function's outputs and readies the context for
  // the next function.
  virtual void Failed(uint32_t function, uint32_t row) = 0;
  // A function that may log is done with a row, failed or not.
  virtual void Logged(uint32_t function, uint32_t row) = 0;

 protected:
  ~RowReports() = default;
};

}  // namespace idx::compiler::lower
