// What changes whole arrays, lists and sets in place: Array.Sort(xs), xs.RemoveRange(1, 2),
// set.IntersectWith(ys).
#include "compiler/check/checker.h"

namespace idx::compiler::check {

Stmt* Checker::Run(Expr* value) {
  Stmt* s = Statement(StmtOp::kExpr, value->span);
  s->value = value;
  return s;
}

Expr* Checker::Nothing(std::vector<Stmt*> body, Span span) {
  Type nothing = TypeOf(TypeKind::kVoid);
  Expr* block = Node(Op::kBlock, nothing, span, {Node(Op::kConst, nothing, span)});
  block->body = std::move(body);
  return block;
}

// into[at], into[at + 1] … are the elements of `from`, which is another array.
void Checker::WriteInto(int32_t into, Expr* from, Expr* at, std::vector<Stmt*>& out, Span span) {
  Type number = TypeOf(TypeKind::kInt), array = function().locals[static_cast<size_t>(into)];
  Type element = program_.shapes.ElementOf(array);
  int32_t held = NewLocal(from->type, ""), place = NewLocal(number, "");
  out.push_back(Assign(held, from));
  out.push_back(Assign(place, at));
  Each(QueryOf(LocalNode(held, span)), out, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t) {
    body.push_back(Run(Operate(Operation::kArraySet, array, element,
                               {LocalNode(into, span), LocalNode(place, span), item}, span)));
    body.push_back(
        Assign(place, Node(Op::kAdd, number, span, {LocalNode(place, span), IntConstant(1, span)})));
  });
}

// An array that may be changed, in a local. -1 after a diagnostic.
int32_t Checker::WritableArray(const ast::Expr& e, std::vector<Stmt*>& before) {
  Expr* array = CheckValue(e);
  if (array->type.kind != TypeKind::kError) array = NotNull(array, e.span);
  if (array->type.kind == TypeKind::kError) return -1;
  if (array->type.kind != TypeKind::kList || array->type.element == TypeKind::kVoid) {
    Report(1002, e.span, {NameOf(array->type), "an array"});
    return -1;
  }
  if (IsTable(e)) {
    Unsupported(e.span, "changing a static table");
    return -1;
  }
  int32_t local = NewLocal(array->type, "");
  before.push_back(Assign(local, array));
  return local;
}

// Where `fits` does not hold: the error, with .NET's message.
void Checker::Demand(Expr* fits, EvalErrorKind kind, std::string_view message, std::vector<Stmt*>& out) {
  Span span = fits->span;
  Expr* demanded = OrThrow(fits, BoolConstant(true, span), message, span);
  demanded->args[2]->a = static_cast<int32_t>(kind);
  out.push_back(Run(demanded));
}

// Array.Sort, Reverse, Fill, Copy. Null: it is none of them.
Expr* Checker::ChangeArray(const std::string& name, const ast::Call& e) {
  Span span = e.span;
  size_t count = e.arguments.size();
  bool copy = name == "Copy" && (count == 3 || count == 5);
  bool known = copy || (name == "Reverse" && count == 1) || (name == "Fill" && count == 2) ||
               (name == "Sort" && (count == 1 || count == 2));
  if (!known) return nullptr;
  for (const ast::Argument& argument : e.arguments)
    if (!argument.name.empty()) return nullptr;
  std::vector<Stmt*> before;
  Type number = TypeOf(TypeKind::kInt);
  if (copy) return CopyArray(e);
  int32_t array = WritableArray(*e.arguments[0].value, before);
  if (array < 0) return ErrorNode(span);
  const Type type = function().locals[static_cast<size_t>(array)], element = program_.shapes.ElementOf(type);
  auto now = [&] { return LocalNode(array, span); };
  if (name == "Fill") {
    Expr* value = CheckAs(*e.arguments[1].value, element);
    if (value->type.kind == TypeKind::kError) return value;
    Expr* length = Operate(Operation::kArrayLength, type, number, {now()}, span);
    WriteInto(array, Operate(Operation::kArrayRepeat, type, type, {value, length}, span),
              IntConstant(0, span), before, span);
    return Nothing(std::move(before), span);
  }
  Expr* changed = nullptr;
  std::optional<bool> comparer = count == 2 ? ComparerOf(*e.arguments[1].value) : std::optional(false);
  if (name == "Reverse") {
    changed = Operate(Operation::kArrayReverse, type, type, {now()}, span);
  } else if (count == 2 && comparer && element.kind != TypeKind::kString) {
    return Unsupported(span, "Array.Sort with this comparer");
  } else if (comparer) {
    changed = InOrder(now(), *comparer, span);
  } else {
    Type list = program_.shapes.Composite(TypeKind::kListObject, {element});
    int32_t sorted = NewLocal(list, "");
    before.push_back(Assign(sorted, Operate(Operation::kListFrom, list, list, {now()}, span)));
    Expr* sort = SortBy(LocalNode(sorted, span), *e.arguments[1].value, span);
    if (sort->type.kind == TypeKind::kError) return sort;
    before.push_back(Run(sort));
    changed = Operate(Operation::kListView, list, type, {LocalNode(sorted, span)}, span);
  }
  if (changed->type.kind == TypeKind::kError) return changed;
  WriteInto(array, changed, IntConstant(0, span), before, span);
  return Nothing(std::move(before), span);
}

// Array.Copy(from, to, n), Array.Copy(from, i, to, j, n)
Expr* Checker::CopyArray(const ast::Call& e) {
  Span span = e.span;
  bool places = e.arguments.size() == 5;
  Type number = TypeOf(TypeKind::kInt);
  std::vector<Stmt*> before;
  Expr* from = CheckValue(*e.arguments[0].value);
  if (from->type.kind != TypeKind::kError) from = NotNull(from, span);
  if (from->type.kind == TypeKind::kError) return from;
  if (from->type.kind != TypeKind::kList) return Unsupported(span, "Array.Copy of " + NameOf(from->type));
  int32_t source = NewLocal(from->type, "");
  before.push_back(Assign(source, from));
  auto whole = [&](size_t argument) {
    Expr* value = CheckAs(*e.arguments[argument].value, number);
    int32_t local = NewLocal(number, "");
    if (value->type.kind != TypeKind::kError) before.push_back(Assign(local, value));
    return value->type.kind == TypeKind::kError ? -1 : local;
  };
  int32_t start = places ? whole(1) : 0;
  int32_t into = WritableArray(*e.arguments[places ? 2 : 1].value, before);
  int32_t to = places ? whole(3) : 0, length = whole(places ? 4 : 2);
  if (start < 0 || into < 0 || to < 0 || length < 0) return ErrorNode(span);
  const Type target = function().locals[static_cast<size_t>(into)];
  if (target != from->type) {
    Report(1002, span, {NameOf(from->type), NameOf(target)});
    return ErrorNode(span);
  }
  auto at = [&](int32_t local) { return places ? LocalNode(local, span) : IntConstant(0, span); };
  auto n = [&] { return LocalNode(length, span); };
  Type boolean = TypeOf(TypeKind::kBool);
  auto positive = [&](Expr* value, std::string_view message) {
    Demand(Node(Op::kGe, boolean, span, {value, IntConstant(0, span)}), EvalErrorKind::kArgumentOutOfRange,
           message, before);
  };
  auto fits = [&](int32_t array, Expr* place, std::string_view message) {
    Expr* count = Operate(Operation::kArrayLength, target, number, {LocalNode(array, span)}, span);
    Expr* rest = Node(Op::kSub, number, span, {count, place});
    Demand(Node(Op::kLe, boolean, span, {n(), rest}), EvalErrorKind::kArgument, message, before);
  };
  positive(n(), "Non-negative number required. (Parameter 'length')");
  if (places) {
    positive(at(start), "Non-negative number required. (Parameter 'sourceIndex')");
    positive(at(to), "Non-negative number required. (Parameter 'destinationIndex')");
  }
  fits(source, at(start),
       "Source array was not long enough. Check the source index, length, and the array's lower bounds. "
       "(Parameter "
       "'sourceArray')");
  fits(into, at(to),
       "Destination array was not long enough. Check the destination index, length, and the array's lower "
       "bounds. "
       "(Parameter 'destinationArray')");
  Expr* end = Node(Op::kAdd, number, span, {at(start), n()});
  Expr* part =
      Operate(Operation::kArraySlice, target, target, {LocalNode(source, span), at(start), end}, span);
  // Its own array: the parts may overlap.
  WriteInto(into, Operate(Operation::kArrayCopy, target, target, {part}, span), at(to), before, span);
  return Nothing(std::move(before), span);
}

// The elements in their order, as another array. An error node where they have none.
Expr* Checker::InOrder(Expr* array, bool ignore_case, Span span) {
  Type type = array->type, numbers = program_.shapes.ListOf(TypeOf(TypeKind::kInt));
  Type element = program_.shapes.ElementOf(type);
  if (!IsOrdered(element.NonNull()) || element.kind == TypeKind::kTuple ||
      (ignore_case && element.kind != TypeKind::kString))
    return Unsupported(span, "the order of " + NameOf(element));
  return WithTemporary(array, [&](Expr* held) {
    Expr* order = Operate(
        Operation::kSortOrder, type, numbers,
        {held, BoolConstant(false, span), BoolConstant(ignore_case, span), NullConstant(numbers, span)},
        span);
    return Operate(Operation::kGather, type, type, {held, order}, span);
  });
}

// RemoveRange(index, count) and InsertRange(index, others): what stands before, between and behind, anew.
Expr* Checker::ChangeRange(Expr* list, const ast::Call& e, bool insert) {
  Span span = e.span;
  const Type type = list->type;
  Type number = TypeOf(TypeKind::kInt), boolean = TypeOf(TypeKind::kBool), nothing = TypeOf(TypeKind::kVoid);
  Type array = program_.shapes.ListOf(program_.shapes.ElementOf(type));
  int32_t held = NewLocal(type, ""), at = NewLocal(number, ""), old = NewLocal(array, ""),
          made = NewLocal(type, "");
  std::vector<Stmt*> before = {Assign(held, list)};
  Expr* index = CheckAs(*e.arguments[0].value, number);
  if (index->type.kind == TypeKind::kError) return index;
  before.push_back(Assign(at, index));
  Expr* other = insert ? SequenceArgument(*e.arguments[1].value, &array, "InsertRange")
                       : CheckAs(*e.arguments[1].value, number);
  other = other == nullptr ? ErrorNode(span) : insert ? Convert(other, array) : other;
  if (other->type.kind == TypeKind::kError) return other;
  int32_t with = NewLocal(other->type, "");
  before.push_back(
      Assign(with, insert ? Operate(Operation::kArrayCopy, array, array, {other}, span) : other));
  before.push_back(
      Assign(old, Operate(Operation::kArrayCopy, array, array, {ElementsOf(LocalNode(held, span))}, span)));
  auto length = [&] { return Operate(Operation::kArrayLength, array, number, {LocalNode(old, span)}, span); };
  auto compare = [&](Op op, Expr* a, Expr* b) { return Node(op, boolean, span, {a, b}); };
  auto place = [&] { return LocalNode(at, span); };
  if (insert) {
    Demand(
        Node(Op::kAnd, boolean, span,
             {compare(Op::kGe, place(), IntConstant(0, span)), compare(Op::kLe, place(), length())}),
        EvalErrorKind::kArgumentOutOfRange,
        "Index was out of range. Must be non-negative and less than or equal to the size of the collection. "
        "(Parameter 'index')",
        before);
  } else {
    for (auto [value, name] : {std::pair(at, "index"), std::pair(with, "count")})
      Demand(compare(Op::kGe, LocalNode(value, span), IntConstant(0, span)),
             EvalErrorKind::kArgumentOutOfRange,
             name == std::string_view("index") ? "Non-negative number required. (Parameter 'index')"
                                               : "Non-negative number required. (Parameter 'count')",
             before);
    Demand(compare(Op::kLe, LocalNode(with, span), Node(Op::kSub, number, span, {length(), place()})),
           EvalErrorKind::kArgument,
           "Offset and length were out of bounds for the array or count is greater than the number of "
           "elements from "
           "index to the end of the source collection.",
           before);
  }
  auto add = [&](Expr* part) {
    before.push_back(
        Run(Operate(Operation::kListAddRange, type, nothing, {LocalNode(made, span), part}, span)));
  };
  auto slice = [&](Expr* begin, Expr* end) {
    return Operate(Operation::kArraySlice, array, array, {LocalNode(old, span), begin, end}, span);
  };
  before.push_back(Assign(made, Operate(Operation::kListNew, type, type, {}, span)));
  add(slice(IntConstant(0, span), place()));
  if (insert) add(LocalNode(with, span));
  add(slice(insert ? place() : Node(Op::kAdd, number, span, {place(), LocalNode(with, span)}), length()));
  before.push_back(Run(Operate(Operation::kListReplace, type, nothing,
                               {LocalNode(held, span), ElementsOf(LocalNode(made, span))}, span)));
  return Nothing(std::move(before), span);
}

// set.IntersectWith(others), by the set's own comparer: what is left once the others are gone goes.
// set.SymmetricExceptWith(others): each of the others, once, goes where it is and comes where it is not.
Expr* Checker::IntersectSet(Expr* set, const std::string& name, const ast::Call& e) {
  Span span = e.span;
  const Type type = set->type;
  Type array = program_.shapes.ListOf(program_.shapes.ElementOf(type)), boolean = TypeOf(TypeKind::kBool);
  Expr* other = SequenceArgument(*e.arguments[0].value, &array, name);
  other = other == nullptr ? ErrorNode(span) : Convert(other, array);
  if (other->type.kind == TypeKind::kError) return other;
  int32_t held = NewLocal(type, ""), others = NewLocal(array, ""), all = NewLocal(array, ""),
          rest = NewLocal(array, "");
  auto elements = [&] {
    return Operate(Operation::kArrayCopy, array, array, {ElementsOf(LocalNode(held, span))}, span);
  };
  std::vector<Stmt*> body = {Assign(held, set),
                             Assign(others, Operate(Operation::kArrayCopy, array, array, {other}, span)),
                             Assign(all, elements())};
  auto each = [&](int32_t of, Operation operation) {
    Each(QueryOf(LocalNode(of, span)), body, span, [&](Expr* item, std::vector<Stmt*>& inner, int32_t) {
      inner.push_back(Run(Operate(operation, type, boolean, {LocalNode(held, span), item}, span)));
    });
  };
  auto clear = [&] {
    return Run(Operate(Operation::kSetClear, type, TypeOf(TypeKind::kVoid), {LocalNode(held, span)}, span));
  };
  bool intersect = name == "IntersectWith";
  if (!intersect) body.push_back(clear());
  each(others, intersect ? Operation::kSetRemove : Operation::kSetAdd);
  body.push_back(Assign(rest, elements()));
  body.push_back(clear());
  each(all, Operation::kSetAdd);
  if (intersect) {
    each(rest, Operation::kSetRemove);
    return Nothing(std::move(body), span);
  }
  Each(QueryOf(LocalNode(rest, span)), body, span, [&](Expr* item, std::vector<Stmt*>& inner, int32_t) {
    Expr* gone = Operate(Operation::kSetRemove, type, boolean, {LocalNode(held, span), item}, span);
    Expr* comes = Operate(Operation::kSetAdd, type, boolean, {LocalNode(held, span), item}, span);
    inner.push_back(When(Node(Op::kNot, boolean, span, {gone}), {Run(comes)}));
  });
  return Nothing(std::move(body), span);
}

// set.RemoveWhere(test): how many went.
Expr* Checker::RemoveWhere(Expr* set, const ast::Call& e) {
  Span span = e.span;
  const Type type = set->type;
  Type element = program_.shapes.ElementOf(type), number = TypeOf(TypeKind::kInt);
  Type array = program_.shapes.ListOf(element);
  auto test = CheckLambda(*e.arguments[0].value, {element}, true, nullptr);
  if (!test) return ErrorNode(span);
  int32_t held = NewLocal(type, ""), all = NewLocal(array, ""), gone = NewLocal(number, "");
  std::vector<Stmt*> body = {
      Assign(held, set),
      Assign(all, Operate(Operation::kArrayCopy, array, array, {ElementsOf(LocalNode(held, span))}, span)),
      Assign(gone, IntConstant(0, span))};
  Each(QueryOf(LocalNode(all, span)), body, span, [&](Expr* item, std::vector<Stmt*>& inner, int32_t) {
    Pass(*test, item, inner);
    Expr* more = Node(Op::kAdd, number, span, {LocalNode(gone, span), IntConstant(1, span)});
    inner.push_back(
        When(test->value, {Run(Operate(Operation::kSetRemove, type, TypeOf(TypeKind::kBool),
                                       {LocalNode(held, span), LocalNode(test->parameters[0], span)}, span)),
                           Assign(gone, more)}));
  });
  return BlockOf(std::move(body), LocalNode(gone, span));
}

// The last place of a value, or -1.
Expr* Checker::LastIndex(Expr* array, Expr* value, Span span) {
  Type number = TypeOf(TypeKind::kInt);
  return WithTemporaries({array, value}, [&](const std::vector<Expr*>& held) {
    Expr* back = Operate(Operation::kArrayReverse, held[0]->type, held[0]->type, {held[0]}, span);
    Expr* found =
        Operate(Operation::kIndexOf, held[0]->type, number, {back, held[1], BoolConstant(false, span)}, span);
    return FromBack(held[0], found, span);
  });
}

// What an index into the reversed array is in the array itself; -1 stays.
Expr* Checker::FromBack(Expr* array, Expr* index, Span span) {
  Type number = TypeOf(TypeKind::kInt);
  return WithTemporary(index, [&](Expr* at) {
    Expr* count = Operate(Operation::kArrayLength, array->type, number, {array}, span);
    Expr* last = Node(Op::kSub, number, span, {count, IntConstant(1, span)});
    Expr* none = Node(Op::kLt, TypeOf(TypeKind::kBool), span, {at, IntConstant(0, span)});
    return Node(Op::kCond, number, span, {none, at, Node(Op::kSub, number, span, {last, at})});
  });
}

// FindLastIndex(test)
Expr* Checker::LastIndexEnd(Expr* array, const ast::Call& e) {
  return WithTemporary(array, [&](Expr* held) {
    Expr* back = Operate(Operation::kArrayReverse, held->type, held->type, {held}, e.span);
    Expr* found = IndexEnd(QueryOf(back), e);
    return found->type.kind == TypeKind::kError ? found : FromBack(held, found, e.span);
  });
}

}  // namespace idx::compiler::check
