// The rows of the time family.
#pragma once

#include <vector>

#include "stdlib/registry/registry.h"

namespace idx::stdlib {

std::vector<Row> DateTimeRows();   // construction, members, arithmetic
std::vector<Row> DateParseRows();  // Parse, ParseExact, file and Unix times
std::vector<Row> DatesRows();      // Dates.*
std::vector<Row> DateOnlyRows();
std::vector<Row> TimeSpanRows();
std::vector<Row> CalendarRows();  // weeks, names of months and days, and DateTime's smaller members

}  // namespace idx::stdlib
