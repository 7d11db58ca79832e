// One expression over checked sources and its value, as `idx eval` prints it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/batch/eval_context.h"
#include "compiler/driver/json_value.h"
#include "compiler/driver/native.h"
#include "compiler/typed/typed.h"
#include "tests/golden/runner/sample.h"

namespace idx::compiler::golden {

struct Evaluated {
  bool ok = false;
  bool ran = false;   // false: it has diagnostics
  std::string shown;  // the value as JSON, or "IDX3010 message"
  int64_t steps = 0;
  uint32_t error_begin = 0;  // where in its file an error arose
};

// An expression that was checked. Errors of checking are in `problem`, "IDX1012 message".
struct CheckedExpression {
  ast::Tree tree;
  std::shared_ptr<SourceSet> sources;
  const ast::Expr* parsed = nullptr;  // in tree; null after a syntax error
  std::shared_ptr<typed::Program> program;
  std::string problem;
  Span problem_span;
};
// sources may be null: then only the library can be named. variables: names that the expression may use.
CheckedExpression CheckOne(const Checked* sources, std::string_view expression,
                           const std::vector<ExpressionVariable>& variables = {});

// A new evaluation with full budgets. The clock stands at 2024-05-17T10:30:00Z.
void PrepareContext(EvalContext& ctx, Arena& arena);

// By the interpreter, or where native is given by native code. arguments: the variables' values.
Evaluated Evaluate(const CheckedExpression& checked, const NativeBackend::Callable* native = nullptr,
                   std::span<const stdlib::Slot> arguments = {});

}  // namespace idx::compiler::golden
