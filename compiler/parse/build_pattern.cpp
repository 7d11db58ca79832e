#include "compiler/parse/builder.h"

namespace idx::compiler {

using namespace ast;
using P = IdxParser;

Pattern* Builder::PatternOf(P::PatternContext* context) {
  Require(context);
  auto sides = context->andPattern();
  Deeper deeper(*this, context, sides.size());
  Pattern* left = AndPattern(sides.at(0));
  for (size_t i = 1; i < sides.size(); ++i) {
    Pattern* right = AndPattern(sides[i]);
    auto* node = tree_.Make<BinaryPattern>(From(left->span, right->span), PatternKind::kOr);
    node->left = left;
    node->right = right;
    left = node;
  }
  return left;
}

Pattern* Builder::AndPattern(P::AndPatternContext* context) {
  Require(context);
  auto sides = context->notPattern();
  Deeper deeper(*this, context, sides.size());
  Pattern* left = NotPattern(sides.at(0));
  for (size_t i = 1; i < sides.size(); ++i) {
    Pattern* right = NotPattern(sides[i]);
    auto* node = tree_.Make<BinaryPattern>(From(left->span, right->span), PatternKind::kAnd);
    node->left = left;
    node->right = right;
    left = node;
  }
  return left;
}

Pattern* Builder::NotPattern(P::NotPatternContext* context) {
  Require(context);
  Deeper deeper(*this, context, context->children.size());
  Pattern* result = PrimaryPattern(Require(context->primaryPattern()));
  auto nots = context->NOT();
  for (size_t i = nots.size(); i-- > 0;) {
    auto* node = tree_.Make<ast::NotPattern>(From(text_.SpanOf(nots[i]->getSymbol()), result->span));
    node->operand = result;
    result = node;
  }
  return result;
}

Pattern* Builder::PrimaryPattern(P::PrimaryPatternContext* context) {
  const Span span = SpanOf(context);
  if (auto* relational = context->relational()) {
    auto* node = tree_.Make<RelationalPattern>(span);
    switch (relational->getStart()->getType()) {
      case P::LT:
        node->op = BinaryOp::kLt;
        break;
      case P::GT:
        node->op = BinaryOp::kGt;
        break;
      case P::LE:
        node->op = BinaryOp::kLe;
        break;
      default:
        node->op = BinaryOp::kGe;
    }
    node->value = Constant(context->constant());
    return node;
  }
  if (context->constant() != nullptr) {
    auto* node = tree_.Make<ConstantPattern>(span);
    node->value = Constant(context->constant());
    return node;
  }
  if (Has(context, P::LBRACK)) {
    auto* node = tree_.Make<ListPattern>(span);
    for (P::PatternContext* element : context->pattern()) node->elements.push_back(PatternOf(element));
    if (context->designation()) node->designation = NameOf(context->designation());
    return node;
  }
  if (Has(context, P::DOTDOT)) {
    auto* node = tree_.Make<SlicePattern>(span);
    if (context->notPattern()) node->pattern = NotPattern(context->notPattern());
    return node;
  }
  if (context->patternType() != nullptr) return TypedPattern(context);
  if (auto* positional = context->positional()) {
    auto subs = positional->subpattern();
    if (subs.size() == 1 && subs[0]->qualifiedName() == nullptr && !context->properties() &&
        !context->designation())
      return PatternOf(subs[0]->pattern());
  }
  return RecursivePatternOf(context, nullptr);
}

// T, T x, T(…) {…} x; and what only looks like a type: _, var x, a constant's name.
Pattern* Builder::TypedPattern(P::PrimaryPatternContext* context) {
  P::PatternTypeContext* type = Require(context->patternType());
  const std::string word(text_.Text(type->getStart()));
  const bool one_word = type->getStart() == type->getStop();
  const Span span = SpanOf(context);
  if (one_word && word == "var" && (context->designation() != nullptr || context->positional() != nullptr))
    return VarPatternOf(context);
  if (one_word && word == "nameof")
    if (Pattern* name = NameOfPattern(context)) return name;
  if (context->positional() != nullptr || context->properties() != nullptr)
    return RecursivePatternOf(context, PatternType(type));
  if (context->designation() != nullptr) {
    auto* node = tree_.Make<TypePattern>(span);
    node->type = PatternType(type);
    node->designation = NameOf(context->designation());
    node->designation_span = SpanOf(context->designation());
    return node;
  }
  if (one_word && word == "_") return tree_.Make<DiscardPattern>(span);
  const bool is_type = !type->rank().empty() || (one_word && type->predefined() != nullptr);
  if (is_type) {
    auto* node = tree_.Make<TypePattern>(span);
    node->type = PatternType(type);
    return node;
  }
  auto* node = tree_.Make<ConstantPattern>(span);
  node->value = PatternName(type);
  return node;
}

// nameof(A.B): to the grammar a type with a positional pattern. Null when it is one.
Pattern* Builder::NameOfPattern(P::PrimaryPatternContext* context) {
  auto* positional = context->positional();
  if (positional == nullptr || context->properties() || context->designation()) return nullptr;
  auto subs = positional->subpattern();
  if (subs.size() != 1 || Require(subs[0])->qualifiedName() != nullptr) return nullptr;
  const Pattern* operand = PatternOf(subs[0]->pattern());
  if (operand->kind != PatternKind::kConstant) return nullptr;
  auto* name = tree_.Make<ast::NameOf>(SpanOf(context));
  name->operand = As<ConstantPattern>(operand).value;
  auto* node = tree_.Make<ConstantPattern>(SpanOf(context));
  node->value = name;
  return node;
}

Pattern* Builder::VarPatternOf(P::PrimaryPatternContext* context) {
  auto* node = tree_.Make<VarPattern>(SpanOf(context));
  if (context->designation() != nullptr) {
    node->names.push_back(NameOf(context->designation()));
    return node;
  }
  node->tuple = true;
  for (P::SubpatternContext* sub : context->positional()->subpattern()) {
    if (sub->getStart() != sub->getStop()) {
      diagnostics_.Report(1, SpanOf(sub), {"expected a name"});
      throw Incomplete{};
    }
    node->names.push_back(NameOf(sub));
  }
  return node;
}

Pattern* Builder::RecursivePatternOf(P::PrimaryPatternContext* context, TypeName* type) {
  auto* node = tree_.Make<RecursivePattern>(SpanOf(context));
  node->type = type;
  if (auto* positional = context->positional()) {
    node->has_positional = true;
    node->positional = Subpatterns(Require(positional)->subpattern());
  }
  if (auto* properties = context->properties()) {
    node->has_properties = true;
    node->properties = Subpatterns(Require(properties)->subpattern());
  }
  if (context->designation() != nullptr) {
    node->designation = NameOf(context->designation());
    node->designation_span = SpanOf(context->designation());
  }
  return node;
}

std::vector<RecursivePattern::Sub> Builder::Subpatterns(const std::vector<P::SubpatternContext*>& contexts) {
  std::vector<RecursivePattern::Sub> result;
  for (P::SubpatternContext* context : contexts) {
    RecursivePattern::Sub sub;
    if (auto* name = Require(context)->qualifiedName()) {
      for (P::IdentifierContext* part : name->identifier())
        sub.name += (sub.name.empty() ? "" : ".") + NameOf(part);
      sub.name_span = SpanOf(name);
    }
    sub.pattern = PatternOf(context->pattern());
    result.push_back(std::move(sub));
  }
  return result;
}

TypeName* Builder::PatternType(P::PatternTypeContext* context) {
  Require(context);
  auto* node = tree_.Make<TypeName>(SpanOf(context));
  auto add = [&](const std::string& name, P::TypeArgumentsContext* arguments) {
    node->name += (node->name.empty() ? "" : ".") + name;
    for (TypeName* argument : Arguments(arguments)) node->arguments.push_back(argument);
  };
  if (context->predefined()) add(TextOf(context->predefined()), nullptr);
  if (auto* first = context->plainSegment()) add(NameOf(first->plainName()), first->typeArguments());
  for (P::SegmentContext* segment : context->segment())
    add(NameOf(segment->identifier()), segment->typeArguments());
  TypeName* type = node;
  for (P::RankContext* rank : context->rank()) type = Suffix(type, rank);
  return type;
}

Expr* Builder::PatternName(P::PatternTypeContext* context) {
  Expr* result = nullptr;
  if (auto* first = context->plainSegment()) {
    auto* name = tree_.Make<Name>(SpanOf(first));
    name->name = NameOf(first->plainName());
    name->arguments = Arguments(first->typeArguments());
    result = name;
  } else if (context->predefined()) {
    auto* name = tree_.Make<Name>(SpanOf(context->predefined()));
    name->name = TextOf(context->predefined());
    result = name;
  }
  for (P::SegmentContext* segment : context->segment())
    result = result ? Member(segment, result) : SimpleName(segment);
  if (result == nullptr) throw Incomplete{};
  return result;
}

Expr* Builder::Constant(P::ConstantContext* context) {
  Require(context);
  auto operands = context->constantOperand();
  Deeper deeper(*this, context, operands.size());
  auto level = [](size_t token) {
    return token == P::SHL ? 0 : token == P::PLUS || token == P::MINUS ? 1 : 2;
  };
  auto op = [](size_t token) {
    switch (token) {
      case P::STAR:
        return BinaryOp::kMul;
      case P::SLASH:
        return BinaryOp::kDiv;
      case P::PCT:
        return BinaryOp::kMod;
      case P::PLUS:
        return BinaryOp::kAdd;
      case P::MINUS:
        return BinaryOp::kSub;
      default:
        return BinaryOp::kShl;
    }
  };
  // Two stacks: few operands, three levels.
  std::vector<Expr*> values{ConstantOperand(operands.at(0))};
  std::vector<const antlr4::Token*> pending;
  auto fold = [&] {
    auto* node = tree_.Make<Binary>(From(values[values.size() - 2]->span, values.back()->span));
    node->op = op(pending.back()->getType());
    node->op_span = text_.SpanOf(pending.back());
    node->right = values.back();
    values.pop_back();
    node->left = values.back();
    values.back() = node;
    pending.pop_back();
  };
  for (size_t i = 1; i < operands.size(); ++i) {
    const antlr4::Token* token = TokenOf(context, 2 * i - 1);
    if (token == nullptr) throw Incomplete{};
    while (!pending.empty() && level(pending.back()->getType()) >= level(token->getType())) fold();
    pending.push_back(token);
    values.push_back(ConstantOperand(operands[i]));
  }
  while (!pending.empty()) fold();
  return values[0];
}

Expr* Builder::ConstantOperand(P::ConstantOperandContext* context) {
  Require(context);
  Deeper deeper(*this, context, context->children.size());
  struct Prefixed {
    const antlr4::Token* token;
    P::TypeContext* type;
  };
  std::vector<Prefixed> prefixes;
  size_t i = 0;
  for (const antlr4::Token* token; (token = TokenOf(context, i)) != nullptr; ++i) {
    const size_t type = token->getType();
    if (type != P::PLUS && type != P::MINUS && type != P::TILDE && type != P::BANG && type != P::CAST_OPEN)
      break;
    prefixes.push_back({token, nullptr});
    if (type == P::CAST_OPEN) {
      prefixes.back().type = dynamic_cast<P::TypeContext*>(context->children.at(i + 1));
      i += 2;
    }
  }
  Expr* result = nullptr;
  const bool negative = !prefixes.empty() && prefixes.back().token->getType() == P::MINUS;
  if (auto* literal = context->literal()) {
    result = LiteralOf(literal, negative);
  } else if (Has(context, P::DEFAULT) || Has(context, P::TYPEOF)) {
    auto types = context->type();
    TypeName* type = Has(context, P::LPAREN) && !types.empty() ? Type(types.back()) : nullptr;
    const antlr4::Token* start = TokenOf(context, i);
    const Span span = From(start ? text_.SpanOf(start) : SpanOf(context), SpanOf(context));
    if (Has(context, P::TYPEOF)) {
      auto* node = tree_.Make<TypeOfExpr>(span);
      node->type = type;
      result = node;
    } else {
      auto* node = tree_.Make<Default>(span);
      node->type = type;
      result = node;
    }
  } else {
    auto* name = tree_.Make<Name>(SpanOf(context));
    if (auto* first = context->plainSegment()) {
      name->span = SpanOf(first);
      name->name = NameOf(first->plainName());
    } else {
      name->span = SpanOf(Require(context->predefined()));
      name->name = TextOf(context->predefined());
    }
    result = name;
    for (P::SegmentContext* segment : context->segment()) result = Member(segment, result);
  }
  for (size_t k = prefixes.size(); k-- > 0;) {
    const Span span = From(text_.SpanOf(prefixes[k].token), result->span);
    if (prefixes[k].type != nullptr) {
      auto* cast = tree_.Make<Cast>(span);
      cast->type = Type(prefixes[k].type);
      cast->operand = result;
      result = cast;
      continue;
    }
    auto* node = tree_.Make<ast::Unary>(span);
    const size_t type = prefixes[k].token->getType();
    node->op = type == P::PLUS    ? UnaryOp::kPlus
               : type == P::MINUS ? UnaryOp::kMinus
               : type == P::BANG  ? UnaryOp::kNot
                                  : UnaryOp::kBitNot;
    node->operand = result;
    result = node;
  }
  return result;
}

}  // namespace idx::compiler
