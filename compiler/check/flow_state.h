// What is known at a point of a method: which nullable places were tested, which locals have a value.
#pragma once

#include <algorithm>
#include <cstdint>
#include <set>

namespace idx::compiler::check {

// A nullable place that a test can prove not null: a local, or an attribute of an entity.
struct Place {
  int32_t local = -1;
  int32_t attribute = -1;  // -1: the local itself
  friend auto operator<=>(const Place&, const Place&) = default;
};

struct FlowState {
  bool reachable = true;
  std::set<Place> not_null;
  std::set<int32_t> assigned;

  static FlowState Unreachable() {
    FlowState state;
    state.reachable = false;
    return state;
  }
  // What holds on both ways.
  static FlowState Join(const FlowState& a, const FlowState& b) {
    if (!a.reachable) return b;
    if (!b.reachable) return a;
    FlowState joined;
    std::set_intersection(a.not_null.begin(), a.not_null.end(), b.not_null.begin(), b.not_null.end(),
                          std::inserter(joined.not_null, joined.not_null.end()));
    std::set_intersection(a.assigned.begin(), a.assigned.end(), b.assigned.begin(), b.assigned.end(),
                          std::inserter(joined.assigned, joined.assigned.end()));
    return joined;
  }
  void Forget(int32_t local) {
    std::erase_if(not_null, [&](const Place& place) { return place.local == local; });
  }
};

}  // namespace idx::compiler::check
