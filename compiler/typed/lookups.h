// Look-ups in tables that never change.
#pragma once

#include "compiler/typed/typed.h"
#include "stdlib/composite/operations.h"

namespace idx::compiler::typed {

// Lookup.Table: like a call of a pure function of the key.
inline bool IsTableLookup(const Expr& e) {
  return e.op == Op::kOperation && e.a == static_cast<int32_t>(stdlib::Operation::kMapFind) &&
         e.args[0]->op == Op::kStatic;
}

}  // namespace idx::compiler::typed
