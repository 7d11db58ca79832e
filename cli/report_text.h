// What runs, plans and explanations say to a person who sees IDx for the first time.
#pragma once

#include <string>
#include <vector>

#include "runtime/pipeline/reports.h"

namespace idx::cli {

// directory: for the commands that it tells to type.
std::string TextOf(const runtime::RunSummary& summary, const std::string& directory, bool verbose);
// At most `limit` changes of each type.
std::string TextOf(const runtime::PlanReport& report, size_t limit);
// At most `limit` of those that wait alike: of the same state, kind, type and reason.
std::string TextOf(const std::vector<runtime::PendingChange>& changes, const std::string& directory,
                   size_t limit);
std::string TextOf(const runtime::Explanation& explanation);

// "1 person", "2 people"
std::string Count(uint64_t n, const std::string& one, const std::string& many);
// "a", "a | b", or - for none; long ones cut.
std::string Shown(const std::vector<std::string>& values);

}  // namespace idx::cli
