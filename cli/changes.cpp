// idx changes, idx approve, idx reject: what waits to be exported, and a person's word on it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/engine_session.h"
#include "cli/report_json.h"
#include "cli/report_text.h"

namespace idx::cli {

namespace {

using Decide = Result<uint64_t> (runtime::Engine::*)(const std::vector<std::string>&);

struct ListOptions : EngineArguments {
  size_t limit = 20;
};

int Changes(const ListOptions& options, Session& session) {
  EngineSession opened;
  if (int code = opened.Open(session, options); code != kDone) return code;
  auto changes = opened.engine().Changes(options.applications);
  if (!changes.ok()) return CouldNotRun(changes.error());
  Print(options.json ? JsonOf(changes.value()) : TextOf(changes.value(), options.directory, options.limit));
  return kDone;
}

int Decision(const EngineArguments& options, Session& session, Decide decide, const char* done,
             const char* next) {
  EngineSession opened;
  if (int code = opened.Open(session, options); code != kDone) return code;
  auto count = (opened.engine().*decide)(options.applications);
  if (!count.ok()) return CouldNotRun(count.error());
  if (options.json)
    Print(fmt::format("{{\"changes\": {}}}\n", count.value()));
  else
    Print(fmt::format("{} {}.{}\n", Count(count.value(), "change", "changes"), done,
                      count.value() == 0 ? "" : fmt::format(" {}{}", next, ShellQuoted(options.directory))));
  return kDone;
}

CLI::App* Add(CLI::App& program, const char* name, const char* what, EngineArguments& options) {
  CLI::App* command = program.add_subcommand(name, what);
  AddEngineOptions(*command, options);
  AddApplicationOption(*command, options);
  command->footer(fmt::format("Example: idx {} my-idx --app=Directory", name));
  return command;
}

}  // namespace

void AddChanges(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<ListOptions>();
  CLI::App* command = Add(program, "changes", "Pending and held changes, with cause and age", *options);
  command->add_option("--limit", options->limit, "Changes shown of those that wait alike (default 20)");
  command->callback([=, &chosen] { chosen = [=](Session& session) { return Changes(*options, session); }; });
}

void AddApprove(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<EngineArguments>();
  Add(program, "approve", "Let held changes and held imports pass at the next sync", *options)
      ->callback([=, &chosen] {
        chosen = [=](Session& session) {
          return Decision(*options, session, &runtime::Engine::Approve, "approved",
                          "They pass at the next:  idx sync ");
        };
      });
}

void AddReject(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<EngineArguments>();
  Add(program, "reject", "Held and pending changes are not sent as long as they stay the same", *options)
      ->callback([=, &chosen] {
        chosen = [=](Session& session) {
          return Decision(*options, session, &runtime::Engine::Reject, "rejected",
                          "To see them, type:  idx changes ");
        };
      });
}

}  // namespace idx::cli
