#include "stdlib/pattern/unit_set.h"

#include <algorithm>

namespace idx::stdlib {

UnitSet::UnitSet(std::vector<Range> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](Range a, Range b) { return a.first < b.first; });
  for (Range range : ranges) {
    if (!ranges_.empty() && range.first <= ranges_.back().last + 1) {
      ranges_.back().last = std::max(ranges_.back().last, range.last);
    } else {
      ranges_.push_back(range);
    }
  }
}

bool UnitSet::Contains(uint16_t unit) const {
  auto after = std::upper_bound(ranges_.begin(), ranges_.end(), unit,
                                [](uint16_t u, Range range) { return u < range.first; });
  return after != ranges_.begin() && unit <= std::prev(after)->last;
}

UnitSet UnitSet::Inverted() const {
  UnitSet result;
  uint32_t next = 0;
  for (Range range : ranges_) {
    if (range.first > next) {
      result.ranges_.push_back({static_cast<uint16_t>(next), static_cast<uint16_t>(range.first - 1)});
    }
    next = range.last + 1u;
  }
  if (next <= 0xFFFF) result.ranges_.push_back({static_cast<uint16_t>(next), 0xFFFF});
  return result;
}

UnitSet UnitSet::Union(const UnitSet& other) const {
  std::vector<Range> all = ranges_;
  all.insert(all.end(), other.ranges_.begin(), other.ranges_.end());
  return UnitSet(std::move(all));
}

// a - b = not (not a or b)
UnitSet UnitSet::Minus(const UnitSet& other) const { return Inverted().Union(other).Inverted(); }

}  // namespace idx::stdlib
