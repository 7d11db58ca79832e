// A .NET pattern as a tree: groups numbered, options and comments resolved, classes as sets of UTF-16 units.
// Source of the meaning: System.Text.RegularExpressions of .NET 8 with CultureInvariant.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "stdlib/pattern/unit_set.h"

namespace idx::stdlib {

// The bits of RegexOptions.
enum PatternOption : int32_t {
  kIgnoreCase = 1,
  kMultiline = 2,
  kExplicitCapture = 4,
  kCompiled = 8,  // without effect
  kSingleline = 16,
  kIgnorePatternWhitespace = 32,
  kRightToLeft = 64,        // refused
  kEcmaScript = 256,        // refused
  kCultureInvariant = 512,  // always so
  kNonBacktracking = 1024,  // always so
};
inline constexpr int32_t kKnownPatternOptions = 1919;

// Limits. A pattern over one of them is refused with kTooLarge.
inline constexpr size_t kMaxPatternUnits = 10'000;
inline constexpr uint32_t kMaxPatternNesting = 200;
inline constexpr size_t kMaxPatternGroups = 1000;
inline constexpr uint32_t kMaxPatternRepeat = 1000;        // the m of {n,m}
inline constexpr size_t kMaxPatternInstructions = 20'000;  // after repetitions are written out
inline constexpr size_t kMaxPatternThreads =
    1'000'000;                                        // states × groups: what matching a long text remembers
inline constexpr size_t kMaxPatternRanges = 100'000;  // of all classes together
inline constexpr uint32_t kMaxEmptyLoopNesting = 15;  // loops in loops whose body can match ""

enum class PatternErrorKind : uint8_t {
  kNone,
  kSyntax,        // .NET refuses it too
  kNotLinear,     // look-around, back-references, atomic groups, conditionals, balancing groups
  kNotSupported,  // RightToLeft, ECMAScript, a group inside a group of the same number
  kOptions,       // bits that no RegexOptions has
  kTooLarge,      // over a limit above
};
struct PatternError {
  PatternErrorKind kind = PatternErrorKind::kNone;
  size_t unit = 0;      // where in the pattern, in UTF-16 units …
  size_t byte = 0;      // … and in bytes
  std::string message;  // of .NET where it has one: "Not enough )'s."
  // "Invalid pattern 'a(' at offset 2. Not enough )'s."
  std::string Describe(std::string_view pattern) const;
};

enum class NodeKind : uint8_t { kEmpty, kUnit, kSet, kAnchor, kCapture, kConcat, kAlternate, kLoop };
enum class Anchor : uint8_t {
  kBegin,        // \A, and ^ without Multiline
  kBeginLine,    // ^
  kEnd,          // \z
  kEndOrLast,    // \Z, and $ without Multiline: the end, or before a newline there
  kEndLine,      // $
  kBoundary,     // \b
  kNotBoundary,  // \B
  kContinue,     // \G: where the search began
};

struct Node {
  static constexpr uint32_t kUnbounded = 0xFFFFFFFF;
  NodeKind kind = NodeKind::kEmpty;
  Anchor anchor = Anchor::kBegin;
  bool lazy = false;
  uint16_t unit = 0;
  uint32_t index = 0;  // of the set, or of the group among Syntax::groups
  uint32_t min = 0;
  uint32_t max = 0;
  std::vector<std::unique_ptr<Node>> children;
};

struct PatternGroup {
  int32_t number = 0;
  std::string name;  // its number when it has none
};

struct Syntax {
  std::unique_ptr<Node> root;  // what stands in group 0
  std::vector<UnitSet> sets;
  std::vector<PatternGroup> groups;  // by number; the first is group 0
};

// False with `error` set when the pattern is refused. `pattern` is WTF-8.
bool ParsePattern(std::string_view pattern, int32_t options, Syntax& syntax, PatternError& error);

}  // namespace idx::stdlib
