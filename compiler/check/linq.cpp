// The collection methods: rows of the library, and those that take a lambda, which become loops here.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {

// What a method with one lambda of one parameter does with the answers.
enum class Fold1 : uint8_t { kAny, kAll, kCount, kFirst, kFirstOrDefault };

const std::map<std::string, Fold1>& Folds() {
  static const std::map<std::string, Fold1> folds = {{"Any", Fold1::kAny},
                                                     {"All", Fold1::kAll},
                                                     {"Count", Fold1::kCount},
                                                     {"First", Fold1::kFirst},
                                                     {"FirstOrDefault", Fold1::kFirstOrDefault}};
  return folds;
}

}  // namespace

// xs.Any(x => …): { r = false; foreach (x in xs) if (…) { r = true; break; } r }
Expr* Checker::CallCollection(Expr* receiver, const ast::Member& member, const ast::Call& e) {
  bool lambda = e.arguments.size() == 1 && e.arguments[0].value->kind == ast::ExprKind::kLambda;
  auto fold = Folds().find(member.name);
  if (!lambda || fold == Folds().end()) {
    // ToList and ToArray of a list are the list: lists do not change.
    if ((member.name == "ToList" || member.name == "ToArray" || member.name == "AsEnumerable") &&
        e.arguments.empty())
      return receiver;
    std::vector<uint32_t> rows;
    for (uint32_t row : stdlib::FindFunctions("List", member.name))
      if (stdlib::Functions()[row].form == stdlib::Form::kMethod) rows.push_back(row);
    if (rows.empty()) return Unsupported(e.span, NameOf(receiver->type) + "." + member.name);
    return CallRows(rows, "List." + member.name, receiver, e.arguments, e.span);
  }
  const auto& syntax = ast::As<ast::Lambda>(e.arguments[0].value);
  if (syntax.body == nullptr || syntax.parameters.size() != 1 || receiver->type.element == TypeKind::kVoid)
    return Unsupported(e.span, "this lambda");
  Type element = TypeOf(receiver->type.element);
  element.id = receiver->type.id;
  ScopeGuard scope(scopes_);
  int32_t item = Declare(syntax.parameters[0].name, element, syntax.parameters[0].span);
  ForgetAssigned(*syntax.body);  // it runs any number of times
  FlowState before = state_;
  state_.assigned.insert(item);
  Condition condition = CheckCondition(*syntax.body);
  state_ = before;
  if (condition.value->type.kind == TypeKind::kError) return condition.value;

  Type boolean = TypeOf(TypeKind::kBool);
  bool element_result = fold->second == Fold1::kFirst || fold->second == Fold1::kFirstOrDefault;
  Type type = fold->second == Fold1::kCount ? TypeOf(TypeKind::kInt)
              : element_result              ? element.AsNullable()
                                            : boolean;
  int32_t result = NewLocal(type, "");
  auto set = [&](Expr* value) {
    Stmt* s = Statement(StmtOp::kExpr, e.span);
    s->value = SetLocal(result, value, e.span);
    return s;
  };
  Stmt* start = nullptr;
  std::vector<Stmt*> hit;
  Expr* test = condition.value;
  Stmt* stop = Statement(StmtOp::kBreak, e.span);
  switch (fold->second) {
    case Fold1::kAny:
      start = set(BoolConstant(false, e.span));
      hit = {set(BoolConstant(true, e.span)), stop};
      break;
    case Fold1::kAll:
      start = set(BoolConstant(true, e.span));
      hit = {set(BoolConstant(false, e.span)), stop};
      test = Node(Op::kNot, boolean, e.span, {test});
      break;
    case Fold1::kCount:
      start = set(IntConstant(0, e.span));
      hit = {set(Node(Op::kAddChecked, type, e.span, {LocalNode(result, e.span), IntConstant(1, e.span)}))};
      break;
    default:
      start = set(NullConstant(type, e.span));
      hit = {set(ConvertQuietly(LocalNode(item, e.span), type)), stop};
  }
  Stmt* branch = Statement(StmtOp::kIf, e.span);
  branch->value = test;
  branch->body = hit;
  Stmt* loop = Statement(StmtOp::kForeach, e.span);
  loop->a = item;
  loop->value = receiver;
  loop->body = {branch};
  Expr* value = LocalNode(result, e.span);
  if (fold->second == Fold1::kFirst) {
    Expr* fail = Node(Op::kThrow, TypeOf(TypeKind::kNever), e.span,
                      {ConvertQuietly(TextConstant("Sequence contains no matching element", e.span),
                                      TypeOf(TypeKind::kString).AsNullable())});
    fail->a = static_cast<int32_t>(EvalErrorKind::kInvalidOperation);
    value = Node(Op::kCoalesce, element, e.span, {value, fail});
  } else if (fold->second == Fold1::kFirstOrDefault && element.kind != TypeKind::kString) {
    value = Node(Op::kCoalesce, element, e.span, {value, Constant(element, e.span, 0)});
  }
  Expr* block = Node(Op::kBlock, value->type, e.span, {value});
  block->body = {start, loop};
  return block;
}

}  // namespace idx::compiler::check
