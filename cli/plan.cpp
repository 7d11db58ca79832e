// idx plan DIR: what a sync would change. idx rebuild DIR --check: what computing everybody anew would
// change.
#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/engine_session.h"
#include "cli/report_json.h"
#include "cli/report_text.h"

namespace idx::cli {

namespace {

struct Options : EngineArguments {
  size_t limit = 20;
  bool full = false;
  bool check = false;
};

int Show(const Options& options, const Result<runtime::PlanReport>& report) {
  EndProgress();
  if (!report.ok()) return CouldNotRun(report.error());
  Print(options.json ? JsonOf(report.value()) : TextOf(report.value(), options.limit));
  return kDone;
}

int Plan(const Options& options, Session& session) {
  auto run = RunOptions(options);
  if (!run.ok()) return CouldNotRun(run.error());
  run.value().full = options.full;
  EngineSession opened;
  if (int code = opened.Open(session, options); code != kDone) return code;
  return Show(options, opened.engine().Plan(run.value()));
}

int Rebuild(const Options& options, Session& session) {
  EngineSession opened;
  if (int code = opened.Open(session, options); code != kDone) return code;
  auto report = opened.engine().RebuildCheck();
  int code = Show(options, report);
  return code == kDone && !report.value().changes.empty() ? kInputErrors : code;
}

}  // namespace

void AddPlan(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("plan", "What a sync would change; nothing is written outside");
  AddEngineOptions(*command, *options);
  AddApplicationOption(*command, *options);
  command->add_option("--limit", options->limit, "Changes shown of each type (default 20)");
  command->add_flag("--full", options->full, "Compute everybody anew, not only who changed");
  command->add_option("--now", options->now, "The run's clock, such as 2026-06-30T12:00:00Z");
  AddLogOption(*command, *options);
  command->footer("Example: idx plan my-idx --limit=5");
  command->callback([=, &chosen] { chosen = [=](Session& session) { return Plan(*options, session); }; });
}

void AddRebuild(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("rebuild", "Recompute the Vault and compare; 0: equal, 1: not");
  AddEngineOptions(*command, *options);
  command->add_flag("--check", options->check, "Only compare")->required();
  command->footer("Example: idx rebuild my-idx --check");
  command->callback([=, &chosen] { chosen = [=](Session& session) { return Rebuild(*options, session); }; });
}

}  // namespace idx::cli
