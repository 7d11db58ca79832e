// Methods that take functions: Func, Action and Predicate parameters. Such a method is checked anew for each
// call, with the functions that it is given as local functions of its own: they are called directly, and use
// the variables of the place where they were written.
#include <algorithm>

#include "compiler/check/checker.h"
#include "compiler/check/delegates.h"
#include "compiler/check/name_uses.h"
#include "compiler/check/outside.h"

namespace idx::compiler::check {

namespace {

constexpr size_t kMostPassedOn = 32;  // methods that pass a function on to the next

// (a, b) => body, for a delegate of as many parameters. The names cannot be written, so they hide nothing.
ast::Lambda* LambdaFor(ast::Tree& tree, const ast::TypeName* type, Span span) {
  auto* lambda = tree.Make<ast::Lambda>(span);
  for (size_t i = 0; i < DelegateParameters(*type); ++i) {
    ast::Parameter parameter;
    parameter.name = "$" + std::to_string(i);
    parameter.span = span;
    lambda->parameters.push_back(parameter);
  }
  return lambda;
}

}  // namespace

bool Checker::IsTemplate(const MethodSymbol& method) const {
  return symbols_.templates.contains(method.function);
}

// Whether the argument is to be a function: a lambda or the name of one, where a candidate takes one.
bool Checker::IsFunctionArgument(const std::vector<const MethodSymbol*>& methods,
                                 const ast::Argument& argument, size_t position) const {
  const ast::Expr& e = *argument.value;
  bool lambda = e.kind == ast::ExprKind::kLambda;
  if (!lambda && e.kind != ast::ExprKind::kMember && !IsMethodGroup(e)) return false;
  bool function = false, value = false;
  for (const MethodSymbol* method : methods) {
    const std::vector<ast::Parameter>& parameters = method->declaration->parameters;
    for (size_t i = 0; i < parameters.size(); ++i) {
      if (argument.name.empty() ? i != position : parameters[i].name != argument.name) continue;
      (IsTemplate(*method) && IsDelegate(parameters[i].type) ? function : value) = true;
    }
  }
  return function && (lambda || !value);
}

// The function that an argument is, as a method with the parameter's name. Null where it does not fit.
std::shared_ptr<const ast::Method> Checker::FunctionFor(const ast::Parameter& parameter, const ast::Expr& e) {
  const ast::Expr* function = &e;
  if (e.kind != ast::ExprKind::kLambda) {
    ast::Lambda* lambda = LambdaFor(symbols_.made, parameter.type, e.span);
    auto* call = symbols_.made.Make<ast::Call>(e.span);
    call->callee = const_cast<ast::Expr*>(&e);
    for (const ast::Parameter& one : lambda->parameters) {
      auto* name = symbols_.made.Make<ast::Name>(e.span);
      name->name = one.name;
      ast::Argument argument;
      argument.value = name;
      call->arguments.push_back(argument);
    }
    lambda->body = call;
    function = lambda;
  }
  return MethodOfDelegate(parameter.type, parameter.name, e.span, function);
}

// What is known of the method before any call: the types of its parameters that are no functions.
void Checker::DeclareTemplate(const MethodSymbol& method, std::vector<Type> types, const Type& result) {
  for (const ast::Parameter& parameter : method.declaration->parameters) {
    if (parameter.modifier == "out" || parameter.modifier == "ref")
      Unsupported(parameter.span, "'" + parameter.modifier + "' in a method that takes functions");
    if (IsDelegate(parameter.type) && (!parameter.modifier.empty() || parameter.default_value != nullptr))
      Unsupported(parameter.span, "a function that may be left out");
  }
  Signature& signature = symbols_.signatures[method.function];
  signature.types = std::move(types);
  signature.result = result;
  program_.functions[static_cast<size_t>(method.function)].result = TypeOf(TypeKind::kVoid);
}

// Whether calls cannot tell the two apart: they differ in nothing but what their functions take and give.
bool Checker::IsSameTemplate(const MethodSymbol& a, const MethodSymbol& b) const {
  const std::vector<ast::Parameter>& left = a.declaration->parameters;
  const std::vector<ast::Parameter>& right = b.declaration->parameters;
  if (left.size() != right.size() || !IsTemplate(a) || !IsTemplate(b)) return false;
  for (size_t i = 0; i < left.size(); ++i) {
    bool function = IsDelegate(left[i].type);
    if (function != IsDelegate(right[i].type)) return false;
    if (function ? DelegateParameters(*left[i].type) != DelegateParameters(*right[i].type)
                 : ParameterType(a, i) != ParameterType(b, i))
      return false;
  }
  return true;
}

// Its body, whoever calls it: with functions that give no value.
void Checker::CheckTemplate(const MethodSymbol& method) {
  const ast::Method& declaration = *method.declaration;
  BeginFunction(method.function, method.owner, BodyKind::kMethod);
  CheckDefaults(method);
  for (const MethodSymbol* other : FindMethods(method.owner, declaration.name))
    if (other->function < method.function && IsSameTemplate(*other, method))
      Report(1006, declaration.name_span, {declaration.name});
  std::vector<std::shared_ptr<const ast::Method>> functions;
  for (const ast::Parameter& parameter : declaration.parameters) {
    functions.emplace_back();
    if (!IsDelegate(parameter.type)) continue;
    ast::Lambda* lambda = LambdaFor(symbols_.made, parameter.type, parameter.span);
    auto* fail = symbols_.made.Make<ast::Name>(parameter.span);
    fail->name = "Fail";
    auto* text = symbols_.made.Make<ast::Literal>(parameter.span);
    text->literal = ast::LiteralKind::kString;
    auto* call = symbols_.made.Make<ast::Call>(parameter.span);
    call->callee = fail;
    ast::Argument argument;
    argument.value = text;
    call->arguments.push_back(argument);
    auto* thrown = symbols_.made.Make<ast::ThrowExpr>(parameter.span);
    thrown->operand = call;
    lambda->body = thrown;
    functions.back() = MethodOfDelegate(parameter.type, parameter.name, parameter.span, lambda);
  }
  uint64_t before = symbols_.specialised;
  only_checks_ = true;
  Specialise(method, functions, declaration.name_span);
  only_checks_ = false;
  symbols_.specialised = before;
}

// What the functions use of the variables around; false after a diagnostic.
bool Checker::CapturesOfFunctions(const std::vector<std::shared_ptr<const ast::Method>>& functions, Span span,
                                  std::vector<std::vector<Capture>>& each, std::map<std::string, bool>& all) {
  std::set<std::string> around;
  for (const Scope& scope : scopes_)
    for (const auto& [name, local] : scope.locals)
      if (!local.constant && local.index >= 0) around.insert(name);
  for (const auto& function : functions) {
    each.emplace_back();
    if (function == nullptr) continue;
    each.back() = CapturesOf(NameUses(*function), around, {});
    for (const Capture& capture : each.back()) {
      if (FindLocal(capture.name)->builder) {
        Unsupported(span, "a StringBuilder in a function that is an argument");
        return false;
      }
      all[capture.name] |= capture.written;
    }
    // Where the method stands they have names that cannot be written, so that it cannot take them for its
    // own.
    for (Capture& capture : each.back()) capture.outside = "$" + capture.name;
  }
  return true;
}

// The method with these functions, by parameter (null: it is none), as a function of its own. -1 after a
// diagnostic.
int32_t Checker::Specialise(const MethodSymbol& method,
                            const std::vector<std::shared_ptr<const ast::Method>>& functions, Span span) {
  const ast::Method& declaration = *method.declaration;
  if (std::count(specialising_.begin(), specialising_.end(), method.function) != 0) {
    Unsupported(span, "a recursive method that takes functions");
    return -1;
  }
  if (specialising_.size() >= kMostPassedOn) {
    Unsupported(span, "a function that is passed on more than 32 times");
    return -1;
  }
  symbols_.specialised += Symbols::kOfEach;
  if (symbols_.specialised > Symbols::kMostSpecialised) {
    Report(9, span, {"400,000"});
    return -1;
  }
  std::vector<std::vector<Capture>> each;
  std::map<std::string, bool> all;
  if (!CapturesOfFunctions(functions, span, each, all)) return -1;
  const Signature declared = *SignatureOf(method.function);
  auto index = static_cast<int32_t>(program_.functions.size());
  typed::Function& f = program_.functions.emplace_back();
  f.name = program_.functions[static_cast<size_t>(method.function)].name;
  f.span = declaration.span;
  f.name_span = declaration.name_span;
  for (size_t i = 0; i < functions.size(); ++i) {
    if (functions[i] != nullptr) continue;
    f.locals.push_back(declared.types[i]);
    f.local_names.push_back(declaration.parameters[i].name);
  }
  Signature signature;
  for (const auto& [name, written] : all) {
    signature.captures.push_back({"$" + name, written, name});
    if (written) signature.gives.push_back(static_cast<int32_t>(f.locals.size()));
    f.locals.push_back(function().locals[static_cast<size_t>(FindLocal(name)->index)]);
    f.local_names.push_back("$" + name);
  }
  f.parameters = static_cast<uint32_t>(f.locals.size());
  if (!all.empty()) symbols_.signatures[index] = signature;
  int32_t outer = std::exchange(current_, index);
  SetResult(declared.result);
  current_ = outer;

  Checker inner(configuration_, program_, symbols_, diagnostics_);
  inner.depth_ = depth_;
  inner.specialising_ = specialising_;
  inner.specialising_.push_back(method.function);
  inner.BeginFunction(index, method.owner, BodyKind::kMethod);
  std::map<std::string, Local> constants;
  for (const Scope& scope : scopes_)
    for (const auto& [name, local] : scope.locals)
      if (local.constant) constants.insert_or_assign(name, local);
  for (size_t i = 0; i < functions.size(); ++i) {
    if (functions[i] == nullptr) continue;
    symbols_.function_arguments.push_back(functions[i]);
    MethodSymbol one{functions[i].get(), owner_, static_cast<int32_t>(program_.functions.size())};
    std::string name =
        program_.functions[static_cast<size_t>(index)].name + "." + declaration.parameters[i].name;
    typed::Function& made = program_.functions.emplace_back();
    made.name = std::move(name);
    made.span = functions[i]->span;
    inner.ReadSignature(one);
    if (!each[i].empty()) {
      Signature& of = symbols_.signatures[one.function];
      const typed::Function& read = program_.functions[static_cast<size_t>(one.function)];
      of.types.assign(read.locals.begin(), read.locals.begin() + read.parameters);
      of.result = read.result;
      of.captures = each[i];
      inner.BindCaptures(one);
    }
    inner.scopes_.front().functions[declaration.parameters[i].name] = one;
    inner.local_bodies_.push_back({one, VisibleFunctions(), constants, NamesAround()});
  }
  inner.only_checks_ = only_checks_;
  if (only_checks_ && !specialising_.empty()) {
    // Its body is checked by itself.
    Stmt* never = Statement(StmtOp::kExpr, span);
    never->value = Node(Op::kThrow, TypeOf(TypeKind::kNever), span);
    never->value->a = static_cast<int32_t>(EvalErrorKind::kFail);
    program_.functions[static_cast<size_t>(index)].body = {never};
  } else {
    inner.CheckStatements(declaration);
  }
  symbols_.specialised += inner.nodes_;
  inner.CheckLocalFunctions();
  return index;
}

}  // namespace idx::compiler::check
