// Objects by the hash of a join key: built over the unjoined objects, probed with the keys of identities as
// they stream by. A hit is a candidate only; the join rule's predicate decides.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace idx::runtime {

// 24 bytes an object at most. Not thread-safe while adding; Find is const.
class KeyTable {
 public:
  void Add(uint64_t hash, uint32_t object) { entries_.push_back({hash, object, kEnd}); }
  // After the last Add, before the first Find.
  void Build();
  bool empty() const { return entries_.empty(); }
  // Calls each(object) for all objects, in the order in which they were added.
  template <typename Each>
  void ForEach(Each&& each) const {
    for (const Entry& entry : entries_) each(entry.object);
  }

  // Calls found(object) for each object with this hash, in the order in which they were added.
  template <typename Found>
  void Find(uint64_t hash, Found&& found) const {
    if (heads_.empty()) return;
    for (uint32_t e = heads_[Bucket(hash)]; e != kEnd; e = entries_[e].next)
      if (entries_[e].hash == hash) found(entries_[e].object);
  }

 private:
  static constexpr uint32_t kEnd = 0xFFFFFFFF;
  struct Entry {
    uint64_t hash;
    uint32_t object;
    uint32_t next;
  };
  std::size_t Bucket(uint64_t hash) const { return (hash * 0x9E37'79B9'7F4A'7C15) >> shift_; }

  std::vector<Entry> entries_;
  std::vector<uint32_t> heads_;
  uint32_t shift_ = 63;
};

}  // namespace idx::runtime
