#include "base/core/arena.h"

#include <algorithm>

namespace idx {

char* Arena::AllocateBlock(size_t size) {
  if (!blocks_.empty()) {
    blocks_[current_].filled = static_cast<size_t>(next_ - blocks_[current_].data.get());
    filled_before_ += blocks_[current_].filled;
    // A later block that was kept by Rewind may be large enough.
    while (current_ + 1 < blocks_.size()) {
      Block& block = blocks_[++current_];
      block.filled = 0;
      if (block.size >= size) {
        next_ = block.data.get() + size;
        end_ = block.data.get() + block.size;
        return block.data.get();
      }
    }
  }
  size_t last = blocks_.empty() ? kFirstBlock / 2 : blocks_.back().size;
  size_t block_size = std::max(size, std::min<size_t>(last * 2, size_t{8} << 20));
  blocks_.push_back({std::unique_ptr<char[]>(new char[block_size]), block_size, 0});
  current_ = blocks_.size() - 1;
  next_ = blocks_.back().data.get() + size;
  end_ = blocks_.back().data.get() + block_size;
  return blocks_.back().data.get();
}

void Arena::Rewind(Mark to) {
  if (blocks_.empty()) return;
  current_ = to.block;
  filled_before_ = 0;
  for (size_t i = 0; i < current_; ++i) filled_before_ += blocks_[i].filled;
  next_ = blocks_[current_].data.get() + to.used;
  end_ = blocks_[current_].data.get() + blocks_[current_].size;
}

}  // namespace idx
