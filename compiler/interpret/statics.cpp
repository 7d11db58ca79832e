#include "compiler/interpret/statics.h"

#include "compiler/interpret/machine.h"
#include "stdlib/composite/operations.h"

namespace idx::compiler::interpret {

Statics::Statics(const typed::Program& program) : program_(program) {
  Slot null;
  null.present = false;
  values_.assign(program.statics.size(), null);
  context_.arena = &arena_;
  EnterInto(context_);
  for (size_t i = 0; i < values_.size(); ++i) {
    context_.Begin();
    Machine machine(program, context_);
    Slot value = machine.Call(program.statics[i].function, {});
    if (context_.failed()) {
      failed_ = static_cast<int32_t>(i);
      where_ = machine.error_span();
      why_ = std::string(EvalErrorName(context_.error)) + ": " + context_.error_message.str();
      return;
    }
    values_[i] = value;
    stdlib::Freeze(program.shapes, program.statics[i].type, values_[i]);
  }
}

}  // namespace idx::compiler::interpret
