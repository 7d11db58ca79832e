// Searches of arrays and lists: from a place on, and by halving.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

// IndexOf(value, start[, count]), FindIndex(start[, count], test) and those that look from the back: of the
// part of the array that is looked at.
Expr* Checker::SearchFrom(Expr* array, const std::string& name, const std::vector<ast::Argument>& arguments,
                          Span span) {
  bool find = name.starts_with("Find"), last = name == "LastIndexOf" || name == "FindLastIndex";
  bool counted = arguments.size() == 3;
  size_t from = find ? 0 : 1;
  const Type list = array->type, number = TypeOf(TypeKind::kInt), boolean = TypeOf(TypeKind::kBool);
  Expr* value = find ? nullptr : CheckAs(*arguments[0].value, program_.shapes.ElementOf(list));
  Expr* first = CheckAs(*arguments[from].value, number);
  Expr* size = counted ? CheckAs(*arguments[from + 1].value, number) : nullptr;
  for (Expr* e : {value, first, size})
    if (e != nullptr && e->type.kind == TypeKind::kError) return e;
  int32_t held = NewLocal(list, ""), start = NewLocal(number, ""), count = NewLocal(number, ""),
          begin = NewLocal(number, ""), result = NewLocal(number, "");
  int32_t wanted = value == nullptr ? -1 : NewLocal(value->type, "");
  auto read = [&](int32_t local) { return LocalNode(local, span); };
  auto binary = [&](Op op, Expr* a, Expr* b) { return Node(op, number, span, {a, b}); };
  auto test = [&](Op op, Expr* a, Expr* b) { return Node(op, boolean, span, {a, b}); };
  auto both = [&](Expr* a, Expr* b) { return Node(Op::kAnd, boolean, span, {a, b}); };
  auto zero = [&] { return IntConstant(0, span); };
  auto length = [&] { return Operate(Operation::kArrayLength, list, number, {read(held)}, span); };
  auto behind = [&] { return binary(Op::kAdd, read(start), IntConstant(1, span)); };
  std::vector<Stmt*> before = {Assign(held, array)};
  if (value != nullptr) before.push_back(Assign(wanted, value));
  before.push_back(Assign(start, first));
  auto rest = [&] { return last ? behind() : binary(Op::kSub, length(), read(start)); };
  before.push_back(Assign(count, counted ? size : rest()));
  Demand(both(test(Op::kGe, read(start), zero()), test(last ? Op::kLt : Op::kLe, read(start), length())),
         EvalErrorKind::kArgumentOutOfRange,
         std::string("Index was out of range. Must be non-negative and less than ") +
             (last ? "" : "or equal to ") + "the size of the collection. (Parameter 'startIndex')",
         before);
  Demand(both(test(Op::kGe, read(count), zero()), test(Op::kLe, read(count), rest())),
         EvalErrorKind::kArgumentOutOfRange,
         "Count must be positive and count must refer to a location within the string/array/collection. "
         "(Parameter 'count')",
         before);
  before.push_back(Assign(begin, last ? binary(Op::kSub, behind(), read(count)) : read(start)));
  Expr* part = Operate(Operation::kArraySlice, list, list,
                       {read(held), read(begin), binary(Op::kAdd, read(begin), read(count))}, span);
  Expr* found = nullptr;
  if (find) {
    ast::Call only;
    only.span = span;
    only.arguments = {arguments.back()};
    found = last ? LastIndexEnd(part, only) : IndexEnd(QueryOf(part), only);
  } else if (last) {
    found = LastIndex(part, read(wanted), span);
  } else {
    found = Operate(Operation::kIndexOf, list, number, {part, read(wanted), BoolConstant(false, span)}, span);
  }
  if (found->type.kind == TypeKind::kError) return found;
  before.push_back(Assign(result, found));
  return BlockOf(std::move(before), Node(Op::kCond, number, span,
                                         {test(Op::kLt, read(result), zero()), IntConstant(-1, span),
                                          binary(Op::kAdd, read(result), read(begin))}));
}

// BinarySearch: where the value is, or ~ of the place where it would be put.
Expr* Checker::SearchSorted(Expr* array, const ast::Expr& what, Span span) {
  const Type list = array->type, number = TypeOf(TypeKind::kInt), boolean = TypeOf(TypeKind::kBool);
  const Type element = program_.shapes.ElementOf(list);
  if (element.nullable || !IsOrdered(element) || element.kind == TypeKind::kTuple)
    return Unsupported(span, "BinarySearch of " + NameOf(element));
  Expr* value = CheckAs(what, element);
  if (value->type.kind == TypeKind::kError) return value;
  int32_t held = NewLocal(list, ""), wanted = NewLocal(element, ""), low = NewLocal(number, ""),
          high = NewLocal(number, ""), middle = NewLocal(number, ""), order = NewLocal(number, ""),
          result = NewLocal(number, "");
  auto read = [&](int32_t local) { return LocalNode(local, span); };
  auto binary = [&](Op op, Expr* a, Expr* b) { return Node(op, number, span, {a, b}); };
  auto test = [&](Op op, Expr* a, Expr* b) { return Node(op, boolean, span, {a, b}); };
  auto constant = [&](int32_t n) { return IntConstant(n, span); };
  Expr* length = Operate(Operation::kArrayLength, list, number, {read(held)}, span);
  std::vector<Stmt*> before = {Assign(held, array), Assign(wanted, value), Assign(low, constant(0)),
                               Assign(high, binary(Op::kSub, length, constant(1))),
                               Assign(result, constant(-1))};
  Stmt* loop = Statement(StmtOp::kLoop, span);
  loop->value = Node(Op::kAnd, boolean, span,
                     {test(Op::kLe, read(low), read(high)), test(Op::kLt, read(result), constant(0))});
  Expr* half = binary(Op::kDiv, binary(Op::kSub, read(high), read(low)), constant(2));
  loop->body.push_back(Assign(middle, binary(Op::kAdd, read(low), half)));
  Expr* there = Operate(Operation::kArrayGet, list, element, {read(held), read(middle)}, span);
  loop->body.push_back(
      Assign(order, Operate(Operation::kCompare, element, number, {there, read(wanted)}, span)));
  Stmt* here = When(test(Op::kEq, read(order), constant(0)), {Assign(result, read(middle))},
                    {Assign(high, binary(Op::kSub, read(middle), constant(1)))});
  loop->body.push_back(When(test(Op::kLt, read(order), constant(0)),
                            {Assign(low, binary(Op::kAdd, read(middle), constant(1)))}, {here}));
  before.push_back(loop);
  return BlockOf(std::move(before), Node(Op::kCond, number, span,
                                         {test(Op::kLt, read(result), constant(0)),
                                          binary(Op::kSub, constant(-1), read(low)), read(result)}));
}

}  // namespace idx::compiler::check
