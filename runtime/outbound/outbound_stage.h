// Outbound: what the Vault wants of each provisioned application, against what is seen and sent, as pending
// changes.
#pragma once

#include "runtime/state/run_context.h"

namespace idx::runtime {

// Runs inside the caller's transaction, after inbound.
Status RunOutbound(RunContext& context);

}  // namespace idx::runtime
