#include "runtime/inbound/merge.h"

#include <tuple>

#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

// What the output says at the attribute's border: null and "" are no opinion, what cannot be stored is a
// failure.
Outcome OpinionOf(const Attribute& attribute, const LoopResult& result, const Contribution& contribution,
                  uint32_t row) {
  size_t output = contribution.output;
  Outcome outcome = result.outcome(output, row);
  if (outcome != Outcome::kValue || contribution.unique) return outcome;
  const void* value = AtBorder(attribute, result.value(output, row));
  if (value == nullptr) return Outcome::kNoOpinion;
  return IsStorable(attribute, value) ? Outcome::kValue : Outcome::kFailed;
}

Decision DecisionOf(Outcome outcome) {
  switch (outcome) {
    case Outcome::kValue:
      return Decision::kValue;
    case Outcome::kClear:
      return Decision::kClear;
    case Outcome::kFailed:
      return Decision::kKeep;
    case Outcome::kNoOpinion:
      break;
  }
  return Decision::kNone;
}

}  // namespace

bool BeforeInMerge(const Contribution& a, const Contribution& b) {
  return std::tie(a.order, a.source, a.rule, a.output) < std::tie(b.order, b.source, b.rule, b.output);
}

MergedAttribute MergeAttribute(const Attribute& attribute, std::span<const Contribution> contributions,
                               std::span<const MergeSource> sources, uint32_t identities,
                               const IsDecided& is_decided, const MergeTrace* trace) {
  MergedAttribute merged{std::vector<Decision>(identities, Decision::kNone),
                         std::vector<const void*>(identities, nullptr), std::vector<int32_t>(identities, -1)};
  for (uint8_t vanished : {uint8_t{0}, uint8_t{1}}) {
    for (const Contribution& contribution : contributions) {
      const MergeSource& source = sources[contribution.source];
      uint32_t rows = source.result == nullptr ? 0 : source.result->rows();
      for (uint32_t row = 0; row < rows; ++row) {
        if (source.vanished[row] != vanished) continue;
        uint32_t i = source.identity[row];
        if (merged.decision[i] != Decision::kNone && trace == nullptr) continue;
        Outcome outcome = OpinionOf(attribute, *source.result, contribution, row);
        bool decided = contribution.initial && is_decided && is_decided(i, contribution.rule);
        bool echo = !decided && outcome != Outcome::kNoOpinion && contribution.echo && source.is_echo &&
                    source.is_echo(row, contribution.output);
        bool speaks = decided || (outcome != Outcome::kNoOpinion && !echo);
        bool wins = merged.decision[i] == Decision::kNone && speaks;
        if (trace != nullptr) (*trace)(i, contribution, row, outcome, echo, wins);
        if (!wins) continue;
        merged.decision[i] = decided                                             ? Decision::kKeep
                             : contribution.unique && outcome == Outcome::kValue ? Decision::kUnique
                                                                                 : DecisionOf(outcome);
        merged.rule[i] = contribution.rule;
        if (!decided && outcome == Outcome::kValue)
          merged.value[i] = source.result->value(contribution.output, row);
      }
    }
  }
  return merged;
}

}  // namespace idx::runtime
