// What List<T> and the groups of GroupBy share.
#pragma once

#include "stdlib/composite/operation_context.h"

namespace idx::stdlib {

// A new empty list in scratch; null, with the error set, when memory is spent.
ListObject* MakeList(EvalContext& ctx);
// Room for `more` elements beyond those that are there. False, with the error set and the list unchanged,
// when a budget is spent.
bool ReserveCells(EvalContext& ctx, ListObject& list, const Cells& cells, uint64_t more);
bool AppendCell(EvalContext& ctx, ListObject& list, const Cells& cells, const Slot& value);

}  // namespace idx::stdlib
