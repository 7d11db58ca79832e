// TimeSpan. Source of the behaviour: System.TimeSpan.
#include <algorithm>
#include <cmath>

#include "stdlib/registry/date_text.h"
#include "stdlib/registry/rows.h"
#include "stdlib/time/date_math.h"
#include "stdlib/time/time_rows.h"

namespace idx::stdlib {
namespace {

constexpr char kTooLong[] = "TimeSpan overflowed because the duration is too long.";

TimeSpan FailSpan(EvalContext& ctx) {
  ctx.Fail(EvalErrorKind::kOverflow, kTooLong);
  return {};
}
TimeSpan Span(EvalContext& ctx, __int128 ticks) {
  if (ticks > INT64_MAX || ticks < INT64_MIN) return FailSpan(ctx);
  return {static_cast<int64_t>(ticks)};
}
// What is too long for a constructor is an argument out of range.
TimeSpan NewSpanOf(EvalContext& ctx, __int128 ticks) {
  if (ticks <= INT64_MAX && ticks >= INT64_MIN) return {static_cast<int64_t>(ticks)};
  ctx.Fail(EvalErrorKind::kArgumentOutOfRange, kTooLong);
  return {};
}
TimeSpan NewSpan(EvalContext& ctx, int32_t h, int32_t m, int32_t s) {
  return NewSpanOf(
      ctx, h * __int128{kTicksPerHour} + m * __int128{kTicksPerMinute} + s * __int128{kTicksPerSecond});
}
TimeSpan NewSpanDays(EvalContext& ctx, int32_t d, int32_t h, int32_t m, int32_t s) {
  return NewSpanOf(ctx, d * __int128{kTicksPerDay} + h * __int128{kTicksPerHour} +
                            m * __int128{kTicksPerMinute} + s * __int128{kTicksPerSecond});
}
TimeSpan NewSpanMilliseconds(EvalContext& ctx, int32_t d, int32_t h, int32_t m, int32_t s, int32_t ms) {
  return NewSpanOf(ctx, d * __int128{kTicksPerDay} + h * __int128{kTicksPerHour} +
                            m * __int128{kTicksPerMinute} + s * __int128{kTicksPerSecond} +
                            ms * __int128{kTicksPerMillisecond});
}
TimeSpan NewSpanMicroseconds(EvalContext& ctx, int32_t d, int32_t h, int32_t m, int32_t s, int32_t ms,
                             int32_t us) {
  return NewSpanOf(ctx, d * __int128{kTicksPerDay} + h * __int128{kTicksPerHour} +
                            m * __int128{kTicksPerMinute} + s * __int128{kTicksPerSecond} +
                            ms * __int128{kTicksPerMillisecond} + us * __int128{kTicksPerMicrosecond});
}
int32_t Nanoseconds(EvalContext&, TimeSpan t) { return static_cast<int32_t>(t.ticks % 10 * 100); }
double TotalNanoseconds(EvalContext&, TimeSpan t) { return static_cast<double>(t.ticks) * 100.0; }
TimeSpan NewSpanTicks(EvalContext&, int64_t ticks) { return {ticks}; }
template <int64_t kUnit>
TimeSpan From(EvalContext& ctx, double value) {
  if (std::isnan(value))
    return ctx.Fail(EvalErrorKind::kArgument, "TimeSpan does not accept floating point Not-a-Number values."),
           TimeSpan();
  double ticks = value * static_cast<double>(kUnit);
  if (!(ticks < 9.2233720368547758e18 && ticks >= -9.2233720368547758e18)) return FailSpan(ctx);
  return {static_cast<int64_t>(ticks)};
}
template <int64_t kUnit, int64_t kModulus>
int32_t Part(EvalContext&, TimeSpan t) {
  return static_cast<int32_t>(t.ticks / kUnit % kModulus);
}
int32_t Days(EvalContext&, TimeSpan t) { return static_cast<int32_t>(t.ticks / kTicksPerDay); }
int64_t Ticks(EvalContext&, TimeSpan t) { return t.ticks; }
template <int64_t kUnit>
double Total(EvalContext&, TimeSpan t) {
  double total = static_cast<double>(t.ticks) / static_cast<double>(kUnit);
  // .NET holds milliseconds within the whole ones that a long's ticks have.
  constexpr double kMost = 922337203685477;
  if constexpr (kUnit == kTicksPerMillisecond) total = std::clamp(total, -kMost, kMost);
  return total;
}
TimeSpan Zero(EvalContext&) { return {}; }
TimeSpan MinValue(EvalContext&) { return {INT64_MIN}; }
TimeSpan MaxValue(EvalContext&) { return {INT64_MAX}; }
int32_t Compare(EvalContext&, TimeSpan a, TimeSpan b) {
  return a.ticks < b.ticks ? -1 : a.ticks > b.ticks ? 1 : 0;
}
bool Equals(EvalContext&, TimeSpan a, TimeSpan b) { return a.ticks == b.ticks; }
TimeSpan FromTicks(EvalContext&, int64_t ticks) { return {ticks}; }
TimeSpan Scaled(EvalContext& ctx, double ticks) {
  ticks = std::nearbyint(ticks);
  if (!(ticks < 9.2233720368547758e18 && ticks >= -9.2233720368547758e18)) return FailSpan(ctx);
  return {static_cast<int64_t>(ticks)};
}
TimeSpan Multiply(EvalContext& ctx, TimeSpan t, double factor) {
  if (std::isnan(factor))
    return ctx.Fail(EvalErrorKind::kArgument,
                    "TimeSpan does not accept floating point Not-a-Number values. (Parameter 'factor')"),
           TimeSpan();
  return Scaled(ctx, static_cast<double>(t.ticks) * factor);
}
TimeSpan MultiplyBy(EvalContext& ctx, double factor, TimeSpan t) { return Multiply(ctx, t, factor); }
TimeSpan Divide(EvalContext& ctx, TimeSpan t, double divisor) {
  if (std::isnan(divisor))
    return ctx.Fail(EvalErrorKind::kArgument,
                    "TimeSpan does not accept floating point Not-a-Number values. (Parameter 'divisor')"),
           TimeSpan();
  return Scaled(ctx, static_cast<double>(t.ticks) / divisor);
}
double Ratio(EvalContext&, TimeSpan a, TimeSpan b) {
  return static_cast<double>(a.ticks) / static_cast<double>(b.ticks);
}
TimeSpan Add(EvalContext& ctx, TimeSpan a, TimeSpan b) {
  return Span(ctx, static_cast<__int128>(a.ticks) + b.ticks);
}
TimeSpan Subtract(EvalContext& ctx, TimeSpan a, TimeSpan b) {
  return Span(ctx, static_cast<__int128>(a.ticks) - b.ticks);
}
TimeSpan Negate(EvalContext& ctx, TimeSpan a) { return Span(ctx, -static_cast<__int128>(a.ticks)); }
TimeSpan Duration(EvalContext& ctx, TimeSpan a) { return a.ticks < 0 ? Negate(ctx, a) : a; }
TimeSpan NewZero(EvalContext&) { return {}; }
TimeSpan ParseSpan(EvalContext& ctx, Text s) {
  TimeSpan value;
  SpanFault fault = ParseTimeSpan(s.view(), value);
  if (fault != SpanFault::kNone) FailSpanText(ctx, s.view(), fault);
  return value;
}
Opt<TimeSpan> TryParseSpan(EvalContext&, NullableText s) {
  TimeSpan value;
  bool ok = !s.text.is_null() && ParseTimeSpan(s.text.view(), value) == SpanFault::kNone;
  return {ok ? value : TimeSpan(), ok};
}
TimeSpan ParseSpanCulture(EvalContext& ctx, Text s, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? ParseSpan(ctx, s) : TimeSpan();
}
Opt<TimeSpan> TryParseSpanCulture(EvalContext& ctx, NullableText s, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? TryParseSpan(ctx, s) : Opt<TimeSpan>{};
}

bool CheckExact(EvalContext& ctx, CultureInfo culture, TimeSpanStyles styles) {
  if (!CheckInvariant(ctx, culture)) return false;
  if (styles == TimeSpanStyles::kNone || styles == TimeSpanStyles::kAssumeNegative) return true;
  ctx.Fail(EvalErrorKind::kArgument, "An undefined TimeSpanStyles value is being used. (Parameter 'styles')");
  return false;
}
// One format is told why it does not fit, many are not.
Opt<TimeSpan> ReadExact(std::string_view s, List<Text> formats, TimeSpanStyles styles, SpanFault& fault) {
  TimeSpan value;
  fault = SpanFault::kText;
  bool negative = styles == TimeSpanStyles::kAssumeNegative;
  for (const Text& format : formats) {
    fault = ParseTimeSpanExact(s, format.view(), negative, value);
    if (fault == SpanFault::kNone) return Some(value);
    if (format.length == 0) return {};
  }
  if (formats.size() != 1) fault = SpanFault::kText;
  return {};
}
TimeSpan ParseExactMany(EvalContext& ctx, Text s, List<Text> formats, CultureInfo culture,
                        TimeSpanStyles styles) {
  SpanFault fault;
  if (!CheckExact(ctx, culture, styles)) return {};
  Opt<TimeSpan> value = ReadExact(s.view(), formats, styles, fault);
  if (!value.present && formats.size() == 0) FailFormat(ctx, "No format specifiers were provided.");
  if (!value.present) FailSpanText(ctx, s.view(), fault);
  return value.value;
}
TimeSpan ParseExact(EvalContext& ctx, Text s, Text format, CultureInfo culture, TimeSpanStyles styles) {
  return ParseExactMany(ctx, s, ListOf(&format, 1), culture, styles);
}
Opt<TimeSpan> TryParseExactMany(EvalContext& ctx, NullableText s, List<Text> formats, CultureInfo culture,
                                TimeSpanStyles styles) {
  SpanFault fault;
  if (!CheckExact(ctx, culture, styles) || s.text.is_null()) return {};
  return ReadExact(s.text.view(), formats, styles, fault);
}
Opt<TimeSpan> TryParseExactStyles(EvalContext& ctx, NullableText s, NullableText format, CultureInfo culture,
                                  TimeSpanStyles styles) {
  return TryParseExactMany(ctx, s, ListOf(&format.text, format.text.is_null() ? 0 : 1), culture, styles);
}
Opt<TimeSpan> TryParseExact(EvalContext& ctx, NullableText s, NullableText format, CultureInfo culture) {
  return TryParseExactStyles(ctx, s, format, culture, {});
}
Opt<TimeSpan> TryParseExactOfMany(EvalContext& ctx, NullableText s, List<Text> formats, CultureInfo culture) {
  return TryParseExactMany(ctx, s, formats, culture, {});
}
template <int64_t kUnit>
int64_t TicksPer(EvalContext&) {
  return kUnit;
}
bool SameSpan(EvalContext&, TimeSpan a, TimeSpan b) { return a.ticks == b.ticks; }

void AddExactRows(std::vector<Row>& rows) {
  constexpr std::string_view o = "TimeSpan";
  constexpr std::string_view exact =
      "Exactly by a format of .NET: c, g, G or a custom one; else FormatException, parts out of range "
      "OverflowException.";
  constexpr std::string_view tries = "False, and no time in the variable, where ParseExact would fail.";
  constexpr std::string_view unit = "So many ticks of 100 ns.";
  std::vector<Row> more = {
      Constructor<NewZero>(o, {"", "", "No time.", "new TimeSpan().ToString()", R"("00:00:00")"}),
      Static<ParseExact>(
          o, {"ParseExact", "input, format, provider, styles = TimeSpanStyles.None", exact,
              R"(TimeSpan.ParseExact("01:30", @"hh\:mm", CultureInfo.InvariantCulture).TotalHours)", "1.5",
              kFails}),
      Static<ParseExactMany>(
          o,
          {"ParseExact", "input, formats, provider, styles = TimeSpanStyles.None", exact,
           R"(TimeSpan.ParseExact("90", new[] { @"hh\:mm", "%d" }, CultureInfo.InvariantCulture).TotalDays)",
           "90", kFails}),
      Static<TryParseExact>(
          o, {"TryParseExact", "input, format, provider", tries,
              R"(TimeSpan.TryParseExact("x", "c", CultureInfo.InvariantCulture, out var t))", "false",
              kTry | kFails}),
      Static<TryParseExactOfMany>(
          o, {"TryParseExact", "input, formats, provider", tries,
              R"(TimeSpan.TryParseExact("x", new[] { "c" }, CultureInfo.InvariantCulture, out var t))",
              "false", kTry | kFails}),
      Static<TryParseExactStyles>(
          o,
          {"TryParseExact", "input, format, provider, styles", tries,
           R"(TimeSpan.TryParseExact("x", "c", CultureInfo.InvariantCulture, TimeSpanStyles.None, out var t))",
           "false", kTry | kFails}),
      Static<TryParseExactMany>(
          o,
          {"TryParseExact", "input, formats, provider, styles", tries,
           R"(TimeSpan.TryParseExact("x", new[] { "c" }, CultureInfo.InvariantCulture, TimeSpanStyles.None, out var t))",
           "false", kTry | kFails}),
      Value<TicksPer<kTicksPerDay>>(o, {"TicksPerDay", "", unit, "TimeSpan.TicksPerDay", "864000000000"}),
      Value<TicksPer<kTicksPerHour>>(o, {"TicksPerHour", "", unit, "TimeSpan.TicksPerHour", "36000000000"}),
      Value<TicksPer<kTicksPerMinute>>(o,
                                       {"TicksPerMinute", "", unit, "TimeSpan.TicksPerMinute", "600000000"}),
      Value<TicksPer<kTicksPerSecond>>(o,
                                       {"TicksPerSecond", "", unit, "TimeSpan.TicksPerSecond", "10000000"}),
      Value<TicksPer<kTicksPerMillisecond>>(
          o, {"TicksPerMillisecond", "", unit, "TimeSpan.TicksPerMillisecond", "10000"}),
      Value<TicksPer<kTicksPerMicrosecond>>(
          o, {"TicksPerMicrosecond", "", unit, "TimeSpan.TicksPerMicrosecond", "10"}),
      Value<TicksPer<100>>(o, {"NanosecondsPerTick", "", "100.", "TimeSpan.NanosecondsPerTick", "100"}),
      Static<From<kTicksPerMicrosecond>>(
          o, {"FromMicroseconds", "value", "So much time; too long: OverflowException.",
              "TimeSpan.FromMicroseconds(15).ToString()", R"("00:00:00.0000150")", kFails}),
      Property<Total<kTicksPerMicrosecond>>(o, {"TotalMicroseconds", "t", "The whole duration in that unit.",
                                                "TimeSpan.FromSeconds(2).TotalMicroseconds", "2000000"}),
      Property<Part<kTicksPerMicrosecond, 1000>>(o, {"Microseconds", "t", "That part of the duration.",
                                                     "TimeSpan.FromTicks(15L).Microseconds", "1"}),
      Method<SameSpan>(o, {"Equals", "t, obj", "Of the same length.",
                           "TimeSpan.Zero.Equals(TimeSpan.FromHours(0))", "true"}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}

void AddOperators(std::vector<Row>& rows) {
  constexpr std::string_view o = "TimeSpan";
  constexpr std::string_view sum = "Too long: OverflowException.";
  std::vector<Row> more = {
      Method<Add>(o, {"Add", "t, ts", sum, "TimeSpan.FromHours(1).Add(TimeSpan.FromHours(2)).TotalHours", "3",
                      kFails}),
      Method<Subtract>(o, {"Subtract", "t, ts", sum,
                           "TimeSpan.FromHours(3).Subtract(TimeSpan.FromHours(2)).TotalHours", "1", kFails}),
      Method<Multiply>(
          o, {"Multiply", "t, factor", sum, "TimeSpan.FromHours(1).Multiply(1.5).TotalHours", "1.5", kFails}),
      Method<Divide>(
          o, {"Divide", "t, divisor", sum, "TimeSpan.FromHours(3).Divide(2.0).TotalHours", "1.5", kFails}),
      Method<Ratio>(o, {"Divide", "t, ts", "How often the other goes into it.",
                        "TimeSpan.FromHours(3).Divide(TimeSpan.FromHours(2))", "1.5"}),
      Static<Add>("$", {"Add", "a, b", "What TimeSpan + TimeSpan means.",
                        "(TimeSpan.FromHours(1) + TimeSpan.FromHours(2)).TotalHours", "3", kFails}),
      Static<Subtract>("$", {"Subtract", "a, b", "What TimeSpan - TimeSpan means.",
                             "(TimeSpan.FromHours(3) - TimeSpan.FromHours(2)).TotalHours", "1", kFails}),
      Static<Multiply>("$", {"Multiply", "t, factor", "What TimeSpan * double means.",
                             "(TimeSpan.FromHours(1) * 2).TotalHours", "2", kFails}),
      Static<MultiplyBy>("$", {"Multiply", "factor, t", "What double * TimeSpan means.",
                               "(2 * TimeSpan.FromHours(1)).TotalHours", "2", kFails}),
      Static<Divide>("$", {"Divide", "t, divisor", "What TimeSpan / double means.",
                           "(TimeSpan.FromHours(1) / 2).TotalHours", "0.5", kFails}),
      Static<Ratio>("$", {"Divide", "a, b", "What TimeSpan / TimeSpan means.",
                          "TimeSpan.FromHours(1) / TimeSpan.FromHours(2)", "0.5"}),
      Static<Compare>(o, {"Compare", "t1, t2", "-1, 0 or 1.",
                          "TimeSpan.Compare(TimeSpan.Zero, TimeSpan.MaxValue)", "-1"}),
      Method<Compare>(
          o, {"CompareTo", "t, value", "-1, 0 or 1.", "TimeSpan.Zero.CompareTo(TimeSpan.MaxValue)", "-1"}),
      Static<Equals>(o, {"Equals", "t1, t2", "Of the same length.",
                         "TimeSpan.Equals(TimeSpan.Zero, TimeSpan.FromHours(0))", "true"}),
      Static<FromTicks>(o, {"FromTicks", "value", "Of so many 100 ns steps.",
                            "TimeSpan.FromTicks(10000000L).ToString()", R"("00:00:01")"}),
      Value<MinValue>(o, {"MinValue", "", "The shortest.", "TimeSpan.MinValue.Days", "-10675199"}),
      Value<MaxValue>(o, {"MaxValue", "", "The longest.", "TimeSpan.MaxValue.Days", "10675199"}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}

}  // namespace

std::vector<Row> TimeSpanRows() {
  constexpr std::string_view o = "TimeSpan";
  constexpr std::string_view from = "So much time; too long: OverflowException.";
  constexpr std::string_view part = "That part of the duration.";
  constexpr std::string_view total = "The whole duration in that unit.";
  std::vector<Row> rows = {
      Constructor<NewSpan>(o, {"", "hours, minutes, seconds", from, "new TimeSpan(1, 2, 3).ToString()",
                               R"("01:02:03")", kFails}),
      Constructor<NewSpanDays>(o, {"", "days, hours, minutes, seconds", from,
                                   "new TimeSpan(1, 2, 3, 4).ToString()", R"("1.02:03:04")", kFails}),
      Constructor<NewSpanMilliseconds>(
          o, {"", "days, hours, minutes, seconds, milliseconds", from,
              "new TimeSpan(1, 2, 3, 4, 5).ToString()", R"("1.02:03:04.0050000")", kFails}),
      Constructor<NewSpanMicroseconds>(
          o, {"", "days, hours, minutes, seconds, milliseconds, microseconds", from,
              "new TimeSpan(0, 1, 2, 3, 4, 5).ToString()", R"("01:02:03.0040050")", kFails}),
      Property<Nanoseconds>(o, {"Nanoseconds", "t", "-900 to 900.", "new TimeSpan(15L).Nanoseconds", "500"}),
      Property<TotalNanoseconds>(
          o, {"TotalNanoseconds", "t", "All of it.", "new TimeSpan(15L).TotalNanoseconds", "1500"}),
      Constructor<NewSpanTicks>(o,
                                {"", "ticks", from, "new TimeSpan(10000000L).ToString()", R"("00:00:01")"}),
      Static<From<kTicksPerDay>>(
          o, {"FromDays", "value", from, "TimeSpan.FromDays(1).ToString()", R"("1.00:00:00")", kFails}),
      Static<From<kTicksPerHour>>(
          o, {"FromHours", "value", from, "TimeSpan.FromHours(1).ToString()", R"("01:00:00")", kFails}),
      Static<From<kTicksPerMinute>>(
          o, {"FromMinutes", "value", from, "TimeSpan.FromMinutes(1).ToString()", R"("00:01:00")", kFails}),
      Static<From<kTicksPerSecond>>(
          o, {"FromSeconds", "value", from, "TimeSpan.FromSeconds(1).ToString()", R"("00:00:01")", kFails}),
      Static<From<kTicksPerMillisecond>>(
          o, {"FromMilliseconds", "value", from, "TimeSpan.FromMilliseconds(1500).ToString()",
              R"("00:00:01.5000000")", kFails}),
      Property<Days>(o, {"Days", "t", part, "TimeSpan.FromHours(25).Days", "1"}),
      Property<Part<kTicksPerHour, 24>>(o, {"Hours", "t", part, "TimeSpan.FromHours(25).Hours", "1"}),
      Property<Part<kTicksPerMinute, 60>>(o, {"Minutes", "t", part, "TimeSpan.FromSeconds(90).Minutes", "1"}),
      Property<Part<kTicksPerSecond, 60>>(o,
                                          {"Seconds", "t", part, "TimeSpan.FromSeconds(90).Seconds", "30"}),
      Property<Part<kTicksPerMillisecond, 1000>>(
          o, {"Milliseconds", "t", part, "TimeSpan.FromSeconds(1.5).Milliseconds", "500"}),
      Property<Ticks>(o, {"Ticks", "t", "100 ns steps.", "TimeSpan.FromSeconds(1).Ticks", "10000000"}),
      Property<Total<kTicksPerDay>>(o, {"TotalDays", "t", total, "TimeSpan.FromHours(36).TotalDays", "1.5"}),
      Property<Total<kTicksPerHour>>(
          o, {"TotalHours", "t", total, "TimeSpan.FromMinutes(90).TotalHours", "1.5"}),
      Property<Total<kTicksPerMinute>>(
          o, {"TotalMinutes", "t", total, "TimeSpan.FromSeconds(90).TotalMinutes", "1.5"}),
      Property<Total<kTicksPerSecond>>(
          o, {"TotalSeconds", "t", total, "TimeSpan.FromMinutes(2).TotalSeconds", "120"}),
      Property<Total<kTicksPerMillisecond>>(
          o, {"TotalMilliseconds", "t", total, "TimeSpan.FromSeconds(2).TotalMilliseconds", "2000"}),
      Value<Zero>(o, {"Zero", "", "No time.", "TimeSpan.Zero.ToString()", R"("00:00:00")"}),
      Method<Negate>(o, {"Negate", "t", "With the other sign.", "TimeSpan.FromHours(1).Negate().TotalHours",
                         "-1", kFails}),
      Method<Duration>(
          o, {"Duration", "t", "Without sign.", "TimeSpan.FromHours(-1).Duration().TotalHours", "1", kFails}),
      Static<ParseSpan>(
          o, {"Parse", "s",
              "[-][d.]hh:mm[:ss[.fffffff]]; else FormatException, parts out of range OverflowException.",
              R"(TimeSpan.Parse("1.12:00:00").TotalHours)", "36", kFails}),
      Static<TryParseSpan>(o, {"TryParse", "s", "False where Parse would fail.",
                               R"(TimeSpan.TryParse("no", out var t))", "false", kTry}),
      Static<ParseSpanCulture>(
          o, {"Parse", "s, provider", "The same by the invariant culture.",
              R"(TimeSpan.Parse("12:00", CultureInfo.InvariantCulture).TotalHours)", "12", kFails}),
      Static<TryParseSpanCulture>(
          o, {"TryParse", "s, provider", "False where Parse would fail.",
              R"(TimeSpan.TryParse("no", CultureInfo.InvariantCulture, out var t))", "false", kTry | kFails}),
  };
  AddOperators(rows);
  AddExactRows(rows);
  return rows;
}

}  // namespace idx::stdlib
