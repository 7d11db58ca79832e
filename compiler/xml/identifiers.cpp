#include "compiler/xml/identifiers.h"

#include <algorithm>

namespace idx::compiler::xml {

namespace {

constexpr size_t kLongestIdentifier = 100;
constexpr size_t kLongestPostgresName = 63;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsLetter(char c) { return IsLower(c) || IsUpper(c); }

std::string Distinct(std::string name, const std::vector<std::string>& taken) {
  if (name.size() > kLongestPostgresName) name.resize(kLongestPostgresName);
  std::string result = name;
  for (int n = 2; std::ranges::find(taken, result) != taken.end(); ++n) {
    std::string suffix = "_" + std::to_string(n);
    result = name.substr(0, kLongestPostgresName - suffix.size()) + suffix;
  }
  return result;
}

}  // namespace

bool IsIdentifier(std::string_view text) {
  if (text.empty() || text.size() > kLongestIdentifier || IsDigit(text[0])) return false;
  return std::ranges::all_of(text, [](char c) { return IsLetter(c) || IsDigit(c) || c == '_'; });
}

std::string RuleIdentifier(std::string_view name) {
  std::string result;
  bool raise = false;
  for (char c : name) {
    if (!IsLetter(c) && !IsDigit(c) && c != '_') {
      raise = !result.empty();
      continue;
    }
    if (result.empty() && IsDigit(c)) result += '_';
    result += raise && IsLower(c) ? static_cast<char>(c - 32) : c;
    raise = false;
  }
  return result.substr(0, kLongestIdentifier);
}

std::string SnakeCase(std::string_view name) {
  std::string result;
  for (size_t i = 0; i < name.size(); ++i) {
    char c = name[i];
    if (!IsLetter(c) && !IsDigit(c)) {
      if (!result.empty() && result.back() != '_') result += '_';
      continue;
    }
    bool after_lower = i > 0 && (IsLower(name[i - 1]) || IsDigit(name[i - 1]));
    bool before_lower = i > 0 && IsUpper(name[i - 1]) && i + 1 < name.size() && IsLower(name[i + 1]);
    if (IsUpper(c) && (after_lower || before_lower) && !result.empty() && result.back() != '_') result += '_';
    result += IsUpper(c) ? static_cast<char>(c + 32) : c;
  }
  while (!result.empty() && result.back() == '_') result.pop_back();
  return result;
}

std::string ColumnName(std::string_view name, const std::vector<std::string>& taken) {
  return Distinct("a_" + SnakeCase(name), taken);
}

std::string TableName(std::string_view application, std::string_view type,
                      const std::vector<std::string>& taken) {
  std::string_view prefix = application == "Vault" ? "" : "repo_";
  return Distinct(std::string(prefix) + SnakeCase(application) + "_" + SnakeCase(type), taken);
}

}  // namespace idx::compiler::xml
