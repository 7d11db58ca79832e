// What the branches of ?: and switch, and the elements of an array, have in common.
#include <algorithm>

#include "compiler/check/checker.h"
#include "compiler/check/default_literal.h"

namespace idx::compiler::check {

// A branch of ?: or switch. `default` has the type of the other branches before that of the place.
Expr* Checker::CheckBranch(const ast::Expr& e, const Type* expected) {
  bool untyped = e.kind == ast::ExprKind::kDefault && ast::As<ast::Default>(&e).type == nullptr;
  return CheckValue(e, untyped ? nullptr : expected);
}

// What the branches have in common; where that is null or default alone, what the place expects.
Type Checker::BranchType(const std::vector<Expr*>& values, const Type* expected) {
  Type type = CommonType(values);
  if (type.kind != TypeKind::kNull || expected == nullptr || expected->kind == TypeKind::kError) return type;
  bool null = std::any_of(values.begin(), values.end(), [](const Expr* value) {
    return value->type.kind == TypeKind::kNull && !IsDefaultLiteral(*value);
  });
  return null ? expected->AsNullable() : *expected;
}

// The type that all values convert to: for ?:, switch and array literals.
Type Checker::CommonType(const std::vector<Expr*>& values) {
  Type best = TypeOf(TypeKind::kNull);
  const Expr* best_value = nullptr;
  bool nullable = false, defaults = false;
  for (const Expr* value : values) {
    if (value->type.kind == TypeKind::kError) return {};
    if (value->type.kind == TypeKind::kEntity || value->type.kind == TypeKind::kSync) {
      Report(1900, value->span, {"objects as values"});
      return {};
    }
    if (value->type.kind == TypeKind::kNever) continue;
    if (IsDefaultLiteral(*value)) {
      defaults = true;
      continue;
    }
    nullable = nullable || value->type.nullable || value->type.kind == TypeKind::kNull;
    if (value->type.kind == TypeKind::kNull) continue;
    Type candidate = value->type.NonNull();
    if (best.kind == TypeKind::kNull || (best.kind == TypeKind::kList && best.element == TypeKind::kVoid)) {
      best = candidate;
      best_value = value;
      continue;
    }
    Expr probe = *best_value;
    probe.type = best;
    if (best == candidate) continue;
    if (ConversionCost(probe, candidate) >= 0) {
      best = candidate;
      best_value = value;
    } else {
      probe = *value;
      probe.type.nullable = false;
      if (ConversionCost(probe, best) < 0) {
        Report(1002, value->span, {NameOf(value->type), NameOf(best)});
        return {};
      }
    }
  }
  if (best.kind == TypeKind::kNull) {
    bool all_throw = !nullable && !defaults;
    return all_throw ? TypeOf(TypeKind::kNever) : best;
  }
  bool object = best.kind == TypeKind::kString || best.kind == TypeKind::kList || IsAddress(best.kind);
  best.nullable = nullable || (defaults && object);
  return best;
}

}  // namespace idx::compiler::check
