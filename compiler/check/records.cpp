// Records and anonymous types, plain data with names: a tuple whose shape has the record's name. Also what
// they share with tuples: taking apart, and their text.
#include <algorithm>

#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {
constexpr std::string_view kAnonymous = "<anonymous type>";
}

bool Checker::IsAnonymous(const Type& type) const {
  return type.kind == TypeKind::kTuple && program_.shapes.ShapeOf(type).name == kAnonymous;
}

bool Checker::IsRecord(const Type& type) const {
  if (type.kind != TypeKind::kTuple) return false;
  const std::string& name = program_.shapes.ShapeOf(type).name;
  return !name.empty() && name != "KeyValuePair" && name != "IGrouping";
}

size_t Checker::PositionsOf(const Type& type) {
  if (type.kind != TypeKind::kTuple) return 0;
  const Shape& shape = program_.shapes.ShapeOf(type);
  if (shape.name == kAnonymous) return 0;
  const ClassSymbol* record = symbols_.FindRecord(shape.name);
  return record != nullptr ? record->record->parameters.size() : shape.parts.size();
}

Expr* Checker::Field(Expr* tuple, size_t index, Span span) {
  Expr* field = Node(Op::kField, program_.shapes.ShapeOf(tuple->type).parts[index], span, {tuple});
  field->a = static_cast<int32_t>(index);
  return field;
}

// An error after a diagnostic.
Type Checker::RecordType(ClassSymbol& record) {
  Type type = TypeOf(TypeKind::kTuple);
  type.id = record.shape;
  if (record.shape >= 0) return type;
  if (record.shape_in_use) {
    Report(1900, record.record->name_span, {"a record that contains itself"});
    return {};
  }
  record.shape_in_use = true;
  const ClassSymbol* before = std::exchange(owner_, &record);
  std::vector<Type> parts;
  std::vector<std::string> names;
  bool good = true;
  auto add = [&](const ast::TypeName& written, const std::string& name, Span span) {
    Type part = Resolve(written);
    if (IsRuleObject(part.kind) || part.kind == TypeKind::kVoid) {
      Report(1900, written.span, {NameOf(part) + " in a record"});
      part = {};
    }
    parts.push_back(part);
    good = good && parts.back().kind != TypeKind::kError;
    if (std::find(names.begin(), names.end(), name) != names.end()) Report(1006, span, {name});
    names.push_back(name);
  };
  for (const ast::Parameter& parameter : record.record->parameters)
    add(*parameter.type, parameter.name, parameter.span);
  for (const ast::Field* property : record.properties)
    add(*property->type, property->name, property->name_span);
  owner_ = before;
  record.shape_in_use = false;
  if (!good) return {};
  type = program_.shapes.Composite(TypeKind::kTuple, std::move(parts), std::move(names), record.full_name);
  record.shape = type.id;
  return type;
}

void Checker::DeclareRecord(ClassSymbol& record) {
  if (record.record == nullptr) return;
  owner_ = &record;
  Type type = RecordType(record);
  typed::Function& made = program_.functions[static_cast<size_t>(record.constructor.function)];
  made.result = type;
  made.parameters = static_cast<uint32_t>(record.record->parameters.size());
  for (size_t i = 0; i < made.parameters; ++i) {
    const ast::Parameter& parameter = record.record->parameters[i];
    CheckModifier(parameter);
    made.locals.push_back(type.kind == TypeKind::kError ? type : program_.shapes.ShapeOf(type).parts[i]);
    made.local_names.push_back(parameter.name);
  }
}

// new { a.Name, Size = 2 }: a record without a name.
Expr* Checker::NewAnonymous(const ast::New& e) {
  std::vector<Expr*> fields;
  std::vector<Type> parts;
  std::vector<std::string> names;
  for (const ast::Initializer& initializer : e.initializers) {
    if (initializer.index != nullptr || initializer.values.size() != 1)
      return Unsupported(e.span, "this 'new'");
    const ast::Expr& value = *initializer.values[0];
    std::string name = initializer.name;
    if (name.empty() && value.kind == ast::ExprKind::kName) name = ast::As<ast::Name>(&value).name;
    if (name.empty() && value.kind == ast::ExprKind::kMember) name = ast::As<ast::Member>(&value).name;
    if (name.empty()) {
      Report(1, value.span, {"a member of an anonymous type needs a name: write Name = …"});
      return ErrorNode(e.span);
    }
    if (std::find(names.begin(), names.end(), name) != names.end()) {
      Report(1006, value.span, {name});
      return ErrorNode(e.span);
    }
    fields.push_back(CheckValue(value));
    const Type& part = fields.back()->type;
    if (part.kind == TypeKind::kError) return fields.back();
    bool plain = !IsRuleObject(part.kind) && part.kind != TypeKind::kNull && part.kind != TypeKind::kNever &&
                 part != program_.shapes.ListOf(Type{TypeKind::kVoid});
    if (!plain) return Unsupported(value.span, NameOf(part) + " in an anonymous type");
    parts.push_back(part);
    names.push_back(name);
  }
  Type type = program_.shapes.Composite(TypeKind::kTuple, std::move(parts), std::move(names),
                                        std::string(kAnonymous));
  return Node(Op::kTuple, type, e.span, std::move(fields));
}

// new KeyValuePair<K, V>(k, v), new Tuple<…>(…).
Expr* Checker::NewTuple(const ast::New& e, const Type& type) {
  const std::vector<Type> parts = program_.shapes.ShapeOf(type).parts;
  if (e.has_initializers || e.arguments.size() != parts.size())
    return Unsupported(e.span, "new " + NameOf(type) + " with these arguments");
  std::vector<Expr*> fields;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (!e.arguments[i].name.empty()) return Unsupported(e.span, "new " + NameOf(type) + " with names");
    fields.push_back(CheckAs(*e.arguments[i].value, parts[i]));
    if (fields.back()->type.kind == TypeKind::kError) return fields.back();
  }
  return Node(Op::kTuple, type, e.span, std::move(fields));
}

// Tuple.Create(…), KeyValuePair.Create(k, v).
Expr* Checker::CreateTuple(const std::string& owner, const ast::Call& e) {
  ast::Tuple tuple;
  tuple.span = e.span;
  tuple.elements = e.arguments;
  Expr* made = CheckTuple(tuple, nullptr);
  if (made->type.kind == TypeKind::kError || owner != "KeyValuePair") return made;
  const std::vector<Type> parts = program_.shapes.ShapeOf(made->type).parts;
  if (parts.size() != 2) return Unsupported(e.span, "KeyValuePair.Create with these arguments");
  made->type = PairOf(parts[0], parts[1]);
  return made;
}

void Checker::CheckRecord(ClassSymbol& record) {
  if (record.record == nullptr || record.shape < 0) return;
  BeginFunction(record.constructor.function, &record, BodyKind::kMethod);
  CheckDefaults(record.constructor);
  const Shape shape = program_.shapes.ShapeOf(RecordType(record));
  for (size_t i = 0; i < record.properties.size(); ++i)
    if (record.properties[i]->value != nullptr)
      CheckAs(*record.properties[i]->value, shape.parts[record.record->parameters.size() + i]);
}

// name = value, in the order in which they are written. False after a diagnostic.
bool Checker::SetFields(const std::vector<ast::Initializer>& initializers, const Type& type,
                        std::vector<Expr*>& fields, std::vector<Stmt*>& before) {
  std::set<std::string> set;
  for (const ast::Initializer& initializer : initializers) {
    const Shape shape = program_.shapes.ShapeOf(type);
    auto at = std::find(shape.names.begin(), shape.names.end(), initializer.name);
    if (initializer.name.empty() || initializer.values.size() != 1 || at == shape.names.end()) {
      Diagnostic& diagnostic = Report(1007, initializer.name_span, {NameOf(type), initializer.name});
      diagnostic.fix = NearestName(initializer.name, shape.names);
      return false;
    }
    if (!set.insert(initializer.name).second) {
      Report(1006, initializer.name_span, {initializer.name});
      return false;
    }
    auto index = static_cast<size_t>(at - shape.names.begin());
    Expr* value = CheckAs(*initializer.values[0], shape.parts[index]);
    if (value->type.kind == TypeKind::kError) return false;
    int32_t local = NewLocal(shape.parts[index], "");
    before.push_back(Assign(local, value));
    fields[index] = LocalNode(local, initializer.name_span);
  }
  return true;
}

Expr* Checker::NewRecord(const ast::New& e, const Type& type) {
  const Shape shape = program_.shapes.ShapeOf(type);
  ClassSymbol& record = *symbols_.FindRecord(shape.name);
  ast::Call call;
  call.span = e.span;
  call.arguments = e.arguments;
  Expr* made = CallMethod({&record.constructor}, call, "new " + record.record->name);
  if (made->type.kind == TypeKind::kError) return made;
  std::vector<Stmt*> before = made->body;
  std::vector<Expr*> fields = made->op == Op::kBlock ? made->args[0]->args : made->args;
  // The arguments are evaluated before what stands in braces.
  for (Expr*& field : fields) {
    if (e.initializers.empty() || field->op == Op::kConst) continue;
    int32_t local = NewLocal(field->type, "");
    before.push_back(Assign(local, field));
    field = LocalNode(local, e.span);
  }
  fields.resize(shape.parts.size(), nullptr);
  if (!SetFields(e.initializers, type, fields, before)) return ErrorNode(e.span);
  for (size_t i = record.record->parameters.size(); i < fields.size(); ++i) {
    if (fields[i] != nullptr) continue;
    const ast::Field& property = *record.properties[i - record.record->parameters.size()];
    if (property.value != nullptr) {
      auto scopes = std::exchange(scopes_, {Scope{}});
      const ClassSymbol* owner = std::exchange(owner_, &record);
      fields[i] = CheckAs(*property.value, shape.parts[i]);
      owner_ = owner;
      scopes_ = std::move(scopes);
    } else {
      Expr* none = DefaultOf(shape.parts[i], e.span);
      if (none->type.nullable && !shape.parts[i].nullable) {
        Report(2002, e.span, {NameOf(type) + "." + property.name});
        return ErrorNode(e.span);
      }
      fields[i] = none;
    }
    if (fields[i]->type.kind == TypeKind::kError) return ErrorNode(e.span);
  }
  Expr* value = Node(Op::kTuple, type, e.span, std::move(fields));
  return before.empty() ? value : BlockOf(before, value);
}

// value with { name = other }: a copy.
Expr* Checker::CheckWith(const ast::With& e) {
  Expr* operand = CheckValue(*e.operand);
  if (operand->type.kind == TypeKind::kError) return operand;
  operand = NotNull(operand, e.operand->span);
  if (operand->type.kind == TypeKind::kError) return operand;
  if (!IsRecord(operand->type)) return Unsupported(e.span, "'with' on " + NameOf(operand->type));
  const Type type = operand->type;
  int32_t local = NewLocal(type, "");
  std::vector<Stmt*> before = {Assign(local, operand)};
  std::vector<Expr*> fields;
  for (size_t i = 0; i < program_.shapes.ShapeOf(type).parts.size(); ++i)
    fields.push_back(Field(LocalNode(local, e.span), i, e.span));
  if (!SetFields(e.initializers, type, fields, before)) return ErrorNode(e.span);
  return BlockOf(before, Node(Op::kTuple, type, e.span, std::move(fields)));
}

// A property of the class around, or within a record's method a part of its object. Null: there is none.
Expr* Checker::OwnMember(const std::string& name, Span span) {
  const Local* object = FindLocal("this");
  if (object != nullptr && IsRecord(function().locals[static_cast<size_t>(object->index)])) {
    ast::Member member;
    member.span = member.name_span = span;
    member.name = name;
    bool known = false;
    Expr* field = FieldOf(LocalNode(object->index, span), member, known);
    if (known) return field;
  }
  return owner_ != nullptr
             ? PropertyOf(*owner_, name, object != nullptr ? LocalNode(object->index, span) : nullptr, span)
             : nullptr;
}

// T Name => …; of a class, or of a record's object. Null: there is none.
Expr* Checker::PropertyOf(const ClassSymbol& owner, const std::string& name, Expr* object, Span span) {
  for (const MethodSymbol* method : FindMethods(&owner, name)) {
    bool of_object = !method->declaration->parameters.empty();
    if (!method->declaration->property || (of_object && object == nullptr)) continue;
    ast::Call call;
    call.span = span;
    return CallMethod({method}, call, name, of_object ? object : nullptr);
  }
  return nullptr;
}

// As .NET prints them: (Ada, 3); Person { Name = Ada, Age = 3 }; [a, 1] of a pair of a dictionary.
Expr* Checker::TextOfTuple(Expr* tuple, Span span) {
  if (const ClassSymbol* record =
          IsRecord(tuple->type) ? symbols_.FindRecord(program_.shapes.ShapeOf(tuple->type).name) : nullptr)
    for (const MethodSymbol* method : FindMethods(record, "ToString"))
      if (method->declaration->parameters.size() == 1 && method->declaration->parameters[0].name == "this") {
        ast::Call call;
        call.span = span;
        return CallMethod({method}, call, "ToString", tuple);
      }
  return WithTemporary(tuple, [&](Expr* value) {
    const Shape shape = program_.shapes.ShapeOf(value->type);
    bool record = IsRecord(value->type), pair = shape.name == "KeyValuePair";
    std::string text = shape.name == kAnonymous ? "{ "
                       : record                 ? shape.name.substr(shape.name.rfind('.') + 1) + " { "
                       : pair                   ? "["
                                                : "(";
    std::vector<Expr*> parts;
    for (size_t i = 0; i < shape.parts.size(); ++i) {
      TypeKind kind = shape.parts[i].kind;
      if (kind == TypeKind::kList || (IsAddress(kind) && kind != TypeKind::kTuple) ||
          IsGrouping(shape.parts[i]))
        return Unsupported(span, "the text of " + NameOf(value->type));
      if (i > 0) text += ", ";
      if (record) text += shape.names[i] + " = ";
      parts.push_back(TextConstant(text, span));
      parts.push_back(ToText(Field(value, i, span), span));
      if (parts.back()->type.kind == TypeKind::kError) return parts.back();
      text.clear();
    }
    text += record ? (shape.parts.empty() ? "}" : " }") : pair ? "]" : ")";
    parts.push_back(TextConstant(text, span));
    return parts.size() == 1 ? parts[0]
                             : Node(Op::kConcat, TypeOf(TypeKind::kString), span, std::move(parts));
  });
}

}  // namespace idx::compiler::check
