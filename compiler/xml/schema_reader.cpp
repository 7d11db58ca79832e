#include "compiler/xml/schema_reader.h"

#include <fmt/format.h>
#include <unicode/timezone.h>

#include <algorithm>

#include "base/core/suggest.h"
#include "compiler/xml/identifiers.h"
#include "compiler/xml/values.h"

namespace idx::compiler::xml {

namespace {

constexpr uint16_t kNotYet = 1900;
constexpr uint16_t kInvalid = 4005;
constexpr uint16_t kNeeds = 4015;
constexpr uint16_t kUnstableKey = 4011;
constexpr uint16_t kNoKey = 4012;
constexpr uint16_t kSameIdentifier = 4013;
constexpr uint16_t kLimit = 4018;
constexpr int32_t kLanguageVersion = 1;
// Each is a table; PostgreSQL's have 1,600 columns at most, and ours a few of their own.
constexpr size_t kMaxTypes = 1000, kMaxAttributes = 1500;

constexpr std::pair<std::string_view, TypeKind> kTypes[] = {
    {"string", TypeKind::kString},     {"integer", TypeKind::kLong},    {"long", TypeKind::kLong},
    {"int", TypeKind::kInt},           {"bool", TypeKind::kBool},       {"double", TypeKind::kDouble},
    {"datetime", TypeKind::kDateTime}, {"date", TypeKind::kDateOnly},   {"timespan", TypeKind::kTimeSpan},
    {"guid", TypeKind::kGuid},         {"decimal", TypeKind::kDecimal}, {"binary", TypeKind::kByte}};

// Lower case without separators.
constexpr std::string_view kUnstableKeys[] = {"dn",
                                              "distinguishedname",
                                              "mail",
                                              "email",
                                              "emailaddress",
                                              "upn",
                                              "userprincipalname",
                                              "samaccountname",
                                              "login",
                                              "loginname",
                                              "uid",
                                              "username",
                                              "cn",
                                              "displayname"};

bool IsUnstableKey(std::string_view name) {
  std::string plain;
  for (char c : SnakeCase(name))
    if (c != '_') plain += c;
  return std::ranges::find(kUnstableKeys, plain) != std::end(kUnstableKeys);
}

void ReadAttributeType(const Element& element, idx::Attribute& attribute, Loading& loading) {
  std::string name = ReadString(element, "type", "string");
  for (auto [word, kind] : kTypes) {
    if (word != name) continue;
    attribute.type = kind;
    return;
  }
  const auto& enums = loading.configuration.enums;
  auto found = std::ranges::find(enums, name, &EnumType::name);
  if (found != enums.end()) {
    attribute.type = TypeKind::kEnum;
    attribute.enum_id = static_cast<int32_t>(found - enums.begin());
    return;
  }
  Span span = SpanOfValue(element, "type");
  if (name == "reference") return;  // AddReference
  std::vector<std::string_view> known;
  for (auto [word, kind] : kTypes) known.push_back(word);
  known.push_back("reference");
  for (const EnumType& type : enums) known.push_back(type.name);
  loading.diagnostics.Report(kInvalid, span, {name, fmt::format("type: one of {}", fmt::join(known, ", "))})
      .fix = DidYouMean(name, known);
}

idx::Attribute ReadAttribute(const Element& element, Loading& loading) {
  Diagnostics& diagnostics = loading.diagnostics;
  idx::Attribute attribute;
  attribute.name = ReadString(element, "name");
  attribute.identifier = ReadString(element, "id", RuleIdentifier(attribute.name));
  if (element.Find("id") != nullptr ? !IsIdentifier(attribute.identifier)
                                    : attribute.identifier.empty() && element.Find("name") != nullptr) {
    const xml::Attribute& source = *element.Find(element.Find("id") != nullptr ? "id" : "name");
    ReportInvalid(source, "rule identifier (letters, digits and _); give the attribute an id=\"…\"",
                  diagnostics);
  }
  ReadAttributeType(element, attribute, loading);
  attribute.multi = ReadBool(element, "multi", false, diagnostics);
  if (attribute.is_bytes() && attribute.multi)
    diagnostics.Report(kNotYet, SpanOfValue(element, "multi"),
                       {"several values in an attribute of type binary"});
  attribute.ordered = ReadBool(element, "ordered", false, diagnostics);
  attribute.required = ReadBool(element, "required", false, diagnostics);
  attribute.sensitive = ReadBool(element, "sensitive", false, diagnostics);
  attribute.keep_empty = ReadWord(element, "empty", 0, {{"null", 0}, {"value", 1}}, diagnostics) != 0;
  attribute.equality = ReadChoice(element, "equality", Equality::kExact,
                                  {{"exact", static_cast<int>(Equality::kExact)},
                                   {"ignoreCase", static_cast<int>(Equality::kIgnoreCase)},
                                   {"dn", static_cast<int>(Equality::kDn)},
                                   {"number", static_cast<int>(Equality::kNumber)},
                                   {"set", static_cast<int>(Equality::kSet)}},
                                  diagnostics);
  if (attribute.ordered && !attribute.multi) {
    diagnostics.Report(kNeeds, element.Find("ordered")->name_span,
                       {"Attribute", "multi=\"true\" where it is ordered"});
  }
  return attribute;
}

void AddAttribute(idx::Attribute attribute, Span span, ObjectType& type, Loading& loading) {
  if (attribute.name.empty()) return;
  std::vector<std::string> columns;
  for (const idx::Attribute& other : type.attributes) {
    columns.push_back(other.column);
    if (other.name == attribute.name)
      return loading.ReportTwice(span, "attributes of " + type.FullName(), attribute.name);
    if (other.identifier == attribute.identifier) {
      loading.diagnostics.Report(kSameIdentifier, span, {other.name, attribute.name, attribute.identifier});
      return;
    }
  }
  attribute.column = ColumnName(attribute.name, columns);
  loading.attribute_places[{type.FullName(), attribute.identifier}] = span;
  type.attributes.push_back(std::move(attribute));
}

ObjectType MakeType(std::string application, std::string name, const Configuration& configuration) {
  ObjectType type;
  type.application = std::move(application);
  type.name = std::move(name);
  std::vector<std::string> tables;
  for (const ObjectType& other : configuration.types) tables.push_back(other.table);
  type.table = TableName(type.application, type.name, tables);
  return type;
}

void ReportTooMany(const Element& element, std::string_view what, size_t most, Loading& loading) {
  loading.diagnostics.Report(kLimit, element.name_span, {fmt::format("more than {} {}", most, what)});
}

// False, with the diagnostic, when there are too many already.
bool HasRoom(const Element& element, Loading& loading) {
  if (loading.configuration.types.size() < kMaxTypes) return true;
  ReportTooMany(element, "object types", kMaxTypes, loading);
  return false;
}

// What it refers to may be declared further on: ResolveReferences.
void AddReference(const Element& element, const ObjectType& type, Loading& loading) {
  const xml::Attribute* to = element.Find("to");
  const xml::Attribute* by = element.Find("by");
  if (ReadString(element, "type", "string") != "reference") {
    for (const xml::Attribute* unused : {to, by})
      if (unused != nullptr)
        loading.diagnostics.Report(
            kNeeds, unused->name_span,
            {"Attribute", "type=\"reference\" where it has " + unused->name + "=\"…\""});
    return;
  }
  if (const xml::Attribute* multi = element.Find("multi"); multi != nullptr && multi->value.value == "true") {
    loading.diagnostics.Report(kNotYet, multi->value.span,
                               {"several values in an attribute of type reference"});
    return;
  }
  if (to == nullptr) {
    loading.diagnostics.Report(
        kNeeds, element.name_span,
        {"Attribute", "to=\"…\" where it is a reference: an object type, such as " + type.FullName()});
    return;
  }
  PendingReference reference{
      type.FullName(), type.attributes.size(), to->value.value, to->value.span, "", {}};
  if (by != nullptr) {
    reference.by = by->value.value;
    reference.by_span = by->value.span;
  }
  loading.references.push_back(std::move(reference));
}

void ReadAttributes(const Element& element, ObjectType& type, Loading& loading) {
  for (const auto& child : element.children) {
    if (child->name != "Attribute") continue;
    if (type.attributes.size() >= kMaxAttributes)
      return ReportTooMany(*child, "attributes of " + type.FullName(), kMaxAttributes, loading);
    size_t before = type.attributes.size(), references = loading.references.size();
    AddReference(*child, type, loading);
    AddAttribute(ReadAttribute(*child, loading), SpanOfValue(*child, "name"), type, loading);
    if (type.attributes.size() == before) loading.references.resize(references);
  }
}
void AddBuiltIns(ObjectType& type) {
  idx::Attribute enabled;
  enabled.name = enabled.identifier = "Enabled";
  enabled.column = "a_enabled";
  enabled.type = TypeKind::kBool;
  enabled.required = true;
  idx::Attribute classification;
  classification.name = classification.identifier = "Classification";
  classification.column = "a_classification";
  classification.type = TypeKind::kEnum;
  classification.enum_id = 0;
  type.attributes = {std::move(enabled), std::move(classification)};
}

void ReadVault(const Element& element, Loading& loading) {
  Configuration& configuration = loading.configuration;
  for (const auto& child : element.children) {
    if (!HasRoom(*child, loading)) break;
    ObjectType type = MakeType("Vault", loading.ReadName(*child), configuration);
    if (type.name.empty()) continue;
    if (configuration.FindType(type.FullName()) >= 0) {
      loading.ReportTwice(SpanOfValue(*child, "name"), "object types", type.FullName());
      continue;
    }
    AddBuiltIns(type);
    ReadAttributes(*child, type, loading);
    configuration.types.push_back(std::move(type));
  }
  configuration.vault_type_count = static_cast<int32_t>(configuration.types.size());
}

// <Class> or <Member>.
void ReadMembers(const Element& element, EnumType& type, Loading& loading) {
  for (const auto& child : element.children) {
    EnumType::Member member{loading.ReadName(*child),
                            ReadInt(*child, "number", -1, 0, 1'000'000, loading.diagnostics)};
    if (member.name.empty()) continue;
    bool twice = std::ranges::find(type.members, member.name, &EnumType::Member::name) != type.members.end();
    if (twice) loading.ReportTwice(SpanOfValue(*child, "name"), "members of " + type.name, member.name);
    bool number_twice =
        std::ranges::find(type.members, member.number, &EnumType::Member::number) != type.members.end();
    if (number_twice && member.number >= 0)
      loading.ReportTwice(SpanOfValue(*child, "number"), "numbers of " + type.name,
                          std::to_string(member.number));
    if (!twice) type.members.push_back(std::move(member));
  }
}

void ReadEnums(const Element& element, Loading& loading) {
  std::vector<EnumType>& enums = loading.configuration.enums;
  enums.push_back({"Class", {}});
  for (const auto& child : element.children)
    if (child->name == "Classes") ReadMembers(*child, enums[0], loading);
  for (const auto& child : element.children) {
    if (child->name != "Enum") continue;
    EnumType type{loading.ReadName(*child), {}};
    if (type.name.empty()) continue;
    if (std::ranges::find(enums, type.name, &EnumType::name) != enums.end()) {
      loading.ReportTwice(SpanOfValue(*child, "name"), "enumerations", type.name);
      continue;
    }
    ReadMembers(*child, type, loading);
    enums.push_back(std::move(type));
  }
}

void ReadGuards(const Element& element, Guards& guards, Diagnostics& diagnostics) {
  guards.smaller_read_percent = ReadPercent(element, "smallerRead", guards.smaller_read_percent, diagnostics);
  guards.fill_drop_points = ReadPercent(element, "fillDrop", guards.fill_drop_points, diagnostics);
  guards.limit_max = ReadInt(element, "limitMax", guards.limit_max, 0, 1'000'000'000, diagnostics);
  guards.limit_percent = ReadPercent(element, "limitPercent", guards.limit_percent, diagnostics);
  guards.limit_floor = ReadInt(element, "limitFloor", guards.limit_floor, 0, 1'000'000'000, diagnostics);
}

void ReadZone(const Element& element, Loading& loading) {
  const xml::Attribute* zone = element.Find("zone");
  if (zone == nullptr) return;
  std::unique_ptr<icu::TimeZone> known(
      icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(zone->value.value)));
  if (*known == icu::TimeZone::getUnknown())
    return ReportInvalid(*zone, "zone: write its IANA name, such as Europe/London or UTC",
                         loading.diagnostics);
  loading.configuration.zone = zone->value.value;
}

void ReadConnector(const Element& parent, ConnectorSettings& settings, Loading& loading) {
  for (const auto& child : parent.children) {
    if (child->name != "Connector") continue;
    settings.where = loading.Where(child->tag_span);
    for (const xml::Attribute& attribute : child->attributes) {
      if (attribute.name == "type")
        settings.type = attribute.value.value;
      else if (!attribute.name.starts_with("xmlns"))
        settings.options[attribute.name] = attribute.value.value;
    }
    for (const auto& option : child->children) {
      const xml::Attribute* value = option->Find("value");
      settings.options[ReadString(*option, "name")] =
          value != nullptr ? value->value.value : option->text.value;
    }
  }
}

void ReadKey(const Element& element, ObjectType& type, Loading& loading) {
  const xml::Attribute* key = element.Find("key");
  if (key == nullptr) {
    loading.diagnostics.Report(kNoKey, element.name_span, {type.FullName()});
    return;
  }
  type.key = FindAttribute(type, key->value.value);
  if (type.key < 0) {
    std::vector<std::string_view> known;
    for (const idx::Attribute& attribute : type.attributes) known.push_back(attribute.name);
    return loading.ReportMissing(key->value.span, "attribute of " + type.FullName(), key->value.value, known);
  }
  idx::Attribute& attribute = type.attributes[static_cast<size_t>(type.key)];
  if (attribute.multi) ReportInvalid(*key, "key: an attribute with one value", loading.diagnostics);
  attribute.required = true;
  if (IsUnstableKey(attribute.name))
    loading.diagnostics.Report(kUnstableKey, key->value.span, {attribute.name});
}

}  // namespace

void ResolveReferences(Loading& loading) {
  Configuration& configuration = loading.configuration;
  for (const PendingReference& reference : loading.references) {
    int32_t from = configuration.FindType(reference.type);
    if (from < 0) continue;
    ObjectType& type = configuration.types[static_cast<size_t>(from)];
    idx::Attribute& attribute = type.attributes[reference.attribute];
    std::vector<std::string> names;
    for (const ObjectType& other : configuration.types)
      if (other.application == type.application) names.push_back(other.FullName());
    int32_t to = configuration.FindType(reference.to);
    if (to < 0 || configuration.types[static_cast<size_t>(to)].application != type.application) {
      std::vector<std::string_view> known(names.begin(), names.end());
      loading.ReportMissing(reference.to_span, "object type of " + type.application, reference.to, known);
      continue;
    }
    const ObjectType& target = configuration.types[static_cast<size_t>(to)];
    bool vault = type.application == "Vault";
    attribute.type = vault ? TypeKind::kGuid : TypeKind::kString;
    attribute.refers_by = target.key;
    if (!reference.by.empty()) {
      attribute.refers_by = vault ? -1 : FindAttribute(target, reference.by);
      std::vector<std::string_view> known;
      for (const idx::Attribute& other : target.attributes)
        if (!vault && other.type == TypeKind::kString && !other.multi) known.push_back(other.name);
      if (std::ranges::find(known, reference.by) == known.end()) {
        loading.ReportMissing(
            reference.by_span,
            vault ? "way to refer to an identity" : "text attribute of " + target.FullName(), reference.by,
            known);
        continue;
      }
    }
    attribute.refers_to = to;
  }
}

int32_t FindAttribute(const ObjectType& type, std::string_view name) {
  int32_t own = type.FindByName(name);
  return own >= 0 ? own : type.Find(name);
}

void Loading::ReportMissing(Span span, std::string_view what, std::string_view name,
                            std::span<const std::string_view> known, std::vector<Note> notes) {
  Diagnostic& diagnostic = diagnostics.Report(4006, span, {std::string(what), std::string(name)});
  diagnostic.fix = DidYouMean(name, known);
  diagnostic.notes = std::move(notes);
}

void Loading::ReportTwice(Span span, std::string_view what, std::string_view name) {
  diagnostics.Report(4007, span, {std::string(what), std::string(name)});
}

std::string Loading::ReadName(const Element& element, std::string_view name) {
  const Attribute* attribute = element.Find(name);
  if (attribute == nullptr) return "";
  if (IsIdentifier(attribute->value.value)) return attribute->value.value;
  ReportInvalid(*attribute, "name (letters, digits and _, beginning with a letter)", diagnostics);
  return "";
}

void ReadConfiguration(const Element& element, Loading& loading) {
  Configuration& configuration = loading.configuration;
  configuration.tenant = loading.ReadName(element, "tenant");
  ReadZone(element, loading);
  configuration.language_version =
      ReadInt(element, "version", kLanguageVersion, 1, kLanguageVersion, loading.diagnostics);
  if (auto hours = ReadDurationHours(element, "revive", loading.diagnostics))
    configuration.revive_days = *hours / 24;
  ReadEnums(element, loading);
  for (const auto& child : element.children) {
    if (child->name == "Vault") ReadVault(*child, loading);
    if (child->name == "Guards") ReadGuards(*child, configuration.guards, loading.diagnostics);
  }
  if (configuration.types.empty()) {
    loading.diagnostics.Report(
        kNeeds, element.name_span,
        {"Configuration", "<Vault> with an <Object>, the identities that all applications meet in"});
  }
}

bool ReadApplication(const Element& element, Loading& loading) {
  Configuration& configuration = loading.configuration;
  Application application;
  application.name = loading.ReadName(element);
  if (application.name.empty()) return false;
  bool taken = application.name == "Vault" ||
               std::ranges::find(configuration.applications, application.name, &Application::name) !=
                   configuration.applications.end();
  if (taken) {
    loading.ReportTwice(SpanOfValue(element, "name"), "applications", application.name);
    return false;
  }
  application.phase = ReadChoice(element, "phase", Phase::kLive,
                                 {{"sandbox", static_cast<int>(Phase::kSandbox)},
                                  {"semi-automatic", static_cast<int>(Phase::kSemiAutomatic)},
                                  {"live", static_cast<int>(Phase::kLive)}},
                                 loading.diagnostics);
  ConnectorSettings connector;
  ReadConnector(element, connector, loading);
  for (const auto& child : element.children) {
    if (child->name != "Object") continue;
    if (!HasRoom(*child, loading)) break;
    ObjectType type = MakeType(application.name, loading.ReadName(*child), configuration);
    if (type.name.empty()) continue;
    if (configuration.FindType(type.FullName()) >= 0) {
      loading.ReportTwice(SpanOfValue(*child, "name"), "object types", type.FullName());
      continue;
    }
    ApplicationType entry;
    entry.connector = connector;
    ReadConnector(*child, entry.connector, loading);
    if (entry.connector.type.empty()) {
      loading.diagnostics.Report(
          kNeeds, child->name_span,
          {"Object", "a connector: <Connector type=\"csv\" path=\"…\"/> in it or in its application"});
    }
    ReadAttributes(*child, type, loading);
    ReadKey(*child, type, loading);
    entry.type = static_cast<int32_t>(configuration.types.size());
    configuration.types.push_back(std::move(type));
    application.types.push_back(std::move(entry));
  }
  configuration.applications.push_back(std::move(application));
  return true;
}

}  // namespace idx::compiler::xml
