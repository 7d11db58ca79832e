// DateTime.Parse and its kin, file times and Unix times.
#include "base/value/date_format.h"
#include "stdlib/registry/date_text.h"
#include "stdlib/registry/rows.h"
#include "stdlib/time/date_math.h"
#include "stdlib/time/time_rows.h"

namespace idx::stdlib {
namespace {

// Source: System.DateTime.FromFileTimeUtc.
constexpr int64_t kMaxFileTime = kMaxDateTimeTicks - kFileTimeEpochTicks;

bool CheckStyles(EvalContext& ctx, DateTimeStyles styles) {
  auto flags = static_cast<int32_t>(styles);
  bool both = (flags & date_styles::kAssumeLocal) != 0 && (flags & date_styles::kAssumeUniversal) != 0;
  bool round =
      (flags & date_styles::kRoundtripKind) != 0 &&
      (flags & (date_styles::kAssumeLocal | date_styles::kAssumeUniversal | date_styles::kToUniversal)) != 0;
  if ((flags & ~0xFF) != 0 || both || round) {
    ctx.Fail(EvalErrorKind::kArgument,
             "An undefined or contradicting DateTimeStyles value is being used. (Parameter 'styles')");
    return false;
  }
  if ((flags & date_styles::kAssumeLocal) == 0) return true;
  FailUnsupported(ctx, "there is no local time zone: use AssumeUniversal");
  return false;
}
DateTime Parse(EvalContext& ctx, Text s) { return ReadDateTime(ctx, s.view()); }
DateTime ParseCulture(EvalContext& ctx, Text s, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? Parse(ctx, s) : DateTime();
}
DateTime ParseStyles(EvalContext& ctx, Text s, CultureInfo culture, DateTimeStyles styles) {
  if (!CheckInvariant(ctx, culture) || !CheckStyles(ctx, styles)) return {};
  return ReadDateTime(ctx, s.view(), static_cast<int32_t>(styles));
}
Opt<DateTime> TryParseStyles(EvalContext& ctx, NullableText s, CultureInfo culture, DateTimeStyles styles) {
  DateTime value;
  DateFault fault;
  if (!CheckInvariant(ctx, culture) || !CheckStyles(ctx, styles) || s.text.is_null()) return {};
  bool ok = ParseDateTime(s.text.view(), static_cast<int32_t>(styles), ctx.today, value, fault);
  return {ok ? value : DateTime(), ok};
}
Opt<DateTime> TryParse(EvalContext& ctx, NullableText s) { return TryParseStyles(ctx, s, {}, {}); }
Opt<DateTime> TryParseCulture(EvalContext& ctx, NullableText s, CultureInfo culture) {
  return TryParseStyles(ctx, s, culture, {});
}
DateTime ParseExactStyles(EvalContext& ctx, Text s, Text format, CultureInfo culture, DateTimeStyles styles) {
  DateTime value;
  DateFault fault;
  if (!CheckInvariant(ctx, culture) || !CheckStyles(ctx, styles)) return {};
  if (!ParseDateTimeExact(s.view(), format.view(), static_cast<int32_t>(styles), ctx.today, value, fault))
    FailDateText(ctx, s.view(), fault, "DateTime");
  return value;
}
DateTime ParseExactPlain(EvalContext& ctx, Text s, Text format, CultureInfo culture) {
  return ParseExactStyles(ctx, s, format, culture, {});
}
Opt<DateTime> TryParseExactMany(EvalContext& ctx, NullableText s, List<Text> formats, CultureInfo culture,
                                DateTimeStyles styles) {
  DateTime value;
  DateFault fault;
  if (!CheckInvariant(ctx, culture) || !CheckStyles(ctx, styles) || s.text.is_null()) return {};
  for (const Text& format : formats) {
    if (format.length == 0) break;
    if (ParseDateTimeExact(s.text.view(), format.view(), static_cast<int32_t>(styles), ctx.today, value,
                           fault))
      return Some(value);
  }
  return {};
}
Opt<DateTime> TryParseExact(EvalContext& ctx, NullableText s, NullableText format, CultureInfo culture,
                            DateTimeStyles styles) {
  if (!format.text.is_null()) return TryParseExactMany(ctx, s, ListOf(&format.text, 1), culture, styles);
  if (CheckInvariant(ctx, culture)) CheckStyles(ctx, styles);
  return {};
}
DateTime ParseExactMany(EvalContext& ctx, Text s, List<Text> formats, CultureInfo culture,
                        DateTimeStyles styles) {
  Opt<DateTime> value = TryParseExactMany(ctx, {s}, formats, culture, styles);
  if (value.present || ctx.failed()) return value.value;
  if (formats.size() == 0)
    FailFormat(ctx, "No format specifiers were provided.");
  else
    FailDateText(ctx, s.view(), {}, "DateTime");
  return {};
}

DateTime FromFileTimeUtc(EvalContext& ctx, int64_t n) {
  if (n < 0 || n > kMaxFileTime) return FailRange(ctx, "fileTime", "Not a valid Win32 FileTime."), DateTime();
  return DateTime::Of(n + kFileTimeEpochTicks, DateTimeKind::kUtc);
}
int64_t ToFileTimeUtc(EvalContext& ctx, DateTime d) {
  if (d.ticks() < kFileTimeEpochTicks) {
    ctx.Fail(EvalErrorKind::kArgumentOutOfRange, "Not a valid Win32 FileTime.");
    return 0;
  }
  return d.ticks() - kFileTimeEpochTicks;
}
Opt<DateTime> FromFileTime(EvalContext&, Opt<int64_t> n) {
  if (!n.present || n.value <= 0 || n.value > kMaxFileTime) return {};
  return Some(DateTime::Of(n.value + kFileTimeEpochTicks, DateTimeKind::kUtc));
}
Opt<int64_t> ToFileTime(EvalContext&, Opt<DateTime> d) {
  if (!d.present || d.value.ticks() < kFileTimeEpochTicks) return {};
  return Some(d.value.ticks() - kFileTimeEpochTicks);
}
template <int64_t kUnit>
Opt<DateTime> FromUnix(EvalContext&, Opt<int64_t> n) {
  __int128 ticks = static_cast<__int128>(n.value) * kUnit + kUnixEpochTicks;
  if (!n.present || ticks < 0 || ticks > kMaxDateTimeTicks) return {};
  return Some(DateTime::Of(static_cast<int64_t>(ticks), DateTimeKind::kUtc));
}
template <int64_t kUnit>
Opt<int64_t> ToUnix(EvalContext&, Opt<DateTime> d) {
  if (!d.present) return {};
  int64_t ticks = d.value.ticks() - kUnixEpochTicks;
  int64_t whole = ticks / kUnit;
  return Some(ticks % kUnit < 0 ? whole - 1 : whole);
}
int64_t FileTimeToUnix(EvalContext&, int64_t n) { return n / kTicksPerSecond - 11644473600; }
int64_t UnixToFileTime(EvalContext& ctx, int64_t n) {
  int64_t sum, ticks;
  if (__builtin_add_overflow(n, int64_t{11644473600}, &sum) ||
      __builtin_mul_overflow(sum, kTicksPerSecond, &ticks)) {
    FailRange(ctx, "seconds", "The seconds are outside the range of file times.");
    return 0;
  }
  return ticks;
}

}  // namespace

std::vector<Row> DateParseRows() {
  constexpr std::string_view o = "DateTime", h = "Dates";
  constexpr std::string_view parse =
      "Year first or month first, invariant names. An offset gives UTC; a missing date is the run's. Else "
      "FormatException.";
  constexpr std::string_view exact =
      "Exactly by a format of .NET, invariant names; else FormatException. A missing date or year is the "
      "run's.";
  constexpr std::string_view tries =
      "False, and DateTime.MinValue in the variable, where the parse would fail.";
  constexpr std::string_view day = R"("2024-05-06T00:00:00")";
  return {
      Static<Parse>(o, {"Parse", "s", parse, R"(DateTime.Parse("2024-05-06"))", day, kFails | kDate}),
      Static<ParseCulture>(
          o, {"Parse", "s, provider", parse, R"(DateTime.Parse("5/6/2024", CultureInfo.InvariantCulture))",
              day, kFails | kDate}),
      Static<ParseStyles>(
          o, {"Parse", "s, provider, styles", parse,
              R"(DateTime.Parse("6 May 2024", CultureInfo.InvariantCulture, DateTimeStyles.None))", day,
              kFails | kDate}),
      Static<TryParse>(
          o, {"TryParse", "s", tries, R"(DateTime.TryParse("no", out var d))", "false", kTry | kDate}),
      Static<TryParseCulture>(o, {"TryParse", "s, provider", tries,
                                  R"(DateTime.TryParse("no", CultureInfo.InvariantCulture, out var d))",
                                  "false", kTry | kFails | kDate}),
      Static<TryParseStyles>(
          o, {"TryParse", "s, provider, styles", tries,
              R"(DateTime.TryParse("no", CultureInfo.InvariantCulture, DateTimeStyles.None, out var d))",
              "false", kTry | kFails | kDate}),
      Static<ParseExactPlain>(
          o, {"ParseExact", "s, format, provider", exact,
              R"(DateTime.ParseExact("06.05.2024", "dd.MM.yyyy", CultureInfo.InvariantCulture))", day,
              kFails | kDate}),
      Static<ParseExactStyles>(
          o,
          {"ParseExact", "s, format, provider, style", exact,
           R"(DateTime.ParseExact("06.05.2024", "dd.MM.yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None))",
           day, kFails | kDate}),
      Static<ParseExactMany>(
          o,
          {"ParseExact", "s, formats, provider, style", exact,
           R"(DateTime.ParseExact("06.05.2024", new[] { "yyyy", "dd.MM.yyyy" }, CultureInfo.InvariantCulture, DateTimeStyles.None))",
           day, kFails | kDate}),
      Static<TryParseExact>(
          o,
          {"TryParseExact", "s, format, provider, style", tries,
           R"(DateTime.TryParseExact("99", "dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var d))",
           "false", kTry | kFails | kDate}),
      Static<TryParseExactMany>(
          o,
          {"TryParseExact", "s, formats, provider, style", tries,
           R"(DateTime.TryParseExact("99", new[] { "dd" }, CultureInfo.InvariantCulture, DateTimeStyles.None, out var d))",
           "false", kTry | kFails | kDate}),
      Static<FromFileTimeUtc>(
          o, {"FromFileTimeUtc", "fileTime",
              "From 100 ns steps since 1601; negative or too large: ArgumentOutOfRangeException.",
              "DateTime.FromFileTimeUtc(131900832000000000L)", R"("2018-12-24T00:00:00Z")", kFails}),
      Method<ToFileTimeUtc>(
          o, {"ToFileTimeUtc", "d", "100 ns steps since 1601; before 1601: ArgumentOutOfRangeException.",
              "new DateTime(2018, 12, 24).ToFileTimeUtc()", "131900832000000000", kFails}),
      Static<FromFileTimeUtc>(
          o, {"FromFileTime", "fileTime", "As FromFileTimeUtc: the local zone is UTC.",
              "DateTime.FromFileTime(131900832000000000L)", R"("2018-12-24T00:00:00Z")", kFails}),
      Method<ToFileTimeUtc>(o, {"ToFileTime", "d", "As ToFileTimeUtc: the local zone is UTC.",
                                "new DateTime(2018, 12, 24).ToFileTime()", "131900832000000000", kFails}),
      Static<FromFileTime>(
          h, {"FromFileTime", "fileTime",
              "As FromFileTimeUtc; 0, long.MaxValue (never), null and impossible values are null.",
              "Dates.FromFileTime(0L)", "null"}),
      Static<ToFileTime>(h, {"ToFileTime", "d", "100 ns steps since 1601; null for null and before 1601.",
                             "Dates.ToFileTime(new DateTime(2018, 12, 24))", "131900832000000000"}),
      Static<FromUnix<kTicksPerSecond>>(h,
                                        {"FromUnixSeconds", "seconds", "UTC; null for null and out of range.",
                                         "Dates.FromUnixSeconds(0L)", R"("1970-01-01T00:00:00Z")"}),
      Static<FromUnix<kTicksPerMillisecond>>(
          h, {"FromUnixMilliseconds", "milliseconds", "UTC; null for null and out of range.",
              "Dates.FromUnixMilliseconds(1500L)", R"("1970-01-01T00:00:01.5Z")"}),
      Static<ToUnix<kTicksPerSecond>>(
          h, {"ToUnixSeconds", "d", "Seconds since 1970, rounded down; null for null.",
              "Dates.ToUnixSeconds(new DateTime(1970, 1, 2))", "86400"}),
      Static<ToUnix<kTicksPerMillisecond>>(
          h, {"ToUnixMilliseconds", "d", "Milliseconds since 1970, rounded down; null for null.",
              "Dates.ToUnixMilliseconds(new DateTime(1970, 1, 2))", "86400000"}),
      Static<FileTimeToUnix>(h, {"FileTimeToUnixSeconds", "fileTime", "Parts of a second are cut.",
                                 "Dates.FileTimeToUnixSeconds(131900832000000000L)", "1545609600"}),
      Static<UnixToFileTime>(
          h, {"UnixSecondsToFileTime", "seconds", "The inverse; out of range: ArgumentOutOfRangeException.",
              "Dates.UnixSecondsToFileTime(1545609600L)", "131900832000000000", kFails}),
  };
}

}  // namespace idx::stdlib
