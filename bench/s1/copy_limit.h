// The limits that S1 is held against: plain COPY of the bytes that IDx's tables hold, out of and into the
// same database, and reading and digesting a file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/core/result.h"

namespace idx::bench {

struct CopyTimes {
  double out_ms = 0;
  double in_ms = 0;
  int64_t bytes = 0;
  int64_t rows = 0;
};

// COPY of every table of the tenant's schemas (those that are not PostgreSQL's own) to a scratch file in
// binary form, and back into a table of the same columns without indexes, one after the other over one
// connection. Leaves nothing.
Result<CopyTimes> CopyTables(const std::string& connection_string, const std::string& scratch_file);

// COPY out of the keys of all repository tables (their column k) and of the digests of what was read
// (seen.v), binary, thrown away. Milliseconds.
Result<double> CopyKeysAndDigests(const std::string& connection_string);

// Reads the file in blocks and digests every line (XXH3-128). Milliseconds.
Result<double> ReadAndDigest(const std::string& path);

}  // namespace idx::bench
