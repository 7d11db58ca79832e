// Searching arrays and treating them as sets.
#include "stdlib/composite/families.h"
#include "stdlib/composite/hash_table.h"
#include "stdlib/composite/operation_context.h"

namespace idx::stdlib {
namespace {

enum class Form { kUnion, kIntersect, kExcept };

bool AddAll(EvalContext& ctx, HashTable& table, const Cells& cells, const ListView& from) {
  bool added = false;
  for (uint32_t i = 0; i < from.count; ++i) {
    table.FindOrAdd(cells.Load(from.data, i), nullptr, &added);
    if (ctx.failed()) return false;
  }
  return true;
}

// The elements of `from` that the form keeps, each once. Except: adding says which are new after those of
// `other`. Intersect: removing says which were there and had not been met.
bool Take(EvalContext& ctx, HashTable& table, Form form, const Cells& cells, const ListView& from, char* to,
          uint64_t* n) {
  for (uint32_t i = 0; i < from.count; ++i) {
    Slot value = cells.Load(from.data, i);
    bool kept = false;
    if (form == Form::kIntersect)
      kept = table.Remove(value);
    else
      table.FindOrAdd(value, nullptr, &kept);
    if (ctx.failed()) return false;
    if (kept) cells.Copy(to, (*n)++, from.data, i, 1);
  }
  return true;
}

void MakeSet(EvalContext& ctx, uint32_t type, Form form, const ListView& a, const ListView& b,
             bool ignore_case, Slot* result) {
  uint64_t looked_at = uint64_t{a.count} + b.count;
  if (!Spend(ctx, 1 + looked_at)) return;
  ValueType element = ctx.shapes->ElementOf(TypeAt(ctx, type));
  Cells cells(element);
  char* to = cells.Allocate(ctx, form == Form::kUnion ? looked_at : a.count);
  if (to == nullptr) return;
  // The table lives only here: its memory goes back, but not after an error, whose message lies behind it.
  Arena::Mark mark = ctx.arena->mark();
  MapObject* seen = HashTable::Make(ctx, ignore_case);
  if (seen == nullptr) return;
  HashTable table(ctx, element, *seen);
  uint64_t n = 0;
  if (form != Form::kUnion && !AddAll(ctx, table, cells, b)) return;
  if (!Take(ctx, table, form, cells, a, to, &n)) return;
  if (form == Form::kUnion && !Take(ctx, table, form, cells, b, to, &n)) return;
  ctx.arena->Rewind(mark);
  *result = ArraySlot(to, n);
}

}  // namespace

void OpIndexOf(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  if (!Spend(ctx, 1)) return;
  ListView view = ViewOf(args[0]);
  ValueType element = ctx.shapes->ElementOf(TypeAt(ctx, type));
  Cells cells(element);
  Comparer comparer(ctx, element, As<bool>(args[2]));
  *result = SlotOf(int32_t{-1});
  for (uint32_t i = 0; i < view.count && !ctx.failed(); ++i) {
    if (!comparer.Equal(cells.Load(view.data, i), args[1])) continue;
    *result = SlotOf(static_cast<int32_t>(i));
    return;
  }
}

void OpSequenceEqual(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  if (!Spend(ctx, 1)) return;
  ListView a = ViewOf(args[0]), b = ViewOf(args[1]);
  ValueType element = ctx.shapes->ElementOf(TypeAt(ctx, type));
  Cells cells(element);
  Comparer comparer(ctx, element, As<bool>(args[2]));
  bool equal = a.count == b.count;
  for (uint32_t i = 0; equal && i < a.count; ++i)
    equal = comparer.Equal(cells.Load(a.data, i), cells.Load(b.data, i));
  *result = SlotOf(equal);
}

void OpDistinct(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  MakeSet(ctx, type, Form::kUnion, ViewOf(args[0]), {nullptr, 0, 0}, As<bool>(args[1]), result);
}

void OpUnion(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  MakeSet(ctx, type, Form::kUnion, ViewOf(args[0]), ViewOf(args[1]), As<bool>(args[2]), result);
}

void OpIntersect(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  MakeSet(ctx, type, Form::kIntersect, ViewOf(args[0]), ViewOf(args[1]), As<bool>(args[2]), result);
}

void OpExcept(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  MakeSet(ctx, type, Form::kExcept, ViewOf(args[0]), ViewOf(args[1]), As<bool>(args[2]), result);
}

}  // namespace idx::stdlib
