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

// ((Func<int, int>)(x => x + 1))(2) and new Func<int, int>(x => x + 1)(2): the lambda's value, of these
// arguments. Null: it is no such call.
Expr* Checker::CallDelegate(const ast::Call& e) {
  const ast::TypeName* type = nullptr;
  const ast::Expr* function = nullptr;
  if (e.callee->kind == ast::ExprKind::kCast) {
    type = ast::As<ast::Cast>(e.callee).type;
    function = ast::As<ast::Cast>(e.callee).operand;
  } else if (e.callee->kind == ast::ExprKind::kNew && ast::As<ast::New>(e.callee).arguments.size() == 1) {
    type = ast::As<ast::New>(e.callee).type;
    function = ast::As<ast::New>(e.callee).arguments[0].value;
  }
  if (!IsDelegate(type) || function->kind != ast::ExprKind::kLambda) return nullptr;
  bool predicate = type->name.ends_with("Predicate"), action = type->name.ends_with("Action");
  size_t count = DelegateParameters(*type);
  if (action || e.arguments.size() != count) return nullptr;
  std::vector<Type> types;
  std::vector<Stmt*> before;
  std::vector<int32_t> given;
  for (size_t i = 0; i < count; ++i) {
    types.push_back(Resolve(*type->arguments[i]));
    Expr* value = CheckAs(*e.arguments[i].value, types[i]);
    if (value->type.kind == TypeKind::kError) return value;
    given.push_back(NewLocal(types[i], ""));
    before.push_back(Assign(given[i], value));
  }
  Type result = predicate ? TypeOf(TypeKind::kBool) : Resolve(*type->arguments.back());
  if (result.kind == TypeKind::kError) return ErrorNode(e.span);
  auto applied = CheckLambda(*function, types, false, &result);
  if (!applied) return ErrorNode(e.span);
  for (size_t i = 0; i < count; ++i)
    before.push_back(Assign(applied->parameters[i], LocalNode(given[i], e.span)));
  Expr* value = Convert(applied->value, result);
  return value->type.kind == TypeKind::kError ? value : BlockOf(std::move(before), value);
}

}  // namespace idx::compiler::check
