// Random well-typed programs as text: mappers over objects with an attribute of each type, that draw on the
// operators, statements and patterns of the language and on the library's table of functions. For tests.
#pragma once

#include <map>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/registry/registry.h"

namespace idx::compiler {

// The configuration's idx.xml: Hr.Person with an attribute of each type, and the Vault's User, which mappers
// set.
std::string RandomSourceConfiguration();

class RandomSource {
 public:
  explicit RandomSource(uint64_t seed) : random_(seed) {}

  // One rule file, a method on each line. rows: functions of the library that it must call.
  std::string File(const std::vector<uint32_t>& rows, int rules);
  // The library's functions whose arguments and results it can make.
  static std::vector<uint32_t> Drawable();

 private:
  enum class Kind {
    kBool,
    kInt,
    kLong,
    kDouble,
    kDecimal,
    kChar,
    kString,
    kDateTime,
    kDateOnly,
    kTimeSpan,
    kGuid,
    kTexts,
    kInts,
    kBytes
  };
  struct Variable {
    std::string name;
    Kind kind;
    bool settable = true;
  };

  static bool KindOf(const stdlib::TypeSpec& spec, Kind& kind);
  static std::string Written(Kind kind);
  uint32_t Below(uint32_t n) { return static_cast<uint32_t>(random_() % n); }
  bool Chance(uint32_t percent) { return Below(100) < percent; }
  template <typename... T>
  std::string OneOf(T... of) {
    const std::string all[] = {std::string(of)...};
    return all[Below(sizeof...(T))];
  }

  std::string Value(Kind kind, int depth);
  std::string Leaf(Kind kind);
  std::string Attribute(Kind kind);
  std::string Operators(Kind kind, int depth);
  std::string Condition(int depth);
  std::string Pattern(Kind kind);
  std::string Switch(Kind kind, int depth);
  std::string Call(const stdlib::Row& row, int depth);
  std::string Argument(const stdlib::TypeSpec& spec, int depth);
  std::string RowOf(Kind kind, int depth);
  std::string Statement(int depth);
  std::string Statements(int count, int depth);
  std::string Helper(int index);
  // random_statements_test.cpp
  std::string Query(Kind kind, int depth);
  std::string NewName(std::string_view prefix);
  std::string Declared(Kind kind, const std::string& value);
  std::string Counted(int depth);
  std::string Parsed(int depth);
  std::string Collected();
  std::string Taken();
  std::string Local();
  std::string Matched();
  std::string Guarded(int depth);
  std::string Composite(int depth);
  std::string Mapper(int index, const std::vector<uint32_t>& rows);
  std::string Text();

  std::mt19937_64 random_;
  std::vector<Variable> scope_;
  struct Method {
    std::string name;
    Kind result;
    std::vector<Kind> parameters;
  };
  std::vector<Method> helpers_;
  bool entities_ = false;  // app can be read here
  int names_ = 0;
  int loops_ = 0;
  int tries_ = 0;
};

}  // namespace idx::compiler
