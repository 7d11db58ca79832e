// The program: its commands, one file each, and the way from arguments to one of them.
#include <CLI/CLI.hpp>
#include <csignal>

#include "cli/argument_errors.h"
#include "cli/commands.h"

namespace idx::cli {

namespace {

constexpr AddCommand kCommands[] = {AddInit,    AddLint,    AddFormat,      AddTest,      AddPlan, AddSync,
                                    AddChanges, AddApprove, AddReject,      AddExplain,   AddDump, AddRebuild,
                                    AddEval,    AddCompile, AddExplainCode, AddCompletion};

constexpr const char* kVerbose = "Say more: every example instead of a few, notes, times of the compiler";

// Output that did not reach its file is no success.
int Ended(int code) {
  if (FlushOutput()) return code;
  return kCouldNotRun;
}

}  // namespace

int RunProgram(int argc, char** argv, const compiler::NativeBackend* native) {
  std::signal(SIGPIPE, SIG_IGN);
  CLI::App program(
      "IDx joins people's records across HR systems and directories, computes attributes and provisions "
      "accounts, by rules that are compiled.",
      "idx");
  program.set_version_flag("--version", std::string(kVersion));
  program.require_subcommand(1);
  program.footer(
      "Exit codes: 0 done, 1 errors in the input, 2 could not run, 3 done with changes held.\n"
      "Begin with: idx init my-idx && idx sync my-idx");
  Session session;
  session.native = native;
  session.arguments = argv;
  program.add_flag("-v,--verbose", session.verbose, kVerbose);
  Command chosen;
  for (AddCommand add : kCommands) add(program, chosen);
  for (CLI::App* command : program.get_subcommands({}))
    command->add_flag("-v,--verbose", session.verbose, kVerbose);
  try {
    program.parse(argc, argv);
    return Ended(chosen ? chosen(session) : kCouldNotRun);
  } catch (const CLI::ParseError& e) {
    if (e.get_exit_code() == 0) return Ended(program.exit(e));  // --help, --version
    return CouldNotRun(Error{Origin::kInput, WhatIsWrong(program, e, {argv, static_cast<size_t>(argc)})});
  } catch (const std::exception& e) {
    return CouldNotRun(Error{Origin::kLimit, std::string("unexpected: ") + e.what()});
  }
}

}  // namespace idx::cli
