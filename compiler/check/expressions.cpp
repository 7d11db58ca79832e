// Expressions other than operators, patterns and calls.
#include <algorithm>
#include <cstring>
#include <utility>

#include "compiler/check/checker.h"
#include "compiler/check/default_literal.h"
#include "compiler/check/outside.h"

namespace idx::compiler::check {

namespace {
constexpr int32_t kMaxAlignment = 1'000'000;  // .NET's

// xs of xs.Clone(), or null.
const ast::Expr* ClonedBy(const ast::Expr& e) {
  if (e.kind != ast::ExprKind::kCall || !ast::As<ast::Call>(&e).arguments.empty()) return nullptr;
  const ast::Expr* callee = ast::As<ast::Call>(&e).callee;
  if (callee->kind != ast::ExprKind::kMember || ast::As<ast::Member>(callee).name != "Clone") return nullptr;
  return ast::As<ast::Member>(callee).target;
}
}  // namespace

Expr* Checker::Check(const ast::Expr& e, const Type* expected) {
  DepthGuard guard(depth_);
  if (depth_ > kMaxDepth) {
    TooDeep(e.span);
    return ErrorNode(e.span);
  }
  if (TooLarge(e.span)) return ErrorNode(e.span);
  if (auto instead = TranslationOf(e); instead && !IsLocalName("csentry") && !IsLocalName("mventry")) {
    Report(1901, e.span, {"an entry of Microsoft Identity Manager", "write " + *instead});
    return ErrorNode(e.span);
  }
  switch (e.kind) {
    case ast::ExprKind::kLiteral:
      return CheckLiteral(ast::As<ast::Literal>(&e));
    case ast::ExprKind::kName:
      return CheckName(ast::As<ast::Name>(&e));
    case ast::ExprKind::kMember:
      return CheckMember(ast::As<ast::Member>(&e));
    case ast::ExprKind::kCall:
      return CheckCall(ast::As<ast::Call>(&e));
    case ast::ExprKind::kIndex:
      return CheckIndex(ast::As<ast::Index>(&e));
    case ast::ExprKind::kCondAccess:
      return CheckCondAccess(ast::As<ast::CondAccess>(&e));
    case ast::ExprKind::kBinding:
      return bindings_.empty() ? ErrorNode(e.span) : bindings_.back();
    case ast::ExprKind::kUnary:
      return CheckUnary(ast::As<ast::Unary>(&e));
    case ast::ExprKind::kBinary:
      return CheckBinary(ast::As<ast::Binary>(&e));
    case ast::ExprKind::kAssign:
      return CheckAssign(ast::As<ast::Assign>(&e));
    case ast::ExprKind::kConditional:
      return CheckConditional(ast::As<ast::Conditional>(&e), expected);
    case ast::ExprKind::kIs:
      return CheckIs(ast::As<ast::IsExpr>(&e));
    case ast::ExprKind::kCast:
      return CheckCast(ast::As<ast::Cast>(&e));
    case ast::ExprKind::kSwitch:
      return CheckSwitch(ast::As<ast::SwitchExpr>(&e), expected);
    case ast::ExprKind::kNew:
      return CheckNew(ast::As<ast::New>(&e), expected);
    case ast::ExprKind::kNewArray:
      return CheckNewArray(ast::As<ast::NewArray>(&e), expected);
    case ast::ExprKind::kCollection:
      return CheckCollection(ast::As<ast::Collection>(&e).elements, e.span, expected);
    case ast::ExprKind::kThrow:
      return Throw(ast::As<ast::ThrowExpr>(&e).operand, e.span);
    case ast::ExprKind::kInterpolated:
      return CheckInterpolated(ast::As<ast::Interpolated>(&e));
    case ast::ExprKind::kNameOf: {
      const ast::Expr* operand = ast::As<ast::NameOf>(&e).operand;
      std::string name = operand->kind == ast::ExprKind::kMember ? ast::As<ast::Member>(operand).name
                         : operand->kind == ast::ExprKind::kName ? ast::As<ast::Name>(operand).name
                                                                 : "";
      if (name.empty()) return Unsupported(e.span, "nameof of this");
      const ast::Expr* first = operand;
      while (first->kind == ast::ExprKind::kMember) first = ast::As<ast::Member>(first).target;
      if (first->kind == ast::ExprKind::kName && !IsKnownName(ast::As<ast::Name>(first).name)) {
        Report(1001, first->span, {"name", ast::As<ast::Name>(first).name});
        return ErrorNode(e.span);
      }
      return TextConstant(name, e.span);
    }
    case ast::ExprKind::kDefault: {
      const auto& d = ast::As<ast::Default>(&e);
      Type type = d.type != nullptr     ? Resolve(*d.type)
                  : expected != nullptr ? *expected
                                        : TypeOf(TypeKind::kNull);
      if (type.kind == TypeKind::kEntity || type.kind == TypeKind::kSync)
        return Unsupported(e.span, "objects as values");
      if (d.type != nullptr) return DefaultOf(type, e.span);
      if (expected != nullptr) return DefaultOf(*expected, e.span);
      Expr* made = NullConstant(TypeOf(TypeKind::kNull), e.span);
      made->a = kDefaultLiteral;
      return made;
    }
    case ast::ExprKind::kChecked: {
      const Overflow before = std::exchange(
          overflow_, ast::As<ast::Checked>(&e).checked ? Overflow::kChecked : Overflow::kUnchecked);
      Expr* value = Check(*ast::As<ast::Checked>(&e).operand, expected);
      overflow_ = before;
      return value;
    }
    case ast::ExprKind::kAs:
      return CheckAsOperator(ast::As<ast::AsExpr>(&e));
    case ast::ExprKind::kWith:
      return CheckWith(ast::As<ast::With>(&e));
    case ast::ExprKind::kRange:
      return Unsupported(e.span, "ranges outside an index");
    case ast::ExprKind::kTuple:
      return CheckTuple(ast::As<ast::Tuple>(&e), expected);
    case ast::ExprKind::kLambda:
      if (expected != nullptr && expected->kind == TypeKind::kError) return ErrorNode(e.span);
      return Unsupported(e.span, "a lambda here");
    case ast::ExprKind::kTypeOf:
      return Unsupported(e.span, "typeof");
    case ast::ExprKind::kThis:
      if (const Local* object = FindLocal("this"); object != nullptr && !ast::As<ast::This>(&e).base)
        return LocalNode(object->index, e.span);
      return Unsupported(e.span, "'this'");
    case ast::ExprKind::kDeclaration:
      return Unsupported(e.span, "a declaration here");
    case ast::ExprKind::kUnsupported:
      return Unsupported(e.span, ast::As<ast::UnsupportedExpr>(&e).construct);
  }
  return ErrorNode(e.span);
}

Expr* Checker::CheckValue(const ast::Expr& e, const Type* expected) {
  Expr* value = Check(e, expected);
  if (value->type.kind == TypeKind::kVoid) {
    Report(1015, e.span, {"this call"});
    return ErrorNode(e.span);
  }
  return value;
}

Expr* Checker::CheckAs(const ast::Expr& e, const Type& type) { return Convert(CheckValue(e, &type), type); }

// Of a value, a method, a type or a namespace of either.
bool Checker::IsKnownName(const std::string& name) const {
  if (IsValueName(name) || FindLocalFunction(name) != nullptr || !FindMethods(owner_, name).empty())
    return true;
  if (symbols_.FindClass(name, owner_) != nullptr || symbols_.FindEnum(name, owner_) >= 0) return true;
  if (!stdlib::MemberNames(name).empty() || name == "System") return true;
  for (const std::string& known : symbols_.ClassNames())
    if (known == name) return true;
  if (configuration_ != nullptr)
    for (const ObjectType& type : configuration_->types)
      if (type.application == name) return true;
  return owner_ != nullptr && (owner_->full_name + ".").find("." + name + ".") != std::string::npos;
}

Expr* Checker::CheckLiteral(const ast::Literal& e) {
  switch (e.literal) {
    case ast::LiteralKind::kNull:
      return NullConstant(TypeOf(TypeKind::kNull), e.span);
    case ast::LiteralKind::kTrue:
      return BoolConstant(true, e.span);
    case ast::LiteralKind::kFalse:
      return BoolConstant(false, e.span);
    case ast::LiteralKind::kInt:
      return Constant(TypeOf(TypeKind::kInt), e.span, e.integer & 0xFFFFFFFF);
    case ast::LiteralKind::kLong:
      return Constant(TypeOf(TypeKind::kLong), e.span, e.integer);
    case ast::LiteralKind::kDouble: {
      Expr* value = Constant(TypeOf(TypeKind::kDouble), e.span, 0);
      std::memcpy(&value->lo, &e.real, 8);
      return value;
    }
    case ast::LiteralKind::kChar:
      return Constant(TypeOf(TypeKind::kChar), e.span, e.integer & 0xFFFF);
    case ast::LiteralKind::kString:
      return TextConstant(e.text, e.span);
    case ast::LiteralKind::kFloat:
      return Unsupported(e.span, "float literals");
    case ast::LiteralKind::kDecimal:
      return DecimalLiteral(e);
    // C# gives a decimal literal without suffix the first of int, uint, long, ulong that holds it.
    case ast::LiteralKind::kUInt:
      return Unsupported(e.span, "unsigned integers");
    case ast::LiteralKind::kULong:
      return Unsupported(e.span, "unsigned integers");
  }
  return ErrorNode(e.span);
}

const Local* Checker::FindLocal(const std::string& name) const {
  for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
    if (auto at = scope->locals.find(name); at != scope->locals.end()) return &at->second;
  return nullptr;
}

bool Checker::IsLocalName(const std::string& name) const { return FindLocal(name) != nullptr; }

std::optional<Place> Checker::PlaceOf(const Expr& e) const {
  if (e.op == Op::kLocal || e.op == Op::kSetLocal) return Place{e.a, -1};
  if (e.op == Op::kAttr) return Place{e.a, e.b};
  if (e.op == Op::kAssume || e.op == Op::kWiden) return PlaceOf(*e.args[0]);
  return std::nullopt;
}

// A nullable place that was tested is not null here.
Expr* Checker::Refined(Expr* e) {
  if (!e->type.nullable) return e;
  auto place = PlaceOf(*e);
  if (!place || state_.not_null.count(*place) == 0) return e;
  Type type = e->type.NonNull();
  return Node(Op::kAssume, type, e->span, {e});
}

Expr* Checker::CheckName(const ast::Name& e) {
  if (const Local* local = FindLocal(e.name)) {
    if (!local->hash.empty()) return Unsupported(e.span, "a hash object as a value");
    if (local->constant && local->value->type.kind == TypeKind::kReference)
      return NamedReference(*local, e.name, e.span);
    if (local->constant) {
      Expr* copy = program_.NewExpr();
      *copy = *local->value;
      copy->span = e.span;
      return copy;
    }
    if (local->builder) return Unsupported(e.span, "a StringBuilder as a value");
    if (state_.reachable && state_.assigned.count(local->index) == 0) Report(1011, e.span, {e.name});
    return Refined(LocalNode(local->index, e.span));
  }
  for (const ClassSymbol* scope = owner_; scope != nullptr; scope = nullptr) {
    auto field = scope->fields.find(e.name);
    if (field != scope->fields.end())
      return FieldValue(*scope, symbols_.MutableClass(scope)->fields.at(e.name), e.span);
  }
  if (Expr* made = OwnMember(e.name, e.span)) return made;
  if (const ast::Member* member = MemberByUsing(e.name, e.span)) return CheckValue(*member);
  if (around_.count(e.name) != 0)
    return Unsupported(e.span,
                       "'" + e.name + "' of the method around this function or lambda with statements");
  if (ReportForeign(e.name, e.span)) return ErrorNode(e.span);
  std::vector<std::string> names;
  for (const Scope& scope : scopes_)
    for (const auto& [name, local] : scope.locals) names.push_back(name);
  if (owner_ != nullptr)
    for (const auto& [name, field] : owner_->fields) names.push_back(name);
  for (const std::string& declared : symbols_.TypeNames()) names.push_back(declared);
  Diagnostic& diagnostic = diagnostics_.Report(1001, e.span, {"name", e.name});
  diagnostic.fix = NearestName(e.name, names);
  return ErrorNode(e.span);
}

Expr* Checker::CheckConditional(const ast::Conditional& e, const Type* expected) {
  Condition condition = CheckCondition(*e.condition);
  state_ = condition.when_true;
  Expr* then = CheckBranch(*e.then, expected);
  FlowState after_then = state_;
  state_ = condition.when_false;
  Expr* otherwise = CheckBranch(*e.otherwise, expected);
  state_ = FlowState::Join(after_then, state_);
  Type type = BranchType({then, otherwise}, expected);
  if (type.kind == TypeKind::kError) return ErrorNode(e.span);
  return Node(Op::kCond, type, e.span,
              {condition.value, ConvertQuietly(then, type), ConvertQuietly(otherwise, type)});
}

Expr* Checker::CheckCondAccess(const ast::CondAccess& e) {
  Expr* target = CheckValue(*e.target);
  if (target->type.kind == TypeKind::kError) return target;
  if (!target->type.nullable) {
    bindings_.push_back(target);
    Expr* value = Check(*e.then);
    bindings_.pop_back();
    if (value->type.kind == TypeKind::kVoid || value->type.kind == TypeKind::kError) return value;
    return ConvertQuietly(value, value->type.AsNullable());
  }
  FlowState before = state_;
  Expr* result = WithTemporary(target, [&](Expr* value) {
    bindings_.push_back(Node(Op::kAssume, value->type.NonNull(), value->span, {value}));
    Expr* then = Check(*e.then);
    bindings_.pop_back();
    if (then->type.kind == TypeKind::kError) return then;
    if (then->type.kind == TypeKind::kVoid) return Unsupported(e.span, "?. before a call without a value");
    // The reference at the end is null where one on the way is.
    if (IsPath(*then) && IsPath(*value)) return const_cast<Expr*>(PathOf(*then));
    Type type = then->type.AsNullable();
    Expr* is_null = Node(Op::kIsNull, TypeOf(TypeKind::kBool), value->span, {value});
    return Node(Op::kCond, type, e.span, {is_null, NullConstant(type, e.span), ConvertQuietly(then, type)});
  });
  state_ = FlowState::Join(before, state_);
  return result;
}

Expr* Checker::NotNull(Expr* value, Span span) {
  if (value->type.kind == TypeKind::kNull) {
    Report(2001, span, {"null"});
    return ErrorNode(span);
  }
  if (!value->type.nullable) return value;
  std::string what = "the value";
  if (auto place = PlaceOf(*value)) {
    const typed::Function& f = function();
    what = f.local_names[static_cast<size_t>(place->local)];
    const Type& type = f.locals[static_cast<size_t>(place->local)];
    if (place->attribute >= 0 && type.kind == TypeKind::kEntity)
      what += "." + configuration_->types[static_cast<size_t>(type.id)].At(place->attribute).identifier;
    what = "'" + what + "'";
  }
  Report(2001, span, {what});
  return ErrorNode(span);
}

Expr* Checker::ToText(Expr* value, Span span) {
  Type type = value->type;
  if (type.kind == TypeKind::kError) return value;
  if (type.kind == TypeKind::kNull) return TextConstant("", span);
  if (type.kind == TypeKind::kReference) return Unsupported(span, "the text of an object");
  if (type.kind == TypeKind::kObject)  // its box knows
    return Builtin("string", "Concat",
                   {Node(Op::kList, program_.shapes.ListOf(TypeOf(TypeKind::kObject)), span, {value})}, span);
  if (type.nullable) {
    return WithTemporary(value, [&](Expr* v) {
      Expr* is_null = Node(Op::kIsNull, TypeOf(TypeKind::kBool), span, {v});
      Expr* known = Node(Op::kAssume, type.NonNull(), span, {v});
      return Node(Op::kCond, TypeOf(TypeKind::kString), span,
                  {is_null, TextConstant("", span), ToText(known, span)});
    });
  }
  if (type.kind == TypeKind::kString) return value;
  if (type.kind == TypeKind::kTuple && !IsGrouping(type)) return TextOfTuple(value, span);
  if (type.kind == TypeKind::kEnum) {
    const typed::EnumInfo& info = program_.enums[static_cast<size_t>(type.id)];
    if (info.opaque) return Unsupported(span, "the text of " + info.type.name);
    if (info.flags) return TextOfFlags(value, span);
    return WithTemporary(value, [&](Expr* v) {
      Expr* number = Node(Op::kConvert, TypeOf(TypeKind::kInt), span, {v});
      Expr* result = Builtin("$", "ToText", {number}, span);
      for (auto member = info.type.members.rbegin(); member != info.type.members.rend(); ++member) {
        Expr* equal = Node(Op::kEq, TypeOf(TypeKind::kBool), span,
                           {v, Constant(type, span, static_cast<uint32_t>(member->number))});
        result = Node(Op::kCond, TypeOf(TypeKind::kString), span,
                      {equal, TextConstant(member->name, span), result});
      }
      return result;
    });
  }
  if (type.kind == TypeKind::kOpaque && !stdlib::FindFunctions(Owner(type), "ToString").empty())
    return Builtin(Owner(type), "ToString", {value}, span);
  if (type.kind == TypeKind::kByte) value = ConvertQuietly(value, TypeOf(TypeKind::kInt));
  return Fold(Builtin("$", "ToText", {value}, span));
}

// $"{value:format}"
Expr* Checker::Formatted(Expr* value, const ast::Interpolated::Part& part, Span span) {
  if (value->type.kind == TypeKind::kEnum && !program_.enums[static_cast<size_t>(value->type.id)].opaque)
    return FormatEnum(value, TextConstant(part.format, part.format_span), span);
  return Builtin("$", "Format", {value, TextConstant(part.format, part.format_span)}, span);
}

Expr* Checker::CheckInterpolated(const ast::Interpolated& e) {
  std::vector<Expr*> parts;
  Expr* error = nullptr;
  for (const ast::Interpolated::Part& part : e.parts) {
    if (part.value == nullptr) {
      if (!part.text.empty()) parts.push_back(TextConstant(part.text, e.span));
      continue;
    }
    Expr* value = CheckText(*part.value);
    if (value->type.kind == TypeKind::kError) {
      error = value;
      continue;
    }
    Expr* text = nullptr;
    // Texts and characters have no formats, and take any.
    if (part.format.empty() || value->type.kind == TypeKind::kString || value->type.kind == TypeKind::kChar) {
      text = ToText(value, part.value->span);
    } else if (value->type.nullable) {
      text = WithTemporary(value, [&](Expr* v) {
        Expr* known = Node(Op::kAssume, v->type.NonNull(), v->span, {v});
        Expr* formatted = Formatted(known, part, part.value->span);
        Expr* is_null = Node(Op::kIsNull, TypeOf(TypeKind::kBool), v->span, {v});
        return Node(Op::kCond, TypeOf(TypeKind::kString), v->span,
                    {is_null, TextConstant("", v->span), formatted});
      });
    } else {
      text = Formatted(value, part, part.value->span);
    }
    if (part.alignment != nullptr && text->type.kind != TypeKind::kError) {
      Expr* width = CheckAs(*part.alignment, TypeOf(TypeKind::kInt));
      if (width->op != Op::kConst || width->type.kind == TypeKind::kError) {
        Report(1017, part.alignment->span, {"the alignment"});
        return ErrorNode(e.span);
      }
      auto columns = static_cast<int32_t>(width->lo);
      if (columns > kMaxAlignment || columns < -kMaxAlignment) {
        Report(1012, part.alignment->span, {"an alignment"});
        return ErrorNode(e.span);
      }
      if (columns != 0)
        text = Builtin(
            "string", columns > 0 ? "PadLeft" : "PadRight",
            {text, IntConstant(std::abs(columns), e.span), Constant(TypeOf(TypeKind::kChar), e.span, ' ')},
            e.span);
    }
    if (text->type.kind == TypeKind::kError) error = text;
    parts.push_back(text);
  }
  if (error != nullptr) return error;
  if (parts.empty()) return TextConstant("", e.span);
  if (parts.size() == 1) return parts[0];
  return Fold(Node(Op::kConcat, TypeOf(TypeKind::kString), e.span, parts));
}

Expr* Checker::CheckCollection(const std::vector<ast::Expr*>& elements, Span span, const Type* expected) {
  ShapeTable& shapes = program_.shapes;
  TypeKind kind = expected != nullptr ? expected->kind : TypeKind::kVoid;
  bool object = kind == TypeKind::kListObject || kind == TypeKind::kSet;
  bool known = object || (kind == TypeKind::kList && expected->element != TypeKind::kVoid);
  Type element = known ? shapes.ElementOf(*expected) : Type{};
  std::vector<Expr*> values, kinds;  // of a spread: the list, and an element of its type
  bool spreads = false;
  for (const ast::Expr* e : elements) {
    if (e->kind != ast::ExprKind::kRange) {
      values.push_back(CheckValue(*e, known ? &element : nullptr));
      kinds.push_back(values.back());
      continue;
    }
    const ast::Expr* spread = ast::As<ast::Range>(e).end;
    Expr* list = ast::As<ast::Range>(e).begin != nullptr || spread == nullptr
                     ? Unsupported(e->span, "a range in a collection")
                     : SequenceArgument(*spread, nullptr, "a spread");
    if (list == nullptr || list->type.kind == TypeKind::kError) return ErrorNode(span);
    values.push_back(list);
    kinds.push_back(Node(Op::kLocal, shapes.ElementOf(list->type), list->span));
    spreads = true;
  }
  if (!known && values.empty()) return Node(Op::kList, shapes.ListOf(TypeOf(TypeKind::kVoid)), span);
  if (!known) element = CommonType(kinds);
  if (element.kind == TypeKind::kError || element.kind == TypeKind::kNever) return ErrorNode(span);
  if (element.kind == TypeKind::kNull || element.kind == TypeKind::kVoid || IsRuleObject(element.kind))
    return Unsupported(span, "lists of " + NameOf(element));
  // Null among references: C# only warns.
  for (const Expr* value : kinds)
    if (!object && value->type.nullable && (IsReference(element) || element.kind == TypeKind::kObject))
      element = element.AsNullable();
  if (spreads) return Spread(elements, values, element, kind, span);
  for (Expr*& value : values) {
    value = value->type.kind == TypeKind::kNull && element.kind == TypeKind::kObject
                ? ConvertQuietly(value, element)
                : Convert(value, element);
    if (value->type.kind == TypeKind::kError) return ErrorNode(span);
  }
  Expr* list = Node(Op::kList, shapes.ListOf(element), span, values);
  return object ? AsCollection(list, kind, span) : list;
}

// A list as a new List<T> or HashSet<T>.
Expr* Checker::AsCollection(Expr* list, TypeKind kind, Span span) {
  Type type = program_.shapes.Composite(kind, {program_.shapes.ElementOf(list->type)});
  if (kind == TypeKind::kListObject) return Operate(Operation::kListFrom, type, type, {list}, span);
  int32_t into = NewLocal(type, "");
  std::vector<Stmt*> before = {
      Assign(into, Operate(Operation::kSetNew, type, type, {BoolConstant(false, span)}, span))};
  Each(QueryOf(list), before, span, [&](Expr* item, std::vector<Stmt*>& body, int32_t) {
    Stmt* add = Statement(StmtOp::kExpr, span);
    add->value =
        Operate(Operation::kSetAdd, type, TypeOf(TypeKind::kBool), {LocalNode(into, span), item}, span);
    body.push_back(add);
  });
  return BlockOf(std::move(before), LocalNode(into, span));
}

// [a, ..list, b]: one after the other into a new list.
Expr* Checker::Spread(const std::vector<ast::Expr*>& elements, const std::vector<Expr*>& values,
                      const Type& element, TypeKind kind, Span span) {
  ShapeTable& shapes = program_.shapes;
  Type type = shapes.Composite(TypeKind::kListObject, {element}), list = shapes.ListOf(element);
  int32_t into = NewLocal(type, "");
  std::vector<Stmt*> before = {Assign(into, Operate(Operation::kListNew, type, type, {}, span))};
  for (size_t i = 0; i < values.size(); ++i) {
    bool spread = elements[i]->kind == ast::ExprKind::kRange;
    Expr* value =
        spread && values[i]->type != list && shapes.ElementOf(values[i]->type).AsNullable() == element
            ? Retype(values[i], list)
            : Convert(values[i], spread ? list : element);
    if (value->type.kind == TypeKind::kError) return ErrorNode(span);
    Stmt* add = Statement(StmtOp::kExpr, span);
    add->value = Operate(spread ? Operation::kListAddRange : Operation::kListAdd, type,
                         TypeOf(TypeKind::kVoid), {LocalNode(into, span), value}, span);
    before.push_back(add);
  }
  if (kind == TypeKind::kListObject) return BlockOf(std::move(before), LocalNode(into, span));
  Expr* all =
      BlockOf(std::move(before), Operate(Operation::kListView, type, list, {LocalNode(into, span)}, span));
  return kind == TypeKind::kSet ? AsCollection(all, kind, span)
                                : Operate(Operation::kArrayCopy, list, list, {all}, span);
}

Expr* Checker::CheckNewArray(const ast::NewArray& e, const Type* expected) {
  Type list;
  if (e.element != nullptr) {
    Type element = ResolveElement(*e.element, e.span);
    if (element.kind == TypeKind::kError) return ErrorNode(e.span);
    list = program_.shapes.ListOf(element);
  }
  if (e.length != nullptr && !e.has_elements) {
    Expr* length = CheckAs(*e.length, TypeOf(TypeKind::kInt));
    if (length->type.kind == TypeKind::kError || e.element == nullptr) return ErrorNode(e.span);
    if (length->op == Op::kConst && length->lo == 0) return Node(Op::kList, list, e.span);
    Type element = program_.shapes.ElementOf(list);
    // Arrays of strings begin with nulls, whatever their type says.
    if (!element.nullable && (IsReference(element) || element.kind == TypeKind::kTuple))
      return Unsupported(e.span, "arrays of a length");
    return Operate(Operation::kArrayNew, list, list, {length}, e.span);
  }
  if (e.element != nullptr) return CheckCollection(e.elements, e.span, &list);
  // The elements of new[] tell its type; those of braces alone have that of the place.
  bool number = false;
  if (expected != nullptr && expected->kind == TypeKind::kList) {
    TypeKind of = expected->element;
    number = !expected->element_nullable &&
             (of == TypeKind::kByte || of == TypeKind::kChar || of == TypeKind::kInt ||
              of == TypeKind::kLong || of == TypeKind::kDouble || of == TypeKind::kDecimal);
  }
  bool own = !e.bare && (number || (expected != nullptr && expected->kind != TypeKind::kList));
  return CheckCollection(e.elements, e.span, own ? nullptr : expected);
}

Expr* Checker::CheckNew(const ast::New& e, const Type* expected) {
  bool anonymous = e.type == nullptr && !e.has_arguments && e.has_initializers;
  if (anonymous && (expected == nullptr || !IsRecord(*expected))) return NewAnonymous(e);
  if (e.type == nullptr && (expected == nullptr || (!e.has_arguments && !IsRecord(*expected))))
    return Unsupported(e.span, "this 'new'");
  Type type = e.type != nullptr ? Type{} : expected->NonNull();
  std::string owner;
  if (e.type != nullptr) {
    if (e.type->kind != ast::TypeName::Kind::kNamed) return Unsupported(e.span, "this 'new'");
    if (!e.type->arguments.empty()) type = Resolve(*e.type);
    if (!e.type->arguments.empty() && type.kind == TypeKind::kError) return ErrorNode(e.span);
  }
  if (type.kind == TypeKind::kTuple && !IsRecord(type)) return NewTuple(e, type);
  if (type.kind == TypeKind::kListObject || type.kind == TypeKind::kDictionary || type.kind == TypeKind::kSet)
    return NewCollection(e, type);
  if (e.type != nullptr) {
    std::string name = e.type->name.substr(e.type->name.rfind('.') + 1);
    if (name == "String") name = "string";
    auto resolved = TryResolve(e.type->name);
    owner = resolved && resolved->kind != TypeKind::kEntity ? Owner(*resolved) : name;
    if (resolved && resolved->kind == TypeKind::kEntity) return Unsupported(e.span, "making an object");
    if (resolved && resolved->kind == TypeKind::kError) return ErrorNode(e.span);
    if (resolved && IsRecord(*resolved)) type = *resolved;
  } else {
    owner = Owner(type);
  }
  if (IsRecord(type)) return NewRecord(e, type.NonNull());
  if (e.type != nullptr && e.arguments.empty() && !e.has_initializers)
    if (auto resolved = TryResolve(e.type->name); resolved && IsScalar(*resolved))
      return DefaultOf(*resolved, e.span);
  if (e.has_initializers || type.kind == TypeKind::kTuple || type.kind == TypeKind::kList)
    return Unsupported(e.span, "object initialisers");
  auto rows = stdlib::FindFunctions(owner, "");
  std::vector<uint32_t> constructors;
  for (uint32_t row : rows)
    if (stdlib::Functions()[row].form == stdlib::Form::kConstructor) constructors.push_back(row);
  if (constructors.empty())
    return ReportForeign(owner, e.span) ? ErrorNode(e.span)
                                        : Unsupported(e.span, "new " + owner, owner, symbols_.TypeNames());
  return CallRows(constructors, "new " + owner, nullptr, e.arguments, e.span);
}

// value as T of a value that is a T: the value itself, which may be null.
Expr* Checker::CheckAsOperator(const ast::AsExpr& e) {
  Type type = Resolve(*e.type);
  Expr* value = CheckValue(*e.operand, &type);
  if (type.kind == TypeKind::kError || value->type.kind == TypeKind::kError) return ErrorNode(e.span);
  if (value->type.kind == TypeKind::kNull) return NullConstant(type.AsNullable(), e.span);
  if (value->type.NonNull() == type.NonNull()) return ConvertQuietly(value, type.AsNullable());
  if (value->type.kind == TypeKind::kObject) return Unsupported(e.span, "finding out what an object is");
  Diagnostic& diagnostic = Report(1002, e.span, {NameOf(value->type), NameOf(type)});
  diagnostic.fix = type.kind == TypeKind::kString ? "….ToString()" : "";
  return ErrorNode(e.span);
}

Expr* Checker::CheckCast(const ast::Cast& e) {
  Type type = Resolve(*e.type);
  if (type.kind == TypeKind::kList)
    if (const ast::Expr* array = ClonedBy(*e.operand)) {  // (T[])xs.Clone()
      Expr* value = CheckValue(*array);
      if (value->type.kind != TypeKind::kError) value = NotNull(value, array->span);
      return value->type == type ? Operate(Operation::kArrayCopy, type, type, {value}, e.span)
                                 : ExplicitConvert(value, type, e.span);
    }
  Expr* value = CheckValue(*e.operand, &type);
  return ExplicitConvert(value, type, e.span);
}

}  // namespace idx::compiler::check
