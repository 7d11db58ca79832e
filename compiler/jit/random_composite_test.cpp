// The part of the random programs that is about values made of others: arrays, lists, dictionaries, sets,
// tuples, captured variables, static values, and what is tried and caught.
#include "base/batch/objects.h"
#include "base/value/cells.h"
#include "compiler/jit/random_tree.h"

namespace idx::compiler::typed {

namespace {

constexpr EvalErrorKind kLastKind = EvalErrorKind::kNotSupported;

}  // namespace

void RandomTree::AddComposites() {
  ShapeTable& shapes = t.program().shapes;
  Type text = Of(TypeKind::kString), number = Of(TypeKind::kInt), maybe = Of(TypeKind::kInt, true);
  Type maybe_text = text.AsNullable();
  Type pair = shapes.Composite(TypeKind::kTuple, {number, maybe_text});
  Type box = shapes.Composite(TypeKind::kTuple, {text});
  Type texts = shapes.Composite(TypeKind::kListObject, {text});
  for (const Type& element :
       {text, number, maybe, maybe_text, Of(TypeKind::kDouble), Of(TypeKind::kBool, true),
        Of(TypeKind::kGuid, true), Of(TypeKind::kDecimal), Of(TypeKind::kDecimal, true), pair})
    composites_.push_back(shapes.ListOf(element));
  composites_.push_back(shapes.ListOf(shapes.ListOf(text)));
  composites_.push_back(shapes.ListOf(shapes.ListOf(maybe).AsNullable()));
  composites_.push_back(pair);
  composites_.push_back(box);
  composites_.push_back(shapes.Composite(
      TypeKind::kTuple, {Of(TypeKind::kDouble, true), shapes.ListOf(text), box.AsNullable()}));
  composites_.push_back(texts);
  for (const Type& element : {maybe, maybe_text, pair, Of(TypeKind::kLong)})
    composites_.push_back(shapes.Composite(TypeKind::kListObject, {element}));
  composites_.push_back(shapes.Composite(TypeKind::kDictionary, {text, number}));
  composites_.push_back(shapes.Composite(TypeKind::kDictionary, {number, maybe_text}));
  composites_.push_back(shapes.Composite(TypeKind::kDictionary, {pair, texts}));
  composites_.push_back(shapes.Composite(TypeKind::kSet, {text}));
  composites_.push_back(shapes.Composite(TypeKind::kSet, {maybe}));
}

void RandomTree::AddStatics() {
  for (int i = 0; i < 3; ++i) {
    Type type = composites_[Below(static_cast<uint32_t>(composites_.size()))];
    int32_t f = t.AddFunction(type, {}, 0);
    t.function(f).body = {t.Return(Constant(type))};
    t.program().statics.push_back({"Test.Static" + std::to_string(i), type, f});
  }
}

Slot RandomTree::Object(const Type& type, Arena& memory) {
  const ShapeTable& shapes = t.program().shapes;
  auto part = [&](const Type& of) {
    Slot slot;
    if (of.nullable && Chance(30)) {
      slot.present = false;
    } else if (of.kind == TypeKind::kString) {
      slot = stdlib::ToSlot(idx::Text(memory.Copy(RandomText())));
    } else if (of.kind == TypeKind::kList || IsAddress(of.kind)) {
      slot = Object(of, memory);
    } else {
      slot.lo = RandomBits(of.kind);
      if (of.kind == TypeKind::kDecimal) slot.lo = Below(4) << 16, slot.hi = Below(100);
    }
    return slot;
  };
  auto cells_of = [&](const Type& element, uint32_t count) {
    uint32_t size = CellSize(element.kind, element.nullable);
    char* cells = memory.Allocate(size_t{size} * count + 1);
    for (uint32_t i = 0; i < count; ++i)
      StoreCell(element.kind, element.nullable, part(element), cells + size_t{i} * size);
    return cells;
  };
  Slot slot;
  if (type.kind == TypeKind::kTuple) {
    const Shape& shape = shapes.ShapeOf(type);
    Slot* fields = memory.AllocateArray<Slot>(shape.parts.size());
    for (size_t i = 0; i < shape.parts.size(); ++i) fields[i] = part(shape.parts[i]);
    slot.lo = reinterpret_cast<uint64_t>(fields);
  } else if (type.kind == TypeKind::kList) {
    uint32_t count = Below(5);
    slot = stdlib::ToSlot(ListView{cells_of(shapes.ElementOf(type), count), count, 0});
  } else if (type.kind == TypeKind::kListObject) {
    uint32_t count = Below(5);
    char* cells = cells_of(shapes.ElementOf(type), count);
    auto* list = new (memory.Allocate(sizeof(ListObject))) ListObject{cells, count, count, 0, true};
    slot.lo = reinterpret_cast<uint64_t>(list);
  } else {
    slot.lo = reinterpret_cast<uint64_t>(new (memory.Allocate(sizeof(MapObject))) MapObject{});
    reinterpret_cast<MapObject*>(slot.lo)->frozen = true;
  }
  return slot;
}

Type RandomTree::PickOf(TypeKind kind) {
  for (;;) {
    const Type& type = composites_[Below(static_cast<uint32_t>(composites_.size()))];
    if (type.kind == kind) return type;
  }
}

Expr* RandomTree::Operate(Operation operation, const Type& result, const Type& about,
                          std::vector<Expr*> args) {
  Expr* e = t.Numbered(Op::kOperation, result, static_cast<int32_t>(operation), std::move(args));
  e->b = t.program().shapes.InternType(about);
  return e;
}

Expr* RandomTree::Fresh(const Type& type, Scope* s) {
  ShapeTable& shapes = t.program().shapes;
  auto part = [&](const Type& of) { return s != nullptr && Chance(50) ? Value(of, *s) : Constant(of); };
  auto list_of = [&](const Type& element) {
    Expr* e = t.Make(Op::kList, shapes.ListOf(element));
    for (uint32_t i = Below(4); i > 0; --i) e->args.push_back(part(element));
    return e;
  };
  switch (type.kind) {
    case TypeKind::kTuple: {
      Expr* e = t.Make(Op::kTuple, type);
      std::vector<Type> parts = shapes.ShapeOf(type).parts;
      for (const Type& field : parts) e->args.push_back(part(field));
      return e;
    }
    case TypeKind::kListObject:
      if (Chance(20)) return Operate(Operation::kListNew, type, type, {});
      return Operate(Operation::kListFrom, type, type, {list_of(shapes.ElementOf(type))});
    case TypeKind::kDictionary:
      return Operate(Operation::kMapNew, type, type, {t.Bool(Chance(30))});
    case TypeKind::kSet:
      return Operate(Operation::kSetNew, type, type, {t.Bool(Chance(30))});
    default: {
      Expr* e = list_of(shapes.ElementOf(type));
      e->type = type;
      return e;
    }
  }
}

Expr* RandomTree::Composite(Type type, Scope& s) {
  if (s.depth >= 5 || Chance(35)) return Fresh(type, &s);
  if (Chance(15)) {
    const std::vector<Static>& statics = t.program().statics;
    for (size_t i = 0; i < statics.size(); ++i)
      if (statics[i].type == type) return t.Numbered(Op::kStatic, type, static_cast<int32_t>(i), {});
  }
  if (type.kind == TypeKind::kList) return ArrayValue(type, s);
  if (type.kind == TypeKind::kDictionary && Chance(30))
    return Operate(Operation::kMapCopy, type, type, {Value(type, s), t.Bool(Chance(30))});
  Expr* element = ElementOf(type, s);
  return element != nullptr ? element : Fresh(type, &s);
}

Expr* RandomTree::ArrayValue(Type type, Scope& s) {
  ShapeTable& shapes = t.program().shapes;
  Type number = Of(TypeKind::kInt), element = shapes.ElementOf(type);
  auto itself = [&] { return Value(type, s); };
  auto folded = [&] { return BoolValue(s); };
  auto object_of = [&](TypeKind kind) {
    for (const Type& other : composites_)
      if (other.kind == kind && shapes.ElementOf(other) == element) return other;
    return Type{};
  };
  static constexpr Operation kTwo[] = {Operation::kUnion, Operation::kIntersect, Operation::kExcept};
  switch (Below(11)) {
    case 0:
      return Operate(Operation::kArrayNew, type, type,
                     {Chance(80) ? t.Int(static_cast<int32_t>(Below(6))) : Value(number, s)});
    case 1:
      return Operate(Operation::kArrayCopy, type, type, {itself()});
    case 2:
      return Operate(
          Operation::kArraySlice, type, type,
          {itself(), t.Int(static_cast<int32_t>(Below(3))), Chance(50) ? t.Int(2) : Value(number, s)});
    case 3:
      return Operate(Operation::kArrayConcat, type, type, {itself(), itself()});
    case 4:
      return Operate(Operation::kArrayReverse, type, type, {itself()});
    case 5:
      return Operate(Operation::kDistinct, type, type, {itself(), folded()});
    case 6:
      return Operate(kTwo[Below(3)], type, type, {itself(), itself(), folded()});
    case 7: {
      Expr* none = t.Null(ListOf(TypeKind::kInt));
      Expr* order =
          Operate(Operation::kSortOrder, ListOf(TypeKind::kInt), type, {itself(), folded(), folded(), none});
      return Operate(Operation::kGather, type, type, {itself(), order});
    }
    case 8: {
      Type object = object_of(Chance(60) ? TypeKind::kListObject : TypeKind::kSet);
      if (object.kind == TypeKind::kListObject)
        return Operate(Operation::kListView, type, object, {Value(object, s)});
      if (object.kind == TypeKind::kSet)
        return Operate(Operation::kSetView, type, object, {Value(object, s)});
      return Fresh(type, &s);
    }
    case 9: {
      Expr* count = t.Int(static_cast<int32_t>(Below(5)) - Chance(10));
      if (type == ListOf(TypeKind::kInt) && Chance(50))
        return Operate(Operation::kArrayRange, type, type, {Value(number, s), count});
      return Operate(Operation::kArrayRepeat, type, type, {Value(element, s), count});
    }
    default: {
      Type map = PickOf(TypeKind::kDictionary);
      const std::vector<Type> parts = shapes.ShapeOf(map).parts;
      if (parts[0] == element) return Operate(Operation::kMapKeys, type, map, {Value(map, s)});
      if (parts[1] == element) return Operate(Operation::kMapValues, type, map, {Value(map, s)});
      return Fresh(type, &s);
    }
  }
}

// A value of this type out of another: an element, a field, a dictionary's value.
Expr* RandomTree::ElementOf(Type type, Scope& s) {
  ShapeTable& shapes = t.program().shapes;
  std::vector<Expr*> choices;
  auto index = [&] {
    return Chance(70) ? t.Int(static_cast<int32_t>(Below(3))) : Value(Of(TypeKind::kInt), s);
  };
  uint32_t start = Below(static_cast<uint32_t>(composites_.size()));
  for (size_t i = 0; i < composites_.size(); ++i) {
    Type of = composites_[(start + i) % composites_.size()];
    const std::vector<Type> parts =
        of.kind == TypeKind::kList ? std::vector<Type>{shapes.ElementOf(of)} : shapes.ShapeOf(of).parts;
    for (size_t part = 0; part < parts.size(); ++part) {
      if (parts[part] != type) continue;
      switch (of.kind) {
        case TypeKind::kTuple:
          return t.Numbered(Op::kField, type, static_cast<int32_t>(part), {Value(of, s)});
        case TypeKind::kList:
          if (Chance(30))
            return Operate(Operation::kArraySet, type, of, {Value(of, s), index(), Value(type, s)});
          return Operate(Operation::kArrayGet, type, of, {Value(of, s), index()});
        case TypeKind::kListObject:
          if (Chance(30))
            return Operate(Operation::kListSet, type, of, {Value(of, s), index(), Value(type, s)});
          return Operate(Operation::kListGet, type, of, {Value(of, s), index()});
        case TypeKind::kDictionary:
          if (part == 0) continue;
          if (Chance(50))
            return Operate(Operation::kMapSet, type, of, {Value(of, s), Value(parts[0], s), Value(type, s)});
          return Operate(Operation::kMapGet, type, of, {Value(of, s), Value(parts[0], s)});
        default:
          continue;
      }
    }
  }
  return nullptr;
}

Expr* RandomTree::AboutComposites(Type type, Scope& s) {
  if (type == Of(TypeKind::kInt) && Chance(50)) return IntOfComposites(s);
  if (type == Of(TypeKind::kBool) && Chance(80)) return BoolOfComposites(s);
  return ElementOf(type, s);
}

Expr* RandomTree::IntOfComposites(Scope& s) {
  Type number = Of(TypeKind::kInt);
  auto of = [&](Operation operation, TypeKind kind) {
    Type type = PickOf(kind);
    return Operate(operation, number, type, {Value(type, s)});
  };
  switch (Below(7)) {
    case 0: {
      Type type = PickOf(TypeKind::kList);
      return Operate(Operation::kIndexOf, number, type,
                     {Value(type, s), Value(t.program().shapes.ElementOf(type), s), BoolValue(s)});
    }
    case 1: {
      Type type = Of(kScalars[Below(std::size(kScalars))], Chance(50));
      return Operate(Operation::kCompare, number, type, {Value(type, s), Value(type, s)});
    }
    case 2:
      return of(Chance(70) ? Operation::kListCount : Operation::kListVersion, TypeKind::kListObject);
    case 3:
      return of(Chance(70) ? Operation::kMapCount : Operation::kMapVersion, TypeKind::kDictionary);
    case 4:
      return of(Chance(70) ? Operation::kSetCount : Operation::kMapVersion, TypeKind::kSet);
    default:
      return of(Operation::kArrayLength, TypeKind::kList);
  }
}

Expr* RandomTree::BoolOfComposites(Scope& s) {
  Type boolean = Of(TypeKind::kBool);
  ShapeTable& shapes = t.program().shapes;
  Type list = PickOf(TypeKind::kList), object = PickOf(TypeKind::kListObject),
       map = PickOf(TypeKind::kDictionary), set = PickOf(TypeKind::kSet);
  Type key = shapes.ShapeOf(map).parts[0], value = shapes.ShapeOf(map).parts[1],
       element = shapes.ElementOf(set);
  switch (Below(9)) {
    case 0:
      return Operate(Operation::kSequenceEqual, boolean, list,
                     {Value(list, s), Value(list, s), BoolValue(s)});
    case 1:
      return Operate(Operation::kArraySame, boolean, list, {Value(list, s), Value(list, s)});
    case 2:
      return Operate(Operation::kListRemove, boolean, object,
                     {Value(object, s), Value(shapes.ElementOf(object), s)});
    case 3:
      return Operate(Operation::kMapHas, boolean, map, {Value(map, s), Value(key, s)});
    case 4:
      return Operate(Operation::kMapTryAdd, boolean, map, {Value(map, s), Value(key, s), Value(value, s)});
    case 5:
      return Operate(Operation::kMapRemove, boolean, map, {Value(map, s), Value(key, s)});
    case 6: {
      static constexpr Operation kSets[] = {Operation::kSetAdd, Operation::kSetHas, Operation::kSetRemove};
      return Operate(kSets[Below(3)], boolean, set, {Value(set, s), Value(element, s)});
    }
    default: {
      Type type = Chance(50) ? PickOf(TypeKind::kTuple) : Of(kScalars[Below(std::size(kScalars))]);
      if (Chance(40)) type = type.AsNullable();
      return Operate(Operation::kEqual, boolean, type, {Value(type, s), Value(type, s)});
    }
  }
}

Expr* RandomTree::Change(Scope& s) {
  Type nothing = Of(TypeKind::kVoid);
  ShapeTable& shapes = t.program().shapes;
  Type object = PickOf(TypeKind::kListObject), map = PickOf(TypeKind::kDictionary),
       set = PickOf(TypeKind::kSet);
  Type element = shapes.ElementOf(object);
  auto index = [&] { return t.Int(static_cast<int32_t>(Below(4)) - Chance(10)); };
  switch (Below(10)) {
    case 0:
      return Operate(Operation::kListAddRange, nothing, object,
                     {Value(object, s), Value(shapes.ListOf(element), s)});
    case 1:
      return Operate(Operation::kListInsert, nothing, object, {Value(object, s), index(), Value(element, s)});
    case 2:
      return Operate(Operation::kListRemoveAt, nothing, object, {Value(object, s), index()});
    case 3:
      return Operate(Operation::kListClear, nothing, object, {Value(object, s)});
    case 4:
      return Operate(Operation::kListReplace, nothing, object,
                     {Value(object, s), Value(shapes.ListOf(element), s)});
    case 5: {
      const std::vector<Type> parts = shapes.ShapeOf(map).parts;
      return Operate(Operation::kMapAdd, nothing, map,
                     {Value(map, s), Value(parts[0], s), Value(parts[1], s)});
    }
    case 6:
      return Chance(50) ? Operate(Operation::kMapClear, nothing, map, {Value(map, s)})
                        : Operate(Operation::kSetClear, nothing, set, {Value(set, s)});
    case 7: {
      Type box = PickOf(TypeKind::kTuple);
      while (shapes.ShapeOf(box).parts.size() != 1) box = PickOf(TypeKind::kTuple);
      return t.Numbered(Op::kSetField, shapes.ShapeOf(box).parts[0], 0,
                        {Value(box, s), Value(shapes.ShapeOf(box).parts[0], s)});
    }
    default:
      return Operate(Operation::kListAdd, nothing, object, {Value(object, s), Value(element, s)});
  }
}

Stmt* RandomTree::Try(Scope& s) {
  Stmt* statement = t.Make(StmtOp::kTry);
  statement->body = Body(s, 2);
  if (Chance(25)) statement->body.push_back(t.Do(Throw(s)));
  auto first = static_cast<int32_t>(t.function(s.function).locals.size()) - 4;
  uint32_t catches = Below(3);
  for (uint32_t i = 0; i < catches; ++i) {
    Catch clause;
    clause.span = statement->span;
    clause.local = first + static_cast<int32_t>(Below(2));
    for (uint32_t kind = 1; kind <= static_cast<uint32_t>(kLastKind); ++kind)
      if (Chance(60)) clause.kinds |= uint64_t{1} << kind;
    s.caught.push_back(clause.local);
    if (Chance(40)) clause.when = BoolValue(s);
    clause.body = Body(s, 1);
    s.caught.pop_back();
    statement->catches.push_back(std::move(clause));
  }
  if (catches == 0 || Chance(40)) {
    // Nothing in it leaves it: no return, no break of what is around.
    Scope inside = s;
    inside.loops = 0;
    inside.caught.clear();
    if (Chance(80)) statement->finally.push_back(t.Do(SetLocalTo(RandomType(), inside)));
    if (Chance(50)) statement->finally.push_back(t.Do(Change(inside)));
    if (Chance(10)) statement->finally.push_back(t.Do(Throw(inside)));
  }
  return statement;
}

}  // namespace idx::compiler::typed
