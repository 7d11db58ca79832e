// The entries of a table as an array of pairs: KeyValuePair and IGrouping.
#pragma once

#include "stdlib/composite/hash_table.h"
#include "stdlib/composite/operation_context.h"

namespace idx::stdlib {

// Pairs of each key and what second(value) makes of its value. Takes a step for each entry.
template <typename Second>
void MakePairs(EvalContext& ctx, const MapObject& map, Second second, Slot* result) {
  if (!Spend(ctx, map.used)) return;
  Cells cells(ValueType{TypeKind::kTuple});
  char* to = cells.Allocate(ctx, map.count);
  char* memory = ctx.Allocate(uint64_t{map.count} * 2 * sizeof(Slot));
  if (ctx.failed()) return;
  Slot* fields = reinterpret_cast<Slot*>(memory);
  uint64_t n = 0;
  ForEachEntry(map, [&](uint32_t i) {
    fields[0] = map.keys[i];
    fields[1] = second(map.values[i]);
    cells.Store(to, n++, AddressSlot(fields));
    fields += 2;
  });
  *result = ArraySlot(to, n);
}

}  // namespace idx::stdlib
