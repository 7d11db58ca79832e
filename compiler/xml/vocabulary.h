// Which elements and attributes there are, as a table: the same as grammar/idx.xsd (a test compares them).
// The readers of the single elements stand on this check and look only at what a value means.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "compiler/xml/reader.h"

namespace idx::compiler::xml {

struct AttributeRule {
  std::string_view name;
  bool required = false;
};
struct ChildRule {
  std::string_view element;
  std::string_view type;  // a row of the table
  bool once = false;
};
struct ElementType {
  std::string_view name;
  std::vector<AttributeRule> attributes;
  std::vector<ChildRule> children;
  bool text = false;           // its characters have a meaning
  bool any_attribute = false;  // <Connector>: options of its kind
};

std::span<const ElementType> Vocabulary();
// Asserts that the row exists.
const ElementType& TypeOf(std::string_view name);

// Checks the element and all below it against the row; IDX4002, IDX4003, IDX4004, IDX4014 and IDX4016, each
// with what was probably meant. Elements that are unknown are taken out, so that the readers see known ones
// only.
void CheckVocabulary(Element& element, std::string_view type, Diagnostics& diagnostics);

}  // namespace idx::compiler::xml
