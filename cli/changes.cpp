// idx changes, approve and reject DIR: what waits, and the decision.
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
};

int RunChanges(const Options& options, Session& session) {
  OpenedEngine opened = OpenEngine(options.engine, session);
  if (opened.engine == nullptr) return opened.exit_code;
  auto changes = opened.engine->Changes(options.applications);
  if (!changes.ok()) return CouldNotRun(changes.error());
  if (options.engine.json) {
    nlohmann::json out = nlohmann::json::array();
    for (const runtime::PendingChange& c : changes.value())
      out.push_back({{"application", c.application},
                     {"type", c.type},
                     {"identity", c.identity},
                     {"anchor", c.anchor},
                     {"kind", c.kind},
                     {"state", c.state},
                     {"reason", c.reason},
                     {"rule", c.rule},
                     {"since", FormatIsoTime(c.since)},
                     {"run", c.run},
                     {"attributes", AttributesJson(c.attributes)}});
    Print(out.dump(2) + "\n");
    return kDone;
  }
  if (changes.value().empty()) {
    Print("Nothing is pending or held.\n");
    return kDone;
  }
  std::map<std::string, size_t> counts;
  for (const runtime::PendingChange& c : changes.value())
    ++counts[fmt::format("{} {} {}", c.type, c.kind, c.state)];
  for (const auto& [what, n] : counts) Print(fmt::format("{:>8}  {}\n", n, what));
  Print("\n");
  for (const runtime::PendingChange& c : changes.value()) {
    Print(fmt::format("{} {} {} [{}{}{}] since {}\n", c.kind, c.type, c.anchor, c.state,
                      c.reason.empty() ? "" : ": ", c.reason, FormatIsoTime(c.since)));
    for (const runtime::PlannedAttribute& a : c.attributes) Print(fmt::format("    {}\n", ChangeText(a)));
  }
  return kDone;
}

int RunDecision(const Options& options, Session& session, bool approve) {
  OpenedEngine opened = OpenEngine(options.engine, session);
  if (opened.engine == nullptr) return opened.exit_code;
  auto decided =
      approve ? opened.engine->Approve(options.applications) : opened.engine->Reject(options.applications);
  if (!decided.ok()) return CouldNotRun(decided.error());
  if (options.engine.json) {
    Print(nlohmann::json{{approve ? "approved" : "rejected", decided.value()}}.dump() + "\n");
  } else if (decided.value() == 0) {
    Print("Nothing waits for a decision.\n");
  } else if (approve) {
    Print(fmt::format("Approved {}. The next sync lets it pass: idx sync {}\n", decided.value(),
                      options.engine.directory));
  } else {
    Print(fmt::format("Rejected {}: not sent as long as it stays the same.\n", decided.value()));
  }
  return kDone;
}

CLI::App* AddOne(CLI::App& program, const char* name, const char* what, const char* footer,
                 const std::shared_ptr<Options>& options) {
  CLI::App* command = program.add_subcommand(name, what);
  AddEngineArguments(*command, options->engine);
  command->add_option("--app", options->applications, "Only these applications")->delimiter(',');
  command->footer(footer);
  return command;
}

}  // namespace

void AddChanges(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  AddOne(program, "changes", "Pending and held changes, with cause and age",
         "Example: idx changes my-idx --app=Directory", options)
      ->callback([=, &chosen] { chosen = [=](Session& session) { return RunChanges(*options, session); }; });
}

void AddApprove(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  AddOne(program, "approve", "Let what is held pass at the next sync",
         "Example: idx approve my-idx --app=Directory", options)
      ->callback(
          [=, &chosen] { chosen = [=](Session& session) { return RunDecision(*options, session, true); }; });
}

void AddReject(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  AddOne(program, "reject", "Do not send what is held, as long as it stays the same",
         "Example: idx reject my-idx --app=Directory", options)
      ->callback(
          [=, &chosen] { chosen = [=](Session& session) { return RunDecision(*options, session, false); }; });
}

}  // namespace idx::cli
