#include "base/value/date_format.h"

#include "base/value/calendar.h"
#include "base/value/date_names.h"

namespace idx {
namespace {

void AppendPadded(std::string& out, int64_t value, size_t width) {
  std::string digits = std::to_string(value);
  if (digits.size() < width) out.append(width - digits.size(), '0');
  out += digits;
}

// The pattern of a standard format; "" when there is none.
std::string_view Standard(char letter) {
  switch (letter) {
    case 'd':
      return "MM/dd/yyyy";
    case 'D':
      return "dddd, dd MMMM yyyy";
    case 'f':
      return "dddd, dd MMMM yyyy HH:mm";
    case 'F':
    case 'U':
      return "dddd, dd MMMM yyyy HH:mm:ss";
    case 'g':
      return "MM/dd/yyyy HH:mm";
    case 'G':
      return "MM/dd/yyyy HH:mm:ss";
    case 'm':
    case 'M':
      return "MMMM dd";
    case 'o':
    case 'O':
      return "yyyy'-'MM'-'dd'T'HH':'mm':'ss'.'fffffffK";
    case 'r':
    case 'R':
      return "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'";
    case 's':
      return "yyyy'-'MM'-'dd'T'HH':'mm':'ss";
    case 't':
      return "HH:mm";
    case 'T':
      return "HH:mm:ss";
    case 'u':
      return "yyyy'-'MM'-'dd HH':'mm':'ss'Z'";
    case 'y':
    case 'Y':
      return "yyyy MMMM";
    default:
      return "";
  }
}

size_t RunLength(std::string_view format, size_t at) {
  size_t end = at;
  while (end < format.size() && format[end] == format[at]) ++end;
  return end - at;
}

class DatePrinter {
 public:
  DatePrinter(std::string& out, DateTime value)
      : out_(out), start_(out.size()), value_(value), civil_(CivilOf(value)), ticks_(TicksOfDay(value)) {}

  bool Print(std::string_view format) {
    for (size_t at = 0; at < format.size();) {
      char c = format[at];
      size_t run = RunLength(format, at);
      if (c == '\'' || c == '"') {
        size_t used = 0;
        if (!Quoted(format.substr(at), used)) return false;
        at += used;
      } else if (c == '\\') {
        if (at + 1 >= format.size()) return false;
        out_.push_back(format[at + 1]);
        at += 2;
      } else if (c == '%') {
        if (at + 1 >= format.size() || format[at + 1] == '%') return false;
        if (!Part(format[at + 1], 1)) out_.push_back(format[at + 1]);
        at += 2;
      } else if ((c == 'f' || c == 'F') && run > 7) {
        return false;
      } else if (Part(c, run)) {
        at += run;
      } else {
        out_.push_back(c);
        ++at;
      }
    }
    return true;
  }

 private:
  bool Quoted(std::string_view rest, size_t& used) {
    for (size_t i = 1; i < rest.size(); ++i) {
      if (rest[i] == rest[0]) {
        used = i + 1;
        return true;
      }
      if (rest[i] == '\\' && ++i >= rest.size()) return false;
      out_.push_back(rest[i]);
    }
    return false;
  }
  void Number(int64_t value, size_t run) { AppendPadded(out_, value, run > 2 ? 2 : run); }
  void Fraction(size_t run, bool trim) {
    int64_t fraction = ticks_ % kTicksPerSecond;
    for (size_t i = run; i < 7; ++i) fraction /= 10;
    if (!trim) return AppendPadded(out_, fraction, run);
    for (; run > 0 && fraction % 10 == 0; --run) fraction /= 10;
    if (run > 0)
      AppendPadded(out_, fraction, run);
    else if (out_.size() > start_ && out_.back() == '.')
      out_.pop_back();
  }
  bool Part(char c, size_t run) {
    int64_t hour = ticks_ / kTicksPerHour;
    switch (c) {
      case 'y':
        if (run <= 2)
          AppendPadded(out_, civil_.year % 100, run);
        else
          AppendPadded(out_, civil_.year, run);
        return true;
      case 'M':
        if (run <= 2)
          Number(civil_.month, run);
        else
          out_ += NamePart(kMonthNames[civil_.month - 1], run);
        return true;
      case 'd':
        if (run <= 2)
          Number(civil_.day, run);
        else
          out_ += NamePart(kDayNames[WeekdayOf(DaysOf(value_))], run);
        return true;
      case 'h':
        return Number(hour % 12 == 0 ? 12 : hour % 12, run), true;
      case 'H':
        return Number(hour, run), true;
      case 'm':
        return Number(ticks_ / kTicksPerMinute % 60, run), true;
      case 's':
        return Number(ticks_ / kTicksPerSecond % 60, run), true;
      case 'f':
        return Fraction(run, false), true;
      case 'F':
        return Fraction(run, true), true;
      case 't':
        return out_ += std::string_view(hour < 12 ? "AM" : "PM").substr(0, run), true;
      case 'g':
        return out_ += "A.D.", true;
      case 'K':
        if (value_.kind() == DateTimeKind::kUtc) out_.append(run, 'Z');
        return true;
      case 'z':
        return out_ += run == 1 ? "+0" : run == 2 ? "+00" : "+00:00", true;
      default:
        return false;
    }
  }
  static std::string_view NamePart(std::string_view name, size_t run) {
    return run == 3 ? name.substr(0, 3) : name;
  }

  std::string& out_;
  size_t start_;
  DateTime value_;
  Civil civil_;
  int64_t ticks_;
};

}  // namespace

std::string_view StandardDatePattern(char letter) { return Standard(letter); }

bool AppendDateTime(std::string& out, DateTime value, std::string_view format) {
  if (format.empty()) format = "G";
  if (format.size() == 1) format = Standard(format[0]);
  return !format.empty() && DatePrinter(out, value).Print(format);
}

bool AppendDateOnly(std::string& out, DateOnly value, std::string_view format) {
  DateTime midnight = DateTime::Of(int64_t{value.days} * kTicksPerDay, DateTimeKind::kUnspecified);
  if (format.empty()) format = "d";
  if (format.size() == 1) {
    if (std::string_view("dDmMyYoOrR").find(format[0]) == std::string_view::npos) return false;
    if (format[0] == 'o' || format[0] == 'O')
      format = "yyyy'-'MM'-'dd";
    else if (format[0] == 'r' || format[0] == 'R')
      format = "ddd, dd MMM yyyy";
    else
      format = Standard(format[0]);
    return DatePrinter(out, midnight).Print(format);
  }
  for (size_t i = 0; i < format.size(); ++i) {
    if (format[i] == '\\')
      ++i;
    else if (format[i] == '\'' || format[i] == '"')
      i = std::min(format.find(format[i], i + 1), format.size());
    else if (std::string_view("hHmsftFzK:").find(format[i]) != std::string_view::npos)
      return false;
  }
  return DatePrinter(out, midnight).Print(format);
}

namespace {

struct SpanParts {
  explicit SpanParts(TimeSpan value) {
    negative = value.ticks < 0;
    uint64_t t = negative ? 0 - static_cast<uint64_t>(value.ticks) : static_cast<uint64_t>(value.ticks);
    fraction = static_cast<int64_t>(t % kTicksPerSecond);
    seconds = static_cast<int64_t>(t / kTicksPerSecond % 60);
    minutes = static_cast<int64_t>(t / kTicksPerMinute % 60);
    hours = static_cast<int64_t>(t / kTicksPerHour % 24);
    days = static_cast<int64_t>(t / kTicksPerDay);
  }
  bool negative;
  int64_t fraction, seconds, minutes, hours, days;
};

bool AppendCustomSpan(std::string& out, const SpanParts& span, std::string_view format) {
  for (size_t at = 0; at < format.size();) {
    char c = format[at];
    if (c == '%') {
      if (at + 1 >= format.size() || format[at + 1] == '%') return false;
      ++at;
      continue;
    }
    if (c == '\\') {
      if (at + 1 >= format.size()) return false;
      out.push_back(format[at + 1]);
      at += 2;
      continue;
    }
    if (c == '\'' || c == '"') {
      size_t end = format.find(c, at + 1);
      if (end == std::string_view::npos) return false;
      out += format.substr(at + 1, end - at - 1);
      at = end + 1;
      continue;
    }
    size_t run = RunLength(format, at);
    if (c == 'd' && run <= 8)
      AppendPadded(out, span.days, run);
    else if (c == 'h' && run <= 2)
      AppendPadded(out, span.hours, run);
    else if (c == 'm' && run <= 2)
      AppendPadded(out, span.minutes, run);
    else if (c == 's' && run <= 2)
      AppendPadded(out, span.seconds, run);
    else if ((c == 'f' || c == 'F') && run <= 7) {
      std::string digits;
      AppendPadded(digits, span.fraction, 7);
      digits.resize(run);
      if (c == 'F')
        while (!digits.empty() && digits.back() == '0') digits.pop_back();
      out += digits;
    } else {
      return false;
    }
    at += run;
  }
  return true;
}

}  // namespace

bool AppendTimeSpan(std::string& out, TimeSpan value, std::string_view format) {
  SpanParts span(value);
  if (format.size() > 1) return AppendCustomSpan(out, span, format);
  char letter = format.empty() ? 'c' : format[0];
  bool constant = letter == 'c' || letter == 't' || letter == 'T';
  if (!constant && letter != 'g' && letter != 'G') return false;
  if (span.negative) out.push_back('-');
  if (letter == 'G' || span.days != 0) {
    out += std::to_string(span.days);
    out.push_back(constant ? '.' : ':');
  }
  AppendPadded(out, span.hours, letter == 'g' ? 1 : 2);
  out.push_back(':');
  AppendPadded(out, span.minutes, 2);
  out.push_back(':');
  AppendPadded(out, span.seconds, 2);
  if (letter != 'G' && span.fraction == 0) return true;
  out.push_back('.');
  AppendPadded(out, span.fraction, 7);
  if (letter == 'g')
    while (out.back() == '0') out.pop_back();
  return true;
}

void AppendIso8601(std::string& out, DateTime value) {
  AppendDateTime(out, value, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK");
}
void AppendIso8601(std::string& out, DateOnly value) { AppendDateOnly(out, value, "O"); }

}  // namespace idx
