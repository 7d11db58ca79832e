#include "compiler/xml/scan.h"

namespace idx::compiler::xml {

namespace {

const std::vector<ast::Decl*>* MembersOf(const ast::Decl& declaration) {
  if (declaration.kind == ast::DeclKind::kClass) return &ast::As<ast::Class>(&declaration).members;
  if (declaration.kind == ast::DeclKind::kNamespace) return &ast::As<ast::Namespace>(&declaration).members;
  return nullptr;
}

void CollectNamespaces(const std::vector<ast::Decl*>& members, const std::string& outer,
                       std::set<std::string>& names) {
  for (const ast::Decl* member : members) {
    if (member->kind != ast::DeclKind::kNamespace) continue;
    std::string name = outer.empty() ? member->name : outer + "." + member->name;
    names.insert(name);
    CollectNamespaces(ast::As<ast::Namespace>(member).members, name, names);
  }
}

bool IsRule(std::string_view name) {
  return name == "Join" || name == "Inbound" || name == "Outbound" || name == "Filter" || name == "Provision";
}

// The application's type that a rule attribute names in a text, or null.
ApplicationType* TypeOfRule(const ast::AttributeUse& use, Configuration& configuration) {
  for (const auto& argument : use.arguments) {
    if (argument.value == nullptr || argument.value->kind != ast::ExprKind::kLiteral) continue;
    const auto& literal = ast::As<ast::Literal>(argument.value);
    int32_t type = literal.literal == ast::LiteralKind::kString ? configuration.FindType(literal.text) : -1;
    for (Application& application : configuration.applications)
      for (ApplicationType& entry : application.types)
        if (type >= 0 && entry.type == type) return &entry;
  }
  return nullptr;
}

int32_t VaultParameter(const ast::Method& method, const Configuration& configuration) {
  for (const ast::Parameter& parameter : method.parameters) {
    int32_t type = parameter.type == nullptr ? -1 : configuration.FindType(parameter.type->name);
    if (type >= 0 && type < configuration.vault_type_count) return type;
  }
  return -1;
}

void Apply(const std::vector<ast::Decl*>& members, Configuration& configuration) {
  for (const ast::Decl* member : members) {
    if (const auto* inner = MembersOf(*member)) Apply(*inner, configuration);
    if (member->kind != ast::DeclKind::kMethod) continue;
    for (const ast::AttributeUse& use : member->attributes) {
      ApplicationType* type = IsRule(use.name) ? TypeOfRule(use, configuration) : nullptr;
      if (type == nullptr) continue;
      if (type->join.vault_type < 0)
        type->join.vault_type = VaultParameter(ast::As<ast::Method>(member), configuration);
      type->provision.enabled |= use.name == "Provision";
    }
  }
}

}  // namespace

std::vector<std::string> NamespacesOf(std::span<const ast::File> files) {
  std::set<std::string> names;
  for (const ast::File& file : files) CollectNamespaces(file.members, "", names);
  return {names.begin(), names.end()};
}

void ApplyRuleFiles(std::span<const ast::File> files, Configuration& configuration) {
  for (const ast::File& file : files) Apply(file.members, configuration);
}

}  // namespace idx::compiler::xml
