#include "runtime/export/guards.h"

#include <algorithm>

namespace idx::runtime {

int64_t GuardLimit(const Guards& guards, int64_t live) {
  int64_t share = static_cast<int64_t>(guards.limit_percent * static_cast<double>(live) / 100.0);
  int64_t floor = std::min<int64_t>(guards.limit_floor, live / 4);
  return std::min<int64_t>(guards.limit_max, std::max<int64_t>({share, floor, 1}));
}

}  // namespace idx::runtime
