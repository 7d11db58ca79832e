// Casing of whole texts: one pass; a text that is cased already is returned itself.
#pragma once

#include "stdlib/registry/results.h"

namespace idx::stdlib {

Text ChangeCase(EvalContext& ctx, const Text& s, bool upper);

}  // namespace idx::stdlib
