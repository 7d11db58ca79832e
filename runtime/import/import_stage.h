// Import: one application type's repository is brought up to date from a full read.
#pragma once

#include "runtime/state/run_context.h"

namespace idx::runtime {

// Reads everything through the connector and stores what differs; unchanged records are recognised by digest
// and cost no row. Runs inside the caller's transaction; a held import leaves the repository as it was and
// says so in summary.hold. full: believe no digests. Error: the source or the database failed; the
// transaction must be rolled back.
Status ImportType(RunContext& context, const TypeState& type, bool full, ImportSummary& summary);

}  // namespace idx::runtime
