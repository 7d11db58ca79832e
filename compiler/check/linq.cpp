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
      "DefaultIfEmpty", "DistinctBy",      "Zip",          "TakeLast",  "SkipLast",
      "Join",           "GroupJoin",       "Chunk",        "UnionBy",   "ExceptBy",
      "IntersectBy"};
  return stages.contains(name);
}

bool Checker::IsGrouping(const Type& type) const {
  return type.kind == TypeKind::kTuple && program_.shapes.ShapeOf(type).name == "IGrouping";
}

bool Checker::IsGroupCollection(const Type& type) const {
  return type.kind == TypeKind::kOpaque &&
         type.id == static_cast<int32_t>(stdlib::LibraryClass::kGroupCollection);
}

bool Checker::IsSequence(const Type& type) const {
  return !type.nullable &&
         ((type.kind == TypeKind::kList && type.element != TypeKind::kVoid) ||
          type.kind == TypeKind::kListObject || type.kind == TypeKind::kSet ||
          type.kind == TypeKind::kDictionary || IsGrouping(type) || IsGroupCollection(type));
}

// Whether the method is one of its elements: those of texts, too, that string has not itself.
bool Checker::HasElements(const Expr& value, const std::string& method) const {
  if (IsGroupCollection(value.type) && !value.type.nullable)
    return stdlib::FindFunctions("GroupCollection", method).empty();
  if (IsSequence(value.type)) return true;
  static const std::set<std::string> kEnds = {"Any",
                                              "All",
                                              "Count",
                                              "First",
                                              "FirstOrDefault",
                                              "Last",
                                              "LastOrDefault",
                                              "ToArray",
                                              "ToList",
                                              "Max",
                                              "ToHashSet",
                                              "Min",
                                              "Aggregate",
                                              "ElementAt",
                                              "Sum",
                                              "Average",
                                              "Single",
                                              "LongCount",
                                              "SequenceEqual",
                                              "ToDictionary",
                                              "SingleOrDefault",
                                              "MinBy",
                                              "MaxBy",
                                              "ToLookup",
                                              "ElementAtOrDefault"};
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
  if (IsGroupCollection(type)) return Builtin("GroupCollection", "Values", {value}, span);
  if (IsLookup(type)) return GroupsOf(type, value, span);
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
  const ast::Lambda* statements = nullptr;
  ast::Call call;
  std::vector<ast::Name> names(types.size());
  if (e.kind == ast::ExprKind::kLambda) {
    const auto& lambda = ast::As<ast::Lambda>(&e);
    if (lambda.parameters.size() != types.size()) {
      Unsupported(e.span, "this lambda");
      return std::nullopt;
    }
    body = lambda.body;
    statements = lambda.body == nullptr ? &lambda : nullptr;
    // It runs any number of times.
    if (body != nullptr)
      ForgetAssigned(*body);
    else
      ForgetAssigned(*lambda.block);
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
  ++lambda_depth_;
  const Type truth = TypeOf(TypeKind::kBool);
  if (statements != nullptr)
    applied.value = CallStatements(*statements, applied.parameters, types, condition ? &truth : expected);
  else
    applied.value = condition ? CheckCondition(*body).value : CheckValue(*body, expected);
  --lambda_depth_;
  state_ = before;
  TypeKind kind = applied.value->type.kind;
  if (kind == TypeKind::kError) return std::nullopt;
  if (IsRuleObject(kind) || kind == TypeKind::kNull ||
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
  if ((name == "Join" || name == "GroupJoin") && (count == 4 || count == 5)) return CheckJoin(from, name, e);
  if (name == "Chunk" && count == 1) return CheckChunk(from, e);
  if (name == "Zip" && (count == 1 || count == 2)) return CheckZip(from, e);
  if (name == "SelectMany" && count == 2) return CheckPairs(from, e);
  if (name == "DefaultIfEmpty" && count <= 1) return CheckDefault(from, e);
  if ((name == "TakeLast" || name == "SkipLast") && count == 1) return CheckLast(from, name, e);
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
  if (count == 2 && (name == "UnionBy" || name == "ExceptBy" || name == "IntersectBy"))
    return CheckJoinedBy(from, name, e);
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

}  // namespace idx::compiler::check
