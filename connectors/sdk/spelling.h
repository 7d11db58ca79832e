// The scalars' texts, strict: one value and one text each way. Source: ISO 8601, .NET's invariant formats.
#pragma once

#include <string>
#include <string_view>

#include "base/value/scalars.h"

namespace idx::connectors {

// Each returns false for what is not exactly the form, or out of range. `text` has no blanks around it.
bool ParseBool(std::string_view text, bool& value);  // true, false (any case), 1, 0
bool ParseInt(std::string_view text, int32_t& value);
bool ParseLong(std::string_view text, int64_t& value);
bool ParseDouble(std::string_view text, double& value);    // no NaN, no infinity
bool ParseDecimal(std::string_view text, Decimal& value);  // sign, digits, point: the zeros at its end stay
bool ParseChar(std::string_view text, Char& value);
bool ParseGuid(std::string_view text, Guid& value);          // D, with or without braces
bool ParseTimeSpan(std::string_view text, TimeSpan& value);  // [-][d.]hh:mm[:ss[.fffffff]]
bool ParseDateOnly(std::string_view text, DateOnly& value);  // yyyy-MM-dd
// By a pattern of yyyy, yy, MM, M, dd, d, HH, H, mm, ss, fff and literal characters. yy: 1930 to 2029, as in
// .NET. A time without a zone is UTC.
bool ParseByPattern(std::string_view text, std::string_view pattern, DateTime& value);

std::string FormatDouble(double value);
std::string FormatDecimal(const Decimal& value);
std::string FormatGuid(const Guid& value);
std::string FormatTimeSpan(TimeSpan value);
std::string FormatDateOnly(DateOnly value);
std::string FormatByPattern(DateTime value, std::string_view pattern);
std::string FormatChar(Char value);

// Why `pattern` cannot be used; empty when it can.
std::string PatternComplaint(std::string_view pattern);

}  // namespace idx::connectors
