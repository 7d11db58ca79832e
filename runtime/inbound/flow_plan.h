// Which rules flow into one Vault type, in the order in which they count. Made once a run.
#pragma once

#include <vector>

#include "runtime/inbound/merge.h"
#include "runtime/state/clock_reads.h"
#include "runtime/state/run_context.h"

namespace idx::runtime {

struct FilterPlan {
  size_t source = 0;  // index into FlowPlan::sources
  int32_t loop = -1;
  int32_t rule = -1;
  int32_t order = 0;
  int32_t classification = -1;   // only for identities of this class; -1: all
  std::vector<int32_t> derived;  // what it reads through references of the Vault, ascending
};

struct FlowPlan {
  int32_t vault_type = -1;  // index into Configuration::types
  const ObjectType* type = nullptr;
  std::vector<const TypeState*> sources;  // the application types that join this Vault type, in order
  std::vector<std::vector<int32_t>>
      reads;  // per source: the attributes that its inbound loop and filters read
  std::vector<std::vector<Contribution>> contributions;  // per attribute of the Vault type, sorted
  std::vector<FilterPlan> filters;                       // in (order, rule id)
  int32_t classify_loop = -1;
  std::vector<int32_t> classify_derived;    // what it reads through references, ascending
  ClockReads clock = ClockReads::kNothing;  // of all its rules
  bool claims = false;                      // Unique.Of decides some of its attributes
};

FlowPlan MakeFlowPlan(const RunContext& context, int32_t vault_type);

// The attributes that a loop reads in a slot.
void AddReads(const compiler::Loop& loop, size_t slot, std::vector<int32_t>& reads);

}  // namespace idx::runtime
