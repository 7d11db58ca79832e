// Source text → AST. The only folder that knows ANTLR.
#pragma once

#include "compiler/ast/ast.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source.h"

namespace idx::compiler {

struct ParseLimits {
  uint32_t max_depth = 200;       // nesting of brackets, checked on tokens before the parser runs
  uint32_t max_bytes = 2u << 20;  // of one file; the parser's tree takes several hundred times as much
};

// Parses a whole .idx file. Nodes go into tree. Gives IDX0xxx; after errors the file holds what could be
// understood. Thread-safe for different trees and diagnostics.
ast::File ParseFile(const SourceSet& sources, FileId file, ast::Tree& tree, Diagnostics& diagnostics,
                    const ParseLimits& limits = {});

// Parses one expression (an XML attribute, `idx eval`). Null after a syntax error. A trailing ';' is an
// error.
ast::Expr* ParseExpression(const Fragment& fragment, ast::Tree& tree, Diagnostics& diagnostics,
                           const ParseLimits& limits = {});

}  // namespace idx::compiler
