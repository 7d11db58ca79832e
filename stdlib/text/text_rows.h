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
std::vector<Row> StringAnyRows();      // IndexOfAny, LastIndexOfAny
std::vector<Row> StringMakeRows();     // new string of characters; Concat and Join of lists
std::vector<Row> UnicodeRows();        // diacritics, normalisation
std::vector<Row> CultureRows();        // CultureInfo, TextInfo
std::vector<Row> NamesRows();          // Names.*
std::vector<Row> BuilderRows();        // StringBuilder
std::vector<Row> CharRows();           // char.*
std::vector<Row> CharAsciiRows();      // char.IsAscii…
std::vector<Row> EncodingRows();       // Hex, Hash, Xml, Url
std::vector<Row> WebRows();            // XML, HTML and URL escapes
std::vector<Row> BitConverterRows();
std::vector<Row> StringValueRows();  // Join and Concat of other values; forms with a provider
std::vector<Row> UriRows();          // Uri's and HttpUtility's further escapes
std::vector<Row> PathRows();
std::vector<Row> ExceptionRows();
std::vector<Row> BytesRows();           // Convert's Base64 and hexadecimal
std::vector<Row> EncodingObjectRows();  // Encoding
std::vector<Row> GuidByteRows();        // Guids of bytes, AdGuid
std::vector<Row> GlobalRows();          // IsPresent, Coalesce, Eq …
std::vector<Row> CountryRows();         // Country.*
std::vector<Row> LogRows();             // Log.*

}  // namespace idx::stdlib
