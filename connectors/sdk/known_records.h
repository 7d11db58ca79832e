// Which of the records of a read are the same as at the last one? Ordered first, hashed for the rest.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "base/platform/digest.h"

namespace idx::connectors {

// A file that comes in the same order as last time is recognised by comparing along; only from the first
// surprise on is a hash table built, once. Each known record is given out once. Not thread-safe.
class KnownRecords {
 public:
  explicit KnownRecords(std::vector<Digest> known) : known_(std::move(known)), used_(known_.size()) {}

  // The position of an unused known record with this digest, or -1.
  int64_t Find(const Digest& digest);

 private:
  int64_t Take(size_t position);
  void BuildTable();

  std::vector<Digest> known_;
  std::vector<bool> used_;
  size_t next_ = 0;
  bool built_ = false;
  std::unordered_multimap<Digest, uint32_t, DigestHash> table_;
};

}  // namespace idx::connectors
