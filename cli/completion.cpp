// idx completion SHELL: a script that lets the shell complete commands, options and files.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>

#include "cli/argument_errors.h"
#include "cli/commands.h"

namespace idx::cli {

namespace {

// One line of "case": the words after `idx COMMAND`.
std::string OptionsOf(const CLI::App& command) {
  std::vector<std::string> words;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) words.push_back("--" + name);
  return fmt::format("{}", fmt::join(words, " "));
}

// Source: bash's manual, "Programmable Completion". zsh runs it through bashcompinit.
std::string Script(const CLI::App& program) {
  std::vector<std::string> names;
  std::string cases;
  for (const CLI::App* command : program.get_subcommands({})) {
    names.push_back(command->get_name());
    cases += fmt::format("    {}) words=\"{}\" ;;\n", command->get_name(), OptionsOf(*command));
  }
  return fmt::format(R"(_idx() {{
  local word="${{COMP_WORDS[COMP_CWORD]}}" words="{}"
  if [ "$COMP_CWORD" -gt 1 ]; then
    words=""
    case "${{COMP_WORDS[1]}}" in
{}    esac
    case "$word" in
    -*) ;;
    *) COMPREPLY=($(compgen -f -- "$word")); return ;;
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}}
complete -o filenames -F _idx idx
)",
                     fmt::join(names, " "), cases);
}

}  // namespace

void AddCompletion(CLI::App& program, Command& chosen) {
  auto shell = std::make_shared<std::string>();
  CLI::App* command =
      program.add_subcommand("completion", "A script that completes idx's commands in a shell");
  command->add_option("SHELL", *shell, "bash or zsh")->required()->check(OneOf({"bash", "zsh"}));
  command->footer("Example: idx completion bash > ~/.local/share/bash-completion/completions/idx");
  command->callback([=, &program, &chosen] {
    chosen = [=, &program](Session&) {
      if (*shell == "zsh") Print("autoload -U +X bashcompinit && bashcompinit\n");
      Print(Script(program));
      return kDone;
    };
  });
}

}  // namespace idx::cli
