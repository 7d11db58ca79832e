// What the history says of an identity's values.
#pragma once

#include "runtime/pipeline/reports.h"
#include "runtime/state/run_context.h"

namespace idx::runtime {

// Puts the values of explanation.attributes back to what they were after explanation.run (0: leaves them),
// and sets since which run they were so. Rules that gave a value which was there from the start and is gone
// are not known any more. Error: no such run, or the identity was made later.
Status TellHistory(RunContext& context, int32_t vault_type, int64_t identity, Explanation& explanation);

}  // namespace idx::runtime
