// The static readonly values of a program, made by its own native code when it is loaded. Internal to this
// folder.
#pragma once

#include <memory>
#include <vector>

#include "base/core/result.h"
#include "compiler/jit/engine.h"
#include "compiler/typed/typed.h"

namespace idx::compiler::jit {

// Values, and the memory that they live in. Immutable once made.
class Statics {
 public:
  // Runs the initialisers, which the engine has linked, one after another, and freezes what they give.
  // program is not kept. Error: one of them failed.
  static Result<std::unique_ptr<Statics>> Make(const typed::Program& program, Engine& engine);

  // Before code of this program runs.
  void EnterInto(EvalContext& ctx) const {
    ctx.statics = values_.data();
    ctx.shapes = &shapes_;
  }

 private:
  Statics() = default;

  ShapeTable shapes_;
  Arena arena_;
  EvalContext context_;  // keeps what values point to outside the arena
  std::vector<Slot> values_;
};

}  // namespace idx::compiler::jit
