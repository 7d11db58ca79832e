// Makes syntax trees as the parser would have made them from .idx, each node with the place in the XML it
// stands for.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/ast/ast.h"

namespace idx::compiler::xml {

class Builder {
 public:
  explicit Builder(ast::Tree& tree) : tree_(tree) {}

  ast::Expr* Name(Span span, std::string name);
  ast::Expr* Member(ast::Expr* target, Span span, std::string name);
  // "Str", "JoinNonEmpty" → Str.JoinNonEmpty
  ast::Expr* Path(Span span, std::string owner, std::string name);
  ast::Expr* String(Span span, std::string value);
  ast::Expr* Int(Span span, int32_t value);  // not negative
  ast::Expr* Bool(Span span, bool value);
  ast::Expr* Call(Span span, ast::Expr* callee, std::vector<ast::Expr*> arguments);
  ast::Expr* Binary(Span span, ast::BinaryOp op, ast::Expr* left, ast::Expr* right);
  ast::Expr* Conditional(Span span, ast::Expr* condition, ast::Expr* then, ast::Expr* otherwise);
  ast::Expr* IsNull(ast::Expr* operand);
  ast::Expr* Interpolated(ast::Expr* value);  // $"{value}"
  ast::Stmt* Assign(Span span, ast::Expr* target, ast::Expr* value);
  ast::Stmt* AssignOnce(Span span, ast::Expr* target, ast::Expr* value);  // ??=
  ast::Stmt* Statement(ast::Expr* expression);
  ast::Stmt* Var(Span span, std::string name, ast::Expr* value);
  ast::Stmt* If(Span span, ast::Expr* condition, ast::Stmt* then, ast::Stmt* otherwise = nullptr);
  ast::Block* Block(Span span, std::vector<ast::Stmt*> statements);
  ast::TypeName* Type(Span span, std::string name);
  ast::Parameter Parameter(Span span, std::string type, std::string name);
  // [name("text", option = value)]
  ast::AttributeUse Use(Span span, std::string name, std::vector<ast::AttributeUse::Argument> arguments);
  ast::AttributeUse::Argument Positional(ast::Expr* value) { return {"", value->span, value}; }
  ast::AttributeUse::Argument Named(Span span, std::string name, ast::Expr* value) {
    return {std::move(name), span, value};
  }
  // A static method without a body. Type null for void.
  ast::Method* Method(Span span, std::string name, ast::TypeName* result,
                      std::vector<ast::Parameter> parameters);
  ast::Class* StaticClass(Span span, std::string name);

 private:
  ast::Tree& tree_;
};

}  // namespace idx::compiler::xml
