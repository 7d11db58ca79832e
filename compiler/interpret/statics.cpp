#include "compiler/interpret/statics.h"

#include "base/core/assert.h"
#include "compiler/interpret/machine.h"
#include "stdlib/composite/operations.h"

namespace idx::compiler {

namespace interpret {

namespace {

// The values in order, as far as none fails.
std::optional<StaticFailure> MakeValues(const typed::Program& program, EvalContext& ctx,
                                        std::vector<Slot>& values) {
  ctx.today = {-1};  // no day: a date without its year cannot be made
  for (size_t i = 0; i < values.size(); ++i) {
    const typed::Static& value = program.statics[i];
    if (value.table != nullptr) {
      values[i] = value.table->value();
      ctx.kept.push_back(value.table);
      continue;
    }
    ctx.Begin();
    Machine machine(program, ctx);
    values[i] = machine.Call(value.function, {});
    if (ctx.failed())
      return StaticFailure{i, ctx.error, std::string(ctx.error_message.view()), machine.error_span()};
    stdlib::Freeze(program.shapes, value.type, values[i]);
  }
  return std::nullopt;
}

}  // namespace

Statics::Statics(const typed::Program& program) : program_(program) {
  values_.resize(program.statics.size());
  context_.arena = &arena_;
  EnterInto(context_);
  bool made = !MakeValues(program, context_, values_);
  IDX_ASSERT(made);
}

}  // namespace interpret

std::optional<StaticFailure> TryStatics(const typed::Program& program) {
  Arena arena;
  EvalContext ctx;
  std::vector<stdlib::Slot> values(program.statics.size());
  ctx.arena = &arena;
  ctx.statics = values.data();
  ctx.shapes = &program.shapes;
  return interpret::MakeValues(program, ctx, values);
}

}  // namespace idx::compiler
