#include "compiler/jit/random_tree.h"

#include <utility>

namespace idx::compiler::typed {

Type RandomTree::RandomType() {
  if (Chance(8)) return ListOf(Chance(60) ? TypeKind::kString : TypeKind::kInt);
  if (Chance(25)) {
    Type type = composites_[Below(static_cast<uint32_t>(composites_.size()))];
    return Chance(30) ? type.AsNullable() : type;
  }
  return Of(kScalars[Below(std::size(kScalars))], Chance(35));
}

void RandomTree::AddTypes() {
  std::vector<Attribute> attributes;
  for (size_t i = 0; i < std::size(kScalars); ++i) {
    std::string name = "A" + std::to_string(i);
    attributes.push_back(t.Scalar(name, kScalars[i]));
    attributes.push_back(t.Scalar(name + "Required", kScalars[i], true));
  }
  attributes.push_back(t.Multi("Texts", TypeKind::kString));
  attributes.push_back(t.Multi("Numbers", TypeKind::kInt));
  attributes.push_back(t.Scalar("Bytes", TypeKind::kByte));
  attributes.push_back(t.Scalar("BytesRequired", TypeKind::kByte, true));
  app = t.AddType("App", attributes);
  vault = t.AddType("Vault", attributes);
}

void RandomTree::Build() {
  AddTypes();
  AddComposites();
  AddStatics();
  for (int i = 0; i < 3; ++i) {
    std::vector<Type> parameters;
    for (uint32_t p = 0; p < 1 + Below(4); ++p) parameters.push_back(RandomType());
    plain.push_back(AddRandomFunction(RandomType(), parameters, false));
  }
  AddRandomFunction(RandomType(), {RandomType()}, true);
  loop = t.AddLoop({app, vault});
  for (int i = 0; i < 3; ++i) AddRule(Of(TypeKind::kVoid), OutputKind::kAttribute);
  AddRule(Of(kScalars[Below(std::size(kScalars))], Chance(35)), OutputKind::kResult);
  AddRule(Of(TypeKind::kVoid), OutputKind::kSkip);
}

int32_t RandomTree::AddRandomFunction(Type result, std::vector<Type> parameters, bool entities) {
  std::vector<Type> locals;
  if (entities)
    locals = {Type{TypeKind::kEntity, false, TypeKind::kVoid, app},
              Type{TypeKind::kEntity, false, TypeKind::kVoid, vault}};
  locals.insert(locals.end(), parameters.begin(), parameters.end());
  auto count = static_cast<uint32_t>(locals.size());
  for (int i = 0; i < 3; ++i) locals.push_back(RandomType());
  for (int i = 0; i < 2; ++i)
    locals.push_back(
        {TypeKind::kOpaque, false, TypeKind::kVoid, static_cast<int32_t>(stdlib::LibraryClass::kException)});
  locals.push_back(Of(TypeKind::kInt));
  locals.push_back(Of(TypeKind::kString));
  int32_t f = t.AddFunction(result, locals, count);
  Scope scope{f, entities};
  std::vector<Stmt*> body;
  for (uint32_t i = count; i < locals.size(); ++i)
    if (locals[i].kind != TypeKind::kOpaque)
      body.push_back(t.Do(t.SetLocal(t.function(f), static_cast<int32_t>(i), Constant(locals[i]))));
  for (Stmt* s : Body(scope, 2 + static_cast<int>(Below(4)))) body.push_back(s);
  if (result.kind != TypeKind::kVoid) body.push_back(t.Return(Value(result, scope)));
  t.function(f).body = body;
  return f;
}

void RandomTree::AddRule(Type result, OutputKind kind) {
  int32_t f = AddRandomFunction(result, {}, true);
  std::vector<LoopOutput> outputs;
  if (kind == OutputKind::kResult) {
    outputs.push_back({kind, -1, -1, result.kind, {}});
  } else {
    const std::vector<Attribute>& attributes = t.configuration().types[static_cast<size_t>(vault)].attributes;
    for (size_t a = 0; a < attributes.size(); ++a)
      outputs.push_back(
          {OutputKind::kAttribute, -1, static_cast<int32_t>(a), attributes[a].column_kind(), {}});
    if (kind == OutputKind::kSkip) {
      outputs.push_back({OutputKind::kSkip, -1, -1, TypeKind::kBool, {}});
      outputs.push_back({OutputKind::kDisable, -1, -1, TypeKind::kBool, {}});
      outputs.push_back({OutputKind::kEnable, -1, -1, TypeKind::kBool, {}});
      outputs.push_back({OutputKind::kDelete, -1, -1, TypeKind::kTimeSpan, {}});
      outputs.push_back({OutputKind::kHold, -1, -1, TypeKind::kString, {}});
      outputs.push_back({OutputKind::kNotify, -1, -1, TypeKind::kString, {}});
    }
  }
  t.AddToLoop(loop, f, {0, 1}, 1, outputs);
}

Expr* RandomTree::Constant(Type type) {
  if (type.nullable && Chance(40)) return t.Null(type);
  if (type.kind == TypeKind::kList || IsAddress(type.kind)) {
    Expr* e = Fresh(type.NonNull(), nullptr);
    return type.nullable ? t.Make(Op::kWiden, type, {e}) : e;
  }
  Expr* e = t.Make(Op::kConst, type.NonNull());
  if (type.kind == TypeKind::kString) {
    e->text = RandomText();
  } else {
    e->lo = RandomBits(type.kind);
    if (type.kind == TypeKind::kGuid) e->hi = Chance(50) ? 0 : random_();
  }
  return type.nullable ? t.Make(Op::kWiden, type, {e}) : e;
}

Expr* RandomTree::Leaf(Type type, Scope& s) {
  std::vector<Expr*> choices{Constant(type)};
  const Function& f = t.function(s.function);
  for (size_t i = 0; i < f.locals.size(); ++i)
    if (f.locals[i] == type && !s.pure) choices.push_back(t.Local(f, static_cast<int32_t>(i)));
  if (s.entities) {
    for (int32_t local = 0; local < 2; ++local) {
      const std::vector<Attribute>& attributes =
          t.configuration().types[static_cast<size_t>(local == 0 ? app : vault)].attributes;
      for (size_t a = 0; a < attributes.size(); ++a) {
        Expr* e = t.Attr(local, local == 0 ? app : vault, static_cast<int32_t>(a));
        if (e->type == type) choices.push_back(e);
      }
    }
  }
  return choices[Below(static_cast<uint32_t>(choices.size()))];
}

Expr* RandomTree::Throw(Scope& s) {
  if (!s.caught.empty() && Chance(50)) {
    int32_t local = s.caught[Below(static_cast<uint32_t>(s.caught.size()))];
    if (Chance(50)) return t.Numbered(Op::kRethrow, Of(TypeKind::kNever), local, {});
    return t.Make(Op::kThrowObject, Of(TypeKind::kNever), {t.Local(t.function(s.function), local)});
  }
  static constexpr EvalErrorKind kKinds[] = {EvalErrorKind::kFail, EvalErrorKind::kDeclineMapping,
                                             EvalErrorKind::kSwitchExpression};
  std::vector<Expr*> message;
  if (Chance(60)) message.push_back(Value(Of(TypeKind::kString), s));
  return t.Numbered(Op::kThrow, Of(TypeKind::kNever), static_cast<int32_t>(kKinds[Below(3)]), message);
}

Expr* RandomTree::SetLocalTo(Type type, Scope& s) {
  const Function& f = t.function(s.function);
  for (size_t i = f.parameters; i < f.locals.size(); ++i)
    if (f.locals[i] == type) return t.SetLocal(f, static_cast<int32_t>(i), Value(type, s));
  return Leaf(type, s);
}

Expr* RandomTree::Copy(const Expr& e) {
  Expr* copy = t.Make(e.op, e.type);
  Span span = copy->span;
  *copy = e;
  copy->span = span;
  for (Expr*& arg : copy->args) arg = Copy(*arg);
  return copy;
}

Expr* RandomTree::Repeated(Type type, Scope& s) {
  std::vector<Expr*> fitting;
  for (Expr* e : repeated_)
    if (e->type == type) fitting.push_back(e);
  if (!fitting.empty() && Chance(70)) return Copy(*fitting[Below(static_cast<uint32_t>(fitting.size()))]);
  Scope pure = s;
  pure.pure = true;
  Expr* e = Value(type, pure);
  repeated_.push_back(e);
  return Copy(*e);
}

Expr* RandomTree::Value(Type type, Scope& s) {
  if (s.entities && !s.pure && Chance(25)) return Repeated(type, s);
  if (s.depth >= 4 || Chance(25)) return Leaf(type, s);
  ++s.depth;
  Expr* e = nullptr;
  uint32_t dice = Below(100);
  if (dice < 6) {
    e = t.Make(Op::kCond, type,
               {BoolValue(s), Value(type, s), Chance(10) && !s.pure ? Throw(s) : Value(type, s)});
  } else if (dice < 10) {
    e = t.Make(Op::kCoalesce, type,
               {Value(type.AsNullable(), s), Chance(10) && !s.pure ? Throw(s) : Value(type, s)});
  } else if (dice < 14 && !s.pure) {
    e = SetLocalTo(type, s);
  } else if (dice < 17 && !s.pure) {
    e = t.Make(Op::kBlock, type, {nullptr});
    e->body = Body(s, 1);
    e->args[0] = Value(type, s);
  } else if (dice < 25) {
    e = CallOf(type, s);
  } else if (dice < 40 && !s.pure) {
    e = AboutComposites(type, s);
  } else if (dice < 50) {
    e = Builtin(type, s);
  } else if (dice < 56 && !type.nullable) {
    e = t.Make(Op::kUnwrap, type, {Value(type.AsNullable(), s)});
  } else {
    e = Plain(type, s);
  }
  --s.depth;
  return e != nullptr ? e : Leaf(type, s);
}

Expr* RandomTree::Plain(Type type, Scope& s) {
  switch (type.kind) {
    case TypeKind::kBool:
      if (!type.nullable) return BoolValue(s);
      return t.Make(Below(2) == 0 ? Op::kBitAnd : Op::kBitXor, type,
                    {Value(type, s), Value(Of(type.kind, Chance(50)), s)});
    case TypeKind::kInt:
    case TypeKind::kLong:
    case TypeKind::kDouble:
      return NumberValue(type, s);
    case TypeKind::kChar:
      return t.Make(Chance(60) ? Op::kConvert : Op::kConvertChecked, type,
                    {Value(Of(Chance(50) ? TypeKind::kDouble : TypeKind::kInt, type.nullable), s)});
    case TypeKind::kEnum:
      return t.Make(Chance(50) ? Op::kBitOr : Op::kBitAnd, type, {Value(type, s), Value(type, s)});
    case TypeKind::kString: {
      if (type.nullable) return t.Make(Op::kWiden, type, {Value(type.NonNull(), s)});
      Expr* e = t.Make(Op::kConcat, type);
      for (uint32_t i = 2 + Below(3); i > 0; --i) e->args.push_back(Value(type, s));
      return e;
    }
    case TypeKind::kList:
    case TypeKind::kTuple:
    case TypeKind::kListObject:
    case TypeKind::kDictionary:
    case TypeKind::kSet: {
      Expr* e = s.pure ? Fresh(type.NonNull(), &s) : Composite(type.NonNull(), s);
      return type.nullable ? t.Make(Op::kWiden, type, {e}) : e;
    }
    case TypeKind::kDateTime:
      return type.nullable ? t.Make(Op::kWiden, type, {t.Make(Op::kNow, type.NonNull())})
                           : t.Make(Op::kNow, type);
    case TypeKind::kDateOnly:
      return type.nullable ? t.Make(Op::kWiden, type, {t.Make(Op::kToday, type.NonNull())})
                           : t.Make(Op::kToday, type);
    default:
      return nullptr;
  }
}

Expr* RandomTree::BoolValue(Scope& s) {
  if (s.depth >= 5) return Leaf(Of(TypeKind::kBool), s);
  ++s.depth;
  Type boolean = Of(TypeKind::kBool);
  Expr* e = nullptr;
  static constexpr Op kCompare[] = {Op::kEq, Op::kNe, Op::kLt, Op::kGt, Op::kLe, Op::kGe, Op::kJoinEq};
  switch (Below(6)) {
    case 0:
      e = t.Make(Chance(50) ? Op::kAnd : Op::kOr, boolean, {BoolValue(s), BoolValue(s)});
      break;
    case 1:
      e = t.Make(Op::kNot, boolean, {Value(boolean, s)});
      break;
    case 2: {
      Type type = RandomType().AsNullable();
      e = t.Make(Op::kIsNull, boolean, {Value(type, s)});
      break;
    }
    case 3:
      e = t.Make(Chance(50) ? Op::kBitOr : Op::kBitXor, boolean, {Value(boolean, s), Value(boolean, s)});
      break;
    default: {
      TypeKind kind = kScalars[Below(std::size(kScalars))];
      bool equality = kind == TypeKind::kString || kind == TypeKind::kGuid || kind == TypeKind::kBool;
      Op op = equality ? (Chance(40) ? Op::kEq : Chance(50) ? Op::kNe : Op::kJoinEq) : kCompare[Below(7)];
      e = t.Make(op, boolean, {Value(Of(kind, Chance(40)), s), Value(Of(kind, Chance(40)), s)});
    }
  }
  --s.depth;
  return e;
}

Expr* RandomTree::NumberValue(Type type, Scope& s) {
  static constexpr TypeKind kFrom[] = {TypeKind::kInt, TypeKind::kLong, TypeKind::kDouble, TypeKind::kChar,
                                       TypeKind::kEnum};
  static constexpr Op kBoth[] = {Op::kAdd, Op::kSub,        Op::kMul,        Op::kDiv,
                                 Op::kMod, Op::kAddChecked, Op::kSubChecked, Op::kMulChecked};
  static constexpr Op kWhole[] = {Op::kBitAnd, Op::kBitOr, Op::kBitXor};
  static constexpr Op kShifts[] = {Op::kShl, Op::kShr, Op::kUShr};
  bool whole = type.kind != TypeKind::kDouble;
  uint32_t dice = Below(10);
  if (dice < 2) {
    Op op = Chance(60) ? Op::kConvert : Op::kConvertChecked;
    return t.Make(op, type, {Value(Of(kFrom[Below(std::size(kFrom))], type.nullable), s)});
  }
  if (dice < 3)
    return t.Make(whole && Chance(30) ? Op::kBitNot
                  : Chance(50)        ? Op::kNeg
                                      : Op::kNegChecked,
                  type, {Value(type, s)});
  Type other = type.nullable && Chance(50) ? type.NonNull() : type;
  if (whole && dice < 5) return t.Make(kWhole[Below(3)], type, {Value(type, s), Value(other, s)});
  if (whole && dice < 6)
    return t.Make(kShifts[Below(3)], type, {Value(type, s), Value(Of(TypeKind::kInt, other.nullable), s)});
  return t.Make(kBoth[Below(std::size(kBoth))], type, {Value(type, s), Value(other, s)});
}

Expr* RandomTree::CallOf(Type type, Scope& s) {
  std::vector<int32_t> fitting;
  for (size_t i = 0; i < t.program().functions.size(); ++i) {
    const Function& f = t.function(static_cast<int32_t>(i));
    bool entities = !f.locals.empty() && f.locals[0].kind == TypeKind::kEntity;
    if (f.result == type && (!entities || s.entities)) fitting.push_back(static_cast<int32_t>(i));
  }
  if (fitting.empty()) return nullptr;
  int32_t index = fitting[Below(static_cast<uint32_t>(fitting.size()))];
  std::vector<Type> parameters(t.function(index).locals.begin(),
                               t.function(index).locals.begin() + t.function(index).parameters);
  std::vector<Expr*> args;
  for (size_t i = 0; i < parameters.size(); ++i)
    args.push_back(parameters[i].kind == TypeKind::kEntity
                       ? t.Local(t.function(s.function), static_cast<int32_t>(i))
                       : Value(parameters[i], s));
  return t.Numbered(Op::kCall, type, index, args);
}

// byte[] as attributes, constants and functions of the library give it.
Expr* RandomTree::Bytes(Type type, Scope& s) {
  if (type.nullable && Chance(30)) return t.Make(Op::kWiden, type, {Bytes(type.NonNull(), s)});
  if (!type.nullable && Chance(30)) return t.Make(Op::kUnwrap, type, {Leaf(type.AsNullable(), s)});
  Expr* e = s.depth < 4 && Chance(30) ? Builtin(type, s) : nullptr;
  return e != nullptr ? e : Leaf(type, s);
}

Expr* RandomTree::Argument(const stdlib::TypeSpec& spec, Scope& s) {
  if (spec.kind == TypeKind::kList && spec.element == TypeKind::kObject) {
    Expr* list = t.Make(Op::kList, ListOf(TypeKind::kObject));
    for (uint32_t i = Below(3); i > 0; --i) {
      Type type = Of(kScalars[Below(std::size(kScalars) - 1)], Chance(30));
      list->args.push_back(t.Make(Op::kBox, Of(TypeKind::kObject), {Value(type, s)}));
    }
    return list;
  }
  if (spec.kind == TypeKind::kList) {
    Type type{TypeKind::kList, false, spec.element};
    type.element_nullable = spec.parts->nullable;
    if (spec.element == TypeKind::kByte) return Bytes(spec.nullable ? type.AsNullable() : type, s);
    Expr* list =
        !type.element_nullable && (spec.element == TypeKind::kString || spec.element == TypeKind::kInt)
            ? Value(type, s)
            : Constant(type);
    return spec.nullable ? t.Make(Op::kWiden, type.AsNullable(), {list}) : list;
  }
  return Value(Of(spec.kind, spec.nullable), s);
}

namespace {

// Rows over opaque objects, lists of lists and the like: the library's own tests have them.
bool TakesObjects(const stdlib::Row& row) {
  for (const stdlib::TypeSpec& spec : row.types) {
    if (IsAddress(spec.kind) ||
        (spec.kind == TypeKind::kList && (IsAddress(spec.element) || spec.element == TypeKind::kList)))
      return true;
  }
  return false;
}

}  // namespace

Expr* RandomTree::Builtin(Type type, Scope& s) {
  std::vector<int32_t> fitting;
  const std::vector<stdlib::Row>& rows = stdlib::Functions();
  for (size_t i = 0; i < rows.size(); ++i) {
    const stdlib::TypeSpec& result = rows[i].result;
    if (result.kind != type.kind || result.nullable != type.nullable ||
        rows[i].purity == stdlib::Purity::kRandom)
      continue;
    if (IsAddress(result.kind) || TakesObjects(rows[i])) continue;
    if (type.kind == TypeKind::kList &&
        (result.element != type.element || type.element_nullable != result.parts->nullable ||
         (result.element != TypeKind::kString && result.element != TypeKind::kInt &&
          result.element != TypeKind::kByte)))
      continue;
    fitting.push_back(static_cast<int32_t>(i));
  }
  if (fitting.empty()) return nullptr;
  const stdlib::Row& row = rows[static_cast<size_t>(fitting[Below(static_cast<uint32_t>(fitting.size()))])];
  std::vector<Expr*> args;
  for (const stdlib::TypeSpec& spec : row.types) args.push_back(Argument(spec, s));
  return t.Numbered(Op::kBuiltin, type, static_cast<int32_t>(&row - rows.data()), args);
}

std::vector<Stmt*> RandomTree::Body(Scope& s, int statements) {
  std::vector<Stmt*> body;
  for (int i = 0; i < statements; ++i) body.push_back(Statement(s));
  return body;
}

Stmt* RandomTree::Loop_(Scope& s) {
  Stmt* loop_statement = nullptr;
  ++s.loops;
  if (Chance(50)) {
    Expr* list = Value(ListOf(TypeKind::kString), s);  // the element's local is a text
    loop_statement = t.Make(StmtOp::kForeach, list);
    loop_statement->a = static_cast<int32_t>(t.function(s.function).locals.size() - 1);
  } else {
    loop_statement =
        t.Make(Chance(70) ? StmtOp::kLoop : StmtOp::kDoLoop, Chance(90) ? BoolValue(s) : nullptr);
    int loops = std::exchange(s.loops, 0);  // a break has no place in the step
    if (Chance(50)) loop_statement->step = Body(s, 1);
    s.loops = loops;
  }
  loop_statement->body = Body(s, 2);
  --s.loops;
  return loop_statement;
}

Stmt* RandomTree::Statement(Scope& s) {
  ++s.depth;
  Stmt* statement = nullptr;
  uint32_t dice = Below(100);
  if (s.depth > 4 || dice < 15) {
    statement = t.Do(SetLocalTo(RandomType(), s));
  } else if (dice < 22) {
    statement = t.Do(Change(s));
  } else if (dice < 27) {
    statement = Try(s);
  } else if (dice < 60 && s.entities) {
    const std::vector<Attribute>& attributes = t.configuration().types[static_cast<size_t>(vault)].attributes;
    auto a = static_cast<int32_t>(Below(static_cast<uint32_t>(attributes.size())));
    const Attribute& target = attributes[static_cast<size_t>(a)];
    Type type = target.column_kind() == TypeKind::kList ? ListOf(target.type) : Of(target.type);
    type.nullable = !target.multi && Chance(60);
    uint32_t kind = Below(10);
    if (kind == 0)
      statement = t.SetAttr(1, a, nullptr, Outcome::kClear);
    else if (kind == 1)
      statement = t.SetAttr(1, a, nullptr, Outcome::kNoOpinion);
    else
      statement = t.SetAttr(1, a, target.is_bytes() ? Bytes(type, s) : Value(type, s));
    // A rule with a result has no outcomes to ask for.
    statement->initial = t.function(s.function).result.kind == TypeKind::kVoid && Chance(30);
  } else if (dice < 65 && s.entities) {
    statement = t.Make(StmtOp::kEffect);
    statement->a = static_cast<int32_t>(Below(typed::kEffects));
    statement->b = 1;
    if (statement->a == 3) statement->value = Value(Of(TypeKind::kTimeSpan), s);
    if (statement->a >= 4) statement->value = Value(Of(TypeKind::kString), s);
  } else if (dice < 78) {
    statement = t.If(BoolValue(s), Body(s, 2), Chance(50) ? Body(s, 1) : std::vector<Stmt*>{});
  } else if (dice < 88) {
    statement = Loop_(s);
  } else if (dice < 90) {
    statement = t.Make(StmtOp::kBreakable);
    ++s.loops;
    statement->body = Body(s, 2);
    --s.loops;
  } else if (dice < 93 && s.loops > 0) {
    statement = t.Make(StmtOp::kBreak);
  } else if (dice < 96) {
    const Type& result = t.function(s.function).result;
    statement = t.Return(result.kind == TypeKind::kVoid ? nullptr : Value(result, s));
  } else if (dice < 97) {
    statement = t.Do(Throw(s));
  } else if (dice < 98) {
    statement = Try(s);
  } else {
    statement = t.Make(StmtOp::kBlock);
    statement->body = Body(s, 2);
  }
  --s.depth;
  return statement;
}

}  // namespace idx::compiler::typed
