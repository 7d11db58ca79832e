#include <algorithm>

#include "compiler/parse/builder.h"

namespace idx::compiler {

using namespace ast;
using P = IdxParser;

ast::File Builder::File(P::FileContext* context, FileId id) {
  ast::File file{id, {}, {}};
  usings_ = &file.usings;
  std::vector<antlr4::tree::ParseTree*> children;
  for (P::FileItemContext* item : context->fileItem())
    if (!item->children.empty()) children.push_back(item->children[0]);
  Items(children, 0, file.usings, file.members);
  return file;
}

// After a file-scoped namespace the rest of the items are its members.
void Builder::Items(const std::vector<antlr4::tree::ParseTree*>& children, size_t from,
                    std::vector<Using>& usings, std::vector<Decl*>& members) {
  for (size_t i = from; i < children.size(); ++i) {
    if (auto* directive = dynamic_cast<P::UsingDirectiveContext*>(children[i])) UsingOf(directive, usings);
    auto* member = dynamic_cast<P::MemberContext*>(children[i]);
    if (member == nullptr) continue;
    MemberOf(member, members);
    auto* scope = member->memberBody() ? member->memberBody()->namespaceDeclaration() : nullptr;
    if (scope == nullptr || scope->namespaceBody() != nullptr || members.empty() ||
        members.back()->kind != DeclKind::kNamespace)
      continue;
    auto* outer = static_cast<Namespace*>(members.back());
    Items(children, i + 1, usings, outer->members);
    if (!outer->members.empty()) outer->span.end = std::max(outer->span.end, outer->members.back()->span.end);
    return;
  }
}

void Builder::UsingOf(P::UsingDirectiveContext* context, std::vector<Using>& usings) {
  if (Broken(context)) return;
  try {
    Using made;
    made.span = SpanOf(context);
    made.is_static = Has(context, P::STATIC);
    if (context->identifier()) made.alias = NameOf(context->identifier());
    made.name = Type(context->type())->name;
    usings.push_back(std::move(made));
  } catch (const Incomplete&) {
  }
}

void Builder::MemberOf(P::MemberContext* context, std::vector<Decl*>& out) {
  if (context == nullptr || Broken(context)) return;
  try {
    const Span span = AssemblyAttributes(context, out);
    const size_t first = out.size();
    BodyOf(Require(context->memberBody()), span, out);
    for (size_t i = first; i < out.size(); ++i) {
      out[i]->attributes = Attributes(context->attributes());
      for (P::ModifierContext* modifier : context->modifier()) out[i]->modifiers.push_back(TextOf(modifier));
    }
  } catch (const Incomplete&) {  // reported; the member is left out
  }
}

// [assembly: X] before a member has nothing to do with it. Returns the member's place without them.
Span Builder::AssemblyAttributes(P::MemberContext* context, std::vector<Decl*>& out) {
  Span span = SpanOf(context);
  for (P::AttributesContext* list : context->attributes()) {
    if (!IsOfAssembly(list)) break;
    out.push_back(UnsupportedMember(SpanOf(list), "attribute of the assembly", nullptr));
    const auto at = std::find(context->children.begin(), context->children.end(), list);
    if (at == context->children.end() || at + 1 == context->children.end()) break;
    if (auto* next = dynamic_cast<Context*>(*(at + 1))) span.begin = SpanOf(next).begin;
  }
  return span;
}

Decl* Builder::UnsupportedMember(Span span, std::string construct, P::IdentifierContext* name) {
  auto* node = tree_.Make<UnsupportedDecl>(span);
  node->construct = std::move(construct);
  if (name != nullptr) {
    node->name = NameOf(name);
    node->name_span = SpanOf(name);
  }
  return node;
}

void Builder::BodyOf(P::MemberBodyContext* context, Span span, std::vector<Decl*>& out) {
  Deeper deeper(*this, context);
  if (auto* from = context->namespaceDeclaration()) return out.push_back(NamespaceOf(Require(from), span));
  if (auto* from = context->typeDeclaration()) return out.push_back(TypeOf(Require(from), span));
  if (auto* from = context->enumDeclaration()) return out.push_back(EnumOf(Require(from), span));
  if (auto* from = context->recordDeclaration()) return out.push_back(RecordOf(Require(from), span));
  if (auto* from = context->typedMember()) return TypedMember(Require(from), span, out);
  if (auto* from = context->methodDeclaration()) {
    Require(from);
    if (IsExplicit(from->memberName())) return out.push_back(ExplicitMember(span, from->memberName()));
    return out.push_back(MethodOf(span, nullptr, from->memberName()->identifier(), from->typeParameters(),
                                  from->parameters(), from->methodBody()));
  }
  if (auto* from = context->delegateDeclaration())
    return out.push_back(UnsupportedMember(span, "delegate", from->identifier()));
  if (auto* from = context->eventDeclaration())
    return out.push_back(UnsupportedMember(span, "event", from->identifier(0)));
  if (context->conversionOperator()) return out.push_back(UnsupportedMember(span, "operator", nullptr));
  if (auto* from = context->constructor())
    return out.push_back(
        UnsupportedMember(span, Has(from, P::TILDE) ? "finalizer" : "constructor", from->identifier()));
}

std::vector<Decl*> Builder::Members(P::TypeBodyContext* context) {
  std::vector<Decl*> result;
  if (context == nullptr) return result;
  for (P::MemberContext* member : Require(context)->member()) MemberOf(member, result);
  return result;
}

bool Builder::IsExplicit(P::MemberNameContext* name) { return name != nullptr && !name->segment().empty(); }

Decl* Builder::ExplicitMember(Span span, P::MemberNameContext* name) {
  return UnsupportedMember(span, "explicit interface implementation", name->identifier());
}

bool Builder::IsOfAssembly(P::AttributesContext* list) const {
  if (list == nullptr || list->attributeTarget() == nullptr) return false;
  const std::string target = TextOf(list->attributeTarget());
  return target == "assembly" || target == "module";
}

Decl* Builder::TypeOf(P::TypeDeclarationContext* context, Span span) {
  const antlr4::Token* keyword = context->getStart();
  if (keyword->getType() != P::CLASS)
    return UnsupportedMember(span, std::string(text_.Text(keyword)), context->identifier());
  if (context->baseList()) {
    // The two interfaces that rules extensions of Microsoft Identity Manager implement have an answer of
    // their own.
    for (P::TypeContext* base : context->baseList()->type())
      if (std::string_view name = text_.Text(base->getStop());
          name == "IMASynchronization" || name == "IMVSynchronization")
        return UnsupportedMember(span, std::string(name), context->identifier());
    return UnsupportedMember(span, "inheritance", context->identifier());
  }
  if (context->typeParameters()) return UnsupportedMember(span, "generic class", context->identifier());
  if (context->parameters()) return UnsupportedMember(span, "primary constructor", context->identifier());
  auto* node = tree_.Make<Class>(span);
  node->name = NameOf(context->identifier());
  node->name_span = SpanOf(context->identifier());
  node->members = Members(context->typeBody());
  return node;
}

Decl* Builder::EnumOf(P::EnumDeclarationContext* context, Span span) {
  auto* node = tree_.Make<Enum>(span);
  node->name = NameOf(context->identifier());
  node->name_span = SpanOf(context->identifier());
  for (P::EnumItemContext* from : context->enumItem()) {
    Require(from);
    Enum::Item item;
    item.name = NameOf(from->identifier());
    item.span = SpanOf(from->identifier());
    if (from->expression()) item.value = Expression(from->expression());
    node->items.push_back(std::move(item));
  }
  return node;
}

Decl* Builder::RecordOf(P::RecordDeclarationContext* context, Span span) {
  if (context->baseList()) return UnsupportedMember(span, "inheritance", context->identifier());
  if (context->typeParameters()) return UnsupportedMember(span, "generic record", context->identifier());
  auto* node = tree_.Make<Record>(span);
  node->name = NameOf(context->identifier());
  node->name_span = SpanOf(context->identifier());
  if (context->parameters()) node->parameters = Parameters(context->parameters());
  node->members = Members(context->typeBody());
  return node;
}

Decl* Builder::NamespaceOf(P::NamespaceDeclarationContext* context, Span span) {
  auto* node = tree_.Make<Namespace>(span);
  P::QualifiedNameContext* name = Require(context->qualifiedName());
  for (P::IdentifierContext* part : name->identifier())
    node->name += (node->name.empty() ? "" : ".") + NameOf(part);
  node->name_span = SpanOf(name);
  if (auto* body = context->namespaceBody()) Items(body->children, 0, *usings_, node->members);
  return node;
}

void Builder::TypedMember(P::TypedMemberContext* context, Span span, std::vector<Decl*>& out) {
  if (IsExplicit(context->memberName())) return out.push_back(ExplicitMember(span, context->memberName()));
  if (auto* rest = context->methodRest()) {
    Require(rest);
    return out.push_back(MethodOf(span, Type(context->type()), context->memberName()->identifier(),
                                  rest->typeParameters(), rest->parameters(), rest->methodBody()));
  }
  if (context->fieldRest()) return Fields(context, span, out);
  if (Has(context, P::OPERATOR)) return out.push_back(UnsupportedMember(span, "operator", nullptr));
  if (Has(context, P::THIS)) return out.push_back(UnsupportedMember(span, "indexer", nullptr));
  P::PropertyRestContext* rest = Require(context->propertyRest());
  if (Method* getter = GetterOf(context, rest, span)) return out.push_back(getter);
  if (!IsPlain(rest))
    return out.push_back(UnsupportedMember(span, "property", Require(context->memberName())->identifier()));
  auto* node = tree_.Make<Field>(span);
  node->property = true;
  node->name = NameOf(context->memberName()->identifier());
  node->name_span = SpanOf(context->memberName()->identifier());
  node->type = Type(context->type());
  if (rest->initialValue()) node->value = InitialValue(rest->initialValue());
  for (P::AccessorContext* accessor : rest->accessors()->accessor())
    node->settable = node->settable || NameOf(accessor->identifier()) == "set";
  out.push_back(node);
}

// T Name => …; and T Name { get { … } }: a method without parameters. Null: it is another property.
Method* Builder::GetterOf(P::TypedMemberContext* context, P::PropertyRestContext* rest, Span span) {
  P::MethodBodyContext* body = nullptr;
  if (rest->accessors() != nullptr) {
    if (rest->accessors()->accessor().size() != 1) return nullptr;
    P::AccessorContext* accessor = Require(rest->accessors()->accessor()[0]);
    body = Require(accessor->methodBody());
    if (NameOf(accessor->identifier()) != "get" ||
        (body->block() == nullptr && body->expression() == nullptr))
      return nullptr;
  }
  auto* node = tree_.Make<Method>(span);
  node->property = true;
  node->name = NameOf(context->memberName()->identifier());
  node->name_span = SpanOf(context->memberName()->identifier());
  node->result = Type(context->type());
  if (body == nullptr || body->expression() != nullptr)
    node->body = Expression(body == nullptr ? rest->expression() : body->expression());
  else
    node->block = BlockOf(body->block());
  return node;
}

// { get; init; } and the like, without code of its own.
bool Builder::IsPlain(P::PropertyRestContext* property) {
  if (property->accessors() == nullptr) return false;
  for (P::AccessorContext* accessor : property->accessors()->accessor())
    if (Require(accessor)->methodBody() == nullptr || accessor->methodBody()->block() != nullptr ||
        accessor->methodBody()->expression() != nullptr)
      return false;
  return true;
}

void Builder::Fields(P::TypedMemberContext* context, Span span, std::vector<Decl*>& out) {
  P::FieldRestContext* rest = Require(context->fieldRest());
  auto make = [&](P::IdentifierContext* name, P::InitialValueContext* value) {
    auto* node = tree_.Make<Field>(span);
    node->name = NameOf(name);
    node->name_span = SpanOf(name);
    node->type = Type(context->type());
    if (value != nullptr) node->value = InitialValue(value);
    out.push_back(node);
  };
  make(context->memberName()->identifier(), rest->initialValue());
  for (P::DeclaratorContext* declarator : rest->declarator())
    make(Require(declarator)->identifier(), declarator->initialValue());
}

Method* Builder::MethodOf(Span span, TypeName* result, P::IdentifierContext* name,
                          P::TypeParametersContext* generics, P::ParametersContext* parameters,
                          P::MethodBodyContext* body) {
  auto* node = tree_.Make<Method>(span);
  node->name = NameOf(name);
  node->name_span = SpanOf(name);
  node->result = result;
  if (generics != nullptr)
    for (P::TypeParameterContext* parameter : Require(generics)->typeParameter())
      node->type_parameters.push_back(NameOf(parameter->identifier()));
  node->parameters = Parameters(parameters);
  Require(body);
  if (body->block()) node->block = BlockOf(body->block());
  if (body->expression()) node->body = Expression(body->expression());
  return node;
}

std::vector<Parameter> Builder::Parameters(P::ParametersContext* context) {
  return ParametersOf(Require(context)->parameter());
}

std::vector<Parameter> Builder::ParametersOf(const std::vector<P::ParameterContext*>& contexts) {
  std::vector<Parameter> result;
  for (P::ParameterContext* from : contexts) {
    Require(from);
    Parameter parameter;
    parameter.type = Type(from->type());
    parameter.name = NameOf(from->identifier());
    parameter.span = SpanOf(from);
    for (auto* modifier : from->parameterModifier()) parameter.modifier = TextOf(modifier);
    if (from->expression()) parameter.default_value = Expression(from->expression());
    result.push_back(std::move(parameter));
  }
  return result;
}

std::vector<AttributeUse> Builder::Attributes(const std::vector<P::AttributesContext*>& contexts) {
  std::vector<AttributeUse> result;
  for (P::AttributesContext* list : contexts) {
    if (IsOfAssembly(list)) continue;
    for (P::AttributeContext* from : Require(list)->attribute()) {
      AttributeUse use;
      use.span = SpanOf(Require(from));
      use.name = Type(from->type())->name;
      for (P::AttributeArgumentContext* argument_from : from->attributeArgument()) {
        AttributeUse::Argument argument;
        argument.value = Expression(Require(argument_from)->expression());
        if (argument_from->identifier()) {
          argument.name = NameOf(argument_from->identifier());
          argument.name_span = SpanOf(argument_from->identifier());
        } else if (argument.value->kind == ExprKind::kAssign &&
                   As<Assign>(argument.value).target->kind == ExprKind::kName) {
          const auto& assign = As<Assign>(argument.value);
          argument.name = As<Name>(assign.target).name;
          argument.name_span = assign.target->span;
          argument.value = assign.value;
        }
        use.arguments.push_back(std::move(argument));
      }
      result.push_back(std::move(use));
    }
  }
  return result;
}

}  // namespace idx::compiler
