// What is wrong with a command line, and what to type instead.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
class Error;
}  // namespace CLI

namespace idx::cli {

// "; did you mean --app?", or "" when no known name is near.
std::string Suggestion(std::string_view wrong, const std::vector<std::string>& known);

// One or two lines for standard error, without "idx: ".
std::string WhatIsWrong(const CLI::App& program, const CLI::Error& error, std::span<char*> arguments);

// For CLI::Option::check: one of these words.
class OneOf {
 public:
  explicit OneOf(std::vector<std::string> words) : words_(std::move(words)) {}
  std::string operator()(const std::string& word) const;  // what is wrong, or ""

 private:
  std::vector<std::string> words_;
};

}  // namespace idx::cli
