// A workload of mappings over people in memory, one thread: rules as native code against the same by hand in
// C++ in the same process. Outputs must be equal.
#pragma once

#include <span>

#include "base/batch/batch.h"

namespace idx::bench {

// The run's date: 2025-06-15.
inline constexpr int32_t kToday = 739'416;

struct Workload {
  const char* name;  // of the program: bench_NAME
  const char* title;
  const char*
      configuration;  // a folder, from the root of the sources; its rules are one inbound loop of HR.Person
  std::span<const char* const>
      outputs;  // identifiers of the Vault's attributes, in the order of by_hand's columns
  // All rows of the batch. Texts lie in the batch, the arena or static memory.
  void (*by_hand)(const Batch& people, std::span<OutColumn> out, Arena& arena);
};

// The program: reads its options, measures, prints a table or one JSON object. The exit code.
int RunWorkload(const Workload& workload, int argc, char** argv);

}  // namespace idx::bench
