// The objects that composite values are the addresses of. All lie in an arena: in the row's scratch, or, for
// tables that a program makes once, in the program's own, where they are frozen. Nothing frees them one by
// one.
#pragma once

#include <cstdint>

#include "base/batch/eval_context.h"
#include "base/value/slot.h"
#include "base/value/text.h"

namespace idx {

// Tuples, records, key-value pairs and groupings are the address of Slot[n], which is never written after it
// is made, but for the one-field boxes of captured variables.

// List<T>. Growing takes new cells; all other changes are made in place. A view that was taken earlier keeps
// its count and its cells, whose values may then change: loops compare the version and fail.
struct ListObject {
  char* cells = nullptr;
  uint32_t count = 0;
  uint32_t capacity = 0;
  uint32_t version = 0;  // counts the changes: a loop over a list that changes fails, as in C#
  bool frozen = false;
};

// Dictionary<K, V> and HashSet<T>: entries in the order in which they were added, found by an open-addressed
// index.
struct MapObject {
  Slot* keys = nullptr;
  Slot* values = nullptr;     // null in sets
  uint32_t* index = nullptr;  // 1 + entry, 0: free; a power of two of them
  uint32_t index_size = 0;
  uint32_t used = 0;  // entries, removed ones included
  uint32_t count = 0;
  uint32_t capacity = 0;
  uint32_t version = 0;
  bool ignore_case = false;  // of texts: OrdinalIgnoreCase
  bool frozen = false;
  uint8_t* removed = nullptr;  // by entry
};

// What a catch clause has caught.
struct ExceptionObject {
  EvalErrorKind kind = EvalErrorKind::kNone;
  uint32_t site = 0;  // where it was thrown first: ctx.error_site of the tier that runs
  Text message;
};

// Takes the context's error as an object (null, with a budget error left in place, when memory is spent) and
// clears it.
ExceptionObject* TakeError(EvalContext& ctx);
// Puts it back: the first error again.
void PutError(EvalContext& ctx, const ExceptionObject& exception);

}  // namespace idx
