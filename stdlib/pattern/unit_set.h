// Sets of UTF-16 units, and the sets that .NET's patterns name: categories, blocks, \w \d \s, case
// equivalences.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace idx::stdlib {

// Ranges in order, without overlap or touching neighbours.
class UnitSet {
 public:
  struct Range {
    uint16_t first = 0;
    uint16_t last = 0;
    friend bool operator==(Range, Range) = default;
  };

  UnitSet() = default;
  // Any ranges, in any order.
  explicit UnitSet(std::vector<Range> ranges);

  const std::vector<Range>& ranges() const { return ranges_; }
  bool empty() const { return ranges_.empty(); }
  bool Contains(uint16_t unit) const;
  UnitSet Inverted() const;
  UnitSet Union(const UnitSet& other) const;
  UnitSet Minus(const UnitSet& other) const;
  friend bool operator==(const UnitSet&, const UnitSet&) = default;

 private:
  std::vector<Range> ranges_;
};

// \w: letters, non-spacing marks, decimal digits, connector punctuation. Source:
// System.Text.RegularExpressions.
const UnitSet& WordUnits();
const UnitSet& DigitUnits();  // \d: decimal digits of all scripts
const UnitSet& SpaceUnits();  // \s: char.IsWhiteSpace
// What \b looks at: \w and the joiners U+200C, U+200D.
bool IsBoundaryWordUnit(uint16_t unit);

// The set of \p{name}: a general category ("Lu", "L") or a block as .NET names it ("IsGreek"); null when
// there is none. Lu, Ll and Lt are all three when case is ignored, as in .NET.
const UnitSet* NamedUnits(std::u16string_view name, bool ignore_case);

// The set and all units that are the same to RegexOptions.IgnoreCase: those with an equal simple lower case.
UnitSet CloseOverCase(const UnitSet& set);

}  // namespace idx::stdlib
