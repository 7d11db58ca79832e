// Where native code finds the fields of the structures that it shares with C++: the only place with such
// numbers.
#pragma once

#include <cstddef>

#include "base/batch/eval_context.h"
#include "base/batch/objects.h"
#include "compiler/program/program.h"
#include "stdlib/registry/bind.h"

namespace idx {

struct ArenaLayout {
  static constexpr size_t kNext = offsetof(Arena, next_);
  static constexpr size_t kEnd = offsetof(Arena, end_);
  static constexpr size_t kStart = offsetof(Arena, start_);
  static constexpr size_t kFilledBefore = offsetof(Arena, filled_before_);
  // What may be written beyond the last allocation, before the next one.
  static size_t RoomOf(const Arena& arena) { return static_cast<size_t>(arena.end_ - arena.next_); }
};

namespace compiler::lower {

struct ContextLayout {
  static constexpr size_t kStepsLeft = offsetof(EvalContext, steps_left);
  static constexpr size_t kError = offsetof(EvalContext, error);
  static constexpr size_t kErrorSite = offsetof(EvalContext, error_site);
  static constexpr size_t kDepthLeft = offsetof(EvalContext, depth_left);
  static constexpr size_t kNow = offsetof(EvalContext, now);
  static constexpr size_t kToday = offsetof(EvalContext, today);
  static constexpr size_t kArena = offsetof(EvalContext, arena);
  static constexpr size_t kStatics = offsetof(EvalContext, statics);
  static constexpr size_t kScratchBase = offsetof(EvalContext, scratch_base);
  static constexpr size_t kBudgetSteps = offsetof(EvalContext, budget) + offsetof(Budget, steps);
  static constexpr size_t kBudgetScratch = offsetof(EvalContext, budget) + offsetof(Budget, scratch_bytes);
};

struct ColumnLayout {
  static constexpr size_t kSize = sizeof(Column);
  static constexpr size_t kData = offsetof(Column, data);
  static constexpr size_t kValid = offsetof(Column, valid);
};

struct OutColumnLayout {
  static constexpr size_t kSize = sizeof(OutColumn);
  static constexpr size_t kData = offsetof(OutColumn, data);
  static constexpr size_t kOutcome = offsetof(OutColumn, outcome);
};

struct SlotInputLayout {
  static constexpr size_t kSize = sizeof(SlotInput);
  static constexpr size_t kColumns = offsetof(SlotInput, batch) + offsetof(Batch, columns);
  static constexpr size_t kRows = offsetof(SlotInput, rows);
};

struct SlotLayout {  // stdlib::Slot
  static constexpr size_t kSize = sizeof(stdlib::Slot);
  static constexpr size_t kLo = offsetof(stdlib::Slot, lo);
  static constexpr size_t kHi = offsetof(stdlib::Slot, hi);
  static constexpr size_t kPresent = offsetof(stdlib::Slot, present);
};

struct ListViewLayout {
  // The words of a view: where its cells are; how many, and above that the flags.
  static constexpr uint64_t kWritable = uint64_t{ListView::kWritable} << 32;
  static_assert(offsetof(ListView, count) == 8 && offsetof(ListView, flags) == 12);
};

struct ListObjectLayout {
  static constexpr size_t kCells = offsetof(ListObject, cells);
  static constexpr size_t kCount = offsetof(ListObject, count);
};

struct BoxedLayout {
  static constexpr size_t kLo = offsetof(Boxed, lo);
  static constexpr size_t kHi = offsetof(Boxed, hi);
  static constexpr size_t kKind = offsetof(Boxed, kind);
  static constexpr size_t kPresent = offsetof(Boxed, present);
  static constexpr size_t kIsEnum = offsetof(Boxed, is_enum);
  static constexpr size_t kNumber = offsetof(Boxed, number);
};

}  // namespace compiler::lower
}  // namespace idx
