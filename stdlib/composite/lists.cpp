// List<T>.
#include <algorithm>
#include <new>

#include "stdlib/composite/compare.h"
#include "stdlib/composite/families.h"
#include "stdlib/composite/list_object.h"
#include "stdlib/registry/results.h"

namespace idx::stdlib {

ListObject* MakeList(EvalContext& ctx) {
  char* at = ctx.Allocate(sizeof(ListObject));
  return at == nullptr ? nullptr : new (at) ListObject();
}

bool ReserveCells(EvalContext& ctx, ListObject& list, const Cells& cells, uint64_t more) {
  uint64_t needed = list.count + more;
  if (needed <= list.capacity) return true;
  uint64_t capacity =
      std::max(needed, std::min<uint64_t>(std::max<uint64_t>(4, uint64_t{list.capacity} * 2), INT_MAX));
  if (!Spend(ctx, list.count)) return false;
  char* bigger = cells.Allocate(ctx, capacity);
  if (bigger == nullptr) return false;
  cells.Copy(bigger, 0, list.cells, 0, list.count);
  list.cells = bigger;
  list.capacity = static_cast<uint32_t>(capacity);
  return true;
}

bool AppendCell(EvalContext& ctx, ListObject& list, const Cells& cells, const Slot& value) {
  if (!ReserveCells(ctx, list, cells, 1)) return false;
  cells.Store(list.cells, list.count++, value);
  ++list.version;
  return true;
}

namespace {

// The list of the first argument with its step taken; null after an error.
ListObject* Writable(EvalContext& ctx, const Slot& list) {
  if (!Spend(ctx, 1)) return nullptr;
  ListObject* object = ObjectAt<ListObject>(list);
  return CheckWritable(ctx, object->frozen) ? object : nullptr;
}

void RemoveCell(ListObject& list, const Cells& cells, uint64_t at) {
  cells.Copy(list.cells, at, list.cells, at + 1, list.count - at - 1);
  --list.count;
  ++list.version;
}

}  // namespace

void OpListNew(EvalContext& ctx, uint32_t, const Slot*, Slot* result) {
  if (Spend(ctx, 1)) *result = AddressSlot(MakeList(ctx));
}

void OpListFrom(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  ListView from = ViewOf(args[0]);
  if (!Spend(ctx, 1 + uint64_t{from.count})) return;
  Cells cells = CellsOf(ctx, TypeAt(ctx, type));
  ListObject* list = MakeList(ctx);
  if (list == nullptr || !ReserveCells(ctx, *list, cells, from.count)) return;
  cells.Copy(list->cells, 0, from.data, 0, from.count);
  list->count = from.count;
  *result = AddressSlot(list);
}

void OpListView(EvalContext& ctx, uint32_t, const Slot* args, Slot* result) {
  if (!Spend(ctx, 1)) return;
  const ListObject* list = ObjectAt<ListObject>(args[0]);
  // An empty list has no cells of its own yet: its own address, which is never read, stands for them.
  const void* cells = list->cells != nullptr ? static_cast<const void*>(list->cells) : list;
  *result = SlotOf(ListView{cells, list->count, 0});
}

void OpListCount(EvalContext& ctx, uint32_t, const Slot* args, Slot* result) {
  if (Spend(ctx, 1)) *result = SlotOf(static_cast<int32_t>(ObjectAt<ListObject>(args[0])->count));
}

void OpListVersion(EvalContext& ctx, uint32_t, const Slot* args, Slot* result) {
  if (Spend(ctx, 1)) *result = SlotOf(static_cast<int32_t>(ObjectAt<ListObject>(args[0])->version));
}

void OpListGet(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  if (!Spend(ctx, 1)) return;
  const ListObject* list = ObjectAt<ListObject>(args[0]);
  int32_t i = As<int32_t>(args[1]);
  if (!InRange(i, list->count)) return FailListIndex(ctx);
  *result = CellsOf(ctx, TypeAt(ctx, type)).Load(list->cells, static_cast<uint64_t>(i));
}

void OpListSet(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  ListObject* list = Writable(ctx, args[0]);
  if (list == nullptr) return;
  int32_t i = As<int32_t>(args[1]);
  if (!InRange(i, list->count)) return FailListIndex(ctx);
  CellsOf(ctx, TypeAt(ctx, type)).Store(list->cells, static_cast<uint64_t>(i), args[2]);
  ++list->version;
  *result = args[2];
}

void OpListAdd(EvalContext& ctx, uint32_t type, const Slot* args, Slot*) {
  ListObject* list = Writable(ctx, args[0]);
  if (list != nullptr) AppendCell(ctx, *list, CellsOf(ctx, TypeAt(ctx, type)), args[1]);
}

void OpListAddRange(EvalContext& ctx, uint32_t type, const Slot* args, Slot*) {
  ListObject* list = Writable(ctx, args[0]);
  ListView from = ViewOf(args[1]);
  if (list == nullptr || from.count == 0 || !Spend(ctx, from.count)) return;
  Cells cells = CellsOf(ctx, TypeAt(ctx, type));
  if (!ReserveCells(ctx, *list, cells, from.count)) return;
  cells.Copy(list->cells, list->count, from.data, 0, from.count);
  list->count += from.count;
  ++list->version;
}

void OpListInsert(EvalContext& ctx, uint32_t type, const Slot* args, Slot*) {
  ListObject* list = Writable(ctx, args[0]);
  if (list == nullptr) return;
  int32_t i = As<int32_t>(args[1]);
  if (!InRange(i, uint64_t{list->count} + 1))
    return FailRange(ctx, "index", "Index must be within the bounds of the List.");
  uint64_t at = static_cast<uint64_t>(i);
  Cells cells = CellsOf(ctx, TypeAt(ctx, type));
  if (!Spend(ctx, list->count - at) || !ReserveCells(ctx, *list, cells, 1)) return;
  cells.Copy(list->cells, at + 1, list->cells, at, list->count - at);
  cells.Store(list->cells, at, args[2]);
  ++list->count;
  ++list->version;
}

void OpListRemove(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  ListObject* list = Writable(ctx, args[0]);
  if (list == nullptr) return;
  ValueType element = ctx.shapes->ElementOf(TypeAt(ctx, type));
  Cells cells(element);
  Comparer comparer(ctx, element, false);
  *result = SlotOf(false);
  for (uint64_t i = 0; i < list->count && !ctx.failed(); ++i) {
    if (!comparer.Equal(cells.Load(list->cells, i), args[1])) continue;
    if (!Spend(ctx, list->count - i)) return;
    RemoveCell(*list, cells, i);
    *result = SlotOf(true);
    return;
  }
}

void OpListRemoveAt(EvalContext& ctx, uint32_t type, const Slot* args, Slot*) {
  ListObject* list = Writable(ctx, args[0]);
  if (list == nullptr) return;
  int32_t i = As<int32_t>(args[1]);
  if (!InRange(i, list->count)) return FailListIndex(ctx);
  if (!Spend(ctx, list->count - static_cast<uint64_t>(i))) return;
  RemoveCell(*list, CellsOf(ctx, TypeAt(ctx, type)), static_cast<uint64_t>(i));
}

void OpListClear(EvalContext& ctx, uint32_t, const Slot* args, Slot*) {
  ListObject* list = Writable(ctx, args[0]);
  if (list == nullptr) return;
  list->count = 0;
  ++list->version;
}

void OpListReplace(EvalContext& ctx, uint32_t type, const Slot* args, Slot*) {
  ListObject* list = Writable(ctx, args[0]);
  ListView from = ViewOf(args[1]);
  if (list == nullptr || !Spend(ctx, from.count)) return;
  Cells cells = CellsOf(ctx, TypeAt(ctx, type));
  if (from.count > list->count && !ReserveCells(ctx, *list, cells, from.count - list->count)) return;
  cells.Copy(list->cells, 0, from.data, 0, from.count);
  list->count = from.count;
  ++list->version;
}

}  // namespace idx::stdlib
