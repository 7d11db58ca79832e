// Vault = F(repositories as seen, kept decisions), for a chunk of identities: gather their joined objects,
// run the mappers, merge by precedence, classify, filter. Computes only; vault_writer.h stores.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "runtime/inbound/flow_plan.h"
#include "runtime/inbound/provenance.h"
#include "runtime/inbound/vault_claims.h"
#include "runtime/state/notices.h"
#include "runtime/state/row_layout.h"

namespace idx::runtime {

inline constexpr uint32_t kFlowChunk = 16'384;

// Positions of the own columns in the Vault's layout, and so in FlowResult::stored.
enum VaultColumn : uint32_t {
  kVaultId,
  kVaultProv,
  kVaultRun,
  kVaultWithheld,
  kVaultDeleted,
  kVaultPublicId
};

// How many identities are computed at once. Candidates of Unique.Of are many texts for each of them, and all
// of a chunk are in memory.
inline size_t ChunkSize(const FlowPlan& plan) { return plan.claims ? kFlowChunk / 4 : kFlowChunk; }

// What we wrote into an attribute last; while that is in flight, what we wrote before is ours, too.
struct SentValue {
  std::vector<std::string> last, before;
  bool has_before = false;
};

// The objects of one source that are joined to the chunk's identities. Row r of `result` is row selection[r]
// of `batch`.
struct SourceRows {
  std::unique_ptr<BatchBuilder> rows;
  std::vector<Column> columns;
  Batch batch;
  std::vector<uint32_t> selection;
  std::vector<uint32_t> identity;  // per selected row: position in the chunk
  std::vector<uint8_t> vanished;
  LoopResult result;                                      // of the inbound loop, where there is one
  std::map<uint32_t, std::map<int32_t, SentValue>> sent;  // by identity: attribute to what we wrote
  std::vector<int8_t> filter_enabled;                     // per selected row: what filters say; -1: nothing
  std::vector<int32_t> filter_rule;                       // … and which
  std::vector<uint8_t> filtered_well;                     // per selected row: its filters ran without error
};

// A filter wants the identity deleted after `days`.
struct DeletionWish {
  uint32_t identity = 0;
  int32_t type = 0;  // number of the application type
  int32_t rule = 0;  // ordinal
  int64_t days = 0;
};
// A kept future deletion.
struct FutureDeletion {
  uint32_t identity = 0;
  int32_t type = 0;
  int32_t rule = 0;
  bool due = false;
};

struct FlowFinding {
  uint32_t identity = 0;
  int32_t source = -1;  // of the object that the rule looked at: FlowPlan::sources; -1: the identity itself
  uint32_t row = 0;     // … of its SourceRows
  Finding finding;
};

// An attribute that a rule decides by the first of these candidates that nobody else has.
struct UniqueWish {
  uint32_t identity = 0;
  int32_t attribute = -1;
  const ListView* candidates = nullptr;
};

struct FlowResult {
  std::vector<int64_t> ids;              // ascending
  std::vector<SourceRows> sources;       // as FlowPlan::sources
  std::unique_ptr<BatchBuilder> stored;  // rows as they are, of the Vault's layout
  std::vector<int32_t> stored_row;       // per identity, or -1: new
  std::vector<ProvenanceVector> stored_provenance;
  std::unique_ptr<BatchBuilder> fresh;  // one row per identity: what the Vault should hold
  std::vector<ProvenanceVector> provenance;
  std::vector<uint8_t> withheld, skipped, deleted, classified;
  // (identity, attribute) whose value stays since its mapper failed, and is what filters gave: they do not
  // give it again.
  std::set<std::pair<uint32_t, int32_t>> settled;
  // … that an initial-only rule decided anew, since a filter had given another value.
  std::set<std::pair<uint32_t, int32_t>> redecided;
  std::vector<DeletionWish> wishes;
  std::vector<UniqueWish> unique_wishes;
  std::vector<FutureDeletion> futures;
  std::vector<Notice> notices;
  std::vector<FlowFinding> findings;
  std::vector<FlowFinding> said;  // by Log.*
  uint64_t left_unsaid = 0;
};

// The attributes' trace, for explain: merge.h's, with the attribute in front.
using FlowTrace = std::function<void(int32_t attribute, uint32_t identity, const Contribution&, uint32_t row,
                                     Outcome, bool echo, bool won)>;

// Not thread-safe.
class VaultFlow {
 public:
  // Identities from first_new_id on have no row yet.
  VaultFlow(RunContext& context, const FlowPlan& plan, Provenances& provenances, int64_t first_new_id);

  // ids: ascending, at most kFlowChunk.
  Result<std::unique_ptr<FlowResult>> Compute(std::vector<int64_t> ids,
                                              const FlowTrace* trace = nullptr) const;

  // The same without filters: what a stratum holds (runtime/state/strata.h). Nobody is classified where
  // classes themselves read through references, unless they are wanted.
  Result<std::unique_ptr<FlowResult>> ComputeStratum(std::vector<int64_t> ids, bool classes) const;

  // Mappers only, and the class that is kept.
  Result<std::unique_ptr<FlowResult>> ComputeMapped(std::vector<int64_t> ids) const;

  // Who gets which value of Unique.Of, from now on; before, nobody gets one.
  void set_claims(std::shared_ptr<const VaultClaims> claims) { claims_ = std::move(claims); }

  // What the Vault would hold of objects that nobody is joined to: mappers only. Row i of the result is
  // object i.
  struct Newborns {
    LoopResult result;
    std::unique_ptr<BatchBuilder> fresh;
  };
  Result<std::unique_ptr<Newborns>> ComputeNewborns(size_t source, const Batch& objects) const;

  // Whether the value that the identity has now was given by this rule (an index into Program::rules).
  bool IsDecidedBy(const FlowResult& flow, uint32_t identity, int32_t attribute, int32_t rule) const;

  // From now on an initial-only rule decides once for all computations of an identity: what it decides may be
  // random. What was decided so far is forgotten.
  void DecideOnce() {
    decides_once_ = true;
    decided_.clear();
  }

  const RowLayout& layout() const { return layout_; }
  const FlowPlan& plan() const { return plan_; }

 private:
  Result<std::unique_ptr<FlowResult>> Map(std::vector<int64_t> ids, const FlowTrace* trace) const;
  Status GatherStored(FlowResult& flow) const;
  Status GatherObjects(FlowResult& flow) const;
  Status GatherSource(size_t source, std::vector<std::pair<int64_t, uint32_t>> objects,
                      FlowResult& flow) const;
  Status GatherSent(size_t source, FlowResult& flow) const;
  Status GatherFutures(FlowResult& flow) const;
  void RunMappers(FlowResult& flow) const;
  void Merge(FlowResult& flow, const FlowTrace* trace) const;
  bool IsByFilter(const FlowResult& flow, uint32_t identity, int32_t attribute) const;
  bool IsInitial(int32_t attribute, int32_t rule) const;
  void StoreDecided(FlowResult& flow, uint32_t identity, int32_t attribute, int32_t rule,
                    const void* value) const;
  void KeepStored(FlowResult& flow, uint32_t identity, int32_t attribute) const;
  const void* Claimed(FlowResult& flow, uint32_t identity, int32_t attribute, int32_t rule,
                      const ListView& candidates) const;
  void KeepClasses(FlowResult& flow) const;
  Status Classify(FlowResult& flow) const;
  Status RunFilters(FlowResult& flow) const;
  void RunFilter(const FilterPlan& filter, const Batch& fresh, FlowResult& flow) const;
  void ApplyFilter(const FilterPlan& filter, const LoopResult& result, const std::vector<uint32_t>& rows,
                   FlowResult& flow) const;
  void DecideDeletions(FlowResult& flow) const;
  void DecideEnabled(FlowResult& flow) const;
  void Withhold(FlowResult& flow) const;
  // What the rules failed with, and what they said. identities, rows: of each row of the loop; rows: of the
  // source's rows; null: row i is row i.
  void Tell(const LoopResult& result, const std::vector<uint32_t>& identities, int32_t source,
            const std::vector<uint32_t>* rows, FlowResult& flow) const;

  RunContext& context_;
  const FlowPlan& plan_;
  Provenances& provenances_;
  RowLayout layout_;
  std::vector<RowLayout> source_layouts_;
  int64_t first_new_id_;
  std::shared_ptr<const VaultClaims> claims_;  // null: not made yet
  bool decides_once_ = false;
  // Of this run, canonical, by identity, attribute and rule.
  mutable std::map<std::tuple<int64_t, int32_t, int32_t>, std::vector<std::string>> decided_;
};

}  // namespace idx::runtime
