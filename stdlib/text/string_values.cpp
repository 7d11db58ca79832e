// Join and Concat of lists of other values, Format of texts, and the forms of ToString, Parse and Equals that
// only take a provider or an object more. Source: System.String, Guid, Boolean.
#include "base/value/date_names.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/display.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

template <typename T>
void AppendOne(std::string& out, const T& value) {
  if constexpr (requires { value.present; }) {
    if (value.present) AppendOne(out, value.value);
  } else if constexpr (std::is_same_v<T, uint8_t>) {
    AppendInteger(out, value);
  } else if constexpr (std::is_same_v<T, DayOfWeek>) {
    auto number = static_cast<uint32_t>(value);
    if (number < 7)
      out += kDayNames[number];
    else
      AppendInteger(out, static_cast<int32_t>(number));
  } else {
    AppendDisplay(out, BoxOf(value));
  }
}
template <typename T>
Text JoinAll(EvalContext& ctx, std::string_view separator, const List<T>& values) {
  TextBuilder out(ctx);
  std::string one;
  for (uint32_t i = 0; i < values.size() && !ctx.failed(); ++i) {
    if (i > 0) out.Append(separator);
    one.clear();
    AppendOne(one, values[i]);
    out.Append(one);
  }
  return out.Finish();
}
template <typename T>
Text Join(EvalContext& ctx, NullableText separator, List<T> values) {
  return JoinAll(ctx, separator.text.is_null() ? std::string_view() : separator.text.view(), values);
}
template <typename T>
Text JoinByChar(EvalContext& ctx, Char separator, List<T> values) {
  return JoinAll(ctx, UnitBytes(separator).view(), values);
}
template <typename T>
Text Concat(EvalContext& ctx, List<T> values) {
  return JoinAll(ctx, "", values);
}

constexpr std::string_view kJoin =
    "The texts of the values with the separator between; nulls are \"\" and keep their separators.";

template <typename T>
void AddByChar(std::vector<Row>& rows, std::string_view example, std::string_view text) {
  rows.push_back(Static<JoinByChar<T>>("string", {"Join", "separator, values", kJoin, example, text}));
}
template <typename T>
void AddJoins(std::vector<Row>& rows, std::string_view by_text, std::string_view by_char,
              std::string_view text) {
  rows.push_back(Static<Join<T>>("string", {"Join", "separator, values", kJoin, by_text, text}));
  AddByChar<T>(rows, by_char, text);
}
template <typename T>
void AddConcat(std::vector<Row>& rows, std::string_view example, std::string_view text) {
  rows.push_back(Static<Concat<T>>(
      "string", {"Concat", "values", "The texts of the values one after the other.", example, text}));
}

Text FormatTexts(EvalContext& ctx, Text format, List<NullableText> args) {
  Boxed* boxes = AllocateList<Boxed>(ctx, args.size());
  if (boxes == nullptr) return Text();
  for (uint32_t i = 0; i < args.size(); ++i) {
    boxes[i] = args[i].text.is_null() ? Boxed{} : BoxOf(args[i].text);
  }
  return FormatText(ctx, format, ListOf(boxes, args.size()));
}

Text DayText(EvalContext& ctx, DayOfWeek day) {
  std::string out;
  AppendOne(out, day);
  return ctx.MakeText(out);
}
template <typename T>
Text OptText(EvalContext& ctx, Opt<T> value) {
  std::string out;
  AppendOne(out, value);
  return ctx.MakeText(out);
}
Text SameText(EvalContext&, Text s, CultureInfo) { return s; }
Text BoolText(EvalContext&, bool value, CultureInfo) { return Text(value ? "True" : "False"); }
Text CharText(EvalContext& ctx, Char c, CultureInfo) { return ctx.MakeText(UnitBytes(c).view()); }
NullableText TextProvider(EvalContext&, NullableText s, CultureInfo) { return s; }
bool SameBool(EvalContext&, bool a, bool b) { return a == b; }

Guid NewGuid(EvalContext&) { return {}; }
Guid GuidProvider(EvalContext& ctx, Text s, CultureInfo) {
  Guid value;
  if (!ParseGuid(s.view(), '\0', value)) FailFormat(ctx, "Unrecognized Guid format.");
  return value;
}
Opt<Guid> GuidTryProvider(EvalContext&, NullableText s, CultureInfo) {
  Guid value;
  bool ok = !s.text.is_null() && ParseGuid(s.text.view(), '\0', value);
  return {ok ? value : Guid{}, ok};
}
Text GuidFormat(EvalContext& ctx, Guid value, NullableText format, CultureInfo) {
  return FormattedOf(ctx, value, format.text.view());
}
bool SameGuid(EvalContext&, Guid a, Guid b) { return a == b; }

void AddTexts(std::vector<Row>& rows) {
  constexpr std::string_view doc = "C#'s invariant text of the value; null is \"\".";
  std::vector<Row> more = {
      Static<FormatTexts>("string", {"Format", "format, args", "The format with the texts filled in.",
                                     R"(string.Format("{0}-{1}", new[] { "a", "b" }))", R"("a-b")", kFails}),
      Static<DayText>("Convert",
                      {"ToString", "value", doc, "Convert.ToString(DayOfWeek.Friday)", R"("Friday")"}),
      Static<OptText<int32_t>>("Convert", {"ToString", "value", doc, "Convert.ToString((int?)5)", R"("5")"}),
      Static<OptText<int64_t>>("Convert", {"ToString", "value", doc, "Convert.ToString((long?)5)", R"("5")"}),
      Static<OptText<double>>("Convert",
                              {"ToString", "value", doc, "Convert.ToString((double?)1.5)", R"("1.5")"}),
      Static<OptText<Decimal>>("Convert",
                               {"ToString", "value", doc, "Convert.ToString((decimal?)1.50m)", R"("1.50")"}),
      Static<OptText<bool>>("Convert",
                            {"ToString", "value", doc, "Convert.ToString((bool?)true)", R"("True")"}),
      Static<OptText<DateTime>>(
          "Convert", {"ToString", "value", doc, "Convert.ToString((DateTime?)new DateTime(2024, 1, 2))",
                      R"("01/02/2024 00:00:00")"}),
      Static<OptText<Guid>>("Convert",
                            {"ToString", "value", doc, "Convert.ToString((Guid?)Guid.Empty).Length", "36"}),
      Static<TextProvider>("Convert", {"ToString", "value, provider", "The text itself; null stays null.",
                                       R"(Convert.ToString("a", CultureInfo.InvariantCulture))", R"("a")"}),
      Method<SameText>("string", {"ToString", "s, provider", "The text itself.",
                                  R"("a".ToString(CultureInfo.InvariantCulture))", R"("a")"}),
      Method<BoolText>("bool", {"ToString", "value, provider", "True or False.",
                                "true.ToString(CultureInfo.InvariantCulture)", R"("True")"}),
      Method<CharText>("char", {"ToString", "c, provider", "The character as a text.",
                                "'a'.ToString(CultureInfo.InvariantCulture)", R"("a")"}),
      Method<SameBool>("bool", {"Equals", "value, obj", "The same.", "true.Equals(false)", "false"}),
      Constructor<NewGuid>("Guid", {"", "", "The guid of zeros.", "new Guid() == Guid.Empty", "true"}),
      Static<GuidProvider>(
          "Guid",
          {"Parse", "s, provider", "As Parse; the culture makes no difference.",
           R"(Guid.Parse("00000000-0000-0000-0000-000000000000", CultureInfo.InvariantCulture) == Guid.Empty)",
           "true", kFails}),
      Static<GuidTryProvider>(
          "Guid", {"TryParse", "s, provider", "False where Parse would fail.",
                   R"(Guid.TryParse("x", CultureInfo.InvariantCulture, out var g))", "false", kTry}),
      Method<GuidFormat>("Guid", {"ToString", "value, format, provider", "The guid as D, N, B, P or X.",
                                  R"(Guid.Empty.ToString("N", CultureInfo.InvariantCulture))",
                                  R"("00000000000000000000000000000000")", kFails}),
      Static<SameGuid>(
          "Guid", {"Equals", "objA, objB", "The same guid.", "Guid.Equals(Guid.Empty, Guid.Empty)", "true"}),
  };
  rows.insert(rows.end(), more.begin(), more.end());
}

}  // namespace

std::vector<Row> StringValueRows() {
  std::vector<Row> rows;
  AddJoins<TimeSpan>(rows, R"(string.Join(",", new[] { TimeSpan.FromHours(1) }))",
                     "string.Join(',', new[] { TimeSpan.FromHours(1) })", R"("01:00:00")");
  AddJoins<DateOnly>(rows, R"(string.Join(",", new[] { new DateOnly(2024, 1, 2) }))",
                     "string.Join(',', new[] { new DateOnly(2024, 1, 2) })", R"("01/02/2024")");
  AddJoins<DayOfWeek>(rows, R"(string.Join(",", new[] { DayOfWeek.Friday, DayOfWeek.Sunday }))",
                      "string.Join(',', new[] { DayOfWeek.Friday, DayOfWeek.Sunday })", R"("Friday,Sunday")");
  AddJoins<uint8_t>(rows, R"(string.Join(",", new byte[] { 1, 255 }))",
                    "string.Join(',', new byte[] { 1, 255 })", R"("1,255")");
  AddJoins<Opt<int32_t>>(rows, R"(string.Join(",", new int?[] { 1, null, 3 }))",
                         "string.Join(',', new int?[] { 1, null, 3 })", R"("1,,3")");
  AddJoins<Opt<int64_t>>(rows, R"(string.Join(",", new long?[] { 1, null }))",
                         "string.Join(',', new long?[] { 1, null })", R"("1,")");
  AddJoins<Opt<double>>(rows, R"(string.Join(",", new double?[] { 1.5, null }))",
                        "string.Join(',', new double?[] { 1.5, null })", R"("1.5,")");
  AddJoins<Opt<Decimal>>(rows, R"(string.Join(",", new decimal?[] { 1.50m, null }))",
                         "string.Join(',', new decimal?[] { 1.50m, null })", R"("1.50,")");
  AddJoins<Opt<bool>>(rows, R"(string.Join(",", new bool?[] { true, null }))",
                      "string.Join(',', new bool?[] { true, null })", R"("True,")");
  AddJoins<Opt<DateTime>>(rows, R"(string.Join(",", new DateTime?[] { new DateTime(2024, 1, 2), null }))",
                          "string.Join(',', new DateTime?[] { new DateTime(2024, 1, 2), null })",
                          R"("01/02/2024 00:00:00,")");
  AddByChar<double>(rows, "string.Join('-', new[] { 1.5, 2 })", R"("1.5-2")");
  AddByChar<bool>(rows, "string.Join('-', new[] { true, false })", R"("True-False")");
  AddByChar<Decimal>(rows, "string.Join('-', new[] { 1.50m, 2m })", R"("1.50-2")");
  AddByChar<DateTime>(rows, "string.Join('-', new[] { new DateTime(2024, 1, 2) })",
                      R"("01/02/2024 00:00:00")");
  AddByChar<Guid>(rows, "string.Join('-', new[] { Guid.Empty }).Length", "36");
  AddConcat<double>(rows, "string.Concat(new[] { 1.5, 2 })", R"("1.52")");
  AddConcat<bool>(rows, "string.Concat(new[] { true, false })", R"("TrueFalse")");
  AddConcat<Decimal>(rows, "string.Concat(new[] { 1.50m, 2m })", R"("1.502")");
  AddConcat<uint8_t>(rows, "string.Concat(new byte[] { 1, 2 })", R"("12")");
  AddTexts(rows);
  return rows;
}

}  // namespace idx::stdlib
