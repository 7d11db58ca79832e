// Joining: every unjoined object meets the identities, rule by rule; the rest is created, waits, or is set
// aside.
#pragma once

#include <memory>
#include <vector>

#include "runtime/inbound/stratum_writer.h"
#include "runtime/inbound/vault_work.h"
#include "runtime/join/situations.h"

namespace idx::runtime {

// Rounds over all application types, until nothing new joins; at most so many.
inline constexpr int kMaxJoinRounds = 8;

// Writes links and what is set aside; new and newly joined identities become touched. Results go to
// summary.inbound.
Status JoinAll(RunContext& context, std::vector<std::unique_ptr<VaultWork>>& works, StratumWriter& strata);

}  // namespace idx::runtime
