#include "compiler/native/statics.h"

#include <limits>

#include "compiler/lower/lower.h"
#include "stdlib/composite/operations.h"

namespace idx::compiler::native {

namespace {

// Generated code carries no mark of its type, which a sanitizer of function pointers would look for.
[[clang::no_sanitize("function")]] void Call(lower::FunctionEntry entry, EvalContext& ctx, Slot* result) {
  entry(&ctx, nullptr, result);
}

}  // namespace

Result<std::unique_ptr<Statics>> Statics::Make(const ShapeTable& shapes,
                                               std::span<const typed::Static> statics,
                                               std::span<const std::string> initialisers,
                                               const ObjectCode& code) {
  IDX_ASSERT(statics.size() == initialisers.size());
  std::unique_ptr<Statics> made(new Statics());
  made->shapes_ = shapes;
  made->values_.resize(statics.size());
  std::vector<std::string> symbols;
  for (size_t i = 0; i < statics.size(); ++i)
    if (statics[i].table == nullptr) symbols.push_back(initialisers[i]);
  IDX_ASSIGN(std::vector<void*> entries, code.FindAll(symbols));
  EvalContext& ctx = made->context_;
  ctx.arena = &made->arena_;
  made->EnterInto(ctx);
  // They have been evaluated within the budgets of rules when the program was compiled.
  ctx.budget.steps = std::numeric_limits<int64_t>::max() / 2;
  ctx.budget.scratch_bytes = std::numeric_limits<int64_t>::max() / 2;
  for (size_t i = 0, entry = 0; i < statics.size(); ++i) {
    if (statics[i].table != nullptr) {
      made->values_[i] = statics[i].table->value();
      ctx.kept.push_back(statics[i].table);
      continue;
    }
    ctx.Begin();
    Call(reinterpret_cast<lower::FunctionEntry>(entries[entry++]), ctx, &made->values_[i]);
    if (ctx.failed()) {
      return Error{Origin::kConfiguration, statics[i].name +
                                               " cannot be made: " + std::string(EvalErrorName(ctx.error)) +
                                               ": " + ctx.error_message.str()};
    }
    stdlib::Freeze(made->shapes_, statics[i].type, made->values_[i]);
  }
  return made;
}

}  // namespace idx::compiler::native
