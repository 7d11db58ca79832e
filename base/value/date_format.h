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

bool ParseDateTimeExact(std::string_view text, std::string_view format, int32_t styles, DateOnly today,
                        DateTime& value);
// What DateTime.Parse reads: year first or month first, names of months and days, AM/PM, offsets.
bool ParseDateTime(std::string_view text, DateOnly today, DateTime& value);
// [-][d.]hh:mm[:ss[.fffffff]] or days. overflow: the parts are out of range.
bool ParseTimeSpan(std::string_view text, TimeSpan& value, bool& overflow);

// "2014-01-02T04:04:06Z"; without Z when the kind is unspecified; a fraction only when it is not zero.
void AppendIso8601(std::string& out, DateTime value);
void AppendIso8601(std::string& out, DateOnly value);
// yyyy-MM-dd[(T or space)HH:mm[:ss[.f…]][Z or ±HH[:mm]]], nothing else.
bool ParseIso8601(std::string_view text, DateTime& value);

}  // namespace idx
