// Statements.
#include "compiler/ast/hash_object.h"
#include "compiler/check/checker.h"
#include "compiler/check/delegates.h"
#include "compiler/check/outside.h"

namespace idx::compiler::check {

void Checker::CheckBlock(const std::vector<ast::Stmt*>& statements, std::vector<Stmt*>& out) {
  ScopeGuard scope(scopes_);
  DeclareLocalFunctions(statements);
  bool reported = false;
  for (const ast::Stmt* s : statements) {
    if (!state_.reachable && !reported && !too_large_ && s->kind != ast::StmtKind::kBreak &&
        s->kind != ast::StmtKind::kEmpty && s->kind != ast::StmtKind::kLocalFunction) {
      reported = true;
      Report(1020, s->span, {});
    }
    CheckStatement(*s, out);
  }
  FinishLocalFunctions();
}

void Checker::CheckEmbedded(const ast::Stmt& s, std::vector<Stmt*>& out) {
  if (s.kind == ast::StmtKind::kBlock) {
    CheckBlock(ast::As<ast::Block>(&s).statements, out);
  } else {
    ScopeGuard scope(scopes_);
    CheckStatement(s, out);
  }
}

void Checker::CheckStatement(const ast::Stmt& s, std::vector<Stmt*>& out) {
  DepthGuard guard(depth_);
  if (depth_ > kMaxDepth) {
    TooDeep(s.span);
    return;
  }
  if (TooLarge(s.span)) {
    state_ = FlowState::Unreachable();  // no advice about the rest
    return;
  }
  switch (s.kind) {
    case ast::StmtKind::kBlock:
      CheckBlock(ast::As<ast::Block>(&s).statements, out);
      return;
    case ast::StmtKind::kEmpty:
      return;
    case ast::StmtKind::kLocal:
      CheckLocal(ast::As<ast::Local>(&s), out);
      return;
    case ast::StmtKind::kExpression:
      CheckExpressionStatement(*ast::As<ast::ExprStmt>(&s).expression, out);
      return;
    case ast::StmtKind::kIf:
      CheckIf(ast::As<ast::If>(&s), out);
      return;
    case ast::StmtKind::kSwitch:
      CheckSwitchStatement(ast::As<ast::SwitchStmt>(&s), out);
      return;
    case ast::StmtKind::kFor:
    case ast::StmtKind::kWhile:
    case ast::StmtKind::kDo:
      CheckLoop(s, out);
      return;
    case ast::StmtKind::kForeach:
      CheckForeach(ast::As<ast::Foreach>(&s), out);
      return;
    case ast::StmtKind::kBreak:
    case ast::StmtKind::kContinue: {
      bool is_break = s.kind == ast::StmtKind::kBreak;
      if (is_break ? breakable_depth_ == 0 : loop_depth_ == 0) {
        Report(1, s.span,
               {is_break ? "'break' stands only in a loop or switch" : "'continue' stands only in a loop"});
        state_ = FlowState::Unreachable();
        return;
      }
      FlowState& target = is_break ? break_states_.back() : continue_states_.back();
      target = FlowState::Join(target, state_);
      out.push_back(Statement(is_break ? StmtOp::kBreak : StmtOp::kContinue, s.span));
      state_ = FlowState::Unreachable();
      return;
    }
    case ast::StmtKind::kReturn:
      CheckReturn(ast::As<ast::Return>(&s), out);
      return;
    case ast::StmtKind::kThrow: {
      Stmt* thrown = Statement(StmtOp::kExpr, s.span);
      thrown->value = Throw(ast::As<ast::ThrowStmt>(&s).operand, s.span);
      out.push_back(thrown);
      state_ = FlowState::Unreachable();
      return;
    }
    case ast::StmtKind::kChecked: {
      const Overflow before = std::exchange(
          overflow_, ast::As<ast::CheckedStmt>(&s).checked ? Overflow::kChecked : Overflow::kUnchecked);
      CheckBlock(ast::As<ast::CheckedStmt>(&s).block->statements, out);
      overflow_ = before;
      return;
    }
    case ast::StmtKind::kDeconstruct: {
      const auto& deconstruct = ast::As<ast::Deconstruct>(&s);
      Expr* value = CheckValue(*deconstruct.value);
      int32_t held = NewLocal(value->type, "");
      Stmt* set = Statement(StmtOp::kExpr, s.span);
      set->value = SetLocal(held, value, s.span);
      out.push_back(set);
      DeclareParts(deconstruct.names, LocalNode(held, s.span), s.span, out);
      return;
    }
    case ast::StmtKind::kLocalFunction:
      if (FindLocalFunction(ast::As<ast::LocalFunction>(&s).method->name) == nullptr)
        Report(1900, s.span, {"a local function here"});
      return;
    case ast::StmtKind::kTry:
      CheckTry(ast::As<ast::Try>(&s), out);
      return;
    case ast::StmtKind::kUnsupported:
      gave_up_ = true;
      ReportConstruct(diagnostics_, s.span, ast::As<ast::UnsupportedStmt>(&s).construct);
      return;
  }
}

void Checker::CheckLocal(const ast::Local& s, std::vector<Stmt*>& out) {
  if (LocalFunctionOf(s) != nullptr || DeclareLambda(s)) return;
  bool inferred = s.type->kind == ast::TypeName::Kind::kVar || s.type->name == "var";
  if (s.declarators.size() == 1 && IsBuilder(s, s.declarators[0])) {
    const ast::Expr& value = *s.declarators[0].value;
    const ast::New* made = NewBuilderOf(value);
    if (made == nullptr) made = &ast::As<ast::New>(&value);
    DeclareBuilder(s.declarators[0].name, *made, out);
    if (&value == made) return;
    new_builders_[made] = s.declarators[0].name;
    return ChangeBuilder(value, out);
  }
  if (s.declarators.size() == 1 && s.declarators[0].value != nullptr) {
    if (std::string hash = ast::HashClassOf(*s.declarators[0].value); !hash.empty()) {
      if (FindLocal(s.declarators[0].name) != nullptr)
        Report(1006, s.declarators[0].span, {s.declarators[0].name});
      scopes_.back().locals[s.declarators[0].name] = {-1, true, nullptr, false, 0, std::move(hash)};
      return;
    }
  }
  Type declared = inferred ? Type{} : Resolve(*s.type);
  for (const ast::Local::Declarator& declarator : s.declarators) {
    if (declarator.value == nullptr) {
      if (inferred || s.constant)
        Report(1, declarator.span, {"'" + declarator.name + "' needs a value"});
      else if (IsRuleObject(declared.kind))
        Report(1900, declarator.span, {"an object as a local without a value"});
      Declare(declarator.name, declared, declarator.span);
      continue;
    }
    Expr* value = CheckValue(*declarator.value, inferred ? nullptr : &declared);
    Type type = declared;
    if (value->op == Op::kLocal &&
        (value->type.kind == TypeKind::kEntity || value->type.kind == TypeKind::kSync) &&
        (inferred || type == value->type)) {
      // Another name for the same object.
      if (FindLocal(declarator.name) != nullptr) Report(1006, declarator.span, {declarator.name});
      scopes_.back().locals[declarator.name] = {value->a, false, nullptr};
      continue;
    }
    if (NamesReference(declarator, inferred ? nullptr : &declared, value, out)) continue;
    if (inferred) {
      if (value->type.kind == TypeKind::kNull) {
        Report(1018, declarator.span, {declarator.name});
        value = ErrorNode(declarator.span);
      } else if (value->type.kind == TypeKind::kList && value->type.element == TypeKind::kVoid) {
        value = Unsupported(declarator.span, "an empty collection without a type");
      }
      type = value->type;
    }
    bool not_null = !value->type.nullable && value->type.kind != TypeKind::kNull;
    if (!CheckKept(*declarator.value, *value, type)) value = ErrorNode(declarator.span);
    if (IsSequence(value->type) && IsTable(*declarator.value) && IsChanged(declarator.name))
      value = Unsupported(declarator.span, "changing a static table");
    // What a function of the library gives cannot be written to; C#'s array can.
    if (value->op == Op::kBuiltin && value->type.kind == TypeKind::kList && !value->type.nullable &&
        IsChanged(declarator.name))
      value = Operate(Operation::kArrayCopy, value->type, value->type, {value}, declarator.span);
    value = Convert(value, type);
    if (s.constant) {
      if (value->op != Op::kConst && value->type.kind != TypeKind::kError)
        Report(1017, declarator.value->span, {declarator.name});
      if (FindLocal(declarator.name) != nullptr) Report(1006, declarator.span, {declarator.name});
      scopes_.back().locals[declarator.name] = {-1, true, value};
      continue;
    }
    int32_t local = Declare(declarator.name, type, declarator.span);
    state_.assigned.insert(local);
    state_.Forget(local);
    if (type.nullable && not_null) state_.not_null.insert({local, -1});
    Stmt* set = Statement(StmtOp::kExpr, declarator.span);
    set->value = SetLocal(local, value, declarator.span);
    out.push_back(set);
  }
}

void Checker::CheckIf(const ast::If& s, std::vector<Stmt*>& out) {
  // Names that the condition's patterns declare live on after the if: `if (x is not { } y) return; use(y);`
  Condition condition = CheckCondition(*s.condition);
  Stmt* branch = Statement(StmtOp::kIf, s.span);
  branch->value = condition.value;
  state_ = condition.when_true;
  bool then_reachable = state_.reachable;
  if (!then_reachable) state_ = condition.when_false;
  CheckEmbedded(*s.then, branch->body);
  FlowState after = then_reachable ? state_ : FlowState::Unreachable();
  state_ = condition.when_false;
  bool else_reachable = state_.reachable;
  if (s.otherwise != nullptr) {
    if (!else_reachable) state_ = condition.when_true;
    CheckEmbedded(*s.otherwise, branch->otherwise);
  }
  state_ = FlowState::Join(after, else_reachable ? state_ : FlowState::Unreachable());
  out.push_back(branch);
}

// { operand; if (label) … else if … }: a break ends the whole.
void Checker::CheckSwitchStatement(const ast::SwitchStmt& s, std::vector<Stmt*>& out) {
  Expr* operand = CheckValue(*s.operand);
  Stmt* whole = Statement(StmtOp::kBreakable, s.span);
  out.push_back(whole);
  WithTemporary(operand, [&](Expr* value) {
    if (value->op == Op::kLocal && operand->op != Op::kLocal) {
      Stmt* set = Statement(StmtOp::kExpr, s.operand->span);
      set->value = SetLocal(value->a, operand, s.operand->span);
      whole->body.push_back(set);
    }
    ++breakable_depth_;
    break_states_.push_back(FlowState::Unreachable());
    // Sections never run on into the next: a sequence of ifs, so that a thousand cases are not a thousand
    // levels.
    const ast::SwitchSection* default_section = nullptr;
    FlowState to_default = FlowState::Unreachable();  // by a case label beside default
    auto section_body = [&](const ast::SwitchSection& section, std::vector<Stmt*>& body) {
      CheckBlock(section.statements, body);
      if (state_.reachable)
        Report(1, section.labels[0].span, {"the section must end with break, return, throw or continue"});
      state_ = FlowState::Unreachable();
    };
    Covered covered(value->type);
    for (const ast::SwitchSection& section : s.sections) {
      ScopeGuard scope(scopes_);
      Expr* test = nullptr;
      FlowState hit = FlowState::Unreachable();
      bool is_default = false;
      for (const ast::SwitchSection::Label& label : section.labels) {
        if (label.pattern == nullptr) {
          is_default = true;
          default_section = &section;
          continue;
        }
        bool taken = false;
        Condition condition = CheckCase(*label.pattern, label.when == nullptr, value, covered, taken);
        if (taken) Report(1014, label.span, {});
        FlowState miss = condition.when_false;
        if (label.when != nullptr) {
          state_ = condition.when_true;
          Condition when = CheckCondition(*label.when);
          if (condition.value->type.kind != TypeKind::kError && when.value->type.kind != TypeKind::kError)
            condition.value =
                Node(Op::kAnd, TypeOf(TypeKind::kBool), label.span, {condition.value, when.value});
          miss = FlowState::Join(miss, when.when_false);
          condition.when_true = when.when_true;
        }
        hit = FlowState::Join(hit, condition.when_true);
        state_ = miss;
        if (condition.value->type.kind == TypeKind::kError) continue;
        test = test == nullptr ? condition.value
                               : Node(Op::kOr, TypeOf(TypeKind::kBool), label.span, {test, condition.value});
      }
      if (is_default) to_default = hit;
      if (is_default) continue;
      if (test == nullptr) test = ErrorNode(section.labels[0].span);
      FlowState miss = state_;
      Stmt* branch = Statement(StmtOp::kIf, section.labels[0].span);
      branch->value = test;
      state_ = hit;
      section_body(section, branch->body);
      state_ = miss;
      whole->body.push_back(branch);
    }
    if (default_section != nullptr) {
      // Case labels beside default add nothing: what no other section takes comes here, and what they prove
      // not to be.
      state_ = FlowState::Join(state_, to_default);
      state_.reachable = true;
      section_body(*default_section, whole->body);
      state_ = FlowState::Unreachable();
    }
    state_ = FlowState::Join(state_, break_states_.back());
    break_states_.pop_back();
    --breakable_depth_;
    return value;
  });
}

void Checker::CheckReturn(const ast::Return& s, std::vector<Stmt*>& out) {
  if (finally_depth_ > 0) Report(1, s.span, {"'return' cannot leave a finally block"});
  Stmt* ret = Statement(StmtOp::kReturn, s.span);
  Type result = DeclaredResult();
  if (s.value != nullptr && infers_result_) {
    ret->value = CheckValue(*s.value);
    const Type& type = ret->value->type;
    bool plain = type.kind != TypeKind::kNull && type.kind != TypeKind::kEntity &&
                 type.kind != TypeKind::kSync &&
                 !(type.kind == TypeKind::kList && type.element == TypeKind::kVoid);
    if (!plain || (result.kind != TypeKind::kError && type.nullable && !result.nullable))
      ret->value = Unsupported(s.span, "this value of a lambda with statements after another one");
    else if (result.kind == TypeKind::kError)
      SetResult(type);
    else
      ret->value = Convert(ret->value, result);
    ret->value = GiveBack(ret->value, s.span);
  } else if (s.value != nullptr) {
    if (result.kind == TypeKind::kVoid) {
      Report(1013, s.span, {"return", "no", "a value"});
    } else {
      ret->value = GiveBack(CheckAs(*s.value, result), s.span);
    }
  } else if (result.kind != TypeKind::kVoid) {
    Report(1010, s.span, {});
  } else if (function().result.kind != TypeKind::kVoid) {
    ret->value = GiveBack(nullptr, s.span);
  }
  out.push_back(ret);
  state_ = FlowState::Unreachable();
}

// target.Attribute = value: yes where the statement is one (or a diagnostic was given for it).
bool Checker::CheckAttributeAssignment(const ast::Assign& e, std::vector<Stmt*>& out) {
  const ast::Expr* object = nullptr;
  std::string name;
  bool own_name = false;
  Span span = e.target->span;
  if (e.target->kind == ast::ExprKind::kMember) {
    object = ast::As<ast::Member>(e.target).target;
    name = ast::As<ast::Member>(e.target).name;
    span = ast::As<ast::Member>(e.target).name_span;
  } else if (e.target->kind == ast::ExprKind::kIndex) {
    const auto& index = ast::As<ast::Index>(e.target);
    object = index.target;
    if (index.arguments.size() == 1 && index.arguments[0].value->kind == ast::ExprKind::kLiteral)
      name = ast::As<ast::Literal>(index.arguments[0].value).text;
    own_name = true;
  }
  if (object == nullptr || object->kind != ast::ExprKind::kName) return false;
  const Local* local = FindLocal(ast::As<ast::Name>(object).name);
  if (local == nullptr || local->constant) return false;
  if (function().locals[static_cast<size_t>(local->index)].kind != TypeKind::kEntity) return false;

  Expr* target = AttributeOf(LocalNode(local->index, object->span), name, span, own_name);
  while (target->op == Op::kAssume) target = target->args[0];
  if (target->type.kind == TypeKind::kError) {
    CheckValue(*e.value);
    return true;
  }
  bool initial = e.compound && e.op == ast::BinaryOp::kCoalesce;
  if (e.compound && !initial) {
    ast::Binary sum;
    sum.span = e.span;
    sum.op = e.op;
    sum.left = e.target;
    sum.right = e.value;
    ast::Assign plain;
    plain.span = e.span;
    plain.target = e.target;
    plain.value = &sum;
    return CheckAttributeAssignment(plain, out);
  }
  Stmt* set = Statement(StmtOp::kSetAttr, e.span);
  set->a = target->a;
  set->b = target->b;
  const Attribute* reference = WrittenReference(*target, *set);
  set->initial = initial && kind_ == BodyKind::kMapper;
  std::string call =
      e.value->kind == ast::ExprKind::kCall ? QualifiedName(*ast::As<ast::Call>(e.value).callee) : "";
  if (initial && (call == "Flow.Skip" || call == "Flow.Clear")) {
    Report(2012, e.value->span, {name, "a value stands on its right"});
    return true;
  }
  if (call == "Flow.Skip" || call == "Flow.Clear") {
    set->outcome = call == "Flow.Skip" ? Outcome::kNoOpinion : Outcome::kClear;
  } else if (set->initial && IsUniqueOf(*e.value)) {
    DecideUniquely(ast::As<ast::Call>(e.value), *target, *set);
    if (set->value->type.kind == TypeKind::kError) return true;
  } else {
    Type type = target->type.kind == TypeKind::kList ? target->type : target->type.AsNullable();
    Expr* value = CheckValue(*e.value, &type);
    if (value->type.kind == TypeKind::kNull && value->op == Op::kConst &&
        (kind_ == BodyKind::kMapper || kind_ == BodyKind::kFilter))
      Report(2007, e.value->span, {});
    set->value =
        reference != nullptr ? StoredReference(value, *reference) : Convert(value, type.AsNullable());
    if (set->value->type.kind == TypeKind::kError) return true;
    if (kind_ == BodyKind::kFilter && set->value->type.nullable) {
      state_.not_null.erase(
          {target->a, target->b});  // a read gives the value before the filter: this proves nothing
    }
  }
  if (initial && !set->initial) {
    // A filter sees what the mappers have decided: where that is nothing, it decides.
    if (!target->type.nullable) {
      Report(1004, e.op_span, {"?\?=", NameOf(target->type)});
      return true;
    }
    Stmt* missing = Statement(StmtOp::kIf, e.span);
    missing->value = Node(Op::kIsNull, TypeOf(TypeKind::kBool), e.span, {target});
    missing->body = {set};
    set = missing;
  }
  out.push_back(set);
  return true;
}

void Checker::CheckExpressionStatement(const ast::Expr& e, std::vector<Stmt*>& out) {
  if (e.kind == ast::ExprKind::kCall && BuilderOf(e) != nullptr) return ChangeBuilder(e, out);
  if (e.kind == ast::ExprKind::kAssign && ast::As<ast::Assign>(&e).target->kind == ast::ExprKind::kTuple)
    return CheckDeconstruction(ast::As<ast::Assign>(&e), out);
  if (e.kind == ast::ExprKind::kAssign && AssignBuilder(ast::As<ast::Assign>(&e), out)) return;
  if (e.kind == ast::ExprKind::kUnary && StepPart(ast::As<ast::Unary>(&e), out)) return;
  if (e.kind == ast::ExprKind::kAssign && CheckAttributeAssignment(ast::As<ast::Assign>(&e), out)) return;
  if (e.kind == ast::ExprKind::kCall && ast::As<ast::Call>(&e).callee->kind == ast::ExprKind::kMember) {
    const auto& call = ast::As<ast::Call>(&e);
    const auto& member = ast::As<ast::Member>(call.callee);
    const Local* local = member.target->kind == ast::ExprKind::kName
                             ? FindLocal(ast::As<ast::Name>(member.target).name)
                             : nullptr;
    if (local != nullptr && !local->constant &&
        function().locals[static_cast<size_t>(local->index)] == TypeOf(TypeKind::kSync)) {
      CheckEffect(call, member, out);
      return;
    }
  }
  if (e.kind == ast::ExprKind::kCall && CheckForEachCall(ast::As<ast::Call>(&e), out)) return;
  Expr* value = Check(e);
  if (value->type.kind == TypeKind::kError) return;
  bool effect = e.kind == ast::ExprKind::kAssign || e.kind == ast::ExprKind::kCall ||
                e.kind == ast::ExprKind::kUnary || e.kind == ast::ExprKind::kThrow ||
                e.kind == ast::ExprKind::kCondAccess;
  if (!effect) {
    Report(1, e.span, {"only assignments, calls and ++/-- can stand alone as statements"});
    return;
  }
  Stmt* s = Statement(StmtOp::kExpr, e.span);
  s->value = value;
  out.push_back(s);
}

}  // namespace idx::compiler::check
