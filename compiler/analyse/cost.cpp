#include "compiler/analyse/cost.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

namespace idx::compiler::analyse {

using typed::Expr;
using typed::Op;
using typed::Stmt;
using typed::StmtOp;

namespace {

class Costs {
 public:
  explicit Costs(const typed::Program& program) : program_(program), known_(program.functions.size()) {}

  double Function(size_t index) {
    if (known_[index]) return *known_[index];
    known_[index] = 0;  // met again while it is counted: recursion
    std::map<int32_t, int64_t> outside = std::move(constants_);
    constants_.clear();
    double steps = Statements(program_.functions[index].body);
    constants_ = std::move(outside);
    known_[index] = steps;
    return steps;
  }

 private:
  double Value(const Expr* e) {
    if (e == nullptr) return 0;
    if (e->op == Op::kCond) return Value(e->args[0]) + std::max(Value(e->args[1]), Value(e->args[2]));
    double steps = Statements(e->body);
    for (const Expr* arg : e->args) steps += Value(arg);
    if (e->op == Op::kSetLocal) Remember(*e);
    if (e->op == Op::kCall) steps += 1 + Function(static_cast<size_t>(e->a));
    if (e->op == Op::kBuiltin) steps += 1 + Bytes(*e) / 16;
    if (e->op == Op::kOperation) steps += 1;
    return steps;
  }

  // Of the texts that a library call goes over.
  static double Bytes(const Expr& call) {
    double bytes = 0;
    for (const Expr* arg : call.args) {
      if (arg->type.kind == TypeKind::kString)
        bytes += arg->op == Op::kConst ? static_cast<double>(arg->text.size()) : kTextBytes;
      if (arg->type.kind == TypeKind::kList) bytes += 16 * kElements;
    }
    return bytes;
  }

  double Statements(const std::vector<Stmt*>& body) {
    double steps = 0;
    for (const Stmt* s : body) steps += Statement(*s);
    return steps;
  }

  double Statement(const Stmt& s) {
    switch (s.op) {
      case StmtOp::kIf:
        return Value(s.value) + std::max(Statements(s.body), Statements(s.otherwise));
      case StmtOp::kForeach: {
        double rounds = Elements(*s.value);
        return Value(s.value) + rounds * (1 + Statements(s.body));
      }
      case StmtOp::kLoop:
      case StmtOp::kDoLoop: {
        double rounds = Rounds(s);
        return rounds * (1 + Value(s.value) + Statements(s.body) + Statements(s.step));
      }
      case StmtOp::kTry: {
        double worst = 0;
        for (const typed::Catch& clause : s.catches)
          worst = std::max(worst, Value(clause.when) + Statements(clause.body));
        return Statements(s.body) + worst + Statements(s.finally);
      }
      default:
        return Value(s.value) + Statements(s.body);
    }
  }

  static double Elements(const Expr& list) {
    if (list.op == Op::kList) return static_cast<double>(list.args.size());
    return list.type.kind == TypeKind::kString ? kTextBytes : kElements;
  }

  // What a local was last set to, where that is a constant.
  void Remember(const Expr& e) {
    const Expr& value = *e.args[0];
    if (std::optional<int64_t> number = Number(value))
      constants_[e.a] = *number;
    else
      constants_.erase(e.a);
  }
  static std::optional<int64_t> Number(const Expr& e) {
    if (e.op == Op::kWiden || e.op == Op::kConvert) return Number(*e.args[0]);
    if (e.op != Op::kConst || !e.present) return std::nullopt;
    if (e.type.kind == TypeKind::kInt) return static_cast<int32_t>(e.lo);
    if (e.type.kind == TypeKind::kLong) return static_cast<int64_t>(e.lo);
    return std::nullopt;
  }

  // for (var i = a; i < b; i += c) between constants; else what a loop over elements has.
  double Rounds(const Stmt& loop) {
    if (loop.value == nullptr || loop.value->args.size() != 2 || loop.value->args[0]->op != Op::kLocal)
      return kElements;
    int32_t local = loop.value->args[0]->a;
    std::optional<int64_t> end = Number(*loop.value->args[1]);
    auto begin = constants_.find(local);
    std::optional<int64_t> by = StepOf(loop, local);
    if (!end || begin == constants_.end() || !by || *by == 0) return kElements;
    double rounds =
        (static_cast<double>(*end) - static_cast<double>(begin->second)) / static_cast<double>(*by);
    constants_.erase(local);
    bool closed = loop.value->op == Op::kLe || loop.value->op == Op::kGe;
    return std::max(0.0, std::ceil(rounds) + (closed && rounds == std::ceil(rounds) ? 1 : 0));
  }

  // By how much the last statement of the loop moves the local on.
  static std::optional<int64_t> StepOf(const Stmt& loop, int32_t local) {
    const std::vector<Stmt*>& body = loop.step.empty() ? loop.body : loop.step;
    if (body.empty() || body.back()->value == nullptr) return std::nullopt;
    const Expr* e = body.back()->value;
    while (e->op == Op::kBlock && !e->body.empty() && e->body.back()->value != nullptr)
      e = e->body.back()->value;
    if (e->op != Op::kSetLocal || e->a != local || e->args[0]->args.size() != 2) return std::nullopt;
    const Expr& sum = *e->args[0];
    bool down = sum.op == Op::kSub || sum.op == Op::kSubChecked;
    bool up = sum.op == Op::kAdd || sum.op == Op::kAddChecked;
    std::optional<int64_t> by = Number(*sum.args[1]);
    if ((!up && !down) || sum.args[0]->op != Op::kLocal || sum.args[0]->a != local || !by)
      return std::nullopt;
    return down ? -*by : *by;
  }

  const typed::Program& program_;
  std::vector<std::optional<double>> known_;
  std::map<int32_t, int64_t> constants_;
};

}  // namespace

std::vector<double> StepsOf(const typed::Program& program) {
  Costs costs(program);
  std::vector<double> steps;
  for (size_t i = 0; i < program.functions.size(); ++i) steps.push_back(costs.Function(i));
  return steps;
}

}  // namespace idx::compiler::analyse
