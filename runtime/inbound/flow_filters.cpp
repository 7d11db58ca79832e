// Classes, filters and deletions of a chunk: what comes after the mappers.
#include <fmt/format.h>

#include <algorithm>

#include "runtime/inbound/vault_flow.h"
#include "runtime/state/derived_rows.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

constexpr uint32_t kClass = static_cast<uint32_t>(kVaultClassification);

int32_t ClassOf(const Batch& fresh, uint32_t row) {
  const Column& column = fresh.columns[kClass];
  return column.IsValid(row) ? column.At<int32_t>(row) : -1;
}

}  // namespace

// A class is a kept decision: made once, when there is none.
void VaultFlow::KeepClasses(FlowResult& flow) const {
  for (uint32_t i = 0; i < flow.ids.size(); ++i) KeepStored(flow, i, kVaultClassification);
}

Status VaultFlow::Classify(FlowResult& flow) const {
  std::vector<uint32_t> open;
  for (uint32_t i = 0; i < flow.ids.size(); ++i)
    if (ClassOf(flow.fresh->batch(), i) < 0) open.push_back(i);
  if (plan_.classify_loop < 0 || open.empty()) return {};
  std::unique_ptr<RowsWithDerived> through;
  if (!plan_.classify_derived.empty()) {
    IDX_ASSIGN(through, ReadDerived(*context_.db, *context_.configuration, *plan_.type, flow.fresh->batch(),
                                    plan_.classify_derived));
  }
  compiler::SlotInput slot{through ? through->batch : flow.fresh->batch(), open.data()};
  LoopResult result =
      context_.loops->Run(plan_.classify_loop, {&slot, 1}, static_cast<uint32_t>(open.size()));
  const compiler::LoopOutput& output =
      context_.program->loops[static_cast<size_t>(plan_.classify_loop)].outputs.front();
  Tell(result, open, -1, nullptr, flow);
  for (uint32_t r = 0; r < open.size(); ++r) {
    uint32_t i = open[r];
    if (result.outcome(0, r) == Outcome::kFailed) flow.withheld[i] = 1;
    if (result.outcome(0, r) != Outcome::kValue) continue;
    flow.fresh->Set(kClass, i, *static_cast<const int32_t*>(result.value(0, r)));
    if (output.rule >= 0)
      flow.provenance[i][kClass] = context_.rule_ordinals[static_cast<size_t>(output.rule)];
    flow.classified[i] = 1;
  }
  return {};
}

// What they read through references is read for all of them at once, and again after one has written a
// reference on the way.
Status VaultFlow::RunFilters(FlowResult& flow) const {
  std::vector<int32_t> derived;
  for (const FilterPlan& filter : plan_.filters)
    derived.insert(derived.end(), filter.derived.begin(), filter.derived.end());
  std::sort(derived.begin(), derived.end());
  derived.erase(std::unique(derived.begin(), derived.end()), derived.end());
  std::unique_ptr<RowsWithDerived> through;
  for (const FilterPlan& filter : plan_.filters) {
    if (!filter.derived.empty() && through == nullptr) {
      IDX_ASSIGN(through, ReadDerived(*context_.db, *context_.configuration, *plan_.type, flow.fresh->batch(),
                                      derived));
    }
    RunFilter(filter, through ? through->batch : flow.fresh->batch(), flow);
    for (const compiler::LoopOutput& output :
         context_.program->loops[static_cast<size_t>(filter.loop)].outputs)
      if (output.kind == compiler::OutputKind::kAttribute &&
          plan_.type->attributes[static_cast<size_t>(output.attribute)].is_reference())
        through.reset();
  }
  return {};
}

void VaultFlow::RunFilter(const FilterPlan& filter, const Batch& fresh, FlowResult& flow) const {
  SourceRows& source = flow.sources[filter.source];
  std::vector<uint32_t> rows, app_rows, vault_rows;
  for (uint32_t r = 0; r < source.selection.size(); ++r) {
    uint32_t i = source.identity[r];
    bool of_class = filter.classification < 0 || ClassOf(fresh, i) == filter.classification;
    if (source.vanished[r] || !of_class) continue;
    rows.push_back(r);
    app_rows.push_back(source.selection[r]);
    vault_rows.push_back(i);
  }
  if (rows.empty()) return;
  compiler::SlotInput slots[] = {{source.batch, app_rows.data()}, {fresh, vault_rows.data()}};
  LoopResult result = context_.loops->Run(filter.loop, slots, static_cast<uint32_t>(rows.size()));
  Tell(result, vault_rows, static_cast<int32_t>(filter.source), &rows, flow);
  ApplyFilter(filter, result, rows, flow);
}

void VaultFlow::ApplyFilter(const FilterPlan& filter, const LoopResult& result,
                            const std::vector<uint32_t>& rows, FlowResult& flow) const {
  using compiler::OutputKind;
  const compiler::Loop& loop = context_.program->loops[static_cast<size_t>(filter.loop)];
  SourceRows& source = flow.sources[filter.source];
  int32_t ordinal = context_.rule_ordinals[static_cast<size_t>(filter.rule)];
  for (size_t o = 0; o < loop.outputs.size(); ++o) {
    const compiler::LoopOutput& output = loop.outputs[o];
    for (uint32_t r = 0; r < rows.size(); ++r) {
      uint32_t i = source.identity[rows[r]];
      Outcome outcome = result.outcome(o, r);
      if (outcome == Outcome::kFailed) {
        flow.withheld[i] = 1;
        source.filtered_well[rows[r]] = 0;
      }
      if (output.kind == OutputKind::kAttribute &&
          (outcome == Outcome::kValue || outcome == Outcome::kClear)) {
        const Attribute& attribute = plan_.type->attributes[static_cast<size_t>(output.attribute)];
        const void* value = outcome == Outcome::kValue ? AtBorder(attribute, result.value(o, r)) : nullptr;
        if (!IsStorable(attribute, value) || flow.settled.contains({i, output.attribute})) continue;
        StoreValue(attribute, value, *flow.fresh, static_cast<uint32_t>(output.attribute), i);
        flow.provenance[i][static_cast<size_t>(output.attribute)] = ordinal;
      }
      if (output.kind == OutputKind::kSkip && result.truth(o, r)) flow.skipped[i] = 1;
      bool on = output.kind == OutputKind::kEnable && result.truth(o, r);
      bool off = output.kind == OutputKind::kDisable && result.truth(o, r);
      // vault.Enabled = false says the same as sync.Disable(vault).
      if (output.kind == OutputKind::kAttribute && output.attribute == kVaultEnabled &&
          (outcome == Outcome::kValue || outcome == Outcome::kClear)) {
        on = result.truth(o, r);
        off = !on;
      }
      // Disabling wins over enabling, whoever said it first.
      if ((on || off) && source.filter_enabled[rows[r]] != 0) {
        source.filter_enabled[rows[r]] = on ? 1 : 0;
        source.filter_rule[rows[r]] = filter.rule;
      }
      if (output.kind == OutputKind::kNotify && outcome == Outcome::kValue)
        AddNotices(static_cast<const Text*>(result.value(o, r))->view(), flow.ids[i], ordinal, flow.notices);
      if (output.kind == OutputKind::kDelete && outcome == Outcome::kValue) {
        int64_t ticks = static_cast<const TimeSpan*>(result.value(o, r))->ticks;
        flow.wishes.push_back({i, plan_.sources[filter.source]->id, ordinal,
                               std::max<int64_t>(0, (ticks + kTicksPerDay - 1) / kTicksPerDay)});
      }
    }
  }
}

// A kept deletion that is due and whose cause still holds, or cannot be seen to have gone, falls.
void VaultFlow::DecideDeletions(FlowResult& flow) const {
  for (uint32_t i = 0; i < flow.ids.size(); ++i)
    if (flow.stored_row[i] >= 0)
      flow.deleted[i] =
          flow.stored->batch().columns[kVaultDeleted].At<uint8_t>(static_cast<uint32_t>(flow.stored_row[i]));
  std::vector<uint8_t> alive(flow.ids.size(), 0), wanted(flow.ids.size(), 0);
  for (const DeletionWish& wish : flow.wishes) wanted[wish.identity] = 1;
  for (const SourceRows& source : flow.sources)
    for (uint32_t r = 0; r < source.selection.size(); ++r)
      if (!source.vanished[r] && source.filtered_well[r] && !wanted[source.identity[r]])
        alive[source.identity[r]] = 1;
  for (const FutureDeletion& future : flow.futures)
    if (future.due) flow.deleted[future.identity] = 1;
  for (uint32_t i = 0; i < flow.ids.size(); ++i)
    if (alive[i]) flow.deleted[i] = 0;
}

// Skipped: as it was. Withheld: as it was, but for being disabled.
void VaultFlow::Withhold(FlowResult& flow) const {
  Batch fresh = flow.fresh->batch();
  for (uint32_t i = 0; i < flow.ids.size(); ++i) {
    if (!flow.withheld[i] && !flow.skipped[i]) continue;
    if (flow.stored_row[i] < 0) {
      // Nobody knew of the identity before: nothing is done about it, as long as it is skipped.
      if (flow.skipped[i]) flow.withheld[i] = 1;
      continue;
    }
    if (flow.skipped[i] &&
        flow.stored->batch().columns[kVaultWithheld].At<uint8_t>(static_cast<uint32_t>(flow.stored_row[i])))
      flow.withheld[i] = 1;
    bool enabled = fresh.columns[kVaultEnabled].At<uint8_t>(i) != 0;
    int32_t enabled_rule = flow.provenance[i][static_cast<size_t>(kVaultEnabled)];
    for (int32_t a = 0; a < static_cast<int32_t>(plan_.type->attributes.size()); ++a) {
      flow.provenance[i][static_cast<size_t>(a)] = 0;
      KeepStored(flow, i, a);
    }
    flow.classified[i] = 0;
    if (flow.skipped[i] || enabled) continue;
    flow.fresh->Set(static_cast<uint32_t>(kVaultEnabled), i, uint8_t{0});
    flow.provenance[i][static_cast<size_t>(kVaultEnabled)] = enabled_rule;
  }
}

}  // namespace idx::runtime
