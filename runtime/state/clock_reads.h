// Whether time alone changes what rules say: how much of the clock they read, and whether that moved since
// the stage ran last.
#pragma once

#include <string>

#include "compiler/program/program.h"
#include "runtime/state/run_context.h"

namespace idx::runtime {

// Answers may change when the date in the tenant's zone changes, or at any instant. In order of strength.
enum class ClockReads : uint8_t { kNothing, kDate, kInstant };

ClockReads ClockReadsOf(const compiler::RuleInfo& rule);
// The strongest of the rules of a loop's outputs; kNothing for no loop (-1).
ClockReads ClockReadsOf(const compiler::Program& program, int32_t loop);

// Has what is read moved since NoteClock under this name? True when it was never noted.
Result<bool> ClockMoved(RunContext& context, const std::string& name, ClockReads reads);
// In the transaction of the stage that has evaluated everybody whom the clock concerns.
Status NoteClock(RunContext& context, const std::string& name);

}  // namespace idx::runtime
