// IDX5009: a value that may be null, concatenated into a name that must be whole.
#include <algorithm>
#include <set>

#include "compiler/lint/checks.h"
#include "compiler/typed/visit.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler::lint {

namespace {

using typed::Expr;
using typed::Op;
using typed::Stmt;
using typed::StmtOp;

constexpr int kMaxDepth = 8;

// Distinguished names, addresses and logins: half of one is another's, or nobody's.
bool IsAddress(const Attribute& attribute) {
  static const std::set<std::string> kNames = {
      "dn", "distinguishedname", "mail", "email", "emailaddress", "upn", "userprincipalname", "mailnickname"};
  std::string name = attribute.identifier;
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  return attribute.equality == Equality::kDn || kNames.contains(name);
}

class Addresses : public typed::Visitor {
 public:
  Addresses(const typed::Program& program, Diagnostics& diagnostics)
      : program_(program), diagnostics_(diagnostics) {}

  void Run(const typed::Rule& rule) {
    function_ = &program_.functions[static_cast<size_t>(rule.function)];
    Visit(function_->body);
  }

 protected:
  bool Enter(const Stmt& s) override {
    if (s.op != StmtOp::kSetAttr || s.value == nullptr) return true;
    int32_t type = TypeOfParameter(*function_, s.a);
    const ObjectType& t = program_.configuration->types[static_cast<size_t>(type)];
    if (!IsAddress(t.attributes[static_cast<size_t>(s.b)])) return true;
    target_ = AttributeName(program_, type, s.b);
    Value(*s.value, *function_, 0);
    return true;
  }

 private:
  // Where the value comes from: the concatenation itself, a local, a method's result.
  void Value(const Expr& e, const typed::Function& f, int depth) {
    if (depth > kMaxDepth) return;
    switch (e.op) {
      case Op::kConcat:
        for (const Expr* part : e.args) Part(*part, f, depth);
        return;
      case Op::kWiden:
      case Op::kAssume:
      case Op::kBlock:
      case Op::kSetLocal:
        return Value(*e.args.back(), f, depth + 1);
      case Op::kCond:
        Value(*e.args[1], f, depth + 1);
        return Value(*e.args[2], f, depth + 1);
      case Op::kCoalesce:
        for (const Expr* arg : e.args) Value(*arg, f, depth + 1);
        return;
      case Op::kLocal:
        return Assigned(e.a, f, depth);
      case Op::kCall: {
        const typed::Function& callee = program_.functions[static_cast<size_t>(e.a)];
        return Returned(callee, depth);
      }
      case Op::kBuiltin: {
        const stdlib::Row& row = stdlib::Functions()[static_cast<size_t>(e.a)];
        static const std::set<std::string_view> kJoining = {"Concat", "Format", "Join"};
        if (row.owner == "string" && kJoining.contains(row.name))
          for (const Expr* arg : e.args) Joined(*arg, f, depth);
        return;
      }
      default:
        return;
    }
  }

  // An argument of a call that joins texts, or several of them.
  void Joined(const Expr& e, const typed::Function& f, int depth) {
    if (e.op == Op::kWiden || e.op == Op::kBox) return Joined(*e.args[0], f, depth);
    if (e.op == Op::kList) {
      for (const Expr* arg : e.args) Joined(*arg, f, depth);
    } else if (e.type.nullable && e.type.kind != TypeKind::kList) {
      diagnostics_.Report(5009, e.span, {target_});
    } else {
      Value(e, f, depth + 1);
    }
  }

  // The text of a value that may be null: "" in its place. Or a text that was made before.
  void Part(const Expr& e, const typed::Function& f, int depth) {
    if (e.op == Op::kBlock) return Part(*e.args[0], f, depth);
    bool null_is_empty = e.op == Op::kCond && e.args[0]->op == Op::kIsNull && e.args[1]->op == Op::kConst &&
                         e.args[1]->text.empty() && e.args[1]->type.kind == TypeKind::kString;
    // A `?? ""` or a condition of the author's own stands at another place than its operand.
    if (null_is_empty && e.span.begin == e.args[0]->args[0]->span.begin &&
        e.span.end == e.args[0]->args[0]->span.end)
      diagnostics_.Report(5009, e.span, {target_});
    else
      Value(e, f, depth + 1);
  }

  void Assigned(int32_t local, const typed::Function& f, int depth) {
    struct Finder : typed::Visitor {
      Finder(int32_t wanted, Addresses& to, const typed::Function& in, int at)
          : local(wanted), addresses(to), function(in), depth(at) {}
      bool Enter(const Expr& e) override {
        if (e.op == Op::kSetLocal && e.a == local) addresses.Value(*e.args[0], function, depth + 1);
        return true;
      }
      int32_t local;
      Addresses& addresses;
      const typed::Function& function;
      int depth;
    } finder(local, *this, f, depth);
    finder.Visit(f.body);
  }

  void Returned(const typed::Function& f, int depth) {
    struct Finder : typed::Visitor {
      Finder(Addresses& to, const typed::Function& in, int at) : addresses(to), function(in), depth(at) {}
      bool Enter(const Stmt& s) override {
        if (s.op == StmtOp::kReturn && s.value != nullptr) addresses.Value(*s.value, function, depth + 1);
        return true;
      }
      Addresses& addresses;
      const typed::Function& function;
      int depth;
    } finder(*this, f, depth);
    finder.Visit(f.body);
  }

  const typed::Program& program_;
  Diagnostics& diagnostics_;
  const typed::Function* function_ = nullptr;
  std::string target_;
};

}  // namespace

void CheckAddresses(const typed::Program& program, Diagnostics& diagnostics) {
  Addresses addresses(program, diagnostics);
  for (const typed::Rule& rule : program.rules)
    if (rule.kind == typed::RuleKind::kInbound || rule.kind == typed::RuleKind::kOutbound)
      addresses.Run(rule);
}

}  // namespace idx::compiler::lint
