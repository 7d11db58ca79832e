#include "connectors/sdk/known_records.h"

#include <algorithm>

namespace idx::connectors {
namespace {

// How far ahead a record may have moved (by rows that vanished before it) without the table.
constexpr size_t kLookAhead = 16;

}  // namespace

int64_t KnownRecords::Take(size_t position) {
  used_[position] = true;
  next_ = position + 1;
  return static_cast<int64_t>(position);
}

int64_t KnownRecords::Find(const Digest& digest) {
  size_t end = std::min(next_ + kLookAhead, known_.size());
  for (size_t i = next_; i < end; ++i)
    if (known_[i] == digest && !used_[i]) return Take(i);
  if (known_.empty()) return -1;
  if (!built_) BuildTable();
  auto [first, last] = table_.equal_range(digest);
  for (auto entry = first; entry != last; ++entry)
    if (!used_[entry->second]) return Take(entry->second);
  return -1;
}

void KnownRecords::BuildTable() {
  built_ = true;
  table_.reserve(known_.size());
  for (size_t i = 0; i < known_.size(); ++i)
    if (!used_[i]) table_.emplace(known_[i], static_cast<uint32_t>(i));
}

}  // namespace idx::connectors
