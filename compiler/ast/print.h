// AST → source text of the language: `idx fmt --to=idx`, and tests. Parentheses stand where precedence needs
// them; comments and layout of the original are lost. Parsing the text of a tree that was parsed without
// errors gives a tree with an equal dump.
#pragma once

#include <string>

#include "compiler/ast/ast.h"

namespace idx::compiler {

// Constructs that were left out of the language (Unsupported…) are printed as their source text; without
// sources, as a comment that names them.
std::string PrintAst(const ast::File& file, const SourceSet* sources = nullptr);
// "" for null.
std::string PrintAst(const ast::Expr* expression, const SourceSet* sources = nullptr);

}  // namespace idx::compiler
