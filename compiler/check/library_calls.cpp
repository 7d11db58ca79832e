// Functions of the library that take lambdas, pairs or elements of any type: no row can say them.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

Expr* Checker::CallGeneric(const std::string& owner, const std::string& name, const ast::Call& e,
                           bool& known) {
  for (const ast::Argument& argument : e.arguments)
    if (argument.mode != ast::Argument::Mode::kValue) return nullptr;
  if (owner == "Unique" && name == "Select") {
    known = e.arguments.size() >= 2 && e.arguments[0].name.empty();
    return known ? UniqueSelect(e) : nullptr;
  }
  if (owner == "Lookup" && name == "Map") {
    known = e.arguments.size() >= 2;
    return known ? LookupMap(e) : nullptr;
  }
  if (owner == "Enumerable" && name == "Repeat") {
    known = e.arguments.size() == 2 && e.arguments[0].name.empty() && e.arguments[1].name.empty();
    return known ? Repeat(e) : nullptr;
  }
  return nullptr;
}

// Enumerable.Repeat of any element: by its row where there is one.
Expr* Checker::Repeat(const ast::Call& e) {
  Expr* element = CheckValue(*e.arguments[0].value);
  Expr* count = CheckAs(*e.arguments[1].value, TypeOf(TypeKind::kInt));
  if (element->type.kind == TypeKind::kError || count->type.kind == TypeKind::kError)
    return ErrorNode(e.span);
  const Type type = element->type;
  for (uint32_t row : stdlib::FindFunctions("Enumerable", "Repeat"))
    if (FromSpec(stdlib::Functions()[row].types[0]) == type)
      return FinishRow(stdlib::Functions()[row], row, {element, count}, e.span);
  bool value = type.kind != TypeKind::kNull && type.kind != TypeKind::kEntity &&
               type.kind != TypeKind::kSync && type.kind != TypeKind::kNever &&
               !(type.kind == TypeKind::kList && type.element == TypeKind::kVoid);
  if (!value) return Unsupported(e.span, "Enumerable.Repeat of " + NameOf(type));
  Type list = program_.shapes.ListOf(type);
  return Operate(Operation::kArrayRepeat, list, list, {element, count}, e.span);
}

// Unique.Select(isFree, c1, c2 …): the first candidate that is free.
Expr* Checker::UniqueSelect(const ast::Call& e) {
  Type text = TypeOf(TypeKind::kString);
  std::vector<Expr*> candidates;
  for (size_t i = 1; i < e.arguments.size(); ++i) {
    candidates.push_back(e.arguments[i].name.empty() ? CheckAs(*e.arguments[i].value, text)
                                                     : Unsupported(e.span, "Unique.Select with names"));
    if (candidates.back()->type.kind == TypeKind::kError) return candidates.back();
  }
  Expr* list = Node(Op::kList, program_.shapes.ListOf(text), e.span, std::move(candidates));
  return FindEnd(QueryOf(list), "First", e);
}

// Lookup.Map(text, (key, value) …, default: …): the value of the first pair with this key, else the default,
// else the text as it is.
Expr* Checker::LookupMap(const ast::Call& e) {
  Span span = e.span;
  Type text = TypeOf(TypeKind::kString);
  std::vector<Stmt*> before;
  auto keep = [&](Expr* value) {
    if (value->op == Op::kConst || value->type.kind == TypeKind::kError) return value;
    int32_t local = NewLocal(value->type, "");
    before.push_back(Assign(local, value));
    return LocalNode(local, span);
  };
  Expr* value = CheckValue(*e.arguments[0].value);
  if (value->type.kind == TypeKind::kError) return value;
  if (value->type.kind != TypeKind::kString) return Unsupported(span, "Lookup.Map of " + NameOf(value->type));
  value = keep(value);
  std::vector<std::pair<Expr*, Expr*>> pairs;
  Expr* missing = nullptr;
  for (size_t i = 1; i < e.arguments.size(); ++i) {
    const ast::Argument& argument = e.arguments[i];
    if (argument.name == "default" || argument.name == "@default") {
      missing = keep(CheckAs(*argument.value, text.AsNullable()));
      if (missing->type.kind == TypeKind::kError) return missing;
      continue;
    }
    bool pair = argument.name.empty() && argument.value->kind == ast::ExprKind::kTuple &&
                ast::As<ast::Tuple>(argument.value).elements.size() == 2;
    if (!pair) return Unsupported(argument.value->span, "Lookup.Map with something else than pairs");
    const auto& elements = ast::As<ast::Tuple>(argument.value).elements;
    Expr* key = keep(CheckAs(*elements[0].value, text));
    Expr* mapped = keep(CheckAs(*elements[1].value, text));
    if (key->type.kind == TypeKind::kError || mapped->type.kind == TypeKind::kError) return ErrorNode(span);
    pairs.push_back({key, mapped});
  }
  Expr* result = missing != nullptr ? missing : value;
  Type type = result->type;
  for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair) {
    Type side = text;
    side.nullable = value->type.nullable;
    Expr* equal = Node(Op::kEq, TypeOf(TypeKind::kBool), span, {value, ConvertQuietly(pair->first, side)});
    result = Node(Op::kCond, type, span, {equal, ConvertQuietly(pair->second, type), result});
  }
  return before.empty() ? result : BlockOf(std::move(before), result);
}

}  // namespace idx::compiler::check
