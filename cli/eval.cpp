// idx eval EXPR: an expression through the whole compiler, its value as JSON.
#include "compiler/driver/eval.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "base/platform/clock.h"
#include "base/platform/system_error.h"
#include "cli/commands.h"
#include "compiler/diagnostics/render.h"

namespace idx::cli {

namespace {

struct Options {
  std::string expression;
  std::string json;
  std::string lines;
  std::string directory;
  std::string now;
  bool interpret = false;
};

// {"value":…} or {"error":{"id":"IDX…","message":…}}
std::string LineOf(const compiler::EvalAnswer& answer) {
  if (answer.ok) return "{\"value\":" + answer.json + "}\n";
  std::string line = "{\"error\":{\"id\":\"" + answer.error_id + "\",\"message\":";
  compiler::AppendJsonString(line, answer.message);
  return line + "}}\n";
}

// To standard error: standard output is the values'.
compiler::EvalAnswer Answer(const std::string& expression, const compiler::EvalOptions& how) {
  compiler::EvalAnswer answer = Evaluate(expression, how);
  for (const LogMessage& message : answer.said)
    PrintError(fmt::format("{}: {}\n", LogLevelName(message.level), message.text));
  return answer;
}

int Lines(std::istream& in, const std::string& name, const compiler::EvalOptions& how) {
  std::string line;
  while (std::getline(in, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    Print(LineOf(Answer(line, how)));
    // A program may wait for this answer before it asks again.
    if (!FlushOutput()) return kCouldNotRun;
  }
  if (in.bad())
    return CouldNotRun(Error{Origin::kFile, "cannot read " + name + ": give a file of expressions."});
  return kDone;
}

int One(const Options& options, const compiler::EvalOptions& how) {
  compiler::EvalAnswer answer = Answer(options.expression, how);
  if (answer.ok) {
    Print(answer.json + "\n");
    return kDone;
  }
  PrintError(answer.rendered);
  return kInputErrors;
}

int Run(const Options& options, Session& session) {
  compiler::EvalOptions how;
  if (!options.interpret) how.native = session.Native();
  how.now = SystemClock().UtcNow();
  if (!options.now.empty()) {
    auto now = ParseIsoTime(options.now);
    if (!now.ok()) return CouldNotRun(now.error());
    how.now = now.value();
  }
  how.today = DateOnly{static_cast<int32_t>(how.now.ticks() / kTicksPerDay)};
  compiler::JsonVariables variables;
  if (!options.json.empty()) {
    Status read = ReadVariables(options.json, variables);
    if (!read.ok()) return CouldNotRun(read.error());
    how.variables = &variables;
  }
  compiler::LoadedConfiguration loaded;
  if (!options.directory.empty()) {
    compiler::Diagnostics diagnostics;
    auto read = compiler::LoadConfiguration(options.directory, diagnostics);
    if (!read.ok()) return CouldNotRun(read.error());
    loaded = std::move(read).value();
    if (diagnostics.has_errors()) {
      PrintError(RenderText(diagnostics, loaded.sources));
      return kInputErrors;
    }
    how.loaded = &loaded;
  }
  if (options.lines.empty()) return One(options, how);
  if (options.lines == "-") return Lines(std::cin, "standard input", how);
  std::error_code error;
  bool folder = std::filesystem::is_directory(options.lines, error);
  std::ifstream file(options.lines);
  if (folder || !file) return CouldNotRun(SystemError("read", options.lines, folder ? EISDIR : errno));
  return Lines(file, options.lines, how);
}

}  // namespace

void AddEval(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command = program.add_subcommand("eval", "Evaluate an expression of the rule language");
  CLI::Option* expression = command->add_option("EXPR", options->expression, "The expression");
  command->add_option("--json", options->json, "A JSON object whose members the expression may name");
  command
      ->add_option("--lines", options->lines,
                   "One expression a line from this file (- is standard input), one JSON "
                   "object a line back")
      ->excludes(expression);
  command->add_option("--dir", options->directory, "A configuration whose methods may be called");
  command->add_option("--now", options->now, "The clock, such as 2026-06-30T12:00:00Z");
  command->add_flag("--interpret", options->interpret, "By the reference interpreter instead of native code");
  command->footer("Example: idx eval 'Str.Left(mail, 3).ToUpper()' --json '{\"mail\": \"ann@example.org\"}'");
  command->callback([=, &chosen] {
    if (options->expression.empty() && options->lines.empty())
      throw CLI::RequiredError("an expression, or --lines FILE,");
    chosen = [=](Session& session) { return Run(*options, session); };
  });
}

}  // namespace idx::cli
