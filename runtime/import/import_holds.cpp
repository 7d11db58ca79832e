#include "runtime/import/import_holds.h"

#include <fmt/format.h>

#include <algorithm>

namespace idx::runtime {
namespace {

double Percent(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0 : 100.0 * static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

std::vector<ImportHold> HoldsOf(const Guards& guards, const ObjectType& type, const ReadFigures& figures) {
  std::vector<ImportHold> holds;
  if (figures.partial && figures.live_before > 0)
    holds.push_back({"partial", fmt::format("the read is not complete: {}", figures.partial_reason)});
  if (figures.rows == 0) {
    if (figures.live_before > 0 && figures.unusable > 0)
      holds.push_back(
          {"empty", fmt::format("none of the {} rows of the read could be used", figures.unusable)});
    else if (figures.live_before > 0)
      holds.push_back(
          {"empty", fmt::format("the read is empty; {} objects were there before", figures.live_before)});
    return holds;
  }
  double allowed = static_cast<double>(figures.highest) * (100.0 - guards.smaller_read_percent) / 100.0;
  if (static_cast<double>(figures.rows) < allowed)
    holds.push_back(
        {"smaller",
         fmt::format("the read has {} rows, {:.0f} % fewer than the {} of the last 7 days (more than {} %)",
                     figures.rows, 100.0 - Percent(figures.rows, figures.highest), figures.highest,
                     guards.smaller_read_percent)});
  for (size_t a = 0; a < figures.fill.size() && a < figures.fill_before.size(); ++a) {
    double before = Percent(figures.fill_before[a], figures.fill_rows_before);
    double now = Percent(figures.fill[a], figures.rows);
    bool few = figures.fill[a] + kFewValues > figures.fill_before[a];
    if (before - now > guards.fill_drop_points && !few)
      holds.push_back(
          {"fill:" + type.attributes[a].name,
           fmt::format("{} has a value in {:.0f} % of the rows, before in {:.0f} % (it fell by more "
                       "than {} points)",
                       type.attributes[a].name, now, before, guards.fill_drop_points)});
  }
  return holds;
}

bool Covers(const ApprovedRead& approved, const std::vector<ImportHold>& holds, uint64_t rows) {
  if (rows < approved.rows - approved.rows / 100) return false;
  return std::all_of(holds.begin(), holds.end(), [&](const ImportHold& hold) {
    return std::find(approved.kinds.begin(), approved.kinds.end(), hold.kind) != approved.kinds.end();
  });
}

}  // namespace idx::runtime
