// List<T>, Dictionary<K, V>, HashSet<T>, arrays and tuples: making them, their own members, their elements.
#include "compiler/check/checker.h"
#include "compiler/check/name_uses.h"

namespace idx::compiler::check {

// The name of a static readonly field: its value is made once, for all objects, and must not be changed.
bool Checker::IsTable(const ast::Expr& e) const {
  std::string name = QualifiedName(e);
  std::string first = name.substr(0, name.find('.'));
  return !name.empty() && !IsLocalName(first) && !IsObjectPart(first);
}

// A method that the type has itself; the extension methods of sequences are told elsewhere.
Expr* Checker::CallOwn(Expr* target, const ast::Member& member, const ast::Call& e, bool& known) {
  for (const ast::Argument& argument : e.arguments)
    if (!argument.name.empty() || argument.mode == ast::Argument::Mode::kRef) return nullptr;
  if (target->type.kind != TypeKind::kList && ChangesCollection(member.name) && IsTable(*member.target)) {
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
      if (target->type.kind == TypeKind::kList && member.name.starts_with("Get") && e.arguments.size() == 1)
        return CallDimension(target, member.name, e, known);
      if (target->type.kind != TypeKind::kList || member.name != "CopyTo" || e.arguments.size() != 2)
        return nullptr;
      known = true;
      return CopyTo(member, e);
  }
}

// GetLength, GetLowerBound and GetUpperBound of the only dimension, and GetValue.
Expr* Checker::CallDimension(Expr* array, const std::string& name, const ast::Call& e, bool& known) {
  known = name == "GetLength" || name == "GetLowerBound" || name == "GetUpperBound" || name == "GetValue";
  if (!known) return nullptr;
  Span span = e.span;
  Type list = array->type, number = TypeOf(TypeKind::kInt);
  Expr* index = CheckAs(*e.arguments[0].value, number);
  if (index->type.kind == TypeKind::kError) return index;
  if (name == "GetValue")
    return Operate(Operation::kArrayGet, list, program_.shapes.ElementOf(list), {array, index}, span);
  return WithTemporaries({array, index}, [&](const std::vector<Expr*>& held) {
    Expr* only = Node(Op::kEq, TypeOf(TypeKind::kBool), span, {held[1], IntConstant(0, span)});
    Expr* length = Operate(Operation::kArrayLength, list, number, {held[0]}, span);
    Expr* value = name == "GetLength"       ? length
                  : name == "GetLowerBound" ? IntConstant(0, span)
                                            : Node(Op::kSub, number, span, {length, IntConstant(1, span)});
    Expr* checked = OrThrow(only, value, "Index was outside the bounds of the array.", span);
    checked->args[2]->a = static_cast<int32_t>(EvalErrorKind::kIndexOutOfRange);
    return checked;
  });
}

// xs.CopyTo(ys, at) is Array.Copy of all of xs.
Expr* Checker::CopyTo(const ast::Member& member, const ast::Call& e) {
  ast::Literal zero;
  zero.span = e.span;
  zero.literal = ast::LiteralKind::kInt;
  ast::Member length;
  length.span = length.name_span = e.span;
  length.target = member.target;
  length.name = "Length";
  ast::Call copy;
  copy.span = e.span;
  copy.arguments.resize(5);
  copy.arguments[0].value = member.target;
  copy.arguments[1].value = &zero;
  copy.arguments[2].value = e.arguments[0].value;
  copy.arguments[3].value = e.arguments[1].value;
  copy.arguments[4].value = &length;
  return CopyArray(copy);
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
  bool out = (name == "TryGetValue" || name == "Remove") && count == 2 &&
             e.arguments[1].mode == ast::Argument::Mode::kOut;
  if (!out) {
    std::vector<Expr*> ignored;
    CheckArguments(e.arguments, "", ignored);
    return Unsupported(span, NameOf(map) + "." + name + " with these arguments");
  }
  Expr* found = FinishTryGet(*e.arguments[1].value, parts[1], std::move(before),
                             operate(Operation::kMapHas, boolean), operate(Operation::kMapGet, parts[1]));
  if (name != "Remove" || found->type.kind == TypeKind::kError) return found;
  return WithTemporary(
      found, [&](Expr* there) { return BlockOf({Run(operate(Operation::kMapRemove, boolean))}, there); });
}

// map.TryGetValue(key, out v): v is what is there, or default(T). A variable of before that takes no null has
// a value only where there was one.
Expr* Checker::FinishTryGet(const ast::Expr& out, const Type& element, std::vector<Stmt*> before, Expr* has,
                            Expr* get) {
  Span span = get->span;
  Expr* missing = MissingValue(element, span);
  const Type type = missing->type, boolean = TypeOf(TypeKind::kBool);
  int32_t there = NewLocal(boolean, "");
  before.push_back(Assign(there, has));
  int32_t local = -1;
  if (out.kind == ast::ExprKind::kDeclaration) {
    const auto& declaration = ast::As<ast::Declaration>(&out);
    bool typed = declaration.type != nullptr && declaration.type->kind != ast::TypeName::Kind::kVar &&
                 declaration.type->name != "var";
    if (typed && missing->type.kind != TypeKind::kError) {
      Type written = Resolve(*declaration.type);
      bool same = written.NonNull() == type.NonNull() || written == element;
      if (written.kind != TypeKind::kError && !same)
        Report(1002, out.span, {NameOf(element), NameOf(written)});
      if (!same) missing = ErrorNode(span);
    }
    bool parts = type.kind == TypeKind::kTuple && type.id != element.id;  // its default has nulls
    local = Declare(declaration.name,
                    missing->type.kind == TypeKind::kError ? missing->type
                    : parts                                ? element
                                                           : type,
                    declaration.span);
    if (parts && missing->type.kind != TypeKind::kError) {
      proved_by_try_[&out] = local;
      before.push_back(When(LocalNode(there, span), {Assign(local, get)}));
      return BlockOf(std::move(before), LocalNode(there, span));
    }
  } else if (out.kind == ast::ExprKind::kName && IsLocalName(ast::As<ast::Name>(&out).name)) {
    const Local& known = *FindLocal(ast::As<ast::Name>(&out).name);
    const Type of = known.constant ? Type{} : function().locals[static_cast<size_t>(known.index)];
    bool parts = type.kind == TypeKind::kTuple && of == element;
    if (known.constant || known.builder || (of.NonNull() != type.NonNull() && !parts)) {
      if (of.kind != TypeKind::kError || known.constant)
        Report(1002, out.span, {NameOf(element), known.constant ? "a constant" : NameOf(of)});
      return ErrorNode(span);
    }
    local = known.index;
    state_.Forget(local);
    if (parts || (type.nullable && !of.nullable)) {
      state_.assigned.erase(local);
      proved_by_try_[&out] = local;
      before.push_back(When(LocalNode(there, span), {Assign(local, get)}));
      return BlockOf(std::move(before), LocalNode(there, span));
    }
  } else if (out.kind == ast::ExprKind::kName && ast::As<ast::Name>(&out).name == "_") {
    return BlockOf(std::move(before), LocalNode(there, span));
  } else {
    return Unsupported(out.span, "an out argument that is no local variable");
  }
  state_.assigned.insert(local);
  if (missing->type.kind == TypeKind::kError) return missing;
  if (!element.nullable && type.nullable) proved_by_try_[&out] = local;
  const Type of = function().locals[static_cast<size_t>(local)];
  Expr* value = Node(Op::kCond, type, span, {LocalNode(there, span), ConvertQuietly(get, type), missing});
  before.push_back(Assign(local, ConvertQuietly(value, of)));
  return BlockOf(std::move(before), LocalNode(there, span));
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
  if (made == nullptr) {
    before.push_back(Assign(into, Operate(Operation::kSetNew, type, type, {ignore}, span)));
    Each(QueryOf(from), before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t) {
      body.push_back(Run(
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
    before.push_back(Run(Operate(operation, type, result, args, span)));
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
    const auto& range = ast::As<ast::Range>(index);
    return WithTemporary(target, [&](Expr* v) {
      Expr* begin = bound(range.begin, v, IntConstant(0, span));
      Expr* end = bound(range.end, v, count(v));
      if (begin->type.kind == TypeKind::kError || end->type.kind == TypeKind::kError) return ErrorNode(span);
      if (object)
        return WithTemporaries({begin, end}, [&](const std::vector<Expr*>& held) {
          return ListRange(v, held[0], Node(Op::kSub, number, span, {held[1], held[0]}), span);
        });
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

// Where xs[i] or map[k] stands, both sides evaluated. nullopt after a diagnostic.
std::optional<ElementPlace> Checker::PlaceOfElement(const ast::Index& index, Span span) {
  Expr* target = CheckValue(*index.target);
  if (target->type.kind == TypeKind::kError) return std::nullopt;
  if (IsSequence(target->type) && IsTable(*index.target)) {
    Unsupported(span, "changing a static table");
    return std::nullopt;
  }
  target = NotNull(target, index.target->span);
  if (target->type.kind == TypeKind::kError) return std::nullopt;
  const Expr* source = target;
  while (source->op == Op::kAssume) source = source->args[0];
  if (source->op == Op::kAttr && source->type.kind == TypeKind::kList) {
    Unsupported(span, "changing the elements of an attribute (change a copy: .ToArray())");
    return std::nullopt;
  }
  ElementPlace place;
  place.type = target->type;
  bool map = place.type.kind == TypeKind::kDictionary, object = place.type.kind == TypeKind::kListObject;
  if ((!map && !object && place.type.kind != TypeKind::kList) || index.arguments.size() != 1 ||
      IsLookup(place.type)) {
    Report(1009, index.span, {"this"});
    return std::nullopt;
  }
  const ast::Expr* at = index.arguments[0].value;
  bool from_end = at->kind == ast::ExprKind::kUnary && ast::As<ast::Unary>(at).op == ast::UnaryOp::kFromEnd;
  if (at->kind == ast::ExprKind::kRange || (from_end && map)) {
    Unsupported(span, "assignment to this index");
    return std::nullopt;
  }
  if (from_end) at = ast::As<ast::Unary>(at).operand;
  const std::vector<Type> parts =
      map ? program_.shapes.ShapeOf(place.type).parts
          : std::vector<Type>{TypeOf(TypeKind::kInt), program_.shapes.ElementOf(place.type)};
  place.element = parts[1];
  place.get = map ? Operation::kMapGet : object ? Operation::kListGet : Operation::kArrayGet;
  place.set = map ? Operation::kMapSet : object ? Operation::kListSet : Operation::kArraySet;
  Expr* key = CheckAs(*at, parts[0]);
  if (key->type.kind == TypeKind::kError) return std::nullopt;
  place.held = NewLocal(place.type, "");
  place.key = NewLocal(parts[0], "");
  place.before = {Assign(place.held, target), Assign(place.key, key)};
  if (from_end) {
    Expr* count = Operate(object ? Operation::kListCount : Operation::kArrayLength, place.type, parts[0],
                          {LocalNode(place.held, span)}, span);
    place.before.push_back(
        Assign(place.key, Node(Op::kSub, parts[0], span, {count, LocalNode(place.key, span)})));
  }
  return place;
}

// What stands there now, in a local.
int32_t Checker::KeepElement(ElementPlace& place, Span span) {
  int32_t old = NewLocal(place.element, "");
  Expr* now = Operate(place.get, place.type, place.element,
                      {LocalNode(place.held, span), LocalNode(place.key, span)}, span);
  place.before.push_back(Assign(old, now));
  return old;
}

Expr* Checker::SetElement(const ElementPlace& place, Expr* value, Span span) {
  return Operate(place.set, place.type, place.element,
                 {LocalNode(place.held, span), LocalNode(place.key, span), value}, span);
}

// xs[i] = v, map[k] = v, and the compound forms.
Expr* Checker::AssignElement(const ast::Assign& e) {
  Span span = e.span;
  if (const Local* builder = BuilderOf(*ast::As<ast::Index>(e.target).target); builder != nullptr)
    return Unsupported(span, "setting a character of a StringBuilder inside an expression");
  auto place = PlaceOfElement(ast::As<ast::Index>(e.target), span);
  if (!place) return ErrorNode(span);
  if (e.compound && e.op == ast::BinaryOp::kCoalesce) return CoalesceElement(e, *place);
  Expr* value = nullptr;
  if (e.compound) {
    int32_t old = KeepElement(*place, span);
    value = Convert(Compound(e.op, LocalNode(old, span), CheckValue(*e.value), place->element, span),
                    place->element);
  } else {
    value = CheckAs(*e.value, place->element);
  }
  if (value->type.kind == TypeKind::kError) return value;
  return BlockOf(place->before, SetElement(*place, value, span));
}

// xs[i]++, --map[k]
Expr* Checker::StepElement(const ast::Unary& e, bool up, bool before) {
  auto place = PlaceOfElement(ast::As<ast::Index>(e.operand), e.span);
  if (!place) return ErrorNode(e.span);
  int32_t old = KeepElement(*place, e.span);
  Expr* next = Stepped(LocalNode(old, e.span), up, e.span);
  if (next->type.kind == TypeKind::kError) return next;
  Expr* set = SetElement(*place, next, e.span);
  return BlockOf(place->before, before ? set : After(set, LocalNode(old, e.span), e.span));
}

// xs[i] ??= v: what is there, or v, which is then put there.
Expr* Checker::CoalesceElement(const ast::Assign& e, ElementPlace& place) {
  Span span = e.span;
  const Type element = place.element;
  if (!element.nullable) {
    Report(1003, span, {"?\?=", NameOf(element), "a value"});
    return ErrorNode(span);
  }
  int32_t old = KeepElement(place, span);
  FlowState entry = state_;
  Expr* value = CheckAs(*e.value, element);
  state_ = FlowState::Join(entry, state_);
  if (value->type.kind == TypeKind::kError) return value;
  Expr* none = Node(Op::kIsNull, TypeOf(TypeKind::kBool), span, {LocalNode(old, span)});
  return BlockOf(place.before, Node(Op::kCond, element, span,
                                    {none, SetElement(place, value, span), LocalNode(old, span)}));
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
  if (type.kind == TypeKind::kList && e.name == "LongLength")
    return ConvertQuietly(count(Operation::kArrayLength), TypeOf(TypeKind::kLong));
  if (type.kind == TypeKind::kList && e.name == "Rank")
    return WithTemporary(target, [&](Expr*) { return IntConstant(1, e.span); });
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
    if (kind == TypeKind::kNull || IsRuleObject(kind) || kind == TypeKind::kNever ||
        (kind == TypeKind::kList && value->type.element == TypeKind::kVoid))
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
