// idx explain DIR TYPE KEY: where each value comes from; and idx dump DIR, idx rebuild DIR --check.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/engine.h"

namespace idx::cli {

namespace {

struct Options {
  EngineArguments engine;
  std::string type;
  std::string key;
  std::string attribute;
  bool check = false;
};

std::string OpinionText(const runtime::Opinion& o) {
  std::string out = fmt::format("      {} {} {}: {}", o.won ? "✓" : "·", o.type, o.key,
                                o.outcome == "value" ? ValueText(o.value) : o.outcome);
  out += fmt::format("   by {}{}{}\n", o.rule, o.place.empty() ? "" : ", ", o.place);
  if (!o.why.empty()) out += fmt::format("          {}\n", o.why);
  for (const runtime::PlannedAttribute& input : o.inputs)
    out += fmt::format("          read {} = {}\n", input.attribute, ValueText(input.after));
  return out;
}

std::string ExplanationText(const runtime::Explanation& e) {
  std::string out = fmt::format("{} {}\n", e.type, e.key);
  if (!e.identity.empty()) out += fmt::format("  identity {}\n", e.identity);
  if (!e.situation.empty()) out += fmt::format("  {}{}{}\n", e.situation, e.why.empty() ? "" : ": ", e.why);
  for (const runtime::ExplainedAttribute& a : e.attributes) {
    out += fmt::format("  {} = {}\n", a.attribute, ValueText(a.value));
    for (const runtime::Opinion& o : a.opinions) out += OpinionText(o);
    if (a.opinions.empty() && !a.rule.empty())
      out += fmt::format("      by {}{}{}\n", a.rule, a.place.empty() ? "" : ", ", a.place);
  }
  if (!e.accounts.empty()) out += "  Accounts\n";
  for (const runtime::ExplainedAccount& a : e.accounts)
    out += fmt::format("    {} {}: {}{}{}\n", a.type, a.anchor, a.state, a.why.empty() ? "" : ": ", a.why);
  return out;
}

nlohmann::json ExplanationJson(const runtime::Explanation& e) {
  nlohmann::json out = {{"type", e.type},
                        {"key", e.key},
                        {"identity", e.identity},
                        {"situation", e.situation},
                        {"why", e.why},
                        {"attributes", nlohmann::json::array()},
                        {"accounts", nlohmann::json::array()}};
  for (const runtime::ExplainedAttribute& a : e.attributes) {
    nlohmann::json opinions = nlohmann::json::array();
    for (const runtime::Opinion& o : a.opinions)
      opinions.push_back({{"rule", o.rule},
                          {"place", o.place},
                          {"type", o.type},
                          {"key", o.key},
                          {"outcome", o.outcome},
                          {"value", o.value},
                          {"inputs", AttributesJson(o.inputs)},
                          {"won", o.won},
                          {"why", o.why}});
    out["attributes"].push_back({{"attribute", a.attribute},
                                 {"value", a.value},
                                 {"rule", a.rule},
                                 {"place", a.place},
                                 {"opinions", opinions}});
  }
  for (const runtime::ExplainedAccount& a : e.accounts)
    out["accounts"].push_back({{"type", a.type}, {"anchor", a.anchor}, {"state", a.state}, {"why", a.why}});
  return out;
}

int RunExplain(const Options& options, Session& session) {
  OpenedEngine opened = OpenEngine(options.engine, session);
  if (opened.engine == nullptr) return opened.exit_code;
  auto explanation = opened.engine->Explain(options.type, options.key, options.attribute);
  if (!explanation.ok()) {
    CouldNotRun(explanation.error());
    return explanation.error().origin == Origin::kInput ? kInputErrors : kCouldNotRun;
  }
  Print(options.engine.json ? ExplanationJson(explanation.value()).dump(2) + "\n"
                            : ExplanationText(explanation.value()));
  return kDone;
}

int RunDump(const Options& options, Session& session) {
  OpenedEngine opened = OpenEngine(options.engine, session);
  if (opened.engine == nullptr) return opened.exit_code;
  Status dumped = opened.engine->Dump([](std::string_view line) {
    Print(line);
    Print("\n");
  });
  return dumped.ok() ? kDone : CouldNotRun(dumped.error());
}

int RunRebuild(const Options& options, Session& session) {
  OpenedEngine opened = OpenEngine(options.engine, session);
  if (opened.engine == nullptr) return opened.exit_code;
  auto report = opened.engine->RebuildCheck();
  if (!report.ok()) return CouldNotRun(report.error());
  for (const runtime::PlannedChange& change : report.value().changes) {
    Print(fmt::format("{} {} {}\n", change.kind, change.type, change.key));
    for (const runtime::PlannedAttribute& a : change.attributes)
      Print(fmt::format("    {}\n", ChangeText(a)));
  }
  if (report.value().changes.empty()) Print("The Vault is what its sources and rules say.\n");
  return report.value().changes.empty() ? kDone : kInputErrors;
}

}  // namespace

void AddExplain(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      program.add_subcommand("explain", "Where the values of an object or identity come from, and why");
  AddEngineArguments(*command, options->engine);
  command->add_option("TYPE", options->type, "Its type, such as HR.Person or Vault.User")->required();
  command->add_option("KEY", options->key, "Its key, or an identity's id")->required();
  command->add_option("--attr", options->attribute, "Only this attribute");
  command->footer("Example: idx explain my-idx HR.Person 1001 --attr=DisplayName");
  command->callback(
      [=, &chosen] { chosen = [=](Session& session) { return RunExplain(*options, session); }; });
}

void AddDump(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("dump", "The canonical state: equal states give equal bytes");
  AddEngineArguments(*command, options->engine);
  command->footer("Example: idx dump my-idx > state.jsonl");
  command->callback([=, &chosen] { chosen = [=](Session& session) { return RunDump(*options, session); }; });
}

void AddRebuild(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      program.add_subcommand("rebuild", "Compute the Vault anew and compare; 0: equal, 1: different");
  AddEngineArguments(*command, options->engine);
  command->add_flag("--check", options->check, "Compare only, change nothing")->required();
  command->footer("Example: idx rebuild my-idx --check");
  command->callback(
      [=, &chosen] { chosen = [=](Session& session) { return RunRebuild(*options, session); }; });
}

}  // namespace idx::cli
