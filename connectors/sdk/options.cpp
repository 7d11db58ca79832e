#include "connectors/sdk/options.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>

namespace idx::connectors {

Error Options::Wrong(std::string_view name, std::string_view what) const {
  auto found = values_.find(name);
  std::string place = found == values_.end() || found->second.place.empty() ? "" : found->second.place + ": ";
  return {Origin::kConfiguration, fmt::format("{}connector option \"{}\" {}", place, name, what)};
}

Result<std::string> Options::Required(std::string_view name) const {
  std::string value = Get(name);
  if (value.empty()) return Wrong(name, "is missing: set it on the Connector element");
  return value;
}

std::string Options::Get(std::string_view name, std::string_view otherwise) const {
  auto found = values_.find(name);
  return found == values_.end() || found->second.value.empty() ? std::string(otherwise) : found->second.value;
}

Result<bool> Options::Flag(std::string_view name, bool otherwise) const {
  std::string value = Get(name);
  if (value.empty()) return otherwise;
  if (value == "true") return true;
  if (value == "false") return false;
  return Wrong(name, fmt::format("is \"{}\": write true or false", value));
}

Result<int64_t> Options::Number(std::string_view name, int64_t otherwise, int64_t low, int64_t high) const {
  std::string value = Get(name);
  if (value.empty()) return otherwise;
  int64_t number = 0;
  auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size() || number < low || number > high)
    return Wrong(name, fmt::format("is \"{}\": write a whole number from {} to {}", value, low, high));
  return number;
}

Result<char> Options::Character(std::string_view name, char otherwise) const {
  std::string value = Get(name);
  if (value.empty()) return otherwise;
  if (value == "tab" || value == "\\t") return '\t';
  if (value.size() != 1 || static_cast<unsigned char>(value[0]) >= 0x80 || value[0] == '\n' ||
      value[0] == '\r' || value[0] == 0)
    return Wrong(name, fmt::format("is \"{}\": write one ASCII character, or tab", value));
  return value[0];
}

Result<std::string> Options::Choice(std::string_view name, const std::vector<std::string>& allowed) const {
  std::string value = Get(name, allowed.front());
  if (std::find(allowed.begin(), allowed.end(), value) == allowed.end())
    return Wrong(name, fmt::format("is \"{}\": write one of {}", value, fmt::join(allowed, ", ")));
  return value;
}

Status Options::OnlyKnown(const std::vector<std::string>& known) const {
  for (const auto& [name, value] : values_)
    if (std::find(known.begin(), known.end(), name) == known.end())
      return Wrong(name, fmt::format("is not known here; there are {}", fmt::join(known, ", ")));
  return {};
}

std::string Options::ResolvePath(const std::string& path) const {
  if (base_folder_.empty() || path.empty() || path[0] == '/') return path;
  return base_folder_ + "/" + path;
}

}  // namespace idx::connectors
