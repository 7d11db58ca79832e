// Literals, strings, collections and new.
#include "compiler/parse/builder.h"

namespace idx::compiler {

using namespace ast;
using P = IdxParser;

Expr* Builder::LiteralOf(P::LiteralContext* context, bool negative) {
  Require(context);
  const antlr4::Token* token = context->getStart();
  auto* node = tree_.Make<Literal>(SpanOf(context));
  const uint32_t begin = text_.Begin(token), end = text_.End(token);
  node->literal = LiteralKind::kString;
  switch (token->getType()) {
    case P::NULL_:
      node->literal = LiteralKind::kNull;
      break;
    case P::TRUE:
      node->literal = LiteralKind::kTrue;
      break;
    case P::FALSE:
      node->literal = LiteralKind::kFalse;
      break;
    case P::CHARACTER:
      literals_.ReadCharacter(begin, end, *node);
      break;
    case P::TEXT:
      node->text = literals_.ReadText(begin, end);
      break;
    case P::VERBATIM:
      node->text = literals_.ReadVerbatim(begin, end);
      break;
    case P::RAW_TEXT:
      node->text = literals_.ReadRaw(begin, end);
      break;
    default:
      literals_.ReadNumber(begin, end, negative, *node);
  }
  return node;
}

Expr* Builder::InterpolatedText(P::InterpolatedContext* context) {
  Require(context);
  auto* node = tree_.Make<Interpolated>(SpanOf(context));
  const size_t kind = context->getStart()->getType();
  const std::string_view opening = text_.Text(context->getStart());
  const size_t dollars = std::min(opening.find('"'), opening.size());
  auto append = [&](std::string text) {
    if (text.empty()) return;
    if (!node->parts.empty() && node->parts.back().value == nullptr)
      node->parts.back().text += text;
    else
      node->parts.push_back({std::move(text), nullptr, nullptr, "", {}});
  };
  for (size_t i = 1; i < context->children.size(); ++i) {
    auto* hole = dynamic_cast<P::HoleContext*>(context->children[i]);
    if (hole == nullptr) {
      const antlr4::Token* token = TokenOf(context, i);
      if (token == nullptr || token->getType() != P::STRING_TEXT) continue;
      const uint32_t begin = text_.Begin(token), end = text_.End(token);
      append(kind == P::INTERPOLATED            ? literals_.Unescape(begin, end, true)
             : kind == P::INTERPOLATED_VERBATIM ? literals_.UnescapeVerbatim(begin, end, true)
                                                : std::string(text_.Text(token)));
      continue;
    }
    Require(hole);
    if (kind == P::INTERPOLATED_RAW) append(std::string(text_.Text(hole->getStart()).size() - dollars, '{'));
    auto values = hole->expression();
    Interpolated::Part part;
    part.value = Expression(values.at(0));
    if (values.size() > 1) part.alignment = Expression(values[1]);
    if (auto* format = hole->FORMAT()) {
      const antlr4::Token* token = format->getSymbol();
      part.format = kind == P::INTERPOLATED ? literals_.Unescape(text_.Begin(token), text_.End(token), false)
                                            : std::string(text_.Text(token));
      part.format_span = text_.SpanOf(token);
    }
    node->parts.push_back(std::move(part));
  }
  if (kind == P::INTERPOLATED_RAW) DedentRaw(*node);
  return node;
}

// As a raw string over several lines: the last line's indentation is removed from all.
void Builder::DedentRaw(Interpolated& text) {
  if (text.parts.empty() || text.parts[0].value != nullptr || text.parts.back().value != nullptr) return;
  std::string& first = text.parts[0].text;
  const size_t line = first.find('\n');
  if (line == std::string::npos || first.find_first_not_of(" \t\r") < line) return;
  const std::string& last = text.parts.back().text;
  const size_t closing = last.rfind('\n');
  if (closing == std::string::npos) return;
  const std::string indent = last.substr(closing + 1);
  for (Interpolated::Part& part : text.parts) {
    if (part.value != nullptr) continue;
    for (size_t at = part.text.find('\n'); at != std::string::npos; at = part.text.find('\n', at + 1))
      if (part.text.compare(at + 1, indent.size(), indent) == 0) part.text.erase(at + 1, indent.size());
  }
  std::string& end = text.parts.back().text;
  end.resize(end.rfind('\n'));
  if (end.ends_with('\r')) end.pop_back();
  const size_t start = text.parts[0].text.find('\n');
  text.parts[0].text.erase(0, start == std::string::npos ? text.parts[0].text.size() : start + 1);
  std::erase_if(text.parts,
                [](const Interpolated::Part& part) { return part.value == nullptr && part.text.empty(); });
}

Expr* Builder::CollectionOf(P::CollectionContext* context) {
  Require(context);
  auto* node = tree_.Make<Collection>(SpanOf(context));
  for (P::ExpressionContext* element : context->expression()) node->elements.push_back(SpreadOf(element));
  return node;
}

// ..a ?? b in a collection spreads the whole a ?? b, though the grammar reads a range.
Expr* Builder::SpreadOf(P::ExpressionContext* context) {
  Expr* element = Expression(context);
  if (context->getStart()->getType() != P::DOTDOT || element->kind == ExprKind::kRange) return element;
  Expr** slot = &element;
  for (;;) {
    Expr* at = *slot;
    at->span.begin = std::max(at->span.begin, SpanOf(context).begin);
    if (at->kind == ExprKind::kBinary)
      slot = &static_cast<Binary*>(at)->left;
    else if (at->kind == ExprKind::kConditional)
      slot = &static_cast<Conditional*>(at)->condition;
    else if (at->kind == ExprKind::kAssign)
      slot = &static_cast<Assign*>(at)->target;
    else if (at->kind == ExprKind::kIs)
      slot = &static_cast<IsExpr*>(at)->operand;
    else if (at->kind == ExprKind::kAs)
      slot = &static_cast<AsExpr*>(at)->operand;
    else if (at->kind == ExprKind::kSwitch)
      slot = &static_cast<SwitchExpr*>(at)->operand;
    else
      break;
  }
  if ((*slot)->kind != ExprKind::kRange) return element;
  auto* range = static_cast<ast::Range*>(*slot);
  if (range->begin != nullptr || range->end == nullptr) return element;
  const Span whole = element->span;
  *slot = range->end;
  range->end = element;
  range->span = whole;
  return range;
}

TypeName* Builder::NewType(P::NewTypeContext* context) {
  Require(context);
  TypeName* type = context->predefined()  ? Predefined(context->predefined())
                   : context->namedType() ? Named(context->namedType())
                                          : TupleType(Require(context->tupleType()));
  if (!Has(context, P::NULLABLE)) return type;
  auto* nullable = tree_.Make<TypeName>(SpanOf(context));
  nullable->kind = TypeName::Kind::kNullable;
  nullable->element = type;
  return nullable;
}

Expr* Builder::Creation(P::CreationContext* context) {
  Require(context);
  const Span span = SpanOf(context);
  if (context->arrayInitializer() != nullptr) {
    ast::NewArray* node = ArrayInitializer(context->arrayInitializer());
    node->span = span;
    node->bare = false;
    if (context->rank()->COMMA().empty()) return node;
    return Unsupported(span, "multi-dimensional array");
  }
  if (context->newArray() != nullptr) return NewArray(context->newType(), context->newArray(), span);
  auto* node = tree_.Make<New>(span);
  if (context->newType() != nullptr) node->type = NewType(context->newType());
  if (auto* arguments = context->arguments()) {
    Require(arguments);
    node->has_arguments = true;
    node->arguments = ArgumentsOf(arguments->argument());
  }
  if (auto* init = context->objectInitializer()) {
    node->has_initializers = true;
    node->initializers = Initializers(init);
  }
  return node;
}

// new T[n][] makes an array of T[]; the written suffixes belong to the element.
Expr* Builder::NewArray(P::NewTypeContext* type, P::NewArrayContext* context, Span span) {
  Require(context);
  Deeper deeper(*this, context, context->children.size());
  auto lengths = context->expression();
  if (lengths.size() > 1 || !context->COMMA().empty()) return Unsupported(span, "multi-dimensional array");
  auto* node = tree_.Make<ast::NewArray>(span);
  if (context->arrayInitializer() != nullptr) {
    node = ArrayInitializer(context->arrayInitializer());
    node->span = span;
    node->bare = false;
  }
  node->element = NewType(type);
  for (antlr4::tree::ParseTree* child : context->children) {
    auto* rank = dynamic_cast<P::RankContext*>(child);
    auto* terminal = dynamic_cast<antlr4::tree::TerminalNode*>(child);
    if (rank != nullptr || (terminal != nullptr && terminal->getSymbol()->getType() == P::NULLABLE))
      node->element = Suffix(node->element, child);
  }
  if (!lengths.empty()) node->length = Expression(lengths[0]);
  return node;
}

std::vector<Initializer> Builder::Initializers(P::ObjectInitializerContext* context) {
  Require(context);
  std::vector<Initializer> result;
  for (P::InitializerItemContext* item : context->initializerItem()) {
    Require(item);
    Initializer made;
    if (auto* nested = item->objectInitializer()) {
      made.name = NameOf(item->identifier());
      made.name_span = SpanOf(item->identifier());
      made.values.push_back(Unsupported(SpanOf(nested), "initializer of an existing object"));
    } else if (Has(item, P::LBRACE)) {
      for (P::ExpressionContext* value : item->expression()) made.values.push_back(Expression(value));
    } else {
      Expr* value = Expression(item->expression().at(0));
      const auto* assign = value->kind == ExprKind::kAssign ? static_cast<const Assign*>(value) : nullptr;
      if (assign != nullptr && !assign->compound && assign->target->kind == ExprKind::kName) {
        made.name = As<Name>(assign->target).name;
        made.name_span = assign->target->span;
        value = assign->value;
      } else if (assign != nullptr && !assign->compound && assign->target->kind == ExprKind::kCollection &&
                 As<Collection>(assign->target).elements.size() == 1) {
        made.index = As<Collection>(assign->target).elements[0];
        value = assign->value;
      }
      made.values.push_back(value);
    }
    result.push_back(std::move(made));
  }
  return result;
}

Expr* Builder::InitialValue(P::InitialValueContext* context) {
  Require(context);
  Deeper deeper(*this, context);
  if (context->expression() != nullptr) return Expression(context->expression());
  return ArrayInitializer(Require(context->arrayInitializer()));
}

ast::NewArray* Builder::ArrayInitializer(P::ArrayInitializerContext* context) {
  Require(context);
  auto* node = tree_.Make<ast::NewArray>(SpanOf(context));
  node->has_elements = true;
  node->bare = true;
  for (P::InitialValueContext* value : context->initialValue()) node->elements.push_back(InitialValue(value));
  return node;
}

}  // namespace idx::compiler
