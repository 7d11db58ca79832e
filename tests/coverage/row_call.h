// Calls of a row of the library, written from its signature: each argument a variable of the parameter's
// type.
#pragma once

#include <string>
#include <vector>

#include "stdlib/registry/registry.h"
#include "tests/golden/runner/value.h"

namespace idx::compiler::golden {

struct RowCall {
  std::string expression;  // "a0.Substring(a1)"
  std::vector<ExpressionVariable> variables;
  std::string unwritable;  // why no rule can write it: "only a catch clause has one"
};

enum class Receiver : uint8_t { kAsIs, kConditional /* a0?.Substring(a1) */ };

// null_at: which argument may be null beside those that the row lets be; -1: none.
RowCall WriteCall(const stdlib::Row& row, int null_at, Receiver receiver = Receiver::kAsIs);

bool HasReceiver(const stdlib::Row& row);
// "s" of "s, start = 1".
std::string ParameterName(const stdlib::Row& row, size_t parameter);
// A list whose elements may be null.
bool TakesNullElements(const stdlib::TypeSpec& type);

}  // namespace idx::compiler::golden
