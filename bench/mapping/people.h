// The people of the mapping benchmarks, made up: names, departments, addresses.
#pragma once

#include <memory>
#include <vector>

#include "base/batch/batch.h"

namespace idx::bench {

// Attributes of HR.Person in each workload's idx.xml, in its order.
enum Person : uint32_t {
  kFirst,
  kLast,
  kEmployeeId,
  kDepartment,
  kCountry,
  kStartDate,
  kEndDate,
  kMiddle,
  kEmail,
  kCostCentre,
  kProxies,
  kOtherEmail,
  kOtherEmployeeId,
};

// `count` people in batches of kBatchRows. The same seed gives the same people. type must outlive them.
std::vector<std::unique_ptr<BatchBuilder>> MakePeople(const ObjectType& type, uint32_t count, uint64_t seed);

}  // namespace idx::bench
