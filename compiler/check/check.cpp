#include "compiler/check/check.h"

#include <algorithm>
#include <tuple>

#include "compiler/check/checker.h"

namespace idx::compiler {

namespace {

// The library's enumerations first, in their order; then the configuration's.
void DeclareEnums(const Configuration* configuration, typed::Program& program, check::Symbols& symbols) {
  for (const stdlib::LibraryTypeInfo& info : stdlib::LibraryTypes()) {
    typed::EnumInfo declared;
    declared.type.name = info.name;
    declared.flags = info.flags;
    declared.opaque = info.opaque;
    for (const stdlib::LibraryMember& member : info.members)
      declared.type.members.push_back({std::string(member.name), member.number});
    symbols.AddEnum(declared.type.name, static_cast<int32_t>(program.enums.size()));
    program.enums.push_back(std::move(declared));
  }
  if (configuration == nullptr) return;
  for (const EnumType& type : configuration->enums) {
    symbols.AddEnum(type.name, static_cast<int32_t>(program.enums.size()));
    program.enums.push_back({type, false, false});
  }
}

}  // namespace

std::shared_ptr<typed::Program> Check(const LoadedConfiguration& loaded, Diagnostics& diagnostics) {
  auto program = std::make_shared<typed::Program>();
  auto configuration = std::make_shared<Configuration>(*loaded.configuration);
  program->configuration = configuration;
  program->tables = loaded.tables;
  check::Symbols symbols;
  DeclareEnums(loaded.configuration.get(), *program, symbols);
  symbols.Declare(loaded.files, *program, diagnostics);
  check::Checker checker(configuration.get(), *program, symbols, diagnostics);
  auto each = [&](auto&& visit) {
    for (check::ClassSymbol* symbol : symbols.classes())
      for (auto& [name, method] : symbol->methods) visit(method);
  };
  for (check::ClassSymbol* symbol : symbols.classes()) checker.DeclareRecord(*symbol);
  each([&](const check::MethodSymbol& method) { checker.DeclareSignature(method); });
  each([&](const check::MethodSymbol& method) { checker.CheckRule(method); });
  each([&](const check::MethodSymbol& method) { checker.CheckBody(method); });
  for (check::ClassSymbol* symbol : symbols.classes()) checker.CheckRecord(*symbol);
  checker.CheckFields();
  checker.FinishStatics();
  std::sort(program->rules.begin(), program->rules.end(), [](const typed::Rule& a, const typed::Rule& b) {
    return std::tie(a.kind, a.app_type, a.vault_type, a.order, a.id) <
           std::tie(b.kind, b.app_type, b.vault_type, b.order, b.id);
  });
  return program;
}

std::shared_ptr<typed::Program> CheckExpression(const LoadedConfiguration* loaded,
                                                const ast::Expr& expression,
                                                const std::vector<ExpressionVariable>& variables,
                                                Diagnostics& diagnostics) {
  std::shared_ptr<typed::Program> program;
  check::Symbols symbols;
  std::shared_ptr<Configuration> configuration;
  program = std::make_shared<typed::Program>();
  if (loaded != nullptr) configuration = std::make_shared<Configuration>(*loaded->configuration);
  program->configuration = configuration;
  if (loaded != nullptr) program->tables = loaded->tables;
  DeclareEnums(configuration.get(), *program, symbols);
  if (loaded != nullptr) symbols.Declare(loaded->files, *program, diagnostics);
  check::Checker checker(configuration.get(), *program, symbols, diagnostics);
  for (check::ClassSymbol* symbol : symbols.classes()) checker.DeclareRecord(*symbol);
  for (check::ClassSymbol* symbol : symbols.classes())
    for (auto& [name, method] : symbol->methods) checker.DeclareSignature(method);
  for (check::ClassSymbol* symbol : symbols.classes())
    for (auto& [name, method] : symbol->methods) checker.CheckBody(method);
  for (check::ClassSymbol* symbol : symbols.classes()) checker.CheckRecord(*symbol);
  checker.CheckFields();
  checker.FinishStatics();
  if (diagnostics.has_errors()) return nullptr;
  if (!checker.CheckStandalone(expression, variables)) return nullptr;
  return diagnostics.has_errors() ? nullptr : program;
}

}  // namespace idx::compiler
