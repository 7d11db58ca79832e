// DateOnly. Source of the behaviour: System.DateOnly.
#include "stdlib/registry/date_text.h"
#include "stdlib/registry/rows.h"
#include "stdlib/time/date_math.h"
#include "stdlib/time/time_rows.h"

namespace idx::stdlib {
namespace {

template <char kFormat>
inline constexpr char kFormatOf = kFormat;

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
DateOnly NewZero(EvalContext&) { return {}; }
DateOnly FromDayNumber(EvalContext& ctx, int32_t n) {
  if (n < 0 || n > kMaxDateOnlyDays)
    return FailRange(
               ctx, "dayNumber",
               "Day number must be between DateOnly.MinValue.DayNumber and DateOnly.MaxValue.DayNumber."),
           DateOnly();
  return {n};
}
bool Equals(EvalContext&, DateOnly a, DateOnly b) { return a == b; }
template <char kFormat>
Text Formatted(EvalContext& ctx, DateOnly d) {
  std::string out;
  AppendDateOnly(out, d, std::string_view(&kFormatOf<kFormat>, 1));
  return ctx.MakeText(out);
}

// What to do with a text; styles other than those of white space are refused.
bool CheckStyles(EvalContext& ctx, CultureInfo culture, DateTimeStyles styles) {
  if (!CheckInvariant(ctx, culture)) return false;
  if ((static_cast<int32_t>(styles) & ~7) == 0) return true;
  ctx.Fail(EvalErrorKind::kArgument,
           "The only allowed values for the styles are AllowWhiteSpaces, AllowTrailingWhite, "
           "AllowLeadingWhite, and AllowInnerWhite. (Parameter 'style')");
  return false;
}
DateOnly ParseStyles(EvalContext& ctx, Text s, CultureInfo culture, DateTimeStyles styles) {
  DateOnly value;
  DateFault fault;
  if (!CheckStyles(ctx, culture, styles)) return {};
  if (!ParseDateOnly(s.view(), static_cast<int32_t>(styles), ctx.today, value, fault))
    FailDateText(ctx, s.view(), fault, "DateOnly");
  return value;
}
DateOnly Parse(EvalContext& ctx, Text s) { return ParseStyles(ctx, s, {}, {}); }
Opt<DateOnly> TryParseStyles(EvalContext& ctx, NullableText s, CultureInfo culture, DateTimeStyles styles) {
  DateOnly value;
  DateFault fault;
  if (!CheckStyles(ctx, culture, styles) || s.text.is_null()) return {};
  bool ok = ParseDateOnly(s.text.view(), static_cast<int32_t>(styles), ctx.today, value, fault);
  return {ok ? value : DateOnly(), ok};
}
Opt<DateOnly> TryParse(EvalContext& ctx, NullableText s) { return TryParseStyles(ctx, s, {}, {}); }
Opt<DateOnly> TryParseCulture(EvalContext& ctx, NullableText s, CultureInfo culture) {
  return TryParseStyles(ctx, s, culture, {});
}
// The first format that fits.
Opt<DateOnly> ReadExact(EvalContext& ctx, std::string_view s, List<Text> formats, DateTimeStyles styles,
                        DateFault& fault) {
  DateOnly value;
  fault = {DateFault::kText, 0};
  for (const Text& format : formats) {
    if (format.length == 0) break;
    if (ParseDateOnlyExact(s, format.view(), static_cast<int32_t>(styles), ctx.today, value, fault))
      return Some(value);
  }
  if (formats.size() != 1) fault = {DateFault::kText, 0};
  return {};
}
DateOnly ParseExactMany(EvalContext& ctx, Text s, List<Text> formats, CultureInfo culture,
                        DateTimeStyles styles) {
  DateFault fault;
  if (!CheckStyles(ctx, culture, styles)) return {};
  Opt<DateOnly> value = ReadExact(ctx, s.view(), formats, styles, fault);
  if (!value.present && formats.size() == 0) FailFormat(ctx, "No format specifiers were provided.");
  if (!value.present) FailDateText(ctx, s.view(), fault, "DateOnly");
  return value.value;
}
DateOnly ParseExactStyles(EvalContext& ctx, Text s, Text format, CultureInfo culture, DateTimeStyles styles) {
  return ParseExactMany(ctx, s, ListOf(&format, 1), culture, styles);
}
DateOnly ParseExact(EvalContext& ctx, Text s, Text format) {
  return ParseExactStyles(ctx, s, format, {}, {});
}
DateOnly ParseExactOfMany(EvalContext& ctx, Text s, List<Text> formats) {
  return ParseExactMany(ctx, s, formats, {}, {});
}
Opt<DateOnly> TryParseExactMany(EvalContext& ctx, NullableText s, List<Text> formats, CultureInfo culture,
                                DateTimeStyles styles) {
  DateFault fault;
  if (!CheckStyles(ctx, culture, styles) || s.text.is_null()) return {};
  return ReadExact(ctx, s.text.view(), formats, styles, fault);
}
Opt<DateOnly> TryParseExactStyles(EvalContext& ctx, NullableText s, NullableText format, CultureInfo culture,
                                  DateTimeStyles styles) {
  return TryParseExactMany(ctx, s, ListOf(&format.text, format.text.is_null() ? 0 : 1), culture, styles);
}
Opt<DateOnly> TryParseExact(EvalContext& ctx, NullableText s, NullableText format) {
  return TryParseExactStyles(ctx, s, format, {}, {});
}
Opt<DateOnly> TryParseExactOfMany(EvalContext& ctx, NullableText s, List<Text> formats) {
  return TryParseExactMany(ctx, s, formats, {}, {});
}

void AddTextRows(std::vector<Row>& rows) {
  constexpr std::string_view o = "DateOnly", day = R"("2024-05-06")";
  constexpr std::string_view parse =
      "A date, read as DateTime.Parse does; with a time or an offset, or no date: FormatException. Styles "
      "but "
      "those of white space: ArgumentException.";
  constexpr std::string_view exact =
      "Exactly by a format of .NET, a time in it is cut; else FormatException. Styles but those of white "
      "space: "
      "ArgumentException.";
  constexpr std::string_view tries = "False, and 0001-01-01 in the variable, where the parse would fail.";
  std::vector<Row> more = {
      Static<Parse>(o, {"Parse", "s", parse, R"(DateOnly.Parse("2024-05-06"))", day, kFails | kDate}),
      Static<ParseStyles>(
          o, {"Parse", "s, provider, style = DateTimeStyles.None", parse,
              R"(DateOnly.Parse("5/6/2024", CultureInfo.InvariantCulture))", day, kFails | kDate}),
      Static<TryParse>(
          o, {"TryParse", "s", tries, R"(DateOnly.TryParse("no", out var d))", "false", kTry | kDate}),
      Static<TryParseCulture>(o, {"TryParse", "s, provider", tries,
                                  R"(DateOnly.TryParse("no", CultureInfo.InvariantCulture, out var d))",
                                  "false", kTry | kFails | kDate}),
      Static<TryParseStyles>(
          o, {"TryParse", "s, provider, style", tries,
              R"(DateOnly.TryParse("no", CultureInfo.InvariantCulture, DateTimeStyles.None, out var d))",
              "false", kTry | kFails | kDate}),
      Static<ParseExact>(o, {"ParseExact", "s, format", exact,
                             R"(DateOnly.ParseExact("06.05.2024", "dd.MM.yyyy"))", day, kFails | kDate}),
      Static<ParseExactStyles>(
          o, {"ParseExact", "s, format, provider, style = DateTimeStyles.None", exact,
              R"(DateOnly.ParseExact("06.05.2024", "dd.MM.yyyy", CultureInfo.InvariantCulture))", day,
              kFails | kDate}),
      Static<ParseExactOfMany>(
          o, {"ParseExact", "s, formats", exact,
              R"(DateOnly.ParseExact("06.05.2024", new[] { "yyyy", "dd.MM.yyyy" }))", day, kFails | kDate}),
      Static<ParseExactMany>(
          o, {"ParseExact", "s, formats, provider, style = DateTimeStyles.None", exact,
              R"(DateOnly.ParseExact("2024", new[] { "yyyy" }, CultureInfo.InvariantCulture))",
              R"("2024-01-01")", kFails | kDate}),
      Static<TryParseExact>(o, {"TryParseExact", "s, format", tries,
                                R"(DateOnly.TryParseExact("no", "dd", out var d))", "false", kTry | kDate}),
      Static<TryParseExactStyles>(
          o,
          {"TryParseExact", "s, format, provider, style", tries,
           R"(DateOnly.TryParseExact("no", "dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var d))",
           "false", kTry | kFails | kDate}),
      Static<TryParseExactOfMany>(
          o, {"TryParseExact", "s, formats", tries,
              R"(DateOnly.TryParseExact("no", new[] { "dd" }, out var d))", "false", kTry | kDate}),
      Static<TryParseExactMany>(
          o,
          {"TryParseExact", "s, formats, provider, style", tries,
           R"(DateOnly.TryParseExact("no", new[] { "dd" }, CultureInfo.InvariantCulture, DateTimeStyles.None, out var d))",
           "false", kTry | kFails | kDate}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}

}  // namespace

std::vector<Row> DateOnlyRows() {
  constexpr std::string_view o = "DateOnly";
  constexpr std::string_view add =
      "Moved by so much; month ends are held. Outside years 1 to 9999: ArgumentOutOfRangeException.";
  std::vector<Row> rows = {
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
      Constructor<NewZero>(o, {"", "", "0001-01-01.", "new DateOnly()", R"("0001-01-01")"}),
      Static<FromDayNumber>(o, {"FromDayNumber", "dayNumber",
                                "So many days after 0001-01-01; out of range: ArgumentOutOfRangeException.",
                                "DateOnly.FromDayNumber(1)", R"("0001-01-02")", kFails}),
      Method<Equals>(
          o, {"Equals", "a, value", "The same day.", "DateOnly.MinValue.Equals(DateOnly.MinValue)", "true"}),
      Method<Formatted<'d'>>(o, {"ToShortDateString", "d", "As ToString(\"d\").",
                                 "new DateOnly(2024, 5, 6).ToShortDateString()", R"("05/06/2024")"}),
      Method<Formatted<'D'>>(o, {"ToLongDateString", "d", "As ToString(\"D\").",
                                 "new DateOnly(2024, 5, 6).ToLongDateString()", R"("Monday, 06 May 2024")"}),
  };
  AddTextRows(rows);
  return rows;
}

}  // namespace idx::stdlib
