// What the value of every expression of a function may depend on: attributes of its entities, and the run's
// clock. Internal to this folder.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "compiler/typed/typed.h"

namespace idx::compiler::analyse {

// (parameter, attribute)
using Reads = std::set<std::pair<int32_t, int32_t>>;

// Where a value may come from.
struct Flow {
  Reads reads;
  bool clock = false;  // the value itself, not only whether it is reached; comparisons end it

  void Add(const Flow& other) {
    reads.insert(other.reads.begin(), other.reads.end());
    clock = clock || other.clock;
  }
};

struct ReadSite {
  int32_t parameter = -1;
  int32_t attribute = -1;
  Span span;
};
struct WriteSite {
  int32_t parameter = -1;
  int32_t attribute = -1;
  Span span;
  Flow flow;             // of the value, and the reads of all conditions around it
  bool initial = false;  // ??=
  bool unique = false;   // … Unique.Of
  bool random = false;   // … by chance
};
struct EffectSite {
  typed::Effect effect = typed::Effect::kSkip;
  int32_t parameter = -1;  // whom it is about
  bool delayed = false;    // kDelete: perhaps not at once
  Span span;
};
// A random value, other than on the right of an initial-only assignment.
struct RandomSite {
  std::string name;
  Span span;
};
struct CallSite {
  int32_t function = -1;
  Span span;
};

// All that is known of one function, calls included unless said otherwise.
struct FunctionFlow {
  std::vector<ReadSite> reads;      // a call that reads stands at the call
  std::vector<WriteSite> writes;    // of this function alone
  std::vector<EffectSite> effects;  // of this function alone
  std::vector<CallSite> calls;
  std::vector<RandomSite> randoms;  // a call that draws one stands at the call
  Flow result;
  bool reads_clock = false;
  bool reads_now = false;  // the instant, not only the date
  bool may_throw = false;  // by throw: DeclineMapping takes back all outputs

  Reads ReadSet() const {
    Reads set;
    for (const ReadSite& site : reads) set.emplace(site.parameter, site.attribute);
    return set;
  }
};

// One FunctionFlow per function of the program. Conservative: reads are never missing.
std::vector<FunctionFlow> FlowsOf(const typed::Program& program);

}  // namespace idx::compiler::analyse
