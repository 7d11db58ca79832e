// What rules hold as Regex, Match, GroupCollection and Group: small objects in the arena. The patterns that
// they point to are kept by the context until the batch is done.
#pragma once

#include <memory>
#include <string_view>

#include "stdlib/pattern/pattern.h"
#include "stdlib/registry/bind.h"

namespace idx::stdlib {

class Regex {
 public:
  const Pattern* pattern = nullptr;
};

// A match, or that there is none (slots is null): then it is "" at 0.
class Match {
 public:
  const Regex* regex = nullptr;
  Text input;
  const uint32_t* slots = nullptr;

  bool success() const { return slots != nullptr; }
  uint32_t index() const { return success() ? slots[0] : 0; }
  uint32_t length() const { return success() ? slots[1] - slots[0] : 0; }
};

class GroupCollection {
 public:
  const Match* match = nullptr;
};

// One group of a match; one that took no part, or that the pattern has not, is "" at 0.
class Group {
 public:
  static constexpr uint32_t kNone = 0xFFFFFFFF;
  const Match* match = nullptr;
  uint32_t group = kNone;

  bool known() const { return group != kNone; }
  bool success() const { return known() && match->success() && match->slots[2 * group + 1] != kNoPosition; }
  uint32_t index() const { return success() ? match->slots[2 * group] : 0; }
  uint32_t length() const { return success() ? match->slots[2 * group + 1] - match->slots[2 * group] : 0; }
};

// All of these give null with the context failed: when the pattern is refused or the budget is spent.
const Regex* MakeRegex(EvalContext& ctx, std::string_view pattern, int32_t options);
// start: in units, within the text. Never null for no match.
const Match* MatchFrom(EvalContext& ctx, const Regex& regex, const Text& input, uint32_t start);
const Match* MatchAfter(EvalContext& ctx, const Match& match);
// Every match, as MatchAfter gives them.
List<const Match*> AllMatches(EvalContext& ctx, const Regex& regex, const Text& input, uint32_t start);
const Group* MakeGroup(EvalContext& ctx, const Match& match, uint32_t group);
// A part of the text, by units.
Text PartOfInput(EvalContext& ctx, const Text& input, uint32_t from, uint32_t length);

}  // namespace idx::stdlib
