#include "compiler/check/symbols.h"

#include "compiler/check/delegates.h"
#include "compiler/check/outside.h"

namespace idx::compiler::check {

namespace {

std::string Qualified(const std::string& name_space, const std::string& name) {
  return name_space.empty() ? name : name_space + "." + name;
}

}  // namespace

void Symbols::Declare(const std::vector<ast::File>& files, typed::Program& program,
                      Diagnostics& diagnostics) {
  program_ = &program;
  diagnostics_ = &diagnostics;
  for (const ast::File& file : files) DeclareMembers(file.members, {"", &file.usings});
}

void Symbols::DeclareMembers(const std::vector<ast::Decl*>& members, const Place& place) {
  for (const ast::Decl* member : members) {
    switch (member->kind) {
      case ast::DeclKind::kNamespace:
        DeclareMembers(ast::As<ast::Namespace>(member).members,
                       {Qualified(place.name_space, member->name), place.usings});
        break;
      case ast::DeclKind::kClass:
        DeclareClass(ast::As<ast::Class>(member), place);
        break;
      case ast::DeclKind::kEnum:
        DeclareEnum(ast::As<ast::Enum>(member), place.name_space);
        break;
      case ast::DeclKind::kRecord:
        DeclareRecord(ast::As<ast::Record>(member), place);
        break;
      case ast::DeclKind::kUnsupported:
        ReportConstruct(*diagnostics_, member->span, ast::As<ast::UnsupportedDecl>(member).construct);
        break;
      default:
        diagnostics_->Report(1, member->name_span, {"methods and fields stand inside a static class"});
    }
  }
}

ClassSymbol& Symbols::NewClass(const std::string& full_name, const Place& place) {
  ClassSymbol& symbol = classes_[full_name];
  symbol.full_name = full_name;
  symbol.name_space = place.name_space;
  for (const ast::Using& use : *place.usings)
    (use.is_static ? symbol.static_usings : symbol.usings).push_back(use.name);
  return symbol;
}

void Symbols::DeclareClass(const ast::Class& declaration, const Place& place) {
  std::string full_name = Qualified(place.name_space, declaration.name);
  auto known = classes_.find(full_name);  // a class may stand in parts
  if (known != classes_.end() && known->second.record != nullptr) {
    diagnostics_->Report(1006, declaration.name_span, {declaration.name});
    return;
  }
  DeclareBody(NewClass(full_name, place), declaration.members, place);
}

// A record is a class of static methods, too, and a method that makes one.
void Symbols::DeclareRecord(const ast::Record& declaration, const Place& place) {
  std::string full_name = Qualified(place.name_space, declaration.name);
  if (classes_.count(full_name) != 0) {
    diagnostics_->Report(1006, declaration.name_span, {declaration.name});
    return;
  }
  ClassSymbol& symbol = NewClass(full_name, place);
  symbol.record = &declaration;
  auto syntax = std::make_shared<ast::Method>();
  syntax->name = declaration.name;
  syntax->span = declaration.span;
  syntax->name_span = declaration.name_span;
  syntax->parameters = declaration.parameters;
  symbol.constructor_syntax = syntax;
  symbol.constructor = {syntax.get(), &symbol, static_cast<int32_t>(program_->functions.size())};
  typed::Function& f = program_->functions.emplace_back();
  f.name = full_name;
  f.span = declaration.span;
  f.name_span = declaration.name_span;
  DeclareBody(symbol, declaration.members, place);
}

// A method of a record's objects gets the object as its first parameter: an extension method of the record.
const ast::Method& Symbols::OfObject(const ClassSymbol& symbol, const ast::Method& method) {
  auto* copy = made_methods_.Make<ast::Method>(method.span);
  *copy = method;
  auto* type = made_methods_.Make<ast::TypeName>(method.name_span);
  type->name = symbol.full_name;
  ast::Parameter object;
  object.type = type;
  object.name = "this";
  object.span = method.name_span;
  object.modifier = "this";
  copy->parameters.insert(copy->parameters.begin(), std::move(object));
  std::erase(copy->modifiers, "override");
  copy->modifiers.push_back("static");
  return *copy;
}

void Symbols::DeclareMethod(ClassSymbol& symbol, const ast::Method& method) {
  bool text = method.name == "ToString" && method.parameters.empty();  // what objects have to override
  bool of_object = symbol.record != nullptr && !method.Has("static") && (text || !method.Has("override"));
  if (of_object && method.attributes.empty() && method.type_parameters.empty())
    return DeclareMethod(symbol, OfObject(symbol, method));
  if (method.property && !method.Has("static")) {
    ReportConstruct(*diagnostics_, method.span, "property");
    return;
  }
  auto function = static_cast<int32_t>(program_->functions.size());
  typed::Function& f = program_->functions.emplace_back();
  f.name = symbol.full_name + "." + method.name;
  f.span = method.span;
  f.name_span = method.name_span;
  symbol.methods.emplace(method.name, MethodSymbol{&method, &symbol, function});
}

// A static readonly field of a delegate's type that holds a lambda is a method.
void Symbols::DeclareField(ClassSymbol& symbol, const ast::Field& field) {
  if (field.property && symbol.record != nullptr && !field.Has("static")) {
    symbol.properties.push_back(&field);
    return;
  }
  if (field.property && (field.settable || !field.Has("static") || field.value == nullptr)) {
    ReportConstruct(*diagnostics_, field.span, "property");
    return;
  }
  std::shared_ptr<ast::Method> method;
  if (field.Has("static") && field.Has("readonly"))
    method = MethodOfDelegate(field.type, field.name, field.name_span, field.value);
  if (method != nullptr) {
    method->modifiers = {"static"};
    DeclareMethod(symbol, *method);
    field_delegates_.push_back(std::move(method));
    return;
  }
  if (!symbol.fields.emplace(field.name, FieldSymbol{&field, &symbol, false}).second)
    diagnostics_->Report(1006, field.name_span, {field.name});
}

void Symbols::DeclareBody(ClassSymbol& symbol, const std::vector<ast::Decl*>& members, const Place& place) {
  const std::string& full_name = symbol.full_name;
  for (const ast::Decl* member : members) {
    switch (member->kind) {
      case ast::DeclKind::kMethod:
        DeclareMethod(symbol, ast::As<ast::Method>(member));
        break;
      case ast::DeclKind::kField:
        DeclareField(symbol, ast::As<ast::Field>(member));
        break;
      case ast::DeclKind::kEnum:
        DeclareEnum(ast::As<ast::Enum>(member), full_name);
        break;
      case ast::DeclKind::kClass:
        DeclareClass(ast::As<ast::Class>(member), {full_name, place.usings});
        break;
      case ast::DeclKind::kRecord:
        DeclareRecord(ast::As<ast::Record>(member), {full_name, place.usings});
        break;
      case ast::DeclKind::kUnsupported:
        ReportConstruct(*diagnostics_, member->span, ast::As<ast::UnsupportedDecl>(member).construct);
        break;
      default:
        diagnostics_->Report(1900, member->span, {"this kind of member"});
    }
  }
}

// What a member of an enumeration is set to: whole numbers, members before it, and operators.
std::optional<int64_t> Symbols::ConstantOf(const ast::Expr& e, const EnumType& type, int depth) {
  if (depth > 100) return std::nullopt;
  auto of = [&](const ast::Expr* part) { return ConstantOf(*part, type, depth + 1); };
  if (e.kind == ast::ExprKind::kLiteral) {
    const auto& literal = ast::As<ast::Literal>(&e);
    bool whole = literal.literal == ast::LiteralKind::kInt || literal.literal == ast::LiteralKind::kLong ||
                 literal.literal == ast::LiteralKind::kUInt || literal.literal == ast::LiteralKind::kChar;
    return whole ? std::optional(static_cast<int64_t>(literal.integer)) : std::nullopt;
  }
  if (e.kind == ast::ExprKind::kName || e.kind == ast::ExprKind::kMember) {
    bool own = e.kind == ast::ExprKind::kMember &&
               ast::As<ast::Member>(&e).target->kind == ast::ExprKind::kName &&
               ast::As<ast::Name>(ast::As<ast::Member>(&e).target).name == type.name;
    if (e.kind == ast::ExprKind::kMember && !own) return std::nullopt;
    const std::string& name = own ? ast::As<ast::Member>(&e).name : ast::As<ast::Name>(&e).name;
    for (const EnumType::Member& known : type.members)
      if (known.name == name) return known.number;
    return std::nullopt;
  }
  if (e.kind == ast::ExprKind::kCast) return of(ast::As<ast::Cast>(&e).operand);
  if (e.kind == ast::ExprKind::kUnary) {
    auto value = of(ast::As<ast::Unary>(&e).operand);
    if (!value) return std::nullopt;
    switch (ast::As<ast::Unary>(&e).op) {
      case ast::UnaryOp::kMinus:
        return *value == INT64_MIN ? std::nullopt : std::optional(-*value);
      case ast::UnaryOp::kPlus:
        return value;
      case ast::UnaryOp::kBitNot:
        return ~*value;
      default:
        return std::nullopt;
    }
  }
  if (e.kind != ast::ExprKind::kBinary) return std::nullopt;
  const auto& binary = ast::As<ast::Binary>(&e);
  auto left = of(binary.left), right = of(binary.right);
  if (!left || !right) return std::nullopt;
  int64_t result = 0;
  switch (binary.op) {
    case ast::BinaryOp::kBitOr:
      return *left | *right;
    case ast::BinaryOp::kBitAnd:
      return *left & *right;
    case ast::BinaryOp::kBitXor:
      return *left ^ *right;
    case ast::BinaryOp::kShl:
      return static_cast<int32_t>(static_cast<uint32_t>(*left) << (*right & 31));
    case ast::BinaryOp::kShr:
      return static_cast<int32_t>(*left) >> (*right & 31);
    case ast::BinaryOp::kAdd:
      return __builtin_add_overflow(*left, *right, &result) ? std::nullopt : std::optional(result);
    case ast::BinaryOp::kSub:
      return __builtin_sub_overflow(*left, *right, &result) ? std::nullopt : std::optional(result);
    case ast::BinaryOp::kMul:
      return __builtin_mul_overflow(*left, *right, &result) ? std::nullopt : std::optional(result);
    default:
      return std::nullopt;
  }
}

void Symbols::DeclareEnum(const ast::Enum& declaration, const std::string& name_space) {
  typed::EnumInfo info;
  info.type.name = declaration.name;
  for (const ast::AttributeUse& use : declaration.attributes)
    info.flags = info.flags || use.name == "Flags" || use.name == "FlagsAttribute";
  int64_t next = 0;
  for (const ast::Enum::Item& item : declaration.items) {
    if (item.value != nullptr) {
      auto number = ConstantOf(*item.value, info.type, 0);
      if (!number) diagnostics_->Report(1017, item.value->span, {item.name});
      next = number.value_or(0);
    }
    if (next < INT32_MIN || next > INT32_MAX) {
      diagnostics_->Report(1012, item.span, {"int"});
      next = 0;
    }
    for (const EnumType::Member& known : info.type.members)
      if (known.name == item.name) diagnostics_->Report(1006, item.span, {item.name});
    info.type.members.push_back({item.name, static_cast<int32_t>(next++)});
  }
  std::string full_name = Qualified(name_space, declaration.name);
  if (enums_.count(full_name) != 0) {
    diagnostics_->Report(1006, declaration.name_span, {declaration.name});
    return;
  }
  enums_[full_name] = static_cast<int32_t>(program_->enums.size());
  program_->enums.push_back(std::move(info));
}

std::vector<std::string> Symbols::Candidates(const std::string& name, const ClassSymbol* from) const {
  std::vector<std::string> result;
  if (from != nullptr) {
    for (std::string scope = from->full_name; !scope.empty();) {
      result.push_back(scope + "." + name);
      size_t dot = scope.rfind('.');
      scope = dot == std::string::npos ? "" : scope.substr(0, dot);
    }
    for (const std::string& use : from->usings) result.push_back(use + "." + name);
  }
  result.push_back(name);
  return result;
}

const ClassSymbol* Symbols::FindClass(const std::string& name, const ClassSymbol* from) const {
  for (const std::string& candidate : Candidates(name, from))
    if (auto at = classes_.find(candidate); at != classes_.end()) return &at->second;
  // Rules in XML have no usings: a simple name that only one namespace declares is meant.
  const ClassSymbol* only = nullptr;
  for (const auto& [full_name, symbol] : classes_) {
    if (!full_name.ends_with("." + name)) continue;
    if (only != nullptr) return nullptr;
    only = &symbol;
  }
  return only;
}

int32_t Symbols::FindEnum(const std::string& name, const ClassSymbol* from) const {
  for (const std::string& candidate : Candidates(name, from))
    if (auto at = enums_.find(candidate); at != enums_.end()) return at->second;
  return -1;
}

std::vector<ClassSymbol*> Symbols::classes() {
  std::vector<ClassSymbol*> result;
  for (auto& [name, symbol] : classes_) result.push_back(&symbol);
  return result;
}

ClassSymbol* Symbols::FindRecord(const std::string& full_name) {
  auto at = classes_.find(full_name);
  return at != classes_.end() && at->second.record != nullptr ? &at->second : nullptr;
}

ClassSymbol* Symbols::MutableClass(const ClassSymbol* symbol) { return &classes_.at(symbol->full_name); }

std::vector<std::string> Symbols::TypeNames() const {
  std::vector<std::string> names;
  for (const auto& [full_name, index] : enums_) names.push_back(full_name.substr(full_name.rfind('.') + 1));
  for (const auto& [full_name, symbol] : classes_)
    if (symbol.record != nullptr) names.push_back(full_name.substr(full_name.rfind('.') + 1));
  return names;
}

std::vector<std::string> Symbols::ClassNames() const {
  std::vector<std::string> names;
  for (const auto& [full_name, symbol] : classes_)
    names.push_back(full_name.substr(full_name.rfind('.') + 1));
  return names;
}

}  // namespace idx::compiler::check
