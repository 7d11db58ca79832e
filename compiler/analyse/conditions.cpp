#include "compiler/analyse/conditions.h"

#include <utility>

namespace idx::compiler::analyse {

using typed::Expr;
using typed::Op;
using typed::Stmt;
using typed::StmtOp;

namespace {

using Kind = Condition::Kind;

constexpr int kMaxConditions = 512;  // statements after an `if` stand on both of its ways

Condition Simple(Kind kind) {
  Condition condition;
  condition.kind = kind;
  return condition;
}

Condition Combine(Kind kind, std::vector<Condition> parts) {
  Kind neutral = kind == Kind::kAnd ? Kind::kTrue : Kind::kFalse;
  Kind decided = kind == Kind::kAnd ? Kind::kFalse : Kind::kTrue;
  Condition result = Simple(kind);
  for (Condition& part : parts) {
    if (part.kind == neutral) continue;
    if (part.kind == kind) {
      for (Condition& inner : part.parts) result.parts.push_back(std::move(inner));
      continue;
    }
    bool decides = part.kind == decided;
    result.parts.push_back(std::move(part));
    if (decides) break;
  }
  if (result.parts.empty()) return Simple(neutral);
  if (result.parts.size() == 1) return std::move(result.parts[0]);
  if (kind == Kind::kAnd && result.parts.back().kind == Kind::kFalse) return Simple(Kind::kFalse);
  return result;
}

class Reader {
 public:
  explicit Reader(const KeySource& source) : source_(source) {}

  Condition Of(const Expr& e, bool negated) {
    if (++count_ > kMaxConditions) return {};
    switch (e.op) {
      case Op::kConst:
        return Simple((e.lo != 0) != negated ? Kind::kTrue : Kind::kFalse);
      case Op::kNot:
        return Of(*e.args[0], !negated);
      case Op::kWiden:
      case Op::kAssume:
        return Of(*e.args[0], negated);
      case Op::kAnd:
      case Op::kOr: {
        std::vector<Condition> parts;
        for (const Expr* arg : e.args) parts.push_back(Of(*arg, negated));
        return Combine((e.op == Op::kAnd) != negated ? Kind::kAnd : Kind::kOr, std::move(parts));
      }
      case Op::kCond:
        return Choice(*e.args[0], Of(*e.args[1], negated), Of(*e.args[2], negated));
      case Op::kLocal:
        if (const Expr* definition = source_.DefinitionOf(e.a)) return Of(*definition, negated);
        return Leaf(e, negated);
      case Op::kSetLocal:
        return Of(*e.args[0], negated);
      case Op::kBlock:
        // What the block computes first is found again by the definitions of its locals.
        for (const Stmt* s : e.body)
          if (s->op != StmtOp::kExpr) return Leaf(e, negated);
        return Of(*e.args[0], negated);
      default:
        return Leaf(e, negated);
    }
  }

  // The rule from statement `at` on; then `rest`, the statements after an enclosing block.
  Condition Body(std::vector<const Stmt*> statements) {
    if (++count_ > kMaxConditions) return {};
    for (size_t i = 0; i < statements.size(); ++i) {
      const Stmt& s = *statements[i];
      std::vector<const Stmt*> rest(statements.begin() + static_cast<ptrdiff_t>(i) + 1, statements.end());
      switch (s.op) {
        case StmtOp::kExpr:
          continue;
        case StmtOp::kReturn:
          return s.value != nullptr ? Of(*s.value, false) : Condition{};
        case StmtOp::kBlock:
          return Body(Before(s.body, rest));
        case StmtOp::kIf:
          return Choice(*s.value, Body(Before(s.body, rest)), Body(Before(s.otherwise, rest)));
        default:
          return {};
      }
    }
    return {};
  }

 private:
  static std::vector<const Stmt*> Before(const std::vector<Stmt*>& first,
                                         const std::vector<const Stmt*>& rest) {
    std::vector<const Stmt*> all(first.begin(), first.end());
    all.insert(all.end(), rest.begin(), rest.end());
    return all;
  }

  Condition Leaf(const Expr& e, bool negated) {
    Condition condition = Simple(Kind::kLeaf);
    condition.leaf = &e;
    condition.negated = negated;
    return condition;
  }

  Condition Choice(const Expr& test, Condition then, Condition otherwise) {
    std::vector<Condition> yes, no, ways;
    yes.push_back(Of(test, false));
    yes.push_back(std::move(then));
    no.push_back(Of(test, true));
    no.push_back(std::move(otherwise));
    ways.push_back(Combine(Kind::kAnd, std::move(yes)));
    ways.push_back(Combine(Kind::kAnd, std::move(no)));
    return Combine(Kind::kOr, std::move(ways));
  }

  const KeySource& source_;
  int count_ = 0;
};

}  // namespace

Condition ConditionOf(const KeySource& source) {
  const std::vector<Stmt*>& body = source.function().body;
  return Reader(source).Body({body.begin(), body.end()});
}

}  // namespace idx::compiler::analyse
