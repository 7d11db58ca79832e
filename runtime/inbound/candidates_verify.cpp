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

}  // namespace

Status Candidates::Verify(size_t join, const std::vector<uint8_t>& open, std::vector<CandidatePair>& pairs,
                          std::vector<uint32_t>& failed, std::vector<Finding>& findings) {
  Rule& rule = rules_[join];
  const compiler::JoinRulePlan& plan = type_.plan->joins[join];
  for (uint32_t object : rule.failed_keys) {
    if (!open[object]) continue;
    failed.push_back(object);
    const compiler::RuleInfo& info = context_.program->rules[static_cast<size_t>(plan.rule)];
    findings.push_back({type_.type->FullName(), "", info.id,
                        fmt::format("{}:{}", info.where.path, info.where.line),
                        "the join rule's key failed"});
  }
  std::vector<CandidatePair> unverified;
  for (const CandidatePair& pair : rule.pairs)
    if (open[pair.object]) unverified.push_back(pair);
  SortUnique(unverified);
  for (size_t first = 0; first < unverified.size(); first += kFlowChunk) {
    size_t count = std::min<size_t>(kFlowChunk, unverified.size() - first);
    IDX_TRY(VerifyChunk(plan, std::span(unverified).subspan(first, count), pairs, failed, findings));
  }
  SortUnique(failed);
  std::erase_if(pairs, [&](const CandidatePair& pair) {
    return std::binary_search(failed.begin(), failed.end(), pair.object);
  });
  return {};
}

Status Candidates::VerifyChunk(const compiler::JoinRulePlan& join, std::span<const CandidatePair> chunk,
                               std::vector<CandidatePair>& pairs, std::vector<uint32_t>& failed,
                               std::vector<Finding>& findings) {
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
  RowLayout layout({{"id", TypeKind::kLong}}, *type_.type, app_reads);
  IDX_ASSIGN(auto app, ReadObjects(layout, objects));
  BatchBuilder vault(*work_.plan.type, static_cast<uint32_t>(identities.size()));
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
  for (const compiler::RowError& error : result.errors()) findings.push_back(FindingOf(context_, error));
  for (uint32_t r = 0; r < chunk.size(); ++r) {
    if (result.outcome(0, r) == Outcome::kFailed) failed.push_back(chunk[r].object);
    if (result.truth(0, r)) pairs.push_back(chunk[r]);
  }
  return {};
}

Result<std::vector<uint32_t>> Candidates::FindTwins(const std::vector<uint32_t>& newborns) {
  std::vector<uint8_t> newborn(objects_.size(), 0), twin(objects_.size(), 0);
  for (uint32_t object : newborns) newborn[object] = 1;
  size_t source = 0;
  while (work_.plan.sources[source] != &type_) ++source;
  for (size_t first = 0; first < newborns.size() && !rules_.empty(); first += kFlowChunk) {
    size_t last = std::min(newborns.size(), first + kFlowChunk);
    std::vector<uint32_t> chunk(newborns.begin() + static_cast<ptrdiff_t>(first),
                                newborns.begin() + static_cast<ptrdiff_t>(last));
    IDX_TRY(TwinsOfChunk(source, chunk, newborn, twin));
  }
  std::vector<uint32_t> twins;
  for (uint32_t object : newborns)
    if (twin[object]) twins.push_back(object);
  return twins;
}

// Each object's values as a Vault row against all new objects' keys; its own hit is no twin.
Status Candidates::TwinsOfChunk(size_t source, const std::vector<uint32_t>& chunk,
                                const std::vector<uint8_t>& newborn, std::vector<uint8_t>& twin) {
  std::vector<int64_t> ids;
  for (uint32_t object : chunk) ids.push_back(objects_[object]);
  RowLayout layout({{"id", TypeKind::kLong}}, *type_.type, work_.plan.reads[source]);
  IDX_ASSIGN(auto rows, ReadObjects(layout, ids));
  std::vector<Column> columns;
  std::vector<uint32_t> own_rows = RowsOf(rows->batch(), ids);
  Batch view = layout.View(*rows, columns);
  IDX_ASSIGN(auto newborns, work_.flow->ComputeNewborns(source, view));
  struct Hit {
    uint32_t row, object;  // of `fresh`, and among objects_
    uint32_t self;
  };
  std::vector<std::vector<Hit>> hits(rules_.size());
  ProbeVault(newborns->fresh->batch(), own_rows, [&](size_t rule, uint32_t row, uint32_t object) {
    if (object != chunk[row] && newborn[object] && hits[rule].size() < kMaxPairs)
      hits[rule].push_back({own_rows[row], object, chunk[row]});
  });
  for (size_t rule = 0; rule < hits.size(); ++rule) {
    const compiler::JoinRulePlan& join = type_.plan->joins[rule];
    std::vector<int32_t> reads;
    AddReads(context_.program->loops[static_cast<size_t>(join.predicate_loop)], 0, reads);
    RowLayout other_layout({{"id", TypeKind::kLong}}, *type_.type, reads);
    for (size_t first = 0; first < hits[rule].size(); first += kFlowChunk) {
      std::span<const Hit> some =
          std::span(hits[rule]).subspan(first, std::min<size_t>(kFlowChunk, hits[rule].size() - first));
      std::vector<int64_t> others;
      for (const Hit& hit : some) others.push_back(objects_[hit.object]);
      SortUnique(others);
      IDX_ASSIGN(auto app, ReadObjects(other_layout, others));
      std::vector<uint32_t> row_of = RowsOf(app->batch(), others), app_rows, vault_rows;
      for (const Hit& hit : some) {
        app_rows.push_back(row_of[PositionIn(others, objects_[hit.object])]);
        vault_rows.push_back(hit.row);
      }
      std::vector<Column> other_columns;
      compiler::SlotInput slots[] = {{other_layout.View(*app, other_columns), app_rows.data()},
                                     {newborns->fresh->batch(), vault_rows.data()}};
      LoopResult result = context_.loops->Run(join.predicate_loop, slots, static_cast<uint32_t>(some.size()));
      for (uint32_t r = 0; r < some.size(); ++r)
        if (result.truth(0, r)) twin[some[r].object] = twin[some[r].self] = 1;
    }
  }
  return {};
}

}  // namespace idx::runtime
