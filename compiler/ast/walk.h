// The parts of a node, each once, in the order of the text: for those who look for something in a tree.
#pragma once

#include <functional>

#include "compiler/ast/ast.h"

namespace idx::compiler::ast {

struct PartVisitor {
  std::function<void(const Expr&)> expr;
  std::function<void(const Stmt&)> stmt;
  std::function<void(const Pattern&)> pattern;
};

void ForEachPart(const Expr& e, const PartVisitor& visit);
void ForEachPart(const Stmt& s, const PartVisitor& visit);
void ForEachPart(const Pattern& pattern, const PartVisitor& visit);

}  // namespace idx::compiler::ast
