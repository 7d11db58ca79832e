#include "stdlib/pattern/program.h"

#include <fmt/format.h>

#include <algorithm>

namespace idx::stdlib {

UnitClass::UnitClass(UnitSet set) : set_(std::move(set)) {
  for (UnitSet::Range range : set_.ranges()) {
    for (uint32_t unit = range.first; unit <= range.last && unit < 256; ++unit) {
      bits_[unit / 64] |= uint64_t{1} << (unit % 64);
    }
  }
}

bool CanMatchEmpty(const Node& node) {
  auto empty = [](const std::unique_ptr<Node>& child) { return CanMatchEmpty(*child); };
  switch (node.kind) {
    case NodeKind::kEmpty:
    case NodeKind::kAnchor:
      return true;
    case NodeKind::kUnit:
    case NodeKind::kSet:
      return false;
    case NodeKind::kLoop:
      return node.min == 0 || empty(node.children[0]);
    case NodeKind::kAlternate:
      return std::any_of(node.children.begin(), node.children.end(), empty);
    case NodeKind::kCapture:
    case NodeKind::kConcat:
      return std::all_of(node.children.begin(), node.children.end(), empty);
  }
  return true;
}

namespace {

class Writer {
 public:
  Writer(Program& program, PatternError& error) : program_(program), error_(error) {}

  bool Write(const Node& root) {
    Save(0);
    if (!Emit(root)) return false;
    Save(1);
    Add({Op::kMatch});
    program_.levels = deepest_ + 1;
    return !full_ || Full();
  }

 private:
  std::vector<Instruction>& code() { return program_.code; }
  uint32_t Here() { return static_cast<uint32_t>(code().size()); }
  bool Full() {
    error_.kind = PatternErrorKind::kTooLarge;
    error_.message =
        fmt::format("The pattern is too large with its repetitions written out: more than {} steps.",
                    kMaxPatternInstructions);
    return false;
  }
  uint32_t Add(Instruction instruction) {
    if (code().size() >= kMaxPatternInstructions)
      full_ = true;
    else
      code().push_back(instruction);
    return Here() - 1;
  }
  void Save(uint32_t slot) { Add({.op = Op::kSave, .x = slot}); }

  bool Emit(const Node& node) {
    if (full_) return Full();
    switch (node.kind) {
      case NodeKind::kEmpty:
        return true;
      case NodeKind::kUnit:
        Add({.op = Op::kUnit, .x = node.unit});
        return true;
      case NodeKind::kSet:
        Add({.op = Op::kSet, .x = node.index});
        return true;
      case NodeKind::kAnchor:
        Add({.op = Op::kAssert, .level = static_cast<uint8_t>(node.anchor)});
        return true;
      case NodeKind::kConcat:
        return EmitAll(node);
      case NodeKind::kCapture:
        Save(node.index * 2);
        if (!EmitAll(node)) return false;
        Save(node.index * 2 + 1);
        return true;
      case NodeKind::kAlternate:
        return EmitAlternatives(node);
      case NodeKind::kLoop:
        return EmitLoop(node);
    }
    return true;
  }
  bool EmitAll(const Node& node) {
    for (const auto& child : node.children) {
      if (!Emit(*child)) return false;
    }
    return true;
  }
  bool EmitAlternatives(const Node& node) {
    std::vector<uint32_t> ends;
    for (size_t i = 0; i < node.children.size(); ++i) {
      bool last = i + 1 == node.children.size();
      uint32_t split = last ? 0 : Add({.op = Op::kSplit, .x = Here() + 1});
      if (!Emit(*node.children[i])) return false;
      if (last) break;
      ends.push_back(Add({.op = Op::kJump}));
      code()[split].y = Here();
    }
    for (uint32_t end : ends) code()[end].x = Here();
    return true;
  }

  // Sets the exits of splits and checks to here.
  void Land(const std::vector<uint32_t>& exits) {
    for (uint32_t at : exits) (code()[at].lazy ? code()[at].x : code()[at].y) = Here();
  }
  // A choice between going on with the loop and leaving it; the exit is set by Land.
  uint32_t Choice(Op op, uint8_t level, bool lazy, uint32_t next) {
    Instruction choice = {.op = op, .level = level, .lazy = lazy};
    (lazy ? choice.y : choice.x) = next;
    return Add(choice);
  }

  bool EmitLoop(const Node& node) {
    const Node& body = *node.children[0];
    if (node.max == 0) return true;
    if (node.min == 1 && node.max == 1) return Emit(body);
    if (CanMatchEmpty(body)) return EmitEmptyLoop(node, body);
    bool unbounded = node.max == Node::kUnbounded;
    std::vector<uint32_t> exits;
    uint32_t again = 0;
    for (uint32_t i = 0; i < node.min; ++i) {
      again = Here();
      if (!Emit(body)) return false;
    }
    if (unbounded && node.min > 0) {
      exits.push_back(Choice(Op::kSplit, 0, node.lazy, again));
    } else if (unbounded) {
      again = Here();
      exits.push_back(Choice(Op::kSplit, 0, node.lazy, again + 1));
      if (!Emit(body)) return false;
      Add({.op = Op::kJump, .x = again});
    } else {
      for (uint32_t i = node.min; i < node.max; ++i) {
        exits.push_back(Choice(Op::kSplit, 0, node.lazy, Here() + 1));
        if (!Emit(body)) return false;
      }
    }
    if (full_) return Full();
    Land(exits);
    return true;
  }

  // A loop whose body can match "": iterations that must be done are done; after them, one that took nothing
  // is the last.
  bool EmitEmptyLoop(const Node& node, const Node& body) {
    if (depth_ + 1 > kMaxEmptyLoopNesting) {
      error_.kind = PatternErrorKind::kTooLarge;
      error_.message = fmt::format("More than {} loops whose content can be empty stand in each other.",
                                   kMaxEmptyLoopNesting);
      return false;
    }
    auto level = static_cast<uint8_t>(++depth_);
    deepest_ = std::max(deepest_, depth_);
    std::vector<uint32_t> exits;
    for (uint32_t i = 1; i < node.min; ++i) {
      if (!Emit(body)) return false;
    }
    if (node.min == 0) exits.push_back(Choice(Op::kSplit, level, node.lazy, Here() + 1));
    uint32_t first = std::max<uint32_t>(node.min, 1);
    bool unbounded = node.max == Node::kUnbounded;
    for (uint32_t i = first; unbounded ? i == first : i <= node.max; ++i) {
      uint32_t start = Add({.op = Op::kEnter, .level = level});
      if (!Emit(body)) return false;
      if (unbounded)
        exits.push_back(Choice(Op::kCheck, level, node.lazy, start));
      else if (i < node.max)
        exits.push_back(Choice(Op::kCheck, level, node.lazy, Here() + 1));
    }
    if (full_) return Full();
    Land(exits);
    Add({.op = Op::kLeave, .level = level});
    --depth_;
    return true;
  }

  Program& program_;
  PatternError& error_;
  bool full_ = false;
  uint32_t depth_ = 0;
  uint32_t deepest_ = 0;
};

// Where several ways lead to one instruction.
void MarkJoins(Program& program) {
  std::vector<uint8_t> ways(program.code.size() + 1, 0);
  auto lead = [&](uint32_t to) { ways[to] = std::min<uint8_t>(2, static_cast<uint8_t>(ways[to] + 1)); };
  lead(0);
  for (uint32_t at = 0; at < program.code.size(); ++at) {
    const Instruction& i = program.code[at];
    if (i.op == Op::kMatch) continue;
    if (i.op == Op::kJump || i.op == Op::kSplit || i.op == Op::kCheck)
      lead(i.x);
    else
      lead(at + 1);
    if (i.op == Op::kSplit || i.op == Op::kCheck) lead(i.y);
  }
  for (uint32_t at = 0; at < program.code.size(); ++at) {
    program.code[at].joins = ways[at] > 1;
    if (program.code[at].joins) program.code[at].mark = program.marks++;
  }
}

// The units that a match can begin with, as far as instructions tell without regard to assertions.
void FindFirst(Program& program) {
  std::vector<bool> seen(program.code.size(), false);
  std::vector<uint32_t> pending = {0};
  UnitSet first;
  while (!pending.empty()) {
    uint32_t at = pending.back();
    pending.pop_back();
    if (seen[at]) continue;
    seen[at] = true;
    const Instruction& i = program.code[at];
    switch (i.op) {
      case Op::kMatch:
        return;
      case Op::kUnit:
        first = first.Union(UnitSet({{static_cast<uint16_t>(i.x), static_cast<uint16_t>(i.x)}}));
        break;
      case Op::kSet:
        first = first.Union(program.classes[i.x].set());
        break;
      case Op::kJump:
        pending.push_back(i.x);
        break;
      case Op::kSplit:
      case Op::kCheck:
        pending.push_back(i.x), pending.push_back(i.y);
        break;
      default:
        pending.push_back(at + 1);
        break;
    }
  }
  program.first_known = true;
  if (first.ranges().size() == 1 && first.ranges()[0].first == first.ranges()[0].last &&
      first.ranges()[0].first < 128) {
    program.first_unit = first.ranges()[0].first;
  }
  program.first = UnitClass(std::move(first));
}

bool BeginsAnchored(const Node& node) {
  switch (node.kind) {
    case NodeKind::kAnchor:
      return node.anchor == Anchor::kBegin;
    case NodeKind::kCapture:
    case NodeKind::kConcat:
      return !node.children.empty() && BeginsAnchored(*node.children[0]);
    case NodeKind::kAlternate:
      return std::all_of(node.children.begin(), node.children.end(),
                         [](const auto& child) { return BeginsAnchored(*child); });
    default:
      return false;
  }
}

}  // namespace

bool MakeProgram(const Syntax& syntax, Program& program, PatternError& error) {
  program = Program();
  for (const UnitSet& set : syntax.sets) program.classes.emplace_back(set);
  program.groups = static_cast<uint32_t>(syntax.groups.size());
  if (!Writer(program, error).Write(*syntax.root)) return false;
  if (size_t{program.states()} * program.groups > kMaxPatternThreads) {
    error.kind = PatternErrorKind::kTooLarge;
    error.message = "The pattern is too large for the number of its groups.";
    return false;
  }
  MarkJoins(program);
  FindFirst(program);
  program.anchored = BeginsAnchored(*syntax.root);
  return true;
}

}  // namespace idx::stdlib
