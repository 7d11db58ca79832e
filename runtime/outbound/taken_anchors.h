// New accounts whose anchor is somebody's already. Inside this folder only.
#pragma once

#include "runtime/state/run_context.h"

namespace idx::runtime {

// A new account may take neither the anchor of an object that is there nor that of another new account: such
// changes are refused, and told of in the summary.
Status RefuseTakenAnchors(RunContext& context, const TypeState& type, OutboundSummary& summary);

}  // namespace idx::runtime
