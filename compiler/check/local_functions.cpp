// Local functions, and lambdas with statements, that use only their parameters: methods that one block alone
// can call.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

void Checker::DeclareLocalFunctions(const std::vector<ast::Stmt*>& statements) {
  std::map<std::string, MethodSymbol>& functions = scopes_.back().functions;
  std::vector<std::string> names;
  for (const ast::Stmt* s : statements) {
    if (s->kind != ast::StmtKind::kLocalFunction) continue;
    const ast::Method& declaration = *ast::As<ast::LocalFunction>(s).method;
    MethodSymbol method{&declaration, owner_, static_cast<int32_t>(program_.functions.size())};
    if (!functions.emplace(declaration.name, method).second) {
      Report(1006, declaration.name_span, {declaration.name});
      continue;
    }
    std::string name = function().name + "." + declaration.name;
    typed::Function& f = program_.functions.emplace_back();
    f.name = std::move(name);
    f.span = declaration.name_span;
    ReadSignature(method);
    names.push_back(declaration.name);
  }
  if (names.empty()) return;
  std::map<std::string, MethodSymbol> visible = VisibleFunctions();
  std::set<std::string> around = NamesAround();
  // Locals that the block declares further down are around it, too.
  for (const ast::Stmt* s : statements)
    if (s->kind == ast::StmtKind::kLocal)
      for (const auto& declarator : ast::As<ast::Local>(s).declarators) around.insert(declarator.name);
  for (const std::string& name : names) local_bodies_.push_back({functions.at(name), visible, around});
}

std::map<std::string, MethodSymbol> Checker::VisibleFunctions() const {
  std::map<std::string, MethodSymbol> visible;
  for (const Scope& scope : scopes_)
    for (const auto& [name, method] : scope.functions) visible.insert_or_assign(name, method);
  return visible;
}

std::set<std::string> Checker::NamesAround() const {
  std::set<std::string> around = around_;
  for (const Scope& scope : scopes_)
    for (const auto& [name, local] : scope.locals) around.insert(name);
  return around;
}

const MethodSymbol* Checker::FindLocalFunction(const std::string& name) const {
  for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
    if (auto found = scope->functions.find(name); found != scope->functions.end()) return &found->second;
  return nullptr;
}

// After the method around them; they may hold others.
void Checker::CheckLocalFunctions() {
  while (!local_bodies_.empty()) {
    LocalBody next = std::move(local_bodies_.back());
    local_bodies_.pop_back();
    if (!next.method.declaration->type_parameters.empty()) continue;
    BeginFunction(next.method.function, next.method.owner, BodyKind::kMethod);
    scopes_.front().functions = std::move(next.functions);
    around_ = std::move(next.around);
    CheckStatements(*next.method.declaration);
    around_.clear();
  }
}

// A lambda with statements, of these locals: a function of its own, and a call of it. result: null where its
// first return tells. An error after a diagnostic.
Expr* Checker::CallStatements(const ast::Lambda& lambda, const std::vector<int32_t>& parameters,
                              const std::vector<Type>& types, const Type* result) {
  for (const Type& type : types)
    if (IsGrouping(type)) return Unsupported(lambda.span, "a lambda with statements over groups");
  int32_t index = static_cast<int32_t>(program_.functions.size());
  std::string name = function().name + ".lambda";
  typed::Function& f = program_.functions.emplace_back();
  f.name = std::move(name);
  f.span = lambda.span;
  f.locals = types;
  for (const ast::Parameter& parameter : lambda.parameters) f.local_names.push_back(parameter.name);
  f.parameters = static_cast<uint32_t>(types.size());
  f.result = result != nullptr ? *result : TypeOf(TypeKind::kError);
  size_t told = diagnostics_.all().size();
  Checker inner(configuration_, program_, symbols_, diagnostics_);
  inner.depth_ = depth_;
  inner.BeginFunction(index, owner_, BodyKind::kMethod);
  inner.scopes_.front().functions = VisibleFunctions();
  inner.around_ = NamesAround();
  inner.infers_result_ = result == nullptr;
  inner.body_ = lambda.block;
  std::vector<Stmt*> body;
  inner.CheckBlock(lambda.block->statements, body);
  inner.infers_result_ = false;
  bool ends = !inner.state_.reachable;
  inner.CheckLocalFunctions();
  typed::Function& made = program_.functions[static_cast<size_t>(index)];
  made.body = std::move(body);
  bool nothing = made.result.kind == TypeKind::kError && told == diagnostics_.all().size();
  if (!ends || nothing) Report(1010, lambda.span, {});
  if (!ends || made.result.kind == TypeKind::kError) return ErrorNode(lambda.span);
  std::vector<Expr*> arguments;
  for (int32_t parameter : parameters) arguments.push_back(LocalNode(parameter, lambda.span));
  Expr* call = Node(Op::kCall, made.result, lambda.span, std::move(arguments));
  call->a = index;
  return call;
}

}  // namespace idx::compiler::check
