// Reports as JSON, for programs: the fields of runtime/state/summary.h and runtime/pipeline/reports.h by
// their names.
#pragma once

#include <string>
#include <vector>

#include "runtime/pipeline/reports.h"

namespace idx::cli {

std::string JsonOf(const runtime::RunSummary& summary);
std::string JsonOf(const runtime::PlanReport& report);
std::string JsonOf(const std::vector<runtime::PendingChange>& changes);
std::string JsonOf(const runtime::Explanation& explanation);

}  // namespace idx::cli
