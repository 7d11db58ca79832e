// The stages of chains of collection methods: Where, Select, Take … become loops here.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

bool Checker::IsStage(const std::string& name) {
  static const std::set<std::string> stages = {
      "Where",          "Select",          "SelectMany",   "Take",      "Skip",
      "TakeWhile",      "SkipWhile",       "Distinct",     "OrderBy",   "OrderByDescending",
      "Reverse",        "Concat",          "Union",        "Intersect", "Except",
      "Append",         "Prepend",         "GroupBy",      "OfType",    "Cast",
      "Order",          "OrderDescending", "AsEnumerable", "ThenBy",    "ThenByDescending",
      "DefaultIfEmpty", "DistinctBy",      "Zip"};
  return stages.contains(name);
}

bool Checker::IsGrouping(const Type& type) const {
  return type.kind == TypeKind::kTuple && program_.shapes.ShapeOf(type).name == "IGrouping";
}

bool Checker::IsSequence(const Type& type) const {
  return !type.nullable && ((type.kind == TypeKind::kList && type.element != TypeKind::kVoid) ||
                            type.kind == TypeKind::kListObject || type.kind == TypeKind::kSet ||
                            type.kind == TypeKind::kDictionary || IsGrouping(type));
}

// Whether the method is one of its elements: those of texts, too, that string has not itself.
bool Checker::HasElements(const Expr& value, const std::string& method) const {
  if (IsSequence(value.type)) return true;
  static const std::set<std::string> kEnds = {"Any",  "All",           "Count",   "First",  "FirstOrDefault",
                                              "Last", "LastOrDefault", "ToArray", "ToList", "ToHashSet"};
  return value.type.kind == TypeKind::kString && !value.type.nullable &&
         (IsStage(method) || kEnds.contains(method)) && stdlib::FindFunctions("string", method).empty();
}

Stmt* Checker::Assign(int32_t local, Expr* value) {
  Stmt* s = Statement(StmtOp::kExpr, value->span);
  s->value = SetLocal(local, value, value->span);
  return s;
}

Stmt* Checker::When(Expr* condition, std::vector<Stmt*> then, std::vector<Stmt*> otherwise) {
  Stmt* s = Statement(StmtOp::kIf, condition->span);
  s->value = condition;
  s->body = std::move(then);
  s->otherwise = std::move(otherwise);
  return s;
}

void Checker::Stop(std::vector<Stmt*>& body, int32_t done, Span span) {
  if (done >= 0) body.push_back(Assign(done, BoolConstant(true, span)));
  body.push_back(Statement(StmtOp::kBreak, span));
}

// The elements of any collection as a kList.
Expr* Checker::ElementsOf(Expr* value) {
  const Type type = value->type;
  if (type.kind == TypeKind::kList) return value;
  Span span = value->span;
  if (type.kind == TypeKind::kString) return Builtin("string", "ToCharArray", {value}, span);
  ShapeTable& shapes = program_.shapes;
  if (type.kind == TypeKind::kListObject || type.kind == TypeKind::kSet)
    return ConvertComposite(value, shapes.ListOf(shapes.ElementOf(type)));
  const std::vector<Type> parts = shapes.ShapeOf(type).parts;
  if (IsGrouping(type)) {
    Expr* elements = Node(Op::kField, parts[1], span, {value});
    elements->a = 1;
    return elements;
  }
  return Operate(Operation::kMapPairs, type, shapes.ListOf(PairOf(parts[0], parts[1])), {value}, span);
}

QueryPtr Checker::QueryOf(Expr* value) {
  auto query = std::make_shared<Query>();
  Expr* list = ElementsOf(value);
  query->list = list;
  query->element = program_.shapes.ElementOf(list->type);
  Type element = query->element;
  query->run = [this, list, element](std::vector<Stmt*>& out, const Sink& sink, int32_t) {
    Stmt* loop = Statement(StmtOp::kForeach, list->span);
    loop->a = NewLocal(element, "");
    loop->value = list;
    sink(LocalNode(loop->a, list->span), loop->body);
    out.push_back(loop);
  };
  return query;
}

// Its elements as an array of their own, unless it is a list as it stands.
Expr* Checker::Materialize(const QueryPtr& query, Span span) {
  if (query->list != nullptr) return query->list;
  Expr* list = Collected(query, span);
  return Operate(Operation::kListView, list->type, program_.shapes.ListOf(query->element), {list}, span);
}

// A new List<T> of them.
Expr* Checker::Collected(const QueryPtr& query, Span span) {
  Type type = program_.shapes.Composite(TypeKind::kListObject, {query->element});
  if (query->list != nullptr) return Operate(Operation::kListFrom, type, type, {query->list}, span);
  int32_t into = NewLocal(type, "");
  std::vector<Stmt*> before = {Assign(into, Operate(Operation::kListNew, type, type, {}, span))};
  Each(query, before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t) {
    Stmt* add = Statement(StmtOp::kExpr, span);
    add->value =
        Operate(Operation::kListAdd, type, TypeOf(TypeKind::kVoid), {LocalNode(into, span), item}, span);
    body.push_back(add);
  });
  return BlockOf(std::move(before), LocalNode(into, span));
}

Expr* Checker::BlockOf(std::vector<Stmt*> body, Expr* value) {
  Expr* block = Node(Op::kBlock, value->type, value->span, {value});
  block->body = std::move(body);
  return block;
}

// Runs it with a local to stop by where that takes one.
void Checker::Each(const QueryPtr& query, std::vector<Stmt*>& out, Span span,
                   const std::function<void(Expr*, std::vector<Stmt*>&, int32_t)>& visit) {
  int32_t done = -1;
  if (query->nested) {
    done = NewLocal(TypeOf(TypeKind::kBool), "");
    out.push_back(Assign(done, BoolConstant(false, span)));
  }
  query->run(
      out, [&](Expr* item, std::vector<Stmt*>& body) { visit(item, body, done); }, done);
}

// Enumerable.Empty<T>(), and Repeat of elements that no row has.
Expr* Checker::CallEnumerable(const ast::Member& member, const ast::Call& e) {
  if (member.name == "Empty" && member.arguments.size() == 1 && e.arguments.empty()) {
    Type element = ResolveElement(*member.arguments[0], e.span);
    if (element.kind == TypeKind::kError) return ErrorNode(e.span);
    return Node(Op::kList, program_.shapes.ListOf(element), e.span);
  }
  if (member.name != "Repeat" || e.arguments.size() != 2) return nullptr;
  const ast::Expr* first = e.arguments[0].value;  // checked once: only the form that no row has
  if (first->kind != ast::ExprKind::kCast ||
      ast::As<ast::Cast>(first).type->kind != ast::TypeName::Kind::kNullable)
    return nullptr;
  Expr* element = CheckValue(*first);
  Expr* count = CheckAs(*e.arguments[1].value, TypeOf(TypeKind::kInt));
  if (element->type.kind == TypeKind::kError || count->type.kind == TypeKind::kError)
    return ErrorNode(e.span);
  Type list = program_.shapes.ListOf(element->type);
  return Operate(Operation::kArrayRepeat, list, list, {element, count}, e.span);
}

// f as a function of these values: a lambda, or the name of a method. Null after a diagnostic.
std::optional<Applied> Checker::CheckLambda(const ast::Expr& e, const std::vector<Type>& types,
                                            bool condition, const Type* expected) {
  Applied applied;
  ScopeGuard scope(scopes_);
  FlowState before = state_;
  const ast::Expr* body = nullptr;
  ast::Call call;
  std::vector<ast::Name> names(types.size());
  if (e.kind == ast::ExprKind::kLambda) {
    const auto& lambda = ast::As<ast::Lambda>(&e);
    if (lambda.body == nullptr || lambda.parameters.size() != types.size()) {
      Unsupported(e.span, lambda.body == nullptr ? "a lambda with statements" : "this lambda");
      return std::nullopt;
    }
    body = lambda.body;
    ForgetAssigned(*body);  // it runs any number of times
    before = state_;
    for (size_t i = 0; i < types.size(); ++i)
      applied.parameters.push_back(Declare(lambda.parameters[i].name, types[i], lambda.parameters[i].span));
  } else if (e.kind == ast::ExprKind::kName || e.kind == ast::ExprKind::kMember) {
    call.span = e.span;
    call.callee = const_cast<ast::Expr*>(&e);
    for (size_t i = 0; i < types.size(); ++i) {
      names[i].span = e.span;
      names[i].name = "<" + std::to_string(i) + "," + std::to_string(function().locals.size()) + ">";
      applied.parameters.push_back(Declare(names[i].name, types[i], e.span));
      call.arguments.push_back({});
      call.arguments.back().value = &names[i];
    }
    body = &call;
  } else {
    Unsupported(e.span, "this function as an argument");
    return std::nullopt;
  }
  for (int32_t parameter : applied.parameters) state_.assigned.insert(parameter);
  applied.value = condition ? CheckCondition(*body).value : CheckValue(*body, expected);
  state_ = before;
  TypeKind kind = applied.value->type.kind;
  if (kind == TypeKind::kError) return std::nullopt;
  if (kind == TypeKind::kEntity || kind == TypeKind::kSync || kind == TypeKind::kNull ||
      (kind == TypeKind::kList && applied.value->type.element == TypeKind::kVoid)) {
    Unsupported(e.span, "this lambda's value");
    return std::nullopt;
  }
  return applied;
}

// StringComparer.OrdinalIgnoreCase and its like: whether it ignores case.
std::optional<bool> Checker::ComparerOf(const ast::Expr& e) {
  if (e.kind != ast::ExprKind::kMember) return std::nullopt;
  const auto& member = ast::As<ast::Member>(&e);
  std::string owner = QualifiedName(*member.target);
  if (owner != "StringComparer" && owner != "System.StringComparer") return std::nullopt;
  static const std::map<std::string, bool> comparers = {
      {"Ordinal", false},          {"OrdinalIgnoreCase", true},
      {"InvariantCulture", false}, {"InvariantCultureIgnoreCase", true},
      {"CurrentCulture", false},   {"CurrentCultureIgnoreCase", true}};
  auto at = comparers.find(member.name);
  return at == comparers.end() ? std::nullopt : std::optional(at->second);
}

// e.target.M(…): what stands before the method, as a chain where it is one.
Receiver Checker::CheckReceiver(const ast::Expr& e) {
  DepthGuard guard(depth_);
  if (depth_ > kMaxDepth) {
    TooDeep(e.span);
    return {ErrorNode(e.span), nullptr};
  }
  if (e.kind != ast::ExprKind::kCall) return {CheckValue(e), nullptr};
  const auto& call = ast::As<ast::Call>(&e);
  if (call.callee->kind != ast::ExprKind::kMember) return {CheckValue(e), nullptr};
  const auto& member = ast::As<ast::Member>(call.callee);
  if (!IsStage(member.name) || !IsValueName(QualifiedName(*member.target))) return {CheckValue(e), nullptr};
  Receiver target = CheckReceiver(*member.target);
  if (target.query == nullptr && !HasElements(*target.value, member.name)) {
    Expr* value = CallOn(target.value, member, call);
    if (value->type.kind == TypeKind::kVoid) {
      Report(1015, e.span, {"this call"});
      value = ErrorNode(e.span);
    }
    return {value, nullptr};
  }
  if (target.query == nullptr && target.value->type.kind == TypeKind::kListObject && member.name == "Reverse")
    return {Unsupported(e.span, "what List.Reverse gives"), nullptr};
  if (target.query == nullptr && UsesRows(target.value, member.name, call))
    return {CallCollection(target, member, call), nullptr};
  QueryPtr query = target.query != nullptr ? target.query : QueryOf(target.value);
  QueryPtr stage = CheckStage(query, member, call);
  if (stage == nullptr) return {ErrorNode(e.span), nullptr};
  return {nullptr, stage};
}

// A stage that looks at each element: step adds what it does, and passes on by next.
QueryPtr Checker::Staged(const QueryPtr& from, const Type& element, std::vector<Stmt*> start,
                         std::function<void(Expr*, std::vector<Stmt*>&, int32_t, const Sink&)> step) {
  auto query = std::make_shared<Query>();
  query->element = element;
  query->nested = from->nested;
  query->run = [from, start = std::move(start), step = std::move(step)](std::vector<Stmt*>& out,
                                                                        const Sink& sink, int32_t done) {
    out.insert(out.end(), start.begin(), start.end());
    from->run(
        out, [&](Expr* item, std::vector<Stmt*>& body) { step(item, body, done, sink); }, done);
  };
  return query;
}

QueryPtr Checker::CheckStage(const QueryPtr& from, const ast::Member& member, const ast::Call& e) {
  const std::string& name = member.name;
  size_t count = e.arguments.size();
  for (const ast::Argument& argument : e.arguments)
    if (!argument.name.empty() || argument.mode != ast::Argument::Mode::kValue) count = SIZE_MAX;
  auto refuse = [&]() -> QueryPtr {
    std::vector<Expr*> ignored;
    CheckArguments(e.arguments, "", ignored);
    Unsupported(e.span, NameOf(from->element) + "[]." + name + " with these arguments");
    return nullptr;
  };
  if (count == SIZE_MAX) return refuse();
  if (name == "AsEnumerable" && count == 0) return from;
  if (name == "OfType" || name == "Cast") return CheckOfType(from, member, e);
  if (count == 1) {
    if (name == "Where" || name == "TakeWhile" || name == "SkipWhile") return CheckFilter(from, name, e);
    if (name == "Select" || name == "SelectMany") return CheckProjection(from, name, e);
    if (name == "Take" || name == "Skip") return CheckPart(from, name, e);
    if (name == "Append" || name == "Prepend") return CheckJoined(from, name, e);
  }
  if (name == "Distinct" && count <= 1) return CheckDistinct(from, e);
  if (name == "DistinctBy" && count == 1) return CheckDistinct(from, e);
  if (count >= 1 && count <= 2 &&
      (name == "Concat" || name == "Union" || name == "Intersect" || name == "Except"))
    return CheckJoined(from, name, e);
  if (name == "GroupBy" && count >= 1) return CheckGroups(from, e);
  if (name == "Reverse" && count == 0) {
    Expr* list = Materialize(from, e.span);
    return QueryOf(Operate(Operation::kArrayReverse, list->type, list->type, {list}, e.span));
  }
  bool order = name == "Order" || name == "OrderDescending";
  if ((order && count <= 1) ||
      ((name == "OrderBy" || name == "OrderByDescending") && count >= 1 && count <= 2))
    return CheckOrder(from, member, e);
  if (name == "ThenBy" || name == "ThenByDescending") return CheckOrder(from, member, e);
  return refuse();
}

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
  if (!IsSequence(applied->value->type)) {
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

QueryPtr Checker::CheckPart(const QueryPtr& from, const std::string& name, const ast::Call& e) {
  if (e.arguments[0].value->kind == ast::ExprKind::kRange) {
    Unsupported(e.span, "Take with a range");
    return nullptr;
  }
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
  int32_t seen = NewLocal(type, "");
  Expr* made = Operate(Operation::kSetNew, type, type, {BoolConstant(*ignore_case, span)}, span);
  return Staged(from, from->element, {Assign(seen, made)},
                [=, this](Expr* item, std::vector<Stmt*>& body, int32_t, const Sink& next) {
                  Expr* value = item;
                  if (by) {
                    Pass(*key, item, body);
                    value = key->value;
                    item = LocalNode(key->parameters[0], span);
                  }
                  std::vector<Stmt*> inner;
                  next(item, inner);
                  body.push_back(When(Operate(Operation::kSetAdd, type, TypeOf(TypeKind::kBool),
                                              {LocalNode(seen, span), value}, span),
                                      inner));
                });
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
  Expr* other = CheckAs(*e.arguments[0].value, list);
  if (other->type.kind == TypeKind::kError) return nullptr;
  std::optional<bool> ignore_case = false;
  if (e.arguments.size() == 2) {
    ignore_case = ComparerOf(*e.arguments[1].value);
    if (!ignore_case || from->element.kind != TypeKind::kString || name == "Concat") {
      Unsupported(span, name + " with this comparer");
      return nullptr;
    }
  }
  std::vector<Expr*> args = {Materialize(from, span), other};
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

QueryPtr Checker::CheckGroups(const QueryPtr& from, const ast::Call& e) {
  Span span = e.span;
  auto key = CheckLambda(*e.arguments[0].value, {from->element}, false, nullptr);
  if (!key) return nullptr;
  std::optional<Applied> value;
  std::optional<bool> ignore_case = false;
  for (size_t i = 1; i < e.arguments.size(); ++i) {
    const ast::Expr& argument = *e.arguments[i].value;
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
  Type element = value ? value->value->type : from->element;
  ShapeTable& shapes = program_.shapes;
  Type list = shapes.Composite(TypeKind::kListObject, {element});
  Type map = shapes.Composite(TypeKind::kDictionary, {key->value->type, list});
  Type group = shapes.Composite(TypeKind::kTuple, {key->value->type, shapes.ListOf(element)}, {"Key", ""},
                                "IGrouping");
  int32_t groups = NewLocal(map, "");
  std::vector<Stmt*> before = {
      Assign(groups, Operate(Operation::kMapNew, map, map, {BoolConstant(*ignore_case, span)}, span))};
  Each(from, before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t) {
    Pass(*key, item, body);
    int32_t of = NewLocal(key->value->type, "");
    body.push_back(Assign(of, key->value));
    Expr* kept = LocalNode(key->parameters[0], span);
    if (value) {
      Pass(*value, kept, body);
      kept = value->value;
    }
    Stmt* add = Statement(StmtOp::kExpr, span);
    add->value = Operate(Operation::kGroupAdd, map, TypeOf(TypeKind::kVoid),
                         {LocalNode(groups, span), LocalNode(of, span), kept}, span);
    body.push_back(add);
  });
  return QueryOf(BlockOf(std::move(before), Operate(Operation::kGroups, map, shapes.ListOf(group),
                                                    {LocalNode(groups, span)}, span)));
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
    case TypeKind::kInt:
    case TypeKind::kLong:
    case TypeKind::kDouble:
    case TypeKind::kChar:
    case TypeKind::kString:
    case TypeKind::kDateTime:
    case TypeKind::kDateOnly:
    case TypeKind::kTimeSpan:
    case TypeKind::kGuid:
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
