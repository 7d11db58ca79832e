// The parser of patterns. It reads a pattern twice: first to know its groups, which decide what \12 means and
// which numbers named groups get; then to make the tree.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/value/utf.h"
#include "stdlib/pattern/scanner.h"

namespace idx::stdlib {
namespace {

using NodePtr = std::unique_ptr<Node>;
constexpr PatternErrorKind kNotLinear = PatternErrorKind::kNotLinear;

NodePtr MakeNode(NodeKind kind) {
  auto node = std::make_unique<Node>();
  node->kind = kind;
  return node;
}

struct Groups {
  std::set<uint32_t> numbers = {0};
  std::vector<std::u16string> names;  // in order of appearance
  std::map<std::u16string, uint32_t, std::less<>> by_name;
  uint32_t next_unnamed = 1;

  // Named groups are numbered after all unnamed ones.
  void NumberNames() {
    for (const std::u16string& name : names) {
      while (numbers.count(next_unnamed) != 0) ++next_unnamed;
      numbers.insert(next_unnamed);
      by_name[name] = next_unnamed++;
    }
  }
  uint32_t IndexOf(uint32_t number) const {
    return static_cast<uint32_t>(std::distance(numbers.begin(), numbers.find(number)));
  }
};

class Parser {
 public:
  Parser(std::u16string_view text, int32_t options, Groups& groups, bool counting, Syntax& syntax,
         PatternError& error)
      : in_(text, error), options_(options), groups_(groups), counting_(counting), syntax_(syntax) {}

  bool Parse(NodePtr& root) {
    if (!ParseBody(root, 0)) return false;
    return in_.AtEnd() || Fail("Too many )'s.");
  }

 private:
  bool On(PatternOption option) const { return (options_ & option) != 0; }
  bool Fail(std::string message) { return in_.FailSyntax(std::move(message)); }
  bool Refuse(size_t pos, std::string_view what, std::string_view instead) {
    return in_.FailAt(
        pos, kNotLinear,
        fmt::format("{} cannot be matched in linear time and is not supported. {}", what, instead));
  }
  void Skip(size_t units = 1) { in_.set_pos(in_.pos() + units); }

  // Alternatives up to ")" or the end, which are not read.
  bool ParseBody(NodePtr& body, uint32_t depth) {
    if (depth > kMaxPatternNesting) {
      return in_.Fail(PatternErrorKind::kTooLarge,
                      fmt::format("The groups are nested deeper than {}.", kMaxPatternNesting));
    }
    std::vector<NodePtr> alternatives;
    NodePtr items = MakeNode(NodeKind::kConcat);
    quantified_ = false;
    for (;;) {
      if (!SkipBlank()) return false;
      if (in_.AtEnd() || in_.Peek() == u')') break;
      if (in_.Peek() == u'|') {
        Skip();
        quantified_ = false;
        alternatives.push_back(std::move(items));
        items = MakeNode(NodeKind::kConcat);
        continue;
      }
      NodePtr unit;
      if (!ParseUnit(unit, depth)) return false;
      if (unit == nullptr) {
        quantified_ = false;
        continue;
      }
      if (!ParseQuantifier(unit)) return false;
      items->children.push_back(std::move(unit));
    }
    body = std::move(items);
    if (alternatives.empty()) return true;
    alternatives.push_back(std::move(body));
    body = MakeNode(NodeKind::kAlternate);
    body->children = std::move(alternatives);
    return true;
  }

  // One item; null for one that only sets options.
  bool ParseUnit(NodePtr& unit, uint32_t depth) {
    if (IsQuantifier()) return FailQuantifier();
    char16_t c = in_.Next();
    switch (c) {
      case u'(':
        return ParseGroup(unit, depth);
      case u'\\':
        return ParseBackslash(unit);
      case u'[': {
        UnitSet set;
        if (!ParseClass(in_, On(kIgnoreCase), set)) return false;
        return MakeSet(std::move(set), unit);
      }
      case u'.':
        return MakeSet(UnitSet(On(kSingleline) ? std::vector<UnitSet::Range>{{0, 0xFFFF}}
                                               : std::vector<UnitSet::Range>{{0, 9}, {11, 0xFFFF}}),
                       unit);
      case u'^':
        return MakeAnchor(On(kMultiline) ? Anchor::kBeginLine : Anchor::kBegin, unit);
      case u'$':
        return MakeAnchor(On(kMultiline) ? Anchor::kEndLine : Anchor::kEndOrLast, unit);
      default:
        return MakeUnit(c, unit);
    }
  }
  bool FailQuantifier() {
    char c = static_cast<char>(in_.Next());
    return Fail(quantified_ ? fmt::format("Nested quantifier '{}'.", c)
                            : fmt::format("Quantifier '{}' following nothing.", c));
  }

  bool MakeUnit(uint16_t c, NodePtr& unit) {
    if (On(kIgnoreCase)) {
      UnitSet closed = CloseOverCase(UnitSet({{c, c}}));
      if (closed.ranges().size() > 1 || closed.ranges()[0].first != closed.ranges()[0].last) {
        return MakeSet(std::move(closed), unit);
      }
    }
    unit = MakeNode(NodeKind::kUnit);
    unit->unit = c;
    return true;
  }
  bool MakeAnchor(Anchor anchor, NodePtr& unit) {
    unit = MakeNode(NodeKind::kAnchor);
    unit->anchor = anchor;
    return true;
  }
  bool MakeSet(UnitSet set, NodePtr& unit) {
    unit = MakeNode(NodeKind::kSet);
    if (counting_) return true;
    for (uint32_t i = 0; i < syntax_.sets.size(); ++i) {
      if (syntax_.sets[i] == set) {
        unit->index = i;
        return true;
      }
    }
    ranges_ += set.ranges().size();
    if (ranges_ > kMaxPatternRanges)
      return in_.Fail(PatternErrorKind::kTooLarge, "The classes have too many ranges.");
    unit->index = static_cast<uint32_t>(syntax_.sets.size());
    syntax_.sets.push_back(std::move(set));
    return true;
  }

  // * + ? or a whole {n}, {n,}, {n,m} here. Any other { is a character.
  bool IsQuantifier() const {
    char16_t c = in_.Peek();
    if (in_.AtEnd()) return false;
    if (c != u'{') return c == u'*' || c == u'+' || c == u'?';
    size_t at = 1;
    while (IsDigitUnit(in_.Peek(at))) ++at;
    if (at == 1) return false;
    if (in_.Peek(at) == u'}') return true;
    if (in_.Peek(at++) != u',') return false;
    while (IsDigitUnit(in_.Peek(at))) ++at;
    return in_.Peek(at) == u'}';
  }
  // Wraps the unit when a quantifier follows.
  bool ParseQuantifier(NodePtr& unit) {
    if (!SkipBlank()) return false;
    quantified_ = IsQuantifier();
    if (!quantified_) return true;
    size_t start = in_.pos();
    uint32_t min = 0, max = Node::kUnbounded;
    char16_t c = in_.Next();
    if (c == u'+') min = 1;
    if (c == u'?') max = 1;
    if (c == u'{') {
      if (!in_.ScanDecimal(min)) return false;
      max = min;
      if (in_.Next() == u',') {
        max = Node::kUnbounded;
        if (in_.Peek() != u'}' && !in_.ScanDecimal(max)) return false;
        Skip();
      }
    }
    if (!SkipBlank()) return false;
    bool lazy = !in_.AtEnd() && in_.Peek() == u'?';
    if (lazy) Skip();
    if (min > max) return Fail("Illegal {x,y} with x > y.");
    uint32_t count = max == Node::kUnbounded ? min : max;
    if (count > kMaxPatternRepeat) {
      return in_.FailAt(start, PatternErrorKind::kTooLarge,
                        fmt::format("A repetition of {} is over the limit of {}.", count, kMaxPatternRepeat));
    }
    NodePtr loop = MakeNode(NodeKind::kLoop);
    loop->min = min;
    loop->max = max;
    loop->lazy = lazy;
    loop->children.push_back(std::move(unit));
    unit = std::move(loop);
    return true;
  }

  // Comments, and white space where it is ignored.
  bool SkipBlank() {
    for (;;) {
      if (On(kIgnorePatternWhitespace)) {
        while (!in_.AtEnd() && IsPatternSpace(in_.Peek())) Skip();
        if (!in_.AtEnd() && in_.Peek() == u'#') {
          while (!in_.AtEnd() && in_.Peek() != u'\n') Skip();
          continue;
        }
      }
      if (in_.Peek() != u'(' || in_.Peek(1) != u'?' || in_.Peek(2) != u'#') return true;
      while (!in_.AtEnd() && in_.Peek() != u')') Skip();
      if (in_.AtEnd()) return Fail("Unterminated (?#...) comment.");
      Skip();
    }
  }
  static bool IsPatternSpace(char16_t c) {
    return c == u' ' || c == u'\t' || c == u'\n' || c == u'\f' || c == u'\r';
  }

  // After "(".
  bool ParseGroup(NodePtr& unit, uint32_t depth) {
    size_t open = in_.pos() - 1;
    int32_t outer = options_;
    bool captures = true;
    uint32_t number = 0;
    if (in_.AtEnd() || in_.Peek() != u'?' || in_.Peek(1) == u')') {
      captures = !On(kExplicitCapture);
      if (captures) {
        number = next_unnamed_++;
        Note(number);
      }
    } else {
      Skip();
      bool only_options = false;
      if (!ParseGroupKind(open, captures, number, only_options)) return false;
      if (only_options) return true;
    }
    if (groups_.numbers.size() + groups_.names.size() > kMaxPatternGroups) {
      return in_.FailAt(open, PatternErrorKind::kTooLarge,
                        fmt::format("More than {} groups.", kMaxPatternGroups));
    }
    if (captures && !EnterGroup(open, number)) return false;
    NodePtr body;
    if (!ParseBody(body, depth + 1)) return false;
    if (captures) open_groups_.pop_back();
    if (in_.AtEnd()) return Fail("Not enough )'s.");
    Skip();
    options_ = outer;
    unit = captures ? MakeNode(NodeKind::kCapture) : MakeNode(NodeKind::kConcat);
    if (captures && !counting_) unit->index = groups_.IndexOf(number);
    unit->children.push_back(std::move(body));
    return true;
  }
  // .NET keeps a start for each of two nested groups of one number; the machine has one.
  bool EnterGroup(size_t open, uint32_t number) {
    if (!counting_ && std::find(open_groups_.begin(), open_groups_.end(), number) != open_groups_.end()) {
      return in_.FailAt(
          open, PatternErrorKind::kNotSupported,
          "A group inside a group of the same number is not supported. Give it another name or number.");
    }
    open_groups_.push_back(number);
    return true;
  }
  void Note(uint32_t number) {
    if (counting_) groups_.numbers.insert(number);
  }

  // After "(?": names, options, and what is refused.
  bool ParseGroupKind(size_t open, bool& captures, uint32_t& number, bool& only_options) {
    captures = false;
    if (in_.AtEnd()) return Fail("Unrecognized grouping construct.");
    constexpr std::string_view kInstead =
        "Match what stands around as part of the pattern and take a group of the match, or test it with a "
        "second pattern.";
    switch (in_.Peek()) {
      case u':':
        Skip();
        return true;
      case u'=':
        return Refuse(open, "Look-ahead (?=…)", kInstead);
      case u'!':
        return Refuse(open, "Negative look-ahead (?!…)", "Test with a second pattern and !Regex.IsMatch.");
      case u'>':
        return Refuse(open, "The atomic group (?>…)",
                      "Write (?:…): without backtracking there is nothing to cut off.");
      case u'(':
        return Refuse(open, "The conditional (?(…)…|…)", "Write both cases as alternatives: (?:…|…).");
      case u'\'':
        Skip();
        captures = true;
        return ParseGroupName(open, u'\'', number);
      case u'<':
        break;
      default:
        return ParseOptions(only_options);
    }
    Skip();
    if (in_.Peek() == u'=') return Refuse(open, "Look-behind (?<=…)", kInstead);
    if (in_.Peek() == u'!') return Refuse(open, "Negative look-behind (?<!…)", kInstead);
    captures = true;
    return ParseGroupName(open, u'>', number);
  }

  bool ParseGroupName(size_t open, char16_t close, uint32_t& number) {
    constexpr const char* kInvalid = "Invalid group name: Group names must begin with a word character.";
    if (in_.AtEnd()) return Fail("Unrecognized grouping construct.");
    bool known = false;
    char16_t c = in_.Peek();
    if (IsDigitUnit(c)) {
      if (!in_.ScanDecimal(number)) return false;
      if (c != u'0') Note(number);
      known = counting_ || groups_.numbers.count(number) != 0;
    } else if (IsBoundaryWordUnit(c)) {
      std::u16string name(in_.ScanName());
      if (counting_ && std::find(groups_.names.begin(), groups_.names.end(), name) == groups_.names.end()) {
        groups_.names.push_back(name);
      }
      known = true;
      if (!counting_) number = groups_.by_name.find(name)->second;
    } else if (c != u'-') {
      return Fail(kInvalid);
    }
    if (!in_.AtEnd() && in_.Peek() == u'-') {
      return Refuse(open, "The balancing group (?<name-other>…)",
                    "Count nested brackets with a loop over the text.");
    }
    if (!in_.AtEnd() && in_.Peek() != close) return Fail(kInvalid);
    if (IsDigitUnit(c) && number == 0) return Fail("Capture number cannot be zero.");
    if (!known || in_.AtEnd()) return Fail("Unrecognized grouping construct.");
    Skip();
    return true;
  }

  // (?i-s) or (?i-s:
  bool ParseOptions(bool& only_options) {
    bool off = false;
    for (; !in_.AtEnd(); Skip()) {
      char16_t c = in_.Peek();
      if (c == u'-' || c == u'+') {
        off = c == u'-';
        continue;
      }
      int32_t option = 0;
      switch (c | 0x20) {
        case u'i':
          option = kIgnoreCase;
          break;
        case u'm':
          option = kMultiline;
          break;
        case u'n':
          option = kExplicitCapture;
          break;
        case u's':
          option = kSingleline;
          break;
        case u'x':
          option = kIgnorePatternWhitespace;
          break;
        default:
          break;
      }
      if (option == 0 || c > 0x7F) break;
      options_ = off ? options_ & ~option : options_ | option;
    }
    only_options = in_.Peek() == u')';
    if (!only_options && in_.Peek() != u':') {
      if (!in_.AtEnd()) Skip();
      return Fail("Unrecognized grouping construct.");
    }
    Skip();
    return true;
  }

  // After "\".
  bool ParseBackslash(NodePtr& unit) {
    if (in_.AtEnd()) return Fail("Illegal \\ at end of pattern.");
    char16_t c = in_.Next();
    switch (c) {
      case u'b':
        return MakeAnchor(Anchor::kBoundary, unit);
      case u'B':
        return MakeAnchor(Anchor::kNotBoundary, unit);
      case u'A':
        return MakeAnchor(Anchor::kBegin, unit);
      case u'G':
        return MakeAnchor(Anchor::kContinue, unit);
      case u'Z':
        return MakeAnchor(Anchor::kEndOrLast, unit);
      case u'z':
        return MakeAnchor(Anchor::kEnd, unit);
      case u'w':
        return MakeSet(WordUnits(), unit);
      case u'W':
        return MakeSet(WordUnits().Inverted(), unit);
      case u's':
        return MakeSet(SpaceUnits(), unit);
      case u'S':
        return MakeSet(SpaceUnits().Inverted(), unit);
      case u'd':
        return MakeSet(DigitUnits(), unit);
      case u'D':
        return MakeSet(DigitUnits().Inverted(), unit);
      case u'p':
      case u'P': {
        std::u16string_view name;
        if (!in_.ScanProperty(name)) return false;
        const UnitSet* set = NamedUnits(name, On(kIgnoreCase));
        if (set == nullptr) return Fail(fmt::format("Unknown property '{}'.", FromUtf16(name)));
        return MakeSet(c == u'P' ? set->Inverted() : *set, unit);
      }
      default:
        break;
    }
    Skip(static_cast<size_t>(-1));
    return ParseReferenceOrEscape(unit);
  }

  // \1 \12 \k<name> \<name> are references; else an escaped character.
  bool ParseReferenceOrEscape(NodePtr& unit) {
    size_t start = in_.pos();
    char16_t c = in_.Peek();
    char16_t close = 0;
    if (c == u'k') {
      char16_t open = in_.Peek(1);
      if ((open != u'<' && open != u'\'') || !in_.Has(3)) {
        Skip(std::min<size_t>(2, in_.size() - start));
        return Fail("Malformed \\k<...> named back reference.");
      }
      Skip(2);
      close = open == u'<' ? u'>' : u'\'';
    } else if ((c == u'<' || c == u'\'') && in_.Has(2)) {
      Skip();
      close = c == u'<' ? u'>' : u'\'';
    }
    c = in_.Peek();
    bool reference = false;
    if (close != 0 ? !ScanAngled(start, close, reference) : !ScanNumbered(start, reference)) return false;
    if (reference) {
      unit = MakeNode(NodeKind::kEmpty);
      return true;
    }
    in_.set_pos(start);
    uint16_t escaped = 0;
    return in_.ScanCharEscape(escaped) && MakeUnit(escaped, unit);
  }
  bool RefuseReference(size_t start) {
    return Refuse(start - 1, fmt::format("The back-reference {}", in_.Quote(start - 1, in_.pos())),
                  "Take the group's value from the match and compare it in the rule.");
  }
  bool ScanAngled(size_t start, char16_t close, bool& reference) {
    if (IsDigitUnit(in_.Peek())) {
      uint32_t number = 0;
      if (!in_.ScanDecimal(number)) return false;
      if (in_.AtEnd() || in_.Next() != close) return true;
      reference = true;
      if (counting_) return true;
      if (groups_.numbers.count(number) == 0)
        return Fail(fmt::format("Reference to undefined group number {}.", number));
      return RefuseReference(start);
    }
    if (!IsBoundaryWordUnit(in_.Peek())) return true;
    std::u16string name(in_.ScanName());
    if (in_.AtEnd() || in_.Next() != close) return true;
    reference = true;
    if (counting_) return true;
    if (groups_.by_name.count(name) == 0) {
      return Fail(fmt::format("Reference to undefined group name '{}'.", FromUtf16(name)));
    }
    return RefuseReference(start);
  }
  bool ScanNumbered(size_t start, bool& reference) {
    char16_t c = in_.Peek();
    if (c < u'1' || c > u'9') return true;
    uint32_t number = 0;
    if (!in_.ScanDecimal(number)) return false;
    reference = counting_;
    if (counting_) return true;
    if (groups_.numbers.count(number) != 0) return RefuseReference(start);
    if (number <= 9) return Fail(fmt::format("Reference to undefined group number {}.", number));
    return true;
  }

  PatternScanner in_;
  int32_t options_;
  Groups& groups_;
  bool counting_;
  Syntax& syntax_;
  uint32_t next_unnamed_ = 1;
  std::vector<uint32_t> open_groups_;
  size_t ranges_ = 0;
  bool quantified_ = false;  // the last item had a quantifier

  friend bool ParseUnits(std::u16string_view, int32_t, Syntax&, PatternError&);
};

bool ParseUnits(std::u16string_view text, int32_t options, Syntax& syntax, PatternError& error) {
  Groups groups;
  Parser first(text, options, groups, true, syntax, error);
  NodePtr ignored;
  if (!first.Parse(ignored)) return false;
  groups.next_unnamed = first.next_unnamed_;
  groups.NumberNames();
  if (!Parser(text, options, groups, false, syntax, error).Parse(syntax.root)) return false;
  for (uint32_t number : groups.numbers)
    syntax.groups.push_back({static_cast<int32_t>(number), fmt::format("{}", number)});
  for (const auto& [name, number] : groups.by_name)
    syntax.groups[groups.IndexOf(number)].name = FromUtf16(name);
  return true;
}

}  // namespace

bool ParsePattern(std::string_view pattern, int32_t options, Syntax& syntax, PatternError& error) {
  error = {};
  PatternScanner at_start({}, error);
  if ((options & (kRightToLeft | kEcmaScript)) != 0) {
    return at_start.Fail(PatternErrorKind::kNotSupported,
                         fmt::format("RegexOptions.{} is not supported.",
                                     (options & kRightToLeft) != 0 ? "RightToLeft" : "ECMAScript"));
  }
  if ((options & ~kKnownPatternOptions) != 0) {
    return at_start.Fail(PatternErrorKind::kOptions,
                         "Specified argument was out of the range of valid values. (Parameter 'options')");
  }
  if (pattern.size() > 3 * kMaxPatternUnits || Utf16Length(pattern) > kMaxPatternUnits) {
    return at_start.Fail(PatternErrorKind::kTooLarge,
                         fmt::format("The pattern is longer than {} characters.", kMaxPatternUnits));
  }
  if (ParseUnits(ToUtf16(pattern), options, syntax, error)) return true;
  error.byte = FindUnit(pattern, error.unit).byte;
  return false;
}

}  // namespace idx::stdlib
