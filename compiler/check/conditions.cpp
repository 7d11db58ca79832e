// Conditions, and what they prove where they hold and where they do not.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

// negation: the whole `!x`, where the value is its operand.
Condition Checker::FromValue(Expr* value, Span span, const Span* negation) {
  if (value->type.kind != TypeKind::kBool && value->type.kind != TypeKind::kError &&
      value->type.kind != TypeKind::kNever) {
    if (negation != nullptr)
      Report(1004, *negation, {"!", NameOf(value->type)});
    else
      Report(1008, span, {NameOf(value->type)});
    value = ErrorNode(span);
  } else if (value->type.nullable) {
    value = NotNull(value, span);
  }
  Condition condition{value, state_, state_};
  if (value->op == Op::kConst && value->type.kind == TypeKind::kBool)
    (value->lo != 0 ? condition.when_false : condition.when_true) = FlowState::Unreachable();
  return condition;
}

void Checker::MarkAttribute(const Local& entity, int32_t attribute, FlowState& state) {
  if (attribute < 0) return;
  int32_t type = function().locals[static_cast<size_t>(entity.index)].id;
  const Attribute& declared =
      configuration_->types[static_cast<size_t>(type)].attributes[static_cast<size_t>(attribute)];
  if (declared.is_reference()) {
    DerivedAttribute object;
    object.through = {attribute};
    object.what = ReadThrough::kObject;
    attribute = Derive(type, std::move(object));
  }
  state.not_null.insert({entity.index, attribute});
}

// An object at the end of a path is there, and so are those on the way.
void Checker::MarkPath(const Expr& path, FlowState& state) {
  int32_t type = function().locals[static_cast<size_t>(path.a)].id;
  DerivedAttribute object;
  object.what = ReadThrough::kObject;
  const std::vector<int32_t> through =
      configuration_->types[static_cast<size_t>(type)].DerivedAt(path.b)->through;
  for (int32_t step : through) {
    object.through.push_back(step);
    state.not_null.insert({path.a, Derive(type, object)});
  }
}

// What is read of the rule's objects is there, and so are the objects on the way to it; of x?.Y, x and Y.
// Locals are left out: what stands behind a test may change them.
void Checker::MarkRead(const Expr& value, FlowState& state) {
  const Expr* read = &value;
  while (read->op == Op::kAssume || read->op == Op::kWiden) read = read->args[0];
  const Expr* held = nullptr;  // x, in a temporary
  if (read->op == Op::kBlock && read->body.size() == 1 && read->body[0]->op == StmtOp::kExpr &&
      read->body[0]->value->op == Op::kSetLocal) {
    held = read->body[0]->value;
    read = read->args[0];
  }
  if (read->op == Op::kCond && read->args[0]->op == Op::kIsNull && read->args[1]->op == Op::kConst &&
      !read->args[1]->present) {
    const Expr* tested = read->args[0]->args[0];
    bool temporary = held != nullptr && tested->op == Op::kLocal && tested->a == held->a;
    MarkRead(temporary ? *held->args[0] : *tested, state);
    MarkRead(*read->args[2], state);
    return;
  }
  if (!state.reachable || read->op != Op::kAttr) return;
  int32_t type = function().locals[static_cast<size_t>(read->a)].id;
  if (configuration_->types[static_cast<size_t>(type)].DerivedAt(read->b) != nullptr) MarkPath(*read, state);
  state.not_null.insert({read->a, read->b});
}

void Checker::MarkNotNull(const ast::Expr& e, FlowState& state) {
  if (!state.reachable) return;
  if (e.kind == ast::ExprKind::kName) {
    const Local* local = FindLocal(ast::As<ast::Name>(&e).name);
    if (local == nullptr) return;
    auto place = local->constant ? PlaceOf(*local->value) : Place{local->index, -1};
    if (place) state.not_null.insert(*place);
  } else if (e.kind == ast::ExprKind::kMember) {
    const auto& member = ast::As<ast::Member>(&e);
    if (member.target->kind != ast::ExprKind::kName) return;
    const Local* local = FindLocal(ast::As<ast::Name>(member.target).name);
    if (local == nullptr || local->constant) return;
    const Type& type = function().locals[static_cast<size_t>(local->index)];
    if (type.kind != TypeKind::kEntity) {
      // x.Value and x.HasValue of a nullable local.
      return;
    }
    int32_t attribute = configuration_->types[static_cast<size_t>(type.id)].Find(member.name);
    MarkAttribute(*local, attribute, state);
  } else if (e.kind == ast::ExprKind::kCondAccess) {
    MarkNotNull(*ast::As<ast::CondAccess>(&e).target, state);
  } else if (e.kind == ast::ExprKind::kIndex &&
             ast::As<ast::Index>(&e).target->kind == ast::ExprKind::kName) {
    const auto& index = ast::As<ast::Index>(&e);
    const Local* local = FindLocal(ast::As<ast::Name>(index.target).name);
    if (local == nullptr || local->constant || index.arguments.size() != 1) return;
    const Type& type = function().locals[static_cast<size_t>(local->index)];
    const ast::Expr* name = index.arguments[0].value;
    if (type.kind != TypeKind::kEntity || name->kind != ast::ExprKind::kLiteral) return;
    int32_t attribute =
        configuration_->types[static_cast<size_t>(type.id)].FindByName(ast::As<ast::Literal>(name).text);
    MarkAttribute(*local, attribute, state);
  }
}

// x == null, x != null, x == value that is not null, x?.M() > 1 …
void Checker::LearnFromComparison(const ast::Binary& e, const Expr& compared, Condition& condition) {
  const Expr* test = compared.op == Op::kNot ? compared.args[0] : &compared;
  if (test->op == Op::kIsNull) {
    FlowState& there = test == &compared ? condition.when_false : condition.when_true;
    if (const Expr* path = PathOf(*test->args[0])) MarkPath(*path, there);
    MarkRead(*test->args[0], there);
  }
  bool ordered = test->op == Op::kLt || test->op == Op::kLe || test->op == Op::kGt || test->op == Op::kGe;
  if (ordered && test == &compared)
    for (const Expr* side : test->args) MarkRead(*side, condition.when_true);
  auto is_null = [](const ast::Expr* side) {
    return side->kind == ast::ExprKind::kLiteral &&
           ast::As<ast::Literal>(side).literal == ast::LiteralKind::kNull;
  };
  auto is_constant = [](const ast::Expr* side) {
    return side->kind == ast::ExprKind::kLiteral || side->kind == ast::ExprKind::kInterpolated;
  };
  for (auto [side, other] : {std::pair(e.left, e.right), std::pair(e.right, e.left)}) {
    if (is_null(other)) {
      MarkNotNull(*side, e.op == ast::BinaryOp::kEq ? condition.when_false : condition.when_true);
    } else if (e.op == ast::BinaryOp::kEq && is_constant(other)) {
      MarkNotNull(*side, condition.when_true);
    } else if (!IsEquality(e.op)) {
      MarkNotNull(*side, condition.when_true);
    }
  }
}

// !string.IsNullOrEmpty(x), x.HasValue, IsPresent(x).
void Checker::LearnFromCall(const ast::Expr& e, Condition& condition) {
  if (e.kind == ast::ExprKind::kMember && ast::As<ast::Member>(&e).name == "HasValue") {
    MarkNotNull(*ast::As<ast::Member>(&e).target, condition.when_true);
    return;
  }
  // A method of the rule files may have such a name and prove nothing.
  if (e.kind == ast::ExprKind::kCall && !ast::As<ast::Call>(&e).arguments.empty()) {
    auto proved = proved_by_try_.find(ast::As<ast::Call>(&e).arguments.back().value);
    if (proved != proved_by_try_.end()) {
      condition.when_true.not_null.insert({proved->second, -1});
      condition.when_true.assigned.insert(proved->second);
    }
  }
  if (e.kind != ast::ExprKind::kCall || condition.value->op != Op::kBuiltin) return;
  const auto& call = ast::As<ast::Call>(&e);
  if (call.arguments.size() != 1) return;
  std::string name = QualifiedName(*call.callee);
  name = name.substr(name.rfind('.') + 1);
  if (name == "IsNullOrEmpty" || name == "IsNullOrWhiteSpace" || name == "IsNull") {
    MarkNotNull(*call.arguments[0].value, condition.when_false);
    if (!condition.value->args.empty()) MarkRead(*condition.value->args[0], condition.when_false);
  } else if (name == "IsPresent")
    MarkNotNull(*call.arguments[0].value, condition.when_true);
}

Condition Checker::CheckCondition(const ast::Expr& e, const Span* negation) {
  DepthGuard guard(depth_);
  if (depth_ > kMaxDepth) {
    TooDeep(e.span);
    return {ErrorNode(e.span), state_, state_};
  }
  if (e.kind == ast::ExprKind::kAssign && !ast::As<ast::Assign>(&e).compound) {
    const auto& assign = ast::As<ast::Assign>(&e);
    if (assign.value->kind != ast::ExprKind::kLiteral ||
        (ast::As<ast::Literal>(assign.value).literal != ast::LiteralKind::kTrue &&
         ast::As<ast::Literal>(assign.value).literal != ast::LiteralKind::kFalse)) {
      Report(1016, assign.op_span, {});
      return {ErrorNode(e.span), state_, state_};
    }
  }
  if (e.kind == ast::ExprKind::kIs) return IsCondition(ast::As<ast::IsExpr>(&e));
  if (e.kind == ast::ExprKind::kUnary && ast::As<ast::Unary>(&e).op == ast::UnaryOp::kNot) {
    Condition inner = CheckCondition(*ast::As<ast::Unary>(&e).operand, &e.span);
    Expr* value = inner.value->type.kind == TypeKind::kError
                      ? inner.value
                      : Fold(Node(Op::kNot, TypeOf(TypeKind::kBool), e.span, {inner.value}));
    return {value, inner.when_false, inner.when_true};
  }
  if (e.kind == ast::ExprKind::kBinary) {
    const auto& binary = ast::As<ast::Binary>(&e);
    if (binary.op == ast::BinaryOp::kAnd || binary.op == ast::BinaryOp::kOr) {
      bool conjunction = binary.op == ast::BinaryOp::kAnd;
      Condition left = CheckCondition(*binary.left);
      state_ = conjunction ? left.when_true : left.when_false;
      Condition right = CheckCondition(*binary.right);
      if (left.value->type.kind == TypeKind::kError || right.value->type.kind == TypeKind::kError)
        return {ErrorNode(e.span), right.when_true, right.when_false};
      Expr* value =
          Node(conjunction ? Op::kAnd : Op::kOr, TypeOf(TypeKind::kBool), e.span, {left.value, right.value});
      if (conjunction) return {value, right.when_true, FlowState::Join(left.when_false, right.when_false)};
      return {value, FlowState::Join(left.when_true, right.when_true), right.when_false};
    }
    if (IsEquality(binary.op)) {
      Expr* left = CheckValue(*binary.left);
      Expr* right = CheckValue(*binary.right);
      Condition condition = FromValue(Compare(binary.op, left, right, e.span), e.span);
      LearnFromComparison(binary, *condition.value, condition);
      return condition;
    }
    Condition condition = FromValue(CheckBinary(binary), e.span, negation);
    LearnFromComparison(binary, *condition.value, condition);
    return condition;
  }
  Condition condition = FromValue(CheckValue(e), e.span, negation);
  LearnFromCall(e, condition);
  return condition;
}

}  // namespace idx::compiler::check
