#include "base/value/cells.h"

namespace idx {

Slot LoadCell(TypeKind kind, bool nullable, const void* cell) {
  Slot slot;
  if (kind == TypeKind::kObject) {
    slot.lo = reinterpret_cast<uint64_t>(cell);
    return slot;
  }
  uint32_t size = SizeOf(kind);
  std::memcpy(static_cast<void*>(&slot), cell, size);
  if (!nullable) return slot;
  if (kind == TypeKind::kString) {
    slot.present = static_cast<uint32_t>(slot.lo) != Text::kNullLength;
  } else if (kind == TypeKind::kList) {
    slot.present = static_cast<uint32_t>(slot.hi) != ListView::kNullCount;
  } else if (IsAddress(kind)) {
    slot.present = slot.lo != 0;
  } else {
    slot.present = static_cast<const char*>(cell)[size] != 0;
  }
  return slot;
}

void StoreCell(TypeKind kind, bool nullable, const Slot& value, void* cell) {
  uint32_t size = SizeOf(kind);
  if (kind == TypeKind::kObject) {
    std::memcpy(cell, reinterpret_cast<const void*>(value.lo), size);
    return;
  }
  if (value.present) {
    std::memcpy(cell, static_cast<const void*>(&value), size);
  } else if (kind == TypeKind::kString) {
    Text null = Text::Null();
    std::memcpy(cell, static_cast<const void*>(&null), size);
  } else if (kind == TypeKind::kList) {
    ListView null = ListView::Null();
    std::memcpy(cell, static_cast<const void*>(&null), size);
  } else {
    std::memset(cell, 0, size);
  }
  if (nullable && !HasNullForm(kind)) static_cast<char*>(cell)[size] = value.present ? 1 : 0;
}

}  // namespace idx
