// The reference page of the library, made from the rows.
#pragma once

#include <span>
#include <string>

#include "stdlib/registry/registry.h"

namespace idx::stdlib {

// "string.Substring(int startIndex, int length) -> string", as rules write it.
std::string SignatureOf(const Row& row);
// "int?", "List<string>", "StringComparison".
std::string TypeName(const TypeSpec& type);
// Markdown, one section per owner, in the order of names.
std::string ReferencePage(std::span<const Row> rows);

}  // namespace idx::stdlib
