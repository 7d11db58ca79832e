#include "cli/engine_session.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/platform/clock.h"
#include "base/platform/environment.h"
#include "base/platform/file.h"
#include "connectors/csv/csv_connector.h"
#include "connectors/ldif/ldif_connector.h"

namespace idx::cli {

namespace {

constexpr const char* kEraseLine = "\r\x1b[K";

void ShowProgress(const std::string& stage, const std::string& target, uint64_t rows) {
  PrintError(fmt::format("{}{:<9} {} {}", kEraseLine, stage, target, rows));
}

}  // namespace

void AddEngineOptions(CLI::App& command, EngineArguments& arguments) {
  command.add_option("DIR", arguments.directory, "The configuration")->required();
  command.add_option("--data", arguments.data, "Folder of state and compiled code (default DIR/.idx)");
  command.add_option(
      "--db", arguments.database,
      "A PostgreSQL server of your own, such as \"host=db user=idx dbname=idx\"; without it idx runs a "
      "private one in the data folder");
  command.add_flag("--json", arguments.json, "For programs");
}

void AddApplicationOption(CLI::App& command, EngineArguments& arguments) {
  command.add_option("--app", arguments.applications, "Only this application; may be given several times");
}

int EngineSession::Open(Session& session, const EngineArguments& arguments) {
  std::string data = DataFolder(arguments.directory, arguments.data);
  // Mistakes first: a configuration that does not compile leaves no folder behind.
  if (!FileExists(data)) {
    Compiled checked = CompileFor(arguments.directory, {});
    if (checked.exit_code != kDone) return checked.exit_code;
    Status made = MakeFolder(data, 0700);
    if (!made.ok()) return CouldNotRun(made.error());
  }
  Compiled compiled = CompileToRun(session, arguments.directory, data);
  if (compiled.exit_code != kDone) return compiled.exit_code;
  program_ = compiled.compilation.program;
  times_ = compiled.compilation.times;
  Status known = CheckApplications(*program_->configuration, arguments.applications);
  if (!known.ok()) return CouldNotRun(known.error());
  connectors::AddCsv(registry_);
  connectors::AddLdif(registry_);
  runtime::EngineOptions options;
  options.data_folder = data;
  options.connection_string = arguments.database;
  options.connector = runtime::FactoryOf(registry_, *program_->configuration);
  options.threads = std::min(ProcessorCount(), 16u);
  auto engine = runtime::Engine::Open(program_, std::move(options));
  if (!engine.ok()) return CouldNotRun(engine.error());
  engine_ = std::move(engine).value();
  return kDone;
}

Result<runtime::SyncOptions> RunOptions(const EngineArguments& arguments) {
  runtime::SyncOptions options;
  options.applications = arguments.applications;
  if (!arguments.now.empty()) {
    IDX_ASSIGN(DateTime now, ParseIsoTime(arguments.now));
    options.now = now;
  }
  if (isatty(STDERR_FILENO) == 1 && !arguments.json) options.progress = ShowProgress;
  return options;
}

void EndProgress() {
  if (isatty(STDERR_FILENO) == 1) PrintError(kEraseLine);
}

Status CheckApplications(const Configuration& configuration, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    std::string known;
    bool found = false;
    for (const Application& application : configuration.applications) {
      found = found || application.name == name;
      known += (known.empty() ? "" : ", ") + application.name;
    }
    if (!found)
      return Error{Origin::kInput, fmt::format("there is no application {}; there are: {}", name, known)};
  }
  return {};
}

}  // namespace idx::cli
