// Arrays and read-only lists.
#include "stdlib/composite/families.h"
#include "stdlib/composite/operation_context.h"
#include "stdlib/registry/results.h"

namespace idx::stdlib {

void FailArrayIndex(EvalContext& ctx) {
  ctx.Fail(EvalErrorKind::kIndexOutOfRange, "Index was outside the bounds of the array.");
}

void FailListIndex(EvalContext& ctx) {
  FailRange(ctx, "index",
            "Index was out of range. Must be non-negative and less than the size of the collection.");
}

void FailArgumentRange(EvalContext& ctx, std::string_view parameter) {
  FailRange(ctx, parameter, "Specified argument was out of the range of valid values.");
}

bool CheckWritable(EvalContext& ctx, bool frozen) {
  if (frozen) ctx.Fail(EvalErrorKind::kNotSupported, "Collection is read-only.");
  return !frozen;
}

namespace {

constexpr int kMaxDefaultNesting = 32;

// default(T). A string that cannot be null is the empty one, a tuple has the defaults of its fields; objects
// have none: an address of nothing would stand where the checker has proved that there is no null.
bool MakeDefault(EvalContext& ctx, const ValueType& type, int nesting, Slot* to) {
  *to = {0, 0, !type.nullable};
  if (type.nullable || !IsAddress(type.kind)) return true;
  if (type.kind != TypeKind::kTuple || nesting == kMaxDefaultNesting) {
    ctx.Fail(EvalErrorKind::kNotSupported,
             "new T[n] where T is an object that cannot be null: write new T?[n]");
    return false;
  }
  const std::vector<ValueType>& parts = ctx.shapes->ShapeOf(type).parts;
  char* memory = Spend(ctx, parts.size()) ? ctx.Allocate(sizeof(Slot) * parts.size()) : nullptr;
  if (memory == nullptr) return false;
  Slot* fields = reinterpret_cast<Slot*>(memory);
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!MakeDefault(ctx, parts[i], nesting + 1, &fields[i])) return false;
  }
  *to = AddressSlot(fields);
  return true;
}

}  // namespace

void OpArrayNew(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  int32_t count = As<int32_t>(args[0]);
  if (count < 0) {
    if (Spend(ctx, 1)) ctx.Fail(EvalErrorKind::kOverflow, "Arithmetic operation resulted in an overflow.");
    return;
  }
  uint64_t n = static_cast<uint64_t>(count);
  if (!Spend(ctx, 1 + n)) return;
  ValueType element = ctx.shapes->ElementOf(TypeAt(ctx, type));
  Cells cells(element);
  char* to = cells.Allocate(ctx, n);
  if (to == nullptr) return;
  Boxed none;  // what an element of type object holds
  Slot value = AddressSlot(&none);
  if (n != 0 && element.kind != TypeKind::kObject && !MakeDefault(ctx, element, 0, &value)) return;
  for (uint64_t i = 0; i < n; ++i) cells.Store(to, i, value);
  *result = ArraySlot(to, n);
}

void OpArrayCopy(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  ListView from = ViewOf(args[0]);
  if (!Spend(ctx, 1 + uint64_t{from.count})) return;
  Cells cells = CellsOf(ctx, TypeAt(ctx, type));
  char* to = cells.Allocate(ctx, from.count);
  if (to == nullptr) return;
  cells.Copy(to, 0, from.data, 0, from.count);
  *result = ArraySlot(to, from.count);
}

void OpArrayLength(EvalContext& ctx, uint32_t, const Slot* args, Slot* result) {
  if (Spend(ctx, 1)) *result = SlotOf(static_cast<int32_t>(ViewOf(args[0]).count));
}

void OpArrayGet(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  if (!Spend(ctx, 1)) return;
  ListView view = ViewOf(args[0]);
  int32_t i = As<int32_t>(args[1]);
  if (!InRange(i, view.count)) return FailArrayIndex(ctx);
  *result = CellsOf(ctx, TypeAt(ctx, type)).Load(view.data, static_cast<uint64_t>(i));
}

void OpArraySet(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  if (!Spend(ctx, 1)) return;
  ListView view = ViewOf(args[0]);
  int32_t i = As<int32_t>(args[1]);
  if (!InRange(i, view.count)) return FailArrayIndex(ctx);
  if (!CheckWritable(ctx, (view.flags & ListView::kWritable) == 0)) return;
  char* to = static_cast<char*>(const_cast<void*>(view.data));  // its flag says that this evaluation made it
  CellsOf(ctx, TypeAt(ctx, type)).Store(to, static_cast<uint64_t>(i), args[2]);
  *result = args[2];
}

void OpArraySlice(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  ListView from = ViewOf(args[0]);
  int64_t start = As<int32_t>(args[1]), end = As<int32_t>(args[2]);
  if (start < 0 || start > end || end > static_cast<int64_t>(from.count)) {
    if (Spend(ctx, 1)) FailArgumentRange(ctx, "length");
    return;
  }
  uint64_t n = static_cast<uint64_t>(end - start);
  if (!Spend(ctx, 1 + n)) return;
  Cells cells = CellsOf(ctx, TypeAt(ctx, type));
  char* to = cells.Allocate(ctx, n);
  if (to == nullptr) return;
  cells.Copy(to, 0, from.data, static_cast<uint64_t>(start), n);
  *result = ArraySlot(to, n);
}

void OpArrayConcat(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  ListView a = ViewOf(args[0]), b = ViewOf(args[1]);
  uint64_t n = uint64_t{a.count} + b.count;
  if (!Spend(ctx, 1 + n)) return;
  Cells cells = CellsOf(ctx, TypeAt(ctx, type));
  char* to = cells.Allocate(ctx, n);
  if (to == nullptr) return;
  cells.Copy(to, 0, a.data, 0, a.count);
  cells.Copy(to, a.count, b.data, 0, b.count);
  *result = ArraySlot(to, n);
}

void OpArrayReverse(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  ListView from = ViewOf(args[0]);
  uint64_t n = from.count;
  if (!Spend(ctx, 1 + n)) return;
  Cells cells = CellsOf(ctx, TypeAt(ctx, type));
  char* to = cells.Allocate(ctx, n);
  if (to == nullptr) return;
  for (uint64_t i = 0; i < n; ++i) cells.Copy(to, i, from.data, n - 1 - i, 1);
  *result = ArraySlot(to, n);
}

void OpArraySame(EvalContext& ctx, uint32_t, const Slot* args, Slot* result) {
  if (!Spend(ctx, 1)) return;
  ListView a = As<ListView>(args[0]), b = As<ListView>(args[1]);
  bool a_null = !args[0].present || a.is_null(), b_null = !args[1].present || b.is_null();
  bool same = a_null || b_null ? a_null == b_null : a.data == b.data && a.count == b.count;
  *result = SlotOf(same);
}

void OpArrayRange(EvalContext& ctx, uint32_t, const Slot* args, Slot* result) {
  int64_t start = As<int32_t>(args[0]), count = As<int32_t>(args[1]);
  if (count < 0 || start + count - 1 > INT_MAX) {
    if (Spend(ctx, 1)) FailArgumentRange(ctx, "count");
    return;
  }
  if (!Spend(ctx, 1 + static_cast<uint64_t>(count))) return;
  char* to = Cells(ValueType{TypeKind::kInt}).Allocate(ctx, static_cast<uint64_t>(count));
  if (to == nullptr) return;
  for (int64_t i = 0; i < count; ++i) reinterpret_cast<int32_t*>(to)[i] = static_cast<int32_t>(start + i);
  *result = ArraySlot(to, static_cast<uint64_t>(count));
}

void OpArrayRepeat(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  int32_t count = As<int32_t>(args[1]);
  if (count < 0) {
    if (Spend(ctx, 1)) FailArgumentRange(ctx, "count");
    return;
  }
  uint64_t n = static_cast<uint64_t>(count);
  if (!Spend(ctx, 1 + n)) return;
  Cells cells = CellsOf(ctx, TypeAt(ctx, type));
  char* to = cells.Allocate(ctx, n);
  if (to == nullptr) return;
  for (uint64_t i = 0; i < n; ++i) cells.Store(to, i, args[0]);
  *result = ArraySlot(to, n);
}

}  // namespace idx::stdlib
