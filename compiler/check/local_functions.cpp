// Local functions that use only their parameters: methods that one block alone can call.
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
  std::map<std::string, MethodSymbol> visible;
  std::set<std::string> around = around_;
  for (const Scope& scope : scopes_) {
    for (const auto& [name, method] : scope.functions) visible.insert_or_assign(name, method);
    for (const auto& [name, local] : scope.locals) around.insert(name);
  }
  // Locals that the block declares further down are around it, too.
  for (const ast::Stmt* s : statements)
    if (s->kind == ast::StmtKind::kLocal)
      for (const auto& declarator : ast::As<ast::Local>(s).declarators) around.insert(declarator.name);
  for (const std::string& name : names) local_bodies_.push_back({functions.at(name), visible, around});
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

}  // namespace idx::compiler::check
