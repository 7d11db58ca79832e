#include "runtime/tables/rule_table.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

#include "base/platform/clock.h"
#include "connectors/sdk/convert.h"
#include "connectors/sdk/spelling.h"
#include "runtime/state/derived_rows.h"
#include "runtime/state/loop_runner.h"
#include "runtime/state/value.h"
#include "runtime/tables/table_columns.h"

namespace idx::runtime {

namespace {

using compiler::LoopOutput;
using compiler::OutputKind;
using What = TableColumn::What;

// "90d", "36h", "2w" or [d.]hh:mm:ss, in canonical form; the text itself where it is neither.
std::string CanonicalDelay(const std::string& text) {
  TimeSpan span;
  int64_t number = 0;
  const char* end = text.data() + text.size();
  auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error == std::errc() && rest + 1 == end && number >= 0 && number < 100'000) {
    int64_t hours = *rest == 'h' ? 1 : *rest == 'd' ? 24 : *rest == 'w' ? 24 * 7 : 0;
    if (hours > 0) return connectors::FormatTimeSpan(TimeSpan{number * hours * (kTicksPerDay / 24)});
  }
  return connectors::ParseTimeSpan(text, span) ? connectors::FormatTimeSpan(span) : text;
}

// What came out of the rules for one row.
struct Outcomes {
  std::map<int32_t, std::optional<std::vector<std::string>>> attributes;  // nothing: cleared
  std::map<std::string, std::string> results;                             // by word
};

class RowTrial {
 public:
  RowTrial(const compiler::Program& program, const RuleTable& table, const TableTypes& types,
           const std::vector<TableColumn>& columns, DateTime now)
      : program_(program), table_(table), types_(types), columns_(columns), now_(now) {
    if (types.app_type >= 0) app_.emplace(app_type_ = WithDerived(TypeAt(types.app_type)), 1);
    vault_.emplace(vault_type_ = WithDerived(TypeAt(types.vault_type)), 1);
  }

  TableRowResult Try(const RuleTable::Row& row) {
    TableRowResult result;
    result.line = row.line;
    result.problem = ReadInputs(row, result.name);
    if (!result.problem.empty()) return result;
    LoopRunner loops(program_, now_, DateOnly{static_cast<int32_t>(now_.ticks() / kTicksPerDay)}, 1,
                     LogLevel::kTrace);
    loops_ = &loops;
    Evaluate();
    result.said = std::move(said_);
    for (size_t c = 0; c < columns_.size() && result.problem.empty(); ++c)
      if (columns_[c].expected && row.cells[c] != kAnything) Compare(c, row.cells[c], result);
    // An error that nobody expects is never right.
    std::string error = outcomes_.results["error"];
    bool told =
        std::find(table_.columns.begin(), table_.columns.end(), "expect error") != table_.columns.end();
    if (!told && !error.empty()) result.differences.push_back({"error", "", error});
    return result;
  }

 private:
  const ObjectType& TypeAt(int32_t type) const {
    return program_.configuration->types[static_cast<size_t>(type)];
  }
  const ObjectType& TargetType() const {
    return TypeAt(table_.kind == TableKind::kOutbound ? types_.app_type : types_.vault_type);
  }

  // "" or what is wrong with the row.
  std::string ReadInputs(const RuleTable::Row& row, std::string& name) {
    if (app_) app_->AddRow();
    vault_->AddRow();
    vault_->Set<uint8_t>(kVaultEnabled, 0, 1);  // unless the row says otherwise
    for (size_t c = 0; c < columns_.size(); ++c) {
      const TableColumn& column = columns_[c];
      const std::string& cell = row.cells[c];
      if (column.what == What::kName) name = cell;
      if (column.what == What::kNow && !cell.empty()) {
        Result<DateTime> now = ParseIsoTime(cell);
        if (!now.ok()) return now.error().message;
        now_ = now.value();
      }
      if (column.what != What::kAttribute || column.expected) continue;
      BatchBuilder& to = column.of_vault ? *vault_ : *app_;
      std::string why = SetCell(to, column.attribute, cell);
      if (!why.empty()) return fmt::format("{}: {}", table_.columns[c], why);
      if (!cell.empty())
        SetReferences(TypeAt(column.of_vault ? types_.vault_type : types_.app_type), column.attribute, cell,
                      to);
    }
    return "";
  }

  // An object of which the row says something is there, and so are those on the way to it. Two references
  // with one text are one object.
  static void SetReferences(const ObjectType& type, int32_t attribute, const std::string& cell,
                            BatchBuilder& to) {
    const DerivedAttribute* given = type.DerivedAt(attribute);
    bool reference = given == nullptr && type.At(attribute).is_reference();
    if (given == nullptr && !reference) return;
    std::vector<int32_t> path = reference ? std::vector<int32_t>{attribute} : given->through;
    for (size_t i = 0; i < type.derived.size(); ++i) {
      const DerivedAttribute& object = type.derived[i];
      bool on_the_way = object.what == ReadThrough::kObject && object.through.size() <= path.size() &&
                        std::equal(object.through.begin(), object.through.end(), path.begin());
      auto column = static_cast<uint32_t>(type.attributes.size() + i);
      if (!on_the_way || (!reference && to.batch().columns[column].IsValid(0))) continue;
      auto number = static_cast<int64_t>(reference ? std::hash<std::string>()(cell) >> 1 : i + 1);
      to.Set(column, 0, number);
    }
  }

  std::string SetCell(BatchBuilder& to, int32_t attribute, const std::string& cell) const {
    const Attribute& a = to.type().attributes[static_cast<size_t>(attribute)];
    connectors::Converter converter(to.type(), program_.configuration->enums, {});
    if (!a.multi) return converter.SetScalar(to, 0, static_cast<uint32_t>(attribute), cell);
    std::vector<std::string_view> parts;
    for (std::string_view rest = cell; !rest.empty();) {
      size_t bar = std::min(rest.find('|'), rest.size());
      parts.push_back(rest.substr(0, bar));
      rest.remove_prefix(std::min(bar + 1, rest.size()));
    }
    return converter.SetMulti(to, 0, static_cast<uint32_t>(attribute), parts);
  }

  void Evaluate() {
    const compiler::ApplicationPlan* plan = types_.application;
    switch (table_.kind) {
      case TableKind::kJoin:
        return Join();
      case TableKind::kInbound:
        return Map(plan->inbound_loop, {{app_->batch(), nullptr}});
      case TableKind::kOutbound:
        return Map(plan->outbound_loop, {{vault_->batch(), nullptr}});
      case TableKind::kFilter:
        return Filter();
      case TableKind::kProvision:
        return Decide(plan->provision_loop, "provision");
      case TableKind::kClassify:
        for (const compiler::VaultPlan& vault : program_.vault)
          if (vault.type == types_.vault_type) Decide(vault.classify_loop, "class");
    }
  }

  LoopResult Run(int32_t loop, const std::vector<compiler::SlotInput>& slots) {
    LoopResult result = loops_->Run(loop, slots, 1);
    for (const compiler::RowError& error : result.errors()) {
      std::string& said = outcomes_.results["error"];
      if (said.empty())
        said = fmt::format("IDX30{:02} {} ({}:{})", static_cast<uint32_t>(error.kind), error.message,
                           error.where.path, error.where.line);
    }
    for (const LogMessage& message : result.messages())
      said_.push_back(fmt::format("{}: {}", LogLevelName(message.level), message.text));
    return result;
  }

  void Join() {
    for (const compiler::JoinRulePlan& join : types_.application->joins) {
      LoopResult result = Run(join.predicate_loop, {{app_->batch(), nullptr}, {vault_->batch(), nullptr}});
      if (!result.truth(0, 0) && result.outcome(0, 0) != Outcome::kFailed) continue;
      if (!result.truth(0, 0)) break;  // a rule that failed is not passed over
      outcomes_.results["joined"] = "true";
      outcomes_.results["rule"] = program_.rules[static_cast<size_t>(join.rule)].id;
      return;
    }
    outcomes_.results["joined"] = "false";
  }

  // All mappers together: the first opinion in order of precedence stands.
  void Map(int32_t loop, std::vector<compiler::SlotInput> slots) {
    if (loop < 0) return;
    LoopResult result = Run(loop, slots);
    const std::vector<LoopOutput>& outputs = program_.loops[static_cast<size_t>(loop)].outputs;
    std::map<int32_t, int32_t> decided;  // by attribute: the precedence of its opinion
    for (size_t o = 0; o < outputs.size(); ++o) {
      Outcome outcome = result.outcome(o, 0);
      if (outputs[o].kind != OutputKind::kAttribute || outcome == Outcome::kNoOpinion) continue;
      int32_t order = program_.rules[static_cast<size_t>(outputs[o].rule)].order;
      auto [at, first] = decided.emplace(outputs[o].attribute, order);
      if (!first && at->second <= order) continue;
      at->second = order;
      const void* value = outcome == Outcome::kValue ? result.value(o, 0) : nullptr;
      // A table has nobody who could have the value already: the first candidate.
      if (value != nullptr && outputs[o].unique)
        value = static_cast<const ListView*>(value)->begin_of<Text>();
      Keep(outputs[o].attribute, outcome, value);
    }
  }

  void Keep(int32_t attribute, Outcome outcome, const void* value) {
    const ObjectType& type = TargetType();
    const Attribute& a = type.attributes[static_cast<size_t>(attribute)];
    if (outcome == Outcome::kClear)
      outcomes_.attributes[attribute] = std::nullopt;
    else if (outcome == Outcome::kValue)
      outcomes_.attributes[attribute] = TextsOf(*program_.configuration, type, attribute, AtBorder(a, value));
  }

  // One after the other: each sees what those before it wrote.
  void Filter() {
    for (const char* word : {"skip", "disable", "enable"}) outcomes_.results[word] = "false";
    for (int32_t loop : types_.application->inbound_filter_loops) {
      const std::vector<LoopOutput>& outputs = program_.loops[static_cast<size_t>(loop)].outputs;
      if (outputs.empty() || !IsOfClass(outputs[0].rule)) continue;
      LoopResult result = Run(loop, {{app_->batch(), nullptr}, {vault_->batch(), nullptr}});
      for (size_t o = 0; o < outputs.size(); ++o) Act(outputs[o], result, o);
    }
  }

  bool IsOfClass(int32_t rule) {
    int32_t wanted = program_.rules[static_cast<size_t>(rule)].classification;
    Batch batch = vault_->batch();
    const Column& column = batch.columns[kVaultClassification];
    return wanted < 0 || (column.IsValid(0) && column.At<int32_t>(0) == wanted);
  }

  void Act(const LoopOutput& output, const LoopResult& result, size_t o) {
    Outcome outcome = result.outcome(o, 0);
    switch (output.kind) {
      case OutputKind::kAttribute: {
        if (outcome != Outcome::kValue && outcome != Outcome::kClear) return;
        const void* value = outcome == Outcome::kValue ? result.value(o, 0) : nullptr;
        Keep(output.attribute, outcome, value);
        const Attribute& a = TargetType().attributes[static_cast<size_t>(output.attribute)];
        StoreValue(a, AtBorder(a, value), *vault_, static_cast<uint32_t>(output.attribute), 0);
        return;
      }
      case OutputKind::kSkip:
        if (result.truth(o, 0)) outcomes_.results["skip"] = "true";
        return;
      case OutputKind::kDisable:
        if (result.truth(o, 0)) outcomes_.results["disable"] = "true";
        return;
      case OutputKind::kEnable:
        if (result.truth(o, 0)) outcomes_.results["enable"] = "true";
        return;
      case OutputKind::kDelete:
        if (outcome == Outcome::kValue)
          outcomes_.results["delete"] =
              connectors::FormatTimeSpan(*static_cast<const TimeSpan*>(result.value(o, 0)));
        return;
      case OutputKind::kHold:
        if (outcome == Outcome::kValue) outcomes_.results["hold"] = "true";
        return;
      case OutputKind::kNotify:
      case OutputKind::kResult:
        return;
    }
  }

  void Decide(int32_t loop, const std::string& word) {
    if (loop < 0) return;
    LoopResult result = Run(loop, {{vault_->batch(), nullptr}});
    if (result.outcome(0, 0) != Outcome::kValue) return;
    if (word == "provision") {
      outcomes_.results[word] = result.truth(0, 0) ? "true" : "false";
      return;
    }
    const void* number = result.value(0, 0);
    std::vector<std::string> name =
        TextsOf(*program_.configuration, TypeAt(types_.vault_type), kVaultClassification, number);
    outcomes_.results[word] = name.empty() ? std::to_string(*static_cast<const int32_t*>(number)) : name[0];
  }

  void Compare(size_t c, const std::string& cell, TableRowResult& result) {
    const TableColumn& column = columns_[c];
    std::string heading = table_.columns[c].substr(table_.columns[c].find(' ') + 1);
    std::string expected = cell, actual;
    if (column.what == What::kAttribute) {
      auto found = outcomes_.attributes.find(column.attribute);
      if (found != outcomes_.attributes.end()) {
        actual = found->second ? fmt::format("{}", fmt::join(*found->second, "|")) : kCleared;
        if (cell.empty() && actual == kCleared) actual.clear();
      }
      if (cell != kCleared) result.problem = Canonical(column.attribute, heading, expected);
    } else {
      actual = outcomes_.results[column.word];
      if (column.word == "delete") expected = CanonicalDelay(expected);
      if (column.word == "error" && !expected.empty() && actual.starts_with(expected + " ")) return;
      bool truth = column.word == "joined" || column.word == "provision" || column.word == "skip" ||
                   column.word == "disable" || column.word == "enable";
      if (truth && expected.empty()) expected = "false";
    }
    if (expected != actual) result.differences.push_back({heading, expected, actual});
  }

  // The expected value as the attribute's type writes it.
  std::string Canonical(int32_t attribute, const std::string& heading, std::string& text) const {
    BatchBuilder one(TargetType(), 1);
    one.AddRow();
    std::string why = SetCell(one, attribute, text);
    if (!why.empty()) return fmt::format("expect {}: {}", heading, why);
    text =
        fmt::format("{}", fmt::join(connectors::FormatValue(TargetType(), program_.configuration->enums,
                                                            one.batch(), static_cast<uint32_t>(attribute), 0),
                                    "|"));
    return "";
  }

  const compiler::Program& program_;
  const RuleTable& table_;
  const TableTypes& types_;
  const std::vector<TableColumn>& columns_;
  DateTime now_;
  ObjectType app_type_, vault_type_;  // of the two
  std::optional<BatchBuilder> app_;
  std::optional<BatchBuilder> vault_;
  const LoopRunner* loops_ = nullptr;
  Outcomes outcomes_;
  std::vector<std::string> said_;
};

}  // namespace

Result<std::vector<TableRowResult>> TryTable(const compiler::Program& program, const RuleTable& table,
                                             DateTime now) {
  IDX_ASSIGN(TableTypes types, TypesOf(program, table));
  IDX_ASSIGN(std::vector<TableColumn> columns, ColumnsOf(program, table, types));
  std::vector<TableRowResult> results;
  for (const RuleTable::Row& row : table.rows)
    results.push_back(RowTrial(program, table, types, columns, now).Try(row));
  return results;
}

}  // namespace idx::runtime
