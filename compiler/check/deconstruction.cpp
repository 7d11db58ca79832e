// Tuples taken apart: var (a, b) = t; (x, xs[0], target.Name) = (…);
#include "compiler/check/checker.h"

namespace idx::compiler::check {

// var (a, b) = tuple;
void Checker::DeclareParts(const std::vector<std::string>& names, Expr* tuple, Span span,
                           std::vector<Stmt*>& out) {
  bool fits = tuple->type.kind == TypeKind::kTuple && !tuple->type.nullable && !IsGrouping(tuple->type) &&
              PositionsOf(tuple->type) == names.size();
  if (!fits && tuple->type.kind != TypeKind::kError)
    Report(1900, span, {"deconstruction of " + NameOf(tuple->type)});
  for (size_t i = 0; i < names.size(); ++i) {
    Type type = fits ? program_.shapes.ShapeOf(tuple->type).parts[i] : Type{};
    int32_t local = Declare(names[i], type, span);
    state_.assigned.insert(local);
    if (!fits) continue;
    Expr* field = Node(Op::kField, type, span, {tuple});
    field->a = static_cast<int32_t>(i);
    out.push_back(Assign(local, field));
  }
}

// A local without a name of its own that holds the value, as an expression that names it.
const ast::Expr* Checker::Held(Expr* value, Span span, std::vector<Stmt*>& out) {
  auto* name = symbols_.made.Make<ast::Name>(span);
  name->name = "<" + std::to_string(function().locals.size()) + ">";
  int32_t local = Declare(name->name, value->type, span);
  state_.assigned.insert(local);
  if (value->type.kind != TypeKind::kError) out.push_back(Assign(local, value));
  return name;
}

// xs[i] with both sides evaluated: before the values, as C# does. Null after a diagnostic.
const ast::Expr* Checker::HeldPlace(const ast::Expr& target, std::vector<Stmt*>& out) {
  if (target.kind != ast::ExprKind::kIndex) return &target;
  const auto& index = ast::As<ast::Index>(&target);
  if (BuilderOf(*index.target) != nullptr) return &target;
  Expr* of = CheckValue(*index.target);
  if (of->type.kind == TypeKind::kError) return nullptr;
  if (of->type.kind == TypeKind::kEntity) return &target;
  if (IsSequence(of->type) && IsTable(*index.target)) {
    Unsupported(target.span, "changing a static table");
    return nullptr;
  }
  auto* held = symbols_.made.Make<ast::Index>(target.span);
  *held = index;
  held->target = const_cast<ast::Expr*>(Held(of, index.target->span, out));
  for (ast::Argument& argument : held->arguments) {
    if (argument.value->kind == ast::ExprKind::kLiteral || argument.value->kind == ast::ExprKind::kUnary)
      continue;
    Expr* key = CheckValue(*argument.value);
    if (key->type.kind == TypeKind::kError) return nullptr;
    argument.value = const_cast<ast::Expr*>(Held(key, argument.value->span, out));
  }
  return held;
}

void Checker::AssignPart(const ast::Expr& target, const ast::Expr& value, std::vector<Stmt*>& out) {
  if (target.kind == ast::ExprKind::kName && ast::As<ast::Name>(&target).name == "_" && !IsLocalName("_"))
    return;
  if (target.kind != ast::ExprKind::kDeclaration) {
    auto* assign = symbols_.made.Make<ast::Assign>(target.span);
    assign->op_span = target.span;
    assign->target = const_cast<ast::Expr*>(&target);
    assign->value = const_cast<ast::Expr*>(&value);
    return CheckExpressionStatement(*assign, out);
  }
  const auto& declaration = ast::As<ast::Declaration>(&target);
  bool inferred = declaration.type == nullptr || declaration.type->kind == ast::TypeName::Kind::kVar ||
                  declaration.type->name == "var";
  Type type = inferred ? Type{} : Resolve(*declaration.type);
  Expr* given = CheckValue(value, inferred ? nullptr : &type);
  if (inferred && given->type.kind == TypeKind::kNull) {
    Report(1018, target.span, {declaration.name});
    given = ErrorNode(target.span);
  }
  if (inferred) type = given->type;
  given = Convert(given, type);
  int32_t local = Declare(declaration.name, type, declaration.span);
  state_.assigned.insert(local);
  if (given->type.kind != TypeKind::kError) out.push_back(Assign(local, given));
}

// (a, b) = (b, a): all values are there before anything is assigned.
void Checker::CheckDeconstruction(const ast::Assign& e, std::vector<Stmt*>& out) {
  const std::vector<ast::Argument>& targets = ast::As<ast::Tuple>(e.target).elements;
  if (e.compound) {
    Report(1009, e.target->span, {"this"});
    return;
  }
  std::vector<const ast::Expr*> places, values;
  for (const ast::Argument& target : targets) places.push_back(HeldPlace(*target.value, out));
  bool written = e.value->kind == ast::ExprKind::kTuple &&
                 ast::As<ast::Tuple>(e.value).elements.size() == targets.size();
  if (written) {
    const std::vector<ast::Argument>& elements = ast::As<ast::Tuple>(e.value).elements;
    for (size_t i = 0; i < targets.size(); ++i) {
      const ast::Expr& value = *elements[i].value;
      const ast::Expr& target = *targets[i].value;
      if (value.kind == ast::ExprKind::kLiteral || value.kind == ast::ExprKind::kDefault) {
        values.push_back(&value);
        continue;
      }
      const Local* local =
          target.kind == ast::ExprKind::kName ? FindLocal(ast::As<ast::Name>(&target).name) : nullptr;
      bool known = local != nullptr && !local->constant;
      const Type wanted = known ? function().locals[static_cast<size_t>(local->index)] : Type{};
      Expr* given = CheckValue(value, known ? &wanted : nullptr);
      if (given->type.kind == TypeKind::kNull || given->type.kind == TypeKind::kEntity ||
          (given->type.kind == TypeKind::kList && given->type.element == TypeKind::kVoid))
        given = Unsupported(value.span, "this in a deconstruction");
      values.push_back(Held(given, value.span, out));
    }
  } else {
    Expr* tuple = CheckValue(*e.value);
    bool fits = tuple->type.kind == TypeKind::kTuple && !tuple->type.nullable && !IsGrouping(tuple->type) &&
                PositionsOf(tuple->type) == targets.size();
    if (!fits && tuple->type.kind != TypeKind::kError)
      Report(1900, e.span, {"deconstruction of " + NameOf(tuple->type)});
    Expr* held = fits ? CheckValue(*Held(tuple, e.value->span, out)) : nullptr;
    for (size_t i = 0; i < targets.size(); ++i)
      values.push_back(Held(fits ? Field(held, i, e.span) : ErrorNode(e.span), e.span, out));
  }
  for (size_t i = 0; i < targets.size(); ++i)
    if (places[i] != nullptr) AssignPart(*places[i], *values[i], out);
}

}  // namespace idx::compiler::check
