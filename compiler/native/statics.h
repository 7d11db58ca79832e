// The static readonly values of a program, made by its own native code when it is loaded. Internal to this
// folder.
#pragma once

#include <memory>
#include <vector>

#include "base/batch/eval_context.h"
#include "base/core/result.h"
#include "compiler/native/object_code.h"
#include "compiler/typed/typed.h"

namespace idx::compiler::native {

// Values, and the memory that they live in. Immutable once made.
class Statics {
 public:
  // Runs the initialisers (a symbol for each static but tables) one after another, and freezes what they
  // give. Error: one of them failed, or is not in the code. The code must outlive it.
  static Result<std::unique_ptr<Statics>> Make(const ShapeTable& shapes,
                                               std::span<const typed::Static> statics,
                                               std::span<const std::string> initialisers,
                                               const ObjectCode& code);

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

}  // namespace idx::compiler::native
