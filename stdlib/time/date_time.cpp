// DateTime: construction, members, arithmetic. Source of the behaviour: System.DateTime.
#include <cmath>

#include "base/value/date_format.h"
#include "stdlib/registry/rows.h"
#include "stdlib/time/date_math.h"
#include "stdlib/time/time_rows.h"

namespace idx::stdlib {
namespace {

template <char kFormat>
inline constexpr char kFormatOf = kFormat;

constexpr std::string_view kBadDate =
    "Year, Month, and Day parameters describe an un-representable DateTime.";
constexpr std::string_view kBadTime =
    "Hour, Minute, and Second parameters describe an un-representable DateTime.";

DateTime Fail(EvalContext& ctx, std::string_view message) {
  ctx.Fail(EvalErrorKind::kArgumentOutOfRange, message);
  return {};
}
bool CheckKind(EvalContext& ctx, DateTimeKindType kind) {
  if (kind == DateTimeKindType::kUnspecified || kind == DateTimeKindType::kUtc) return true;
  if (kind == DateTimeKindType::kLocal)
    FailUnsupported(ctx, "there is no local time zone: use DateTimeKind.Utc");
  else
    ctx.Fail(EvalErrorKind::kArgument, "Invalid DateTimeKind value. (Parameter 'kind')");
  return false;
}
DateTime Make(EvalContext& ctx, int32_t y, int32_t mo, int32_t d, int32_t h, int32_t mi, int32_t s,
              int32_t ms, DateTimeKindType kind) {
  if (!IsValidDate(y, mo, d)) return Fail(ctx, kBadDate);
  if (h < 0 || h > 23 || mi < 0 || mi > 59 || s < 0 || s > 59) return Fail(ctx, kBadTime);
  if (ms < 0 || ms > 999)
    return FailRange(ctx, "millisecond", "Valid values are between 0 and 999, inclusive."), DateTime();
  if (!CheckKind(ctx, kind)) return {};
  auto k = static_cast<int32_t>(kind);
  int64_t ticks = DaysOf(y, mo, d) * kTicksPerDay + h * kTicksPerHour + mi * kTicksPerMinute +
                  s * kTicksPerSecond + ms * kTicksPerMillisecond;
  return DateTime::Of(ticks, static_cast<DateTimeKind>(k));
}
using K = DateTimeKindType;
DateTime New3(EvalContext& c, int32_t y, int32_t m, int32_t d) {
  return Make(c, y, m, d, 0, 0, 0, 0, K::kUnspecified);
}
DateTime New6(EvalContext& c, int32_t y, int32_t m, int32_t d, int32_t h, int32_t mi, int32_t s) {
  return Make(c, y, m, d, h, mi, s, 0, K::kUnspecified);
}
DateTime New6Kind(EvalContext& c, int32_t y, int32_t m, int32_t d, int32_t h, int32_t mi, int32_t s, K k) {
  return Make(c, y, m, d, h, mi, s, 0, k);
}
DateTime New7(EvalContext& c, int32_t y, int32_t m, int32_t d, int32_t h, int32_t mi, int32_t s, int32_t ms) {
  return Make(c, y, m, d, h, mi, s, ms, K::kUnspecified);
}
DateTime New7Kind(EvalContext& c, int32_t y, int32_t m, int32_t d, int32_t h, int32_t mi, int32_t s,
                  int32_t ms, K k) {
  return Make(c, y, m, d, h, mi, s, ms, k);
}
DateTime New8Kind(EvalContext& c, int32_t y, int32_t m, int32_t d, int32_t h, int32_t mi, int32_t s,
                  int32_t ms, int32_t us, K k) {
  if (us < 0 || us > 999)
    return FailRange(c, "microsecond", "Valid values are between 0 and 999, inclusive."), DateTime();
  DateTime made = Make(c, y, m, d, h, mi, s, ms, k);
  return c.failed() ? made : DateTime::Of(made.ticks() + us * kTicksPerMicrosecond, made.kind());
}
DateTime New8(EvalContext& c, int32_t y, int32_t m, int32_t d, int32_t h, int32_t mi, int32_t s, int32_t ms,
              int32_t us) {
  return New8Kind(c, y, m, d, h, mi, s, ms, us, K::kUnspecified);
}
// A date at a time of the day, which is a TimeSpan here.
DateTime AtKind(EvalContext& ctx, DateOnly d, TimeSpan time, K kind) {
  if (time.ticks < 0 || time.ticks >= kTicksPerDay)
    return FailRange(ctx, "time", "A time of the day is from 0 to 23:59:59.9999999."), DateTime();
  if (!CheckKind(ctx, kind)) return {};
  return DateTime::Of(d.days * kTicksPerDay + time.ticks,
                      static_cast<DateTimeKind>(static_cast<int32_t>(kind)));
}
DateTime At(EvalContext& ctx, DateOnly d, TimeSpan time) { return AtKind(ctx, d, time, K::kUnspecified); }
DateTime NewTicksKind(EvalContext& ctx, int64_t ticks, K kind) {
  if (ticks < 0 || ticks > kMaxDateTimeTicks)
    return FailRange(ctx, "ticks",
                     "Ticks must be between DateTime.MinValue.Ticks and DateTime.MaxValue.Ticks."),
           DateTime();
  if (!CheckKind(ctx, kind)) return {};
  auto k = static_cast<int32_t>(kind);
  return DateTime::Of(ticks, static_cast<DateTimeKind>(k));
}
DateTime NewTicks(EvalContext& ctx, int64_t ticks) { return NewTicksKind(ctx, ticks, K::kUnspecified); }
DateTime SpecifyKind(EvalContext& ctx, DateTime d, K kind) { return NewTicksKind(ctx, d.ticks(), kind); }

DateTime MinValue(EvalContext&) { return {}; }
DateTime MaxValue(EvalContext&) { return DateTime::Of(kMaxDateTimeTicks, DateTimeKind::kUnspecified); }
DateTime UnixEpoch(EvalContext&) { return DateTime::Of(kUnixEpochTicks, DateTimeKind::kUtc); }
DateTime UtcNow(EvalContext& ctx) { return ctx.now; }

int32_t Year(EvalContext&, DateTime d) { return CivilOf(d).year; }
int32_t Month(EvalContext&, DateTime d) { return CivilOf(d).month; }
int32_t Day(EvalContext&, DateTime d) { return CivilOf(d).day; }
int32_t Hour(EvalContext&, DateTime d) { return static_cast<int32_t>(TicksOfDay(d) / kTicksPerHour); }
int32_t Minute(EvalContext&, DateTime d) {
  return static_cast<int32_t>(TicksOfDay(d) / kTicksPerMinute % 60);
}
int32_t Second(EvalContext&, DateTime d) {
  return static_cast<int32_t>(TicksOfDay(d) / kTicksPerSecond % 60);
}
int32_t Millisecond(EvalContext&, DateTime d) {
  return static_cast<int32_t>(TicksOfDay(d) / kTicksPerMillisecond % 1000);
}
int64_t Ticks(EvalContext&, DateTime d) { return d.ticks(); }
DateTime Date(EvalContext&, DateTime d) { return DateTime::Of(d.ticks() - TicksOfDay(d), d.kind()); }
TimeSpan TimeOfDay(EvalContext&, DateTime d) { return {TicksOfDay(d)}; }
DayOfWeek Weekday(EvalContext&, DateTime d) { return DayOfWeek{WeekdayOf(DaysOf(d))}; }
int32_t DayOfYear(EvalContext&, DateTime d) { return DaysOf(d) - DaysOf(CivilOf(d).year, 1, 1) + 1; }
K Kind(EvalContext&, DateTime d) { return static_cast<K>(d.kind()); }

DateTime AddMonths(EvalContext& ctx, DateTime d, int32_t n) {
  if (n < -120000 || n > 120000)
    return FailRange(ctx, "months", "Months value must be between +/-120000."), DateTime();
  return AddMonthsTo(ctx, d, n);
}
DateTime AddYears(EvalContext& ctx, DateTime d, int32_t n) {
  if (n < -10000 || n > 10000)
    return FailRange(ctx, "years", "Years value must be between +/-10000."), DateTime();
  return AddMonthsTo(ctx, d, int64_t{n} * 12);
}
// .NET 8: whole units exactly, the rest cut to ticks.
template <int64_t kUnit>
DateTime AddUnits(EvalContext& ctx, DateTime d, double n) {
  if (!(std::fabs(n) <= static_cast<double>(kMaxDateTimeTicks) / static_cast<double>(kUnit) + 1)) {
    return FailRange(ctx, "value", "Value to add was out of range."), DateTime();
  }
  double whole = std::trunc(n);
  auto ticks =
      static_cast<__int128>(whole) * kUnit + static_cast<__int128>((n - whole) * static_cast<double>(kUnit));
  return AddTicks(ctx, d, ticks);
}
DateTime AddTicksMethod(EvalContext& ctx, DateTime d, int64_t n) { return AddTicks(ctx, d, n); }
DateTime Add(EvalContext& ctx, DateTime d, TimeSpan s) { return AddTicks(ctx, d, s.ticks); }
DateTime SubtractSpan(EvalContext& ctx, DateTime d, TimeSpan s) {
  return AddTicks(ctx, d, -static_cast<__int128>(s.ticks));
}
TimeSpan Subtract(EvalContext&, DateTime a, DateTime b) { return {a.ticks() - b.ticks()}; }
DateTime ToUniversal(EvalContext&, DateTime d) { return DateTime::Of(d.ticks(), DateTimeKind::kUtc); }
int32_t CompareTo(EvalContext&, DateTime a, DateTime b) { return a < b ? -1 : b < a ? 1 : 0; }
bool Equals(EvalContext&, DateTime a, DateTime b) { return a == b; }
// There is no zone but UTC.
bool IsDaylightSavingTime(EvalContext&, DateTime) { return false; }
template <char kFormat>
Text Formatted(EvalContext& ctx, DateTime d) {
  std::string text;
  AppendDateTime(text, d, std::string_view(&kFormatOf<kFormat>, 1));
  return ctx.MakeText(text);
}

// Days since 1899-12-30, the time of the day as the fraction, also before. Source: DateTime.ToOADate.
constexpr int64_t kOaEpochTicks = 599'264'352'000'000'000;
constexpr double kOaMin = -657435.0, kOaMax = 2958466.0;
double ToOaDate(EvalContext& ctx, DateTime d) {
  int64_t ticks = d.ticks();
  if (ticks == 0) return 0;
  if (ticks < kTicksPerDay) ticks += kOaEpochTicks;  // a time without a date
  if (ticks < 31'241'376'000'000'000)
    return ctx.Fail(EvalErrorKind::kOverflow, "Not a legal OleAut date."), 0;
  int64_t milliseconds = (ticks - kOaEpochTicks) / kTicksPerMillisecond;
  constexpr int64_t kDay = kTicksPerDay / kTicksPerMillisecond;
  if (milliseconds < 0) {
    int64_t fraction = milliseconds % kDay;
    if (fraction != 0) milliseconds -= (kDay + fraction) * 2;
  }
  return static_cast<double>(milliseconds) / static_cast<double>(kDay);
}
DateTime FromOaDate(EvalContext& ctx, double d) {
  if (!(d < kOaMax && d > kOaMin))
    return ctx.Fail(EvalErrorKind::kArgument, "Not a legal OleAut date."), DateTime();
  constexpr int64_t kDay = kTicksPerDay / kTicksPerMillisecond;
  auto milliseconds = static_cast<int64_t>(d * static_cast<double>(kDay) + (d >= 0 ? 0.5 : -0.5));
  if (milliseconds < 0) milliseconds -= (milliseconds % kDay) * 2;
  milliseconds += kOaEpochTicks / kTicksPerMillisecond;
  return NewTicks(ctx, milliseconds * kTicksPerMillisecond);
}
int64_t ToBinary(EvalContext&, DateTime d) {
  return static_cast<int64_t>(static_cast<uint64_t>(d.ticks()) | (static_cast<uint64_t>(d.kind()) << 62));
}
DateTime FromBinary(EvalContext& ctx, int64_t data) {
  auto bits = static_cast<uint64_t>(data);
  auto ticks = static_cast<int64_t>(bits & 0x3FFFFFFFFFFFFFFF);
  if ((bits >> 62) > 1 || ticks > kMaxDateTimeTicks)
    return ctx.Fail(EvalErrorKind::kArgument,
                    "The binary data must result in a DateTime with ticks between DateTime.MinValue.Ticks "
                    "and DateTime.MaxValue.Ticks. (Parameter 'dateData')"),
           DateTime();
  return DateTime::Of(ticks, static_cast<DateTimeKind>(bits >> 62));
}

int32_t MonthLength(EvalContext& ctx, int32_t year, int32_t month) {
  if (month < 1 || month > 12) return FailRange(ctx, "month", "Month must be between one and twelve."), 0;
  if (year < 1 || year > 9999) return FailRange(ctx, "year", "Year must be between 1 and 9999."), 0;
  return DaysInMonth(year, month);
}
bool LeapYear(EvalContext& ctx, int32_t year) {
  if (year < 1 || year > 9999) return FailRange(ctx, "year", "Year must be between 1 and 9999."), false;
  return IsLeapYear(year);
}

void AddMemberRows(std::vector<Row>& rows) {
  constexpr std::string_view o = "DateTime";
  constexpr std::string_view add =
      "Moved by so much; month ends are held (31 August + 1 month = 30 September). Outside years 1 to 9999: "
      "ArgumentOutOfRangeException.";
  std::vector<Row> more = {
      Property<Year>(o, {"Year", "d", "The year.", "new DateTime(2024, 5, 6).Year", "2024"}),
      Property<Month>(o, {"Month", "d", "The month, 1 to 12.", "new DateTime(2024, 5, 6).Month", "5"}),
      Property<Day>(o, {"Day", "d", "The day of the month.", "new DateTime(2024, 5, 6).Day", "6"}),
      Property<Hour>(o, {"Hour", "d", "The hour, 0 to 23.", "new DateTime(2024, 5, 6, 7, 8, 9).Hour", "7"}),
      Property<Minute>(o, {"Minute", "d", "The minute.", "new DateTime(2024, 5, 6, 7, 8, 9).Minute", "8"}),
      Property<Second>(o, {"Second", "d", "The second.", "new DateTime(2024, 5, 6, 7, 8, 9).Second", "9"}),
      Property<Millisecond>(
          o, {"Millisecond", "d", "The millisecond.", "new DateTime(2024, 5, 6).Millisecond", "0"}),
      Property<Ticks>(
          o, {"Ticks", "d", "100 ns steps since the year 1.", "new DateTime(1, 1, 2).Ticks", "864000000000"}),
      Property<Date>(o, {"Date", "d", "Midnight of the day.", "new DateTime(2024, 5, 6, 7, 8, 9).Date",
                         R"("2024-05-06T00:00:00")"}),
      Property<TimeOfDay>(o, {"TimeOfDay", "d", "The time since midnight.",
                              "new DateTime(2024, 5, 6, 7, 8, 9).TimeOfDay.ToString()", R"("07:08:09")"}),
      Property<Weekday>(o, {"DayOfWeek", "d", "The day of the week.",
                            "new DateTime(2024, 5, 6).DayOfWeek == DayOfWeek.Monday", "true"}),
      Property<DayOfYear>(o, {"DayOfYear", "d", "1 to 366.", "new DateTime(2024, 3, 1).DayOfYear", "61"}),
      Property<Kind>(o, {"Kind", "d", "Utc or Unspecified.",
                         "new DateTime(2024, 3, 1).Kind == DateTimeKind.Unspecified", "true"}),
      Method<AddYears>(o, {"AddYears", "d, value", add, "new DateTime(2024, 2, 29).AddYears(1)",
                           R"("2025-02-28T00:00:00")", kFails}),
      Method<AddMonths>(o, {"AddMonths", "d, months", add, "new DateTime(2024, 8, 31).AddMonths(1)",
                            R"("2024-09-30T00:00:00")", kFails}),
      Method<AddUnits<kTicksPerDay>>(o, {"AddDays", "d, value", add, "new DateTime(2024, 2, 28).AddDays(2)",
                                         R"("2024-03-01T00:00:00")", kFails}),
      Method<AddUnits<kTicksPerHour>>(o,
                                      {"AddHours", "d, value", add, "new DateTime(2024, 1, 1).AddHours(-3)",
                                       R"("2023-12-31T21:00:00")", kFails}),
      Method<AddUnits<kTicksPerMinute>>(
          o, {"AddMinutes", "d, value", add, "new DateTime(2024, 1, 1).AddMinutes(5)",
              R"("2024-01-01T00:05:00")", kFails}),
      Method<AddUnits<kTicksPerSecond>>(
          o, {"AddSeconds", "d, value", add, "new DateTime(2024, 1, 1).AddSeconds(1.5)",
              R"("2024-01-01T00:00:01.5")", kFails}),
      Method<AddUnits<kTicksPerMillisecond>>(
          o, {"AddMilliseconds", "d, value", add, "new DateTime(2024, 1, 1).AddMilliseconds(20)",
              R"("2024-01-01T00:00:00.02")", kFails}),
      Method<AddTicksMethod>(o, {"AddTicks", "d, value", add, "new DateTime(2024, 1, 1).AddTicks(10000000)",
                                 R"("2024-01-01T00:00:01")", kFails}),
      Method<Add>(o, {"Add", "d, value", add, "new DateTime(2024, 1, 1).Add(TimeSpan.FromDays(1))",
                      R"("2024-01-02T00:00:00")", kFails}),
      Static<Add>("$",
                  {"Add", "d, value", "What DateTime + TimeSpan means.",
                   "new DateTime(2024, 1, 1) + TimeSpan.FromDays(1)", R"("2024-01-02T00:00:00")", kFails}),
      Method<Subtract>(o, {"Subtract", "a, b", "The time between.",
                           "new DateTime(2024, 1, 3).Subtract(new DateTime(2024, 1, 1)).TotalDays", "2"}),
      Static<Subtract>("$", {"Subtract", "a, b", "What DateTime - DateTime means.",
                             "(new DateTime(2024, 1, 3) - new DateTime(2024, 1, 1)).TotalDays", "2"}),
      Method<SubtractSpan>(
          o, {"Subtract", "d, value", add, "new DateTime(2024, 1, 2).Subtract(TimeSpan.FromDays(1))",
              R"("2024-01-01T00:00:00")", kFails}),
      Static<SubtractSpan>(
          "$", {"Subtract", "d, value", "What DateTime - TimeSpan means.",
                "new DateTime(2024, 1, 2) - TimeSpan.FromDays(1)", R"("2024-01-01T00:00:00")", kFails}),
      Method<ToUniversal>(o, {"ToUniversalTime", "d", "As UTC: unspecified kinds count as UTC.",
                              "new DateTime(2024, 1, 2).ToUniversalTime()", R"("2024-01-02T00:00:00Z")"}),
      Method<CompareTo>(o, {"CompareTo", "a, value", "-1, 0 or 1.",
                            "DateTime.MinValue.CompareTo(DateTime.MaxValue)", "-1"}),
      Static<CompareTo>(o, {"Compare", "t1, t2", "-1, 0 or 1.",
                            "DateTime.Compare(DateTime.MinValue, DateTime.MaxValue)", "-1"}),
      Method<Formatted<'d'>>(o, {"ToShortDateString", "d", "As ToString(\"d\").",
                                 "new DateTime(2024, 1, 2).ToShortDateString()", R"("01/02/2024")"}),
      Method<Formatted<'D'>>(
          o, {"ToLongDateString", "d", "As ToString(\"D\").", "new DateTime(2024, 1, 2).ToLongDateString()",
              R"("Tuesday, 02 January 2024")"}),
      Method<Formatted<'t'>>(o, {"ToShortTimeString", "d", "As ToString(\"t\").",
                                 "new DateTime(2024, 1, 2).ToShortTimeString()", R"("00:00")"}),
      Method<Formatted<'T'>>(o, {"ToLongTimeString", "d", "As ToString(\"T\").",
                                 "new DateTime(2024, 1, 2).ToLongTimeString()", R"("00:00:00")"}),
      Method<IsDaylightSavingTime>(o, {"IsDaylightSavingTime", "d", "False: there is no zone but UTC.",
                                       "new DateTime(2024, 7, 2).IsDaylightSavingTime()", "false"}),
      Method<ToOaDate>(o, {"ToOADate", "d", "Days since 1899-12-30, as spreadsheets count.",
                           "new DateTime(2024, 1, 2).ToOADate()", "45293", kFails}),
      Static<FromOaDate>(o, {"FromOADate", "d", "Of days since 1899-12-30; out of range: ArgumentException.",
                             "DateTime.FromOADate(45293.5)", R"("2024-01-02T12:00:00")", kFails}),
      Method<ToBinary>(o, {"ToBinary", "d", "Ticks and kind in one number.",
                           "new DateTime(1, 1, 2).ToBinary()", "864000000000"}),
      Static<FromBinary>(o, {"FromBinary", "dateData", "What ToBinary gave.",
                             "DateTime.FromBinary(864000000000L)", R"("0001-01-02T00:00:00")", kFails}),
      Method<Equals>(o, {"Equals", "a, value", "The same ticks.",
                         "DateTime.MinValue.Equals(DateTime.MinValue)", "true"}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}

}  // namespace

std::vector<Row> DateTimeRows() {
  constexpr std::string_view o = "DateTime";
  constexpr std::string_view at_time =
      "The date at that time; what C# writes for one may stand there: TimeOnly.MinValue, new TimeOnly(9, 30).";
  constexpr std::string_view make = "A date and time; parts out of range: ArgumentOutOfRangeException.";
  std::vector<Row> rows = {
      Constructor<New3>(
          o, {"", "year, month, day", make, "new DateTime(2024, 1, 2)", R"("2024-01-02T00:00:00")", kFails}),
      Constructor<New6>(o, {"", "year, month, day, hour, minute, second", make,
                            "new DateTime(2024, 1, 2, 3, 4, 5)", R"("2024-01-02T03:04:05")", kFails}),
      Constructor<New6Kind>(
          o, {"", "year, month, day, hour, minute, second, kind", make,
              "new DateTime(2024, 1, 2, 3, 4, 5, DateTimeKind.Utc)", R"("2024-01-02T03:04:05Z")", kFails}),
      Constructor<New7>(o, {"", "year, month, day, hour, minute, second, millisecond", make,
                            "new DateTime(2024, 1, 2, 3, 4, 5, 70)", R"("2024-01-02T03:04:05.07")", kFails}),
      Constructor<New7Kind>(o, {"", "year, month, day, hour, minute, second, millisecond, kind", make,
                                "new DateTime(2024, 1, 2, 3, 4, 5, 70, DateTimeKind.Utc)",
                                R"("2024-01-02T03:04:05.07Z")", kFails}),
      Constructor<New8>(
          o, {"", "year, month, day, hour, minute, second, millisecond, microsecond", make,
              "new DateTime(2024, 1, 2, 3, 4, 5, 70, 8)", R"("2024-01-02T03:04:05.070008")", kFails}),
      Constructor<New8Kind>(o, {"", "year, month, day, hour, minute, second, millisecond, microsecond, kind",
                                make, "new DateTime(2024, 1, 2, 3, 4, 5, 70, 8, DateTimeKind.Utc)",
                                R"("2024-01-02T03:04:05.070008Z")", kFails}),
      Method<At>("DateOnly", {"ToDateTime", "date, time", at_time,
                              "new DateOnly(2024, 1, 2).ToDateTime(TimeSpan.FromHours(3))",
                              R"("2024-01-02T03:00:00")", kFails}),
      Method<AtKind>("DateOnly", {"ToDateTime", "date, time, kind", at_time,
                                  "new DateOnly(2024, 1, 2).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc)",
                                  R"("2024-01-02T00:00:00Z")", kFails}),
      Constructor<NewTicks>(
          o, {"", "ticks", make, "new DateTime(864000000000L)", R"("0001-01-02T00:00:00")", kFails}),
      Constructor<NewTicksKind>(o, {"", "ticks, kind", make, "new DateTime(864000000000L, DateTimeKind.Utc)",
                                    R"("0001-01-02T00:00:00Z")", kFails}),
      Static<SpecifyKind>(o, {"SpecifyKind", "value, kind", "The same ticks with this kind.",
                              "DateTime.SpecifyKind(new DateTime(2024, 1, 2), DateTimeKind.Utc)",
                              R"("2024-01-02T00:00:00Z")", kFails}),
      Value<MinValue>(
          o, {"MinValue", "", "The first instant.", "DateTime.MinValue", R"("0001-01-01T00:00:00")"}),
      Value<MaxValue>(
          o, {"MaxValue", "", "The last instant.", "DateTime.MaxValue", R"("9999-12-31T23:59:59.9999999")"}),
      Value<UnixEpoch>(
          o, {"UnixEpoch", "", "1970-01-01 UTC.", "DateTime.UnixEpoch", R"("1970-01-01T00:00:00Z")"}),
      Value<UtcNow>(o, {"UtcNow", "", "The run's clock: the same instant in the whole run.",
                        "DateTime.UtcNow == DateTime.UtcNow", "true", kClocked}),
      Static<MonthLength>(o, {"DaysInMonth", "year, month",
                              "28 to 31; month or year out of range: ArgumentOutOfRangeException.",
                              "DateTime.DaysInMonth(2004, 2)", "29", kFails}),
      Static<LeapYear>(
          o, {"IsLeapYear", "year", "True for leap years.", "DateTime.IsLeapYear(1900)", "false", kFails}),
  };
  AddMemberRows(rows);
  return rows;
}

}  // namespace idx::stdlib
