// A context, types and values for the tests of the operations.
#pragma once

#include <gtest/gtest.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include "stdlib/composite/operation_context.h"
#include "stdlib/composite/operations.h"

namespace idx::stdlib {

class CompositeTest : public testing::Test {
 protected:
  CompositeTest() {
    ctx_.arena = &arena_;
    ctx_.shapes = &shapes_;
    ctx_.budget.scratch_bytes = 64 << 20;
    ctx_.Begin();
  }
  static ValueType Kind(TypeKind kind, bool nullable = false) { return ValueType{kind, nullable}; }
  ValueType ListType(const ValueType& element) { return shapes_.Composite(TypeKind::kListObject, {element}); }
  ValueType SetType(const ValueType& element) { return shapes_.Composite(TypeKind::kSet, {element}); }
  ValueType MapType(const ValueType& key, const ValueType& value) {
    return shapes_.Composite(TypeKind::kDictionary, {key, value});
  }
  ValueType TupleType(std::vector<ValueType> parts) {
    return shapes_.Composite(TypeKind::kTuple, std::move(parts));
  }

  // Calls with full budgets, as each rule does.
  Slot Call(Operation operation, const ValueType& type, std::vector<Slot> args) {
    int64_t base = static_cast<int64_t>(ctx_.scratch_base);
    ctx_.Begin();
    ctx_.scratch_base = static_cast<size_t>(base);
    Slot result;
    Operations()[static_cast<size_t>(operation)].call(ctx_, static_cast<uint32_t>(shapes_.InternType(type)),
                                                      args.data(), &result);
    return result;
  }
  int32_t CallInt(Operation operation, const ValueType& type, std::vector<Slot> args) {
    return As<int32_t>(Call(operation, type, std::move(args)));
  }
  bool CallBool(Operation operation, const ValueType& type, std::vector<Slot> args) {
    return As<bool>(Call(operation, type, std::move(args)));
  }

  static Slot I(int32_t n) { return SlotOf(n); }
  static Slot B(bool b) { return SlotOf(b); }
  static Slot Null() { return {0, 0, false}; }
  Slot S(std::string_view s) { return SlotOf(Text(arena_.Copy(s))); }
  Slot Tuple(std::initializer_list<Slot> fields) {
    Slot* to = arena_.AllocateArray<Slot>(fields.size());
    std::copy(fields.begin(), fields.end(), to);
    return AddressSlot(to);
  }
  Slot Array(const ValueType& element, const std::vector<Slot>& values) {
    Cells cells(element);
    char* to = cells.Allocate(ctx_, values.size());
    for (size_t i = 0; i < values.size(); ++i) cells.Store(to, i, values[i]);
    return ArraySlot(to, values.size());
  }
  Slot Ints(const std::vector<int32_t>& values) {
    std::vector<Slot> slots;
    for (int32_t n : values) slots.push_back(I(n));
    return Array(Kind(TypeKind::kInt), slots);
  }

  // The value as text: "1", "null", "[1, 2]", "(1, a)", "{a: 1}".
  std::string Show(const ValueType& type, const Slot& slot) {
    if (!slot.present) return "null";
    std::string out;
    auto many = [&](const ValueType& element, const void* data, uint32_t count) {
      for (uint32_t i = 0; i < count; ++i)
        out += (i == 0 ? "" : ", ") + Show(element, Cells(element).Load(data, i));
      out = "[" + out + "]";
    };
    switch (type.kind) {
      case TypeKind::kInt:
        return std::to_string(As<int32_t>(slot));
      case TypeKind::kString:
        return As<Text>(slot).str();
      case TypeKind::kList:
        many(shapes_.ElementOf(type), ViewOf(slot).data, ViewOf(slot).count);
        return out;
      case TypeKind::kListObject:
        many(shapes_.ElementOf(type), ObjectAt<ListObject>(slot)->cells, ObjectAt<ListObject>(slot)->count);
        return out;
      case TypeKind::kTuple: {
        const std::vector<ValueType> parts = shapes_.ShapeOf(type).parts;
        for (size_t i = 0; i < parts.size(); ++i)
          out += (i == 0 ? "" : ", ") + Show(parts[i], ObjectAt<Slot>(slot)[i]);
        return "(" + out + ")";
      }
      default:
        return "?";
    }
  }
  std::string ShowArray(const ValueType& element, const Slot& slot) {
    return ctx_.failed() ? Error() : Show(shapes_.ListOf(element), slot);
  }
  std::string Error() const {
    return std::string(EvalErrorName(ctx_.error)) + ": " + ctx_.error_message.str();
  }

  const ValueType kInt = Kind(TypeKind::kInt), kMaybeInt = Kind(TypeKind::kInt, true);
  const ValueType kText = Kind(TypeKind::kString), kMaybeText = Kind(TypeKind::kString, true);
  Arena arena_;
  ShapeTable shapes_;
  EvalContext ctx_;
};

}  // namespace idx::stdlib
