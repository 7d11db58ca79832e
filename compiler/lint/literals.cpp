// IDX5010: calls of the library whose constant arguments can only fail, formats that are none, and texts that
// are no distinguished names.
//
// What is pure and has only constants for arguments is computed here and now. A format is tried on a sample
// of what it is for: only a FormatException tells on it.
#include <cstring>

#include "base/value/scalars.h"
#include "compiler/interpret/interpreter.h"
#include "compiler/lint/checks.h"
#include "compiler/typed/clock.h"
#include "compiler/typed/visit.h"
#include "stdlib/directory/dn.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler::lint {

namespace {

using typed::Expr;
using typed::Op;
using typed::Stmt;
using typed::StmtOp;

// The position of the parameter of this name, or -1.
int FindParameter(const stdlib::Row& row, std::string_view wanted) {
  int index = 0;
  for (std::string_view rest = row.parameters; !rest.empty(); ++index) {
    size_t comma = std::min(rest.find(','), rest.size());
    std::string_view name = rest.substr(0, std::min(rest.find(" = "), comma));
    if (name == wanted) return index;
    rest.remove_prefix(std::min(comma + 2, rest.size()));
  }
  return -1;
}

// Computes expressions of constants apart from the program they stand in.
class Bench {
 public:
  explicit Bench(const typed::Program& program) {
    scratch_.configuration = program.configuration;
    scratch_.enums = program.enums;
    scratch_.shapes = program.shapes;
    scratch_.functions.emplace_back();
  }

  // What it fails with; kNone where it does not, or only for want of budget.
  EvalErrorKind Fails(Expr* e, std::string& message) {
    Stmt* result = scratch_.NewStmt();
    result->op = StmtOp::kReturn;
    result->value = e;
    scratch_.functions[0].result = e->type;
    scratch_.functions[0].body = {result};
    Arena arena;
    EvalContext ctx;
    ctx.arena = &arena;
    ctx.Begin();
    Interpret(scratch_, 0, {}, ctx);
    if (!ctx.failed() || IsBudget(ctx.error)) return EvalErrorKind::kNone;
    message = ctx.error_message.view();
    return ctx.error;
  }

  Expr* Copy(const Expr& e) {
    Expr* copy = scratch_.NewExpr();
    *copy = e;
    return copy;
  }

  // A constant of the type; null where none is at hand.
  Expr* Sample(const typed::Type& type) {
    Expr* e = scratch_.NewExpr();
    e->type = type.NonNull();
    switch (type.kind) {
      case TypeKind::kInt:
      case TypeKind::kLong:
      case TypeKind::kBool:
        e->lo = 1;
        break;
      case TypeKind::kDouble: {
        double value = 1.5;
        std::memcpy(&e->lo, &value, sizeof value);
        break;
      }
      case TypeKind::kChar:
        e->lo = 'a';
        break;
      case TypeKind::kString:
        e->text = "a";
        break;
      case TypeKind::kDateTime: {
        DateTime value = DateTime::Of(int64_t{739'000} * kTicksPerDay, DateTimeKind::kUnspecified);
        std::memcpy(&e->lo, &value, sizeof value);
        break;
      }
      case TypeKind::kDateOnly:
        e->lo = 19'000;
        break;
      case TypeKind::kTimeSpan:
        e->lo = static_cast<uint64_t>(kTicksPerDay);
        break;
      case TypeKind::kGuid:
        break;
      default:
        return nullptr;
    }
    if (!type.nullable) return e;
    Expr* widened = scratch_.NewExpr();
    widened->op = Op::kWiden;
    widened->type = type;
    widened->args = {e};
    return widened;
  }

 private:
  typed::Program scratch_;
};

bool IsConstant(const Expr& e) {
  switch (e.op) {
    case Op::kConst:
      return true;
    case Op::kBuiltin:
      if (!IsRepeatable(stdlib::Functions()[static_cast<size_t>(e.a)].purity) ||
          typed::ClockUseOf(e) != typed::ClockUse::kNone)
        return false;
      [[fallthrough]];
    case Op::kWiden:
    case Op::kBox:
    case Op::kList:
    case Op::kConvert:
      for (const Expr* arg : e.args)
        if (!IsConstant(*arg)) return false;
      return true;
    default:
      return false;
  }
}

class Literals : public typed::Visitor {
 public:
  Literals(const typed::Program& program, Diagnostics& diagnostics)
      : program_(program), diagnostics_(diagnostics), bench_(program) {}

  void Run(const typed::Function& f) {
    function_ = &f;
    Visit(f.body);
  }

 protected:
  // What fails in a try may be meant to.
  bool Enter(const Stmt& s) override {
    if (s.op == StmtOp::kSetAttr && s.value != nullptr) CheckDn(s);
    return s.op != StmtOp::kTry;
  }

  bool Enter(const Expr& e) override {
    if (e.op != Op::kBuiltin) return true;
    const stdlib::Row& row = stdlib::Functions()[static_cast<size_t>(e.a)];
    if (!row.can_fail) return true;
    std::string message;
    if (IsConstant(e)) {
      if (bench_.Fails(bench_.Copy(e), message) == EvalErrorKind::kNone) return true;
      Report(e, row, message);
      return false;
    }
    int format = FindParameter(row, "format");
    if (format < 0 || !IsConstant(*e.args[static_cast<size_t>(format)])) return true;
    Expr* trial = row.name.ends_with("ParseExact") ? Formatting(e, row, format) : WithSamples(e);
    EvalErrorKind failed = trial != nullptr ? bench_.Fails(trial, message) : EvalErrorKind::kNone;
    // Not supported: of a culture, say, whatever the value is.
    if (failed == EvalErrorKind::kFormat || failed == EvalErrorKind::kNotSupported) Report(e, row, message);
    return true;
  }

 private:
  void Report(const Expr& e, const stdlib::Row& row, const std::string& message) {
    std::string name(row.owner == "$" ? "the format" : row.name.empty() ? row.owner : row.name);
    diagnostics_.Report(5010, e.span, {name, message});
  }

  // The call with a sample in the place of each argument that is not known.
  Expr* WithSamples(const Expr& e) {
    Expr* call = bench_.Copy(e);
    for (Expr*& arg : call->args) {
      if (IsConstant(*arg)) continue;
      if (arg->op == Op::kList || arg->op == Op::kBox)
        arg = WithSamples(*arg);
      else
        arg = bench_.Sample(arg->type);
      if (arg == nullptr) return nullptr;
    }
    return call;
  }

  // What reads by a format is tried by writing with it.
  Expr* Formatting(const Expr& e, const stdlib::Row& row, int format) {
    typed::Type type = e.type.NonNull();
    for (uint32_t index : stdlib::FindFunctions(row.owner, "ToString")) {
      const stdlib::Row& writer = stdlib::Functions()[index];
      if (writer.types.size() != 2 || FindParameter(writer, "format") != 1) continue;
      Expr* value = bench_.Sample(type);
      if (value == nullptr) return nullptr;
      Expr* call = bench_.Copy(e);
      call->a = static_cast<int32_t>(index);
      call->type = typed::Type{TypeKind::kString};
      call->args = {value, bench_.Copy(*e.args[static_cast<size_t>(format)])};
      return call;
    }
    return nullptr;
  }

  // vault.Dn = "…"
  void CheckDn(const Stmt& s) {
    const ObjectType& type =
        program_.configuration->types[static_cast<size_t>(TypeOfParameter(*function_, s.a))];
    const Expr* value = s.value;
    while (value->op == Op::kWiden) value = value->args[0];
    if (type.attributes[static_cast<size_t>(s.b)].equality != Equality::kDn || value->op != Op::kConst ||
        !value->present || value->type.kind != TypeKind::kString)
      return;
    std::vector<std::string_view> parts;
    if (!value->text.empty() && !stdlib::SplitDn(value->text, parts))
      diagnostics_.Report(5010, value->span,
                          {type.FullName() + "." + type.attributes[static_cast<size_t>(s.b)].identifier,
                           "'" + value->text + "' is not a distinguished name"});
  }

  const typed::Program& program_;
  Diagnostics& diagnostics_;
  Bench bench_;
  const typed::Function* function_ = nullptr;
};

}  // namespace

void CheckLiterals(const typed::Program& program, Diagnostics& diagnostics) {
  Literals literals(program, diagnostics);
  std::vector<bool> is_test(program.functions.size());
  for (const typed::Rule& rule : program.rules)
    if (rule.kind == typed::RuleKind::kTest) is_test[static_cast<size_t>(rule.function)] = true;
  for (size_t i = 0; i < program.functions.size(); ++i)
    if (!is_test[i]) literals.Run(program.functions[i]);
}

}  // namespace idx::compiler::lint
