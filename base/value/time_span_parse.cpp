// TimeSpan.Parse and ParseExact with the invariant culture. Source of the behaviour: System.TimeSpanParse.
#include <array>
#include <cmath>
#include <string>

#include "base/value/date_format.h"
#include "base/value/scalars.h"
#include "base/value/utf.h"

namespace idx {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

struct Number {
  int64_t value = 0;
  int zeroes = 0;  // before its first other digit: they count in a fraction
};
// Days, hours, minutes, seconds, and what follows the point.
using Parts = std::array<Number, 5>;

// False: out of range. As .NET: 24 hours are none, and a fraction has seven digits, or begins with a zero.
bool Ticks(const Parts& parts, bool negative, TimeSpan& value) {
  if (parts[0].value > 10675199 || parts[1].value > 23 || parts[2].value > 59 || parts[3].value > 59)
    return false;
  auto [fraction, zeroes] = parts[4];
  if (zeroes == 0 && fraction > 9'999'999) return false;
  if (fraction != 0) {
    int digits = static_cast<int>(std::to_string(fraction).size()) + zeroes;
    for (; digits < 7; ++digits) fraction *= 10;
    if (digits > 7) fraction = std::llround(static_cast<double>(fraction) / std::pow(10, digits - 7));
  }
  int64_t seconds = parts[0].value * 86400 + parts[1].value * 3600 + parts[2].value * 60 + parts[3].value;
  __int128 ticks = static_cast<__int128>(seconds) * kTicksPerSecond + fraction;
  if (negative) ticks = -ticks;
  if (ticks > INT64_MAX || ticks < INT64_MIN) return false;
  value.ticks = static_cast<int64_t>(ticks);
  return true;
}

// Which parts the numbers of a text are, by the separators between them.
struct Layout {
  std::string_view separators;  // one between two numbers, "|" between longer ones
  std::array<int8_t, 5> parts;
  bool local;  // the culture's own pattern (g and G) has a colon behind the days
};
constexpr Layout kLayouts[] = {{"", {0}, false},
                               {":", {1, 2}, false},
                               {":|:", {1, 2, 3}, false},
                               {".|:", {0, 1, 2}, false},
                               {":|:.", {1, 2, 4}, false},
                               {":|:", {0, 1, 2}, true},
                               {":|:|.", {1, 2, 3, 4}, false},
                               {".|:|:", {0, 1, 2, 3}, false},
                               {".|:|:.", {0, 1, 2, 4}, false},
                               {":|:|:", {0, 1, 2, 3}, true},
                               {":|:|:.", {0, 1, 2, 4}, true},
                               {".|:|:|.", {0, 1, 2, 3, 4}, false},
                               {":|:|:|.", {0, 1, 2, 3, 4}, true}};
bool FitsLocal(const Layout& layout) { return layout.local || !layout.separators.starts_with('.'); }

// only_local, full: what ParseExact's g and G take.
SpanFault ReadStandard(std::string_view text, bool only_local, bool full, TimeSpan& value) {
  while (!text.empty() && IsAsciiWhiteSpace(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsAsciiWhiteSpace(text.back())) text.remove_suffix(1);
  bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  std::array<Number, 5> numbers;
  std::string separators;
  size_t count = 0;
  for (size_t at = 0; at < text.size();) {
    if (!IsDigit(text[at]) || count == 5) return SpanFault::kText;
    Number& number = numbers[count++];
    for (; at < text.size() && IsDigit(text[at]); ++at) {
      number.value = number.value * 10 + (text[at] - '0');
      if (number.value == 0) ++number.zeroes;
      if (number.value > 0x0FFFFFFF) return SpanFault::kOverflow;
    }
    if (at == text.size()) break;
    if (count > 1) separators += '|';
    size_t start = at;
    while (at < text.size() && !IsDigit(text[at])) ++at;
    if (at == text.size()) return SpanFault::kText;
    separators += text.substr(start, at - start);
  }
  SpanFault fault = SpanFault::kText;
  for (const Layout& layout : kLayouts) {
    if (count == 0 || layout.separators != separators || (only_local && !FitsLocal(layout))) continue;
    if (full && count != 5) continue;
    Parts parts;
    for (size_t i = 0; i < count; ++i) parts[static_cast<size_t>(layout.parts[i])] = numbers[i];
    for (size_t i = 0; i < 4; ++i) parts[i].zeroes = 0;
    if (Ticks(parts, negative, value)) return SpanFault::kNone;
    fault = SpanFault::kOverflow;
  }
  return fault;
}

// Format c: as TimeSpan.Parse of .NET 2 was.
class ConstantReader {
 public:
  explicit ConstantReader(std::string_view text) : text_(text) {}

  SpanFault Read(TimeSpan& value) {
    Blanks();
    bool negative = Take('-');
    int64_t days = 0;
    size_t end = at_;
    while (end < text_.size() && IsDigit(text_[end])) ++end;
    __int128 ticks = 0;
    if (end < text_.size() && text_[end] == ':') {
      if (!Time(ticks)) return fault_;
    } else {
      if (!Integer(10675199, days)) return fault_;
      if (Take('.') && !Time(ticks)) return fault_;
      ticks += static_cast<__int128>(days) * kTicksPerDay;
    }
    if (negative) ticks = -ticks;
    if (ticks > INT64_MAX || ticks < INT64_MIN) return SpanFault::kOverflow;
    Blanks();
    if (at_ < text_.size()) return SpanFault::kText;
    value.ticks = static_cast<int64_t>(ticks);
    return SpanFault::kNone;
  }

 private:
  bool Take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void Blanks() {
    while (Take(' ') || Take('\t')) continue;
  }
  bool Integer(int64_t most, int64_t& number) {
    size_t start = at_;
    number = 0;
    for (; at_ < text_.size() && IsDigit(text_[at_]); ++at_)
      number = std::min<int64_t>(number * 10 + (text_[at_] - '0'), INT32_MAX);
    fault_ = at_ == start ? SpanFault::kText : SpanFault::kOverflow;
    return at_ > start && number <= most;
  }
  bool Time(__int128& ticks) {
    int64_t part;
    if (!Integer(23, part)) return false;
    ticks = part * kTicksPerHour;
    fault_ = SpanFault::kText;
    if (!Take(':') || !Integer(59, part)) return false;
    ticks += part * kTicksPerMinute;
    if (!Take(':')) return true;
    if (at_ >= text_.size() || text_[at_] != '.') {
      if (!Integer(59, part)) return false;
      ticks += part * kTicksPerSecond;
    }
    if (!Take('.')) return true;
    for (int64_t unit = kTicksPerSecond / 10; unit > 0 && at_ < text_.size() && IsDigit(text_[at_]);
         unit /= 10)
      ticks += (text_[at_++] - '0') * unit;
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
  SpanFault fault_ = SpanFault::kText;
};

class ExactReader {
 public:
  ExactReader(std::string_view text, std::string_view format) : text_(text), format_(format) {}

  SpanFault Read(bool negative, TimeSpan& value) {
    while (at_ < format_.size()) {
      if (!Step()) return fault_;
    }
    if (!text_.empty()) return SpanFault::kText;
    return Ticks(parts_, negative, value) ? SpanFault::kNone : SpanFault::kOverflow;
  }

 private:
  bool Match(char c) {
    if (text_.empty() || text_[0] != c) return false;
    text_.remove_prefix(1);
    return true;
  }
  bool Digits(size_t part, size_t least, size_t most) {
    if (seen_[part]) return false;
    seen_[part] = true;
    Number number;
    size_t n = 0;
    for (; n < most && n < text_.size() && IsDigit(text_[n]); ++n) {
      number.value = number.value * 10 + (text_[n] - '0');
      if (number.value == 0 && part == 4) ++number.zeroes;
    }
    text_.remove_prefix(n);
    parts_[part] = number;
    return n >= least;
  }
  bool Quoted(char quote) {
    fault_ = SpanFault::kQuote;
    size_t end = at_;
    for (; end < format_.size() && format_[end] != quote; ++end) {
      if (format_[end] == '\\') ++end;
    }
    if (end >= format_.size()) return false;
    fault_ = SpanFault::kInput;
    for (; at_ < end; ++at_) {
      if (format_[at_] == '\\') ++at_;
      if (!Match(format_[at_])) return false;
    }
    ++at_;
    return true;
  }
  bool Step() {
    char c = format_[at_];
    size_t run = 1;
    while (at_ + run < format_.size() && format_[at_ + run] == c) ++run;
    bool part = std::string_view("dhmsfF").find(c) != std::string_view::npos;
    at_ += part ? run : 1;
    switch (c) {
      case 'd':
        return run <= 8 && Digits(0, run, run == 1 ? 8 : run);
      case 'h':
        return run <= 2 && Digits(1, run, 2);
      case 'm':
        return run <= 2 && Digits(2, run, 2);
      case 's':
        return run <= 2 && Digits(3, run, 2);
      case 'f':
        return run <= 7 && Digits(4, run, run);
      case 'F':
        if (run > 7 || seen_[4]) return false;
        Digits(4, 0, run);
        return true;
      case '\'':
      case '"':
        return Quoted(c);
      case '%':
        return at_ < format_.size() && format_[at_] != '%';
      case '\\':
        return at_ < format_.size() && Match(format_[at_++]);
      default:
        return false;
    }
  }

  std::string_view text_, format_;
  size_t at_ = 0;
  Parts parts_ = {};
  std::array<bool, 5> seen_ = {};
  SpanFault fault_ = SpanFault::kInput;
};

}  // namespace

SpanFault ParseTimeSpan(std::string_view text, TimeSpan& value) {
  return ReadStandard(text, false, false, value);
}

SpanFault ParseTimeSpanExact(std::string_view text, std::string_view format, bool negative, TimeSpan& value) {
  if (format.empty()) return SpanFault::kFormat;
  if (format.size() > 1) return ExactReader(text, format).Read(negative, value);
  switch (format[0]) {
    case 'c':
    case 't':
    case 'T':
      return ConstantReader(text).Read(value);
    case 'g':
    case 'G':
      return ReadStandard(text, true, format[0] == 'G', value);
    default:
      return SpanFault::kFormat;
  }
}

}  // namespace idx
