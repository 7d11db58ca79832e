// Which values the arms of a switch have taken already: of integers ranges, of texts and other values single
// ones. Internal.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "compiler/ast/ast.h"
#include "compiler/typed/typed.h"

namespace idx::compiler::check {

// The constants of patterns, as they were checked.
using PatternConstants = std::map<const ast::Expr*, const typed::Expr*>;

// Null or not, and ranges: in order, apart from each other.
struct ValueSet {
  void Add(int64_t first, int64_t last);
  void Add(const ValueSet& other);
  bool Holds(const ValueSet& other) const;

  bool null = false;
  std::vector<std::pair<int64_t, int64_t>> ranges;
};

class Covered {
 public:
  explicit Covered(const typed::Type& type);
  // True where nothing is left for the pattern. always: no `when` stands behind it.
  bool Take(const ast::Pattern& pattern, const PatternConstants& constants, bool always);

 private:
  struct Bounds {
    ValueSet surely, perhaps;
  };
  Bounds BoundsOf(const ast::Pattern& pattern, const PatternConstants& constants);
  Bounds BoundsOfConstant(const ast::Expr& constant, ast::BinaryOp op, const PatternConstants& constants);
  ValueSet Not(const ValueSet& set) const;
  ValueSet Both(const ValueSet& a, const ValueSet& b) const;
  int64_t NumberOf(const typed::Expr& constant);

  typed::Type type_;
  bool ordered_ = false;  // relations are known
  ValueSet all_, present_, taken_;
  std::map<std::string, int64_t> known_;  // numbers for what is no integer
};

}  // namespace idx::compiler::check
