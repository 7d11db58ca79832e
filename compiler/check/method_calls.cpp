// Calls of methods, local functions and extension methods: which overload, with what arguments, and what
// comes back in out and ref arguments.
#include <algorithm>

#include "compiler/check/checker.h"
#include "compiler/check/delegates.h"

namespace idx::compiler::check {

struct Checker::GivenArgument {
  const ast::Argument* syntax = nullptr;  // null for a receiver
  Expr* value = nullptr;                  // null for an out argument and a function
  bool function = false;

  bool out() const { return syntax != nullptr && syntax->mode == ast::Argument::Mode::kOut; }
  bool ref() const { return syntax != nullptr && syntax->mode == ast::Argument::Mode::kRef; }
};

struct Checker::MethodMatch {
  const MethodSymbol* method = nullptr;
  int cost = 0;
  std::vector<size_t> slots;  // by parameter, into the arguments; kDefault: none
  std::vector<size_t> rest;   // of a params parameter that is not given whole
  bool packed = false;
};

namespace {
constexpr size_t kDefault = SIZE_MAX;

bool IsParams(const std::vector<ast::Parameter>& parameters) {
  return !parameters.empty() && parameters.back().modifier == "params";
}
}  // namespace

Type Checker::ParameterType(const MethodSymbol& method, size_t parameter) const {
  if (const Signature* signature = SignatureOf(method.function); signature != nullptr)
    if (!signature->types.empty()) return signature->types[parameter];
  Type type = program_.functions[static_cast<size_t>(method.function)].locals[parameter];
  if (symbols_.nullable_objects.contains({method.function, parameter})) type.nullable = true;
  return type;
}

// All of them, with diagnostics; false when one is an error.
bool Checker::CheckMethodArguments(const std::vector<const MethodSymbol*>& methods, const ast::Call& e,
                                   const std::string& name, std::vector<GivenArgument>& given) {
  bool good = true;
  for (const ast::Argument& argument : e.arguments) {
    GivenArgument one{&argument, nullptr};
    const ast::Expr& value = *argument.value;
    bool variable =
        value.kind == ast::ExprKind::kName &&
        (FindLocal(ast::As<ast::Name>(&value).name) != nullptr || ast::As<ast::Name>(&value).name == "_");
    if (one.out()) {
      if (!variable && value.kind != ast::ExprKind::kDeclaration)
        Unsupported(value.span, "an out argument that is no local variable"), good = false;
    } else if (one.ref() && !variable) {
      Unsupported(value.span, "a ref argument that is no local variable"), good = false;
    } else if (IsFunctionArgument(methods, argument, given.size())) {
      one.function = true;
    } else if (value.kind == ast::ExprKind::kLambda) {
      Unsupported(value.span, "a lambda as an argument of " + name), good = false;
    } else {
      one.value = CheckValue(value);
      good = good && one.value->type.kind != TypeKind::kError;
    }
    given.push_back(one);
  }
  // Names that out arguments declare are known all the same, so that their uses give no errors of their own.
  for (const GivenArgument& one : given)
    if (!good && one.out() && one.syntax->value->kind == ast::ExprKind::kDeclaration) {
      const auto& declaration = ast::As<ast::Declaration>(one.syntax->value);
      if (declaration.name != "_" && FindLocal(declaration.name) == nullptr)
        state_.assigned.insert(Declare(declaration.name, Type{}, declaration.span));
    }
  return good;
}

// Of a variable for an out or ref parameter: 0, or -1 where it is of another type.
int Checker::VariableCost(const GivenArgument& given, const Type& type) {
  const ast::Expr& e = *given.syntax->value;
  if (e.kind == ast::ExprKind::kDeclaration) {
    const ast::TypeName* written = ast::As<ast::Declaration>(&e).type;
    bool var = written == nullptr || written->kind == ast::TypeName::Kind::kVar || written->name == "var";
    if (var) return 0;
    return Resolve(*written) == type ? 0 : -1;
  }
  const Local* local = FindLocal(ast::As<ast::Name>(&e).name);
  if (local == nullptr) return 0;  // a discard
  return !local->constant && function().locals[static_cast<size_t>(local->index)] == type ? 0 : -1;
}

bool Checker::MatchMethod(const MethodSymbol& method, const std::vector<GivenArgument>& given,
                          MethodMatch& match) {
  const std::vector<ast::Parameter>& parameters = method.declaration->parameters;
  match.method = &method;
  match.slots.assign(parameters.size(), kDefault);
  bool params = IsParams(parameters);
  for (size_t i = 0; i < given.size(); ++i) {
    const std::string name = given[i].syntax != nullptr ? given[i].syntax->name : "";
    size_t to = i;
    if (!name.empty())
      for (to = 0; to < parameters.size() && parameters[to].name != name; ++to) {
      }
    bool last = params && to + 1 >= parameters.size() && name.empty();
    bool whole = last && to + 1 == parameters.size() && i + 1 == given.size() && given[i].value != nullptr &&
                 ConversionCost(*given[i].value, ParameterType(method, to)) >= 0;
    if (last && !whole) {
      match.rest.push_back(i);
      continue;
    }
    if (to >= parameters.size() || match.slots[to] != kDefault) return false;
    match.slots[to] = i;
  }
  for (size_t i = 0; i < parameters.size(); ++i) {
    Type type = ParameterType(method, i);
    if (params && i + 1 == parameters.size() && match.slots[i] == kDefault) {
      match.packed = true;
      match.cost += 1;
      Type element = type.kind == TypeKind::kList ? program_.shapes.ElementOf(type) : type;
      for (size_t one : match.rest) {
        int cost = given[one].value == nullptr ? -1 : ConversionCost(*given[one].value, element);
        if (cost < 0) return false;
        match.cost += cost;
      }
      continue;
    }
    if (match.slots[i] == kDefault) {
      if (parameters[i].default_value == nullptr) return false;
      ++match.cost;
      continue;
    }
    const GivenArgument& one = given[match.slots[i]];
    if (one.function != (IsTemplate(method) && IsDelegate(parameters[i].type))) return false;
    if (one.function) {
      if (FunctionFor(parameters[i], *one.syntax->value) == nullptr) return false;
      continue;
    }
    bool out = parameters[i].modifier == "out", ref = parameters[i].modifier == "ref";
    if (one.out() != out || one.ref() != ref) return false;
    int cost = out || ref ? VariableCost(one, type) : ConversionCost(*one.value, type);
    if (cost < 0) return false;
    match.cost += cost;
  }
  return true;
}

Expr* Checker::CallMethod(const std::vector<const MethodSymbol*>& methods, const ast::Call& e,
                          const std::string& name, Expr* receiver) {
  std::vector<GivenArgument> given;
  if (receiver != nullptr) given.push_back({nullptr, receiver});
  if (!CheckMethodArguments(methods, e, name, given)) return ErrorNode(e.span);
  MethodMatch best;
  for (const MethodSymbol* method : methods) {
    MethodMatch match;
    if (MatchMethod(*method, given, match) && (best.method == nullptr || match.cost < best.cost))
      best = std::move(match);
  }
  if (best.method != nullptr) return FinishCall(best, given, e);
  bool values =
      std::all_of(given.begin(), given.end(), [](const GivenArgument& one) { return one.value != nullptr; });
  if (methods.size() == 1 && values && given.size() == methods[0]->declaration->parameters.size() &&
      !IsParams(methods[0]->declaration->parameters)) {
    for (size_t i = 0; i < given.size(); ++i)
      if (given[i].syntax == nullptr || given[i].syntax->name.empty())
        if (Convert(given[i].value, ParameterType(*methods[0], i))->type.kind == TypeKind::kError)
          return ErrorNode(e.span);
  }
  std::string types;
  for (const GivenArgument& one : given) {
    if (one.syntax == nullptr) continue;
    types += (types.empty() ? "" : ", ") +
             std::string(one.out()   ? "out"
                         : one.ref() ? "ref "
                                     : "") +
             (one.function ? "a function" : "") + (one.value != nullptr ? NameOf(one.value->type) : "");
  }
  Diagnostic& none = Report(1005, e.span, {name, types.empty() ? "no arguments" : "(" + types + ")"});
  std::vector<std::string> names;
  for (const MethodSymbol* method : methods)
    for (const ast::Parameter& parameter : method->declaration->parameters) names.push_back(parameter.name);
  none.fix = MeantName(e.arguments, names);
  for (const GivenArgument& one : given)
    if (one.out() && one.syntax->value->kind == ast::ExprKind::kDeclaration)
      state_.assigned.insert(Declare(ast::As<ast::Declaration>(one.syntax->value).name, Type{}, e.span));
  return ErrorNode(e.span);
}

// The local that an out or ref argument is; one of its own for a discard.
int32_t Checker::VariableFor(const GivenArgument& given, const Type& type) {
  const ast::Expr& e = *given.syntax->value;
  if (e.kind == ast::ExprKind::kDeclaration) {
    const auto& declaration = ast::As<ast::Declaration>(&e);
    return declaration.name == "_" ? NewLocal(type, "") : Declare(declaration.name, type, declaration.span);
  }
  const Local* local = FindLocal(ast::As<ast::Name>(&e).name);
  return local == nullptr ? NewLocal(type, "") : local->index;
}

Expr* Checker::FinishCall(const MethodMatch& match, const std::vector<GivenArgument>& given,
                          const ast::Call& e) {
  const MethodSymbol& method = *match.method;
  Span span = e.span;
  const std::vector<ast::Parameter>& parameters = method.declaration->parameters;
  std::vector<Expr*> values, slots(parameters.size(), nullptr);
  std::vector<ast::Argument> written;
  for (const GivenArgument& one : given) {
    if (one.value == nullptr) continue;
    values.push_back(one.value);
    if (one.syntax != nullptr) written.push_back(*one.syntax);
  }
  for (size_t i = 0; i < parameters.size(); ++i)
    if (match.slots[i] != kDefault) slots[i] = given[match.slots[i]].value;
  std::vector<Stmt*> before;
  KeepOrder(written, values, slots, before);
  std::vector<int32_t> to;
  std::vector<Expr*> args;
  int32_t target = method.function;
  if (IsTemplate(method)) {
    std::vector<std::shared_ptr<const ast::Method>> functions;
    for (size_t i = 0; i < parameters.size(); ++i)
      functions.push_back(IsDelegate(parameters[i].type)
                              ? FunctionFor(parameters[i], *given[match.slots[i]].syntax->value)
                              : nullptr);
    target = Specialise(method, functions, span);
    if (target < 0) return ErrorNode(span);
  } else if (const Signature* signature = SignatureOf(target); signature != nullptr && !signature->bound) {
    BindCaptures(method);
  }
  std::vector<const Expr*> paths(parameters.size(), nullptr);
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (IsTemplate(method) && IsDelegate(parameters[i].type)) continue;
    Type type = ParameterType(method, i);
    if (slots[i] != nullptr && slots[i]->type.kind == TypeKind::kReference &&
        type.kind == TypeKind::kEntity) {
      paths[i] = PathOf(*slots[i]);
      if (slots[i]->op == Op::kUnwrap) before.push_back(Run(slots[i]));
      args.push_back(LocalNode(paths[i]->a, slots[i]->span));
      continue;
    }
    if (slots[i] != nullptr && type.kind == TypeKind::kEntity && slots[i]->type.kind == TypeKind::kNull)
      return Unsupported(slots[i]->span, "null in the place of an object");
    if (type.kind == TypeKind::kEntity) type.nullable = false;
    bool variable = parameters[i].modifier == "out" || parameters[i].modifier == "ref";
    if (variable) {
      to.push_back(VariableFor(given[match.slots[i]], type));
      const ast::Expr& at = *given[match.slots[i]].syntax->value;
      if (std::count(to.begin(), to.end(), to.back()) > 1)
        return Unsupported(at.span, "a variable that is given twice");
      if (!MayChangeHere(to.back(), "", at.span)) {
        for (const GivenArgument& other : given)
          if (other.out()) state_.assigned.insert(VariableFor(other, type));
        return ErrorNode(span);
      }
      if (parameters[i].modifier == "out") continue;
      slots[i] = LocalNode(to.back(), at.span);
    } else if (match.packed && i + 1 == parameters.size()) {
      if (type.kind != TypeKind::kList) return ErrorNode(span);  // that was told
      std::vector<Expr*> packed;
      for (size_t one : match.rest)
        packed.push_back(ConvertQuietly(given[one].value, program_.shapes.ElementOf(type)));
      slots[i] = Node(Op::kList, type.NonNull(), span, packed);
    } else if (slots[i] == nullptr) {
      slots[i] = DefaultValue(method, i);
    }
    args.push_back(ConvertQuietly(slots[i], type));
  }
  if (std::any_of(paths.begin(), paths.end(), [](const Expr* path) { return path != nullptr; }))
    target = CallThrough(method, paths, span);
  if (target < 0) return ErrorNode(span);
  const Signature* signature = SignatureOf(target);
  if (signature != nullptr && !PassCaptures(*signature, args, to, span)) return ErrorNode(span);
  Expr* call = Node(Op::kCall, program_.functions[static_cast<size_t>(target)].result, span, args);
  call->a = target;
  if (signature != nullptr && !signature->gives.empty()) call = TakeBack(call, to, span);
  if (before.empty()) return call;
  Expr* block = Node(Op::kBlock, call->type, span, {call});
  block->body = before;
  return block;
}

// A variable outside of a try block keeps what it was given when the call throws; here it comes back only
// with the result.
bool Checker::MayChangeHere(int32_t local, const std::string& name, Span span) {
  if (tries_.empty()) return true;
  for (size_t i = 0; i < tries_.back() && i < scopes_.size(); ++i)
    for (const auto& [known, one] : scopes_[i].locals) {
      if (one.constant || one.index != local) continue;
      Unsupported(span, "a call inside try that sets '" + (name.empty() ? known : name) +
                            "' of outside (declare it inside, or call before try)");
      return false;
    }
  return true;
}

// The variables around, behind the arguments.
bool Checker::PassCaptures(const Signature& signature, std::vector<Expr*>& args, std::vector<int32_t>& to,
                           Span span) {
  for (const Capture& capture : signature.captures) {
    const Local* local = FindLocal(capture.around());
    if (local != nullptr && local->function >= 0) {
      Unsupported(span, "'" + capture.name + "', read through a reference, in a function within the method,");
      return false;
    }
    if (local == nullptr || local->constant) {
      Report(1011, span, {capture.name});
      return false;
    }
    bool assigned = !state_.reachable || state_.assigned.count(local->index) != 0 || local->builder;
    const Type& type = function().locals[static_cast<size_t>(local->index)];
    if (!assigned && type.kind != TypeKind::kError) {
      Report(1011, span, {capture.name});
      return false;
    }
    if (type.kind == TypeKind::kError) return false;
    args.push_back(LocalNode(local->index, span));
    if (!capture.written) continue;
    if (std::find(to.begin(), to.end(), local->index) != to.end()) {
      Unsupported(span, "'" + capture.name + "' as an argument of a function that sets it by its name, too");
      return false;
    }
    if (!MayChangeHere(local->index, capture.name, span)) return false;
    to.push_back(local->index);
  }
  return true;
}

// The tuple that the call gives: its variables are set, and its value is what stands before them.
Expr* Checker::TakeBack(Expr* call, const std::vector<int32_t>& to, Span span) {
  if (call->type.kind == TypeKind::kError) {  // one of its types is: that was told
    state_.assigned.insert(to.begin(), to.end());
    return call;
  }
  const std::vector<Type> parts = program_.shapes.ShapeOf(call->type).parts;
  size_t first = parts.size() - to.size();
  int32_t held = NewLocal(call->type, "");
  std::vector<Stmt*> body = {Assign(held, call)};
  for (size_t i = 0; i < to.size(); ++i) {
    body.push_back(Assign(to[i], Field(LocalNode(held, span), first + i, span)));
    state_.assigned.insert(to[i]);
    state_.Forget(to[i]);
  }
  Type nothing = TypeOf(TypeKind::kVoid);
  Expr* value = first == 0 ? Node(Op::kConst, nothing, span) : Field(LocalNode(held, span), 0, span);
  Expr* block = Node(Op::kBlock, value->type, span, {value});
  block->body = std::move(body);
  return block;
}

// The library's methods of a value; its static functions of the same name are others.
std::vector<uint32_t> Checker::MethodRows(const std::string& owner, const std::string& name) {
  std::vector<uint32_t> rows;
  for (uint32_t row : stdlib::FindFunctions(owner, name))
    if (stdlib::Functions()[row].form == stdlib::Form::kMethod) rows.push_back(row);
  return rows;
}

// Whether one of the rows takes so many arguments behind its receiver. Where none does, an extension method
// of that name is meant.
bool Checker::TakesCount(const std::vector<uint32_t>& rows, size_t count) {
  return std::any_of(rows.begin(), rows.end(), [count](uint32_t index) {
    const stdlib::Row& row = stdlib::Functions()[index];
    size_t most = row.types.size() - 1 + (row.try_form ? 1 : 0);
    auto defaults = static_cast<size_t>(std::count(row.parameters.begin(), row.parameters.end(), '='));
    size_t least = most - std::min(most, defaults + (row.variadic ? 1 : 0));
    return count >= least && (row.variadic || count <= most);
  });
}

// static R Name(this T value, …) of any class whose first parameter takes the receiver.
std::vector<const MethodSymbol*> Checker::ExtensionMethods(const std::string& name,
                                                           const Expr& receiver) const {
  std::vector<const MethodSymbol*> found;
  for (const ClassSymbol* symbol : const_cast<Symbols&>(symbols_).classes()) {
    auto [begin, end] = symbol->methods.equal_range(name);
    for (auto at = begin; at != end; ++at) {
      const std::vector<ast::Parameter>& parameters = at->second.declaration->parameters;
      if (parameters.empty() || parameters[0].modifier != "this") continue;
      if (ConversionCost(receiver, ParameterType(at->second, 0)) >= 0) found.push_back(&at->second);
    }
  }
  return found;
}

}  // namespace idx::compiler::check
