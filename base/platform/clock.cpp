#include "base/platform/clock.h"

#include <fmt/format.h>
#include <time.h>

#include <chrono>

namespace idx {
namespace {

class MachineClock final : public Clock {
 public:
  DateTime UtcNow() override {
    timespec now = {};
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t ticks =
        kUnixEpochTicks + now.tv_sec * kTicksPerSecond + now.tv_nsec / 1000 * kTicksPerMicrosecond;
    return DateTime::Of(ticks, DateTimeKind::kUtc);
  }
  int64_t MonotonicNanoseconds() override {
    timespec now = {};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
  }
};

// A cursor over the text; every read fails softly by returning -1.
struct Scanner {
  std::string_view text;
  size_t at = 0;

  bool Done() const { return at == text.size(); }
  bool Take(char c) {
    if (Done() || text[at] != c) return false;
    ++at;
    return true;
  }
  int Digits(size_t count) {
    if (text.size() - at < count) return -1;
    int value = 0;
    for (size_t i = 0; i < count; ++i, ++at) {
      if (text[at] < '0' || text[at] > '9') return -1;
      value = value * 10 + (text[at] - '0');
    }
    return value;
  }
};

int64_t DaysOf(int year, int month, int day) {
  auto days = std::chrono::sys_days(std::chrono::year(year) / month / day);
  return days.time_since_epoch().count() + kUnixEpochDays;
}

// Ticks of ".1234567"; -1 when no digit or more than seven follow.
int64_t Fraction(Scanner& in) {
  int64_t value = 0;
  int digits = 0;
  for (; !in.Done() && in.text[in.at] >= '0' && in.text[in.at] <= '9'; ++in.at, ++digits) {
    if (digits == 7) return -1;
    value = value * 10 + (in.text[in.at] - '0');
  }
  if (digits == 0) return -1;
  for (; digits < 7; ++digits) value *= 10;
  return value;
}

// Ticks since midnight, or -1.
int64_t TimeOfDay(Scanner& in) {
  int hour = in.Digits(2);
  if (hour < 0 || hour > 23 || !in.Take(':')) return -1;
  int minute = in.Digits(2);
  if (minute < 0 || minute > 59) return -1;
  int64_t ticks = hour * kTicksPerHour + minute * kTicksPerMinute;
  if (!in.Take(':')) return ticks;
  int second = in.Digits(2);
  if (second < 0 || second > 59) return -1;
  ticks += second * kTicksPerSecond;
  if (!in.Take('.')) return ticks;
  int64_t fraction = Fraction(in);
  return fraction < 0 ? -1 : ticks + fraction;
}

// Adds the zone's offset to `offset`; false when what stands there is no zone.
bool Zone(Scanner& in, int64_t& offset) {
  if (in.Done() || in.Take('Z')) return true;
  bool west = in.Take('-');
  if (!west && !in.Take('+')) return false;
  int hours = in.Digits(2);
  if (hours < 0 || hours > 14 || !in.Take(':')) return false;
  int minutes = in.Digits(2);
  if (minutes < 0 || minutes > 59) return false;
  offset = (hours * kTicksPerHour + minutes * kTicksPerMinute) * (west ? -1 : 1);
  return true;
}

Error NotATime(std::string_view text) {
  return {Origin::kInput, fmt::format("\"{}\" is not a time: write it as 2026-06-30 or 2026-06-30T12:00:00Z",
                                      text.substr(0, 64))};
}

}  // namespace

Clock& SystemClock() {
  static MachineClock clock;
  return clock;
}

Result<DateTime> ParseIsoTime(std::string_view text) {
  Scanner in{text};
  int year = in.Digits(4);
  if (year < 1 || !in.Take('-')) return NotATime(text);
  int month = in.Digits(2);
  if (month < 1 || month > 12 || !in.Take('-')) return NotATime(text);
  int day = in.Digits(2);
  if (day < 1 || !(std::chrono::year(year) / month / day).ok()) return NotATime(text);
  int64_t ticks = DaysOf(year, month, day) * kTicksPerDay;
  if (!in.Done()) {
    if (!in.Take('T') && !in.Take(' ')) return NotATime(text);
    int64_t time = TimeOfDay(in);
    int64_t offset = 0;
    if (time < 0 || !Zone(in, offset) || !in.Done()) return NotATime(text);
    ticks += time - offset;
  }
  if (ticks < 0 || ticks > kMaxDateTimeTicks) return NotATime(text);
  return DateTime::Of(ticks, DateTimeKind::kUtc);
}

std::string FormatIsoTime(DateTime time) {
  int64_t days = time.ticks() / kTicksPerDay;
  int64_t rest = time.ticks() % kTicksPerDay;
  std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(days - kUnixEpochDays))};
  std::string text =
      fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  rest / kTicksPerHour, rest / kTicksPerMinute % 60, rest / kTicksPerSecond % 60);
  if (int64_t fraction = rest % kTicksPerSecond; fraction != 0) {
    text += fmt::format(".{:07}", fraction);
    text.erase(text.find_last_not_of('0') + 1);
  }
  return text + "Z";
}

}  // namespace idx
