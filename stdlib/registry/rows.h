// Short spellings for the rows of a family: the function, how rules write it, and what people read about it.
#pragma once

#include <string_view>

#include "stdlib/registry/registry.h"

namespace idx::stdlib {

enum RowFlags : unsigned {
  kPlain = 0,
  kFails = 1,        // may call ctx.Fail
  kVariadic = 2,     // the last parameter takes the remaining arguments
  kTry = 4,          // TryParse form
  kClocked = 8,      // reads the run's clock
  kRandomized = 16,  // another result at each call
  kDate = 32,        // takes the run's date where a text lacks its year
  kLogs = 64,        // adds to the messages of the run
};

// What is said of a function, beside its owner.
struct Told {
  std::string_view name;
  std::string_view parameters;
  std::string_view doc;
  std::string_view example;
  std::string_view value;
  unsigned flags = kPlain;
};

template <auto F>
Row RowOf(Form form, std::string_view owner, const Told& told) {
  Row row;
  row.owner = owner;
  row.name = told.name;
  row.form = form;
  row.parameters = told.parameters;
  row.purity = (told.flags & kClocked) != 0      ? Purity::kClock
               : (told.flags & kRandomized) != 0 ? Purity::kRandom
               : (told.flags & kDate) != 0       ? Purity::kDated
               : (told.flags & kLogs) != 0       ? Purity::kLogged
                                                 : Purity::kPure;
  row.can_fail = (told.flags & kFails) != 0;
  row.variadic = (told.flags & kVariadic) != 0;
  row.try_form = (told.flags & kTry) != 0;
  row.doc = told.doc;
  row.example = told.example;
  row.example_value = told.value;
  return MakeRow<F>(row);
}
template <auto F>
Row Static(std::string_view owner, const Told& told) {
  return RowOf<F>(Form::kStatic, owner, told);
}
template <auto F>
Row Method(std::string_view owner, const Told& told) {
  return RowOf<F>(Form::kMethod, owner, told);
}
template <auto F>
Row Property(std::string_view owner, const Told& told) {
  return RowOf<F>(Form::kProperty, owner, told);
}
template <auto F>
Row Value(std::string_view owner, const Told& told) {
  return RowOf<F>(Form::kStaticValue, owner, told);
}
template <auto F>
Row Constructor(std::string_view owner, const Told& told) {
  return RowOf<F>(Form::kConstructor, owner, told);
}
template <auto F>
Row Indexer(std::string_view owner, const Told& told) {
  return RowOf<F>(Form::kIndexer, owner, told);
}

}  // namespace idx::stdlib
