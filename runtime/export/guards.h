// How many dangerous changes may leave by themselves.
#pragma once

#include <cstdint>

#include "base/schema/configuration.h"

namespace idx::runtime {

// min(limit_max, max(limit_percent of live, min(limit_floor, 25 % of live), 1)) per application, type and
// kind over a rolling 24 hours. live: the type's joined objects that are there.
int64_t GuardLimit(const Guards& guards, int64_t live);

// Are `more` too many after `recent` of the last 24 hours?
inline bool OverGuard(const Guards& guards, int64_t live, int64_t recent, int64_t more) {
  return more > 0 && recent + more > GuardLimit(guards, live);
}

}  // namespace idx::runtime
