// The precedence merge: which source's opinion of an attribute becomes the identity's value.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/schema/schema.h"
#include "runtime/state/loop_runner.h"

namespace idx::runtime {

// One mapper's output for one attribute. A list of them is sorted by BeforeInMerge.
struct Contribution {
  size_t source = 0;     // index into the chunk's sources
  size_t output = 0;     // of the source's loop
  int32_t rule = -1;     // index into Program::rules
  int32_t order = 0;     // precedence: the lower wins
  bool echo = false;     // ask MergeSource::is_echo
  bool initial = false;  // decided once: ask IsDecided
  bool unique = false;   // … its values are lists of candidates
};
bool BeforeInMerge(const Contribution& a, const Contribution& b);

// The objects of one application type that are joined to the identities of a chunk. Sources are in
// application order.
struct MergeSource {
  const LoopResult* result = nullptr;
  std::span<const uint32_t> identity;  // per row: position of its identity in the chunk
  std::span<const uint8_t>
      vanished;  // per row: 1 for last-known values, which rank behind all connected ones
  // Are all values that the output read what we last wrote there? Null: never.
  std::function<bool(uint32_t row, size_t output)> is_echo;
};

enum class Decision : uint8_t {
  kNone,  // nobody has an opinion: null
  kValue,
  kClear,   // emptied with a source's authority
  kKeep,    // the present value stays: the deciding source failed, or has decided once
  kUnique,  // the first candidate of `value`, a ListView, that nobody else has
};

struct MergedAttribute {
  std::vector<Decision> decision;
  std::vector<const void*> value;  // kValue, kUnique: points into a source's result
  std::vector<int32_t> rule;       // the deciding rule (index into Program::rules), or -1
};

// Called for every opinion in ranking order, when somebody wants to know (explain). won: it decided.
using MergeTrace =
    std::function<void(uint32_t identity, const Contribution&, uint32_t row, Outcome, bool echo, bool won)>;

// Whether the identity's present value was given by this rule: then an initial-only contribution of it stays.
using IsDecided = std::function<bool(uint32_t identity, int32_t rule)>;

// Merges one attribute of `identities` identities.
MergedAttribute MergeAttribute(const Attribute& attribute, std::span<const Contribution> contributions,
                               std::span<const MergeSource> sources, uint32_t identities,
                               const IsDecided& is_decided = nullptr, const MergeTrace* trace = nullptr);

}  // namespace idx::runtime
