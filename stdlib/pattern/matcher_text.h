// What both matchers ask of a text: units, assertions, and where a match may begin.
#pragma once

#include <cstring>

#include "stdlib/pattern/matcher.h"

namespace idx::stdlib {

template <typename Unit>
class MatcherText {
 public:
  MatcherText(const Unit* units, const Search& search)
      : units_(units), size_(search.text.size), continued_(search.continued) {}

  uint32_t size() const { return size_; }
  Unit operator[](uint32_t at) const { return units_[at]; }

  bool Takes(const Program& program, const Instruction& i, uint32_t at) const {
    if (at >= size_) return false;
    if (i.op == Op::kUnit) return units_[at] == i.x;
    if constexpr (sizeof(Unit) == 1)
      return program.classes[i.x].ContainsLow(units_[at]);
    else
      return program.classes[i.x].Contains(units_[at]);
  }

  bool Holds(Anchor anchor, uint32_t at) const {
    switch (anchor) {
      case Anchor::kBegin:
        return at == 0;
      case Anchor::kBeginLine:
        return at == 0 || units_[at - 1] == '\n';
      case Anchor::kEnd:
        return at == size_;
      case Anchor::kEndOrLast:
        return at == size_ || (at + 1 == size_ && units_[at] == '\n');
      case Anchor::kEndLine:
        return at == size_ || units_[at] == '\n';
      case Anchor::kBoundary:
        return AtBoundary(at);
      case Anchor::kNotBoundary:
        return !AtBoundary(at);
      case Anchor::kContinue:
        return at == continued_;
    }
    return false;
  }

  // The first position from `at` where a match may begin; size + 1 when there is none.
  uint32_t NextCandidate(const Program& program, uint32_t at) const {
    if (program.anchored) return at == 0 ? 0 : size_ + 1;
    if (!program.first_known) return at;
    if constexpr (sizeof(Unit) == 1) {
      if (program.first_unit >= 0) {
        const void* found = at < size_ ? std::memchr(units_ + at, program.first_unit, size_ - at) : nullptr;
        return found == nullptr ? size_ + 1 : static_cast<uint32_t>(static_cast<const Unit*>(found) - units_);
      }
      while (at < size_ && !program.first.ContainsLow(units_[at])) ++at;
    } else {
      while (at < size_ && !program.first.Contains(units_[at])) ++at;
    }
    return at < size_ ? at : size_ + 1;
  }

 private:
  bool AtBoundary(uint32_t at) const {
    bool before = at > 0 && IsBoundaryWordUnit(units_[at - 1]);
    bool after = at < size_ && IsBoundaryWordUnit(units_[at]);
    return before != after;
  }

  const Unit* units_;
  uint32_t size_;
  uint32_t continued_;
};

}  // namespace idx::stdlib
