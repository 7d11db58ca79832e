// What the fast entries of rows stand on: how they charge, and how they go on to the row itself. Internal.
#pragma once

#include <array>

#include "compiler/lower/text_words.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler::lower {

enum Fast : size_t {
  kToLower,
  kToLowerInvariant,
  kToUpper,
  kToUpperInvariant,
  kLength,
  kSlice,
  kSubstring,
  kSubstringFrom,
  kTrim,
  kReplace,
  kPadLeft,
  kStartsWith,
  kIndexOfChar,
  kEqualsCmp,
  kFastCount,
};

// The rows' own entries.
const std::array<const void*, kFastCount>& RowEntries();

template <typename R, typename... Args>
[[gnu::noinline]] R CallRow(Fast which, EvalContext& ctx, Args... args) {
  return reinterpret_cast<R (*)(EvalContext&, Args...)>(const_cast<void*>(RowEntries()[which]))(ctx, args...);
}

[[gnu::cold, gnu::noinline]] bool OutOfSteps(EvalContext& ctx);
// As the rows' entries charge: 1 step, and 1 for each 16 bytes.
inline bool ChargeCall(EvalContext& ctx, uint64_t bytes) {
  ctx.steps_left -= static_cast<int64_t>(1 + (bytes + 15) / 16);
  return __builtin_expect(ctx.steps_left >= 0, 1) ? true : OutOfSteps(ctx);
}

// The length of the sequence at *at if it has one byte or is a well-formed one of two, else 0.
inline size_t SimpleSequence(const char* at, const char* end) {
  auto first = static_cast<uint8_t>(*at);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xDF || end - at < 2 || (static_cast<uint8_t>(at[1]) & 0xC0) != 0x80) return 0;
  return 2;
}

// fast_case.cpp: ToUpper and ToLower, as entries of this row.
using CaseEntry = Text (*)(EvalContext&, Text);
CaseEntry CaseEntryOf(Fast row);

}  // namespace idx::compiler::lower
