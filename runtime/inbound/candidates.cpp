#include "runtime/inbound/candidates.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>

#include "runtime/state/bulk.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

std::vector<int64_t> Slice(const std::vector<int64_t>& ids, size_t first, size_t count) {
  return {ids.begin() + static_cast<ptrdiff_t>(first),
          ids.begin() + static_cast<ptrdiff_t>(std::min(ids.size(), first + count))};
}

// Null and "" never match.
bool IsKey(TypeKind kind, const void* value) {
  if (kind != TypeKind::kString) return true;
  const Text& text = *static_cast<const Text*>(value);
  return !text.is_null() && text.length > 0;
}

}  // namespace

Candidates::Candidates(RunContext& context, const TypeState& type, VaultWork& work,
                       const std::vector<int64_t>& objects)
    : context_(context),
      type_(type),
      work_(work),
      objects_(objects),
      vault_type_(WithDerived(*work.plan.type)) {
  for (const compiler::JoinRulePlan& join : type.plan->joins) {
    Rule& rule = rules_.emplace_back();
    rule.cross = join.probes.empty();
    for (const auto& keys : join.probes) {
      rule.probes.push_back({keys, {}, {}});
      for (const compiler::JoinKeyPlan& key : keys) {
        AddReads(context.program->loops[static_cast<size_t>(key.app_loop)], 0, app_reads_);
        AddReads(context.program->loops[static_cast<size_t>(key.vault_loop)], 0, vault_reads_);
      }
    }
  }
}

void Candidates::FailedKeys::Add(int64_t id, const RunContext& context, const compiler::RowError& error) {
  ids.push_back(id);
  if (why.size() < kMaxFindings) why.emplace(id, FindingOf(context, error));
}

Finding Candidates::FailedKeys::Why(int64_t id) const {
  auto found = why.find(id);
  return found == why.end() ? Finding{"", "", "", "", "a key of the join rule failed"} : found->second;
}

Result<std::unique_ptr<BatchBuilder>> Candidates::ReadObjects(const RowLayout& layout,
                                                              const std::vector<int64_t>& ids) const {
  auto rows = std::make_unique<BatchBuilder>(layout.type(), static_cast<uint32_t>(2 * ids.size() + 2));
  IDX_TRY(ReadRows(
      *context_.db, layout,
      fmt::format("FROM {} WHERE {} ORDER BY id", QuoteIdentifier(type_.type->table), IdCondition("id", ids)),
      *rows));
  return rows;
}

void Candidates::HashKeys(const Probe& probe, bool app_side, const compiler::SlotInput& slot, uint32_t rows,
                          std::vector<uint64_t>& hashes, std::vector<uint8_t>& has,
                          std::vector<compiler::RowError>& failed) const {
  hashes.assign(rows, 0);
  has.assign(rows, 1);
  failed.clear();
  for (const compiler::JoinKeyPlan& key : probe.keys) {
    int32_t loop = app_side ? key.app_loop : key.vault_loop;
    TypeKind kind = context_.program->loops[static_cast<size_t>(loop)].outputs.front().type;
    LoopResult result = context_.loops->Run(loop, {&slot, 1}, rows);
    failed.insert(failed.end(), result.errors().begin(), result.errors().end());
    for (uint32_t r = 0; r < rows; ++r) {
      if (result.outcome(0, r) == Outcome::kFailed) failed.push_back({-1, r});
      if (result.outcome(0, r) != Outcome::kValue || !IsKey(kind, result.value(0, r))) {
        has[r] = 0;
      } else if (has[r]) {
        hashes[r] = CombineHashes(hashes[r], HashValue(kind, result.value(0, r), key.ignore_case));
      }
    }
  }
  using compiler::RowError;
  // One of each row: what the evaluator said goes before our own note.
  std::sort(failed.begin(), failed.end(), [](const RowError& a, const RowError& b) {
    return std::tuple(a.row, a.kind == EvalErrorKind::kNone, a.where.line, a.where.column) <
           std::tuple(b.row, b.kind == EvalErrorKind::kNone, b.where.line, b.where.column);
  });
  failed.erase(std::unique(failed.begin(), failed.end(),
                           [](const RowError& a, const RowError& b) { return a.row == b.row; }),
               failed.end());
}

void Candidates::AddAppKeys(const Batch& batch, uint32_t first) {
  std::vector<uint64_t> hashes;
  std::vector<uint8_t> has;
  std::vector<compiler::RowError> failed;
  for (Rule& rule : rules_) {
    for (Probe& probe : rule.probes) {
      HashKeys(probe, true, {batch, nullptr}, batch.rows, hashes, has, failed);
      for (uint32_t r = 0; r < batch.rows; ++r)
        if (has[r]) probe.table.Add(hashes[r], first + r);
      for (const compiler::RowError& error : failed) {
        rule.failed_objects.Add(first + error.row, context_, error);
      }
    }
  }
}

void Candidates::ProbeVault(const Batch& batch, const std::vector<uint32_t>& rows, const Found& found,
                            const Failed& failed) {
  std::vector<uint64_t> hashes;
  std::vector<uint8_t> has;
  std::vector<compiler::RowError> errors;
  uint32_t count = static_cast<uint32_t>(rows.size());
  for (size_t rule = 0; rule < rules_.size(); ++rule) {
    for (size_t p = 0; p < rules_[rule].probes.size(); ++p) {
      Probe& probe = rules_[rule].probes[p];
      if (probe.table.empty()) continue;
      HashKeys(probe, false, {batch, rows.data()}, count, hashes, has, errors);
      for (uint32_t r = 0; r < count; ++r)
        if (has[r]) probe.table.Find(hashes[r], [&](uint32_t object) { found(rule, r, object); });
      for (const compiler::RowError& error : errors) failed(rule, p, error.row, error);
    }
    if (!rules_[rule].cross) continue;
    for (uint32_t r = 0; r < count; ++r)
      for (uint32_t object = 0; object < objects_.size(); ++object) found(rule, r, object);
  }
}

Status Candidates::AddPairs(const Batch& batch, const std::vector<uint32_t>& rows,
                            const std::vector<int64_t>& identities) {
  size_t most = rows.size() * objects_.size();
  bool cross = std::any_of(rules_.begin(), rules_.end(), [](const Rule& rule) { return rule.cross; });
  if (!cross || pair_count_ + most <= kMaxPairs)
    ProbeVault(
        batch, rows,
        [&](size_t rule, uint32_t row, uint32_t object) {
          if (++pair_count_ <= kMaxPairs) rules_[rule].pairs.push_back({object, identities[row]});
        },
        [&](size_t rule, size_t probe, uint32_t row, const compiler::RowError& error) {
          rules_[rule].probes[probe].failed_identities.Add(identities[row], context_, error);
        });
  if (pair_count_ <= kMaxPairs && !(cross && pair_count_ + most > kMaxPairs)) return {};
  return Error{
      Origin::kLimit,
      fmt::format("the join rules of {} compare more than {} pairs of objects and identities: give them an "
                  "equality that tells people apart, such as a number or a mail address",
                  type_.type->FullName(), kMaxPairs)};
}

Status Candidates::Collect() {
  RowLayout layout({{"id", TypeKind::kLong}}, *context_.configuration, *type_.type, app_reads_);
  std::vector<Column> columns;
  for (size_t first = 0; first < objects_.size(); first += kFlowChunk) {
    std::vector<int64_t> ids = Slice(objects_, first, kFlowChunk);
    IDX_ASSIGN(auto rows, ReadObjects(layout, ids));
    Batch view = layout.View(*rows, columns);
    if (view.rows == ids.size()) {
      AddAppKeys(view, static_cast<uint32_t>(first));
      continue;
    }
    // Rows beside ours came along: take them out by reading exactly.
    BatchBuilder exact(layout.type(), static_cast<uint32_t>(ids.size()));
    Batch all = rows->batch();
    for (uint32_t r = 0; r < all.rows; ++r) {
      if (!std::binary_search(ids.begin(), ids.end(), all.columns[0].At<int64_t>(r))) continue;
      uint32_t to = exact.AddRow();
      for (uint32_t c = 0; c < all.column_count; ++c)
        StoreValue(layout.type().attributes[c], ValueAt(layout.type().attributes[c], all.columns[c], r),
                   exact, c, to);
    }
    AddAppKeys(layout.View(exact, columns), static_cast<uint32_t>(first));
  }
  for (Rule& rule : rules_)
    for (Probe& probe : rule.probes) probe.table.Build();
  IDX_TRY(ProbeStored());
  return ProbeTouched();
}

Status Candidates::ProbeStored() {
  if (work_.first_load) return {};
  const ObjectType& vault = *work_.plan.type;
  RowLayout layout({{"id", TypeKind::kLong}}, *context_.configuration, vault, vault_reads_,
                   VaultSeen::kStratum);
  std::vector<int32_t> targets(layout.type().attributes.size());
  std::iota(targets.begin(), targets.end(), 0);
  IDX_ASSIGN(CopyReader reader, CopyReader::Start(*context_.db,
                                                  fmt::format("SELECT {} FROM {}", layout.Columns(),
                                                              QuoteIdentifier(vault.table)),
                                                  CopyColumnsOf(layout)));
  BatchBuilder rows(layout.type(), kFlowChunk);
  std::vector<Column> columns;
  Status status;
  while (!reader.done()) {
    rows.Clear();
    IDX_ASSIGN(uint32_t read, reader.Fill(rows, targets));
    if (read == 0 || !status.ok()) continue;
    Batch view = layout.View(rows, columns);
    Batch all = rows.batch();
    std::vector<uint32_t> selection;
    std::vector<int64_t> ids;
    for (uint32_t r = 0; r < read; ++r) {
      int64_t id = all.columns[0].At<int64_t>(r);
      if (work_.IsTouched(id)) continue;
      selection.push_back(r);
      ids.push_back(id);
    }
    // An error waits until the query has ended, so that the connection stays usable.
    status = AddPairs(view, selection, ids);
  }
  return status;
}

Status Candidates::ProbeTouched() {
  std::vector<uint32_t> all(kFlowChunk);
  std::iota(all.begin(), all.end(), 0u);
  for (size_t first = 0; first < work_.touched.size(); first += kFlowChunk) {
    std::vector<int64_t> ids = Slice(work_.touched, first, kFlowChunk);
    IDX_ASSIGN(auto flow, work_.flow->Compute(ids));
    std::vector<uint32_t> rows(all.begin(), all.begin() + static_cast<ptrdiff_t>(ids.size()));
    std::unique_ptr<RowsWithDerived> through;
    IDX_ASSIGN(Batch seen, Seen(flow->fresh->batch(), vault_reads_, through));
    IDX_TRY(AddPairs(seen, rows, ids));
  }
  return {};
}

Result<Batch> Candidates::Seen(const Batch& rows, const std::vector<int32_t>& reads,
                               std::unique_ptr<RowsWithDerived>& through) const {
  std::vector<int32_t> derived;
  for (int32_t read : reads)
    if (work_.plan.type->DerivedAt(read) != nullptr) derived.push_back(read);
  if (derived.empty()) return rows;
  IDX_ASSIGN(through, ReadDerived(*context_.db, *context_.configuration, *work_.plan.type, rows, derived));
  return through->batch;
}

Status Candidates::ReadIdentities(const std::vector<int64_t>& ids, const std::vector<int32_t>& reads,
                                  BatchBuilder& rows) {
  std::vector<int64_t> stored, touched;
  for (int64_t id : ids) (work_.IsTouched(id) ? touched : stored).push_back(id);
  for (size_t i = 0; i < ids.size(); ++i) rows.AddRow();
  const ObjectType& vault = *work_.plan.type;
  auto take = [&](int64_t id, const Batch& from, uint32_t row) {
    auto position = std::lower_bound(ids.begin(), ids.end(), id);
    if (position == ids.end() || *position != id) return;
    uint32_t to = static_cast<uint32_t>(position - ids.begin());
    for (int32_t a : reads) {
      const Attribute& attribute = vault.At(a);
      StoreValue(attribute, ValueAt(attribute, from.columns[a], row), rows, static_cast<uint32_t>(a), to);
    }
  };
  if (!stored.empty()) {
    RowLayout layout({{"id", TypeKind::kLong}}, *context_.configuration, vault, reads, VaultSeen::kStratum);
    BatchBuilder read(layout.type(), static_cast<uint32_t>(2 * stored.size() + 2));
    IDX_TRY(ReadRows(*context_.db, layout,
                     fmt::format("FROM {} WHERE {}", QuoteIdentifier(vault.table), IdCondition("id", stored)),
                     read));
    std::vector<Column> columns;
    Batch view = layout.View(read, columns);
    Batch all = read.batch();
    for (uint32_t r = 0; r < view.rows; ++r) {
      int64_t id = all.columns[0].At<int64_t>(r);
      if (std::binary_search(stored.begin(), stored.end(), id)) take(id, view, r);
    }
  }
  for (size_t first = 0; first < touched.size(); first += kFlowChunk) {
    std::vector<int64_t> chunk = Slice(touched, first, kFlowChunk);
    IDX_ASSIGN(auto flow, work_.flow->Compute(chunk));
    std::unique_ptr<RowsWithDerived> through;
    IDX_ASSIGN(Batch fresh, Seen(flow->fresh->batch(), reads, through));
    for (uint32_t i = 0; i < chunk.size(); ++i) take(chunk[i], fresh, i);
  }
  return {};
}

}  // namespace idx::runtime
