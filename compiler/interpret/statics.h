// The static readonly values of a program, as the interpreter makes them.
#pragma once

#include <string>
#include <vector>

#include "base/batch/eval_context.h"
#include "compiler/typed/typed.h"

namespace idx::compiler::interpret {

// Values, and the memory that they live in. Immutable once made; any number of threads may read.
class Statics {
 public:
  // Runs the initialisers in order and freezes what they give. program outlives this. After one that fails the others
  // are not made, and whoever reads one gets null: Failed says which it was.
  explicit Statics(const typed::Program& program);
  Statics(const Statics&) = delete;
  Statics& operator=(const Statics&) = delete;

  // Before code of this program runs.
  void EnterInto(EvalContext& ctx) const {
    ctx.statics = values_.data();
    ctx.shapes = &program_.shapes;
  }
  // Index of the one that failed, -1: none; where, and why ("FormatException: …").
  int32_t failed() const { return failed_; }
  Span where() const { return where_; }
  const std::string& why() const { return why_; }

 private:
  const typed::Program& program_;
  Arena arena_;
  EvalContext context_;  // keeps what values point to outside the arena
  std::vector<Slot> values_;
  int32_t failed_ = -1;
  Span where_;
  std::string why_;
};

}  // namespace idx::compiler::interpret
