// decimal in PostgreSQL's binary numeric: groups of four digits. Inside this folder only.
// Source: numeric_send and numeric_recv in src/backend/utils/adt/numeric.c.
#pragma once

#include <string>
#include <string_view>

#include "base/value/decimal.h"

namespace idx::runtime {

// The field's bytes without its length.
std::string NumericOf(const Decimal& value);
// False: not a number, or none that a decimal can hold. More than 28 digits after the point are rounded.
bool ReadNumeric(std::string_view bytes, Decimal& value);

}  // namespace idx::runtime
