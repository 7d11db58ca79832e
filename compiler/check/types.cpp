// Types: by name, for people, and conversions between them.
#include <cstring>

#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {

const std::map<std::string, TypeKind, std::less<>>& NamedKinds() {
  static const std::map<std::string, TypeKind, std::less<>> kinds = {
      {"bool", TypeKind::kBool},         {"Boolean", TypeKind::kBool},      {"int", TypeKind::kInt},
      {"Int32", TypeKind::kInt},         {"long", TypeKind::kLong},         {"Int64", TypeKind::kLong},
      {"double", TypeKind::kDouble},     {"Double", TypeKind::kDouble},     {"char", TypeKind::kChar},
      {"Char", TypeKind::kChar},         {"string", TypeKind::kString},     {"String", TypeKind::kString},
      {"DateTime", TypeKind::kDateTime}, {"DateOnly", TypeKind::kDateOnly}, {"TimeSpan", TypeKind::kTimeSpan},
      {"Guid", TypeKind::kGuid},         {"Sync", TypeKind::kSync},         {"object", TypeKind::kObject},
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

std::optional<Type> Checker::TryResolve(const std::string& name) const {
  std::string_view plain = Unqualified(name);
  if (auto at = NamedKinds().find(plain); at != NamedKinds().end()) return TypeOf(at->second);
  if (configuration_ != nullptr) {
    if (int32_t type = configuration_->FindType(name); type >= 0) {
      Type result = TypeOf(TypeKind::kEntity);
      result.id = type;
      return result;
    }
  }
  int32_t index = symbols_.FindEnum(std::string(plain), owner_);
  if (index < 0) return std::nullopt;
  Type result = TypeOf(TypeKind::kEnum);
  result.id = index;
  return result;
}

Type Checker::Resolve(const ast::TypeName& name) {
  switch (name.kind) {
    case ast::TypeName::Kind::kNullable: {
      Type type = Resolve(*name.element);
      if (type.kind != TypeKind::kEntity && type.kind != TypeKind::kSync) return type.AsNullable();
      Report(1900, name.span, {"objects that may be null"});
      return {};
    }
    case ast::TypeName::Kind::kTuple:
      Report(1900, name.span, {"tuples"});
      return {};
    case ast::TypeName::Kind::kVar:
      Report(1, name.span, {"'var' stands only before a local"});
      return {};
    case ast::TypeName::Kind::kArray: {
      Type element = Resolve(*name.element);
      if (element.nullable || element.kind == TypeKind::kList || element.kind == TypeKind::kEntity ||
          element.kind == TypeKind::kSync) {
        Report(1900, name.span, {"lists of " + NameOf(element)});
        return {};
      }
      Type list = TypeOf(TypeKind::kList);
      list.element = element.kind;
      list.id = element.id;
      if (element.kind == TypeKind::kError) return element;
      return list;
    }
    case ast::TypeName::Kind::kNamed:
      break;
  }
  std::string_view plain = Unqualified(name.name);
  if (plain == "var" && name.arguments.empty()) return {};
  if (name.arguments.size() == 1) {
    for (std::string_view list :
         {"List", "IReadOnlyList", "IList", "IEnumerable", "ICollection", "IReadOnlyCollection", "Multi"})
      if (plain == list) {
        ast::TypeName array;
        array.kind = ast::TypeName::Kind::kArray;
        array.element = name.arguments[0];
        array.span = name.span;
        return Resolve(array);
      }
    if (plain == "Nullable") return Resolve(*name.arguments[0]).AsNullable();
  }
  if (!name.arguments.empty()) {
    Report(1900, name.span, {"the type " + name.name + "<…>"});
    return {};
  }
  if (auto type = TryResolve(name.name)) return *type;
  for (std::string_view known :
       {"decimal", "byte", "sbyte", "short", "ushort", "uint", "ulong", "float", "Decimal", "Regex", "Match",
        "StringBuilder", "DateTimeOffset", "Dn", "Exception", "dynamic"})
    if (plain == known) {
      Report(1900, name.span, {"the type " + name.name});
      return {};
    }
  std::vector<std::string> names;
  for (const auto& [known, kind] : NamedKinds()) names.push_back(known);
  if (configuration_ != nullptr)
    for (const ObjectType& type : configuration_->types) names.push_back(type.FullName());
  Diagnostic& diagnostic = diagnostics_.Report(1001, name.span, {"type", name.name});
  if (std::string meant = DidYouMean(name.name, names); !meant.empty()) diagnostic.fix = meant;
  return {};
}

std::string Checker::NameOf(const Type& type) const {
  std::string name;
  switch (type.kind) {
    case TypeKind::kEnum:
      name = program_.enums[static_cast<size_t>(type.id)].type.name;
      break;
    case TypeKind::kEntity:
      name = configuration_->types[static_cast<size_t>(type.id)].FullName();
      break;
    case TypeKind::kList: {
      Type element = TypeOf(type.element);
      element.id = type.id;
      name = NameOf(element) + "[]";
      break;
    }
    default:
      name = KindName(type.kind);
  }
  if (type.nullable && type.kind != TypeKind::kNull) name += "?";
  return name;
}

// The owner under which the library's rows for values of this type stand.
std::string Checker::Owner(const Type& type) const {
  switch (type.kind) {
    case TypeKind::kList:
      return "List";
    case TypeKind::kEnum:
      return program_.enums[static_cast<size_t>(type.id)].type.name;
    default:
      return std::string(KindName(type.kind));
  }
}

Type Checker::FromSpec(const stdlib::TypeSpec& spec) const {
  Type type = TypeOf(spec.kind);
  type.nullable = spec.nullable;
  type.element = spec.element;
  if (spec.kind == TypeKind::kEnum) type.id = static_cast<int32_t>(spec.library) - 1;
  return type;
}

int Checker::ConversionCost(const Expr& value, const Type& to) const {
  const Type& from = value.type;
  if (from.kind == TypeKind::kError || to.kind == TypeKind::kError || from.kind == TypeKind::kNever) return 0;
  if (from.kind == TypeKind::kNull) return to.nullable ? 1 : -1;
  if (from.nullable && !to.nullable) return -1;
  int lift = to.nullable && !from.nullable ? 1 : 0;
  if (to.kind == TypeKind::kObject) {
    bool boxable = from.kind != TypeKind::kEntity && from.kind != TypeKind::kSync &&
                   from.kind != TypeKind::kVoid && from.kind != TypeKind::kList;
    return boxable ? 20 : -1;
  }
  if (from.kind == to.kind) {
    if (from.kind == TypeKind::kList) {
      if (from.element == TypeKind::kVoid) return lift + 1;  // []
      return from.element == to.element && (from.element != TypeKind::kEnum || from.id == to.id) ? lift : -1;
    }
    if (from.kind == TypeKind::kEnum || from.kind == TypeKind::kEntity) return from.id == to.id ? lift : -1;
    return lift;
  }
  if (Rank(from.kind) != 0 && Rank(to.kind) > Rank(from.kind))
    return lift + 2 * (Rank(to.kind) - Rank(from.kind));
  // 0 converts to any enumeration.
  if (to.kind == TypeKind::kEnum && from.kind == TypeKind::kInt && value.op == Op::kConst && value.lo == 0)
    return lift + 3;
  return -1;
}

Expr* Checker::ConvertQuietly(Expr* value, const Type& to) {
  const Type from = value->type;
  if (from.kind == TypeKind::kError || to.kind == TypeKind::kError || from == to) return value;
  if (from.kind == TypeKind::kNever) {
    value->type.nullable = false;
    return value;
  }
  if (from.kind == TypeKind::kNull) return NullConstant(to, value->span);
  if (to.kind == TypeKind::kObject) {
    Expr* source = value;
    if (from.kind == TypeKind::kEnum) source = from.nullable ? value : ToText(value, value->span);
    return Node(Op::kBox, to.NonNull(), value->span, {source});
  }
  Expr* result = value;
  if (from.kind == TypeKind::kList && from.element == TypeKind::kVoid) {
    result = Node(Op::kList, to.NonNull(), value->span);
  } else if (from.kind != to.kind) {
    Type target = to;
    target.nullable = from.nullable;
    result = Fold(Node(Op::kConvert, target, value->span, {value}));
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
  if (from.kind == TypeKind::kNull) {
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
      if (Rank(from.kind) != 0 && Rank(to.kind) != 0) diagnostic.fix = "(" + NameOf(to.NonNull()) + ")…";
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
  auto numeric = [](TypeKind kind) { return Rank(kind) != 0 || kind == TypeKind::kEnum; };
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
  if (numeric(source->type.kind) && numeric(to.kind) && !opaque) {
    Type target = to;
    target.nullable = source->type.nullable;
    Expr* converted = Fold(Node(checked_ ? Op::kConvertChecked : Op::kConvert, target, span, {source}));
    return ConvertQuietly(converted, to);
  }
  Report(1002, span, {NameOf(value->type), NameOf(to)});
  return ErrorNode(span);
}

// The type that all values convert to: for ?:, switch and array literals.
Type Checker::CommonType(const std::vector<Expr*>& values, Span span) {
  Type best = TypeOf(TypeKind::kNull);
  const Expr* best_value = nullptr;
  bool nullable = false;
  for (const Expr* value : values) {
    if (value->type.kind == TypeKind::kError) return {};
    if (value->type.kind == TypeKind::kEntity || value->type.kind == TypeKind::kSync) {
      Report(1900, value->span, {"objects as values"});
      return {};
    }
    if (value->type.kind == TypeKind::kNever) continue;
    nullable = nullable || value->type.nullable || value->type.kind == TypeKind::kNull;
    if (value->type.kind == TypeKind::kNull) continue;
    Type candidate = value->type.NonNull();
    if (best.kind == TypeKind::kNull || (best.kind == TypeKind::kList && best.element == TypeKind::kVoid)) {
      best = candidate;
      best_value = value;
      continue;
    }
    Expr probe = *best_value;
    probe.type = best;
    if (best == candidate) continue;
    if (ConversionCost(probe, candidate) >= 0) {
      best = candidate;
      best_value = value;
    } else {
      probe = *value;
      probe.type.nullable = false;
      if (ConversionCost(probe, best) < 0) {
        Report(1002, value->span, {NameOf(value->type), NameOf(best)});
        return {};
      }
    }
  }
  if (best.kind == TypeKind::kNull) {
    bool all_throw = !nullable;
    if (all_throw) return TypeOf(TypeKind::kNever);
    (void)span;
    return best;
  }
  best.nullable = nullable;
  return best;
}

}  // namespace idx::compiler::check
