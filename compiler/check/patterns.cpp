// Patterns: into tests over the core, with what they prove and the locals that they declare.
#include <bit>
#include <cmath>

#include "compiler/check/checker.h"

namespace idx::compiler::check {

int32_t Checker::Declare(const std::string& name, Type type, Span span) {
  if (name == "_") return NewLocal(type, "_");
  if (FindLocal(name) != nullptr) Report(1006, span, {name});
  int32_t local = NewLocal(type, name);
  scopes_.back().locals[name] = {local, false, nullptr};
  return local;
}

// Another name for an object: nothing happens at run time.
void Checker::NameObject(const std::string& name, Expr* object, Span span) {
  if (object->type.kind == TypeKind::kReference) return NameReference(name, object, span);
  while (object->op == Op::kAssume) object = object->args[0];
  if (name == "_") return;
  if (FindLocal(name) != nullptr) Report(1006, span, {name});
  scopes_.back().locals[name] = {object->a, false, nullptr};
}

// value, after `first` was evaluated for the names that it sets.
Expr* Checker::After(Expr* first, Expr* value, Span span) {
  Stmt* run = Statement(StmtOp::kExpr, span);
  run->value = first;
  Expr* block = Node(Op::kBlock, value->type, span, {value});
  block->body = {run};
  return block;
}

Condition Checker::ConstantTest(const ast::Expr& constant, ast::BinaryOp op, Expr* value, Span span) {
  Type wanted = value->type.NonNull();
  Expr* c = CheckValue(constant, &wanted);
  Condition condition{ErrorNode(span), state_, state_};
  if (c->type.kind == TypeKind::kError || value->type.kind == TypeKind::kError) return condition;
  if (c->op != Op::kConst && c->op != Op::kConvert) {
    Report(1017, constant.span, {"the pattern"});
    return condition;
  }
  if (!c->present) c->type = TypeOf(TypeKind::kNull).AsNullable();  // a const string? that is null
  if (c->type.kind != TypeKind::kNull && c->type.kind != value->type.kind) {
    c = Convert(c, wanted);
    if (c->type.kind == TypeKind::kError) return condition;
  }
  if (c->op == Op::kConst) pattern_constants_[&constant] = c;
  BodyKind before = kind_;
  kind_ = BodyKind::kMethod;  // a pattern compares as C# does, in join rules too
  bool not_a_number = c->op == Op::kConst && c->type.kind == TypeKind::kDouble &&
                      std::isnan(std::bit_cast<double>(c->lo)) && op == ast::BinaryOp::kEq;
  if (!not_a_number)
    condition.value = Compare(op, value, c, span);
  else if (!value->type.nullable)  // by Equals: NaN is NaN
    condition.value = EqualTo(value, c, span);
  else
    condition.value =
        Node(Op::kCond, TypeOf(TypeKind::kBool), span,
             {Node(Op::kIsNull, TypeOf(TypeKind::kBool), span, {value}), BoolConstant(false, span),
              EqualTo(Node(Op::kAssume, wanted, span, {value}), c, span)});
  kind_ = before;
  return condition;
}

// The names that a pattern would declare, where it cannot be checked: their uses give no errors of their own.
void Checker::DeclareUnknown(const ast::Pattern& pattern) {
  DepthGuard guard(depth_);
  if (depth_ > kMaxDepth) return;
  auto name = [&](const std::string& n) {
    if (!n.empty() && FindLocal(n) == nullptr) state_.assigned.insert(Declare(n, Type{}, pattern.span));
  };
  switch (pattern.kind) {
    case ast::PatternKind::kNot:
      DeclareUnknown(*ast::As<ast::NotPattern>(&pattern).operand);
      break;
    case ast::PatternKind::kAnd:
    case ast::PatternKind::kOr:
      DeclareUnknown(*ast::As<ast::BinaryPattern>(&pattern).left);
      DeclareUnknown(*ast::As<ast::BinaryPattern>(&pattern).right);
      break;
    case ast::PatternKind::kType:
      name(ast::As<ast::TypePattern>(&pattern).designation);
      break;
    case ast::PatternKind::kVar:
      for (const std::string& n : ast::As<ast::VarPattern>(&pattern).names) name(n);
      break;
    case ast::PatternKind::kRecursive: {
      const auto& recursive = ast::As<ast::RecursivePattern>(&pattern);
      for (const auto& sub : recursive.positional) DeclareUnknown(*sub.pattern);
      for (const auto& sub : recursive.properties) DeclareUnknown(*sub.pattern);
      name(recursive.designation);
      break;
    }
    case ast::PatternKind::kList:
      for (const ast::Pattern* element : ast::As<ast::ListPattern>(&pattern).elements)
        DeclareUnknown(*element);
      name(ast::As<ast::ListPattern>(&pattern).designation);
      break;
    case ast::PatternKind::kSlice:
      if (const ast::Pattern* inner = ast::As<ast::SlicePattern>(&pattern).pattern) DeclareUnknown(*inner);
      break;
    default:
      break;
  }
}

Condition Checker::CheckPattern(const ast::Pattern& pattern, Expr* value, const std::optional<Place>& place) {
  DepthGuard guard(depth_);
  bool deep = depth_ > kMaxDepth;
  if (deep) TooDeep(pattern.span);
  if (deep || value->type.kind == TypeKind::kError) {
    DeclareUnknown(pattern);
    bool always = pattern.kind == ast::PatternKind::kDiscard || pattern.kind == ast::PatternKind::kVar;
    return {ErrorNode(pattern.span), state_, always ? FlowState::Unreachable() : state_};
  }
  auto learn = [&](FlowState& state) {
    if (place) state.not_null.insert(*place);
  };
  Type boolean = TypeOf(TypeKind::kBool);
  switch (pattern.kind) {
    case ast::PatternKind::kDiscard:
      return {BoolConstant(true, pattern.span), state_, FlowState::Unreachable()};
    case ast::PatternKind::kConstant: {
      const auto& constant = ast::As<ast::ConstantPattern>(&pattern);
      if (auto test = IsOfKind(QualifiedName(*constant.value), value, pattern.span))
        return {*test, state_, state_};
      if (constant.value->kind == ast::ExprKind::kName &&
          TryResolve(ast::As<ast::Name>(constant.value).name) &&
          !IsLocalName(ast::As<ast::Name>(constant.value).name)) {
        Type type = *TryResolve(ast::As<ast::Name>(constant.value).name);
        if (value->type.kind == TypeKind::kObject) {
          Unsupported(pattern.span, "finding out what an object is");
          return {ErrorNode(pattern.span), state_, state_};
        }
        if (type != value->type.NonNull()) {
          Report(1002, pattern.span, {NameOf(value->type), NameOf(type)});
          return {ErrorNode(pattern.span), state_, state_};
        }
        if (!value->type.nullable)
          return {BoolConstant(true, pattern.span), state_, FlowState::Unreachable()};
        if (type.kind == value->type.kind) {
          Expr* is_null = Node(Op::kIsNull, boolean, pattern.span, {value});
          Condition condition{Node(Op::kNot, boolean, pattern.span, {is_null}), state_, state_};
          learn(condition.when_true);
          return condition;
        }
      }
      Condition condition = ConstantTest(*constant.value, ast::BinaryOp::kEq, value, pattern.span);
      bool null = condition.value->op == Op::kIsNull;
      learn(null ? condition.when_false : condition.when_true);
      return condition;
    }
    case ast::PatternKind::kRelational: {
      const auto& relational = ast::As<ast::RelationalPattern>(&pattern);
      Condition condition = ConstantTest(*relational.value, relational.op, value, pattern.span);
      learn(condition.when_true);
      return condition;
    }
    case ast::PatternKind::kNot: {
      Condition inner = CheckPattern(*ast::As<ast::NotPattern>(&pattern).operand, value, place);
      if (inner.value->type.kind == TypeKind::kError) return inner;
      return {Node(Op::kNot, boolean, pattern.span, {inner.value}), inner.when_false, inner.when_true};
    }
    case ast::PatternKind::kAnd:
    case ast::PatternKind::kOr: {
      const auto& binary = ast::As<ast::BinaryPattern>(&pattern);
      bool conjunction = pattern.kind == ast::PatternKind::kAnd;
      Condition left = CheckPattern(*binary.left, value, place);
      state_ = conjunction ? left.when_true : left.when_false;
      Condition right = CheckPattern(*binary.right, value, place);
      if (left.value->type.kind == TypeKind::kError || right.value->type.kind == TypeKind::kError)
        return {ErrorNode(pattern.span), right.when_true, right.when_false};
      Expr* both = Node(conjunction ? Op::kAnd : Op::kOr, boolean, pattern.span, {left.value, right.value});
      if (conjunction) return {both, right.when_true, FlowState::Join(left.when_false, right.when_false)};
      return {both, FlowState::Join(left.when_true, right.when_true), right.when_false};
    }
    case ast::PatternKind::kType: {
      const auto& type_pattern = ast::As<ast::TypePattern>(&pattern);
      ast::RecursivePattern recursive;
      recursive.span = pattern.span;
      recursive.type = type_pattern.type;
      recursive.has_properties = true;
      recursive.designation = type_pattern.designation;
      recursive.designation_span = type_pattern.designation_span;
      return CheckRecursive(recursive, value, place);
    }
    case ast::PatternKind::kVar: {
      const auto& var = ast::As<ast::VarPattern>(&pattern);
      if (var.tuple || var.names.size() != 1) return CheckNames(var, value, place);
      if (value->type.kind == TypeKind::kEntity || IsPath(*value)) {
        NameObject(var.names[0], value, pattern.span);
        return {BoolConstant(true, pattern.span), state_, FlowState::Unreachable()};
      }
      int32_t local = Declare(var.names[0], value->type, pattern.span);
      Stmt* set = Statement(StmtOp::kExpr, pattern.span);
      set->value = SetLocal(local, value, pattern.span);
      Expr* block = Node(Op::kBlock, boolean, pattern.span, {BoolConstant(true, pattern.span)});
      block->body = {set};
      state_.assigned.insert(local);
      // Behind an arm for null it is known not to be null.
      if (auto of = PlaceOf(*value); of && state_.not_null.contains(*of)) state_.not_null.insert({local, -1});
      return {block, state_, FlowState::Unreachable()};
    }
    case ast::PatternKind::kRecursive:
      return CheckRecursive(ast::As<ast::RecursivePattern>(&pattern), value, place);
    case ast::PatternKind::kList:
      return CheckList(ast::As<ast::ListPattern>(&pattern), value, place);
    case ast::PatternKind::kSlice:
      DeclareUnknown(pattern);
      Report(1, pattern.span, {"'..' stands only inside a list pattern"});
      return {ErrorNode(pattern.span), state_, state_};
  }
  return {ErrorNode(pattern.span), state_, state_};
}

Condition Checker::IsCondition(const ast::IsExpr& e) {
  Expr* operand = CheckValue(*e.operand);
  if (e.pattern->kind == ast::PatternKind::kDiscard)
    Report(1, e.pattern->span, {"'_' does not stand behind 'is': it would always hold"});
  FlowState before = state_;
  Condition condition;
  Expr* value = WithTemporary(operand, [&](Expr* v) {
    condition = CheckPattern(*e.pattern, v, PlaceOf(*v));
    return condition.value;
  });
  condition.value = value;
  // A test is no constant, even of what always holds: C# takes what follows for reachable.
  if (!condition.when_false.reachable) condition.when_false = before;
  if (!condition.when_true.reachable) condition.when_true = before;
  // x?.Y is { } proves x too.
  if (e.operand->kind == ast::ExprKind::kCondAccess && operand->type.nullable) {
    bool tests_value = e.pattern->kind == ast::PatternKind::kRecursive ||
                       e.pattern->kind == ast::PatternKind::kType ||
                       e.pattern->kind == ast::PatternKind::kRelational;
    if (tests_value) {
      MarkNotNull(*e.operand, condition.when_true);
      MarkRead(*operand, condition.when_true);
    }
    bool is_not = e.pattern->kind == ast::PatternKind::kNot;
    const ast::Pattern* plain = is_not ? ast::As<ast::NotPattern>(e.pattern).operand : e.pattern;
    const ast::Expr* constant =
        plain->kind == ast::PatternKind::kConstant ? ast::As<ast::ConstantPattern>(plain).value : nullptr;
    if (constant != nullptr && constant->kind == ast::ExprKind::kLiteral &&
        ast::As<ast::Literal>(constant).literal == ast::LiteralKind::kNull)
      MarkRead(*operand, is_not ? condition.when_true : condition.when_false);
  }
  return condition;
}

Expr* Checker::CheckIs(const ast::IsExpr& e) {
  Condition condition = IsCondition(e);
  state_ = FlowState::Join(condition.when_true, condition.when_false);
  return condition.value;
}

// taken: other cases leave nothing for this one.
Condition Checker::CheckCase(const ast::Pattern& pattern, bool always, Expr* value, Covered& covered,
                             bool& taken) {
  pattern_constants_.clear();
  Condition condition = CheckPattern(pattern, value, PlaceOf(*value));
  if (condition.value->type.kind != TypeKind::kError && covered.Take(pattern, pattern_constants_, always))
    taken = true;
  return condition;
}

Expr* Checker::CheckSwitch(const ast::SwitchExpr& e, const Type* expected) {
  Expr* operand = CheckValue(*e.operand);
  return WithTemporary(operand, [&](Expr* value) -> Expr* {
    struct Arm {
      Expr* test;
      Expr* value;
    };
    std::vector<Arm> arms;
    std::vector<Expr*> values;
    FlowState after = FlowState::Unreachable();
    Covered covered(value->type);
    for (const ast::SwitchArm& arm : e.arms) {
      ScopeGuard scope(scopes_);
      bool taken = !state_.reachable && after.reachable;
      Condition test = CheckCase(*arm.pattern, arm.when == nullptr, value, covered, taken);
      FlowState otherwise = test.when_false;
      state_ = test.when_true;
      if (arm.when != nullptr) {
        Condition when = CheckCondition(*arm.when);
        if (test.value->type.kind != TypeKind::kError && when.value->type.kind != TypeKind::kError)
          test.value = Node(Op::kAnd, TypeOf(TypeKind::kBool), arm.span, {test.value, when.value});
        otherwise = FlowState::Join(otherwise, when.when_false);
        state_ = when.when_true;
      }
      if (taken) Report(1014, arm.span, {});
      Expr* result = CheckBranch(*arm.value, expected);
      after = FlowState::Join(after, state_);
      state_ = otherwise;
      arms.push_back({test.value, result});
      values.push_back(result);
      if (test.value->type.kind == TypeKind::kError) values.back() = test.value;
    }
    bool exhaustive = !state_.reachable;
    state_ = after;
    Type type = BranchType(values, expected);
    if (type.kind == TypeKind::kError) return ErrorNode(e.span);
    Expr* rest = nullptr;
    if (!exhaustive) {
      rest = Node(
          Op::kThrow, TypeOf(TypeKind::kNever), e.span,
          {ConvertQuietly(TextConstant("Non-exhaustive switch expression failed to match its input.", e.span),
                          TypeOf(TypeKind::kString).AsNullable())});
      rest->a = static_cast<int32_t>(EvalErrorKind::kSwitchExpression);
    }
    for (auto arm = arms.rbegin(); arm != arms.rend(); ++arm) {
      Expr* converted = ConvertQuietly(arm->value, type);
      bool last = rest == nullptr;
      // The arm that always matches still runs its test where that declares a name.
      rest = last && arm->test->op == Op::kConst ? converted
             : last                              ? After(arm->test, converted, e.span)
                    : Node(Op::kCond, type, e.span, {arm->test, converted, rest});
    }
    return rest != nullptr ? rest : Unsupported(e.span, "a switch without arms");
  });
}

}  // namespace idx::compiler::check
