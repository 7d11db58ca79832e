// DateOnly. Source of the behaviour: System.DateOnly.
#include "base/value/date_format.h"
#include "stdlib/registry/rows.h"
#include "stdlib/time/date_math.h"
#include "stdlib/time/time_rows.h"

namespace idx::stdlib {
namespace {

DateTime Midnight(DateOnly d) { return DateTime::Of(d.days * kTicksPerDay, DateTimeKind::kUnspecified); }

DateOnly New(EvalContext& ctx, int32_t y, int32_t m, int32_t d) {
  if (IsValidDate(y, m, d)) return {DaysOf(y, m, d)};
  ctx.Fail(EvalErrorKind::kArgumentOutOfRange,
           "Year, Month, and Day parameters describe an un-representable DateTime.");
  return {};
}
int32_t Year(EvalContext&, DateOnly d) { return CivilOf(d.days).year; }
int32_t Month(EvalContext&, DateOnly d) { return CivilOf(d.days).month; }
int32_t Day(EvalContext&, DateOnly d) { return CivilOf(d.days).day; }
int32_t DayNumber(EvalContext&, DateOnly d) { return d.days; }
int32_t DayOfYear(EvalContext&, DateOnly d) { return d.days - DaysOf(CivilOf(d.days).year, 1, 1) + 1; }
DayOfWeek Weekday(EvalContext&, DateOnly d) { return DayOfWeek{WeekdayOf(d.days)}; }
DateOnly AddDays(EvalContext& ctx, DateOnly d, int32_t n) {
  int64_t days = int64_t{d.days} + n;
  if (days < 0 || days > kMaxDateOnlyDays)
    return FailRange(ctx, "value", "Value to add was out of range."), DateOnly();
  return {static_cast<int32_t>(days)};
}
DateOnly AddMonths(EvalContext& ctx, DateOnly d, int32_t n) {
  return {DaysOf(AddMonthsTo(ctx, Midnight(d), n))};
}
DateOnly AddYears(EvalContext& ctx, DateOnly d, int32_t n) {
  return {DaysOf(AddMonthsTo(ctx, Midnight(d), int64_t{n} * 12))};
}
DateOnly FromDateTime(EvalContext&, DateTime d) { return {DaysOf(d)}; }
DateOnly MinValue(EvalContext&) { return {}; }
DateOnly MaxValue(EvalContext&) { return {kMaxDateOnlyDays}; }
int32_t Compare(EvalContext&, DateOnly a, DateOnly b) { return a < b ? -1 : b < a ? 1 : 0; }
// A date with a time of day or an offset is no DateOnly.
Opt<DateOnly> Read(EvalContext& ctx, std::string_view s) {
  DateTime value;
  if (s.find(':') != std::string_view::npos || !ParseDateTime(s, ctx.today, value) ||
      TicksOfDay(value) != 0 || value.kind() == DateTimeKind::kUtc)
    return {};
  return Some(DateOnly{DaysOf(value)});
}
DateOnly FailDateOnly(EvalContext& ctx, std::string_view s) {
  FailFormat(ctx, "String '" + std::string(s.substr(0, 200)) + "' was not recognized as a valid DateOnly.");
  return {};
}
DateOnly Parse(EvalContext& ctx, Text s) {
  Opt<DateOnly> value = Read(ctx, s.view());
  return value.present ? value.value : FailDateOnly(ctx, s.view());
}
Opt<DateOnly> TryParse(EvalContext& ctx, NullableText s) {
  return s.text.is_null() ? Opt<DateOnly>{} : Read(ctx, s.text.view());
}
bool HasTime(std::string_view format) {
  std::string out;
  return format.size() != 1 && !AppendDateOnly(out, {}, format);
}
Opt<DateOnly> ReadExact(EvalContext& ctx, std::string_view s, std::string_view format) {
  DateTime value;
  if (format == "o" || format == "O") format = "yyyy-MM-dd";
  if (HasTime(format) || !ParseDateTimeExact(s, format, 0, ctx.today, value)) return {};
  return Some(DateOnly{DaysOf(value)});
}
DateOnly ParseExact(EvalContext& ctx, Text s, Text format) {
  Opt<DateOnly> value = ReadExact(ctx, s.view(), format.view());
  return value.present ? value.value : FailDateOnly(ctx, s.view());
}
Opt<DateOnly> TryParseExact(EvalContext& ctx, NullableText s, NullableText format) {
  return s.text.is_null() ? Opt<DateOnly>{} : ReadExact(ctx, s.text.view(), format.text.view());
}

}  // namespace

std::vector<Row> DateOnlyRows() {
  constexpr std::string_view o = "DateOnly";
  constexpr std::string_view add =
      "Moved by so much; month ends are held. Outside years 1 to 9999: ArgumentOutOfRangeException.";
  constexpr std::string_view parse =
      "A date without time, read as DateTime.Parse does; else FormatException.";
  return {
      Constructor<New>(o, {"", "year, month, day", "A date; parts out of range: ArgumentOutOfRangeException.",
                           "new DateOnly(2024, 5, 6)", R"("2024-05-06")", kFails}),
      Property<Year>(o, {"Year", "d", "The year.", "new DateOnly(2024, 5, 6).Year", "2024"}),
      Property<Month>(o, {"Month", "d", "The month.", "new DateOnly(2024, 5, 6).Month", "5"}),
      Property<Day>(o, {"Day", "d", "The day of the month.", "new DateOnly(2024, 5, 6).Day", "6"}),
      Property<DayNumber>(
          o, {"DayNumber", "d", "Days since 0001-01-01.", "new DateOnly(1, 1, 2).DayNumber", "1"}),
      Property<DayOfYear>(o, {"DayOfYear", "d", "1 to 366.", "new DateOnly(2024, 3, 1).DayOfYear", "61"}),
      Property<Weekday>(o, {"DayOfWeek", "d", "The day of the week.",
                            "new DateOnly(2024, 5, 6).DayOfWeek == DayOfWeek.Monday", "true"}),
      Method<AddDays>(
          o, {"AddDays", "d, value", add, "new DateOnly(2024, 2, 28).AddDays(2)", R"("2024-03-01")", kFails}),
      Method<AddMonths>(o, {"AddMonths", "d, value", add, "new DateOnly(2024, 8, 31).AddMonths(1)",
                            R"("2024-09-30")", kFails}),
      Method<AddYears>(o, {"AddYears", "d, value", add, "new DateOnly(2024, 2, 29).AddYears(1)",
                           R"("2025-02-28")", kFails}),
      Static<FromDateTime>(o,
                           {"FromDateTime", "dateTime", "The date of an instant.",
                            "DateOnly.FromDateTime(new DateTime(2024, 5, 6, 7, 8, 9))", R"("2024-05-06")"}),
      Value<MinValue>(o, {"MinValue", "", "0001-01-01.", "DateOnly.MinValue", R"("0001-01-01")"}),
      Value<MaxValue>(o, {"MaxValue", "", "9999-12-31.", "DateOnly.MaxValue", R"("9999-12-31")"}),
      Method<Compare>(o, {"CompareTo", "a, value", "-1, 0 or 1.",
                          "DateOnly.MinValue.CompareTo(DateOnly.MaxValue)", "-1"}),
      Static<Parse>(
          o, {"Parse", "s", parse, R"(DateOnly.Parse("2024-05-06"))", R"("2024-05-06")", kFails | kDate}),
      Static<TryParse>(o, {"TryParse", "s", "False where Parse would fail.",
                           R"(DateOnly.TryParse("no", out var d))", "false", kTry | kDate}),
      Static<ParseExact>(
          o, {"ParseExact", "s, format", "Exactly by a format of .NET; else FormatException.",
              R"(DateOnly.ParseExact("06.05.2024", "dd.MM.yyyy"))", R"("2024-05-06")", kFails | kDate}),
      Static<TryParseExact>(o, {"TryParseExact", "s, format", "False where ParseExact would fail.",
                                R"(DateOnly.TryParseExact("no", "dd", out var d))", "false", kTry | kDate}),
  };
}

}  // namespace idx::stdlib
