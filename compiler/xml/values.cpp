#include "compiler/xml/values.h"

#include <fmt/format.h>

#include <charconv>
#include <vector>

#include "base/core/suggest.h"

namespace idx::compiler::xml {

namespace {

constexpr uint16_t kInvalid = 4005;

template <typename T>
std::optional<T> ParseNumber(std::string_view text) {
  T value{};
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

}  // namespace

void ReportInvalid(const Attribute& attribute, std::string_view what, Diagnostics& diagnostics) {
  diagnostics.Report(kInvalid, attribute.value.span, {attribute.value.value, std::string(what)});
}

std::string ReadString(const Element& element, std::string_view name, std::string_view fallback) {
  const Attribute* attribute = element.Find(name);
  return std::string(attribute == nullptr ? fallback : attribute->value.value);
}

bool ReadBool(const Element& element, std::string_view name, bool fallback, Diagnostics& diagnostics) {
  return ReadWord(element, name, fallback ? 1 : 0, {{"true", 1}, {"false", 0}}, diagnostics) != 0;
}

int32_t ReadInt(const Element& element, std::string_view name, int32_t fallback, int32_t lowest,
                int32_t highest, Diagnostics& diagnostics) {
  const Attribute* attribute = element.Find(name);
  if (attribute == nullptr) return fallback;
  auto value = ParseNumber<int32_t>(attribute->value.value);
  if (value && *value >= lowest && *value <= highest) return *value;
  ReportInvalid(*attribute, fmt::format("{}: a whole number from {} to {}", name, lowest, highest),
                diagnostics);
  return fallback;
}

double ReadPercent(const Element& element, std::string_view name, double fallback, Diagnostics& diagnostics) {
  const Attribute* attribute = element.Find(name);
  if (attribute == nullptr) return fallback;
  std::string_view text = attribute->value.value;
  if (text.ends_with('%')) text.remove_suffix(1);
  auto value = ParseNumber<double>(text);
  if (value && *value >= 0 && *value <= 100) return *value;
  ReportInvalid(*attribute, fmt::format("{}: a number from 0 to 100", name), diagnostics);
  return fallback;
}

std::optional<int32_t> ReadDurationHours(const Element& element, std::string_view name,
                                         Diagnostics& diagnostics) {
  const Attribute* attribute = element.Find(name);
  if (attribute == nullptr) return std::nullopt;
  std::string_view text = attribute->value.value;
  char unit = text.empty() ? ' ' : text.back();
  int32_t hours = unit == 'h' ? 1 : unit == 'd' ? 24 : unit == 'w' ? 7 * 24 : 0;
  auto value = hours == 0 ? std::nullopt : ParseNumber<int32_t>(text.substr(0, text.size() - 1));
  if (value && *value >= 0 && *value <= 36'500) return *value * hours;
  ReportInvalid(*attribute, fmt::format("{}: a time such as 90d, 36h or 2w", name), diagnostics);
  return std::nullopt;
}

int ReadWord(const Element& element, std::string_view name, int fallback,
             std::initializer_list<std::pair<std::string_view, int>> words, Diagnostics& diagnostics) {
  const Attribute* attribute = element.Find(name);
  if (attribute == nullptr) return fallback;
  std::vector<std::string_view> known;
  for (const auto& [word, value] : words) {
    if (word == attribute->value.value) return value;
    known.push_back(word);
  }
  std::string fix = DidYouMean(attribute->value.value, known);
  diagnostics
      .Report(kInvalid, attribute->value.span,
              {attribute->value.value, fmt::format("{}: one of {}", name, fmt::join(known, ", "))})
      .fix = fix;
  return fallback;
}

Span SpanOfValue(const Element& element, std::string_view name) {
  const Attribute* attribute = element.Find(name);
  return attribute == nullptr ? element.name_span : attribute->value.span;
}

}  // namespace idx::compiler::xml
