// ParseExact. Source of the behaviour: System.DateTimeParse of .NET 8.
#include <string>

#include "base/value/calendar.h"
#include "base/value/case.h"
#include "base/value/date_format.h"
#include "base/value/date_names.h"
#include "base/value/utf.h"

namespace idx {
namespace {

using namespace date_styles;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

class ExactReader {
 public:
  ExactReader(std::string_view text, std::string_view format, int32_t styles)
      : text_(text), format_(format), styles_(styles) {}

  bool Read(bool utc) {
    zoned_ = utc;
    if (format_.empty() || text_.empty()) return false;
    if ((styles_ & kTrailingWhite) != 0) TrimTail();
    if ((styles_ & kLeadingWhite) != 0) TrimHead();
    while (at_ < format_.size()) {
      if ((styles_ & kInnerWhite) != 0) SkipWhite();
      if (!Step()) return false;
    }
    if (two_digits_ && year_ >= 100) return false;
    if (two_digits_) year_ = FourDigitYear(year_);
    return text_.empty() && Hours();
  }
  DateFault::Kind Finish(DateOnly current, DateTime& value) const {
    int year = year_, month = month_, day = day_;
    if (month < 0 && day < 0) {
      bool today = year < 0 && (styles_ & kNoCurrentDate) == 0;
      Civil civil = CivilOf(current.days);
      month = today ? civil.month : 1;
      day = today ? civil.day : 1;
      if (year < 0) year = today ? civil.year : 1;
    } else {
      if (year < 0) year = CivilOf(current.days).year;
      if (month < 0) month = 1;
      if (day < 0) day = 1;
    }
    if (!IsValidDate(year, month, day) || hour_ > 23 || minute_ > 59 || second_ > 59)
      return DateFault::kCalendar;
    int32_t days = DaysOf(year, month, day);
    if (weekday_ >= 0 && weekday_ != WeekdayOf(days)) return DateFault::kWeekday;
    int64_t ticks = days * kTicksPerDay + std::max(hour_, 0) * kTicksPerHour +
                    std::max(minute_, 0) * kTicksPerMinute + std::max(second_, 0) * kTicksPerSecond +
                    std::max<int64_t>(fraction_, 0);
    return InZone(ticks, offset_minutes_, zoned_, styles_, value);
  }
  bool zoned() const { return zoned_; }

 private:
  static bool White(char c) { return IsAsciiWhiteSpace(c); }
  void SkipWhite() {
    while (!text_.empty() && White(text_[0])) text_.remove_prefix(1);
  }
  // White space at the ends of the format does not count, also where it is quoted.
  void TrimTail() {
    while (!text_.empty() && White(text_.back())) text_.remove_suffix(1);
    while (!format_.empty() && White(format_.back())) format_.pop_back();
    if (format_.size() < 2 || (format_.back() != '\'' && format_.back() != '"')) return;
    char quote = format_.back();
    size_t end = format_.size() - 1;
    size_t i = end;
    while (i > 0 && White(format_[i - 1])) --i;
    if (i == end) return;
    if (i > 0 && format_[i - 1] == quote)
      format_.erase(i - 1);
    else
      format_.erase(i, end - i);
  }
  void TrimHead() {
    SkipWhite();
    while (!format_.empty() && White(format_[0])) format_.erase(0, 1);
    if (format_.size() < 2 || (format_[0] != '\'' && format_[0] != '"')) return;
    size_t i = 1;
    while (i < format_.size() && White(format_[i])) ++i;
    if (i == 1) return;
    if (i < format_.size() && format_[i] == format_[0])
      format_.erase(0, i + 1);
    else
      format_.erase(1, i - 1);
  }
  bool Match(char c) {
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool Number(size_t least, size_t most, int& value) {
    size_t n = 0;
    int64_t number = 0;
    while (n < most && n < text_.size() && IsDigit(text_[n]))
      number = std::min<int64_t>(number * 10 + (text_[n++] - '0'), 99999999);
    if (n < least) return false;
    text_.remove_prefix(n);
    return Set(value, static_cast<int>(number));
  }
  // .NET: one letter reads one or two digits, more letters exactly as many.
  bool Digits(size_t run, int& value) { return run == 1 ? Number(1, 2, value) : Number(run, run, value); }
  static bool Set(int& field, int value) {
    if (field >= 0 && field != value) return false;
    field = value;
    return true;
  }
  template <size_t N>
  bool Name(const std::string_view (&names)[N], bool brief, int& value, int first) {
    for (size_t i = 0; i < N; ++i) {
      std::string_view name = brief ? names[i].substr(0, 3) : names[i];
      if (text_.size() >= name.size() && EqualsIgnoreCase(text_.substr(0, name.size()), name)) {
        text_.remove_prefix(name.size());
        return Set(value, static_cast<int>(i) + first);
      }
    }
    return false;
  }
  bool Fraction(size_t run, bool exact) {
    if (run > 7) return false;
    int64_t value = 0;
    size_t n = 0;
    for (; n < run && n < text_.size() && IsDigit(text_[n]); ++n) value = value * 10 + (text_[n] - '0');
    if (exact && n != run) return false;
    text_.remove_prefix(n);
    for (size_t i = n; i < 7; ++i) value *= 10;
    if (fraction_ >= 0 && fraction_ != value && !(n == 0 && !exact)) return false;
    if (n > 0) fraction_ = value;
    return true;
  }
  bool Mark(size_t run) {
    if (text_.empty()) return false;
    char c = ToUpperAscii(text_[0]);
    if (c != 'A' && c != 'P') return false;
    if (run > 1 && (text_.size() < 2 || ToUpperAscii(text_[1]) != 'M')) return false;
    text_.remove_prefix(run > 1 ? 2 : 1);
    return Set(mark_, c == 'P' ? 1 : 0);
  }
  bool Offset(size_t run) {
    if (text_.empty() || (text_[0] != '+' && text_[0] != '-')) return false;
    bool negative = text_[0] == '-';
    text_.remove_prefix(1);
    int hours = -1, minutes = 0;
    if (!Number(run == 2 ? 2 : 1, 2, hours)) return false;
    if (run >= 3) {
      Match(':');
      minutes = -1;
      if (!Number(2, 2, minutes)) return false;
    }
    return minutes < 60 && Zone((hours * 60 + minutes) * (negative ? -1 : 1));
  }
  bool Zone(int offset_minutes) {
    if (zoned_ && offset_minutes_ != offset_minutes) return false;
    offset_minutes_ = offset_minutes;
    return zoned_ = true;
  }
  bool Word(std::string_view word) {
    if (!EqualsIgnoreCase(text_.substr(0, word.size()), word)) return false;
    text_.remove_prefix(word.size());
    return true;
  }
  // As a whole word.
  bool ZoneName() {
    if (!Word("GMT") && !Word("Z")) return false;
    char next = text_.empty() ? '\0' : ToUpperAscii(text_[0]);
    return (next < 'A' || next > 'Z') && Zone(0);
  }
  bool Quoted(char quote) {
    size_t i = at_;
    for (; i < format_.size() && format_[i] != quote; ++i) {
      if (format_[i] == '\\' && ++i >= format_.size()) return false;
      if (format_[i] == ' ' && (styles_ & kInnerWhite) != 0)
        SkipWhite();
      else if (!Match(format_[i]))
        return false;
    }
    if (i >= format_.size()) return false;
    at_ = i + 1;
    return true;
  }
  bool Literal(char c) {
    if (c == ' ' && (styles_ & kInnerWhite) != 0) return true;
    if (c == 'G' && std::string_view(format_).substr(at_ - 1).starts_with("GMT")) {
      if (!text_.starts_with("GMT")) return false;
      text_.remove_prefix(3);
      at_ += 2;
      offset_minutes_ = 0;
      return zoned_ = true;
    }
    return Match(c);
  }
  bool Step() {
    char c = format_[at_];
    size_t run = 1;
    if (std::string_view("yMdhHmsfFtzKg").find(c) != std::string_view::npos) {
      while (at_ + run < format_.size() && format_[at_ + run] == c) ++run;
    }
    at_ += run;
    switch (c) {
      case 'y': {
        int year = -1;
        two_digits_ = two_digits_ || run <= 2;
        return Digits(run, year) && Set(year_, year);
      }
      case 'M':
        return run <= 2 ? Digits(run, month_) : Name(kMonthNames, run == 3, month_, 1);
      case 'd':
        return run <= 2 ? Digits(run, day_) : Name(kDayNames, run == 3, weekday_, 0);
      case 'h':
        twelve_ = true;
        return Digits(std::min<size_t>(run, 2), hour_);
      case 'H':
        return Digits(std::min<size_t>(run, 2), hour_);
      case 'm':
        return Digits(std::min<size_t>(run, 2), minute_);
      case 's':
        return Digits(std::min<size_t>(run, 2), second_);
      case 'f':
        return Fraction(run, true);
      case 'F':
        return Fraction(run, false);
      case 't':
        return Mark(run);
      case 'z':
        return Offset(run);
      case 'K':
        if (Match('Z')) return Zone(0);
        return text_.empty() || (text_[0] != '+' && text_[0] != '-') || Offset(3);
      case 'g':
        return Word("A.D.") || Word("AD");
      case 'Z':
        return ZoneName();
      case '.':
        if (Match('.')) return true;
        if (at_ >= format_.size() || format_[at_] != 'F') return false;
        while (at_ < format_.size() && format_[at_] == 'F') ++at_;
        return true;
      case '\'':
      case '"':
        return Quoted(c);
      case '%':
        return at_ < format_.size() && format_[at_] != '%';
      case '\\':
        return at_ < format_.size() && Match(format_[at_++]);
      default:
        return Literal(c);
    }
  }
  bool Hours() {
    if (twelve_) {
      int hour = std::max(hour_, 0);
      if (hour > 12) return false;
      if (mark_ == 1)
        hour_ = hour == 12 ? 12 : hour + 12;
      else
        hour_ = hour == 12 ? 0 : hour;
      return true;
    }
    return !(mark_ == 0 && hour_ >= 12) && !(mark_ == 1 && hour_ < 12);
  }

  std::string_view text_;
  std::string format_;
  int32_t styles_;
  size_t at_ = 0;
  int year_ = -1, month_ = -1, day_ = -1, hour_ = -1, minute_ = -1, second_ = -1, weekday_ = -1, mark_ = -1;
  int64_t fraction_ = -1;
  int offset_minutes_ = 0;
  bool zoned_ = false, twelve_ = false, two_digits_ = false;
};

}  // namespace

static bool ReadExact(std::string_view text, std::string_view format, int32_t styles, DateOnly today,
                      DateTime& value, bool& zoned, DateFault& fault) {
  bool utc = format == "U";
  if (format.size() == 1) format = StandardDatePattern(format[0]);
  ExactReader reader(text, format, styles);
  fault = {reader.Read(utc) ? reader.Finish(today, value) : DateFault::kText, 0};
  zoned = reader.zoned();
  return fault.kind == DateFault::kNone;
}

bool ParseDateTimeExact(std::string_view text, std::string_view format, int32_t styles, DateOnly today,
                        DateTime& value, DateFault& fault) {
  bool zoned;
  return ReadExact(text, format, styles, today, value, zoned, fault);
}

bool ParseDateTimeExact(std::string_view text, std::string_view format, DateOnly today, DateTime& value) {
  DateFault fault;
  return ParseDateTimeExact(text, format, 0, today, value, fault);
}

bool ParseDateOnlyExact(std::string_view text, std::string_view format, int32_t styles, DateOnly today,
                        DateOnly& value, DateFault& fault) {
  bool zoned;
  DateTime read;
  if (format == "o" || format == "O") format = "yyyy-MM-dd";
  if (format == "r" || format == "R") format = "ddd, dd MMM yyyy";
  if (!ReadExact(text, format, styles, today, read, zoned, fault)) return false;
  if (zoned) fault = {DateFault::kParts, 0};
  value = {DaysOf(read)};
  return !zoned;
}

}  // namespace idx
