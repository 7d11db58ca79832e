#include "compiler/analyse/join_keys.h"

#include <algorithm>
#include <optional>

#include "compiler/analyse/conditions.h"
#include "stdlib/registry/library_types.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler::analyse {

using typed::Expr;
using typed::Op;
using typed::Stmt;

namespace {

constexpr size_t kMaxProbes = 16;
constexpr size_t kMaxKeys = 8;

// An == between the sides, in any spelling.
struct Equality {
  const Expr* app = nullptr;
  const Expr* vault = nullptr;
  bool ignore_case = false;
  bool null_equals = false;  // null == null and "" == "" are true
};

// string.Equals(a, b) and its forms with a comparison: whether case is ignored; nothing if e is no such call.
std::optional<bool> EqualsCall(const Expr& e) {
  if (e.op != Op::kBuiltin || e.args.size() < 2) return {};
  const stdlib::Row& row = stdlib::Functions()[static_cast<size_t>(e.a)];
  if (row.owner != "string" || row.name != "Equals") return {};
  if (e.args.size() == 2) return false;
  const Expr& comparison = *e.args[2];
  if (comparison.op != Op::kConst || comparison.lo > 5) return {};
  // Without cultures the odd numbers of StringComparison ignore case, ordinally.
  return comparison.lo % 2 == 1;
}

const Expr& WithoutWiden(const Expr& e) {
  const Expr* inner = &e;
  while (inner->op == Op::kWiden) inner = inner->args[0];
  return *inner;
}

bool Opposite(uint8_t a, uint8_t b) {
  return (a == kAppSide && b == kVaultSide) || (a == kVaultSide && b == kAppSide);
}

class Settler {
 public:
  Settler(typed::Program& program, const typed::Rule& rule) : program_(program), source_(program, rule) {}

  void Run(const std::vector<Stmt*>& body) {
    for (Stmt* s : body) {
      if (s->value != nullptr) Run(*s->value);
      Run(s->body);
      Run(s->otherwise);
      Run(s->step);
    }
  }

 private:
  void Run(Expr& e) {
    for (Expr* arg : e.args) Run(*arg);
    Run(e.body);
    bool call = EqualsCall(e).has_value();
    if (e.op != Op::kJoinEq && !call) return;
    bool opposite = Opposite(source_.SidesOf(*e.args[0]), source_.SidesOf(*e.args[1]));
    if (!call)
      e.op = opposite ? Op::kJoinEq : Op::kEq;
    else if (opposite)
      RequireText(e);
  }

  // Equals(a, b) becomes !string.IsNullOrEmpty(a) && Equals(a, b): equal to a text, b is one too.
  void RequireText(Expr& e) {
    auto rows = stdlib::FindFunctions("string", "IsNullOrEmpty");
    if (rows.empty()) return;
    Expr* equals = program_.NewExpr();
    *equals = e;
    Expr* first = e.args[0];
    if (!first->type.nullable) first = Node(Op::kWiden, first->type.AsNullable(), e.span, {first});
    Expr* empty = Node(Op::kBuiltin, typed::Type{TypeKind::kBool}, e.span, {first});
    empty->a = static_cast<int32_t>(rows[0]);
    Expr* filled = Node(Op::kNot, typed::Type{TypeKind::kBool}, e.span, {empty});
    Expr whole;
    whole.op = Op::kAnd;
    whole.type = e.type;
    whole.span = e.span;
    whole.args = {filled, equals};
    e = std::move(whole);
  }

  Expr* Node(Op op, typed::Type type, Span span, std::vector<Expr*> args) {
    Expr* e = program_.NewExpr();
    e->op = op;
    e->type = type;
    e->span = span;
    e->args = std::move(args);
    return e;
  }

  typed::Program& program_;
  KeySource source_;
};

struct Candidate {
  Equality equality;
  std::vector<Guard> app_guards;
  std::vector<Guard> vault_guards;
};
using Probe = std::vector<Candidate>;

// What was tested before a condition is reached.
struct Context {
  std::vector<Guard> app_guards;
  std::vector<Guard> vault_guards;
  bool unknown = false;  // also something that a guard of one side cannot repeat
};

class Finder {
 public:
  explicit Finder(const KeySource& source) : source_(source) {}

  // The probes that together find all pairs for which the condition holds; nothing if there are none such. No
  // probes: it never holds.
  std::optional<std::vector<Probe>> Find(const Condition& condition, Context context) {
    switch (condition.kind) {
      case Condition::Kind::kFalse:
        return std::vector<Probe>();
      case Condition::Kind::kTrue:
      case Condition::Kind::kOpaque:
        return {};
      case Condition::Kind::kLeaf:
        return Together({&condition, 1}, std::move(context));
      case Condition::Kind::kAnd:
        return Together(condition.parts, std::move(context));
      case Condition::Kind::kOr:
        return Either(condition.parts, context);
    }
    return {};
  }

 private:
  std::optional<std::vector<Probe>> Either(std::span<const Condition> parts, const Context& context) {
    std::vector<Probe> all;
    for (const Condition& part : parts) {
      auto some = Find(part, context);
      if (!some) return {};
      for (Probe& probe : *some) all.push_back(std::move(probe));
      if (all.size() > kMaxProbes) return {};
    }
    return all;
  }

  // One probe with all equalities; without any, that of the alternatives inside which needs the fewest.
  std::optional<std::vector<Probe>> Together(std::span<const Condition> parts, Context context) {
    Probe probe;
    std::optional<std::vector<Probe>> inner;
    for (const Condition& part : parts) {
      if (part.kind == Condition::Kind::kOr) {
        auto found = Find(part, context);
        if (found && (!inner || found->size() < inner->size())) inner = std::move(found);
      } else if (part.kind == Condition::Kind::kLeaf) {
        if (AddGuard(part, context)) continue;
        if (probe.size() < kMaxKeys) AddKey(part, context, probe);
      }
      context.unknown = true;
    }
    if (probe.empty()) return inner;
    return std::vector<Probe>{std::move(probe)};
  }

  bool AddGuard(const Condition& leaf, Context& context) const {
    uint8_t sides = source_.SidesOf(*leaf.leaf);
    // After something unknown a guard might be evaluated where the rule would not: only harmless ones are
    // repeated.
    bool usable = !context.unknown || !source_.CanFail(*leaf.leaf);
    Guard guard{leaf.leaf, leaf.negated};
    if ((sides | kAppSide) == kAppSide && usable) context.app_guards.push_back(guard);
    if ((sides | kVaultSide) == kVaultSide && usable) context.vault_guards.push_back(guard);
    return (sides | kAppSide) == kAppSide || (sides | kVaultSide) == kVaultSide;
  }

  void AddKey(const Condition& leaf, const Context& context, Probe& probe) const {
    std::optional<Equality> equality = EqualityOf(*leaf.leaf, leaf.negated);
    if (!equality) return;
    if (context.unknown && (source_.CanFail(*equality->app) || source_.CanFail(*equality->vault))) return;
    probe.push_back({*equality, context.app_guards, context.vault_guards});
  }

  std::optional<Equality> EqualityOf(const Expr& e, bool negated) const {
    Equality equality;
    std::optional<bool> call = EqualsCall(e);
    if (call && !negated) {
      equality.ignore_case = *call;
      equality.null_equals = true;
    } else if (e.op == Op::kJoinEq && !negated) {
      equality.null_equals = false;
    } else if ((e.op == Op::kEq && !negated) || (e.op == Op::kNe && negated)) {
      equality.null_equals = true;
    } else {
      return {};
    }
    const Expr& left = WithoutWiden(*e.args[0]);
    const Expr& right = WithoutWiden(*e.args[1]);
    uint8_t left_side = source_.SidesOf(left);
    if (!Opposite(left_side, source_.SidesOf(right)) || left.type.kind != right.type.kind) return {};
    equality.app = left_side == kAppSide ? &left : &right;
    equality.vault = left_side == kAppSide ? &right : &left;
    bool both_null = left.type.nullable && right.type.nullable;
    if (equality.null_equals && left.type.kind != TypeKind::kString && both_null) return {};
    return equality;
  }

  const KeySource& source_;
};

std::optional<typed::JoinKey> MakeKey(typed::Program& program, const typed::Rule& rule,
                                      const Candidate& candidate) {
  const Equality& equality = candidate.equality;
  bool marked = equality.null_equals && equality.app->type.kind == TypeKind::kString;
  typed::JoinKey key;
  key.ignore_case = equality.ignore_case;
  key.app_function = AddKeyFunction(program, rule, kAppSide, *equality.app, candidate.app_guards, marked);
  if (key.app_function < 0) return {};
  key.vault_function =
      AddKeyFunction(program, rule, kVaultSide, *equality.vault, candidate.vault_guards, marked);
  if (key.vault_function >= 0) return key;
  program.functions.pop_back();
  return {};
}

}  // namespace

void SettleEqualities(typed::Program& program, const typed::Rule& rule) {
  Settler(program, rule).Run(program.functions[static_cast<size_t>(rule.function)].body);
}

std::vector<typed::JoinProbe> FindJoinProbes(typed::Program& program, const typed::Rule& rule) {
  KeySource source(program, rule);
  auto found = Finder(source).Find(ConditionOf(source), {});
  if (!found) return {};
  std::vector<typed::JoinProbe> probes;
  size_t functions = program.functions.size();
  for (const Probe& candidates : *found) {
    typed::JoinProbe probe;
    for (const Candidate& candidate : candidates)
      if (auto key = MakeKey(program, rule, candidate)) probe.keys.push_back(*key);
    if (probe.keys.empty()) {
      program.functions.resize(functions);
      return {};
    }
    probes.push_back(std::move(probe));
  }
  return probes;
}

}  // namespace idx::compiler::analyse
