// Which values of an attribute are some account's. Inside this folder only.
#pragma once

#include "runtime/state/run_context.h"
#include "runtime/state/taken_values.h"

namespace idx::runtime {

// What objects show, also those that nobody is joined to, and those that have vanished; what is in flight and
// what is pending. One pass over the objects and the changes, whoever asks how much.
Result<TakenValues> ReadTaken(RunContext& context, const TypeState& type, int32_t attribute);

}  // namespace idx::runtime
