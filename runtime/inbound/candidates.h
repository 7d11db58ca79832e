// Candidate pairs of one application type: hash join on the rules' keys, every hit verified by the rule's
// predicate.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "runtime/inbound/vault_work.h"
#include "runtime/join/key_table.h"
#include "runtime/join/situations.h"
#include "runtime/state/derived_rows.h"

namespace idx::runtime {

// Over it a join rule is an error: it compares nearly everybody with everybody.
inline constexpr size_t kMaxPairs = 20'000'000;
// Identities whose key failed are compared one by one with the objects that they may be, up to so many pairs
// of a rule; beyond, all those objects are set aside.
inline constexpr size_t kMaxDoubtfulPairs = 200'000;

// Errors of join rules: all are counted, at most kMaxFindings are kept in words.
struct JoinErrors {
  struct Row {
    int64_t object = 0;  // row ids; 0: none
    int64_t identity = 0;
    Finding finding;  // without type and key
  };
  uint64_t count = 0;
  std::vector<Row> rows;

  void Add(int64_t object, int64_t identity, Finding finding) {
    ++count;
    if (rows.size() < kMaxFindings) rows.push_back({object, identity, std::move(finding)});
  }
};

// The unjoined objects of one type against the identities of its Vault type. Positions of objects are by
// `objects`. Not thread-safe.
class Candidates {
 public:
  // objects: row ids, ascending; must outlive it.
  Candidates(RunContext& context, const TypeState& type, VaultWork& work,
             const std::vector<int64_t>& objects);

  // Reads the objects' keys, then all identities' keys (those touched as they will be), and collects the
  // pairs.
  Status Collect();
  // What one rule (index into plan->joins) says of the objects that are still open. Pairs: verified. Failed:
  // objects for which it could not be evaluated, with the identity that they may be; identity 0: anybody,
  // because the object's own key failed. An identity whose key failed may be any object that has a key: those
  // that found nobody else fail with it, unless the rule itself says no to the pair. No object is in both:
  // whom a failed one matches otherwise is among the failed pairs.
  struct Verdict {
    std::vector<CandidatePair> pairs, failed;  // sorted
  };
  Result<Verdict> Verify(size_t join, const std::vector<uint8_t>& open);
  // Among these new objects (positions, ascending): the ones that match another one by some rule, and the
  // ones for which that could not be found out.
  struct Twins {
    std::vector<uint32_t> twins, failed;  // ascending; nobody is in both
  };
  Result<Twins> FindTwins(const std::vector<uint32_t>& newborns);
  // Of everything so far.
  const JoinErrors& errors() const { return errors_; }

 private:
  // Keys that failed. Only what is in the way of a decision is an error, so these wait to be reported.
  struct FailedKeys {
    std::vector<int64_t> ids;        // positions of objects, or identities
    std::map<int64_t, Finding> why;  // of the first kMaxFindings

    void Add(int64_t id, const RunContext& context, const compiler::RowError& error);
    Finding Why(int64_t id) const;
  };
  struct Probe {
    std::vector<compiler::JoinKeyPlan> keys;
    KeyTable table;
    FailedKeys failed_identities;
  };
  struct Rule {
    std::vector<Probe> probes;
    bool cross = false;  // no keys: every pair is compared
    FailedKeys failed_objects;
    std::vector<CandidatePair> pairs;  // unverified
  };
  using Found = std::function<void(size_t rule, uint32_t row, uint32_t object)>;
  // A key of a row failed; error: its first one.
  using Failed =
      std::function<void(size_t rule, size_t probe, uint32_t row, const compiler::RowError& error)>;

  void AddAppKeys(const Batch& batch, uint32_t first);
  // Calls found for each hit of the rows of a Vault batch, and failed for each row whose key failed under a
  // probe that some object has a key for.
  void ProbeVault(const Batch& batch, const std::vector<uint32_t>& rows, const Found& found,
                  const Failed& failed);
  Status ProbeStored();
  Status ProbeTouched();
  Status AddPairs(const Batch& batch, const std::vector<uint32_t>& rows,
                  const std::vector<int64_t>& identities);
  // Hash of each row under one probe; 0 with `has` 0: a null or empty key.
  void HashKeys(const Probe& probe, bool app_side, const compiler::SlotInput& slot, uint32_t rows,
                std::vector<uint64_t>& hashes, std::vector<uint8_t>& has,
                std::vector<compiler::RowError>& failed) const;
  Result<std::unique_ptr<BatchBuilder>> ReadObjects(const RowLayout& layout,
                                                    const std::vector<int64_t>& ids) const;
  // Rows of the Vault's type (WithDerived) with what is asked for, one per identity (ascending).
  Status ReadIdentities(const std::vector<int64_t>& ids, const std::vector<int32_t>& reads,
                        BatchBuilder& rows);
  // Rows as they will be, with what is read through their references; through: owns it.
  Result<Batch> Seen(const Batch& rows, const std::vector<int32_t>& reads,
                     std::unique_ptr<RowsWithDerived>& through) const;
  Status VerifyAll(const compiler::JoinRulePlan& join, const std::vector<CandidatePair>& unverified,
                   Verdict& verdict);
  Status VerifyChunk(const compiler::JoinRulePlan& join, std::span<const CandidatePair> chunk,
                     Verdict& verdict);
  // Identities whose keys failed, against the objects that found nobody.
  Status VerifyDoubtful(const Rule& rule, const compiler::JoinRulePlan& join,
                        const std::vector<uint8_t>& open, Verdict& verdict);
  // Two new objects that one rule's keys bring together: row `row` of the mapped ones, and the other.
  struct TwinHit {
    uint32_t row = 0, self = 0, other = 0;  // self, other: positions among the objects
  };
  // What is known of each object: bits of TwinMark.
  enum TwinMark : uint8_t { kNewborn = 1, kTwin = 2, kDoubtful = 4 };
  Status TwinsOfChunk(size_t source, const std::vector<uint32_t>& chunk, std::vector<uint8_t>& marks);
  Status VerifyTwins(const compiler::JoinRulePlan& join, std::span<const TwinHit> hits, const Batch& fresh,
                     std::vector<uint8_t>& marks);

  RunContext& context_;
  const TypeState& type_;
  VaultWork& work_;
  const std::vector<int64_t>& objects_;
  std::vector<Rule> rules_;
  std::vector<int32_t> app_reads_, vault_reads_;  // of the keys
  ObjectType vault_type_;                         // with derived attributes
  size_t pair_count_ = 0;
  JoinErrors errors_;
};

}  // namespace idx::runtime
