// DateTime.Parse with the invariant culture, and ISO 8601. Source of the behaviour: System.DateTimeParse.
#include <array>
#include <cmath>

#include "base/value/calendar.h"
#include "base/value/case.h"
#include "base/value/date_format.h"
#include "base/value/date_names.h"
#include "base/value/date_states.h"
#include "base/value/utf.h"

namespace idx {
namespace {

using namespace date_states;
using namespace date_styles;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

enum class Suffix : uint8_t { kNone, kYear, kMonth, kDay, kHour, kMinute, kSecond };
struct SuffixText {
  std::string_view text;
  Suffix suffix;
};
// Chinese, Japanese and Korean: every culture of .NET reads them.
constexpr SuffixText kSuffixes[] = {{"年", Suffix::kYear},  {"년", Suffix::kYear}, {"月", Suffix::kMonth},
                                    {"월", Suffix::kMonth}, {"日", Suffix::kDay},  {"일", Suffix::kDay},
                                    {"時", Suffix::kHour},  {"时", Suffix::kHour}, {"分", Suffix::kMinute},
                                    {"秒", Suffix::kSecond}};

// What stands behind a number or a month's name.
enum class Separator : uint8_t {
  kEnd,
  kSpace,
  kMorning,
  kAfternoon,
  kDate,
  kTime,
  kDateOrOffset,
  kTimeFollows,
  kSuffix
};

class FreeReader {
 public:
  FreeReader(std::string_view text, int32_t styles) : text_(text), styles_(styles) {}

  // As in .NET, the time behind a T is none.
  bool more_than_date() const { return zoned_ || timed_ || time_suffixes_ != 0; }

  bool Read(DateOnly today, DateTime& value, DateFault& fault) {
    today_ = CivilOf(today.days);
    bool good = ReadAll(value);
    fault = good ? DateFault{} : fault_;
    return good;
  }

 private:
  bool Bad(DateFault::Kind kind) {
    fault_ = {kind, 0};
    return false;
  }

  bool ReadAll(DateTime& value) {
    if (text_.empty()) return false;
    State state = kBegin;
    bool complete = false;
    Token token;
    do {
      if (!Next(state, token)) return false;
      if (token == kIgnored) continue;
      if (!TakeSuffix()) return false;
      if (token == kTimeFollows) return (state == kYNd || state == kYN) && Iso() && Combine(value);
      state = kNext[state][token];
      if (state == kError) return false;
      if (state < kError) continue;
      if (!Complete(state)) return false;
      complete = true;
      count_ = 0;
      state = kBegin;
    } while (token != kEnd && token != kNumEnd && token != kMonthEnd);
    return complete && Mark() && Combine(value);
  }

  // Reading of characters.
  bool Done() const { return at_ >= text_.size(); }
  char Now() const { return Done() ? '\0' : text_[at_]; }
  bool Take(char c) {
    if (Now() != c || Done()) return false;
    ++at_;
    return true;
  }
  size_t WhiteAt(size_t at) const {
    if (at >= text_.size()) return 0;
    if (static_cast<uint8_t>(text_[at]) < 0x80) return IsAsciiWhiteSpace(text_[at]) ? 1 : 0;
    Decoded next = DecodeAt(text_, at);
    return IsWhiteSpace(next.code) ? next.length : 0;
  }
  void SkipWhite() {
    while (size_t n = WhiteAt(at_)) at_ += n;
  }
  bool IsLetterAt(size_t at) const {
    if (at >= text_.size()) return false;
    char c = ToUpperAscii(text_[at]);
    return (c >= 'A' && c <= 'Z') || (static_cast<uint8_t>(c) >= 0x80 && WhiteAt(at) == 0);
  }
  // A whole word, of any case.
  bool Word(std::string_view word) {
    if (!EqualsIgnoreCase(text_.substr(at_, word.size()), word) || IsLetterAt(at_ + word.size()))
      return false;
    at_ += word.size();
    return true;
  }
  template <size_t N>
  bool Name(const std::string_view (&names)[N], int& index) {
    for (size_t i = 0; i < N; ++i) {
      if (!Word(names[i]) && !Word(names[i].substr(0, 3))) continue;
      index = static_cast<int>(i);
      return true;
    }
    return false;
  }
  // Up to eight digits are a number.
  size_t Digits(int& number) {
    int64_t n = 0;
    size_t start = at_;
    for (; !Done() && IsDigit(text_[at_]); ++at_) {
      if (at_ - start < 8) n = n * 10 + (text_[at_] - '0');
    }
    number = static_cast<int>(n);
    return at_ - start;
  }
  bool TwoDigits(int& number) {
    SkipWhite();
    size_t start = at_;
    return Digits(number) == 2 && at_ == start + 2;
  }
  bool Fraction() {
    double unit = 0.1;
    size_t start = at_;
    for (fraction_ = 0; !Done() && IsDigit(text_[at_]); ++at_, unit *= 0.1)
      fraction_ += (text_[at_] - '0') * unit;
    return at_ > start;
  }
  // +8, +08, +8:00, +08:0, +800, +0800.
  bool Offset() {
    bool negative = Now() == '-';
    ++at_;
    int hours, minutes = 0;
    size_t digits = Digits(hours);
    if (digits == 0 || digits > 4) return false;
    if (digits > 2) {
      minutes = hours % 100;
      hours /= 100;
    } else if (Take(':')) {
      digits = Digits(minutes);
      if (digits == 0 || digits > 2) return false;
    }
    if (minutes > 59) return false;
    offset_ = (hours * 60 + minutes) * (negative ? -1 : 1);
    return true;
  }
  bool OffsetBehindTime() {
    size_t at = at_;
    while (size_t n = WhiteAt(at)) at += n;
    if (at >= text_.size() || (text_[at] != '+' && text_[at] != '-')) return true;
    if (zoned_) return false;
    at_ = at;
    return Offset() && (zoned_ = true);
  }

  // The next number or word with what follows it.
  bool Next(State state, Token& token) {
    token = kIgnored;
    SkipWhite();
    if (Done()) {
      token = kEnd;
      return true;
    }
    if (IsDigit(Now())) return Number(state, token);
    int index;
    if (Take(',') || Take('.')) return true;
    if (Word("AM")) return SetMark(0);
    if (Word("PM")) return SetMark(1);
    if (Name(kMonthNames, index)) return Month(state, index + 1, token);
    if (Name(kDayNames, index)) {
      token = kWeekday;
      if (weekday_ >= 0) return false;
      weekday_ = index;
      return true;
    }
    if (Word("A.D.") || Word("AD")) {
      token = kEra;
      return true;
    }
    if (Word("GMT") || Word("Z")) {
      token = kZone;
      if (zoned_) return false;
      offset_ = 0;
      return zoned_ = true;
    }
    if (IsLetterAt(at_)) {
      fault_ = {DateFault::kWord, static_cast<uint32_t>(UnitsBefore(text_, at_))};
      return false;
    }
    if ((Now() == '+' || Now() == '-') && !zoned_) return Offset() && (zoned_ = true);
    return false;
  }
  bool SetMark(int mark) {
    if (mark_ >= 0) return false;
    mark_ = mark;
    return true;
  }
  Separator Behind() {
    SkipWhite();
    if (Done()) return Separator::kEnd;
    if (Word("AM")) return Separator::kMorning;
    if (Word("PM")) return Separator::kAfternoon;
    if (Word("T")) return Separator::kTimeFollows;
    if (Take('/')) return Separator::kDate;
    if (Take(':')) return Separator::kTime;
    if (Take('-')) return Separator::kDateOrOffset;
    for (const SuffixText& known : kSuffixes) {
      if (!text_.substr(at_).starts_with(known.text)) continue;
      if (IsLetterAt(at_ + known.text.size())) break;
      at_ += known.text.size();
      suffix_ = known.suffix;
      return Separator::kSuffix;
    }
    return Separator::kSpace;
  }
  // A '-' that can be no separator, because the date ends here, begins an offset.
  Token DateOrOffset(State state, size_t before, Token date, Token space) {
    if (kNext[state][date] != kError || kNext[state][space] <= kError) return date;
    at_ = before;
    return space;
  }
  bool Number(State state, Token& token) {
    size_t digits = Digits(number_);
    if (count_ == 3 || digits > 8) return false;
    if (state == kNNt && Take('.')) Fraction();
    bool time = state == kNNt || state == kNt;
    if (time && !OffsetBehindTime()) return false;
    size_t before = at_;
    if (digits > 2) return Year(state, before, token);
    Separator separator = Behind();
    switch (separator) {
      case Separator::kEnd:
        token = kNumEnd;
        break;
      case Separator::kSpace:
        token = kNumSpace;
        break;
      case Separator::kDate:
        token = kNumDate;
        break;
      case Separator::kTime:
        token = kNumTime;
        break;
      case Separator::kTimeFollows:
        token = kTimeFollows;
        break;
      case Separator::kDateOrOffset:
        token = DateOrOffset(state, before, kNumDate, kNumSpace);
        break;
      case Separator::kMorning:
      case Separator::kAfternoon:
        // A second mark takes its number away: .NET forgets the failure.
        if (!SetMark(separator == Separator::kAfternoon)) return true;
        token = kNumMark;
        if (state == kDateNN && !Complete(kXNN)) return false;
        if (state == kDateNN) count_ = 0;
        break;
      case Separator::kSuffix:
        if (suffix_ == Suffix::kYear) number_ = FourDigitYear(number_);
        token = suffix_ <= Suffix::kDay ? kDateSuffix : kTimeSuffix;
        return true;
    }
    numbers_[count_++] = number_;
    return token != kNumMark || !time || OffsetBehindTime();
  }
  bool Year(State state, size_t before, Token& token) {
    if (year_ >= 0) return false;
    year_ = number_;
    switch (Separator separator = Behind(); separator) {
      case Separator::kEnd:
        token = kYearEnd;
        return true;
      case Separator::kMorning:
      case Separator::kAfternoon:
        if (SetMark(separator == Separator::kAfternoon)) token = kYearSpace;
        return true;
      case Separator::kSpace:
        token = kYearSpace;
        return true;
      case Separator::kDate:
        token = kYearDate;
        return true;
      case Separator::kDateOrOffset:
        token = DateOrOffset(state, before, kYearDate, kYearSpace);
        return true;
      case Separator::kSuffix:
        token = suffix_ <= Suffix::kDay ? kDateSuffix : kTimeSuffix;
        return true;
      case Separator::kTime:
      case Separator::kTimeFollows:
        return false;
    }
    return false;
  }
  bool Month(State state, int month, Token& token) {
    if (month_ >= 0) return false;
    month_ = month;
    size_t before = at_;
    switch (Behind()) {
      case Separator::kEnd:
        token = kMonthEnd;
        return true;
      case Separator::kSpace:
        token = kMonthSpace;
        return true;
      case Separator::kDate:
        token = kMonthDate;
        return true;
      case Separator::kDateOrOffset:
        token = DateOrOffset(state, before, kMonthDate, kMonthSpace);
        return true;
      default:
        return false;
    }
  }
  // A number with a suffix says itself what it is.
  bool TakeSuffix() {
    auto once = [&](int& part) {
      if (part >= 0) return false;
      part = number_;
      return true;
    };
    auto time_once = [&](int& part, uint8_t bit) {
      if ((time_suffixes_ & bit) != 0) return false;
      time_suffixes_ |= bit;
      part = number_;
      return true;
    };
    Suffix suffix = suffix_;
    suffix_ = Suffix::kNone;
    switch (suffix) {
      case Suffix::kNone:
        return true;
      case Suffix::kYear:
        year_ = number_;
        return once(date_.year);
      case Suffix::kMonth:
        month_ = number_;
        return once(date_.month);
      case Suffix::kDay:
        return once(date_.day);
      case Suffix::kHour:
        return time_once(hour_, 1);
      case Suffix::kMinute:
        return time_once(minute_, 2);
      case Suffix::kSecond:
        return time_once(second_, 4);
    }
    return false;
  }

  // Dates and times that are complete.
  bool SetDate(int year, int month, int day) {
    if (!IsValidDate(year, month, day)) return false;
    date_ = {year, month, day};
    return true;
  }
  bool OneDate(int year, int month, int day) {
    if (dated_ || !SetDate(year, month, day)) return false;
    return dated_ = true;
  }
  bool OneTime(int hour, int minute, int second) {
    if (timed_) return false;
    hour_ = hour;
    if (minute >= 0) minute_ = minute;
    if (second >= 0) second_ = second;
    return timed_ = true;
  }
  bool Complete(State state) {
    auto [a, b, c] = numbers_;
    switch (state) {
      case kXNN:
        return OneDate(today_.year, a, b);
      case kXNNN:
        return OneDate(FourDigitYear(c), a, b);
      case kXMN:
        return !dated_ && SetDate(today_.year, month_, a);
      case kXNM:
        return !dated_ && SetDate(FourDigitYear(a), month_, 1);
      case kXMNN:
        return OneDate(FourDigitYear(b), month_, a) || OneDate(FourDigitYear(a), month_, b);
      case kXYNN:
      case kXNNY:
        return OneDate(year_, a, b);
      case kXYMN:
        return OneDate(year_, month_, a);
      case kXYN:
        return OneDate(year_, a, 1);
      case kXYM:
        return OneDate(year_, month_, 1);
      case kXS:
      case kZS:
        return true;
      case kXSN:
        if (count_ != 1 || date_.day >= 0) return false;
        date_.day = a;
        return true;
      case kXNS:
        if (date_.month < 0 || date_.year >= 0) return false;
        date_.year = FourDigitYear(a);
        date_.day = 1;
        return true;
      case kXNNS:
        if (date_.day >= 0 || (date_.year >= 0) == (date_.month >= 0)) return false;
        return date_.year >= 0 ? SetDate(FourDigitYear(year_), a, b)
                               : SetDate(FourDigitYear(b), date_.month, a);
      case kZN:
        return mark_ >= 0 && OneTime(a, -1, -1);
      case kZNN:
        return OneTime(a, b, -1);
      case kZNNN:
        return OneTime(a, b, c);
      default:
        return false;
    }
  }
  bool Mark() {
    if (mark_ < 0) return true;
    if (hour_ > (mark_ == 0 ? 12 : 23)) return false;
    if (mark_ == 0 && hour_ == 12) hour_ = 0;
    if (mark_ == 1 && hour_ < 12) hour_ += 12;
    return true;
  }
  // The time behind a T, to the end.
  bool Iso() {
    date_ = {year_, numbers_[0], numbers_[1]};
    if (!TwoDigits(hour_)) return false;
    SkipWhite();
    if (!Take(':') || !TwoDigits(minute_)) return false;
    SkipWhite();
    if (Take(':') && (!TwoDigits(second_) || (Take('.') && !Fraction()))) return false;
    SkipWhite();
    if (Now() == '+' || Now() == '-') {
      if (!Offset()) return false;
      zoned_ = true;
    } else if (Take('Z') || Take('z')) {
      offset_ = 0;
      zoned_ = true;
    }
    SkipWhite();
    return Done();
  }
  void FillDate() {
    if (date_.month < 0 && date_.day < 0 && date_.year < 0)
      date_ = (styles_ & kNoCurrentDate) != 0 ? Civil{1, 1, 1} : today_;
    if (date_.year < 0) date_.year = today_.year;
    if (date_.month < 0) date_.month = 1;
    if (date_.day < 0) date_.day = 1;
  }
  bool Combine(DateTime& value) {
    FillDate();
    if (!IsValidDate(date_.year, date_.month, date_.day) || hour_ > 23 || minute_ > 59 || second_ > 59)
      return Bad(DateFault::kCalendar);
    int32_t days = DaysOf(date_.year, date_.month, date_.day);
    int64_t ticks = days * kTicksPerDay + hour_ * kTicksPerHour + minute_ * kTicksPerMinute +
                    second_ * kTicksPerSecond + static_cast<int64_t>(std::nearbyint(fraction_ * 1e7));
    if (ticks > kMaxDateTimeTicks) return false;
    if (weekday_ >= 0 && weekday_ != WeekdayOf(static_cast<int32_t>(ticks / kTicksPerDay)))
      return Bad(DateFault::kWeekday);
    DateFault::Kind wrong = InZone(ticks, offset_, zoned_, styles_, value);
    return wrong == DateFault::kNone || Bad(wrong);
  }

  std::string_view text_;
  int32_t styles_;
  size_t at_ = 0;
  DateFault fault_ = {DateFault::kText, 0};
  std::array<int, 3> numbers_ = {};
  size_t count_ = 0;
  int number_ = 0;
  Suffix suffix_ = Suffix::kNone;
  int year_ = -1, month_ = -1, weekday_ = -1, mark_ = -1;
  Civil date_ = {-1, -1, -1};
  int hour_ = 0, minute_ = 0, second_ = 0, offset_ = 0;
  uint8_t time_suffixes_ = 0;
  double fraction_ = 0;
  bool dated_ = false, timed_ = false, zoned_ = false;
  Civil today_;
};

// As Visual Basic writes dates: "#1/2/2024#", with blanks around and zero bytes after. Zero bytes may follow
// any date. Source: DateTimeParse.VerifyValidPunctuation.
std::string_view WithoutPunctuation(std::string_view text) {
  size_t end = text.find_last_not_of('\0');
  text = text.substr(0, end == std::string_view::npos ? 0 : end + 1);
  std::string_view inner = text;
  while (!inner.empty() && IsAsciiWhiteSpace(inner.front())) inner.remove_prefix(1);
  while (!inner.empty() && IsAsciiWhiteSpace(inner.back())) inner.remove_suffix(1);
  bool marked = inner.size() >= 2 && inner.front() == '#' && inner.back() == '#';
  return marked ? inner.substr(1, inner.size() - 2) : text;
}

}  // namespace

DateFault::Kind InZone(int64_t ticks, int offset_minutes, bool zoned, int32_t styles, DateTime& value) {
  if (offset_minutes < -14 * 60 || offset_minutes > 14 * 60) return DateFault::kOffset;
  bool first_day = ticks < kTicksPerDay;
  ticks -= offset_minutes * kTicksPerMinute;
  if (ticks < 0 && (first_day || (styles & kToUniversal) != 0)) ticks += kTicksPerDay;
  if (ticks < 0 || ticks > kMaxDateTimeTicks) return DateFault::kRange;
  bool utc = zoned || (styles & kAssumeUniversal) != 0;
  value = DateTime::Of(ticks, utc ? DateTimeKind::kUtc : DateTimeKind::kUnspecified);
  return DateFault::kNone;
}

bool ParseDateTime(std::string_view text, int32_t styles, DateOnly today, DateTime& value, DateFault& fault) {
  return FreeReader(WithoutPunctuation(text), styles).Read(today, value, fault);
}

bool ParseDateTime(std::string_view text, DateOnly today, DateTime& value) {
  DateFault fault;
  return ParseDateTime(text, 0, today, value, fault);
}

bool ParseDateOnly(std::string_view text, int32_t styles, DateOnly today, DateOnly& value, DateFault& fault) {
  FreeReader reader(WithoutPunctuation(text), styles);
  DateTime read;
  if (!reader.Read(today, read, fault)) return false;
  if (reader.more_than_date()) fault = {DateFault::kParts, 0};
  value = {DaysOf(read)};
  return fault.kind == DateFault::kNone;
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
  DateFault fault;
  return FreeReader(text, 0).Read({}, value, fault);
}

}  // namespace idx
