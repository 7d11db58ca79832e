// The body of a join rule, read for its keys: what a local stands for, which side an expression depends on,
// whether it can fail, and a copy of it as a function of that side alone. Internal to this folder.
#pragma once

#include <map>
#include <vector>

#include "compiler/typed/typed.h"

namespace idx::compiler::analyse {

// Which entities an expression depends on: bits.
enum Side : uint8_t { kNoSide = 0, kAppSide = 1, kVaultSide = 2, kBothSides = 3, kUnknownSide = 4 };

// How often each local is assigned.
using Assignments = std::map<int32_t, int>;
void CountAssignments(const typed::Expr& e, Assignments& counts);
void CountAssignments(const std::vector<typed::Stmt*>& body, Assignments& counts);

class KeySource {
 public:
  KeySource(const typed::Program& program, const typed::Rule& rule);

  // The value that a local always has where it is read, or null: it is assigned once, and not in a loop.
  const typed::Expr* DefinitionOf(int32_t local) const;
  // All of the local's assignments lie in the expression that counted `inside`.
  bool IsInner(int32_t local, const Assignments& inside) const;
  uint8_t SidesOf(const typed::Expr& e) const;
  // Whether evaluating may give an evaluation error other than a spent budget. A value that the checker
  // proved not null by a test outside of e counts: without that test it may be null.
  bool CanFail(const typed::Expr& e) const;
  const typed::Rule& rule() const { return rule_; }
  const typed::Function& function() const { return program_.functions[static_cast<size_t>(rule_.function)]; }

 private:
  using Known = std::vector<const typed::Expr*>;
  void Define(const typed::Expr& e, bool looped);
  void Define(const std::vector<typed::Stmt*>& body, bool looped);
  uint8_t Sides(const typed::Expr& e, const Assignments& inside, int depth) const;
  uint8_t Sides(const std::vector<typed::Stmt*>& body, const Assignments& inside, int depth) const;
  bool Fails(const typed::Expr& e, Known& known, int depth) const;
  bool Fails(const std::vector<typed::Stmt*>& body, Known& known, int depth) const;

  const typed::Program& program_;
  const typed::Rule& rule_;
  Assignments assignments_;
  std::map<int32_t, const typed::Expr*> definitions_;
};

// A condition of one side under which a key counts.
struct Guard {
  const typed::Expr* condition = nullptr;
  bool negated = false;
};

// Adds the function (entity) → key to the program: null where a guard is false. marked: null and "" are keys
// like any other (texts only). Returns its index, or -1 when the value cannot be taken out of the rule.
int32_t AddKeyFunction(typed::Program& program, const typed::Rule& rule, Side side, const typed::Expr& value,
                       const std::vector<Guard>& guards, bool marked);

}  // namespace idx::compiler::analyse
