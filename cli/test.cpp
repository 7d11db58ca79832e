// idx test DIR: the rules' own tests.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "base/platform/clock.h"
#include "cli/commands.h"
#include "compiler/interpret/interpreter.h"

namespace idx::cli {

namespace {

struct Options {
  std::string directory;
  std::string filter;
  bool json = false;
};

struct Outcome {
  std::string name;
  bool passed = false;
  std::string message;
  compiler::SourceLocation where;
};

Outcome RunTest(const compiler::typed::Executable& executable, const compiler::typed::Rule& rule) {
  Arena arena;
  EvalContext ctx;
  ctx.arena = &arena;
  ctx.now = SystemClock().UtcNow();
  ctx.today = DateOnly{static_cast<int32_t>(ctx.now.ticks() / kTicksPerDay)};
  ctx.Begin();
  compiler::Span where;
  compiler::Interpret(executable.typed, rule.function, {}, ctx, &where);
  Outcome outcome;
  outcome.name = executable.typed.functions[static_cast<size_t>(rule.function)].name;
  outcome.passed = !ctx.failed();
  if (!outcome.passed) {
    outcome.message = fmt::format("{}: {}", EvalErrorName(ctx.error), ctx.error_message.view());
    outcome.where = executable.Locate(where.file.index >= 0 ? where : rule.span);
  }
  return outcome;
}

void Show(const Outcome& outcome) {
  if (outcome.passed)
    Print(fmt::format("ok      {}\n", outcome.name));
  else
    Print(fmt::format("FAILED  {}\n        {}:{}:{}: {}\n", outcome.name, outcome.where.path,
                      outcome.where.line, outcome.where.column, outcome.message));
}

int Run(const Options& options) {
  Compiled compiled = CompileFor(options.directory, {});
  if (compiled.exit_code != kDone) return compiled.exit_code;
  const compiler::typed::Executable& executable = *compiled.compilation.executable;
  size_t passed = 0, failed = 0;
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const compiler::typed::Rule& rule : executable.typed.rules) {
    if (rule.kind != compiler::typed::RuleKind::kTest) continue;
    const std::string& name = executable.typed.functions[static_cast<size_t>(rule.function)].name;
    if (name.find(options.filter) == std::string::npos) continue;
    Outcome outcome = RunTest(executable, rule);
    ++(outcome.passed ? passed : failed);
    if (!options.json)
      Show(outcome);
    else
      list.push_back({{"name", outcome.name},
                      {"passed", outcome.passed},
                      {"message", outcome.message},
                      {"file", outcome.where.path},
                      {"line", outcome.where.line}});
  }
  if (options.json) {
    nlohmann::ordered_json all = {{"passed", passed}, {"failed", failed}, {"tests", list}};
    Print(all.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
  } else {
    Print(fmt::format("{} passed, {} failed\n", passed, failed));
    if (passed + failed == 0)
      PrintError(options.filter.empty()
                     ? "idx: no tests: a test is a method with [Test]\n"
                     : fmt::format("idx: no test has \"{}\" in its name\n", options.filter));
  }
  return failed == 0 ? kDone : kInputErrors;
}

}  // namespace

void AddTest(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("test", "Run the rules' own tests: methods with [Test]");
  command->add_option("DIR", options->directory, "The configuration")->required();
  command->add_option("--filter", options->filter, "Only tests whose name contains this");
  command->add_flag("--json", options->json, "For programs");
  command->footer("Example: idx test my-idx --filter=Account");
  command->callback([=, &chosen] { chosen = [=](Session&) { return Run(*options); }; });
}

}  // namespace idx::cli
