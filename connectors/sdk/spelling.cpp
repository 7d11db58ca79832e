#include "connectors/sdk/spelling.h"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cmath>
#include <limits>

#include "base/value/decimal.h"

namespace idx::connectors {
namespace {

template <typename T>
bool ParseNumber(std::string_view text, T& value) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads min to max digits at `at`.
bool Digits(std::string_view text, size_t& at, size_t min, size_t max, int& value) {
  size_t count = 0;
  value = 0;
  while (count < max && at < text.size() && IsDigit(text[at])) {
    value = value * 10 + (text[at++] - '0');
    ++count;
  }
  return count >= min;
}

bool MakeDays(int year, int month, int day, int32_t& days) {
  if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1) return false;
  std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                   std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return false;
  days = static_cast<int32_t>(std::chrono::sys_days(date).time_since_epoch().count()) + kUnixEpochDays;
  return true;
}

int HexDigit(char c) {
  if (IsDigit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// One part of a date pattern: a run of one letter, or a single literal character.
struct Part {
  char letter = 0;  // 0: literal
  size_t count = 1;
  char literal = 0;
};

Part NextPart(std::string_view pattern, size_t& at) {
  char c = pattern[at];
  bool letter = c == 'y' || c == 'M' || c == 'd' || c == 'H' || c == 'm' || c == 's' || c == 'f';
  if (!letter) {
    ++at;
    return {0, 1, c};
  }
  size_t count = 0;
  for (; at < pattern.size() && pattern[at] == c; ++at) ++count;
  return {c, count, 0};
}

struct Fields {
  int year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0, fraction = 0;

  int* Of(char letter) {
    switch (letter) {
      case 'y':
        return &year;
      case 'M':
        return &month;
      case 'd':
        return &day;
      case 'H':
        return &hour;
      case 'm':
        return &minute;
      case 's':
        return &second;
      default:
        return &fraction;
    }
  }
};

int PowerOfTen(size_t exponent) {
  int result = 1;
  while (exponent-- > 0) result *= 10;
  return result;
}

bool ReadPart(std::string_view text, size_t& at, const Part& part, Fields& fields) {
  if (part.letter == 0) return at < text.size() && text[at++] == part.literal;
  size_t max = part.count == 1 ? 2 : part.count;
  int value = 0;
  if (!Digits(text, at, part.count, max, value)) return false;
  if (part.letter == 'y' && part.count == 2) value += value < 30 ? 2000 : 1900;
  if (part.letter == 'f') value *= PowerOfTen(7 - part.count);
  *fields.Of(part.letter) = value;
  return true;
}

}  // namespace

bool ParseBool(std::string_view text, bool& value) {
  auto same = [&](std::string_view word) {
    if (text.size() != word.size()) return false;
    for (size_t i = 0; i < word.size(); ++i)
      if ((text[i] | 0x20) != word[i]) return false;
    return true;
  };
  if (text == "1" || same("true")) return value = true, true;
  if (text == "0" || same("false")) return value = false, true;
  return false;
}

bool ParseInt(std::string_view text, int32_t& value) { return ParseNumber(text, value); }
bool ParseLong(std::string_view text, int64_t& value) { return ParseNumber(text, value); }

bool ParseDouble(std::string_view text, double& value) {
  return !text.empty() && text.find_first_of("nNxX") == std::string_view::npos && ParseNumber(text, value) &&
         std::isfinite(value);
}

bool ParseDecimal(std::string_view text, Decimal& value) {
  constexpr int32_t styles = number_styles::kLeadingSign | number_styles::kDecimalPoint;
  return text.find('\0') == std::string_view::npos &&
         idx::ParseDecimal(text, styles, value) == ParseResult::kOk;
}

bool ParseChar(std::string_view text, Char& value) {
  auto byte = [&](size_t i) { return static_cast<uint32_t>(static_cast<unsigned char>(text[i])); };
  uint32_t point = 0;
  if (text.size() == 1 && byte(0) < 0x80) {
    point = byte(0);
  } else if (text.size() == 2) {
    point = (byte(0) & 0x1F) << 6 | (byte(1) & 0x3F);
  } else if (text.size() == 3 && byte(0) >= 0xE0) {
    point = (byte(0) & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
  }
  value.unit = static_cast<uint16_t>(point);
  bool surrogate = point >= 0xD800 && point < 0xE000;
  // Encoding again tells a character from two, and overlong forms from good ones.
  return point != 0 && !surrogate && FormatChar(value) == text;
}

bool ParseGuid(std::string_view text, Guid& value) {
  if (text.size() == 38 && text.front() == '{' && text.back() == '}') text = text.substr(1, 36);
  if (text.size() != 36) return false;
  size_t at = 0;
  for (size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) {
      if (text[at++] != '-') return false;
    }
    int high = HexDigit(text[at]);
    int low = HexDigit(text[at + 1]);
    if (high < 0 || low < 0) return false;
    value.bytes[i] = static_cast<uint8_t>(high * 16 + low);
    at += 2;
  }
  return true;
}

bool ParseTimeSpan(std::string_view text, TimeSpan& value) {
  bool negative = !text.empty() && text[0] == '-';
  size_t at = negative ? 1 : 0;
  int days = 0, hours = 0, minutes = 0, seconds = 0;
  if (!Digits(text, at, 1, 8, hours)) return false;
  if (at < text.size() && text[at] == '.') {
    days = hours;
    if (!Digits(text, ++at, 1, 2, hours)) return false;
  }
  if (at == text.size() || text[at] != ':' || !Digits(text, ++at, 2, 2, minutes)) return false;
  int64_t fraction = 0;
  if (at < text.size()) {
    if (text[at] != ':' || !Digits(text, ++at, 2, 2, seconds)) return false;
    if (at < text.size()) {
      size_t from = at + 1;
      int digits = 0;
      if (text[at] != '.' || !Digits(text, ++at, 1, 7, digits) || at != text.size()) return false;
      fraction = int64_t{digits} * PowerOfTen(7 - (at - from));
    }
  }
  if (hours > 23 || minutes > 59 || seconds > 59 || days > 10'675'198) return false;
  int64_t ticks = days * kTicksPerDay + hours * kTicksPerHour + minutes * kTicksPerMinute +
                  seconds * kTicksPerSecond + fraction;
  value.ticks = negative ? -ticks : ticks;
  return true;
}

bool ParseDateOnly(std::string_view text, DateOnly& value) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  size_t at = 0;
  int year = 0, month = 0, day = 0;
  if (!Digits(text, at, 4, 4, year) || !Digits(text, ++at, 2, 2, month) || !Digits(text, ++at, 2, 2, day))
    return false;
  return MakeDays(year, month, day, value.days);
}

bool ParseByPattern(std::string_view text, std::string_view pattern, DateTime& value) {
  Fields fields;
  size_t at = 0;
  for (size_t p = 0; p < pattern.size();) {
    Part part = NextPart(pattern, p);
    if (!ReadPart(text, at, part, fields)) return false;
  }
  int32_t days = 0;
  if (at != text.size() || fields.hour > 23 || fields.minute > 59 || fields.second > 59 ||
      !MakeDays(fields.year, fields.month, fields.day, days))
    return false;
  value = DateTime::Of(days * kTicksPerDay + fields.hour * kTicksPerHour + fields.minute * kTicksPerMinute +
                           fields.second * kTicksPerSecond + fields.fraction,
                       DateTimeKind::kUtc);
  return true;
}

std::string PatternComplaint(std::string_view pattern) {
  bool seen[128] = {};
  for (size_t at = 0; at < pattern.size();) {
    Part part = NextPart(pattern, at);
    auto c = static_cast<unsigned char>(part.literal);
    if (part.letter == 0) {
      if ((c >= 'a' && c <= 'z' && c != 'h') || (c >= 'A' && c <= 'Z' && c != 'T' && c != 'Z') || c == 'h')
        return fmt::format("holds '{}': use yyyy, yy, MM, dd, HH, mm, ss, fff and separators", part.literal);
      continue;
    }
    bool good = part.letter == 'y'   ? part.count == 2 || part.count == 4
                : part.letter == 'f' ? part.count <= 7
                                     : part.count <= 2;
    if (!good) return fmt::format("holds '{}' {} times", part.letter, part.count);
    if (seen[static_cast<int>(part.letter)]) return fmt::format("holds '{}' twice", part.letter);
    seen[static_cast<int>(part.letter)] = true;
  }
  if (!seen['y'] || !seen['M'] || !seen['d']) return "needs a year (yyyy), a month (MM) and a day (dd)";
  return "";
}

std::string FormatDouble(double value) {
  char bytes[32];
  auto [end, error] = std::to_chars(bytes, bytes + sizeof(bytes), value);
  return std::string(bytes, end);
}

std::string FormatDecimal(const Decimal& value) {
  std::string text;
  AppendDecimal(text, value);
  return text;
}

std::string FormatGuid(const Guid& value) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string text;
  for (size_t i = 0; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    text += kHex[value.bytes[i] >> 4];
    text += kHex[value.bytes[i] & 15];
  }
  return text;
}

std::string FormatTimeSpan(TimeSpan value) {
  // Unsigned: the smallest span has no positive counterpart.
  uint64_t ticks =
      value.ticks < 0 ? 0 - static_cast<uint64_t>(value.ticks) : static_cast<uint64_t>(value.ticks);
  uint64_t days = ticks / kTicksPerDay;
  std::string text = value.ticks < 0 ? "-" : "";
  if (days != 0) text += fmt::format("{}.", days);
  text += fmt::format("{:02}:{:02}:{:02}", ticks / kTicksPerHour % 24, ticks / kTicksPerMinute % 60,
                      ticks / kTicksPerSecond % 60);
  if (uint64_t fraction = ticks % kTicksPerSecond; fraction != 0) text += fmt::format(".{:07}", fraction);
  return text;
}

std::string FormatDateOnly(DateOnly value) {
  return FormatByPattern(DateTime::Of(value.days * kTicksPerDay, DateTimeKind::kUtc), "yyyy-MM-dd");
}

std::string FormatByPattern(DateTime value, std::string_view pattern) {
  int64_t rest = value.ticks() % kTicksPerDay;
  std::chrono::year_month_day date{
      std::chrono::sys_days(std::chrono::days(value.ticks() / kTicksPerDay - kUnixEpochDays))};
  Fields fields{static_cast<int>(date.year()),
                static_cast<int>(static_cast<unsigned>(date.month())),
                static_cast<int>(static_cast<unsigned>(date.day())),
                static_cast<int>(rest / kTicksPerHour),
                static_cast<int>(rest / kTicksPerMinute % 60),
                static_cast<int>(rest / kTicksPerSecond % 60),
                static_cast<int>(rest % kTicksPerSecond)};
  std::string text;
  for (size_t at = 0; at < pattern.size();) {
    Part part = NextPart(pattern, at);
    if (part.letter == 0) {
      text += part.literal;
      continue;
    }
    int number = *fields.Of(part.letter);
    if (part.letter == 'y' && part.count == 2) number %= 100;
    if (part.letter == 'f') number /= PowerOfTen(7 - part.count);
    text += fmt::format("{:0{}}", number, part.count);
  }
  return text;
}

std::string FormatChar(Char value) {
  uint32_t point = value.unit;
  if (point < 0x80) return std::string(1, static_cast<char>(point));
  if (point < 0x800) return {static_cast<char>(0xC0 | point >> 6), static_cast<char>(0x80 | (point & 0x3F))};
  return {static_cast<char>(0xE0 | point >> 12), static_cast<char>(0x80 | (point >> 6 & 0x3F)),
          static_cast<char>(0x80 | (point & 0x3F))};
}

}  // namespace idx::connectors
