// The canonical dump: everything that is state, ordered by natural keys, without what differs between two
// ways to it (row ids, run numbers, times of work).
#pragma once

#include <functional>
#include <string_view>

#include "runtime/state/run_context.h"

namespace idx::runtime {

// One JSON object a line: repositories, Vault with provenance by rule, links, what is set aside, pending and
// sent changes, future deletions, held imports. Secrets are not state here.
Status DumpState(RunContext& context, const std::function<void(std::string_view line)>& line);

}  // namespace idx::runtime
