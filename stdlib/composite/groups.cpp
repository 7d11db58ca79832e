// GroupBy: a dictionary of lists that is built element by element and then read as groups.
#include "stdlib/composite/families.h"
#include "stdlib/composite/hash_table.h"
#include "stdlib/composite/list_object.h"

namespace idx::stdlib {

void OpGroupAdd(EvalContext& ctx, uint32_t type, const Slot* args, Slot*) {
  if (!Spend(ctx, 1)) return;
  MapObject* map = ObjectAt<MapObject>(args[0]);
  if (!CheckWritable(ctx, map->frozen)) return;
  const Shape& shape = ctx.shapes->ShapeOf(TypeAt(ctx, type));
  HashTable table(ctx, shape.parts[0], *map);
  uint32_t entry = table.Find(args[1]);
  if (ctx.failed()) return;
  if (entry == HashTable::kNone) {
    ListObject* list = MakeList(ctx);
    if (list == nullptr) return;
    Slot value = AddressSlot(list);
    bool added = false;
    entry = table.FindOrAdd(args[1], &value, &added);
    if (entry == HashTable::kNone) return;
  }
  AppendCell(ctx, *ObjectAt<ListObject>(map->values[entry]), CellsOf(ctx, shape.parts[1]), args[2]);
}

void OpGroups(EvalContext& ctx, uint32_t, const Slot* args, Slot* result) {
  const MapObject* map = ObjectAt<MapObject>(args[0]);
  if (!Spend(ctx, 1 + uint64_t{map->used})) return;
  Cells cells(ValueType{TypeKind::kTuple});
  char* to = cells.Allocate(ctx, map->count);
  char* memory = ctx.Allocate(uint64_t{map->count} * 2 * sizeof(Slot));
  if (ctx.failed()) return;
  Slot* fields = reinterpret_cast<Slot*>(memory);
  uint64_t n = 0;
  ForEachEntry(*map, [&](uint32_t i) {
    const ListObject* list = ObjectAt<ListObject>(map->values[i]);
    fields[0] = map->keys[i];
    fields[1] = SlotOf(ListView{list->cells, list->count, 0});
    cells.Store(to, n++, AddressSlot(fields));
    fields += 2;
  });
  *result = ArraySlot(to, n);
}

}  // namespace idx::stdlib
