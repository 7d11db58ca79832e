#include "compiler/xml/builder.h"

namespace idx::compiler::xml {

ast::Expr* Builder::Name(Span span, std::string name) {
  auto* node = tree_.Make<ast::Name>(span);
  node->name = std::move(name);
  return node;
}

ast::Expr* Builder::Member(ast::Expr* target, Span span, std::string name) {
  auto* node = tree_.Make<ast::Member>(span);
  node->target = target;
  node->name = std::move(name);
  node->name_span = span;
  return node;
}

ast::Expr* Builder::Path(Span span, std::string owner, std::string name) {
  return Member(Name(span, std::move(owner)), span, std::move(name));
}

ast::Expr* Builder::String(Span span, std::string value) {
  auto* node = tree_.Make<ast::Literal>(span);
  node->literal = ast::LiteralKind::kString;
  node->text = std::move(value);
  return node;
}

ast::Expr* Builder::Int(Span span, int32_t value) {
  auto* node = tree_.Make<ast::Literal>(span);
  node->literal = ast::LiteralKind::kInt;
  node->integer = static_cast<uint64_t>(value);
  return node;
}

ast::Expr* Builder::Bool(Span span, bool value) {
  auto* node = tree_.Make<ast::Literal>(span);
  node->literal = value ? ast::LiteralKind::kTrue : ast::LiteralKind::kFalse;
  return node;
}

ast::Expr* Builder::Call(Span span, ast::Expr* callee, std::vector<ast::Expr*> arguments) {
  auto* node = tree_.Make<ast::Call>(span);
  node->callee = callee;
  for (ast::Expr* value : arguments)
    node->arguments.push_back({"", value->span, ast::Argument::Mode::kValue, value});
  return node;
}

ast::Expr* Builder::Binary(Span span, ast::BinaryOp op, ast::Expr* left, ast::Expr* right) {
  auto* node = tree_.Make<ast::Binary>(span);
  node->op = op;
  node->op_span = span;
  node->left = left;
  node->right = right;
  return node;
}

ast::Expr* Builder::Conditional(Span span, ast::Expr* condition, ast::Expr* then, ast::Expr* otherwise) {
  auto* node = tree_.Make<ast::Conditional>(span);
  node->condition = condition;
  node->then = then;
  node->otherwise = otherwise;
  return node;
}

ast::Expr* Builder::IsNull(ast::Expr* operand) {
  auto* null = tree_.Make<ast::Literal>(operand->span);
  auto* pattern = tree_.Make<ast::ConstantPattern>(operand->span);
  pattern->value = null;
  auto* node = tree_.Make<ast::IsExpr>(operand->span);
  node->operand = operand;
  node->pattern = pattern;
  return node;
}

ast::Expr* Builder::Interpolated(ast::Expr* value) {
  auto* node = tree_.Make<ast::Interpolated>(value->span);
  ast::Interpolated::Part part;
  part.value = value;
  node->parts.push_back(std::move(part));
  return node;
}

ast::Stmt* Builder::Assign(Span span, ast::Expr* target, ast::Expr* value) {
  auto* node = tree_.Make<ast::Assign>(span);
  node->op_span = span;
  node->target = target;
  node->value = value;
  return Statement(node);
}

ast::Stmt* Builder::AssignOnce(Span span, ast::Expr* target, ast::Expr* value) {
  auto* node = tree_.Make<ast::Assign>(span);
  node->op_span = span;
  node->target = target;
  node->value = value;
  node->compound = true;
  node->op = ast::BinaryOp::kCoalesce;
  return Statement(node);
}

ast::Stmt* Builder::Statement(ast::Expr* expression) {
  auto* node = tree_.Make<ast::ExprStmt>(expression->span);
  node->expression = expression;
  return node;
}

ast::Stmt* Builder::Var(Span span, std::string name, ast::Expr* value) {
  auto* node = tree_.Make<ast::Local>(span);
  node->type = tree_.Make<ast::TypeName>(span);
  node->type->kind = ast::TypeName::Kind::kVar;
  node->declarators.push_back({std::move(name), span, value});
  return node;
}

ast::Stmt* Builder::If(Span span, ast::Expr* condition, ast::Stmt* then, ast::Stmt* otherwise) {
  auto* node = tree_.Make<ast::If>(span);
  node->condition = condition;
  node->then = then;
  node->otherwise = otherwise;
  return node;
}

ast::Block* Builder::Block(Span span, std::vector<ast::Stmt*> statements) {
  auto* node = tree_.Make<ast::Block>(span);
  node->statements = std::move(statements);
  return node;
}

ast::TypeName* Builder::Type(Span span, std::string name) {
  auto* node = tree_.Make<ast::TypeName>(span);
  node->name = std::move(name);
  return node;
}

ast::Parameter Builder::Parameter(Span span, std::string type, std::string name) {
  ast::Parameter parameter;
  parameter.type = Type(span, std::move(type));
  parameter.name = std::move(name);
  parameter.span = span;
  return parameter;
}

ast::AttributeUse Builder::Use(Span span, std::string name,
                               std::vector<ast::AttributeUse::Argument> arguments) {
  ast::AttributeUse use;
  use.name = std::move(name);
  use.arguments = std::move(arguments);
  use.span = span;
  return use;
}

ast::Method* Builder::Method(Span span, std::string name, ast::TypeName* result,
                             std::vector<ast::Parameter> parameters) {
  auto* node = tree_.Make<ast::Method>(span);
  node->modifiers = {"static"};
  node->name = std::move(name);
  node->name_span = span;
  node->result = result;
  node->parameters = std::move(parameters);
  return node;
}

ast::Class* Builder::StaticClass(Span span, std::string name) {
  auto* node = tree_.Make<ast::Class>(span);
  node->modifiers = {"static"};
  node->name = std::move(name);
  node->name_span = span;
  return node;
}

}  // namespace idx::compiler::xml
