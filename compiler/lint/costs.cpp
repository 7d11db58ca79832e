// IDX5011: rules that have to be evaluated for everybody at each run. IDX5013: rules that may spend their
// budget.
#include <fmt/format.h>

#include "base/batch/eval_context.h"
#include "compiler/analyse/cost.h"
#include "compiler/lint/checks.h"

namespace idx::compiler::lint {

namespace {

std::string Rounded(double steps) {
  if (steps >= 1e9) return fmt::format("{:.3g} thousand million", steps / 1e9);
  if (steps >= 1e6) return fmt::format("{:.3g} million", steps / 1e6);
  return fmt::format("{:.0f}", steps);
}

}  // namespace

void CheckCosts(const typed::Program& program, Diagnostics& diagnostics) {
  std::vector<double> steps = analyse::StepsOf(program);
  const Budget budget;
  for (const typed::Rule& rule : program.rules) {
    double cost = steps[static_cast<size_t>(rule.function)];
    if (rule.reads_now && rule.kind != typed::RuleKind::kTest)
      diagnostics.Report(5011, rule.span, {rule.id, Rounded(1e6 * (1 + cost))});
    if (cost > static_cast<double>(budget.steps))
      diagnostics.Report(5013, rule.span,
                         {rule.id, Rounded(cost), Rounded(static_cast<double>(budget.steps))});
  }
}

}  // namespace idx::compiler::lint
