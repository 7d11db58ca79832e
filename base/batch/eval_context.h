// What an evaluation carries beside its data: memory, clock, budget, and the error of the present (rule,
// row). Library functions get it first; native code reads and writes it by offset.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/core/arena.h"
#include "base/value/scalars.h"
#include "base/value/slot.h"
#include "base/value/text.h"

namespace idx {

struct ShapeTable;
class MessageLog;

// The exception that C# would throw; the number is the last part of the diagnostic IDX30nn.
enum class EvalErrorKind : uint32_t {
  kNone = 0,
  kFail = 1,            // throw Fail("…"), throw new Exception("…")
  kDeclineMapping = 2,  // throw new DeclineMapping(): no opinion, not an error of the row
  kNullReference = 3,
  kArgumentNull = 4,
  kArgumentOutOfRange = 5,
  kArgument = 6,
  kIndexOutOfRange = 7,
  kFormat = 8,
  kOverflow = 9,
  kDivideByZero = 10,
  kInvalidOperation = 11,
  kInvalidCast = 12,
  kKeyNotFound = 13,
  kSwitchExpression = 14,  // no arm matched
  kLoneSurrogate = 15,     // stored or exported text that is not Unicode
  kNotSupported = 16,      // .NET would give a value that this library does not know how to make
  kSteps = 20,             // budget: steps
  kMemory = 21,            // budget: live scratch
  kDepth = 22,             // budget: calls
};

// The limits of a rule: no `catch` catches them and no `finally` runs for them.
constexpr bool IsBudget(EvalErrorKind kind) { return kind >= EvalErrorKind::kSteps; }

// "ArgumentOutOfRangeException", or for budgets the name of the limit.
std::string_view EvalErrorName(EvalErrorKind kind);

struct Budget {
  int64_t steps = 1'000'000;
  int64_t scratch_bytes = 1 << 20;
  int32_t depth = 256;
};

struct EvalContext {
  // Fixed part, known to native code by offset.
  int64_t steps_left = 0;
  EvalErrorKind error = EvalErrorKind::kNone;  // first error of this (rule, row); later ones are ignored
  uint32_t error_site = 0;  // where: index into the program's site table, set by the caller
  int32_t depth_left = 0;
  uint32_t reserved = 0;
  DateTime now;    // the run's clock, UTC, frozen
  DateOnly today;  // the date of `now` in the tenant's zone
  uint32_t reserved2 = 0;
  Arena* arena = nullptr;
  const Slot* statics = nullptr;  // the program's static readonly values, by index; set by the evaluator
  // Host part.
  const ShapeTable* shapes =
      nullptr;  // the program's, for operations on composite values; set by the evaluator
  std::vector<std::shared_ptr<const void>>
      kept;                 // what values point to outside the arena: whoever keeps the arena keeps these
  Text error_message;       // lies in the arena
  size_t scratch_base = 0;  // arena->used() when this (rule, row) began
  Budget budget;
  MessageLog* log = nullptr;  // where Log.* adds its messages; null: they are dropped

  // Starts a (rule, row): full budgets, no error.
  void Begin() {
    steps_left = budget.steps;
    depth_left = budget.depth;
    error = EvalErrorKind::kNone;
    error_message = Text();
    scratch_base = arena->used();
  }
  bool failed() const { return error != EvalErrorKind::kNone; }
  // Records the first error. message: for people, in the words of .NET where it has them; copied.
  void Fail(EvalErrorKind kind, std::string_view message);
  // Charges `bytes` of library work: ⌈bytes/16⌉ steps and 1 for the call. False (with the error set) when
  // spent.
  bool Charge(uint64_t bytes) {
    steps_left -= static_cast<int64_t>((bytes + 15) / 16);
    if (steps_left >= 0) return true;
    Fail(EvalErrorKind::kSteps, "the rule used up its budget of steps");
    return false;
  }
  // Memory for a result of the library; null, with the error set, when the budget is spent.
  char* Allocate(size_t bytes);
  // A Text of these bytes, copied to the arena when longer than 12 (empty when the budget is spent).
  Text MakeText(std::string_view bytes);
};

}  // namespace idx
