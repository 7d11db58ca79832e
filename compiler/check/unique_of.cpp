// Unique.Of: a value that nobody else has. Rules give the candidates; the runtime takes the first that is
// free.
#include <algorithm>

#include "compiler/check/checker.h"

namespace idx::compiler::check {

bool Checker::IsUniqueOf(const ast::Expr& e) const {
  return e.kind == ast::ExprKind::kCall && QualifiedName(*ast::As<ast::Call>(&e).callee) == "Unique.Of" &&
         symbols_.FindClass("Unique", owner_) == nullptr;  // a class of the author's own goes first
}

// The candidates that are neither null nor "", in their order; null where there are none. As params string?[]
// in C#: one by one, or all in one array or list.
Expr* Checker::UniqueCandidates(const ast::Call& e) {
  Span span = e.span;
  Type text = TypeOf(TypeKind::kString), maybe = text.AsNullable(), nothing = TypeOf(TypeKind::kVoid);
  bool plain = e.arguments.size() >= 2;
  for (const ast::Argument& argument : e.arguments) plain = plain && argument.name.empty();
  if (!plain) {
    Report(1005, span, {"Unique.Of", e.arguments.size() < 2 ? "no candidates" : "named arguments"});
    return nullptr;
  }
  Type several = program_.shapes.ListOf(maybe), list = program_.shapes.ListOf(text);
  Type type = program_.shapes.Composite(TypeKind::kListObject, {text});
  int32_t into = NewLocal(type, "");
  std::vector<Stmt*> before = {Assign(into, Operate(Operation::kListNew, type, type, {}, span))};
  auto add = [&](Expr* candidate, std::vector<Stmt*>& body) {
    int32_t held = NewLocal(maybe, "");
    body.push_back(Assign(held, candidate));
    Expr* empty = Builtin("string", "IsNullOrEmpty", {LocalNode(held, span)}, span);
    Expr* known = Node(Op::kAssume, text, span, {LocalNode(held, span)});
    body.push_back(
        When(Node(Op::kNot, TypeOf(TypeKind::kBool), span, {empty}),
             {Run(Operate(Operation::kListAdd, type, nothing, {LocalNode(into, span), known}, span))}));
  };
  bool sound = true;
  for (size_t i = 1; i < e.arguments.size(); ++i) {
    const ast::Expr& given = *e.arguments[i].value;
    bool alone = e.arguments.size() == 2;
    Expr* value = CheckValue(given, alone && given.kind == ast::ExprKind::kCollection ? &several : &maybe);
    if (value->type.kind == TypeKind::kError) {
      sound = false;
    } else if (Type element = IsSequence(value->type) ? program_.shapes.ElementOf(value->type) : nothing;
               alone && !value->type.nullable && element.kind == TypeKind::kString) {
      Each(QueryOf(ElementsOf(value)), before, span,
           [&](Expr* item, std::vector<Stmt*>& body, int32_t) { add(ConvertQuietly(item, maybe), body); });
    } else {
      value = Convert(value, maybe);
      sound = sound && value->type.kind != TypeKind::kError;
      add(value, before);
    }
  }
  if (!sound) return nullptr;
  Expr* count = Operate(Operation::kListCount, type, TypeOf(TypeKind::kInt), {LocalNode(into, span)}, span);
  Expr* none = Node(Op::kEq, TypeOf(TypeKind::kBool), span, {count, IntConstant(0, span)});
  Expr* all = Operate(Operation::kListView, type, list, {LocalNode(into, span)}, span);
  Expr* result = Node(Op::kCond, list.AsNullable(), span,
                      {none, NullConstant(list.AsNullable(), span), ConvertQuietly(all, list.AsNullable())});
  return BlockOf(std::move(before), result);
}

// Whether the namespace, "AD.User.SamAccountName", is that of this attribute; else a diagnostic was given.
bool Checker::CheckNamespace(const ast::Call& e, const ObjectType& of, const Attribute& attribute) {
  if (e.arguments.empty()) return true;  // which has its own diagnostic
  Expr* given = CheckValue(*e.arguments[0].value);
  if (given->type.kind == TypeKind::kError) return false;
  if (given->op != Op::kConst || given->type.kind != TypeKind::kString || !given->present) {
    Report(1017, given->span, {"the namespace"});
    return false;
  }
  std::vector<std::string> names;
  bool known = false;
  for (const ObjectType& type : configuration_->types) {
    for (const Attribute& one : type.attributes) {
      names.push_back(type.FullName() + "." + one.identifier);
      bool named = given->text == names.back() || given->text == type.FullName() + "." + one.name;
      if (named && &type == &of && &one == &attribute) return true;
      known = known || named;
    }
  }
  std::string own = of.FullName() + "." + attribute.identifier;
  if (known) {
    Diagnostic& diagnostic =
        Report(2015, given->span, {"names " + given->text + " here, and decides " + own});
    diagnostic.fix = "write \"" + own + "\"";
    return false;
  }
  std::vector<std::string_view> views(names.begin(), names.end());
  Diagnostic& diagnostic = Report(1001, given->span, {"attribute", given->text});
  diagnostic.fix = DidYouMean(given->text, views);
  if (diagnostic.fix.empty()) diagnostic.fix = "write \"" + own + "\"";
  return false;
}

// target.X ??= Unique.Of("AD.User.X", …): the statement's value is the list of candidates.
void Checker::DecideUniquely(const ast::Call& e, const Expr& target, Stmt& set) {
  set.unique = true;
  const ObjectType& of =
      configuration_->types[static_cast<size_t>(function().locals[static_cast<size_t>(target.a)].id)];
  const Attribute& attribute = of.attributes[static_cast<size_t>(set.b)];
  bool fits = CheckNamespace(e, of, attribute);
  set.value = UniqueCandidates(e);
  if (target.type.kind != TypeKind::kString) {
    Report(1002, e.span, {"string", NameOf(target.type)});
    fits = false;
  }
  if (!fits || set.value == nullptr) set.value = ErrorNode(e.span);
}

// Elsewhere there is nobody to ask who has what: in tests and in idx eval the first candidate stands for the
// one that is free; in rules it would not be kept.
Expr* Checker::UniqueOf(const ast::Call& e) {
  if (kind_ != BodyKind::kTest && kind_ != BodyKind::kExpression) {
    Report(2015, e.span, {"stands only as the whole right side of ?\?= on an attribute, in a mapper"});
    return ErrorNode(e.span);
  }
  Expr* list = UniqueCandidates(e);
  Expr* name = e.arguments.empty() ? nullptr : CheckAs(*e.arguments[0].value, TypeOf(TypeKind::kString));
  if (list == nullptr || name == nullptr || name->type.kind == TypeKind::kError) return ErrorNode(e.span);
  Type text = TypeOf(TypeKind::kString), array = list->type.NonNull();
  int32_t held = NewLocal(list->type, "");
  Expr* known = Node(Op::kAssume, array, e.span, {LocalNode(held, e.span)});
  Expr* first = Operate(Operation::kArrayGet, array, text, {known, IntConstant(0, e.span)}, e.span);
  Expr* none = Node(Op::kIsNull, TypeOf(TypeKind::kBool), e.span, {LocalNode(held, e.span)});
  return BlockOf({Assign(held, list)}, Node(Op::kCond, text.AsNullable(), e.span,
                                            {none, NullConstant(text.AsNullable(), e.span),
                                             ConvertQuietly(first, text.AsNullable())}));
}

}  // namespace idx::compiler::check
