#include "runtime/join/situations.h"

#include <algorithm>
#include <unordered_map>

namespace idx::runtime {

std::string_view SituationName(Situation situation) {
  switch (situation) {
    case Situation::kLinked:
      return "linked";
    case Situation::kMatched:
      return "matched";
    case Situation::kAmbiguous:
      return "ambiguous";
    case Situation::kContested:
      return "contested";
    case Situation::kOccupied:
      return "occupied";
    case Situation::kUnmatched:
      return "unmatched";
    case Situation::kTwins:
      return "twins";
    case Situation::kFailed:
      return "failed";
  }
  return "";
}

std::vector<JoinDecision> DecideSituations(std::vector<CandidatePair> pairs,
                                           const std::function<bool(int64_t)>& occupied,
                                           std::unordered_set<int64_t>& claimed) {
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  std::unordered_map<int64_t, uint32_t> claims;
  for (const CandidatePair& pair : pairs) ++claims[pair.identity];

  std::vector<JoinDecision> decisions;
  for (size_t i = 0; i < pairs.size();) {
    JoinDecision decision{pairs[i].object, Situation::kMatched, {}};
    bool contested = false, taken = false;
    for (; i < pairs.size() && pairs[i].object == decision.object; ++i) {
      int64_t identity = pairs[i].identity;
      decision.candidates.push_back(identity);
      contested |= claims[identity] > 1 || claimed.contains(identity);
      taken |= occupied(identity);
    }
    if (decision.candidates.size() > 1) {
      decision.situation = Situation::kAmbiguous;
    } else if (taken) {
      decision.situation = Situation::kOccupied;
    } else if (contested) {
      decision.situation = Situation::kContested;
    }
    decisions.push_back(std::move(decision));
  }
  for (const JoinDecision& decision : decisions)
    if (IsSetAside(decision.situation))
      claimed.insert(decision.candidates.begin(), decision.candidates.end());
  return decisions;
}

}  // namespace idx::runtime
