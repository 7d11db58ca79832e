// What each kind of rule may read, write and do. Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include "compiler/analyse/flow.h"
#include "compiler/diagnostics/diagnostics.h"

namespace idx::compiler::analyse {

// IDX2003 to 2006 and 1900 for all rules and helper methods.
void CheckAccess(const typed::Program& program, const std::vector<FunctionFlow>& flows,
                 Diagnostics& diagnostics);
// IDX5001 and 5003: rules of which only one can win.
void CheckRivals(const typed::Program& program, const std::vector<FunctionFlow>& flows,
                 Diagnostics& diagnostics);

}  // namespace idx::compiler::analyse
