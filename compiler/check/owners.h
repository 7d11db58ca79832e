// Names before the dot of a static member.
#pragma once

#include <string>

namespace idx::compiler::check {

// C#'s other names of the predefined types, as owners of static members.
std::string CanonicalOwner(const std::string& name);

// What the library's sections hold that this build does not know yet, so that the answer is "not yet" and not
// "no".
bool IsPlanned(const std::string& owner);

}  // namespace idx::compiler::check
