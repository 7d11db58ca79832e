// throw, try, catch and finally.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {

// What is thrown by name, with .NET's message where none is given.
struct Thrown {
  EvalErrorKind kind;
  std::string_view message;
  bool names_parameter = false;  // its first argument is a parameter's name, not the message
};

const std::map<std::string, Thrown>& Throwables() {
  static const std::map<std::string, Thrown> all = {
      {"Fail", {EvalErrorKind::kFail, ""}},
      {"Exception", {EvalErrorKind::kFail, "Exception of type 'System.Exception' was thrown."}},
      {"DeclineMapping", {EvalErrorKind::kDeclineMapping, ""}},
      {"DeclineMappingException", {EvalErrorKind::kDeclineMapping, ""}},
      {"ArgumentException", {EvalErrorKind::kArgument, "Value does not fall within the expected range."}},
      {"ArgumentNullException", {EvalErrorKind::kArgumentNull, "Value cannot be null.", true}},
      {"ArgumentOutOfRangeException",
       {EvalErrorKind::kArgumentOutOfRange, "Specified argument was out of the range of valid values.",
        true}},
      {"FormatException", {EvalErrorKind::kFormat, "One of the identified items was in an invalid format."}},
      {"InvalidOperationException",
       {EvalErrorKind::kInvalidOperation, "Operation is not valid due to the current state of the object."}},
      {"ApplicationException", {EvalErrorKind::kFail, "Error in the application."}},
      {"NotImplementedException", {EvalErrorKind::kFail, "The method or operation is not implemented."}},
      {"NotSupportedException", {EvalErrorKind::kFail, "Specified method is not supported."}},
      {"TimeoutException", {EvalErrorKind::kFail, "The operation has timed out."}},
      {"UnauthorizedAccessException",
       {EvalErrorKind::kFail, "Attempted to perform an unauthorized operation."}},
      {"IndexOutOfRangeException",
       {EvalErrorKind::kIndexOutOfRange, "Index was outside the bounds of the array."}},
      {"DivideByZeroException", {EvalErrorKind::kDivideByZero, "Attempted to divide by zero."}},
      {"InvalidCastException", {EvalErrorKind::kInvalidCast, "Specified cast is not valid."}},
      {"NullReferenceException",
       {EvalErrorKind::kNullReference, "Object reference not set to an instance of an object."}},
      {"ArithmeticException",
       {EvalErrorKind::kOverflow, "Overflow or underflow in the arithmetic operation."}},
      {"OverflowException", {EvalErrorKind::kOverflow, "Arithmetic operation resulted in an overflow."}},
      {"KeyNotFoundException",
       {EvalErrorKind::kKeyNotFound, "The given key was not present in the dictionary."}}};
  return all;
}

constexpr uint64_t Bits(std::initializer_list<EvalErrorKind> kinds) {
  uint64_t bits = 0;
  for (EvalErrorKind kind : kinds) bits |= uint64_t{1} << static_cast<uint32_t>(kind);
  return bits;
}

// The errors that a type of exception stands for, derived ones included. What the library does not support
// is never caught: .NET would have given a value.
std::optional<uint64_t> KindsOf(std::string_view name) {
  using K = EvalErrorKind;
  constexpr uint64_t kArguments = Bits({K::kArgument, K::kArgumentNull, K::kArgumentOutOfRange});
  constexpr uint64_t kArithmetic = Bits({K::kOverflow, K::kDivideByZero});
  constexpr uint64_t kInvalid = Bits({K::kInvalidOperation, K::kSwitchExpression});
  static const std::map<std::string, uint64_t, std::less<>> kinds = {
      {"Exception", kArguments | kArithmetic | kInvalid |
                        Bits({K::kFail, K::kNullReference, K::kIndexOutOfRange, K::kFormat, K::kInvalidCast,
                              K::kKeyNotFound})},
      {"ArgumentException", kArguments},
      {"ArgumentNullException", Bits({K::kArgumentNull})},
      {"ArgumentOutOfRangeException", Bits({K::kArgumentOutOfRange})},
      {"ArithmeticException", kArithmetic},
      {"OverflowException", Bits({K::kOverflow})},
      {"DivideByZeroException", Bits({K::kDivideByZero})},
      {"FormatException", Bits({K::kFormat})},
      {"InvalidOperationException", kInvalid},
      {"IndexOutOfRangeException", Bits({K::kIndexOutOfRange})},
      {"InvalidCastException", Bits({K::kInvalidCast})},
      {"KeyNotFoundException", Bits({K::kKeyNotFound})},
      {"NullReferenceException", Bits({K::kNullReference})}};
  auto at = kinds.find(name.substr(name.rfind('.') + 1));
  return at == kinds.end() ? std::nullopt : std::optional(at->second);
}

}  // namespace

bool Checker::IsException(const Type& type) const {
  return type.kind == TypeKind::kOpaque && type.id == static_cast<int32_t>(stdlib::LibraryClass::kException);
}

// e is FormatException. nullopt: it is no type of exception that rules know.
std::optional<Expr*> Checker::IsOfKind(const std::string& name, Expr* exception, Span span) {
  auto kinds = KindsOf(name);
  if (!kinds || !IsException(exception->type) || exception->type.nullable) return std::nullopt;
  return Builtin("$", "IsOneOf", {exception, Constant(TypeOf(TypeKind::kLong), span, *kinds)}, span);
}

// throw; and throw e;
Expr* Checker::ThrowObject(const ast::Expr* operand, Span span) {
  if (operand == nullptr) {
    if (caught_.empty()) {
      Report(1, span, {"'throw;' stands only in a catch block"});
      return ErrorNode(span);
    }
    Expr* again = Node(Op::kRethrow, TypeOf(TypeKind::kNever), span);
    again->a = caught_.back();
    state_ = FlowState::Unreachable();
    return again;
  }
  Expr* object = CheckValue(*operand);
  if (object->type.kind == TypeKind::kError) return object;
  if (!IsException(object->type) || object->type.nullable)
    return Unsupported(span, "throwing this (write throw Fail(\"why\"))");
  state_ = FlowState::Unreachable();
  return Node(Op::kThrowObject, TypeOf(TypeKind::kNever), span, {object});
}

Expr* Checker::Throw(const ast::Expr* operand, Span span) {
  std::string name;
  const std::vector<ast::Argument>* arguments = nullptr;
  if (operand != nullptr && operand->kind == ast::ExprKind::kNew &&
      ast::As<ast::New>(operand).type != nullptr) {
    name = ast::As<ast::New>(operand).type->name;
    arguments = &ast::As<ast::New>(operand).arguments;
  } else if (operand != nullptr && operand->kind == ast::ExprKind::kCall &&
             ast::As<ast::Call>(operand).callee->kind == ast::ExprKind::kName) {
    name = ast::As<ast::Name>(ast::As<ast::Call>(operand).callee).name;
    arguments = &ast::As<ast::Call>(operand).arguments;
  } else {
    return ThrowObject(operand, span);
  }
  auto thrown = Throwables().find(name.substr(name.rfind('.') + 1));
  if (thrown == Throwables().end()) return Unsupported(span, "throwing this (write throw Fail(\"why\"))");
  if (thrown->second.kind == EvalErrorKind::kDeclineMapping &&
      (kind_ == BodyKind::kJoin || kind_ == BodyKind::kFilter || kind_ == BodyKind::kDecision))
    return Unsupported(span, "DeclineMapping outside of a mapper");
  Expr* result = Node(Op::kThrow, TypeOf(TypeKind::kNever), span);
  result->a = static_cast<int32_t>(thrown->second.kind);
  if (arguments->size() > 1) return ThrowDetailed(name.substr(name.rfind('.') + 1), *arguments, result);
  Type text = TypeOf(TypeKind::kString);
  std::string standard(thrown->second.message);
  if (arguments->size() == 1) {
    Expr* message = CheckAs(*(*arguments)[0].value, text.AsNullable());
    if (message->type.kind == TypeKind::kError) return message;
    if (thrown->second.names_parameter) {
      Expr* whole = Add(Add(TextConstant(standard + " (Parameter '", span), message, span),
                        TextConstant("')", span), span);
      message = ConvertQuietly(whole, text.AsNullable());
    }
    result->args = {message};
  } else if (!standard.empty()) {
    result->args = {ConvertQuietly(TextConstant(standard, span), text.AsNullable())};
  }
  state_ = FlowState::Unreachable();
  return result;
}

// new ArgumentException(message, parameter), new ArgumentNullException(parameter, message),
// new ArgumentOutOfRangeException(parameter[, actual], message), new Exception(message, inner).
Expr* Checker::ThrowDetailed(const std::string& name, const std::vector<ast::Argument>& arguments,
                             Expr* result) {
  Span span = result->span;
  std::vector<Expr*> given;
  for (const ast::Argument& argument : arguments) {
    given.push_back(argument.name.empty()
                        ? CheckValue(*argument.value)
                        : Unsupported(argument.value->span, "an exception with names of arguments"));
    if (given.back()->type.kind == TypeKind::kError) return given.back();
  }
  bool range = name == "ArgumentOutOfRangeException", null = name == "ArgumentNullException";
  Type maybe = TypeOf(TypeKind::kString).AsNullable();
  bool inner = given.size() == 2 && given[1]->type.kind == TypeKind::kOpaque;
  size_t message = range || null ? given.size() - 1 : 0;
  size_t parameter = range || null ? 0 : 1;
  bool fits = given.size() == 2 || (range && given.size() == 3);
  bool argument = range || null || name == "ArgumentException";
  if (!fits || (!inner && !argument)) return Unsupported(span, "an exception with these arguments");
  Expr* whole = Convert(given[message], maybe);
  if (inner || whole->type.kind == TypeKind::kError) {
    result->args = {inner ? whole : ErrorNode(span)};
  } else {
    Expr* of = Convert(given[parameter], maybe);
    if (of->type.kind == TypeKind::kError) return of;
    whole = Add(Add(Add(whole, TextConstant(" (Parameter '", span), span), of, span),
                TextConstant("')", span), span);
    if (given.size() == 3)
      whole = Add(Add(Add(whole, TextConstant("\nActual value was ", span), span), given[1], span),
                  TextConstant(".", span), span);
    result->args = {ConvertQuietly(whole, maybe)};
  }
  if (result->args[0]->type.kind == TypeKind::kError) return result->args[0];
  state_ = FlowState::Unreachable();
  return result;
}

typed::Catch Checker::CheckCatch(const ast::Try::Catch& clause) {
  typed::Catch result;
  result.span = clause.span;
  auto kinds = KindsOf(clause.type == nullptr ? "Exception" : clause.type->name);
  if (!kinds) {
    std::vector<std::string> names;
    for (const auto& [name, thrown] : Throwables()) names.push_back(name);
    Unsupported(clause.type->span, "catching " + clause.type->name, clause.type->name, names);
  }
  result.kinds = kinds.value_or(0);
  ScopeGuard scope(scopes_);
  Type type = TypeOf(TypeKind::kOpaque);
  type.id = static_cast<int32_t>(stdlib::LibraryClass::kException);
  result.local = clause.name.empty() ? NewLocal(type, "") : Declare(clause.name, type, clause.span);
  state_.assigned.insert(result.local);
  if (clause.when != nullptr) {
    Condition condition = CheckCondition(*clause.when);
    result.when = condition.value;
    state_ = condition.when_true;
  }
  caught_.push_back(result.local);
  CheckBlock(clause.block->statements, result.body);
  caught_.pop_back();
  return result;
}

// An error may come up anywhere in the block: of what the block assigns, nothing is known in the clauses.
void Checker::CheckTry(const ast::Try& s, std::vector<Stmt*>& out) {
  Stmt* whole = Statement(StmtOp::kTry, s.span);
  out.push_back(whole);
  FlowState entry = state_;
  tries_.push_back(scopes_.size());
  CheckBlock(s.block->statements, whole->body);
  tries_.pop_back();
  FlowState after = state_;
  state_ = entry;
  ForgetAssigned(s);
  entry = state_;
  for (const ast::Try::Catch& clause : s.catches) {
    state_ = entry;
    whole->catches.push_back(CheckCatch(clause));
    after = FlowState::Join(after, state_);
  }
  state_ = after;
  if (s.finally == nullptr) return;
  state_ = entry;
  int loops = std::exchange(loop_depth_, 0), breakables = std::exchange(breakable_depth_, 0);
  ++finally_depth_;
  CheckBlock(s.finally->statements, whole->finally);
  --finally_depth_;
  loop_depth_ = loops;
  breakable_depth_ = breakables;
  FlowState done = state_;
  state_ = after;
  ForgetAssigned(*s.finally);
  state_.assigned.insert(done.assigned.begin(), done.assigned.end());
  if (!done.reachable) state_ = FlowState::Unreachable();
}

// Assert.Throws<T>(() => …): the exception that was thrown, of exactly that type, or with ThrowsAny of one
// derived from it. What else is thrown goes on.
Expr* Checker::AssertThrows(const ast::Member& member, const ast::Call& e) {
  Span span = e.span;
  const ast::Expr* code = e.arguments.size() == 1 ? e.arguments[0].value : nullptr;
  const auto* lambda =
      code != nullptr && code->kind == ast::ExprKind::kLambda ? &ast::As<ast::Lambda>(code) : nullptr;
  std::string name = member.arguments.size() == 1 ? member.arguments[0]->name : "";
  name = name.substr(name.rfind('.') + 1);
  std::optional<uint64_t> kinds;
  if (auto thrown = Throwables().find(name); thrown != Throwables().end())
    kinds = member.name == "ThrowsAny" ? KindsOf(name) : Bits({thrown->second.kind});
  if (!kinds || lambda == nullptr || lambda->body == nullptr || !lambda->parameters.empty())
    return Unsupported(span, "Assert." + member.name +
                                 " with these arguments (write Assert.Throws<FormatException>(() => …))");
  Type type = TypeOf(TypeKind::kOpaque), boolean = TypeOf(TypeKind::kBool);
  type.id = static_cast<int32_t>(stdlib::LibraryClass::kException);
  int32_t done = NewLocal(boolean, ""), result = NewLocal(type, "");
  Stmt* whole = Statement(StmtOp::kTry, span);
  FlowState entry = state_;
  tries_.push_back(scopes_.size());
  {
    ScopeGuard scope(scopes_);
    ast::ExprStmt only;
    only.span = lambda->body->span;
    only.expression = lambda->body;
    bool statement = lambda->body->kind == ast::ExprKind::kCall || lambda->body->kind == ast::ExprKind::kNew;
    if (statement)
      CheckStatement(only, whole->body);
    else
      whole->body.push_back(Run(CheckValue(*lambda->body)));
  }
  tries_.pop_back();
  state_ = entry;
  typed::Catch clause;
  clause.span = span;
  clause.kinds = *kinds;
  clause.local = NewLocal(type, "");
  clause.body = {Assign(result, LocalNode(clause.local, span)), Assign(done, BoolConstant(true, span))};
  whole->catches.push_back(clause);
  Expr* why = TextConstant("expected " + name + ", but nothing was thrown", span);
  Expr* fail = Node(Op::kThrow, TypeOf(TypeKind::kNever), span,
                    {ConvertQuietly(why, TypeOf(TypeKind::kString).AsNullable())});
  fail->a = static_cast<int32_t>(EvalErrorKind::kFail);
  return BlockOf({Assign(done, BoolConstant(false, span)), whole},
                 Node(Op::kCond, type, span, {LocalNode(done, span), LocalNode(result, span), fail}));
}

}  // namespace idx::compiler::check
