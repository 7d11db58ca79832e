// Calls with a meaning of their own: TryParse and Assert.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

// T.TryParse(s, out var n): the row gives T?; n is default(T) where that is null.
Expr* Checker::CallTryParse(const std::string& owner, const std::string& name, const ast::Call& e) {
  std::vector<ast::Argument> arguments(e.arguments.begin(), e.arguments.end() - 1);
  std::vector<uint32_t> rows;
  for (uint32_t row : stdlib::FindFunctions(owner, name))
    if (stdlib::Functions()[row].form == stdlib::Form::kStatic) rows.push_back(row);
  const ast::Expr* target = e.arguments.back().value;
  Expr* parsed = rows.empty() ? Unsupported(e.span, owner + "." + name)
                              : CallRows(rows, owner + "." + name, nullptr, arguments, e.span);
  if (parsed->type.kind == TypeKind::kError || !parsed->type.nullable) {
    // The name is declared all the same, so that its uses give no errors of their own.
    if (target->kind == ast::ExprKind::kDeclaration)
      state_.assigned.insert(Declare(ast::As<ast::Declaration>(target).name, Type{}, target->span));
    return ErrorNode(e.span);
  }
  Type type = parsed->type.NonNull();
  int32_t local = -1;
  if (target->kind == ast::ExprKind::kDeclaration) {
    const auto& declaration = ast::As<ast::Declaration>(target);
    Type written = declaration.type != nullptr && declaration.type->kind != ast::TypeName::Kind::kVar &&
                           declaration.type->name != "var"
                       ? Resolve(*declaration.type)
                       : type;
    if (written.NonNull() != type) {
      Report(1002, target->span, {NameOf(type), NameOf(written)});
      return ErrorNode(e.span);
    }
    local = Declare(declaration.name, type, target->span);
  } else if (target->kind == ast::ExprKind::kName && IsLocalName(ast::As<ast::Name>(target).name)) {
    local = FindLocal(ast::As<ast::Name>(target).name)->index;
    if (function().locals[static_cast<size_t>(local)] != type)
      return Unsupported(target->span, "this out argument");
  } else {
    return Unsupported(target->span, "this out argument");
  }
  state_.assigned.insert(local);
  return WithTemporary(parsed, [&](Expr* value) {
    Stmt* set = Statement(StmtOp::kExpr, e.span);
    Expr* or_default = type.kind == TypeKind::kString ? TextConstant("", e.span) : Constant(type, e.span, 0);
    set->value = SetLocal(local, Node(Op::kCoalesce, type, e.span, {value, or_default}), e.span);
    Expr* is_null = Node(Op::kIsNull, TypeOf(TypeKind::kBool), e.span, {value});
    Expr* block = Node(Op::kBlock, TypeOf(TypeKind::kBool), e.span,
                       {Node(Op::kNot, TypeOf(TypeKind::kBool), e.span, {is_null})});
    block->body = {set};
    return block;
  });
}

Expr* Checker::CallAssert(const std::string& name, const ast::Call& e) {
  std::vector<Expr*> args;
  if (!CheckArguments(e.arguments, "Assert." + name, args)) return ErrorNode(e.span);
  Expr* test = nullptr;
  Expr* message = nullptr;
  if ((name == "Equal" || name == "AreEqual") && args.size() == 2) {
    test = Compare(ast::BinaryOp::kEq, args[0], args[1], e.span);
    if (test->type.kind == TypeKind::kError) return test;
    message = Add(Add(TextConstant("expected ", e.span), args[0], e.span),
                  Add(TextConstant(", but was ", e.span), args[1], e.span), e.span);
  } else if ((name == "True" || name == "False") && args.size() == 1 &&
             args[0]->type == TypeOf(TypeKind::kBool)) {
    test = name == "True" ? args[0] : Node(Op::kNot, TypeOf(TypeKind::kBool), e.span, {args[0]});
    message = TextConstant("expected " + std::string(name == "True" ? "true" : "false"), e.span);
  } else if ((name == "Null" || name == "NotNull") && args.size() == 1) {
    test = Compare(name == "Null" ? ast::BinaryOp::kEq : ast::BinaryOp::kNe, args[0],
                   NullConstant(TypeOf(TypeKind::kNull), e.span), e.span);
    message = TextConstant(name == "Null" ? "expected null" : "expected a value", e.span);
  } else {
    return Unsupported(e.span, "Assert." + name);
  }
  Expr* fail = Node(Op::kThrow, TypeOf(TypeKind::kNever), e.span,
                    {ConvertQuietly(message, TypeOf(TypeKind::kString).AsNullable())});
  fail->a = static_cast<int32_t>(EvalErrorKind::kFail);
  return Node(Op::kCond, TypeOf(TypeKind::kBool), e.span, {test, BoolConstant(true, e.span), fail});
}

}  // namespace idx::compiler::check
