// What the characters of an attribute, a text or a CDATA section stand for, each with its place in the file.
#pragma once

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/xml/reader.h"

namespace idx::compiler::xml {

// Characters of XML 1.0 (fifth edition, productions 2 to 4) in UTF-8.
inline bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
// Any byte beyond ASCII counts as a letter: names of other scripts are read whole, and then found to be
// unknown. The same as pugixml's.
inline bool IsNameStart(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || (c & 0x80) != 0;
}
inline bool IsName(char c) { return IsNameStart(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; }
// May the character stand in a document, as itself or as &#…;?
inline bool IsXmlCharacter(char32_t c) {
  if (c < 0x20) return c == '\t' || c == '\n' || c == '\r';
  return c <= 0xD7FF || (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && c <= 0x10FFFF);
}

enum class Characters { kAttribute, kText, kCData };

// Adds the place's characters to `out`, but not the last entry of origin: references resolved, a line break
// as one character (XML 1.0, 2.11), and in attributes as a space (3.3.3). What may not stand there is
// reported (IDX4001, IDX4010) and taken literally. `text` is the whole file.
void Decode(Span place, std::string_view text, Characters kind, Diagnostics& diagnostics, Text& out);

}  // namespace idx::compiler::xml
