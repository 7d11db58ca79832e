// From the typed rule set to LLVM IR. Each loop of the program becomes one function over the rows of a batch
// in which the loop's functions stand one after another; user functions that they call become functions of
// their own.
//
// Native code is trusted with nothing: divisions, shifts, conversions and recursion are guarded, failures are
// values in the EvalContext, and what it may call is closed (support.h, and the rows of the library).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "compiler/typed/loops.h"
#include "stdlib/registry/registry.h"

namespace llvm {
class LLVMContext;
class Module;
}  // namespace llvm

namespace idx::compiler::lower {

// A module in a context of its own, so that modules can be compiled on different threads.
struct Lowered {
  Lowered();
  Lowered(Lowered&&) noexcept;
  Lowered& operator=(Lowered&&) noexcept;
  ~Lowered();

  std::unique_ptr<llvm::LLVMContext> context;
  std::unique_ptr<llvm::Module> module;
  std::vector<Span> sites;  // by EvalContext::error_site
};

struct LowerOptions {
  // The library that kBuiltin indexes into.
  std::span<const stdlib::Row> library;
  // Share pure expressions between the functions of a loop.
  bool share = true;
  // The functions of a loop are split over several IR functions of at most so many: compiling is not linear.
  uint32_t functions_per_entry = 64;
};

// The entry of part `part` of a loop: void (const SlotInput*, uint32_t rows, OutColumn*, EvalContext*,
// RowReports*). The caller has called ctx.Begin().
using LoopEntry = void (*)(const SlotInput*, uint32_t, OutColumn*, EvalContext*, class RowReports*);
std::string LoopSymbol(int32_t loop, uint32_t part);
// Parts of a loop under these options, at least 1.
uint32_t PartCount(const typed::Executable& executable, int32_t loop, const LowerOptions& options);

// All the loops named, and the initialisers of all static values (by FunctionSymbol). Error: the rule set
// uses what native code does not have (the message names it).
Result<Lowered> LowerLoops(const typed::Executable& executable, std::span<const int32_t> loops,
                           const LowerOptions& options);

// One function without entities: void (EvalContext*, const stdlib::Slot* arguments, stdlib::Slot* result).
using FunctionEntry = void (*)(EvalContext*, const stdlib::Slot*, stdlib::Slot*);
std::string FunctionSymbol(int32_t function);
// With the initialisers of all static values.
Result<Lowered> LowerFunction(const typed::Program& program, int32_t function, const LowerOptions& options);

}  // namespace idx::compiler::lower
