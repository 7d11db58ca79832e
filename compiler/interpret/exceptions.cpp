// try, catch and finally.
#include "compiler/interpret/machine.h"

namespace idx::compiler::interpret {

// Whether any catch or finally sees the error.
static bool IsCatchable(EvalErrorKind kind) {
  return kind != EvalErrorKind::kNone && !IsBudget(kind) && kind != EvalErrorKind::kDeclineMapping;
}

ExceptionObject* Machine::Take() {
  ExceptionObject* taken = TakeError(ctx_);
  if (taken == nullptr)
    return nullptr;  // no memory is left to say so: the budget's error goes on from the same place
  taken->site = static_cast<uint32_t>(sites_.size());
  sites_.push_back(error_span_);
  located_ = false;
  return taken;
}

void Machine::PutBack(const ExceptionObject& exception) {
  PutError(ctx_, exception);
  error_span_ = sites_[exception.site];
  located_ = true;
}

Machine::Flow Machine::RunTry(const Stmt& s, Frame& frame) {
  Flow flow = Run(s.body, frame);
  if (!s.catches.empty() && IsCatchable(ctx_.error)) flow = RunCatches(s, frame, flow);
  if (s.finally.empty() || (ctx_.failed() && !IsCatchable(ctx_.error))) return flow;
  return RunFinally(s, frame, flow);
}

Machine::Flow Machine::RunCatches(const Stmt& s, Frame& frame, Flow flow) {
  for (const typed::Catch& clause : s.catches) {
    if ((clause.kinds >> static_cast<uint32_t>(ctx_.error) & 1) == 0) continue;
    ExceptionObject* caught = Take();
    if (caught == nullptr) return flow;
    if (clause.local >= 0)
      frame.locals[static_cast<size_t>(clause.local)] = Slot{reinterpret_cast<uint64_t>(caught), 0, true};
    if (clause.when != nullptr) {
      Slot condition = Eval(*clause.when, frame);
      if (ctx_.failed()) {
        if (!IsCatchable(ctx_.error)) return Flow::kReturn;
        if (Take() == nullptr) return Flow::kReturn;
        condition = Make(false);
      }
      if (!Get<bool>(condition)) {
        PutBack(*caught);
        continue;
      }
    }
    return Run(clause.body, frame);
  }
  return flow;
}

Machine::Flow Machine::RunFinally(const Stmt& s, Frame& frame, Flow flow) {
  ExceptionObject* pending = nullptr;
  if (ctx_.failed()) {
    pending = Take();
    if (pending == nullptr) return flow;
  }
  Slot result = frame.result;
  Run(s.finally, frame);
  if (ctx_.failed()) return Flow::kReturn;
  frame.result = result;
  if (pending == nullptr) return flow;
  PutBack(*pending);
  return Flow::kReturn;
}

}  // namespace idx::compiler::interpret
