// What a join rule's pairs mean for each object: the table of situations of the data model.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace idx::runtime {

enum class Situation : int16_t {
  kLinked,     // joined by id
  kMatched,    // one candidate, claimed by one object: joined, for good
  kAmbiguous,  // one object, several identities
  kContested,  // several objects, one identity
  kOccupied,   // the candidate has an object of this role
  kUnmatched,  // no rule has a candidate
  kTwins,      // two new objects that match each other
  kFailed,     // a join rule failed: never created, never passed to the next rule
};
std::string_view SituationName(Situation situation);
constexpr bool IsSetAside(Situation situation) {
  return situation != Situation::kLinked && situation != Situation::kMatched &&
         situation != Situation::kUnmatched;
}

// A pair for which the rule's predicate holds.
struct CandidatePair {
  uint32_t object = 0;  // position among the unjoined objects
  int64_t identity = 0;
  friend auto operator<=>(const CandidatePair&, const CandidatePair&) = default;
};

struct JoinDecision {
  uint32_t object = 0;
  Situation situation = Situation::kUnmatched;
  std::vector<int64_t> candidates;  // ascending; one for kMatched
};

// Decides every object that has a pair, in order of objects. pairs: of one rule, in any order, doubles
// allowed. occupied(identity): has it a connected object of this type? claimed: identities that objects set
// aside by earlier rules claim too; those that this call sets aside are added. Deterministic: depends on the
// set of pairs only.
std::vector<JoinDecision> DecideSituations(std::vector<CandidatePair> pairs,
                                           const std::function<bool(int64_t)>& occupied,
                                           std::unordered_set<int64_t>& claimed);

}  // namespace idx::runtime
