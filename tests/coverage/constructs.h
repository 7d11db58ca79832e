// The constructs of the language and the operations that they become, and of which of them no case is
// possible.
#pragma once

#include <optional>
#include <string_view>

#include "compiler/typed/typed.h"
#include "stdlib/composite/operations.h"
#include "tests/coverage/sites.h"

namespace idx::compiler::golden {

// Each construct needs a normal, a null and an error case but for those of which it says here why there is
// none.
struct Needs {
  std::string_view name;
  std::string_view no_error;
  std::string_view no_null;
  std::string_view no_normal;
};

// Nothing for numbers that are no construct: they end with the first of these.
std::optional<Needs> NeedsOf(Construct construct);
std::optional<Needs> NeedsOf(typed::Op op);
Needs NeedsOf(stdlib::Operation operation);

}  // namespace idx::compiler::golden
