// TimeSpan. Source of the behaviour: System.TimeSpan.
#include <cmath>

#include "base/value/date_format.h"
#include "stdlib/registry/rows.h"
#include "stdlib/time/date_math.h"
#include "stdlib/time/time_rows.h"

namespace idx::stdlib {
namespace {

TimeSpan FailSpan(EvalContext& ctx) {
  ctx.Fail(EvalErrorKind::kOverflow, "TimeSpan overflowed because the duration is too long.");
  return {};
}
TimeSpan Span(EvalContext& ctx, __int128 ticks) {
  if (ticks > INT64_MAX || ticks < INT64_MIN) return FailSpan(ctx);
  return {static_cast<int64_t>(ticks)};
}
TimeSpan NewSpan(EvalContext& ctx, int32_t h, int32_t m, int32_t s) {
  return Span(ctx,
              h * __int128{kTicksPerHour} + m * __int128{kTicksPerMinute} + s * __int128{kTicksPerSecond});
}
TimeSpan NewSpanDays(EvalContext& ctx, int32_t d, int32_t h, int32_t m, int32_t s) {
  return Span(ctx, d * __int128{kTicksPerDay} + h * __int128{kTicksPerHour} + m * __int128{kTicksPerMinute} +
                       s * __int128{kTicksPerSecond});
}
TimeSpan NewSpanMilliseconds(EvalContext& ctx, int32_t d, int32_t h, int32_t m, int32_t s, int32_t ms) {
  return Span(ctx, d * __int128{kTicksPerDay} + h * __int128{kTicksPerHour} + m * __int128{kTicksPerMinute} +
                       s * __int128{kTicksPerSecond} + ms * __int128{kTicksPerMillisecond});
}
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
  return static_cast<double>(t.ticks) / static_cast<double>(kUnit);
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
TimeSpan ParseSpan(EvalContext& ctx, Text s) {
  TimeSpan value;
  bool overflow;
  if (ParseTimeSpan(s.view(), value, overflow)) return value;
  if (overflow)
    ctx.Fail(EvalErrorKind::kOverflow,
             "The TimeSpan string could not be parsed because at least one of the numeric components is out "
             "of range.");
  else
    FailFormat(ctx, "String was not recognized as a valid TimeSpan.");
  return {};
}
Opt<TimeSpan> TryParseSpan(EvalContext&, NullableText s) {
  TimeSpan value;
  bool overflow, ok = !s.text.is_null() && ParseTimeSpan(s.text.view(), value, overflow);
  return {ok ? value : TimeSpan(), ok};
}
TimeSpan ParseSpanCulture(EvalContext& ctx, Text s, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? ParseSpan(ctx, s) : TimeSpan();
}
Opt<TimeSpan> TryParseSpanCulture(EvalContext& ctx, NullableText s, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? TryParseSpan(ctx, s) : Opt<TimeSpan>{};
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
  return rows;
}

}  // namespace idx::stdlib
