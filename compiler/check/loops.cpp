// Loops.
#include "compiler/check/checker.h"
#include "compiler/check/delegates.h"

namespace idx::compiler::check {

void Checker::CheckLoop(const ast::Stmt& s, std::vector<Stmt*>& out) {
  ScopeGuard scope(scopes_);
  const ast::Expr* condition_syntax = nullptr;
  const ast::Stmt* body = nullptr;
  const std::vector<ast::Expr*>* steps = nullptr;
  if (s.kind == ast::StmtKind::kFor) {
    const auto& loop = ast::As<ast::For>(&s);
    for (const ast::Stmt* initializer : loop.initializers) CheckStatement(*initializer, out);
    condition_syntax = loop.condition;
    body = loop.body;
    steps = &loop.steps;
  } else if (s.kind == ast::StmtKind::kWhile) {
    condition_syntax = ast::As<ast::While>(&s).condition;
    body = ast::As<ast::While>(&s).body;
  } else {
    condition_syntax = ast::As<ast::Do>(&s).condition;
    body = ast::As<ast::Do>(&s).body;
  }
  bool test_first = s.kind != ast::StmtKind::kDo;
  ForgetAssigned(s);
  Stmt* loop = Statement(test_first ? StmtOp::kLoop : StmtOp::kDoLoop, s.span);
  FlowState after = FlowState::Unreachable();
  if (test_first && condition_syntax != nullptr) {
    Condition condition = CheckCondition(*condition_syntax);
    loop->value = condition.value;
    after = condition.when_false;
    state_ = condition.when_true;
  }
  ++loop_depth_;
  ++breakable_depth_;
  break_states_.push_back(FlowState::Unreachable());
  continue_states_.push_back(FlowState::Unreachable());
  FlowState entry = state_;
  if (!state_.reachable) state_ = after;  // never entered: checked all the same
  CheckEmbedded(*body, loop->body);
  state_ = FlowState::Join(state_, continue_states_.back());
  continue_states_.pop_back();
  bool comes_round = state_.reachable;
  if (!comes_round) state_ = entry;  // the step is checked all the same
  if (steps != nullptr)
    for (const ast::Expr* step : *steps) CheckExpressionStatement(*step, loop->step);
  if (!test_first) {
    Condition condition = CheckCondition(*condition_syntax);
    loop->value = condition.value;
    if (comes_round) after = condition.when_false;
  }
  state_ = FlowState::Join(after, break_states_.back());
  break_states_.pop_back();
  --breakable_depth_;
  --loop_depth_;
  out.push_back(loop);
}

void Checker::CheckForeach(const ast::Foreach& s, std::vector<Stmt*>& out) {
  Expr* collection = CheckValue(*s.collection);
  if (collection->type.kind != TypeKind::kError) collection = NotNull(collection, s.collection->span);
  if (collection->type.kind == TypeKind::kString)
    collection = Builtin("string", "ToCharArray", {collection}, s.collection->span);
  bool list = IsSequence(collection->type);
  if (!list && collection->type.kind != TypeKind::kError) {
    Report(1002, s.collection->span, {NameOf(collection->type), "a list"});
  }
  if (list && !CheckUnchanged(s, *collection)) list = false;
  ScopeGuard scope(scopes_);
  Type element;  // of an error: its body is checked for errors of its own
  if (list) {
    collection = ElementsOf(collection);
    element = program_.shapes.ElementOf(collection->type);
  }
  bool inferred = s.type->kind == ast::TypeName::Kind::kVar || s.type->name == "var";
  Stmt* loop = Statement(StmtOp::kForeach, s.span);
  loop->value = collection;
  ForgetAssigned(s);
  if (!inferred) {
    Type written = Resolve(*s.type);
    if (list && written.kind != TypeKind::kError && written.NonNull() != element)
      Report(1002, s.type->span, {NameOf(element), NameOf(written)});
    element = written;
  }
  bool parts = s.names.size() > 1;
  loop->a = parts ? NewLocal(element, "") : Declare(s.names[0], element, s.name_span);
  FlowState before = state_;
  state_.assigned.insert(loop->a);
  if (parts) DeclareParts(s.names, LocalNode(loop->a, s.name_span), s.name_span, loop->body);
  ++loop_depth_;
  ++breakable_depth_;
  break_states_.push_back(FlowState::Unreachable());
  continue_states_.push_back(FlowState::Unreachable());
  CheckEmbedded(*s.body, loop->body);
  continue_states_.pop_back();
  state_ = FlowState::Join(before, break_states_.back());
  if (!before.reachable) state_ = before;
  break_states_.pop_back();
  --breakable_depth_;
  --loop_depth_;
  out.push_back(loop);
}

// xs.ForEach(x => …) and Array.ForEach(xs, x => …): the loop that they are.
bool Checker::CheckForEachCall(const ast::Call& call, std::vector<Stmt*>& out) {
  if (call.callee->kind != ast::ExprKind::kMember) return false;
  const auto& member = ast::As<ast::Member>(call.callee);
  if (member.name != "ForEach" || call.arguments.empty()) return false;
  const ast::Expr* function = call.arguments.back().value;
  if (function->kind != ast::ExprKind::kLambda || ast::As<ast::Lambda>(function).parameters.size() != 1)
    return false;
  bool array = QualifiedName(*member.target) == "Array" && call.arguments.size() == 2;
  if (!array && (call.arguments.size() != 1 || !IsValueName(QualifiedName(*member.target)))) return false;
  const auto& lambda = ast::As<ast::Lambda>(function);
  if (lambda.block != nullptr && Returns(*lambda.block)) {
    Unsupported(call.span, "return in the lambda of ForEach (write foreach)");
    return true;
  }
  ast::TypeName var;
  var.kind = ast::TypeName::Kind::kVar;
  var.name = "var";
  ast::ExprStmt statement;
  statement.span = lambda.span;
  statement.expression = lambda.body;
  ast::Foreach loop;
  loop.span = call.span;
  loop.type = &var;
  loop.names = {lambda.parameters[0].name};
  loop.name_span = lambda.parameters[0].span;
  loop.collection = array ? call.arguments[0].value : member.target;
  loop.body = lambda.block != nullptr ? static_cast<ast::Stmt*>(lambda.block) : &statement;
  CheckForeach(loop, out);
  return true;
}

}  // namespace idx::compiler::check
