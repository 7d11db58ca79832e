// The reference interpreter: the definition of what rules mean. It walks the typed tree, slowly and
// obviously; native code must agree with it in values, errors, positions and steps.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "compiler/program/program.h"
#include "compiler/typed/loops.h"
#include "stdlib/registry/bind.h"

namespace idx::compiler {

std::shared_ptr<const Evaluator> MakeInterpreter(std::shared_ptr<const typed::Executable> executable);

// Calls one function without entities (`idx eval`, tests, constants). arguments: one slot per parameter. On
// failure ctx.failed() is true and the location of the failing expression is in *where, if given.
stdlib::Slot Interpret(const typed::Program& program, int32_t function,
                       std::span<const stdlib::Slot> arguments, EvalContext& ctx, Span* where = nullptr);

// What keeps a static value from being made.
struct StaticFailure {
  size_t index = 0;  // into Program::statics
  EvalErrorKind kind = EvalErrorKind::kNone;
  std::string message;
  Span where;
};
// Makes the static values once, each within a rule's budgets; the first that fails.
std::optional<StaticFailure> TryStatics(const typed::Program& program);

}  // namespace idx::compiler
