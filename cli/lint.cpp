// idx lint DIR: every diagnostic of a configuration.
#include <CLI/CLI.hpp>

#include "cli/argument_errors.h"
#include "cli/commands.h"
#include "cli/sarif.h"
#include "compiler/diagnostics/render.h"

namespace idx::cli {

namespace {

struct Options {
  std::string directory;
  std::string format = "text";
  bool json = false;
};

int Run(const Options& options) {
  compiler::CompileOptions how;
  how.lint = true;
  auto compiled = compiler::Compile(options.directory, how);
  if (!compiled.ok()) return CouldNotRun(compiled.error());
  const compiler::Compilation& c = compiled.value();
  if (options.json || options.format == "json")
    Print(RenderJson(c.diagnostics, *c.sources) + "\n");
  else if (options.format == "sarif")
    Print(RenderSarif(c.diagnostics, *c.sources) + "\n");
  else
    Print(c.diagnostics.all().empty() ? "No mistakes found.\n" : RenderText(c.diagnostics, *c.sources));
  return c.diagnostics.has_errors() ? kInputErrors : kDone;
}

}  // namespace

void AddLint(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      program.add_subcommand("lint", "Show every mistake in a configuration; 0: none, 1: some");
  command->add_option("DIR", options->directory, "The configuration")->required();
  command->add_option("--format", options->format, "text, json or sarif")
      ->check(OneOf({"text", "json", "sarif"}));
  command->add_flag("--json", options->json, "The same as --format=json");
  command->footer("Example: idx lint my-idx --format=sarif > idx.sarif");
  command->callback([=, &chosen] { chosen = [=](Session&) { return Run(*options); }; });
}

}  // namespace idx::cli
