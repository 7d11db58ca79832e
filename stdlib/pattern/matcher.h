// The matchers: the leftmost match, and of those there the one that .NET's backtracking finds first, in time
// linear in instructions × units.
#pragma once

#include <cstdint>
#include <span>

#include "stdlib/pattern/program.h"

namespace idx::stdlib {

// A text as units: bytes of ASCII, or UTF-16. What it points at must outlive it.
struct UnitText {
  const uint8_t* ascii = nullptr;
  const char16_t* wide = nullptr;
  uint32_t size = 0;
};

struct Search {
  UnitText text;
  uint32_t begin = 0;      // where to look first
  uint32_t continued = 0;  // what \G stands for; kNowhere: nothing
  static constexpr uint32_t kNowhere = 0xFFFFFFFF;
};

enum class Found : uint8_t { kNo, kYes, kSpent };

// slots: as many as wanted of the program's 2 × groups (0, 2 or all); kNoPosition where a group did not take
// part. steps: what may be spent; reduced by what was. kSpent when it was not enough.
inline constexpr uint32_t kNoPosition = 0xFFFFFFFF;
Found FindMatch(const Program& program, const Search& search, std::span<uint32_t> slots, int64_t& steps);

// The two ways; FindMatch chooses. Exposed for the tests that hold one against the other.
// Tracing remembers each state and position: short texts only.
bool CanTrace(const Program& program, const Search& search);
Found FindByTracing(const Program& program, const Search& search, std::span<uint32_t> slots, int64_t& steps);
Found FindByThreads(const Program& program, const Search& search, std::span<uint32_t> slots, int64_t& steps);

}  // namespace idx::stdlib
