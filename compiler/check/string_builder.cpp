// System.Text.StringBuilder, of locals only: a local of type string that its own methods change. Nothing else
// may name it, so nobody can tell the difference.
#include <map>

#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {

bool IsBuilderType(const ast::TypeName* type) {
  return type != nullptr && type->kind == ast::TypeName::Kind::kNamed && type->arguments.empty() &&
         (type->name == "StringBuilder" || type->name == "System.Text.StringBuilder");
}

// Methods that change it and give it back, with the function of a string that says how; "": by appending.
const std::map<std::string, std::string>& Changers() {
  static const std::map<std::string, std::string> kChangers = {
      {"Append", ""},         {"AppendFormat", "Format"}, {"AppendJoin", "Join"}, {"Insert", "Insert"},
      {"Replace", "Replace"}, {"Remove", "Remove"},       {"Clear", ""}};
  return kChangers;
}

}  // namespace

bool Checker::IsBuilder(const ast::Local& s, const ast::Local::Declarator& declarator) const {
  if (declarator.value == nullptr || declarator.value->kind != ast::ExprKind::kNew) return false;
  const auto& made = ast::As<ast::New>(declarator.value);
  return IsBuilderType(made.type) || (made.type == nullptr && IsBuilderType(s.type));
}

// new StringBuilder(), (text), (capacity), (text, capacity)
void Checker::DeclareBuilder(const ast::Local::Declarator& declarator, std::vector<Stmt*>& out) {
  const auto& made = ast::As<ast::New>(declarator.value);
  Expr* text = TextConstant("", made.span);
  for (size_t i = 0; i < made.arguments.size(); ++i) {
    Expr* value = CheckValue(*made.arguments[i].value);
    bool first_text =
        i == 0 && (value->type.kind == TypeKind::kString || value->type.kind == TypeKind::kNull);
    bool capacity = i < 2 && value->type.kind == TypeKind::kInt && value->op == Op::kConst;
    if (first_text) text = ToText(value, value->span);
    if (!first_text && !capacity && value->type.kind != TypeKind::kError)
      Unsupported(value->span, "this argument of new StringBuilder");
  }
  if (made.has_initializers) Unsupported(made.span, "object initialisers");
  int32_t local = Declare(declarator.name, TypeOf(TypeKind::kString), declarator.span);
  state_.assigned.insert(local);
  Local& declared = scopes_.back().locals[declarator.name];
  declared.builder = true;
  declared.lambda_depth = lambda_depth_;
  out.push_back(Assign(local, text));
}

const Checker::Local* Checker::BuilderOf(const ast::Expr& e) const {
  if (e.kind == ast::ExprKind::kName) {
    const Local* local = FindLocal(ast::As<ast::Name>(&e).name);
    return local != nullptr && local->builder ? local : nullptr;
  }
  if (e.kind != ast::ExprKind::kCall) return nullptr;
  const ast::Expr* callee = ast::As<ast::Call>(&e).callee;
  if (callee->kind != ast::ExprKind::kMember || Changers().count(ast::As<ast::Member>(callee).name) == 0)
    return nullptr;
  return BuilderOf(*ast::As<ast::Member>(callee).target);
}

// What the builder holds after the call, or null after a diagnostic.
Expr* Checker::Changed(const Local& builder, const ast::Member& member, const ast::Call& e) {
  const std::string& name = member.name;
  Expr* now = LocalNode(builder.index, member.target->span);
  if (name == "Clear" && e.arguments.empty()) return TextConstant("", e.span);
  if (name == "Append" && e.arguments.size() == 1) {
    Expr* value = CheckValue(*e.arguments[0].value);
    if (value->type.kind == TypeKind::kError) return nullptr;
    if (value->type.kind == TypeKind::kNull) return now;
    Expr* text = ToText(value, value->span);
    if (text->type.kind == TypeKind::kError) return nullptr;
    // The text first: it may itself change the builder.
    return WithTemporary(text, [&](Expr* added) { return Add(now, added, e.span); });
  }
  bool repeat = name == "Append" && e.arguments.size() == 2;  // (char, count)
  bool format = name == "AppendFormat" || name == "AppendJoin";
  bool own = name == "Insert" || name == "Replace" || (name == "Remove" && e.arguments.size() == 2);
  if (!repeat && !format && !own) {
    Unsupported(e.span, "StringBuilder." + name + " with these arguments");
    return nullptr;
  }
  using stdlib::Form;
  Form form = repeat ? Form::kConstructor : format ? Form::kStatic : Form::kMethod;
  std::vector<uint32_t> rows;
  for (uint32_t row : stdlib::FindFunctions("string", repeat ? "" : Changers().at(name)))
    if (stdlib::Functions()[row].form == form) rows.push_back(row);
  int changes = builder_changes_;
  Expr* text = CallRows(rows, "StringBuilder." + name, own ? now : nullptr, e.arguments, e.span);
  if (text->type.kind == TypeKind::kError) return nullptr;
  if (changes != builder_changes_) {
    Unsupported(e.span, "a StringBuilder that is changed within its own arguments");
    return nullptr;
  }
  return own ? text : Add(now, text, e.span);
}

// A chain of calls that change the builder, the first one first.
void Checker::ChangeBuilder(const ast::Expr& e, std::vector<Stmt*>& out) {
  if (e.kind != ast::ExprKind::kCall) return;
  const auto& call = ast::As<ast::Call>(&e);
  const auto& member = ast::As<ast::Member>(call.callee);
  const Local* builder = BuilderOf(*member.target);
  ChangeBuilder(*member.target, out);
  if (builder->lambda_depth != lambda_depth_) {
    Unsupported(e.span, "changing a StringBuilder inside a lambda");
    return;
  }
  Expr* text = Changed(*builder, member, call);
  ++builder_changes_;
  if (text != nullptr) out.push_back(Assign(builder->index, text));
}

// A call on a builder as a value: of those that do not change it.
Expr* Checker::CallBuilder(const Local& builder, const ast::Member& member, const ast::Call& e) {
  if (Changers().count(member.name) != 0) return Unsupported(e.span, "a StringBuilder as a value");
  std::vector<Stmt*> before;
  ChangeBuilder(*member.target, before);
  Expr* now = LocalNode(builder.index, e.span);
  if (member.name != "ToString") return Unsupported(e.span, "StringBuilder." + member.name);
  if (!e.arguments.empty()) {
    std::vector<uint32_t> rows;
    for (uint32_t row : stdlib::FindFunctions("string", "Substring"))
      if (stdlib::Functions()[row].form == stdlib::Form::kMethod) rows.push_back(row);
    if (e.arguments.size() != 2 || !before.empty()) return Unsupported(e.span, "this StringBuilder.ToString");
    return CallRows(rows, "StringBuilder.ToString", now, e.arguments, e.span);
  }
  return before.empty() ? now : BlockOf(std::move(before), now);
}

}  // namespace idx::compiler::check
