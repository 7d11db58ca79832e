#include "compiler/xml/vocabulary.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/core/assert.h"
#include "base/core/suggest.h"

namespace idx::compiler::xml {

namespace {

constexpr uint16_t kUnknownElement = 4002;
constexpr uint16_t kUnknownAttribute = 4003;
constexpr uint16_t kMissingAttribute = 4004;
constexpr uint16_t kOnlyOne = 4014;
constexpr uint16_t kStrayText = 4016;

std::vector<ElementType> MakeVocabulary() {
  std::vector<ChildRule> conditions = {
      {"Match", "Match"}, {"All", "Condition"}, {"Any", "Condition"}, {"When", "Expression"}};
  return {
      {"Configuration",
       {{"tenant", true}, {"zone"}, {"version"}, {"revive"}},
       {{"Vault", "Vault", true},
        {"Classes", "Classes", true},
        {"Enum", "Enum"},
        {"Table", "Table"},
        {"Guards", "Guards", true},
        {"Application", "Application"}}},
      {"Vault", {}, {{"Object", "VaultObject"}}},
      {"VaultObject", {{"name", true}}, {{"Attribute", "Attribute"}}},
      {"Attribute",
       {{"name", true},
        {"id"},
        {"type"},
        {"to"},
        {"by"},
        {"multi"},
        {"ordered"},
        {"required"},
        {"sensitive"},
        {"empty"},
        {"equality"}},
       {}},
      {"Classes", {{"object"}}, {{"Class", "Class"}}},
      {"Class", {{"name", true}, {"number", true}, {"when"}}, {{"When", "Expression", true}}},
      {"Enum", {{"name", true}}, {{"Member", "Member"}}},
      {"Member", {{"name", true}, {"number", true}}, {}},
      {"Table",
       {{"name", true}, {"path", true}, {"key", true}, {"value", true}, {"ignoreCase"}, {"delimiter"}},
       {}},
      {"Guards", {{"smallerRead"}, {"fillDrop"}, {"limitMax"}, {"limitPercent"}, {"limitFloor"}}, {}},
      {"Application",
       {{"name", true}, {"phase"}, {"order"}},
       {{"Connector", "Connector", true},
        {"Object", "Object"},
        {"Joins", "Joins"},
        {"Mappers", "Mappers"},
        {"Filters", "Filters"},
        {"Provision", "Provision"}}},
      {"Connector", {{"type"}}, {{"Option", "Option"}}, false, true},
      {"Option", {{"name", true}, {"value"}}, {}, true},
      {"Object", {{"name", true}, {"key"}}, {{"Connector", "Connector", true}, {"Attribute", "Attribute"}}},
      {"Joins", {{"object", true}, {"to"}, {"otherwise"}}, {{"Join", "Join"}}},
      {"Join", {{"id"}, {"priority"}, {"when"}}, conditions},
      {"Condition", {}, conditions},
      {"Match", {{"app", true}, {"vault", true}, {"ignoreCase"}}, {}},
      {"Expression", {}, {}, true},
      {"Mappers", {{"object", true}, {"to"}}, {{"Map", "Map"}}},
      {"Map",
       {{"app"},
        {"vault"},
        {"direction"},
        {"precedence"},
        {"value"},
        {"when"},
        {"empty"},
        {"initial"},
        {"id"}},
       {{"Concat", "Concat", true}, {"Value", "Expression", true}, {"When", "Expression", true}}},
      {"Concat", {{"separator"}}, {{"From", "From"}}},
      {"From", {{"app"}, {"vault"}, {"text"}}, {}},
      {"Filters", {{"object", true}, {"to"}}, {{"Filter", "Filter"}}},
      {"Filter",
       {{"id"}, {"stage"}, {"order"}, {"classification"}, {"when"}},
       {{"When", "Expression", true},
        {"Set", "Set"},
        {"Clear", "Clear"},
        {"Skip", "Empty"},
        {"Disable", "Empty"},
        {"Enable", "Empty"},
        {"Delete", "Delete"},
        {"Hold", "Hold"},
        {"Notify", "Notify"}}},
      {"Set", {{"app"}, {"vault"}, {"value"}}, {{"Value", "Expression", true}}},
      {"Clear", {{"app"}, {"vault"}}, {}},
      {"Empty", {}, {}},
      {"Delete", {{"after"}}, {}},
      {"Hold", {{"reason"}}, {}},
      {"Notify", {{"template"}}, {{"To", "To"}}},
      {"To", {{"value"}}, {}},
      {"Provision",
       {{"object", true},
        {"from"},
        {"when"},
        {"onLoss"},
        {"enabledAttribute"},
        {"enabledValue"},
        {"disabledValue"},
        {"id"}},
       {{"When", "Expression", true}}},
  };
}

const ChildRule* FindChild(const ElementType& type, std::string_view element) {
  for (const ChildRule& rule : type.children)
    if (rule.element == element) return &rule;
  return nullptr;
}

// Namespace declarations, and what editors add for validation.
bool IsForeign(std::string_view name) {
  return name == "xmlns" || name.starts_with("xmlns:") || name.starts_with("xml:") ||
         name.starts_with("xsi:");
}

void CheckAttributes(const Element& element, const ElementType& type, Diagnostics& diagnostics) {
  std::vector<std::string_view> names;
  for (const AttributeRule& rule : type.attributes) names.push_back(rule.name);
  std::vector<std::string> meant;
  for (const Attribute& attribute : element.attributes) {
    bool known = IsForeign(attribute.name) || std::ranges::find(names, attribute.name) != names.end();
    if (known || type.any_attribute) continue;
    meant.push_back(DidYouMean(attribute.name, names));
    diagnostics.Report(kUnknownAttribute, attribute.name_span, {attribute.name, element.name}).fix =
        meant.back();
  }
  for (const AttributeRule& rule : type.attributes) {
    if (!rule.required || element.Find(rule.name) != nullptr) continue;
    // A mistyped name is one mistake, not two.
    bool mistyped = std::ranges::find(meant, "did you mean '" + std::string(rule.name) + "'?") != meant.end();
    if (!mistyped)
      diagnostics.Report(kMissingAttribute, element.name_span, {element.name, std::string(rule.name)});
  }
}

void CheckText(const Element& element, const ElementType& type, Diagnostics& diagnostics) {
  if (type.text || element.text.blank()) return;
  size_t first = element.text.value.find_first_not_of(" \t\r\n");
  size_t last = element.text.value.find_last_not_of(" \t\r\n");
  diagnostics.Report(kStrayText,
                     {element.text.span.file, element.text.origin[first], element.text.origin[last] + 1},
                     {element.name});
}

bool CheckChild(const Element& child, const Element& parent, const ElementType& type,
                Diagnostics& diagnostics) {
  if (FindChild(type, child.name) != nullptr) return true;
  std::vector<std::string_view> names;
  for (const ChildRule& rule : type.children) names.push_back(rule.element);
  Diagnostic& report = diagnostics.Report(kUnknownElement, child.name_span, {child.name, parent.name});
  report.fix = DidYouMean(child.name, names);
  if (report.fix.empty() && !names.empty())
    report.fix = fmt::format("<{}> may hold: {}", parent.name, fmt::join(names, ", "));
  return false;
}

}  // namespace

std::span<const ElementType> Vocabulary() {
  static const std::vector<ElementType> table = MakeVocabulary();
  return table;
}

const ElementType& TypeOf(std::string_view name) {
  auto table = Vocabulary();
  auto at = std::ranges::find(table, name, &ElementType::name);
  IDX_ASSERT(at != table.end());
  return *at;
}

void CheckVocabulary(Element& element, std::string_view type_name, Diagnostics& diagnostics) {
  const ElementType& type = TypeOf(type_name);
  CheckAttributes(element, type, diagnostics);
  CheckText(element, type, diagnostics);
  std::erase_if(element.children,
                [&](const auto& child) { return !CheckChild(*child, element, type, diagnostics); });
  for (size_t i = 0; i < element.children.size(); ++i) {
    Element& child = *element.children[i];
    const ChildRule& rule = *FindChild(type, child.name);
    for (size_t before = 0; rule.once && before < i; ++before) {
      if (element.children[before]->name != child.name) continue;
      diagnostics.Report(kOnlyOne, child.name_span, {child.name, element.name})
          .notes.push_back({element.children[before]->name_span, "the first one is here"});
      break;
    }
    CheckVocabulary(child, rule.type, diagnostics);
  }
}

}  // namespace idx::compiler::xml
