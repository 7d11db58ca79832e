// Rules in XML → the static methods that an author of .idx would write. docs/language-xml.md has the table.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/xml/builder.h"
#include "compiler/xml/loading.h"

namespace idx::compiler::xml {

// The rules of one application, or the Vault's classes: what they share while methods are added to `out`.
struct RuleWriter {
  Loading& loading;
  Builder build;
  ast::Class* out;
  std::string application;
  int32_t position = 0;  // of the application, from 0
  int32_t counter = 0;   // for the methods' names

  RuleWriter(Loading& shared, ast::Class* target, std::string name)
      : loading(shared), build(shared.tree), out(target), application(std::move(name)) {}

  Diagnostics& diagnostics() { return loading.diagnostics; }
  const ObjectType& TypeAt(int32_t index) const {
    return loading.configuration.types[static_cast<size_t>(index)];
  }

  // Adds the method with [use] and [Id("application/object/id")]; IDX4007 if the id is taken. Body not null.
  void Add(const Element& element, ast::AttributeUse use, ast::Method* method, const std::string& id,
           Span id_span);
  std::string NextName(const std::string& kind) { return kind + std::to_string(++counter); }

  // The parsed expression, or null after a diagnostic.
  ast::Expr* Parse(const Text& text);
  // The expression of the attribute or of the child element: exactly one may stand there (IDX4019). `found`
  // tells whether one is there at all; null after a diagnostic.
  ast::Expr* ParseEither(const Element& element, std::string_view attribute, std::string_view child,
                         bool& found);
};

// The types that a section (<Joins>, <Mappers> …) is about.
struct SectionTypes {
  int32_t app = -1;
  int32_t vault = -1;
  Span app_span;
  Span vault_span;
};
// Of object= and the attribute that names the Vault's type; nothing after a diagnostic. Without such an
// attribute it is the type that the object is joined to, or the only one. Notes in the configuration that the
// type is joined.
std::optional<SectionTypes> ResolveTypes(RuleWriter& writer, const Element& section,
                                         std::string_view vault_attribute);
ApplicationType& ApplicationTypeOf(Configuration& configuration, int32_t type);

// target.Identifier for an attribute that is named in XML by its own name or its identifier; null after a
// diagnostic.
ast::Expr* AttributeOf(RuleWriter& writer, const char* parameter, int32_t type, const Text& name);

void WriteJoins(RuleWriter& writer, const Element& joins);
void WriteMappers(RuleWriter& writer, const Element& mappers);
void WriteFilters(RuleWriter& writer, const Element& filters);
void WriteProvision(RuleWriter& writer, const Element& provision);
// One [Classify] method if any class has a condition.
void WriteClasses(RuleWriter& writer, const Element& classes);

// All of an application, in this order: joins, mappers, filters, provision.
void WriteApplication(RuleWriter& writer, const Element& application);

}  // namespace idx::compiler::xml
