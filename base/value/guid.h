// Guids as text: .NET's formats D, N, B, P and X. Source: System.Guid.
#pragma once

#include <string>
#include <string_view>

#include "base/value/scalars.h"

namespace idx {

// letter: one of DNBPX, or lower-case; false for others.
bool AppendGuid(std::string& out, const Guid& value, char letter);
// Any of the five forms, white space around allowed; format '\0' takes any.
bool ParseGuid(std::string_view text, char format, Guid& value);

}  // namespace idx
