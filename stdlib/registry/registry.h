// The function table: one row per function, from which checking, code generation, the interpreter, the
// reference page and the tests all come. A function is a row in its family's file (stdlib/<family>) and a
// plain C++ function.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/registry/bind.h"

namespace idx::stdlib {

// How rules write it.
enum class Form : uint8_t {
  kStatic,       // Str.Left(s, n): owner "Str", name "Left"
  kMethod,       // s.Substring(1): owner "string"; the receiver is the first parameter
  kProperty,     // s.Length: owner "string"
  kStaticValue,  // DateTime.UtcNow, Guid.Empty: no parameters
  kConstructor,  // new DateTime(2024, 1, 2): owner "DateTime", name ""
  kIndexer,      // s[0]: owner "string", name ""
};

enum class Purity : uint8_t {
  kPure,    // the same arguments give the same result, always
  kClock,   // reads the run's clock: the result is tainted
  kDated,   // takes the run's date where a date's text lacks its year, else pure
  kRandom,  // only under initial-only assignment
  kLogged,  // adds to the messages of the run: each call counts
};

// Whether a call gives the same as another with the same arguments, and may be left out or made once.
inline bool IsRepeatable(Purity purity) { return purity != Purity::kRandom && purity != Purity::kLogged; }

using UniformCall = void (*)(EvalContext&, const Slot* args, Slot* result);
// What is wrong with a call's arguments as far as they are constants, for the compiler to say before any run:
// a sentence,
// "" for nothing. A null pointer is an argument that is no constant.
using ConstantCheck = std::string (*)(std::span<const Slot* const> arguments);

struct Row {
  std::string_view owner;  // "string", "Str", "DateTime", "List" (any IReadOnlyList<T>) …
  std::string_view name;
  Form form = Form::kStatic;
  // Names and defaults of the parameters, receiver included: "s, start, length". A default is a literal of
  // the language after " = ": "width, c = ' '". As many names as parameters.
  std::string_view parameters;
  Purity purity = Purity::kPure;
  bool can_fail = false;  // may call ctx.Fail (besides the budget)
  bool variadic = false;  // the last parameter is a list that the call's remaining arguments are packed into
  bool try_form = false;  // TryParse: the result is T?, and C#'s `out T` comes last: the checker turns the
                          // call into "the result or default(T) into the variable; true when there was one"
  ConstantCheck check_constants = nullptr;  // or null: nothing can be said
  // From Bind<F>:
  TypeSpec result;
  std::span<const TypeSpec> types;
  UniformCall uniform = nullptr;
  const void* native = nullptr;  // Bind<F>::Native
  std::string_view symbol;  // unique name of the native entry: "idx_Str_Left__string_int"; made by the table
  // For people:
  std::string_view doc;      // one or two sentences, null and range behaviour included
  std::string_view example;  // an expression …
  std::string_view
      example_value;  // … and its value as JSON, as `idx eval` prints it; "error ArgumentOutOfRangeException"
};

// Fills the fields that come from the function.
template <auto F>
Row MakeRow(Row row) {
  using B = Bind<F>;
  row.result = B::kResult;
  row.types = std::span<const TypeSpec>(B::kParams, B::kParamCount);
  row.uniform = &B::Uniform;
  row.native = reinterpret_cast<const void*>(&B::Native);
  return row;
}

// All rows, in a fixed order: a row's index is its id within one build.
const std::vector<Row>& Functions();

// Indexes of the rows with this owner and name, in table order (overloads). Name "" for constructors and
// indexers.
std::span<const uint32_t> FindFunctions(std::string_view owner, std::string_view name);
// Owners that exist, and the member names of one: for "did you mean".
std::vector<std::string_view> Owners();
std::vector<std::string_view> MemberNames(std::string_view owner);

// How a family's file adds itself: `std::vector<Row> NumberRows();` in its rows header, listed in
// stdlib/all/functions.cpp. stdlib_registry holds the types; stdlib_functions holds the table and all
// families.

}  // namespace idx::stdlib
