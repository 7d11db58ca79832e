// Operators.
#include "compiler/check/checker.h"
#include "compiler/check/default_literal.h"

namespace idx::compiler::check {

namespace {

std::string_view Spelling(ast::BinaryOp op) {
  static constexpr std::string_view names[] = {"*",  "/",  "%",  "+",  "-", "<<", ">>", ">>>", "<",  ">",
                                               "<=", ">=", "==", "!=", "&", "^",  "|",  "&&",  "||", "??"};
  return names[static_cast<size_t>(op)];
}

bool IsNumber(TypeKind kind) {
  return kind == TypeKind::kInt || kind == TypeKind::kLong || kind == TypeKind::kDouble ||
         kind == TypeKind::kChar || kind == TypeKind::kByte;
}

// C#'s binary numeric promotion; char counts as int.
TypeKind Promote(TypeKind a, TypeKind b) {
  if (a == TypeKind::kDouble || b == TypeKind::kDouble) return TypeKind::kDouble;
  if (a == TypeKind::kLong || b == TypeKind::kLong) return TypeKind::kLong;
  return TypeKind::kInt;
}

Op ArithmeticOp(ast::BinaryOp op, bool checked) {
  switch (op) {
    case ast::BinaryOp::kMul:
      return checked ? Op::kMulChecked : Op::kMul;
    case ast::BinaryOp::kDiv:
      return Op::kDiv;
    case ast::BinaryOp::kMod:
      return Op::kMod;
    case ast::BinaryOp::kAdd:
      return checked ? Op::kAddChecked : Op::kAdd;
    case ast::BinaryOp::kSub:
      return checked ? Op::kSubChecked : Op::kSub;
    case ast::BinaryOp::kShl:
      return Op::kShl;
    case ast::BinaryOp::kShr:
      return Op::kShr;
    case ast::BinaryOp::kUShr:
      return Op::kUShr;
    case ast::BinaryOp::kBitAnd:
      return Op::kBitAnd;
    case ast::BinaryOp::kBitXor:
      return Op::kBitXor;
    default:
      return Op::kBitOr;
  }
}

Op CompareOp(ast::BinaryOp op) {
  switch (op) {
    case ast::BinaryOp::kLt:
      return Op::kLt;
    case ast::BinaryOp::kGt:
      return Op::kGt;
    case ast::BinaryOp::kLe:
      return Op::kLe;
    case ast::BinaryOp::kGe:
      return Op::kGe;
    case ast::BinaryOp::kEq:
      return Op::kEq;
    default:
      return Op::kNe;
  }
}

// The library's name of an operator on dates and times; "" where there is none.
std::string_view TemporalOperator(ast::BinaryOp op, TypeKind a, TypeKind b) {
  constexpr TypeKind kSpan = TypeKind::kTimeSpan, kDate = TypeKind::kDateTime;
  bool scaled = (a == kSpan && IsNumber(b)) || (b == kSpan && IsNumber(a));
  switch (op) {
    case ast::BinaryOp::kAdd:
      return (a == kDate || a == kSpan) && b == kSpan ? "Add" : "";
    case ast::BinaryOp::kSub:
      return (a == kDate && (b == kDate || b == kSpan)) || (a == kSpan && b == kSpan) ? "Subtract" : "";
    case ast::BinaryOp::kMul:
      return scaled ? "Multiply" : "";
    case ast::BinaryOp::kDiv:
      return a == kSpan && (scaled || b == kSpan) ? "Divide" : "";
    default:
      return "";
  }
}

}  // namespace

Expr* Checker::CheckUnary(const ast::Unary& e) {
  switch (e.op) {
    case ast::UnaryOp::kPreInc:
    case ast::UnaryOp::kPreDec:
    case ast::UnaryOp::kPostInc:
    case ast::UnaryOp::kPostDec:
      return CheckIncrement(e);
    case ast::UnaryOp::kAwait:
      return Unsupported(e.span, "async");
    case ast::UnaryOp::kFromEnd:
      return Unsupported(e.span, "^ outside an index");
    case ast::UnaryOp::kSuppress: {
      Expr* value = CheckValue(*e.operand);
      if (!value->type.nullable || value->type.kind == TypeKind::kNull) return value;
      return Node(Op::kUnwrap, value->type.NonNull(), e.span, {value});
    }
    case ast::UnaryOp::kMinus:
      // The literals whose absolute value only fits with the sign.
      if (e.operand->kind == ast::ExprKind::kLiteral) {
        const auto& literal = ast::As<ast::Literal>(e.operand);
        if (literal.literal == ast::LiteralKind::kInt && literal.integer == 0x80000000u)
          return IntConstant(INT32_MIN, e.span);
        if (literal.literal == ast::LiteralKind::kLong && literal.integer == 0x8000000000000000u)
          return Constant(TypeOf(TypeKind::kLong), e.span, literal.integer);
      }
      break;
    case ast::UnaryOp::kNot: {
      Condition condition = CheckCondition(e);
      state_ = FlowState::Join(condition.when_true, condition.when_false);
      return condition.value;
    }
    default:
      break;
  }
  Expr* value = CheckValue(*e.operand);
  Type type = value->type;
  if (type.kind == TypeKind::kError) return value;
  if (type.kind == TypeKind::kChar || type.kind == TypeKind::kByte) {
    Type target = TypeOf(TypeKind::kInt);
    target.nullable = type.nullable;
    value = ConvertQuietly(value, target);
    type = target;
  }
  bool integer = type.kind == TypeKind::kInt || type.kind == TypeKind::kLong;
  bool flags = type.kind == TypeKind::kEnum && !program_.enums[static_cast<size_t>(type.id)].opaque;
  if (e.op == ast::UnaryOp::kPlus && (integer || type.kind == TypeKind::kDouble)) return value;
  if (e.op == ast::UnaryOp::kMinus && (integer || type.kind == TypeKind::kDouble))
    return Fold(Node(checked() && integer ? Op::kNegChecked : Op::kNeg, type, e.span, {value}));
  if (e.op == ast::UnaryOp::kPlus && type.kind == TypeKind::kDecimal) return value;
  if (e.op == ast::UnaryOp::kMinus && (type.kind == TypeKind::kTimeSpan || type.kind == TypeKind::kDecimal))
    return Lifted({value}, e.span, [&](const std::vector<Expr*>& known) {
      return Fold(Builtin(Owner(type), "Negate", known, e.span));
    });
  if (e.op == ast::UnaryOp::kBitNot && (integer || flags))
    return Fold(Node(Op::kBitNot, type, e.span, {value}));
  Report(1004, e.span,
         {e.op == ast::UnaryOp::kMinus  ? "-"
          : e.op == ast::UnaryOp::kPlus ? "+"
                                        : "~",
          NameOf(type)});
  return ErrorNode(e.span);
}

Expr* Checker::CheckBinary(const ast::Binary& e) {
  if (e.op == ast::BinaryOp::kCoalesce) return Coalesce(e);
  if (e.op == ast::BinaryOp::kAnd || e.op == ast::BinaryOp::kOr || IsEquality(e.op)) {
    Condition condition = CheckCondition(e);
    state_ = FlowState::Join(condition.when_true, condition.when_false);
    return condition.value;
  }
  bool sum = e.op == ast::BinaryOp::kAdd;
  Expr* left = sum ? CheckText(*e.left) : CheckValue(*e.left);
  Expr* right = sum ? CheckText(*e.right) : CheckValue(*e.right);
  if (left->type.kind == TypeKind::kError || right->type.kind == TypeKind::kError) return ErrorNode(e.span);
  switch (e.op) {
    case ast::BinaryOp::kLt:
    case ast::BinaryOp::kGt:
    case ast::BinaryOp::kLe:
    case ast::BinaryOp::kGe:
      return Compare(e.op, left, right, e.span);
    default:
      return Arithmetic(e.op, left, right, e.span);
  }
}

// A value of the library in a column of its own, without null.
bool Checker::IsScalar(const Type& type) const {
  switch (type.kind) {
    case TypeKind::kEnum:
      return !program_.enums[static_cast<size_t>(type.id)].opaque;
    case TypeKind::kBool:
    case TypeKind::kDecimal:
    case TypeKind::kDateTime:
    case TypeKind::kDateOnly:
    case TypeKind::kTimeSpan:
    case TypeKind::kGuid:
      return true;
    default:
      return IsNumber(type.kind);
  }
}

// Whose text is more than the name of its type.
bool Checker::HasText(const Type& type) const {
  if (type.kind == TypeKind::kTuple) return !IsGrouping(type);
  if (type.kind == TypeKind::kOpaque) return !stdlib::FindFunctions(Owner(type), "ToString").empty();
  return type.kind != TypeKind::kList && type.kind != TypeKind::kEntity &&
         type.kind != TypeKind::kReference && type.kind != TypeKind::kSync && type.kind != TypeKind::kVoid &&
         !IsAddress(type.kind);
}

Expr* Checker::Add(Expr* left, Expr* right, Span span) {
  std::vector<Expr*> parts;
  for (Expr* side : {left, right}) {
    Expr* text = ToText(side, side->span);
    if (text->type.kind == TypeKind::kError) return text;
    if (text->op == Op::kConcat)
      parts.insert(parts.end(), text->args.begin(), text->args.end());
    else
      parts.push_back(text);
  }
  return Fold(Node(Op::kConcat, TypeOf(TypeKind::kString), span, parts));
}

// &, | and ^ of bool? : what one side decides is known even where the other is null.
Expr* Checker::MaybeLogic(ast::BinaryOp op, Expr* left, Expr* right, Span span) {
  Type maybe = TypeOf(TypeKind::kBool).AsNullable(), boolean = TypeOf(TypeKind::kBool);
  if (op == ast::BinaryOp::kBitXor)
    return Lifted({left, right}, span,
                  [&](const std::vector<Expr*>& known) { return Node(Op::kBitXor, boolean, span, known); });
  return WithTemporaries({left, right}, [&](const std::vector<Expr*>& held) {
    bool decides = op == ast::BinaryOp::kBitOr;
    Expr* decided = nullptr;
    Expr* null = nullptr;
    for (Expr* side : held) {
      Expr* is = Node(Op::kEq, boolean, span,
                      {ConvertQuietly(side, maybe), ConvertQuietly(BoolConstant(decides, span), maybe)});
      Expr* none = Node(Op::kIsNull, boolean, span, {ConvertQuietly(side, maybe)});
      decided = decided == nullptr ? is : Node(Op::kOr, boolean, span, {decided, is});
      null = null == nullptr ? none : Node(Op::kOr, boolean, span, {null, none});
    }
    Expr* rest = Node(Op::kCond, maybe, span,
                      {null, NullConstant(maybe, span), ConvertQuietly(BoolConstant(!decides, span), maybe)});
    return Node(Op::kCond, maybe, span, {decided, ConvertQuietly(BoolConstant(decides, span), maybe), rest});
  });
}

Expr* Checker::Arithmetic(ast::BinaryOp op, Expr* left, Expr* right, Span span) {
  if (left->type.kind == TypeKind::kError || right->type.kind == TypeKind::kError) return ErrorNode(span);
  TypeKind a = left->type.kind, b = right->type.kind;
  if (op == ast::BinaryOp::kAdd && (a == TypeKind::kString || b == TypeKind::kString) &&
      HasText(left->type) && HasText(right->type))
    return Add(left, right, span);
  bool nullable = left->type.nullable || right->type.nullable;
  auto result = [&](Type type) {
    type.nullable = nullable;
    return type;
  };
  bool shift = op == ast::BinaryOp::kShl || op == ast::BinaryOp::kShr || op == ast::BinaryOp::kUShr;
  bool bits = op == ast::BinaryOp::kBitAnd || op == ast::BinaryOp::kBitOr || op == ast::BinaryOp::kBitXor;
  Op node = ArithmeticOp(op, checked());
  if (bits && a == TypeKind::kBool && b == TypeKind::kBool && !nullable)
    return Fold(Node(node, TypeOf(TypeKind::kBool), span, {left, right}));
  if (bits && a == TypeKind::kBool && b == TypeKind::kBool) return MaybeLogic(op, left, right, span);
  if (bits && a == TypeKind::kEnum && b == TypeKind::kEnum && left->type.id == right->type.id &&
      !program_.enums[static_cast<size_t>(left->type.id)].opaque)
    return Fold(Node(node, result(left->type), span, {left, right}));
  if (IsNumber(a) && IsNumber(b)) {
    if (shift) {
      Type type = TypeOf(a == TypeKind::kLong ? TypeKind::kLong : TypeKind::kInt);
      if (a != TypeKind::kDouble && (b == TypeKind::kInt || b == TypeKind::kChar)) {
        Type count = TypeOf(TypeKind::kInt);
        count.nullable = right->type.nullable;
        type.nullable = left->type.nullable;
        return Fold(
            Node(node, result(type), span, {ConvertQuietly(left, type), ConvertQuietly(right, count)}));
      }
    } else {
      Type type = TypeOf(Promote(a, b));
      if (!(bits && type.kind == TypeKind::kDouble)) {
        Type lt = type, rt = type;
        lt.nullable = left->type.nullable;
        rt.nullable = right->type.nullable;
        if (type.kind == TypeKind::kDouble && checked()) node = ArithmeticOp(op, false);
        Expr* e = Node(node, result(type), span, {ConvertQuietly(left, lt), ConvertQuietly(right, rt)});
        Expr* folded = Fold(e);
        bool constant = e->args[0]->op == Op::kConst && e->args[1]->op == Op::kConst;
        if (constant && type.kind != TypeKind::kDouble && !nullable && overflow_ != Overflow::kUnchecked) {
          // A constant that fails or overflows is a compile error, as in C#.
          Op exact = node == Op::kAdd   ? Op::kAddChecked
                     : node == Op::kSub ? Op::kSubChecked
                     : node == Op::kMul ? Op::kMulChecked
                                        : node;
          Expr* again = Fold(Node(exact, e->type, span, e->args));
          if (again->op != Op::kConst) {
            Report(1012, span, {NameOf(type)});
            return ErrorNode(span);
          }
        }
        return folded;
      }
    }
  }
  if (a == TypeKind::kDecimal || b == TypeKind::kDecimal)
    if (Expr* made = DecimalArithmetic(op, left, right, span)) return made;
  if (Expr* made = EnumArithmetic(op, left, right, span)) return made;
  if (std::string_view name = TemporalOperator(op, a, b); !name.empty())
    return Lifted({left, right}, span,
                  [&](const std::vector<Expr*>& known) { return Builtin("$", name, known, span); });
  // n + null is null, of the type that n has when it may be null.
  if ((a == TypeKind::kNull) != (b == TypeKind::kNull)) {
    Expr* other = a == TypeKind::kNull ? right : left;
    TypeKind kind = other->type.kind;
    if (IsNumber(kind) || kind == TypeKind::kDecimal || kind == TypeKind::kTimeSpan) {
      Type type = kind == TypeKind::kChar ? TypeOf(TypeKind::kInt) : other->type;
      return WithTemporary(other, [&](Expr*) { return NullConstant(type.AsNullable(), span); });
    }
  }
  if (a == TypeKind::kNull || b == TypeKind::kNull)
    Report(2001, span, {"null"});
  else
    Report(1003, span, {std::string(Spelling(op)), NameOf(left->type), NameOf(right->type)});
  return ErrorNode(span);
}

// Whose == is Equals of the fields: not of collections, nor of a tuple's numbers that may be NaN (a record's
// == is Equals itself).
bool Checker::HasValueEquality(const Type& tuple, bool numbers) const {
  const Shape& shape = program_.shapes.ShapeOf(tuple);
  if (!shape.name.empty() && !IsRecord(tuple)) return false;
  for (const Type& part : shape.parts)
    if (part.kind == TypeKind::kTuple ? !HasValueEquality(part, numbers)
                                      : (part.kind == TypeKind::kDouble && shape.name.empty() && !numbers) ||
                                            part.kind == TypeKind::kList || IsAddress(part.kind))
      return false;
  return true;
}

// == of tuples, part by part: where their types differ, and where a number may be NaN, which equals nothing.
Expr* Checker::CompareParts(ast::BinaryOp op, Expr* left, Expr* right, Span span) {
  size_t count = program_.shapes.ShapeOf(left->type).parts.size();
  return WithTemporaries({left, right}, [&](const std::vector<Expr*>& held) {
    Expr* all = nullptr;
    for (size_t i = 0; i < count; ++i) {
      Expr* one = Compare(ast::BinaryOp::kEq, Field(held[0], i, span), Field(held[1], i, span), span);
      if (one->type.kind == TypeKind::kError) return one;
      all = all == nullptr ? one : Node(Op::kAnd, TypeOf(TypeKind::kBool), span, {all, one});
    }
    return op == ast::BinaryOp::kEq ? all : Node(Op::kNot, TypeOf(TypeKind::kBool), span, {all});
  });
}

// value.Equals(other): the overload of value's own type, or that of object, which no other type equals.
Expr* Checker::EqualTo(Expr* value, Expr* other, Span span) {
  if (value->type.kind == TypeKind::kError || other->type.kind == TypeKind::kError) return ErrorNode(span);
  Type boolean = TypeOf(TypeKind::kBool);
  bool tuple = value->type.kind == TypeKind::kTuple && !IsGrouping(value->type) && !value->type.nullable;
  if (tuple && !IsRecord(value->type) && program_.shapes.ShapeOf(value->type).name.empty() &&
      ConversionCost(*other, value->type) >= 0 && HasValueEquality(value->type, true))
    return Operate(Operation::kEqual, value->type, boolean, {value, ConvertQuietly(other, value->type)},
                   span);
  if (IsAnonymous(value->type) && other->type == value->type)
    return Operate(Operation::kEqual, value->type, boolean, {value, other}, span);
  bool same = value->type.NonNull() == other->type.NonNull();
  if (!same && (IsScalar(value->type) || value->type.kind == TypeKind::kString) &&
      (IsScalar(other->type) || other->type.kind == TypeKind::kString)) {
    if (value->type.kind == TypeKind::kEnum || ConversionCost(*other, value->type) < 0)
      return WithTemporaries({value, other},
                             [&](const std::vector<Expr*>&) { return BoolConstant(false, span); });
    other = ConvertQuietly(other, value->type);
  }
  if (value->type == TypeOf(TypeKind::kDouble) && other->type.NonNull() == value->type)  // NaN equals itself
    return WithTemporaries({value, other}, [&](const std::vector<Expr*>& held) {
      auto number = [&](Expr* side) { return Node(Op::kEq, boolean, span, {side, side}); };
      Expr* known = held[1]->type.nullable ? Known(held)[1] : held[1];
      Expr* both =
          Node(Op::kNot, boolean, span, {Node(Op::kOr, boolean, span, {number(held[0]), number(known)})});
      Expr* equal = Node(Op::kOr, boolean, span, {Node(Op::kEq, boolean, span, {held[0], known}), both});
      if (!held[1]->type.nullable) return equal;
      Expr* none = Node(Op::kIsNull, boolean, span, {held[1]});
      return Node(Op::kCond, boolean, span, {none, BoolConstant(false, span), equal});
    });
  return Compare(ast::BinaryOp::kEq, value, other, span);
}

// CompareTo of tuples, part by part, and of enumerations by their numbers.
Expr* Checker::OrderOf(Expr* value, const ast::Call& e) {
  Type type = value->type, number = TypeOf(TypeKind::kInt);
  bool tuple = type.kind == TypeKind::kTuple && program_.shapes.ShapeOf(type).name.empty() && IsOrdered(type);
  bool known = type.kind == TypeKind::kEnum && !program_.enums[static_cast<size_t>(type.id)].opaque;
  if (!tuple && !known) return Unsupported(e.span, NameOf(type) + ".CompareTo");
  Expr* other = CheckAs(*e.arguments[0].value, type);
  if (other->type.kind == TypeKind::kError) return other;
  if (tuple) return Operate(Operation::kCompare, type, number, {value, other}, e.span);
  auto whole = [&](Expr* side) { return Node(Op::kConvert, number, e.span, {side}); };
  return Builtin("int", "CompareTo", {whole(value), whole(other)}, e.span);
}

Expr* Checker::Compare(ast::BinaryOp op, Expr* left, Expr* right, Span span) {
  if (left->type.kind == TypeKind::kError || right->type.kind == TypeKind::kError) return ErrorNode(span);
  if (IsDefaultLiteral(*left)) left = ConvertQuietly(left, right->type);
  if (IsDefaultLiteral(*right)) right = ConvertQuietly(right, left->type);
  TypeKind a = left->type.kind, b = right->type.kind;
  bool equality = IsEquality(op);
  Type boolean = TypeOf(TypeKind::kBool);
  if (equality && (a == TypeKind::kNull || b == TypeKind::kNull)) {
    Expr* other = a == TypeKind::kNull ? right : left;
    bool eq = op == ast::BinaryOp::kEq;
    if (!other->type.nullable) return BoolConstant(!eq, span);
    Expr* is_null = Node(Op::kIsNull, boolean, span, {other});
    return eq ? is_null : Node(Op::kNot, boolean, span, {is_null});
  }
  auto finish = [&](Expr* l, Expr* r) {
    Op node = CompareOp(op);
    bool sides = kind_ == BodyKind::kJoin && equality;
    if (sides && node == Op::kEq) node = Op::kJoinEq;
    Expr* result = Node(node, boolean, span, {l, r});
    return kind_ == BodyKind::kJoin ? result : Fold(result);
  };
  if (IsNumber(a) && IsNumber(b)) {
    Type type = TypeOf(a == b && a != TypeKind::kByte ? a : Promote(a, b));
    Type lt = type, rt = type;
    lt.nullable = left->type.nullable;
    rt.nullable = right->type.nullable;
    return finish(ConvertQuietly(left, lt), ConvertQuietly(right, rt));
  }
  if (a == TypeKind::kDecimal || b == TypeKind::kDecimal)
    if (Expr* made = DecimalComparison(op, CompareOp(op), left, right, span)) return made;
  if (a == b) {
    bool ordered = a == TypeKind::kDateTime || a == TypeKind::kDateOnly || a == TypeKind::kTimeSpan;
    bool equatable = ordered || a == TypeKind::kString || a == TypeKind::kBool || a == TypeKind::kGuid;
    if (a == TypeKind::kEnum) {
      const typed::EnumInfo& info = program_.enums[static_cast<size_t>(left->type.id)];
      equatable = ordered = left->type.id == right->type.id && !info.opaque;
    }
    if (a == TypeKind::kReference) equatable = left->type.id == right->type.id;
    if (equality ? equatable : ordered) return finish(left, right);
  }
  bool number = IsNumber(a) || IsNumber(b) || a == TypeKind::kDecimal || b == TypeKind::kDecimal;
  if (!equality && number &&
      (a == TypeKind::kNull) != (b == TypeKind::kNull))  // never, whatever the other is
    return WithTemporary(a == TypeKind::kNull ? right : left,
                         [&](Expr*) { return BoolConstant(false, span); });
  bool nullable = left->type.nullable || right->type.nullable;
  if (equality && (IsAnonymous(left->type) || IsAnonymous(right->type)))
    return Unsupported(span, "== on anonymous types (write Equals)");
  if (equality && IsRecord(left->type) && nullable && left->type.NonNull() == right->type.NonNull() &&
      HasValueEquality(left->type)) {
    Type either = left->type.AsNullable();
    Expr* same = Operate(Operation::kEqual, either, boolean,
                         {ConvertQuietly(left, either), ConvertQuietly(right, either)}, span);
    same->b = program_.shapes.InternType(either);
    return op == ast::BinaryOp::kEq ? same : Node(Op::kNot, boolean, span, {same});
  }
  if (equality && a == TypeKind::kTuple && b == TypeKind::kTuple && !left->type.nullable &&
      ConversionCost(*right, left->type) >= 0 && HasValueEquality(left->type)) {
    Expr* same =
        Operate(Operation::kEqual, left->type, boolean, {left, ConvertQuietly(right, left->type)}, span);
    return op == ast::BinaryOp::kEq ? same : Node(Op::kNot, boolean, span, {same});
  }
  if (!equality && a == TypeKind::kGuid && b == TypeKind::kGuid && !left->type.nullable &&
      !right->type.nullable)
    return finish(Builtin("Guid", "CompareTo", {left, right}, span), IntConstant(0, span));
  auto plain = [&](const Type& type) {
    return type.kind == TypeKind::kTuple && !type.nullable && program_.shapes.ShapeOf(type).name.empty();
  };
  if (equality && plain(left->type) && plain(right->type) &&
      program_.shapes.ShapeOf(left->type).parts.size() == program_.shapes.ShapeOf(right->type).parts.size())
    return CompareParts(op, left, right, span);
  if (a == TypeKind::kEnum && b == TypeKind::kInt && ConversionCost(*right, left->type.NonNull()) >= 0)
    return finish(left, ConvertQuietly(right, left->type.NonNull()));
  Diagnostic& refused =
      Report(1003, span, {std::string(Spelling(op)), NameOf(left->type), NameOf(right->type)});
  if (equality && a == TypeKind::kList && b == TypeKind::kList) refused.fix = "….SequenceEqual(…)";
  return ErrorNode(span);
}

Expr* Checker::Coalesce(const ast::Binary& e) {
  Expr* left = CheckValue(*e.left);
  if (left->type.kind == TypeKind::kError) {
    CheckValue(*e.right);
    return left;
  }
  FlowState before = state_;
  if (auto place = PlaceOf(*left)) before.not_null.insert(*place);
  Type wanted = left->type.NonNull();
  Expr* right = CheckValue(*e.right, &wanted);
  state_ = FlowState::Join(FlowState::Join(before, before), state_);
  if (right->type.kind == TypeKind::kError) return right;
  if (left->type.kind == TypeKind::kNull) return right;
  if (!left->type.nullable) return left;
  Type type;
  if (ConversionCost(*right, wanted) >= 0) {
    type = wanted;
  } else if (ConversionCost(*right, left->type) >= 0) {
    type = left->type;
  } else {
    Expr probe = *left;
    probe.type = wanted;
    if (ConversionCost(probe, right->type) < 0) return Convert(right, wanted);
    type = right->type;
    Type lifted = type.AsNullable();
    left = ConvertQuietly(left, lifted);
  }
  return Node(Op::kCoalesce, type, e.span, {left, ConvertQuietly(right, type)});
}

}  // namespace idx::compiler::check
