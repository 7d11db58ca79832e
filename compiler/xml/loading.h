// What the readers of one configuration share.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/schema/configuration.h"
#include "compiler/ast/ast.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/xml/reader.h"

namespace idx::compiler::xml {

// An attribute of type reference, until all types are known.
struct PendingReference {
  std::string type;  // full name of the type that has it
  size_t attribute = 0;
  std::string to;
  Span to_span;
  std::string by;  // empty: by its key
  Span by_span;
};

struct Loading {
  SourceSet& sources;
  ast::Tree& tree;
  Diagnostics& diagnostics;
  Configuration& configuration;
  std::map<std::pair<std::string, std::string>, Span>& attribute_places;  // as in load.h
  std::set<std::string> rule_ids;
  std::vector<PendingReference> references = {};

  // "idx.xml:12", for messages at run time.
  std::string Where(Span span) const {
    const SourceFile& file = sources.file(span.file);
    return file.path() + ":" + std::to_string(file.PositionOf(span.begin).line);
  }
  // IDX4006, with what was probably meant.
  void ReportMissing(Span span, std::string_view what, std::string_view name,
                     std::span<const std::string_view> known, std::vector<Note> notes = {});
  // IDX4007
  void ReportTwice(Span span, std::string_view what, std::string_view name);
  // Reports a name that is not an identifier (IDX4005); the name otherwise.
  std::string ReadName(const Element& element, std::string_view attribute = "name");
};

}  // namespace idx::compiler::xml
