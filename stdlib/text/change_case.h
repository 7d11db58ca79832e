// Casing of whole texts: one pass; a text that is cased already is returned itself.
#pragma once

#include "stdlib/registry/results.h"

namespace idx::stdlib {

Text ChangeCase(EvalContext& ctx, const Text& s, bool upper);
// One code point by a culture: Turkish and Azeri have a dotted and a dotless I.
char32_t CaseOf(char32_t code, CultureInfo culture, bool upper);

}  // namespace idx::stdlib
