// IDX5005: conditions that contradict themselves, or those around them.
//
// Facts are kept of attributes and of locals that get one value: what they equal, what they do not, in which
// range whole numbers lie, whether they are null. A condition is searched for a way to be true; one that has
// none is reported. What is not understood may be true.
#include <map>
#include <optional>
#include <set>

#include "compiler/lint/checks.h"
#include "compiler/typed/visit.h"

namespace idx::compiler::lint {

namespace {

using typed::Expr;
using typed::Op;
using typed::Stmt;
using typed::StmtOp;

constexpr int kMaxBranches = 2000;
constexpr size_t kMaxArms = 100;

using Place = std::pair<int32_t, int32_t>;  // local, attribute or -1
using Value = std::pair<int64_t, std::string>;

struct Facts {
  std::optional<Value> equal;
  std::set<Value> unequal;
  int64_t low = INT64_MIN;
  int64_t high = INT64_MAX;
  std::optional<bool> null;
};
struct Wanted {
  const Expr* condition;
  bool truth;
};
using Path = std::vector<Wanted>;

const Expr* Bare(const Expr* e) {
  while (e->op == Op::kWiden || e->op == Op::kAssume) e = e->args[0];
  return e;
}

bool IsWhole(TypeKind kind) {
  return kind == TypeKind::kInt || kind == TypeKind::kLong || kind == TypeKind::kEnum ||
         kind == TypeKind::kChar || kind == TypeKind::kBool;
}

// How often each local is given a value.
class Counts : public typed::Visitor {
 public:
  explicit Counts(const typed::Function& f) { Visit(f.body); }
  std::map<int32_t, int> of;

 protected:
  bool Enter(const Expr& e) override {
    if (e.op == Op::kSetLocal) ++of[e.a];
    return true;
  }
  bool Enter(const Stmt& s) override {
    if (s.op == StmtOp::kForeach) ++of[s.a];
    return true;
  }
};

class Search {
 public:
  Search(const typed::Function& f, const std::map<int32_t, int>& counts) : function_(f), counts_(counts) {}

  // Whether all of it can be as wanted at once; true where that is not known.
  bool CanBe(Path wanted) {
    branches_ = 0;
    return Solve(std::move(wanted), {});
  }

 private:
  using Known = std::map<Place, Facts>;

  bool Solve(Path wanted, Known known) {
    if (++branches_ > kMaxBranches) return true;
    while (!wanted.empty()) {
      auto [e, truth] = wanted.back();
      wanted.pop_back();
      e = Bare(e);
      switch (e->op) {
        case Op::kConst:
          if ((e->lo != 0) != truth) return false;
          break;
        case Op::kNot:
          wanted.push_back({e->args[0], !truth});
          break;
        case Op::kBlock:
          wanted.push_back({e->args[0], truth});
          break;
        case Op::kAnd:
        case Op::kOr:
          if ((e->op == Op::kAnd) != truth)
            return Either({{{e->args[0], truth}}, {{e->args[1], truth}}}, wanted, known);
          // The left side is looked at first.
          wanted.push_back({e->args[1], truth});
          wanted.push_back({e->args[0], truth});
          break;
        case Op::kCond:
          return Either(
              {{{e->args[1], truth}, {e->args[0], true}}, {{e->args[2], truth}, {e->args[0], false}}}, wanted,
              known);
        default:
          if (!Learn(*e, truth, known)) return false;
      }
    }
    return true;
  }

  bool Either(const std::vector<Path>& ways, const Path& rest, const Known& known) {
    for (const Path& way : ways) {
      Path wanted = rest;
      wanted.insert(wanted.end(), way.begin(), way.end());
      if (Solve(std::move(wanted), known)) return true;
    }
    return false;
  }

  std::optional<Place> PlaceOf(const Expr& e) const {
    if (e.op == Op::kAttr) return Place{e.a, e.b};
    if (e.op != Op::kLocal) return std::nullopt;
    auto count = counts_.find(e.a);
    bool parameter = e.a < static_cast<int32_t>(function_.parameters);
    int values = (count == counts_.end() ? 0 : count->second) + (parameter ? 1 : 0);
    return values == 1 ? std::optional(Place{e.a, -1}) : std::nullopt;
  }

  static std::optional<Value> ValueOf(const Expr& e) {
    if (e.op != Op::kConst || !e.present) return std::nullopt;
    if (e.type.kind == TypeKind::kString) return Value{0, e.text};
    if (e.type.kind == TypeKind::kInt || e.type.kind == TypeKind::kEnum)
      return Value{static_cast<int32_t>(e.lo), ""};
    if (IsWhole(e.type.kind)) return Value{static_cast<int64_t>(e.lo), ""};
    return std::nullopt;
  }

  static Op Mirrored(Op op) {
    switch (op) {
      case Op::kLt:
        return Op::kGt;
      case Op::kGt:
        return Op::kLt;
      case Op::kLe:
        return Op::kGe;
      case Op::kGe:
        return Op::kLe;
      default:
        return op;
    }
  }

  // False when the leaf cannot be so, with what is known.
  bool Learn(const Expr& e, bool truth, Known& known) const {
    if (e.op == Op::kIsNull) {
      std::optional<Place> place = PlaceOf(*Bare(e.args[0]));
      return !place || LearnNull(known[*place], truth);
    }
    bool compares = e.op == Op::kEq || e.op == Op::kNe || e.op == Op::kJoinEq || e.op == Op::kLt ||
                    e.op == Op::kLe || e.op == Op::kGt || e.op == Op::kGe;
    if (!compares) {
      std::optional<Place> place = PlaceOf(e);
      return !place || LearnEqual(known[*place], {truth ? 1 : 0, ""}, true, true);
    }
    const Expr& left = *Bare(e.args[0]);
    const Expr& right = *Bare(e.args[1]);
    std::optional<Place> place = PlaceOf(left);
    std::optional<Value> value = ValueOf(right);
    Op op = e.op;
    if (!place) {
      place = PlaceOf(right);
      value = ValueOf(left);
      op = Mirrored(op);
    }
    if (!place || !value) return true;
    Facts& facts = known[*place];
    bool whole = IsWhole(left.type.kind);
    if (op == Op::kEq || op == Op::kJoinEq) return LearnEqual(facts, *value, truth, whole);
    if (op == Op::kNe) return LearnEqual(facts, *value, !truth, whole);
    bool nullable = e.args[0]->type.nullable || e.args[1]->type.nullable;
    if (!truth && nullable) return true;  // null is on neither side
    return !whole || LearnRange(facts, truth ? op : Opposite(op), value->first);
  }

  static Op Opposite(Op op) {
    switch (op) {
      case Op::kLt:
        return Op::kGe;
      case Op::kGe:
        return Op::kLt;
      case Op::kGt:
        return Op::kLe;
      default:
        return Op::kGt;
    }
  }

  static bool LearnNull(Facts& facts, bool null) {
    if (facts.null && *facts.null != null) return false;
    facts.null = null;
    return !(null && facts.equal);
  }

  static bool LearnEqual(Facts& facts, const Value& value, bool equal, bool whole) {
    if (!equal) {
      facts.unequal.insert(value);
      return !(facts.equal && *facts.equal == value);
    }
    if (facts.equal && *facts.equal != value) return false;
    if (facts.unequal.contains(value) || facts.null.value_or(false)) return false;
    if (whole && (value.first < facts.low || value.first > facts.high)) return false;
    facts.equal = value;
    facts.null = false;
    return true;
  }

  static bool LearnRange(Facts& facts, Op op, int64_t value) {
    if (facts.null.value_or(false)) return false;
    facts.null = false;
    if (op == Op::kLt && value == INT64_MIN) return false;
    if (op == Op::kGt && value == INT64_MAX) return false;
    if (op == Op::kLt) facts.high = std::min(facts.high, value - 1);
    if (op == Op::kLe) facts.high = std::min(facts.high, value);
    if (op == Op::kGt) facts.low = std::max(facts.low, value + 1);
    if (op == Op::kGe) facts.low = std::max(facts.low, value);
    if (facts.low > facts.high) return false;
    return !facts.equal || (facts.equal->first >= facts.low && facts.equal->first <= facts.high);
  }

  const typed::Function& function_;
  const std::map<int32_t, int>& counts_;
  int branches_ = 0;
};

class Conditions : public typed::Visitor {
 public:
  Conditions(const typed::Function& f, Diagnostics& diagnostics)
      : counts_(f), search_(f, counts_.of), diagnostics_(diagnostics) {
    Statements(f.body, {});
  }

 protected:
  // A conjunction anywhere, by itself.
  bool Enter(const Expr& e) override {
    bool compound = e.op == Op::kAnd || e.op == Op::kOr;
    if (compound && !search_.CanBe({{&e, true}})) {
      Report(e);
      return false;
    }
    if (e.op != Op::kCond) return true;
    Arms(e);
    return false;
  }
  bool Enter(const Stmt&) override { return false; }  // walked with their path

 private:
  // Made of comparisons alone: what an author wrote, and no test for null of the compiler's own.
  static bool Compares(const Expr& e) {
    if (e.op == Op::kAnd || e.op == Op::kOr) return Compares(*e.args[0]) && Compares(*e.args[1]);
    if (e.op == Op::kNot) return Compares(*e.args[0]);
    return e.op == Op::kEq || e.op == Op::kNe || e.op == Op::kLt || e.op == Op::kLe || e.op == Op::kGt ||
           e.op == Op::kGe;
  }

  // a ? x : b ? y : z, and a switch expression: an arm behind others that leave nothing for it.
  void Arms(const Expr& first) {
    Path path;
    const Expr* e = &first;
    for (; e->op == Op::kCond; e = e->args[2]) {
      const Expr& test = *e->args[0];
      bool never = false;
      if (path.size() < kMaxArms && Compares(test)) {
        Path with = path;
        with.push_back({&test, true});
        never = search_.CanBe(path) && !search_.CanBe(with);
      }
      if (never)
        Report(test);
      else
        Visit(e->args[0]);
      Visit(e->args[1]);
      path.push_back({&test, false});
    }
    Visit(e);
  }

  static bool Throws(const Stmt& s) {
    return s.op == StmtOp::kExpr && (s.value->op == Op::kThrow || s.value->op == Op::kThrowObject ||
                                     s.value->op == Op::kRethrow);
  }

  static bool Ends(const std::vector<Stmt*>& body) {
    if (body.empty()) return false;
    const Stmt& last = *body.back();
    if (last.op == StmtOp::kExpr) return Throws(last);
    return last.op == StmtOp::kReturn || last.op == StmtOp::kBreak || last.op == StmtOp::kContinue;
  }

  void Statements(const std::vector<Stmt*>& body, Path path) {
    for (const Stmt* s : body) {
      if (s->op == StmtOp::kIf) {
        If(*s, path);
        continue;
      }
      Visit(s->value);
      Statements(s->body, path);
      Statements(s->otherwise, path);
      Statements(s->step, path);
      for (const typed::Catch& clause : s->catches) Statements(clause.body, path);
      Statements(s->finally, path);
    }
  }

  void If(const Stmt& s, Path& path) {
    Path with = path;
    with.push_back({s.value, true});
    // A guard against null where the type excludes it, or where every caller passes an object.
    bool guard = s.value->op == Op::kConst && s.body.size() == 1 && Ends(s.body);
    if (!guard && search_.CanBe(path) && !search_.CanBe(with))
      Report(*s.value);
    else
      Visit(s.value);
    Statements(s.body, with);
    Path without = path;
    without.push_back({s.value, false});
    Statements(s.otherwise, without);
    if (Ends(s.body))
      path = without;
    else if (!s.otherwise.empty() && Ends(s.otherwise))
      path = with;
  }

  void Report(const Expr& condition) { diagnostics_.Report(5005, condition.span); }

  Counts counts_;
  Search search_;
  Diagnostics& diagnostics_;
};

}  // namespace

void CheckConditions(const typed::Program& program, Diagnostics& diagnostics) {
  for (const typed::Function& f : program.functions) Conditions(f, diagnostics);
  for (const typed::Rule& rule : program.rules) {
    const typed::Function& f = program.functions[static_cast<size_t>(rule.function)];
    bool constant =
        f.body.size() == 1 && f.body[0]->op == StmtOp::kReturn && f.body[0]->value->op == Op::kConst;
    if (rule.kind == typed::RuleKind::kJoin && constant && f.body[0]->value->lo == 0)
      diagnostics.Report(5005, f.body[0]->value->span);
  }
}

}  // namespace idx::compiler::lint
