// The members of List<T> and HashSet<T>.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

Expr* Checker::CallList(Expr* target, const std::string& name, const ast::Call& e, bool& known) {
  const Type list = target->type;
  Type element = program_.shapes.ElementOf(list), nothing = TypeOf(TypeKind::kVoid),
       number = TypeOf(TypeKind::kInt);
  Type boolean = TypeOf(TypeKind::kBool);
  Span span = e.span;
  struct Form {
    Operation operation;
    std::vector<Type> parameters;
    Type result;
  };
  const std::map<std::string, Form> forms = {
      {"Add", {Operation::kListAdd, {element}, nothing}},
      {"AddRange", {Operation::kListAddRange, {program_.shapes.ListOf(element)}, nothing}},
      {"Insert", {Operation::kListInsert, {number, element}, nothing}},
      {"Remove", {Operation::kListRemove, {element}, boolean}},
      {"RemoveAt", {Operation::kListRemoveAt, {number}, nothing}},
      {"Clear", {Operation::kListClear, {}, nothing}}};
  if (auto form = forms.find(name);
      form != forms.end() && form->second.parameters.size() == e.arguments.size()) {
    known = true;
    std::vector<Expr*> args = {target};
    for (size_t i = 0; i < e.arguments.size(); ++i) {
      args.push_back(CheckAs(*e.arguments[i].value, form->second.parameters[i]));
      if (args.back()->type.kind == TypeKind::kError) return args.back();
    }
    return Operate(form->second.operation, list, form->second.result, args, span);
  }
  bool sort = name == "Sort" && IsOrdered(element.NonNull()) && element.kind != TypeKind::kTuple;
  if (e.arguments.empty() && (sort || name == "Reverse")) {
    known = true;
    return WithTemporary(target, [&](Expr* v) {
      Type array = program_.shapes.ListOf(element), numbers = program_.shapes.ListOf(number);
      Expr* now = ElementsOf(v);
      Expr* changed = nullptr;
      if (sort) {
        Expr* order = Operate(Operation::kSortOrder, array, numbers,
                              {ElementsOf(v), BoolConstant(false, span), BoolConstant(false, span),
                               NullConstant(numbers, span)},
                              span);
        changed = Operate(Operation::kGather, array, array, {now, order}, span);
      } else {
        changed = Operate(Operation::kArrayReverse, array, array, {now}, span);
      }
      return Operate(Operation::kListReplace, list, nothing, {v, changed}, span);
    });
  }
  if (name == "IndexOf" && e.arguments.size() == 1) {
    known = true;
    Expr* value = CheckAs(*e.arguments[0].value, element);
    if (value->type.kind == TypeKind::kError) return value;
    Expr* now = ElementsOf(target);
    return Operate(Operation::kIndexOf, now->type, number, {now, value, BoolConstant(false, span)}, span);
  }
  if (name == "RemoveAll" && e.arguments.size() == 1) {
    known = true;
    return RemoveAll(target, e);
  }
  if (name == "Sort" && e.arguments.size() == 1) {
    known = true;
    auto ignore_case = ComparerOf(*e.arguments[0].value);
    if (ignore_case && element.kind != TypeKind::kString) return Unsupported(span, "Sort with this comparer");
    if (!ignore_case) return SortBy(target, *e.arguments[0].value, span);
    return WithTemporary(target, [&](Expr* v) {
      Expr* sorted = InOrder(ElementsOf(v), *ignore_case, span);
      return sorted->type.kind == TypeKind::kError
                 ? sorted
                 : Operate(Operation::kListReplace, list, nothing, {v, sorted}, span);
    });
  }
  if ((name == "GetRange" || name == "Slice") && e.arguments.size() == 2) {
    known = true;
    Expr* index = CheckAs(*e.arguments[0].value, number);
    return ListRange(target, index, CheckAs(*e.arguments[1].value, number), span);
  }
  bool search = name == "IndexOf" || name == "LastIndexOf" || name == "FindIndex" || name == "FindLastIndex";
  if (search && (e.arguments.size() == 2 || e.arguments.size() == 3)) {
    known = true;
    return SearchFrom(ElementsOf(target), name, e.arguments, span);
  }
  if (name == "BinarySearch" && e.arguments.size() == 1) {
    known = true;
    return SearchSorted(ElementsOf(target), *e.arguments[0].value, span);
  }
  if (name == "LastIndexOf" && e.arguments.size() == 1) {
    known = true;
    Expr* value = CheckAs(*e.arguments[0].value, element);
    return value->type.kind == TypeKind::kError ? value : LastIndex(ElementsOf(target), value, span);
  }
  if (name == "FindLastIndex" && e.arguments.size() == 1) {
    known = true;
    return LastIndexEnd(ElementsOf(target), e);
  }
  if ((name == "RemoveRange" || name == "InsertRange") && e.arguments.size() == 2) {
    known = true;
    return ChangeRange(target, e, name == "InsertRange");
  }
  if (name == "AsReadOnly" && e.arguments.empty()) {
    known = true;
    return ElementsOf(target);
  }
  if (e.arguments.size() == 1 &&
      (name == "Exists" || name == "TrueForAll" || name == "Find" || name == "FindAll" ||
       name == "ConvertAll" || name == "FindIndex" || name == "FindLast")) {
    known = true;
    QueryPtr query = QueryOf(target);
    if (name == "FindIndex") return IndexEnd(query, e);
    if (name == "ConvertAll") {
      QueryPtr converted = CheckProjection(query, "Select", e);
      return converted == nullptr ? ErrorNode(span) : Collected(converted, span);
    }
    if (name == "Find") return FindEnd(query, "FirstOrDefault", e);
    if (name == "FindLast") return FindEnd(query, "LastOrDefault", e);
    if (name != "FindAll") return CountEnd(query, name == "Exists" ? "Any" : "All", e);
    QueryPtr filtered = CheckFilter(query, "Where", e);
    return filtered == nullptr ? ErrorNode(span) : Collected(filtered, span);
  }
  return nullptr;
}

// list.RemoveAll(test): how many went.
Expr* Checker::RemoveAll(Expr* list, const ast::Call& e) {
  Span span = e.span;
  const Type type = list->type;
  Type number = TypeOf(TypeKind::kInt), boolean = TypeOf(TypeKind::kBool), nothing = TypeOf(TypeKind::kVoid);
  int32_t held = NewLocal(type, ""), kept = NewLocal(type, ""), gone = NewLocal(number, "");
  QueryPtr all = QueryOf(LocalNode(held, span));
  auto test = CheckLambda(*e.arguments[0].value, {all->element}, true, nullptr);
  if (!test) return ErrorNode(span);
  std::vector<Stmt*> before = {Assign(held, list),
                               Assign(kept, Operate(Operation::kListNew, type, type, {}, span))};
  Each(all, before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t) {
    Pass(*test, item, body);
    Expr* stays = Node(Op::kNot, boolean, span, {test->value});
    body.push_back(
        When(stays, {Run(Operate(Operation::kListAdd, type, nothing,
                                 {LocalNode(kept, span), LocalNode(test->parameters[0], span)}, span))}));
  });
  auto count = [&](int32_t local) {
    return Operate(Operation::kListCount, type, number, {LocalNode(local, span)}, span);
  };
  before.push_back(Assign(gone, Node(Op::kSub, number, span, {count(held), count(kept)})));
  before.push_back(Run(Operate(Operation::kListReplace, type, nothing,
                               {LocalNode(held, span), ElementsOf(LocalNode(kept, span))}, span)));
  return BlockOf(std::move(before), LocalNode(gone, span));
}

// list.Sort((a, b) => …): each element is put behind those that are not greater, found by halving. Equal ones
// keep their order, which .NET leaves open.
Expr* Checker::SortBy(Expr* list, const ast::Expr& comparison, Span span) {
  const Type type = list->type;
  Type number = TypeOf(TypeKind::kInt), boolean = TypeOf(TypeKind::kBool), nothing = TypeOf(TypeKind::kVoid);
  Type element = program_.shapes.ElementOf(type);
  auto compare = CheckLambda(comparison, {element, element}, false, &number);
  if (!compare) return ErrorNode(span);
  compare->value = Convert(compare->value, number);
  if (compare->value->type.kind == TypeKind::kError) return compare->value;
  int32_t held = NewLocal(type, ""), sorted = NewLocal(type, ""), low = NewLocal(number, ""),
          high = NewLocal(number, ""), middle = NewLocal(number, "");
  auto binary = [&](Op op, const Type& result, Expr* a, Expr* b) { return Node(op, result, span, {a, b}); };
  std::vector<Stmt*> before = {Assign(held, list),
                               Assign(sorted, Operate(Operation::kListNew, type, type, {}, span))};
  int32_t item_local = NewLocal(element, "");
  Each(QueryOf(LocalNode(held, span)), before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t) {
    body.push_back(Assign(item_local, item));
    body.push_back(Assign(low, IntConstant(0, span)));
    body.push_back(
        Assign(high, Operate(Operation::kListCount, type, number, {LocalNode(sorted, span)}, span)));
    Stmt* loop = Statement(StmtOp::kLoop, span);
    loop->value = binary(Op::kLt, boolean, LocalNode(low, span), LocalNode(high, span));
    Expr* half =
        binary(Op::kDiv, number, binary(Op::kAdd, number, LocalNode(low, span), LocalNode(high, span)),
               IntConstant(2, span));
    loop->body.push_back(Assign(middle, half));
    Expr* there =
        Operate(Operation::kListGet, type, element, {LocalNode(sorted, span), LocalNode(middle, span)}, span);
    PassBoth(*compare, LocalNode(item_local, span), there, loop->body);
    Expr* less = binary(Op::kLt, boolean, compare->value, IntConstant(0, span));
    Expr* next = binary(Op::kAdd, number, LocalNode(middle, span), IntConstant(1, span));
    loop->body.push_back(When(less, {Assign(high, LocalNode(middle, span))}, {Assign(low, next)}));
    body.push_back(loop);
    body.push_back(
        Run(Operate(Operation::kListInsert, type, nothing,
                    {LocalNode(sorted, span), LocalNode(low, span), LocalNode(item_local, span)}, span)));
  });
  before.push_back(Run(Operate(Operation::kListReplace, type, nothing,
                               {LocalNode(held, span), ElementsOf(LocalNode(sorted, span))}, span)));
  Expr* block = Node(Op::kBlock, nothing, span, {Node(Op::kConst, nothing, span)});
  block->body = std::move(before);
  return block;
}

// list.GetRange(index, count), list.Slice(index, count), list[a..b]
Expr* Checker::ListRange(Expr* list, Expr* index, Expr* count, Span span) {
  Type number = TypeOf(TypeKind::kInt), boolean = TypeOf(TypeKind::kBool), type = list->type;
  if (index->type.kind == TypeKind::kError || count->type.kind == TypeKind::kError) return ErrorNode(span);
  return WithTemporaries({ElementsOf(list), index, count}, [&](const std::vector<Expr*>& held) {
    Type array = held[0]->type;
    Expr* length = Operate(Operation::kArrayLength, array, number, {held[0]}, span);
    Expr* rest = Node(Op::kSub, number, span, {length, held[1]});
    Expr* fits = Node(Op::kLe, boolean, span, {held[2], rest});
    Expr* positive = Node(Op::kAnd, boolean, span,
                          {Node(Op::kGe, boolean, span, {held[1], IntConstant(0, span)}),
                           Node(Op::kGe, boolean, span, {held[2], IntConstant(0, span)})});
    Expr* end = Node(Op::kAdd, number, span, {held[1], held[2]});
    Expr* part = Operate(Operation::kArraySlice, array, array, {held[0], held[1], end}, span);
    Expr* made = Operate(Operation::kListFrom, type, type, {part}, span);
    Expr* checked =
        OrThrow(fits, made,
                "Offset and length were out of bounds for the array or count is greater than the number of "
                "elements from index to the end of the source collection.",
                span);
    checked->args[2]->a = static_cast<int32_t>(EvalErrorKind::kArgument);
    checked = OrThrow(positive, checked, "Non-negative number required.", span);
    checked->args[2]->a = static_cast<int32_t>(EvalErrorKind::kArgumentOutOfRange);
    return checked;
  });
}

Expr* Checker::CallSet(Expr* target, const std::string& name, const ast::Call& e, bool& known) {
  const Type set = target->type;
  Type element = program_.shapes.ElementOf(set), boolean = TypeOf(TypeKind::kBool);
  const std::map<std::string, Operation> forms = {
      {"Add", Operation::kSetAdd}, {"Contains", Operation::kSetHas}, {"Remove", Operation::kSetRemove}};
  if (name == "Clear" && e.arguments.empty()) {
    known = true;
    return Operate(Operation::kSetClear, set, TypeOf(TypeKind::kVoid), {target}, e.span);
  }
  static const std::set<std::string> kRelations = {"SetEquals",    "Overlaps",         "IsSubsetOf",
                                                   "IsSupersetOf", "IsProperSubsetOf", "IsProperSupersetOf"};
  if (e.arguments.size() == 1 && kRelations.contains(name)) {
    known = true;
    return RelateSets(target, name, e);
  }
  if (e.arguments.size() == 1 &&
      (name == "IntersectWith" || name == "SymmetricExceptWith" || name == "RemoveWhere")) {
    known = true;
    return name == "RemoveWhere" ? RemoveWhere(target, e) : IntersectSet(target, name, e);
  }
  if (e.arguments.size() == 1 && (name == "UnionWith" || name == "ExceptWith")) {
    known = true;
    return ChangeSet(target, name == "UnionWith" ? Operation::kSetAdd : Operation::kSetRemove, e);
  }
  auto form = forms.find(name);
  if (form == forms.end() || e.arguments.size() != 1) return nullptr;
  known = true;
  Expr* value = CheckAs(*e.arguments[0].value, element);
  if (value->type.kind == TypeKind::kError) return value;
  return Operate(form->second, set, boolean, {target, value}, e.span);
}

// The set against another sequence: 2 × how many of its elements are there, + 1 where others are there, too.
Expr* Checker::RelateSets(Expr* set, const std::string& name, const ast::Call& e) {
  Span span = e.span;
  Type list = program_.shapes.ListOf(program_.shapes.ElementOf(set->type)), number = TypeOf(TypeKind::kLong);
  Expr* other = SequenceArgument(*e.arguments[0].value, &list, name);
  other = other == nullptr ? ErrorNode(span) : Convert(other, list);
  if (other->type.kind == TypeKind::kError) return other;
  return WithTemporary(set, [&](Expr* held) {
    return WithTemporary(
        Operate(Operation::kSetMatches, set->type, number, {held, other}, span), [&](Expr* matches) {
          Type boolean = TypeOf(TypeKind::kBool);
          auto constant = [&](uint64_t n) { return Constant(number, span, n); };
          auto compare = [&](Op op, Expr* a, Expr* b) { return Node(op, boolean, span, {a, b}); };
          Expr* strange =
              compare(Op::kNe, Node(Op::kBitAnd, number, span, {matches, constant(1)}), constant(0));
          Expr* found = Node(Op::kShr, number, span, {matches, IntConstant(1, span)});
          Expr* count = ConvertQuietly(
              Operate(Operation::kSetCount, set->type, TypeOf(TypeKind::kInt), {held}, span), number);
          Expr* none = Node(Op::kNot, boolean, span, {strange});
          if (name == "Overlaps") return compare(Op::kGt, found, constant(0));
          if (name == "IsSupersetOf") return none;
          Expr* all = compare(name == "IsProperSupersetOf" ? Op::kLt : Op::kEq, found, count);
          if (name == "IsSubsetOf") return all;
          return Node(Op::kAnd, boolean, span, {name == "IsProperSubsetOf" ? strange : none, all});
        });
  });
}

// UnionWith, ExceptWith.
Expr* Checker::ChangeSet(Expr* set, Operation operation, const ast::Call& e) {
  Span span = e.span;
  Type list = program_.shapes.ListOf(program_.shapes.ElementOf(set->type)), nothing = TypeOf(TypeKind::kVoid);
  Expr* other = SequenceArgument(*e.arguments[0].value, &list, "this");
  other = other == nullptr ? ErrorNode(span) : Convert(other, list);
  if (other->type.kind == TypeKind::kError) return other;
  int32_t held = NewLocal(set->type, "");
  std::vector<Stmt*> before = {Assign(held, set)};
  Each(QueryOf(other), before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t) {
    Stmt* s = Statement(StmtOp::kExpr, span);
    s->value = Operate(operation, set->type, TypeOf(TypeKind::kBool), {LocalNode(held, span), item}, span);
    body.push_back(s);
  });
  Expr* block = Node(Op::kBlock, nothing, span, {Node(Op::kConst, nothing, span)});
  block->body = std::move(before);
  return block;
}

}  // namespace idx::compiler::check
