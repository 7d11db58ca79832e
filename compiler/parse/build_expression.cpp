#include "compiler/parse/builder.h"

namespace idx::compiler {

using namespace ast;
using P = IdxParser;

namespace {

struct Operator {
  size_t token;
  BinaryOp op;
  int level;
};
// C#'s table, loosest first. is and as stand with the relational operators.
constexpr int kRelational = 8;
constexpr Operator kOperators[] = {
    {P::QQ, BinaryOp::kCoalesce, 1}, {P::OROR, BinaryOp::kOr, 2},    {P::ANDAND, BinaryOp::kAnd, 3},
    {P::BAR, BinaryOp::kBitOr, 4},   {P::HAT, BinaryOp::kBitXor, 5}, {P::AMP, BinaryOp::kBitAnd, 6},
    {P::EQEQ, BinaryOp::kEq, 7},     {P::NE, BinaryOp::kNe, 7},      {P::LT, BinaryOp::kLt, 8},
    {P::GT, BinaryOp::kGt, 8},       {P::LE, BinaryOp::kLe, 8},      {P::GE, BinaryOp::kGe, 8},
    {P::SHL, BinaryOp::kShl, 9},     {P::SHR, BinaryOp::kShr, 9},    {P::USHR, BinaryOp::kUShr, 9},
    {P::PLUS, BinaryOp::kAdd, 10},   {P::MINUS, BinaryOp::kSub, 10}, {P::STAR, BinaryOp::kMul, 11},
    {P::SLASH, BinaryOp::kDiv, 11},  {P::PCT, BinaryOp::kMod, 11},
};
const Operator& OperatorOf(size_t token) {
  for (const Operator& row : kOperators)
    if (row.token == token) return row;
  throw Builder::Incomplete{};
}

BinaryOp CompoundOf(size_t token) {
  switch (token) {
    case P::PLUSEQ:
      return BinaryOp::kAdd;
    case P::MINUSEQ:
      return BinaryOp::kSub;
    case P::STAREQ:
      return BinaryOp::kMul;
    case P::SLASHEQ:
      return BinaryOp::kDiv;
    case P::PCTEQ:
      return BinaryOp::kMod;
    case P::AMPEQ:
      return BinaryOp::kBitAnd;
    case P::BAREQ:
      return BinaryOp::kBitOr;
    case P::HATEQ:
      return BinaryOp::kBitXor;
    case P::SHLEQ:
      return BinaryOp::kShl;
    case P::SHREQ:
      return BinaryOp::kShr;
    case P::USHREQ:
      return BinaryOp::kUShr;
    default:
      return BinaryOp::kCoalesce;
  }
}

// List<>
bool IsUnbound(P::TypeContext* type) {
  auto* named = type->baseType() ? type->baseType()->namedType() : nullptr;
  if (named == nullptr) return false;
  for (P::SegmentContext* segment : named->segment())
    if (segment->typeArguments() && segment->typeArguments()->type().empty()) return true;
  return false;
}

}  // namespace

Expr* Builder::Bare(P::BareContext* context) {
  if (Broken(context)) return nullptr;
  return Expression(context->expression());
}

Expr* Builder::Unsupported(Span span, std::string construct) {
  auto* node = tree_.Make<UnsupportedExpr>(span);
  node->construct = std::move(construct);
  return node;
}

Expr* Builder::Expression(P::ExpressionContext* context) {
  Require(context);
  Deeper deeper(*this, context);
  const Span span = SpanOf(context);
  if (auto* lambda = context->lambda()) return LambdaOf(lambda);
  if (context->query()) return Unsupported(span, "query syntax");
  if (auto* thrown = context->throwExpression()) return Side(thrown);
  if (Has(context, P::REF)) return Unsupported(span, "ref expression");
  auto parts = context->expression();
  Expr* left = Flat(Require(context->binary()));
  if (auto* op = context->assignmentOperator()) {
    auto* node = tree_.Make<Assign>(span);
    node->op_span = SpanOf(op);
    node->compound = !Has(op, P::EQ);
    if (node->compound) node->op = CompoundOf(op->getStart()->getType());
    node->target = left;
    node->value = Expression(parts.at(0));
    return node;
  }
  if (parts.size() < 2) return left;
  auto* node = tree_.Make<Conditional>(span);
  node->condition = left;
  node->then = Expression(parts[0]);
  node->otherwise = Expression(parts[1]);
  return node;
}

Expr* Builder::Flat(P::BinaryContext* context) {
  Require(context);
  std::vector<Item> items;
  for (size_t i = 1; i < context->children.size(); ++i) {
    Item item;
    item.op = dynamic_cast<P::BinaryOperatorContext*>(context->children[i]);
    if (item.op != nullptr)
      item.level = OperatorOf(item.op->getStart()->getType()).level;
    else
      item.level = kRelational;
    if (++i >= context->children.size()) throw Incomplete{};
    item.right = dynamic_cast<Context*>(context->children[i]);
    items.push_back(item);
  }
  Deeper deeper(*this, context, items.size());
  Expr* left = Side(dynamic_cast<Context*>(context->children.at(0)));
  size_t at = 0;
  return items.empty() ? left : Climb(left, items, at, 0);
}

// Precedence climbing: takes the operators of at least this level.
Expr* Builder::Climb(Expr* left, std::span<const Item> items, size_t& at, int level) {
  while (at < items.size() && items[at].level >= level) {
    const Item& item = items[at++];
    Require(item.right);
    if (item.op == nullptr) {
      const Span span = From(left->span, SpanOf(item.right));
      if (auto* pattern = dynamic_cast<P::PatternContext*>(item.right)) {
        auto* node = tree_.Make<IsExpr>(span);
        node->operand = left;
        node->pattern = PatternOf(pattern);
        left = node;
      } else {
        auto* node = tree_.Make<AsExpr>(span);
        node->operand = left;
        node->type = OperandType(static_cast<P::OperandTypeContext*>(item.right));
        left = node;
      }
      continue;
    }
    Expr* right = Side(item.right);
    while (at < items.size() && (items[at].level > item.level || (item.level == 1 && items[at].level == 1)))
      right = Climb(right, items, at, item.level == 1 && items[at].level == 1 ? 1 : items[at].level);
    auto* node = tree_.Make<Binary>(From(left->span, right->span));
    node->op = OperatorOf(item.op->getStart()->getType()).op;
    node->op_span = SpanOf(item.op);
    node->left = left;
    node->right = right;
    left = node;
  }
  return left;
}

Expr* Builder::Side(Context* context) {
  Require(context);
  if (auto* operand = dynamic_cast<P::OperandContext*>(context)) return Operand(operand);
  if (auto* lambda = dynamic_cast<P::CoalescedLambdaContext*>(context)) return CoalescedLambda(lambda);
  auto* thrown = dynamic_cast<P::ThrowExpressionContext*>(context);
  Require(thrown);
  auto* node = tree_.Make<ThrowExpr>(SpanOf(context));
  node->operand = Expression(thrown->expression());
  return node;
}

Expr* Builder::Operand(P::OperandContext* context) {
  Expr* result = Range(Require(context->range()));
  Deeper deeper(*this, context, context->children.size());
  for (size_t i = 1; i < context->children.size(); ++i) {
    if (auto* arms = dynamic_cast<P::SwitchArmsContext*>(context->children[i]))
      result = SwitchOf(arms, result);
    if (auto* init = dynamic_cast<P::ObjectInitializerContext*>(context->children[i])) {
      auto* node = tree_.Make<With>(From(result->span, SpanOf(init)));
      node->operand = result;
      node->initializers = Initializers(init);
      result = node;
    }
  }
  return result;
}

Expr* Builder::Range(P::RangeContext* context) {
  auto sides = context->unary();
  if (!Has(context, P::DOTDOT)) return Unary(Require(sides.at(0)));
  auto* node = tree_.Make<ast::Range>(SpanOf(context));
  const bool begins = dynamic_cast<P::UnaryContext*>(context->children[0]) != nullptr;
  size_t i = 0;
  if (begins) node->begin = Unary(sides.at(i++));
  if (i < sides.size()) node->end = Unary(sides[i]);
  return node;
}

Expr* Builder::Unary(P::UnaryContext* context) {
  Require(context);
  auto prefixes = context->prefix();
  Deeper deeper(*this, context, context->children.size());
  const bool negative = !prefixes.empty() && Has(prefixes.back(), P::MINUS);
  Expr* result = Postfixes(context, negative);
  for (size_t i = prefixes.size(); i-- > 0;) result = Prefix(Require(prefixes[i]), result);
  return result;
}

Expr* Builder::Prefix(P::PrefixContext* prefix, Expr* operand) {
  const Span span = From(SpanOf(prefix), operand->span);
  auto unary = [&](UnaryOp op) -> Expr* {
    auto* node = tree_.Make<ast::Unary>(span);
    node->op = op;
    node->operand = operand;
    return node;
  };
  switch (prefix->getStart()->getType()) {
    case P::PLUS:
      return unary(UnaryOp::kPlus);
    case P::MINUS:
      return unary(UnaryOp::kMinus);
    case P::BANG:
      return unary(UnaryOp::kNot);
    case P::TILDE:
      return unary(UnaryOp::kBitNot);
    case P::INC:
      return unary(UnaryOp::kPreInc);
    case P::DEC:
      return unary(UnaryOp::kPreDec);
    case P::HAT:
      return unary(UnaryOp::kFromEnd);
    case P::AWAIT:
      return unary(UnaryOp::kAwait);
    case P::AMP:
      return Unsupported(span, "address-of");
    default:
      break;
  }
  auto* node = tree_.Make<Cast>(span);
  node->type = Type(Require(prefix->type()));
  node->operand = operand;
  return node;
}

// a?.b.c?.d: each ?. begins a chain that takes all the rest.
Expr* Builder::Postfixes(P::UnaryContext* context, bool negative) {
  Expr* result = Primary(Require(context->primary()), negative);
  std::vector<Expr*> targets;
  for (P::PostfixContext* postfix : context->postfix()) {
    Require(postfix);
    if (Has(postfix, P::COND_DOT) || Has(postfix, P::COND_INDEX)) {
      targets.push_back(result);
      const Span at = SpanOf(postfix);
      result = tree_.Make<Binding>(Span{at.file, at.begin, at.begin});
    }
    result = Postfix(postfix, result);
  }
  while (!targets.empty()) {
    auto* node = tree_.Make<CondAccess>(From(targets.back()->span, result->span));
    node->target = targets.back();
    node->then = result;
    result = node;
    targets.pop_back();
  }
  return result;
}

Expr* Builder::Member(P::SegmentContext* segment, Expr* target) {
  Require(segment);
  auto* node = tree_.Make<ast::Member>(From(target->span, SpanOf(segment)));
  node->target = target;
  node->name = NameOf(segment->identifier());
  node->name_span = SpanOf(segment->identifier());
  node->arguments = Arguments(segment->typeArguments());
  return node;
}

Expr* Builder::Postfix(P::PostfixContext* postfix, Expr* target) {
  const Span span = From(target->span, SpanOf(postfix));
  if (auto* segment = postfix->segment()) return Member(segment, target);
  if (auto* arguments = postfix->arguments()) return Call(arguments, target, span);
  if (auto* brackets = postfix->bracketArguments()) {
    auto* node = tree_.Make<Index>(span);
    node->target = target;
    node->arguments = ArgumentsOf(brackets->argument());
    return node;
  }
  auto* node = tree_.Make<ast::Unary>(span);
  node->operand = target;
  node->op = Has(postfix, P::INC)   ? UnaryOp::kPostInc
             : Has(postfix, P::DEC) ? UnaryOp::kPostDec
                                    : UnaryOp::kSuppress;
  return node;
}

Expr* Builder::Call(P::ArgumentsContext* arguments, Expr* target, Span span) {
  Require(arguments);
  auto list = ArgumentsOf(arguments->argument());
  if (target->kind == ExprKind::kName && As<Name>(target).name == "nameof" && list.size() == 1) {
    auto* node = tree_.Make<ast::NameOf>(span);
    node->operand = list[0].value;
    return node;
  }
  auto* node = tree_.Make<ast::Call>(span);
  node->callee = target;
  node->arguments = std::move(list);
  return node;
}

Expr* Builder::SimpleName(P::SegmentContext* segment) {
  Require(segment);
  auto* node = tree_.Make<Name>(SpanOf(segment));
  node->name = NameOf(segment->identifier());
  node->arguments = Arguments(segment->typeArguments());
  return node;
}

Expr* Builder::Primary(P::PrimaryContext* context, bool negative) {
  if (auto* literal = context->literal()) return LiteralOf(literal, negative);
  if (auto* text = context->interpolated()) return InterpolatedText(text);
  if (auto* segment = context->segment()) return SimpleName(segment);
  if (auto* tuple = context->parenthesized()) return Parenthesized(tuple);
  if (auto* created = context->creation()) return Creation(created);
  if (auto* list = context->collection()) return CollectionOf(list);
  return KeywordPrimary(context);
}

Expr* Builder::KeywordPrimary(P::PrimaryContext* context) {
  const Span span = SpanOf(context);
  if (auto* type = context->predefined()) {
    auto* node = tree_.Make<Name>(span);
    node->name = TextOf(type);
    return node;
  }
  switch (context->getStart()->getType()) {
    case P::THIS:
    case P::BASE: {
      auto* node = tree_.Make<This>(span);
      node->base = Has(context, P::BASE);
      return node;
    }
    case P::TYPEOF: {
      auto* node = tree_.Make<TypeOfExpr>(span);
      if (context->type())
        node->type = Type(context->type());
      else
        return Unsupported(span, "typeof(void)");
      if (IsUnbound(context->type())) return Unsupported(span, "typeof of an open generic type");
      return node;
    }
    case P::DEFAULT: {
      auto* node = tree_.Make<Default>(span);
      if (context->type()) node->type = Type(context->type());
      return node;
    }
    case P::CHECKED:
    case P::UNCHECKED: {
      auto* node = tree_.Make<Checked>(span);
      node->checked = Has(context, P::CHECKED);
      node->operand = Expression(context->expression());
      return node;
    }
    case P::SIZEOF:
      return Unsupported(span, "sizeof");
    case P::DELEGATE:
      return Unsupported(span, "anonymous method");
    case P::STACKALLOC:
      return Unsupported(span, "stackalloc");
    default:
      throw Incomplete{};
  }
}

Expr* Builder::Parenthesized(P::ParenthesizedContext* context) {
  auto elements = context->tupleElement();
  if (elements.size() == 1 && elements[0]->type() == nullptr && elements[0]->children.size() == 1)
    return Expression(elements[0]->expression());
  auto* node = tree_.Make<Tuple>(SpanOf(context));
  for (P::TupleElementContext* element : elements) {
    Require(element);
    Argument argument;
    auto names = element->identifier();
    if (element->type() != nullptr) {
      argument.value =
          DeclarationOf(element->type(), names.back(), From(SpanOf(element->type()), SpanOf(names.back())));
      names.pop_back();
    } else {
      argument.value = Expression(element->expression());
    }
    if (!names.empty()) {
      argument.name = NameOf(names[0]);
      argument.name_span = SpanOf(names[0]);
    }
    node->elements.push_back(std::move(argument));
  }
  return node;
}

Expr* Builder::DeclarationOf(P::TypeContext* type, P::IdentifierContext* name, Span span) {
  auto* node = tree_.Make<Declaration>(span);
  node->type = Type(type);
  node->name = NameOf(name);
  return node;
}

Argument Builder::ArgumentOf(P::ArgumentContext* context) {
  Require(context);
  Argument argument;
  auto names = context->identifier();
  if (auto* type = context->type()) {
    argument.mode = Argument::Mode::kOut;
    argument.value = DeclarationOf(type, Require(names.back()), From(SpanOf(type), SpanOf(names.back())));
    names.pop_back();
  } else {
    argument.value = Expression(context->expression());
    argument.mode = Has(context, P::OUT)   ? Argument::Mode::kOut
                    : Has(context, P::REF) ? Argument::Mode::kRef
                    : Has(context, P::IN)  ? Argument::Mode::kIn
                                           : Argument::Mode::kValue;
  }
  if (!names.empty()) {
    argument.name = NameOf(names[0]);
    argument.name_span = SpanOf(names[0]);
  }
  return argument;
}

std::vector<Argument> Builder::ArgumentsOf(const std::vector<P::ArgumentContext*>& contexts) {
  std::vector<Argument> result;
  for (P::ArgumentContext* context : contexts) result.push_back(ArgumentOf(context));
  return result;
}

Expr* Builder::SwitchOf(P::SwitchArmsContext* context, Expr* operand) {
  Require(context);
  auto* node = tree_.Make<SwitchExpr>(From(operand->span, SpanOf(context)));
  node->operand = operand;
  for (P::SwitchArmContext* arm : context->switchArm()) {
    Require(arm);
    SwitchArm made;
    made.pattern = PatternOf(arm->pattern());
    if (arm->binary()) made.when = Flat(arm->binary());
    made.value = Expression(arm->expression());
    made.span = SpanOf(arm);
    node->arms.push_back(made);
  }
  return node;
}

Expr* Builder::LambdaOf(P::LambdaContext* context) {
  Require(context);
  const Span span = SpanOf(context);
  if (Has(context, P::ASYNC)) return Unsupported(span, "async lambda");
  auto* node = tree_.Make<Lambda>(span);
  if (auto* name = context->identifier()) {
    Parameter parameter;
    parameter.name = NameOf(name);
    parameter.span = SpanOf(name);
    node->parameters.push_back(parameter);
  }
  for (Parameter& parameter : LambdaParameters(context->lambdaParameter()))
    node->parameters.push_back(std::move(parameter));
  if (context->block())
    node->block = BlockOf(context->block());
  else
    node->body = Expression(context->expression());
  return node;
}

Expr* Builder::CoalescedLambda(P::CoalescedLambdaContext* context) {
  auto* node = tree_.Make<Lambda>(SpanOf(Require(context)));
  if (auto* name = context->LAMBDA_NAME()) {
    Parameter parameter;
    parameter.name = text_.Text(name->getSymbol());
    if (parameter.name.starts_with('@')) parameter.name.erase(0, 1);
    parameter.span = text_.SpanOf(name->getSymbol());
    node->parameters.push_back(std::move(parameter));
  }
  for (Parameter& parameter : LambdaParameters(context->lambdaParameter()))
    node->parameters.push_back(std::move(parameter));
  if (context->block())
    node->block = BlockOf(context->block());
  else
    node->body = Expression(context->expression());
  return node;
}

std::vector<Parameter> Builder::LambdaParameters(const std::vector<P::LambdaParameterContext*>& contexts) {
  std::vector<Parameter> result;
  for (P::LambdaParameterContext* from : contexts) {
    Require(from);
    Parameter parameter;
    parameter.name = NameOf(from->identifier());
    parameter.span = SpanOf(from);
    if (from->type()) parameter.type = Type(from->type());
    for (auto* modifier : from->parameterModifier()) parameter.modifier = TextOf(modifier);
    if (from->expression()) parameter.default_value = Expression(from->expression());
    result.push_back(std::move(parameter));
  }
  return result;
}

}  // namespace idx::compiler
