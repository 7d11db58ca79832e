// R10: the ten mappings that other systems were measured with.
#include "bench/mapping/workload.h"
#include "bench/r10/handwritten.h"

int main(int argc, char** argv) {
  // In the order of Mapping.
  static constexpr const char* kOutputs[idx::bench::kMappings] = {
      "DisplayName", "SamAccountName", "Upn",         "Department", "Initials",
      "IsActive",    "EmployeeID",     "PrimarySmtp", "CostCentre", "SamePerson"};
  return idx::bench::RunWorkload(
      {"r10", "R10, ten mappings", "bench/r10/configuration", kOutputs, idx::bench::MapByHand}, argc, argv);
}
