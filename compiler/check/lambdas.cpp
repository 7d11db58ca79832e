// var f = (string s) => s.Trim(): a local function whose result its body tells.
#include "compiler/ast/walk.h"
#include "compiler/check/checker.h"
#include "compiler/check/delegates.h"
#include "compiler/check/name_uses.h"

namespace idx::compiler::check {

namespace {

// A lambda within may hold such a local of its own: each would be checked twice, and what it holds four
// times.
bool HoldsStatements(const ast::Expr& e, int depth = 0) {
  if (depth > 400) return true;
  if (e.kind == ast::ExprKind::kLambda && ast::As<ast::Lambda>(&e).block != nullptr) return true;
  bool found = false;
  ast::ForEachPart(e, {[&](const ast::Expr& part) { found = found || HoldsStatements(part, depth + 1); },
                       [](const ast::Stmt&) {}, [](const ast::Pattern&) {}});
  return found;
}

}  // namespace

// False: it is no such local.
bool Checker::DeclareLambda(const ast::Local& s) {
  bool inferred = s.type->kind == ast::TypeName::Kind::kVar || s.type->name == "var";
  if (!inferred || s.declarators.size() != 1) return false;
  const ast::Local::Declarator& declarator = s.declarators[0];
  auto [known, is_new] = symbols_.lambdas.try_emplace(&s);
  if (is_new) known->second = MethodOfLambda(declarator.name, declarator.span, declarator.value);
  const std::shared_ptr<const ast::Method> method = known->second;
  if (method == nullptr || HoldsStatements(*method->body) ||
      (body_ != nullptr && NameUses(*body_).assigned.contains(declarator.name)))
    return false;
  if (FindLocal(declarator.name) != nullptr) Report(1006, declarator.span, {declarator.name});
  size_t before = program_.functions.size();
  DeclareFunctions({method.get()}, {});
  if (program_.functions.size() == before) return true;
  auto index = static_cast<int32_t>(before);
  const typed::Function& f = program_.functions[before];
  std::vector<Type> types(f.locals.begin(), f.locals.begin() + method->parameters.size());
  Type result = NaturalResult(*method, types);
  if (result.kind == TypeKind::kNull || result.kind == TypeKind::kNever || result.kind == TypeKind::kEntity ||
      result.kind == TypeKind::kSync) {
    Unsupported(declarator.value->span, "a lambda here");
    result = {};
  }
  program_.functions[before].result = result;
  if (auto signature = symbols_.signatures.find(index); signature != symbols_.signatures.end())
    signature->second.result = result;
  return true;
}

// The body's type; an error where it has errors. It knows what is there now, and not itself.
Type Checker::NaturalResult(const ast::Method& method, const std::vector<Type>& types) {
  size_t index = program_.functions.size();
  typed::Function made;
  made.name = function().name + "." + method.name;
  made.span = method.span;
  made.locals = types;
  for (const ast::Parameter& parameter : method.parameters) made.local_names.push_back(parameter.name);
  std::set<std::string> known(made.local_names.begin(), made.local_names.end());
  std::map<std::string, Local> constants;
  std::set<std::string> builders;
  for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
    for (const auto& [name, local] : scope->locals) {
      if (!known.insert(name).second) continue;
      if (local.constant || local.index < 0) {
        constants.emplace(name, local);
        continue;
      }
      if (local.builder) builders.insert(name);
      made.locals.push_back(function().locals[static_cast<size_t>(local.index)]);
      made.local_names.push_back(name);
    }
  made.parameters = static_cast<uint32_t>(made.locals.size());
  made.result = TypeOf(TypeKind::kVoid);
  program_.functions.push_back(std::move(made));
  size_t errors = diagnostics_.errors();
  Checker inner(configuration_, program_, symbols_, diagnostics_);
  inner.depth_ = depth_;
  inner.BeginFunction(static_cast<int32_t>(index), owner_, BodyKind::kMethod);
  std::map<std::string, Local>& locals = inner.scopes_.front().locals;
  for (const std::string& name : builders) locals.at(name).builder = true;
  locals.insert(constants.begin(), constants.end());
  inner.scopes_.front().functions = VisibleFunctions();
  inner.scopes_.front().functions.erase(method.name);
  inner.around_ = NamesAround();
  Type result = inner.Check(*method.body)->type;
  nodes_ += inner.nodes_;
  if (program_.functions.size() == index + 1) program_.functions.pop_back();
  return diagnostics_.errors() != errors ? Type{} : result;
}

}  // namespace idx::compiler::check
