// From the body of a join rule to hashed probes. Internal to this folder.
#pragma once

#include <vector>

#include "compiler/typed/typed.h"

namespace idx::compiler::analyse {

// Settles what equality means in a join rule: between app and vault (== and string.Equals) it is false when
// either side is null or ""; every other == is C#'s. The checker marks all == of a join rule alike.
void SettleEqualities(typed::Program& program, const typed::Rule& rule);

// The probes under which every pair that the rule accepts is found; empty when there is no such set. Adds the
// key functions to the program. After SettleEqualities.
std::vector<typed::JoinProbe> FindJoinProbes(typed::Program& program, const typed::Rule& rule);

}  // namespace idx::compiler::analyse
