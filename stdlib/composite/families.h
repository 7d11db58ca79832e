// The operations by name, for the table: each is a function in the file of its family.
#pragma once

#include "stdlib/composite/operations.h"

namespace idx::stdlib {

#define IDX_X(name) void Op##name(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result);
IDX_OPERATIONS(IDX_X)
#undef IDX_X

}  // namespace idx::stdlib
