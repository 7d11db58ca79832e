// Regex.Replace with a function of each match: a loop over the matches.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {

// The argument that is a function; SIZE_MAX: there is none.
size_t FunctionAt(const std::vector<ast::Argument>& arguments, size_t first) {
  for (size_t i = first; i < arguments.size(); ++i)
    if (arguments[i].value->kind == ast::ExprKind::kLambda) return i;
  return SIZE_MAX;
}

}  // namespace

bool Checker::IsMethodGroup(const ast::Expr& e) const {
  if (e.kind != ast::ExprKind::kName) return false;
  const std::string& name = ast::As<ast::Name>(&e).name;
  return !IsLocalName(name) && (FindLocalFunction(name) != nullptr || !FindMethods(owner_, name).empty());
}

// Regex.Replace(input, pattern, f[, options]), and of a Regex: Replace(input, f[, count[, start]]). Null: it
// is another form.
Expr* Checker::RegexReplace(Expr* regex, const ast::Call& e) {
  size_t at = regex == nullptr ? 2 : 1;
  if (e.arguments.size() <= at) return nullptr;
  for (const ast::Argument& argument : e.arguments)
    if (!argument.name.empty()) return nullptr;
  if (FunctionAt(e.arguments, at) != at && !IsMethodGroup(*e.arguments[at].value)) return nullptr;
  Span span = e.span;
  Type text = TypeOf(TypeKind::kString), number = TypeOf(TypeKind::kInt);
  Expr* input = CheckAs(*e.arguments[0].value, text);
  if (input->type.kind == TypeKind::kError) return input;
  int32_t in = NewLocal(text, ""), last = NewLocal(number, ""), left = NewLocal(number, "");
  std::vector<Stmt*> before = {Assign(in, input), Assign(last, IntConstant(0, span)),
                               Assign(left, IntConstant(-1, span))};
  std::vector<Expr*> found = {LocalNode(in, span)};
  for (size_t i = 1; i < e.arguments.size(); ++i) {
    if (i == at) continue;
    Expr* value = CheckValue(*e.arguments[i].value);
    if (value->type.kind == TypeKind::kError) return value;
    if (regex != nullptr && i == 2)
      before.push_back(Assign(left, Convert(value, number)));
    else
      found.push_back(value);
  }
  if (regex != nullptr)
    found.insert(found.begin(), regex);
  else if (found.size() == 2)
    found.push_back(Constant(*TryResolve("RegexOptions"), span, 0));
  Expr* matches = Builtin("Regex", "Matches", found, span);
  if (matches->type.kind == TypeKind::kError) return matches;
  QueryPtr query = QueryOf(matches);
  auto made = CheckLambda(*e.arguments[at].value, {query->element}, false, nullptr);
  if (!made) return ErrorNode(span);
  made->value = Convert(made->value, text.AsNullable());
  if (made->value->type.kind == TypeKind::kError) return made->value;
  return BlockOf(before, ReplaceEach(query, *made, in, last, left, span));
}

// left: how many matches are still to be replaced; negative: all.
Expr* Checker::ReplaceEach(const QueryPtr& matches, const Applied& made, int32_t in, int32_t last,
                           int32_t left, Span span) {
  Type text = TypeOf(TypeKind::kString), number = TypeOf(TypeKind::kInt), boolean = TypeOf(TypeKind::kBool);
  Type pieces = program_.shapes.Composite(TypeKind::kListObject, {text.AsNullable()});
  int32_t into = NewLocal(pieces, "");
  std::vector<Stmt*> before = {Assign(into, Operate(Operation::kListNew, pieces, pieces, {}, span))};
  auto add = [&](Expr* piece) {
    Stmt* s = Statement(StmtOp::kExpr, span);
    s->value = Operate(Operation::kListAdd, pieces, TypeOf(TypeKind::kVoid),
                       {LocalNode(into, span), ConvertQuietly(piece, text.AsNullable())}, span);
    return s;
  };
  Each(matches, before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t done) {
    std::vector<Stmt*> stop;
    Stop(stop, done, span);
    Expr* none = Node(Op::kEq, boolean, span, {LocalNode(left, span), IntConstant(0, span)});
    body.push_back(When(none, stop));
    body.push_back(Assign(left, Node(Op::kSub, number, span, {LocalNode(left, span), IntConstant(1, span)})));
    Pass(made, item, body);
    Expr* match = LocalNode(made.parameters[0], span);
    Expr* begin = Builtin("Match", "Index", {match}, span);
    Expr* gap = Node(Op::kSub, number, span, {begin, LocalNode(last, span)});
    body.push_back(
        add(Builtin("string", "Substring", {LocalNode(in, span), LocalNode(last, span), gap}, span)));
    body.push_back(add(made.value));
    Expr* length = Builtin("Match", "Length", {match}, span);
    body.push_back(Assign(last, Node(Op::kAdd, number, span, {begin, length})));
  });
  before.push_back(add(Builtin("string", "Substring", {LocalNode(in, span), LocalNode(last, span)}, span)));
  Expr* all = ElementsOf(LocalNode(into, span));
  return BlockOf(std::move(before), Builtin("string", "Concat", {all}, span));
}

}  // namespace idx::compiler::check
