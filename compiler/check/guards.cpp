// ArgumentNullException.ThrowIfNull(x) and the like: the tests that they are.
// https://learn.microsoft.com/dotnet/api/system.argumentoutofrangeexception
#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {

struct Guard {
  ast::BinaryOp op;  // what must not hold between the value and the other, or zero
  bool other;        // it has a second argument
  std::string_view must;
};

const std::map<std::string, Guard>& RangeGuards() {
  using B = ast::BinaryOp;
  static const std::map<std::string, Guard> guards = {
      {"ThrowIfNegative", {B::kLt, false, "must be a non-negative value"}},
      {"ThrowIfZero", {B::kEq, false, "must be a non-zero value"}},
      {"ThrowIfNegativeOrZero", {B::kLe, false, "must be a non-negative and non-zero value"}},
      {"ThrowIfEqual", {B::kEq, true, "must not be equal to"}},
      {"ThrowIfNotEqual", {B::kNe, true, "must be equal to"}},
      {"ThrowIfGreaterThan", {B::kGt, true, "must be less than or equal to"}},
      {"ThrowIfGreaterThanOrEqual", {B::kGe, true, "must be less than"}},
      {"ThrowIfLessThan", {B::kLt, true, "must be greater than or equal to"}},
      {"ThrowIfLessThanOrEqual", {B::kLe, true, "must be greater than"}}};
  return guards;
}

}  // namespace

Stmt* Checker::ThrowIf(Expr* test, EvalErrorKind kind, Expr* message, Span span) {
  Expr* thrown = Node(Op::kThrow, TypeOf(TypeKind::kNever), span,
                      {ConvertQuietly(message, TypeOf(TypeKind::kString).AsNullable())});
  thrown->a = static_cast<int32_t>(kind);
  return When(test, {Run(thrown)});
}

// Null: it is no guard.
Expr* Checker::CallGuard(const std::string& owner, const std::string& name, const ast::Call& e) {
  bool null = owner == "ArgumentNullException" && name == "ThrowIfNull";
  bool text =
      owner == "ArgumentException" && (name == "ThrowIfNullOrEmpty" || name == "ThrowIfNullOrWhiteSpace");
  auto range = owner == "ArgumentOutOfRangeException" ? RangeGuards().find(name) : RangeGuards().end();
  bool ranged = range != RangeGuards().end();
  size_t least = ranged && range->second.other ? 2 : 1;
  if (!(null || text || ranged) || e.arguments.size() < least || e.arguments.size() > least + 1)
    return nullptr;
  Span span = e.span;
  Type boolean = TypeOf(TypeKind::kBool);
  const ast::Expr& guarded = *e.arguments[0].value;
  std::vector<Expr*> given;
  if (!CheckArguments(e.arguments, owner + "." + name, given)) return ErrorNode(span);
  Expr* shown = TextConstant(QualifiedName(guarded), span);
  if (e.arguments.size() > least) shown = ToText(given.back(), span);
  if (shown->type.kind == TypeKind::kError) return shown;
  std::vector<Stmt*> body;
  int32_t held = NewLocal(
      given[0]->type.kind == TypeKind::kNull ? TypeOf(TypeKind::kString).AsNullable() : given[0]->type, "");
  auto value = [&] { return LocalNode(held, span); };
  auto add = [&](Expr* a, Expr* b) { return Add(a, b, span); };
  auto constant = [&](std::string_view s) { return TextConstant(std::string(s), span); };
  auto parameter = [&] { return add(add(constant(" (Parameter '"), shown), constant("')")); };
  body.push_back(Assign(held, ConvertQuietly(given[0], function().locals[static_cast<size_t>(held)])));
  const Type type = function().locals[static_cast<size_t>(held)];
  if (text && type.kind != TypeKind::kString)
    return Unsupported(span, owner + "." + name + " of " + NameOf(type));
  if (type.nullable && !ranged) {
    Expr* is_null = Node(Op::kIsNull, boolean, span, {value()});
    body.push_back(ThrowIf(is_null, EvalErrorKind::kArgumentNull,
                           add(constant("Value cannot be null."), parameter()), span));
    MarkNotNull(guarded, state_);
  }
  if (text) {
    Expr* known = type.nullable ? Node(Op::kAssume, type.NonNull(), span, {value()}) : value();
    bool white = name == "ThrowIfNullOrWhiteSpace";
    Expr* test = Builtin("string", white ? "IsNullOrWhiteSpace" : "IsNullOrEmpty", {known}, span);
    std::string_view why = white ? "The value cannot be an empty string or composed entirely of whitespace."
                                 : "The value cannot be an empty string.";
    body.push_back(ThrowIf(test, EvalErrorKind::kArgument, add(constant(why), parameter()), span));
  }
  if (ranged) {
    Expr* other = least == 2 ? given[1] : IntConstant(0, span);
    int32_t limit = NewLocal(other->type, "");
    body.push_back(Assign(limit, other));
    Expr* test = Compare(range->second.op, value(), LocalNode(limit, span), span);
    if (test->type.kind == TypeKind::kError) return test;
    Expr* message =
        add(add(add(shown, constant(" ('")), value()), constant("') " + std::string(range->second.must)));
    if (least == 2) message = add(add(add(message, constant(" '")), LocalNode(limit, span)), constant("'"));
    message =
        add(add(add(add(add(message, constant(".")), parameter()), constant("\nActual value was ")), value()),
            constant("."));
    if (message->type.kind == TypeKind::kError) return message;
    body.push_back(ThrowIf(test, EvalErrorKind::kArgumentOutOfRange, message, span));
  }
  return Nothing(std::move(body), span);
}

}  // namespace idx::compiler::check
