// Types: by name, for people, and conversions between them.
#include <cstring>

#include "compiler/check/checker.h"
#include "compiler/check/default_literal.h"
#include "compiler/check/delegates.h"

namespace idx::compiler::check {

namespace {

const std::map<std::string, TypeKind, std::less<>>& NamedKinds() {
  static const std::map<std::string, TypeKind, std::less<>> kinds = {
      {"bool", TypeKind::kBool},         {"Boolean", TypeKind::kBool},      {"int", TypeKind::kInt},
      {"Int32", TypeKind::kInt},         {"long", TypeKind::kLong},         {"Int64", TypeKind::kLong},
      {"double", TypeKind::kDouble},     {"Double", TypeKind::kDouble},     {"char", TypeKind::kChar},
      {"Char", TypeKind::kChar},         {"string", TypeKind::kString},     {"String", TypeKind::kString},
      {"DateTime", TypeKind::kDateTime}, {"DateOnly", TypeKind::kDateOnly}, {"TimeSpan", TypeKind::kTimeSpan},
      {"byte", TypeKind::kByte},         {"Byte", TypeKind::kByte},         {"decimal", TypeKind::kDecimal},
      {"Decimal", TypeKind::kDecimal},   {"Guid", TypeKind::kGuid},         {"Sync", TypeKind::kSync},
      {"object", TypeKind::kObject},
  };
  return kinds;
}

std::string_view KindName(TypeKind kind) {
  switch (kind) {
    case TypeKind::kVoid:
      return "void";
    case TypeKind::kNever:
      return "throw";
    case TypeKind::kNull:
      return "null";
    case TypeKind::kBool:
      return "bool";
    case TypeKind::kInt:
      return "int";
    case TypeKind::kLong:
      return "long";
    case TypeKind::kDouble:
      return "double";
    case TypeKind::kChar:
      return "char";
    case TypeKind::kString:
      return "string";
    case TypeKind::kDateTime:
      return "DateTime";
    case TypeKind::kDateOnly:
      return "DateOnly";
    case TypeKind::kTimeSpan:
      return "TimeSpan";
    case TypeKind::kGuid:
      return "Guid";
    case TypeKind::kObject:
      return "object";
    case TypeKind::kSync:
      return "Sync";
    case TypeKind::kByte:
      return "byte";
    case TypeKind::kDecimal:
      return "decimal";
    default:
      return "?";
  }
}

// The last part of a name, without System. and the like.
std::string_view Unqualified(std::string_view name) {
  return name.starts_with("System.") ? name.substr(name.rfind('.') + 1) : name;
}

int Rank(TypeKind kind) {
  switch (kind) {
    case TypeKind::kChar:
      return 1;
    case TypeKind::kInt:
      return 2;
    case TypeKind::kLong:
      return 3;
    case TypeKind::kDouble:
      return 4;
    default:
      return 0;
  }
}

}  // namespace

std::optional<Type> Checker::TryResolve(const std::string& name) {
  std::string_view plain = Unqualified(name);
  if (auto at = NamedKinds().find(plain); at != NamedKinds().end()) return TypeOf(at->second);
  if (configuration_ != nullptr) {
    if (int32_t type = configuration_->FindType(name); type >= 0) {
      Type result = TypeOf(TypeKind::kEntity);
      result.id = type;
      return result;
    }
  }
  for (int kind = 1; kind <= static_cast<int>(stdlib::LibraryClass::kAva); ++kind) {
    auto object = static_cast<stdlib::LibraryClass>(kind);
    if (plain != stdlib::NameOf(object)) continue;
    Type result = TypeOf(TypeKind::kOpaque);
    result.id = static_cast<int32_t>(object);
    return result;
  }
  if (const ClassSymbol* symbol = symbols_.FindClass(name, owner_);
      symbol != nullptr && symbol->record != nullptr)
    return RecordType(*symbols_.MutableClass(symbol));
  if (plain == "Change") return typed::kChangeType;
  // A provider of formats is a culture.
  bool provider = plain == "IFormatProvider" || plain == "NumberFormatInfo" || plain == "DateTimeFormatInfo";
  int32_t index = symbols_.FindEnum(provider ? "CultureInfo" : std::string(plain), owner_);
  if (index < 0) return std::nullopt;
  Type result = TypeOf(TypeKind::kEnum);
  result.id = index;
  return result;
}

// Of arrays, lists, dictionaries, sets and tuples.
Type Checker::ResolveElement(const ast::TypeName& name, Span whole) {
  if (name.kind == ast::TypeName::Kind::kNamed && name.arguments.empty() &&
      (Unqualified(name.name) == "byte" || Unqualified(name.name) == "Byte"))
    return TypeOf(TypeKind::kByte);
  Type element = Resolve(name);
  if (IsRuleObject(element.kind) || element.kind == TypeKind::kVoid) {
    Report(1900, whole, {"lists of " + NameOf(element)});
    return {};
  }
  return element;
}

// nullopt: not a type of the library.
std::optional<Type> Checker::ResolveGeneric(const ast::TypeName& name, std::string_view plain) {
  static const std::set<std::string, std::less<>> kReadable = {"IReadOnlyList", "IEnumerable",
                                                               "IReadOnlyCollection", "Multi"};
  bool list = plain == "List" || plain == "IList" || plain == "ICollection",
       set = plain == "HashSet" || plain == "ISet" || plain == "IReadOnlySet";
  bool readable = kReadable.contains(plain);
  bool map = plain == "Dictionary" || plain == "IReadOnlyDictionary" || plain == "IDictionary";
  bool pair = plain == "KeyValuePair", lookup = plain == "ILookup", group = plain == "IGrouping";
  if (name.arguments.size() == 1 && plain == "Nullable") return Resolve(*name.arguments[0]).AsNullable();
  if ((plain == "Tuple" || plain == "ValueTuple") && name.arguments.size() >= 2) {
    std::vector<Type> parts;
    for (const ast::TypeName* argument : name.arguments) {
      parts.push_back(ResolveElement(*argument, name.span));
      if (parts.back().kind == TypeKind::kError) return Type{};
    }
    std::vector<std::string> names(parts.size());
    return program_.shapes.Composite(TypeKind::kTuple, std::move(parts), std::move(names));
  }
  bool two = map || pair || lookup || group;
  if (name.arguments.size() != (two ? 2U : 1U) || !(list || set || readable || two)) return std::nullopt;
  std::vector<Type> parts;
  for (const ast::TypeName* argument : name.arguments) {
    parts.push_back(ResolveElement(*argument, name.span));
    if (parts.back().kind == TypeKind::kError) return Type{};
  }
  if (readable) return program_.shapes.ListOf(parts[0]);
  if (pair) return PairOf(parts[0], parts[1]);
  if (group)
    return program_.shapes.Composite(TypeKind::kTuple, {parts[0], program_.shapes.ListOf(parts[1])},
                                     {"Key", ""}, "IGrouping");
  if (lookup)
    return program_.shapes.Composite(TypeKind::kDictionary,
                                     {parts[0], program_.shapes.Composite(TypeKind::kListObject, {parts[1]})},
                                     {}, "ILookup");
  return program_.shapes.Composite(map   ? TypeKind::kDictionary
                                   : set ? TypeKind::kSet
                                         : TypeKind::kListObject,
                                   std::move(parts));
}

Type Checker::PairOf(const Type& key, const Type& value) const {
  return program_.shapes.Composite(TypeKind::kTuple, {key, value}, {"Key", "Value"}, "KeyValuePair");
}

Type Checker::Resolve(const ast::TypeName& name) {
  DepthGuard guard(type_depth_);
  if (type_depth_ > kMaxTypeDepth) {
    Report(4, name.span, {std::to_string(kMaxTypeDepth)});
    return {};
  }
  switch (name.kind) {
    case ast::TypeName::Kind::kNullable: {
      Type type = Resolve(*name.element);
      if (type.kind == TypeKind::kEntity) return {TypeKind::kReference, true, TypeKind::kVoid, type.id};
      if (type.kind != TypeKind::kSync) return type.AsNullable();
      Report(1900, name.span, {"objects that may be null"});
      return {};
    }
    case ast::TypeName::Kind::kTuple: {
      std::vector<Type> parts;
      for (const ast::TypeName* part : name.arguments) parts.push_back(ResolveElement(*part, name.span));
      for (const Type& part : parts)
        if (part.kind == TypeKind::kError) return {};
      std::vector<std::string> names = name.names;
      names.resize(parts.size());
      return program_.shapes.Composite(TypeKind::kTuple, std::move(parts), std::move(names));
    }
    case ast::TypeName::Kind::kVar:
      Report(1, name.span, {"'var' stands only before a local"});
      return {};
    case ast::TypeName::Kind::kArray: {
      Type element = ResolveElement(*name.element, name.span);
      return element.kind == TypeKind::kError ? element : program_.shapes.ListOf(element);
    }
    case ast::TypeName::Kind::kNamed:
      break;
  }
  std::string_view plain = Unqualified(name.name);
  if (plain == "var" && name.arguments.empty()) return {};
  if (!name.arguments.empty())
    if (auto generic = ResolveGeneric(name, plain)) return *generic;
  if (IsDelegate(&name)) {
    Unsupported(name.span, "keeping a function");
    return {};
  }
  if (!name.arguments.empty()) {
    if (!ReportForeign(std::string(plain), name.span))
      Report(1900, name.span, {"the type " + name.name + "<…>"});
    return {};
  }
  if (auto type = TryResolve(name.name)) return *type;
  if (ReportForeign(std::string(plain), name.span)) return {};
  if (name.name.find("[,") != std::string::npos) {
    Unsupported(name.span, "multi-dimensional array");
    return {};
  }
  std::vector<std::string> names;
  for (const auto& [known, kind] : NamedKinds()) names.push_back(known);
  if (configuration_ != nullptr)
    for (const ObjectType& type : configuration_->types) names.push_back(type.FullName());
  for (const std::string& declared : symbols_.TypeNames()) names.push_back(declared);
  Diagnostic& diagnostic = diagnostics_.Report(1001, name.span, {"type", name.name});
  if (std::string_view meant = NearestName(name.name, names); !meant.empty()) diagnostic.fix = meant;
  return {};
}

std::string Checker::NameOfShape(const Shape& shape) const {
  bool map = shape.kind == TypeKind::kDictionary;
  if (!map && !shape.name.empty() && shape.name != "KeyValuePair" && shape.name != "IGrouping")
    return shape.name;
  bool angled = map || !shape.name.empty();
  std::string name = map && shape.name.empty() ? "Dictionary" : shape.name;
  name += angled ? "<" : "(";
  for (size_t i = 0; i < shape.parts.size(); ++i) {
    name += (i == 0 ? "" : ", ") + NameOf(shape.parts[i]);
    if (!angled && i < shape.names.size() && !shape.names[i].empty()) name += " " + shape.names[i];
  }
  return name + (angled ? ">" : ")");
}

std::string Checker::NameOf(const Type& type) const {
  std::string name;
  switch (type.kind) {
    case TypeKind::kEnum:
      name = program_.enums[static_cast<size_t>(type.id)].type.name;
      break;
    case TypeKind::kEntity:
    case TypeKind::kReference:
      name = configuration_->types[static_cast<size_t>(type.id)].FullName();
      break;
    case TypeKind::kList:
      name = type.element == TypeKind::kVoid ? "[]" : NameOf(program_.shapes.ElementOf(type)) + "[]";
      break;
    case TypeKind::kListObject:
      name = "List<" + NameOf(program_.shapes.ElementOf(type)) + ">";
      break;
    case TypeKind::kSet:
      name = "HashSet<" + NameOf(program_.shapes.ElementOf(type)) + ">";
      break;
    case TypeKind::kDictionary:
    case TypeKind::kTuple:
      name = NameOfShape(program_.shapes.ShapeOf(type));
      break;
    case TypeKind::kOpaque:
      name = stdlib::NameOf(static_cast<stdlib::LibraryClass>(type.id));
      break;
    default:
      name = type == typed::kChangeType ? "Change" : KindName(type.kind);
  }
  if (type.nullable && type.kind != TypeKind::kNull) name += "?";
  return name;
}

// The owner under which the library's rows for values of this type stand.
std::string Checker::Owner(const Type& type) const {
  switch (type.kind) {
    case TypeKind::kList:
    case TypeKind::kListObject:
      return "List";
    case TypeKind::kOpaque:
      return std::string(stdlib::NameOf(static_cast<stdlib::LibraryClass>(type.id)));
    case TypeKind::kSet:
      return "HashSet";
    case TypeKind::kDictionary:
      return "Dictionary";
    case TypeKind::kTuple:
      return "Tuple";
    case TypeKind::kEnum:
      return program_.enums[static_cast<size_t>(type.id)].type.name;
    default:
      return std::string(KindName(type.kind));
  }
}

Type Checker::FromSpec(const stdlib::TypeSpec& spec) const {
  Type type = TypeOf(spec.kind);
  if (spec.kind == TypeKind::kList) {
    type = program_.shapes.ListOf(FromSpec(*spec.parts));
  } else if (spec.kind == TypeKind::kTuple) {
    std::vector<Type> parts;
    for (uint8_t i = 0; i < spec.part_count; ++i) parts.push_back(FromSpec(spec.parts[i]));
    std::vector<std::string> names(parts.size());
    type = program_.shapes.Composite(TypeKind::kTuple, std::move(parts), std::move(names));
  } else if (spec.kind == TypeKind::kEnum) {
    type.id = static_cast<int32_t>(spec.library) - 1;
  } else if (spec.kind == TypeKind::kOpaque) {
    type.id = static_cast<int32_t>(spec.object);
  }
  type.nullable = spec.nullable;
  return type;
}

namespace {

// Kinds whose null C# has without Nullable<T>, and whose cells hold null as they are.
bool IsReferenceKind(TypeKind kind) {
  return kind == TypeKind::kString || kind == TypeKind::kList || kind == TypeKind::kListObject ||
         kind == TypeKind::kDictionary || kind == TypeKind::kSet || kind == TypeKind::kOpaque ||
         kind == TypeKind::kReference;
}

// Tuples of the same types, whatever the names of their elements.
bool SameTuple(const ShapeTable& shapes, const Type& from, const Type& to) {
  const Shape& a = shapes.ShapeOf(from);
  const Shape& b = shapes.ShapeOf(to);
  return from.id == to.id || (a.name.empty() && b.name.empty() && a.parts == b.parts);
}

}  // namespace

bool Checker::IsReference(const Type& type) const {
  if (type.kind != TypeKind::kTuple) return IsReferenceKind(type.kind);
  const std::string& name = program_.shapes.ShapeOf(type).name;
  return !name.empty() && name != "KeyValuePair";
}

// Of two lists' elements: 0 the same, 1 with null allowed besides, -1 another.
int Checker::ElementCost(const Type& from, const Type& to) const {
  if (from == to || (from.kind == TypeKind::kObject && to.kind == TypeKind::kObject)) return 0;
  bool tuples = from.kind == TypeKind::kTuple && to.kind == TypeKind::kTuple &&
                from.nullable == to.nullable && SameTuple(program_.shapes, from, to);
  if (tuples) return 0;
  return to.nullable && from == to.NonNull() && IsReference(from) ? 1 : -1;
}

// Between types that values are made of; -1: none.
int Checker::CompositeCost(const Expr& value, const Type& to) const {
  const Type& from = value.type;
  ShapeTable& shapes = program_.shapes;
  bool empty = from.kind == TypeKind::kList && from.element == TypeKind::kVoid;
  if (empty) {
    bool made = to.kind == TypeKind::kList || to.kind == TypeKind::kListObject || to.kind == TypeKind::kSet;
    return made ? 1 : -1;
  }
  if (to.kind == TypeKind::kList) {
    if (to.element == TypeKind::kVoid) return -1;
    bool sequence =
        from.kind == TypeKind::kList || from.kind == TypeKind::kListObject || from.kind == TypeKind::kSet;
    if (!sequence) return -1;
    int cost = ElementCost(shapes.ElementOf(from), shapes.ElementOf(to));
    return cost < 0 ? -1 : cost + (from.kind == TypeKind::kList ? 0 : 1);
  }
  if (from.kind != to.kind) return -1;
  if (from.kind != TypeKind::kTuple) return from.id == to.id ? 0 : -1;
  if (SameTuple(shapes, from, to)) return 0;
  if (value.op != Op::kTuple || value.args.size() != shapes.ShapeOf(to).parts.size() ||
      !shapes.ShapeOf(to).name.empty())
    return -1;
  int cost = 1;
  for (size_t i = 0; i < value.args.size(); ++i) {
    int one = ConversionCost(*value.args[i], shapes.ShapeOf(to).parts[i]);
    if (one < 0) return -1;
    cost += one;
  }
  return cost;
}

// Tuples, records and a Match: what a format makes of them is their text, whatever it says.
bool Checker::IsBoxedAsText(const Type& type) const {
  return !type.nullable && (type.kind == TypeKind::kTuple || type.kind == TypeKind::kOpaque) && HasText(type);
}

int Checker::ConversionCost(const Expr& value, const Type& to) const {
  const Type& from = value.type;
  if (from.kind == TypeKind::kError || to.kind == TypeKind::kError || from.kind == TypeKind::kNever) return 0;
  if (from.kind == TypeKind::kNull) return to.nullable || IsDefaultLiteral(value) ? 1 : -1;
  if (from.nullable && !to.nullable) return -1;
  if (from.kind == TypeKind::kReference && to.kind == TypeKind::kEntity)  // as an argument: CallThrough
    return from.id == to.id && PathOf(value) != nullptr ? 1 : -1;
  int lift = to.nullable && !from.nullable ? 1 : 0;
  if (to.kind == TypeKind::kObject) {
    bool boxable = from.kind != TypeKind::kEntity && from.kind != TypeKind::kReference &&
                   from.kind != TypeKind::kSync && from.kind != TypeKind::kVoid &&
                   from.kind != TypeKind::kList && !IsAddress(from.kind);
    return boxable || IsBoxedAsText(from) ? 20 : -1;
  }
  if (from.kind == TypeKind::kList || IsAddress(from.kind)) {
    int cost = CompositeCost(value, to);
    return cost < 0 ? -1 : lift + cost;
  }
  // A constant that fits, as C# narrows it.
  if (to.kind == TypeKind::kByte && from.kind == TypeKind::kInt)
    return value.op == Op::kConst && value.present && value.lo <= 255 ? lift + 1 : -1;
  if (from.kind == to.kind) {
    bool named = from.kind == TypeKind::kEnum || from.kind == TypeKind::kEntity ||
                 from.kind == TypeKind::kReference || from.kind == TypeKind::kSync;  // or a Change
    return named && from.id != to.id ? -1 : lift;
  }
  if (from.kind == TypeKind::kByte && (Rank(to.kind) > 1 || to.kind == TypeKind::kDecimal))
    return lift + 2 * (to.kind == TypeKind::kDecimal ? 5 : Rank(to.kind));
  if (Rank(from.kind) != 0 && Rank(to.kind) > Rank(from.kind))
    return lift + 2 * (Rank(to.kind) - Rank(from.kind));
  if (to.kind == TypeKind::kDecimal && Rank(from.kind) != 0 && from.kind != TypeKind::kDouble)
    return lift + 2 * (5 - Rank(from.kind));
  // 0 converts to any enumeration.
  if (to.kind == TypeKind::kEnum && from.kind == TypeKind::kInt && value.op == Op::kConst && value.lo == 0)
    return lift + 3;
  return -1;
}

// The same value under another type of list or tuple: both lie alike in memory.
Expr* Checker::Retype(Expr* value, const Type& to) {
  if (value->type == to) return value;
  if (value->op == Op::kList || value->op == Op::kTuple) {
    value->type = to;
    return value;
  }
  if (value->type.nullable) return Node(Op::kWiden, to.AsNullable(), value->span, {value});
  Expr* wide = Node(Op::kWiden, to.AsNullable(), value->span, {value});
  return Node(Op::kAssume, to.NonNull(), value->span, {wide});
}

// To the kind of `to`, its nullability left as it is.
Expr* Checker::ConvertComposite(Expr* value, const Type& to) {
  const Type from = value->type;
  Span span = value->span;
  if (from.kind == TypeKind::kList && from.element == TypeKind::kVoid) {
    if (to.kind == TypeKind::kList) return Node(Op::kList, to.NonNull(), span);
    if (to.kind == TypeKind::kListObject)
      return Operate(Operation::kListNew, to.NonNull(), to.NonNull(), {}, span);
    return Operate(Operation::kSetNew, to.NonNull(), to.NonNull(), {BoolConstant(false, span)}, span);
  }
  if (from.kind == TypeKind::kTuple && value->op == Op::kTuple && !SameTuple(program_.shapes, from, to)) {
    const std::vector<Type> parts = program_.shapes.ShapeOf(to).parts;
    for (size_t i = 0; i < value->args.size(); ++i) value->args[i] = ConvertQuietly(value->args[i], parts[i]);
    value->type = to.NonNull();
    return value;
  }
  if (from.kind == to.kind) return Retype(value, from.nullable ? to.AsNullable() : to.NonNull());
  auto view = [&](Expr* known) {
    Operation operation = from.kind == TypeKind::kSet ? Operation::kSetView : Operation::kListView;
    Type list = program_.shapes.ListOf(program_.shapes.ElementOf(from));
    return Retype(Operate(operation, from.NonNull(), list, {known}, span), to.NonNull());
  };
  if (!from.nullable) return view(value);
  return WithTemporary(value, [&](Expr* v) {
    Expr* known = Node(Op::kAssume, from.NonNull(), span, {v});
    Expr* is_null = Node(Op::kIsNull, TypeOf(TypeKind::kBool), span, {v});
    Expr* shown = view(known);
    Type type = to.AsNullable();
    return Node(Op::kCond, type, span,
                {is_null, NullConstant(type, span), Node(Op::kWiden, type, span, {shown})});
  });
}

Expr* Checker::ConvertQuietly(Expr* value, const Type& to) {
  const Type from = value->type;
  if (from.kind == TypeKind::kError || to.kind == TypeKind::kError || from == to) return value;
  if (from.kind == TypeKind::kNever) {
    value->type.nullable = false;
    return value;
  }
  if (from.kind == TypeKind::kNull && to.kind == TypeKind::kObject)  // an object's cell always holds a box
    return Node(Op::kBox, to.NonNull(), value->span, {NullConstant(TypeOf(TypeKind::kString), value->span)});
  if (IsDefaultLiteral(*value)) return DefaultOf(to, value->span);
  if (from.kind == TypeKind::kReference && to.kind == TypeKind::kEntity)
    return Unsupported(value->span, "an object that is read through a reference here");
  if (from.kind == TypeKind::kNull) return NullConstant(to, value->span);
  if (to.kind == TypeKind::kObject) {
    if (from.kind == TypeKind::kEnum) return BoxEnum(value, to);
    if (IsBoxedAsText(from)) value = ToText(value, value->span);
    if (from.kind == TypeKind::kByte) {  // shown as the int that it is
      Type number = TypeOf(TypeKind::kInt);
      value = ConvertQuietly(value, from.nullable ? number.AsNullable() : number);
    }
    return Node(Op::kBox, to.NonNull(), value->span, {value});
  }
  Expr* result = value;
  if (from.kind == TypeKind::kList || IsAddress(from.kind)) {
    result = ConvertComposite(value, to);
  } else if (from.kind != to.kind) {
    Type target = to;
    target.nullable = from.nullable;
    if (to.kind == TypeKind::kDecimal && from.kind == TypeKind::kByte)
      return ConvertQuietly(
          ConvertQuietly(value, from.nullable ? TypeOf(TypeKind::kInt).AsNullable() : TypeOf(TypeKind::kInt)),
          to);
    if (to.kind == TypeKind::kDecimal)
      result = Lifted({value}, value->span, [&](const std::vector<Expr*>& known) {
        return Fold(Builtin("$", "ToDecimal", known, value->span));
      });
    else
      result = to.kind == TypeKind::kByte ? Constant(target, value->span, value->lo)
                                          : Fold(Node(Op::kConvert, target, value->span, {value}));
  }
  if (to.nullable && !result->type.nullable) {
    Type target = result->type.AsNullable();
    result = Node(Op::kWiden, target, value->span, {result});
  }
  return result;
}

Expr* Checker::Convert(Expr* value, const Type& to) {
  if (ConversionCost(*value, to) >= 0) return ConvertQuietly(value, to);
  const Type& from = value->type;
  if (from.kind == TypeKind::kObject) {
    Unsupported(value->span, "finding out what an object is");
  } else if (from.kind == TypeKind::kReference && to.kind == TypeKind::kEntity && from.id == to.id &&
             !from.nullable) {
    Unsupported(value->span, "an object that a condition chose as an argument");
  } else if (from.kind == TypeKind::kNull) {
    Report(2002, value->span, {NameOf(to)});
  } else if (from.kind == TypeKind::kVoid) {
    Report(1015, value->span, {"this call"});
  } else {
    Expr probe = *value;
    probe.type.nullable = false;
    if (from.nullable && ConversionCost(probe, to) >= 0) {
      Report(2001, value->span, {"the value (" + NameOf(from) + ")"});
    } else {
      Diagnostic& diagnostic = diagnostics_.Report(1002, value->span, {NameOf(from), NameOf(to)});
      auto number = [](TypeKind kind) { return Rank(kind) != 0 || kind == TypeKind::kDecimal; };
      if (number(from.kind) && number(to.kind)) diagnostic.fix = "(" + NameOf(to.NonNull()) + ")…";
      if (to.kind == TypeKind::kString && from.kind != TypeKind::kList) diagnostic.fix = "….ToString()";
    }
  }
  return ErrorNode(value->span);
}

Expr* Checker::ExplicitConvert(Expr* value, const Type& to, Span span) {
  if (value->type.kind == TypeKind::kError || to.kind == TypeKind::kError) return ErrorNode(span);
  if (ConversionCost(*value, to) >= 0) return ConvertQuietly(value, to);
  // (string)null is how C# picks an overload; its value is still null.
  if (value->type.kind == TypeKind::kNull && (to.kind == TypeKind::kString || to.kind == TypeKind::kList))
    return NullConstant(to, span);
  auto numeric = [](TypeKind kind) {
    return Rank(kind) != 0 || kind == TypeKind::kEnum || kind == TypeKind::kDecimal ||
           kind == TypeKind::kByte;
  };
  Expr* source = value;
  if (value->type.nullable && !to.nullable) {
    Expr probe = *value;
    probe.type.nullable = false;
    if (ConversionCost(probe, to) >= 0 || (numeric(probe.type.kind) && numeric(to.kind)))
      source = Node(Op::kUnwrap, value->type.NonNull(), span, {value});
  }
  if (source->type == to) return source;
  bool opaque =
      (to.kind == TypeKind::kEnum && program_.enums[static_cast<size_t>(to.id)].opaque) ||
      (source->type.kind == TypeKind::kEnum && program_.enums[static_cast<size_t>(source->type.id)].opaque);
  if ((source->type.kind == TypeKind::kDecimal || to.kind == TypeKind::kDecimal) && !opaque)
    return ConvertDecimal(source, to, span);
  if (numeric(source->type.kind) && numeric(to.kind) && !opaque) {
    Type target = to;
    target.nullable = source->type.nullable;
    // A constant that does not fit is an error, as in C#, unless unchecked stands around it.
    bool whole = to.kind == TypeKind::kInt || to.kind == TypeKind::kLong || to.kind == TypeKind::kChar ||
                 to.kind == TypeKind::kByte;
    if (whole && source->op == Op::kConst && source->present && overflow_ != Overflow::kUnchecked &&
        Fold(Node(Op::kConvertChecked, to.NonNull(), span, {source}))->op != Op::kConst) {
      Report(1012, span, {NameOf(to.NonNull())});
      return ErrorNode(span);
    }
    Expr* converted = Fold(Node(checked() ? Op::kConvertChecked : Op::kConvert, target, span, {source}));
    return ConvertQuietly(converted, to);
  }
  if (value->type.kind == TypeKind::kObject) return Unsupported(span, "finding out what an object is");
  Report(1002, span, {NameOf(value->type), NameOf(to)});
  return ErrorNode(span);
}

}  // namespace idx::compiler::check
