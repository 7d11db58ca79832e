// Bump allocator for the values of one batch: allocation is an addition, release is one call for all.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace idx {

// Not thread-safe: one arena per worker. Memory stays valid until Reset or Rewind past it.
class Arena {
 public:
  static constexpr size_t kFirstBlock = 64 * 1024;

  struct Mark {
    size_t block = 0;
    size_t used = 0;
  };

  Arena() = default;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;

  // size bytes at alignment 8, uninitialised.
  char* Allocate(size_t size) {
    size = (size + 7) & ~size_t{7};
    if (size > static_cast<size_t>(end_ - next_)) return AllocateBlock(size);
    char* result = next_;
    next_ += size;
    return result;
  }
  template <typename T>
  T* AllocateArray(size_t count) {
    static_assert(alignof(T) <= 8);
    return reinterpret_cast<T*>(Allocate(count * sizeof(T)));
  }
  std::string_view Copy(std::string_view bytes) {
    char* to = Allocate(bytes.size());
    if (!bytes.empty()) std::memcpy(to, bytes.data(), bytes.size());
    return {to, bytes.size()};
  }
  Mark mark() const { return {current_, static_cast<size_t>(next_ - start_)}; }
  // Releases what was allocated since `to`; blocks are kept for reuse.
  void Rewind(Mark to);
  void Reset() { Rewind({}); }
  // Bytes handed out since the last Reset, including padding.
  size_t used() const { return filled_before_ + static_cast<size_t>(next_ - start_); }

 private:
  struct Block {
    std::unique_ptr<char[]> data;
    size_t size = 0;
    size_t filled = 0;  // valid for blocks before current_
  };
  char* AllocateBlock(size_t size);
  void Enter(size_t used);
  friend struct ArenaLayout;  // native code allocates inline, by these offsets

  // The present block, from start_ to end_; next_ is its first free byte.
  char* next_ = nullptr;
  char* end_ = nullptr;
  char* start_ = nullptr;
  size_t filled_before_ = 0;
  size_t current_ = 0;
  std::vector<Block> blocks_;
};

}  // namespace idx
