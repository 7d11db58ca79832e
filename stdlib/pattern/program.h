// A pattern as instructions of a machine over UTF-16 units: what both matchers run.
//
// A state is an instruction and, for patterns with loops whose body can match "" (D of them nested at most),
// how many of the enclosing such loops, from the outermost, have taken a unit in their present iteration:
// .NET leaves a loop after an empty iteration. An outer iteration began no later than an inner one, so that
// number says it all.
#pragma once

#include <cstdint>
#include <vector>

#include "stdlib/pattern/syntax.h"

namespace idx::stdlib {

enum class Op : uint8_t {
  kUnit,    // x: the unit
  kSet,     // x: the set
  kSplit,   // x first, then y
  kJump,    // to x
  kSave,    // x: slot of the position
  kAssert,  // level: an Anchor
  kEnter,   // an iteration of the loop at `level` begins
  kCheck,  // it ended: x and y as kSplit when it took a unit, else the exit only; lazy: x is the exit, else y
  kLeave,  // the loop at `level` was left
  kMatch,
};
struct Instruction {
  Op op = Op::kMatch;
  uint8_t level = 0;
  bool lazy = false;
  bool joins = false;  // several ways lead here: where the matchers remember that they have been
  uint32_t x = 0;
  uint32_t y = 0;
  uint32_t mark = 0;  // number among those that join
};

// Membership: a bitmap below 256, ranges above.
class UnitClass {
 public:
  explicit UnitClass(UnitSet set);
  bool Contains(uint32_t unit) const {
    if (unit < 256) return (bits_[unit / 64] >> (unit % 64)) & 1;
    return !set_.empty() && set_.Contains(static_cast<uint16_t>(unit));
  }
  bool ContainsLow(uint8_t unit) const { return (bits_[unit / 64] >> (unit % 64)) & 1; }
  const UnitSet& set() const { return set_; }

 private:
  uint64_t bits_[4] = {};
  UnitSet set_;
};

struct Program {
  std::vector<Instruction> code;  // begins at 0
  std::vector<UnitClass> classes;
  uint32_t groups = 1;  // slots are twice as many
  uint32_t levels = 1;  // D + 1
  uint32_t marks = 0;
  bool anchored = false;     // matches only where the text begins
  bool first_known = false;  // every match begins with a unit of `first`
  UnitClass first{UnitSet()};
  int32_t first_unit = -1;  // the only one, when there is one below 128

  uint32_t states() const { return static_cast<uint32_t>(code.size()) * levels; }
};

// False with `error` (kTooLarge) when the program would be over a limit.
bool MakeProgram(const Syntax& syntax, Program& program, PatternError& error);

// The loops' bodies can all match only with a unit: then no state but the instruction is needed.
bool CanMatchEmpty(const Node& node);

}  // namespace idx::stdlib
