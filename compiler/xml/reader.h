// XML text → elements with exact places. pugixml parses; we read its tree beside the text. What it takes as
// it comes (repeated attributes, wrong characters, unknown references, text beside the root …) is refused
// here, with words for people who write rules. Every value keeps the way from its characters back to the
// bytes of the file, so that a diagnostic inside an expression points to the exact column, whatever entities
// and CDATA sections stand before it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source.h"

namespace idx::compiler::xml {

// Characters of an attribute or element, references resolved. Byte i came from byte origin[i] of the file.
struct Text {
  std::string value;
  std::vector<uint32_t> origin;  // value.size() + 1 entries
  Span span;                     // of an attribute: between its quotes

  // Refers to this text, which must outlive it.
  Fragment AsFragment() const { return {span.file, value, 0, origin}; }
  Span SpanOf(size_t begin, size_t end) const { return {span.file, origin[begin], origin[end]}; }
  bool blank() const { return value.find_first_not_of(" \t\r\n") == std::string::npos; }
};

struct Attribute {
  std::string name;
  Span name_span;
  Text value;
};

struct Element {
  std::string name;
  Span name_span;
  Span tag_span;  // the start tag
  std::vector<Attribute> attributes;
  std::vector<std::unique_ptr<Element>> children;
  Text text;  // all character data directly inside, joined

  // Null if there is no such attribute.
  const Attribute* Find(std::string_view attribute) const;
};

struct ReadLimits {
  uint32_t max_depth = 64;
  uint32_t max_elements = 1'000'000;  // comments and CDATA sections count too
  uint32_t max_attributes = 256;      // of one element
  uint32_t max_bytes = 64u << 20;
};

// The root element, or null after an error that hides the rest. Gives IDX0005, IDX0007, IDX4001, IDX4007,
// IDX4010, IDX4017 and IDX4018. A bare & or < in a value is reported and then taken literally, so that the
// rest is still understood.
std::unique_ptr<Element> ReadXml(const SourceSet& sources, FileId file, Diagnostics& diagnostics,
                                 const ReadLimits& limits = {});

}  // namespace idx::compiler::xml
