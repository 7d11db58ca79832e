#include "tests/golden/runner/value.h"

#include "base/value/calendar.h"
#include "compiler/check/check.h"
#include "compiler/interpret/interpreter.h"
#include "compiler/parse/parse.h"

namespace idx::compiler::golden {

CheckedExpression CheckOne(const Checked* sources, std::string_view expression,
                           const std::vector<ExpressionVariable>& variables) {
  CheckedExpression checked;
  checked.sources = std::make_shared<SourceSet>();
  if (sources != nullptr) {
    const SourceFile& rules = sources->loaded.sources.file(FileId{0});
    checked.sources->Add(rules.path(), rules.text());
  }
  Fragment fragment;
  fragment.file = checked.sources->Add("expression", std::string(expression));
  fragment.text = checked.sources->file(fragment.file).text();
  Diagnostics diagnostics;
  checked.parsed = ParseExpression(fragment, checked.tree, diagnostics);
  if (checked.parsed != nullptr && !diagnostics.has_errors())
    checked.program = CheckExpression(sources != nullptr ? &sources->loaded : nullptr, *checked.parsed,
                                      variables, diagnostics);
  diagnostics.Sort();
  if (!diagnostics.all().empty()) {
    const Diagnostic& first = diagnostics.all()[0];
    checked.problem = first.Code() + " " + first.message;
    checked.problem_span = first.span;
    checked.program = nullptr;
  }
  return checked;
}

void PrepareContext(EvalContext& ctx, Arena& arena) {
  ctx.arena = &arena;
  ctx.today.days = DaysOf(2024, 5, 17);
  ctx.now = DateTime::Of((int64_t{ctx.today.days} * 24 + 10) * 36'000'000'000 + 30 * int64_t{600'000'000},
                         DateTimeKind::kUtc);
  ctx.Begin();
}

Evaluated Evaluate(const CheckedExpression& checked, const NativeBackend::Callable* native,
                   std::span<const stdlib::Slot> arguments) {
  Evaluated evaluated;
  evaluated.shown = checked.problem;
  if (checked.program == nullptr) return evaluated;
  evaluated.ran = true;
  auto function = static_cast<int32_t>(checked.program->functions.size() - 1);
  Arena arena;
  EvalContext ctx;
  PrepareContext(ctx, arena);
  Span where;
  stdlib::Slot value = native != nullptr ? (*native)(arguments, ctx, &where)
                                         : Interpret(*checked.program, function, arguments, ctx, &where);
  evaluated.steps = ctx.budget.steps - ctx.steps_left;
  if (ctx.failed()) {
    std::string number = std::to_string(static_cast<uint32_t>(ctx.error));
    std::string message(ctx.error_message.view());
    if (message.empty()) message = EvalErrorName(ctx.error);
    for (size_t at = message.find('\n'); at != std::string::npos; at = message.find('\n', at))
      message.replace(at, 1, "\\n");  // golden lines are one line
    evaluated.shown = "IDX30" + std::string(number.size() < 2 ? "0" : "") + number + " " + message;
    evaluated.error_begin = where.begin;
    return evaluated;
  }
  evaluated.ok = true;
  evaluated.shown = ToJson(*checked.program, checked.program->functions.back().result, value);
  return evaluated;
}

}  // namespace idx::compiler::golden
