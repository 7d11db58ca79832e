// `default` whose type its surroundings give: null where they are nullable or an object, else the zero value.
#pragma once

#include "compiler/typed/typed.h"

namespace idx::compiler::check {

// Of the constant null that the checker has for it until then.
inline constexpr int32_t kDefaultLiteral = 1;

inline bool IsDefaultLiteral(const typed::Expr& e) {
  return e.op == typed::Op::kConst && e.type.kind == TypeKind::kNull && e.a == kDefaultLiteral;
}

}  // namespace idx::compiler::check
