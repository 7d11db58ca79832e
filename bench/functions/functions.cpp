// What R10 leaves out: collections, tables, dates, patterns and functions of the rules' own.
#include "bench/functions/handwritten.h"
#include "bench/mapping/workload.h"

int main(int argc, char** argv) {
  // In the order of Mapping.
  static constexpr const char* kOutputs[idx::bench::kMappings] = {
      "Aliases",  "Primaries",  "Country", "ProbationEnd", "Service",
      "CostUnit", "MaskedMail", "Login",   "Department",   "CheckDigits"};
  return idx::bench::RunWorkload({"functions", "Ten mappings with collections, dates, patterns and functions",
                                  "bench/functions/configuration", kOutputs, idx::bench::MapByHand},
                                 argc, argv);
}
