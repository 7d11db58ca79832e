#include "runtime/tables/table_columns.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/core/suggest.h"

namespace idx::runtime {

namespace {

constexpr std::string_view kExpect = "expect ";

Error Wrong(std::string message) { return Error{Origin::kInput, std::move(message)}; }

// What rules of this kind decide beside attributes.
std::vector<std::string> ResultsOf(TableKind kind) {
  switch (kind) {
    case TableKind::kJoin:
      return {"joined", "rule", "error"};
    case TableKind::kInbound:
    case TableKind::kOutbound:
      return {"error"};
    case TableKind::kClassify:
      return {"class", "error"};
    case TableKind::kFilter:
      return {"skip", "disable", "enable", "delete", "error"};
    case TableKind::kProvision:
      return {"provision", "error"};
  }
  return {};
}

bool TakesApp(TableKind kind) {
  return kind == TableKind::kJoin || kind == TableKind::kInbound || kind == TableKind::kFilter;
}
bool TakesVault(TableKind kind) { return kind != TableKind::kInbound; }
bool GivesApp(TableKind kind) { return kind == TableKind::kOutbound; }
bool GivesVault(TableKind kind) { return kind == TableKind::kInbound || kind == TableKind::kFilter; }

std::string Allowed(TableKind kind) {
  std::vector<std::string> all = {"name", "now"};
  if (TakesApp(kind)) all.emplace_back("app.X");
  if (TakesVault(kind)) all.emplace_back("vault.X");
  if (GivesApp(kind)) all.emplace_back("expect app.X");
  if (GivesVault(kind)) all.emplace_back("expect vault.X");
  for (const std::string& word : ResultsOf(kind)) all.push_back("expect " + word);
  return fmt::format("{}", fmt::join(all, ", "));
}

int32_t FindAttribute(const ObjectType& type, std::string_view name) {
  int32_t found = type.Find(name);
  if (found < 0) found = type.FindByName(name);
  // What rules read through references: "Boss.Email".
  for (size_t i = 0; found < 0 && i < type.derived.size(); ++i)
    if (type.derived[i].what == ReadThrough::kAttribute && type.derived[i].attribute.identifier == name)
      found = static_cast<int32_t>(type.attributes.size() + i);
  return found;
}

// "; did you mean 'app.FirstName'?", or "".
std::string Suggestion(std::string_view wrong, const ObjectType& type) {
  std::string prefix(wrong.substr(0, wrong.find('.') + 1));
  std::vector<std::string> known;
  for (const Attribute& attribute : type.attributes) known.push_back(prefix + attribute.name);
  for (const DerivedAttribute& derived : type.derived)
    if (derived.what == ReadThrough::kAttribute) known.push_back(prefix + derived.attribute.name);
  std::vector<std::string_view> views(known.begin(), known.end());
  std::string said = DidYouMean(wrong, views);
  return said.empty() ? "" : "; " + said;
}

Result<TableColumn> ColumnOf(const compiler::Program& program, const RuleTable& table,
                             const TableTypes& types, const std::string& heading) {
  TableColumn column;
  std::string_view rest = heading;
  column.expected = rest.starts_with(kExpect);
  if (column.expected) rest.remove_prefix(kExpect.size());
  bool app = rest.starts_with("app."), vault = rest.starts_with("vault.");
  if (app || vault) {
    bool allowed = column.expected ? (app ? GivesApp(table.kind) : GivesVault(table.kind))
                                   : (app ? TakesApp(table.kind) : TakesVault(table.kind));
    if (!allowed) return Wrong(fmt::format("column \"{}\": there are {}", heading, Allowed(table.kind)));
    const ObjectType& type =
        program.configuration->types[static_cast<size_t>(app ? types.app_type : types.vault_type)];
    column.what = TableColumn::What::kAttribute;
    column.of_vault = vault;
    column.attribute = FindAttribute(type, rest.substr(rest.find('.') + 1));
    if (column.attribute < 0)
      return Wrong(fmt::format("column \"{}\": {} has no such attribute{}", heading, type.FullName(),
                               Suggestion(rest, type)));
    return column;
  }
  column.word = rest;
  std::vector<std::string> results = ResultsOf(table.kind);
  if (column.expected && std::find(results.begin(), results.end(), column.word) != results.end())
    return column;
  if (!column.expected && rest == "name") column.what = TableColumn::What::kName;
  if (!column.expected && rest == "now") column.what = TableColumn::What::kNow;
  if (column.what == TableColumn::What::kResult)
    return Wrong(fmt::format("column \"{}\": there are {}", heading, Allowed(table.kind)));
  return column;
}

}  // namespace

Result<TableTypes> TypesOf(const compiler::Program& program, const RuleTable& table) {
  const Configuration& configuration = *program.configuration;
  int32_t type = configuration.FindType(table.type);
  bool of_vault = type >= 0 && type < configuration.vault_type_count;
  if (type < 0 || of_vault != (table.kind == TableKind::kClassify)) {
    std::vector<std::string> known;
    for (size_t i = 0; i < configuration.types.size(); ++i)
      if ((static_cast<int32_t>(i) < configuration.vault_type_count) == (table.kind == TableKind::kClassify))
        known.push_back(configuration.types[i].FullName());
    return Wrong(fmt::format("{} is none of {}", table.type, fmt::join(known, ", ")));
  }
  TableTypes types;
  if (of_vault) {
    types.vault_type = type;
    return types;
  }
  types.app_type = type;
  types.application = program.FindApplication(type);
  const ApplicationType* application = configuration.FindApplicationType(type);
  if (application != nullptr) types.vault_type = application->join.vault_type;
  if (types.application == nullptr || types.vault_type < 0)
    return Wrong(fmt::format("{} is not joined to a type of the Vault", table.type));
  return types;
}

Result<std::vector<TableColumn>> ColumnsOf(const compiler::Program& program, const RuleTable& table,
                                           const TableTypes& types) {
  std::vector<TableColumn> columns;
  bool expects = false;
  for (const std::string& heading : table.columns) {
    if (std::count(table.columns.begin(), table.columns.end(), heading) > 1)
      return Wrong(fmt::format("column \"{}\" stands there twice", heading));
    IDX_ASSIGN(TableColumn column, ColumnOf(program, table, types, heading));
    expects = expects || column.expected;
    columns.push_back(std::move(column));
  }
  if (!expects) return Wrong(fmt::format("nothing is expected: there are {}", Allowed(table.kind)));
  return columns;
}

}  // namespace idx::runtime
