// <Configuration>, <Vault>, <Classes>, <Enum>, <Guards> and the schema part of <Application> → Configuration.
#pragma once

#include "compiler/xml/loading.h"

namespace idx::compiler::xml {

// Everything of idx.xml but its applications. The element has been checked against the vocabulary.
void ReadConfiguration(const Element& element, Loading& loading);

// Adds the application with its types; false (with a diagnostic) if its name is missing or taken.
bool ReadApplication(const Element& element, Loading& loading);

// What the attributes of type reference refer to. After all applications were read.
void ResolveReferences(Loading& loading);

// Index of the attribute with this own name or rule identifier, or -1.
int32_t FindAttribute(const ObjectType& type, std::string_view name);

}  // namespace idx::compiler::xml
