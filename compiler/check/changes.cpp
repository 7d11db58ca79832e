// What code assigns and changes, by name: facts that do not survive it, and what is refused for it.
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

// C# computes a query at each use, and a view follows its list: what is kept here is a copy. Refused where
// what it reads is changed afterwards; `to` is a variable that was there before, perhaps in a loop, and then
// any change counts, wherever it stands.
bool Checker::CheckKept(const ast::Expr& e, const Expr& value, const Type& type, const std::string* to) {
  if (value.type.kind == TypeKind::kError || body_ == nullptr || !IsSequence(value.type)) return true;
  bool kept = type.kind == TypeKind::kList && value.type.kind != TypeKind::kList;
  if (e.kind == ast::ExprKind::kCall && ast::As<ast::Call>(&e).callee->kind == ast::ExprKind::kMember)
    kept = kept || IsStage(ast::As<ast::Member>(ast::As<ast::Call>(&e).callee).name);
  if (e.kind == ast::ExprKind::kMember)
    kept = kept || ast::As<ast::Member>(&e).name == "Keys" || ast::As<ast::Member>(&e).name == "Values";
  if (!kept) return true;
  std::map<std::string, uint32_t> last = AssignedNames(*body_).last;
  for (const std::string& name : ReadNames(e).names) {
    auto at = last.find(name);
    bool before = at == last.end() || (to == nullptr && at->second < static_cast<uint32_t>(e.span.end));
    if (before || (to != nullptr && name == *to)) continue;
    Report(1900, e.span, {"a query kept while '" + name + "' changes (write .ToList() behind it)"});
    return false;
  }
  return true;
}

// Whether the method sets or adds elements of the collection of this name.
bool Checker::IsChanged(const std::string& name) const {
  return body_ != nullptr && AssignedNames(*body_).changed.contains(name);
}

}  // namespace idx::compiler::check
