// GroupBy: a dictionary of lists that is built element by element and then read as groups.
#include "stdlib/composite/entry_pairs.h"
#include "stdlib/composite/families.h"
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
  if (!Spend(ctx, 1)) return;
  auto view = [](const Slot& value) {
    const ListObject* list = ObjectAt<ListObject>(value);
    return SlotOf(ListView{list->cells, list->count, 0});
  };
  MakePairs(ctx, *ObjectAt<MapObject>(args[0]), view, result);
}

}  // namespace idx::stdlib
