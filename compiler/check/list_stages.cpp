// Stages and ends that need two elements at a time, or the whole list: Zip, SelectMany with a result, MinBy,
// TakeLast …; and Array's static methods.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

void Checker::PassBoth(const Applied& applied, Expr* first, Expr* second, std::vector<Stmt*>& body) {
  body.push_back(Assign(applied.parameters[0], first));
  body.push_back(Assign(applied.parameters[1], second));
}

// Zip(other), Zip(other, f): as long as both have elements.
QueryPtr Checker::CheckZip(const QueryPtr& from, const ast::Call& e) {
  Span span = e.span;
  Type number = TypeOf(TypeKind::kInt);
  bool three = e.arguments.size() == 2 && !IsFunction(*e.arguments[1].value);
  std::vector<Stmt*> before;
  std::vector<int32_t> others;
  std::vector<Type> parts = {from->element};
  for (size_t i = 0; i < (three ? 2 : 1); ++i) {
    Expr* other = SequenceArgument(*e.arguments[i].value, nullptr, "Zip");
    if (other == nullptr) return nullptr;
    parts.push_back(program_.shapes.ElementOf(other->type));
    others.push_back(NewLocal(other->type, ""));
    before.push_back(Assign(others.back(), other));
  }
  std::optional<Applied> applied;
  if (e.arguments.size() == 2 && !three) {
    applied = CheckLambda(*e.arguments[1].value, {from->element, parts[1]}, false, nullptr);
    if (!applied) return nullptr;
  }
  std::vector<std::string> names = {"First", "Second", "Third"};
  names.resize(parts.size());
  Type element = applied ? applied->value->type : program_.shapes.Composite(TypeKind::kTuple, parts, names);
  int32_t at = NewLocal(number, "");
  before.push_back(Assign(at, IntConstant(0, span)));
  return Staged(
      from, element, before, [=, this](Expr* item, std::vector<Stmt*>& body, int32_t done, const Sink& next) {
        std::vector<Stmt*> inner, stop;
        std::vector<Expr*> values = {item};
        Expr* there = nullptr;
        for (size_t i = 0; i < others.size(); ++i) {
          Type list = program_.shapes.ListOf(parts[i + 1]), boolean = TypeOf(TypeKind::kBool);
          Expr* count = Operate(Operation::kArrayLength, list, number, {LocalNode(others[i], span)}, span);
          Expr* within = Node(Op::kLt, boolean, span, {LocalNode(at, span), count});
          there = there == nullptr ? within : Node(Op::kAnd, boolean, span, {there, within});
          values.push_back(Operate(Operation::kArrayGet, list, parts[i + 1],
                                   {LocalNode(others[i], span), LocalNode(at, span)}, span));
        }
        int32_t made = NewLocal(element, "");
        if (applied) {
          PassBoth(*applied, values[0], values[1], inner);
          inner.push_back(Assign(made, applied->value));
        } else {
          inner.push_back(Assign(made, Node(Op::kTuple, element, span, values)));
        }
        inner.push_back(
            Assign(at, Node(Op::kAdd, number, span, {LocalNode(at, span), IntConstant(1, span)})));
        next(LocalNode(made, span), inner);
        Stop(stop, done, span);
        body.push_back(When(there, inner, stop));
      });
}

// SelectMany(f, (outer, inner) => …)
QueryPtr Checker::CheckPairs(const QueryPtr& from, const ast::Call& e) {
  const ast::Expr& f = *e.arguments[0].value;
  auto many = CheckLambda(f, {from->element}, false, nullptr);
  if (!many) return nullptr;
  if (many->value->type != TypeOf(TypeKind::kString) && !IsSequence(many->value->type)) {
    Unsupported(f.span, "SelectMany over " + NameOf(many->value->type));
    return nullptr;
  }
  Expr* list = ElementsOf(many->value);
  Type element = program_.shapes.ElementOf(list->type);
  auto result = CheckLambda(*e.arguments[1].value, {from->element, element}, false, nullptr);
  if (!result) return nullptr;
  QueryPtr query =
      Staged(from, result->value->type, {},
             [=, this, many = *many, result = *result](Expr* item, std::vector<Stmt*>& body, int32_t done,
                                                       const Sink& next) {
               Pass(many, item, body);
               Stmt* loop = Statement(StmtOp::kForeach, list->span);
               loop->a = NewLocal(element, "");
               loop->value = list;
               PassBoth(result, LocalNode(many.parameters[0], list->span), LocalNode(loop->a, list->span),
                        loop->body);
               int32_t made = NewLocal(result.value->type, "");
               loop->body.push_back(Assign(made, result.value));
               next(LocalNode(made, list->span), loop->body);
               body.push_back(loop);
               if (done >= 0)
                 body.push_back(When(LocalNode(done, list->span), {Statement(StmtOp::kBreak, list->span)}));
             });
  query->nested = true;
  return query;
}

// GroupBy(…, (key, elements) => …)
QueryPtr Checker::CheckGroupResults(const QueryPtr& groups, const ast::Expr& f) {
  const std::vector<Type> parts = program_.shapes.ShapeOf(groups->element).parts;
  auto result = CheckLambda(f, parts, false, nullptr);
  if (!result) return nullptr;
  Span span = f.span;
  return Staged(groups, result->value->type, {},
                [=, this, result = *result](Expr* item, std::vector<Stmt*>& body, int32_t, const Sink& next) {
                  PassBoth(result, Field(item, 0, span), Field(item, 1, span), body);
                  int32_t made = NewLocal(result.value->type, "");
                  body.push_back(Assign(made, result.value));
                  next(LocalNode(made, span), body);
                });
}

// DefaultIfEmpty(), DefaultIfEmpty(value)
QueryPtr Checker::CheckDefault(const QueryPtr& from, const ast::Call& e) {
  Span span = e.span;
  Expr* value =
      e.arguments.empty() ? MissingValue(from->element, span) : CheckAs(*e.arguments[0].value, from->element);
  if (value->type.kind == TypeKind::kError) return nullptr;
  Type element = value->type.nullable ? from->element.AsNullable() : from->element;
  Type list = program_.shapes.ListOf(element);
  int32_t held = NewLocal(list, "");
  std::vector<Stmt*> before = {Assign(held, Retype(Materialize(from, span), list))};
  Expr* count = Operate(Operation::kArrayLength, list, TypeOf(TypeKind::kInt), {LocalNode(held, span)}, span);
  Expr* empty = Node(Op::kEq, TypeOf(TypeKind::kBool), span, {count, IntConstant(0, span)});
  Expr* one = Node(Op::kList, list, span, {ConvertQuietly(value, element)});
  return QueryOf(
      BlockOf(std::move(before), Node(Op::kCond, list, span, {empty, one, LocalNode(held, span)})));
}

// TakeLast(n), SkipLast(n); a negative n is 0.
QueryPtr Checker::CheckLast(const QueryPtr& from, const std::string& name, const ast::Call& e) {
  Span span = e.span;
  Type number = TypeOf(TypeKind::kInt), list = program_.shapes.ListOf(from->element);
  Expr* wanted = CheckAs(*e.arguments[0].value, number);
  if (wanted->type.kind == TypeKind::kError) return nullptr;
  int32_t held = NewLocal(list, ""), n = NewLocal(number, ""), count = NewLocal(number, "");
  auto bounded = [&](Expr* value) {
    Expr* low = Builtin("Math", "Max", {value, IntConstant(0, span)}, span);
    return Builtin("Math", "Min", {low, LocalNode(count, span)}, span);
  };
  std::vector<Stmt*> before = {
      Assign(held, Materialize(from, span)),
      Assign(count, Operate(Operation::kArrayLength, list, number, {LocalNode(held, span)}, span)),
      Assign(n, wanted)};
  Expr* border = Node(Op::kSub, number, span, {LocalNode(count, span), bounded(LocalNode(n, span))});
  bool take = name == "TakeLast";
  Expr* begin = take ? border : IntConstant(0, span);
  Expr* end = take ? LocalNode(count, span) : border;
  return QueryOf(BlockOf(std::move(before), Operate(Operation::kArraySlice, list, list,
                                                    {LocalNode(held, span), begin, end}, span)));
}

// MinBy, MaxBy: of equals the first.
Expr* Checker::BestEnd(const QueryPtr& query, const std::string& name, const ast::Call& e) {
  Span span = e.span;
  auto key = CheckLambda(*e.arguments[0].value, {query->element}, false, nullptr);
  if (!key) return ErrorNode(span);
  Type of = key->value->type, element = query->element, boolean = TypeOf(TypeKind::kBool);
  if (of.nullable || !IsOrdered(of)) return Unsupported(span, name + " by " + NameOf(of));
  int32_t found = NewLocal(boolean, ""), best = NewLocal(of, ""), result = NewLocal(element, ""),
          now = NewLocal(of, "");
  std::vector<Stmt*> before = {Assign(found, BoolConstant(false, span))};
  Each(query, before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t) {
    Pass(*key, item, body);
    body.push_back(Assign(now, key->value));
    Expr* order = Operate(Operation::kCompare, of, TypeOf(TypeKind::kInt),
                          {LocalNode(now, span), LocalNode(best, span)}, span);
    Expr* better = Node(name == "MaxBy" ? Op::kGt : Op::kLt, boolean, span, {order, IntConstant(0, span)});
    Expr* none = Node(Op::kNot, boolean, span, {LocalNode(found, span)});
    body.push_back(
        When(Node(Op::kOr, boolean, span, {none, better}),
             {Assign(best, LocalNode(now, span)), Assign(result, LocalNode(key->parameters[0], span)),
              Assign(found, BoolConstant(true, span))}));
  });
  Expr* value = LocalNode(result, span);
  if (!element.nullable && !IsReference(element))
    return BlockOf(std::move(before),
                   OrThrow(LocalNode(found, span), value, "Sequence contains no elements", span));
  Type maybe = element.AsNullable();
  return BlockOf(std::move(before),
                 Node(Op::kCond, maybe, span,
                      {LocalNode(found, span), ConvertQuietly(value, maybe), NullConstant(maybe, span)}));
}

// FindIndex(test): -1 where none is.
Expr* Checker::IndexEnd(const QueryPtr& query, const ast::Call& e) {
  Span span = e.span;
  Type number = TypeOf(TypeKind::kInt);
  auto test = CheckLambda(*e.arguments[0].value, {query->element}, true, nullptr);
  if (!test) return ErrorNode(span);
  int32_t result = NewLocal(number, ""), at = NewLocal(number, "");
  std::vector<Stmt*> before = {Assign(result, IntConstant(-1, span)), Assign(at, IntConstant(0, span))};
  Each(query, before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t done) {
    Pass(*test, item, body);
    std::vector<Stmt*> hit = {Assign(result, LocalNode(at, span))};
    Stop(hit, done, span);
    body.push_back(When(test->value, hit));
    body.push_back(Assign(at, Node(Op::kAdd, number, span, {LocalNode(at, span), IntConstant(1, span)})));
  });
  return BlockOf(std::move(before), LocalNode(result, span));
}

// Array.Find(xs, …) and the like: what lists have as methods of their own. Null: it is none of them.
Expr* Checker::CallArray(const std::string& name, const ast::Member& member, const ast::Call& e) {
  if (name == "Empty" && member.arguments.size() == 1 && e.arguments.empty())
    return CallEnumerable(member, e);
  if (Expr* changed = ChangeArray(name, e)) return changed;
  static const std::set<std::string> kKnown = {"Find",        "FindAll",       "FindIndex",   "FindLast",
                                               "Exists",      "TrueForAll",    "ConvertAll",  "IndexOf",
                                               "LastIndexOf", "FindLastIndex", "BinarySearch"};
  bool part = name.find("Index") != std::string::npos && e.arguments.size() >= 3 && e.arguments.size() <= 4;
  if (!kKnown.contains(name) || (e.arguments.size() != 2 && !part)) return nullptr;
  Expr* list = CheckValue(*e.arguments[0].value);
  if (list->type.kind == TypeKind::kError) return list;
  list = NotNull(list, e.span);
  if (list->type.kind == TypeKind::kError) return list;
  if (list->type.kind != TypeKind::kList)
    return Unsupported(e.span, "Array." + name + " of " + NameOf(list->type));
  ast::Call rest;
  rest.span = e.span;
  rest.callee = e.callee;
  rest.arguments.assign(e.arguments.begin() + 1, e.arguments.end());
  if (part) return SearchFrom(list, name, rest.arguments, e.span);
  if (name == "BinarySearch") return SearchSorted(list, *e.arguments[1].value, e.span);
  QueryPtr query = QueryOf(list);
  if (name == "Find") return FindEnd(query, "FirstOrDefault", rest);
  if (name == "Exists" || name == "TrueForAll")
    return CountEnd(query, name == "Exists" ? "Any" : "All", rest);
  if (name == "FindLast") return FindEnd(query, "LastOrDefault", rest);
  if (name == "FindIndex") return IndexEnd(query, rest);
  if (name == "FindLastIndex") return LastIndexEnd(list, rest);
  if (name == "IndexOf" || name == "LastIndexOf") {
    Expr* value = CheckAs(*e.arguments[1].value, query->element);
    if (value->type.kind == TypeKind::kError) return value;
    if (name == "LastIndexOf") return LastIndex(list, value, e.span);
    return Operate(Operation::kIndexOf, list->type, TypeOf(TypeKind::kInt),
                   {list, value, BoolConstant(false, e.span)}, e.span);
  }
  QueryPtr made =
      name == "FindAll" ? CheckFilter(query, "Where", rest) : CheckProjection(query, "Select", rest);
  return made == nullptr ? ErrorNode(e.span) : Materialize(made, e.span);
}

}  // namespace idx::compiler::check
