// What a statement is made of, for those that look at all of a body.
#pragma once

#include "compiler/typed/typed.h"

namespace idx::compiler::typed {

// on_value: of each expression that the statement holds itself. on_body: of each list of statements in it.
template <typename OnValue, typename OnBody>
void ForEachPart(const Stmt& s, OnValue&& on_value, OnBody&& on_body) {
  if (s.value != nullptr) on_value(*s.value);
  on_body(s.body);
  on_body(s.otherwise);
  on_body(s.step);
  for (const Catch& clause : s.catches) {
    if (clause.when != nullptr) on_value(*clause.when);
    on_body(clause.body);
  }
  on_body(s.finally);
}

}  // namespace idx::compiler::typed
