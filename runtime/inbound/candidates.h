// Candidate pairs of one application type: hash join on the rules' keys, every hit verified by the rule's
// predicate.
#pragma once

#include <vector>

#include "runtime/inbound/vault_work.h"
#include "runtime/join/key_table.h"
#include "runtime/join/situations.h"

namespace idx::runtime {

// Over it a join rule is an error: it compares nearly everybody with everybody.
inline constexpr size_t kMaxPairs = 20'000'000;

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
  // The verified pairs of one rule (index into plan->joins) among the objects that are still open; an object
  // whose keys or predicate failed is appended to `failed`. Errors of rows go to findings.
  Status Verify(size_t join, const std::vector<uint8_t>& open, std::vector<CandidatePair>& pairs,
                std::vector<uint32_t>& failed, std::vector<Finding>& findings);
  // Among these new objects (positions, ascending): the ones that match another one by some rule.
  Result<std::vector<uint32_t>> FindTwins(const std::vector<uint32_t>& newborns);

 private:
  struct Probe {
    std::vector<compiler::JoinKeyPlan> keys;
    KeyTable table;
  };
  struct Rule {
    std::vector<Probe> probes;
    bool cross = false;                 // no keys: every pair is compared
    std::vector<uint32_t> failed_keys;  // objects
    std::vector<CandidatePair> pairs;   // unverified
  };
  using Found = std::function<void(size_t rule, uint32_t row, uint32_t object)>;

  void AddAppKeys(const Batch& batch, uint32_t first, std::vector<Finding>* findings);
  // Calls found for each hit of the rows of a Vault batch.
  void ProbeVault(const Batch& batch, const std::vector<uint32_t>& rows, const Found& found);
  Status ProbeStored();
  Status ProbeTouched();
  Status AddPairs(const Batch& batch, const std::vector<uint32_t>& rows,
                  const std::vector<int64_t>& identities);
  // Hash of each row under one probe; 0 with `has` 0: a null or empty key.
  void HashKeys(const Probe& probe, bool app_side, const compiler::SlotInput& slot, uint32_t rows,
                std::vector<uint64_t>& hashes, std::vector<uint8_t>& has,
                std::vector<uint32_t>* failed) const;
  Result<std::unique_ptr<BatchBuilder>> ReadObjects(const RowLayout& layout,
                                                    const std::vector<int64_t>& ids) const;
  // Rows of the Vault's type with the attributes asked for, one per identity (ascending).
  Status ReadIdentities(const std::vector<int64_t>& ids, const std::vector<int32_t>& attributes,
                        BatchBuilder& rows);
  Status VerifyChunk(const compiler::JoinRulePlan& join, std::span<const CandidatePair> chunk,
                     std::vector<CandidatePair>& pairs, std::vector<uint32_t>& failed,
                     std::vector<Finding>& findings);
  Status TwinsOfChunk(size_t source, const std::vector<uint32_t>& chunk, const std::vector<uint8_t>& newborn,
                      std::vector<uint8_t>& twin);

  RunContext& context_;
  const TypeState& type_;
  VaultWork& work_;
  const std::vector<int64_t>& objects_;
  std::vector<Rule> rules_;
  std::vector<int32_t> app_reads_, vault_reads_;  // of the keys
  size_t pair_count_ = 0;
};

}  // namespace idx::runtime
