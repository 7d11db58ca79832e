// Attributes that rules read through references, as SQL: each a subquery of the object's row, so that a batch
// is filled by one statement.
#pragma once

#include <string>
#include <vector>

#include "base/schema/configuration.h"

namespace idx::runtime {

// What a reference to an identity leads to: the identity as it is stored, or as its stratum (strata.h).
enum class VaultSeen : uint8_t { kStored, kStratum };

// The value for a row of `of`, whose columns stand behind `outer` ("r." or the table's name). Depends on the
// tables of runtime/state/tables.h.
std::string DerivedColumn(const Configuration& configuration, const ObjectType& of,
                          const DerivedAttribute& derived, const std::string& outer,
                          VaultSeen seen = VaultSeen::kStored);

// The objects o that refer to others, step by step along a path of references, also to those that are gone.
struct ReferenceStep {
  int32_t type = -1;    // of what the step leads to, m: index into Configuration::types
  std::string from;     // `"repo_hr_person" o JOIN "repo_hr_person" m1 ON … JOIN … m ON …`
  std::string joins;    // … without the table of o
  std::string dangles;  // `"repo_hr_person" o … WHERE …`: whose reference names nobody; empty: by a key,
                        // which no object changes
  std::string m;        // "m2"
};
// Of all paths that are read, each step once. `o` is a row of the table of `of`.
std::vector<ReferenceStep> StepsOf(const Configuration& configuration, const ObjectType& of,
                                   const std::vector<int32_t>& reads, VaultSeen seen = VaultSeen::kStored);

// The derived attributes among those that are read.
std::vector<const DerivedAttribute*> DerivedAmong(const ObjectType& of, const std::vector<int32_t>& reads);

}  // namespace idx::runtime
