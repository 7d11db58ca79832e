// AST → typed rule set: names, types, nullability. Gives IDX1xxx and IDX2xxx (effects and access by kind of
// rule are compiler/analyse's). All errors of all files, each once; after errors the result must not be run.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/typed/typed.h"
#include "compiler/xml/load.h"

namespace idx::compiler {

// The rules' writes, reads, effects and probes are left empty: compiler/analyse fills them.
std::shared_ptr<typed::Program> Check(const LoadedConfiguration& loaded, Diagnostics& diagnostics);

// A value that an expression may use by name (`idx eval --json`).
struct ExpressionVariable {
  std::string name;
  typed::Type type;
};

// Checks one expression: the result is a program whose last function, named "eval", takes the variables and
// returns the value. loaded may be null: then only the library can be named. Null after errors.
std::shared_ptr<typed::Program> CheckExpression(const LoadedConfiguration* loaded,
                                                const ast::Expr& expression,
                                                const std::vector<ExpressionVariable>& variables,
                                                Diagnostics& diagnostics);

}  // namespace idx::compiler
