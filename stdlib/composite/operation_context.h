// What all operations share: the types that their index stands for, their arguments as C++ values, steps, and
// arrays of cells.
#pragma once

#include <climits>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/batch/eval_context.h"
#include "base/batch/objects.h"
#include "base/value/cells.h"
#include "base/value/scalars.h"
#include "base/value/value_type.h"

namespace idx::stdlib {

// Takes n steps. False, with the error set, when they are spent.
inline bool Spend(EvalContext& ctx, uint64_t n) {
  ctx.steps_left -= static_cast<int64_t>(n);
  return ctx.Charge(0);
}

inline const ValueType& TypeAt(const EvalContext& ctx, uint32_t type) { return ctx.shapes->types[type]; }

template <typename T>
T As(const Slot& slot) {
  static_assert(sizeof(T) <= 16);
  T value;
  std::memcpy(static_cast<void*>(&value), &slot, sizeof(T));
  return value;
}
template <typename T>
Slot SlotOf(const T& value) {
  static_assert(sizeof(T) <= 16);
  Slot slot;
  std::memcpy(static_cast<void*>(&slot), &value, sizeof(T));
  return slot;
}
template <typename T>
T* ObjectAt(const Slot& slot) {
  return reinterpret_cast<T*>(slot.lo);
}
inline Slot AddressSlot(const void* object) { return {reinterpret_cast<uint64_t>(object), 0, true}; }

// A null list counts as empty.
inline ListView ViewOf(const Slot& slot) {
  ListView view = As<ListView>(slot);
  if (!slot.present || view.is_null()) return {nullptr, 0, 0};
  return view;
}

// How the cells of one type of element lie.
struct Cells {
  TypeKind kind;
  bool nullable;
  uint32_t size;

  explicit Cells(const ValueType& element)
      : kind(element.kind), nullable(element.nullable), size(CellSize(element.kind, element.nullable)) {}
  const char* At(const void* cells, uint64_t i) const { return static_cast<const char*>(cells) + i * size; }
  char* At(char* cells, uint64_t i) const { return cells + i * size; }
  Slot Load(const void* cells, uint64_t i) const { return LoadCell(kind, nullable, At(cells, i)); }
  void Store(char* cells, uint64_t i, const Slot& value) const {
    StoreCell(kind, nullable, value, At(cells, i));
  }
  void Copy(char* to, uint64_t at, const void* from, uint64_t first, uint64_t count) const {
    if (count != 0) std::memmove(At(to, at), At(from, first), count * size);
  }
  // Cells for `count` elements, uninitialised; null, with the error set, when memory is spent. Never of 0
  // bytes: two arrays have two addresses.
  char* Allocate(EvalContext& ctx, uint64_t count) const {
    if (count > INT_MAX) {
      ctx.Fail(EvalErrorKind::kMemory, "Array dimensions exceeded supported range.");
      return nullptr;
    }
    return ctx.Allocate(count == 0 ? 1 : count * size);
  }
};

inline Cells CellsOf(const EvalContext& ctx, const ValueType& list) {
  return Cells(ctx.shapes->ElementOf(list));
}

// An array that this evaluation has made.
inline Slot ArraySlot(const void* cells, uint64_t count) {
  return SlotOf(ListView{cells, static_cast<uint32_t>(count), ListView::kWritable});
}

inline bool InRange(int32_t i, uint64_t count) { return i >= 0 && static_cast<uint64_t>(i) < count; }

// .NET's words.
void FailArrayIndex(EvalContext& ctx);
void FailListIndex(EvalContext& ctx);
void FailArgumentRange(EvalContext& ctx, std::string_view parameter);
// False, with the error set, for what is frozen.
bool CheckWritable(EvalContext& ctx, bool frozen);

}  // namespace idx::stdlib
