// Arguments of calls: checked all, kept in the order in which they are written, and defaults.
#include <cctype>
#include <utility>

#include "compiler/check/checker.h"
#include "compiler/check/owners.h"

namespace idx::compiler::check {

bool Checker::CheckArguments(const std::vector<ast::Argument>& arguments, const std::string& shown,
                             std::vector<Expr*>& given) {
  bool good = true;
  for (const ast::Argument& argument : arguments) {
    const ast::Expr& e = *argument.value;
    bool refused = argument.mode != ast::Argument::Mode::kValue || e.kind == ast::ExprKind::kLambda;
    if (e.kind == ast::ExprKind::kDeclaration && FindLocal(ast::As<ast::Declaration>(&e).name) == nullptr)
      state_.assigned.insert(Declare(ast::As<ast::Declaration>(&e).name, Type{}, e.span));
    if (refused && !shown.empty()) {
      if (e.kind == ast::ExprKind::kLambda)
        Unsupported(e.span, "a lambda as an argument of " + shown);
      else
        Unsupported(e.span, "out and ref arguments here");
    }
    given.push_back(refused ? ErrorNode(e.span) : CheckValue(e));
    good = good && given.back()->type.kind != TypeKind::kError;
  }
  return good;
}

// Named arguments may stand in another order than the parameters: all are evaluated as written, then passed.
void Checker::KeepOrder(const std::vector<ast::Argument>& arguments, const std::vector<Expr*>& given,
                        std::vector<Expr*>& slots, std::vector<Stmt*>& before) {
  bool named = false;
  for (const ast::Argument& argument : arguments) named = named || !argument.name.empty();
  if (!named) return;
  for (Expr* value : given) {
    const Type& type = value->type;
    bool plain = value->op == Op::kConst || value->op == Op::kAttr || IsRuleObject(type.kind) ||
                 type.kind == TypeKind::kNever ||
                 (type.kind == TypeKind::kList && type.element == TypeKind::kVoid);
    if (plain) continue;
    for (Expr*& slot : slots) {
      if (slot != value) continue;
      int32_t local = NewLocal(type, "");
      Stmt* set = Statement(StmtOp::kExpr, value->span);
      set->value = SetLocal(local, value, value->span);
      before.push_back(set);
      slot = LocalNode(local, value->span);
    }
  }
}

// In the scope of the method's class: the caller's locals are not the default's.
Expr* Checker::DefaultValue(const MethodSymbol& method, size_t parameter) {
  auto scopes = std::exchange(scopes_, {Scope{}});
  const ClassSymbol* owner = std::exchange(owner_, method.owner);
  const Type type = ParameterType(method, parameter);
  Expr* value = CheckAs(*method.declaration->parameters[parameter].default_value, type);
  owner_ = owner;
  scopes_ = std::move(scopes);
  return value;
}

namespace {

bool SameLetters(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (std::tolower(static_cast<unsigned char>(a[i])) != std::tolower(static_cast<unsigned char>(b[i])))
      return false;
  return true;
}

}  // namespace

// "Not yet" unless the name is one that is known, in another case.
std::string MeantName(const std::vector<ast::Argument>& arguments,
                      const std::vector<std::string>& parameters) {
  for (const ast::Argument& argument : arguments)
    if (!argument.name.empty() && std::ranges::find(parameters, argument.name) == parameters.end())
      return std::string(NearestName(argument.name, parameters));
  return "";
}

// What a name alone means by `using static System.Math;`: Math.Round. Null: nothing.
const ast::Member* Checker::MemberByUsing(const std::string& name, Span span) {
  if (owner_ == nullptr || FindLocal(name) != nullptr) return nullptr;
  for (const std::string& use : owner_->static_usings) {
    std::string of = CanonicalOwner(use.substr(use.rfind('.') + 1));
    auto rows = stdlib::FindFunctions(of, name);
    if (rows.empty() || stdlib::Functions()[rows[0]].form == stdlib::Form::kMethod) continue;
    auto* type = symbols_.made.Make<ast::Name>(span);
    type->name = of;
    auto* member = symbols_.made.Make<ast::Member>(span);
    member->target = type;
    member->name = name;
    member->name_span = span;
    return member;
  }
  return nullptr;
}

Expr* Checker::NoSuchMember(const std::string& shown, const std::string& owner, const std::string& name,
                            Span whole, Span member) {
  if (stdlib::MemberNames(owner).empty() && ReportForeign(shown, whole)) return ErrorNode(whole);
  for (std::string_view known : stdlib::MemberNames(owner)) {
    if (known == name) {  // a static method or a member of another form
      diagnostics_.Report(1007, member, {shown, name}).fix = owner + "." + name + "(…)";
      return ErrorNode(whole);
    }
    if (!SameLetters(known, name)) continue;
    diagnostics_.Report(1007, member, {shown, name}).fix = std::string(known);
    return ErrorNode(whole);
  }
  std::vector<std::string_view> members = stdlib::MemberNames(owner);
  // Those without rows (library_calls.cpp).
  if (owner == "Lookup" && name != "Map" && name != "Table") members.insert(members.end(), {"Map", "Table"});
  return Unsupported(whole, shown + "." + name, name,
                     std::vector<std::string>(members.begin(), members.end()));
}

}  // namespace idx::compiler::check
