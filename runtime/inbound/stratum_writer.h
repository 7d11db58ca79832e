// Keeps the strata (runtime/state/strata.h) as the mappers are now, and touches who reads what has changed.
#pragma once

#include "runtime/inbound/vault_work.h"
#include "runtime/state/strata.h"

namespace idx::runtime {

// Not thread-safe.
class StratumWriter {
 public:
  StratumWriter(RunContext& context, std::vector<std::unique_ptr<VaultWork>>& works);

  // No rule of inbound reads identities through references: there is nothing to do.
  bool idle() const { return strata_.empty(); }
  // Join rules compare with what is read so, or with what filters made of it: the strata have to be right
  // before objects are joined.
  bool WantedForJoining() const { return for_joining_; }

  // Of the touched: their rows of the strata. Then whoever reads one that changed is touched. New identities
  // must be in order of ids.
  Status Refresh();

 private:
  using Changed = std::vector<std::vector<int64_t>>;  // ids by Vault type, ascending

  Status Store(const Stratum& stratum, bool classes, std::vector<int64_t>& changed);
  Status StoreChunk(const Stratum& stratum, const RowLayout& layout, const FlowResult& flow,
                    std::vector<int64_t>& changed);
  Status TouchReaders(const Changed& changed);

  RunContext& context_;
  std::vector<std::unique_ptr<VaultWork>>& works_;
  std::vector<Stratum> strata_;
  bool for_joining_ = false;
};

}  // namespace idx::runtime
