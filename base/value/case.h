// Casing as .NET 8 does it in globalization-invariant mode: full Unicode, simple (one code point to one),
// where U+0130, U+0131 and U+017F map to themselves. Ordinal-ignore-case compares upper-cased UTF-16 units.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace idx {

char32_t ToUpperSimple(char32_t code);
char32_t ToLowerSimple(char32_t code);
inline char ToUpperAscii(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
inline char ToLowerAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// The whole text upper-cased: two texts are equal ignoring case when their folds are equal. For keys and
// hashes.
std::string FoldOrdinal(std::string_view bytes);
bool EqualsIgnoreCase(std::string_view a, std::string_view b);
// Negative, 0 or positive. CompareOrdinal orders by UTF-16 unit, CompareIgnoreCase ASCII by its upper case
// and other letters, where they differ, as they are.
int CompareOrdinal(std::string_view a, std::string_view b);
int CompareIgnoreCase(std::string_view a, std::string_view b);

}  // namespace idx
