// Types as written, names and places.
#include "compiler/parse/builder.h"

namespace idx::compiler {

using namespace ast;
using P = IdxParser;

Builder::Deeper::Deeper(Builder& builder, const Context* context, size_t levels)
    : builder_(builder), levels_(static_cast<int>(levels)) {
  builder.depth_ += levels_;
  if (builder.depth_ <= kMaxDepth) return;
  builder.depth_ -= levels_;
  builder.diagnostics_.Report(4, builder.SpanOf(context), {std::to_string(kMaxDepth)});
  throw Incomplete{};
}

Span Builder::SpanOf(const Context* context) const {
  auto* mutable_context = const_cast<Context*>(context);
  const antlr4::Token* start = mutable_context->getStart();
  const antlr4::Token* stop = mutable_context->getStop();
  if (start == nullptr) return text_.SpanOf(uint32_t{0}, uint32_t{0});
  const uint32_t begin = text_.Begin(start);
  return text_.SpanOf(begin, stop == nullptr ? begin : std::max(begin, text_.End(stop)));
}

std::string Builder::TextOf(const Context* context) const {
  return std::string(text_.Text(const_cast<Context*>(context)->getStart()));
}

std::string Builder::NameOf(Context* identifier) {
  std::string name = TextOf(Require(identifier));
  if (name.starts_with('@')) name.erase(0, 1);
  return name;
}

bool Builder::Has(const Context* context, size_t token) {
  for (size_t i = 0; i < context->children.size(); ++i) {
    const antlr4::Token* at = TokenOf(context, i);
    if (at != nullptr && at->getType() == token) return true;
  }
  return false;
}

const antlr4::Token* Builder::TokenOf(const Context* context, size_t index) {
  auto* terminal = dynamic_cast<antlr4::tree::TerminalNode*>(context->children[index]);
  return terminal == nullptr ? nullptr : terminal->getSymbol();
}

TypeName* Builder::Suffix(TypeName* type, antlr4::tree::ParseTree* suffix) {
  auto* rank = dynamic_cast<P::RankContext*>(suffix);
  if (rank != nullptr && !rank->COMMA().empty()) {
    auto* node = tree_.Make<TypeName>(From(type->span, SpanOf(rank)));
    node->name = type->name + "[" + std::string(rank->COMMA().size(), ',') + "]";
    return node;
  }
  Span end = type->span;
  if (rank != nullptr)
    end = SpanOf(rank);
  else if (auto* terminal = dynamic_cast<antlr4::tree::TerminalNode*>(suffix))
    end = text_.SpanOf(terminal->getSymbol());
  auto* node = tree_.Make<TypeName>(From(type->span, end));
  node->kind = rank != nullptr ? TypeName::Kind::kArray : TypeName::Kind::kNullable;
  node->element = type;
  return node;
}

TypeName* Builder::Type(P::TypeContext* context) {
  Require(context);
  Deeper deeper(*this, context, context->children.size());
  TypeName* type = BaseType(context->baseType());
  if (type->kind == TypeName::Kind::kNamed && type->name == "var" && type->arguments.empty())
    type->kind = TypeName::Kind::kVar;
  for (size_t i = 1; i < context->children.size(); ++i) type = Suffix(type, context->children[i]);
  return type;
}

TypeName* Builder::OperandType(P::OperandTypeContext* context) {
  Require(context);
  Deeper deeper(*this, context, context->children.size());
  TypeName* type = BaseType(context->baseType());
  for (size_t i = 1; i < context->children.size(); ++i) type = Suffix(type, context->children[i]);
  return type;
}

TypeName* Builder::BaseType(P::BaseTypeContext* context) {
  Require(context);
  if (context->predefined()) return Predefined(context->predefined());
  if (context->namedType()) return Named(context->namedType());
  return TupleType(Require(context->tupleType()));
}

TypeName* Builder::Predefined(P::PredefinedContext* context) {
  Require(context);
  auto* node = tree_.Make<TypeName>(SpanOf(context));
  node->name = TextOf(context);
  return node;
}

TypeName* Builder::Named(P::NamedTypeContext* context) {
  Require(context);
  auto* node = tree_.Make<TypeName>(SpanOf(context));
  for (P::SegmentContext* segment : context->segment()) {
    Require(segment);
    if (!node->name.empty()) node->name += '.';
    node->name += NameOf(segment->identifier());
    for (TypeName* argument : Arguments(segment->typeArguments())) node->arguments.push_back(argument);
  }
  return node;
}

TypeName* Builder::TupleType(P::TupleTypeContext* context) {
  Require(context);
  auto* node = tree_.Make<TypeName>(SpanOf(context));
  node->kind = TypeName::Kind::kTuple;
  for (antlr4::tree::ParseTree* child : context->children) {
    if (auto* type = dynamic_cast<P::TypeContext*>(child)) {
      node->arguments.push_back(Type(type));
      node->names.emplace_back();
    } else if (auto* name = dynamic_cast<P::IdentifierContext*>(child)) {
      node->names.back() = NameOf(name);
    }
  }
  return node;
}

std::vector<TypeName*> Builder::Arguments(P::TypeArgumentsContext* context) {
  std::vector<TypeName*> result;
  if (context == nullptr) return result;
  for (P::TypeContext* type : Require(context)->type()) result.push_back(Type(type));
  return result;
}

}  // namespace idx::compiler
