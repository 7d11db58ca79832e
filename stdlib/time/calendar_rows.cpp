// Weeks, the names of months and days and the patterns of the invariant culture, and DateTime's smaller
// members. Source: System.Globalization.ISOWeek, Calendar, DateTimeFormatInfo; System.DateTime.
#include <algorithm>
#include <cmath>

#include "base/value/date_names.h"
#include "stdlib/registry/rows.h"
#include "stdlib/time/date_math.h"
#include "stdlib/time/time_rows.h"

namespace idx::stdlib {
namespace {

int32_t DayOfYear(DateTime d) { return DaysOf(d) - DaysOf(CivilOf(d).year, 1, 1) + 1; }
int32_t IsoWeekday(int32_t weekday) { return weekday == 0 ? 7 : weekday; }

constexpr int64_t kMaxDays = 3'652'059;  // of ten thousand years
constexpr int32_t kMostMonths = 120'000;

// ISO 8601: weeks begin on Monday, the first has January 4.
bool CheckYear(EvalContext& ctx, int32_t year) {
  if (year >= 1 && year <= 9999) return true;
  FailRange(ctx, "year", "Year must be between 1 and 9999.");
  return false;
}
int32_t WeeksOf(int32_t year) {
  auto last = [](int32_t y) { return (y + y / 4 - y / 100 + y / 400) % 7; };
  return last(year) == 4 || last(year - 1) == 3 ? 53 : 52;
}
int32_t IsoNumber(DateTime d) { return (DayOfYear(d) - IsoWeekday(WeekdayOf(DaysOf(d))) + 10) / 7; }
int32_t IsoWeek(EvalContext&, DateTime d) {
  int32_t year = CivilOf(d).year, week = IsoNumber(d);
  if (week < 1) return WeeksOf(year - 1);
  return week > WeeksOf(year) ? 1 : week;
}
int32_t IsoYear(EvalContext&, DateTime d) {
  int32_t year = CivilOf(d).year, week = IsoNumber(d);
  return week < 1 ? year - 1 : week > WeeksOf(year) ? year + 1 : year;
}
int32_t IsoWeeks(EvalContext& ctx, int32_t year) { return CheckYear(ctx, year) ? WeeksOf(year) : 0; }
DateTime IsoDate(EvalContext& ctx, int32_t year, int32_t week, DayOfWeek weekday) {
  auto day = static_cast<int32_t>(weekday);
  if (!CheckYear(ctx, year)) return {};
  if (week < 1 || week > 53)
    return FailRange(ctx, "week", "The week parameter must be in the range 1 through 53."), DateTime();
  if (day < 0 || day > 7)
    return FailRange(ctx, "dayOfWeek", "The DayOfWeek enumeration must be in the range 0 through 6."),
           DateTime();
  int32_t first = DaysOf(year, 1, 1);
  int32_t correction = IsoWeekday(WeekdayOf(first + 3)) + 3;
  int64_t days = int64_t{first} + week * 7 + IsoWeekday(day) - correction - 1;
  return AddTicks(ctx, DateTime(), __int128{days} * kTicksPerDay);
}
DateTime IsoStart(EvalContext& ctx, int32_t year) { return IsoDate(ctx, year, 1, DayOfWeek{1}); }
DateTime IsoEnd(EvalContext& ctx, int32_t year) {
  return CheckYear(ctx, year) ? IsoDate(ctx, year, WeeksOf(year), DayOfWeek{0}) : DateTime();
}

// The week of the first days of year 1, a Monday: the last of a year 0 of 365 days, as .NET counts it.
int32_t WeekBeforeYearOne(int32_t first_weekday, int32_t least) {
  int32_t offset = (first_weekday + 6) % 7;
  if (offset == 0 || offset >= least) return 1;
  int32_t day = 364 - first_weekday + (first_weekday >= least ? 7 : 0);
  return day / 7 + 1;
}
// The week that January 1 is in counts when at least `least` of its days are in the year.
int32_t FullWeek(int32_t days, int32_t first_weekday, int32_t least) {
  int32_t day_of_year = days - DaysOf(CivilOf(days).year, 1, 1);
  int32_t january = WeekdayOf(days) - day_of_year % 7;
  int32_t offset = (first_weekday - january + 14) % 7;
  if (offset != 0 && offset >= least) offset -= 7;
  int32_t day = day_of_year - offset;
  if (day >= 0) return day / 7 + 1;
  if (days <= day_of_year) return WeekBeforeYearOne(first_weekday, least);
  return FullWeek(days - (day_of_year + 1), first_weekday, least);
}
int32_t WeekOfYear(EvalContext& ctx, Calendar, DateTime d, CalendarWeekRule rule, DayOfWeek first) {
  auto weekday = static_cast<int32_t>(first);
  if (weekday < 0 || weekday > 6)
    return FailRange(ctx, "firstDayOfWeek", "Valid values are between Sunday and Saturday, inclusive."), 0;
  int32_t days = DaysOf(d);
  switch (rule) {
    case CalendarWeekRule::kFirstDay: {
      int32_t day = DayOfYear(d) - 1;
      return (day + (WeekdayOf(days) - day % 7 - weekday + 14) % 7) / 7 + 1;
    }
    case CalendarWeekRule::kFirstFullWeek:
      return FullWeek(days, weekday, 7);
    case CalendarWeekRule::kFirstFourDayWeek:
      return FullWeek(days, weekday, 4);
  }
  return FailRange(ctx, "rule", "Valid values are between FirstDay and FirstFourDayWeek, inclusive."), 0;
}
Calendar NewCalendar(EvalContext&) { return {}; }
Calendar CalendarOf(EvalContext& ctx, CultureInfo culture) {
  CheckInvariant(ctx, culture);
  return {};
}
int32_t YearOf(EvalContext&, Calendar, DateTime d) { return CivilOf(d).year; }
int32_t MonthOf(EvalContext&, Calendar, DateTime d) { return CivilOf(d).month; }
int32_t DayOf(EvalContext&, Calendar, DateTime d) { return CivilOf(d).day; }
int32_t DayOfYearOf(EvalContext&, Calendar, DateTime d) { return DayOfYear(d); }
DayOfWeek WeekdayOfDate(EvalContext&, Calendar, DateTime d) { return DayOfWeek{WeekdayOf(DaysOf(d))}; }
int32_t MonthDays(EvalContext& ctx, Calendar, int32_t year, int32_t month) {
  if (!CheckYear(ctx, year)) return 0;
  if (month < 1 || month > 12) return FailRange(ctx, "month", "Month must be between one and twelve."), 0;
  return DaysInMonth(year, month);
}
int32_t YearDays(EvalContext& ctx, Calendar, int32_t year) {
  return !CheckYear(ctx, year) ? 0 : IsLeapYear(year) ? 366 : 365;
}
bool LeapYear(EvalContext& ctx, Calendar, int32_t year) { return CheckYear(ctx, year) && IsLeapYear(year); }
// A calendar's sums have their own errors, and no kind; numbers wrap before they are looked at.
int32_t Times(int32_t n, int32_t unit) {
  return static_cast<int32_t>(static_cast<uint32_t>(n) * static_cast<uint32_t>(unit));
}
DateTime AddDaysTo(EvalContext& ctx, Calendar, DateTime d, int32_t n) {
  if (int64_t{n} <= -kMaxDays || int64_t{n} >= kMaxDays)
    return FailRange(ctx, "value", "Value to add was out of range."), DateTime();
  int64_t ticks = d.ticks() + n * kTicksPerDay;
  if (ticks >= 0 && ticks <= kMaxDateTimeTicks) return DateTime::Of(ticks, DateTimeKind::kUnspecified);
  ctx.Fail(EvalErrorKind::kArgument,
           "The result is out of the supported range for this calendar. The result should be between "
           "01/01/0001 00:00:00 (Gregorian date) and 12/31/9999 23:59:59 (Gregorian date), inclusive.");
  return {};
}
DateTime AddWeeksTo(EvalContext& ctx, Calendar calendar, DateTime d, int32_t n) {
  return AddDaysTo(ctx, calendar, d, Times(n, 7));
}
DateTime AddMonthsBy(EvalContext& ctx, Calendar, DateTime d, int32_t n) {
  if (n < -kMostMonths || n > kMostMonths) {
    ctx.Fail(
        EvalErrorKind::kArgumentOutOfRange,
        "Valid values are between -120000 and 120000, inclusive. (Parameter 'months')\nActual value was " +
            std::to_string(n) + ".");
    return {};
  }
  Civil civil = CivilOf(d);
  int32_t index = civil.year * 12 + civil.month - 1 + n;
  if (index >= 12 && index < kMostMonths)
    return DateTime::Of(AddMonthsTo(ctx, d, n).ticks(), DateTimeKind::kUnspecified);
  ctx.Fail(EvalErrorKind::kArgumentOutOfRange,
           "Year, Month, and Day parameters describe an un-representable DateTime.");
  return {};
}
DateTime AddYearsTo(EvalContext& ctx, Calendar calendar, DateTime d, int32_t n) {
  return AddMonthsBy(ctx, calendar, d, Times(n, 12));
}
int32_t FourDigits(EvalContext& ctx, Calendar, int32_t year) {
  if (year < 0 || year > 9999)
    return FailRange(ctx, "year", "Valid values are between 1 and 9999, inclusive."), 0;
  return FourDigitYear(year);
}

// DateTimeFormatInfo is the culture that it is of.
CultureInfo Formats(EvalContext& ctx, CultureInfo culture) {
  CheckInvariant(ctx, culture);
  return culture;
}
template <bool kBrief>
Text MonthName(EvalContext& ctx, CultureInfo culture, int32_t month) {
  if (!CheckInvariant(ctx, culture)) return Text();
  if (month < 1 || month > 13)
    return FailRange(ctx, "month", "Valid values are between 1 and 13, inclusive."), Text();
  if (month == 13) return Text();
  std::string_view name = kMonthNames[month - 1];
  return Text(kBrief ? name.substr(0, 3) : name);
}
template <bool kBrief>
Text DayName(EvalContext& ctx, CultureInfo culture, DayOfWeek day) {
  auto number = static_cast<int32_t>(day);
  if (!CheckInvariant(ctx, culture)) return Text();
  if (number < 0 || number > 6)
    return FailRange(ctx, "dayofweek", "Valid values are between Sunday and Saturday, inclusive."), Text();
  std::string_view name = kDayNames[number];
  return Text(kBrief ? name.substr(0, 3) : name);
}
template <bool kBrief, bool kMonths>
List<Text> Names(EvalContext& ctx, CultureInfo culture) {
  if (!CheckInvariant(ctx, culture)) return {};
  TextListBuilder out(ctx);
  auto add = [&](std::string_view name) { out.Add(Text(kBrief ? name.substr(0, 3) : name)); };
  if constexpr (kMonths) {
    for (std::string_view name : kMonthNames) add(name);
    out.Add(Text());  // .NET has room for a thirteenth month
  } else {
    for (std::string_view name : kDayNames) add(name);
  }
  return out.Finish();
}
template <char kLetter>
Text Pattern(EvalContext& ctx, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? Text(StandardDatePattern(kLetter)) : Text();
}
template <size_t N>
struct Literal {
  char text[N];
  constexpr Literal(const char (&from)[N]) { std::copy_n(from, N, text); }
};
template <Literal kText>
Text Constant(EvalContext& ctx, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? Text(std::string_view(kText.text, sizeof(kText.text) - 1)) : Text();
}
template <int32_t kNumber>
int32_t Number(EvalContext& ctx, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? kNumber : 0;
}
Text ShortestDayName(EvalContext& ctx, CultureInfo culture, DayOfWeek day) {
  Text brief = DayName<true>(ctx, culture, day);
  return Text(brief.view().substr(0, 2));  // a view of a constant
}
List<Text> ShortestDayNames(EvalContext& ctx, CultureInfo culture) {
  if (!CheckInvariant(ctx, culture)) return {};
  TextListBuilder out(ctx);
  for (std::string_view name : kDayNames) out.Add(Text(name.substr(0, 2)));
  return out.Finish();
}
DayOfWeek FirstDay(EvalContext& ctx, CultureInfo culture) {
  CheckInvariant(ctx, culture);
  return {};
}
CalendarWeekRule FirstRule(EvalContext& ctx, CultureInfo culture) {
  CheckInvariant(ctx, culture);
  return {};
}

DateTime NewDate(EvalContext&) { return {}; }
DateTime ToLocal(EvalContext&, DateTime d) { return DateTime::Of(d.ticks(), DateTimeKind::kUtc); }
bool SameInstant(EvalContext&, DateTime a, DateTime b) { return a == b; }
int32_t Microsecond(EvalContext&, DateTime d) {
  return static_cast<int32_t>(d.ticks() / kTicksPerMicrosecond % 1000);
}
int32_t Nanosecond(EvalContext&, DateTime d) { return static_cast<int32_t>(d.ticks() % 10 * 100); }
DateTime AddMicroseconds(EvalContext& ctx, DateTime d, double n) {
  if (!(std::fabs(n) <= static_cast<double>(kMaxDateTimeTicks) / 10 + 1))
    return FailRange(ctx, "value", "Value to add was out of range."), DateTime();
  return AddTicks(ctx, d, static_cast<__int128>(n * 10));
}

void AddWeeks(std::vector<Row>& rows) {
  constexpr std::string_view w = "ISOWeek";
  constexpr std::string_view doc = "By ISO 8601: weeks begin on Monday, the first has January 4.";
  constexpr std::string_view range =
      "By ISO 8601; a year that is none of 1 to 9999: ArgumentOutOfRangeException.";
  std::vector<Row> more = {
      Static<IsoWeek>(
          w, {"GetWeekOfYear", "date", doc, "ISOWeek.GetWeekOfYear(new DateTime(2021, 1, 3))", "53"}),
      Static<IsoYear>(w, {"GetYear", "date", doc, "ISOWeek.GetYear(new DateTime(2021, 1, 3))", "2020"}),
      Static<IsoWeeks>(w, {"GetWeeksInYear", "year", range, "ISOWeek.GetWeeksInYear(2020)", "53", kFails}),
      Static<IsoStart>(w, {"GetYearStart", "year", range, "ISOWeek.GetYearStart(2021)",
                           R"("2021-01-04T00:00:00")", kFails}),
      Static<IsoEnd>(
          w, {"GetYearEnd", "year", range, "ISOWeek.GetYearEnd(2020)", R"("2021-01-03T00:00:00")", kFails}),
      Static<IsoDate>(
          w, {"ToDateTime", "year, week, dayOfWeek", range, "ISOWeek.ToDateTime(2020, 53, DayOfWeek.Sunday)",
              R"("2021-01-03T00:00:00")", kFails}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}
void AddCalendar(std::vector<Row>& rows) {
  constexpr std::string_view c = "Calendar";
  constexpr std::string_view part = "That part of the date.",
                             add = "Out of range: ArgumentOutOfRangeException.";
  std::vector<Row> more = {
      Constructor<NewCalendar>("GregorianCalendar",
                               {"", "", "The calendar of all dates here.",
                                "new GregorianCalendar().GetYear(new DateTime(2024, 5, 6))", "2024"}),
      Property<CalendarOf>("CultureInfo",
                           {"Calendar", "culture", "The Gregorian calendar.",
                            "CultureInfo.InvariantCulture.Calendar.IsLeapYear(2024)", "true", kFails}),
      Method<WeekOfYear>(c, {"GetWeekOfYear", "calendar, time, rule, firstDayOfWeek",
                             "The number of the week, by what the first is.",
                             "CultureInfo.InvariantCulture.Calendar.GetWeekOfYear(new DateTime(2024, 1, 8), "
                             "CalendarWeekRule.FirstDay, DayOfWeek.Monday)",
                             "2", kFails}),
      Method<YearOf>(c, {"GetYear", "calendar, time", part,
                         "new GregorianCalendar().GetYear(new DateTime(2024, 5, 6))", "2024"}),
      Method<MonthOf>(c, {"GetMonth", "calendar, time", part,
                          "new GregorianCalendar().GetMonth(new DateTime(2024, 5, 6))", "5"}),
      Method<DayOf>(c, {"GetDayOfMonth", "calendar, time", part,
                        "new GregorianCalendar().GetDayOfMonth(new DateTime(2024, 5, 6))", "6"}),
      Method<DayOfYearOf>(c, {"GetDayOfYear", "calendar, time", part,
                              "new GregorianCalendar().GetDayOfYear(new DateTime(2024, 3, 1))", "61"}),
      Method<WeekdayOfDate>(
          c, {"GetDayOfWeek", "calendar, time", part,
              "new GregorianCalendar().GetDayOfWeek(new DateTime(2024, 5, 6)) == DayOfWeek.Monday", "true"}),
      Method<MonthDays>(c, {"GetDaysInMonth", "calendar, year, month", add,
                            "new GregorianCalendar().GetDaysInMonth(2024, 2)", "29", kFails}),
      Method<YearDays>(c, {"GetDaysInYear", "calendar, year", add,
                           "new GregorianCalendar().GetDaysInYear(2024)", "366", kFails}),
      Method<LeapYear>(c, {"IsLeapYear", "calendar, year", add, "new GregorianCalendar().IsLeapYear(2023)",
                           "false", kFails}),
      Method<AddDaysTo>(c, {"AddDays", "calendar, time, days", add,
                            "new GregorianCalendar().AddDays(new DateTime(2024, 2, 28), 2)",
                            R"("2024-03-01T00:00:00")", kFails}),
      Method<AddWeeksTo>(c, {"AddWeeks", "calendar, time, weeks", add,
                             "new GregorianCalendar().AddWeeks(new DateTime(2024, 1, 1), 1)",
                             R"("2024-01-08T00:00:00")", kFails}),
      Method<AddMonthsBy>(c, {"AddMonths", "calendar, time, months", add,
                              "new GregorianCalendar().AddMonths(new DateTime(2024, 1, 31), 1)",
                              R"("2024-02-29T00:00:00")", kFails}),
      Method<AddYearsTo>(c, {"AddYears", "calendar, time, years", add,
                             "new GregorianCalendar().AddYears(new DateTime(2024, 2, 29), 1)",
                             R"("2025-02-28T00:00:00")", kFails}),
      Method<FourDigits>(
          c, {"ToFourDigitYear", "calendar, year", "Up to 49 in this century, from 50 in the last.",
              "new GregorianCalendar().ToFourDigitYear(50)", "1950", kFails}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}
void AddNames(std::vector<Row>& rows) {
  constexpr std::string_view c = "CultureInfo";
  constexpr std::string_view name = "The invariant name; out of range: ArgumentOutOfRangeException.";
  constexpr std::string_view names = "The invariant names; of months thirteen, the last \"\".";
  constexpr std::string_view pattern = "The invariant pattern or sign.";
#define IDX_FORMAT "CultureInfo.InvariantCulture.DateTimeFormat."
#define IDX_NUMBER "CultureInfo.InvariantCulture.NumberFormat."
  std::vector<Row> more = {
      Property<Formats>(c, {"DateTimeFormat", "culture", "The culture's formats of dates.",
                            IDX_FORMAT "GetMonthName(3)", R"("March")", kFails}),
      Property<Formats>(c, {"NumberFormat", "culture", "The culture's formats of numbers.",
                            IDX_NUMBER "NumberGroupSeparator", R"(",")", kFails}),
      Method<MonthName<false>>(
          c, {"GetMonthName", "info, month", name, IDX_FORMAT "GetMonthName(5)", R"("May")", kFails}),
      Method<MonthName<true>>(c, {"GetAbbreviatedMonthName", "info, month", name,
                                  IDX_FORMAT "GetAbbreviatedMonthName(3)", R"("Mar")", kFails}),
      Method<DayName<false>>(c, {"GetDayName", "info, dayofweek", name,
                                 IDX_FORMAT "GetDayName(DayOfWeek.Monday)", R"("Monday")", kFails}),
      Method<DayName<true>>(c, {"GetAbbreviatedDayName", "info, dayofweek", name,
                                IDX_FORMAT "GetAbbreviatedDayName(DayOfWeek.Monday)", R"("Mon")", kFails}),
      Property<Names<false, true>>(
          c, {"MonthNames", "info", names, IDX_FORMAT "MonthNames[0]", R"("January")", kFails}),
      Property<Names<true, true>>(c, {"AbbreviatedMonthNames", "info", names,
                                      IDX_FORMAT "AbbreviatedMonthNames[0]", R"("Jan")", kFails}),
      Property<Names<false, false>>(
          c, {"DayNames", "info", names, IDX_FORMAT "DayNames[0]", R"("Sunday")", kFails}),
      Property<Names<true, false>>(
          c, {"AbbreviatedDayNames", "info", names, IDX_FORMAT "AbbreviatedDayNames[0]", R"("Sun")", kFails}),
      Property<FirstDay>(c, {"FirstDayOfWeek", "info", "Sunday.",
                             IDX_FORMAT "FirstDayOfWeek == DayOfWeek.Sunday", "true", kFails}),
      Property<FirstRule>(c, {"CalendarWeekRule", "info", "FirstDay.",
                              IDX_FORMAT "CalendarWeekRule == CalendarWeekRule.FirstDay", "true", kFails}),
      Property<Pattern<'d'>>(
          c, {"ShortDatePattern", "info", pattern, IDX_FORMAT "ShortDatePattern", R"("MM/dd/yyyy")", kFails}),
      Property<Pattern<'D'>>(c, {"LongDatePattern", "info", pattern, IDX_FORMAT "LongDatePattern",
                                 R"("dddd, dd MMMM yyyy")", kFails}),
      Property<Pattern<'t'>>(
          c, {"ShortTimePattern", "info", pattern, IDX_FORMAT "ShortTimePattern", R"("HH:mm")", kFails}),
      Property<Pattern<'T'>>(
          c, {"LongTimePattern", "info", pattern, IDX_FORMAT "LongTimePattern", R"("HH:mm:ss")", kFails}),
      Property<Constant<"/">>(
          c, {"DateSeparator", "info", pattern, IDX_FORMAT "DateSeparator", R"("/")", kFails}),
      Property<Constant<":">>(
          c, {"TimeSeparator", "info", pattern, IDX_FORMAT "TimeSeparator", R"(":")", kFails}),
      Property<Constant<"AM">>(
          c, {"AMDesignator", "info", pattern, IDX_FORMAT "AMDesignator", R"("AM")", kFails}),
      Property<Constant<"PM">>(
          c, {"PMDesignator", "info", pattern, IDX_FORMAT "PMDesignator", R"("PM")", kFails}),
      Property<Constant<".">>(c, {"NumberDecimalSeparator", "info", pattern,
                                  IDX_NUMBER "NumberDecimalSeparator", R"(".")", kFails}),
      Property<Constant<",">>(
          c, {"NumberGroupSeparator", "info", pattern, IDX_NUMBER "NumberGroupSeparator", R"(",")", kFails}),
      Property<Constant<"-">>(c,
                              {"NegativeSign", "info", pattern, IDX_NUMBER "NegativeSign", R"("-")", kFails}),
      Property<Constant<"+">>(c,
                              {"PositiveSign", "info", pattern, IDX_NUMBER "PositiveSign", R"("+")", kFails}),
      Property<Constant<"%">>(
          c, {"PercentSymbol", "info", pattern, IDX_NUMBER "PercentSymbol", R"("%")", kFails}),
      Property<Constant<"\xC2\xA4">>(
          c, {"CurrencySymbol", "info", pattern, IDX_NUMBER "CurrencySymbol", R"("¤")", kFails}),
  };
#define IDX_TEXT(name, text, json) \
  Property<Constant<text>>(c, {name, "info", pattern, IDX_FORMAT name, json, kFails})
#define IDX_NUMBER_TEXT(name, text, json) \
  Property<Constant<text>>(c, {name, "info", pattern, IDX_NUMBER name, json, kFails})
#define IDX_COUNT(name, number, json) \
  Property<Number<number>>(c, {name, "info", count, IDX_NUMBER name, json, kFails})
  constexpr std::string_view count = "As the invariant culture has it.";
  std::vector<Row> further = {
      IDX_TEXT("FullDateTimePattern", "dddd, dd MMMM yyyy HH:mm:ss", R"("dddd, dd MMMM yyyy HH:mm:ss")"),
      IDX_TEXT("YearMonthPattern", "yyyy MMMM", R"("yyyy MMMM")"),
      IDX_TEXT("MonthDayPattern", "MMMM dd", R"("MMMM dd")"),
      IDX_TEXT("SortableDateTimePattern", "yyyy'-'MM'-'dd'T'HH':'mm':'ss",
               R"("yyyy'-'MM'-'dd'T'HH':'mm':'ss")"),
      IDX_TEXT("UniversalSortableDateTimePattern", "yyyy'-'MM'-'dd HH':'mm':'ss'Z'",
               R"("yyyy'-'MM'-'dd HH':'mm':'ss'Z'")"),
      IDX_TEXT("RFC1123Pattern", "ddd, dd MMM yyyy HH':'mm':'ss 'GMT'",
               R"("ddd, dd MMM yyyy HH':'mm':'ss 'GMT'")"),
      IDX_NUMBER_TEXT("CurrencyDecimalSeparator", ".", R"(".")"),
      IDX_NUMBER_TEXT("CurrencyGroupSeparator", ",", R"(",")"),
      IDX_NUMBER_TEXT("PercentDecimalSeparator", ".", R"(".")"),
      IDX_NUMBER_TEXT("PercentGroupSeparator", ",", R"(",")"),
      IDX_NUMBER_TEXT("PerMilleSymbol", "\xE2\x80\xB0", R"("‰")"),
      IDX_NUMBER_TEXT("NaNSymbol", "NaN", R"("NaN")"),
      IDX_NUMBER_TEXT("PositiveInfinitySymbol", "Infinity", R"("Infinity")"),
      IDX_NUMBER_TEXT("NegativeInfinitySymbol", "-Infinity", R"("-Infinity")"),
      IDX_COUNT("NumberDecimalDigits", 2, "2"),
      IDX_COUNT("CurrencyDecimalDigits", 2, "2"),
      IDX_COUNT("PercentDecimalDigits", 2, "2"),
      IDX_COUNT("NumberNegativePattern", 1, "1"),
      IDX_COUNT("CurrencyNegativePattern", 0, "0"),
      IDX_COUNT("CurrencyPositivePattern", 0, "0"),
      IDX_COUNT("PercentNegativePattern", 0, "0"),
      IDX_COUNT("PercentPositivePattern", 0, "0"),
      Property<ShortestDayNames>(
          c, {"ShortestDayNames", "info", names, IDX_FORMAT "ShortestDayNames[1]", R"("Mo")", kFails}),
      Method<ShortestDayName>(c, {"GetShortestDayName", "info, dayOfWeek", name,
                                  IDX_FORMAT "GetShortestDayName(DayOfWeek.Monday)", R"("Mo")", kFails}),
      Property<Names<false, true>>(
          c, {"MonthGenitiveNames", "info", names, IDX_FORMAT "MonthGenitiveNames[4]", R"("May")", kFails}),
      Property<Names<true, true>>(c, {"AbbreviatedMonthGenitiveNames", "info", names,
                                      IDX_FORMAT "AbbreviatedMonthGenitiveNames[0]", R"("Jan")", kFails}),
  };
  rows.insert(rows.end(), further.begin(), further.end());
#undef IDX_TEXT
#undef IDX_NUMBER_TEXT
#undef IDX_COUNT
#undef IDX_FORMAT
#undef IDX_NUMBER
  rows.insert(rows.end(), more.begin(), more.end());
}

}  // namespace

std::vector<Row> CalendarRows() {
  constexpr std::string_view d = "DateTime";
  std::vector<Row> rows = {
      Constructor<NewDate>(d, {"", "", "0001-01-01.", "new DateTime()", R"("0001-01-01T00:00:00")"}),
      Method<ToLocal>(d, {"ToLocalTime", "d", "In the local zone, which is UTC.",
                          "new DateTime(2024, 1, 2).ToLocalTime()", R"("2024-01-02T00:00:00Z")"}),
      Static<SameInstant>(d, {"Equals", "t1, t2", "The same ticks.",
                              "DateTime.Equals(DateTime.MinValue, DateTime.MaxValue)", "false"}),
      Property<Microsecond>(d, {"Microsecond", "d", "0 to 999.", "new DateTime(15L).Microsecond", "1"}),
      Property<Nanosecond>(d, {"Nanosecond", "d", "0 to 900.", "new DateTime(15L).Nanosecond", "500"}),
      Method<AddMicroseconds>(
          d, {"AddMicroseconds", "d, value", "Moved by so much; out of range: ArgumentOutOfRangeException.",
              "new DateTime(2024, 1, 1).AddMicroseconds(20)", R"("2024-01-01T00:00:00.00002")", kFails}),
  };
  AddWeeks(rows);
  AddCalendar(rows);
  AddNames(rows);
  return rows;
}

}  // namespace idx::stdlib
