// Math, Bits, Guid, and comparing.
#include <algorithm>
#include <cmath>

#include "base/value/guid.h"
#include "base/value/number_format.h"
#include "stdlib/number/number_rows.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

template <typename T>
T Abs(EvalContext& ctx, T value) {
  if constexpr (std::is_integral_v<T>) {
    if (value == std::numeric_limits<T>::min()) {
      ctx.Fail(EvalErrorKind::kOverflow,
               "Negating the minimum value of a twos complement number is invalid.");
      return value;
    }
    return value < 0 ? -value : value;
  } else {
    return std::fabs(value);
  }
}
template <typename T>
int32_t Sign(EvalContext& ctx, T value) {
  if constexpr (std::is_floating_point_v<T>) {
    // C# throws ArithmeticException, which is its own kind there.
    if (std::isnan(value))
      return ctx.Fail(EvalErrorKind::kOverflow,
                      "Function does not accept floating point Not-a-Number values."),
             0;
  }
  return value > 0 ? 1 : value < 0 ? -1 : 0;
}
template <typename T>
T Max(EvalContext&, T a, T b) {
  if constexpr (std::is_floating_point_v<T>) {
    if (std::isnan(a) || std::isnan(b)) return std::nan("");
    if (a == b) return std::signbit(a) ? b : a;
  }
  return std::max(a, b);
}
template <typename T>
T Min(EvalContext&, T a, T b) {
  if constexpr (std::is_floating_point_v<T>) {
    if (std::isnan(a) || std::isnan(b)) return std::nan("");
    if (a == b) return std::signbit(a) ? a : b;
  }
  return std::min(a, b);
}
template <typename T>
T Clamp(EvalContext& ctx, T value, T low, T high) {
  if (low > high) {
    std::string lowest, highest;
    if constexpr (std::is_floating_point_v<T>) {
      AppendDouble(lowest, low);
      AppendDouble(highest, high);
    } else {
      AppendInteger(lowest, low);
      AppendInteger(highest, high);
    }
    ctx.Fail(EvalErrorKind::kArgument, "'" + lowest + "' cannot be greater than " + highest + ".");
    return value;
  }
  return value < low ? low : value > high ? high : value;
}
double Floor(EvalContext&, double v) { return std::floor(v); }
double Ceiling(EvalContext&, double v) { return std::ceil(v); }
double Truncate(EvalContext&, double v) { return std::trunc(v); }
double Sqrt(EvalContext&, double v) { return std::sqrt(v); }
double Pow(EvalContext&, double x, double y) { return std::pow(x, y); }
double Round(EvalContext&, double v) { return std::nearbyint(v); }
double RoundBy(double v, MidpointRounding mode) {
  switch (mode) {
    case MidpointRounding::kToEven:
      return std::nearbyint(v);
    case MidpointRounding::kAwayFromZero:
      return std::round(v);
    case MidpointRounding::kToZero:
      return std::trunc(v);
    case MidpointRounding::kToNegativeInfinity:
      return std::floor(v);
    case MidpointRounding::kToPositiveInfinity:
      return std::ceil(v);
  }
  return v;
}
bool CheckMode(EvalContext& ctx, MidpointRounding mode) {
  auto number = static_cast<int32_t>(mode);
  if (number >= 0 && number <= 4) return true;
  ctx.Fail(
      EvalErrorKind::kArgument,
      "The Enum type should contain one and only one Enum member of MidpointRounding. (Parameter 'mode')");
  return false;
}
double RoundMode(EvalContext& ctx, double v, MidpointRounding mode) {
  return CheckMode(ctx, mode) ? RoundBy(v, mode) : 0;
}
// .NET scales by a power of ten, rounds and scales back; values from 1e16 stay.
double RoundDigitsMode(EvalContext& ctx, double v, int32_t digits, MidpointRounding mode) {
  if (digits < 0 || digits > 15)
    return FailRange(ctx, "digits", "Rounding digits must be between 0 and 15, inclusive."), 0;
  if (!CheckMode(ctx, mode)) return 0;
  if (!(std::fabs(v) < 1e16)) return v;
  double power = std::pow(10.0, digits);
  return RoundBy(v * power, mode) / power;
}
double RoundDigits(EvalContext& ctx, double v, int32_t digits) {
  return RoundDigitsMode(ctx, v, digits, MidpointRounding::kToEven);
}

bool BitsIsSet(EvalContext&, Opt<int64_t> v, int64_t mask) {
  return mask != 0 && ((v.present ? v.value : 0) & mask) == mask;
}
int64_t BitsSet(EvalContext&, Opt<int64_t> v, int64_t mask) { return (v.present ? v.value : 0) | mask; }
int64_t BitsClear(EvalContext&, Opt<int64_t> v, int64_t mask) { return (v.present ? v.value : 0) & ~mask; }
int64_t BitsToggle(EvalContext&, Opt<int64_t> v, int64_t mask) { return (v.present ? v.value : 0) ^ mask; }

int32_t IntMax(EvalContext&) { return INT32_MAX; }
int32_t IntMin(EvalContext&) { return INT32_MIN; }
int64_t LongMax(EvalContext&) { return INT64_MAX; }
int64_t LongMin(EvalContext&) { return INT64_MIN; }
template <typename T>
int32_t CompareTo(EvalContext&, T a, T b) {
  if constexpr (std::is_floating_point_v<T>) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) ? (std::isnan(b) ? 0 : -1) : 1;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}
bool IsNaN(EvalContext&, double v) { return std::isnan(v); }

Guid GuidEmpty(EvalContext&) { return {}; }
Guid GuidParse(EvalContext& ctx, Text s) {
  Guid value;
  if (!ParseGuid(s.view(), '\0', value)) FailFormat(ctx, "Unrecognized Guid format.");
  return value;
}
Opt<Guid> GuidTryParse(EvalContext&, NullableText s) {
  Guid value;
  bool ok = !s.text.is_null() && ParseGuid(s.text.view(), '\0', value);
  return {ok ? value : Guid{}, ok};
}
bool GoodFormat(std::string_view format) {
  return format.size() == 1 && std::string_view("DNBPXdnbpx").find(format[0]) != std::string_view::npos;
}
Guid GuidParseExact(EvalContext& ctx, Text s, Text format) {
  Guid value;
  if (!GoodFormat(format.view()) || !ParseGuid(s.view(), format.view()[0], value))
    FailFormat(ctx, "Unrecognized Guid format.");
  return value;
}
Opt<Guid> GuidTryParseExact(EvalContext&, NullableText s, NullableText format) {
  Guid value;
  bool ok = !s.text.is_null() && GoodFormat(format.text.view()) &&
            ParseGuid(s.text.view(), format.text.view()[0], value);
  return {ok ? value : Guid{}, ok};
}
int32_t GuidCompare(EvalContext&, Guid a, Opt<Guid> b) {
  if (!b.present) return 1;
  return a < b.value ? -1 : b.value < a ? 1 : 0;
}
bool GuidEquals(EvalContext&, Guid a, Guid b) { return a == b; }

template <typename T>
void AddTypedRows(std::vector<Row>& rows, std::string_view owner, std::string_view n) {
  (void)n;
  bool whole = std::is_integral_v<T>;
  rows.push_back(Static<Abs<T>>(
      "Math", {"Abs", "value", "The magnitude; int.MinValue and long.MinValue: OverflowException.",
               "Math.Abs(-5)", "5", whole ? kFails : kPlain}));
  rows.push_back(Static<Sign<T>>(
      "Math", {"Sign", "value", "-1, 0 or 1.", "Math.Sign(-5)", "-1", whole ? kPlain : kFails}));
  rows.push_back(Static<Max<T>>("Math", {"Max", "val1, val2", "The larger.", "Math.Max(2, 3)", "3"}));
  rows.push_back(Static<Min<T>>("Math", {"Min", "val1, val2", "The smaller.", "Math.Min(2, 3)", "2"}));
  rows.push_back(Static<Clamp<T>>("Math", {"Clamp", "value, min, max", "The value held within min and max.",
                                           "Math.Clamp(9, 1, 5)", "5", kFails}));
  rows.push_back(
      Method<CompareTo<T>>(owner, {"CompareTo", "a, value", "-1, 0 or 1.", "2.CompareTo(3)", "-1"}));
}

}  // namespace

std::vector<Row> MathRows() {
  constexpr std::string_view round =
      "To the nearest, halves to even unless told otherwise; digits from 0 to 15.";
  constexpr std::string_view bits = "By mask; null counts as 0.";
  std::vector<Row> rows = {
      Static<Floor>("Math", {"Floor", "d", "The largest whole number not above.", "Math.Floor(-1.5)", "-2"}),
      Static<Ceiling>("Math",
                      {"Ceiling", "a", "The smallest whole number not below.", "Math.Ceiling(1.2)", "2"}),
      Static<Truncate>("Math", {"Truncate", "d", "Without its fraction.", "Math.Truncate(-1.5)", "-1"}),
      Static<Sqrt>("Math", {"Sqrt", "d", "The square root; NaN for negatives.", "Math.Sqrt(9)", "3"}),
      Static<Pow>("Math", {"Pow", "x, y", "x to the power of y.", "Math.Pow(2, 10)", "1024"}),
      Static<Round>("Math", {"Round", "a", round, "Math.Round(2.5)", "2"}),
      Static<RoundDigits>("Math", {"Round", "value, digits", round, "Math.Round(1.25, 1)", "1.2", kFails}),
      Static<RoundMode>("Math", {"Round", "value, mode", round,
                                 "Math.Round(2.5, MidpointRounding.AwayFromZero)", "3", kFails}),
      Static<RoundDigitsMode>("Math", {"Round", "value, digits, mode", round,
                                       "Math.Round(1.25, 1, MidpointRounding.AwayFromZero)", "1.3", kFails}),
      Static<BitsIsSet>("Bits",
                        {"IsSet", "value, mask", "True when all bits of the mask are set; null counts as 0.",
                         "Bits.IsSet(514, 2)", "true"}),
      Static<BitsSet>("Bits", {"Set", "value, mask", bits, "Bits.Set(512, 2)", "514"}),
      Static<BitsClear>("Bits", {"Clear", "value, mask", bits, "Bits.Clear(514, 2)", "512"}),
      Static<BitsToggle>("Bits", {"Toggle", "value, mask", bits, "Bits.Toggle(514, 2)", "512"}),
      Value<IntMax>("int", {"MaxValue", "", "The largest int.", "int.MaxValue", "2147483647"}),
      Value<IntMin>("int", {"MinValue", "", "The smallest int.", "int.MinValue", "-2147483648"}),
      Value<LongMax>("long", {"MaxValue", "", "The largest long.", "long.MaxValue", "9223372036854775807"}),
      Value<LongMin>("long", {"MinValue", "", "The smallest long.", "long.MinValue", "-9223372036854775808"}),
      Static<IsNaN>("double", {"IsNaN", "d", "True for not-a-number.", "double.IsNaN(1.5)", "false"}),
  };
  AddTypedRows<int32_t>(rows, "int", "");
  AddTypedRows<int64_t>(rows, "long", "");
  AddTypedRows<double>(rows, "double", "");
  return rows;
}

std::vector<Row> GuidRows() {
  constexpr std::string_view o = "Guid";
  constexpr std::string_view id = R"("a8a110d5-fc49-43c5-bf46-802db8f843ff")";
  return {
      Value<GuidEmpty>(o, {"Empty", "", "The guid of zeros.", "Guid.Empty.ToString()",
                           R"("00000000-0000-0000-0000-000000000000")"}),
      Static<GuidParse>(
          o, {"Parse", "input", "Forms N, D, B, P and X, white space around allowed; else FormatException.",
              R"(Guid.Parse("{a8a110d5-fc49-43c5-bf46-802db8f843ff}").ToString())", id, kFails}),
      Constructor<GuidParse>(o, {"", "g", "The same as Guid.Parse.",
                                 R"(new Guid("a8a110d5fc4943c5bf46802db8f843ff").ToString())", id, kFails}),
      Static<GuidTryParse>(
          o, {"TryParse", "input", "False, and Guid.Empty in the variable, where Parse would fail.",
              R"(Guid.TryParse("x", out var g))", "false", kTry}),
      Static<GuidParseExact>(
          o, {"ParseExact", "input, format", "One form only: N, D, B, P or X.",
              R"(Guid.ParseExact("a8a110d5-fc49-43c5-bf46-802db8f843ff", "D").ToString())", id, kFails}),
      Static<GuidTryParseExact>(o, {"TryParseExact", "input, format", "False where ParseExact would fail.",
                                    R"(Guid.TryParseExact("x", "D", out var g))", "false", kTry}),
      Method<GuidCompare>(o, {"CompareTo", "a, value", "-1, 0 or 1, as texts; null comes first.",
                              "Guid.Empty.CompareTo(Guid.Empty)", "0"}),
      Method<GuidEquals>(o, {"Equals", "a, b", "The same guid.", "Guid.Empty.Equals(Guid.Empty)", "true"}),
  };
}

}  // namespace idx::stdlib
