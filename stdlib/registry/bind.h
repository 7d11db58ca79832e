// Bind<F>: from a plain C++ function to what a row of the function table needs: its typed signature, a
// uniform entry for the interpreter, and a typed entry for native code. So a row's types cannot differ from
// its function's.
//
// A library function is `R F(EvalContext&, Args...)`, noexcept in effect: it reports errors by ctx.Fail and
// then returns any R. Parameter and result types, and what they mean to the checker:
//   bool int32_t int64_t double Char Text DateTime DateOnly TimeSpan Guid   the C# type, never null
//   Opt<scalar>, NullableText, NullableList<T>                             the C# type with `?`
//   List<T>                                                               IReadOnlyList<T>, also T[] and
//   Multi<T> List<Boxed>                                                           params object[]
//   List<Opt<T>>, List<NullableText>, List<List<T>>                        lists of nullable elements, of
//   lists uint8_t, Decimal                                                      byte (as an element), decimal
//   Tuple<A, B…>                                                          (A, B…): the library's own pairs
//   const C*, NullableObject<C>, for a class of library_types.h            the opaque object; with `?`
//   an enum class of stdlib/registry/library_types.h                       the enumeration or opaque type of
//   that name
#pragma once

#include <cstring>
#include <type_traits>

#include "base/batch/eval_context.h"
#include "base/value/scalars.h"
#include "base/value/slot.h"
#include "base/value/text.h"
#include "base/value/type_kind.h"
#include "stdlib/registry/library_types.h"

namespace idx::stdlib {

using idx::Slot;

// string? as a parameter or result: Text::Null() is null.
struct NullableText {
  Text text;
};
// IReadOnlyList<T>? as a parameter or result.
template <typename T>
struct NullableList {
  List<T> list;
};

// (A, B…) as a parameter or result: the address of its fields.
template <typename... T>
struct Tuple {
  const Slot* fields = nullptr;
};
// Regex? and the like: null is no object.
template <typename C>
struct NullableObject {
  const C* object = nullptr;
};

struct TypeSpec {
  TypeKind kind = TypeKind::kVoid;
  bool nullable = false;
  TypeKind element = TypeKind::kVoid;         // of a list
  LibraryType library = LibraryType::kNone;   // for kEnum: which
  LibraryClass object = LibraryClass::kNone;  // for kOpaque: which
  const TypeSpec* parts = nullptr;            // of a list: its element; of a tuple: its fields
  uint8_t part_count = 0;
};

template <typename T>
struct TypeOf;
#define IDX_TYPE_OF(cpp, kind_)                         \
  template <>                                           \
  struct TypeOf<cpp> {                                  \
    static constexpr TypeSpec spec = {TypeKind::kind_}; \
  }
IDX_TYPE_OF(void, kVoid);
IDX_TYPE_OF(bool, kBool);
IDX_TYPE_OF(int32_t, kInt);
IDX_TYPE_OF(int64_t, kLong);
IDX_TYPE_OF(double, kDouble);
IDX_TYPE_OF(Char, kChar);
IDX_TYPE_OF(Text, kString);
IDX_TYPE_OF(DateTime, kDateTime);
IDX_TYPE_OF(DateOnly, kDateOnly);
IDX_TYPE_OF(TimeSpan, kTimeSpan);
IDX_TYPE_OF(Guid, kGuid);
IDX_TYPE_OF(Boxed, kObject);
IDX_TYPE_OF(uint8_t, kByte);
IDX_TYPE_OF(Decimal, kDecimal);
#undef IDX_TYPE_OF
template <>
struct TypeOf<NullableText> {
  static constexpr TypeSpec spec = {TypeKind::kString, true};
};
template <typename T>
struct TypeOf<Opt<T>> {
  static constexpr TypeSpec spec = {TypeOf<T>::spec.kind, true, TypeKind::kVoid, TypeOf<T>::spec.library};
};
template <typename T>
struct TypeOf<List<T>> {
  static constexpr TypeSpec spec = {
      TypeKind::kList,  false, TypeOf<T>::spec.kind, TypeOf<T>::spec.library, TypeOf<T>::spec.object,
      &TypeOf<T>::spec, 1};
};
template <typename T>
struct TypeOf<NullableList<T>> {
  static constexpr TypeSpec spec = {
      TypeKind::kList,  true, TypeOf<T>::spec.kind, TypeOf<T>::spec.library, TypeOf<T>::spec.object,
      &TypeOf<T>::spec, 1};
};
template <typename... T>
struct TypeOf<Tuple<T...>> {
  static constexpr TypeSpec fields[] = {TypeOf<T>::spec...};
  static constexpr TypeSpec spec = {TypeKind::kTuple,    false,  TypeKind::kVoid, LibraryType::kNone,
                                    LibraryClass::kNone, fields, sizeof...(T)};
};
template <typename C>
struct TypeOf<const C*> {
  static constexpr TypeSpec spec = {TypeKind::kOpaque, false, TypeKind::kVoid, LibraryType::kNone,
                                    LibraryClassOf<C>()};
};
template <typename C>
struct TypeOf<NullableObject<C>> {
  static constexpr TypeSpec spec = {TypeKind::kOpaque, true, TypeKind::kVoid, LibraryType::kNone,
                                    LibraryClassOf<C>()};
};
template <typename T>
requires std::is_enum_v<T>
struct TypeOf<T> {
  static constexpr TypeSpec spec = {TypeKind::kEnum, false, TypeKind::kVoid, LibraryTypeOf<T>()};
};

template <typename T>
T FromSlot(const Slot& slot) {
  T value;
  if constexpr (std::is_same_v<T, NullableText>) {
    value.text = slot.present ? FromSlot<Text>(slot) : Text::Null();
  } else if constexpr (requires { value.list.view; }) {
    if (slot.present)
      std::memcpy(static_cast<void*>(&value), &slot, sizeof(ListView));
    else
      value.list.view = ListView::Null();
  } else if constexpr (requires { value.object; }) {
    value.object = slot.present ? reinterpret_cast<decltype(value.object)>(slot.lo) : nullptr;
  } else if constexpr (requires {
                         value.present;
                         value.value;
                       }) {
    value.present = slot.present;
    if (slot.present) std::memcpy(static_cast<void*>(&value.value), &slot, sizeof(value.value));
  } else {
    static_assert(sizeof(T) <= 16);
    std::memcpy(static_cast<void*>(&value), &slot, sizeof(T));
  }
  return value;
}

template <typename T>
Slot ToSlot(const T& value) {
  Slot slot;
  if constexpr (std::is_same_v<T, NullableText>) {
    if (value.text.is_null())
      slot.present = false;
    else
      std::memcpy(&slot, &value.text, 16);
  } else if constexpr (requires { value.list.view; }) {
    if (value.list.is_null())
      slot.present = false;
    else
      std::memcpy(&slot, &value.list.view, 16);
  } else if constexpr (requires { value.object; }) {
    slot.present = value.object != nullptr;
    slot.lo = reinterpret_cast<uint64_t>(value.object);
  } else if constexpr (requires {
                         value.present;
                         value.value;
                       }) {
    slot.present = value.present;
    if (value.present) std::memcpy(&slot, &value.value, sizeof(value.value));
  } else {
    static_assert(sizeof(T) <= 16);
    std::memcpy(&slot, &value, sizeof(T));
  }
  return slot;
}

// The bytes that a call is charged for: texts and lists that it gets.
template <typename T>
uint64_t ChargedBytes(const T& value) {
  if constexpr (std::is_same_v<T, Text>)
    return value.length;
  else if constexpr (std::is_same_v<T, NullableText>)
    return value.text.is_null() ? 0 : value.text.length;
  else if constexpr (requires { value.list.view; })
    return uint64_t{value.list.size()} * 16;
  else if constexpr (requires { value.view.count; })
    return uint64_t{value.size()} * 16;
  else
    return 0;
}

template <auto F>
struct Bind;

template <typename R, typename... Args, R (*F)(EvalContext&, Args...)>
struct Bind<F> {
  static constexpr TypeSpec kResult = TypeOf<R>::spec;
  static constexpr TypeSpec kParams[sizeof...(Args) + 1] = {TypeOf<Args>::spec..., TypeSpec{}};
  static constexpr size_t kParamCount = sizeof...(Args);

  // For native code, by the C calling convention; charges 1 step and ⌈bytes/16⌉.
  static R Native(EvalContext& ctx, Args... args) {
    ctx.steps_left -= 1;
    if (!ctx.Charge((uint64_t{0} + ... + ChargedBytes(args)))) {
      if constexpr (std::is_void_v<R>)
        return;
      else
        return R{};
    }
    return F(ctx, args...);
  }
  // For the interpreter: the same through slots.
  static void Uniform(EvalContext& ctx, const Slot* args, Slot* result) {
    Spread(ctx, args, result, std::index_sequence_for<Args...>());
  }

 private:
  template <size_t... I>
  static void Spread(EvalContext& ctx, [[maybe_unused]] const Slot* args, [[maybe_unused]] Slot* result,
                     std::index_sequence<I...>) {
    if constexpr (std::is_void_v<R>)
      Native(ctx, FromSlot<Args>(args[I])...);
    else
      *result = ToSlot<R>(Native(ctx, FromSlot<Args>(args[I])...));
  }
};

}  // namespace idx::stdlib
