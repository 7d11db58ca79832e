// Orders of keys: a stable merge sort of positions that ends as soon as a budget is spent.
#include <algorithm>
#include <utility>

#include "stdlib/composite/compare.h"
#include "stdlib/composite/families.h"
#include "stdlib/composite/operation_context.h"

namespace idx::stdlib {
namespace {

class KeySort {
 public:
  KeySort(const Comparer& comparer, const Cells& cells, const void* keys, bool descending)
      : comparer_(comparer), cells_(cells), keys_(keys), descending_(descending) {}

  // Sorts `order` with `other` as memory of the same size; false after an error.
  bool Sort(int32_t* order, int32_t* other, uint64_t n) const {
    int32_t* from = order;
    for (uint64_t width = 1; width < n; width *= 2) {
      for (uint64_t start = 0; start < n; start += 2 * width) {
        uint64_t middle = std::min(start + width, n), end = std::min(start + 2 * width, n);
        if (!Merge(from, start, middle, end, other)) return false;
      }
      std::swap(from, other);
    }
    if (from != order) std::copy_n(from, n, order);
    return true;
  }

 private:
  bool Merge(const int32_t* from, uint64_t start, uint64_t middle, uint64_t end, int32_t* to) const {
    uint64_t left = start, right = middle;
    for (uint64_t at = start; at < end; ++at) {
      bool take_right = left == middle || (right < end && Before(from[right], from[left]));
      if (comparer_.context().failed()) return false;
      to[at] = from[take_right ? right++ : left++];
    }
    return true;
  }
  bool Before(int32_t a, int32_t b) const {
    int order = comparer_.Compare(cells_.Load(keys_, static_cast<uint64_t>(a)),
                                  cells_.Load(keys_, static_cast<uint64_t>(b)));
    return descending_ ? order > 0 : order < 0;
  }

  const Comparer& comparer_;
  const Cells& cells_;
  const void* keys_;
  bool descending_;
};

// The order that equal keys keep; false, with the error set, where it is not one of these keys.
bool Begin(EvalContext& ctx, const Slot& given, uint32_t n, int32_t* order) {
  bool some = given.present && !As<ListView>(given).is_null();
  ListView view = ViewOf(given);
  if (some && view.count != n) return FailArrayIndex(ctx), false;
  for (uint32_t i = 0; i < n; ++i) {
    order[i] = some ? view.begin_of<int32_t>()[i] : static_cast<int32_t>(i);
    if (!InRange(order[i], n)) return FailArrayIndex(ctx), false;
  }
  return true;
}

}  // namespace

void OpSortOrder(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  ListView keys = ViewOf(args[0]);
  if (!Spend(ctx, 1 + uint64_t{keys.count})) return;
  ValueType element = ctx.shapes->ElementOf(TypeAt(ctx, type));
  Cells cells(element), positions(ValueType{TypeKind::kInt});
  char* order = positions.Allocate(ctx, keys.count);
  if (order == nullptr || !Begin(ctx, args[3], keys.count, reinterpret_cast<int32_t*>(order))) return;
  Arena::Mark mark = ctx.arena->mark();
  char* other = positions.Allocate(ctx, keys.count);
  if (other == nullptr) return;
  Comparer comparer(ctx, element, As<bool>(args[2]));
  KeySort sort(comparer, cells, keys.data, As<bool>(args[1]));
  if (!sort.Sort(reinterpret_cast<int32_t*>(order), reinterpret_cast<int32_t*>(other), keys.count)) return;
  ctx.arena->Rewind(mark);
  *result = ArraySlot(order, keys.count);
}

void OpGather(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  ListView from = ViewOf(args[0]), order = ViewOf(args[1]);
  if (!Spend(ctx, 1 + uint64_t{order.count})) return;
  Cells cells = CellsOf(ctx, TypeAt(ctx, type));
  char* to = cells.Allocate(ctx, order.count);
  if (to == nullptr) return;
  for (uint32_t i = 0; i < order.count; ++i) {
    int32_t at = order.begin_of<int32_t>()[i];
    if (!InRange(at, from.count)) return FailArrayIndex(ctx);
    cells.Copy(to, i, from.data, static_cast<uint64_t>(at), 1);
  }
  *result = ArraySlot(to, order.count);
}

}  // namespace idx::stdlib
