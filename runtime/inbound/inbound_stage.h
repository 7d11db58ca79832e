// Inbound: the identities that were touched are joined, computed, classified and filtered, and the Vault
// follows.
#pragma once

#include "runtime/inbound/vault_work.h"
#include "runtime/state/run_context.h"

namespace idx::runtime {

// Runs inside the caller's transaction. Law: after it, evaluating everybody at the same clock changes
// nothing. everybody: do not ask who is touched.
Status RunInbound(RunContext& context, bool everybody);

// One per Vault type, nobody touched; also what explain and rebuild use.
Result<std::vector<std::unique_ptr<VaultWork>>> MakeVaultWorks(RunContext& context);

}  // namespace idx::runtime
