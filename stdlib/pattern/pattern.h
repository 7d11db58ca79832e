// Regular expressions with .NET's patterns and results, in linear time. What the table's Regex functions,
// opaque Regex values and the checker stand on.
//
// Positions and lengths are UTF-16 units, as in .NET; texts are WTF-8. Matching is charged to the
// EvalContext: a step for 16 units of work (an instruction at a position). A Pattern is immutable and may be
// used by many threads.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/batch/eval_context.h"
#include "stdlib/pattern/ascii_engine.h"
#include "stdlib/pattern/matcher.h"
#include "stdlib/pattern/syntax.h"

namespace idx::stdlib {

// A text that is matched. The bytes must outlive it; a short Text keeps its bytes inside, so it must stay in
// its place.
class Subject {
 public:
  explicit Subject(std::string_view text);

  uint32_t size() const { return units_.size; }  // in units
  const UnitText& units() const { return units_; }
  std::string_view bytes() const { return text_; }
  bool ascii() const { return units_.ascii != nullptr; }
  // A part, by units; cuts through surrogate pairs as .NET does. Lies in the text or in the context's arena.
  Text Part(EvalContext& ctx, uint32_t from, uint32_t length) const;

 private:
  std::string_view text_;
  std::u16string wide_;
  UnitText units_;
};

// Where groups stand: begin and end of group i at 2i and 2i + 1, in the order of Pattern::groups; kNoPosition
// for a group that took no part. The values are those of the group's last iteration.
struct PatternMatch {
  std::vector<uint32_t> slots;

  uint32_t index() const { return slots[0]; }
  uint32_t end() const { return slots[1]; }
  uint32_t length() const { return slots[1] - slots[0]; }
  bool Took(uint32_t group) const { return slots[2 * group + 1] != kNoPosition; }
};

class Pattern {
 public:
  // Null with `error` set when the pattern is refused. options: bits of PatternOption.
  static std::shared_ptr<const Pattern> Compile(std::string_view pattern, int32_t options,
                                                PatternError& error);

  const std::string& source() const { return source_; }
  int32_t options() const { return options_; }
  // In order of number; the first is group 0, the whole match.
  const std::vector<PatternGroup>& groups() const { return groups_; }
  std::optional<uint32_t> FindGroup(int32_t number) const;
  std::optional<uint32_t> FindGroup(std::string_view name) const;
  const Program& program() const { return program_; }

  // All return false when nothing is found or the budget is spent (ctx.failed()). start: 0 to the text's
  // size.
  bool IsMatch(EvalContext& ctx, const Subject& subject, uint32_t start = 0) const;
  bool Find(EvalContext& ctx, const Subject& subject, uint32_t start, PatternMatch& match) const;
  // The match after one that was found; an empty one is followed by a search one unit further.
  bool FindNext(EvalContext& ctx, const Subject& subject, PatternMatch& match) const;

 private:
  Pattern() = default;
  // What RE2 says of the whole text; nothing where it is not asked.
  std::optional<bool> AskAsciiEngine(EvalContext& ctx, const Subject& subject) const;
  bool Run(EvalContext& ctx, const Search& search, std::span<uint32_t> slots) const;

  std::string source_;
  int32_t options_ = 0;
  std::vector<PatternGroup> groups_;
  Program program_;
  std::unique_ptr<AsciiEngine> ascii_engine_;
};

}  // namespace idx::stdlib
