#include "compiler/analyse/key_source.h"

#include <algorithm>
#include <set>

#include "stdlib/composite/operations.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler::analyse {

using typed::Expr;
using typed::Op;
using typed::Stmt;
using typed::StmtOp;

namespace {

constexpr int kMaxDepth = 200;  // of the recursion through definitions

bool IsLoop(StmtOp op) { return op == StmtOp::kLoop || op == StmtOp::kDoLoop || op == StmtOp::kForeach; }

bool SamePlace(const Expr& a, const Expr& b) {
  return a.op == b.op && (a.op == Op::kAttr || a.op == Op::kLocal) && a.a == b.a && a.b == b.b;
}

// The places that are not null where the condition is `truth`.
void Learn(const Expr& condition, bool truth, std::vector<const Expr*>& known) {
  switch (condition.op) {
    case Op::kNot:
      Learn(*condition.args[0], !truth, known);
      return;
    case Op::kIsNull:
      if (!truth) known.push_back(condition.args[0]);
      return;
    case Op::kAnd:
    case Op::kOr:
      if (truth != (condition.op == Op::kAnd)) return;
      Learn(*condition.args[0], truth, known);
      Learn(*condition.args[1], truth, known);
      return;
    default:
      return;
  }
}

}  // namespace

void CountAssignments(const Expr& e, Assignments& counts) {
  if (e.op == Op::kSetLocal) ++counts[e.a];
  for (const Expr* arg : e.args) CountAssignments(*arg, counts);
  CountAssignments(e.body, counts);
}

void CountAssignments(const std::vector<Stmt*>& body, Assignments& counts) {
  for (const Stmt* s : body) {
    if (s->op == StmtOp::kForeach) ++counts[s->a];
    if (s->value != nullptr) CountAssignments(*s->value, counts);
    CountAssignments(s->body, counts);
    CountAssignments(s->otherwise, counts);
    CountAssignments(s->step, counts);
  }
}

KeySource::KeySource(const typed::Program& program, const typed::Rule& rule)
    : program_(program), rule_(rule) {
  CountAssignments(function().body, assignments_);
  Define(function().body, false);
}

void KeySource::Define(const Expr& e, bool looped) {
  if (e.op == Op::kSetLocal && !looped && assignments_[e.a] == 1) definitions_[e.a] = e.args[0];
  for (const Expr* arg : e.args) Define(*arg, looped);
  Define(e.body, looped);
}

void KeySource::Define(const std::vector<Stmt*>& body, bool looped) {
  for (const Stmt* s : body) {
    bool inner = looped || IsLoop(s->op);
    if (s->value != nullptr) Define(*s->value, inner && s->op != StmtOp::kForeach);
    Define(s->body, inner);
    Define(s->otherwise, inner);
    Define(s->step, inner);
  }
}

const Expr* KeySource::DefinitionOf(int32_t local) const {
  auto at = definitions_.find(local);
  return at == definitions_.end() || local < static_cast<int32_t>(function().parameters) ? nullptr
                                                                                         : at->second;
}

bool KeySource::IsInner(int32_t local, const Assignments& inside) const {
  auto here = inside.find(local);
  return here != inside.end() && here->second == assignments_.at(local) &&
         local >= static_cast<int32_t>(function().parameters);
}

uint8_t KeySource::SidesOf(const Expr& e) const {
  Assignments inside;
  CountAssignments(e, inside);
  return Sides(e, inside, 0);
}

uint8_t KeySource::Sides(const Expr& e, const Assignments& inside, int depth) const {
  if (depth > kMaxDepth) return kUnknownSide;
  uint8_t sides = kNoSide;
  if (e.op == Op::kLocal || e.op == Op::kAttr) {
    if (e.a == rule_.app_parameter) return kAppSide;
    if (e.a == rule_.vault_parameter) return kVaultSide;
    if (IsInner(e.a, inside)) return kNoSide;  // its assignments are walked too
    const Expr* definition = DefinitionOf(e.a);
    if (definition == nullptr) return kUnknownSide;
    Assignments there;
    CountAssignments(*definition, there);
    return Sides(*definition, there, depth + 1);
  }
  if (e.op == Op::kSetLocal && !IsInner(e.a, inside)) sides |= kUnknownSide;
  for (const Expr* arg : e.args) sides |= Sides(*arg, inside, depth + 1);
  return sides | Sides(e.body, inside, depth + 1);
}

uint8_t KeySource::Sides(const std::vector<Stmt*>& body, const Assignments& inside, int depth) const {
  uint8_t sides = kNoSide;
  for (const Stmt* s : body) {
    if (s->op == StmtOp::kReturn || s->op == StmtOp::kSetAttr || s->op == StmtOp::kEffect)
      return kUnknownSide;
    if (s->value != nullptr) sides |= Sides(*s->value, inside, depth + 1);
    sides |= Sides(s->body, inside, depth + 1) | Sides(s->otherwise, inside, depth + 1);
    sides |= Sides(s->step, inside, depth + 1);
  }
  return sides;
}

namespace {

// Operations that give a value whatever they are given, budgets aside.
bool NeverFails(stdlib::Operation operation) {
  using O = stdlib::Operation;
  static const std::set<O> kSafe = {O::kArrayLength, O::kArraySame, O::kIndexOf,   O::kSequenceEqual,
                                    O::kEqual,       O::kListView,  O::kListCount, O::kMapFind,
                                    O::kMapHas,      O::kMapCount,  O::kSetHas,    O::kSetCount,
                                    O::kSetView};
  return kSafe.contains(operation);
}

}  // namespace

bool KeySource::CanFail(const Expr& e) const {
  Known known;
  return Fails(e, known, 0);
}

bool KeySource::Fails(const Expr& e, Known& known, int depth) const {
  if (depth > kMaxDepth) return true;
  auto is_known = [&](const Expr& place) {
    return std::any_of(known.begin(), known.end(), [&](const Expr* k) { return SamePlace(*k, place); });
  };
  switch (e.op) {
    case Op::kLocal:
      if (const Expr* definition = DefinitionOf(e.a)) return Fails(*definition, known, depth + 1);
      return false;
    case Op::kAssume:
      return !is_known(*e.args[0]) || Fails(*e.args[0], known, depth + 1);
    case Op::kUnwrap:
    case Op::kThrow:
    case Op::kCall:
    case Op::kAddChecked:
    case Op::kSubChecked:
    case Op::kMulChecked:
    case Op::kNegChecked:
    case Op::kConvertChecked:
      return true;
    case Op::kDiv:
    case Op::kMod:
      if (e.type.kind != TypeKind::kDouble) return true;
      break;
    case Op::kBuiltin:
      if (stdlib::Functions()[static_cast<size_t>(e.a)].can_fail) return true;
      break;
    case Op::kOperation:
      if (!NeverFails(static_cast<stdlib::Operation>(e.a))) return true;
      break;
    case Op::kCond: {
      if (Fails(*e.args[0], known, depth + 1)) return true;
      size_t before = known.size();
      for (size_t branch : {1, 2}) {
        Learn(*e.args[0], branch == 1, known);
        bool fails = Fails(*e.args[branch], known, depth + 1);
        known.resize(before);
        if (fails) return true;
      }
      return false;
    }
    case Op::kAnd:
    case Op::kOr: {
      if (Fails(*e.args[0], known, depth + 1)) return true;
      size_t before = known.size();
      Learn(*e.args[0], e.op == Op::kAnd, known);
      bool fails = Fails(*e.args[1], known, depth + 1);
      known.resize(before);
      return fails;
    }
    default:
      break;
  }
  if (Fails(e.body, known, depth + 1)) return true;
  return std::any_of(e.args.begin(), e.args.end(),
                     [&](const Expr* arg) { return Fails(*arg, known, depth + 1); });
}

bool KeySource::Fails(const std::vector<Stmt*>& body, Known& known, int depth) const {
  return std::any_of(body.begin(), body.end(), [&](const Stmt* s) {
    return (s->value != nullptr && Fails(*s->value, known, depth + 1)) || Fails(s->body, known, depth + 1) ||
           Fails(s->otherwise, known, depth + 1) || Fails(s->step, known, depth + 1);
  });
}

}  // namespace idx::compiler::analyse
