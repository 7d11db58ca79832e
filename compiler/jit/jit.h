// Native code for a typed rule set: an Evaluator that agrees with the interpreter in values, outcomes, errors
// and their places, and steps.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/core/result.h"
#include "compiler/native/module.h"
#include "compiler/typed/loops.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler {

// How much work goes into the code. kLight is what rules run with: the others are there to measure against.
enum class Tier : uint8_t {
  kPlain,  // no passes, fast instruction selection
  kLight,  // a few passes, fast instruction selection
  kLess,   // the same passes, LLVM's code generator at -O1
  kFull,   // -O2 throughout
};

struct JitOptions {
  Tier tier = Tier::kLight;
  bool share = true;  // shared expressions are evaluated once per row
  // What kBuiltin indexes into; empty: stdlib::Functions(). Must outlive evaluators.
  std::span<const stdlib::Row> library;
};

// What making an evaluator took.
struct JitReport {
  double lower_ms = 0;  // typed tree to IR
  double optimise_ms = 0;
  double generate_ms = 0;  // IR to machine code
  double link_ms = 0;      // machine code to addresses
  size_t object_bytes = 0;
};

// All loops, for native::Link. Thread-safe. Error: the machine is none that native code is made for, or the
// rule set uses what it does not have.
Result<native::Module> CompileNative(const typed::Executable& executable, const JitOptions& options = {},
                                     JitReport* report = nullptr);

// Compiled and linked. The evaluator is as native::Link says.
Result<std::shared_ptr<const Evaluator>> MakeNative(
    const std::shared_ptr<const typed::Executable>& executable, const JitOptions& options = {},
    JitReport* report = nullptr);

// One function without entities, compiled: the native twin of Interpret.
class NativeFunction {
 public:
  virtual ~NativeFunction() = default;
  // arguments: one slot per parameter. ctx as for Interpret: Begin is the caller's. Texts in the result may
  // point into this object's code. On failure ctx.failed() is true and *where, if given, is the failing
  // expression.
  virtual stdlib::Slot Call(std::span<const stdlib::Slot> arguments, EvalContext& ctx,
                            Span* where = nullptr) const = 0;
};
Result<std::shared_ptr<const NativeFunction>> MakeNativeFunction(const typed::Program& program,
                                                                 int32_t function,
                                                                 const JitOptions& options = {});

// What `--emit` shows of all loops.
enum class EmitKind : uint8_t { kIr, kOptimisedIr, kAssembly, kObject };
Result<std::string> EmitNative(const typed::Executable& executable, EmitKind kind,
                               const JitOptions& options = {});

}  // namespace idx::compiler
