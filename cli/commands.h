// The commands. Each is a file of its own, NAME.cpp; a new one is a line here and in program.cpp.
#pragma once

#include <string_view>

#include "cli/session.h"

namespace idx::cli {

inline constexpr std::string_view kVersion = "idx 0.1.0";

void AddInit(CLI::App& program, Command& chosen);
void AddLint(CLI::App& program, Command& chosen);
void AddCompile(CLI::App& program, Command& chosen);
void AddEval(CLI::App& program, Command& chosen);
void AddFormat(CLI::App& program, Command& chosen);
void AddTest(CLI::App& program, Command& chosen);
void AddSync(CLI::App& program, Command& chosen);
void AddPlan(CLI::App& program, Command& chosen);
void AddExplain(CLI::App& program, Command& chosen);
void AddChanges(CLI::App& program, Command& chosen);
void AddApprove(CLI::App& program, Command& chosen);
void AddReject(CLI::App& program, Command& chosen);
void AddDump(CLI::App& program, Command& chosen);
void AddRebuild(CLI::App& program, Command& chosen);
void AddExplainCode(CLI::App& program, Command& chosen);
void AddCompletion(CLI::App& program, Command& chosen);

}  // namespace idx::cli
