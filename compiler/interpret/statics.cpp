#include "compiler/interpret/statics.h"

#include "base/core/assert.h"
#include "compiler/interpret/machine.h"
#include "stdlib/composite/operations.h"

namespace idx::compiler::interpret {

Statics::Statics(const typed::Program& program) : program_(program) {
  values_.resize(program.statics.size());
  context_.arena = &arena_;
  EnterInto(context_);
  for (size_t i = 0; i < values_.size(); ++i) {
    context_.Begin();
    Machine machine(program, context_);
    values_[i] = machine.Call(program.statics[i].function, {});
    IDX_ASSERT(!context_.failed());
    stdlib::Freeze(program.shapes, program.statics[i].type, values_[i]);
  }
}

}  // namespace idx::compiler::interpret
