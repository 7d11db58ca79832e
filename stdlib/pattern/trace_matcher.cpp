// Backtracking that enters no state twice at one position.
#include <algorithm>
#include <vector>

#include "stdlib/pattern/matcher_text.h"

namespace idx::stdlib {
namespace {

constexpr uint64_t kMaxTraceStates = 1 << 17;  // instructions × levels × positions

constexpr size_t kWordsPerStep = 8;  // of the memory that is cleared for each search

// A way not yet tried, or (at == kRestore) a slot to set back.
struct Job {
  static constexpr uint32_t kRestore = 0xFFFFFFFF;
  uint32_t at;
  uint32_t position;  // or the slot
  uint32_t level;     // or its value
};

// Kept by each thread; its size is bounded by kMaxTraceStates.
struct Memory {
  std::vector<uint64_t> seen;
  std::vector<Job> jobs;
};
Memory& ThreadMemory() {
  static thread_local Memory memory;
  return memory;
}

template <typename Unit>
class Tracer {
 public:
  Tracer(const Program& program, const MatcherText<Unit>& text, std::span<uint32_t> slots, int64_t& steps)
      : program_(program), text_(text), slots_(slots), steps_(steps), memory_(ThreadMemory()) {
    width_ = text.size() + 1;
    memory_.seen.assign((uint64_t{program.marks} * program.levels * width_ + 63) / 64, 0);
    steps_ -= static_cast<int64_t>(memory_.seen.size() / kWordsPerStep);
  }

  Found Run(uint32_t begin) {
    for (uint32_t start = begin;; ++start) {
      uint32_t candidate = text_.NextCandidate(program_, start);
      steps_ -= candidate - start;
      start = candidate;
      if (start > text_.size()) return Found::kNo;
      std::fill(slots_.begin(), slots_.end(), kNoPosition);
      if (From(start)) return Found::kYes;
      if (steps_ < 0) return Found::kSpent;
    }
  }

 private:
  bool FirstTime(const Instruction& i, uint32_t position, uint32_t level) {
    uint64_t bit = (uint64_t{i.mark} * program_.levels + level) * width_ + position;
    uint64_t mask = uint64_t{1} << (bit % 64);
    uint64_t& word = memory_.seen[bit / 64];
    if ((word & mask) != 0) return false;
    word |= mask;
    return true;
  }

  bool From(uint32_t start) {
    std::vector<Job>& jobs = memory_.jobs;
    jobs.clear();
    jobs.push_back({0, start, program_.levels - 1});
    while (!jobs.empty()) {
      Job job = jobs.back();
      jobs.pop_back();
      if (job.at == Job::kRestore)
        slots_[job.position] = job.level;
      else if (Follow(job.at, job.position, job.level))
        return true;
    }
    return false;
  }

  // Goes on until a match or a dead end.
  bool Follow(uint32_t at, uint32_t position, uint32_t level) {
    for (;;) {
      const Instruction& i = program_.code[at];
      --steps_;
      if (i.joins && !FirstTime(i, position, level)) return false;
      switch (i.op) {
        case Op::kUnit:
        case Op::kSet:
          if (!text_.Takes(program_, i, position)) return false;
          ++position;
          level = program_.levels - 1;
          break;
        case Op::kSplit:
          memory_.jobs.push_back({i.y, position, level});
          at = i.x;
          continue;
        case Op::kJump:
          at = i.x;
          continue;
        case Op::kSave:
          Save(i.x, position);
          break;
        case Op::kAssert:
          if (!text_.Holds(static_cast<Anchor>(i.level), position)) return false;
          break;
        case Op::kEnter:
          level = std::min<uint32_t>(level, i.level - 1u);
          break;
        case Op::kCheck:
          if (level >= i.level) {
            memory_.jobs.push_back({i.y, position, level});
            at = i.x;
          } else {
            at = i.lazy ? i.x : i.y;
          }
          continue;
        case Op::kLeave:
          if (level + 1 >= i.level) level = program_.levels - 1;
          break;
        case Op::kMatch:
          return true;
      }
      ++at;
    }
  }
  void Save(uint32_t slot, uint32_t position) {
    if (slot >= slots_.size()) return;
    memory_.jobs.push_back({Job::kRestore, slot, slots_[slot]});
    slots_[slot] = position;
  }

  const Program& program_;
  const MatcherText<Unit>& text_;
  std::span<uint32_t> slots_;
  int64_t& steps_;
  Memory& memory_;
  uint64_t width_;
};

}  // namespace

bool CanTrace(const Program& program, const Search& search) {
  return uint64_t{program.states()} * (search.text.size + 1) <= kMaxTraceStates;
}

Found FindByTracing(const Program& program, const Search& search, std::span<uint32_t> slots, int64_t& steps) {
  if (search.text.ascii != nullptr) {
    MatcherText<uint8_t> text(search.text.ascii, search);
    return Tracer<uint8_t>(program, text, slots, steps).Run(search.begin);
  }
  MatcherText<char16_t> text(search.text.wide, search);
  return Tracer<char16_t>(program, text, slots, steps).Run(search.begin);
}

Found FindMatch(const Program& program, const Search& search, std::span<uint32_t> slots, int64_t& steps) {
  if (CanTrace(program, search)) return FindByTracing(program, search, slots, steps);
  return FindByThreads(program, search, slots, steps);
}

}  // namespace idx::stdlib
