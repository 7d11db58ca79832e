// The proleptic Gregorian calendar of .NET: years 1 to 9999. All functions are total on those.
#pragma once

#include <cstdint>

#include "base/value/scalars.h"

namespace idx {

struct Civil {
  int32_t year = 1;
  int32_t month = 1;
  int32_t day = 1;
};

constexpr bool IsLeapYear(int32_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }
constexpr int32_t DaysInMonth(int32_t year, int32_t month) {
  constexpr int8_t kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && IsLeapYear(year) ? 29 : kDays[month - 1];
}
constexpr bool IsValidDate(int64_t year, int64_t month, int64_t day) {
  return year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
         day <= DaysInMonth(static_cast<int32_t>(year), static_cast<int32_t>(month));
}
// Days from 0001-01-01; the date must be valid.
constexpr int32_t DaysOf(int32_t year, int32_t month, int32_t day) {
  // Years begin in March, so that the leap day is the last.
  int32_t y = month <= 2 ? year - 1 : year;
  int32_t m = month <= 2 ? month + 9 : month - 3;
  return y * 365 + y / 4 - y / 100 + y / 400 + (m * 153 + 2) / 5 + day - 1 - 306;
}
constexpr Civil CivilOf(int32_t days) {
  int32_t d = days + 306;
  int32_t era = d / 146097, doe = d % 146097;
  int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  int32_t mp = (5 * doy + 2) / 153;
  int32_t month = mp < 10 ? mp + 3 : mp - 9;
  return {yoe + era * 400 + (month <= 2 ? 1 : 0), month, doy - (153 * mp + 2) / 5 + 1};
}
// Sunday is 0.
constexpr int32_t WeekdayOf(int32_t days) { return (days + 1) % 7; }

constexpr int32_t DaysOf(DateTime t) { return static_cast<int32_t>(t.ticks() / kTicksPerDay); }
constexpr int64_t TicksOfDay(DateTime t) { return t.ticks() % kTicksPerDay; }
constexpr Civil CivilOf(DateTime t) { return CivilOf(DaysOf(t)); }

}  // namespace idx
