// A chain of collection methods as it is checked: elements are pushed through all its stages one by one, so
// that each lambda runs when, and only when, C#'s would. Internal.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "compiler/typed/typed.h"

namespace idx::compiler::check {

// What becomes of an element: statements added to the loop's body.
using Sink = std::function<void(typed::Expr* item, std::vector<typed::Stmt*>& body)>;

// A function that was given as an argument: its parameters are locals, its value an expression over them.
struct Applied {
  std::vector<int32_t> parameters;
  typed::Expr* value = nullptr;
};

// OrderBy(…).ThenBy(…): the first key decides first.
struct SortKey {
  std::optional<Applied> key;  // none: the element itself
  typed::Type type;
  bool descending = false;
  bool ignore_case = false;
};

struct Query {
  typed::Type element;
  // Adds the loop, and before it what its stages start with. done: a bool local that a stage which stops
  // early sets; -1 where there is one loop and a break is enough.
  std::function<void(std::vector<typed::Stmt*>& out, const Sink& sink, int32_t done)> run;
  typed::Expr* list = nullptr;      // the kList that it is, where it has no stages
  std::shared_ptr<Query> source;    // a list of which this is only a projection: as many elements
  std::shared_ptr<Query> unsorted;  // of which this is in the order of the keys
  std::vector<SortKey> keys;
  bool nested = false;  // loops within loops
};
using QueryPtr = std::shared_ptr<Query>;

// A receiver of a method: a value, or a chain that is not yet one.
struct Receiver {
  typed::Expr* value = nullptr;
  QueryPtr query;
};

}  // namespace idx::compiler::check
