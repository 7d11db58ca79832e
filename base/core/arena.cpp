#include "base/core/arena.h"

#include <algorithm>

namespace idx {

void Arena::Enter(size_t used) {
  start_ = blocks_[current_].data.get();
  next_ = start_ + used;
  end_ = start_ + blocks_[current_].size;
}

char* Arena::AllocateBlock(size_t size) {
  if (!blocks_.empty()) {
    blocks_[current_].filled = static_cast<size_t>(next_ - blocks_[current_].data.get());
    filled_before_ += blocks_[current_].filled;
    // A later block that was kept by Rewind may be large enough.
    while (current_ + 1 < blocks_.size()) {
      Block& block = blocks_[++current_];
      block.filled = 0;
      if (block.size >= size) {
        Enter(size);
        return start_;
      }
    }
  }
  size_t last = blocks_.empty() ? kFirstBlock / 2 : blocks_.back().size;
  size_t block_size = std::max(size, std::min<size_t>(last * 2, size_t{8} << 20));
  blocks_.push_back({std::unique_ptr<char[]>(new char[block_size]), block_size, 0});
  current_ = blocks_.size() - 1;
  Enter(size);
  return start_;
}

void Arena::Rewind(Mark to) {
  if (blocks_.empty()) return;
  current_ = to.block;
  filled_before_ = 0;
  for (size_t i = 0; i < current_; ++i) filled_before_ += blocks_[i].filled;
  Enter(to.used);
}

}  // namespace idx
