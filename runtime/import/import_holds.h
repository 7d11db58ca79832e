// When a read is too strange to be believed: the rules of the data model, as plain arithmetic.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/schema/configuration.h"

namespace idx::runtime {

struct ReadFigures {
  uint64_t rows = 0;         // whose objects are known, be it by a broken row with its key
  uint64_t unusable = 0;     // all others
  uint64_t live_before = 0;  // objects that are there
  uint64_t highest = 0;      // rows of the largest accepted read of the last 7 days
  bool partial = false;
  std::string partial_reason;
  uint64_t fill_rows_before = 0;            // rows that fill_before counts
  std::vector<uint64_t> fill_before, fill;  // rows with a value, per attribute
};

struct ImportHold {
  std::string kind;    // "partial", "empty", "smaller", "fill:Mail": what a person approves
  std::string reason;  // for that person
};

// Why the import is to be held; none: it is fine. A fill that falls by fewer than kFewValues values is no
// ground: in a handful of rows each value is many points.
std::vector<ImportHold> HoldsOf(const Guards& guards, const ObjectType& type, const ReadFigures& figures);
inline constexpr uint64_t kFewValues = 3;

// A person's word on a read that was held: its kinds of holds and its rows.
struct ApprovedRead {
  std::vector<std::string> kinds;
  uint64_t rows = 0;
};

// The next read is another one: the word holds for it while it gives no other ground and is at most 1 %
// smaller.
bool Covers(const ApprovedRead& approved, const std::vector<ImportHold>& holds, uint64_t rows);

}  // namespace idx::runtime
