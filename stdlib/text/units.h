// Texts by UTF-16 position, for functions that count as C# does.
#pragma once

#include <string>
#include <string_view>

#include "stdlib/registry/results.h"

namespace idx::stdlib {

// The units [start, start + length) of s; the range must lie in the text. Cuts through surrogate pairs as C#
// does.
Text SliceUnits(EvalContext& ctx, std::string_view s, size_t start, size_t length);
// True when a lone surrogate is in the text: byte search does not find it inside pairs.
bool HasSurrogate(std::string_view s);
// -1 when absent. Both in units; `from` and `count` must lie in the text.
int32_t IndexOfUnits(std::string_view s, std::string_view value, size_t from, size_t count, bool ignore_case);
int32_t LastIndexOfUnits(std::string_view s, std::string_view value, size_t from, size_t count,
                         bool ignore_case);

// .NET: only the six members are known; culture-sensitive ones are ordinal in invariant mode.
bool CheckComparison(EvalContext& ctx, StringComparison comparison);
inline bool IgnoresCase(StringComparison comparison) { return (static_cast<int32_t>(comparison) & 1) != 0; }

// UTF-8; what is none becomes U+FFFD.
std::string DecodeUtf8(std::string_view bytes);

std::string_view TrimStartView(std::string_view s);
std::string_view TrimEndView(std::string_view s);
inline std::string_view TrimView(std::string_view s) { return TrimEndView(TrimStartView(s)); }

// The bytes of one unit (a surrogate alone takes three).
struct UnitBytes {
  explicit UnitBytes(Char unit) : length(EncodeTo(unit.unit, bytes)) {}
  std::string_view view() const { return {bytes, length}; }
  char bytes[4];
  uint32_t length;
};

}  // namespace idx::stdlib
