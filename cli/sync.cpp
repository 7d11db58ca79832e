// idx sync DIR and idx plan DIR: one run of the four processes, and what it would change.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/platform/clock.h"
#include "cli/commands.h"
#include "cli/engine.h"

namespace idx::cli {

namespace {

struct Options {
  EngineArguments engine;
  std::vector<std::string> applications;
  std::vector<std::string> stages;
  bool full = false;
  std::string now;
  size_t limit = 20;
};

Result<runtime::SyncOptions> RuntimeOptions(const Options& options, const Configuration& configuration) {
  runtime::SyncOptions sync;
  sync.applications = options.applications;
  sync.stages = options.stages;
  sync.full = options.full;
  for (const std::string& name : options.applications) {
    bool known = false;
    std::string names;
    for (const Application& application : configuration.applications) {
      known = known || application.name == name;
      names += (names.empty() ? "" : ", ") + application.name;
    }
    if (!known)
      return Error{Origin::kInput, "there is no application '" + name + "'; the configuration has " + names};
  }
  if (!options.now.empty()) {
    IDX_ASSIGN(sync.now, ParseIsoTime(options.now));
  }
  return sync;
}

int RunSync(const Options& options, Session& session) {
  OpenedEngine opened = OpenEngine(options.engine, session);
  if (opened.engine == nullptr) return opened.exit_code;
  auto how = RuntimeOptions(options, *opened.compilation.program->configuration);
  if (!how.ok()) return CouldNotRun(how.error());
  ProgressLine progress;
  runtime::SyncOptions sync = std::move(how).value();
  sync.progress = progress.Sink();
  auto summary = opened.engine->Sync(sync);
  progress.Clear();
  if (!summary.ok()) return CouldNotRun(summary.error());
  if (options.engine.json)
    Print(SummaryJson(summary.value()).dump(2) + "\n");
  else
    Print(SummaryText(summary.value(), options.engine.directory));
  return summary.value().held() ? kHeld : kDone;
}

std::string PlanText(const runtime::PlanReport& plan, size_t limit) {
  std::map<std::string, std::map<std::string, size_t>> counts;
  for (const runtime::PlannedChange& change : plan.changes) ++counts[change.type][change.kind];
  if (plan.changes.empty()) return "A sync would change nothing.\n";
  std::string out = "A sync would change:\n";
  for (const auto& [type, kinds] : counts) {
    out += fmt::format("  {:<24}", type);
    for (const auto& [kind, n] : kinds) out += fmt::format(" {} {}", n, kind);
    out += "\n";
  }
  size_t shown = 0;
  for (const runtime::PlannedChange& change : plan.changes) {
    if (shown++ == limit) break;
    out += fmt::format("\n{} {} {}\n", change.kind, change.type, change.key);
    for (const runtime::PlannedAttribute& a : change.attributes)
      out += fmt::format("    {}{}\n", ChangeText(a), a.rule.empty() ? "" : "   (" + a.rule + ")");
  }
  uint64_t more = plan.changes.size() > limit ? plan.changes.size() - limit + plan.left_off : plan.left_off;
  if (more != 0) out += fmt::format("\n… and {} changes more (--limit, --json)\n", more);
  return out;
}

int RunPlan(const Options& options, Session& session) {
  OpenedEngine opened = OpenEngine(options.engine, session);
  if (opened.engine == nullptr) return opened.exit_code;
  auto how = RuntimeOptions(options, *opened.compilation.program->configuration);
  if (!how.ok()) return CouldNotRun(how.error());
  ProgressLine progress;
  runtime::SyncOptions sync = std::move(how).value();
  sync.progress = progress.Sink();
  auto plan = opened.engine->Plan(sync);
  progress.Clear();
  if (!plan.ok()) return CouldNotRun(plan.error());
  if (options.engine.json) {
    nlohmann::json out = {{"summary", SummaryJson(plan.value().summary)},
                          {"left_off", plan.value().left_off},
                          {"changes", nlohmann::json::array()}};
    for (const runtime::PlannedChange& change : plan.value().changes)
      out["changes"].push_back({{"type", change.type},
                                {"key", change.key},
                                {"kind", change.kind},
                                {"attributes", AttributesJson(change.attributes)}});
    Print(out.dump(2) + "\n");
  } else {
    Print(PlanText(plan.value(), options.limit));
  }
  return plan.value().summary.held() ? kHeld : kDone;
}

void AddRunOptions(CLI::App& command, Options& options) {
  AddEngineArguments(command, options.engine);
  command.add_option("--app", options.applications, "Only these applications")->delimiter(',');
  command.add_option("--stage", options.stages, "Only these stages")
      ->delimiter(',')
      ->check(CLI::IsMember({"import", "inbound", "outbound", "export"}));
  command.add_flag("--full", options.full, "Read and evaluate everything, changed or not");
  command.add_option("--now", options.now, "The run's clock, such as 2026-09-01 or 2026-09-01T06:00Z");
}

}  // namespace

void AddSync(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("sync", "One run: import, inbound, outbound, export");
  AddRunOptions(*command, *options);
  command->footer(
      "Ends with 3 when something is held for approval.\nExample: idx sync my-idx --app=HR --now=2026-09-01");
  command->callback([=, &chosen] { chosen = [=](Session& session) { return RunSync(*options, session); }; });
}

void AddPlan(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("plan", "What a sync would change; nothing is written");
  AddRunOptions(*command, *options);
  command->add_option("--limit", options->limit, "How many changes are shown in full (default 20)");
  command->footer("Example: idx plan my-idx --limit=100");
  command->callback([=, &chosen] { chosen = [=](Session& session) { return RunPlan(*options, session); }; });
}

}  // namespace idx::cli
