// Whether the pending changes of an application may leave by themselves. Inside this folder only.
#pragma once

#include <string>
#include <vector>

#include "runtime/state/run_context.h"

namespace idx::runtime {

// Why all unapproved changes of the application are to be held, for a person; "": they may leave.
Result<std::string> HoldReasonOf(RunContext& context, const Application& application,
                                 const std::vector<const TypeState*>& types);

// Clears (an attribute that has a value is emptied) among unapproved changes count under this name, beside
// the kinds.
inline constexpr const char* kClearGuard = "clear";

}  // namespace idx::runtime
