// Import filters: what rules make of the rows of a read before anything is stored.
#pragma once

#include <map>
#include <vector>

#include "runtime/state/clock_reads.h"
#include "runtime/state/run_context.h"

namespace idx::runtime {

// What became of the rows of a page. Not thread-safe.
struct FilteredRows {
  std::vector<uint8_t> skipped;        // by row: not to be taken
  std::map<uint32_t, Finding> failed;  // rows of which a filter failed: nobody knows what they would hold
};

// Runs the type's import filters, in order, over the rows of the builder (of the type) and writes what they
// give into it. said: what they say is added.
FilteredRows FilterRows(RunContext& context, const TypeState& type, BatchBuilder& rows, RuleMessages& said);

// How much of the clock the type's import filters read.
ClockReads ClockReadsOfImport(const RunContext& context, const TypeState& type);

}  // namespace idx::runtime
