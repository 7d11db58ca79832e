#include "stdlib/composite/operations.h"

#include <iterator>

#include "stdlib/composite/families.h"

namespace idx::stdlib {
namespace {

// After an error the result is a null of zeros, the same in every tier.
template <OperationCall kCall>
void Entry(EvalContext& ctx, uint32_t type, const Slot* args, Slot* result) {
  Slot made;
  kCall(ctx, type, args, &made);
  if (ctx.failed()) made = {0, 0, false};
  *result = made;
}

constexpr OperationRow kRows[] = {
#define IDX_X(name) {#name, "idx_op_" #name, &Entry<&Op##name>},
    IDX_OPERATIONS(IDX_X)
#undef IDX_X
};

constexpr bool InOrder() {
#define IDX_X(operation) \
  if (kRows[static_cast<size_t>(Operation::k##operation)].name != #operation) return false;
  IDX_OPERATIONS(IDX_X)
#undef IDX_X
  return true;
}
static_assert(InOrder());

}  // namespace

std::span<const OperationRow> Operations() { return kRows; }

}  // namespace idx::stdlib
