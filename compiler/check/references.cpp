// Attributes that refer to other objects: app.Manager?.Mail is read as an attribute of app itself, a derived
// one, which the runtime fills. So a path of references is known while a rule is compiled.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {

constexpr size_t kMaxPath = 4;
constexpr size_t kMaxDerived = 256;  // of one type

}  // namespace

// The attribute that an object is read by, whatever was proved of it; null where it is chosen at run time.
const Expr* Checker::PathOf(const Expr& value) const {
  const Expr* at = &value;
  while (at->op == Op::kAssume || at->op == Op::kWiden || at->op == Op::kUnwrap) at = at->args[0];
  return at->op == Op::kAttr && at->type.kind == TypeKind::kReference ? at : nullptr;
}

bool Checker::IsPath(const Expr& value) const { return value.op != Op::kUnwrap && PathOf(value) != nullptr; }

Type Checker::TypeOfAttribute(const Attribute& attribute) const {
  if (attribute.is_reference()) return {TypeKind::kReference, true, TypeKind::kVoid, attribute.refers_to};
  Type type = TypeOf(attribute.column_kind());
  if (type.kind == TypeKind::kList) type.element = attribute.type;  // an enum's id is its element's
  if (attribute.type == TypeKind::kEnum)
    type.id = symbols_.FindEnum(configuration_->enums[static_cast<size_t>(attribute.enum_id)].name, nullptr);
  type.nullable = !attribute.required && !attribute.multi;
  return type;
}

// The index of the derived attribute of the type, new if need be; -1 when there are too many.
int32_t Checker::Derive(int32_t of, DerivedAttribute wanted) {
  ObjectType& type = configuration_->types[static_cast<size_t>(of)];
  for (size_t i = 0; i < type.derived.size(); ++i) {
    const DerivedAttribute& known = type.derived[i];
    if (known.through == wanted.through && known.what == wanted.what && known.last == wanted.last &&
        known.account == wanted.account && known.by == wanted.by)
      return static_cast<int32_t>(type.attributes.size() + i);
  }
  if (type.derived.size() == kMaxDerived) return -1;
  const ObjectType* at = &type;
  std::string name;
  for (int32_t reference : wanted.through) {
    const Attribute& attribute = at->attributes[static_cast<size_t>(reference)];
    name += (name.empty() ? "" : ".") + attribute.identifier;
    wanted.attribute.sensitive = wanted.attribute.sensitive || attribute.sensitive;
    at = &configuration_->types[static_cast<size_t>(attribute.refers_to)];
  }
  Attribute& made = wanted.attribute;
  switch (wanted.what) {
    case ReadThrough::kAttribute: {
      bool sensitive = made.sensitive;
      made = at->attributes[static_cast<size_t>(wanted.last)];
      made.sensitive = made.sensitive || sensitive;
      name += "." + made.identifier;
      break;
    }
    case ReadThrough::kBefore:
      made = type.attributes[static_cast<size_t>(wanted.last)];
      name = "Old." + made.identifier;
      break;
    case ReadThrough::kChange:
      made.type = TypeKind::kInt;
      name = "Change";
      break;
    case ReadThrough::kObject:
      made.type = TypeKind::kLong;
      break;
    case ReadThrough::kIdentity:
      made.type = TypeKind::kGuid;
      break;
    case ReadThrough::kAccount:
      made.type = TypeKind::kString;
      break;
  }
  made.required = false;
  made.refers_to = made.refers_by = -1;
  made.name = made.identifier = name;
  made.column = "r" + std::to_string(type.derived.size());
  type.derived.push_back(std::move(wanted));
  return static_cast<int32_t>(type.attributes.size() + type.derived.size() - 1);
}

Expr* Checker::DerivedNode(int32_t local, const Type& type, DerivedAttribute wanted, Span span) {
  if (wanted.through.size() > kMaxPath)
    return Unsupported(span, "a path of more than " + std::to_string(kMaxPath) + " references");
  int32_t index = Derive(function().locals[static_cast<size_t>(local)].id, std::move(wanted));
  if (index < 0) return Unsupported(span, "so many attributes through references of one object type");
  Expr* e = Node(Op::kAttr, type, span);
  e->a = local;
  e->b = index;
  return e;
}

// The object that an attribute of an entity refers to.
Expr* Checker::ReferenceNode(int32_t local, const Attribute& attribute, int32_t index, Span span) {
  DerivedAttribute wanted;
  wanted.through = {index};
  wanted.what = ReadThrough::kObject;
  return DerivedNode(local, TypeOfAttribute(attribute), std::move(wanted), span);
}

// target.Name, where target is an object that is read through a reference.
Expr* Checker::MemberThrough(Expr* target, const std::string& name, Span span, bool own_name) {
  Expr* known = NotNull(target, span);
  if (known->type.kind == TypeKind::kError) return known;
  const Expr* path = PathOf(*target);
  if (path == nullptr) return Unsupported(span, "reading an object that a condition chose");
  const ObjectType& type = configuration_->types[static_cast<size_t>(target->type.id)];
  int32_t index = own_name ? type.FindByName(name) : type.Find(name);
  if (index < 0) return NoSuchAttribute(type, name, span, own_name);
  const Attribute& attribute = type.attributes[static_cast<size_t>(index)];
  const ObjectType& from =
      configuration_->types[static_cast<size_t>(function().locals[static_cast<size_t>(path->a)].id)];
  DerivedAttribute wanted;
  wanted.through = from.DerivedAt(path->b)->through;
  Type plain = TypeOfAttribute(attribute), read = plain;
  if (attribute.is_reference()) {
    wanted.through.push_back(index);
    wanted.what = ReadThrough::kObject;
  } else {
    wanted.last = index;
    read.nullable = !attribute.multi;
  }
  Expr* value = DerivedNode(path->a, read, std::move(wanted), span);
  if (value->type.kind == TypeKind::kError) return value;
  // Of an object that is there a required attribute is there.
  value = plain.nullable || !read.nullable ? Refined(value) : Node(Op::kUnwrap, plain, span, {value});
  if (target->op != Op::kUnwrap) return value;
  Stmt* test = Statement(StmtOp::kExpr, span);  // vault.Manager!.Mail fails where there is no manager
  test->value = target;
  return BlockOf({test}, value);
}

// A second name for it.
void Checker::NameReference(const std::string& name, Expr* object, Span span) {
  if (name == "_") return;
  if (FindLocal(name) != nullptr) Report(1006, span, {name});
  scopes_.back().locals[name] = {-1, true, object, false, 0, {}, current_};
}

// Whether the local is such a name. declared: null where its type is inferred.
bool Checker::NamesReference(const ast::Local::Declarator& local, const Type* declared, Expr* value,
                             std::vector<Stmt*>& out) {
  bool same = declared == nullptr ||
              ((declared->kind == TypeKind::kEntity || *declared == value->type.AsNullable()) &&
               declared->id == value->type.id);
  if (PathOf(*value) == nullptr || !same || IsChanged(local.name)) return false;
  if (value->op == Op::kUnwrap) {
    out.push_back(Run(value));
    value = Node(Op::kAssume, value->type, value->span, {value->args[0]});
  }
  if (declared != nullptr && !declared->nullable) value = NotNull(value, value->span);
  NameReference(local.name, value, local.span);
  return true;
}

// The attribute that an assignment to `target` writes, where it refers to an object; set then names it.
const Attribute* Checker::WrittenReference(const Expr& target, Stmt& set) {
  if (target.type.kind != TypeKind::kReference) return nullptr;
  const ObjectType& of =
      configuration_->types[static_cast<size_t>(function().locals[static_cast<size_t>(target.a)].id)];
  set.b = of.DerivedAt(target.b)->through[0];
  return &of.attributes[static_cast<size_t>(set.b)];
}

Expr* Checker::NamedReference(const Local& local, const std::string& name, Span span) {
  if (local.function != current_)
    return Unsupported(span, "'" + name + "', read through a reference, in a function within the method,");
  const Expr& object = *local.value;
  Expr* path = program_.NewExpr();
  *path = *PathOf(object);
  path->span = span;
  if (object.op == Op::kAttr) return Refined(path);
  return Node(Op::kAssume, object.type.NonNull(), span, {path});
}

// As an attribute that refers to an object holds it: the Vault by the identity, an application by what stands
// in the account there.
Expr* Checker::StoredReference(Expr* value, const Attribute& attribute) {
  Type stored = TypeOf(attribute.type).AsNullable();
  Span span = value->span;
  if (value->type.kind == TypeKind::kError || value->type.kind == TypeKind::kNever) return value;
  if (value->type.kind == TypeKind::kNull) return NullConstant(stored, span);
  const Type wanted{TypeKind::kReference, true, TypeKind::kVoid, attribute.refers_to};
  auto refuse = [&] {
    Report(1002, span, {NameOf(value->type), NameOf(wanted)});
    return ErrorNode(span);
  };
  if (value->type.kind != TypeKind::kReference) return refuse();
  if (value->op == Op::kCond || value->op == Op::kCoalesce) {
    size_t first = value->op == Op::kCond ? 1 : 0;
    std::vector<Expr*> args = value->args;
    for (size_t i = first; i < args.size(); ++i) {
      args[i] = StoredReference(args[i], attribute);
      if (args[i]->type.kind == TypeKind::kError) return args[i];
    }
    return Node(value->op, stored, span, std::move(args));
  }
  const Expr* path = PathOf(*value);
  if (path == nullptr && value->op == Op::kConst) return NullConstant(stored, span);
  if (path == nullptr) return Unsupported(span, "an object that a condition chose, in a variable,");
  const std::vector<ObjectType>& types = configuration_->types;
  int32_t from = value->type.id;
  const ApplicationType* source = configuration_->FindApplicationType(from);
  const ApplicationType* target = configuration_->FindApplicationType(attribute.refers_to);
  DerivedAttribute read;
  read.through = types[static_cast<size_t>(function().locals[static_cast<size_t>(path->a)].id)]
                     .DerivedAt(path->b)
                     ->through;
  if (target == nullptr) {
    if ((source != nullptr ? source->join.vault_type : from) != attribute.refers_to) return refuse();
    read.what = ReadThrough::kIdentity;
  } else {
    if (source != nullptr || target->join.vault_type != from) return refuse();
    read.what = ReadThrough::kAccount;
    read.account = attribute.refers_to;
    read.by = attribute.refers_by;
  }
  Expr* made = DerivedNode(path->a, stored, std::move(read), span);
  if (value->op != Op::kUnwrap || made->type.kind == TypeKind::kError) return made;
  Stmt* test = Statement(StmtOp::kExpr, span);
  test->value = value;
  return BlockOf({test}, made);
}

// The method as a function that reads these objects through the ones that their paths begin at: by parameter,
// null where the argument is none. -1 after a diagnostic.
int32_t Checker::CallThrough(const MethodSymbol& method, const std::vector<const Expr*>& paths, Span span) {
  const Signature* signature = SignatureOf(method.function);
  if (IsTemplate(method) || signature != nullptr) {
    Unsupported(span, "an object that is read through a reference as an argument of this function");
    return -1;
  }
  const ast::Method& declaration = *method.declaration;
  const typed::Function& base = program_.functions[static_cast<size_t>(method.function)];
  std::pair<int32_t, std::vector<int32_t>> key{method.function, {}};
  std::vector<Type> locals(base.locals.begin(), base.locals.begin() + base.parameters);
  for (size_t i = 0; i < locals.size(); ++i) {
    if (paths[i] != nullptr) locals[i] = function().locals[static_cast<size_t>(paths[i]->a)];
    key.second.push_back(paths[i] != nullptr ? locals[i].id : -1);
    key.second.push_back(paths[i] != nullptr ? paths[i]->b : -1);
  }
  if (auto known = symbols_.called_through.find(key); known != symbols_.called_through.end())
    return known->second;
  symbols_.specialised += Symbols::kOfEach;
  if (symbols_.specialised > Symbols::kMostSpecialised) {
    Report(9, span, {"400,000"});
    return -1;
  }
  auto index = static_cast<int32_t>(program_.functions.size());
  symbols_.called_through[std::move(key)] = index;
  typed::Function made;
  made.name = base.name;
  made.span = base.span;
  made.name_span = base.name_span;
  made.local_names.assign(base.local_names.begin(), base.local_names.begin() + base.parameters);
  made.locals = std::move(locals);
  made.parameters = base.parameters;
  made.result = base.result;
  program_.functions.push_back(std::move(made));
  Checker inner(configuration_, program_, symbols_, diagnostics_);
  inner.depth_ = depth_ + 1;
  inner.BeginFunction(index, method.owner, BodyKind::kMethod);
  for (size_t i = 0; i < paths.size(); ++i) {
    if (paths[i] == nullptr) continue;
    Expr* path = program_.NewExpr();
    *path = *paths[i];
    path->a = static_cast<int32_t>(i);
    bool maybe = symbols_.nullable_objects.contains({method.function, i});
    Expr* object = maybe ? path : Node(Op::kAssume, path->type.NonNull(), span, {path});
    inner.scopes_.front().locals[declaration.parameters[i].name] = {-1, true, object, false, 0, {}, index};
  }
  inner.only_checks_ = only_checks_;
  inner.CheckStatements(declaration);
  symbols_.specialised += inner.nodes_;
  inner.CheckLocalFunctions();
  return index;
}

}  // namespace idx::compiler::check
