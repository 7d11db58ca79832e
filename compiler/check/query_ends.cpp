// What ends a chain of collection methods: Any, First, Sum, ToList …
#include "compiler/check/checker.h"

namespace idx::compiler::check {

// A row of the library for exactly these elements: what does not depend on how they compare in rare cases.
bool Checker::UsesRows(Expr* value, const std::string& name, const ast::Call& e) {
  if (value->type.kind != TypeKind::kList && value->type.kind != TypeKind::kListObject) return false;
  static const std::set<std::string> kNever = {"ToList", "ToArray", "Concat", "Union", "Intersect", "Except"};
  if (kNever.contains(name)) return false;
  Type list = program_.shapes.ListOf(program_.shapes.ElementOf(value->type));
  // Rows compare doubles as == does: NaN is not found, and 0 is not -0.
  static const std::set<std::string> kCompares = {"Contains",  "IndexOf", "Distinct",     "Union",
                                                  "Intersect", "Except",  "SequenceEqual"};
  if (list.element == TypeKind::kDouble && kCompares.contains(name)) return false;
  for (const ast::Argument& argument : e.arguments) {
    const ast::Expr& given = *argument.value;
    bool from_end =
        given.kind == ast::ExprKind::kUnary && ast::As<ast::Unary>(&given).op == ast::UnaryOp::kFromEnd;
    if (from_end || given.kind == ast::ExprKind::kRange || given.kind == ast::ExprKind::kLambda ||
        ComparerOf(given))
      return false;
  }
  for (uint32_t row : stdlib::FindFunctions("List", name)) {
    const stdlib::Row& known = stdlib::Functions()[row];
    bool counts = known.types.size() == e.arguments.size() + 1 || name == "IndexOfValue";
    if (known.form == stdlib::Form::kMethod && counts && FromSpec(known.types[0]) == list) return true;
  }
  return false;
}

Expr* Checker::CallCollection(const Receiver& receiver, const ast::Member& member, const ast::Call& e) {
  if (receiver.value != nullptr) {
    bool known = false;
    Expr* own = CallOwn(receiver.value, member, e, known);
    if (known) return own;
    if (UsesRows(receiver.value, member.name, e)) {
      std::vector<uint32_t> rows;
      for (uint32_t row : stdlib::FindFunctions("List", member.name))
        if (stdlib::Functions()[row].form == stdlib::Form::kMethod) rows.push_back(row);
      return CallRows(rows, "List." + member.name, ElementsOf(receiver.value), e.arguments, e.span);
    }
  }
  QueryPtr query = receiver.query != nullptr ? receiver.query : QueryOf(receiver.value);
  if (IsStage(member.name)) {
    QueryPtr stage = CheckStage(query, member, e);
    return stage == nullptr ? ErrorNode(e.span) : Materialize(stage, e.span);
  }
  return CheckEnd(query, member, e);
}

Expr* Checker::CheckEnd(const QueryPtr& query, const ast::Member& member, const ast::Call& e) {
  const std::string& name = member.name;
  size_t count = e.arguments.size();
  bool plain = true;
  for (const ast::Argument& argument : e.arguments)
    plain = plain && argument.name.empty() && argument.mode == ast::Argument::Mode::kValue;
  static const std::set<std::string> finds = {"First",         "FirstOrDefault", "Last",
                                              "LastOrDefault", "Single",         "SingleOrDefault"};
  if (plain && finds.contains(name) && count <= (name.ends_with("OrDefault") ? 2U : 1U))
    return FindEnd(query, name, e);
  if (plain && count <= 1) {
    if (name == "Any" || name == "Count" || name == "LongCount" || (name == "All" && count == 1))
      return CountEnd(query, name, e);
    if (name == "Sum" || name == "Average" || name == "Min" || name == "Max")
      return NumberEnd(query, name, e);
    if (count == 1 && (name == "ElementAt" || name == "ElementAtOrDefault"))
      return ElementEnd(query, name, e);
  }
  if (plain && name == "Aggregate" && count >= 1 && count <= 3) return FoldEnd(query, e);
  if (plain && count == 1 && (name == "MinBy" || name == "MaxBy")) return BestEnd(query, name, e);
  if (plain && name == "ToList" && count == 0) return Collected(query, e.span);
  if (plain && name == "ToArray" && count == 0) {
    Expr* list = Materialize(query, e.span);
    return Operate(Operation::kArrayCopy, list->type, list->type, {list}, e.span);
  }
  if (plain && name == "Contains" && (count == 1 || count == 2)) return ContainsEnd(query, e);
  if (plain && name == "SequenceEqual" && (count == 1 || (count == 2 && ComparerOf(*e.arguments[1].value)))) {
    Expr* list = Materialize(query, e.span);
    bool ignore_case = count == 2 && *ComparerOf(*e.arguments[1].value);
    if (ignore_case && query->element.kind != TypeKind::kString)
      return Unsupported(e.span, "SequenceEqual with this comparer");
    Expr* other = SequenceArgument(*e.arguments[0].value, &list->type, name);
    other = other == nullptr ? ErrorNode(e.span) : Convert(other, list->type);
    if (other->type.kind == TypeKind::kError) return other;
    return Operate(Operation::kSequenceEqual, list->type, TypeOf(TypeKind::kBool),
                   {list, other, BoolConstant(ignore_case, e.span)}, e.span);
  }
  if (plain && name == "ToLookup" && count >= 1) return LookupEnd(query, e);
  if (plain && (name == "ToDictionary" || name == "ToHashSet")) return MapEnd(query, name, e);
  Expr* list = Materialize(query, e.span);
  if (UsesRows(list, name, e)) {
    std::vector<uint32_t> rows;
    for (uint32_t row : stdlib::FindFunctions("List", name))
      if (stdlib::Functions()[row].form == stdlib::Form::kMethod) rows.push_back(row);
    return CallRows(rows, "List." + name, list, e.arguments, e.span);
  }
  if (plain && name == "IndexOf" && count == 1) {
    Expr* value = CheckAs(*e.arguments[0].value, query->element);
    if (value->type.kind == TypeKind::kError) return value;
    return Operate(Operation::kIndexOf, list->type, TypeOf(TypeKind::kInt),
                   {list, value, BoolConstant(false, e.span)}, e.span);
  }
  std::vector<Expr*> ignored;
  CheckArguments(e.arguments, "", ignored);
  static const std::set<std::string> kEnds = {
      "Any",   "All", "Count", "Contains", "SequenceEqual", "Aggregate", "MinBy",        "Max",
      "MaxBy", "Min", "Sum",   "Average",  "ElementAt",     "ToLookup",  "ToDictionary", "ToHashSet"};
  if (finds.contains(name) || kEnds.contains(name))
    return Unsupported(e.span, name + " with these arguments");
  return NoSuchMember(NameOf(list->type), "List", name, e.span, member.name_span);
}

// found ? value : the error
Expr* Checker::OrThrow(Expr* found, Expr* value, std::string_view message, Span span) {
  Expr* fail = Node(
      Op::kThrow, TypeOf(TypeKind::kNever), span,
      {ConvertQuietly(TextConstant(std::string(message), span), TypeOf(TypeKind::kString).AsNullable())});
  fail->a = static_cast<int32_t>(EvalErrorKind::kInvalidOperation);
  return Node(Op::kCond, value->type, span, {found, value, fail});
}

// default(T) as the OrDefault methods give it; an error node where it has no form.
Expr* Checker::MissingValue(const Type& element, Span span) {
  if (element.nullable || IsReference(element)) return NullConstant(element.AsNullable(), span);
  if (element.kind == TypeKind::kTuple) return DefaultOfTuple(element, span);
  return Constant(element, span, 0);
}

// (0, null): a part that takes no null may have one here, so the type says.
Expr* Checker::DefaultOfTuple(const Type& tuple, Span span) {
  const Shape shape = program_.shapes.ShapeOf(tuple);
  std::vector<Expr*> fields;
  std::vector<Type> parts;
  for (const Type& part : shape.parts) {
    fields.push_back(MissingValue(part, span));
    parts.push_back(fields.back()->type);
  }
  Type type = program_.shapes.Composite(TypeKind::kTuple, std::move(parts), shape.names, shape.name);
  return Node(Op::kTuple, type, span, std::move(fields));
}

// A lambda, or the name of a method: no value.
bool Checker::IsFunction(const ast::Expr& e) const {
  if (e.kind == ast::ExprKind::kLambda) return true;
  if (e.kind != ast::ExprKind::kMember) return IsMethodGroup(e);
  const auto& member = ast::As<ast::Member>(&e);
  std::string owner = QualifiedName(*member.target);
  if (owner.empty() || IsValueName(owner)) return false;
  if (const ClassSymbol* symbol = symbols_.FindClass(owner, owner_)) {
    std::vector<const MethodSymbol*> methods = FindMethods(symbol, member.name);
    return !methods.empty() && !methods[0]->declaration->property;
  }
  if (symbols_.FindEnum(owner, owner_) >= 0) return false;
  for (uint32_t row : stdlib::FindFunctions(owner, member.name))
    if (stdlib::Functions()[row].form == stdlib::Form::kStaticValue) return false;
  return true;
}

Expr* Checker::FindEnd(const QueryPtr& given, const std::string& name, const ast::Call& e) {
  Span span = e.span;
  bool last = name.starts_with("Last"), single = name.starts_with("Single");
  // (test, fallback), (fallback)
  Expr* fallback = nullptr;
  bool alone = e.arguments.size() == 1 && name.ends_with("OrDefault") && !IsFunction(*e.arguments[0].value);
  if (alone || e.arguments.size() == 2) {
    Type maybe = given->element.AsNullable();
    fallback = CheckValue(*e.arguments.back().value, &maybe);
    fallback = Convert(fallback, fallback->type.nullable ? maybe : given->element);
    if (fallback->type.kind == TypeKind::kError) return fallback;
  }
  int32_t other = fallback != nullptr ? NewLocal(fallback->type, "") : -1;
  std::optional<Applied> test;
  if (!e.arguments.empty() && !alone) {
    test = CheckLambda(*e.arguments[0].value, {given->element}, true, nullptr);
    if (!test) return ErrorNode(span);
  }
  QueryPtr query = given;
  if (last && test && given->list != nullptr) {  // .NET looks through a list from its end
    Expr* list = given->list;
    query = QueryOf(Operate(Operation::kArrayReverse, list->type, list->type, {list}, span));
    last = false;
  }
  const Type element = query->element;
  int32_t found = NewLocal(TypeOf(TypeKind::kBool), ""), result = NewLocal(element, "");
  std::vector<Stmt*> before = {Assign(found, BoolConstant(false, span))};
  Each(query, before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t done) {
    std::vector<Stmt*> hit;
    Expr* value = item;
    if (test) {
      Pass(*test, item, body);
      value = LocalNode(test->parameters[0], span);
    }
    if (single) {
      Expr* none = Node(Op::kNot, TypeOf(TypeKind::kBool), span, {LocalNode(found, span)});
      Stmt* check = Statement(StmtOp::kExpr, span);
      check->value = OrThrow(none, BoolConstant(true, span),
                             test ? "Sequence contains more than one matching element"
                                  : "Sequence contains more than one element",
                             span);
      hit.push_back(check);
    }
    hit.push_back(Assign(result, value));
    hit.push_back(Assign(found, BoolConstant(true, span)));
    if (!last && !single) Stop(hit, done, span);
    if (test)
      body.push_back(When(test->value, hit));
    else
      body.insert(body.end(), hit.begin(), hit.end());
  });
  Expr* value = LocalNode(result, span);
  Expr* there = LocalNode(found, span);
  if (!name.ends_with("OrDefault"))
    return BlockOf(
        std::move(before),
        OrThrow(there, value,
                test ? "Sequence contains no matching element" : "Sequence contains no elements", span));
  if (fallback != nullptr) before.insert(before.begin(), Assign(other, fallback));
  Expr* missing = fallback != nullptr ? LocalNode(other, span) : MissingValue(element, span);
  if (missing->type.kind == TypeKind::kError) return missing;
  Type type = missing->type;
  if (type.kind == TypeKind::kTuple && type.id != element.id) value = Retype(value, type);
  return BlockOf(std::move(before),
                 Node(Op::kCond, type, span, {there, ConvertQuietly(value, type), missing}));
}

Expr* Checker::CountEnd(const QueryPtr& given, const std::string& name, const ast::Call& e) {
  Span span = e.span;
  QueryPtr query = given;
  std::optional<Applied> test;
  if (!e.arguments.empty()) {
    test = CheckLambda(*e.arguments[0].value, {query->element}, true, nullptr);
    if (!test) return ErrorNode(span);
  } else if (name == "Any" && query->source != nullptr) {
    query = query->source;  // .NET asks the list for its count and calls no selector
  }
  Type type = TypeOf(name == "Count"       ? TypeKind::kInt
                     : name == "LongCount" ? TypeKind::kLong
                                           : TypeKind::kBool);
  int32_t result = NewLocal(type, "");
  std::vector<Stmt*> before = {Assign(result, Constant(type, span, name == "All" ? 1 : 0))};
  Each(query, before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t done) {
    std::vector<Stmt*> hit;
    if (type.kind == TypeKind::kBool) {
      hit.push_back(Assign(result, BoolConstant(name == "Any", span)));
      Stop(hit, done, span);
    } else {
      hit.push_back(Assign(
          result, Node(Op::kAddChecked, type, span, {LocalNode(result, span), Constant(type, span, 1)})));
    }
    if (!test) {
      body.insert(body.end(), hit.begin(), hit.end());
      return;
    }
    Pass(*test, item, body);
    Expr* holds = test->value;
    if (name == "All") holds = Node(Op::kNot, TypeOf(TypeKind::kBool), span, {holds});
    body.push_back(When(holds, hit));
  });
  return BlockOf(std::move(before), LocalNode(result, span));
}

Expr* Checker::ElementEnd(const QueryPtr& query, const std::string& name, const ast::Call& e) {
  Span span = e.span;
  Expr* list = Materialize(query, span);
  Type element = query->element;
  const ast::Expr* written = e.arguments[0].value;
  bool from_end =
      written->kind == ast::ExprKind::kUnary && ast::As<ast::Unary>(written).op == ast::UnaryOp::kFromEnd;
  Expr* index = CheckAs(from_end ? *ast::As<ast::Unary>(written).operand : *written, TypeOf(TypeKind::kInt));
  if (index->type.kind == TypeKind::kError) return index;
  int32_t held = NewLocal(list->type, ""), at = NewLocal(TypeOf(TypeKind::kInt), "");
  std::vector<Stmt*> before = {Assign(held, list), Assign(at, index)};
  if (from_end) {
    Expr* all =
        Operate(Operation::kArrayLength, list->type, TypeOf(TypeKind::kInt), {LocalNode(held, span)}, span);
    before.push_back(Assign(at, Node(Op::kSub, TypeOf(TypeKind::kInt), span, {all, LocalNode(at, span)})));
  }
  auto test = [&](Op op, Expr* with) {
    return Node(op, TypeOf(TypeKind::kBool), span, {LocalNode(at, span), with});
  };
  Expr* count =
      Operate(Operation::kArrayLength, list->type, TypeOf(TypeKind::kInt), {LocalNode(held, span)}, span);
  Expr* within = Node(Op::kAnd, TypeOf(TypeKind::kBool), span,
                      {test(Op::kGe, IntConstant(0, span)), test(Op::kLt, count)});
  Expr* value =
      Operate(Operation::kArrayGet, list->type, element, {LocalNode(held, span), LocalNode(at, span)}, span);
  if (name == "ElementAt") {
    value = OrThrow(within, value,
                    "Index was out of range. Must be non-negative and less than the size of the collection. "
                    "(Parameter 'index')",
                    span);
    value->args[2]->a = static_cast<int32_t>(EvalErrorKind::kArgumentOutOfRange);
    return BlockOf(std::move(before), value);
  }
  Expr* missing = MissingValue(element, span);
  if (missing->type.kind == TypeKind::kError) return missing;
  if (element.kind == TypeKind::kTuple && missing->type.id != element.id)
    value = Retype(value, missing->type);
  return BlockOf(std::move(before), Node(Op::kCond, missing->type, span,
                                         {within, ConvertQuietly(value, missing->type), missing}));
}

// Sum, Average, Min, Max; null elements do not count.
Expr* Checker::NumberEnd(const QueryPtr& query, const std::string& name, const ast::Call& e) {
  Span span = e.span;
  std::optional<Applied> selector;
  if (!e.arguments.empty()) {
    selector = CheckLambda(*e.arguments[0].value, {query->element}, false, nullptr);
    if (!selector) return ErrorNode(span);
  }
  bool sums = name == "Sum" || name == "Average";
  if (selector && sums &&
      (selector->value->type.kind == TypeKind::kChar || selector->value->type.kind == TypeKind::kByte))
    selector->value =
        ConvertQuietly(selector->value, selector->value->type.nullable ? TypeOf(TypeKind::kInt).AsNullable()
                                                                       : TypeOf(TypeKind::kInt));
  Type of = selector ? selector->value->type : query->element;
  Type kind = of.NonNull(), boolean = TypeOf(TypeKind::kBool);
  bool best = name == "Min" || name == "Max", average = name == "Average";
  bool decimal = kind.kind == TypeKind::kDecimal;
  bool number = kind.kind == TypeKind::kInt || kind.kind == TypeKind::kLong ||
                kind.kind == TypeKind::kDouble || decimal;
  if (best ? !IsOrdered(kind) || kind.kind == TypeKind::kTuple : !number)
    return Unsupported(span, name + " of " + NameOf(of));
  Type sum_type = average && kind.kind == TypeKind::kInt ? TypeOf(TypeKind::kLong) : kind;
  int32_t result = NewLocal(sum_type, ""), any = NewLocal(TypeOf(TypeKind::kLong), ""),
          held = NewLocal(of, "");
  std::vector<Stmt*> before = {Assign(any, Constant(TypeOf(TypeKind::kLong), span, 0))};
  if (!best) before.push_back(Assign(result, Constant(sum_type, span, 0)));
  Each(query, before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t) {
    if (selector) Pass(*selector, item, body);
    body.push_back(Assign(held, selector ? selector->value : item));
    Expr* value = LocalNode(held, span);
    if (of.nullable) value = Node(Op::kAssume, kind, span, {value});
    std::vector<Stmt*> add;
    if (best) {
      Expr* order =
          Operate(Operation::kCompare, kind, TypeOf(TypeKind::kInt), {value, LocalNode(result, span)}, span);
      Expr* better = Node(name == "Max" ? Op::kGt : Op::kLt, boolean, span, {order, IntConstant(0, span)});
      Expr* none =
          Node(Op::kEq, boolean, span, {LocalNode(any, span), Constant(TypeOf(TypeKind::kLong), span, 0)});
      add.push_back(When(Node(Op::kOr, boolean, span, {none, better}), {Assign(result, value)}));
    } else {
      Op op = sum_type.kind == TypeKind::kDouble ? Op::kAdd : Op::kAddChecked;
      Expr* sum = LocalNode(result, span);
      add.push_back(Assign(result, decimal
                                       ? DecimalArithmetic(ast::BinaryOp::kAdd, sum, value, span)
                                       : Node(op, sum_type, span, {sum, ConvertQuietly(value, sum_type)})));
    }
    add.push_back(Assign(any, Node(Op::kAdd, TypeOf(TypeKind::kLong), span,
                                   {LocalNode(any, span), Constant(TypeOf(TypeKind::kLong), span, 1)})));
    if (!of.nullable) {
      body.insert(body.end(), add.begin(), add.end());
      return;
    }
    Expr* is_null = Node(Op::kIsNull, boolean, span, {LocalNode(held, span)});
    body.push_back(When(Node(Op::kNot, boolean, span, {is_null}), add));
  });
  Expr* value = LocalNode(result, span);
  if (name == "Sum") return BlockOf(std::move(before), ConvertQuietly(value, of));
  Type real = TypeOf(TypeKind::kDouble);
  if (average && decimal)
    value = DecimalArithmetic(ast::BinaryOp::kDiv, value, LocalNode(any, span), span);
  else if (average)
    value =
        Node(Op::kDiv, real, span, {ConvertQuietly(value, real), ConvertQuietly(LocalNode(any, span), real)});
  Expr* there =
      Node(Op::kNe, boolean, span, {LocalNode(any, span), Constant(TypeOf(TypeKind::kLong), span, 0)});
  if (of.nullable || IsReference(kind)) {
    Type maybe = value->type.AsNullable();
    return BlockOf(std::move(before), Node(Op::kCond, maybe, span,
                                           {there, ConvertQuietly(value, maybe), NullConstant(maybe, span)}));
  }
  return BlockOf(std::move(before), OrThrow(there, value, "Sequence contains no elements", span));
}

// Aggregate(f), Aggregate(seed, f), Aggregate(seed, f, result)
Expr* Checker::FoldEnd(const QueryPtr& query, const ast::Call& e) {
  Span span = e.span;
  Expr* seed = e.arguments.size() >= 2 ? CheckValue(*e.arguments[0].value) : nullptr;
  if (seed != nullptr && seed->type.kind == TypeKind::kError) return seed;
  if (seed != nullptr && (seed->type.kind == TypeKind::kNull || IsRuleObject(seed->type.kind) ||
                          seed->type == program_.shapes.ListOf(Type{TypeKind::kVoid})))
    return Unsupported(span, "Aggregate with this seed");
  Type type = seed != nullptr ? seed->type : query->element;
  auto applied =
      CheckLambda(*e.arguments[seed != nullptr ? 1 : 0].value, {type, query->element}, false, &type);
  if (!applied) return ErrorNode(span);
  std::optional<Applied> finish;
  if (e.arguments.size() == 3) {
    finish = CheckLambda(*e.arguments[2].value, {type}, false, nullptr);
    if (!finish) return ErrorNode(span);
  }
  if (applied->value->type != type) {
    if (ConversionCost(*applied->value, type) < 0)
      return Unsupported(span, "Aggregate from " + NameOf(type) + " to " + NameOf(applied->value->type));
    applied->value = ConvertQuietly(applied->value, type);
  }
  int32_t result = NewLocal(type, ""), any = NewLocal(TypeOf(TypeKind::kBool), "");
  std::vector<Stmt*> before = {Assign(any, BoolConstant(seed != nullptr, span))};
  if (seed != nullptr) before.push_back(Assign(result, seed));
  Each(query, before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t) {
    std::vector<Stmt*> first, next;
    if (seed == nullptr) {
      int32_t held = NewLocal(query->element, "");
      body.push_back(Assign(held, item));
      item = LocalNode(held, span);
      first = {Assign(result, item), Assign(any, BoolConstant(true, span))};
    }
    next = {Assign(applied->parameters[0], LocalNode(result, span)), Assign(applied->parameters[1], item),
            Assign(result, applied->value)};
    body.push_back(When(LocalNode(any, span), next, first));
  });
  if (finish) {
    Pass(*finish, LocalNode(result, span), before);
    return BlockOf(std::move(before), finish->value);
  }
  return BlockOf(std::move(before), OrThrow(LocalNode(any, span), LocalNode(result, span),
                                            "Sequence contains no elements", span));
}

Expr* Checker::ContainsEnd(const QueryPtr& query, const ast::Call& e) {
  Span span = e.span;
  std::optional<bool> ignore_case = false;
  if (e.arguments.size() == 2) ignore_case = ComparerOf(*e.arguments[1].value);
  Expr* list = Materialize(query, span);
  if (!ignore_case || (*ignore_case && query->element.kind != TypeKind::kString))
    return Unsupported(span, "Contains with this comparer");
  Expr* value = CheckValue(*e.arguments[0].value, &query->element);
  // A value that may be null is in no list without nulls.
  if (value->type.nullable && !query->element.nullable && IsReference(query->element)) {
    list = Retype(list, program_.shapes.ListOf(query->element.AsNullable()));
    value = Convert(value, query->element.AsNullable());
  } else {
    value = Convert(value, query->element);
  }
  if (value->type.kind == TypeKind::kError) return value;
  Expr* at = Operate(Operation::kIndexOf, list->type, TypeOf(TypeKind::kInt),
                     {list, value, BoolConstant(*ignore_case, span)}, span);
  return Node(Op::kGe, TypeOf(TypeKind::kBool), span, {at, IntConstant(0, span)});
}

Expr* Checker::MapEnd(const QueryPtr& query, const std::string& name, const ast::Call& e) {
  Span span = e.span;
  bool set = name == "ToHashSet";
  std::optional<bool> ignore_case = false;
  std::vector<Applied> functions;
  for (const ast::Argument& argument : e.arguments) {
    if (auto comparer = ComparerOf(*argument.value); comparer && &argument == &e.arguments.back()) {
      ignore_case = comparer;
      continue;
    }
    auto applied = CheckLambda(*argument.value, {query->element}, false, nullptr);
    if (!applied) return ErrorNode(span);
    functions.push_back(*applied);
  }
  const Type of = query->element;
  bool pairs = of.kind == TypeKind::kTuple && !of.nullable && !IsGrouping(of) && !IsRecord(of);
  if (!set && functions.empty() && pairs && program_.shapes.ShapeOf(of).parts.size() == 2) {
    int32_t pair = NewLocal(of, "");
    for (size_t i = 0; i < 2; ++i) functions.push_back({{pair}, Field(LocalNode(pair, span), i, span)});
  }
  if (set ? !functions.empty() : functions.empty() || functions.size() > 2)
    return Unsupported(span, name + " with these arguments");
  Type key = set ? query->element : functions[0].value->type;
  if ((*ignore_case && key.kind != TypeKind::kString) || (!set && key.nullable))
    return Unsupported(span, name + " with keys of " + NameOf(key));
  Type value = functions.size() == 2 ? functions[1].value->type : query->element;
  Type type = set ? program_.shapes.Composite(TypeKind::kSet, {key})
                  : program_.shapes.Composite(TypeKind::kDictionary, {key, value});
  int32_t into = NewLocal(type, "");
  std::vector<Stmt*> before = {Assign(into, Operate(set ? Operation::kSetNew : Operation::kMapNew, type, type,
                                                    {BoolConstant(*ignore_case, span)}, span))};
  Each(query, before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t) {
    Stmt* add = Statement(StmtOp::kExpr, span);
    if (set) {
      add->value =
          Operate(Operation::kSetAdd, type, TypeOf(TypeKind::kBool), {LocalNode(into, span), item}, span);
    } else {
      Pass(functions[0], item, body);
      Expr* kept = LocalNode(functions[0].parameters[0], span);
      int32_t of = NewLocal(key, "");
      body.push_back(Assign(of, functions[0].value));
      if (functions.size() == 2) {
        Pass(functions[1], kept, body);
        kept = functions[1].value;
      }
      add->value = Operate(Operation::kMapAdd, type, TypeOf(TypeKind::kVoid),
                           {LocalNode(into, span), LocalNode(of, span), kept}, span);
    }
    body.push_back(add);
  });
  return BlockOf(std::move(before), LocalNode(into, span));
}

}  // namespace idx::compiler::check
