// Where an identity's values came from: one number per row, into a dictionary of distinct vectors (STORE.md,
// section 4).
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/schema/schema.h"
#include "runtime/state/run_context.h"

namespace idx::runtime {

// Per attribute of a Vault type the ordinal of the rule that gave the value; 0: none.
using ProvenanceVector = std::vector<int32_t>;

// The vectors of one Vault type. In the database they are kept by the attributes' identifiers, so that a
// schema may change. Not thread-safe.
class Provenances {
 public:
  // New numbers are `index` modulo `count` beyond those in use: the dictionary is shared by `count` Vault
  // types.
  static Result<Provenances> Load(Connection& db, const ObjectType& vault_type, int32_t index, int32_t count);
  // The vector of a number; all zeros when unknown.
  const ProvenanceVector& Find(int32_t id) const;
  // Its number; new vectors are given one and stored by Save.
  int32_t Number(const ProvenanceVector& vector);
  Status Save(Connection& db);

 private:
  const ObjectType* type_ = nullptr;
  std::map<ProvenanceVector, int32_t> numbers_;
  std::map<int32_t, ProvenanceVector> vectors_;
  std::vector<std::pair<int32_t, std::string>> unsaved_;
  ProvenanceVector none_;
  int32_t next_ = 1;
  int32_t step_ = 1;
};

}  // namespace idx::runtime
