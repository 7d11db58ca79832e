// idx sync DIR: one run of the four processes.
#include <CLI/CLI.hpp>

#include "cli/argument_errors.h"
#include "cli/commands.h"
#include "cli/engine_session.h"
#include "cli/report_json.h"
#include "cli/report_text.h"

namespace idx::cli {

namespace {

struct Options : EngineArguments {
  std::vector<std::string> stages;
  bool full = false;
};

// A source or target that could not be used, a read that was cut off, rows that nobody can read: the rest was
// done.
bool HasInputErrors(const runtime::RunSummary& done) {
  for (const runtime::ImportSummary& import : done.imports)
    if (!import.complete || import.broken != 0) return true;
  return done.failed();
}

int Run(const Options& options, Session& session) {
  auto run = RunOptions(options);
  if (!run.ok()) return CouldNotRun(run.error());
  run.value().stages = options.stages;
  run.value().full = options.full;
  EngineSession opened;
  if (int code = opened.Open(session, options); code != kDone) return code;
  auto summary = opened.engine().Sync(run.value());
  EndProgress();
  if (!summary.ok()) return CouldNotRun(summary.error());
  const runtime::RunSummary& done = summary.value();
  Print(options.json ? JsonOf(done) : TextOf(done, options.directory, session.verbose));
  if (done.held()) return kHeld;
  return HasInputErrors(done) ? kInputErrors : kDone;
}

}  // namespace

void AddSync(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("sync", "Import, join and compute, and export: one run");
  AddEngineOptions(*command, *options);
  AddApplicationOption(*command, *options);
  command->add_option("--stage", options->stages, "Only this stage; may be given several times")
      ->check(OneOf({"import", "inbound", "outbound", "export"}));
  command->add_flag("--full", options->full, "Compute everybody anew, not only who changed");
  command->add_option("--now", options->now, "The run's clock, such as 2026-06-30T12:00:00Z");
  AddLogOption(*command, *options);
  command->footer("Example: idx sync my-idx --app=HR");
  command->callback([=, &chosen] { chosen = [=](Session& session) { return Run(*options, session); }; });
}

}  // namespace idx::cli
