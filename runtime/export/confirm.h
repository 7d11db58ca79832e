// Confirmation: what was sent against what the application's next import shows.
#pragma once

#include "runtime/state/run_context.h"

namespace idx::runtime {

// After an accepted import of the type, in the same transaction. Shown: no longer in flight. Not shown: to be
// computed and sent again, and after kMaxAttempts imports unconfirmed.
Status ConfirmType(RunContext& context, const TypeState& type, ImportSummary& summary);

}  // namespace idx::runtime
