// When a read is too strange to be believed: the rules of the data model, as plain arithmetic.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/schema/configuration.h"

namespace idx::runtime {

struct ReadFigures {
  uint64_t rows = 0;         // seen, broken ones included
  uint64_t live_before = 0;  // objects that are there
  uint64_t highest = 0;      // rows of the largest accepted read of the last 7 days
  bool partial = false;
  std::string partial_reason;
  uint64_t fill_rows_before = 0;            // rows that fill_before counts
  std::vector<uint64_t> fill_before, fill;  // rows with a value, per attribute
};

// Why the import is to be held, for a person; empty: it is fine. A fill that falls by fewer than kFewValues
// values is no ground: in a handful of rows each value is many points.
std::string HoldReason(const Guards& guards, const ObjectType& type, const ReadFigures& figures);
inline constexpr uint64_t kFewValues = 3;

}  // namespace idx::runtime
