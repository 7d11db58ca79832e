// Texts made of characters and of other values: new string(…), Concat and Join of lists, Copy.
// Source: System.String.
#include "stdlib/registry/rows.h"
#include "stdlib/text/display.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

Text OfUnits(EvalContext& ctx, List<Char> value, uint32_t start, uint32_t length) {
  TextBuilder out(ctx, length);
  for (uint32_t i = 0; i < length && !ctx.failed(); ++i) out.AppendCode(value[start + i].unit);
  return out.Finish();
}
Text OfCharPart(EvalContext& ctx, NullableList<Char> value, int32_t start, int32_t length) {
  if (value.list.is_null()) return FailNull(ctx, "value"), Text();
  if (start < 0) return FailRange(ctx, "startIndex", "StartIndex cannot be less than zero."), Text();
  if (length < 0) return FailRange(ctx, "length", "Length cannot be less than zero."), Text();
  if (static_cast<uint32_t>(start) > value.list.size() ||
      static_cast<uint32_t>(length) > value.list.size() - static_cast<uint32_t>(start))
    return FailRange(ctx, "startIndex", "Index was out of range."), Text();
  return OfUnits(ctx, value.list, static_cast<uint32_t>(start), static_cast<uint32_t>(length));
}
// Unlike a part of it, the whole of null is "".
Text OfChars(EvalContext& ctx, NullableList<Char> value) {
  return OfUnits(ctx, value.list, 0, value.list.size());
}
Text ConcatChars(EvalContext& ctx, List<Char> values) { return OfUnits(ctx, values, 0, values.size()); }

template <typename T>
Text JoinValues(EvalContext& ctx, std::string_view separator, List<T> values) {
  TextBuilder out(ctx);
  std::string one;
  for (uint32_t i = 0; i < values.size() && !ctx.failed(); ++i) {
    if (i > 0) out.Append(separator);
    one.clear();
    if constexpr (std::is_same_v<T, Boxed>)
      AppendDisplay(one, values[i]);
    else
      AppendDisplay(one, BoxOf(values[i]));
    out.Append(one);
  }
  return out.Finish();
}
template <typename T>
Text ConcatOf(EvalContext& ctx, List<T> values) {
  return JoinValues(ctx, "", values);
}
template <typename T>
Text JoinBy(EvalContext& ctx, NullableText separator, List<T> values) {
  return JoinValues(ctx, separator.text.view(), values);
}
template <typename T>
Text JoinByChar(EvalContext& ctx, Char separator, List<T> values) {
  return JoinValues(ctx, UnitBytes(separator).view(), values);
}
Text JoinCharPart(EvalContext& ctx, Char separator, List<NullableText> values, int32_t start, int32_t count) {
  if (start < 0) return FailRange(ctx, "startIndex", "StartIndex cannot be less than zero."), Text();
  if (count < 0) return FailRange(ctx, "count", "Count cannot be less than zero."), Text();
  if (static_cast<uint32_t>(start) > values.size() ||
      static_cast<uint32_t>(count) > values.size() - static_cast<uint32_t>(start))
    return FailRange(ctx, "startIndex", "Index and count must refer to a location within the buffer."),
           Text();
  TextBuilder out(ctx);
  for (int32_t i = 0; i < count && !ctx.failed(); ++i) {
    if (i > 0) out.Append(UnitBytes(separator).view());
    const Text& part = values[static_cast<uint32_t>(start + i)].text;
    if (!part.is_null()) out.Append(part.view());
  }
  return out.Finish();
}

Text Empty(EvalContext&) { return Text(); }
Text Same(EvalContext&, Text s) { return s; }

// CR, LF, CR LF, U+0085, U+2028, U+2029 and form feed.
Text ReplaceLineEndings(EvalContext& ctx, Text s, Text with) {
  std::string_view view = s.view();
  TextBuilder out(ctx, view.size());
  for (size_t at = 0; at < view.size();) {
    Decoded next = DecodeAt(view, at);
    bool ends = next.code == '\r' || next.code == '\n' || next.code == '\f' || next.code == 0x85 ||
                next.code == 0x2028 || next.code == 0x2029;
    if (ends)
      out.Append(with.view());
    else
      out.Append(view.substr(at, next.length));
    at += next.length;
    if (next.code == '\r' && at < view.size() && view[at] == '\n') ++at;
  }
  return out.Finish();
}
Text PlainLineEndings(EvalContext& ctx, Text s) { return ReplaceLineEndings(ctx, s, Text("\n")); }
Text NewLine(EvalContext&) { return Text("\n"); }
template <bool kValue>
Text BoolText(EvalContext&) {
  return Text(kValue ? "True" : "False");
}
int32_t CompareBools(EvalContext&, bool a, bool b) { return int32_t{a} - int32_t{b}; }

}  // namespace

std::vector<Row> StringMakeRows() {
  constexpr std::string_view o = "string";
  constexpr std::string_view concat = "The texts of the values one after the other.";
  constexpr std::string_view join = "The texts of the values with the separator between.";
  constexpr std::string_view lines = "Each line ending replaced: \\r\\n, \\r, \\n, \\f and Unicode's.";
  return {
      Constructor<OfChars>(o, {"", "value", "The text of these units; null gives \"\".",
                               R"(new string(new[] { 'a', 'b' }))", R"("ab")"}),
      Constructor<OfCharPart>(o, {"", "value, startIndex, length", "The text of some of these units.",
                                  R"(new string(new[] { 'a', 'b', 'c' }, 1, 2))", R"("bc")", kFails}),
      Static<ConcatOf<Boxed>>(
          o, {"Concat", "args", concat, R"(string.Concat("a", 1, true))", R"("a1True")", kVariadic}),
      Static<ConcatChars>(
          o, {"Concat", "values", concat, R"(string.Concat("abc".Where(c => c != 'b')))", R"("ac")"}),
      Static<ConcatOf<int32_t>>(o, {"Concat", "values", concat, "string.Concat(new[] { 1, 2 })", R"("12")"}),
      Static<ConcatOf<int64_t>>(o,
                                {"Concat", "values", concat, "string.Concat(new[] { 1L, 2L })", R"("12")"}),
      Static<JoinBy<DateTime>>(
          o, {"Join", "separator, values", join, R"(string.Join(", ", new[] { new DateTime(2024, 1, 2) }))",
              R"("01/02/2024 00:00:00")"}),
      Static<JoinBy<Guid>>(
          o, {"Join", "separator, values", join, R"(string.Join(",", new[] { Guid.Empty }).Length)", "36"}),
      Static<JoinCharPart>(o, {"Join", "separator, value, startIndex, count", join,
                               R"(string.Join('-', new[] { "a", "b", "c" }, 1, 2))", R"("b-c")", kFails}),
      Static<JoinByChar<Boxed>>(o, {"Join", "separator, values", join, R"(string.Join('-', "a", 1, true))",
                                    R"("a-1-True")", kVariadic}),
      Static<JoinByChar<int32_t>>(
          o, {"Join", "separator, values", join, "string.Join('-', new[] { 1, 2 })", R"("1-2")"}),
      Static<JoinByChar<int64_t>>(
          o, {"Join", "separator, values", join, "string.Join('-', new[] { 1L, 2L })", R"("1-2")"}),
      Static<JoinByChar<Char>>(
          o, {"Join", "separator, values", join, "string.Join('-', new[] { 'a', 'b' })", R"("a-b")"}),
      Value<Empty>(o, {"Empty", "", "The text without units.", "string.Empty.Length", "0"}),
      Static<Same>(o, {"Copy", "str", "The text itself.", R"(string.Copy("a"))", R"("a")"}),
      Method<Same>(o, {"Clone", "s", "The text itself.", R"("a".Clone())", R"("a")"}),
      Method<ReplaceLineEndings>(o, {"ReplaceLineEndings", "s, replacementText", lines,
                                     R"("a\r\nb".ReplaceLineEndings("-"))", R"("a-b")"}),
      Method<PlainLineEndings>(
          o, {"ReplaceLineEndings", "s", lines, R"("a\r\nb".ReplaceLineEndings())", R"("a\nb")"}),
      Value<NewLine>("Environment", {"NewLine", "", "A line feed.", "Environment.NewLine", R"("\n")"}),
      Value<BoolText<true>>("bool", {"TrueString", "", "True.", "bool.TrueString", R"("True")"}),
      Value<BoolText<false>>("bool", {"FalseString", "", "False.", "bool.FalseString", R"("False")"}),
      Method<CompareBools>("bool", {"CompareTo", "value, other", "-1, 0 or 1; false comes before true.",
                                    "true.CompareTo(false)", "1"}),
  };
}

}  // namespace idx::stdlib
