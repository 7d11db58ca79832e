#include "runtime/outbound/account_filters.h"

#include <algorithm>
#include <functional>

#include "connectors/sdk/convert.h"
#include "runtime/state/derived_rows.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

using compiler::LoopOutput;
using compiler::OutputKind;

// Accounts as rows that filters read and write.
class AccountRows {
 public:
  AccountRows(const RunContext& context, const ObjectType& type, size_t count)
      : converter_(type, context.configuration->enums, {}),
        rows_(type, static_cast<uint32_t>(std::max<size_t>(count, 1))) {}

  uint32_t Add() { return rows_.AddRow(); }
  // Canonical texts; none is null. What is canonical is always read back.
  void Set(uint32_t row, int32_t attribute, const std::vector<std::string>& texts) {
    auto a = static_cast<uint32_t>(attribute);
    rows_.SetNull(a, row);
    if (texts.empty()) return;
    if (rows_.type().attributes[a].multi) {
      converter_.SetMulti(rows_, row, a, {texts.begin(), texts.end()});
    } else {
      converter_.SetScalar(rows_, row, a, texts.front());
    }
  }
  void SetNumber(uint32_t row, int32_t attribute, int32_t number) {
    rows_.Set(static_cast<uint32_t>(attribute), row, number);
  }
  void SetValue(uint32_t row, int32_t attribute, const void* value) {
    StoreValue(rows_.type().attributes[static_cast<size_t>(attribute)], value, rows_,
               static_cast<uint32_t>(attribute), row);
  }
  Batch batch() { return rows_.batch(); }

 private:
  connectors::Converter converter_;
  BatchBuilder rows_;
};

// The attributes that the loops read of the account, ascending.
std::vector<int32_t> ReadsOf(const compiler::Program& program, const std::vector<int32_t>& loops) {
  std::vector<int32_t> reads;
  for (int32_t loop : loops) {
    const std::vector<int32_t>& some = program.loops[static_cast<size_t>(loop)].reads[0];
    reads.insert(reads.end(), some.begin(), some.end());
  }
  std::sort(reads.begin(), reads.end());
  reads.erase(std::unique(reads.begin(), reads.end()), reads.end());
  return reads;
}

// One after the other over the rows; open: those that are still to be asked about.
std::vector<FilterReport> RunAll(const RunContext& context, const AccountChunk& chunk,
                                 const std::vector<int32_t>& loops, AccountRows& rows,
                                 const std::vector<uint32_t>& identities,
                                 const std::function<bool(uint32_t row)>& open,
                                 const std::function<void(const LoopOutput& output, const LoopResult& result,
                                                          size_t o, uint32_t r, uint32_t row)>& apply) {
  std::vector<FilterReport> reports;
  for (int32_t loop : loops) {
    const compiler::Loop& body = context.program->loops[static_cast<size_t>(loop)];
    if (body.outputs.empty()) continue;
    const compiler::RuleInfo& rule = context.program->rules[static_cast<size_t>(body.outputs.front().rule)];
    std::vector<uint32_t> app_rows, vault_rows;
    for (uint32_t row = 0; row < identities.size(); ++row) {
      bool of_class =
          rule.classification < 0 || ClassOfIdentity(chunk, identities[row]) == rule.classification;
      if (!of_class || !open(row)) continue;
      app_rows.push_back(row);
      vault_rows.push_back(identities[row]);
    }
    if (app_rows.empty()) continue;
    compiler::SlotInput slots[] = {{rows.batch(), app_rows.data()}, {chunk.vault_view, vault_rows.data()}};
    FilterReport& report = reports.emplace_back();
    report.result = context.loops->Run(loop, slots, static_cast<uint32_t>(app_rows.size()));
    for (size_t o = 0; o < body.outputs.size(); ++o)
      for (uint32_t r = 0; r < app_rows.size(); ++r) apply(body.outputs[o], report.result, o, r, app_rows[r]);
    report.identities = std::move(vault_rows);
  }
  return reports;
}

// The texts that an output gives its attribute; false where it has no opinion.
bool GivenTexts(const RunContext& context, const ObjectType& type, const LoopOutput& output,
                const LoopResult& result, size_t o, uint32_t r, std::vector<std::string>& texts,
                bool& failed) {
  Outcome outcome = result.outcome(o, r);
  if (outcome != Outcome::kValue && outcome != Outcome::kClear) return false;
  const Attribute& attribute = type.attributes[static_cast<size_t>(output.attribute)];
  const void* value = outcome == Outcome::kValue ? AtBorder(attribute, result.value(o, r)) : nullptr;
  if (!IsStorable(attribute, value)) {
    failed = true;
    return false;
  }
  texts = TextsOf(*context.configuration, type, output.attribute, value);
  return true;
}

void Want(std::vector<WantedValue>& wanted, int32_t attribute, std::vector<std::string> texts, int32_t rule) {
  auto known = std::find_if(wanted.begin(), wanted.end(),
                            [&](const WantedValue& value) { return value.attribute == attribute; });
  if (known == wanted.end()) known = wanted.insert(wanted.end(), WantedValue{attribute, {}, 0});
  known->texts = std::move(texts);
  known->rule = rule;
}

}  // namespace

int32_t ClassOfIdentity(const AccountChunk& chunk, uint32_t identity) {
  const Column& column = chunk.vault_view.columns[kVaultClassification];
  return column.data != nullptr && column.IsValid(identity) ? column.At<int32_t>(identity) : -1;
}

AccountFilters::AccountFilters(RunContext& context, const TypeState& type)
    : context_(context), type_(type), row_type_(WithDerived(*type.type)) {}

std::vector<FilterReport> AccountFilters::FilterAccounts(const AccountChunk& chunk,
                                                         std::vector<FilteredAccount>& accounts,
                                                         const TextsOfAccount& expected,
                                                         std::vector<Notice>& notices) const {
  const std::vector<int32_t>& loops = type_.plan->outbound_filter_loops;
  AccountRows rows(context_, row_type_, accounts.size());
  std::vector<uint32_t> identities;
  std::vector<int32_t> reads = ReadsOf(*context_.program, loops);
  for (const FilteredAccount& account : accounts) {
    uint32_t row = rows.Add();
    identities.push_back(account.identity);
    for (int32_t attribute : reads) {
      auto wanted = std::find_if(account.wanted.begin(), account.wanted.end(),
                                 [&](const WantedValue& value) { return value.attribute == attribute; });
      rows.Set(row, attribute,
               wanted != account.wanted.end() ? wanted->texts : expected(chunk, account.identity, attribute));
    }
  }
  const ProvisionSettings& settings = type_.settings->provision;
  auto open = [&](uint32_t row) { return !accounts[row].skipped && !accounts[row].failed; };
  auto apply = [&](const LoopOutput& output, const LoopResult& result, size_t o, uint32_t r, uint32_t row) {
    FilteredAccount& account = accounts[row];
    int32_t rule = context_.rule_ordinals[static_cast<size_t>(output.rule)];
    if (result.outcome(o, r) == Outcome::kFailed) account.failed = true;
    std::vector<std::string> texts;
    if (output.kind == OutputKind::kAttribute &&
        GivenTexts(context_, *type_.type, output, result, o, r, texts, account.failed)) {
      rows.Set(row, output.attribute, texts);
      Want(account.wanted, output.attribute, std::move(texts), rule);
    }
    bool on = output.kind == OutputKind::kEnable, off = output.kind == OutputKind::kDisable;
    if ((on || off) && result.truth(o, r) && settings.enabled_attribute >= 0) {
      const std::string& text = on ? settings.enabled_value : settings.disabled_value;
      texts.clear();
      if (!text.empty()) texts.push_back(text);
      rows.Set(row, settings.enabled_attribute, texts);
      Want(account.wanted, settings.enabled_attribute, std::move(texts), rule);
    }
    if (output.kind == OutputKind::kSkip && result.truth(o, r)) account.skipped = true;
    if (output.kind == OutputKind::kNotify && result.outcome(o, r) == Outcome::kValue)
      AddNotices(static_cast<const Text*>(result.value(o, r))->view(), chunk.ids[account.identity], rule,
                 notices);
    if (output.kind == OutputKind::kDelete && result.outcome(o, r) == Outcome::kValue) {
      account.deleted = true;
      account.rule = rule;
    }
  };
  return RunAll(context_, chunk, loops, rows, identities, open, apply);
}

std::vector<FilterReport> AccountFilters::FilterChanges(const AccountChunk& chunk,
                                                        std::vector<FilteredChange>& changes,
                                                        const TextsOfAccount& expected,
                                                        const TextsOfAccount& seen,
                                                        std::vector<Notice>& notices) const {
  const std::vector<int32_t>& loops = type_.plan->export_filter_loops;
  const ObjectType& type = *type_.type;
  AccountRows rows(context_, row_type_, changes.size());
  std::vector<uint32_t> identities;
  std::vector<int32_t> reads = ReadsOf(*context_.program, loops);
  for (const FilteredChange& change : changes) {
    uint32_t row = rows.Add();
    identities.push_back(change.identity);
    for (int32_t attribute : reads) {
      const DerivedAttribute* derived = type.DerivedAt(attribute);
      if (derived != nullptr && derived->what == ReadThrough::kChange) {
        rows.SetNumber(row, attribute, static_cast<int32_t>(change.change.kind));
      } else if (derived != nullptr) {
        if (derived->what == ReadThrough::kBefore)
          rows.Set(row, attribute, seen(chunk, change.identity, derived->last));
      } else {
        const std::string& name = type.attributes[static_cast<size_t>(attribute)].identifier;
        const std::vector<AttributeDelta>& deltas = change.change.deltas;
        auto delta = std::find_if(deltas.begin(), deltas.end(),
                                  [&](const AttributeDelta& d) { return d.attribute == name; });
        rows.Set(row, attribute,
                 delta != deltas.end() ? delta->wanted : expected(chunk, change.identity, attribute));
      }
    }
  }
  auto open = [&](uint32_t row) { return !changes[row].skipped && !changes[row].failed; };
  auto apply = [&](const LoopOutput& output, const LoopResult& result, size_t o, uint32_t r, uint32_t row) {
    FilteredChange& change = changes[row];
    if (result.outcome(o, r) == Outcome::kFailed) change.failed = true;
    if (output.kind == OutputKind::kSkip && result.truth(o, r)) change.skipped = true;
    if (output.kind == OutputKind::kNotify && result.outcome(o, r) == Outcome::kValue)
      AddNotices(static_cast<const Text*>(result.value(o, r))->view(), chunk.ids[change.identity],
                 context_.rule_ordinals[static_cast<size_t>(output.rule)], notices);
    if (output.kind == OutputKind::kHold && result.outcome(o, r) == Outcome::kValue && change.hold.empty()) {
      const Text& reason = *static_cast<const Text*>(result.value(o, r));
      change.hold = context_.program->rules[static_cast<size_t>(output.rule)].id;
      if (reason.length > 0) change.hold += ": " + reason.str();
    }
    std::vector<std::string> texts;
    // A deletion has no values.
    if (output.kind != OutputKind::kAttribute || change.change.kind == PendingKind::kDelete ||
        !GivenTexts(context_, type, output, result, o, r, texts, change.failed))
      return;
    rows.Set(row, output.attribute, texts);
    const Attribute& attribute = type.attributes[static_cast<size_t>(output.attribute)];
    std::vector<AttributeDelta>& deltas = change.change.deltas;
    std::erase_if(deltas,
                  [&](const AttributeDelta& delta) { return delta.attribute == attribute.identifier; });
    if (SameTexts(attribute, expected(chunk, change.identity, output.attribute), texts)) return;
    deltas.push_back({attribute.identifier, seen(chunk, change.identity, output.attribute), std::move(texts),
                      context_.rule_ordinals[static_cast<size_t>(output.rule)]});
  };
  return RunAll(context_, chunk, loops, rows, identities, open, apply);
}

}  // namespace idx::runtime
