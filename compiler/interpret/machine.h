// The evaluator of typed functions, one call at a time. Internal to this folder.
#pragma once

#include <span>
#include <vector>

#include "base/batch/objects.h"
#include "base/value/cells.h"
#include "compiler/interpret/interpreter.h"

namespace idx::compiler::interpret {

using stdlib::Slot;
using typed::Expr;
using typed::Stmt;

// One row of one input slot.
struct EntityRow {
  const ObjectType* type = nullptr;
  const Batch* batch = nullptr;
  uint32_t row = 0;
};

// What a rule has said so far on the present row.
struct Written {
  Outcome outcome = Outcome::kNoOpinion;
  Slot value;
};

class Machine {
 public:
  Machine(const typed::Program& program, EvalContext& ctx) : program_(program), ctx_(ctx) {}

  // Entities by slot, and where writes of the rule go: attribute a of the target is written[position[a]].
  std::span<const EntityRow> entities;
  std::vector<Written> attributes;   // by attribute index of the target type
  Written effects[typed::kEffects];  // by Effect

  Slot Call(int32_t function, std::span<const Slot> arguments);
  // The expression at which the first error arose.
  Span error_span() const { return error_span_; }

 private:
  enum class Flow : uint8_t { kNext, kBreak, kContinue, kReturn };
  struct Frame {
    std::vector<Slot> locals;
    Slot result;
  };

  Slot Eval(const Expr& e, Frame& frame);
  Slot EvalAttribute(const Expr& e, Frame& frame);
  Slot EvalArithmetic(const Expr& e, Frame& frame);
  Slot EvalCompare(const Expr& e, Frame& frame);
  Slot EvalConvert(const Expr& e, const Slot& from);
  Slot EvalConcat(const Expr& e, Frame& frame);
  Slot EvalList(const Expr& e, Frame& frame);
  Slot EvalCall(const Expr& e, Frame& frame);
  Slot EvalThrow(const Expr& e, Frame& frame);
  Slot EvalThrowObject(const Expr& e, Frame& frame);
  Slot EvalTuple(const Expr& e, Frame& frame);
  Slot EvalField(const Expr& e, Frame& frame);
  Slot EvalSetField(const Expr& e, Frame& frame);
  Slot EvalOperation(const Expr& e, Frame& frame);
  Flow Run(std::span<Stmt* const> body, Frame& frame);
  Flow Run(const Stmt& s, Frame& frame);
  Flow RunLoop(const Stmt& s, Frame& frame);
  Flow RunForeach(const Stmt& s, Frame& frame);
  Flow RunTry(const Stmt& s, Frame& frame);
  Flow RunCatches(const Stmt& s, Frame& frame, Flow flow);
  Flow RunFinally(const Stmt& s, Frame& frame, Flow flow);
  ExceptionObject* Take();
  void PutBack(const ExceptionObject& exception);
  void RunSetAttr(const Stmt& s, Frame& frame);
  bool Step();
  bool StackIsSpent();
  Slot Fail(const Expr& e, EvalErrorKind kind, std::string_view message);
  void Locate(Span span);

  const typed::Program& program_;
  EvalContext& ctx_;
  Span error_span_;
  bool located_ = false;
  std::vector<Span> sites_;           // of the errors that were caught: an ExceptionObject's site is an index
  const char* stack_base_ = nullptr;  // where the outermost call stood
};

template <typename T>
T Get(const Slot& slot) {
  return stdlib::FromSlot<T>(slot);
}
template <typename T>
Slot Make(const T& value) {
  return stdlib::ToSlot<T>(value);
}
inline Slot Null() {
  Slot slot;
  slot.present = false;
  return slot;
}

}  // namespace idx::compiler::interpret
