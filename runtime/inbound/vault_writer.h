// Stores what a chunk computed: only rows that differ, with their history, provenance and future deletions.
#pragma once

#include "runtime/inbound/vault_work.h"

namespace idx::runtime {

// Compares under each attribute's equality and writes. New identities are those of work.created.
Status StoreFlow(RunContext& context, VaultWork& work, FlowResult& flow);

}  // namespace idx::runtime
