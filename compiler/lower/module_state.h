// What the functions of one module share: the module, the table of sites, declarations, and the user
// functions that are still to be written.
#pragma once

#include <llvm/IR/Module.h>

#include <deque>
#include <map>
#include <unordered_map>

#include "compiler/lower/lower.h"
#include "compiler/lower/value.h"

namespace idx::compiler::lower {

// The rule on whose behalf code runs: where its attributes and effects go.
struct Target {
  const Loop* shape = nullptr;
  const typed::LoopFunction* function = nullptr;

  // The output of the loop for this attribute or effect; -1: nobody listens.
  int32_t OutputOf(OutputKind kind, int32_t attribute) const;
};

// A user function as IR.
struct UserFunction {
  int32_t index = -1;
  const Target* target = nullptr;  // null where the function takes no entities
  llvm::Function* ir = nullptr;
};

class ModuleState {
 public:
  ModuleState(const typed::Program& typed_program, const LowerOptions& lower_options);

  const typed::Program& program;
  const LowerOptions& options;
  Lowered out;
  const std::vector<bool> logs;  // by function: it may add to the messages of the run
  std::string unsupported;  // the first thing that native code does not have

  llvm::LLVMContext& context() { return *out.context; }
  llvm::Module& module() { return *out.module; }
  uint32_t SiteOf(Span span);
  // A function of support.h, or of LLVM's own choice, by name.
  llvm::FunctionCallee Support(llvm::StringRef name, llvm::Type* result,
                               llvm::ArrayRef<llvm::Type*> parameters);
  llvm::Function* Define(const std::string& name, llvm::FunctionType* type, bool exported);
  // The address of these bytes in the module's constants.
  llvm::Constant* Bytes(const std::string& bytes);
  // The user function, to be emitted later if it is new. target: of the rule, where it takes entities.
  llvm::Function* FunctionFor(int32_t index, const Target* target);
  bool NextPending(UserFunction* next);

 private:
  llvm::FunctionType* SignatureOf(const typed::Function& function);

  std::map<std::pair<uint64_t, uint64_t>, uint32_t> site_index_;
  std::map<std::string, llvm::Constant*> bytes_;
  std::map<std::pair<int32_t, const Target*>, llvm::Function*> functions_;
  std::deque<UserFunction> pending_;
};

// Whether the function has entities or the run's Sync among its parameters: it is then emitted per rule.
bool TakesEntities(const typed::Function& function);
// The IR type of a function's result, and of the results' parts in order.
llvm::Type* ResultType(llvm::LLVMContext& context, const typed::Type& type);

}  // namespace idx::compiler::lower
