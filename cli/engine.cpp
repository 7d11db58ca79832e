#include "cli/engine.h"

#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/platform/clock.h"
#include "connectors/csv/csv_connector.h"
#include "connectors/ldif/ldif_connector.h"

namespace idx::cli {

namespace {

const connectors::ConnectorRegistry& Connectors() {
  static const connectors::ConnectorRegistry registry = [] {
    connectors::ConnectorRegistry all;
    connectors::AddCsv(all);
    connectors::AddLdif(all);
    return all;
  }();
  return registry;
}

}  // namespace

void AddEngineArguments(CLI::App& command, EngineArguments& arguments) {
  command.add_option("DIR", arguments.directory, "The configuration")->required();
  command.add_option("--data", arguments.data, "The data folder (default DIR/.idx)");
  command.add_option(
      "--db", arguments.connection,
      "A PostgreSQL server of one's own, as a connection string without a password (use PGPASSFILE)");
  command.add_flag("--json", arguments.json, "For programs: one JSON object");
}

OpenedEngine OpenEngine(const EngineArguments& arguments, Session& session) {
  OpenedEngine opened;
  compiler::CompileOptions how;
  how.native = session.Native();
  how.cache_directory = DataFolder(arguments.directory, arguments.data) + "/code";
  Compiled compiled = CompileFor(arguments.directory, how);
  opened.exit_code = compiled.exit_code;
  if (compiled.exit_code != kDone) return opened;
  opened.compilation = std::move(compiled.compilation);
  runtime::EngineOptions options;
  options.data_folder = DataFolder(arguments.directory, arguments.data);
  options.connection_string = arguments.connection;
  options.connector = runtime::FactoryOf(Connectors(), *opened.compilation.program->configuration);
  if (const char* crash = std::getenv("IDX_CRASH_AT")) options.crash_at = std::atoll(crash);
  auto engine = runtime::Engine::Open(opened.compilation.program, std::move(options));
  if (!engine.ok()) {
    opened.exit_code = CouldNotRun(engine.error());
    return opened;
  }
  opened.engine = std::move(engine).value();
  if (session.verbose)
    for (const std::string& note : opened.engine->notes()) PrintError("idx: " + note + "\n");
  return opened;
}

ProgressLine::ProgressLine() : terminal_(isatty(STDERR_FILENO) != 0) {}

void ProgressLine::Clear() {
  if (shown_) PrintError("\r\033[K");
  shown_ = false;
}

runtime::ProgressSink ProgressLine::Sink() {
  if (!terminal_) return {};
  return [this](const std::string& stage, const std::string& target, uint64_t rows) {
    int64_t now = SystemClock().MonotonicNanoseconds();
    if (shown_ && now - last_ns_ < 100'000'000) return;
    last_ns_ = now;
    shown_ = true;
    PrintError(fmt::format("\r\033[K{} {} {}", stage, target,
                           rows == 0 ? std::string() : fmt::format("{:>12} rows", rows)));
  };
}

std::string ValueText(const std::vector<std::string>& values) {
  if (values.empty()) return "(none)";
  if (values.size() == 1) return values[0];
  return fmt::format("[{}]", fmt::join(values, ", "));
}

std::string ChangeText(const runtime::PlannedAttribute& attribute) {
  return fmt::format("{}: {} → {}", attribute.attribute, ValueText(attribute.before),
                     ValueText(attribute.after));
}

nlohmann::json AttributesJson(const std::vector<runtime::PlannedAttribute>& attributes) {
  nlohmann::json out = nlohmann::json::array();
  for (const runtime::PlannedAttribute& a : attributes)
    out.push_back({{"attribute", a.attribute}, {"before", a.before}, {"after", a.after}, {"rule", a.rule}});
  return out;
}

}  // namespace idx::cli
