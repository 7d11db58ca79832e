// Statements.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {

// The names that an expression or statement assigns to: facts about them do not survive a loop's first round.
class AssignedNames {
 public:
  explicit AssignedNames(const ast::Stmt& s) { Visit(&s); }
  explicit AssignedNames(const ast::Expr& e) { Visit(&e); }
  std::set<std::string> names;
  std::map<std::string, uint32_t> last;  // where each of both is last
  std::set<std::string> changed;         // collections whose elements are added, set or removed

 private:
  // xs.Add(…)
  void Changed(const ast::Expr* callee) {
    if (callee->kind != ast::ExprKind::kMember) return;
    static const std::set<std::string> kChanges = {"Add",      "AddRange",  "Insert",   "Remove",
                                                   "RemoveAt", "RemoveAll", "Clear",    "Sort",
                                                   "Reverse",  "TryAdd",    "UnionWith"};
    const auto& member = ast::As<ast::Member>(callee);
    if (member.target->kind != ast::ExprKind::kName) return;
    if (!kChanges.contains(member.name)) return;
    changed.insert(ast::As<ast::Name>(member.target).name);
    Note(*member.target);
  }

  void Visit(const ast::Expr* e);
  void Visit(const ast::Stmt* s);
  int depth_ = 0;  // deeper trees are refused by the checker
  void VisitAll(const std::vector<ast::Stmt*>& statements) {
    for (const ast::Stmt* s : statements) Visit(s);
  }
  void Target(const ast::Expr* e) {
    if (e != nullptr && e->kind == ast::ExprKind::kIndex &&
        ast::As<ast::Index>(e).target->kind == ast::ExprKind::kName) {
      changed.insert(ast::As<ast::Name>(ast::As<ast::Index>(e).target).name);
      Note(*ast::As<ast::Index>(e).target);
    }
    if (e == nullptr || e->kind != ast::ExprKind::kName) return;
    names.insert(ast::As<ast::Name>(e).name);
    Note(*e);
  }
  void Note(const ast::Expr& name) {
    uint32_t& at = last[ast::As<ast::Name>(&name).name];
    at = std::max<uint32_t>(at, name.span.begin);
  }
};

void AssignedNames::Visit(const ast::Expr* e) {
  if (e == nullptr || depth_ > kMaxDepth) return;
  DepthGuard guard(depth_);
  switch (e->kind) {
    case ast::ExprKind::kAssign:
      Target(ast::As<ast::Assign>(e).target);
      Visit(ast::As<ast::Assign>(e).value);
      break;
    case ast::ExprKind::kUnary:
      Target(ast::As<ast::Unary>(e).operand);
      Visit(ast::As<ast::Unary>(e).operand);
      break;
    case ast::ExprKind::kBinary:
      Visit(ast::As<ast::Binary>(e).left);
      Visit(ast::As<ast::Binary>(e).right);
      break;
    case ast::ExprKind::kConditional:
      Visit(ast::As<ast::Conditional>(e).condition);
      Visit(ast::As<ast::Conditional>(e).then);
      Visit(ast::As<ast::Conditional>(e).otherwise);
      break;
    case ast::ExprKind::kCall:
      Changed(ast::As<ast::Call>(e).callee);
      Visit(ast::As<ast::Call>(e).callee);
      for (const ast::Argument& argument : ast::As<ast::Call>(e).arguments) {
        if (argument.mode == ast::Argument::Mode::kOut) Target(argument.value);
        Visit(argument.value);
      }
      break;
    case ast::ExprKind::kMember:
      Visit(ast::As<ast::Member>(e).target);
      break;
    case ast::ExprKind::kIndex:
      Visit(ast::As<ast::Index>(e).target);
      for (const ast::Argument& argument : ast::As<ast::Index>(e).arguments) Visit(argument.value);
      break;
    case ast::ExprKind::kCondAccess:
      Visit(ast::As<ast::CondAccess>(e).target);
      Visit(ast::As<ast::CondAccess>(e).then);
      break;
    case ast::ExprKind::kIs:
      Visit(ast::As<ast::IsExpr>(e).operand);
      break;
    case ast::ExprKind::kCast:
      Visit(ast::As<ast::Cast>(e).operand);
      break;
    case ast::ExprKind::kChecked:
      Visit(ast::As<ast::Checked>(e).operand);
      break;
    case ast::ExprKind::kThrow:
      Visit(ast::As<ast::ThrowExpr>(e).operand);
      break;
    case ast::ExprKind::kSwitch:
      Visit(ast::As<ast::SwitchExpr>(e).operand);
      for (const ast::SwitchArm& arm : ast::As<ast::SwitchExpr>(e).arms) {
        Visit(arm.when);
        Visit(arm.value);
      }
      break;
    case ast::ExprKind::kInterpolated:
      for (const ast::Interpolated::Part& part : ast::As<ast::Interpolated>(e).parts) Visit(part.value);
      break;
    case ast::ExprKind::kNewArray:
      for (const ast::Expr* element : ast::As<ast::NewArray>(e).elements) Visit(element);
      break;
    case ast::ExprKind::kCollection:
      for (const ast::Expr* element : ast::As<ast::Collection>(e).elements) Visit(element);
      break;
    case ast::ExprKind::kLambda:
      Visit(ast::As<ast::Lambda>(e).body);
      break;
    case ast::ExprKind::kNew:
      for (const ast::Argument& argument : ast::As<ast::New>(e).arguments) Visit(argument.value);
      for (const ast::Initializer& item : ast::As<ast::New>(e).initializers)
        for (const ast::Expr* value : item.values) Visit(value);
      break;
    case ast::ExprKind::kRange:
      Visit(ast::As<ast::Range>(e).begin);
      Visit(ast::As<ast::Range>(e).end);
      break;
    default:
      break;
  }
}

void AssignedNames::Visit(const ast::Stmt* s) {
  if (s == nullptr || depth_ > kMaxDepth) return;
  DepthGuard guard(depth_);
  switch (s->kind) {
    case ast::StmtKind::kBlock:
      VisitAll(ast::As<ast::Block>(s).statements);
      break;
    case ast::StmtKind::kLocal:
      for (const auto& declarator : ast::As<ast::Local>(s).declarators) Visit(declarator.value);
      break;
    case ast::StmtKind::kExpression:
      Visit(ast::As<ast::ExprStmt>(s).expression);
      break;
    case ast::StmtKind::kIf:
      Visit(ast::As<ast::If>(s).condition);
      Visit(ast::As<ast::If>(s).then);
      Visit(ast::As<ast::If>(s).otherwise);
      break;
    case ast::StmtKind::kSwitch:
      Visit(ast::As<ast::SwitchStmt>(s).operand);
      for (const auto& section : ast::As<ast::SwitchStmt>(s).sections) {
        for (const auto& label : section.labels) Visit(label.when);
        VisitAll(section.statements);
      }
      break;
    case ast::StmtKind::kFor:
      VisitAll(ast::As<ast::For>(s).initializers);
      Visit(ast::As<ast::For>(s).condition);
      for (const ast::Expr* step : ast::As<ast::For>(s).steps) Visit(step);
      Visit(ast::As<ast::For>(s).body);
      break;
    case ast::StmtKind::kForeach:
      Visit(ast::As<ast::Foreach>(s).collection);
      Visit(ast::As<ast::Foreach>(s).body);
      break;
    case ast::StmtKind::kWhile:
      Visit(ast::As<ast::While>(s).condition);
      Visit(ast::As<ast::While>(s).body);
      break;
    case ast::StmtKind::kDo:
      Visit(ast::As<ast::Do>(s).body);
      Visit(ast::As<ast::Do>(s).condition);
      break;
    case ast::StmtKind::kReturn:
      Visit(ast::As<ast::Return>(s).value);
      break;
    case ast::StmtKind::kThrow:
      Visit(ast::As<ast::ThrowStmt>(s).operand);
      break;
    case ast::StmtKind::kChecked:
      Visit(ast::As<ast::CheckedStmt>(s).block);
      break;
    case ast::StmtKind::kTry:
      Visit(ast::As<ast::Try>(s).block);
      for (const auto& clause : ast::As<ast::Try>(s).catches) {
        Visit(clause.when);
        Visit(clause.block);
      }
      Visit(ast::As<ast::Try>(s).finally);
      break;
    default:
      break;
  }
}

// The names that an expression reads.
class ReadNames {
 public:
  explicit ReadNames(const ast::Expr& e) { Visit(&e); }
  std::set<std::string> names;

 private:
  void Visit(const ast::Expr* e) {
    if (e == nullptr) return;
    if (e->kind == ast::ExprKind::kName) names.insert(ast::As<ast::Name>(e).name);
    if (e->kind == ast::ExprKind::kMember) Visit(ast::As<ast::Member>(e).target);
    if (e->kind == ast::ExprKind::kIndex) Visit(ast::As<ast::Index>(e).target);
    if (e->kind == ast::ExprKind::kCall) {
      Visit(ast::As<ast::Call>(e).callee);
      for (const ast::Argument& argument : ast::As<ast::Call>(e).arguments) Visit(argument.value);
    }
    if (e->kind == ast::ExprKind::kLambda) Visit(ast::As<ast::Lambda>(e).body);
    if (e->kind == ast::ExprKind::kBinary) {
      Visit(ast::As<ast::Binary>(e).left);
      Visit(ast::As<ast::Binary>(e).right);
    }
    if (e->kind == ast::ExprKind::kUnary) Visit(ast::As<ast::Unary>(e).operand);
    if (e->kind == ast::ExprKind::kConditional) {
      Visit(ast::As<ast::Conditional>(e).condition);
      Visit(ast::As<ast::Conditional>(e).then);
      Visit(ast::As<ast::Conditional>(e).otherwise);
    }
    if (e->kind == ast::ExprKind::kCondAccess) {
      Visit(ast::As<ast::CondAccess>(e).target);
      Visit(ast::As<ast::CondAccess>(e).then);
    }
  }
};

}  // namespace

// A loop over a collection, or over a query of names, that its body changes: in C# the loop fails or sees the
// changes. Here it is refused. False after a diagnostic.
bool Checker::CheckUnchanged(const ast::Foreach& s, const Expr& collection) {
  AssignedNames body(*s.body);
  bool query = s.collection->kind == ast::ExprKind::kCall;
  for (const std::string& name : ReadNames(*s.collection).names) {
    bool written = query && body.names.contains(name);
    bool object = collection.type.kind != TypeKind::kList || query;
    if (!(body.changed.contains(name) && object) && !written) continue;
    Report(1900, s.collection->span, {"a loop that changes '" + name + "', which it runs over"});
    return false;
  }
  return true;
}

void Checker::ForgetAssigned(const ast::Stmt& loop) {
  for (const std::string& name : AssignedNames(loop).names)
    if (const Local* local = FindLocal(name)) state_.Forget(local->index);
}

void Checker::ForgetAssigned(const ast::Expr& repeated) {
  for (const std::string& name : AssignedNames(repeated).names)
    if (const Local* local = FindLocal(name)) state_.Forget(local->index);
}

void Checker::CheckBlock(const std::vector<ast::Stmt*>& statements, std::vector<Stmt*>& out) {
  ScopeGuard scope(scopes_);
  bool reported = false;
  for (const ast::Stmt* s : statements) {
    if (!state_.reachable && !reported && s->kind != ast::StmtKind::kBreak &&
        s->kind != ast::StmtKind::kEmpty) {
      reported = true;
      Report(1020, s->span, {});
    }
    CheckStatement(*s, out);
  }
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
      bool before = checked_;
      checked_ = ast::As<ast::CheckedStmt>(&s).checked;
      CheckBlock(ast::As<ast::CheckedStmt>(&s).block->statements, out);
      checked_ = before;
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
      Report(1900, s.span, {"local functions"});
      return;
    case ast::StmtKind::kTry:
      CheckTry(ast::As<ast::Try>(&s), out);
      return;
    case ast::StmtKind::kUnsupported:
      Report(1900, s.span, {ast::As<ast::UnsupportedStmt>(&s).construct});
      return;
  }
}

// C# computes a query at each use, and a view follows its list: what is kept here is a copy. Refused where
// what it reads is changed afterwards.
bool Checker::CheckKept(const ast::Expr& e, const Expr& value, const Type& type) {
  bool kept = type.kind == TypeKind::kList && value.type.kind != TypeKind::kList && IsSequence(value.type);
  if (e.kind == ast::ExprKind::kCall && ast::As<ast::Call>(&e).callee->kind == ast::ExprKind::kMember)
    kept = kept || IsStage(ast::As<ast::Member>(ast::As<ast::Call>(&e).callee).name);
  if (e.kind == ast::ExprKind::kMember)
    kept = kept || ast::As<ast::Member>(&e).name == "Keys" || ast::As<ast::Member>(&e).name == "Values";
  if (!kept || value.type.kind == TypeKind::kError || body_ == nullptr) return true;
  std::map<std::string, uint32_t> last = AssignedNames(*body_).last;
  for (const std::string& name : ReadNames(e).names) {
    auto at = last.find(name);
    if (at == last.end() || at->second < static_cast<uint32_t>(e.span.end)) continue;
    Report(1900, e.span, {"a query kept while '" + name + "' changes (write .ToList() behind it)"});
    return false;
  }
  return true;
}

void Checker::CheckLocal(const ast::Local& s, std::vector<Stmt*>& out) {
  bool inferred = s.type->kind == ast::TypeName::Kind::kVar || s.type->name == "var";
  Type declared = inferred ? Type{} : Resolve(*s.type);
  for (const ast::Local::Declarator& declarator : s.declarators) {
    if (declarator.value == nullptr) {
      if (inferred || s.constant)
        Report(1, declarator.span, {"'" + declarator.name + "' needs a value"});
      else if (declared.kind == TypeKind::kEntity || declared.kind == TypeKind::kSync)
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
    // What a function of the library gives cannot be written to; C#'s array can.
    if (value->op == Op::kBuiltin && value->type.kind == TypeKind::kList && !value->type.nullable &&
        body_ != nullptr && AssignedNames(*body_).changed.contains(declarator.name))
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
        Condition condition = CheckPattern(*label.pattern, value, PlaceOf(*value));
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

// var (a, b) = tuple;
void Checker::DeclareParts(const std::vector<std::string>& names, Expr* tuple, Span span,
                           std::vector<Stmt*>& out) {
  bool fits = tuple->type.kind == TypeKind::kTuple && !tuple->type.nullable && !IsGrouping(tuple->type) &&
              program_.shapes.ShapeOf(tuple->type).parts.size() == names.size();
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

void Checker::CheckReturn(const ast::Return& s, std::vector<Stmt*>& out) {
  if (finally_depth_ > 0) Report(1, s.span, {"'return' cannot leave a finally block"});
  Stmt* ret = Statement(StmtOp::kReturn, s.span);
  Type result = function().result;
  if (s.value != nullptr) {
    if (result.kind == TypeKind::kVoid) {
      Report(1013, s.span, {"return", "no", "a value"});
    } else {
      ret->value = CheckAs(*s.value, result);
    }
  } else if (result.kind != TypeKind::kVoid) {
    Report(1010, s.span, {});
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
  if (e.compound) {
    Report(1900, e.op_span,
           {e.op == ast::BinaryOp::kCoalesce ? "initial-only assignment (?"
                                               "?=)"
                                             : "compound assignment to an attribute"});
    return true;
  }
  Stmt* set = Statement(StmtOp::kSetAttr, e.span);
  set->a = target->a;
  set->b = target->b;
  std::string call =
      e.value->kind == ast::ExprKind::kCall ? QualifiedName(*ast::As<ast::Call>(e.value).callee) : "";
  if (call == "Flow.Skip" || call == "Flow.Clear") {
    set->outcome = call == "Flow.Skip" ? Outcome::kNoOpinion : Outcome::kClear;
  } else {
    Type type = target->type.kind == TypeKind::kList ? target->type : target->type.AsNullable();
    Expr* value = CheckValue(*e.value, &type);
    if (value->type.kind == TypeKind::kNull && value->op == Op::kConst && kind_ == BodyKind::kMapper)
      Report(2007, e.value->span, {});
    set->value = Convert(value, type.AsNullable());
    if (set->value->type.kind == TypeKind::kError) return true;
    if (kind_ == BodyKind::kFilter && set->value->type.nullable) {
      state_.not_null.erase(
          {target->a, target->b});  // a read gives the value before the filter: this proves nothing
    }
  }
  out.push_back(set);
  return true;
}

void Checker::CheckExpressionStatement(const ast::Expr& e, std::vector<Stmt*>& out) {
  if (e.kind == ast::ExprKind::kAssign && CheckAttributeAssignment(ast::As<ast::Assign>(&e), out)) return;
  if (e.kind == ast::ExprKind::kCall && ast::As<ast::Call>(&e).callee->kind == ast::ExprKind::kMember) {
    const auto& call = ast::As<ast::Call>(&e);
    const auto& member = ast::As<ast::Member>(call.callee);
    const Local* local = member.target->kind == ast::ExprKind::kName
                             ? FindLocal(ast::As<ast::Name>(member.target).name)
                             : nullptr;
    if (local != nullptr && !local->constant &&
        function().locals[static_cast<size_t>(local->index)].kind == TypeKind::kSync) {
      static const std::map<std::string, typed::Effect> effects = {{"Skip", typed::Effect::kSkip},
                                                                   {"Disable", typed::Effect::kDisable},
                                                                   {"Enable", typed::Effect::kEnable},
                                                                   {"Delete", typed::Effect::kDelete}};
      auto effect = effects.find(member.name);
      if (effect == effects.end()) {
        Report(1900, e.span, {"sync." + member.name});
        return;
      }
      Stmt* s = Statement(StmtOp::kEffect, e.span);
      s->a = static_cast<int32_t>(effect->second);
      for (size_t i = 0; i < call.arguments.size(); ++i) {
        const ast::Argument& argument = call.arguments[i];
        if (argument.name == "after" ||
            (i == 1 && argument.name.empty() && effect->second == typed::Effect::kDelete)) {
          s->value = CheckAs(*argument.value, TypeOf(TypeKind::kTimeSpan));
        } else {
          Expr* object = CheckValue(*argument.value);
          if (object->type.kind != TypeKind::kEntity && object->type.kind != TypeKind::kError)
            Report(1002, argument.value->span, {NameOf(object->type), "an object"});
        }
      }
      if (effect->second == typed::Effect::kDelete && s->value == nullptr)
        s->value = Constant(TypeOf(TypeKind::kTimeSpan), e.span, 0);
      out.push_back(s);
      return;
    }
  }
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
