// A dictionary of texts that is made once, outside of any rule, and never changed: a table that a
// configuration names. Rules see it as the value of a static readonly field.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/batch/objects.h"
#include "base/core/arena.h"
#include "base/value/slot.h"

namespace idx::stdlib {

// Texts one behind the other: key, value, key, value …
struct TextPairs {
  std::string bytes;
  std::vector<uint32_t> ends;  // of each text in `bytes`

  void Add(std::string_view text) {
    bytes += text;
    ends.push_back(static_cast<uint32_t>(bytes.size()));
  }
  size_t size() const { return ends.size() / 2; }
  std::string_view At(size_t text) const {
    size_t begin = text == 0 ? 0 : ends[text - 1];
    return std::string_view(bytes).substr(begin, ends[text] - begin);
  }
};

// Immutable: any number of threads may read it, for as long as somebody holds it.
class FrozenDictionary {
 public:
  // A pair that does not count, and the one before it that has its key.
  struct Repeated {
    size_t pair = 0;
    size_t first = 0;
  };
  // Of pairs with equal keys (ignore_case: as OrdinalIgnoreCase has them) the first counts. Null: `pairs` is
  // not well-formed.
  static std::shared_ptr<const FrozenDictionary> Make(TextPairs pairs, bool ignore_case,
                                                      std::vector<Repeated>* repeated = nullptr);
  FrozenDictionary(const FrozenDictionary&) = delete;
  FrozenDictionary& operator=(const FrozenDictionary&) = delete;

  // A kDictionary of string and string.
  Slot value() const { return value_; }
  const TextPairs& pairs() const { return pairs_; }
  bool ignore_case() const { return map_->ignore_case; }

 private:
  explicit FrozenDictionary(TextPairs pairs) : pairs_(std::move(pairs)) {}

  TextPairs pairs_;
  Arena arena_;
  MapObject* map_ = nullptr;
  Slot value_;
};

// The tables of a configuration, by name.
using LookupTables = std::map<std::string, std::shared_ptr<const FrozenDictionary>, std::less<>>;

}  // namespace idx::stdlib
