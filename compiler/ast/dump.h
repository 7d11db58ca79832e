// A readable text of the AST, one node a line, indented: `idx compile --emit=ast` and golden tests. Equal
// trees give equal text; spans are left out.
#pragma once

#include <string>

#include "compiler/ast/ast.h"

namespace idx::compiler {

std::string DumpAst(const ast::File& file);
// "" for null.
std::string DumpAst(const ast::Expr* expression);

}  // namespace idx::compiler
