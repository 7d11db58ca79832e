// What each step of the compiler takes on a configuration, measured inside one process.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace idx::bench {

using Steps = std::vector<std::pair<std::string, double>>;  // name, milliseconds

// Each in a process of its own, as everything is slower the first time: the parser learns its decisions then.
// One after the other on one thread.
Steps MeasureParts(const std::string& directory);
// As `idx lint` does them.
Steps MeasureWhole(const std::string& directory);

// Runs it in a child process; empty when the child failed.
Steps InChild(Steps (*measure)(const std::string&), const std::string& directory);

}  // namespace idx::bench
