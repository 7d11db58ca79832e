// The invariant culture's names of months and days, and its standard date patterns.
#pragma once

#include <string_view>

#include "base/value/date_format.h"

namespace idx {

inline constexpr std::string_view kMonthNames[] = {"January",   "February", "March",    "April",
                                                   "May",       "June",     "July",     "August",
                                                   "September", "October",  "November", "December"};
inline constexpr std::string_view kDayNames[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                 "Thursday", "Friday", "Saturday"};
// The pattern that a standard format letter means; "" when there is none.
std::string_view StandardDatePattern(char letter);
// .NET 8's TwoDigitYearMax is 2049.
constexpr int FourDigitYear(int year) { return year >= 100 ? year : year <= 49 ? 2000 + year : 1900 + year; }

// What was read, moved by its offset; where there is none, of the kind that the styles say.
DateFault::Kind InZone(int64_t ticks, int offset_minutes, bool zoned, int32_t styles, DateTime& value);

}  // namespace idx
