// R10 as a person would write it in C++ for these batches alone: no budgets, no errors, no nulls that cannot
// be.
#pragma once

#include <span>

#include "base/batch/batch.h"

namespace idx::bench {

// The ten results, in the order of configuration/rules.idx.
enum Mapping : uint32_t {
  kDisplayName,
  kSam,
  kUpn,
  kDepartmentName,
  kInitials,
  kIsActive,
  kPaddedId,
  kPrimarySmtp,
  kCentre,
  kSamePerson,
};
inline constexpr uint32_t kMappings = 10;

// All rows of the batch into out (by Mapping). Texts lie in the batch or the arena.
void MapByHand(const Batch& people, std::span<OutColumn> out, Arena& arena);

}  // namespace idx::bench
