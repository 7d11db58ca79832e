// Equality, order and hash of values of any type, as EqualityComparer<T>.Default and Comparer<T>.Default have
// them.
#pragma once

#include <cstdint>
#include <string>

#include "base/batch/eval_context.h"
#include "base/value/slot.h"
#include "base/value/value_type.h"

namespace idx::stdlib {

// One type of value and how its texts compare: ordinal or, ignoring case, OrdinalIgnoreCase (texts inside of
// tuples are always ordinal, as in C#). Null equals null and stands first. Objects and arrays are equal when
// they are the same one; tuples and records when their fields are; decimals by value (1.0 is 1.00), DateTime
// by ticks, NaN equals NaN and stands before all numbers.
//
// Each call takes 1 step, 1 for each field of a tuple, and 1 for each 16 bytes of text. After an error (a
// budget; tuples nested more than 256 deep: kDepth) Equal gives false, Compare 0 and Hash 0.
class Comparer {
 public:
  Comparer(EvalContext& ctx, const ValueType& type, bool ignore_case)
      : ctx_(ctx), type_(type), ignore_case_(ignore_case && type.kind == TypeKind::kString) {}

  bool Equal(const Slot& a, const Slot& b) const { return EqualAs(type_, a, b, 0); }
  // Negative, 0 or positive. kInvalidOperation where the type has no order.
  int Compare(const Slot& a, const Slot& b) const { return CompareAs(type_, a, b, 0); }
  // Equal values have equal hashes. XXH3 with 64 bits.
  uint64_t Hash(const Slot& value) const { return HashAs(type_, value, 0); }
  EvalContext& context() const { return ctx_; }
  const ValueType& type() const { return type_; }

 private:
  bool EqualAs(const ValueType& type, const Slot& a, const Slot& b, int nesting) const;
  bool EqualFields(const ValueType& type, const Slot& a, const Slot& b, int nesting) const;
  int CompareAs(const ValueType& type, const Slot& a, const Slot& b, int nesting) const;
  int CompareFields(const ValueType& type, const Slot& a, const Slot& b, int nesting) const;
  uint64_t HashAs(const ValueType& type, const Slot& value, int nesting) const;
  uint64_t HashFields(const ValueType& type, const Slot& value, int nesting) const;
  bool Enter(int nesting) const;

  EvalContext& ctx_;
  ValueType type_;
  bool ignore_case_;
};

// The value as .NET's messages print it: as ToString() does; "" for null.
std::string TextOfKey(const EvalContext& ctx, const ValueType& type, const Slot& value);

}  // namespace idx::stdlib
