// Members, indexes and calls: attributes of objects, functions of the library, methods of the rule files.
#include <algorithm>

#include "compiler/ast/hash_object.h"
#include "compiler/check/checker.h"
#include "compiler/check/owners.h"

namespace idx::compiler::check {

namespace {

constexpr int kMaxNameParts = 32;

}  // namespace

std::string Checker::QualifiedName(const ast::Expr& e) const {
  std::string name;
  const ast::Expr* at = &e;
  for (int parts = 0; at->kind == ast::ExprKind::kMember; ++parts) {
    if (parts == kMaxNameParts) return "";  // no class is named like this
    name = "." + ast::As<ast::Member>(at).name + name;
    at = ast::As<ast::Member>(at).target;
  }
  return at->kind == ast::ExprKind::kName ? ast::As<ast::Name>(at).name + name : "";
}

Expr* Checker::AttributeOf(Expr* entity, const std::string& name, Span span, bool own_name) {
  if (entity->op != Op::kLocal) return Unsupported(span, "objects as values");
  const ObjectType& type = configuration_->types[static_cast<size_t>(entity->type.id)];
  int32_t index = own_name ? type.FindByName(name) : type.Find(name);
  if (index < 0) return NoSuchAttribute(type, name, span, own_name);
  const Attribute& attribute = type.attributes[static_cast<size_t>(index)];
  if (attribute.is_reference()) {
    Expr* object = ReferenceNode(entity->a, attribute, index, span);
    return object->type.kind == TypeKind::kError ? object : Refined(object);
  }
  Expr* e = Node(Op::kAttr, TypeOfAttribute(attribute), span);
  e->a = entity->a;
  e->b = index;
  return Refined(e);
}

Expr* Checker::NoSuchAttribute(const ObjectType& type, const std::string& name, Span span, bool own_name) {
  std::vector<std::string> names;
  for (const Attribute& a : type.attributes) names.push_back(own_name ? a.name : a.identifier);
  Diagnostic& diagnostic = diagnostics_.Report(1007, span, {type.FullName(), name});
  diagnostic.fix = NearestName(name, names);
  return ErrorNode(span);
}

Expr* Checker::MemberOf(Expr* target, const ast::Member& e) {
  const Type& type = target->type;
  if (type.kind == TypeKind::kError) return target;
  if (type.kind == TypeKind::kEntity) return AttributeOf(target, e.name, e.name_span, false);
  if (type.kind == TypeKind::kReference) return MemberThrough(target, e.name, e.name_span, false);
  if (type == typed::kChangeType) return MemberOfChange(e);
  if (type.kind == TypeKind::kSync) {
    if (e.name == "Now") return Node(Op::kNow, TypeOf(TypeKind::kDateTime), e.span);
    if (e.name == "Today") return Node(Op::kToday, TypeOf(TypeKind::kDateOnly), e.span);
    return Unsupported(e.name_span, "sync." + e.name);
  }
  if (type.nullable && !IsReference(type)) {
    if (e.name == "HasValue")
      return Node(Op::kNot, TypeOf(TypeKind::kBool), e.span,
                  {Node(Op::kIsNull, TypeOf(TypeKind::kBool), e.span, {target})});
    if (e.name == "Value") return Node(Op::kUnwrap, type.NonNull(), e.span, {target});
  }
  // A place that a test has proved keeps its Value and HasValue; so does x!.
  bool proved = target->op == Op::kAssume ||
                (target->op == Op::kUnwrap && e.target != nullptr && e.target->kind == ast::ExprKind::kUnary);
  if (proved && !IsReference(type) && (e.name == "Value" || e.name == "HasValue")) {
    if (e.name == "Value") return target;
    // No constant: C# does not take what follows for unreachable.
    Expr* maybe =
        target->op == Op::kAssume ? target->args[0] : ConvertQuietly(target, target->type.AsNullable());
    return Node(Op::kNot, TypeOf(TypeKind::kBool), e.span,
                {Node(Op::kIsNull, TypeOf(TypeKind::kBool), e.span, {maybe})});
  }
  target = NotNull(target, e.span);
  if (target->type.kind == TypeKind::kError) return target;
  bool known = false;
  if (Expr* field = FieldOf(target, e, known); known) return field;
  if (IsRecord(target->type)) {
    const Shape& shape = program_.shapes.ShapeOf(target->type);
    if (const ClassSymbol* record = symbols_.FindRecord(shape.name))
      if (Expr* made = PropertyOf(*record, e.name, target, e.span)) return made;
    if (std::string_view meant = NearestName(e.name, shape.names); !meant.empty()) {
      Report(1007, e.name_span, {NameOf(target->type), e.name}).fix = meant;
      return ErrorNode(e.span);
    }
  }
  if (target->type.kind == TypeKind::kTuple && !IsGrouping(target->type) && e.name != "Key" &&
      e.name != "Value") {
    Report(1007, e.name_span, {NameOf(target->type), e.name});
    return ErrorNode(e.span);
  }
  std::string owner = Owner(target->type);
  std::vector<uint32_t> properties;
  for (uint32_t row : stdlib::FindFunctions(owner, e.name))
    if (stdlib::Functions()[row].form == stdlib::Form::kProperty) properties.push_back(row);
  if (!properties.empty()) return CallRows(properties, owner + "." + e.name, target, {}, e.span);
  return NoSuchMember(NameOf(target->type), owner, e.name, e.name_span, e.name_span);
}

Expr* Checker::CheckMember(const ast::Member& e) {
  if (const Local* builder = e.target->kind == ast::ExprKind::kName ? BuilderOf(*e.target) : nullptr) {
    if (e.name != "Length") return Unsupported(e.span, "StringBuilder." + e.name);
    return MemberOf(LocalNode(builder->index, e.target->span), e);
  }
  if (const ast::New* made = NewBuilderOf(*e.target)) return LengthOfNewBuilder(*made, e);
  std::string qualifier = QualifiedName(*e.target);
  if (!IsValueName(qualifier)) return StaticMember(qualifier, e);
  if (Expr* attribute = AttributeOfChange(e)) return attribute;
  return MemberOf(CheckValue(*e.target), e);
}

Expr* Checker::StaticMember(const std::string& name, const ast::Member& e) {
  if (name == "Flow") return Unsupported(e.span, "Flow." + e.name + " outside an assignment");
  std::string owner = CanonicalOwner(name);
  if (owner == "DateTime" && (e.name == "Now" || e.name == "Today")) {
    Diagnostic& diagnostic = diagnostics_.Report(2008, e.span, {"DateTime." + e.name});
    diagnostic.fix = e.name == "Now" ? "DateTime.UtcNow" : "Dates.Today";
    return ErrorNode(e.span);
  }
  if (auto type = TryResolve(owner == name ? name : owner); type && type->kind == TypeKind::kEnum) {
    std::vector<std::string> members;
    for (const EnumType::Member& member : program_.enums[static_cast<size_t>(type->id)].type.members) {
      if (member.name == e.name) return Constant(*type, e.span, static_cast<uint32_t>(member.number));
      members.push_back(member.name);
    }
    if (stdlib::FindFunctions(owner, e.name).empty()) {
      bool ours = static_cast<size_t>(type->id) >= stdlib::LibraryTypes().size();
      if (!ours) return Unsupported(e.span, name + "." + e.name, e.name, members);
      Diagnostic& diagnostic = diagnostics_.Report(1007, e.name_span, {name, e.name});
      diagnostic.fix = NearestName(e.name, members);
      return ErrorNode(e.span);
    }
  }
  if (owner == "DateTime" && e.name == "UtcNow") return Node(Op::kNow, TypeOf(TypeKind::kDateTime), e.span);
  std::vector<uint32_t> values;
  for (uint32_t row : stdlib::FindFunctions(owner, e.name))
    if (stdlib::Functions()[row].form == stdlib::Form::kStaticValue) values.push_back(row);
  if (!values.empty()) return LibraryConstant(CallRows(values, owner + "." + e.name, nullptr, {}, e.span));
  if (const ClassSymbol* symbol = symbols_.FindClass(name, owner_)) {
    auto field = symbol->fields.find(e.name);
    if (field != symbol->fields.end())
      return FieldValue(*symbol, symbols_.MutableClass(symbol)->fields.at(e.name), e.span);
    if (Expr* made = PropertyOf(*symbol, e.name, nullptr, e.span)) return made;
    std::vector<std::string> names;
    for (const auto& [known, declared] : symbol->fields) names.push_back(known);
    for (const auto& [known, method] : symbol->methods)
      if (method.declaration->property) names.push_back(known);
    diagnostics_.Report(1007, e.name_span, {name, e.name}).fix = NearestName(e.name, names);
    return ErrorNode(e.span);
  }
  if (!stdlib::MemberNames(owner).empty() || IsPlanned(owner))
    return NoSuchMember(name, owner, e.name, e.span, e.name_span);
  std::string root = CanonicalOwner(name.substr(0, name.find('.')));
  bool value_root = TryResolve(root).has_value() || !stdlib::MemberNames(root).empty() || IsPlanned(root) ||
                    symbols_.FindClass(root, owner_) != nullptr;
  if (value_root && e.target->kind == ast::ExprKind::kMember) {  // A.B.c, where A.B is itself a static value
    Expr* target = CheckValue(*e.target);
    return target->type.kind == TypeKind::kError ? target : MemberOf(target, e);
  }
  if (name.find('.') == std::string::npos && e.target->kind == ast::ExprKind::kName)
    return CheckName(ast::As<ast::Name>(e.target));
  if (!ReportForeign(name, e.span)) Report(1001, e.span, {"name", name});
  return ErrorNode(e.span);
}

Expr* Checker::CheckIndex(const ast::Index& e) { return IndexOf(CheckText(*e.target), e); }

// e's target may be missing: it is `target`.
Expr* Checker::IndexOf(Expr* target, const ast::Index& e) {
  if (target->type.kind == TypeKind::kError) return target;
  if (e.arguments.size() != 1) return Unsupported(e.span, "several indexes");
  const ast::Expr* index = e.arguments[0].value;
  bool reference = target->type.kind == TypeKind::kReference;
  if (target->type.kind == TypeKind::kEntity || reference) {
    if (index->kind != ast::ExprKind::kLiteral ||
        ast::As<ast::Literal>(index).literal != ast::LiteralKind::kString) {
      Report(1017, index->span, {"the name of the attribute"});
      return ErrorNode(e.span);
    }
    const std::string& name = ast::As<ast::Literal>(index).text;
    return reference ? MemberThrough(target, name, index->span, true)
                     : AttributeOf(target, name, index->span, true);
  }
  target = NotNull(target, e.span);
  if (target->type.kind == TypeKind::kError) return target;
  bool plain_row = target->type.kind == TypeKind::kString || target->type.kind == TypeKind::kOpaque;
  if (!plain_row) return ElementAt(target, e);
  std::string owner = Owner(target->type);
  std::string length = "Length";
  if (index->kind == ast::ExprKind::kRange) {
    if (owner != "string") return Unsupported(e.span, "a range of " + NameOf(target->type));
    const auto& range = ast::As<ast::Range>(index);
    return WithTemporary(target, [&](Expr* value) {
      auto bound = [&](const ast::Expr* side, Expr* missing) -> Expr* {
        if (side == nullptr) return missing;
        bool from_end =
            side->kind == ast::ExprKind::kUnary && ast::As<ast::Unary>(side).op == ast::UnaryOp::kFromEnd;
        Expr* number = CheckAs(from_end ? *ast::As<ast::Unary>(side).operand : *side, TypeOf(TypeKind::kInt));
        if (number->type.kind == TypeKind::kError || !from_end) return number;
        return Node(Op::kSub, TypeOf(TypeKind::kInt), side->span,
                    {Builtin("string", "Length", {value}, side->span), number});
      };
      Expr* begin = bound(range.begin, IntConstant(0, e.span));
      Expr* end = bound(range.end, Builtin("string", "Length", {value}, e.span));
      if (begin->type.kind == TypeKind::kError || end->type.kind == TypeKind::kError)
        return ErrorNode(e.span);
      return WithTemporary(begin, [&](Expr* from) {
        Expr* count = Node(Op::kSub, TypeOf(TypeKind::kInt), e.span, {end, from});
        return Builtin("string", "Substring", {value, from, count}, e.span);
      });
    });
  }
  std::vector<uint32_t> indexers;
  for (uint32_t row : stdlib::FindFunctions(owner, ""))
    if (stdlib::Functions()[row].form == stdlib::Form::kIndexer) indexers.push_back(row);
  if (indexers.empty()) return Unsupported(e.span, "an index on " + NameOf(target->type));
  if (index->kind == ast::ExprKind::kUnary && ast::As<ast::Unary>(index).op == ast::UnaryOp::kFromEnd) {
    return WithTemporary(target, [&](Expr* value) {
      Expr* back = CheckAs(*ast::As<ast::Unary>(index).operand, TypeOf(TypeKind::kInt));
      if (back->type.kind == TypeKind::kError) return back;
      Expr* at =
          Node(Op::kSub, TypeOf(TypeKind::kInt), e.span, {Builtin(owner, length, {value}, e.span), back});
      return Builtin(owner, "", {value, at}, e.span);
    });
  }
  return CallRows(indexers, owner + "[]", target, e.arguments, e.span);
}

std::vector<const MethodSymbol*> Checker::FindMethods(const ClassSymbol* owner,
                                                      const std::string& name) const {
  std::vector<const MethodSymbol*> found;
  if (owner == nullptr) return found;
  auto [begin, end] = owner->methods.equal_range(name);
  for (auto at = begin; at != end; ++at) found.push_back(&at->second);
  return found;
}

Expr* Checker::CheckCall(const ast::Call& e) {
  if (e.callee->kind == ast::ExprKind::kName) {
    const std::string& name = ast::As<ast::Name>(e.callee).name;
    if (const MethodSymbol* local = FindLocalFunction(name)) return CallMethod({local}, e, name);
    auto methods = FindMethods(owner_, name);
    if (methods.empty() && owner_ != nullptr)
      for (const std::string& use : owner_->static_usings) {
        methods = FindMethods(symbols_.FindClass(use, owner_), name);
        if (!methods.empty()) break;
      }
    if (!methods.empty()) {
      const Local* object = FindLocal("this");
      bool of_object = object != nullptr && !methods[0]->declaration->parameters.empty() &&
                       methods[0]->declaration->parameters[0].name == "this";
      return CallMethod(methods, e, name, of_object ? LocalNode(object->index, e.span) : nullptr);
    }
    if (name == "Fail") return Unsupported(e.span, "Fail outside throw");
    std::vector<uint32_t> rows;
    for (uint32_t row : stdlib::FindFunctions("Global", name)) rows.push_back(row);
    if (!rows.empty()) return CallRows(rows, name, nullptr, e.arguments, e.span);
    if (const ast::Member* member = MemberByUsing(name, e.callee->span)) {
      ast::Call qualified = e;
      qualified.callee = const_cast<ast::Member*>(member);
      return CheckCall(qualified);
    }
    std::vector<Expr*> ignored;
    CheckArguments(e.arguments, "", ignored);
    if (const Local* local = FindLocal(name))
      return function().locals[static_cast<size_t>(local->index)].kind == TypeKind::kError
                 ? ErrorNode(e.span)
                 : Unsupported(e.span, "calling a local");
    Diagnostic& diagnostic = diagnostics_.Report(1001, e.callee->span, {"method", name});
    std::vector<std::string> names;
    if (owner_ != nullptr)
      for (const auto& [known, method] : owner_->methods) names.push_back(known);
    diagnostic.fix = NearestName(name, names);
    return ErrorNode(e.span);
  }
  if (Expr* made = CallDelegate(e)) return made;
  if (e.callee->kind != ast::ExprKind::kMember) return Unsupported(e.span, "calling this");
  const auto& member = ast::As<ast::Member>(e.callee);
  if (std::string hash = HashOf(*member.target); !hash.empty()) {
    if (member.name != "ComputeHash") return Unsupported(e.span, hash + "." + member.name);
    return CallRows(stdlib::FindFunctions(hash, "HashData"), hash + ".ComputeHash", nullptr, e.arguments,
                    e.span);
  }
  if (member.name == "Invoke" && member.target->kind == ast::ExprKind::kName)
    if (const MethodSymbol* function = FindLocalFunction(ast::As<ast::Name>(member.target).name))
      return CallMethod({function}, e, ast::As<ast::Name>(member.target).name);
  if (const Local* builder = BuilderOf(*member.target)) return CallBuilder(*builder, member, e);
  if (const ast::New* made = NewBuilderOf(*member.target))
    return WithNewBuilder(*made, [&](const Local& builder) { return CallBuilder(builder, member, e); });
  std::string qualifier = QualifiedName(*member.target);
  std::string first = qualifier.substr(0, qualifier.find('.'));
  if (!IsValueName(qualifier)) {
    bool has_out = !e.arguments.empty() && e.arguments.back().mode == ast::Argument::Mode::kOut;
    std::string owner = CanonicalOwner(qualifier);
    if (qualifier == "Assert" && kind_ == BodyKind::kTest) return CallAssert(member, e);
    if (const ClassSymbol* symbol = symbols_.FindClass(qualifier, owner_)) {
      auto methods = FindMethods(symbol, member.name);
      if (!methods.empty()) return CallMethod(methods, e, qualifier + "." + member.name);
      if (stdlib::FindFunctions(owner, member.name).empty()) {
        Diagnostic& diagnostic = diagnostics_.Report(1007, member.name_span, {qualifier, member.name});
        std::vector<std::string> names;
        for (const auto& [known, method] : symbol->methods) names.push_back(known);
        diagnostic.fix = NearestName(member.name, names);
        return ErrorNode(e.span);
      }
    }
    if (owner.ends_with("Exception"))
      if (Expr* made = CallGuard(owner, member.name, e)) return made;
    if (owner == "Enumerable")
      if (Expr* made = CallEnumerable(member, e)) return made;
    if (owner == "Array")
      if (Expr* made = CallArray(member.name, member, e)) return made;
    if (owner == "Enum")
      if (Expr* made = CallEnum(member, e)) return made;
    if (owner == "Regex" && member.name == "Replace")
      if (Expr* made = RegexReplace(nullptr, e)) return made;
    if (has_out && owner != "Math" && (!stdlib::MemberNames(owner).empty() || IsPlanned(owner)))
      return CallTryParse(owner, member.name, e);
    bool is_generic = false;
    if (Expr* value = CallGeneric(owner, member.name, e, is_generic); is_generic) return value;
    std::vector<uint32_t> rows;
    for (uint32_t row : stdlib::FindFunctions(owner, member.name))
      if (stdlib::Functions()[row].form == stdlib::Form::kStatic) rows.push_back(row);
    if (!rows.empty()) return CallRows(rows, owner + "." + member.name, nullptr, e.arguments, e.span);
    // CultureInfo.InvariantCulture.TextInfo.ToTitleCase(…): the target is a value that a type's static member
    // begins.
    bool value_owner = false;
    if (member.target->kind == ast::ExprKind::kMember) {
      std::string root = CanonicalOwner(first);
      value_owner = TryResolve(root).has_value() || !stdlib::MemberNames(root).empty() ||
                    symbols_.FindClass(root, owner_) != nullptr;
    }
    if (!value_owner) {
      std::vector<Expr*> ignored;
      CheckArguments(e.arguments, "", ignored);
      if (!stdlib::MemberNames(owner).empty() || IsPlanned(owner))
        return NoSuchMember(qualifier, owner, member.name, e.span, member.name_span);
      if (ReportForeign(qualifier, member.target->span)) return ErrorNode(e.span);
      std::vector<std::string> names = symbols_.ClassNames();
      for (std::string_view known : stdlib::Owners()) names.emplace_back(known);
      Diagnostic& diagnostic = diagnostics_.Report(1001, member.target->span, {"name", qualifier});
      diagnostic.fix = NearestName(qualifier, names);
      return ErrorNode(e.span);
    }
  }
  Receiver receiver = CheckReceiver(*member.target);
  if (receiver.value != nullptr && HasElements(*receiver.value, member.name))
    if (auto extensions = ExtensionMethods(member.name, *receiver.value); !extensions.empty())
      return CallMethod(extensions, e, member.name, receiver.value);
  if (receiver.query != nullptr || HasElements(*receiver.value, member.name))
    return CallCollection(receiver, member, e);
  return CallOn(receiver.value, member, e);
}

// SHA256 of SHA256.Create() and of a local that holds it; "" of others.
std::string Checker::HashOf(const ast::Expr& e) const {
  if (e.kind != ast::ExprKind::kName) return ast::HashClassOf(e);
  const Local* local = FindLocal(ast::As<ast::Name>(&e).name);
  return local == nullptr ? "" : local->hash;
}

// A qualifier that is a value, or begins with one.
bool Checker::IsValueName(const std::string& qualifier) const {
  std::string first = qualifier.substr(0, qualifier.find('.'));
  if (qualifier.empty() || IsLocalName(first) || IsObjectPart(first)) return true;
  if (owner_ == nullptr) return false;
  if (owner_->fields.count(first) != 0) return true;
  std::vector<const MethodSymbol*> methods = FindMethods(owner_, first);
  return !methods.empty() && methods[0]->declaration->property;
}

// Within a record's method: a part of its object.
bool Checker::IsObjectPart(const std::string& name) const {
  const Local* object = FindLocal("this");
  if (object == nullptr) return false;
  const Type& type =
      program_.functions[static_cast<size_t>(current_)].locals[static_cast<size_t>(object->index)];
  if (!IsRecord(type)) return false;
  const std::vector<std::string>& names = program_.shapes.ShapeOf(type).names;
  return std::find(names.begin(), names.end(), name) != names.end();
}

Expr* Checker::CallOn(Expr* target, const ast::Member& member, const ast::Call& e) {
  std::vector<Expr*> ignored;
  if (target->type.kind == TypeKind::kError) {
    CheckArguments(e.arguments, "", ignored);
    return target;
  }
  if (target->type.kind == TypeKind::kSync) return CallSync(member, e);
  if (target->type.kind == TypeKind::kByte)  // its members are int's
    target = ConvertQuietly(
        target, target->type.nullable ? TypeOf(TypeKind::kInt).AsNullable() : TypeOf(TypeKind::kInt));
  if (HasElements(*target, member.name)) return CallCollection({target, nullptr}, member, e);
  if (member.name == "GetValueOrDefault" && target->type.nullable && e.arguments.size() == 1 &&
      target->type.kind != TypeKind::kString) {
    Type type = target->type.NonNull();
    // C# evaluates both: the value first.
    return WithTemporary(target, [&](Expr* held) {
      return WithTemporary(CheckAs(*e.arguments[0].value, type), [&](Expr* otherwise) {
        return Node(Op::kCoalesce, type, e.span, {held, otherwise});
      });
    });
  }
  if (member.name == "GetValueOrDefault" && target->type.nullable && e.arguments.empty() &&
      target->type.kind != TypeKind::kString)
    return Node(Op::kCoalesce, target->type.NonNull(), e.span,
                {target, Constant(target->type.NonNull(), e.span, 0)});
  // So of a place that a test has proved: its value, after the other's.
  if (member.name == "GetValueOrDefault" && target->op == Op::kAssume && e.arguments.size() <= 1 &&
      target->type.kind != TypeKind::kString) {
    if (e.arguments.empty()) return target;
    return WithTemporary(target, [&](Expr* held) {
      return WithTemporary(CheckAs(*e.arguments[0].value, held->type), [&](Expr*) { return held; });
    });
  }
  bool text = member.name == "ToString" && e.arguments.empty();
  if (text && target->type.kind == TypeKind::kOpaque && !target->type.nullable) text = false;
  bool tuple = target->type.kind == TypeKind::kTuple && !IsGrouping(target->type);
  if (text && !tuple && (target->type.kind == TypeKind::kList || IsAddress(target->type.kind)))
    return Unsupported(e.span, "the text of " + NameOf(target->type));
  // A nullable value's ToString gives "" where it is null, as in C#.
  if (text && target->type.kind != TypeKind::kString && target->type.kind != TypeKind::kNull)
    return ToText(target, e.span);
  std::vector<uint32_t> rows = MethodRows(Owner(target->type), member.name);
  bool lifted = target->type.nullable && !IsReference(target->type);  // int? has no methods of int
  if (lifted || !TakesCount(rows, e.arguments.size()))
    if (auto extensions = ExtensionMethods(member.name, *target); !extensions.empty())
      return CallMethod(extensions, e, member.name, target);
  target = NotNull(target, member.target->span);
  if (target->type.kind == TypeKind::kError) {
    CheckArguments(e.arguments, "", ignored);
    return target;
  }
  if (text) return ToText(target, e.span);
  if (member.name == "Equals" && e.arguments.size() == 1) {
    Expr* other = CheckValue(*e.arguments[0].value);
    return EqualTo(target, other, e.span);
  }
  std::string owner = Owner(target->type);
  bool date = owner == "DateOnly" && member.name == "ToDateTime";
  if (date && (e.arguments.size() == 1 || e.arguments.size() == 2)) return DateAt(target, e);
  if (member.name == "CompareTo" && rows.empty() && e.arguments.size() == 1) return OrderOf(target, e);
  if (owner == "Regex" && member.name == "Replace")
    if (Expr* made = RegexReplace(target, e)) return made;
  if (target->type.kind == TypeKind::kEnum && member.name == "HasFlag" && e.arguments.size() == 1 &&
      stdlib::FindFunctions(owner, "HasFlag").empty())
    return HasFlag(target, e);
  if (target->type.kind == TypeKind::kEnum && member.name == "ToString" && e.arguments.size() == 1 &&
      stdlib::FindFunctions(owner, "ToString").empty()) {
    Expr* format = CheckAs(*e.arguments[0].value, TypeOf(TypeKind::kString).AsNullable());
    return format->type.kind == TypeKind::kError ? format : FormatEnum(target, format, e.span);
  }
  if (rows.empty()) {
    CheckArguments(e.arguments, "", ignored);
    return NoSuchMember(NameOf(target->type), owner, member.name, e.span, member.name_span);
  }
  return CallRows(rows, owner + "." + member.name, target, e.arguments, e.span);
}

Expr* Checker::CallSync(const ast::Member& member, const ast::Call& e) {
  return Unsupported(e.span, "sync." + member.name + " inside an expression");
}

}  // namespace idx::compiler::check
