// The workload as a person would write it in C++ for these batches alone.
#pragma once

#include <span>

#include "base/batch/batch.h"

namespace idx::bench {

// The ten results, in the order of configuration/idx.xml.
enum Mapping : uint32_t {
  kAliases,
  kPrimaries,
  kCountryName,
  kProbationEnd,
  kService,
  kCostUnit,
  kMaskedMail,
  kLogin,
  kDepartmentTitle,
  kCheckDigits,
};
inline constexpr uint32_t kMappings = 10;

// All rows of the batch into out (by Mapping). Texts lie in the arena or static memory.
void MapByHand(const Batch& people, std::span<OutColumn> out, Arena& arena);

}  // namespace idx::bench
