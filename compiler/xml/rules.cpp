#include "compiler/xml/rules.h"

#include "base/core/assert.h"
#include "compiler/parse/parse.h"
#include "compiler/xml/schema_reader.h"
#include "compiler/xml/values.h"

namespace idx::compiler::xml {

namespace {

constexpr uint16_t kMissingAttribute = 4004;
constexpr uint16_t kBoth = 4019;

// The Vault type named by the attribute, or the one that follows without it; -1 after a diagnostic.
int32_t ResolveVaultType(RuleWriter& writer, const Element& section, std::string_view attribute,
                         int32_t joined_to) {
  const Configuration& configuration = writer.loading.configuration;
  const Attribute* named = section.Find(attribute);
  if (named == nullptr) {
    if (joined_to >= 0) return joined_to;
    if (configuration.vault_type_count == 1) return 0;
    if (configuration.vault_type_count > 1)
      writer.diagnostics().Report(kMissingAttribute, section.name_span,
                                  {section.name, std::string(attribute)});
    return -1;
  }
  std::vector<std::string> names;
  for (int32_t i = 0; i < configuration.vault_type_count; ++i) {
    names.push_back(writer.TypeAt(i).FullName());
    if (names.back() == named->value.value) return i;
  }
  writer.loading.ReportMissing(named->value.span, "object type of the Vault", named->value.value,
                               std::vector<std::string_view>(names.begin(), names.end()));
  return -1;
}

}  // namespace

void RuleWriter::Add(const Element& element, ast::AttributeUse use, ast::Method* method,
                     const std::string& id, Span id_span) {
  std::string full = application + "/" + id;
  if (!loading.rule_ids.insert(full).second) {
    diagnostics().Report(4007, id_span, {"rules", full}).fix = "give one of them another id=\"…\"";
    return;
  }
  method->attributes.push_back(std::move(use));
  method->attributes.push_back(build.Use(id_span, "Id", {build.Positional(build.String(id_span, full))}));
  method->span = element.tag_span;
  out->members.push_back(method);
}

ast::Expr* RuleWriter::Parse(const Text& text) {
  if (text.blank()) {
    diagnostics().Report(4005, text.span, {text.value, "expression: something must stand here"});
    return nullptr;
  }
  return ParseExpression(text.AsFragment(), loading.tree, diagnostics());
}

ast::Expr* RuleWriter::ParseEither(const Element& element, std::string_view attribute,
                                   std::string_view child_name, bool& found) {
  const Attribute* inline_text = element.Find(attribute);
  const Element* child = nullptr;
  for (const auto& c : element.children)
    if (c->name == child_name && child == nullptr) child = c.get();
  found = inline_text != nullptr || child != nullptr;
  if (inline_text != nullptr && child != nullptr) {
    diagnostics().Report(
        kBoth, child->name_span,
        {element.name, std::string(attribute) + "=\"…\"", "<" + std::string(child_name) + ">"});
    return nullptr;
  }
  if (!found) return nullptr;
  return Parse(inline_text != nullptr ? inline_text->value : child->text);
}

ApplicationType& ApplicationTypeOf(Configuration& configuration, int32_t type) {
  for (Application& application : configuration.applications)
    for (ApplicationType& entry : application.types)
      if (entry.type == type) return entry;
  IDX_ASSERT(false);
  return configuration.applications[0].types[0];
}

std::optional<SectionTypes> ResolveTypes(RuleWriter& writer, const Element& section,
                                         std::string_view vault_attribute) {
  const Attribute* object = section.Find("object");
  if (object == nullptr) return std::nullopt;  // reported with the vocabulary
  Configuration& configuration = writer.loading.configuration;
  SectionTypes types;
  types.app = configuration.FindType(writer.application + "." + object->value.value);
  types.app_span = object->value.span;
  types.vault_span = SpanOfValue(section, vault_attribute);
  if (types.app < 0) {
    std::vector<std::string_view> known;
    for (const ObjectType& type : configuration.types)
      if (type.application == writer.application) known.push_back(type.name);
    writer.loading.ReportMissing(object->value.span, "object type of " + writer.application,
                                 object->value.value, known);
    return std::nullopt;
  }
  ApplicationType& entry = ApplicationTypeOf(configuration, types.app);
  types.vault = ResolveVaultType(writer, section, vault_attribute, entry.join.vault_type);
  if (types.vault < 0) return std::nullopt;
  if (entry.join.vault_type < 0) entry.join.vault_type = types.vault;
  return types;
}

ast::Expr* AttributeOf(RuleWriter& writer, const char* parameter, int32_t type, const Text& name) {
  const ObjectType& object = writer.TypeAt(type);
  int32_t found = FindAttribute(object, name.value);
  if (found < 0) {
    std::vector<std::string_view> known;
    for (const idx::Attribute& attribute : object.attributes) known.push_back(attribute.name);
    writer.loading.ReportMissing(name.span, "attribute of " + object.FullName(), name.value, known);
    return nullptr;
  }
  return writer.build.Member(writer.build.Name(name.span, parameter), name.span,
                             object.attributes[static_cast<size_t>(found)].identifier);
}

void WriteApplication(RuleWriter& writer, const Element& application) {
  auto each = [&](std::string_view name, void (*write)(RuleWriter&, const Element&)) {
    for (const auto& child : application.children)
      if (child->name == name) write(writer, *child);
  };
  each("Joins", WriteJoins);
  each("Mappers", WriteMappers);
  each("Filters", WriteFilters);
  each("Provision", WriteProvision);
}

}  // namespace idx::compiler::xml
