#include "runtime/state/taken_values.h"

#include <fmt/format.h>

#include "runtime/state/value.h"

namespace idx::runtime {

uint64_t TakenValues::KeyOf(std::string_view value) const {
  return HashBytes(FoldedText(attribute_.equality, value));
}

void TakenValues::Take(int64_t identity, std::string_view value) {
  auto [holder, first] = holders_.emplace(KeyOf(value), identity);
  if (!first && holder->second != identity) holder->second = kNobody;
}

const Text* TakenValues::FirstFree(int64_t identity, const ListView& candidates) const {
  for (uint32_t c = 0; c < candidates.count; ++c) {
    const Text& candidate = candidates.begin_of<Text>()[c];
    if (!IsStorable(attribute_, &candidate)) continue;
    auto holder = holders_.find(KeyOf(candidate.view()));
    if (holder == holders_.end() || holder->second == identity) return &candidate;
  }
  return nullptr;
}

std::string NoneFree(uint32_t candidates, const ObjectType& type, int32_t attribute) {
  return fmt::format("none of {} candidate{} is free in {}.{}", candidates, candidates == 1 ? "" : "s",
                     type.FullName(), type.attributes[static_cast<size_t>(attribute)].identifier);
}

}  // namespace idx::runtime
