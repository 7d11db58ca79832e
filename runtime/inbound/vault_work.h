// What a run of inbound knows of one Vault type while it joins and flows.
#pragma once

#include <memory>
#include <vector>

#include "runtime/inbound/vault_flow.h"

namespace idx::runtime {

struct NewIdentity {
  int64_t id = 0;
  Guid public_id;
};

// Not thread-safe. flow refers to plan and provenances: a VaultWork does not move.
struct VaultWork {
  FlowPlan plan;
  Provenances provenances;
  std::unique_ptr<VaultFlow> flow;
  bool first_load = false;           // the Vault's table was empty: its indexes are built at the end
  std::vector<int64_t> touched;      // ascending; existing and new identities
  std::vector<NewIdentity> created;  // ascending by id
  std::vector<int64_t> unserved;     // who asked Unique.Of for a value, and has none in the end

  bool IsTouched(int64_t id) const;
  // Adds to touched; true when something was new.
  bool Touch(std::vector<int64_t> ids);
  void SortCreated();
  // Of an identity of the chunk, whether it is stored or new.
  Guid PublicIdOf(const FlowResult& flow, uint32_t identity) const;
};

}  // namespace idx::runtime
