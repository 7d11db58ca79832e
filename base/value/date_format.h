// Dates and times to text and back: .NET's format strings with the invariant culture, and ISO 8601 for files
// and JSON. Pure functions; what a text leaves out of its date is taken from `now`. An offset in a text gives
// UTC.
#pragma once

#include <string>
#include <string_view>

#include "base/value/scalars.h"

namespace idx {

// False: not a format string of .NET. "" is "MM/dd/yyyy HH:mm:ss".
bool AppendDateTime(std::string& out, DateTime value, std::string_view format);
// "" is "MM/dd/yyyy"; formats with parts of a time are refused.
bool AppendDateOnly(std::string& out, DateOnly value, std::string_view format);
// "" and c: [-][d.]hh:mm:ss[.fffffff]; g and G; custom formats.
bool AppendTimeSpan(std::string& out, TimeSpan value, std::string_view format);

namespace date_styles {
inline constexpr int32_t kLeadingWhite = 1, kTrailingWhite = 2, kInnerWhite = 4, kNoCurrentDate = 8,
                         kToUniversal = 16, kAssumeLocal = 32, kAssumeUniversal = 64, kRoundtripKind = 128;
}  // namespace date_styles

// Why a text is no date: what .NET's messages tell apart.
struct DateFault {
  enum Kind : uint8_t {
    kNone,
    kText,
    kWord,      // an unknown word at the unit `at`
    kWeekday,   // another day than the date's
    kCalendar,  // a date or time of day that does not exist
    kOffset,    // beyond 14 hours
    kRange,     // outside years 1 to 9999 by its offset
    kParts,     // of a DateOnly: a time or an offset
  };
  Kind kind = kNone;
  uint32_t at = 0;
};
bool ParseDateTimeExact(std::string_view text, std::string_view format, int32_t styles, DateOnly today,
                        DateTime& value, DateFault& fault);
// What DateTime.Parse reads: year first or month first, names of months and days, AM/PM, offsets.
bool ParseDateTime(std::string_view text, int32_t styles, DateOnly today, DateTime& value, DateFault& fault);
bool ParseDateOnlyExact(std::string_view text, std::string_view format, int32_t styles, DateOnly today,
                        DateOnly& value, DateFault& fault);
bool ParseDateOnly(std::string_view text, int32_t styles, DateOnly today, DateOnly& value, DateFault& fault);
// With no styles.
bool ParseDateTimeExact(std::string_view text, std::string_view format, DateOnly today, DateTime& value);
bool ParseDateTime(std::string_view text, DateOnly today, DateTime& value);

enum class SpanFault : uint8_t {
  kNone,
  kText,      // no duration
  kOverflow,  // its parts are out of range
  kInput,     // not of the format
  kFormat,    // no format
  kQuote,     // a format whose quote does not end
};
// [-][d.]hh:mm[:ss[.fffffff]] or days.
SpanFault ParseTimeSpan(std::string_view text, TimeSpan& value);
SpanFault ParseTimeSpanExact(std::string_view text, std::string_view format, bool negative, TimeSpan& value);

// "2014-01-02T04:04:06Z"; without Z when the kind is unspecified; a fraction only when it is not zero.
void AppendIso8601(std::string& out, DateTime value);
void AppendIso8601(std::string& out, DateOnly value);
// yyyy-MM-dd[(T or space)HH:mm[:ss[.f…]][Z or ±HH[:mm]]], nothing else.
bool ParseIso8601(std::string_view text, DateTime& value);

}  // namespace idx
