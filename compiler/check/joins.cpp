// Two sequences by their keys: Join, GroupJoin, ToLookup; and Chunk.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

// A sequence as an argument: texts are sequences of characters. Null after a diagnostic.
Expr* Checker::SequenceArgument(const ast::Expr& e, const Type* expected, const std::string& of) {
  Expr* value = CheckValue(e, expected);
  if (value->type.kind == TypeKind::kError) return nullptr;
  bool text = value->type.kind == TypeKind::kString && !value->type.nullable;
  if (text || IsSequence(value->type)) return ElementsOf(value);
  if (value->type.nullable)
    NotNull(value, e.span);
  else
    Unsupported(e.span, of + " with " + NameOf(value->type));
  return nullptr;
}

// The elements by their keys: a dictionary of lists, in the order of the keys' first elements. A null key is
// a key.
Grouped Checker::GroupBy(const QueryPtr& from, const Applied& key, const Applied* value, bool ignore_case,
                         std::vector<Stmt*>& before, Span span) {
  Type element = value != nullptr ? value->value->type : from->element;
  ShapeTable& shapes = program_.shapes;
  Grouped grouped;
  grouped.list = shapes.Composite(TypeKind::kListObject, {element});
  grouped.map = shapes.Composite(TypeKind::kDictionary, {key.value->type, grouped.list});
  grouped.local = NewLocal(grouped.map, "");
  before.push_back(Assign(grouped.local, Operate(Operation::kMapNew, grouped.map, grouped.map,
                                                 {BoolConstant(ignore_case, span)}, span)));
  Each(from, before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t) {
    Pass(key, item, body);
    int32_t of = NewLocal(key.value->type, "");
    body.push_back(Assign(of, key.value));
    Expr* kept = LocalNode(key.parameters[0], span);
    if (value != nullptr) {
      Pass(*value, kept, body);
      kept = value->value;
    }
    Stmt* add = Statement(StmtOp::kExpr, span);
    add->value = Operate(Operation::kGroupAdd, grouped.map, TypeOf(TypeKind::kVoid),
                         {LocalNode(grouped.local, span), LocalNode(of, span), kept}, span);
    body.push_back(add);
  });
  return grouped;
}

// The elements of a key as an array, empty where there is none: of a null key, too.
Expr* Checker::GroupOfKey(const Grouped& grouped, int32_t key, Span span) {
  Type boolean = TypeOf(TypeKind::kBool),
       array = program_.shapes.ListOf(program_.shapes.ElementOf(grouped.list));
  Type key_type = function().locals[static_cast<size_t>(key)];
  auto by_key = [&](Operation operation, Type result) {
    return Operate(operation, grouped.map, result, {LocalNode(grouped.local, span), LocalNode(key, span)},
                   span);
  };
  Expr* there = by_key(Operation::kMapHas, boolean);
  if (key_type.nullable) {
    Expr* is_null = Node(Op::kIsNull, boolean, span, {LocalNode(key, span)});
    there = Node(Op::kAnd, boolean, span, {Node(Op::kNot, boolean, span, {is_null}), there});
  }
  Expr* elements =
      Operate(Operation::kListView, grouped.list, array, {by_key(Operation::kMapGet, grouped.list)}, span);
  return Node(Op::kCond, array, span, {there, elements, Node(Op::kList, array, span)});
}

// Join(others, key, otherKey, (element, other) => …[, comparer]); GroupJoin's function gets all others at
// once.
QueryPtr Checker::CheckJoin(const QueryPtr& from, const std::string& name, const ast::Call& e) {
  Span span = e.span;
  Expr* others = SequenceArgument(*e.arguments[0].value, nullptr, name);
  if (others == nullptr) return nullptr;
  QueryPtr other = QueryOf(others);
  auto key = CheckLambda(*e.arguments[1].value, {from->element}, false, nullptr);
  if (!key) return nullptr;
  auto other_key = CheckLambda(*e.arguments[2].value, {other->element}, false, &key->value->type);
  if (!other_key) return nullptr;
  Type common = key->value->type;
  if (ConversionCost(*other_key->value, common) < 0) common = common.AsNullable();
  if (ConversionCost(*other_key->value, common) < 0) common = other_key->value->type;
  if (ConversionCost(*key->value, common) < 0) {
    Report(1002, e.arguments[2].value->span, {NameOf(other_key->value->type), NameOf(key->value->type)});
    return nullptr;
  }
  key->value = ConvertQuietly(key->value, common);
  other_key->value = ConvertQuietly(other_key->value, common);
  bool grouped = name == "GroupJoin";
  Type array = program_.shapes.ListOf(other->element);
  auto result =
      CheckLambda(*e.arguments[3].value, {from->element, grouped ? array : other->element}, false, nullptr);
  if (!result) return nullptr;
  std::optional<bool> ignore_case =
      e.arguments.size() == 5 ? ComparerOf(*e.arguments[4].value) : std::optional(false);
  if (!ignore_case || (*ignore_case && common.kind != TypeKind::kString)) {
    Unsupported(span, name + " with this comparer");
    return nullptr;
  }
  std::vector<Stmt*> before;
  Grouped groups = GroupBy(other, *other_key, nullptr, *ignore_case, before, span);
  QueryPtr query = Staged(from, result->value->type, before,
                          [=, this, key = *key, result = *result](Expr* item, std::vector<Stmt*>& body,
                                                                  int32_t done, const Sink& next) {
                            Pass(key, item, body);
                            int32_t of = NewLocal(common, ""), made = NewLocal(result.value->type, "");
                            body.push_back(Assign(of, key.value));
                            Expr* outer = LocalNode(key.parameters[0], span);
                            Expr* matches = GroupOfKey(groups, of, span);
                            if (grouped) {
                              PassBoth(result, outer, matches, body);
                              body.push_back(Assign(made, result.value));
                              next(LocalNode(made, span), body);
                              return;
                            }
                            Stmt* loop = Statement(StmtOp::kForeach, span);
                            loop->a = NewLocal(program_.shapes.ElementOf(matches->type), "");
                            loop->value = matches;
                            PassBoth(result, outer, LocalNode(loop->a, span), loop->body);
                            loop->body.push_back(Assign(made, result.value));
                            next(LocalNode(made, span), loop->body);
                            body.push_back(loop);
                            if (done >= 0)
                              body.push_back(When(LocalNode(done, span), {Statement(StmtOp::kBreak, span)}));
                          });
  query->nested = query->nested || !grouped;
  return query;
}

// Chunk(n): arrays of n elements, the last one of what is left.
QueryPtr Checker::CheckChunk(const QueryPtr& from, const ast::Call& e) {
  Span span = e.span;
  Type number = TypeOf(TypeKind::kInt), boolean = TypeOf(TypeKind::kBool);
  Expr* size = CheckAs(*e.arguments[0].value, number);
  if (size->type.kind == TypeKind::kError) return nullptr;
  Type list = program_.shapes.ListOf(from->element);
  int32_t held = NewLocal(list, ""), n = NewLocal(number, ""), at = NewLocal(number, "");
  Stmt* check = Statement(StmtOp::kExpr, span);
  check->value = OrThrow(Node(Op::kGt, boolean, span, {LocalNode(n, span), IntConstant(0, span)}),
                         BoolConstant(true, span),
                         "Specified argument was out of the range of valid values. (Parameter 'size')", span);
  check->value->args[2]->a = static_cast<int32_t>(EvalErrorKind::kArgumentOutOfRange);
  QueryPtr all = QueryOf(LocalNode(held, span));
  std::vector<Stmt*> before = {Assign(n, size), check, Assign(held, Materialize(from, span)),
                               Assign(at, IntConstant(-1, span))};
  return Staged(all, list, before, [=, this](Expr*, std::vector<Stmt*>& body, int32_t, const Sink& next) {
    body.push_back(Assign(at, Node(Op::kAdd, number, span, {LocalNode(at, span), IntConstant(1, span)})));
    Expr* rest = Node(Op::kMod, number, span, {LocalNode(at, span), LocalNode(n, span)});
    Expr* first = Node(Op::kEq, boolean, span, {rest, IntConstant(0, span)});
    Expr* count = Operate(Operation::kArrayLength, list, number, {LocalNode(held, span)}, span);
    Expr* left = Node(Op::kSub, number, span, {count, LocalNode(at, span)});
    Expr* taken = Builtin("Math", "Min", {LocalNode(n, span), left}, span);
    Expr* end = Node(Op::kAdd, number, span, {LocalNode(at, span), taken});
    std::vector<Stmt*> inner;
    next(Operate(Operation::kArraySlice, list, list, {LocalNode(held, span), LocalNode(at, span), end}, span),
         inner);
    body.push_back(When(first, inner));
  });
}

// ToLookup(key[, value][, comparer])
Expr* Checker::LookupEnd(const QueryPtr& from, const ast::Call& e) {
  Span span = e.span;
  auto key = CheckLambda(*e.arguments[0].value, {from->element}, false, nullptr);
  if (!key) return ErrorNode(span);
  std::optional<Applied> value;
  std::optional<bool> ignore_case = false;
  for (size_t i = 1; i < e.arguments.size(); ++i) {
    if (i + 1 == e.arguments.size() && ComparerOf(*e.arguments[i].value)) {
      ignore_case = ComparerOf(*e.arguments[i].value);
      continue;
    }
    if (i != 1) return Unsupported(span, "ToLookup with these arguments");
    value = CheckLambda(*e.arguments[i].value, {from->element}, false, nullptr);
    if (!value) return ErrorNode(span);
  }
  if (*ignore_case && key->value->type.kind != TypeKind::kString)
    return Unsupported(span, "ToLookup with this comparer");
  std::vector<Stmt*> before;
  Grouped groups = GroupBy(from, *key, value ? &*value : nullptr, *ignore_case, before, span);
  Type lookup =
      program_.shapes.Composite(TypeKind::kDictionary, {key->value->type, groups.list}, {}, "ILookup");
  Expr* made = Node(Op::kWiden, lookup.AsNullable(), span, {LocalNode(groups.local, span)});
  return BlockOf(std::move(before), Node(Op::kAssume, lookup, span, {made}));
}

bool Checker::IsLookup(const Type& type) const {
  return type.kind == TypeKind::kDictionary && program_.shapes.ShapeOf(type).name == "ILookup";
}

Grouped Checker::HeldLookup(Expr* lookup, std::vector<Stmt*>& before) {
  Grouped groups;
  groups.map = lookup->type;
  groups.list = program_.shapes.ShapeOf(lookup->type).parts[1];
  groups.local = NewLocal(lookup->type, "");
  before.push_back(Assign(groups.local, lookup));
  return groups;
}

// lookup[key]: empty where there is none.
Expr* Checker::LookupAt(Expr* lookup, const ast::Expr& index, Span span) {
  std::vector<Stmt*> before;
  Grouped groups = HeldLookup(lookup, before);
  Type key_type = program_.shapes.ShapeOf(lookup->type).parts[0];
  Expr* key = CheckAs(index, key_type);
  if (key->type.kind == TypeKind::kError) return key;
  int32_t at = NewLocal(key_type, "");
  before.push_back(Assign(at, key));
  Expr* elements = GroupOfKey(groups, at, span);
  if (!key_type.nullable) return BlockOf(std::move(before), elements);
  // Null is a key, too, other than in a join.
  Type boolean = TypeOf(TypeKind::kBool), array = elements->type;
  int32_t found = NewLocal(array, "");
  before.push_back(Assign(found, elements));
  std::vector<Stmt*> search;
  QueryPtr all = QueryOf(GroupsOf(groups.map, LocalNode(groups.local, span), span));
  Each(all, search, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t) {
    int32_t group = NewLocal(all->element, "");
    body.push_back(Assign(group, item));
    Expr* its_key = Node(Op::kField, key_type, span, {LocalNode(group, span)});
    its_key->a = 0;
    Expr* its_elements = Node(Op::kField, array, span, {LocalNode(group, span)});
    its_elements->a = 1;
    body.push_back(When(Node(Op::kIsNull, boolean, span, {its_key}), {Assign(found, its_elements)}));
  });
  before.push_back(When(Node(Op::kIsNull, boolean, span, {LocalNode(at, span)}), search));
  return BlockOf(std::move(before), LocalNode(found, span));
}

}  // namespace idx::compiler::check
