// Join, Concat, Format, and the texts of values: what +, $"…" and ToString() call.
#include <algorithm>

#include "stdlib/registry/rows.h"
#include "stdlib/text/display.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

Text Concat2(EvalContext& ctx, NullableText a, NullableText b) {
  if (a.text.is_null() || a.text.length == 0) return b.text.is_null() ? Text() : b.text;
  if (b.text.is_null() || b.text.length == 0) return a.text;
  TextBuilder out(ctx, size_t{a.text.length} + b.text.length);
  out.Append(a.text.view());
  out.Append(b.text.view());
  return out.Finish();
}
Text Concat3(EvalContext& ctx, NullableText a, NullableText b, NullableText c) {
  TextBuilder out(ctx, a.text.view().size() + b.text.view().size() + c.text.view().size());
  for (const NullableText* part : {&a, &b, &c}) out.Append(part->text.view());
  return out.Finish();
}
// Null counts as "".
std::string_view ViewOf(const NullableText& part) {
  return part.text.is_null() ? std::string_view() : part.text.view();
}
Text ConcatAll(EvalContext& ctx, List<NullableText> parts) {
  size_t size = 0;
  for (const NullableText& part : parts) size += ViewOf(part).size();
  TextBuilder out(ctx, size);
  for (const NullableText& part : parts) out.Append(ViewOf(part));
  return out.Finish();
}

Text JoinSpan(EvalContext& ctx, std::string_view separator, const NullableText* parts, size_t count) {
  size_t size = 0;
  for (size_t i = 0; i < count; ++i) size += ViewOf(parts[i]).size() + separator.size();
  TextBuilder out(ctx, size);
  for (size_t i = 0; i < count && !ctx.failed(); ++i) {
    if (i > 0) out.Append(separator);
    out.Append(ViewOf(parts[i]));
  }
  return out.Finish();
}
Text JoinTexts(EvalContext& ctx, NullableText separator, List<NullableText> values) {
  return JoinSpan(ctx, separator.text.view(), values.begin(), values.size());
}
Text JoinCharTexts(EvalContext& ctx, Char separator, List<NullableText> values) {
  return JoinSpan(ctx, UnitBytes(separator).view(), values.begin(), values.size());
}
Text JoinPart(EvalContext& ctx, NullableText separator, List<NullableText> values, int32_t start,
              int32_t count) {
  if (start < 0) return FailRange(ctx, "startIndex", "StartIndex cannot be less than zero."), Text();
  if (count < 0) return FailRange(ctx, "count", "Count cannot be less than zero."), Text();
  if (static_cast<uint32_t>(start) > values.size() ||
      static_cast<uint32_t>(count) > values.size() - static_cast<uint32_t>(start)) {
    return FailRange(ctx, "startIndex", "Index and count must refer to a location within the buffer."),
           Text();
  }
  return JoinSpan(ctx, separator.text.view(), values.begin() + start, static_cast<size_t>(count));
}
Text JoinBoxed(EvalContext& ctx, NullableText separator, List<Boxed> values) {
  TextBuilder out(ctx);
  std::string one;
  for (uint32_t i = 0; i < values.size() && !ctx.failed(); ++i) {
    if (i > 0) out.Append(separator.text.view());
    one.clear();
    AppendDisplay(one, values[i]);
    out.Append(one);
  }
  return out.Finish();
}
template <typename T>
Text JoinOf(EvalContext& ctx, NullableText separator, List<T> values) {
  TextBuilder out(ctx);
  std::string one;
  for (uint32_t i = 0; i < values.size() && !ctx.failed(); ++i) {
    if (i > 0) out.Append(separator.text.view());
    one.clear();
    AppendDisplay(one, BoxOf(values[i]));
    out.Append(one);
  }
  return out.Finish();
}

constexpr std::string_view kBadInput = "Input string was not in a correct format.";
bool Digit(char c) { return c >= '0' && c <= '9'; }

// One {index[,alignment][:format]} from just after the brace. Source: System.Text.StringBuilder.AppendFormat.
class Hole {
 public:
  bool Read(std::string_view format, size_t& at) {
    auto skip = [&] {
      while (at < format.size() && format[at] == ' ') ++at;
    };
    if (!Number(format, at, index)) return false;
    skip();
    if (at < format.size() && format[at] == ',') {
      ++at;
      skip();
      left = at < format.size() && format[at] == '-';
      if (left) ++at;
      if (!Number(format, at, width)) return false;
      skip();
    }
    if (at < format.size() && format[at] == ':') {
      size_t end = ++at;
      while (end < format.size() && format[end] != '}' && format[end] != '{') ++end;
      text = format.substr(at, end - at);
      at = end;
    }
    return at < format.size() && format[at++] == '}';
  }
  size_t index = 0, width = 0;
  bool left = false;
  std::string_view text;

 private:
  static bool Number(std::string_view format, size_t& at, size_t& value) {
    size_t start = at;
    for (value = 0; at < format.size() && Digit(format[at]) && value < 1'000'000; ++at)
      value = value * 10 + static_cast<size_t>(format[at] - '0');
    return at > start;
  }
};

}  // namespace

Text FormatText(EvalContext& ctx, const Text& format_text, List<Boxed> args) {
  std::string_view format = format_text.view();
  TextBuilder out(ctx, format.size() + 32);
  for (size_t at = 0; at < format.size() && !ctx.failed();) {
    size_t brace = format.find_first_of("{}", at);
    if (brace == std::string_view::npos) brace = format.size();
    out.Append(format.substr(at, brace - at));
    at = brace;
    if (at >= format.size()) break;
    if (at + 1 < format.size() && format[at + 1] == format[at]) {
      out.AppendAscii(format[at]);
      at += 2;
      continue;
    }
    Hole hole;
    if (format[at++] == '}' || !hole.Read(format, at)) return FailFormat(ctx, kBadInput), Text();
    if (hole.index >= args.size()) {
      return FailFormat(ctx,
                        "Index (zero based) must be greater than or equal to zero and less than the size of "
                        "the argument list."),
             Text();
    }
    std::string value;
    if (!AppendFormatted(ctx, value, args[static_cast<uint32_t>(hole.index)], hole.text)) return Text();
    size_t units = Utf16Length(value);
    size_t fill = hole.width > units ? hole.width - units : 0;
    if (!ctx.Charge(fill)) return Text();
    if (!hole.left) out.AppendFill(fill, ' ');
    out.Append(value);
    if (hole.left) out.AppendFill(fill, ' ');
  }
  return out.Finish();
}

namespace {

Text Format(EvalContext& ctx, Text format, List<Boxed> args) { return FormatText(ctx, format, args); }
Text FormatBy(EvalContext& ctx, Opt<CultureInfo> culture, Text format, List<Boxed> args) {
  if (culture.present && !CheckInvariant(ctx, culture.value)) return Text();
  return FormatText(ctx, format, args);
}

template <typename T>
Text ToText(EvalContext& ctx, T value) {
  return DisplayOf(ctx, value);
}
template <>
Text ToText<int32_t>(EvalContext&, int32_t value) {
  char buffer[24];
  int n = 0;
  uint64_t magnitude = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
  do buffer[23 - n++] = static_cast<char>('0' + magnitude % 10);
  while ((magnitude /= 10) != 0);
  if (value < 0) buffer[23 - n++] = '-';
  return Text(std::string_view(buffer + 24 - n, static_cast<size_t>(n)));
}
template <typename T>
Text FormatValue(EvalContext& ctx, T value, NullableText format) {
  return FormattedOf(ctx, value, format.text.view());
}
template <typename T>
Text FormatCulture(EvalContext& ctx, T value, NullableText format, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? FormattedOf(ctx, value, format.text.view()) : Text();
}
template <typename T>
Text TextCulture(EvalContext& ctx, T value, CultureInfo culture) {
  return CheckInvariant(ctx, culture) ? ToText<T>(ctx, value) : Text();
}
Text FormatEnum(EvalContext& ctx, Text name, int32_t number, NullableText format) {
  Boxed box = BoxOf(name);
  box.is_enum = true;
  box.number = number;
  std::string out;
  return AppendFormatted(ctx, out, box, format.text.view()) ? ctx.MakeText(out) : Text();
}
Text StringToString(EvalContext&, Text s) { return s; }
NullableText NullToText(EvalContext&, NullableText s) { return s; }

// The rows of one type: how + and $"…" print it, and its ToString.
template <typename T>
void AddTextRows(std::vector<Row>& rows, std::string_view owner, std::string_view literal,
                 std::string_view text) {
  constexpr std::string_view doc = "C#'s invariant text of the value; null is \"\".";
  rows.push_back(Static<ToText<T>>("$", {"ToText", "value", doc, literal, text}));
  rows.push_back(Method<ToText<T>>(owner, {"ToString", "value", doc, literal, text}));
  rows.push_back(Static<ToText<T>>("Convert", {"ToString", "value", doc, literal, text}));
  rows.push_back(
      Static<TextCulture<T>>("Convert", {"ToString", "value, provider", doc, literal, text, kFails}));
}
template <typename T>
void AddFormatRows(std::vector<Row>& rows, std::string_view owner, std::string_view example,
                   std::string_view text) {
  constexpr std::string_view doc =
      "The value by a format string of .NET, invariant culture. A bad one: FormatException.";
  rows.push_back(Static<FormatValue<T>>("$", {"Format", "value, format", doc, example, text, kFails}));
  rows.push_back(Method<FormatValue<T>>(owner, {"ToString", "value, format", doc, example, text, kFails}));
  rows.push_back(
      Method<FormatCulture<T>>(owner, {"ToString", "value, format, provider", doc, example, text, kFails}));
  rows.push_back(Method<TextCulture<T>>(owner, {"ToString", "value, provider", doc, example, text, kFails}));
}

}  // namespace

std::vector<Row> StringJoinRows() {
  constexpr std::string_view o = "string";
  constexpr std::string_view join =
      "The values with the separator between; nulls are \"\" and keep their separators.";
  constexpr std::string_view concat = "The texts one after the other; null is \"\".";
  std::vector<Row> rows = {
      Static<Concat2>(o, {"Concat", "a, b", concat, R"(string.Concat("a", "b"))", R"("ab")"}),
      Static<Concat3>(o, {"Concat", "a, b, c", concat, R"(string.Concat("a", "b", "c"))", R"("abc")"}),
      Static<ConcatAll>(
          o, {"Concat", "values", concat, R"(string.Concat("a", "b", "c", "d"))", R"("abcd")", kVariadic}),
      Static<JoinTexts>(
          o, {"Join", "separator, values", join, R"(string.Join(", ", "a", "b"))", R"("a, b")", kVariadic}),
      Static<JoinCharTexts>(
          o, {"Join", "separator, values", join, R"(string.Join(',', "a", "b"))", R"("a,b")", kVariadic}),
      Static<JoinPart>(o, {"Join", "separator, value, startIndex, count", join,
                           R"(string.Join("-", new[] { "a", "b", "c" }, 1, 2))", R"("b-c")", kFails}),
      Static<JoinBoxed>(o, {"Join", "separator, values", join, R"(string.Join(", ", "a", 1, true))",
                            R"("a, 1, True")", kVariadic}),
      Static<JoinOf<int32_t>>(
          o, {"Join", "separator, values", join, R"(string.Join(",", new[] { 1, 2, 3 }))", R"("1,2,3")"}),
      Static<JoinOf<int64_t>>(
          o, {"Join", "separator, values", join, R"(string.Join(",", new[] { 1L, 2L }))", R"("1,2")"}),
      Static<JoinOf<double>>(
          o, {"Join", "separator, values", join, R"(string.Join(";", new[] { 1.5, 2 }))", R"("1.5;2")"}),
      Static<JoinOf<Decimal>>(
          o, {"Join", "separator, values", join, R"(string.Join(";", new[] { 1.50m, 2m }))", R"("1.50;2")"}),
      Static<JoinOf<bool>>(o, {"Join", "separator, values", join,
                               R"(string.Join(",", new[] { true, false }))", R"("True,False")"}),
      Static<JoinOf<Char>>(
          o, {"Join", "separator, values", join, R"(string.Join("-", new[] { 'a', 'b' }))", R"("a-b")"}),
      Static<Format>(
          o, {"Format", "format, args",
              "The format with {index,alignment:format} filled in; a bad index or brace: FormatException.",
              R"(string.Format("{0}-{1:D3}", "a", 7))", R"("a-007")", kFails | kVariadic}),
      Static<FormatBy>(o, {"Format", "provider, format, args", "The same by the invariant culture.",
                           R"(string.Format(CultureInfo.InvariantCulture, "{0:N2}", 1234.5))",
                           R"("1,234.50")", kFails | kVariadic}),
      Static<NullToText>("Convert", {"ToString", "value", "The text itself; null stays null.",
                                     R"(Convert.ToString("a"))", R"("a")"}),
      Static<StringToString>(o, {"Intern", "str", "The text itself.", R"(string.Intern("a"))", R"("a")"}),
      Static<ToText<Char>>("char",
                           {"ToString", "c", "The character as a text.", "char.ToString('a')", R"("a")"}),
      Method<StringToString>(o, {"ToString", "s", "The text itself.", R"("a".ToString())", R"("a")"}),
  };
  AddTextRows<bool>(rows, "bool", "true.ToString()", R"("True")");
  AddTextRows<int32_t>(rows, "int", "(-42).ToString()", R"("-42")");
  AddTextRows<int64_t>(rows, "long", "42L.ToString()", R"("42")");
  AddTextRows<double>(rows, "double", "1e17.ToString()", R"("1E+17")");
  AddTextRows<Decimal>(rows, "decimal", "1.50m.ToString()", R"("1.50")");
  AddTextRows<Char>(rows, "char", "'a'.ToString()", R"("a")");
  AddTextRows<DateTime>(rows, "DateTime", "new DateTime(2024, 1, 2).ToString()", R"("01/02/2024 00:00:00")");
  AddTextRows<DateOnly>(rows, "DateOnly", "new DateOnly(2024, 1, 2).ToString()", R"("01/02/2024")");
  AddTextRows<TimeSpan>(rows, "TimeSpan", "new TimeSpan(1, 2, 3).ToString()", R"("01:02:03")");
  AddTextRows<Guid>(rows, "Guid", "Guid.Empty.ToString()", R"("00000000-0000-0000-0000-000000000000")");
  AddFormatRows<int32_t>(rows, "int", R"((255).ToString("X8"))", R"("000000FF")");
  AddFormatRows<int64_t>(rows, "long", R"(1234567L.ToString("N0"))", R"("1,234,567")");
  AddFormatRows<double>(rows, "double", R"(0.256.ToString("P1"))", R"("25.6 %")");
  AddFormatRows<Decimal>(rows, "decimal", R"(1234.5m.ToString("N2"))", R"("1,234.50")");
  AddFormatRows<DateTime>(rows, "DateTime", R"(new DateTime(2024, 1, 2).ToString("yyyy-MM-dd"))",
                          R"("2024-01-02")");
  AddFormatRows<DateOnly>(rows, "DateOnly", R"(new DateOnly(2024, 1, 2).ToString("yyyyMMdd"))",
                          R"("20240102")");
  AddFormatRows<TimeSpan>(rows, "TimeSpan", R"(new TimeSpan(1, 2, 3).ToString("hh\\:mm"))", R"("01:02")");
  rows.push_back(Static<FormatEnum>(
      "$", {"Format", "name, number, format", "A member of an enumeration as G, F, D or X.",
            R"(DayOfWeek.Friday.ToString("X"))", R"("00000005")", kFails}));
  rows.push_back(Static<FormatValue<Guid>>(
      "$", {"Format", "value, format", "The guid as D, N, B, P or X.", R"(Guid.Empty.ToString("N"))",
            R"("00000000000000000000000000000000")", kFails}));
  rows.push_back(Method<FormatValue<Guid>>(
      "Guid", {"ToString", "value, format", "The guid as D, N, B, P or X.", R"(Guid.Empty.ToString("N"))",
               R"("00000000000000000000000000000000")", kFails}));
  return rows;
}

}  // namespace idx::stdlib
