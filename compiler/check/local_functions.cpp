// Local functions, and lambdas with statements: methods that one block alone can call. Variables around them
// that they use are passed behind their arguments; those that they may set come back with their result.
#include <algorithm>

#include "compiler/ast/hash_object.h"
#include "compiler/check/checker.h"
#include "compiler/check/delegates.h"
#include "compiler/check/name_uses.h"

namespace idx::compiler::check {

// A local function, or a local of a delegate's type that holds a lambda and is never set again. Null:
// neither.
const ast::Method* Checker::LocalFunctionOf(const ast::Stmt& s) {
  if (s.kind == ast::StmtKind::kLocalFunction) return ast::As<ast::LocalFunction>(&s).method;
  if (s.kind != ast::StmtKind::kLocal || ast::As<ast::Local>(&s).declarators.size() != 1) return nullptr;
  if (auto known = symbols_.delegates.find(&s); known != symbols_.delegates.end()) return known->second.get();
  const auto& local = ast::As<ast::Local>(&s);
  const ast::Local::Declarator& declarator = local.declarators[0];
  auto method = MethodOfDelegate(local.type, declarator.name, declarator.span, declarator.value);
  if (method == nullptr || (body_ != nullptr && NameUses(*body_).assigned.contains(declarator.name)))
    return nullptr;
  return (symbols_.delegates[&s] = std::move(method)).get();
}

void Checker::DeclareLocalFunctions(const std::vector<ast::Stmt*>& statements) {
  std::vector<const ast::Method*> methods;
  for (const ast::Stmt* s : statements)
    if (const ast::Method* method = LocalFunctionOf(*s)) methods.push_back(method);
  DeclareFunctions(methods, statements);
}

// statements: those of the block, whose locals are around the functions, too.
void Checker::DeclareFunctions(const std::vector<const ast::Method*>& methods,
                               const std::vector<ast::Stmt*>& statements) {
  std::map<std::string, MethodSymbol>& functions = scopes_.back().functions;
  std::vector<std::string> names;
  for (const ast::Method* function_of : methods) {
    const ast::Method& declaration = *function_of;
    MethodSymbol method{&declaration, owner_, static_cast<int32_t>(program_.functions.size())};
    if (!functions.emplace(declaration.name, method).second) {
      Report(1006, declaration.name_span, {declaration.name});
      continue;
    }
    std::string name = function().name + "." + declaration.name;
    typed::Function& f = program_.functions.emplace_back();
    f.name = std::move(name);
    f.span = declaration.name_span;
    ReadSignature(method);
    names.push_back(declaration.name);
  }
  if (names.empty()) return;
  std::map<std::string, MethodSymbol> visible = VisibleFunctions();
  std::set<std::string> around = NamesAround(), constants, builders;
  // Locals that the block declares further down are around it, too.
  for (const ast::Stmt* s : statements) {
    if (s->kind == ast::StmtKind::kDeconstruct)
      around.insert(ast::As<ast::Deconstruct>(s).names.begin(), ast::As<ast::Deconstruct>(s).names.end());
    if (s->kind != ast::StmtKind::kLocal) continue;
    const auto& local = ast::As<ast::Local>(s);
    if (LocalFunctionOf(*s) != nullptr) continue;
    for (const auto& declarator : local.declarators) {
      bool hash = declarator.value != nullptr && !ast::HashClassOf(*declarator.value).empty();
      (local.constant || hash ? constants : around).insert(declarator.name);
      if (IsBuilder(local, declarator)) builders.insert(declarator.name);
    }
  }
  for (const auto& scope : scopes_)
    for (const auto& [name, local] : scope.locals)
      if (local.constant) constants.insert(name);
  for (const std::string& name : constants) around.erase(name);
  FindCaptures(names, around, builders);
  for (const std::string& name : names) local_bodies_.push_back({functions.at(name), visible, {}, around});
}

// The names around that this code uses, with those that the local functions use which it calls.
std::vector<Capture> Checker::CapturesOf(const NameUses& uses, const std::set<std::string>& around,
                                         const std::set<std::string>& builders) const {
  std::map<std::string, bool> found;
  for (const std::string& name : uses.read)
    if (around.contains(name) && !uses.declared.contains(name)) found[name] = uses.assigned.contains(name);
  for (const std::string& name : uses.read)
    if (!uses.declared.contains(name) && IsObjectPart(name)) found["this"] = false;
  for (const std::string& name : uses.read) {
    const MethodSymbol* called = uses.declared.contains(name) ? nullptr : FindLocalFunction(name);
    const Signature* signature = called != nullptr ? SignatureOf(called->function) : nullptr;
    if (signature == nullptr) continue;
    for (const Capture& capture : signature->captures) found[capture.around()] |= capture.written;
  }
  std::vector<Capture> captures;
  for (const auto& [name, written] : found) {
    const Local* local = FindLocal(name);
    bool builder = builders.contains(name) || (local != nullptr && local->builder);
    captures.push_back({name, written || builder});
  }
  return captures;
}

// Functions of one block may call each other: until nothing is added.
void Checker::FindCaptures(const std::vector<std::string>& names, const std::set<std::string>& around,
                           const std::set<std::string>& builders) {
  std::map<std::string, NameUses> uses;
  for (const std::string& name : names)
    uses.emplace(name, NameUses(*scopes_.back().functions.at(name).declaration));
  for (bool changed = true; changed;) {
    changed = false;
    for (const std::string& name : names) {
      const MethodSymbol& method = scopes_.back().functions.at(name);
      std::vector<Capture> captures = CapturesOf(uses.at(name), around, builders);
      bool generic = !method.declaration->type_parameters.empty();  // refused: it has no signature
      if (captures.empty() || generic) continue;
      Signature& signature = symbols_.signatures[method.function];
      auto same = [](const Capture& a, const Capture& b) {
        return a.name == b.name && a.written == b.written;
      };
      if (std::equal(captures.begin(), captures.end(), signature.captures.begin(), signature.captures.end(),
                     same))
        continue;
      const typed::Function& f = program_.functions[static_cast<size_t>(method.function)];
      if (signature.types.empty()) {
        signature.types.assign(f.locals.begin(), f.locals.begin() + method.declaration->parameters.size());
        signature.result = f.result;
      }
      signature.captures = std::move(captures);
      signature.bound = false;
      changed = true;
    }
  }
}

const Signature* Checker::SignatureOf(int32_t index) const {
  auto at = symbols_.signatures.find(index);
  return at == symbols_.signatures.end() ? nullptr : &at->second;
}

// The function's locals: parameters, captures, and behind them the out parameters, which it does not get.
void Checker::BindCaptures(const MethodSymbol& method) {
  Signature& signature = symbols_.signatures[method.function];
  const std::vector<ast::Parameter>& parameters = method.declaration->parameters;
  std::vector<Type> locals;
  std::vector<std::string> names;
  auto add = [&](const Type& type, const std::string& name) {
    locals.push_back(type);
    names.push_back(name);
    return static_cast<int32_t>(locals.size()) - 1;
  };
  signature.bound = true;
  signature.locals.assign(parameters.size(), -1);
  signature.gives.clear();
  for (size_t i = 0; i < parameters.size(); ++i)
    if (parameters[i].modifier != "out") signature.locals[i] = add(signature.types[i], parameters[i].name);
  std::vector<int32_t> written;
  for (const Capture& capture : signature.captures) {
    const Local* local = FindLocal(capture.around());
    Type type = local != nullptr ? function().locals[static_cast<size_t>(local->index)] : Type{};
    int32_t at = add(type, capture.name);
    if (capture.written) written.push_back(at);
  }
  auto count = static_cast<uint32_t>(locals.size());
  for (size_t i = 0; i < parameters.size(); ++i)
    if (parameters[i].modifier == "out") signature.locals[i] = add(signature.types[i], parameters[i].name);
  for (size_t i = 0; i < parameters.size(); ++i)
    if (parameters[i].modifier == "out" || parameters[i].modifier == "ref")
      signature.gives.push_back(signature.locals[i]);
  signature.gives.insert(signature.gives.end(), written.begin(), written.end());
  typed::Function& f = program_.functions[static_cast<size_t>(method.function)];
  f.parameters = count;
  f.locals = std::move(locals);
  f.local_names = std::move(names);
  int32_t before = std::exchange(current_, method.function);
  SetResult(signature.result);
  current_ = before;
}

Type Checker::DeclaredResult() {
  const Signature* signature = SignatureOf(current_);
  return signature != nullptr && !signature->gives.empty() ? signature->result : function().result;
}

// Of the present function, whose locals may come back with it.
void Checker::SetResult(const Type& result) {
  auto at = symbols_.signatures.find(current_);
  if (at == symbols_.signatures.end() || at->second.gives.empty()) {
    function().result = result;
    return;
  }
  at->second.result = result;
  std::vector<Type> parts;
  if (result.kind != TypeKind::kVoid) parts.push_back(result);
  bool good = result.kind != TypeKind::kError;
  for (int32_t local : at->second.gives) {
    parts.push_back(function().locals[static_cast<size_t>(local)]);
    good = good && parts.back().kind != TypeKind::kError;
  }
  std::vector<std::string> names(parts.size());
  function().result =
      good ? program_.shapes.Composite(TypeKind::kTuple, std::move(parts), std::move(names)) : Type{};
}

// What a return gives; null: nothing but the variables.
Expr* Checker::GiveBack(Expr* value, Span span) {
  const Signature* signature = SignatureOf(current_);
  if (signature == nullptr || signature->gives.empty()) return value;
  if (value != nullptr && value->type.kind == TypeKind::kError) return value;
  if (function().result.kind == TypeKind::kError) return ErrorNode(span);
  std::vector<Expr*> fields;
  if (value != nullptr) fields.push_back(value);
  for (int32_t local : signature->gives) {
    if (state_.reachable && state_.assigned.count(local) == 0)
      Report(1011, span, {function().local_names[static_cast<size_t>(local)]});
    fields.push_back(LocalNode(local, span));
  }
  return Node(Op::kTuple, function().result, span, std::move(fields));
}

// At the end of a block, when the types of all its variables are known.
void Checker::FinishLocalFunctions() {
  for (const auto& [name, method] : scopes_.back().functions) {
    const Signature* signature = SignatureOf(method.function);
    if (signature != nullptr && !signature->bound) BindCaptures(method);
    for (LocalBody& body : local_bodies_) {
      if (body.method.function != method.function) continue;
      for (const Scope& scope : scopes_)
        for (const auto& [known, local] : scope.locals)
          if (local.constant || local.builder) body.captured[known] = local;
    }
  }
}

std::map<std::string, MethodSymbol> Checker::VisibleFunctions() const {
  std::map<std::string, MethodSymbol> visible;
  for (const Scope& scope : scopes_)
    for (const auto& [name, method] : scope.functions) visible.insert_or_assign(name, method);
  return visible;
}

std::set<std::string> Checker::NamesAround() const {
  std::set<std::string> around = around_;
  for (const Scope& scope : scopes_)
    for (const auto& [name, local] : scope.locals) around.insert(name);
  return around;
}

const MethodSymbol* Checker::FindLocalFunction(const std::string& name) const {
  for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
    if (auto found = scope->functions.find(name); found != scope->functions.end()) return &found->second;
  return nullptr;
}

bool Checker::IsCaptured(int32_t index, const std::string& name) const {
  const Signature* signature = SignatureOf(index);
  return signature != nullptr && std::any_of(signature->captures.begin(), signature->captures.end(),
                                             [&](const Capture& capture) { return capture.name == name; });
}

// After the method around them; they may hold others.
void Checker::CheckLocalFunctions() {
  while (!local_bodies_.empty()) {
    LocalBody next = std::move(local_bodies_.back());
    local_bodies_.pop_back();
    if (!next.method.declaration->type_parameters.empty()) continue;
    BeginFunction(next.method.function, next.method.owner, BodyKind::kMethod);
    scopes_.front().functions = std::move(next.functions);
    around_ = std::move(next.around);
    std::map<std::string, Local>& locals = scopes_.front().locals;
    for (const auto& [name, local] : next.captured) {
      if (local.constant) locals.try_emplace(name, local);  // unless a parameter has its name
      if (local.builder && IsCaptured(next.method.function, name)) locals.at(name).builder = true;
    }
    CheckStatements(*next.method.declaration);
    around_.clear();
  }
}

// A lambda with statements, of these locals: a function of its own, and a call of it. result: null where its
// first return tells. An error after a diagnostic.
Expr* Checker::CallStatements(const ast::Lambda& lambda, const std::vector<int32_t>& parameters,
                              const std::vector<Type>& types, const Type* result) {
  for (const Type& type : types)
    if (IsGrouping(type)) return Unsupported(lambda.span, "a lambda with statements over groups");
  int32_t index = static_cast<int32_t>(program_.functions.size());
  std::string name = function().name + ".lambda";
  typed::Function& f = program_.functions.emplace_back();
  f.name = std::move(name);
  f.span = lambda.span;
  f.locals = types;
  for (const ast::Parameter& parameter : lambda.parameters) f.local_names.push_back(parameter.name);
  std::set<std::string> around;
  for (const Scope& scope : scopes_)
    for (const auto& [known, local] : scope.locals)
      if (!local.constant && local.index >= 0) around.insert(known);
  for (const ast::Parameter& parameter : lambda.parameters) around.erase(parameter.name);
  Signature signature;
  signature.captures = CapturesOf(NameUses(*lambda.block), around, {});
  for (const Capture& capture : signature.captures) {
    const Local& local = *FindLocal(capture.name);
    if (local.builder) return Unsupported(lambda.span, "a StringBuilder in a lambda with statements");
    if (capture.written) signature.gives.push_back(static_cast<int32_t>(f.locals.size()));
    f.locals.push_back(function().locals[static_cast<size_t>(local.index)]);
    f.local_names.push_back(capture.name);
  }
  f.parameters = static_cast<uint32_t>(f.locals.size());
  if (!signature.captures.empty()) symbols_.signatures[index] = signature;
  int32_t outer = std::exchange(current_, index);
  SetResult(result != nullptr ? *result : TypeOf(TypeKind::kError));
  current_ = outer;
  size_t told = diagnostics_.all().size();
  Checker inner(configuration_, program_, symbols_, diagnostics_);
  inner.depth_ = depth_;
  inner.BeginFunction(index, owner_, BodyKind::kMethod);
  inner.scopes_.front().functions = VisibleFunctions();
  for (const Scope& scope : scopes_)
    for (const auto& [known, local] : scope.locals)
      if (local.constant) inner.scopes_.front().locals.try_emplace(known, local);
  inner.around_ = NamesAround();
  inner.infers_result_ = result == nullptr;
  inner.body_ = lambda.block;
  std::vector<Stmt*> body;
  inner.CheckBlock(lambda.block->statements, body);
  inner.infers_result_ = false;
  bool ends = !inner.state_.reachable;
  inner.CheckLocalFunctions();
  typed::Function& made = program_.functions[static_cast<size_t>(index)];
  made.body = std::move(body);
  bool nothing = made.result.kind == TypeKind::kError && told == diagnostics_.all().size();
  if (!ends || nothing) Report(1010, lambda.span, {});
  if (!ends || made.result.kind == TypeKind::kError) return ErrorNode(lambda.span);
  std::vector<Expr*> arguments;
  for (int32_t parameter : parameters) arguments.push_back(LocalNode(parameter, lambda.span));
  const Signature* used = SignatureOf(index);
  std::vector<int32_t> to;
  if (used != nullptr && !PassCaptures(*used, arguments, to, lambda.span)) return ErrorNode(lambda.span);
  Expr* call = Node(Op::kCall, program_.functions[static_cast<size_t>(index)].result, lambda.span,
                    std::move(arguments));
  call->a = index;
  return to.empty() ? call : TakeBack(call, to, lambda.span);
}

}  // namespace idx::compiler::check
