// One value of any type, as the interpreter, the uniform calls of the library and the fields of tuples hold
// it.
#pragma once

#include <cstdint>

namespace idx {

// lo and hi hold the value's bytes as a column would (scalars in lo; Text, Guid, Decimal and ListView in
// both; addresses in lo). present is false for null: lo and hi then mean nothing.
struct Slot {
  uint64_t lo = 0;
  uint64_t hi = 0;
  bool present = true;
};
static_assert(sizeof(Slot) == 24);

}  // namespace idx
