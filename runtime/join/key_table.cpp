#include "runtime/join/key_table.h"

namespace idx::runtime {

void KeyTable::Build() {
  uint32_t bits = 1;
  while ((std::size_t{1} << bits) < entries_.size() * 2 && bits < 31) ++bits;
  shift_ = 64 - bits;
  heads_.assign(std::size_t{1} << bits, kEnd);
  // Backwards, so that each chain begins with the object that was added first.
  for (std::size_t e = entries_.size(); e-- > 0;) {
    uint32_t& head = heads_[Bucket(entries_[e].hash)];
    entries_[e].next = head;
    head = static_cast<uint32_t>(e);
  }
}

}  // namespace idx::runtime
