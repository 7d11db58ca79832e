// One application type's turn of joining. Inside this folder only.
#pragma once

#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "runtime/inbound/candidates.h"

namespace idx::runtime {

struct SetAside {
  int64_t object = 0;
  Situation situation = Situation::kUnmatched;
  std::vector<int64_t> candidates;
  int32_t rule = -1;  // index into Program::rules, or -1
};

class TypeJoining {
 public:
  TypeJoining(RunContext& context, const TypeState& type, VaultWork& work);

  // True when an object was joined or an identity made.
  Result<bool> Run();
  size_t undecided() const { return undecided_; }  // objects that may join later
  // What Run decided about the objects that it left, for the table and the summary.
  Status StoreSetAside();
  void SummariseJoins();
  void SummariseRest();
  // After StoreSetAside.
  Status SummariseErrors();

 private:
  Status LinkOwnCreates();
  Status Decide(Candidates& candidates, size_t join);
  Status Occupied(const std::vector<CandidatePair>& pairs);
  Status DecideUnmatched(Candidates* candidates);
  Status Create(const std::vector<uint32_t>& newborns);
  Status NameIdentities(std::vector<NewIdentity>& identities, std::vector<std::string> keys);
  Status StoreLinks();
  Status TouchFreed();
  Result<std::vector<std::string>> ReadKeys(const std::vector<int64_t>& objects);
  Result<std::vector<std::string>> ReadPublicIds(const std::vector<int64_t>& identities);

  struct NewLink {
    int64_t identity, object;
    int32_t rule;  // ordinal; 0: the identity was made for it
  };

  RunContext& context_;
  const TypeState& type_;
  VaultWork& work_;
  std::vector<int64_t> objects_;
  std::vector<uint8_t> open_;
  std::vector<SetAside> set_aside_;
  std::vector<NewLink> links_;
  std::unordered_set<int64_t> occupied_, free_, rekeyed_, claimed_;
  std::map<std::string, uint64_t> joined_;
  JoinErrors errors_;
  size_t undecided_ = 0, unmatched_ = 0;
};

}  // namespace idx::runtime
