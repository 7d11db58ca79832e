// Patterns that look into a value: its properties, its positions, its elements.
#include <deque>

#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {

constexpr size_t kNone = static_cast<size_t>(-1);

ast::Literal IntLiteral(size_t value, Span span) {
  ast::Literal literal;
  literal.span = span;
  literal.literal = ast::LiteralKind::kInt;
  literal.integer = value;
  return literal;
}

}  // namespace

Inside Checker::LookInto(Expr* value, const std::optional<Place>& place, Span span) {
  Inside inside{value, nullptr, state_};
  if (value->type.nullable) {
    Type boolean = TypeOf(TypeKind::kBool);
    inside.test = Node(Op::kNot, boolean, span, {Node(Op::kIsNull, boolean, span, {value})});
    inside.known = Node(Op::kAssume, value->type.NonNull(), span, {value});
  }
  if (place) state_.not_null.insert(*place);
  return inside;
}

// Asks for one part. False after a diagnostic.
bool Checker::Ask(Inside& inside, Expr* part, const ast::Pattern& wanted) {
  if (part->type.kind == TypeKind::kError) return false;
  Condition condition;
  Expr* test = WithTemporary(part, [&](Expr* v) {
    condition = CheckPattern(wanted, v, PlaceOf(*v));
    return condition.value;
  });
  if (test->type.kind == TypeKind::kError) return false;
  state_ = condition.when_true;
  inside.test = inside.test == nullptr
                    ? test
                    : Node(Op::kAnd, TypeOf(TypeKind::kBool), wanted.span, {inside.test, test});
  return true;
}

// With the name that the whole gets. always: where the value is there, nothing else was asked.
Condition Checker::Named(Inside& inside, const std::string& designation, Span span, bool always) {
  Type boolean = TypeOf(TypeKind::kBool);
  if (!designation.empty() && (inside.known->type.kind == TypeKind::kEntity || IsPath(*inside.known))) {
    NameObject(designation, inside.known, span);
  } else if (!designation.empty()) {
    int32_t local = Declare(designation, inside.known->type, span);
    Stmt* set = Statement(StmtOp::kExpr, span);
    set->value = SetLocal(local, inside.known, span);
    Expr* bind = Node(Op::kBlock, boolean, span, {BoolConstant(true, span)});
    bind->body = {set};
    inside.test = inside.test == nullptr ? bind : Node(Op::kAnd, boolean, span, {inside.test, bind});
    state_.assigned.insert(local);
  }
  bool sure = inside.test == nullptr || always;
  if (inside.test == nullptr) inside.test = BoolConstant(true, span);
  return {inside.test, state_, sure ? FlowState::Unreachable() : inside.before};
}

Condition Checker::Refused(const ast::Pattern& pattern) {
  DeclareUnknown(pattern);
  return {ErrorNode(pattern.span), state_, state_};
}

// What is asked of the value's members: of fields by position, then of properties. False after a diagnostic.
bool Checker::PartsOf(const ast::RecursivePattern& pattern, const Type& type,
                      std::vector<ast::RecursivePattern::Sub>& parts) {
  if (pattern.has_positional) {
    if (type.kind != TypeKind::kTuple || IsGrouping(type)) {
      if (type.kind != TypeKind::kError) Unsupported(pattern.span, "positional patterns of " + NameOf(type));
      return false;
    }
    const Shape& shape = program_.shapes.ShapeOf(type);
    if (PositionsOf(type) != pattern.positional.size()) {
      Report(1002, pattern.span, {NameOf(type), "a tuple of " + std::to_string(pattern.positional.size())});
      return false;
    }
    for (size_t i = 0; i < pattern.positional.size(); ++i) {
      const auto& part = pattern.positional[i];
      if (!part.name.empty() && (i >= shape.names.size() || shape.names[i] != part.name)) {
        Unsupported(part.name_span, "a name in a positional pattern that is not the field's");
        return false;
      }
      std::string name = shape.name.empty() ? "Item" + std::to_string(i + 1) : shape.names[i];
      parts.push_back({name, part.pattern->span, part.pattern});
    }
  }
  parts.insert(parts.end(), pattern.properties.begin(), pattern.properties.end());
  return true;
}

// { A.B: p } is { A: { B: p } }.
bool Checker::AskPart(Inside& inside, const ast::RecursivePattern::Sub& sub) {
  size_t dot = sub.name.find('.');
  ast::RecursivePattern inner;
  if (dot != std::string::npos) {
    inner.span = sub.name_span;
    inner.has_properties = true;
    inner.properties.push_back({sub.name.substr(dot + 1), sub.name_span, sub.pattern});
  }
  ast::Member member;
  member.span = member.name_span = sub.name_span;
  member.name = sub.name.substr(0, dot);
  return Ask(inside, MemberOf(inside.known, member), dot == std::string::npos ? *sub.pattern : inner);
}

// { } x, string s, { Length: > 3 } s, (1, _): not null, then the parts, then the name.
Condition Checker::CheckRecursive(const ast::RecursivePattern& pattern, Expr* value,
                                  const std::optional<Place>& place) {
  std::vector<ast::RecursivePattern::Sub> parts;
  if (!PartsOf(pattern, value->type, parts)) return Refused(pattern);
  std::optional<Expr*> kind =
      pattern.type != nullptr ? IsOfKind(pattern.type->name, value, pattern.span) : std::nullopt;
  if (!kind && pattern.type != nullptr && pattern.type->name != "var") {
    Type type = Resolve(*pattern.type);
    if (type.kind == TypeKind::kError) return Refused(pattern);
    if (value->type.kind == TypeKind::kObject) {
      Unsupported(pattern.span, "finding out what an object is");
      return Refused(pattern);
    }
    if (type.NonNull() != value->type.NonNull()) {
      Report(1002, pattern.type->span, {NameOf(value->type), NameOf(type)});
      return Refused(pattern);
    }
  }
  Inside inside = LookInto(value, place, pattern.span);
  if (kind) inside.test = *kind;
  for (const ast::RecursivePattern::Sub& sub : parts)
    if (!AskPart(inside, sub)) return Refused(pattern);
  Span span = pattern.designation.empty() ? pattern.span : pattern.designation_span;
  return Named(inside, pattern.designation, span, !value->type.nullable && parts.empty() && !kind);
}

// var (a, b) is (var a, var b).
Condition Checker::CheckNames(const ast::VarPattern& pattern, Expr* value,
                              const std::optional<Place>& place) {
  ast::RecursivePattern positions;
  positions.span = pattern.span;
  positions.has_positional = true;
  std::deque<ast::VarPattern> names;
  for (const std::string& name : pattern.names) {
    names.emplace_back().names = {name};
    names.back().span = pattern.span;
    positions.positional.push_back({"", pattern.span, &names.back()});
  }
  return CheckRecursive(positions, value, place);
}

// [1, _, .. var rest, > 5]: the count, then the elements, by their distance from the side that is nearer.
Condition Checker::CheckList(const ast::ListPattern& pattern, Expr* value,
                             const std::optional<Place>& place) {
  Type boolean = TypeOf(TypeKind::kBool), type = value->type.NonNull();
  bool object = type.kind == TypeKind::kListObject;
  if (!object && type.kind != TypeKind::kList && type.kind != TypeKind::kString) {
    Report(1002, pattern.span, {NameOf(value->type), "a list"});
    return Refused(pattern);
  }
  size_t slice = kNone, elements = 0;
  for (size_t i = 0; i < pattern.elements.size(); ++i) {
    bool dots = pattern.elements[i]->kind == ast::PatternKind::kSlice;
    if (!dots) ++elements;
    if (!dots) continue;
    if (slice != kNone) {
      Report(1, pattern.elements[i]->span, {"a list pattern holds '..' once"});
      return Refused(pattern);
    }
    slice = i;
  }
  Inside inside = LookInto(value, place, pattern.span);
  ast::Member member;
  member.span = member.name_span = pattern.span;
  member.name = object ? "Count" : "Length";
  Expr* count = MemberOf(inside.known, member);
  if (slice == kNone || elements > 0) {
    Expr* enough = Node(slice == kNone ? Op::kEq : Op::kGe, boolean, pattern.span,
                        {count, IntConstant(static_cast<int32_t>(elements), pattern.span)});
    inside.test =
        inside.test == nullptr ? enough : Node(Op::kAnd, boolean, pattern.span, {inside.test, enough});
  }
  for (size_t i = 0; i < pattern.elements.size(); ++i) {
    const ast::Pattern* wanted = pattern.elements[i];
    if (wanted->kind == ast::PatternKind::kDiscard) continue;
    if (i == slice) wanted = ast::As<ast::SlicePattern>(wanted).pattern;
    if (wanted == nullptr) continue;
    if (!Ask(inside, ElementFor(pattern, i, slice, inside.known), *wanted)) return Refused(pattern);
  }
  return Named(inside, pattern.designation, pattern.span, !value->type.nullable && inside.test == nullptr);
}

// What stands at a position of the pattern: list[i], behind the dots list[^i], for the dots list[i..^j].
Expr* Checker::ElementFor(const ast::ListPattern& pattern, size_t position, size_t slice, Expr* list) {
  Span span = pattern.elements[position]->span;
  size_t behind = pattern.elements.size() - position;
  ast::Literal forward = IntLiteral(position, span);
  ast::Literal backward = IntLiteral(position == slice ? behind - 1 : behind, span);
  ast::Unary from_end;
  from_end.span = span;
  from_end.op = ast::UnaryOp::kFromEnd;
  from_end.operand = &backward;
  ast::Range range;
  range.span = span;
  range.begin = &forward;
  range.end = &from_end;
  ast::Index index;
  index.span = span;
  index.arguments.emplace_back().value = position == slice ? static_cast<ast::Expr*>(&range)
                                         : slice != kNone && position > slice
                                             ? static_cast<ast::Expr*>(&from_end)
                                             : &forward;
  return IndexOf(list, index);
}

}  // namespace idx::compiler::check
