// What a whole configuration tells about itself, beyond the single rule: loops of values, conditions that
// never hold, attributes and methods that nothing uses, what a rule may cost.
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/typed/typed.h"
#include "compiler/xml/load.h"

namespace idx::compiler {

// Gives IDX5004 to IDX5013, all of them warnings. The rules are analysed (compiler/analyse) and without
// errors.
void LintConfiguration(const LoadedConfiguration& loaded, const typed::Program& program,
                       Diagnostics& diagnostics);

}  // namespace idx::compiler
