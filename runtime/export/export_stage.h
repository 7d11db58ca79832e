// Export: the pending changes of one application leave, under guards; what was sent waits for its
// confirmation.
#pragma once

#include "runtime/state/run_context.h"

namespace idx::runtime {

// Runs inside the caller's transaction. The connector is called before the commit: a run that dies between
// repeats the export, which connectors take as unchanged. In a plan nothing is sent. Error: the target could
// not be reached or written; the transaction must be rolled back, and the changes stay pending.
Status ExportApplication(RunContext& context, const Application& application, ExportSummary& summary);

}  // namespace idx::runtime
