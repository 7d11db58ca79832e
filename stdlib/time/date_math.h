// Arithmetic on instants with .NET's bounds and messages.
#pragma once

#include "base/value/calendar.h"
#include "stdlib/registry/results.h"

namespace idx::stdlib {

inline DateTime FailDate(EvalContext& ctx, std::string_view parameter) {
  FailRange(ctx, parameter, "The added or subtracted value results in an un-representable DateTime.");
  return {};
}
inline DateTime AddTicks(EvalContext& ctx, DateTime d, __int128 ticks) {
  __int128 sum = ticks + d.ticks();
  if (sum < 0 || sum > kMaxDateTimeTicks) return FailDate(ctx, "value");
  return DateTime::Of(static_cast<int64_t>(sum), d.kind());
}
inline DateTime AddMonthsTo(EvalContext& ctx, DateTime d, int64_t months) {
  Civil civil = CivilOf(d);
  int64_t index = int64_t{civil.year} * 12 + civil.month - 1 + months;
  if (index < 12 || index >= 120000) return FailDate(ctx, "months");
  auto year = static_cast<int32_t>(index / 12), month = static_cast<int32_t>(index % 12) + 1;
  int32_t day = std::min(civil.day, DaysInMonth(year, month));
  return DateTime::Of(DaysOf(year, month, day) * kTicksPerDay + TicksOfDay(d), d.kind());
}

}  // namespace idx::stdlib
