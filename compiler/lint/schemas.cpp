// IDX5007: attributes that an account needs and nobody supplies. IDX5008: attributes of the Vault that nobody
// uses, or that are read and never written.
#include <set>

#include "compiler/lint/checks.h"

namespace idx::compiler::lint {

namespace {

using typed::Rule;
using typed::RuleKind;

using Attributes = std::set<std::pair<int32_t, int32_t>>;  // type, attribute

struct Use {
  Attributes read, written;
};

Use UseOf(const typed::Program& program) {
  Use use;
  for (const Rule& rule : program.rules) {
    const typed::Function& f = program.functions[static_cast<size_t>(rule.function)];
    for (const typed::AttributeRef& read : rule.reads)
      use.read.emplace(TypeOfParameter(f, read.parameter), read.attribute);
    for (const typed::AttributeRef& write : rule.writes)
      use.written.emplace(TypeOfParameter(f, write.parameter), write.attribute);
  }
  return use;
}

void CheckAccounts(const typed::Program& program, const Use& use, Diagnostics& diagnostics) {
  for (const Rule& rule : program.rules) {
    if (rule.kind != RuleKind::kProvision) continue;
    const ObjectType& type = program.configuration->types[static_cast<size_t>(rule.app_type)];
    const ApplicationType* application = program.configuration->FindApplicationType(rule.app_type);
    for (size_t a = 0; a < type.attributes.size(); ++a) {
      auto attribute = static_cast<int32_t>(a);
      bool enabled = application != nullptr && application->provision.enabled_attribute == attribute;
      if (!type.attributes[a].required || enabled || use.written.contains({rule.app_type, attribute}))
        continue;
      diagnostics.Report(5007, rule.span,
                         {"an account of " + type.FullName(), type.attributes[a].identifier});
    }
  }
}

}  // namespace

void CheckSchemas(const LoadedConfiguration& loaded, const typed::Program& program,
                  Diagnostics& diagnostics) {
  Use use = UseOf(program);
  CheckAccounts(program, use, diagnostics);
  for (int32_t t = 0; t < program.configuration->vault_type_count; ++t) {
    const ObjectType& type = program.configuration->types[static_cast<size_t>(t)];
    for (int32_t a = kVaultBuiltInAttributes; a < static_cast<int32_t>(type.attributes.size()); ++a) {
      const Attribute& attribute = type.attributes[static_cast<size_t>(a)];
      auto place = loaded.attribute_places.find({type.FullName(), attribute.identifier});
      Span span = place != loaded.attribute_places.end() ? place->second : Span{};
      bool read = use.read.contains({t, a}), written = use.written.contains({t, a});
      if (attribute.required && !written)
        diagnostics.Report(5007, span, {"an identity " + type.FullName(), attribute.identifier});
      else if (!read && !written)
        diagnostics.Report(5008, span, {AttributeName(program, t, a), "no rule reads or writes it"});
      else if (!written)
        diagnostics.Report(
            5008, span,
            {AttributeName(program, t, a), "rules read it, and none writes it: it is always null"});
    }
  }
}

}  // namespace idx::compiler::lint
