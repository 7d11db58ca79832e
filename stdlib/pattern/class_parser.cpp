// Classes: [a-z], [^\w.], [a-z-[aeiou]].
#include <fmt/format.h>

#include "base/value/utf.h"
#include "stdlib/pattern/scanner.h"

namespace idx::stdlib {
namespace {

class ClassParser {
 public:
  ClassParser(PatternScanner& scanner, bool ignore_case, uint32_t depth)
      : in_(scanner), ignore_case_(ignore_case), depth_(depth) {}

  bool Parse(UnitSet& set) {
    if (depth_ > kMaxPatternNesting)
      return in_.Fail(PatternErrorKind::kTooLarge, "The classes are nested too deeply.");
    bool negated = in_.Peek() == u'^' && !in_.AtEnd();
    if (negated) in_.set_pos(in_.pos() + 1);
    for (bool first = true; !in_.AtEnd(); first = false) {
      char16_t c = in_.Next();
      if (c == u']' && !first) {
        Finish(negated, set);
        return true;
      }
      if (!Item(c, first)) return false;
    }
    return in_.FailSyntax("Unterminated [] set.");
  }

 private:
  void Finish(bool negated, UnitSet& set) const {
    UnitSet ranges(ranges_);
    // Case is ignored in what is written out, and not in \w or \p{…}.
    if (ignore_case_) ranges = CloseOverCase(ranges);
    set = ranges.Union(named_);
    if (negated) set = set.Inverted();
    set = set.Minus(subtracted_);
  }
  void Add(char16_t first, char16_t last) { ranges_.push_back({first, last}); }

  // The item that begins with c, which was read.
  bool Item(char16_t c, bool first) {
    bool escaped = false;
    if (c == u'\\' && !in_.AtEnd()) {
      bool done = false;
      if (!Escape(c, done)) return false;
      if (done) return true;
      escaped = true;
    } else if (c == u'[' && in_.Peek() == u':' && !in_range_) {
      SkipPosixName();
    }
    if (in_range_) return EndRange(c, escaped, first);
    if (in_.Has(2) && in_.Peek() == u'-' && in_.Peek(1) != u']') {
      previous_ = c;
      in_range_ = true;
      in_.set_pos(in_.pos() + 1);
      return true;
    }
    if (c == u'-' && !escaped && !first && !in_.AtEnd() && in_.Peek() == u'[') {
      in_.set_pos(in_.pos() + 1);
      return Subtract();
    }
    Add(c, c);
    return true;
  }

  // After a backslash; done when the whole item was read, else c is its unit.
  bool Escape(char16_t& c, bool& done) {
    c = in_.Next();
    done = true;
    switch (c) {
      case u'd':
      case u'D':
        return Shorthand(c, DigitUnits(), c == u'D');
      case u's':
      case u'S':
        return Shorthand(c, SpaceUnits(), c == u'S');
      case u'w':
      case u'W':
        return Shorthand(c, WordUnits(), c == u'W');
      case u'p':
      case u'P':
        return Property(c);
      case u'-':
        return Dash();
      default:
        break;
    }
    done = false;
    in_.set_pos(in_.pos() - 1);
    uint16_t unit = 0;
    if (!in_.ScanCharEscape(unit)) return false;
    c = unit;
    return true;
  }
  bool Shorthand(char16_t c, const UnitSet& set, bool inverted) {
    if (in_range_) {
      return in_.FailSyntax(
          fmt::format("Cannot include class \\{} in character range.", static_cast<char>(c)));
    }
    named_ = named_.Union(inverted ? set.Inverted() : set);
    return true;
  }
  bool Property(char16_t c) {
    if (in_range_) return Shorthand(c, UnitSet(), false);
    std::u16string_view name;
    if (!in_.ScanProperty(name)) return false;
    const UnitSet* set = NamedUnits(name, ignore_case_);
    if (set == nullptr) return in_.FailSyntax(fmt::format("Unknown property '{}'.", FromUtf16(name)));
    return Shorthand(c, *set, c == u'P');
  }
  bool Dash() {
    if (!in_range_) {
      Add(u'-', u'-');
      return true;
    }
    in_range_ = false;
    if (previous_ > u'-') return in_.FailSyntax("[x-y] range in reverse order.");
    Add(previous_, u'-');
    return true;
  }
  // [:alpha:] is read over, as .NET does.
  void SkipPosixName() {
    size_t start = in_.pos();
    in_.set_pos(start + 1);
    in_.ScanName();
    if (!in_.Has(2) || in_.Next() != u':' || in_.Next() != u']') in_.set_pos(start);
  }
  bool EndRange(char16_t c, bool escaped, bool first) {
    in_range_ = false;
    if (c == u'[' && !escaped && !first) {
      Add(previous_, previous_);
      return Subtract();
    }
    if (previous_ > c) return in_.FailSyntax("[x-y] range in reverse order.");
    Add(previous_, c);
    return true;
  }
  bool Subtract() {
    UnitSet set;
    if (!ClassParser(in_, ignore_case_, depth_ + 1).Parse(set)) return false;
    if (!in_.AtEnd() && in_.Peek() != u']') {
      return in_.FailSyntax("A subtraction must be the last element in a character class.");
    }
    subtracted_ = subtracted_.Union(set);
    return true;
  }

  PatternScanner& in_;
  bool ignore_case_;
  uint32_t depth_;
  std::vector<UnitSet::Range> ranges_;
  UnitSet named_;
  UnitSet subtracted_;
  char16_t previous_ = 0;
  bool in_range_ = false;
};

}  // namespace

bool ParseClass(PatternScanner& scanner, bool ignore_case, UnitSet& set) {
  return ClassParser(scanner, ignore_case, 0).Parse(set);
}

}  // namespace idx::stdlib
