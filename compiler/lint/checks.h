// The single checks, a file each. Internal to this folder.
#pragma once

#include "compiler/lint/lint.h"

namespace idx::compiler::lint {

void CheckFlowLoops(const typed::Program& program, Diagnostics& diagnostics);   // IDX5004
void CheckConditions(const typed::Program& program, Diagnostics& diagnostics);  // IDX5005
void CheckClasses(const typed::Program& program, Diagnostics& diagnostics);     // IDX5006
void CheckSchemas(const LoadedConfiguration& loaded, const typed::Program& program,
                  Diagnostics& diagnostics);                                        // IDX5007, IDX5008
void CheckAddresses(const typed::Program& program, Diagnostics& diagnostics);       // IDX5009
void CheckLiterals(const typed::Program& program, Diagnostics& diagnostics);        // IDX5010
void CheckCosts(const typed::Program& program, Diagnostics& diagnostics);           // IDX5011, IDX5013
void CheckUnusedCode(const LoadedConfiguration& loaded, Diagnostics& diagnostics);  // IDX5012

// "Vault.User.Mail"
std::string AttributeName(const typed::Program& program, int32_t type, int32_t attribute);
// The object type of an entity parameter.
int32_t TypeOfParameter(const typed::Function& function, int32_t parameter);

}  // namespace idx::compiler::lint
