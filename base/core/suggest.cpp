#include "base/core/suggest.h"

#include <algorithm>
#include <numeric>
#include <vector>

namespace idx {

namespace {

constexpr size_t kLongest = 64;  // longer names are not compared

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Edit distance without regard to ASCII case; two neighbours that changed places count as one edit (optimal
// string alignment).
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    std::swap(before, last);
    std::swap(last, row);
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      size_t change = last[j] + (Lower(a[i]) == Lower(b[j]) ? 0 : 1);
      row[j + 1] = std::min({last[j + 1] + 1, row[j] + 1, change});
      bool swapped = i > 0 && j > 0 && Lower(a[i]) == Lower(b[j - 1]) && Lower(a[i - 1]) == Lower(b[j]);
      if (swapped) row[j + 1] = std::min(row[j + 1], before[j - 1] + 1);
    }
  }
  return row[b.size()];
}

template <typename Name>
std::string_view Nearest(std::string_view wrong, std::span<const Name> known) {
  if (wrong.size() > kLongest) return "";
  std::string_view best;
  size_t best_distance = wrong.size() / 3 + 1;
  for (std::string_view name : known) {
    if (name.size() > kLongest || name.size() >= wrong.size() + best_distance) continue;
    size_t distance = Distance(wrong, name);
    if (distance < best_distance || (distance == 0 && best.empty())) {
      best = name;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace

std::string_view NearestName(std::string_view wrong, std::span<const std::string_view> known) {
  return Nearest(wrong, known);
}
std::string_view NearestName(std::string_view wrong, std::span<const std::string> known) {
  return Nearest(wrong, known);
}

std::string DidYouMean(std::string_view wrong, std::span<const std::string_view> known) {
  std::string_view meant = NearestName(wrong, known);
  return meant.empty() ? "" : "did you mean '" + std::string(meant) + "'?";
}

}  // namespace idx
