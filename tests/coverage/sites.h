// Where the constructs of the language stand in a text: each node of its syntax tree, with what is around it.
#pragma once

#include <string>
#include <vector>

#include "compiler/ast/ast.h"

namespace idx::compiler::golden {

enum class ConstructKind : uint8_t {
  kExpression,   // ast::ExprKind
  kUnary,        // ast::UnaryOp
  kBinary,       // ast::BinaryOp
  kLiteral,      // ast::LiteralKind
  kAssignment,   // 0: =, 1: op=
  kStatement,    // ast::StmtKind
  kPattern,      // ast::PatternKind
  kDeclaration,  // ast::DeclKind
};
struct Construct {
  ConstructKind kind = ConstructKind::kExpression;
  int number = 0;
  friend auto operator<=>(const Construct&, const Construct&) = default;
};

struct Site {
  std::vector<Construct> constructs;  // a + is an expression kBinary and an operator kAdd
  Span span;
  std::string method;      // of a call x.Method(…), else ""
  int around = -1;         // index of the site of which it is a direct part; -1: the root
  std::vector<int> parts;  // indexes
  bool is_null = false;    // the literal
};

// Every site comes behind the one around it.
std::vector<Site> SitesOf(const ast::Expr& expression);
std::vector<Site> SitesOf(const ast::File& file);

// The innermost site that holds the span; -1: none does.
int SiteAt(const std::vector<Site>& sites, const Span& span);

}  // namespace idx::compiler::golden
