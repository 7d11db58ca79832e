// Functions of the library that take lambdas, pairs or elements of any type: no row can say them.
#include <utility>

#include "compiler/check/checker.h"

namespace idx::compiler::check {

Expr* Checker::CallGeneric(const std::string& owner, const std::string& name, const ast::Call& e,
                           bool& known) {
  if (owner == "Math" && name == "DivRem" && e.arguments.size() == 3 &&
      e.arguments[2].mode == ast::Argument::Mode::kOut) {
    known = true;
    return DivideWithRemainder(e);
  }
  for (const ast::Argument& argument : e.arguments)
    if (argument.mode != ast::Argument::Mode::kValue) return nullptr;
  if (owner == "Unique" && name == "Select") {
    known = e.arguments.size() >= 2 && e.arguments[0].name.empty();
    return known ? UniqueSelect(e) : nullptr;
  }
  if (owner == "Unique" && name == "Number") {
    known = e.arguments.size() == 2 && e.arguments[0].name.empty() && e.arguments[1].name.empty();
    return known ? UniqueNumber(e) : nullptr;
  }
  if (owner == "Unique" && name == "Of") {
    known = true;
    return UniqueOf(e);
  }
  if (owner == "Log") return CallLog(name, e, known);
  if (owner == "Lookup" && name == "Table") {
    known = true;
    return LookupTable(e);
  }
  if (owner == "Lookup" && name == "Map") {
    known = e.arguments.size() >= 2;
    return known ? LookupMap(e) : nullptr;
  }
  if ((owner == "Tuple" || owner == "ValueTuple" || owner == "KeyValuePair") && name == "Create") {
    known = e.arguments.size() >= 2;
    return known ? CreateTuple(owner, e) : nullptr;
  }
  bool to_byte = (owner == "byte" && name == "Parse") || (owner == "Convert" && name == "ToByte");
  if (to_byte) {
    known = true;
    std::vector<uint32_t> rows;
    for (uint32_t row :
         stdlib::FindFunctions(owner == "byte" ? "int" : owner, owner == "byte" ? name : "ToInt32"))
      if (stdlib::Functions()[row].form == stdlib::Form::kStatic) rows.push_back(row);
    Expr* number = CallRows(rows, owner + "." + name, nullptr, e.arguments, e.span);
    if (number->type.kind == TypeKind::kError) return number;
    return Node(Op::kConvertChecked, TypeOf(TypeKind::kByte), e.span, {number});
  }
  bool two = e.arguments.size() == 2 && e.arguments[0].name.empty() && e.arguments[1].name.empty();
  if (owner == "Math" && name == "DivRem") {
    known = two;
    return known ? DivideWithRemainder(e) : nullptr;
  }
  if ((owner == "object" || owner == "Object") && (name == "Equals" || name == "ReferenceEquals")) {
    known = two;
    return known ? EqualObjects(name, e) : nullptr;
  }
  if (owner == "Enumerable" && name == "Repeat") {
    known = two;
    return known ? Repeat(e) : nullptr;
  }
  return nullptr;
}

// Log.Redact is the value itself, and in what is logged the word [Redact].
Expr* Checker::CallLog(const std::string& name, const ast::Call& e, bool& known) {
  std::span<const uint32_t> rows =
      stdlib::FindFunctions(name == "Redact" && in_log_ ? std::string_view("$") : "Log", name);
  known = !rows.empty();
  if (!known) return nullptr;
  bool around = std::exchange(in_log_, in_log_ || name != "Redact");
  Expr* call = CallRows(rows, "Log." + name, nullptr, e.arguments, e.span);
  in_log_ = around;
  return call;
}

// Enumerable.Repeat of any element: by its row where there is one.
Expr* Checker::Repeat(const ast::Call& e) {
  Expr* element = CheckValue(*e.arguments[0].value);
  Expr* count = CheckAs(*e.arguments[1].value, TypeOf(TypeKind::kInt));
  if (element->type.kind == TypeKind::kError || count->type.kind == TypeKind::kError)
    return ErrorNode(e.span);
  const Type type = element->type;
  for (uint32_t row : stdlib::FindFunctions("Enumerable", "Repeat"))
    if (FromSpec(stdlib::Functions()[row].types[0]) == type)
      return FinishRow(stdlib::Functions()[row], row, {element, count}, e.span);
  bool value = type.kind != TypeKind::kNull && type.kind != TypeKind::kEntity &&
               type.kind != TypeKind::kSync && type.kind != TypeKind::kNever &&
               !(type.kind == TypeKind::kList && type.element == TypeKind::kVoid);
  if (!value) return Unsupported(e.span, "Enumerable.Repeat of " + NameOf(type));
  Type list = program_.shapes.ListOf(type);
  return Operate(Operation::kArrayRepeat, list, list, {element, count}, e.span);
}

// Math.DivRem(a, b): (Quotient, Remainder); Math.DivRem(a, b, out remainder): the quotient.
Expr* Checker::DivideWithRemainder(const ast::Call& e) {
  std::vector<Expr*> numbers;
  if (!CheckArguments({e.arguments.begin(), e.arguments.begin() + 2}, "Math.DivRem", numbers))
    return ErrorNode(e.span);
  auto whole = [](const Expr* n) {
    return n->type == TypeOf(TypeKind::kInt) || n->type == TypeOf(TypeKind::kLong);
  };
  if (!whole(numbers[0]) || !whole(numbers[1])) return Unsupported(e.span, "Math.DivRem of these numbers");
  // In locals, constants too: what they give is no constant in C#.
  int32_t first = NewLocal(numbers[0]->type, ""), second = NewLocal(numbers[1]->type, "");
  std::vector<Stmt*> before = {Assign(first, numbers[0]), Assign(second, numbers[1])};
  auto both = [&](ast::BinaryOp op) {
    return Arithmetic(op, LocalNode(first, e.span), LocalNode(second, e.span), e.span);
  };
  Expr* quotient = both(ast::BinaryOp::kDiv);
  Expr* remainder = both(ast::BinaryOp::kMod);
  if (e.arguments.size() == 3) {
    int32_t rest = OutLocal(*e.arguments[2].value, remainder->type);
    if (rest < 0) return ErrorNode(e.span);
    before.push_back(Assign(rest, remainder));
    return BlockOf(std::move(before), quotient);
  }
  Type type = program_.shapes.Composite(TypeKind::kTuple, {quotient->type, remainder->type},
                                        {"Quotient", "Remainder"});
  return BlockOf(std::move(before), Node(Op::kTuple, type, e.span, {quotient, remainder}));
}

// object.Equals(a, b) of one type is ==; boxed, an int equals no long. Which object it is rules can ask of
// null only.
Expr* Checker::EqualObjects(const std::string& name, const ast::Call& e) {
  std::vector<Expr*> sides;
  if (!CheckArguments(e.arguments, "object." + name, sides)) return ErrorNode(e.span);
  Type a = sides[0]->type, b = sides[1]->type;
  bool null = a.kind == TypeKind::kNull || b.kind == TypeKind::kNull;
  bool same = a.NonNull() == b.NonNull() && a.kind != TypeKind::kDouble && !IsSequence(a) && name == "Equals";
  if (!null && !same) return Unsupported(e.span, "object." + name + " of " + NameOf(a) + " and " + NameOf(b));
  return Compare(ast::BinaryOp::kEq, sides[0], sides[1], e.span);
}

// Unique.Select(isFree, c1, c2 …): the first candidate that is free.
Expr* Checker::UniqueSelect(const ast::Call& e) {
  Type text = TypeOf(TypeKind::kString);
  std::vector<Expr*> candidates;
  for (size_t i = 1; i < e.arguments.size(); ++i) {
    candidates.push_back(e.arguments[i].name.empty() ? CheckAs(*e.arguments[i].value, text)
                                                     : Unsupported(e.span, "Unique.Select with names"));
    if (candidates.back()->type.kind == TypeKind::kError) return candidates.back();
  }
  Expr* list = Node(Op::kList, program_.shapes.ListOf(text), e.span, std::move(candidates));
  return FindEnd(QueryOf(list), "First", e);
}

// Unique.Number(text, isFree): text, text1, text2 … until one is free, within the budget.
Expr* Checker::UniqueNumber(const ast::Call& e) {
  Type text = TypeOf(TypeKind::kString), number = TypeOf(TypeKind::kInt);
  Span span = e.span;
  Expr* first = CheckAs(*e.arguments[0].value, text);
  if (first->type.kind == TypeKind::kError) return first;
  int32_t held = NewLocal(text, ""), n = NewLocal(number, "");
  auto query = std::make_shared<Query>();
  query->element = text;
  query->run = [=, this](std::vector<Stmt*>& out, const Sink& sink, int32_t) {
    out.push_back(Assign(held, first));
    out.push_back(Assign(n, IntConstant(0, span)));
    Stmt* loop = Statement(StmtOp::kLoop, span);
    Expr* plain = Compare(ast::BinaryOp::kEq, LocalNode(n, span), IntConstant(0, span), span);
    Expr* counted = Node(Op::kConcat, text, span, {LocalNode(held, span), ToText(LocalNode(n, span), span)});
    sink(Node(Op::kCond, text, span, {plain, LocalNode(held, span), counted}), loop->body);
    loop->step.push_back(Assign(n, Node(Op::kAdd, number, span, {LocalNode(n, span), IntConstant(1, span)})));
    out.push_back(loop);
  };
  ast::Call test = e;
  test.arguments.erase(test.arguments.begin());
  return FindEnd(query, "First", test);
}

}  // namespace idx::compiler::check
