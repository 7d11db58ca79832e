// What a call of a library function takes from the run's clock.
#pragma once

#include "compiler/typed/typed.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler::typed {

enum class ClockUse : uint8_t {
  kNone,     // the same arguments give the same result, always
  kYear,     // the run's date, and only where the text of a date lacks its year
  kDate,     // today
  kInstant,  // now
};

// e is a kBuiltin, a call of row. Exact where the text is constant, or the format is.
ClockUse ClockUseOf(const Expr& e, const stdlib::Row& row);
ClockUse ClockUseOf(const Expr& e);  // of the row that it names

}  // namespace idx::compiler::typed
