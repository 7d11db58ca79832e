// Attributes that rules read through references, as SQL: each a subquery of the object's row, so that a batch
// is filled by one statement.
#pragma once

#include <string>
#include <vector>

#include "base/schema/configuration.h"

namespace idx::runtime {

// The value for a row of `of`, whose columns stand behind `outer` ("r." or the table's name). Depends on the
// tables of runtime/state/tables.h.
std::string DerivedColumn(const Configuration& configuration, const ObjectType& of,
                          const DerivedAttribute& derived, const std::string& outer);

// `"repo_hr_person" o JOIN "repo_hr_person" m1 ON …`: from objects along a path of references, also those
// that are gone. types: index into Configuration::types of m1, m2 …
struct ReferencePath {
  std::string from;
  std::vector<int32_t> types;
};
ReferencePath PathOf(const Configuration& configuration, const ObjectType& of,
                     const DerivedAttribute& derived);

// The derived attributes among those that are read, by index.
std::vector<const DerivedAttribute*> DerivedAmong(const ObjectType& of, const std::vector<int32_t>& reads);

}  // namespace idx::runtime
