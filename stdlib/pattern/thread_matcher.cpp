// All ways at once, unit by unit, in the order in which backtracking would try them. Source: Pike's machine.
#include <algorithm>
#include <vector>

#include "stdlib/pattern/matcher_text.h"

namespace idx::stdlib {
namespace {

// A set of states in the order of arrival; each has slots.
class States {
 public:
  void Reset(uint32_t universe, uint32_t slots) {
    if (index_.size() < universe) index_.resize(universe);
    slots_ = slots;
    order_.clear();
    values_.resize(size_t{universe} * slots);
  }
  void Clear() { order_.clear(); }
  bool Add(uint32_t state) {
    uint32_t i = index_[state];
    if (i < order_.size() && order_[i] == state) return false;
    index_[state] = static_cast<uint32_t>(order_.size());
    order_.push_back(state);
    return true;
  }
  const std::vector<uint32_t>& order() const { return order_; }
  uint32_t* Slots(uint32_t state) { return values_.data() + size_t{index_[state]} * slots_; }

 private:
  std::vector<uint32_t> index_;
  std::vector<uint32_t> order_;
  std::vector<uint32_t> values_;
  uint32_t slots_ = 0;
};

struct Job {
  static constexpr uint32_t kRestore = 0xFFFFFFFF;
  uint32_t at;
  uint32_t level;  // or the slot
  uint32_t value;  // of the slot
};

// Kept by each thread while it is not large.
struct Memory {
  States now, next;
  std::vector<Job> jobs;
  std::vector<uint32_t> slots;
};

template <typename Unit>
class Threads {
 public:
  Threads(const Program& program, const MatcherText<Unit>& text, std::span<uint32_t> slots, int64_t& steps,
          Memory& memory)
      : program_(program), text_(text), found_(slots), steps_(steps), memory_(memory) {
    auto count = static_cast<uint32_t>(slots.size());
    memory_.now.Reset(program.states(), count);
    memory_.next.Reset(program.states(), count);
    memory_.slots.resize(count);
  }

  Found Run(uint32_t begin) {
    bool matched = false;
    for (uint32_t at = begin; at <= text_.size(); ++at) {
      if (!matched && memory_.now.order().empty()) {
        uint32_t candidate = text_.NextCandidate(program_, at);
        steps_ -= candidate - at;
        at = candidate;
        if (at > text_.size()) break;
      }
      if (!matched) {
        std::fill(memory_.slots.begin(), memory_.slots.end(), kNoPosition);
        Arrive(memory_.now, 0, program_.levels - 1, at);
      }
      if (Step(at)) {
        matched = true;
        if (found_.empty()) return Found::kYes;
      }
      if (steps_ < 0) return Found::kSpent;
      std::swap(memory_.now, memory_.next);
      memory_.next.Clear();
      if (matched && memory_.now.order().empty()) break;
    }
    return matched ? Found::kYes : Found::kNo;
  }

 private:
  // Takes the unit at `at` in every thread; true when one of them has matched, and then those after it are
  // dropped.
  bool Step(uint32_t at) {
    for (uint32_t state : memory_.now.order()) {
      const Instruction& i = program_.code[state / program_.levels];
      --steps_;
      if (i.op == Op::kMatch) {
        std::copy_n(memory_.now.Slots(state), found_.size(), found_.begin());
        return true;
      }
      if ((i.op == Op::kUnit || i.op == Op::kSet) && text_.Takes(program_, i, at)) {
        std::copy_n(memory_.now.Slots(state), memory_.slots.size(), memory_.slots.begin());
        Arrive(memory_.next, state / program_.levels + 1, program_.levels - 1, at + 1);
      }
    }
    return false;
  }

  // Adds what can be reached without a unit, in order; memory_.slots are those of the way here.
  void Arrive(States& states, uint32_t first, uint32_t level, uint32_t position) {
    std::vector<Job>& jobs = memory_.jobs;
    jobs.clear();
    jobs.push_back({first, level, 0});
    while (!jobs.empty()) {
      Job job = jobs.back();
      jobs.pop_back();
      if (job.at == Job::kRestore)
        memory_.slots[job.level] = job.value;
      else
        Follow(states, job.at, job.level, position);
    }
  }
  void Follow(States& states, uint32_t at, uint32_t level, uint32_t position) {
    for (;;) {
      const Instruction& i = program_.code[at];
      --steps_;
      if (!states.Add(at * program_.levels + level)) return;
      switch (i.op) {
        case Op::kUnit:
        case Op::kSet:
        case Op::kMatch:
          std::copy(memory_.slots.begin(), memory_.slots.end(), states.Slots(at * program_.levels + level));
          return;
        case Op::kSplit:
          memory_.jobs.push_back({i.y, level, 0});
          at = i.x;
          continue;
        case Op::kJump:
          at = i.x;
          continue;
        case Op::kSave:
          if (i.x < memory_.slots.size()) {
            memory_.jobs.push_back({Job::kRestore, i.x, memory_.slots[i.x]});
            memory_.slots[i.x] = position;
          }
          break;
        case Op::kAssert:
          if (!text_.Holds(static_cast<Anchor>(i.level), position)) return;
          break;
        case Op::kEnter:
          level = std::min<uint32_t>(level, i.level - 1u);
          break;
        case Op::kCheck:
          if (level >= i.level) {
            memory_.jobs.push_back({i.y, level, 0});
            at = i.x;
          } else {
            at = i.lazy ? i.x : i.y;
          }
          continue;
        case Op::kLeave:
          if (level + 1 >= i.level) level = program_.levels - 1;
          break;
      }
      ++at;
    }
  }

  const Program& program_;
  const MatcherText<Unit>& text_;
  std::span<uint32_t> found_;
  int64_t& steps_;
  Memory& memory_;
};

template <typename Unit>
Found RunThreads(const Program& program, const MatcherText<Unit>& text, const Search& search,
                 std::span<uint32_t> slots, int64_t& steps) {
  constexpr size_t kKept = 1 << 16;
  std::fill(slots.begin(), slots.end(), kNoPosition);
  if (size_t{program.states()} * (slots.size() + 1) > kKept) {
    Memory memory;
    return Threads<Unit>(program, text, slots, steps, memory).Run(search.begin);
  }
  static thread_local Memory memory;
  return Threads<Unit>(program, text, slots, steps, memory).Run(search.begin);
}

}  // namespace

Found FindByThreads(const Program& program, const Search& search, std::span<uint32_t> slots, int64_t& steps) {
  if (search.text.ascii != nullptr) {
    return RunThreads(program, MatcherText<uint8_t>(search.text.ascii, search), search, slots, steps);
  }
  return RunThreads(program, MatcherText<char16_t>(search.text.wide, search), search, slots, steps);
}

}  // namespace idx::stdlib
