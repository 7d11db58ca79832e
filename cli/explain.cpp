// idx explain DIR TYPE KEY: where each value comes from. idx dump DIR: the canonical state.
#include <CLI/CLI.hpp>

#include "cli/commands.h"
#include "cli/engine_session.h"
#include "cli/report_json.h"
#include "cli/report_text.h"

namespace idx::cli {

namespace {

struct Options : EngineArguments {
  std::string type;
  std::string key;
  std::string attribute;
  uint32_t run = 0;
};

int Explain(const Options& options, Session& session) {
  EngineSession opened;
  if (int code = opened.Open(session, options); code != kDone) return code;
  std::string type = options.type, attribute = options.attribute;
  Status found = FindTypeAndAttribute(opened.configuration(), type, attribute);
  if (!found.ok()) return CouldNotRun(found.error());
  auto explanation = opened.engine().Explain(type, options.key, attribute, options.run);
  if (!explanation.ok()) return CouldNotRun(explanation.error());
  Print(options.json ? JsonOf(explanation.value()) : TextOf(explanation.value()));
  return kDone;
}

int Dump(const EngineArguments& options, Session& session) {
  EngineSession opened;
  if (int code = opened.Open(session, options); code != kDone) return code;
  Status dumped = opened.engine().Dump([](std::string_view line) {
    Print(line);
    if (!line.ends_with('\n')) Print("\n");
  });
  return dumped.ok() ? kDone : CouldNotRun(dumped.error());
}

}  // namespace

void AddExplain(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      program.add_subcommand("explain", "Where each value of an object or identity comes from");
  AddEngineOptions(*command, *options);
  command->add_option("TYPE", options->type, "Such as Vault.User or HR.Person")->required();
  command->add_option("KEY", options->key, "The object's key, or the identity's id")->required();
  command->add_option("--attr", options->attribute,
                      "Only this attribute of the identity, as the Vault calls it");
  command
      ->add_option("--run", options->run, "The values as they were after this run (a sync tells its number)")
      ->check(CLI::PositiveNumber);
  command->footer("Example: idx explain my-idx HR.Person 1001 --attr=DisplayName");
  command->callback([=, &chosen] { chosen = [=](Session& session) { return Explain(*options, session); }; });
}

void AddDump(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<EngineArguments>();
  CLI::App* command =
      program.add_subcommand("dump", "The whole state, one JSON object a line: equal states, equal bytes");
  AddEngineOptions(*command, *options);
  command->footer("Example: idx dump my-idx > state.jsonl");
  command->callback([=, &chosen] { chosen = [=](Session& session) { return Dump(*options, session); }; });
}

}  // namespace idx::cli
