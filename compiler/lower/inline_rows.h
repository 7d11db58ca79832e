// The rows of the library that the lowering knows by heart.
#pragma once

#include "stdlib/registry/registry.h"

namespace idx::compiler::lower {

enum class InlineRow : uint8_t { kNone, kLength, kIsNullOrEmpty };

inline InlineRow InlineRowOf(const stdlib::Row& row) {
  if (row.owner != "string" || row.types.size() != 1 || row.types[0].kind != TypeKind::kString)
    return InlineRow::kNone;
  if (row.form == stdlib::Form::kProperty && row.name == "Length" && !row.types[0].nullable)
    return InlineRow::kLength;
  if (row.form == stdlib::Form::kStatic && row.name == "IsNullOrEmpty") return InlineRow::kIsNullOrEmpty;
  return InlineRow::kNone;
}

// Rows that give a part of their text, or a look at it, in a few instructions: not worth a memo.
inline bool IsCheapRow(const stdlib::Row& row) {
  if (InlineRowOf(row) != InlineRow::kNone) return true;
  if (row.owner == "$") return row.name == "Slice";
  if (row.owner != "string") return false;
  for (std::string_view cheap :
       {"Length", "Substring", "Trim", "StartsWith", "EndsWith", "IsNullOrWhiteSpace", "Equals"})
    if (row.name == cheap) return true;
  return false;
}

}  // namespace idx::compiler::lower
