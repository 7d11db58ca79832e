// Cells: how values lie in lists and in the objects below. A cell is the C++ type that the library's
// functions use for the element: int32_t for int, Opt<int32_t> for int?, Text for string and string? (null
// has a form of its own), ListView, an address (null: 0).
#pragma once

#include <cstdint>
#include <cstring>

#include "base/value/scalars.h"
#include "base/value/slot.h"
#include "base/value/text.h"
#include "base/value/value_type.h"

namespace idx {

// Whether null is a form of the value itself and needs no flag behind it.
constexpr bool HasNullForm(TypeKind kind) {
  return kind == TypeKind::kString || kind == TypeKind::kList || kind == TypeKind::kObject || IsAddress(kind);
}

// Bytes of one cell. The flag of a nullable scalar lies at SizeOf(kind).
constexpr uint32_t CellSize(TypeKind kind, bool nullable) {
  uint32_t size = SizeOf(kind);
  if (!nullable || HasNullForm(kind)) return size;
  return kind == TypeKind::kGuid ? 17 : kind == TypeKind::kDecimal ? 24 : 2 * size;
}
static_assert(CellSize(TypeKind::kInt, true) == sizeof(Opt<int32_t>) &&
              CellSize(TypeKind::kBool, true) == sizeof(Opt<bool>));
static_assert(CellSize(TypeKind::kGuid, true) == sizeof(Opt<Guid>) &&
              CellSize(TypeKind::kDecimal, true) == sizeof(Opt<Decimal>));
static_assert(CellSize(TypeKind::kLong, true) == sizeof(Opt<int64_t>) &&
              CellSize(TypeKind::kChar, true) == sizeof(Opt<Char>));

// A Boxed is passed by its address: the slot points into the cell.
Slot LoadCell(TypeKind kind, bool nullable, const void* cell);
void StoreCell(TypeKind kind, bool nullable, const Slot& value, void* cell);

}  // namespace idx
