// The rows of the text family.
#pragma once

#include <vector>

#include "stdlib/registry/registry.h"

namespace idx::stdlib {

std::vector<Row> StringRows();         // Length, Substring, Trim, casing, padding, Replace, Insert, Remove
std::vector<Row> StringSearchRows();   // Contains, StartsWith, EndsWith, IndexOf, LastIndexOf
std::vector<Row> StringCompareRows();  // Equals, Compare, IsNullOrEmpty
std::vector<Row> StringSplitRows();    // Split, ToCharArray
std::vector<Row> StringJoinRows();     // Join, Concat, Format, $.ToText of texts
std::vector<Row> StrRows();            // Str.*: positions and parts
std::vector<Row> StrEditRows();        // Str.*: replacing, casing, joining
std::vector<Row> UnicodeRows();        // diacritics, normalisation, cultures
std::vector<Row> NamesRows();          // Names.*
std::vector<Row> CharRows();           // char.*
std::vector<Row> EncodingRows();
std::vector<Row> ExceptionRows();
std::vector<Row> BytesRows();  // Convert's Base64 and hexadecimal, Encoding, Guids of bytes       // Hex,
                               // Hash, Xml, Url, Base64

}  // namespace idx::stdlib
