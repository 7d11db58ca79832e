// DateTime.Parse with the invariant culture, ISO 8601, and TimeSpan.Parse.
#include <algorithm>
#include <vector>

#include "base/value/calendar.h"
#include "base/value/case.h"
#include "base/value/date_format.h"
#include "base/value/date_names.h"
#include "base/value/utf.h"

namespace idx {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

class FreeReader {
 public:
  explicit FreeReader(std::string_view text) : text_(text) {}

  bool Read(DateOnly today, DateTime& value) {
    while (!Done()) {
      if (!Step()) return false;
    }
    if (numbers_.empty() && month_ == 0 && hour_ < 0) return false;
    return Date(CivilOf(today.days)) && Combine(value);
  }

 private:
  struct Num {
    int value;
    size_t digits;
  };
  bool Done() {
    while (at_ < text_.size() && (IsAsciiWhiteSpace(text_[at_]) || text_[at_] == ',')) ++at_;
    return at_ >= text_.size();
  }
  char Now() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool Number(int& value, size_t& digits) {
    int64_t n = 0;
    size_t start = at_;
    while (IsDigit(Now()) && at_ - start < 9) n = n * 10 + (text_[at_++] - '0');
    value = static_cast<int>(n);
    digits = at_ - start;
    return digits > 0 && !IsDigit(Now());
  }
  bool Step() {
    char c = Now();
    if (IsDigit(c)) return Digits();
    if (IsLetter(c)) return Word();
    bool dated = numbers_.size() + (month_ != 0 ? 1 : 0) >= 3;
    if ((c == '+' || c == '-') && (hour_ >= 0 || dated) && !zoned_) return Offset();
    bool separator = (c == '-' || c == '/' || c == '.') && (!numbers_.empty() || month_ != 0) && !dated;
    if (!separator || separated_) return false;
    separated_ = true;
    ++at_;
    return !Done();
  }
  bool Digits() {
    int n;
    size_t digits;
    if (!Number(n, digits)) return false;
    separated_ = false;
    if (Now() == ':') return hour_ < 0 && digits <= 2 && Time(n);
    size_t back = at_;
    while (Now() == ' ') ++at_;
    char mark = ToUpperAscii(Now());
    bool marked = (mark == 'A' || mark == 'P') && at_ + 1 < text_.size() &&
                  ToUpperAscii(text_[at_ + 1]) == 'M' &&
                  (at_ + 2 >= text_.size() || !IsLetter(text_[at_ + 2]));
    if (!marked) at_ = back;
    if (marked && hour_ < 0) {
      hour_ = n;
      return Mark();
    }
    numbers_.push_back({n, digits});
    return numbers_.size() <= 3;
  }
  bool Time(int hour) {
    size_t digits;
    hour_ = hour;
    ++at_;
    if (!Number(minute_, digits) || digits > 2) return false;
    if (Now() == ':') {
      ++at_;
      if (!Number(second_, digits) || digits > 2) return false;
      if (Now() == '.') return ++at_, Fraction();
    }
    return true;
  }
  bool Fraction() {
    if (!IsDigit(Now())) return false;
    double fraction = 0, unit = 0.1;
    int64_t exact = 0;
    size_t n = 0;
    for (; IsDigit(Now()); ++at_, ++n, unit /= 10) {
      fraction += (Now() - '0') * unit;
      if (n < 7) exact = exact * 10 + (Now() - '0');
    }
    for (size_t i = n; i < 7; ++i) exact *= 10;
    fraction_ = n <= 7 ? exact : static_cast<int64_t>(fraction * 1e7 + 0.5);
    return true;
  }
  bool Mark() {
    bool afternoon = ToUpperAscii(Now()) == 'P';
    at_ += 2;
    if (hour_ > 12 || marked_) return false;
    hour_ = afternoon ? (hour_ == 12 ? 12 : hour_ + 12) : hour_ % 12;
    return marked_ = true;
  }
  bool Word() {
    size_t end = at_;
    while (end < text_.size() && IsLetter(text_[end])) ++end;
    std::string_view word = text_.substr(at_, end - at_);
    if ((EqualsIgnoreCase(word, "AM") || EqualsIgnoreCase(word, "PM")) && hour_ >= 0) return Mark();
    at_ = end;
    if (EqualsIgnoreCase(word, "T")) return hour_ < 0 && !numbers_.empty() && IsDigit(Now());
    if (word == "Z" || word == "z" || EqualsIgnoreCase(word, "GMT") || EqualsIgnoreCase(word, "UTC")) {
      if (zoned_ || hour_ < 0) return false;
      return zoned_ = true;
    }
    for (size_t i = 0; i < 12; ++i) {
      if (!EqualsIgnoreCase(word, kMonthNames[i]) && !EqualsIgnoreCase(word, kMonthNames[i].substr(0, 3)))
        continue;
      if (month_ != 0) return false;
      month_ = static_cast<int>(i) + 1;
      numbers_before_month_ = numbers_.size();
      separated_ = false;
      return true;
    }
    for (size_t i = 0; i < 7; ++i) {
      if (!EqualsIgnoreCase(word, kDayNames[i]) && !EqualsIgnoreCase(word, kDayNames[i].substr(0, 3)))
        continue;
      if (weekday_ >= 0) return false;
      weekday_ = static_cast<int>(i);
      return true;
    }
    return false;
  }
  bool Offset() {
    bool negative = Now() == '-';
    ++at_;
    int hours, minutes = 0;
    size_t digits;
    if (!Number(hours, digits)) return false;
    if (digits == 4) {
      minutes = hours % 100;
      hours /= 100;
    } else if (digits > 2) {
      return false;
    } else if (Now() == ':') {
      ++at_;
      if (!Number(minutes, digits) || digits != 2) return false;
    }
    if (minutes > 59 || hours * 60 + minutes > 14 * 60) return false;
    offset_ = (hours * 60 + minutes) * (negative ? -1 : 1);
    return zoned_ = true;
  }
  int Year(Num n) const { return n.digits <= 2 ? FourDigitYear(n.value) : n.value; }
  bool Date(Civil today) {
    size_t n = numbers_.size();
    civil_ = today;
    if (month_ != 0) return NamedMonth(today);
    if (n == 0) return true;
    if (n == 1) return false;
    bool year_first = numbers_[0].digits >= 3;
    if (n == 2) {
      if (year_first)
        civil_ = {numbers_[0].value, numbers_[1].value, 1};
      else if (numbers_[1].digits >= 3)
        civil_ = {numbers_[1].value, numbers_[0].value, 1};
      else
        civil_ = {today.year, numbers_[0].value, numbers_[1].value};
      return true;
    }
    if (year_first)
      civil_ = {numbers_[0].value, numbers_[1].value, numbers_[2].value};
    else if (numbers_[1].digits >= 3)
      civil_ = {numbers_[1].value, numbers_[0].value, numbers_[2].value};
    else
      civil_ = {Year(numbers_[2]), numbers_[0].value, numbers_[1].value};
    return true;
  }
  bool NamedMonth(Civil today) {
    size_t n = numbers_.size();
    if (n == 1) {
      if (numbers_[0].digits >= 3)
        civil_ = {numbers_[0].value, month_, 1};
      else
        civil_ = {today.year, month_, numbers_[0].value};
      return true;
    }
    if (n != 2) return false;
    if (numbers_[0].digits >= 3)
      civil_ = {numbers_[0].value, month_, numbers_[1].value};
    else
      civil_ = {Year(numbers_[1]), month_, numbers_[0].value};
    return true;
  }
  bool Combine(DateTime& value) const {
    if (!IsValidDate(civil_.year, civil_.month, civil_.day) || hour_ > 23 || minute_ > 59 || second_ > 59)
      return false;
    int32_t days = DaysOf(civil_.year, civil_.month, civil_.day);
    if (weekday_ >= 0 && weekday_ != WeekdayOf(days)) return false;
    int64_t ticks = days * kTicksPerDay + std::max(hour_, 0) * kTicksPerHour + minute_ * kTicksPerMinute +
                    second_ * kTicksPerSecond + fraction_ - offset_ * kTicksPerMinute;
    if (ticks < 0 || ticks > kMaxDateTimeTicks) return false;
    value = DateTime::Of(ticks, zoned_ ? DateTimeKind::kUtc : DateTimeKind::kUnspecified);
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
  std::vector<Num> numbers_;
  size_t numbers_before_month_ = 0;
  int month_ = 0, hour_ = -1, minute_ = 0, second_ = 0, weekday_ = -1, offset_ = 0;
  int64_t fraction_ = 0;
  bool zoned_ = false, marked_ = false, separated_ = false;
  Civil civil_;
};

}  // namespace

// As Visual Basic writes dates: "#1/2/2024#", with blanks around and zero bytes after. Zero bytes may follow
// any date. Source: DateTimeParse.VerifyValidPunctuation.
static std::string_view WithoutPunctuation(std::string_view text) {
  size_t end = text.find_last_not_of('\0');
  text = text.substr(0, end == std::string_view::npos ? 0 : end + 1);
  std::string_view inner = text;
  while (!inner.empty() && IsAsciiWhiteSpace(inner.front())) inner.remove_prefix(1);
  while (!inner.empty() && IsAsciiWhiteSpace(inner.back())) inner.remove_suffix(1);
  bool marked = inner.size() >= 2 && inner.front() == '#' && inner.back() == '#';
  return marked ? inner.substr(1, inner.size() - 2) : text;
}

bool ParseDateTime(std::string_view text, DateOnly today, DateTime& value) {
  text = WithoutPunctuation(text);
  return FreeReader(text).Read(today, value);
}

bool ParseIso8601(std::string_view text, DateTime& value) {
  auto digit = [&](size_t i) { return i < text.size() && IsDigit(text[i]); };
  for (size_t i : {0, 1, 2, 3, 5, 6, 8, 9}) {
    if (!digit(i)) return false;
  }
  if (text[4] != '-' || text[7] != '-') return false;
  if (text.size() > 10) {
    if (text[10] != 'T' && text[10] != ' ') return false;
    for (size_t i : {11, 12, 14, 15}) {
      if (!digit(i)) return false;
    }
    if (text[13] != ':') return false;
    if (text.substr(16).find_first_not_of("0123456789:.+-Z") != std::string_view::npos) return false;
  }
  return FreeReader(text).Read({}, value);
}

bool ParseTimeSpan(std::string_view text, TimeSpan& value, bool& overflow) {
  overflow = false;
  while (!text.empty() && IsAsciiWhiteSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsAsciiWhiteSpace(text.back())) text.remove_suffix(1);
  bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  int64_t parts[4] = {};
  char separators[5] = {};
  size_t count = 0, at = 0, fraction_digits = 0;
  int64_t fraction = 0;
  while (true) {
    size_t start = at;
    int64_t n = 0;
    for (; at < text.size() && IsDigit(text[at]) && at - start < 9; ++at) n = n * 10 + (text[at] - '0');
    if (at == start) return false;
    bool is_fraction =
        count >= 1 && separators[count - 1] == '.' && (count == 4 || (count == 3 && separators[0] == ':'));
    if (is_fraction) {
      fraction = n;
      fraction_digits = at - start;
      if (at != text.size() || fraction_digits > 7) return false;
      break;
    }
    if (count == 4) return false;
    parts[count] = n;
    if (at == text.size()) {
      ++count;
      break;
    }
    separators[count++] = text[at++];
    if (separators[count - 1] != ':' && separators[count - 1] != '.') return false;
  }
  for (size_t i = fraction_digits; i < 7; ++i) fraction *= 10;
  bool has_days = count == 1 || separators[0] == '.' || (count == 4);
  for (size_t i = has_days ? 1 : 0; i + 1 < count; ++i) {
    if (separators[i] != ':') return false;
  }
  if (has_days && count == 2) return false;
  int64_t days = has_days ? parts[0] : 0;
  const int64_t* clock = parts + (has_days ? 1 : 0);
  if (clock[0] > 23 || clock[1] > 59 || (count > (has_days ? 3u : 2u) && clock[2] > 59) || days > 10675199) {
    overflow = true;
    return false;
  }
  int64_t second = count > (has_days ? 3u : 2u) ? clock[2] : 0;
  __int128 ticks = static_cast<__int128>(days) * kTicksPerDay + clock[0] * kTicksPerHour +
                   clock[1] * kTicksPerMinute + second * kTicksPerSecond + fraction;
  if (negative) ticks = -ticks;
  if (ticks > INT64_MAX || ticks < INT64_MIN) {
    overflow = true;
    return false;
  }
  value.ticks = static_cast<int64_t>(ticks);
  return true;
}

}  // namespace idx
