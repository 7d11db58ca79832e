// What the commands that work on a tenant's data share: opening it, progress, and putting results into words.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "cli/session.h"
#include "runtime/pipeline/engine.h"

namespace idx::cli {

struct EngineArguments {
  std::string directory;
  std::string data;        // --data
  std::string connection;  // --db
  bool json = false;
};
// DIR, --data, --db and --json.
void AddEngineArguments(CLI::App& command, EngineArguments& arguments);

// The configuration, compiled, over its data.
struct OpenedEngine {
  int exit_code = kCouldNotRun;  // unless engine is set
  compiler::Compilation compilation;
  std::unique_ptr<runtime::Engine> engine;
};
OpenedEngine OpenEngine(const EngineArguments& arguments, Session& session);

// A line on the terminal that shows what is being done; nothing in a pipe. Clear() removes it.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine() { Clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;
  runtime::ProgressSink Sink();
  void Clear();

 private:
  bool terminal_ = false;
  bool shown_ = false;
  int64_t last_ns_ = 0;
};

// "name" and its values, for people and for programs.
std::string SummaryText(const runtime::RunSummary& summary, const std::string& directory);
nlohmann::json SummaryJson(const runtime::RunSummary& summary);
nlohmann::json AttributesJson(const std::vector<runtime::PlannedAttribute>& attributes);
// "a → b", "(none)" for no value; several values in brackets.
std::string ChangeText(const runtime::PlannedAttribute& attribute);
std::string ValueText(const std::vector<std::string>& values);

}  // namespace idx::cli
