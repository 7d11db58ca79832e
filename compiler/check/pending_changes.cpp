// change.Kind, change.Old.Mail, change.New.Mail: what an export filter asks of the change that is about to be
// stored. The new values are the object's own; the others are read as attributes of it that the runtime
// fills.
#include "compiler/check/checker.h"

namespace idx::compiler::check {

// The application's object that a change in this function is of, or -1.
int32_t Checker::ChangedObject() const {
  const typed::Function& f = program_.functions[static_cast<size_t>(current_)];
  for (uint32_t i = 0; i < f.parameters; ++i)
    if (f.locals[i].kind == TypeKind::kEntity && f.locals[i].id >= configuration_->vault_type_count)
      return static_cast<int32_t>(i);
  return -1;
}

// change.Kind; its Old and New are no values by themselves.
Expr* Checker::MemberOfChange(const ast::Member& e) {
  int32_t object = ChangedObject();
  if (object < 0)
    return Unsupported(e.span, "a Change without the application's object as a parameter beside it");
  if (e.name == "Kind") {
    DerivedAttribute wanted;
    wanted.what = ReadThrough::kChange;
    Type kind = TypeOf(TypeKind::kEnum);
    kind.id = symbols_.FindEnum("ChangeKind", nullptr);
    return DerivedNode(object, kind, std::move(wanted), e.span);
  }
  if (e.name == "Old" || e.name == "New")
    return Unsupported(e.span, "change." + e.name + " without an attribute (change." + e.name + ".Mail)");
  static constexpr std::string_view kMembers[] = {"Kind", "Old", "New"};
  Report(1007, e.name_span, {"Change", e.name}).fix = NearestName(e.name, kMembers);
  return ErrorNode(e.span);
}

// change.Old.Mail and change.New.Mail, or null where `e` is none.
Expr* Checker::AttributeOfChange(const ast::Member& e) {
  if (e.target->kind != ast::ExprKind::kMember) return nullptr;
  const auto& side = ast::As<ast::Member>(e.target);
  if ((side.name != "Old" && side.name != "New") || side.target->kind != ast::ExprKind::kName) return nullptr;
  const Local* local = FindLocal(ast::As<ast::Name>(side.target).name);
  if (local == nullptr || local->constant || local->builder || local->index < 0 ||
      function().locals[static_cast<size_t>(local->index)] != typed::kChangeType)
    return nullptr;
  int32_t object = ChangedObject();
  if (object < 0) return MemberOfChange(side);
  Expr* entity = LocalNode(object, side.span);
  if (side.name == "New") return AttributeOf(entity, e.name, e.name_span, false);
  const ObjectType& type = configuration_->types[static_cast<size_t>(entity->type.id)];
  DerivedAttribute wanted;
  wanted.what = ReadThrough::kBefore;
  wanted.last = type.Find(e.name);
  if (wanted.last < 0) return NoSuchAttribute(type, e.name, e.name_span, false);
  const Attribute& attribute = type.attributes[static_cast<size_t>(wanted.last)];
  // Of an account that is not there yet nothing was there before.
  Type read = attribute.is_reference() ? TypeOf(attribute.type) : TypeOfAttribute(attribute);
  if (!attribute.multi) read.nullable = true;
  Expr* value = DerivedNode(object, read, std::move(wanted), e.span);
  return value->type.kind == TypeKind::kError ? value : Refined(value);
}

}  // namespace idx::compiler::check
