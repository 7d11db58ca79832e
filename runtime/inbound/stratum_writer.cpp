#include "runtime/inbound/stratum_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "runtime/state/bulk.h"
#include "runtime/state/derived_columns.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

// Positions of the own columns in a stratum's layout.
enum Own : uint32_t { kId, kPublicId };

std::vector<int32_t> ReadsOf(const FlowPlan& plan) {
  std::vector<int32_t> reads = plan.classify_derived;
  for (const FilterPlan& filter : plan.filters)
    reads.insert(reads.end(), filter.derived.begin(), filter.derived.end());
  return reads;
}

// The attributes that filters give, some of them by what they read through references.
void AddWrites(const RunContext& context, const FlowPlan& plan, bool by_references,
               std::set<int32_t>& writes) {
  for (const FilterPlan& filter : plan.filters) {
    if (by_references && filter.derived.empty()) continue;
    for (const compiler::LoopOutput& output :
         context.program->loops[static_cast<size_t>(filter.loop)].outputs)
      if (output.kind == compiler::OutputKind::kAttribute) writes.insert(output.attribute);
  }
  if (by_references && !plan.classify_derived.empty()) writes.insert(kVaultClassification);
}

bool IsKept(const Stratum& stratum, int32_t attribute) {
  return std::binary_search(stratum.attributes.begin(), stratum.attributes.end(), attribute);
}

// Do the join rules into the type read through its references, or what such reads decide?
bool JoinsRead(const RunContext& context, const FlowPlan& plan) {
  std::set<int32_t> decided;
  AddWrites(context, plan, true, decided);
  bool read = false;
  auto look = [&](int32_t index, size_t slot) {
    const compiler::Loop& loop = context.program->loops[static_cast<size_t>(index)];
    if (slot >= loop.reads.size()) return;
    for (int32_t attribute : loop.reads[slot])
      read |= plan.type->DerivedAt(attribute) != nullptr || decided.contains(attribute);
  };
  for (const TypeState* source : plan.sources) {
    if (source->plan == nullptr) continue;
    for (const compiler::JoinRulePlan& join : source->plan->joins) {
      look(join.predicate_loop, 1);
      for (const auto& probe : join.probes)
        for (const compiler::JoinKeyPlan& key : probe) look(key.vault_loop, 0);
    }
  }
  return read;
}

}  // namespace

StratumWriter::StratumWriter(RunContext& context, std::vector<std::unique_ptr<VaultWork>>& works)
    : context_(context), works_(works), strata_(StrataOf(*context.program)) {
  if (strata_.empty()) return;
  for (const auto& work : works) for_joining_ |= JoinsRead(context, work->plan);
}

Status StratumWriter::Refresh() {
  Changed changed(works_.size());
  for (auto& work : works_) work->flow->DecideOnce();
  bool later = false;  // classes that read through references, and are read so
  for (const Stratum& stratum : strata_) {
    auto v = static_cast<size_t>(stratum.vault_type);
    IDX_TRY(Store(stratum, false, changed[v]));
    later |= IsKept(stratum, kVaultClassification) && !works_[v]->plan.classify_derived.empty();
  }
  IDX_TRY(TouchReaders(changed));
  if (!later) return {};
  for (const Stratum& stratum : strata_) {
    auto v = static_cast<size_t>(stratum.vault_type);
    changed[v].clear();
    if (IsKept(stratum, kVaultClassification)) IDX_TRY(Store(stratum, true, changed[v]));
  }
  return TouchReaders(changed);
}

Status StratumWriter::Store(const Stratum& stratum, bool classes, std::vector<int64_t>& changed) {
  VaultWork& work = *works_[static_cast<size_t>(stratum.vault_type)];
  RowLayout layout({{"id", TypeKind::kLong}, {"public_id", TypeKind::kGuid}}, *work.plan.type,
                   stratum.attributes);
  for (size_t first = 0; first < work.touched.size(); first += kFlowChunk) {
    size_t last = std::min<size_t>(work.touched.size(), first + kFlowChunk);
    std::vector<int64_t> ids(work.touched.begin() + static_cast<ptrdiff_t>(first),
                             work.touched.begin() + static_cast<ptrdiff_t>(last));
    IDX_ASSIGN(auto flow, work.flow->ComputeStratum(std::move(ids), classes));
    IDX_TRY(StoreChunk(stratum, layout, *flow, changed));
    FaultPoint(context_);
  }
  return {};
}

Status StratumWriter::StoreChunk(const Stratum& stratum, const RowLayout& layout, const FlowResult& flow,
                                 std::vector<int64_t>& changed) {
  VaultWork& work = *works_[static_cast<size_t>(stratum.vault_type)];
  std::string table = QuoteIdentifier(StratumTable(*work.plan.type));
  auto count = static_cast<uint32_t>(flow.ids.size());
  BatchBuilder known(layout.type(), 2 * count + 2), rows(layout.type(), count);
  IDX_TRY(ReadRows(*context_.db, layout, fmt::format("FROM {} WHERE {}", table, IdCondition("id", flow.ids)),
                   known));
  std::vector<int32_t> known_row(count, -1);
  Batch before = known.batch(), fresh = flow.fresh->batch();
  for (uint32_t r = 0; r < before.rows; ++r) {
    auto place = std::lower_bound(flow.ids.begin(), flow.ids.end(), before.columns[kId].At<int64_t>(r));
    if (place != flow.ids.end() && *place == before.columns[kId].At<int64_t>(r))
      known_row[static_cast<size_t>(place - flow.ids.begin())] = static_cast<int32_t>(r);
  }
  for (uint32_t i = 0; i < count; ++i) {
    bool same = known_row[i] >= 0;
    auto was = [&](int32_t a) {
      return ValueAt(work.plan.type->At(a), before.columns[layout.ColumnOf(a)],
                     static_cast<uint32_t>(known_row[i]));
    };
    // A value that stays is here what the mapper gave last, and in the Vault perhaps a filter's.
    auto is = [&](int32_t a) {
      bool stays = known_row[i] >= 0 && (flow.settled.contains({i, a}) || flow.redecided.contains({i, a}));
      return stays ? was(a) : ValueAt(work.plan.type->At(a), fresh.columns[a], i);
    };
    for (int32_t a : stratum.attributes) {
      if (!same) break;
      // Rules see each letter: what is equal enough for the Vault is not for them.
      Attribute exact = work.plan.type->At(a);
      exact.equality = Equality::kExact;
      same = SameValue(exact, was(a), is(a));
    }
    if (same) continue;
    changed.push_back(flow.ids[i]);
    uint32_t row = rows.AddRow();
    rows.Set(kId, row, flow.ids[i]);
    rows.Set(kPublicId, row, work.PublicIdOf(flow, i));
    for (int32_t a : stratum.attributes)
      StoreValue(work.plan.type->At(a), is(a), rows, static_cast<uint32_t>(layout.ColumnOf(a)), row);
  }
  return UpsertById(*context_.db, layout, table, rows);
}

Status StratumWriter::TouchReaders(const Changed& changed) {
  for (auto& work : works_) {
    std::set<int32_t> written;
    AddWrites(context_, work->plan, false, written);
    std::vector<int32_t> reads = ReadsOf(work->plan);
    // The mappers' references, and those that filters gave instead of them.
    std::vector<std::string> tables = {StratumTable(*work->plan.type)};
    for (const DerivedAttribute* derived : DerivedAmong(*work->plan.type, reads))
      if (written.contains(derived->through.front()) && tables.size() == 1)
        tables.push_back(work->plan.type->table);
    std::vector<int64_t> readers;
    for (const ReferenceStep& step :
         StepsOf(*context_.configuration, *work->plan.type, reads, VaultSeen::kStratum)) {
      const std::vector<int64_t>& ids = changed[static_cast<size_t>(step.type)];
      for (size_t first = 0; first < ids.size(); first += kFlowChunk) {
        std::vector<int64_t> chunk(
            ids.begin() + static_cast<ptrdiff_t>(first),
            ids.begin() + static_cast<ptrdiff_t>(std::min<size_t>(ids.size(), first + kFlowChunk)));
        for (const std::string& table : tables) {
          IDX_ASSIGN(auto some, ReadIds(*context_.db, fmt::format("SELECT DISTINCT o.id FROM {} o{} WHERE {}",
                                                                  QuoteIdentifier(table), step.joins,
                                                                  IdCondition(step.m + ".id", chunk))));
          readers.insert(readers.end(), some.begin(), some.end());
        }
      }
    }
    work->Touch(std::move(readers));
  }
  return {};
}

}  // namespace idx::runtime
