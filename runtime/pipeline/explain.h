// Where the values of an object or identity come from, and why not otherwise.
#pragma once

#include <string>

#include "runtime/pipeline/reports.h"
#include "runtime/state/run_context.h"

namespace idx::runtime {

// Error: no such type, or nothing with this key. attribute: only this one of the Vault's; empty: all. run:
// the identity's values as they were after that run, from the history; 0: as they are, with everybody's
// opinions.
Result<Explanation> ExplainObject(RunContext& context, const std::string& type, const std::string& key,
                                  const std::string& attribute, int64_t run);

}  // namespace idx::runtime
