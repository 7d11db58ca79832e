// <Provision> and <Classes>: rules with the identity alone.
#include <algorithm>

#include "compiler/xml/rules.h"
#include "compiler/xml/schema_reader.h"
#include "compiler/xml/values.h"

namespace idx::compiler::xml {

namespace {

constexpr uint16_t kMissingAttribute = 4004;
constexpr uint16_t kNeeds = 4015;

void ReadEnabledAttribute(RuleWriter& writer, const Element& provision, const ObjectType& app,
                          ProvisionSettings& settings) {
  const Attribute* name = provision.Find("enabledAttribute");
  settings.enabled_value = ReadString(provision, "enabledValue");
  settings.disabled_value = ReadString(provision, "disabledValue");
  if (name == nullptr) {
    for (const char* other : {"enabledValue", "disabledValue"})
      if (provision.Find(other) != nullptr)
        writer.diagnostics().Report(kMissingAttribute, provision.name_span,
                                    {"Provision", "enabledAttribute"});
    return;
  }
  settings.enabled_attribute = FindAttribute(app, name->value.value);
  if (settings.enabled_attribute < 0) {
    std::vector<std::string_view> known;
    for (const idx::Attribute& attribute : app.attributes) known.push_back(attribute.name);
    return writer.loading.ReportMissing(name->value.span, "attribute of " + app.FullName(), name->value.value,
                                        known);
  }
  bool is_bool = app.attributes[static_cast<size_t>(settings.enabled_attribute)].type == TypeKind::kBool;
  if (is_bool && provision.Find("disabledValue") == nullptr) {
    settings.enabled_value = "true";
    settings.disabled_value = "false";
  } else if (provision.Find("disabledValue") == nullptr && provision.Find("enabledValue") == nullptr) {
    writer.diagnostics().Report(kMissingAttribute, provision.name_span, {"Provision", "disabledValue"});
  }
}

// The condition of a class; null without one.
ast::Expr* ConditionOf(RuleWriter& writer, const Element& entry, bool& found, bool& failed) {
  ast::Expr* condition = writer.ParseEither(entry, "when", "When", found);
  failed |= found && condition == nullptr;
  return condition;
}

int32_t ClassifiedType(RuleWriter& writer, const Element& classes) {
  const Configuration& configuration = writer.loading.configuration;
  const Attribute* object = classes.Find("object");
  if (object == nullptr) return configuration.vault_type_count > 0 ? 0 : -1;
  int32_t type = configuration.FindType("Vault." + object->value.value);
  if (type < 0)
    writer.loading.ReportMissing(object->value.span, "object type of the Vault", object->value.value, {});
  return type;
}

}  // namespace

void WriteProvision(RuleWriter& writer, const Element& provision) {
  auto types = ResolveTypes(writer, provision, "from");
  if (!types) return;
  const ObjectType& app = writer.TypeAt(types->app);
  ProvisionSettings& settings = ApplicationTypeOf(writer.loading.configuration, types->app).provision;
  settings.enabled = true;
  settings.on_loss = ReadChoice(provision, "onLoss", OnLoss::kDisable,
                                {{"disable", static_cast<int>(OnLoss::kDisable)},
                                 {"delete", static_cast<int>(OnLoss::kDelete)},
                                 {"leave", static_cast<int>(OnLoss::kLeave)}},
                                writer.diagnostics());
  ReadEnabledAttribute(writer, provision, app, settings);
  bool has_when = false;
  ast::Expr* when = writer.ParseEither(provision, "when", "When", has_when);
  if (has_when && when == nullptr) return;
  Builder& build = writer.build;
  Span span = provision.tag_span;
  ast::Method* method =
      build.Method(provision.name_span, writer.NextName("Provision"), build.Type(span, "bool"),
                   {build.Parameter(types->vault_span, writer.TypeAt(types->vault).FullName(), "vault")});
  method->body = when != nullptr ? when : build.Bool(span, true);
  ast::AttributeUse use = build.Use(provision.name_span, "Provision",
                                    {build.Positional(build.String(types->app_span, app.FullName()))});
  const Attribute* id = provision.Find("id");
  writer.Add(provision, std::move(use), method,
             app.name + "/Provision" + (id != nullptr ? ":" + id->value.value : ""),
             SpanOfValue(provision, id != nullptr ? "id" : "object"));
}

void WriteClasses(RuleWriter& writer, const Element& classes) {
  Builder& build = writer.build;
  std::vector<std::pair<ast::Expr*, const Element*>> conditions;
  const Element* otherwise = nullptr;
  bool failed = false;
  for (const auto& entry : classes.children) {
    bool found = false;
    ast::Expr* condition = ConditionOf(writer, *entry, found, failed);
    if (condition != nullptr)
      conditions.emplace_back(condition, entry.get());
    else if (!found && otherwise == nullptr)
      otherwise = entry.get();
    else if (!found && !conditions.empty()) {
      writer.diagnostics().Report(
          kNeeds, entry->name_span,
          {"Class", "a condition: another class without when already stands for everybody else"});
      failed = true;
    }
  }
  int32_t type = ClassifiedType(writer, classes);
  if (conditions.empty() || failed || type < 0) return;
  if (otherwise == nullptr) {
    writer.diagnostics().Report(kNeeds, classes.name_span,
                                {"Classes", "a <Class> without when, for everybody else"});
    return;
  }
  auto member = [&](const Element& entry) {
    return build.Path(SpanOfValue(entry, "name"), "Class", ReadString(entry, "name"));
  };
  ast::Expr* body = member(*otherwise);
  for (auto at = conditions.rbegin(); at != conditions.rend(); ++at)
    body = build.Conditional(at->second->tag_span, at->first, member(*at->second), body);
  const ObjectType& vault = writer.TypeAt(type);
  Span span = classes.name_span;
  ast::Method* method = build.Method(span, "Classify", build.Type(span, "Class"),
                                     {build.Parameter(span, vault.FullName(), "vault")});
  method->body = body;
  writer.Add(classes, build.Use(span, "Classify", {build.Positional(build.String(span, vault.FullName()))}),
             method, vault.name + "/Classify", span);
}

}  // namespace idx::compiler::xml
