// A readable text of the typed rule set, one node a line, indented: `idx compile --emit=typed` and golden
// tests. Equal programs give equal text; spans are left out.
#pragma once

#include <string>

#include "compiler/typed/typed.h"

namespace idx::compiler {

std::string DumpTyped(const typed::Program& program);
std::string DumpTyped(const typed::Program& program, const typed::Function& function);
// "string?", "Class", "Workday.User", "long[]"
std::string NameOfType(const typed::Program& program, const typed::Type& type);

}  // namespace idx::compiler
