// System.Text.StringBuilder, of locals and of chains of calls that begin with a new one: a local of type
// string that its own methods change. Nothing else may name it, so nobody can tell the difference.
#include <map>
#include <set>

#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {

bool IsBuilderType(const ast::TypeName* type) {
  return type != nullptr && type->kind == ast::TypeName::Kind::kNamed && type->arguments.empty() &&
         (type->name == "StringBuilder" || type->name == "System.Text.StringBuilder");
}

// Methods that change it and give it back.
bool IsChanger(const std::string& name) {
  static const std::set<std::string> kChangers = {"Append", "AppendLine", "AppendFormat", "AppendJoin",
                                                  "Insert", "Replace",    "Remove",       "Clear"};
  return kChangers.contains(name);
}

}  // namespace

bool Checker::IsBuilder(const ast::Local& s, const ast::Local::Declarator& declarator) const {
  if (declarator.value == nullptr) return false;
  if (declarator.value->kind != ast::ExprKind::kNew) return NewBuilderOf(*declarator.value) != nullptr;
  const auto& made = ast::As<ast::New>(declarator.value);
  return IsBuilderType(made.type) || (made.type == nullptr && IsBuilderType(s.type));
}

// The text of new StringBuilder(), (text), (capacity), (text, capacity), (text, start, length, capacity).
Expr* Checker::NewBuilderText(const ast::New& made) {
  if (made.has_initializers) return Unsupported(made.span, "object initialisers");
  Expr* text = TextConstant("", made.span);
  std::vector<Expr*> numbers;
  for (size_t i = 0; i < made.arguments.size(); ++i) {
    Expr* value = CheckValue(*made.arguments[i].value);
    if (value->type.kind == TypeKind::kError) return value;
    if (i == 0 && (value->type.kind == TypeKind::kString || value->type.kind == TypeKind::kNull))
      text = ToText(value, value->span);
    else if (value->type == TypeOf(TypeKind::kInt))
      numbers.push_back(value);
    else
      return Unsupported(value->span, "this argument of new StringBuilder");
  }
  if (numbers.size() < 3) {  // a capacity: nothing, once it is evaluated
    for (Expr* number : numbers)
      if (number->op != Op::kConst) text = After(number, text, made.span);
    return text;
  }
  return Builtin("StringBuilder", "ToString", {text, numbers[0], numbers[1]}, made.span);
}

void Checker::DeclareBuilder(const std::string& name, const ast::New& made, std::vector<Stmt*>& out) {
  Expr* text = NewBuilderText(made);
  int32_t local = Declare(name, TypeOf(TypeKind::kString), made.span);
  state_.assigned.insert(local);
  Local& declared = scopes_.back().locals[name];
  declared.builder = true;
  declared.lambda_depth = lambda_depth_;
  if (text->type.kind != TypeKind::kError) out.push_back(Assign(local, text));
}

// The new StringBuilder(…) that a chain of calls begins with.
const ast::New* Checker::NewBuilderOf(const ast::Expr& e) const {
  if (e.kind == ast::ExprKind::kNew)
    return IsBuilderType(ast::As<ast::New>(&e).type) ? &ast::As<ast::New>(&e) : nullptr;
  if (e.kind != ast::ExprKind::kCall) return nullptr;
  const ast::Expr* callee = ast::As<ast::Call>(&e).callee;
  if (callee->kind != ast::ExprKind::kMember || !IsChanger(ast::As<ast::Member>(callee).name)) return nullptr;
  return NewBuilderOf(*ast::As<ast::Member>(callee).target);
}

// A chain as a value: its builder lives in a local without a name for as long as the chain is evaluated.
Expr* Checker::WithNewBuilder(const ast::New& made, const std::function<Expr*(const Local&)>& use) {
  ScopeGuard scope(scopes_);
  std::string name = "new StringBuilder " + std::to_string(new_builders_.size());
  std::vector<Stmt*> before;
  DeclareBuilder(name, made, before);
  new_builders_[&made] = name;
  Expr* value = use(*FindLocal(name));
  return before.empty() || value->type.kind == TypeKind::kError ? value : BlockOf(std::move(before), value);
}

const Local* Checker::BuilderOf(const ast::Expr& e) const {
  if (e.kind == ast::ExprKind::kName) {
    const Local* local = FindLocal(ast::As<ast::Name>(&e).name);
    return local != nullptr && local->builder ? local : nullptr;
  }
  if (e.kind == ast::ExprKind::kNew) {
    auto made = new_builders_.find(&ast::As<ast::New>(&e));
    return made == new_builders_.end() ? nullptr : FindLocal(made->second);
  }
  if (e.kind != ast::ExprKind::kCall) return nullptr;
  const ast::Expr* callee = ast::As<ast::Call>(&e).callee;
  if (callee->kind != ast::ExprKind::kMember || !IsChanger(ast::As<ast::Member>(callee).name)) return nullptr;
  return BuilderOf(*ast::As<ast::Member>(callee).target);
}

// What the builder holds after the call, or null after a diagnostic.
Expr* Checker::Changed(const Local& builder, const ast::Member& member, const ast::Call& e) {
  const std::string& name = member.name;
  Expr* now = LocalNode(builder.index, member.target->span);
  if (name == "Clear" && e.arguments.empty()) return TextConstant("", e.span);
  if (name == "Append" && e.arguments.size() == 1) {
    Expr* value = CheckText(*e.arguments[0].value);
    if (value->type.kind == TypeKind::kError) return nullptr;
    if (value->type.kind == TypeKind::kNull) return now;
    if (value->type.kind != TypeKind::kList) {
      Expr* text = ToText(value, value->span);
      if (text->type.kind == TypeKind::kError) return nullptr;
      // The text first: it may itself change the builder.
      return WithTemporary(text, [&](Expr* added) { return Add(now, added, e.span); });
    }
  }
  using stdlib::Form;
  bool own = name != "AppendFormat" && name != "AppendJoin";
  std::vector<uint32_t> rows;
  for (uint32_t row : stdlib::FindFunctions(own ? "StringBuilder" : "string", own ? name : name.substr(6)))
    if (stdlib::Functions()[row].form == (own ? Form::kMethod : Form::kStatic)) rows.push_back(row);
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

// Where a text is made of it: a builder's, too.
Expr* Checker::CheckText(const ast::Expr& e) {
  const Local* builder = e.kind == ast::ExprKind::kName ? BuilderOf(e) : nullptr;
  return builder != nullptr ? LocalNode(builder->index, e.span) : CheckValue(e);
}

// sb.Length = n; and sb[i] = c; False: it is neither.
bool Checker::AssignBuilder(const ast::Assign& e, std::vector<Stmt*>& out) {
  bool member = e.target->kind == ast::ExprKind::kMember, index = e.target->kind == ast::ExprKind::kIndex;
  const ast::Expr* of = member  ? ast::As<ast::Member>(e.target).target
                        : index ? ast::As<ast::Index>(e.target).target
                                : nullptr;
  const Local* builder = of != nullptr && of->kind == ast::ExprKind::kName ? BuilderOf(*of) : nullptr;
  if (builder == nullptr) return false;
  Span span = e.span;
  if (builder->lambda_depth != lambda_depth_) {
    Unsupported(span, "changing a StringBuilder inside a lambda");
    return true;
  }
  const int32_t local = builder->index;
  auto now = [&] { return LocalNode(local, span); };
  auto length = [&] { return Builtin("string", "Length", {now()}, span); };
  Type number = TypeOf(TypeKind::kInt), character = TypeOf(TypeKind::kChar);
  if (member && ast::As<ast::Member>(e.target).name != "Length") {
    Unsupported(span, "assignment to StringBuilder." + ast::As<ast::Member>(e.target).name);
    return true;
  }
  ++builder_changes_;
  if (member) {
    Expr* value = CheckValue(*e.value);
    if (e.compound) value = Compound(e.op, length(), value, number, span);
    value = Convert(value, number);
    if (value->type.kind == TypeKind::kError) return true;
    int32_t wanted = NewLocal(number, "");
    auto n = [&] { return LocalNode(wanted, span); };
    Expr* rest = Node(Op::kSub, number, span, {length(), n()});
    Expr* shorter = Builtin("StringBuilder", "Remove", {now(), n(), rest}, span);
    Expr* longer = Builtin("string", "PadRight", {now(), n(), Constant(character, span, 0)}, span);
    Expr* cut = Node(Op::kLe, TypeOf(TypeKind::kBool), span, {n(), length()});
    out.push_back(Assign(wanted, value));
    out.push_back(Assign(local, Node(Op::kCond, TypeOf(TypeKind::kString), span, {cut, shorter, longer})));
    return true;
  }
  const auto& place = ast::As<ast::Index>(e.target);
  bool plain = place.arguments.size() == 1 && place.arguments[0].value->kind != ast::ExprKind::kRange;
  ast::Index at = place;
  if (!plain) {
    Unsupported(span, "assignment to this index");
    return true;
  }
  const ast::Expr* written = place.arguments[0].value;
  bool from_end =
      written->kind == ast::ExprKind::kUnary && ast::As<ast::Unary>(written).op == ast::UnaryOp::kFromEnd;
  Expr* key = CheckAs(from_end ? *ast::As<ast::Unary>(written).operand : *written, number);
  if (key->type.kind == TypeKind::kError) return true;
  if (from_end) key = Node(Op::kSub, number, span, {length(), key});
  int32_t held = NewLocal(number, ""), set = NewLocal(character, "");
  out.push_back(Assign(held, key));
  Expr* value = CheckValue(*e.value);
  if (e.compound) value = Compound(e.op, IndexOf(now(), at), value, character, span);
  value = Convert(value, character);
  if (value->type.kind == TypeKind::kError) return true;
  out.push_back(Assign(set, value));
  Expr* without =
      Builtin("StringBuilder", "Remove", {now(), LocalNode(held, span), IntConstant(1, span)}, span);
  Expr* with =
      Builtin("string", "Insert", {without, LocalNode(held, span), ToText(LocalNode(set, span), span)}, span);
  out.push_back(Assign(local, with));
  return true;
}

Expr* Checker::LengthOfNewBuilder(const ast::New& made, const ast::Member& e) {
  return WithNewBuilder(made, [&](const Local& builder) {
    std::vector<Stmt*> before;
    ChangeBuilder(*e.target, before);
    if (e.name != "Length") return Unsupported(e.span, "StringBuilder." + e.name);
    Expr* length = MemberOf(LocalNode(builder.index, e.span), e);
    return before.empty() ? length : BlockOf(std::move(before), length);
  });
}

// A call on a builder as a value: of those that do not change it.
Expr* Checker::CallBuilder(const Local& builder, const ast::Member& member, const ast::Call& e) {
  if (IsChanger(member.name)) return Unsupported(e.span, "a StringBuilder as a value");
  std::vector<Stmt*> before;
  ChangeBuilder(*member.target, before);
  Expr* now = LocalNode(builder.index, e.span);
  if (member.name != "ToString") return Unsupported(e.span, "StringBuilder." + member.name);
  if (!e.arguments.empty())
    now = CallRows(stdlib::FindFunctions("StringBuilder", "ToString"), "StringBuilder.ToString", now,
                   e.arguments, e.span);
  if (now->type.kind == TypeKind::kError) return now;
  return before.empty() ? now : BlockOf(std::move(before), now);
}

}  // namespace idx::compiler::check
