// The static readonly values of a program, as the interpreter makes them.
#pragma once

#include <vector>

#include "base/batch/eval_context.h"
#include "compiler/typed/typed.h"

namespace idx::compiler::interpret {

// Values, and the memory that they live in. Immutable once made; any number of threads may read.
class Statics {
 public:
  // Runs the initialisers in order and freezes what they give. program outlives this. None fails: the checker
  // has evaluated them within these budgets.
  explicit Statics(const typed::Program& program);
  Statics(const Statics&) = delete;
  Statics& operator=(const Statics&) = delete;

  // Before code of this program runs.
  void EnterInto(EvalContext& ctx) const {
    ctx.statics = values_.data();
    ctx.shapes = &program_.shapes;
  }

 private:
  const typed::Program& program_;
  Arena arena_;
  EvalContext context_;  // keeps what values point to outside the arena
  std::vector<Slot> values_;
};

}  // namespace idx::compiler::interpret
