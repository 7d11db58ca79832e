// What the checking of one body works with: its limits, its scopes, its conditions. Internal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "compiler/check/covered.h"
#include "compiler/check/flow_state.h"
#include "compiler/check/symbols.h"
#include "compiler/typed/typed.h"
#include "stdlib/composite/operations.h"

namespace idx::compiler::check {

// Of expressions, conditions, patterns and statements within each other; native stacks are finite.
inline constexpr int kMaxDepth = 400, kMaxTypeDepth = 64;
// Of typed nodes in one body, in a table's initialiser: the time of native compilation grows with their
// square, that of a table's with their number.
inline constexpr size_t kMaxNodes = 20'000, kMaxTableNodes = 500'000;
struct DepthGuard {
  explicit DepthGuard(int& depth) : depth_(depth) { ++depth_; }
  ~DepthGuard() { --depth_; }
  DepthGuard(const DepthGuard&) = delete;
  DepthGuard& operator=(const DepthGuard&) = delete;

 private:
  int& depth_;
};

// A boolean expression with what is known where it is true and where it is false.
struct Condition {
  typed::Expr* value = nullptr;
  FlowState when_true;
  FlowState when_false;
};

// A value that a pattern looks into.
struct Inside {
  typed::Expr* known = nullptr;  // the value, not null
  typed::Expr* test = nullptr;   // what has to hold so far; null: nothing
  FlowState before;
};

// Of an assignment to xs[i] or map[k]: locals that hold both sides, and what puts them there.
struct ElementPlace {
  typed::Type type, element;
  stdlib::Operation get, set;
  int32_t held = -1, key = -1;
  std::vector<typed::Stmt*> before;
};

// Of arithmetic on whole numbers: as written around it. The default checks constants only.
enum class Overflow : uint8_t { kDefault, kChecked, kUnchecked };

struct Local {
  int32_t index = -1;
  bool constant = false;
  typed::Expr* value = nullptr;  // of a constant
  bool builder = false;          // a StringBuilder: its text
  int lambda_depth = 0;          // of its declaration, for a builder
  std::string hash = {};         // SHA256.Create(): the class that it stands for
  int32_t function = -1;         // of another name of an object that is read through a reference
};
struct Scope {
  std::map<std::string, Local> locals;
  std::map<std::string, MethodSymbol> functions;  // local functions: known in all of their block
};
// A local function whose body is still to be checked, with what it may call and use.
struct LocalBody {
  MethodSymbol method;
  std::map<std::string, MethodSymbol> functions;
  std::map<std::string, Local> captured;  // constants, and which variables are builders
  std::set<std::string> around;
};

// Elements by keys: a Dictionary<K, List<T>> in a local.
struct Grouped {
  typed::Type map, list;
  int32_t local = -1;
};

// What is being checked decides a few meanings.
enum class BodyKind : uint8_t { kMethod, kMapper, kJoin, kDecision, kFilter, kTest, kExpression };

// RAII: a block's locals.
class ScopeGuard {
 public:
  template <typename Scopes>
  explicit ScopeGuard(Scopes& scopes) {
    scopes.emplace_back();
    close_ = [&scopes] { scopes.pop_back(); };
  }
  ~ScopeGuard() { close_(); }
  ScopeGuard(const ScopeGuard&) = delete;
  ScopeGuard& operator=(const ScopeGuard&) = delete;

 private:
  std::function<void()> close_;
};

// The body that a Checker is at.
struct BodyState {
  int32_t current_ = -1;
  int32_t notices_ = -1;  // a local: what sync.Notify has said so far
  const ClassSymbol* owner_ = nullptr;
  BodyKind kind_ = BodyKind::kMethod;
  std::vector<Scope> scopes_;
  FlowState state_;
  PatternConstants pattern_constants_;   // of the arm being checked
  std::vector<typed::Expr*> bindings_;   // targets of the enclosing CondAccesses
  std::vector<FlowState> break_states_;  // of the innermost loop or switch: joined at its end
  std::vector<FlowState>
      continue_states_;  // of the innermost loop: what its step or condition may be reached with
  // Of TryGetValue: its out argument, and the local that has a value, and no null, where it gave true.
  std::map<const ast::Expr*, int32_t> proved_by_try_;
  std::vector<int32_t> caught_;          // locals of the enclosing catch clauses
  const ast::Stmt* body_ = nullptr;      // of the method
  std::vector<int32_t> specialising_;    // methods that take functions, from the outermost
  bool in_log_ = false;                  // in the arguments of a Log call
  bool only_checks_ = false;             // what is specialised now is never called
  std::vector<size_t> tries_;            // scopes outside of the enclosing try blocks
  std::vector<LocalBody> local_bodies_;  // still to be checked
  std::set<std::string> around_;         // names around the local function being checked
  bool infers_result_ = false;           // of a lambda with statements: its first return tells
  int lambda_depth_ = 0;
  int builder_changes_ = 0;  // so far; calls that change a StringBuilder
  std::map<const ast::New*, std::string>
      new_builders_;  // the locals of those that chains of calls begin with
  int finally_depth_ = 0;
  int loop_depth_ = 0;
  int breakable_depth_ = 0;
  Overflow overflow_ = Overflow::kDefault;
  bool checked() const { return overflow_ == Overflow::kChecked; }
  int depth_ = 0;       // of the recursion over the tree
  int type_depth_ = 0;  // of lists of lists …
  size_t nodes_ = 0;    // made for this body so far
  size_t most_nodes_ = kMaxNodes;
  bool too_deep_ = false;  // was told of this body
  bool too_large_ = false;
  bool gave_up_ = false;  // a statement is no part of the language: what it leaves out is no error of its own
};

}  // namespace idx::compiler::check
