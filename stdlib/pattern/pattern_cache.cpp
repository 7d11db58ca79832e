#include "stdlib/pattern/pattern_cache.h"

#include <array>
#include <functional>
#include <list>
#include <mutex>
#include <unordered_map>

namespace idx::stdlib {
namespace {

using PatternPointer = std::shared_ptr<const Pattern>;

// What finds a pattern: the views are of the pattern's own source.
struct Key {
  std::string_view source;
  int32_t options = 0;
  friend bool operator==(const Key&, const Key&) = default;
};
size_t HashOf(const Key& key) {
  return std::hash<std::string_view>()(key.source) ^ (static_cast<size_t>(key.options) * 0x9E3779B97F4A7C15);
}
struct KeyHash {
  size_t operator()(const Key& key) const { return HashOf(key); }
};

class Cache {
 public:
  PatternPointer Find(const Key& key) {
    std::lock_guard lock(mutex_);
    auto found = by_key_.find(key);
    if (found == by_key_.end()) return nullptr;
    recent_.splice(recent_.begin(), recent_, found->second);
    return recent_.front();
  }
  void Add(const PatternPointer& pattern) {
    std::lock_guard lock(mutex_);
    Key key = {pattern->source(), pattern->options()};
    if (by_key_.count(key) != 0) return;
    recent_.push_front(pattern);
    by_key_[key] = recent_.begin();
    instructions_ += pattern->program().code.size();
    while (recent_.size() > kCachedPatterns || (instructions_ > kCachedInstructions && recent_.size() > 1)) {
      const PatternPointer& last = recent_.back();
      instructions_ -= last->program().code.size();
      by_key_.erase({last->source(), last->options()});
      recent_.pop_back();
    }
  }

 private:
  std::mutex mutex_;
  std::list<PatternPointer> recent_;
  std::unordered_map<Key, std::list<PatternPointer>::iterator, KeyHash> by_key_;
  size_t instructions_ = 0;
};

Cache& TheCache() {
  static Cache* cache = new Cache();
  return *cache;
}

}  // namespace

std::shared_ptr<const Pattern> FindPattern(std::string_view pattern, int32_t options, PatternError& error) {
  // The few patterns of a loop over rows are found without the lock.
  static thread_local std::array<PatternPointer, 16> mine;
  Key key = {pattern, options};
  PatternPointer& place = mine[HashOf(key) % mine.size()];
  if (place != nullptr && place->options() == options && place->source() == pattern) return place;
  PatternPointer found = TheCache().Find(key);
  if (found == nullptr) {
    found = Pattern::Compile(pattern, options, error);
    if (found == nullptr) return nullptr;
    TheCache().Add(found);
  }
  place = found;
  return found;
}

std::shared_ptr<const Pattern> UsePattern(EvalContext& ctx, std::string_view pattern, int32_t options) {
  PatternError error;
  PatternPointer found = FindPattern(pattern, options, error);
  if (found == nullptr) {
    if (error.kind == PatternErrorKind::kOptions)
      ctx.Fail(EvalErrorKind::kArgumentOutOfRange, error.message);
    else
      ctx.Fail(EvalErrorKind::kArgument, error.Describe(pattern));
    return nullptr;
  }
  // As for a pattern that is compiled, whether it was or not: steps do not depend on what the cache holds.
  if (!ctx.Charge(found->program().code.size())) return nullptr;
  return found;
}

}  // namespace idx::stdlib
