// Calls with a meaning of their own: TryParse and Assert.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

// T.TryParse(s, out var n): the row gives T?; n is default(T) where that is null.
Expr* Checker::CallTryParse(const std::string& owner, const std::string& name, const ast::Call& e) {
  std::vector<ast::Argument> arguments(e.arguments.begin(), e.arguments.end() - 1);
  std::vector<uint32_t> rows;
  for (uint32_t row : stdlib::FindFunctions(owner, name))
    if (stdlib::Functions()[row].form == stdlib::Form::kStatic) rows.push_back(row);
  Expr* parsed = rows.empty() ? Unsupported(e.span, owner + "." + name)
                              : CallRows(rows, owner + "." + name, nullptr, arguments, e.span);
  return FinishTryParse(parsed, *e.arguments.back().value, e.span);
}

// The local that an out argument of this type names or declares, assigned from here on; -1 with a diagnostic.
int32_t Checker::OutLocal(const ast::Expr& out, const Type& type) {
  int32_t local = -1;
  if (out.kind == ast::ExprKind::kDeclaration) {
    const auto& declaration = ast::As<ast::Declaration>(&out);
    Type written = declaration.type != nullptr && declaration.type->kind != ast::TypeName::Kind::kVar &&
                           declaration.type->name != "var"
                       ? Resolve(*declaration.type)
                       : type;
    if (written.NonNull() != type) {
      Report(1002, out.span, {NameOf(type), NameOf(written)});
      return -1;
    }
    local = Declare(declaration.name, type, out.span);
  } else if (out.kind == ast::ExprKind::kName && IsLocalName(ast::As<ast::Name>(&out).name)) {
    local = FindLocal(ast::As<ast::Name>(&out).name)->index;
    if (function().locals[static_cast<size_t>(local)] != type) {
      Unsupported(out.span, "this out argument");
      return -1;
    }
  } else if (out.kind == ast::ExprKind::kName && ast::As<ast::Name>(&out).name == "_") {
    local = NewLocal(type, "");
  } else {
    Unsupported(out.span, "an out argument that is no local variable");
    return -1;
  }
  state_.assigned.insert(local);
  return local;
}

// parsed: T?, null where the text is none. The variable gets the value, or default(T).
Expr* Checker::FinishTryParse(Expr* parsed, const ast::Expr& out, Span span) {
  const ast::Expr* target = &out;
  if (parsed->type.kind == TypeKind::kError || !parsed->type.nullable) {
    // The name is declared all the same, so that its uses give no errors of their own.
    if (target->kind == ast::ExprKind::kDeclaration)
      state_.assigned.insert(Declare(ast::As<ast::Declaration>(target).name, Type{}, target->span));
    return ErrorNode(span);
  }
  Type type = parsed->type.NonNull();
  int32_t local = OutLocal(*target, type);
  if (local < 0) return ErrorNode(span);
  return WithTemporary(parsed, [&](Expr* value) {
    Stmt* set = Statement(StmtOp::kExpr, span);
    Expr* or_default = type.kind == TypeKind::kString ? TextConstant("", span) : Constant(type, span, 0);
    set->value = SetLocal(local, Node(Op::kCoalesce, type, span, {value, or_default}), span);
    Expr* is_null = Node(Op::kIsNull, TypeOf(TypeKind::kBool), span, {value});
    Expr* block = Node(Op::kBlock, TypeOf(TypeKind::kBool), span,
                       {Node(Op::kNot, TypeOf(TypeKind::kBool), span, {is_null})});
    block->body = {set};
    return block;
  });
}

// The value as a test's failure shows it: texts in quotes, and null by its name.
Expr* Checker::Shown(Expr* value, Span span) {
  if (value->type.kind == TypeKind::kNull) return TextConstant("null", span);
  if (value->type.nullable) {
    Expr* is_null = Node(Op::kIsNull, TypeOf(TypeKind::kBool), span, {value});
    Expr* known = Node(Op::kAssume, value->type.NonNull(), span, {value});
    return Node(Op::kCond, TypeOf(TypeKind::kString), span,
                {is_null, TextConstant("null", span), Shown(known, span)});
  }
  if (value->type.kind != TypeKind::kString) return ToText(value, span);
  return Add(Add(TextConstant("\"", span), value, span), TextConstant("\"", span), span);
}

// Lists are equal when their elements are.
Expr* Checker::AssertEqual(Expr* expected, Expr* actual, Span span) {
  Expr* test = nullptr;
  if (IsSequence(expected->type) && IsSequence(actual->type) && !expected->type.nullable &&
      !actual->type.nullable) {
    expected = Materialize(QueryOf(expected), span);
    actual = Convert(Materialize(QueryOf(actual), span), expected->type);
    if (actual->type.kind == TypeKind::kError) return actual;
    test = Operate(Operation::kSequenceEqual, expected->type, TypeOf(TypeKind::kBool),
                   {expected, actual, BoolConstant(false, span)}, span);
    auto shown = [&](Expr* list) {
      if (!HasText(program_.shapes.ElementOf(list->type))) return TextConstant("other elements", span);
      Expr* texts = Builtin("string", "Join", {TextConstant(", ", span), TextsOf(list)}, span);
      return Add(Add(TextConstant("[", span), texts, span), TextConstant("]", span), span);
    };
    Expr* message = Add(Add(TextConstant("expected ", span), shown(expected), span),
                        Add(TextConstant(", but was ", span), shown(actual), span), span);
    return AssertThat(test, message, span);
  }
  test = Compare(ast::BinaryOp::kEq, expected, actual, span);
  if (test->type.kind == TypeKind::kError) return test;
  Expr* message = Add(Add(TextConstant("expected ", span), Shown(expected, span), span),
                      Add(TextConstant(", but was ", span), Shown(actual, span), span), span);
  return AssertThat(test, message, span);
}

// true, or the failure of the test.
Expr* Checker::AssertThat(Expr* test, Expr* message, Span span) {
  if (message->type.kind == TypeKind::kError) return message;
  Expr* fail = Node(Op::kThrow, TypeOf(TypeKind::kNever), span,
                    {ConvertQuietly(message, TypeOf(TypeKind::kString).AsNullable())});
  fail->a = static_cast<int32_t>(EvalErrorKind::kFail);
  return Node(Op::kCond, TypeOf(TypeKind::kBool), span, {test, BoolConstant(true, span), fail});
}

// By the names of xUnit, and those of NUnit and MSTest.
Expr* Checker::CallAssert(const ast::Member& member, const ast::Call& e) {
  static const std::map<std::string, std::string> kOthers = {
      {"AreEqual", "Equal"}, {"AreNotEqual", "NotEqual"}, {"IsTrue", "True"},
      {"IsFalse", "False"},  {"IsNull", "Null"},          {"IsNotNull", "NotNull"}};
  auto other = kOthers.find(member.name);
  const std::string& name = other == kOthers.end() ? member.name : other->second;
  if (name.starts_with("Throws")) return AssertThrows(member, e);
  std::vector<Expr*> args;
  if (!CheckArguments(e.arguments, "Assert." + name, args)) return ErrorNode(e.span);
  Expr* test = nullptr;
  Expr* message = nullptr;
  if (name == "Equal" && args.size() == 2) {
    return WithTemporary(args[0], [&](Expr* expected) {
      return WithTemporary(args[1], [&](Expr* actual) { return AssertEqual(expected, actual, e.span); });
    });
  } else if ((name == "True" || name == "False") && args.size() == 1 &&
             args[0]->type == TypeOf(TypeKind::kBool)) {
    test = name == "True" ? args[0] : Node(Op::kNot, TypeOf(TypeKind::kBool), e.span, {args[0]});
    message = TextConstant("expected " + std::string(name == "True" ? "true" : "false"), e.span);
  } else if (name == "NotEqual" && args.size() == 2) {
    test = Compare(ast::BinaryOp::kNe, args[0], args[1], e.span);
    if (test->type.kind == TypeKind::kError) return test;
    message = TextConstant("expected another value", e.span);
  } else if ((name == "Null" || name == "NotNull") && args.size() == 1) {
    test = Compare(name == "Null" ? ast::BinaryOp::kEq : ast::BinaryOp::kNe, args[0],
                   NullConstant(TypeOf(TypeKind::kNull), e.span), e.span);
    message = TextConstant(name == "Null" ? "expected null" : "expected a value", e.span);
  } else {
    return Unsupported(e.span, "Assert." + name + " with these arguments (write Assert.True(…))");
  }
  return AssertThat(test, message, e.span);
}

}  // namespace idx::compiler::check
