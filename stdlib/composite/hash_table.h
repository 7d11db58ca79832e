// The table of dictionaries and sets: entries in the order in which they were added, found by an
// open-addressed index of their positions. Removed entries stay, marked, until the table is full; then the
// others move together.
//
// A look-up takes the steps of one hash and of one comparison for each entry of the same place that it meets,
// so that no choice of keys gets work for less than its price.
#pragma once

#include "base/batch/objects.h"
#include "stdlib/composite/compare.h"

namespace idx::stdlib {

class HashTable {
 public:
  static constexpr uint32_t kNone = 0xFFFFFFFF;

  HashTable(EvalContext& ctx, const ValueType& key, MapObject& map)
      : ctx_(ctx), keys_(ctx, key, map.ignore_case), map_(map) {}

  // A new empty table; null, with the error set, when memory is spent.
  static MapObject* Make(EvalContext& ctx, bool ignore_case);

  // The entry of this key; kNone where there is none or an error came up.
  uint32_t Find(const Slot& key);
  // Adds an entry (value: null for sets) unless the key is there. *added says which; the entry either way.
  // kNone, with the error set, when a budget is spent.
  uint32_t FindOrAdd(const Slot& key, const Slot* value, bool* added);
  // Room for so many entries in an empty table of values. False, with the error set, when memory is spent.
  bool Reserve(uint32_t entries) { return Resize(entries, true); }
  bool Remove(const Slot& key);
  void Clear();

 private:
  uint32_t Probe(const Slot& key, uint64_t hash);
  bool Grow(bool with_values);
  bool Resize(uint64_t least, bool with_values);
  bool Reindex();
  void MoveTogether();
  void Enter(uint64_t hash, uint32_t entry);

  EvalContext& ctx_;
  Comparer keys_;
  MapObject& map_;
};

// f(entry) for the entries that are there, in order.
template <typename F>
void ForEachEntry(const MapObject& map, F f) {
  for (uint32_t i = 0; i < map.used; ++i) {
    if (map.removed[i] == 0) f(i);
  }
}

}  // namespace idx::stdlib
