#include "compiler/check/name_uses.h"

#include <algorithm>

#include "compiler/ast/walk.h"

namespace idx::compiler::check {

namespace {
constexpr int kMaxDepth = 400;

struct Deeper {
  explicit Deeper(int& at) : depth(at) { ++depth; }
  ~Deeper() { --depth; }
  int& depth;
};
}  // namespace

bool ChangesCollection(const std::string& method) {
  static const std::set<std::string> kChanges = {"Add",
                                                 "AddRange",
                                                 "Insert",
                                                 "InsertRange",
                                                 "Remove",
                                                 "RemoveAt",
                                                 "RemoveAll",
                                                 "RemoveRange",
                                                 "Clear",
                                                 "Sort",
                                                 "Reverse",
                                                 "TryAdd",
                                                 "UnionWith",
                                                 "ExceptWith",
                                                 "IntersectWith",
                                                 "RemoveWhere",
                                                 "SymmetricExceptWith"};
  return kChanges.contains(method);
}

NameUses::NameUses(const ast::Method& method) {
  Parameters(method.parameters);
  if (method.body != nullptr) Visit(*method.body);
  if (method.block != nullptr) Visit(*method.block);
}

void NameUses::Parameters(const std::vector<ast::Parameter>& parameters) {
  for (const ast::Parameter& parameter : parameters) declared.insert(parameter.name);
}

void NameUses::Note(const ast::Expr& name) {
  uint32_t& at = last[ast::As<ast::Name>(&name).name];
  at = std::max<uint32_t>(at, name.span.begin);
}

// What = writes to: a variable, an element, or several in a tuple.
void NameUses::Target(const ast::Expr* e) {
  if (e == nullptr) return;
  if (e->kind == ast::ExprKind::kTuple)
    for (const ast::Argument& element : ast::As<ast::Tuple>(e).elements) Target(element.value);
  if (e->kind == ast::ExprKind::kIndex && ast::As<ast::Index>(e).target->kind == ast::ExprKind::kName) {
    changed.insert(ast::As<ast::Name>(ast::As<ast::Index>(e).target).name);
    Note(*ast::As<ast::Index>(e).target);
  }
  if (e->kind == ast::ExprKind::kMember && ast::As<ast::Member>(e).target->kind == ast::ExprKind::kName)
    Note(*ast::As<ast::Member>(e).target);
  if (e->kind != ast::ExprKind::kName) return;
  assigned.insert(ast::As<ast::Name>(e).name);
  Note(*e);
}

// xs.Add(…), Array.Sort(xs), Array.Copy(xs, 0, ys, 0, n), xs.CopyTo(ys, 0): of all their arguments, which is
// too many.
void NameUses::Changed(const ast::Call& call) {
  if (call.callee->kind != ast::ExprKind::kMember) return;
  const auto& member = ast::As<ast::Member>(call.callee);
  auto change = [this](const ast::Expr* e) {
    if (e->kind != ast::ExprKind::kName) return;
    changed.insert(ast::As<ast::Name>(e).name);
    Note(*e);
  };
  bool array =
      member.target->kind == ast::ExprKind::kName && ast::As<ast::Name>(member.target).name == "Array" &&
      (member.name == "Sort" || member.name == "Reverse" || member.name == "Fill" || member.name == "Copy");
  if (array || member.name == "CopyTo")
    for (const ast::Argument& argument : call.arguments) change(argument.value);
  else if (ChangesCollection(member.name))
    change(member.target);
}

void NameUses::Visit(const ast::Expr& e) {
  if (depth_ > kMaxDepth) return;
  Deeper deeper(depth_);
  switch (e.kind) {
    case ast::ExprKind::kName:
      read.insert(ast::As<ast::Name>(&e).name);
      if (lambdas_ > 0) read_later.insert(ast::As<ast::Name>(&e).name);
      break;
    case ast::ExprKind::kThis:
      read.insert("this");
      break;
    case ast::ExprKind::kAssign:
      Target(ast::As<ast::Assign>(&e).target);
      break;
    case ast::ExprKind::kUnary:
      Target(ast::As<ast::Unary>(&e).operand);
      break;
    case ast::ExprKind::kCall:
      Changed(ast::As<ast::Call>(&e));
      for (const ast::Argument& argument : ast::As<ast::Call>(&e).arguments)
        if (argument.mode == ast::Argument::Mode::kOut || argument.mode == ast::Argument::Mode::kRef)
          Target(argument.value);
      break;
    case ast::ExprKind::kLambda:
      Parameters(ast::As<ast::Lambda>(&e).parameters);
      break;
    case ast::ExprKind::kDeclaration:
      declared.insert(ast::As<ast::Declaration>(&e).name);
      break;
    default:
      break;
  }
  bool lambda = e.kind == ast::ExprKind::kLambda;
  if (lambda) ++lambdas_;
  ast::ForEachPart(
      e, {[this](const ast::Expr& part) { Visit(part); }, [this](const ast::Stmt& part) { Visit(part); },
          [this](const ast::Pattern& part) { Visit(part); }});
  if (lambda) --lambdas_;
}

void NameUses::Visit(const ast::Stmt& s) {
  if (depth_ > kMaxDepth) return;
  Deeper deeper(depth_);
  if (s.kind == ast::StmtKind::kLocal)
    for (const auto& declarator : ast::As<ast::Local>(&s).declarators) declared.insert(declarator.name);
  if (s.kind == ast::StmtKind::kDeconstruct)
    for (const std::string& name : ast::As<ast::Deconstruct>(&s).names) declared.insert(name);
  if (s.kind == ast::StmtKind::kForeach)
    for (const std::string& name : ast::As<ast::Foreach>(&s).names) declared.insert(name);
  if (s.kind == ast::StmtKind::kLocalFunction) Parameters(ast::As<ast::LocalFunction>(&s).method->parameters);
  if (s.kind == ast::StmtKind::kTry)
    for (const auto& clause : ast::As<ast::Try>(&s).catches) declared.insert(clause.name);
  ast::ForEachPart(
      s, {[this](const ast::Expr& part) { Visit(part); }, [this](const ast::Stmt& part) { Visit(part); },
          [this](const ast::Pattern& part) { Visit(part); }});
}

void NameUses::Visit(const ast::Pattern& pattern) {
  if (depth_ > kMaxDepth) return;
  Deeper deeper(depth_);
  if (pattern.kind == ast::PatternKind::kType)
    declared.insert(ast::As<ast::TypePattern>(&pattern).designation);
  if (pattern.kind == ast::PatternKind::kRecursive)
    declared.insert(ast::As<ast::RecursivePattern>(&pattern).designation);
  if (pattern.kind == ast::PatternKind::kList)
    declared.insert(ast::As<ast::ListPattern>(&pattern).designation);
  if (pattern.kind == ast::PatternKind::kVar)
    for (const std::string& name : ast::As<ast::VarPattern>(&pattern).names) declared.insert(name);
  ast::ForEachPart(pattern, {[this](const ast::Expr& part) { Visit(part); },
                             [this](const ast::Stmt& part) { Visit(part); },
                             [this](const ast::Pattern& part) { Visit(part); }});
}

}  // namespace idx::compiler::check
