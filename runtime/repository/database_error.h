// PostgreSQL's errors for people. Inside this folder only.
#pragma once

#include <string>
#include <string_view>

#include "base/core/result.h"

namespace idx::runtime {

// sqlstate: five characters, or empty when the connection was lost before the server could say.
// doing: what failed, such as "COPY into repo_hr"; may be empty. Source: PostgreSQL's Appendix A, Error
// Codes.
Error DatabaseError(std::string_view sqlstate, std::string_view message, std::string_view doing);

}  // namespace idx::runtime
