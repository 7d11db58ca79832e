// Assignments to locals, ++ and --.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

Expr* Checker::CheckAssign(const ast::Assign& e) {
  if (e.target->kind == ast::ExprKind::kIndex) return AssignElement(e);
  if (e.target->kind != ast::ExprKind::kName) {
    if (e.target->kind == ast::ExprKind::kMember)
      return Unsupported(e.span, "assignment to an attribute inside an expression");
    Report(1009, e.target->span, {"this"});
    return ErrorNode(e.span);
  }
  const std::string& name = ast::As<ast::Name>(e.target).name;
  const Local* local = FindLocal(name);
  if (local == nullptr) return CheckName(ast::As<ast::Name>(e.target));
  int32_t index = local->index;
  if (local->constant || function().locals[static_cast<size_t>(index)].kind == TypeKind::kEntity) {
    Report(1009, e.target->span, {"'" + name + "'"});
    return ErrorNode(e.span);
  }
  Type type = function().locals[static_cast<size_t>(index)];
  Expr* value = nullptr;
  if (!e.compound) {
    value = CheckValue(*e.value, &type);
    if (!CheckKept(*e.value, *value, type, &name)) value = ErrorNode(e.span);
    if (IsSequence(value->type) && IsTable(*e.value) && IsChanged(name))
      value = Unsupported(e.span, "changing a static table");
  } else if (e.op == ast::BinaryOp::kCoalesce) {
    ast::Binary binary;
    binary.span = e.span;
    binary.op = e.op;
    binary.left = e.target;
    binary.right = e.value;
    value = Coalesce(binary);
  } else {
    Expr* current = CheckName(ast::As<ast::Name>(e.target));
    Expr* right = CheckValue(*e.value);
    value = Arithmetic(e.op, current, right, e.span);
    // C# narrows the result back where the right side alone would have fitted, and after a shift.
    bool shift = e.op == ast::BinaryOp::kShl || e.op == ast::BinaryOp::kShr || e.op == ast::BinaryOp::kUShr;
    if (value->type.kind != TypeKind::kError && ConversionCost(*value, type) < 0 &&
        (shift || ConversionCost(*right, type) >= 0))
      value = ExplicitConvert(value, type, e.span);
  }
  bool not_null = !value->type.nullable && value->type.kind != TypeKind::kNull;
  value = Convert(value, type);
  state_.assigned.insert(index);
  state_.Forget(index);
  if (type.nullable && not_null) state_.not_null.insert({index, -1});
  if (value->type.kind == TypeKind::kError) return value;
  return Refined(SetLocal(index, value, e.span));
}

Expr* Checker::CheckIncrement(const ast::Unary& e) {
  if (e.operand->kind != ast::ExprKind::kName || FindLocal(ast::As<ast::Name>(e.operand).name) == nullptr) {
    Report(1009, e.operand->span, {"this"});
    return ErrorNode(e.span);
  }
  const Local& local = *FindLocal(ast::As<ast::Name>(e.operand).name);
  int32_t index = local.index;
  Expr* current = CheckName(ast::As<ast::Name>(e.operand));
  if (local.constant || current->type.nullable ||
      (current->type.kind != TypeKind::kInt && current->type.kind != TypeKind::kLong &&
       current->type.kind != TypeKind::kDouble && current->type.kind != TypeKind::kChar &&
       current->type.kind != TypeKind::kByte && current->type.kind != TypeKind::kDecimal)) {
    if (current->type.kind != TypeKind::kError) Report(1004, e.span, {"++ or --", NameOf(current->type)});
    return ErrorNode(e.span);
  }
  bool up = e.op == ast::UnaryOp::kPreInc || e.op == ast::UnaryOp::kPostInc;
  bool narrow = current->type.kind == TypeKind::kChar || current->type.kind == TypeKind::kByte;
  Type wide = narrow ? TypeOf(TypeKind::kInt) : current->type;
  Expr* one = ConvertQuietly(IntConstant(1, e.span), wide);
  Op op = up ? (checked_ ? Op::kAddChecked : Op::kAdd) : (checked_ ? Op::kSubChecked : Op::kSub);
  if (current->type.kind == TypeKind::kDouble) op = up ? Op::kAdd : Op::kSub;
  Expr* next = Node(op, wide, e.span, {ConvertQuietly(LocalNode(index, e.span), wide), one});
  if (wide.kind == TypeKind::kDecimal)
    next = DecimalArithmetic(up ? ast::BinaryOp::kAdd : ast::BinaryOp::kSub, LocalNode(index, e.span), one,
                             e.span);
  if (narrow) next = Node(checked_ ? Op::kConvertChecked : Op::kConvert, current->type, e.span, {next});
  Expr* set = SetLocal(index, next, e.span);
  if (e.op == ast::UnaryOp::kPreInc || e.op == ast::UnaryOp::kPreDec) return set;
  int32_t before = NewLocal(current->type, "");
  Stmt* keep = Statement(StmtOp::kExpr, e.span);
  keep->value = SetLocal(before, LocalNode(index, e.span), e.span);
  Stmt* change = Statement(StmtOp::kExpr, e.span);
  change->value = set;
  Expr* block = Node(Op::kBlock, current->type, e.span, {LocalNode(before, e.span)});
  block->body = {keep, change};
  return block;
}

}  // namespace idx::compiler::check
