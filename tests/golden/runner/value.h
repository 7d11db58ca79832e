// One expression over checked sources and its value, as `idx eval` prints it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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
  std::shared_ptr<typed::Program> program;
  std::string problem;
};
// sources may be null: then only the library can be named.
CheckedExpression CheckOne(const Checked* sources, std::string_view expression);

// By the interpreter, or where native is given by native code. The clock stands at 2024-05-17T10:30:00Z.
Evaluated Evaluate(const CheckedExpression& checked, const NativeBackend::Callable* native = nullptr);

}  // namespace idx::compiler::golden
