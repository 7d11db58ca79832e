#include "tests/golden/runner/sample.h"

#include "compiler/analyse/analyse.h"
#include "compiler/check/check.h"
#include "compiler/parse/parse.h"

namespace idx::compiler::golden {

namespace {

Attribute Named(std::string name, TypeKind type, bool required = false) {
  Attribute attribute;
  attribute.name = attribute.identifier = std::move(name);
  attribute.type = type;
  attribute.required = required;
  return attribute;
}

Attribute Multi(std::string name, TypeKind type) {
  Attribute attribute = Named(std::move(name), type);
  attribute.multi = true;
  return attribute;
}

// to: index into the sample's types.
Attribute Reference(std::string name, TypeKind type, int32_t to, int32_t by) {
  Attribute attribute = Named(std::move(name), type);
  attribute.refers_to = to;
  attribute.refers_by = by;
  return attribute;
}

ObjectType VaultUser() {
  ObjectType user;
  user.application = "Vault";
  user.name = "User";
  Attribute classification = Named("Classification", TypeKind::kEnum);
  classification.enum_id = 0;
  user.attributes = {Named("Enabled", TypeKind::kBool, true),    classification,
                     Named("EmployeeID", TypeKind::kString),     Named("GivenName", TypeKind::kString),
                     Named("Surname", TypeKind::kString),        Named("DisplayName", TypeKind::kString),
                     Named("Mail", TypeKind::kString),           Named("EmployeeType", TypeKind::kString),
                     Named("City", TypeKind::kString),           Named("Level", TypeKind::kInt),
                     Named("BirthDate", TypeKind::kDateOnly),    Named("LastDay", TypeKind::kDateOnly),
                     Multi("Aliases", TypeKind::kString),        Named("Photo", TypeKind::kByte),
                     Named("DirectoryId", TypeKind::kGuid),      Reference("Manager", TypeKind::kGuid, 0, -1),
                     Reference("Mentor", TypeKind::kGuid, 0, -1)};
  return user;
}

ObjectType WorkdayUser() {
  ObjectType user;
  user.application = "Workday";
  user.name = "User";
  Attribute centre = Named("CostCentre", TypeKind::kString);
  centre.name = "Cost Centre";
  user.attributes = {Named("WorkdayID", TypeKind::kString, true),
                     Named("FirstName", TypeKind::kString, true),
                     Named("LastName", TypeKind::kString),
                     Named("Email", TypeKind::kString),
                     Named("PayrollID", TypeKind::kString),
                     centre,
                     Named("BirthDate", TypeKind::kDateOnly),
                     Named("LastDay", TypeKind::kDateOnly),
                     Named("Hired", TypeKind::kDateTime),
                     Named("Grade", TypeKind::kInt),
                     Named("Badge", TypeKind::kLong),
                     Named("Fte", TypeKind::kDouble),
                     Named("Active", TypeKind::kBool),
                     Named("Token", TypeKind::kGuid),
                     Multi("Emails", TypeKind::kString),
                     Named("Portrait", TypeKind::kByte),
                     Named("ObjectGuid", TypeKind::kByte, true),
                     Reference("Boss", TypeKind::kString, 1, 0),
                     Reference("Coach", TypeKind::kString, 1, 0)};
  user.key = 0;
  return user;
}

ObjectType AdUser() {
  ObjectType user;
  user.application = "AD";
  user.name = "User";
  user.attributes = {Named("SamAccountName", TypeKind::kString, true),
                     Named("DisplayName", TypeKind::kString), Named("Mail", TypeKind::kString),
                     Named("Enabled", TypeKind::kBool), Reference("Manager", TypeKind::kString, 2, 1)};
  user.key = 0;
  return user;
}

}  // namespace

std::shared_ptr<Configuration> SampleConfiguration() {
  auto configuration = std::make_shared<Configuration>();
  configuration->tenant = "sample";
  configuration->types = {VaultUser(), WorkdayUser(), AdUser()};
  configuration->vault_type_count = 1;
  configuration->enums = {{"Class", {{"Staff", 1}, {"Student", 2}, {"Other", 3}}}};
  for (int32_t type : {1, 2}) {
    ApplicationType joined;
    joined.type = type;
    joined.join.vault_type = 0;
    if (type == 2) joined.provision.enabled_attribute = 3;
    configuration->applications.push_back(
        {configuration->types[static_cast<size_t>(type)].application, Phase::kLive, {joined}});
  }
  return configuration;
}

stdlib::LookupTables SampleTables() {
  auto made = [](std::initializer_list<std::pair<const char*, const char*>> rows, bool ignore_case) {
    stdlib::TextPairs pairs;
    for (auto [key, value] : rows) {
      pairs.Add(key);
      pairs.Add(value);
    }
    return stdlib::FrozenDictionary::Make(std::move(pairs), ignore_case);
  };
  return {{"Departments", made({{"D1", "Sales"}, {"D2", "Human Resources"}, {"D3", ""}}, false)},
          {"Countries",
           made({{"de", "Germany"}, {"el", "Greece"}, {"Ελλάδα", "Greece, in its own words"}}, true)}};
}

Checked CheckSource(const std::string& path, const std::string& source) {
  Checked checked;
  checked.loaded.configuration = SampleConfiguration();
  checked.loaded.tables = SampleTables();
  FileId file = checked.loaded.sources.Add(path, source);
  checked.loaded.files.push_back(
      ParseFile(checked.loaded.sources, file, checked.loaded.tree, checked.diagnostics));
  checked.program = Check(checked.loaded, checked.diagnostics);
  if (!checked.diagnostics.has_errors())
    AnalyseRules(*checked.program, checked.loaded.sources, checked.diagnostics);
  checked.diagnostics.Sort();
  return checked;
}

std::string Listing(const Checked& checked) {
  std::string listing;
  auto place = [&](Span span) {
    Position at = checked.loaded.sources.file(span.file).PositionOf(span.begin);
    return std::to_string(at.line) + ":" + std::to_string(at.column);
  };
  for (const Diagnostic& diagnostic : checked.diagnostics.all()) {
    listing += place(diagnostic.span) + " " + diagnostic.Code() + " " + diagnostic.message;
    if (!diagnostic.fix.empty()) listing += " (" + diagnostic.fix + ")";
    listing += "\n";
    for (const Note& note : diagnostic.notes) listing += "  " + place(note.span) + " " + note.message + "\n";
  }
  return listing;
}

}  // namespace idx::compiler::golden
