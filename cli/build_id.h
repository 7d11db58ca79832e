// Names what this program was built from.
#pragma once

namespace idx::cli {

// A digest of the compiler and of the library of functions: equal in programs that may run each other's
// compiled rule sets, and only in those. Written by cmake/build_id.cmake.
extern const char* const kBuildId;

}  // namespace idx::cli
