// What the parser of patterns and Regex.Unescape share: a position in the pattern, escapes, names and
// numbers.
#pragma once

#include <string>
#include <string_view>

#include "stdlib/pattern/syntax.h"

namespace idx::stdlib {

// Every Scan… returns false with the error set where .NET would throw.
class PatternScanner {
 public:
  PatternScanner(std::u16string_view text, PatternError& error) : text_(text), error_(error) {}

  bool AtEnd() const { return pos_ >= text_.size(); }
  size_t pos() const { return pos_; }
  void set_pos(size_t pos) { pos_ = pos; }
  size_t size() const { return text_.size(); }
  // The unit at pos + ahead; 0 beyond the end.
  char16_t Peek(size_t ahead = 0) const { return pos_ + ahead < text_.size() ? text_[pos_ + ahead] : u'\0'; }
  char16_t Next() { return text_[pos_++]; }
  bool Has(size_t units) const { return text_.size() - pos_ >= units; }

  // After a backslash: \n \t \x41 \u0041 \cA \101 and escaped punctuation.
  bool ScanCharEscape(uint16_t& unit);
  // Digits; no digits give 0.
  bool ScanDecimal(uint32_t& value);
  // Word characters.
  std::u16string_view ScanName();
  // "{Lu}" after \p.
  bool ScanProperty(std::u16string_view& name);

  bool Fail(PatternErrorKind kind, std::string message) { return FailAt(pos_, kind, std::move(message)); }
  bool FailAt(size_t pos, PatternErrorKind kind, std::string message);
  bool FailSyntax(std::string message) { return Fail(PatternErrorKind::kSyntax, std::move(message)); }
  std::string Quote(size_t from, size_t to) const;

 private:
  bool ScanHex(int digits, uint16_t& unit);
  bool ScanControl(uint16_t& unit);
  uint16_t ScanOctal();

  std::u16string_view text_;
  size_t pos_ = 0;
  PatternError& error_;
};

inline bool IsDigitUnit(char16_t unit) { return unit >= u'0' && unit <= u'9'; }

// The set of a class, after its "[".
bool ParseClass(PatternScanner& scanner, bool ignore_case, UnitSet& set);

}  // namespace idx::stdlib
