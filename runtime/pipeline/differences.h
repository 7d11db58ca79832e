// Pending changes for people, and what a run changed.
#pragma once

#include <string>
#include <vector>

#include "runtime/pipeline/reports.h"
#include "runtime/state/run_context.h"

namespace idx::runtime {

// What the run changed in the Vault, and what it wants of (or sent to) the applications.
Status CollectDifferences(RunContext& context, int64_t run, PlanReport& report);

Result<std::vector<PendingChange>> ListPending(RunContext& context,
                                               const std::vector<std::string>& applications);
Result<uint64_t> ApprovePending(RunContext& context, const std::vector<std::string>& applications);
Result<uint64_t> RejectPending(RunContext& context, const std::vector<std::string>& applications);

// "(SELECT id, public_id FROM vault_user UNION ALL …)": every identity of every Vault type.
std::string AllIdentities(const RunContext& context);
// "HR.person:12" for row ids of rules; "" for 0.
std::string RuleName(const RunContext& context, int64_t ordinal);

}  // namespace idx::runtime
