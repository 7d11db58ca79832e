// IDX5006: classes that are asked for, and that no classification gives.
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

// The numbers that a classification returns; nothing where they are not all constants.
class Returned : public typed::Visitor {
 public:
  explicit Returned(const typed::Function& f) { Visit(f.body); }
  std::set<int32_t> numbers;
  bool known = true;

 protected:
  bool Enter(const Stmt& s) override {
    if (s.op == StmtOp::kReturn && s.value != nullptr) Value(*s.value);
    return true;
  }

 private:
  void Value(const Expr& e) {
    switch (e.op) {
      case Op::kConst:
        if (e.present) numbers.insert(static_cast<int32_t>(e.lo));
        return;
      case Op::kWiden:
      case Op::kAssume:
      case Op::kBlock:
        return Value(*e.args[0]);
      case Op::kCond:
        Value(*e.args[1]);
        return Value(*e.args[2]);
      case Op::kThrow:
      case Op::kThrowObject:
        return;
      default:
        known = false;
    }
  }
};

class Classes : public typed::Visitor {
 public:
  Classes(const typed::Program& program, Diagnostics& diagnostics)
      : program_(program), diagnostics_(diagnostics) {
    for (const typed::Rule& rule : program.rules) {
      if (rule.kind != typed::RuleKind::kClassify) continue;
      Returned returned(program.functions[static_cast<size_t>(rule.function)]);
      given_[rule.vault_type] = returned.known ? std::optional(returned.numbers) : std::nullopt;
    }
  }

  void Run() {
    for (const typed::Rule& rule : program_.rules)
      if (rule.classification >= 0) Ask(rule.vault_type, rule.classification, rule.span);
    for (const typed::Function& f : program_.functions) {
      function_ = &f;
      Visit(f.body);
    }
  }

 protected:
  bool Enter(const Expr& e) override {
    if (e.op != Op::kEq || e.args.size() != 2) return true;
    const Expr& left = Bare(*e.args[0]);
    const Expr& right = Bare(*e.args[1]);
    if (IsClass(left) && right.op == Op::kConst && right.present)
      Ask(TypeOfParameter(*function_, left.a), static_cast<int32_t>(right.lo), e.span);
    return true;
  }

 private:
  static const Expr& Bare(const Expr& e) {
    return e.op == Op::kWiden || e.op == Op::kAssume ? Bare(*e.args[0]) : e;
  }
  bool IsClass(const Expr& e) const {
    return e.op == Op::kAttr && e.b == kVaultClassification &&
           TypeOfParameter(*function_, e.a) < program_.configuration->vault_type_count;
  }

  void Ask(int32_t type, int32_t number, Span span) {
    auto given = given_.find(type);
    if (given != given_.end() && (!given->second || given->second->contains(number))) return;
    std::string name = std::to_string(number);
    if (!program_.configuration->enums.empty())
      for (const EnumType::Member& member : program_.configuration->enums[0].members)
        if (member.number == number) name = "Class." + member.name;
    diagnostics_.Report(5006, span,
                        {program_.configuration->types[static_cast<size_t>(type)].FullName(), name});
  }

  const typed::Program& program_;
  Diagnostics& diagnostics_;
  std::map<int32_t, std::optional<std::set<int32_t>>> given_;  // by Vault type; nothing: not known
  const typed::Function* function_ = nullptr;
};

}  // namespace

void CheckClasses(const typed::Program& program, Diagnostics& diagnostics) {
  Classes(program, diagnostics).Run();
}

}  // namespace idx::compiler::lint
