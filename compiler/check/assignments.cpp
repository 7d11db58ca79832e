// Assignments to locals, ++ and --.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {

// x++ as x += 1.
struct ByOne {
  ByOne(const ast::Unary& e, bool up) {
    one.span = assign.span = assign.op_span = e.span;
    one.literal = ast::LiteralKind::kInt;
    one.integer = 1;
    assign.compound = true;
    assign.op = up ? ast::BinaryOp::kAdd : ast::BinaryOp::kSub;
    assign.target = e.operand;
    assign.value = &one;
  }
  ByOne(const ByOne&) = delete;

  ast::Literal one;
  ast::Assign assign;
};

}  // namespace

Expr* Checker::CheckAssign(const ast::Assign& e) {
  if (e.target->kind == ast::ExprKind::kIndex) return AssignElement(e);
  if (e.target->kind == ast::ExprKind::kMember) return AssignMember(e);
  if (e.target->kind == ast::ExprKind::kTuple) return Unsupported(e.span, "a deconstruction as a value");
  if (e.target->kind != ast::ExprKind::kName) {
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
    value = Compound(e.op, current, CheckValue(*e.value), type, e.span);
  }
  bool not_null = !value->type.nullable && value->type.kind != TypeKind::kNull;
  value = Convert(value, type);
  state_.assigned.insert(index);
  state_.Forget(index);
  if (type.nullable && not_null) state_.not_null.insert({index, -1});
  if (value->type.kind == TypeKind::kError) return value;
  return Refined(SetLocal(index, value, e.span));
}

// The value of `current op= right`: narrowed back where the right side alone would have fitted, and after a
// shift.
Expr* Checker::Compound(ast::BinaryOp op, Expr* current, Expr* right, const Type& type, Span span) {
  Expr* value = Arithmetic(op, current, right, span);
  bool shift = op == ast::BinaryOp::kShl || op == ast::BinaryOp::kShr || op == ast::BinaryOp::kUShr;
  if (value->type.kind != TypeKind::kError && ConversionCost(*value, type) < 0 &&
      (shift || ConversionCost(*right, type) >= 0))
    value = ExplicitConvert(value, type, span);
  return value;
}

// t.Item1 = value of a local tuple: a tuple is a value, so the local gets another one.
Expr* Checker::AssignMember(const ast::Assign& e) {
  const auto& member = ast::As<ast::Member>(e.target);
  Span span = e.span;
  const Local* local = member.target->kind == ast::ExprKind::kName
                           ? FindLocal(ast::As<ast::Name>(member.target).name)
                           : nullptr;
  if (local != nullptr && local->builder)
    return Unsupported(span, "assignment to StringBuilder." + member.name + " inside an expression");
  if (local == nullptr || local->constant) {
    std::string name = QualifiedName(*member.target);
    bool type =
        symbols_.FindClass(name, owner_) != nullptr || TryResolve(name) || !stdlib::MemberNames(name).empty();
    if (!name.empty() && !IsValueName(name) && type) {
      Report(1009, e.target->span, {"'" + name + "." + member.name + "'"});
      return ErrorNode(span);
    }
    Expr* target = CheckValue(*member.target);
    if (target->type.kind != TypeKind::kError) Report(1009, e.target->span, {"'" + member.name + "'"});
    return ErrorNode(span);
  }
  const int32_t index = local->index;
  const Type type = function().locals[static_cast<size_t>(index)];
  if (type.kind == TypeKind::kError) return ErrorNode(span);
  if (type.kind == TypeKind::kEntity)
    return Unsupported(span, "assignment to an attribute inside an expression");
  if (IsRecord(type)) return Unsupported(span, "changing a record");
  bool plain = type.kind == TypeKind::kTuple && !type.nullable && program_.shapes.ShapeOf(type).name.empty();
  if (!plain) {
    Report(1009, e.target->span, {"'" + member.name + "'"});
    return ErrorNode(span);
  }
  if (IsCaptured(current_, ast::As<ast::Name>(member.target).name))
    return Unsupported(span, "changing a part of a tuple of the method around");
  Expr* tuple = CheckName(ast::As<ast::Name>(member.target));
  bool known = false;
  Expr* field = FieldOf(tuple, member, known);
  if (!known) return MemberOf(tuple, member);  // says that there is none
  const size_t part = static_cast<size_t>(field->a);
  Expr* value = e.compound
                    ? Convert(Compound(e.op, field, CheckValue(*e.value), field->type, span), field->type)
                    : CheckAs(*e.value, field->type);
  if (value->type.kind == TypeKind::kError) return value;
  int32_t held = NewLocal(field->type, "");
  std::vector<Expr*> parts;
  for (size_t i = 0; i < program_.shapes.ShapeOf(type).parts.size(); ++i)
    parts.push_back(i == part ? LocalNode(held, span) : Field(LocalNode(index, span), i, span));
  return BlockOf({Assign(held, value), Assign(index, Node(Op::kTuple, type, span, std::move(parts)))},
                 LocalNode(held, span));
}

// One more or one less. An error where the type has neither ++ nor --.
Expr* Checker::Stepped(Expr* current, bool up, Span span) {
  const Type type = current->type;
  if (type.kind != TypeKind::kInt && type.kind != TypeKind::kLong && type.kind != TypeKind::kDouble &&
      type.kind != TypeKind::kChar && type.kind != TypeKind::kByte && type.kind != TypeKind::kDecimal) {
    if (type.kind != TypeKind::kError) Report(1004, span, {"++ or --", NameOf(type)});
    return ErrorNode(span);
  }
  if (type.nullable)  // null stays null
    return Lifted({current}, span,
                  [&](const std::vector<Expr*>& known) { return Stepped(known[0], up, span); });
  bool narrow = type.kind == TypeKind::kChar || type.kind == TypeKind::kByte;
  Type wide = narrow ? TypeOf(TypeKind::kInt) : type;
  Expr* one = ConvertQuietly(IntConstant(1, span), wide);
  if (wide.kind == TypeKind::kDecimal)
    return DecimalArithmetic(up ? ast::BinaryOp::kAdd : ast::BinaryOp::kSub, current, one, span);
  Op op = up ? (checked() ? Op::kAddChecked : Op::kAdd) : (checked() ? Op::kSubChecked : Op::kSub);
  if (type.kind == TypeKind::kDouble) op = up ? Op::kAdd : Op::kSub;
  Expr* next = Node(op, wide, span, {ConvertQuietly(current, wide), one});
  return narrow ? Node(checked() ? Op::kConvertChecked : Op::kConvert, type, span, {next}) : next;
}

// sb.Length--; and object.Attribute++; as statements. False: it is neither.
bool Checker::StepPart(const ast::Unary& e, std::vector<Stmt*>& out) {
  bool up = e.op == ast::UnaryOp::kPreInc || e.op == ast::UnaryOp::kPostInc;
  bool down = e.op == ast::UnaryOp::kPreDec || e.op == ast::UnaryOp::kPostDec;
  if ((!up && !down) || e.operand->kind == ast::ExprKind::kName) return false;
  ByOne step(e, up);
  return AssignBuilder(step.assign, out) || CheckAttributeAssignment(step.assign, out);
}

Expr* Checker::CheckIncrement(const ast::Unary& e) {
  bool up = e.op == ast::UnaryOp::kPreInc || e.op == ast::UnaryOp::kPostInc;
  bool before = e.op == ast::UnaryOp::kPreInc || e.op == ast::UnaryOp::kPreDec;
  if (e.operand->kind == ast::ExprKind::kIndex) return StepElement(e, up, before);
  if (e.operand->kind == ast::ExprKind::kMember) {
    ByOne step(e, up);
    if (before) return AssignMember(step.assign);
    return WithTemporary(CheckValue(*e.operand), [&](Expr* old) {
      Expr* changed = AssignMember(step.assign);
      return changed->type.kind == TypeKind::kError ? changed : After(changed, old, e.span);
    });
  }
  const Local* local =
      e.operand->kind == ast::ExprKind::kName ? FindLocal(ast::As<ast::Name>(e.operand).name) : nullptr;
  if (local == nullptr || local->constant) {
    Report(1009, e.operand->span,
           {local == nullptr ? "this" : "'" + ast::As<ast::Name>(e.operand).name + "'"});
    return ErrorNode(e.span);
  }
  int32_t index = local->index;
  Expr* current = CheckName(ast::As<ast::Name>(e.operand));
  Expr* next = Stepped(current, up, e.span);
  if (next->type.kind == TypeKind::kError) return next;
  next = ConvertQuietly(next, function().locals[static_cast<size_t>(index)]);
  if (before) return Refined(SetLocal(index, next, e.span));
  int32_t old = NewLocal(current->type, "");
  return BlockOf({Assign(old, current), Assign(index, next)}, LocalNode(old, e.span));
}

}  // namespace idx::compiler::check
