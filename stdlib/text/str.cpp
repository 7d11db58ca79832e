// Str.*: parts of texts as identity rules take them: null-safe and clamped, never failing.
#include <algorithm>

#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

int64_t Units(std::string_view s) { return static_cast<int64_t>(Utf16Length(s)); }
Text Slice(EvalContext& ctx, std::string_view s, int64_t start, int64_t length) {
  return SliceUnits(ctx, s, static_cast<size_t>(start), static_cast<size_t>(length));
}

Text Left(EvalContext& ctx, NullableText s, int32_t n) {
  std::string_view view = s.text.view();
  if (n < 0 || n >= Units(view)) return Text(view);
  return Slice(ctx, view, 0, n);
}
Text LeftPad(EvalContext& ctx, NullableText s, int32_t n, PadType pad) {
  int64_t units = Units(s.text.view());
  if (pad == PadType::kNone || n <= units || units == 0) return Left(ctx, s, n);
  if (!ctx.Charge(static_cast<uint64_t>(n))) return Text();
  bool last = pad == PadType::kLastCharacter;
  Text fill = Slice(ctx, s.text.view(), last ? units - 1 : 0, 1);
  TextBuilder out(ctx, s.text.length + static_cast<size_t>(n - units));
  out.Append(s.text.view());
  for (int64_t i = units; i < n && !ctx.failed(); ++i) out.Append(fill.view());
  return out.Finish();
}
Text Right(EvalContext& ctx, NullableText s, int32_t n) {
  std::string_view view = s.text.view();
  int64_t units = Units(view);
  if (n < 0 || n >= units) return Text(view);
  return Slice(ctx, view, units - n, n);
}
Text Mid(EvalContext& ctx, NullableText s, int32_t start, int32_t n) {
  std::string_view view = s.text.view();
  int64_t units = Units(view);
  if (n == 0) return Text();
  if (n < 0 || start <= 0 || start > units) return Text(view);
  return Slice(ctx, view, start - 1, std::min<int64_t>(n, units - start + 1));
}
NullableText SliceTo(EvalContext& ctx, NullableText s, int32_t start, int32_t end) {
  if (s.text.is_null()) return s;
  int64_t units = Units(s.text.view());
  int64_t from = std::clamp<int64_t>(start, 0, units), to = std::clamp<int64_t>(end, from, units);
  return {Slice(ctx, s.text.view(), from, to - from)};
}
int32_t InStr(EvalContext& ctx, NullableText s, NullableText v, int32_t start, StringComparison cmp) {
  std::string_view view = s.text.view();
  int64_t units = Units(view);
  if (!CheckComparison(ctx, cmp) || s.text.is_null() || v.text.is_null()) return 0;
  int64_t from = std::max<int64_t>(start, 1) - 1;
  if (from > units) return 0;
  return IndexOfUnits(view, v.text.view(), static_cast<size_t>(from), static_cast<size_t>(units - from),
                      IgnoresCase(cmp)) +
         1;
}
// Searches back from the 1-based position; below 1 from the end.
int32_t InStrRev(EvalContext& ctx, NullableText s, NullableText v, int32_t start, StringComparison cmp) {
  std::string_view view = s.text.view();
  int64_t units = Units(view);
  if (!CheckComparison(ctx, cmp) || s.text.is_null() || v.text.is_null()) return 0;
  int64_t count = start < 1 ? units : std::min<int64_t>(start, units);
  return LastIndexOfUnits(view, v.text.view(), 0, static_cast<size_t>(count), IgnoresCase(cmp)) + 1;
}

bool IsDelimiter(std::string_view delimiters, char32_t code) {
  for (size_t at = 0; at < delimiters.size();) {
    Decoded next = DecodeAt(delimiters, at);
    if (next.code == code) return true;
    at += next.length;
  }
  return false;
}
Text Word(EvalContext&, NullableText s, int32_t n, NullableText delimiters) {
  std::string_view view = s.text.view(), set = delimiters.text.view();
  int32_t number = 0;
  for (size_t at = 0; at < view.size();) {
    size_t start = at;
    while (at < view.size() && !IsDelimiter(set, DecodeAt(view, at).code)) at += DecodeAt(view, at).length;
    if (at > start && ++number == n) return PartOf(view.substr(start, at - start));
    while (at < view.size() && IsDelimiter(set, DecodeAt(view, at).code)) at += DecodeAt(view, at).length;
  }
  return Text();
}
NullableText Before(EvalContext&, NullableText s, NullableText v) {
  size_t at = s.text.view().find(v.text.view());
  if (s.text.is_null() || v.text.is_null() || v.text.length == 0 || at == std::string_view::npos) return s;
  return {PartOf(s.text.view().substr(0, at))};
}
NullableText After(EvalContext&, NullableText s, NullableText v) {
  size_t at = s.text.view().find(v.text.view());
  if (s.text.is_null() || v.text.is_null() || v.text.length == 0 || at == std::string_view::npos) return s;
  return {PartOf(s.text.view().substr(at + v.text.length))};
}
Text Truncate(EvalContext& ctx, NullableText s, int32_t most) { return Left(ctx, s, std::max(most, 0)); }

}  // namespace

std::vector<Row> StrRows() {
  constexpr std::string_view o = "Str";
  return {
      Static<Left>(
          o, {"Left", "s, n", "The first n units; the whole text when n is negative or beyond; null is \"\".",
              R"(Str.Left("John Doe", 3))", R"("Joh")"}),
      Static<LeftPad>(
          o, {"Left", "s, n, pad", "As Left; a shorter text is filled up with its last or first character.",
              R"(Str.Left("ma", 4, pad: PadType.LastCharacter))", R"("maaa")"}),
      Static<Right>(
          o, {"Right", "s, n", "The last n units; the whole text when n is negative or beyond; null is \"\".",
              R"(Str.Right("John Doe", 3))", R"("Doe")"}),
      Static<Mid>(o, {"Mid", "s, start, n",
                      "n units from the 1-based start; the whole text when n is negative or start lies "
                      "outside; null is \"\".",
                      R"(Str.Mid("John Doe", 3, 5))", R"("hn Do")"}),
      Static<SliceTo>(
          o, {"Slice", "s, start, end", "From 0-based start to before end, clamped; null stays null.",
              R"(Str.Slice("Hello", 1, 3))", R"("el")"}),
      Static<InStr>(o, {"InStr", "s, v, start = 1, cmp = StringComparison.Ordinal",
                        "1-based position of v from start on; 0 when absent or null.",
                        R"(Str.InStr("The quick brown fox", "quick"))", "5", kFails}),
      Static<InStrRev>(o, {"InStrRev", "s, v, start = 0, cmp = StringComparison.Ordinal",
                           "1-based position of the last v; 0 when absent or null.",
                           R"(Str.InStrRev("abcdbbbefg", "bb"))", "6", kFails}),
      Static<Word>(o, {"Word", "s, n, delims",
                       "The n-th run of other characters than the delimiters; \"\" when there is none.",
                       R"(Str.Word("This,string!has&many separators", 3, ",!&#"))", R"("has")"}),
      Static<Before>(o, {"SubstringBefore", "s, v",
                         "The text before the first v; the whole text when v is absent; null stays null.",
                         R"(Str.SubstringBefore("a@b", "@"))", R"("a")"}),
      Static<After>(o, {"SubstringAfter", "s, v",
                        "The text after the first v; the whole text when v is absent; null stays null.",
                        R"(Str.SubstringAfter("john.doe@okta.com", "@"))", R"("okta.com")"}),
      Static<Truncate>(o, {"Truncate", "s, max", "At most max units; null is \"\".",
                           R"(Str.Truncate("Hello", 2))", R"("He")"}),
  };
}

}  // namespace idx::stdlib
