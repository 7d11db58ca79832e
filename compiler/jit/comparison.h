// Two evaluators over the same rows, for tests.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "compiler/jit/random_tree.h"
#include "compiler/program/program.h"
#include "compiler/typed/loops.h"

namespace idx::compiler {

// A value of a column, readable enough.
std::string Show(TypeKind kind, TypeKind element, const char* at);

// The same of any value, with all that it is made of.
std::string Show(const ShapeTable& shapes, const ValueType& type, const Slot& value);

// What a run said: per row and output an outcome and a value, then the errors.
struct Told {
  std::vector<std::string> lines;
};
// Rows [0, rows) in batches of `batch`. whole: with row selections.
Told RunLoop(const Evaluator& evaluator, const typed::Executable& executable, int32_t loop,
             std::span<const SlotInput> whole, uint32_t rows, uint32_t batch, const Budget& budget);
// False, with a failure that names `what`, at the first difference.
bool Compare(const Told& expected, const Told& got, const std::string& what);

// `count` random rows, nulls, lone surrogates and extremes among them.
void FillRows(typed::RandomTree& random, BatchBuilder& rows, uint32_t count);
Budget RandomBudget(typed::RandomTree& random);

}  // namespace idx::compiler
