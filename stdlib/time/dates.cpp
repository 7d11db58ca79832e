// Dates.*: the null-safe helpers that identity rules use.
#include <algorithm>

#include "base/value/date_format.h"
#include "stdlib/registry/date_text.h"
#include "stdlib/registry/rows.h"
#include "stdlib/time/date_math.h"
#include "stdlib/time/time_rows.h"

namespace idx::stdlib {
namespace {

DateTime Utc(DateTime d) { return DateTime::Of(d.ticks(), DateTimeKind::kUtc); }

Opt<DateTime> Parse(EvalContext& ctx, NullableText s) {
  return s.text.is_null() ? Opt<DateTime>{} : Some(Utc(ReadDateTime(ctx, s.text.view())));
}
DateTime ParseText(EvalContext& ctx, Text s) { return Parse(ctx, {s}).value; }
Opt<DateTime> TryParse(EvalContext& ctx, NullableText s) {
  DateTime value;
  if (s.text.is_null() || !ParseDateTime(s.text.view(), ctx.today, value)) return {};
  return Some(Utc(value));
}
NullableText Format(EvalContext& ctx, NullableText s, Text from, Text to) {
  if (s.text.is_null()) return NullText();
  DateTime value;
  std::string out;
  DateFault fault;
  if (!ParseDateTimeExact(s.text.view(), from.view(), 0, ctx.today, value, fault)) {
    FailDateText(ctx, s.text.view(), fault, "DateTime");
  } else if (!AppendDateTime(out, value, to.view())) {
    FailFormat(ctx, "Input string was not in a correct format.");
  }
  return {ctx.MakeText(out)};
}

DateTime FailInterval(EvalContext& ctx) {
  ctx.Fail(EvalErrorKind::kArgument,
           "The interval is none of yyyy, q, m, y, d, w, ww, h, n, s. (Parameter 'interval')");
  return {};
}
DateTime Add(EvalContext& ctx, Text interval, int64_t n, DateTime d) {
  std::string_view i = interval.view();
  n = std::clamp<int64_t>(n, -400'000'000'000, 400'000'000'000);
  if (i == "yyyy") return AddMonthsTo(ctx, d, n * 12);
  if (i == "q") return AddMonthsTo(ctx, d, n * 3);
  if (i == "m") return AddMonthsTo(ctx, d, n);
  __int128 unit = i == "y" || i == "d" || i == "w" ? kTicksPerDay
                  : i == "ww"                      ? 7 * kTicksPerDay
                  : i == "h"                       ? kTicksPerHour
                  : i == "n"                       ? kTicksPerMinute
                  : i == "s"                       ? kTicksPerSecond
                                                   : 0;
  return unit == 0 ? FailInterval(ctx) : AddTicks(ctx, d, unit * n);
}
Opt<DateTime> AddNullable(EvalContext& ctx, Text interval, int64_t n, Opt<DateTime> d) {
  if (!d.present) return {};
  return Some(Add(ctx, interval, n, d.value));
}

// As VB's DateDiff, which Entra's is: years, quarters, months and calendar weeks (ww, from Sunday) count
// boundaries; days and less count whole units, w whole weeks.
int64_t Months(DateTime d) { return int64_t{CivilOf(d).year} * 12 + CivilOf(d).month - 1; }
int64_t WeekStart(DateTime d) { return d.ticks() - WeekdayOf(DaysOf(d)) * kTicksPerDay; }
int64_t Diff(EvalContext& ctx, Text interval, DateTime a, DateTime b) {
  std::string_view i = interval.view();
  int64_t ticks = b.ticks() - a.ticks();
  if (i == "yyyy") return Months(b) / 12 - Months(a) / 12;
  if (i == "q") return Months(b) / 3 - Months(a) / 3;
  if (i == "m") return Months(b) - Months(a);
  if (i == "d" || i == "y") return ticks / kTicksPerDay;
  if (i == "w") return ticks / (7 * kTicksPerDay);
  if (i == "ww") return (WeekStart(b) - WeekStart(a)) / kTicksPerDay / 7;
  if (i == "h") return ticks / kTicksPerHour;
  if (i == "n") return ticks / kTicksPerMinute;
  if (i == "s") return ticks / kTicksPerSecond;
  return FailInterval(ctx), 0;
}

// Generalized time. Source: RFC 4517 3.3.13; minutes and seconds may be missing, a fraction is of the last
// unit given.
Opt<DateTime> ReadGeneralized(std::string_view s) {
  size_t at = 0;
  auto digits = [&](size_t n, int64_t& value) {
    value = 0;
    for (size_t i = 0; i < n; ++i, ++at) {
      if (at >= s.size() || s[at] < '0' || s[at] > '9') return false;
      value = value * 10 + (s[at] - '0');
    }
    return true;
  };
  auto is_digit = [&] { return at < s.size() && s[at] >= '0' && s[at] <= '9'; };
  int64_t year, month, day, hour, minute = 0, second = 0, unit = kTicksPerHour;
  if (!digits(4, year) || !digits(2, month) || !digits(2, day) || !digits(2, hour)) return {};
  if (is_digit()) {
    if (!digits(2, minute)) return {};
    unit = kTicksPerMinute;
    if (is_digit()) {
      if (!digits(2, second)) return {};
      unit = kTicksPerSecond;
    }
  }
  int64_t fraction = 0, scale = 1;
  if (at < s.size() && (s[at] == '.' || s[at] == ',')) {
    size_t start = ++at;
    for (; is_digit(); ++at) {
      if (at - start >= 11) continue;
      fraction = fraction * 10 + (s[at] - '0');
      scale *= 10;
    }
    if (at == start) return {};
  }
  int64_t offset = 0;
  if (at >= s.size()) return {};
  if (s[at] == 'Z') {
    ++at;
  } else if (s[at] == '+' || s[at] == '-') {
    bool negative = s[at++] == '-';
    int64_t hours, minutes = 0;
    if (!digits(2, hours) || (is_digit() && !digits(2, minutes)) || hours > 23 || minutes > 59) return {};
    offset = (hours * 60 + minutes) * (negative ? -1 : 1);
  }
  if (at != s.size() || !IsValidDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return {};
  int64_t days = DaysOf(static_cast<int32_t>(year), static_cast<int32_t>(month), static_cast<int32_t>(day));
  int64_t ticks =
      days * kTicksPerDay + hour * kTicksPerHour + minute * kTicksPerMinute + second * kTicksPerSecond +
      static_cast<int64_t>(static_cast<__int128>(fraction) * unit / scale) - offset * kTicksPerMinute;
  if (ticks < 0 || ticks > kMaxDateTimeTicks) return {};
  return Some(DateTime::Of(ticks, DateTimeKind::kUtc));
}
DateTime ParseGeneralized(EvalContext& ctx, Text s) {
  Opt<DateTime> value = ReadGeneralized(s.view());
  if (!value.present)
    FailFormat(ctx, "The text is not a generalized time (YYYYMMDDHH[MM[SS]][.f] with Z or an offset).");
  return value.value;
}
Opt<DateTime> TryParseGeneralized(EvalContext&, NullableText s) { return ReadGeneralized(s.text.view()); }
NullableText ToGeneralized(EvalContext& ctx, Opt<DateTime> d, int32_t fraction) {
  if (!d.present) return NullText();
  std::string out, format = "yyyyMMddHHmmss";
  AppendDateTime(out, d.value, format);
  std::string digits = "0";
  if (fraction > 0) {
    digits.clear();
    AppendDateTime(digits, d.value, "fffffff");
    digits.resize(static_cast<size_t>(std::min(fraction, 7)));
  }
  return {ctx.MakeText(out + "." + digits + "Z")};
}

Opt<DateTime> StartOfDay(EvalContext&, Opt<DateTime> d) {
  if (d.present) d.value = DateTime::Of(d.value.ticks() - TicksOfDay(d.value), d.value.kind());
  return d;
}
Opt<DateTime> EndOfDay(EvalContext& ctx, Opt<DateTime> d) {
  d = StartOfDay(ctx, d);
  if (d.present)
    d.value = DateTime::Of(d.value.ticks() + kTicksPerDay - kTicksPerMillisecond, d.value.kind());
  return d;
}
bool Within(EvalContext&, Opt<DateTime> d, DateTime now, TimeSpan span) {
  if (!d.present) return false;
  __int128 apart = static_cast<__int128>(d.value.ticks()) - now.ticks();
  __int128 limit = span.ticks < 0 ? -static_cast<__int128>(span.ticks) : span.ticks;
  return (apart < 0 ? -apart : apart) <= limit;
}
DateOnly Today(EvalContext& ctx) { return ctx.today; }

}  // namespace

std::vector<Row> DatesRows() {
  constexpr std::string_view o = "Dates";
  constexpr std::string_view parse =
      "An instant in UTC: an offset in the text is applied, none means UTC. Bad text: FormatException.";
  constexpr std::string_view add =
      "d moved by n intervals: yyyy years, q quarters, m months, d/y/w days, ww weeks, h hours, n minutes, s "
      "seconds.";
  return {
      Static<ParseText>(o, {"Parse", "s", parse, R"(Dates.Parse("2013-01-10 4:00 PM -8"))",
                            R"("2013-01-11T00:00:00Z")", kFails | kDate}),
      Static<Parse>(o, {"Parse", "s", parse, R"(Dates.Parse("2020-03-16-07:00"))",
                        R"("2020-03-16T07:00:00Z")", kFails | kDate}),
      Static<TryParse>(o, {"TryParse", "s", "False where Parse would fail.",
                           R"(Dates.TryParse("no", out var d))", "false", kTry | kDate}),
      Static<Format>(
          o,
          {"Format", "s, inFormat, outFormat",
           "A date text from one format of .NET to another; null stays null; mismatch: FormatException.",
           R"(Dates.Format("06.05.2024", "dd.MM.yyyy", "yyyy-MM-dd"))", R"("2024-05-06")", kFails | kDate}),
      Static<Add>(o, {"Add", "interval, n, d", add, R"(Dates.Add("m", 1, new DateTime(2024, 8, 31)))",
                      R"("2024-09-30T00:00:00")", kFails}),
      Static<AddNullable>(
          o, {"Add", "interval, n, d", add, R"(Dates.Add("ww", 2, Dates.Parse("2012-03-16-07:00")))",
              R"("2012-03-30T07:00:00Z")", kFails}),
      Static<Diff>(o,
                   {"Diff", "interval, a, b",
                    "Intervals from a to b, negative when b is earlier: boundaries of years, quarters, "
                    "months and weeks (ww); whole days, hours and less.",
                    R"(Dates.Diff("d", new DateTime(2024, 1, 1), new DateTime(2024, 3, 1)))", "60", kFails}),
      Static<ParseGeneralized>(
          o,
          {"ParseGeneralizedTime", "s", "LDAP's generalized time; without a zone, or bad: FormatException.",
           R"(Dates.ParseGeneralizedTime("201401020304.1-0100"))", R"("2014-01-02T04:04:06Z")", kFails}),
      Static<TryParseGeneralized>(
          o, {"TryParseGeneralizedTime", "s", "False where the parse would fail.",
              R"(Dates.TryParseGeneralizedTime("2014010203.0", out var t))", "false", kTry}),
      Static<ToGeneralized>(
          o, {"ToGeneralizedTime", "d, fraction = 0",
              "LDAP's generalized time in UTC, Active Directory's form; null stays null.",
              "Dates.ToGeneralizedTime(new DateTime(2014, 1, 2, 3, 4, 5))", R"("20140102030405.0Z")"}),
      Static<StartOfDay>(o,
                         {"StartOfDay", "d", "Midnight of the day; null stays null.",
                          "Dates.StartOfDay(new DateTime(2024, 5, 6, 7, 8, 9))", R"("2024-05-06T00:00:00")"}),
      Static<EndOfDay>(o, {"EndOfDay", "d", "23:59:59.999 of the day; null stays null.",
                           "Dates.EndOfDay(new DateTime(2024, 5, 6))", R"("2024-05-06T23:59:59.999")"}),
      Static<Within>(
          o,
          {"Within", "d, now, span", "True when d is no further than span from now; null: false.",
           "Dates.Within(new DateTime(2024, 1, 2), new DateTime(2024, 1, 1), TimeSpan.FromDays(1))", "true"}),
      Value<Today>(o, {"Today", "", "The run's date in the tenant's zone.", "Dates.Today == Dates.Today",
                       "true", kClocked}),
  };
}

}  // namespace idx::stdlib
