// What Regex does with matches: Replace, Split, Escape, Unescape. Source: System.Text.RegularExpressions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "stdlib/pattern/pattern.h"
#include "stdlib/registry/results.h"

namespace idx::stdlib {

// A replacement pattern: $1 ${1} ${name} $& $` $' $+ $_ $$; anything else, as groups that do not exist, is
// itself.
class Replacement {
 public:
  // False with `error` for a group number that is no int.
  static bool Parse(std::string_view text, const Pattern& pattern, Replacement& replacement,
                    PatternError& error);
  void Append(TextBuilder& out, EvalContext& ctx, const Subject& subject, const PatternMatch& match) const;

 private:
  enum class Kind : uint8_t { kLiteral, kGroup, kBefore, kAfter, kWhole };
  struct Part {
    Kind kind = Kind::kLiteral;
    uint32_t group = 0;
    std::string literal;
  };
  void AddLiteral(std::u16string_view units);
  std::vector<Part> parts_;
};

// limit: how many matches at most; -1 for all. start: in units, within the text.
Text ReplaceMatches(EvalContext& ctx, const Pattern& pattern, const Text& text,
                    const Replacement& replacement, int32_t limit = -1, uint32_t start = 0);
// count: how many parts at most; 0 for all. Groups that took part stand between the parts.
List<Text> SplitAtMatches(EvalContext& ctx, const Pattern& pattern, const Text& text, int32_t count = 0,
                          uint32_t start = 0);

std::string EscapePattern(std::string_view text);
// False with `error` for an escape that is none.
bool UnescapePattern(std::string_view text, std::string& result, PatternError& error);

}  // namespace idx::stdlib
