// The pending changes of one type on their way through the connector. Inside this folder only.
#pragma once

#include "runtime/state/run_context.h"

namespace idx::runtime {

inline constexpr uint32_t kExportBatch = 131'072;  // about 3 KB a change; files are rewritten once a batch

// Sends all changes of the type that are pending or approved, in the order of their kinds; then they are in
// flight.
Status ExportType(RunContext& context, const TypeState& type, ExportSummary& summary);

}  // namespace idx::runtime
