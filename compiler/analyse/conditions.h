// A join rule's body as a tree of conditions. Internal to this folder.
#pragma once

#include <memory>
#include <vector>

#include "compiler/analyse/key_source.h"

namespace idx::compiler::analyse {

struct Condition {
  enum class Kind : uint8_t { kLeaf, kAnd, kOr, kTrue, kFalse, kOpaque };
  Kind kind = Kind::kOpaque;  // kOpaque: not understood, may be either
  const typed::Expr* leaf = nullptr;
  bool negated = false;          // of the leaf
  std::vector<Condition> parts;  // in the order of evaluation
};

// True exactly where the rule returns true, kOpaque where that cannot be told.
Condition ConditionOf(const KeySource& source);

}  // namespace idx::compiler::analyse
