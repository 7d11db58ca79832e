// Values of attributes that are not expressions. Each gives the fallback where the attribute is missing, and
// IDX4005 with the fallback where its text is not valid.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "compiler/xml/reader.h"

namespace idx::compiler::xml {

std::string ReadString(const Element& element, std::string_view name, std::string_view fallback = "");
bool ReadBool(const Element& element, std::string_view name, bool fallback, Diagnostics& diagnostics);
int32_t ReadInt(const Element& element, std::string_view name, int32_t fallback, int32_t lowest,
                int32_t highest, Diagnostics& diagnostics);
double ReadPercent(const Element& element, std::string_view name, double fallback, Diagnostics& diagnostics);
// "90d", "36h", "2w" in hours.
std::optional<int32_t> ReadDurationHours(const Element& element, std::string_view name,
                                         Diagnostics& diagnostics);
void ReportInvalid(const Attribute& attribute, std::string_view what, Diagnostics& diagnostics);

// One of the words; IDX4005 lists them.
int ReadWord(const Element& element, std::string_view name, int fallback,
             std::initializer_list<std::pair<std::string_view, int>> words, Diagnostics& diagnostics);
template <typename E>
E ReadChoice(const Element& element, std::string_view name, E fallback,
             std::initializer_list<std::pair<std::string_view, int>> words, Diagnostics& diagnostics) {
  return static_cast<E>(ReadWord(element, name, static_cast<int>(fallback), words, diagnostics));
}

// Where the value of the attribute stands, or the element's name.
Span SpanOfValue(const Element& element, std::string_view name);

}  // namespace idx::compiler::xml
