#include "runtime/state/run_context.h"

#include <fmt/format.h>

#include <csignal>

namespace idx::runtime {
namespace {

// The numbers of these names in a table of (id, name); new ones are added.
Result<std::map<std::string, int32_t>> Number(Connection& db, const std::string& table,
                                              const std::vector<std::string>& names) {
  std::map<std::string, int32_t> numbers;
  IDX_ASSIGN(Rows rows, db.Query(fmt::format("SELECT id, name FROM {} ORDER BY id", table)));
  int32_t last = 0;
  for (size_t r = 0; r < rows.size(); ++r) {
    last = static_cast<int32_t>(rows.Int(r, 0));
    numbers[std::string(rows.Text(r, 1))] = last;
  }
  for (const std::string& name : names) {
    if (numbers.contains(name)) continue;
    numbers[name] = ++last;
    IDX_TRY(db.Execute(fmt::format("INSERT INTO {} VALUES ($1, $2)", table), {last, name}));
  }
  return numbers;
}

}  // namespace

Status LoadNames(RunContext& context) {
  const Configuration& configuration = *context.configuration;
  std::vector<std::string> names;
  for (const ObjectType& type : configuration.types) names.push_back(type.FullName());
  IDX_ASSIGN(auto types, Number(*context.db, "object_type", names));
  context.types.clear();
  context.vault_type_ids.clear();
  for (int32_t v = 0; v < configuration.vault_type_count; ++v)
    context.vault_type_ids.push_back(types[context.VaultType(v).FullName()]);
  for (const Application& application : configuration.applications) {
    for (const ApplicationType& settings : application.types) {
      const ObjectType& type = configuration.types[static_cast<size_t>(settings.type)];
      context.types.push_back({settings.type, types[type.FullName()], context.types.size(), &type,
                               &application, &settings, context.program->FindApplication(settings.type)});
    }
  }
  names.clear();
  for (const compiler::RuleInfo& rule : context.program->rules) names.push_back(rule.id);
  IDX_ASSIGN(auto rules, Number(*context.db, "rule_id", names));
  context.rule_ordinals.clear();
  for (const std::string& name : names) context.rule_ordinals.push_back(rules[name]);
  context.rule_names.clear();
  for (const auto& [name, ordinal] : rules) context.rule_names[ordinal] = name;
  return {};
}

void FaultPoint(RunContext& context) {
  if (++context.steps == context.crash_at) std::raise(SIGKILL);
}

Result<int64_t> TakeIds(RunContext& context, const std::string& counter, int64_t count) {
  IDX_ASSIGN(Rows rows,
             context.db->Query("INSERT INTO counter AS c VALUES ($1, 1 + $2::bigint) ON CONFLICT (name) "
                               "DO UPDATE SET next = c.next + $2::bigint RETURNING next - $2::bigint",
                               {counter, count}));
  return rows.Int(0, 0);
}

Result<std::string> GetSetting(Connection& db, const std::string& name, const std::string& otherwise) {
  IDX_ASSIGN(Rows rows, db.Query("SELECT value FROM setting WHERE name = $1", {name}));
  return rows.empty() ? otherwise : std::string(rows.Text(0, 0));
}

Status PutSetting(Connection& db, const std::string& name, const std::string& value) {
  return db.Execute(
      "INSERT INTO setting VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
      {name, value});
}

Status AddEvent(RunContext& context, const std::string& stage, int32_t type, int64_t id,
                const Finding& finding) {
  std::string message = finding.level.empty() ? finding.message : finding.level + ": " + finding.message;
  if (!finding.rule.empty()) message = finding.rule + ": " + message;
  return context.db->Execute("INSERT INTO event VALUES ($1, $2, $3, $4, $5, 0, $6, $7)",
                             {context.run, stage, type, id, finding.key, message, finding.place});
}

Finding FindingOf(const RunContext& context, const compiler::RowError& error) {
  Finding finding;
  if (error.rule >= 0) finding.rule = context.program->rules[static_cast<size_t>(error.rule)].id;
  if (!error.where.path.empty())
    finding.place = fmt::format("{}:{}:{}", error.where.path, error.where.line, error.where.column);
  finding.message = fmt::format("{}: {}", EvalErrorName(error.kind), error.message);
  return finding;
}

Finding FindingOf(const RunContext& context, const LogMessage& message) {
  Finding finding;
  if (message.rule >= 0) {
    const compiler::RuleInfo& rule = context.program->rules[static_cast<size_t>(message.rule)];
    finding.rule = rule.id;
    finding.place = fmt::format("{}:{}:{}", rule.where.path, rule.where.line, rule.where.column);
  }
  finding.message = message.text;
  finding.level = LogLevelName(message.level);
  return finding;
}

std::string IdArray(const std::vector<int64_t>& ids) {
  std::string list = "{";
  for (int64_t id : ids) {
    if (list.size() > 1) list += ',';
    list += std::to_string(id);
  }
  return list + "}";
}

Result<bool> HasRows(Connection& db, const std::string& table_and_condition) {
  IDX_ASSIGN(Rows rows, db.Query("SELECT 1 FROM " + table_and_condition + " LIMIT 1"));
  return !rows.empty();
}

Result<int64_t> QueryNumber(Connection& db, const std::string& sql,
                            const std::vector<Parameter>& parameters) {
  IDX_ASSIGN(Rows rows, db.Query(sql, parameters));
  return rows.empty() || rows.IsNull(0, 0) ? 0 : rows.Int(0, 0);
}

}  // namespace idx::runtime
