// Operators, and what conditions prove.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {

std::string_view Spelling(ast::BinaryOp op) {
  static constexpr std::string_view names[] = {"*",  "/",  "%",  "+",  "-", "<<", ">>", ">>>", "<",  ">",
                                               "<=", ">=", "==", "!=", "&", "^",  "|",  "&&",  "||", "??"};
  return names[static_cast<size_t>(op)];
}

bool IsNumber(TypeKind kind) {
  return kind == TypeKind::kInt || kind == TypeKind::kLong || kind == TypeKind::kDouble ||
         kind == TypeKind::kChar;
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

bool IsEquality(ast::BinaryOp op) { return op == ast::BinaryOp::kEq || op == ast::BinaryOp::kNe; }

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
  if (type.kind == TypeKind::kChar) {
    Type target = TypeOf(TypeKind::kInt);
    target.nullable = type.nullable;
    value = ConvertQuietly(value, target);
    type = target;
  }
  bool integer = type.kind == TypeKind::kInt || type.kind == TypeKind::kLong;
  bool flags = type.kind == TypeKind::kEnum && program_.enums[static_cast<size_t>(type.id)].flags;
  if (e.op == ast::UnaryOp::kPlus && (integer || type.kind == TypeKind::kDouble)) return value;
  if (e.op == ast::UnaryOp::kMinus && (integer || type.kind == TypeKind::kDouble))
    return Fold(Node(checked_ && integer ? Op::kNegChecked : Op::kNeg, type, e.span, {value}));
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
  Expr* left = CheckValue(*e.left);
  Expr* right = CheckValue(*e.right);
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

Expr* Checker::Arithmetic(ast::BinaryOp op, Expr* left, Expr* right, Span span) {
  if (left->type.kind == TypeKind::kError || right->type.kind == TypeKind::kError) return ErrorNode(span);
  TypeKind a = left->type.kind, b = right->type.kind;
  if (op == ast::BinaryOp::kAdd && (a == TypeKind::kString || b == TypeKind::kString) &&
      a != TypeKind::kList && b != TypeKind::kList && a != TypeKind::kEntity && b != TypeKind::kEntity &&
      !IsAddress(a) && !IsAddress(b))
    return Add(left, right, span);
  bool nullable = left->type.nullable || right->type.nullable;
  auto result = [&](Type type) {
    type.nullable = nullable;
    return type;
  };
  bool shift = op == ast::BinaryOp::kShl || op == ast::BinaryOp::kShr || op == ast::BinaryOp::kUShr;
  bool bits = op == ast::BinaryOp::kBitAnd || op == ast::BinaryOp::kBitOr || op == ast::BinaryOp::kBitXor;
  Op node = ArithmeticOp(op, checked_);
  if (bits && a == TypeKind::kBool && b == TypeKind::kBool && !nullable)
    return Fold(Node(node, TypeOf(TypeKind::kBool), span, {left, right}));
  if (bits && a == TypeKind::kEnum && b == TypeKind::kEnum && left->type.id == right->type.id &&
      program_.enums[static_cast<size_t>(left->type.id)].flags)
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
        if (type.kind == TypeKind::kDouble && checked_) node = ArithmeticOp(op, false);
        Expr* e = Node(node, result(type), span, {ConvertQuietly(left, lt), ConvertQuietly(right, rt)});
        Expr* folded = Fold(e);
        bool constant = e->args[0]->op == Op::kConst && e->args[1]->op == Op::kConst;
        if (constant && type.kind != TypeKind::kDouble && !nullable) {
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
  if (std::string_view name = TemporalOperator(op, a, b); !name.empty())
    return Lifted({left, right}, span,
                  [&](const std::vector<Expr*>& known) { return Builtin("$", name, known, span); });
  if (a == TypeKind::kNull || b == TypeKind::kNull)
    Report(2001, span, {"null"});
  else
    Report(1003, span, {std::string(Spelling(op)), NameOf(left->type), NameOf(right->type)});
  return ErrorNode(span);
}

// Whose == is Equals of the fields: not of collections, nor of a tuple's numbers that may be NaN (a record's
// == is Equals itself).
bool Checker::HasValueEquality(const Type& tuple) const {
  const Shape& shape = program_.shapes.ShapeOf(tuple);
  if (!shape.name.empty() && !IsRecord(tuple)) return false;
  for (const Type& part : shape.parts)
    if (part.kind == TypeKind::kTuple ? !HasValueEquality(part)
                                      : (part.kind == TypeKind::kDouble && shape.name.empty()) ||
                                            part.kind == TypeKind::kList || IsAddress(part.kind))
      return false;
  return true;
}

Expr* Checker::Compare(ast::BinaryOp op, Expr* left, Expr* right, Span span) {
  if (left->type.kind == TypeKind::kError || right->type.kind == TypeKind::kError) return ErrorNode(span);
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
    Type type = TypeOf(a == b ? a : Promote(a, b));
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
    if (equality ? equatable : ordered) return finish(left, right);
  }
  bool nullable = left->type.nullable || right->type.nullable;
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
  if (a == TypeKind::kEnum && b == TypeKind::kInt && ConversionCost(*right, left->type.NonNull()) >= 0)
    return finish(left, ConvertQuietly(right, left->type.NonNull()));
  Report(1003, span, {std::string(Spelling(op)), NameOf(left->type), NameOf(right->type)});
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

Condition Checker::FromValue(Expr* value, Span span) {
  if (value->type.kind != TypeKind::kBool && value->type.kind != TypeKind::kError &&
      value->type.kind != TypeKind::kNever) {
    Report(1008, span, {NameOf(value->type)});
    value = ErrorNode(span);
  } else if (value->type.nullable) {
    value = NotNull(value, span);
  }
  Condition condition{value, state_, state_};
  if (value->op == Op::kConst && value->type.kind == TypeKind::kBool)
    (value->lo != 0 ? condition.when_false : condition.when_true) = FlowState::Unreachable();
  return condition;
}

void Checker::MarkNotNull(const ast::Expr& e, FlowState& state) {
  if (!state.reachable) return;
  if (e.kind == ast::ExprKind::kName) {
    if (const Local* local = FindLocal(ast::As<ast::Name>(&e).name))
      state.not_null.insert({local->index, -1});
  } else if (e.kind == ast::ExprKind::kMember) {
    const auto& member = ast::As<ast::Member>(&e);
    if (member.target->kind != ast::ExprKind::kName) return;
    const Local* local = FindLocal(ast::As<ast::Name>(member.target).name);
    if (local == nullptr || local->constant) return;
    const Type& type = function().locals[static_cast<size_t>(local->index)];
    if (type.kind != TypeKind::kEntity) {
      // x.Value and x.HasValue of a nullable local.
      return;
    }
    int32_t attribute = configuration_->types[static_cast<size_t>(type.id)].Find(member.name);
    if (attribute >= 0) state.not_null.insert({local->index, attribute});
  } else if (e.kind == ast::ExprKind::kCondAccess) {
    MarkNotNull(*ast::As<ast::CondAccess>(&e).target, state);
  } else if (e.kind == ast::ExprKind::kIndex &&
             ast::As<ast::Index>(&e).target->kind == ast::ExprKind::kName) {
    const auto& index = ast::As<ast::Index>(&e);
    const Local* local = FindLocal(ast::As<ast::Name>(index.target).name);
    if (local == nullptr || local->constant || index.arguments.size() != 1) return;
    const Type& type = function().locals[static_cast<size_t>(local->index)];
    const ast::Expr* name = index.arguments[0].value;
    if (type.kind != TypeKind::kEntity || name->kind != ast::ExprKind::kLiteral) return;
    int32_t attribute =
        configuration_->types[static_cast<size_t>(type.id)].FindByName(ast::As<ast::Literal>(name).text);
    if (attribute >= 0) state.not_null.insert({local->index, attribute});
  }
}

// x == null, x != null, x == value that is not null, x?.M() > 1 …
void Checker::LearnFromComparison(const ast::Binary& e, const Expr& compared, Condition& condition) {
  (void)compared;
  auto is_null = [](const ast::Expr* side) {
    return side->kind == ast::ExprKind::kLiteral &&
           ast::As<ast::Literal>(side).literal == ast::LiteralKind::kNull;
  };
  auto is_constant = [](const ast::Expr* side) {
    return side->kind == ast::ExprKind::kLiteral || side->kind == ast::ExprKind::kInterpolated;
  };
  for (auto [side, other] : {std::pair(e.left, e.right), std::pair(e.right, e.left)}) {
    if (is_null(other)) {
      MarkNotNull(*side, e.op == ast::BinaryOp::kEq ? condition.when_false : condition.when_true);
    } else if (e.op == ast::BinaryOp::kEq && is_constant(other)) {
      MarkNotNull(*side, condition.when_true);
    } else if (!IsEquality(e.op)) {
      MarkNotNull(*side, condition.when_true);
    }
  }
}

// !string.IsNullOrEmpty(x), x.HasValue, IsPresent(x).
void Checker::LearnFromCall(const ast::Expr& e, Condition& condition) {
  if (e.kind == ast::ExprKind::kMember && ast::As<ast::Member>(&e).name == "HasValue") {
    MarkNotNull(*ast::As<ast::Member>(&e).target, condition.when_true);
    return;
  }
  // A method of the rule files may have such a name and prove nothing.
  if (e.kind == ast::ExprKind::kCall && !ast::As<ast::Call>(&e).arguments.empty()) {
    const ast::Expr* last = ast::As<ast::Call>(&e).arguments.back().value;
    const Local* local =
        last->kind == ast::ExprKind::kDeclaration ? FindLocal(ast::As<ast::Declaration>(last).name) : nullptr;
    if (local != nullptr && proved_by_try_.contains(local->index))
      condition.when_true.not_null.insert({local->index, -1});
  }
  if (e.kind != ast::ExprKind::kCall || condition.value->op != Op::kBuiltin) return;
  const auto& call = ast::As<ast::Call>(&e);
  if (call.arguments.size() != 1) return;
  std::string name = QualifiedName(*call.callee);
  name = name.substr(name.rfind('.') + 1);
  if (name == "IsNullOrEmpty" || name == "IsNullOrWhiteSpace" || name == "IsNull")
    MarkNotNull(*call.arguments[0].value, condition.when_false);
  else if (name == "IsPresent")
    MarkNotNull(*call.arguments[0].value, condition.when_true);
}

Condition Checker::CheckCondition(const ast::Expr& e) {
  DepthGuard guard(depth_);
  if (depth_ > kMaxDepth) {
    TooDeep(e.span);
    return {ErrorNode(e.span), state_, state_};
  }
  if (e.kind == ast::ExprKind::kAssign && !ast::As<ast::Assign>(&e).compound) {
    const auto& assign = ast::As<ast::Assign>(&e);
    if (assign.value->kind != ast::ExprKind::kLiteral ||
        (ast::As<ast::Literal>(assign.value).literal != ast::LiteralKind::kTrue &&
         ast::As<ast::Literal>(assign.value).literal != ast::LiteralKind::kFalse)) {
      Report(1016, assign.op_span, {});
      return {ErrorNode(e.span), state_, state_};
    }
  }
  if (e.kind == ast::ExprKind::kIs) return IsCondition(ast::As<ast::IsExpr>(&e));
  if (e.kind == ast::ExprKind::kUnary && ast::As<ast::Unary>(&e).op == ast::UnaryOp::kNot) {
    Condition inner = CheckCondition(*ast::As<ast::Unary>(&e).operand);
    Expr* value = inner.value->type.kind == TypeKind::kError
                      ? inner.value
                      : Fold(Node(Op::kNot, TypeOf(TypeKind::kBool), e.span, {inner.value}));
    return {value, inner.when_false, inner.when_true};
  }
  if (e.kind == ast::ExprKind::kBinary) {
    const auto& binary = ast::As<ast::Binary>(&e);
    if (binary.op == ast::BinaryOp::kAnd || binary.op == ast::BinaryOp::kOr) {
      bool conjunction = binary.op == ast::BinaryOp::kAnd;
      Condition left = CheckCondition(*binary.left);
      state_ = conjunction ? left.when_true : left.when_false;
      Condition right = CheckCondition(*binary.right);
      if (left.value->type.kind == TypeKind::kError || right.value->type.kind == TypeKind::kError)
        return {ErrorNode(e.span), right.when_true, right.when_false};
      Expr* value =
          Node(conjunction ? Op::kAnd : Op::kOr, TypeOf(TypeKind::kBool), e.span, {left.value, right.value});
      if (conjunction) return {value, right.when_true, FlowState::Join(left.when_false, right.when_false)};
      return {value, FlowState::Join(left.when_true, right.when_true), right.when_false};
    }
    if (IsEquality(binary.op)) {
      Expr* left = CheckValue(*binary.left);
      Expr* right = CheckValue(*binary.right);
      Condition condition = FromValue(Compare(binary.op, left, right, e.span), e.span);
      LearnFromComparison(binary, *condition.value, condition);
      return condition;
    }
    Condition condition = FromValue(CheckBinary(binary), e.span);
    LearnFromComparison(binary, *condition.value, condition);
    return condition;
  }
  Condition condition = FromValue(CheckValue(e), e.span);
  LearnFromCall(e, condition);
  return condition;
}

Expr* Checker::CheckAssign(const ast::Assign& e) {
  if (e.target->kind == ast::ExprKind::kIndex) return AssignElement(e);
  if (e.target->kind != ast::ExprKind::kName) {
    if (e.target->kind == ast::ExprKind::kMember)
      return Unsupported(e.span, "assignment to an attribute inside an expression");
    Report(1009, e.target->span, {"this"});
    return ErrorNode(e.span);
  }
  const std::string& name = ast::As<ast::Name>(e.target).name;
  const Local* local = FindLocal(name);
  if (local == nullptr) return CheckName(ast::As<ast::Name>(e.target));
  int32_t index = local->index;
  if (local->constant || function().locals[static_cast<size_t>(index)].kind == TypeKind::kEntity) {
    Report(1009, e.target->span, {"'" + name + "'"});
    return ErrorNode(e.span);
  }
  Type type = function().locals[static_cast<size_t>(index)];
  Expr* value = nullptr;
  if (!e.compound) {
    value = CheckValue(*e.value, &type);
    if (!CheckKept(*e.value, *value, type, &name)) value = ErrorNode(e.span);
    if (IsSequence(value->type) && IsTable(*e.value) && IsChanged(name))
      value = Unsupported(e.span, "changing a static table");
  } else if (e.op == ast::BinaryOp::kCoalesce) {
    ast::Binary binary;
    binary.span = e.span;
    binary.op = e.op;
    binary.left = e.target;
    binary.right = e.value;
    value = Coalesce(binary);
  } else {
    Expr* current = CheckName(ast::As<ast::Name>(e.target));
    Expr* right = CheckValue(*e.value);
    value = Arithmetic(e.op, current, right, e.span);
    // C# narrows the result back where the right side alone would have fitted, and after a shift.
    bool shift = e.op == ast::BinaryOp::kShl || e.op == ast::BinaryOp::kShr || e.op == ast::BinaryOp::kUShr;
    if (value->type.kind != TypeKind::kError && ConversionCost(*value, type) < 0 &&
        (shift || ConversionCost(*right, type) >= 0))
      value = ExplicitConvert(value, type, e.span);
  }
  bool not_null = !value->type.nullable && value->type.kind != TypeKind::kNull;
  value = Convert(value, type);
  state_.assigned.insert(index);
  state_.Forget(index);
  if (type.nullable && not_null) state_.not_null.insert({index, -1});
  if (value->type.kind == TypeKind::kError) return value;
  return Refined(SetLocal(index, value, e.span));
}

Expr* Checker::CheckIncrement(const ast::Unary& e) {
  if (e.operand->kind != ast::ExprKind::kName || FindLocal(ast::As<ast::Name>(e.operand).name) == nullptr) {
    Report(1009, e.operand->span, {"this"});
    return ErrorNode(e.span);
  }
  const Local& local = *FindLocal(ast::As<ast::Name>(e.operand).name);
  int32_t index = local.index;
  Expr* current = CheckName(ast::As<ast::Name>(e.operand));
  if (local.constant || current->type.nullable ||
      (current->type.kind != TypeKind::kInt && current->type.kind != TypeKind::kLong &&
       current->type.kind != TypeKind::kDouble && current->type.kind != TypeKind::kChar &&
       current->type.kind != TypeKind::kDecimal)) {
    if (current->type.kind != TypeKind::kError) Report(1004, e.span, {"++ or --", NameOf(current->type)});
    return ErrorNode(e.span);
  }
  bool up = e.op == ast::UnaryOp::kPreInc || e.op == ast::UnaryOp::kPostInc;
  Type wide = current->type.kind == TypeKind::kChar ? TypeOf(TypeKind::kInt) : current->type;
  Expr* one = ConvertQuietly(IntConstant(1, e.span), wide);
  Op op = up ? (checked_ ? Op::kAddChecked : Op::kAdd) : (checked_ ? Op::kSubChecked : Op::kSub);
  if (current->type.kind == TypeKind::kDouble) op = up ? Op::kAdd : Op::kSub;
  Expr* next = Node(op, wide, e.span, {ConvertQuietly(LocalNode(index, e.span), wide), one});
  if (wide.kind == TypeKind::kDecimal)
    next = DecimalArithmetic(up ? ast::BinaryOp::kAdd : ast::BinaryOp::kSub, LocalNode(index, e.span), one,
                             e.span);
  if (current->type.kind == TypeKind::kChar)
    next = Node(checked_ ? Op::kConvertChecked : Op::kConvert, current->type, e.span, {next});
  Expr* set = SetLocal(index, next, e.span);
  if (e.op == ast::UnaryOp::kPreInc || e.op == ast::UnaryOp::kPreDec) return set;
  int32_t before = NewLocal(current->type, "");
  Stmt* keep = Statement(StmtOp::kExpr, e.span);
  keep->value = SetLocal(before, LocalNode(index, e.span), e.span);
  Stmt* change = Statement(StmtOp::kExpr, e.span);
  change->value = set;
  Expr* block = Node(Op::kBlock, current->type, e.span, {LocalNode(before, e.span)});
  block->body = {keep, change};
  return block;
}

}  // namespace idx::compiler::check
