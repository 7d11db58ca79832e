#include "compiler/ast/hash_object.h"
#include "compiler/parse/builder.h"

namespace idx::compiler {

using namespace ast;
using P = IdxParser;

void Builder::Append(P::BlockItemContext* item, std::vector<Stmt*>& statements) {
  if (item == nullptr || Broken(item) || item->statement() == nullptr) return;
  try {
    statements.push_back(Statement(item->statement()));
  } catch (const Incomplete&) {  // reported; the statement is left out
  }
}

Block* Builder::BlockOf(P::BlockContext* context) {
  Require(context);
  auto* node = tree_.Make<Block>(SpanOf(context));
  for (P::BlockItemContext* item : context->blockItem()) Append(item, node->statements);
  return node;
}

Stmt* Builder::Statement(P::StatementContext* context) {
  Require(context);
  Deeper deeper(*this, context);
  const Span span = SpanOf(context);
  auto* inner = context->children.empty() ? nullptr : dynamic_cast<Context*>(context->children[0]);
  Require(inner);
  switch (inner->getRuleIndex()) {
    case P::RuleBlock:
      return BlockOf(static_cast<P::BlockContext*>(inner));
    case P::RuleIfStatement:
      return IfOf(static_cast<P::IfStatementContext*>(inner));
    case P::RuleSwitchStatement:
      return SwitchStatement(static_cast<P::SwitchStatementContext*>(inner));
    case P::RuleForStatement:
      return ForOf(static_cast<P::ForStatementContext*>(inner));
    case P::RuleForeachStatement:
      return ForeachOf(static_cast<P::ForeachStatementContext*>(inner));
    case P::RuleTryStatement:
      return TryOf(static_cast<P::TryStatementContext*>(inner));
    case P::RuleUnsupportedStatement:
      return UnsupportedStatement(static_cast<P::UnsupportedStatementContext*>(inner));
    case P::RuleLocalFunction:
      return LocalFunctionOf(static_cast<P::LocalFunctionContext*>(inner));
    case P::RuleLocalStatement: {
      Local* node = LocalOf(static_cast<P::LocalStatementContext*>(inner)->local());
      node->span = span;
      return node;
    }
    case P::RuleConstStatement: {
      Local* node = LocalOf(static_cast<P::ConstStatementContext*>(inner)->local());
      node->span = span;
      node->constant = true;
      return node;
    }
    case P::RuleExpressionStatement:
      return ExpressionStatement(static_cast<P::ExpressionStatementContext*>(inner)->expression(), span);
    default:
      return SimpleStatement(inner, span);
  }
}

Stmt* Builder::SimpleStatement(Context* context, Span span) {
  switch (context->getRuleIndex()) {
    case P::RuleEmptyStatement:
      return tree_.Make<Empty>(span);
    case P::RuleBreakStatement:
      return tree_.Make<Break>(span);
    case P::RuleContinueStatement:
      return tree_.Make<Continue>(span);
    case P::RuleReturnStatement: {
      auto* node = tree_.Make<Return>(span);
      if (auto* value = static_cast<P::ReturnStatementContext*>(context)->expression())
        node->value = Expression(value);
      return node;
    }
    case P::RuleThrowStatement: {
      auto* node = tree_.Make<ThrowStmt>(span);
      if (auto* value = static_cast<P::ThrowStatementContext*>(context)->expression())
        node->operand = Expression(value);
      return node;
    }
    case P::RuleWhileStatement: {
      auto* from = static_cast<P::WhileStatementContext*>(context);
      auto* node = tree_.Make<While>(span);
      node->condition = Condition(from->condition());
      node->body = Statement(from->statement());
      return node;
    }
    case P::RuleDoStatement: {
      auto* from = static_cast<P::DoStatementContext*>(context);
      auto* node = tree_.Make<Do>(span);
      node->body = Statement(from->statement());
      node->condition = Condition(from->condition());
      return node;
    }
    case P::RuleCheckedStatement: {
      auto* node = tree_.Make<CheckedStmt>(span);
      node->checked = Has(context, P::CHECKED);
      node->block = BlockOf(static_cast<P::CheckedStatementContext*>(context)->block());
      return node;
    }
    default:
      throw Incomplete{};
  }
}

Expr* Builder::Condition(P::ConditionContext* context) { return Expression(Require(context)->expression()); }

Stmt* Builder::ExpressionStatement(P::ExpressionContext* context, Span span) {
  auto* node = tree_.Make<ExprStmt>(span);
  node->expression = Expression(context);
  if (node->expression->kind == ExprKind::kAssign)
    if (Stmt* deconstruction = Deconstruction(As<Assign>(node->expression), span)) return deconstruction;
  return node;
}

// var (a, b) = e: to the grammar a call of var.
Stmt* Builder::Deconstruction(const Assign& assign, Span span) {
  if (assign.compound || assign.target->kind != ExprKind::kCall) return nullptr;
  const auto& call = As<ast::Call>(assign.target);
  if (call.callee->kind != ExprKind::kName || As<Name>(call.callee).name != "var") return nullptr;
  auto* node = tree_.Make<Deconstruct>(span);
  for (const Argument& argument : call.arguments) {
    if (argument.value->kind != ExprKind::kName) return nullptr;
    node->names.push_back(As<Name>(argument.value).name);
  }
  node->value = assign.value;
  return node;
}

Local* Builder::LocalOf(P::LocalContext* context) {
  Require(context);
  auto* node = tree_.Make<Local>(SpanOf(context));
  node->type = Type(context->type());
  for (P::DeclaratorContext* from : context->declarator()) {
    Require(from);
    Local::Declarator declarator;
    declarator.name = NameOf(from->identifier());
    declarator.span = SpanOf(from->identifier());
    if (from->initialValue()) declarator.value = InitialValue(from->initialValue());
    node->declarators.push_back(std::move(declarator));
  }
  return node;
}

Stmt* Builder::IfOf(P::IfStatementContext* context) {
  Require(context);
  auto conditions = context->condition();
  auto statements = context->statement();
  Deeper deeper(*this, context, conditions.size());
  Stmt* otherwise = statements.size() > conditions.size() ? Statement(statements.back()) : nullptr;
  for (size_t i = conditions.size(); i-- > 0;) {
    const Span whole = SpanOf(context);
    const Span from = i == 0 ? whole : SpanOf(Require(conditions[i]));
    auto* node = tree_.Make<If>(From(from, whole));
    node->condition = Condition(conditions[i]);
    node->then = Statement(statements.at(i));
    node->otherwise = otherwise;
    otherwise = node;
  }
  return otherwise;
}

Stmt* Builder::SwitchStatement(P::SwitchStatementContext* context) {
  Require(context);
  auto* node = tree_.Make<SwitchStmt>(SpanOf(context));
  auto operands = ArgumentsOf(Require(context->switchOperand())->argument());
  if (operands.size() == 1) {
    node->operand = operands[0].value;
  } else {
    auto* tuple = tree_.Make<Tuple>(SpanOf(context->switchOperand()));
    tuple->elements = std::move(operands);
    node->operand = tuple;
  }
  for (P::SwitchSectionContext* from : context->switchSection()) {
    SwitchSection section;
    for (P::SwitchLabelContext* label_from : Require(from)->switchLabel()) {
      if (Broken(label_from)) continue;
      SwitchSection::Label label;
      label.span = SpanOf(label_from);
      if (label_from->pattern()) label.pattern = PatternOf(label_from->pattern());
      if (label_from->binary()) label.when = Flat(label_from->binary());
      section.labels.push_back(label);
    }
    for (P::BlockItemContext* item : from->blockItem()) Append(item, section.statements);
    if (!section.labels.empty()) node->sections.push_back(std::move(section));
  }
  return node;
}

Stmt* Builder::ForOf(P::ForStatementContext* context) {
  auto* node = tree_.Make<For>(SpanOf(Require(context)));
  P::ForHeaderContext* header = Require(context->forHeader());
  if (auto* init = header->forInitializer()) {
    if (Require(init)->local()) node->initializers.push_back(LocalOf(init->local()));
    for (P::ExpressionContext* expression : init->expression())
      node->initializers.push_back(ExpressionStatement(expression, SpanOf(expression)));
  }
  int semicolons = 0;
  for (antlr4::tree::ParseTree* child : header->children) {
    if (auto* expression = dynamic_cast<P::ExpressionContext*>(child)) {
      if (semicolons == 1)
        node->condition = Expression(expression);
      else
        node->steps.push_back(Expression(expression));
    } else if (auto* terminal = dynamic_cast<antlr4::tree::TerminalNode*>(child)) {
      semicolons += terminal->getSymbol()->getType() == P::SEMI;
    }
  }
  node->body = Statement(context->statement());
  return node;
}

Stmt* Builder::ForeachOf(P::ForeachStatementContext* context) {
  auto* node = tree_.Make<Foreach>(SpanOf(Require(context)));
  P::ForeachHeaderContext* header = Require(context->foreachHeader());
  auto names = header->identifier();
  size_t first = 0;
  if (header->type() != nullptr) {
    node->type = Type(header->type());
  } else {
    node->type = tree_.Make<TypeName>(SpanOf(names.at(0)));
    node->type->kind = TypeName::Kind::kVar;
    node->type->name = "var";
    first = 1;
  }
  for (size_t i = first; i < names.size(); ++i) node->names.push_back(NameOf(names[i]));
  if (first < names.size()) node->name_span = From(SpanOf(names[first]), SpanOf(names.back()));
  node->collection = Expression(header->expression());
  node->body = Statement(context->statement());
  return node;
}

Stmt* Builder::TryOf(P::TryStatementContext* context) {
  auto* node = tree_.Make<Try>(SpanOf(Require(context)));
  node->block = BlockOf(context->block());
  for (P::CatchClauseContext* from : context->catchClause()) {
    Require(from);
    Try::Catch made;
    made.span = SpanOf(from);
    if (from->type()) made.type = Type(from->type());
    if (from->identifier()) made.name = NameOf(from->identifier());
    if (from->expression()) made.when = Expression(from->expression());
    made.block = BlockOf(from->block());
    node->catches.push_back(std::move(made));
  }
  if (context->finallyClause()) node->finally = BlockOf(Require(context->finallyClause())->block());
  return node;
}

// using (var sha = SHA256.Create()) …: such an object holds nothing that would have to be closed. Null: it is
// another.
Stmt* Builder::UsingHash(P::UnsupportedStatementContext* context) {
  if (context->getStart()->getType() != P::USING) return nullptr;
  P::UsingHeaderContext* header = context->usingHeader();
  P::LocalContext* local = header != nullptr ? header->local() : context->local();
  if (local == nullptr) return nullptr;
  Local* declared = LocalOf(Require(local));
  if (declared->declarators.size() != 1 || declared->declarators[0].value == nullptr ||
      HashClassOf(*declared->declarators[0].value).empty())
    return nullptr;
  if (header == nullptr) return declared;
  auto* block = tree_.Make<Block>(SpanOf(context));
  block->statements = {declared, Statement(context->statement())};
  return block;
}

Stmt* Builder::UnsupportedStatement(P::UnsupportedStatementContext* context) {
  if (Stmt* made = UsingHash(context)) return made;
  auto* node = tree_.Make<UnsupportedStmt>(SpanOf(Require(context)));
  const antlr4::Token* first = context->getStart();
  switch (first->getType()) {
    case P::IDENT:
      node->construct = "label";
      break;
    case P::AWAIT:
      node->construct = "await";
      break;
    default:
      node->construct = std::string(text_.Text(first));
  }
  return node;
}

Stmt* Builder::LocalFunctionOf(P::LocalFunctionContext* context) {
  Require(context);
  const Span span = SpanOf(context);
  auto* node = tree_.Make<LocalFunction>(span);
  TypeName* result = context->type() ? Type(context->type()) : nullptr;
  node->method = MethodOf(span, result, context->identifier(), context->typeParameters(),
                          context->parameters(), context->methodBody());
  node->method->attributes = Attributes(context->attributes());
  for (size_t i = 0; i < context->children.size(); ++i) {
    const antlr4::Token* token = TokenOf(context, i);
    if (token != nullptr && token->getType() != P::VOID)
      node->method->modifiers.emplace_back(text_.Text(token));
  }
  return node;
}

}  // namespace idx::compiler
