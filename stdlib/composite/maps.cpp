// Dictionary<K, V> and HashSet<T>.
#include <utility>

#include "stdlib/composite/entry_pairs.h"
#include "stdlib/composite/families.h"
#include "stdlib/registry/results.h"

namespace idx::stdlib {
namespace {

const ValueType& PartAt(const EvalContext& ctx, uint32_t type, size_t part) {
  return ctx.shapes->ShapeOf(TypeAt(ctx, type)).parts[part];
}

// The dictionary of the first argument with its step taken and its key looked at; null after an error.
MapObject* MapFor(EvalContext& ctx, const Slot& map, const Slot* key) {
  if (!Spend(ctx, 1)) return nullptr;
  if (key != nullptr && !key->present) {
    FailNull(ctx, "key");
    return nullptr;
  }
  return ObjectAt<MapObject>(map);
}
MapObject* WritableMap(EvalContext& ctx, const Slot& map, const Slot* key) {
  MapObject* object = MapFor(ctx, map, key);
  return object != nullptr && CheckWritable(ctx, object->frozen) ? object : nullptr;
}

void FailDuplicate(EvalContext& ctx, const ValueType& type, const Slot& key) {
  ctx.Fail(EvalErrorKind::kArgument,
           "An item with the same key has already been added. Key: " + TextOfKey(ctx, type, key));
}

// An array of one side of the entries.
void MakeArray(EvalContext& ctx, const MapObject& map, const Slot* side, const ValueType& element,
               Slot* result) {
  if (!Spend(ctx, map.used)) return;
  Cells cells(element);
  char* to = cells.Allocate(ctx, map.count);
  if (to == nullptr) return;
  uint64_t n = 0;
  ForEachEntry(map, [&](uint32_t i) { cells.Store(to, n++, side[i]); });
  *result = ArraySlot(to, n);
}

}  // namespace

void OpMapNew(EvalContext& ctx, uint32_t, const Slot* args, Slot* result) {
  if (Spend(ctx, 1)) *result = AddressSlot(HashTable::Make(ctx, As<bool>(args[0])));
}

void OpMapCopy(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  const MapObject* from = MapFor(ctx, args[0], nullptr);
  if (from == nullptr || !Spend(ctx, from->used)) return;
  MapObject* to = HashTable::Make(ctx, As<bool>(args[1]));
  if (to == nullptr) return;
  HashTable table(ctx, PartAt(ctx, type, 0), *to);
  ForEachEntry(*from, [&](uint32_t i) {
    if (ctx.failed()) return;
    bool added = false;
    table.FindOrAdd(from->keys[i], &from->values[i], &added);
    if (!added) FailDuplicate(ctx, PartAt(ctx, type, 0), from->keys[i]);
  });
  *result = AddressSlot(to);
}

void OpMapGet(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  MapObject* map = MapFor(ctx, args[0], &args[1]);
  if (map == nullptr) return;
  const ValueType& key = PartAt(ctx, type, 0);
  uint32_t entry = HashTable(ctx, key, *map).Find(args[1]);
  if (entry != HashTable::kNone) {
    *result = map->values[entry];
  } else {
    ctx.Fail(EvalErrorKind::kKeyNotFound,
             "The given key '" + TextOfKey(ctx, key, args[1]) + "' was not present in the dictionary.");
  }
}

void OpMapFind(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  *result = {0, 0, false};
  MapObject* map = MapFor(ctx, args[0], nullptr);
  if (map == nullptr || !args[1].present) return;
  uint32_t entry = HashTable(ctx, PartAt(ctx, type, 0), *map).Find(args[1]);
  if (entry != HashTable::kNone) *result = map->values[entry];
}

void OpMapHas(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  MapObject* map = MapFor(ctx, args[0], &args[1]);
  if (map == nullptr) return;
  *result = SlotOf(HashTable(ctx, PartAt(ctx, type, 0), *map).Find(args[1]) != HashTable::kNone);
}

void OpMapSet(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  MapObject* map = WritableMap(ctx, args[0], &args[1]);
  if (map == nullptr) return;
  bool added = false;
  uint32_t entry = HashTable(ctx, PartAt(ctx, type, 0), *map).FindOrAdd(args[1], &args[2], &added);
  if (entry == HashTable::kNone) return;
  map->values[entry] = args[2];
  *result = args[2];
}

void OpMapAdd(EvalContext& ctx, uint32_t type, const Slot* args, Slot*) {
  MapObject* map = WritableMap(ctx, args[0], &args[1]);
  if (map == nullptr) return;
  bool added = false;
  HashTable(ctx, PartAt(ctx, type, 0), *map).FindOrAdd(args[1], &args[2], &added);
  if (!added && !ctx.failed()) FailDuplicate(ctx, PartAt(ctx, type, 0), args[1]);
}

void OpMapTryAdd(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  MapObject* map = WritableMap(ctx, args[0], &args[1]);
  if (map == nullptr) return;
  bool added = false;
  HashTable(ctx, PartAt(ctx, type, 0), *map).FindOrAdd(args[1], &args[2], &added);
  *result = SlotOf(added);
}

void OpMapRemove(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  MapObject* map = WritableMap(ctx, args[0], &args[1]);
  if (map != nullptr) *result = SlotOf(HashTable(ctx, PartAt(ctx, type, 0), *map).Remove(args[1]));
}

void OpMapClear(EvalContext& ctx, uint32_t type, const Slot* args, Slot*) {
  MapObject* map = WritableMap(ctx, args[0], nullptr);
  if (map != nullptr) HashTable(ctx, PartAt(ctx, type, 0), *map).Clear();
}

void OpMapCount(EvalContext& ctx, uint32_t, const Slot* args, Slot* result) {
  const MapObject* map = MapFor(ctx, args[0], nullptr);
  if (map != nullptr) *result = SlotOf(static_cast<int32_t>(map->count));
}

void OpMapVersion(EvalContext& ctx, uint32_t, const Slot* args, Slot* result) {
  const MapObject* map = MapFor(ctx, args[0], nullptr);
  if (map != nullptr) *result = SlotOf(static_cast<int32_t>(map->version));
}

void OpMapKeys(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  const MapObject* map = MapFor(ctx, args[0], nullptr);
  if (map != nullptr) MakeArray(ctx, *map, map->keys, PartAt(ctx, type, 0), result);
}

void OpMapValues(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  const MapObject* map = MapFor(ctx, args[0], nullptr);
  if (map != nullptr) MakeArray(ctx, *map, map->values, PartAt(ctx, type, 1), result);
}

void OpMapPairs(EvalContext& ctx, uint32_t, const Slot* args, Slot* result) {
  const MapObject* map = MapFor(ctx, args[0], nullptr);
  if (map != nullptr)
    MakePairs(
        ctx, *map, [](const Slot& value) { return value; }, result);
}

// HashSet<T>.

void OpSetNew(EvalContext& ctx, uint32_t, const Slot* args, Slot* result) {
  if (Spend(ctx, 1)) *result = AddressSlot(HashTable::Make(ctx, As<bool>(args[0])));
}

void OpSetAdd(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  MapObject* set = WritableMap(ctx, args[0], nullptr);
  if (set == nullptr) return;
  bool added = false;
  HashTable(ctx, PartAt(ctx, type, 0), *set).FindOrAdd(args[1], nullptr, &added);
  *result = SlotOf(added);
}

void OpSetHas(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  MapObject* set = MapFor(ctx, args[0], nullptr);
  if (set == nullptr) return;
  *result = SlotOf(HashTable(ctx, PartAt(ctx, type, 0), *set).Find(args[1]) != HashTable::kNone);
}

// Which entries were met stands in memory that goes back.
void OpSetMatches(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  MapObject* set = MapFor(ctx, args[0], nullptr);
  if (set == nullptr) return;
  ListView view = ViewOf(args[1]);
  if (!Spend(ctx, uint64_t{view.count})) return;
  ValueType element = PartAt(ctx, type, 0);
  Cells cells(element);
  HashTable table(ctx, element, *set);
  Arena::Mark mark = ctx.arena->mark();
  char* met = ctx.Allocate(size_t{set->used} + 1);
  if (met == nullptr) return;
  std::memset(met, 0, size_t{set->used} + 1);
  int64_t matches = 0, strange = 0;
  for (uint32_t i = 0; i < view.count; ++i) {
    uint32_t entry = table.Find(cells.Load(view.data, i));
    if (ctx.failed()) return;
    if (entry == HashTable::kNone)
      strange = 1;
    else if (std::exchange(met[entry], 1) == 0)
      ++matches;
  }
  ctx.arena->Rewind(mark);
  *result = SlotOf(matches * 2 + strange);
}

void OpSetRemove(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  MapObject* set = WritableMap(ctx, args[0], nullptr);
  if (set != nullptr) *result = SlotOf(HashTable(ctx, PartAt(ctx, type, 0), *set).Remove(args[1]));
}

void OpSetClear(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  OpMapClear(ctx, type, args, result);
}

void OpSetCount(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  OpMapCount(ctx, type, args, result);
}

void OpSetView(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  OpMapKeys(ctx, type, args, result);
}

}  // namespace idx::stdlib
