#include "compiler/lint/lint.h"

#include "compiler/lint/checks.h"

namespace idx::compiler {

void LintConfiguration(const LoadedConfiguration& loaded, const typed::Program& program,
                       Diagnostics& diagnostics) {
  lint::CheckFlowLoops(program, diagnostics);
  lint::CheckConditions(program, diagnostics);
  lint::CheckClasses(program, diagnostics);
  lint::CheckSchemas(loaded, program, diagnostics);
  lint::CheckAddresses(program, diagnostics);
  lint::CheckLiterals(program, diagnostics);
  lint::CheckCosts(program, diagnostics);
  lint::CheckUnusedCode(loaded, diagnostics);
}

namespace lint {

std::string AttributeName(const typed::Program& program, int32_t type, int32_t attribute) {
  const ObjectType& t = program.configuration->types[static_cast<size_t>(type)];
  return t.FullName() + "." + t.At(attribute).identifier;
}

int32_t TypeOfParameter(const typed::Function& function, int32_t parameter) {
  return function.locals[static_cast<size_t>(parameter)].id;
}

}  // namespace lint

}  // namespace idx::compiler
