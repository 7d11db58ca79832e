#include "stdlib/composite/hash_table.h"

#include <algorithm>
#include <bit>
#include <new>

#include "stdlib/composite/operation_context.h"

namespace idx::stdlib {
namespace {

constexpr uint32_t kFirstCapacity = 4;
constexpr uint32_t kMaxCapacity = 1u << 29;  // of .NET's arrays, about

// Null, with the error set, when memory is spent.
template <typename T>
T* AllocateOf(EvalContext& ctx, uint64_t count) {
  return reinterpret_cast<T*>(ctx.Allocate(count * sizeof(T)));
}

}  // namespace

MapObject* HashTable::Make(EvalContext& ctx, bool ignore_case) {
  char* at = ctx.Allocate(sizeof(MapObject));
  if (at == nullptr) return nullptr;
  MapObject* map = new (at) MapObject();
  map->ignore_case = ignore_case;
  return map;
}

// The index always has free places: at most half of it is used.
uint32_t HashTable::Probe(const Slot& key, uint64_t hash) {
  if (map_.index_size == 0) return kNone;
  uint32_t mask = map_.index_size - 1;
  for (uint32_t at = static_cast<uint32_t>(hash) & mask; map_.index[at] != 0; at = (at + 1) & mask) {
    uint32_t entry = map_.index[at] - 1;
    if (!Spend(ctx_, 1)) return kNone;
    if (map_.removed[entry] != 0) continue;
    bool equal = keys_.Equal(map_.keys[entry], key);
    if (ctx_.failed()) return kNone;
    if (equal) return entry;
  }
  return kNone;
}

uint32_t HashTable::Find(const Slot& key) {
  uint64_t hash = keys_.Hash(key);
  return ctx_.failed() ? kNone : Probe(key, hash);
}

uint32_t HashTable::FindOrAdd(const Slot& key, const Slot* value, bool* added) {
  *added = false;
  uint64_t hash = keys_.Hash(key);
  if (ctx_.failed()) return kNone;
  uint32_t entry = Probe(key, hash);
  if (entry != kNone || ctx_.failed()) return entry;
  if (map_.used == map_.capacity && !Grow(value != nullptr)) return kNone;
  entry = map_.used++;
  map_.keys[entry] = key;
  if (value != nullptr) map_.values[entry] = *value;
  map_.removed[entry] = 0;
  Enter(hash, entry);
  ++map_.count;
  ++map_.version;
  *added = true;
  return entry;
}

bool HashTable::Remove(const Slot& key) {
  uint32_t entry = Find(key);
  if (entry == kNone) return false;
  map_.removed[entry] = 1;
  --map_.count;
  ++map_.version;
  return true;
}

void HashTable::Clear() {
  if (map_.used == 0 || !Spend(ctx_, map_.used + map_.index_size / 16)) return;
  std::memset(map_.index, 0, size_t{map_.index_size} * sizeof(uint32_t));
  map_.used = 0;
  map_.count = 0;
  ++map_.version;
}

void HashTable::Enter(uint64_t hash, uint32_t entry) {
  uint32_t mask = map_.index_size - 1;
  uint32_t at = static_cast<uint32_t>(hash) & mask;
  while (map_.index[at] != 0) at = (at + 1) & mask;
  map_.index[at] = entry + 1;
}

void HashTable::MoveTogether() {
  uint32_t to = 0;
  ForEachEntry(map_, [&](uint32_t from) {
    map_.keys[to] = map_.keys[from];
    if (map_.values != nullptr) map_.values[to] = map_.values[from];
    ++to;
  });
  map_.used = to;
  if (map_.removed != nullptr) std::memset(map_.removed, 0, to);
}

// A table that is half removed entries keeps its size. All that can fail comes before the first change, but
// for the steps of hashing: an index that is not whole is never read again, because a budget that is spent
// ends the rule.
bool HashTable::Grow(bool with_values) {
  if (!Spend(ctx_, map_.used + map_.index_size / 16)) return false;
  if (map_.capacity != 0 && map_.count <= map_.capacity / 2) {
    MoveTogether();
    return Reindex();
  }
  return Resize(uint64_t{map_.capacity} * 2, with_values);
}

bool HashTable::Resize(uint64_t least, bool with_values) {
  uint64_t capacity = std::bit_ceil(std::max<uint64_t>(kFirstCapacity, least));
  if (capacity > kMaxCapacity) {
    ctx_.Fail(EvalErrorKind::kMemory, "Array dimensions exceeded supported range.");
    return false;
  }
  Slot* keys = AllocateOf<Slot>(ctx_, capacity);
  Slot* values = with_values ? AllocateOf<Slot>(ctx_, capacity) : nullptr;
  uint8_t* removed = AllocateOf<uint8_t>(ctx_, capacity);
  uint32_t* index = AllocateOf<uint32_t>(ctx_, capacity * 2);
  if (ctx_.failed()) return false;
  MoveTogether();
  std::copy_n(map_.keys, map_.used, keys);
  if (with_values) std::copy_n(map_.values, map_.used, values);
  std::memset(removed, 0, capacity);
  map_.keys = keys;
  map_.values = values;
  map_.removed = removed;
  map_.index = index;
  map_.index_size = static_cast<uint32_t>(capacity * 2);
  map_.capacity = static_cast<uint32_t>(capacity);
  return Reindex();
}

bool HashTable::Reindex() {
  std::memset(map_.index, 0, size_t{map_.index_size} * sizeof(uint32_t));
  for (uint32_t entry = 0; entry < map_.used; ++entry) {
    uint64_t hash = keys_.Hash(map_.keys[entry]);
    if (ctx_.failed()) return false;
    Enter(hash, entry);
  }
  return true;
}

}  // namespace idx::stdlib
