// The commands that work on a data folder: their common options, and the engine that they open.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/session.h"
#include "runtime/pipeline/engine.h"

namespace idx::cli {

struct EngineArguments {
  std::string directory;
  std::string data;                       // --data
  std::string database;                   // --db
  std::string now;                        // --now
  std::vector<std::string> applications;  // --app
  std::string log = "info";               // --log
  bool json = false;
};

// Adds DIR, --data, --db and --json to a command.
void AddEngineOptions(CLI::App& command, EngineArguments& arguments);
// Adds --app.
void AddApplicationOption(CLI::App& command, EngineArguments& arguments);

// Adds --log.
void AddLogOption(CLI::App& command, EngineArguments& arguments);

// A compiled configuration over its database. Not movable: the engine's connectors point into it.
class EngineSession {
 public:
  // kDone, and engine() may be used; else the exit code, and why has been said.
  int Open(Session& session, const EngineArguments& arguments);
  runtime::Engine& engine() { return *engine_; }
  const Configuration& configuration() const { return *program_->configuration; }
  const compiler::CompileTimes& compile_times() const { return times_; }

 private:
  connectors::ConnectorRegistry registry_;
  std::shared_ptr<const compiler::Program> program_;
  compiler::CompileTimes times_;
  std::unique_ptr<runtime::Engine> engine_;
};

// Options of a run: the applications, the clock, and progress on a terminal.
Result<runtime::SyncOptions> RunOptions(const EngineArguments& arguments);
// Takes the line of progress away again.
void EndProgress();

// The application's names that the configuration does not have, as an error.
Status CheckApplications(const Configuration& configuration, const std::vector<std::string>& names);
// The type's name and its attribute's as the configuration spells them, in any case; "" stays "". attribute:
// of the Vault's type that objects of this type are joined to. Error: there is none; what is near.
Status FindTypeAndAttribute(const Configuration& configuration, std::string& type, std::string& attribute);

}  // namespace idx::cli
