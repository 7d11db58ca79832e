// Both matchers against a backtracker that follows .NET's description of each construct and nothing else,
// over random patterns and texts.
#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <string>

#include "base/value/utf.h"
#include "stdlib/pattern/pattern.h"

namespace idx::stdlib {
namespace {

// Plain backtracking over the tree with continuations. Slow, and obvious.
class Backtracker {
 public:
  Backtracker(const Syntax& syntax, std::u16string text, size_t continued)
      : syntax_(syntax), text_(std::move(text)), continued_(continued) {}

  // -1: gave up after too much work.
  int Find(size_t begin) {
    for (size_t start = begin; start <= text_.size(); ++start) {
      slots.assign(syntax_.groups.size() * 2, kNoPosition);
      size_t end = 0;
      bool found = Match(*syntax_.root, start, [&](size_t at) {
        end = at;
        return true;
      });
      if (work_ > 200'000) return -1;
      if (!found) continue;
      slots[0] = static_cast<uint32_t>(start);
      slots[1] = static_cast<uint32_t>(end);
      return 1;
    }
    return 0;
  }
  std::vector<uint32_t> slots;

 private:
  using Rest = std::function<bool(size_t)>;

  bool Match(const Node& node, size_t at, const Rest& rest) {
    if (++work_ > 200'000) return false;
    switch (node.kind) {
      case NodeKind::kEmpty:
        return rest(at);
      case NodeKind::kUnit:
        return at < text_.size() && text_[at] == node.unit && rest(at + 1);
      case NodeKind::kSet:
        return at < text_.size() && syntax_.sets[node.index].Contains(text_[at]) && rest(at + 1);
      case NodeKind::kAnchor:
        return Holds(node.anchor, at) && rest(at);
      case NodeKind::kConcat:
        return Sequence(node, 0, at, rest);
      case NodeKind::kAlternate:
        for (const auto& child : node.children) {
          if (Match(*child, at, rest)) return true;
        }
        return false;
      case NodeKind::kCapture:
        return Capture(node, at, rest);
      case NodeKind::kLoop:
        return Loop(node, at, 0, rest);
    }
    return false;
  }
  bool Sequence(const Node& node, size_t child, size_t at, const Rest& rest) {
    if (child == node.children.size()) return rest(at);
    return Match(*node.children[child], at,
                 [&, child](size_t next) { return Sequence(node, child + 1, next, rest); });
  }
  bool Capture(const Node& node, size_t at, const Rest& rest) {
    return Sequence(node, 0, at, [&](size_t end) {
      uint32_t old[2] = {slots[node.index * 2], slots[node.index * 2 + 1]};
      slots[node.index * 2] = static_cast<uint32_t>(at);
      slots[node.index * 2 + 1] = static_cast<uint32_t>(end);
      if (rest(end)) return true;
      slots[node.index * 2] = old[0];
      slots[node.index * 2 + 1] = old[1];
      return false;
    });
  }
  // After the iterations that must be, one that took nothing is the last.
  bool Loop(const Node& node, size_t at, uint32_t done, const Rest& rest) {
    auto iterate = [&] {
      return Match(*node.children[0], at, [&](size_t next) {
        if (next == at && done + 1 >= node.min) return rest(next);
        return Loop(node, next, done + 1, rest);
      });
    };
    if (done < node.min) return iterate();
    if (done >= node.max) return rest(at);
    return node.lazy ? rest(at) || iterate() : iterate() || rest(at);
  }
  bool Word(size_t at) const { return at < text_.size() && IsBoundaryWordUnit(text_[at]); }
  bool Holds(Anchor anchor, size_t at) const {
    size_t size = text_.size();
    switch (anchor) {
      case Anchor::kBegin:
        return at == 0;
      case Anchor::kBeginLine:
        return at == 0 || text_[at - 1] == u'\n';
      case Anchor::kEnd:
        return at == size;
      case Anchor::kEndOrLast:
        return at == size || (at + 1 == size && text_[at] == u'\n');
      case Anchor::kEndLine:
        return at == size || text_[at] == u'\n';
      case Anchor::kBoundary:
        return (at > 0 && Word(at - 1)) != Word(at);
      case Anchor::kNotBoundary:
        return (at > 0 && Word(at - 1)) == Word(at);
      case Anchor::kContinue:
        return at == continued_;
    }
    return false;
  }

  const Syntax& syntax_;
  std::u16string text_;
  size_t continued_;
  int work_ = 0;
};

class Random {
 public:
  explicit Random(uint32_t seed) : engine_(seed) {}
  uint32_t Below(uint32_t n) { return static_cast<uint32_t>(engine_() % n); }
  template <size_t N>
  const char* Of(const char* const (&list)[N]) {
    return list[Below(N)];
  }
  std::string Pattern(int depth) {
    std::string all = Sequence(depth);
    while (Below(4) == 0) all += "|" + (Below(6) == 0 ? "" : Sequence(depth));
    return all;
  }
  std::string Text() {
    static constexpr const char* kParts[] = {"a",
                                             "a",
                                             "a",
                                             "b",
                                             "b",
                                             "c",
                                             "A",
                                             "\n",
                                             " ",
                                             "_",
                                             "1",
                                             "\xC3\xA9",
                                             "\xC3\x89",
                                             "\xF0\x9F\x98\x80",
                                             "\xED\xA0\xBD",
                                             "\xE2\x84\xAA"};
    std::string text;
    uint32_t kinds = Below(2) == 0 ? 11 : 16;  // ASCII or not
    for (uint32_t i = Below(9); i > 0; --i) AppendText(text, kParts[Below(kinds)]);
    return text;
  }

 private:
  std::string Sequence(int depth) {
    std::string all;
    for (uint32_t i = Below(4); i > 0 || all.empty(); --i) {
      all += Atom(depth);
      if (Below(2) == 0) all += Of(kQuantifiers);
      if (i == 0) break;
    }
    return all;
  }
  std::string Atom(int depth) {
    if (depth > 0 && Below(3) == 0) {
      static constexpr const char* kOpen[] = {"(", "(", "(?:", "(?<n>", "(?i:", "(?s-i:", "(?<7>", "(?m:"};
      return Of(kOpen) + Pattern(depth - 1) + ")";
    }
    return Of(kAtoms);
  }
  static constexpr const char* kQuantifiers[] = {"*",   "+",     "?",      "*?",   "+?",  "??",
                                                 "{2}", "{0,2}", "{1,3}?", "{2,}", "{0}", "{2,3}"};
  static constexpr const char* kAtoms[] = {
      "a",       "a",    "a",    "b",    "b",         "c",        ".",       "\\w", "\\W",
      "\\d",     "\\s",  "[ab]", "[^a]", "[a-c-[b]]", "^",        "$",       "\\b", "\\B",
      "\\A",     "\\z",  "\\Z",  "\\G",  "\\n",       "\xC3\xA9", "\\p{Lu}", "k",   "\xF0\x9F\x98\x80",
      "\\ud83d", "(?:)", "()"};
  std::mt19937 engine_;
};

std::string ShowSlots(const std::vector<uint32_t>& slots) {
  std::string all;
  for (uint32_t slot : slots) all += slot == kNoPosition ? "- " : std::to_string(slot) + " ";
  return all;
}

TEST(Differential, BothMatchersAgreeWithBacktracking) {
  Random random(20240506);
  Arena arena;
  EvalContext ctx;
  ctx.arena = &arena;
  int asked = 0, compared = 0, found = 0, gave_up = 0;
  for (int round = 0; round < 30'000; ++round) {
    std::string pattern = random.Pattern(3);
    static constexpr int32_t kOptions[] = {0,          0,           kIgnoreCase,
                                           kMultiline, kSingleline, kExplicitCapture | kIgnoreCase};
    int32_t options = kOptions[random.Below(6)];
    Syntax syntax;
    PatternError error;
    if (!ParsePattern(pattern, options, syntax, error)) {
      ASSERT_EQ(error.kind, PatternErrorKind::kNotSupported) << pattern << ": " << error.message;
      continue;
    }
    auto made = Pattern::Compile(pattern, options, error);
    ASSERT_NE(made, nullptr) << pattern << ": " << error.message;
    for (int i = 0; i < 3; ++i) {
      std::string text = random.Text();
      Subject subject(text);
      std::u16string units = ToUtf16(text);
      uint32_t begin = random.Below(3) == 0 ? random.Below(static_cast<uint32_t>(units.size()) + 1) : 0;
      uint32_t continued = random.Below(4) == 0 ? 0 : begin;
      Backtracker slow(syntax, units, continued);
      int expected = slow.Find(begin);
      if (expected < 0) {
        ++gave_up;
        continue;
      }
      Search search = {subject.units(), begin, continued};
      std::vector<uint32_t> traced(syntax.groups.size() * 2), threaded(traced.size());
      int64_t steps = 1 << 24;
      ASSERT_TRUE(CanTrace(made->program(), search));
      Found by_tracing = FindByTracing(made->program(), search, traced, steps);
      Found by_threads = FindByThreads(made->program(), search, threaded, steps);
      std::string what = "/" + pattern + "/ " + std::to_string(options) + " on \"" + text + "\" from " +
                         std::to_string(begin);
      ASSERT_EQ(by_tracing == Found::kYes, expected == 1) << what;
      ASSERT_EQ(by_threads == Found::kYes, expected == 1) << what;
      ASSERT_EQ(FindMatch(made->program(), search, {}, steps) == Found::kYes, expected == 1) << what;
      if (begin == 0 && continued == 0) {
        ctx.Begin();
        bool known = false, answer = made->IsMatch(ctx, subject);
        ASSERT_EQ(answer, expected == 1) << what;
        if (subject.ascii()) {
          AsciiEngine engine(syntax);
          answer = engine.IsMatch(text, known);
          if (known) ASSERT_EQ(answer, expected == 1) << what;
          asked += known;
        }
      }
      if (expected == 1) {
        ++found;
        ASSERT_EQ(ShowSlots(traced), ShowSlots(slow.slots)) << what;
        ASSERT_EQ(ShowSlots(threaded), ShowSlots(slow.slots)) << what;
      }
      ++compared;
    }
  }
  EXPECT_GT(compared, 80'000);
  EXPECT_GT(found, 20'000);
  EXPECT_GT(asked, 10'000);
  EXPECT_LT(gave_up, 1000);
}

// A text too long for tracing goes by threads, and the work grows with the text only.
TEST(Differential, WorkIsLinearInTheText) {
  for (const char* pattern : {"(a*)*b", "(a|aa)+$x", "(?:a?){30}a{30}b", "(.*)(.*)(.*)(.*)x", "(x+x+)+y",
                              "((a{0,5}){0,5}){0,5}b"}) {
    PatternError error;
    auto made = Pattern::Compile(pattern, 0, error);
    ASSERT_NE(made, nullptr);
    int64_t spent[2];
    for (int i = 0; i < 2; ++i) {
      std::string text(20'000 << i, 'a');
      Subject subject(text);
      int64_t steps = INT64_MAX;
      std::vector<uint32_t> slots(made->groups().size() * 2);
      EXPECT_EQ(FindMatch(made->program(), {subject.units(), 0, 0}, slots, steps), Found::kNo) << pattern;
      spent[i] = INT64_MAX - steps;
      EXPECT_LE(spent[i],
                static_cast<int64_t>(3 * made->program().states()) * static_cast<int64_t>(text.size() + 1))
          << pattern;
    }
    EXPECT_LT(spent[1], spent[0] * 2 + 10'000) << pattern;
  }
}

}  // namespace
}  // namespace idx::stdlib
