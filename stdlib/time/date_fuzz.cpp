// Any bytes as a format (the first line) and a text (the rest): what the readers of dates take they print
// back to the same instant, the readers agree with each other, and a format of any parts reads what it
// printed.
#include <algorithm>
#include <array>

#include "base/core/assert.h"
#include "base/value/calendar.h"
#include "base/value/date_format.h"
#include "stdlib/registry/results.h"
#include "stdlib/time/time_rows.h"

namespace idx::stdlib {
namespace {

constexpr DateTime kNow = DateTime::Of(638'550'000'000'000'000, DateTimeKind::kUtc);  // in 2024
constexpr DateOnly kToday = {DaysOf(kNow)};

bool Same(DateTime a, DateTime b) { return a.bits == b.bits; }
bool InRange(DateTime value) {
  return value.ticks() <= kMaxDateTimeTicks && value.kind() <= DateTimeKind::kUtc;
}
std::string Print(DateTime value, std::string_view format) {
  std::string out;
  IDX_ASSERT(AppendDateTime(out, value, format));
  return out;
}

void CheckValue(DateTime value) {
  IDX_ASSERT(InRange(value));
  DateTime again;
  std::string iso;
  AppendIso8601(iso, value);
  IDX_ASSERT(ParseIso8601(iso, again) && Same(again, value));
  IDX_ASSERT(ParseDateTime(iso, kToday, again) && Same(again, value));
  IDX_ASSERT(ParseDateTimeExact(Print(value, "O"), "O", kToday, again) && Same(again, value));
  for (std::string_view format : {"s", "u", "R", "F", "G"}) {
    std::string text = Print(value, format);
    int64_t seconds = value.ticks() / kTicksPerSecond;
    IDX_ASSERT(ParseDateTimeExact(text, format, kToday, again) && again.ticks() / kTicksPerSecond == seconds);
    IDX_ASSERT(ParseDateTime(text, kToday, again) || format == "u" || format == "F");
  }
}

void CheckFree(std::string_view text) {
  DateTime value, iso;
  bool parsed = ParseDateTime(text, kToday, value);
  if (parsed) CheckValue(value);
  if (ParseIso8601(text, iso)) IDX_ASSERT(parsed && Same(iso, value));
}

void CheckExact(std::string_view text, std::string_view format) {
  DateTime value;
  DateFault fault;
  for (int32_t styles : {0, 1, 2, 4, 7, 8, 16, 64, 128})
    if (ParseDateTimeExact(text, format, styles, kToday, value, fault)) CheckValue(value);
  std::string out;
  AppendDateTime(out, kNow, format);
  AppendDateOnly(out, {DaysOf(kNow)}, format);
}

// A format that names each part once at least, in the order of `bytes`, divided so that no part can take
// another's digits.
std::string FormatOf(std::string_view bytes) {
  constexpr std::array<std::string_view, 14> kParts = {"MM",   "M",  "MMM", "MMMM", "dd",     "d",   "ddd",
                                                       "dddd", "mm", "m",   "s",    "'at' K", "zzz", "''"};
  constexpr std::array<std::string_view, 6> kNeeded = {"yyyy", "MM", "dd", "mm", "ss", "fffffff"};
  std::string format;
  size_t needed = 0;
  for (char byte : bytes) {
    auto choice = static_cast<uint8_t>(byte);
    bool next = choice % 2 == 0 && needed < kNeeded.size();
    format += next ? kNeeded[needed++] : kParts[choice / 2 % kParts.size()];
    format += choice % 3 == 0 ? "|" : " \\y";
  }
  while (needed < kNeeded.size()) (format += kNeeded[needed++]) += "_";
  bool half_days = !bytes.empty() && static_cast<uint8_t>(bytes[0]) >= 128;
  return format + (half_days ? "hh-tt" : "HH");
}

void CheckMadeFormat(std::string_view bytes) {
  if (bytes.size() < 8) return;
  uint64_t ticks = 0;
  for (char byte : bytes.substr(0, 8)) ticks = ticks << 8 | static_cast<uint8_t>(byte);
  DateTime value = DateTime::Of(static_cast<int64_t>(ticks % (uint64_t{kMaxDateTimeTicks} + 1)),
                                ticks % 3 == 0 ? DateTimeKind::kUtc : DateTimeKind::kUnspecified);
  CheckValue(value);
  std::string format = FormatOf(bytes.substr(8, 24));
  DateTime again;
  IDX_ASSERT(ParseDateTimeExact(Print(value, format), format, kToday, again) && again == value);
}

void CheckSpan(TimeSpan value) {
  for (std::string_view format : {"c", "g", "G"}) {
    std::string text;
    TimeSpan again;
    IDX_ASSERT(AppendTimeSpan(text, value, format));
    IDX_ASSERT(ParseTimeSpan(text, again) == SpanFault::kNone && again == value);
  }
}
void CheckSpans(std::string_view text, std::string_view format) {
  TimeSpan value;
  if (ParseTimeSpan(text, value) == SpanFault::kNone) CheckSpan(value);
  for (bool negative : {false, true})
    if (ParseTimeSpanExact(text, format, negative, value) == SpanFault::kNone) CheckSpan(value);
  for (char byte : text.substr(0, 8))
    value.ticks = static_cast<int64_t>(static_cast<uint64_t>(value.ticks) << 8 | static_cast<uint8_t>(byte));
  CheckSpan(value);
  std::string out;
  AppendTimeSpan(out, value, format);
}

const Row& FindRow(std::string_view name) {
  static const std::vector<Row> rows = DatesRows();
  auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.name == name; });
  IDX_ASSERT(row != rows.end());
  return *row;
}
Slot Call(EvalContext& ctx, std::string_view name, std::span<const Slot> arguments) {
  Slot result;
  ctx.Begin();
  FindRow(name).uniform(ctx, arguments.data(), &result);
  return result;
}

void CheckGeneralized(std::string_view text) {
  Arena arena;
  EvalContext ctx;
  ctx.arena = &arena;
  ctx.now = kNow;
  ctx.today = kToday;
  Slot argument = ToSlot(Text(text));
  auto tried = FromSlot<Opt<DateTime>>(Call(ctx, "TryParseGeneralizedTime", {&argument, 1}));
  auto value = FromSlot<DateTime>(Call(ctx, "ParseGeneralizedTime", {&argument, 1}));
  IDX_ASSERT(ctx.failed() != tried.present);
  if (!tried.present) return;
  IDX_ASSERT(Same(value, tried.value) && value.kind() == DateTimeKind::kUtc);
  CheckValue(value);
  Slot print[] = {ToSlot(Some(value)), ToSlot(int32_t{7})};
  Slot printed = Call(ctx, "ToGeneralizedTime", print);
  IDX_ASSERT(Same(FromSlot<DateTime>(Call(ctx, "ParseGeneralizedTime", {&printed, 1})), value));
}

void Check(std::string_view input) {
  size_t line = std::min(input.find('\n'), input.size());
  std::string_view format = input.substr(0, line);
  std::string_view text = input.substr(std::min(line + 1, input.size()));
  if (text.ends_with('\n')) text.remove_suffix(1);  // of a seed
  CheckFree(text);
  CheckExact(text, format);
  CheckMadeFormat(text);
  CheckSpans(text, format);
  CheckGeneralized(text);
}

}  // namespace
}  // namespace idx::stdlib

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size <= 1024) idx::stdlib::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
