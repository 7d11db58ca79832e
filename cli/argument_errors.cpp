#include "cli/argument_errors.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "base/core/suggest.h"

namespace idx::cli {

namespace {

std::vector<std::string> CommandNames(const CLI::App& program) {
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> OptionNames(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options())
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  return names;
}

// The command that was asked for, or null.
const CLI::App* Chosen(const CLI::App& program) {
  std::vector<CLI::App*> chosen = program.get_subcommands();
  return chosen.empty() ? nullptr : chosen.front();
}

// Of what is missing: "DIR" and what it is for.
std::string Described(const CLI::App& command, const std::string& name) {
  for (const CLI::Option* option : command.get_options())
    if (option->get_single_name() == name && !option->get_description().empty())
      return fmt::format("{} ({})", name, option->get_description());
  return name;
}

// The option that the command does not have, or "".
std::string UnknownOption(const CLI::App& program, const CLI::App& command) {
  for (const std::string& argument : program.remaining(true)) {
    if (!argument.starts_with('-') || argument == "-") continue;
    std::string name = argument.substr(0, argument.find('='));
    return fmt::format("there is no option {}{}", name, Suggestion(name, OptionNames(command)));
  }
  return "";
}

std::string TooMany(const CLI::App& program) {
  std::vector<std::string> left = program.remaining(true);
  return fmt::format("\"{}\" is one argument too many", left.empty() ? "" : left.front());
}

std::string WithoutCommand(const CLI::App& program, std::span<char*> arguments) {
  for (std::string_view argument : arguments.subspan(std::min<size_t>(1, arguments.size()))) {
    if (argument.starts_with('-')) {
      if (argument == "-v" || argument == "--verbose") continue;
      std::string name(argument.substr(0, argument.find('=')));
      return fmt::format("there is no option {}{}", name, Suggestion(name, OptionNames(program)));
    }
    return fmt::format("there is no command {}{}", argument, Suggestion(argument, CommandNames(program)));
  }
  return fmt::format("a command is missing; there are {}", fmt::join(CommandNames(program), ", "));
}

// CLI11 begins what it says with the option's name.
std::string Missing(const CLI::App& command, const std::string& said) {
  std::string name = said.substr(0, said.find(" is required"));
  return fmt::format("{} is missing", Described(command, name));
}

// "Could not convert: --limit = x", of which the options are all numbers.
std::string WrongNumber(const std::string& said) {
  return fmt::format("{}: a whole number is wanted", said.substr(said.find(": ") + 2));
}

}  // namespace

std::string Suggestion(std::string_view wrong, const std::vector<std::string>& known) {
  std::vector<std::string_view> views(known.begin(), known.end());
  std::string said = DidYouMean(wrong, views);
  return said.empty() ? "" : "; " + said;
}

std::string WhatIsWrong(const CLI::App& program, const CLI::Error& error, std::span<char*> arguments) {
  const CLI::App* command = Chosen(program);
  if (command == nullptr) return WithoutCommand(program, arguments) + "\nType: idx --help";
  std::string why = error.what();
  // What is missing may stand behind an option that was mistyped.
  std::string unknown = UnknownOption(program, *command);
  if (!unknown.empty())
    return fmt::format("{}: {}\nType: idx {} --help", command->get_name(), unknown, command->get_name());
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) why = TooMany(program);
  if (dynamic_cast<const CLI::RequiredError*>(&error) != nullptr) why = Missing(*command, why);
  if (dynamic_cast<const CLI::ConversionError*>(&error) != nullptr) why = WrongNumber(why);
  return fmt::format("{}: {}\nType: idx {} --help", command->get_name(), why, command->get_name());
}

std::string OneOf::operator()(const std::string& word) const {
  if (std::find(words_.begin(), words_.end(), word) != words_.end()) return "";
  return fmt::format("\"{}\" is none of {}{}", word, fmt::join(words_, ", "), Suggestion(word, words_));
}

}  // namespace idx::cli
