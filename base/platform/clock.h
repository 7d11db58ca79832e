// Time from the machine, behind an interface: simulated clocks implement it in tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/core/result.h"
#include "base/value/scalars.h"

namespace idx {

// Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  // The time of day in UTC, in whole microseconds.
  virtual DateTime UtcNow() = 0;
  // Never goes back; for durations only.
  virtual int64_t MonotonicNanoseconds() = 0;
};

// The machine's clock. Lives as long as the process.
Clock& SystemClock();

// "2026-06-30", "2026-06-30T12:00", "…T12:00:00.123456", each with an optional "Z" or "+02:00". Gives UTC; a
// text without a zone is taken as UTC. Errors: anything else, and dates that do not exist. Source: ISO 8601,
// RFC 3339.
Result<DateTime> ParseIsoTime(std::string_view text);
// "2026-06-30T12:00:00Z", with a fraction of up to seven digits where it is not zero.
std::string FormatIsoTime(DateTime time);

}  // namespace idx
