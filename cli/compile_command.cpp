// idx compile DIR: the compiled rule set, or what a step of the compiler makes of it.
#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/platform/file.h"
#include "cli/argument_errors.h"
#include "cli/commands.h"
#include "compiler/ast/dump.h"
#include "compiler/diagnostics/render.h"
#include "compiler/typed/dump.h"

namespace idx::cli {

namespace {

struct Options {
  std::string directory;
  std::string output;
  std::string emit;
  std::string data;
};

int Write(const Options& options, const std::string& text) {
  if (options.output.empty() || options.output == "-") {
    Print(text);
    return kDone;
  }
  Status written = WriteFileAtomic(options.output, text);
  return written.ok() ? kDone : CouldNotRun(written.error());
}

int EmitTree(const Options& options) {
  compiler::Diagnostics diagnostics;
  auto loaded = compiler::LoadConfiguration(options.directory, diagnostics);
  if (!loaded.ok()) return CouldNotRun(loaded.error());
  if (diagnostics.has_errors()) {
    diagnostics.Sort();
    PrintError(RenderText(diagnostics, loaded.value().sources));
    return kInputErrors;
  }
  std::string text;
  for (const compiler::ast::File& file : loaded.value().files) text += compiler::DumpAst(file);
  return Write(options, text);
}

// What was compiled, for a person.
std::string Summary(const compiler::Compilation& c) {
  size_t hashed = 0, joins = 0;
  for (const compiler::ApplicationPlan& application : c.program->applications) {
    for (const compiler::JoinRulePlan& join : application.joins) {
      ++joins;
      hashed += join.probes.empty() ? 0 : 1;
    }
  }
  std::string text = fmt::format(
      "{} rules in {} loops; {} of {} join rules find their matches by hash.\n"
      "Rule-set version {}\n",
      c.program->rules.size(), c.program->loops.size(), hashed, joins, c.program->digest.substr(0, 16));
  if (c.from_cache) return text + "Nothing has changed since it was compiled.\n";
  const compiler::CompileTimes& t = c.times;
  return text +
         fmt::format(
             "Read and parsed {:.1f} ms, checked {:.1f} ms, analysed {:.1f} ms, native code {:.1f} ms\n",
             t.load_ms, t.check_ms, t.analyse_ms, t.native_ms);
}

int Run(const Options& options, Session& session) {
  if (options.emit == "ast") return EmitTree(options);
  bool native_text = options.emit == "llvm" || options.emit == "asm" || options.emit == "obj" ||
                     (options.emit.empty() && !options.output.empty());
  const compiler::NativeBackend* native = native_text ? session.Native() : nullptr;
  Compiled compiled =
      options.emit.empty() && options.output.empty()
          ? CompileToRun(session, options.directory, DataFolder(options.directory, options.data))
          : CompileFor(options.directory, {});
  if (compiled.exit_code != kDone) return compiled.exit_code;
  if (options.emit == "typed")
    return Write(options, compiler::DumpTyped(compiled.compilation.executable->typed));
  if (!native_text) {
    Print(Summary(compiled.compilation));
    return kDone;
  }
  if (native == nullptr)
    return CouldNotRun(Error{Origin::kFile, "this needs idx-native, which is not beside idx."});
  auto text = native->emit(*compiled.compilation.executable, options.emit.empty() ? "obj" : options.emit);
  return text.ok() ? Write(options, text.value()) : CouldNotRun(text.error());
}

}  // namespace

void AddCompile(CLI::App& program, Command& chosen) {
  auto options = std::make_shared<Options>();
  CLI::App* command =
      program.add_subcommand("compile", "Compile the rules, or show what one step makes of them");
  command->add_option("DIR", options->directory, "The configuration")->required();
  command->add_option("-o", options->output, "Write to this file; - is standard output");
  command->add_option("--emit", options->emit, "ast, typed, llvm, asm or obj")
      ->check(OneOf({"ast", "typed", "llvm", "asm", "obj"}));
  command->add_option("--data", options->data, "Folder of state and compiled code (default DIR/.idx)");
  command->footer("Example: idx compile my-idx --emit=llvm | less");
  command->callback([=, &chosen] { chosen = [=](Session& session) { return Run(*options, session); }; });
}

}  // namespace idx::cli
