// The predicate over candidate pairs: what a hash hit is worth.
#include <fmt/format.h>

#include <algorithm>

#include "runtime/inbound/candidates.h"
#include "runtime/state/bulk.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

template <typename T>
uint32_t PositionIn(const std::vector<T>& sorted, T value) {
  return static_cast<uint32_t>(std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin());
}

template <typename T>
void SortUnique(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

// Row of each id in a batch whose column 0 is the id.
std::vector<uint32_t> RowsOf(const Batch& batch, const std::vector<int64_t>& ids) {
  std::vector<uint32_t> rows(ids.size(), 0);
  for (uint32_t r = 0; r < batch.rows; ++r) {
    int64_t id = batch.columns[0].At<int64_t>(r);
    uint32_t position = PositionIn(ids, id);
    if (position < ids.size() && ids[position] == id) rows[position] = r;
  }
  return rows;
}

// Has a sorted list of pairs one of this object?
bool HasObject(const std::vector<CandidatePair>& pairs, uint32_t object) {
  auto place = std::lower_bound(pairs.begin(), pairs.end(), CandidatePair{object, INT64_MIN});
  return place != pairs.end() && place->object == object;
}

}  // namespace

Result<Candidates::Verdict> Candidates::Verify(size_t join, const std::vector<uint8_t>& open) {
  const Rule& rule = rules_[join];
  const compiler::JoinRulePlan& plan = type_.plan->joins[join];
  Verdict verdict;
  for (int64_t id : rule.failed_objects.ids) {
    uint32_t object = static_cast<uint32_t>(id);
    if (!open[object]) continue;
    verdict.failed.push_back({object, 0});
    errors_.Add(objects_[object], 0, rule.failed_objects.Why(id));
  }
  std::vector<CandidatePair> unverified;
  for (const CandidatePair& pair : rule.pairs)
    if (open[pair.object]) unverified.push_back(pair);
  SortUnique(unverified);
  IDX_TRY(VerifyAll(plan, unverified, verdict));
  SortUnique(verdict.failed);
  IDX_TRY(VerifyDoubtful(rule, plan, open, verdict));
  SortUnique(verdict.failed);
  // Whom a failed object matches otherwise may be its identity just as well.
  std::vector<CandidatePair> matched;
  std::erase_if(verdict.pairs, [&](const CandidatePair& pair) {
    if (!HasObject(verdict.failed, pair.object)) return false;
    matched.push_back(pair);
    return true;
  });
  verdict.failed.insert(verdict.failed.end(), matched.begin(), matched.end());
  SortUnique(verdict.failed);
  return verdict;
}

Status Candidates::VerifyAll(const compiler::JoinRulePlan& join, const std::vector<CandidatePair>& unverified,
                             Verdict& verdict) {
  for (size_t first = 0; first < unverified.size(); first += kFlowChunk) {
    size_t count = std::min<size_t>(kFlowChunk, unverified.size() - first);
    IDX_TRY(VerifyChunk(join, std::span(unverified).subspan(first, count), verdict));
  }
  std::sort(verdict.pairs.begin(), verdict.pairs.end());
  return {};
}

Status Candidates::VerifyDoubtful(const Rule& rule, const compiler::JoinRulePlan& join,
                                  const std::vector<uint8_t>& open, Verdict& verdict) {
  std::vector<CandidatePair> doubtful;
  for (const Probe& probe : rule.probes) {
    const std::vector<int64_t>& identities = probe.failed_identities.ids;
    if (identities.empty()) continue;
    std::vector<uint32_t> suspects;
    probe.table.ForEach([&](uint32_t object) {
      if (open[object] && !HasObject(verdict.pairs, object) && !HasObject(verdict.failed, object))
        suspects.push_back(object);
    });
    SortUnique(suspects);
    if (suspects.empty()) continue;
    for (int64_t identity : identities) errors_.Add(0, identity, probe.failed_identities.Why(identity));
    if (suspects.size() * identities.size() + doubtful.size() > kMaxDoubtfulPairs) {
      // Too many to tell: all of them, and the first stands for all the identities.
      for (uint32_t object : suspects) verdict.failed.push_back({object, identities.front()});
      for (int64_t identity : identities) verdict.failed.push_back({suspects.front(), identity});
      continue;
    }
    for (uint32_t object : suspects)
      for (int64_t identity : identities) doubtful.push_back({object, identity});
  }
  SortUnique(doubtful);
  // Their errors have been reported with the keys.
  JoinErrors reported = errors_;
  IDX_TRY(VerifyAll(join, doubtful, verdict));
  errors_ = std::move(reported);
  return {};
}

Status Candidates::VerifyChunk(const compiler::JoinRulePlan& join, std::span<const CandidatePair> chunk,
                               Verdict& verdict) {
  const compiler::Loop& loop = context_.program->loops[static_cast<size_t>(join.predicate_loop)];
  std::vector<int64_t> objects, identities;
  for (const CandidatePair& pair : chunk) {
    objects.push_back(objects_[pair.object]);
    identities.push_back(pair.identity);
  }
  SortUnique(objects);
  SortUnique(identities);
  std::vector<int32_t> app_reads, vault_reads;
  AddReads(loop, 0, app_reads);
  AddReads(loop, 1, vault_reads);
  RowLayout layout({{"id", TypeKind::kLong}}, *context_.configuration, *type_.type, app_reads);
  IDX_ASSIGN(auto app, ReadObjects(layout, objects));
  BatchBuilder vault(vault_type_, static_cast<uint32_t>(identities.size()));
  IDX_TRY(ReadIdentities(identities, vault_reads, vault));
  std::vector<uint32_t> row_of = RowsOf(app->batch(), objects), app_rows, vault_rows;
  for (const CandidatePair& pair : chunk) {
    app_rows.push_back(row_of[PositionIn(objects, objects_[pair.object])]);
    vault_rows.push_back(PositionIn(identities, pair.identity));
  }
  std::vector<Column> columns;
  compiler::SlotInput slots[] = {{layout.View(*app, columns), app_rows.data()},
                                 {vault.batch(), vault_rows.data()}};
  LoopResult result = context_.loops->Run(join.predicate_loop, slots, static_cast<uint32_t>(chunk.size()));
  for (const compiler::RowError& error : result.errors()) {
    const CandidatePair& pair = chunk[error.row];
    errors_.Add(objects_[pair.object], pair.identity, FindingOf(context_, error));
  }
  for (uint32_t r = 0; r < chunk.size(); ++r) {
    if (result.outcome(0, r) == Outcome::kFailed) verdict.failed.push_back(chunk[r]);
    if (result.truth(0, r)) verdict.pairs.push_back(chunk[r]);
  }
  return {};
}

Result<Candidates::Twins> Candidates::FindTwins(const std::vector<uint32_t>& newborns) {
  std::vector<uint8_t> marks(objects_.size(), 0);
  for (uint32_t object : newborns) marks[object] = kNewborn;
  size_t source = 0;
  while (work_.plan.sources[source] != &type_) ++source;
  for (size_t first = 0; first < newborns.size() && !rules_.empty(); first += kFlowChunk) {
    size_t last = std::min(newborns.size(), first + kFlowChunk);
    std::vector<uint32_t> chunk(newborns.begin() + static_cast<ptrdiff_t>(first),
                                newborns.begin() + static_cast<ptrdiff_t>(last));
    IDX_TRY(TwinsOfChunk(source, chunk, marks));
  }
  Twins twins;
  for (uint32_t object : newborns) {
    if (marks[object] & kTwin) {
      twins.twins.push_back(object);
    } else if (marks[object] & kDoubtful) {
      twins.failed.push_back(object);
    }
  }
  return twins;
}

// Each object's values as a Vault row against all new objects' keys; its own hit is no twin. The one whose
// key fails as a Vault row is set aside itself: the others cannot tell whether they are it.
Status Candidates::TwinsOfChunk(size_t source, const std::vector<uint32_t>& chunk,
                                std::vector<uint8_t>& marks) {
  std::vector<int64_t> ids;
  for (uint32_t object : chunk) ids.push_back(objects_[object]);
  RowLayout layout({{"id", TypeKind::kLong}}, *context_.configuration, *type_.type, work_.plan.reads[source]);
  IDX_ASSIGN(auto rows, ReadObjects(layout, ids));
  std::vector<Column> columns;
  std::vector<uint32_t> own_rows = RowsOf(rows->batch(), ids);
  Batch view = layout.View(*rows, columns);
  IDX_ASSIGN(auto newborns, work_.flow->ComputeNewborns(source, view));
  std::vector<std::vector<TwinHit>> hits(rules_.size());
  // What the keys and the rules read through references.
  std::vector<int32_t> reads = vault_reads_;
  for (const compiler::JoinRulePlan& join : type_.plan->joins)
    AddReads(context_.program->loops[static_cast<size_t>(join.predicate_loop)], 1, reads);
  std::unique_ptr<RowsWithDerived> through;
  IDX_ASSIGN(Batch fresh, Seen(newborns->fresh->batch(), reads, through));
  ProbeVault(
      fresh, own_rows,
      [&](size_t rule, uint32_t row, uint32_t object) {
        if (object == chunk[row] || marks[object] == 0) return;
        if (hits[rule].size() < kMaxPairs) {
          hits[rule].push_back({own_rows[row], chunk[row], object});
        } else {
          marks[chunk[row]] |= kDoubtful;
        }
      },
      [&](size_t, size_t, uint32_t row, const compiler::RowError& error) {
        marks[chunk[row]] |= kDoubtful;
        errors_.Add(objects_[chunk[row]], 0, FindingOf(context_, error));
      });
  for (size_t rule = 0; rule < hits.size(); ++rule)
    for (size_t first = 0; first < hits[rule].size(); first += kFlowChunk)
      IDX_TRY(VerifyTwins(
          type_.plan->joins[rule],
          std::span(hits[rule]).subspan(first, std::min<size_t>(kFlowChunk, hits[rule].size() - first)),
          fresh, marks));
  return {};
}

Status Candidates::VerifyTwins(const compiler::JoinRulePlan& join, std::span<const TwinHit> hits,
                               const Batch& fresh, std::vector<uint8_t>& marks) {
  std::vector<int32_t> reads;
  AddReads(context_.program->loops[static_cast<size_t>(join.predicate_loop)], 0, reads);
  RowLayout layout({{"id", TypeKind::kLong}}, *context_.configuration, *type_.type, reads);
  std::vector<int64_t> others;
  for (const TwinHit& hit : hits) others.push_back(objects_[hit.other]);
  SortUnique(others);
  IDX_ASSIGN(auto app, ReadObjects(layout, others));
  std::vector<uint32_t> row_of = RowsOf(app->batch(), others), app_rows, vault_rows;
  for (const TwinHit& hit : hits) {
    app_rows.push_back(row_of[PositionIn(others, objects_[hit.other])]);
    vault_rows.push_back(hit.row);
  }
  std::vector<Column> columns;
  compiler::SlotInput slots[] = {{layout.View(*app, columns), app_rows.data()}, {fresh, vault_rows.data()}};
  LoopResult result = context_.loops->Run(join.predicate_loop, slots, static_cast<uint32_t>(hits.size()));
  for (const compiler::RowError& error : result.errors())
    errors_.Add(objects_[hits[error.row].self], 0, FindingOf(context_, error));
  for (uint32_t r = 0; r < hits.size(); ++r) {
    uint8_t mark = result.truth(0, r) ? kTwin : result.outcome(0, r) == Outcome::kFailed ? kDoubtful : 0;
    marks[hits[r].self] |= mark;
    marks[hits[r].other] |= mark;
  }
  return {};
}

}  // namespace idx::runtime
