#include "runtime/outbound/account_filters.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <map>

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

// The texts that an output gives its attribute; false where it has no opinion, or gives (failed) what no
// account can have.
bool GivenTexts(const RunContext& context, const ObjectType& type, const LoopOutput& output,
                const LoopResult& result, size_t o, uint32_t r, std::vector<std::string>& texts, bool& failed,
                std::vector<std::string>& complaints) {
  Outcome outcome = result.outcome(o, r);
  if (outcome != Outcome::kValue && outcome != Outcome::kClear) return false;
  const Attribute& attribute = type.attributes[static_cast<size_t>(output.attribute)];
  const void* value = outcome == Outcome::kValue ? AtBorder(attribute, result.value(o, r)) : nullptr;
  bool storable = IsStorable(attribute, value);
  if (!storable || (value == nullptr && attribute.required)) {
    failed = true;
    complaints.push_back(fmt::format(
        "{} would {}: the account stays as it is", attribute.name,
        storable ? "become empty, and it is required" : "hold what is no text that can be stored"));
    return false;
  }
  texts = TextsOf(*context.configuration, type, output.attribute, value);
  return true;
}

bool Has(const std::vector<int32_t>& attributes, int32_t attribute) {
  return std::find(attributes.begin(), attributes.end(), attribute) != attributes.end();
}

const WantedValue* FindWanted(const std::vector<WantedValue>& wanted, int32_t attribute) {
  auto known = std::find_if(wanted.begin(), wanted.end(),
                            [&](const WantedValue& value) { return value.attribute == attribute; });
  return known == wanted.end() ? nullptr : &*known;
}

const AttributeDelta* FindDelta(const std::vector<AttributeDelta>& deltas, const std::string& name) {
  auto known = std::find_if(deltas.begin(), deltas.end(),
                            [&](const AttributeDelta& delta) { return delta.attribute == name; });
  return known == deltas.end() ? nullptr : &*known;
}

// In the place that a value of the attribute had: what is signed does not depend on who gave it.
void PutDelta(std::vector<AttributeDelta>& deltas, AttributeDelta delta) {
  for (AttributeDelta& known : deltas)
    if (known.attribute == delta.attribute) {
      known = std::move(delta);
      return;
    }
  deltas.push_back(std::move(delta));
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

std::vector<FilterReport> AccountFilters::RunAccounts(const AccountChunk& chunk,
                                                      std::vector<FilteredAccount>& accounts,
                                                      const TextsOfAccount& shown,
                                                      std::vector<Notice>& notices) const {
  const std::vector<int32_t>& loops = type_.plan->outbound_filter_loops;
  AccountRows rows(context_, row_type_, accounts.size());
  std::vector<uint32_t> identities;
  std::vector<int32_t> reads = ReadsOf(*context_.program, loops);
  for (const FilteredAccount& account : accounts) {
    uint32_t row = rows.Add();
    identities.push_back(account.identity);
    for (int32_t attribute : reads) {
      const WantedValue* wanted = FindWanted(account.wanted, attribute);
      rows.Set(row, attribute, wanted != nullptr ? wanted->texts : shown(chunk, account.identity, attribute));
    }
  }
  const ProvisionSettings& settings = type_.settings->provision;
  auto open = [&](uint32_t row) { return !accounts[row].skipped && !accounts[row].failed; };
  auto apply = [&](const LoopOutput& output, const LoopResult& result, size_t o, uint32_t r, uint32_t row) {
    FilteredAccount& account = accounts[row];
    int32_t rule = context_.rule_ordinals[static_cast<size_t>(output.rule)];
    if (result.outcome(o, r) == Outcome::kFailed) account.failed = true;
    std::vector<std::string> texts;
    bool stays = Has(account.settled, output.attribute) && output.attribute != settings.enabled_attribute;
    if (output.kind == OutputKind::kAttribute && !stays &&
        GivenTexts(context_, *type_.type, output, result, o, r, texts, account.failed, account.complaints)) {
      rows.Set(row, output.attribute, texts);
      Want(account.wanted, output.attribute, std::move(texts), rule);
    }
    bool on = output.kind == OutputKind::kEnable, off = output.kind == OutputKind::kDisable;
    // Disabling wins over enabling, whoever said it first.
    if ((on || off) && result.truth(o, r) && settings.enabled_attribute >= 0 && !(on && account.disabled)) {
      account.disabled |= off;
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

std::vector<FilterReport> AccountFilters::FilterAccounts(const AccountChunk& chunk,
                                                         std::vector<FilteredAccount>& accounts,
                                                         const TextsOfAccount& expected,
                                                         std::vector<Notice>& notices) const {
  std::vector<FilteredAccount> before = accounts;
  std::vector<FilterReport> reports = RunAccounts(chunk, accounts, expected, notices);
  Settle(chunk, accounts, before, expected);
  return reports;
}

std::string AccountFilters::Unstable(int32_t attribute, int32_t rule, const std::vector<std::string>& first,
                                     const std::vector<std::string>& second) const {
  std::string id;
  for (size_t i = 0; i < context_.rule_ordinals.size(); ++i)
    if (context_.rule_ordinals[i] == rule) id = context_.program->rules[i].id;
  return fmt::format(
      "{} would make {} \"{}\", and \"{}\" the next time, since no mapper gives it a value: it stays as it "
      "is",
      id, type_.type->attributes[static_cast<size_t>(attribute)].name, fmt::join(first, ", "),
      fmt::join(second, ", "));
}

// What a filter gives an attribute of which no mapper speaks, it reads the next time.
void AccountFilters::Settle(const AccountChunk& chunk, std::vector<FilteredAccount>& accounts,
                            const std::vector<FilteredAccount>& before,
                            const TextsOfAccount& expected) const {
  const std::vector<Attribute>& attributes = type_.type->attributes;
  std::vector<FilteredAccount> again;
  std::map<uint32_t, FilteredAccount*> asked;  // by identity
  for (size_t i = 0; i < accounts.size(); ++i) {
    FilteredAccount& account = accounts[i];
    if (account.skipped || account.failed) continue;
    bool changes = false;
    for (const WantedValue& value : account.wanted)
      changes |= FindWanted(before[i].wanted, value.attribute) == nullptr &&
                 !SameTexts(attributes[static_cast<size_t>(value.attribute)],
                            expected(chunk, account.identity, value.attribute), value.texts);
    if (!changes) continue;
    again.push_back(before[i]);
    asked[account.identity] = &account;
  }
  if (again.empty()) return;
  auto shown = [&](const AccountChunk& c, uint32_t identity, int32_t attribute) {
    const WantedValue* value = FindWanted(asked.at(identity)->wanted, attribute);
    return value != nullptr ? value->texts : expected(c, identity, attribute);
  };
  std::vector<Notice> told_already;
  RunAccounts(chunk, again, shown, told_already);
  for (size_t k = 0; k < again.size(); ++k) {
    FilteredAccount& account = *asked.at(again[k].identity);
    if (again[k].skipped || again[k].failed) continue;
    std::erase_if(account.wanted, [&](const WantedValue& value) {
      const WantedValue* second = FindWanted(again[k].wanted, value.attribute);
      if (second == nullptr ||
          SameTexts(attributes[static_cast<size_t>(value.attribute)], value.texts, second->texts))
        return false;
      account.complaints.push_back(Unstable(value.attribute, value.rule, value.texts, second->texts));
      return true;
    });
  }
}

std::vector<FilterReport> AccountFilters::RunChanges(const AccountChunk& chunk,
                                                     std::vector<FilteredChange>& changes,
                                                     const TextsOfAccount& expected,
                                                     const TextsOfAccount& seen,
                                                     std::vector<Notice>& notices) const {
  const std::vector<int32_t>& loops = type_.plan->export_filter_loops;
  const ObjectType& type = *type_.type;
  AccountRows rows(context_, row_type_, changes.size());
  std::vector<uint32_t> identities;
  std::vector<int32_t> reads = ReadsOf(*context_.program, loops);
  int32_t kind_attribute = -1;
  for (const FilteredChange& change : changes) {
    uint32_t row = rows.Add();
    identities.push_back(change.identity);
    for (int32_t attribute : reads) {
      const DerivedAttribute* derived = type.DerivedAt(attribute);
      if (derived != nullptr && derived->what == ReadThrough::kChange) {
        kind_attribute = attribute;
        rows.SetNumber(row, attribute, static_cast<int32_t>(change.change.kind));
      } else if (derived != nullptr) {
        if (derived->what == ReadThrough::kBefore)
          rows.Set(row, attribute, seen(chunk, change.identity, derived->last));
      } else {
        const AttributeDelta* delta =
            FindDelta(change.change.deltas, type.attributes[static_cast<size_t>(attribute)].identifier);
        rows.Set(row, attribute,
                 delta != nullptr ? delta->wanted : expected(chunk, change.identity, attribute));
      }
    }
  }
  int32_t enabled_attribute = type_.settings->provision.enabled_attribute;
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
    bool stays = Has(change.settled, output.attribute) && output.attribute != enabled_attribute;
    PendingKind& kind = change.change.kind;
    // A deletion has no values.
    if (output.kind != OutputKind::kAttribute || kind == PendingKind::kDelete || stays ||
        !GivenTexts(context_, type, output, result, o, r, texts, change.failed, change.complaints))
      return;
    rows.Set(row, output.attribute, texts);
    const Attribute& attribute = type.attributes[static_cast<size_t>(output.attribute)];
    std::vector<AttributeDelta>& deltas = change.change.deltas;
    if (SameTexts(attribute, expected(chunk, change.identity, output.attribute), texts)) {
      std::erase_if(deltas,
                    [&](const AttributeDelta& delta) { return delta.attribute == attribute.identifier; });
    } else {
      PutDelta(deltas, {attribute.identifier, seen(chunk, change.identity, output.attribute),
                        std::move(texts), context_.rule_ordinals[static_cast<size_t>(output.rule)]});
    }
    if (kind == PendingKind::kCreate) return;
    kind = KindOfDeltas(type, type_.settings->provision, deltas);
    if (kind_attribute >= 0) rows.SetNumber(row, kind_attribute, static_cast<int32_t>(kind));
  };
  return RunAll(context_, chunk, loops, rows, identities, open, apply);
}

std::vector<FilterReport> AccountFilters::FilterChanges(const AccountChunk& chunk,
                                                        std::vector<FilteredChange>& changes,
                                                        const TextsOfAccount& expected,
                                                        const TextsOfAccount& seen,
                                                        std::vector<Notice>& notices) const {
  std::vector<FilteredChange> before = changes;
  std::vector<FilterReport> reports = RunChanges(chunk, changes, expected, seen, notices);
  Settle(chunk, changes, before, expected, seen);
  return reports;
}

void AccountFilters::Settle(const AccountChunk& chunk, std::vector<FilteredChange>& changes,
                            const std::vector<FilteredChange>& before, const TextsOfAccount& expected,
                            const TextsOfAccount& seen) const {
  const ObjectType& type = *type_.type;
  auto given = [&](const FilteredChange& change, const FilteredChange& was, const AttributeDelta& delta) {
    return FindDelta(was.change.deltas, delta.attribute) != nullptr ||
           Has(change.given, type.Find(delta.attribute));
  };
  std::vector<FilteredChange> again;
  std::map<uint32_t, FilteredChange*> asked;  // by identity
  for (size_t i = 0; i < changes.size(); ++i) {
    FilteredChange& change = changes[i];
    if (change.skipped || change.failed) continue;
    const std::vector<AttributeDelta>& deltas = change.change.deltas;
    if (std::all_of(deltas.begin(), deltas.end(),
                    [&](const AttributeDelta& delta) { return given(change, before[i], delta); }))
      continue;
    again.push_back(before[i]);
    asked[change.identity] = &change;
  }
  if (again.empty()) return;
  auto shown = [&](const AccountChunk& c, uint32_t identity, int32_t attribute) {
    const FilteredChange& change = *asked.at(identity);
    const AttributeDelta* delta =
        Has(change.given, attribute)
            ? nullptr
            : FindDelta(change.change.deltas, type.attributes[static_cast<size_t>(attribute)].identifier);
    return delta != nullptr ? delta->wanted : expected(c, identity, attribute);
  };
  std::vector<FilteredChange> was = again;
  std::vector<Notice> told_already;
  RunChanges(chunk, again, shown, seen, told_already);
  for (size_t k = 0; k < again.size(); ++k) {
    FilteredChange& change = *asked.at(again[k].identity);
    if (again[k].skipped || again[k].failed) continue;
    std::erase_if(change.change.deltas, [&](const AttributeDelta& delta) {
      if (given(change, was[k], delta)) return false;
      const AttributeDelta* second = FindDelta(again[k].change.deltas, delta.attribute);
      if (second == nullptr) return false;  // the same again
      change.complaints.push_back(
          Unstable(type.Find(delta.attribute), delta.rule, delta.wanted, second->wanted));
      return true;
    });
  }
}

bool AccountFilters::Gives(int32_t rule, int32_t attribute) const {
  for (const auto* loops : {&type_.plan->outbound_filter_loops, &type_.plan->export_filter_loops})
    for (int32_t loop : *loops)
      for (const LoopOutput& output : context_.program->loops[static_cast<size_t>(loop)].outputs)
        if (output.kind == OutputKind::kAttribute && output.attribute == attribute &&
            context_.rule_ordinals[static_cast<size_t>(output.rule)] == rule)
          return true;
  return false;
}

}  // namespace idx::runtime
