// List<T>, Dictionary<K, V>, HashSet<T>, arrays and tuples: making them, their own members, their elements.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

// The name of a static readonly field: its value is made once, for all objects, and must not be changed.
bool Checker::IsTable(const ast::Expr& e) const {
  std::string name = QualifiedName(e);
  return !name.empty() && !IsLocalName(name.substr(0, name.find('.')));
}

// A method that the type has itself; the extension methods of sequences are told elsewhere.
Expr* Checker::CallOwn(Expr* target, const ast::Member& member, const ast::Call& e, bool& known) {
  for (const ast::Argument& argument : e.arguments)
    if (!argument.name.empty() || argument.mode == ast::Argument::Mode::kRef) return nullptr;
  static const std::set<std::string> kChanges = {"Add",      "AddRange",  "Insert",    "Remove",
                                                 "RemoveAt", "Clear",     "Sort",      "Reverse",
                                                 "TryAdd",   "UnionWith", "ExceptWith"};
  if (target->type.kind != TypeKind::kList && kChanges.contains(member.name) && IsTable(*member.target)) {
    known = true;
    return Unsupported(e.span, "changing a static table");
  }
  switch (target->type.kind) {
    case TypeKind::kListObject:
      return CallList(target, member.name, e, known);
    case TypeKind::kDictionary:
      return CallMap(target, member.name, e, known);
    case TypeKind::kSet:
      return CallSet(target, member.name, e, known);
    default:
      return nullptr;
  }
}

Expr* Checker::CallMap(Expr* target, const std::string& name, const ast::Call& e, bool& known) {
  const Type map = target->type;
  const std::vector<Type> parts = program_.shapes.ShapeOf(map).parts;
  Type nothing = TypeOf(TypeKind::kVoid), boolean = TypeOf(TypeKind::kBool);
  Span span = e.span;
  size_t count = e.arguments.size();
  bool by_key =
      (name == "ContainsKey" || name == "Remove" || name == "GetValueOrDefault" || name == "TryGetValue") &&
      count >= 1;
  bool adds = (name == "Add" || name == "TryAdd") && count == 2;
  if (IsLookup(map)) {
    if (name != "Contains" || count != 1) return nullptr;
    known = true;
    Expr* found = LookupAt(target, *e.arguments[0].value, span);
    if (found->type.kind == TypeKind::kError) return found;
    Expr* length = Operate(Operation::kArrayLength, found->type, TypeOf(TypeKind::kInt), {found}, span);
    return Node(Op::kGt, boolean, span, {length, IntConstant(0, span)});
  }
  if (name == "ContainsValue" && count == 1) {
    known = true;
    return ContainsEnd(
        QueryOf(Operate(Operation::kMapValues, map, program_.shapes.ListOf(parts[1]), {target}, span)), e);
  }
  if (name == "Clear" && count == 0) {
    known = true;
    return Operate(Operation::kMapClear, map, nothing, {target}, span);
  }
  if (!by_key && !adds) return nullptr;
  known = true;
  int32_t held = NewLocal(map, ""), at = NewLocal(parts[0], "");
  std::vector<Stmt*> before = {Assign(held, target)};
  Expr* key = CheckAs(*e.arguments[0].value, parts[0]);
  if (key->type.kind == TypeKind::kError) {
    if (count == 2 && e.arguments[1].value->kind == ast::ExprKind::kDeclaration)
      state_.assigned.insert(Declare(ast::As<ast::Declaration>(e.arguments[1].value).name, Type{}, span));
    return key;
  }
  before.push_back(Assign(at, key));
  auto operate = [&](Operation operation, Type result, Expr* value = nullptr) {
    std::vector<Expr*> args = {LocalNode(held, span), LocalNode(at, span)};
    if (value != nullptr) args.push_back(value);
    return Operate(operation, map, result, args, span);
  };
  if (adds) {
    Expr* value = CheckAs(*e.arguments[1].value, parts[1]);
    if (value->type.kind == TypeKind::kError) return value;
    bool add = name == "Add";
    return BlockOf(before,
                   operate(add ? Operation::kMapAdd : Operation::kMapTryAdd, add ? nothing : boolean, value));
  }
  if (count == 1 && (name == "ContainsKey" || name == "Remove"))
    return BlockOf(before, operate(name == "Remove" ? Operation::kMapRemove : Operation::kMapHas, boolean));
  if (name == "GetValueOrDefault" && count <= 2 && e.arguments.back().mode == ast::Argument::Mode::kValue) {
    Expr* missing = count == 2 ? CheckValue(*e.arguments[1].value, &parts[1]) : MissingValue(parts[1], span);
    if (missing->type.kind == TypeKind::kError) return missing;
    Type type = missing->type.nullable ? parts[1].AsNullable() : parts[1];
    missing = Convert(missing, type);
    if (missing->type.kind == TypeKind::kError) return missing;
    int32_t other = NewLocal(type, "");
    before.push_back(Assign(other, missing));
    return BlockOf(
        before, Node(Op::kCond, type, span,
                     {operate(Operation::kMapHas, boolean),
                      ConvertQuietly(operate(Operation::kMapGet, parts[1]), type), LocalNode(other, span)}));
  }
  bool out = name == "TryGetValue" && count == 2 && e.arguments[1].mode == ast::Argument::Mode::kOut &&
             e.arguments[1].value->kind == ast::ExprKind::kDeclaration;
  if (!out) {
    std::vector<Expr*> ignored;
    CheckArguments(e.arguments, "", ignored);
    return Unsupported(span, NameOf(map) + "." + name + " with these arguments");
  }
  const auto& declaration = ast::As<ast::Declaration>(e.arguments[1].value);
  Expr* missing = MissingValue(parts[1], span);
  Type type = missing->type;
  bool typed = declaration.type != nullptr && declaration.type->kind != ast::TypeName::Kind::kVar &&
               declaration.type->name != "var";
  if (typed && Resolve(*declaration.type).NonNull() != type.NonNull())
    missing = Unsupported(span, "an out argument of this type");
  int32_t local = Declare(declaration.name, type, declaration.span);
  state_.assigned.insert(local);
  if (missing->type.kind == TypeKind::kError) return missing;
  if (!parts[1].nullable && type.nullable) proved_by_try_.insert(local);
  int32_t there = NewLocal(boolean, "");
  before.push_back(Assign(there, operate(Operation::kMapHas, boolean)));
  before.push_back(Assign(
      local,
      Node(Op::kCond, type, span,
           {LocalNode(there, span), ConvertQuietly(operate(Operation::kMapGet, parts[1]), type), missing})));
  return BlockOf(before, LocalNode(there, span));
}

// new List<T>(…) { … }, new Dictionary<K, V>(…) { … }, new HashSet<T>(…) { … }
Expr* Checker::NewCollection(const ast::New& e, const Type& type) {
  Span span = e.span;
  bool list = type.kind == TypeKind::kListObject, map = type.kind == TypeKind::kDictionary;
  Expr* from = nullptr;
  bool ignore_case = false;
  for (const ast::Argument& argument : e.arguments) {
    if (auto comparer = ComparerOf(*argument.value); comparer && !list) {
      ignore_case = *comparer;
      continue;
    }
    Expr* value = argument.name.empty() && from == nullptr ? CheckValue(*argument.value)
                                                           : Unsupported(span, "this 'new'");
    if (value->type.kind == TypeKind::kError) return value;
    if (value->type.kind == TypeKind::kInt && value->op == Op::kConst) continue;  // a capacity
    from = value;
  }
  const std::vector<Type> parts = program_.shapes.ShapeOf(type).parts;
  if (ignore_case && parts[0].kind != TypeKind::kString) return Unsupported(span, "this comparer");
  Expr* made = nullptr;
  Expr* ignore = BoolConstant(ignore_case, span);
  if (from == nullptr) {
    made = list  ? Operate(Operation::kListNew, type, type, {}, span)
           : map ? Operate(Operation::kMapNew, type, type, {ignore}, span)
                 : Operate(Operation::kSetNew, type, type, {ignore}, span);
  } else if (map) {
    if (from->type != type) return Unsupported(span, "a dictionary of " + NameOf(from->type));
    made = Operate(Operation::kMapCopy, type, type, {from, ignore}, span);
  } else {
    from = NotNull(from, span);
    if (from->type.kind == TypeKind::kError) return from;
    if (!IsSequence(from->type) && from->type.kind != TypeKind::kString)
      return Unsupported(span, "a collection of " + NameOf(from->type));
    from = Convert(ElementsOf(from), program_.shapes.ListOf(parts[0]));
    if (from->type.kind == TypeKind::kError) return from;
    if (list) made = Operate(Operation::kListFrom, type, type, {from}, span);
  }
  int32_t into = NewLocal(type, "");
  std::vector<Stmt*> before;
  auto run = [&](Expr* value) {
    Stmt* s = Statement(StmtOp::kExpr, span);
    s->value = value;
    return s;
  };
  if (made == nullptr) {
    before.push_back(Assign(into, Operate(Operation::kSetNew, type, type, {ignore}, span)));
    Each(QueryOf(from), before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t) {
      body.push_back(run(
          Operate(Operation::kSetAdd, type, TypeOf(TypeKind::kBool), {LocalNode(into, span), item}, span)));
    });
  } else if (e.initializers.empty()) {
    return made;
  } else {
    before.push_back(Assign(into, made));
  }
  for (const ast::Initializer& item : e.initializers) {
    bool indexed = map && item.index != nullptr && item.values.size() == 1;
    bool fits =
        item.name.empty() && (indexed || (item.index == nullptr && item.values.size() == (map ? 2U : 1U)));
    if (!fits) return Unsupported(span, "this initialiser");
    Expr* first = CheckAs(indexed ? *item.index : *item.values[0], parts[0]);
    Expr* second = map ? CheckAs(*item.values.back(), parts[1]) : nullptr;
    if (first->type.kind == TypeKind::kError) return first;
    if (second != nullptr && second->type.kind == TypeKind::kError) return second;
    std::vector<Expr*> args = {LocalNode(into, span), first};
    if (map) args.push_back(second);
    Operation operation = list      ? Operation::kListAdd
                          : indexed ? Operation::kMapSet
                          : map     ? Operation::kMapAdd
                                    : Operation::kSetAdd;
    Type result = indexed ? parts[1] : TypeOf(list || map ? TypeKind::kVoid : TypeKind::kBool);
    before.push_back(run(Operate(operation, type, result, args, span)));
  }
  return BlockOf(before, LocalNode(into, span));
}

// target[i] of arrays, lists and dictionaries.
Expr* Checker::ElementAt(Expr* target, const ast::Index& e) {
  const Type type = target->type;
  Span span = e.span;
  const ast::Expr* index = e.arguments[0].value;
  ShapeTable& shapes = program_.shapes;
  if (IsLookup(type)) return LookupAt(target, *index, span);
  if (type.kind == TypeKind::kDictionary) {
    const std::vector<Type> parts = shapes.ShapeOf(type).parts;
    Expr* key = CheckAs(*index, parts[0]);
    return key->type.kind == TypeKind::kError
               ? key
               : Operate(Operation::kMapGet, type, parts[1], {target, key}, span);
  }
  bool object = type.kind == TypeKind::kListObject;
  if (!object && type.kind != TypeKind::kList) return Unsupported(span, "an index on " + NameOf(type));
  Type element = shapes.ElementOf(type), number = TypeOf(TypeKind::kInt);
  if (element.kind == TypeKind::kVoid) return Unsupported(span, "an index on an empty collection");
  auto count = [&](Expr* v) {
    return Operate(object ? Operation::kListCount : Operation::kArrayLength, type, number, {v}, span);
  };
  auto bound = [&](const ast::Expr* side, Expr* v, Expr* missing) -> Expr* {
    if (side == nullptr) return missing;
    bool from_end =
        side->kind == ast::ExprKind::kUnary && ast::As<ast::Unary>(side).op == ast::UnaryOp::kFromEnd;
    Expr* at = CheckAs(from_end ? *ast::As<ast::Unary>(side).operand : *side, number);
    if (at->type.kind == TypeKind::kError || !from_end) return at;
    return Node(Op::kSub, number, side->span, {count(v), at});
  };
  if (index->kind == ast::ExprKind::kRange) {
    if (object) return Unsupported(span, "a range of " + NameOf(type));
    const auto& range = ast::As<ast::Range>(index);
    return WithTemporary(target, [&](Expr* v) {
      Expr* begin = bound(range.begin, v, IntConstant(0, span));
      Expr* end = bound(range.end, v, count(v));
      if (begin->type.kind == TypeKind::kError || end->type.kind == TypeKind::kError) return ErrorNode(span);
      return Operate(Operation::kArraySlice, type, type, {v, begin, end}, span);
    });
  }
  auto at = [&](Expr* v, Expr* i) -> Expr* {
    if (object) return Operate(Operation::kListGet, type, element, {v, i}, span);
    for (uint32_t row : stdlib::FindFunctions("List", "")) {
      const stdlib::Row& known = stdlib::Functions()[row];
      if (known.form == stdlib::Form::kIndexer && FromSpec(known.types[0]) == type)
        return FinishRow(known, row, {v, i}, span);
    }
    return Operate(Operation::kArrayGet, type, element, {v, i}, span);
  };
  bool from_end =
      index->kind == ast::ExprKind::kUnary && ast::As<ast::Unary>(index).op == ast::UnaryOp::kFromEnd;
  if (from_end)
    return WithTemporary(target, [&](Expr* v) {
      Expr* i = bound(index, v, nullptr);
      return i->type.kind == TypeKind::kError ? i : at(v, i);
    });
  Expr* i = CheckAs(*index, number);
  return i->type.kind == TypeKind::kError ? i : at(target, i);
}

// xs[i] = v, map[k] = v, and the compound forms.
Expr* Checker::AssignElement(const ast::Assign& e) {
  const auto& index = ast::As<ast::Index>(e.target);
  Span span = e.span;
  Expr* target = CheckValue(*index.target);
  if (target->type.kind == TypeKind::kError) return target;
  if (IsSequence(target->type) && IsTable(*index.target)) return Unsupported(span, "changing a static table");
  target = NotNull(target, index.target->span);
  if (target->type.kind == TypeKind::kError) return target;
  const Type type = target->type;
  bool map = type.kind == TypeKind::kDictionary, object = type.kind == TypeKind::kListObject;
  if ((!map && !object && type.kind != TypeKind::kList) || index.arguments.size() != 1) {
    Report(1009, e.target->span, {"this"});
    return ErrorNode(span);
  }
  const ast::Expr* at = index.arguments[0].value;
  bool from_end = at->kind == ast::ExprKind::kUnary && ast::As<ast::Unary>(at).op == ast::UnaryOp::kFromEnd;
  if (at->kind == ast::ExprKind::kRange || (from_end && map))
    return Unsupported(span, "assignment to this index");
  if (from_end) at = ast::As<ast::Unary>(at).operand;
  const std::vector<Type> parts =
      map ? program_.shapes.ShapeOf(type).parts
          : std::vector<Type>{TypeOf(TypeKind::kInt), program_.shapes.ElementOf(type)};
  Operation get = map ? Operation::kMapGet : object ? Operation::kListGet : Operation::kArrayGet;
  Operation set = map ? Operation::kMapSet : object ? Operation::kListSet : Operation::kArraySet;
  Expr* key = CheckAs(*at, parts[0]);
  if (key->type.kind == TypeKind::kError) return key;
  int32_t held = NewLocal(type, ""), place = NewLocal(parts[0], "");
  std::vector<Stmt*> before = {Assign(held, target), Assign(place, key)};
  if (from_end) {
    Expr* count = Operate(object ? Operation::kListCount : Operation::kArrayLength, type, parts[0],
                          {LocalNode(held, span)}, span);
    before.push_back(Assign(place, Node(Op::kSub, parts[0], span, {count, LocalNode(place, span)})));
  }
  Expr* value = nullptr;
  if (!e.compound) {
    value = CheckAs(*e.value, parts[1]);
  } else if (e.op == ast::BinaryOp::kCoalesce) {
    return CoalesceElement(e, type, get, set, parts[1], before, held, place);
  } else {
    Expr* now = Operate(get, type, parts[1], {LocalNode(held, span), LocalNode(place, span)}, span);
    int32_t old = NewLocal(parts[1], "");
    before.push_back(Assign(old, now));
    value = Arithmetic(e.op, LocalNode(old, span), CheckValue(*e.value), span);
    value = Convert(value, parts[1]);
  }
  if (value->type.kind == TypeKind::kError) return value;
  return BlockOf(before,
                 Operate(set, type, parts[1], {LocalNode(held, span), LocalNode(place, span), value}, span));
}

// xs[i] ??= v: what is there, or v, which is then put there.
Expr* Checker::CoalesceElement(const ast::Assign& e, const Type& type, Operation get, Operation set,
                               const Type& element, std::vector<Stmt*> before, int32_t held, int32_t place) {
  Span span = e.span;
  if (!element.nullable) {
    Report(1003, span,
           {"?"
            "?=",
            NameOf(element), "a value"});
    return ErrorNode(span);
  }
  Expr* now = Operate(get, type, element, {LocalNode(held, span), LocalNode(place, span)}, span);
  int32_t old = NewLocal(element, "");
  before.push_back(Assign(old, now));
  FlowState entry = state_;
  Expr* value = CheckAs(*e.value, element);
  state_ = FlowState::Join(entry, state_);
  if (value->type.kind == TypeKind::kError) return value;
  Expr* put = Operate(set, type, element, {LocalNode(held, span), LocalNode(place, span), value}, span);
  Expr* none = Node(Op::kIsNull, TypeOf(TypeKind::kBool), span, {LocalNode(old, span)});
  return BlockOf(std::move(before), Node(Op::kCond, element, span, {none, put, LocalNode(old, span)}));
}

// Fields of tuples, and what collections say of themselves.
Expr* Checker::FieldOf(Expr* target, const ast::Member& e, bool& known) {
  const Type type = target->type;
  ShapeTable& shapes = program_.shapes;
  known = true;
  auto count = [&](Operation operation) {
    return Operate(operation, type, TypeOf(TypeKind::kInt), {target}, e.span);
  };
  if (type.kind == TypeKind::kListObject && e.name == "Count") return count(Operation::kListCount);
  if (type.kind == TypeKind::kSet && e.name == "Count") return count(Operation::kSetCount);
  if (type.kind == TypeKind::kDictionary) {
    const std::vector<Type> parts = shapes.ShapeOf(type).parts;
    if (e.name == "Count") return count(Operation::kMapCount);
    if (e.name == "Keys")
      return Operate(Operation::kMapKeys, type, shapes.ListOf(parts[0]), {target}, e.span);
    if (e.name == "Values")
      return Operate(Operation::kMapValues, type, shapes.ListOf(parts[1]), {target}, e.span);
  }
  if (type.kind == TypeKind::kTuple) {
    const Shape& shape = shapes.ShapeOf(type);
    for (size_t i = 0; i < shape.parts.size(); ++i) {
      bool named = i < shape.names.size() && !shape.names[i].empty() && shape.names[i] == e.name;
      if (!named && !(shape.name.empty() && e.name == "Item" + std::to_string(i + 1))) continue;
      Expr* field = Node(Op::kField, shape.parts[i], e.span, {target});
      field->a = static_cast<int32_t>(i);
      return field;
    }
  }
  if (type.kind == TypeKind::kList && (e.name == "Length" || e.name == "Count")) {
    for (uint32_t row : stdlib::FindFunctions("List", e.name))
      if (FromSpec(stdlib::Functions()[row].types[0]) == type) known = false;  // a row has it
    if (known) return count(Operation::kArrayLength);
  }
  known = false;
  return nullptr;
}

Expr* Checker::CheckTuple(const ast::Tuple& e, const Type* expected) {
  std::vector<Type> wanted;
  if (expected != nullptr && expected->kind == TypeKind::kTuple)
    wanted = program_.shapes.ShapeOf(*expected).parts;
  std::vector<Expr*> values;
  std::vector<Type> parts;
  std::vector<std::string> names;
  for (size_t i = 0; i < e.elements.size(); ++i) {
    const ast::Argument& element = e.elements[i];
    bool known = wanted.size() == e.elements.size();
    Expr* value = CheckValue(*element.value, known ? &wanted[i] : nullptr);
    if (known && value->type.kind == TypeKind::kNull && wanted[i].nullable)
      value = ConvertQuietly(value, wanted[i]);
    TypeKind kind = value->type.kind;
    if (kind == TypeKind::kError) return value;
    if (kind == TypeKind::kNull || kind == TypeKind::kEntity || kind == TypeKind::kSync ||
        kind == TypeKind::kNever || (kind == TypeKind::kList && value->type.element == TypeKind::kVoid))
      return Unsupported(element.value->span, "this in a tuple");
    values.push_back(value);
    parts.push_back(value->type);
    std::string name = element.name;
    if (name.empty() && element.value->kind == ast::ExprKind::kName)
      name = ast::As<ast::Name>(element.value).name;
    if (name.empty() && element.value->kind == ast::ExprKind::kMember)
      name = ast::As<ast::Member>(element.value).name;
    names.push_back(name.starts_with("Item") ? "" : name);
  }
  Type type = program_.shapes.Composite(TypeKind::kTuple, std::move(parts), std::move(names));
  return Node(Op::kTuple, type, e.span, std::move(values));
}

}  // namespace idx::compiler::check
