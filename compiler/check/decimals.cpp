// decimal: its operators are functions of the library, which the checker writes out. Also what C# calls
// lifting: an operator on values of which one is null.
#include <cstring>

#include "base/value/decimal.h"
#include "compiler/check/checker.h"
#include "stdlib/registry/bind.h"

namespace idx::compiler::check {

// Of values that may be null: null where one is. They are evaluated once, in their order.
Expr* Checker::Lifted(const std::vector<Expr*>& values, Span span,
                      const std::function<Expr*(const std::vector<Expr*>&)>& apply) {
  bool nullable = false;
  for (const Expr* value : values) nullable = nullable || value->type.nullable;
  if (!nullable) return apply(values);
  return WithTemporaries(values, [&](const std::vector<Expr*>& held) {
    Expr* result = apply(Known(held));
    if (result->type.kind == TypeKind::kError) return result;
    Type type = result->type.AsNullable();
    result = ConvertQuietly(result, type);
    for (auto value = held.rbegin(); value != held.rend(); ++value)
      if ((*value)->type.nullable)
        result = Node(
            Op::kCond, type, span,
            {Node(Op::kIsNull, TypeOf(TypeKind::kBool), span, {*value}), NullConstant(type, span), result});
    return result;
  });
}

// A comparison of values that may be null: == holds of two nulls, except in a join; < never does.
Expr* Checker::LiftedComparison(ast::BinaryOp op, Expr* left, Expr* right, Span span,
                                const std::function<Expr*(const std::vector<Expr*>&)>& apply) {
  Type boolean = TypeOf(TypeKind::kBool);
  if (!left->type.nullable && !right->type.nullable) return apply({left, right});
  return WithTemporaries({left, right}, [&](const std::vector<Expr*>& held) {
    auto is_null = [&](size_t i) -> Expr* {
      return held[i]->type.nullable ? Node(Op::kIsNull, boolean, span, {held[i]}) : BoolConstant(false, span);
    };
    Expr* result = apply(Known(held));
    if (result->type.kind == TypeKind::kError) return result;
    bool unequal = op == ast::BinaryOp::kNe;
    bool both = op == ast::BinaryOp::kEq && kind_ != BodyKind::kJoin;
    Expr* one = BoolConstant(unequal, span);
    Expr* when_null = both || unequal ? is_null(1) : one;
    if (unequal) when_null = Node(Op::kNot, boolean, span, {when_null});
    result = Node(Op::kCond, boolean, span, {is_null(1), one, result});
    return Node(Op::kCond, boolean, span, {is_null(0), when_null, result});
  });
}

Expr* Checker::WithTemporaries(const std::vector<Expr*>& values,
                               const std::function<Expr*(const std::vector<Expr*>&)>& use) {
  std::vector<Expr*> held;
  std::function<Expr*(size_t)> next = [&](size_t i) {
    if (i == values.size()) return use(held);
    return WithTemporary(values[i], [&](Expr* value) {
      held.push_back(value);
      return next(i + 1);
    });
  };
  return next(0);
}

std::vector<Expr*> Checker::Known(const std::vector<Expr*>& values) {
  std::vector<Expr*> known;
  for (Expr* value : values)
    known.push_back(value->type.nullable ? Node(Op::kAssume, value->type.NonNull(), value->span, {value})
                                         : value);
  return known;
}

Expr* Checker::DecimalLiteral(const ast::Literal& e) {
  Decimal value;
  if (ParseDecimal(e.text, number_styles::kFloat, value) != ParseResult::kOk) {
    Report(1012, e.span, {"decimal"});
    return ErrorNode(e.span);
  }
  stdlib::Slot slot = stdlib::ToSlot(value);
  Expr* constant = Constant(TypeOf(TypeKind::kDecimal), e.span, slot.lo);
  constant->hi = slot.hi;
  return constant;
}

Expr* Checker::DecimalArithmetic(ast::BinaryOp op, Expr* left, Expr* right, Span span) {
  static const std::map<ast::BinaryOp, std::string_view> names = {{ast::BinaryOp::kAdd, "Add"},
                                                                  {ast::BinaryOp::kSub, "Subtract"},
                                                                  {ast::BinaryOp::kMul, "Multiply"},
                                                                  {ast::BinaryOp::kDiv, "Divide"},
                                                                  {ast::BinaryOp::kMod, "Remainder"}};
  auto name = names.find(op);
  if (name == names.end()) return nullptr;
  Type decimal = TypeOf(TypeKind::kDecimal);
  for (Expr** side : {&left, &right}) {
    if (ConversionCost(**side, decimal.AsNullable()) < 0 || (*side)->type.kind == TypeKind::kNull)
      return nullptr;
    *side = ConvertQuietly(*side, (*side)->type.nullable ? decimal.AsNullable() : decimal);
  }
  return Lifted({left, right}, span, [&](const std::vector<Expr*>& known) {
    Expr* result = Fold(Builtin("decimal", name->second, known, span));
    bool constant = known[0]->op == Op::kConst && known[1]->op == Op::kConst;
    if (!constant || result->op == Op::kConst) return result;
    Report(1012, span, {"decimal"});
    return ErrorNode(span);
  });
}

Expr* Checker::DecimalComparison(ast::BinaryOp op, Op node, Expr* left, Expr* right, Span span) {
  Type decimal = TypeOf(TypeKind::kDecimal);
  for (Expr** side : {&left, &right}) {
    if (ConversionCost(**side, decimal.AsNullable()) < 0 || (*side)->type.kind == TypeKind::kNull)
      return nullptr;
    *side = ConvertQuietly(*side, (*side)->type.nullable ? decimal.AsNullable() : decimal);
  }
  return LiftedComparison(op, left, right, span, [&](const std::vector<Expr*>& known) {
    Expr* order = Fold(Builtin("decimal", "Compare", known, span));
    return Fold(Node(node, TypeOf(TypeKind::kBool), span, {order, IntConstant(0, span)}));
  });
}

// (int)1.9m, (decimal)0.1, (Level)2m: what follows the point goes; out of range is an error in any context.
Expr* Checker::ConvertDecimal(Expr* value, const Type& to, Span span) {
  if (to.kind != TypeKind::kDecimal) {
    TypeKind through = to.kind == TypeKind::kLong || to.kind == TypeKind::kDouble ? to.kind : TypeKind::kInt;
    std::string_view name = through == TypeKind::kLong     ? "ToInt64"
                            : through == TypeKind::kDouble ? "ToDouble"
                                                           : "ToInt32";
    Expr* number = Lifted({value}, span, [&](const std::vector<Expr*>& known) {
      return Fold(Builtin("decimal", name, known, span));
    });
    if (number->type.kind == TypeKind::kError || number->type.NonNull() == to.NonNull())
      return ConvertQuietly(number, to);
    Type target = to;
    target.nullable = number->type.nullable;
    return ConvertQuietly(Fold(Node(Op::kConvertChecked, target, span, {number})), to);
  }
  if (value->type.kind == TypeKind::kEnum) {
    Type number = TypeOf(TypeKind::kInt);
    number.nullable = value->type.nullable;
    value = Node(Op::kConvert, number, span, {value});
  }
  Expr* result = Lifted({value}, span, [&](const std::vector<Expr*>& known) {
    return Fold(Builtin("$", "ToDecimal", known, span));
  });
  return ConvertQuietly(result, to);
}

}  // namespace idx::compiler::check
