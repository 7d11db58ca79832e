#include "cli/engine_session.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/platform/clock.h"
#include "base/platform/environment.h"
#include "base/platform/file.h"
#include "cli/argument_errors.h"
#include "connectors/csv/csv_connector.h"
#include "connectors/ldif/ldif_connector.h"

namespace idx::cli {

namespace {

constexpr const char* kEraseLine = "\r\x1b[K";

// A terminal that can take a line away again.
bool ShowsProgress() {
  std::string terminal = EnvironmentVariable("TERM").value_or("");
  return isatty(STDERR_FILENO) == 1 && !terminal.empty() && terminal != "dumb";
}

bool progress_shown = false;  // a line of progress stands on the terminal

void ShowProgress(const std::string& stage, const std::string& target, uint64_t rows) {
  progress_shown = true;
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

void AddLogOption(CLI::App& command, EngineArguments& arguments) {
  command
      .add_option("--log", arguments.log,
                  "The least level of what rules say by Log: trace, debug, info (default), warn or error")
      ->check(OneOf({"trace", "debug", "info", "warn", "error"}));
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
  if (session.verbose)
    PrintError(fmt::format(
        "Compiled in {:.1f} ms, of which native code {:.1f} ms; {}\n",
        times_.load_ms + times_.check_ms + times_.analyse_ms + times_.native_ms, times_.native_ms,
        arguments.database.empty() ? "the database is that of " + data : "the database is that of --db"));
  return kDone;
}

Result<runtime::SyncOptions> RunOptions(const EngineArguments& arguments) {
  runtime::SyncOptions options;
  options.applications = arguments.applications;
  for (LogLevel level :
       {LogLevel::kTrace, LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarn, LogLevel::kError})
    if (arguments.log == LogLevelName(level)) options.log = level;
  if (!arguments.now.empty()) {
    IDX_ASSIGN(DateTime now, ParseIsoTime(arguments.now));
    options.now = now;
  }
  if (ShowsProgress() && !arguments.json) options.progress = ShowProgress;
  return options;
}

void EndProgress() {
  if (progress_shown) PrintError(kEraseLine);
  progress_shown = false;
}

namespace {

bool SameName(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    return lower(x) == lower(y);
  });
}

// The name among `known` that is `name` but for case, in its own spelling.
bool FindName(const std::vector<std::string>& known, std::string& name) {
  for (const std::string& other : known)
    if (SameName(other, name)) return name = other, true;
  return false;
}

Error NoSuch(std::string_view what, const std::string& name, const std::vector<std::string>& known) {
  return {Origin::kInput,
          fmt::format("{} {}{}; there are {}", what, name, Suggestion(name, known), fmt::join(known, ", "))};
}

}  // namespace

Status FindTypeAndAttribute(const Configuration& configuration, std::string& type, std::string& attribute) {
  std::vector<std::string> types;
  for (const ObjectType& t : configuration.types) types.push_back(t.FullName());
  if (!FindName(types, type)) return NoSuch("there is no type", type, types);
  if (attribute.empty()) return {};
  int32_t index = configuration.FindType(type);
  const ApplicationType* object = configuration.FindApplicationType(index);
  if (object != nullptr) index = object->join.vault_type;
  if (index < 0)
    return Error{Origin::kInput,
                 fmt::format("objects of {} are not joined: no attribute of the Vault to explain "
                             "(leave --attr out)",
                             type)};
  const ObjectType& vault = configuration.types[static_cast<size_t>(index)];
  std::vector<std::string> names;
  for (const Attribute& a : vault.attributes) {
    names.push_back(a.identifier);
    if (SameName(a.name, attribute)) attribute = a.identifier;
  }
  if (FindName(names, attribute)) return {};
  return NoSuch(vault.FullName() + " has no attribute", attribute, names);
}

Status CheckApplications(const Configuration& configuration, const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    std::string known;
    std::vector<std::string> names_known;
    bool found = false;
    for (const Application& application : configuration.applications) {
      found = found || application.name == name;
      known += (known.empty() ? "" : ", ") + application.name;
      names_known.push_back(application.name);
    }
    if (!found)
      return Error{Origin::kInput, fmt::format("there is no application {}{}; the configuration has {}", name,
                                               Suggestion(name, names_known), known)};
  }
  return {};
}

}  // namespace idx::cli
