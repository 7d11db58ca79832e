// Each stage of a chain: Where, Select, Take, OrderBy …
#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {
bool TakesIndex(const ast::Expr& e) {
  return e.kind == ast::ExprKind::kLambda && ast::As<ast::Lambda>(&e).parameters.size() == 2;
}
}  // namespace

QueryPtr Checker::CheckFilter(const QueryPtr& from, const std::string& name, const ast::Call& e) {
  const ast::Expr& f = *e.arguments[0].value;
  std::vector<Type> types = {from->element};
  if (TakesIndex(f)) types.push_back(TypeOf(TypeKind::kInt));
  auto applied = CheckLambda(f, types, true, nullptr);
  if (!applied) return nullptr;
  std::vector<Stmt*> start;
  if (types.size() == 2) start.push_back(Assign(applied->parameters[1], IntConstant(-1, e.span)));
  int32_t skipping = -1;
  if (name == "SkipWhile") {
    skipping = NewLocal(TypeOf(TypeKind::kBool), "");
    start.push_back(Assign(skipping, BoolConstant(true, e.span)));
  }
  return Staged(from, from->element, start,
                [this, applied = *applied, name, skipping, span = e.span](
                    Expr* item, std::vector<Stmt*>& body, int32_t done, const Sink& next) {
                  Pass(applied, item, body);
                  std::vector<Stmt*> inner, otherwise;
                  Expr* passed = LocalNode(applied.parameters[0], span);
                  if (skipping >= 0) {
                    Expr* left = Node(Op::kNot, TypeOf(TypeKind::kBool), span, {applied.value});
                    Stmt* end = When(left, {Assign(skipping, BoolConstant(false, span))});
                    body.push_back(When(LocalNode(skipping, span), {end}));
                    next(passed, inner);
                    Expr* on = Node(Op::kNot, TypeOf(TypeKind::kBool), span, {LocalNode(skipping, span)});
                    body.push_back(When(on, inner));
                    return;
                  }
                  next(passed, inner);
                  if (name == "TakeWhile") Stop(otherwise, done, span);
                  body.push_back(When(applied.value, inner, otherwise));
                });
}

// The element, and its index where the lambda takes one, into the lambda's parameters.
void Checker::Pass(const Applied& applied, Expr* item, std::vector<Stmt*>& body) {
  body.push_back(Assign(applied.parameters[0], item));
  if (applied.parameters.size() < 2) return;
  int32_t index = applied.parameters[1];
  body.push_back(Assign(index, Node(Op::kAddChecked, TypeOf(TypeKind::kInt), item->span,
                                    {LocalNode(index, item->span), IntConstant(1, item->span)})));
}

QueryPtr Checker::CheckProjection(const QueryPtr& from, const std::string& name, const ast::Call& e) {
  const ast::Expr& f = *e.arguments[0].value;
  std::vector<Type> types = {from->element};
  if (TakesIndex(f)) types.push_back(TypeOf(TypeKind::kInt));
  auto applied = CheckLambda(f, types, false, nullptr);
  if (!applied) return nullptr;
  std::vector<Stmt*> start;
  if (types.size() == 2) start.push_back(Assign(applied->parameters[1], IntConstant(-1, e.span)));
  if (name == "Select") {
    QueryPtr query =
        Staged(from, applied->value->type, start,
               [this, applied = *applied](Expr* item, std::vector<Stmt*>& body, int32_t, const Sink& next) {
                 Pass(applied, item, body);
                 int32_t given = NewLocal(applied.value->type, "");
                 body.push_back(Assign(given, applied.value));
                 next(LocalNode(given, applied.value->span), body);
               });
    if (from->list != nullptr || from->source != nullptr)
      query->source = from->list != nullptr ? from : from->source;
    return query;
  }
  bool text = applied->value->type == TypeOf(TypeKind::kString);  // its characters
  if (!text && !IsSequence(applied->value->type)) {
    Unsupported(f.span, "SelectMany over " + NameOf(applied->value->type));
    return nullptr;
  }
  Expr* list = ElementsOf(applied->value);
  Type element = program_.shapes.ElementOf(list->type);
  QueryPtr query =
      Staged(from, element, start,
             [this, applied = *applied, list, element](Expr* item, std::vector<Stmt*>& body, int32_t done,
                                                       const Sink& next) {
               Pass(applied, item, body);
               Stmt* loop = Statement(StmtOp::kForeach, list->span);
               loop->a = NewLocal(element, "");
               loop->value = list;
               next(LocalNode(loop->a, list->span), loop->body);
               body.push_back(loop);
               if (done >= 0)
                 body.push_back(When(LocalNode(done, list->span), {Statement(StmtOp::kBreak, list->span)}));
             });
  query->nested = true;
  return query;
}

// Take(1..^1): what lies outside is left out.
QueryPtr Checker::TakeRange(const QueryPtr& from, const ast::Range& range) {
  Span span = range.span;
  Type number = TypeOf(TypeKind::kInt), list = program_.shapes.ListOf(from->element);
  int32_t held = NewLocal(list, ""), count = NewLocal(number, ""), begin = NewLocal(number, "");
  std::vector<Stmt*> before = {
      Assign(held, Materialize(from, span)),
      Assign(count, Operate(Operation::kArrayLength, list, number, {LocalNode(held, span)}, span))};
  auto bound = [&](const ast::Expr* side, Expr* missing, Expr* least) -> Expr* {
    if (side == nullptr) return missing;
    bool from_end =
        side->kind == ast::ExprKind::kUnary && ast::As<ast::Unary>(side).op == ast::UnaryOp::kFromEnd;
    Expr* at = CheckAs(from_end ? *ast::As<ast::Unary>(side).operand : *side, number);
    if (at->type.kind == TypeKind::kError) return at;
    if (from_end) at = Node(Op::kSub, number, span, {LocalNode(count, span), at});
    Expr* low = Builtin("Math", "Max", {at, least}, span);
    return Builtin("Math", "Min", {low, LocalNode(count, span)}, span);
  };
  Expr* first = bound(range.begin, IntConstant(0, span), IntConstant(0, span));
  if (first->type.kind == TypeKind::kError) return nullptr;
  before.push_back(Assign(begin, first));
  Expr* end = bound(range.end, LocalNode(count, span), LocalNode(begin, span));
  if (end->type.kind == TypeKind::kError) return nullptr;
  return QueryOf(
      BlockOf(std::move(before), Operate(Operation::kArraySlice, list, list,
                                         {LocalNode(held, span), LocalNode(begin, span), end}, span)));
}

QueryPtr Checker::CheckPart(const QueryPtr& from, const std::string& name, const ast::Call& e) {
  if (e.arguments[0].value->kind == ast::ExprKind::kRange && name == "Take")
    return TakeRange(from, ast::As<ast::Range>(e.arguments[0].value));
  Expr* count = CheckAs(*e.arguments[0].value, TypeOf(TypeKind::kInt));
  if (count->type.kind == TypeKind::kError) return nullptr;
  Span span = e.span;
  int32_t left = NewLocal(TypeOf(TypeKind::kInt), "");
  Type boolean = TypeOf(TypeKind::kBool), number = TypeOf(TypeKind::kInt);
  auto positive = [this, left, span, boolean] {
    return Node(Op::kGt, boolean, span, {LocalNode(left, span), IntConstant(0, span)});
  };
  auto less = [this, left, span, number] {
    return Assign(left, Node(Op::kSub, number, span, {LocalNode(left, span), IntConstant(1, span)}));
  };
  if (name == "Skip")
    return Staged(from, from->element, {Assign(left, count)},
                  [=, this](Expr* item, std::vector<Stmt*>& body, int32_t, const Sink& next) {
                    std::vector<Stmt*> inner;
                    next(item, inner);
                    body.push_back(When(positive(), {less()}, inner));
                  });
  auto query = std::make_shared<Query>();
  query->element = from->element;
  query->nested = from->nested;
  query->run = [=, this](std::vector<Stmt*>& out, const Sink& sink, int32_t done) {
    out.push_back(Assign(left, count));
    std::vector<Stmt*> inner;
    from->run(
        inner,
        [&](Expr* item, std::vector<Stmt*>& body) {
          body.push_back(less());
          sink(item, body);
          std::vector<Stmt*> stop;
          Stop(stop, done, span);
          body.push_back(
              When(Node(Op::kLe, boolean, span, {LocalNode(left, span), IntConstant(0, span)}), stop));
        },
        done);
    out.push_back(When(positive(), inner));
  };
  return query;
}

QueryPtr Checker::CheckDistinct(const QueryPtr& from, const ast::Call& e) {
  bool by = ast::As<ast::Member>(e.callee).name == "DistinctBy";
  std::optional<bool> ignore_case = false;
  std::optional<Applied> key;
  if (by) {
    key = CheckLambda(*e.arguments[0].value, {from->element}, false, nullptr);
    if (!key) return nullptr;
  } else if (!e.arguments.empty()) {
    ignore_case = ComparerOf(*e.arguments[0].value);
    if (!ignore_case || from->element.kind != TypeKind::kString) {
      Unsupported(e.span, "Distinct with this comparer");
      return nullptr;
    }
  }
  Span span = e.span;
  Type type = program_.shapes.Composite(TypeKind::kSet, {by ? key->value->type : from->element});
  Expr* made = Operate(Operation::kSetNew, type, type, {BoolConstant(*ignore_case, span)}, span);
  return KeptBy(from, key, made, Operation::kSetAdd, span);
}

// The elements that go into the set, or out of it, by their keys.
QueryPtr Checker::KeptBy(const QueryPtr& from, const std::optional<Applied>& key, Expr* set,
                         Operation operation, Span span) {
  const Type type = set->type;
  int32_t seen = NewLocal(type, "");
  return Staged(
      from, from->element, {Assign(seen, set)},
      [=, this](Expr* item, std::vector<Stmt*>& body, int32_t, const Sink& next) {
        Expr* value = item;
        if (key) {
          Pass(*key, item, body);
          value = key->value;
          item = LocalNode(key->parameters[0], span);
        }
        std::vector<Stmt*> inner;
        next(item, inner);
        body.push_back(When(
            Operate(operation, type, TypeOf(TypeKind::kBool), {LocalNode(seen, span), value}, span), inner));
      });
}

// UnionBy(others, f), ExceptBy(keys, f), IntersectBy(keys, f)
QueryPtr Checker::CheckJoinedBy(const QueryPtr& from, const std::string& name, const ast::Call& e) {
  Span span = e.span;
  const ast::Expr& selector = *e.arguments[1].value;
  if (name == "UnionBy") {
    ast::Call both;
    both.span = span;
    both.callee = e.callee;
    both.arguments = {e.arguments[0]};
    QueryPtr all = CheckJoined(from, "Concat", both);
    if (all == nullptr) return nullptr;
    auto key = CheckLambda(selector, {all->element}, false, nullptr);
    if (!key) return nullptr;
    Type type = program_.shapes.Composite(TypeKind::kSet, {key->value->type});
    Expr* made = Operate(Operation::kSetNew, type, type, {BoolConstant(false, span)}, span);
    return KeptBy(all, key, made, Operation::kSetAdd, span);
  }
  auto key = CheckLambda(selector, {from->element}, false, nullptr);
  if (!key) return nullptr;
  Type list = program_.shapes.ListOf(key->value->type);
  Expr* keys = SequenceArgument(*e.arguments[0].value, &list, name);
  if (keys == nullptr) return nullptr;
  Type nullable = program_.shapes.ListOf(key->value->type.AsNullable());
  if (keys->type == nullable) {
    list = nullable;
    key->value = ConvertQuietly(key->value, key->value->type.AsNullable());
  }
  keys = Convert(keys, list);
  if (keys->type.kind == TypeKind::kError) return nullptr;
  return KeptBy(from, key, AsCollection(keys, TypeKind::kSet, span),
                name == "ExceptBy" ? Operation::kSetAdd : Operation::kSetRemove, span);
}

QueryPtr Checker::CheckJoined(const QueryPtr& from, const std::string& name, const ast::Call& e) {
  Span span = e.span;
  Type list = program_.shapes.ListOf(from->element);
  if (name == "Append" || name == "Prepend") {
    Expr* value = CheckAs(*e.arguments[0].value, from->element);
    if (value->type.kind == TypeKind::kError) return nullptr;
    Expr* one = Node(Op::kList, list, span, {value});
    Expr* all = Materialize(from, span);
    std::vector<Expr*> both = name == "Append" ? std::vector<Expr*>{all, one} : std::vector<Expr*>{one, all};
    return QueryOf(Operate(Operation::kArrayConcat, list, list, both, span));
  }
  Expr* other = SequenceArgument(*e.arguments[0].value, &list, name);
  if (other == nullptr) return nullptr;
  // Elements that may be null on one side may be null in all.
  Expr* mine = Materialize(from, span);
  Type nullable = program_.shapes.ListOf(from->element.AsNullable());
  if (other->type == nullable && IsReference(from->element)) {
    list = nullable;
    mine = Retype(mine, list);
  }
  other = Convert(other, list);
  if (other->type.kind == TypeKind::kError) return nullptr;
  std::optional<bool> ignore_case = false;
  if (e.arguments.size() == 2) {
    ignore_case = ComparerOf(*e.arguments[1].value);
    if (!ignore_case || from->element.kind != TypeKind::kString || name == "Concat") {
      Unsupported(span, name + " with this comparer");
      return nullptr;
    }
  }
  std::vector<Expr*> args = {mine, other};
  if (name == "Concat") return QueryOf(Operate(Operation::kArrayConcat, list, list, args, span));
  args.push_back(BoolConstant(*ignore_case, span));
  Operation operation = name == "Union"       ? Operation::kUnion
                        : name == "Intersect" ? Operation::kIntersect
                                              : Operation::kExcept;
  return QueryOf(Operate(operation, list, list, args, span));
}

// OfType<T>() and Cast<T>() of elements that are T, or T that may be null.
QueryPtr Checker::CheckOfType(const QueryPtr& from, const ast::Member& member, const ast::Call& e) {
  Type wanted = member.arguments.size() == 1 && e.arguments.empty() ? Resolve(*member.arguments[0]) : Type{};
  if (wanted.kind == TypeKind::kError || wanted.nullable || wanted != from->element.NonNull() ||
      (member.name == "Cast" && from->element.nullable)) {
    Unsupported(e.span, NameOf(from->element) + "[]." + member.name + " to this type");
    return nullptr;
  }
  if (!from->element.nullable) return from;
  Span span = e.span;
  int32_t held = NewLocal(from->element, "");
  return Staged(from, wanted, {}, [=, this](Expr* item, std::vector<Stmt*>& body, int32_t, const Sink& next) {
    body.push_back(Assign(held, item));
    std::vector<Stmt*> inner;
    next(Node(Op::kAssume, wanted, span, {LocalNode(held, span)}), inner);
    Expr* is_null = Node(Op::kIsNull, TypeOf(TypeKind::kBool), span, {LocalNode(held, span)});
    body.push_back(When(Node(Op::kNot, TypeOf(TypeKind::kBool), span, {is_null}), inner));
  });
}

// The groups of a Dictionary<K, List<T>>.
Expr* Checker::GroupsOf(const Type& map, Expr* groups, Span span) {
  ShapeTable& shapes = program_.shapes;
  const std::vector<Type> parts = shapes.ShapeOf(map).parts;
  Type list = shapes.ListOf(shapes.ElementOf(parts[1]));
  Type group = shapes.Composite(TypeKind::kTuple, {parts[0], list}, {"Key", ""}, "IGrouping");
  return Operate(Operation::kGroups, map, shapes.ListOf(group), {groups}, span);
}

QueryPtr Checker::CheckGroups(const QueryPtr& from, const ast::Call& e) {
  Span span = e.span;
  auto key = CheckLambda(*e.arguments[0].value, {from->element}, false, nullptr);
  if (!key) return nullptr;
  std::optional<Applied> value;
  std::optional<bool> ignore_case = false;
  const ast::Expr* result = nullptr;
  for (size_t i = 1; i < e.arguments.size(); ++i) {
    const ast::Expr& argument = *e.arguments[i].value;
    if (result == nullptr && TakesIndex(argument)) {
      result = &argument;
      continue;
    }
    if (i == 1 && argument.kind == ast::ExprKind::kLambda &&
        ast::As<ast::Lambda>(&argument).parameters.size() == 1) {
      value = CheckLambda(argument, {from->element}, false, nullptr);
      if (!value) return nullptr;
      continue;
    }
    ignore_case = i + 1 == e.arguments.size() ? ComparerOf(argument) : std::nullopt;
    if (!ignore_case || key->value->type.kind != TypeKind::kString) {
      Unsupported(span, "GroupBy with these arguments");
      return nullptr;
    }
  }
  std::vector<Stmt*> before;
  Grouped groups = GroupBy(from, *key, value ? &*value : nullptr, *ignore_case, before, span);
  Expr* list = GroupsOf(groups.map, LocalNode(groups.local, span), span);
  QueryPtr all = QueryOf(BlockOf(std::move(before), list));
  return result != nullptr ? CheckGroupResults(all, *result) : all;
}

QueryPtr Checker::CheckOrder(const QueryPtr& from, const ast::Member& member, const ast::Call& e) {
  Span span = e.span;
  bool then = member.name.starts_with("ThenBy");
  if (then && from->unsorted == nullptr) {
    Unsupported(e.span, member.name + " behind something else than OrderBy");
    return nullptr;
  }
  SortKey sort;
  sort.descending = member.name.ends_with("Descending");
  bool keyed = then || member.name.starts_with("OrderBy");
  std::optional<bool> ignore_case = false;
  if (e.arguments.size() > (keyed ? 1U : 0U)) ignore_case = ComparerOf(*e.arguments.back().value);
  if (keyed) {
    sort.key = CheckLambda(*e.arguments[0].value, {from->element}, false, nullptr);
    if (!sort.key) return nullptr;
  }
  sort.type = keyed ? sort.key->value->type : from->element;
  if (!ignore_case || (*ignore_case && sort.type.kind != TypeKind::kString) || !IsOrdered(sort.type)) {
    Unsupported(span, member.name + " by " + NameOf(sort.type));
    return nullptr;
  }
  sort.ignore_case = *ignore_case;
  auto query = std::make_shared<Query>();
  query->element = from->element;
  query->unsorted = then ? from->unsorted : from;
  if (then) query->keys = from->keys;
  query->keys.push_back(std::move(sort));
  query->run = [this, span, weak = std::weak_ptr<Query>(query)](std::vector<Stmt*>& out, const Sink& sink,
                                                                int32_t done) {
    QueryPtr self = weak.lock();
    QueryOf(Sorted(*self, out, span))->run(out, sink, done);
  };
  return query;
}

// By the last key first: each further sort keeps the order of the one before among equals. The keys are
// computed in C#'s order, the first key's of all elements first.
Expr* Checker::Sorted(const Query& query, std::vector<Stmt*>& out, Span span) {
  ShapeTable& shapes = program_.shapes;
  Type list = shapes.ListOf(query.element), numbers = shapes.ListOf(TypeOf(TypeKind::kInt));
  int32_t values = NewLocal(list, "");
  out.push_back(Assign(values, Materialize(query.unsorted, span)));
  std::vector<int32_t> keys;
  for (const SortKey& sort : query.keys) {
    keys.push_back(NewLocal(shapes.ListOf(sort.type), ""));
    Expr* of = LocalNode(values, span);
    if (sort.key) {
      auto project = [this, key = *sort.key](Expr* item, std::vector<Stmt*>& body, int32_t,
                                             const Sink& next) {
        Pass(key, item, body);
        next(key.value, body);
      };
      of = Materialize(Staged(QueryOf(of), sort.type, {}, project), span);
    }
    out.push_back(Assign(keys.back(), of));
  }
  Expr* order = NullConstant(numbers, span);
  for (size_t i = keys.size(); i-- > 0;) {
    const SortKey& sort = query.keys[i];
    Expr* by = Operate(Operation::kSortOrder, shapes.ListOf(sort.type), numbers,
                       {LocalNode(keys[i], span), BoolConstant(sort.descending, span),
                        BoolConstant(sort.ignore_case, span), order},
                       span);
    int32_t held = NewLocal(numbers, "");
    out.push_back(Assign(held, by));
    order = ConvertQuietly(LocalNode(held, span), numbers.AsNullable());
  }
  while (order->op == Op::kWiden) order = order->args[0];
  return Operate(Operation::kGather, list, list, {LocalNode(values, span), order}, span);
}

// Has an order by Comparer<T>.Default.
bool Checker::IsOrdered(const Type& type) const {
  switch (type.kind) {
    case TypeKind::kBool:
    case TypeKind::kByte:
    case TypeKind::kInt:
    case TypeKind::kLong:
    case TypeKind::kDouble:
    case TypeKind::kChar:
    case TypeKind::kString:
    case TypeKind::kDateTime:
    case TypeKind::kDateOnly:
    case TypeKind::kTimeSpan:
    case TypeKind::kGuid:
    case TypeKind::kDecimal:
    case TypeKind::kEnum:
      return true;
    case TypeKind::kTuple: {
      const Shape& shape = program_.shapes.ShapeOf(type);
      if (!shape.name.empty()) return false;
      for (const Type& part : shape.parts)
        if (!IsOrdered(part)) return false;
      return true;
    }
    default:
      return false;
  }
}

}  // namespace idx::compiler::check
