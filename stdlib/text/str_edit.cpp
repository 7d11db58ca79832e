// Str.*: replacing, casing and joining; null-safe.
#include <algorithm>

#include "base/value/case.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

NullableText ReplaceFirst(EvalContext& ctx, NullableText s, NullableText old, NullableText with) {
  std::string_view view = s.text.view();
  size_t at = view.find(old.text.view());
  if (s.text.is_null() || old.text.view().empty() || at == std::string_view::npos) return s;
  TextBuilder out(ctx, view.size() + with.text.view().size());
  out.Append(view.substr(0, at));
  out.Append(with.text.view());
  out.Append(view.substr(at + old.text.length));
  return {out.Finish()};
}

// "a:b,c:": for a character the text between its ':' and the next ','; npos when it is not listed.
bool Mapped(std::string_view pattern, char32_t code, std::string_view& to) {
  for (size_t at = 0; at < pattern.size();) {
    while (at < pattern.size() && pattern[at] == ' ') ++at;
    size_t end = std::min(pattern.find(',', at), pattern.size());
    std::string_view pair = pattern.substr(at, end - at);
    at = end + 1;
    Decoded from = DecodeAt(pair, 0);
    if (from.length == 0 || from.code != code || pair.size() <= from.length || pair[from.length] != ':')
      continue;
    to = pair.substr(from.length + 1);
    return true;
  }
  return false;
}
NullableText ReplaceChars(EvalContext& ctx, NullableText s, NullableText pattern) {
  if (s.text.is_null()) return s;
  std::string_view view = s.text.view();
  if (!ctx.Charge(view.size() * pattern.text.view().size() / 8)) return NullText();
  TextBuilder out(ctx, view.size());
  for (size_t at = 0; at < view.size();) {
    Decoded next = DecodeAt(view, at);
    std::string_view to = view.substr(at, next.length);
    Mapped(pattern.text.view(), next.code, to);
    for (char c : to) {
      // Blanks in the pattern do not count.
      if (c != ' ' || next.code == ' ') out.Append({&c, 1});
    }
    at += next.length;
  }
  return {out.Finish()};
}
NullableText StripSpaces(EvalContext& ctx, NullableText s) {
  std::string_view view = s.text.view();
  if (view.find(' ') == std::string_view::npos) return s;
  TextBuilder out(ctx, view.size());
  for (size_t at = 0; at < view.size();) {
    size_t end = std::min(view.find(' ', at), view.size());
    out.Append(view.substr(at, end - at));
    at = end + 1;
  }
  return {out.Finish()};
}

bool Separates(std::string_view separators, char32_t code) {
  for (size_t at = 0; at < separators.size();) {
    Decoded next = DecodeAt(separators, at);
    if (next.code == code) return true;
    at += next.length;
  }
  return false;
}
NullableText PCaseBy(EvalContext& ctx, NullableText s, Text separators) {
  if (s.text.is_null()) return s;
  std::string_view view = s.text.view();
  TextBuilder out(ctx, view.size() + 8);
  bool first = true;
  for (size_t at = 0; at < view.size();) {
    Decoded next = DecodeAt(view, at);
    out.AppendCode(first ? ToUpperSimple(next.code) : ToLowerSimple(next.code));
    first = Separates(separators.view(), next.code);
    at += next.length;
  }
  return {out.Finish()};
}
NullableText PCase(EvalContext& ctx, NullableText s) { return PCaseBy(ctx, s, Text(" ")); }
NullableText Capitalize(EvalContext& ctx, NullableText s) {
  Decoded first = DecodeAt(s.text.view(), 0);
  if (first.length == 0) return s;
  TextBuilder out(ctx, s.text.length + 4);
  out.AppendCode(ToUpperSimple(first.code));
  out.Append(s.text.view().substr(first.length));
  return {out.Finish()};
}
NullableText Glue(EvalContext& ctx, NullableText a, NullableText b) {
  TextBuilder out(ctx, a.text.view().size() + b.text.view().size());
  out.Append(a.text.view());
  out.Append(b.text.view());
  return {out.Finish()};
}
NullableText Prefix(EvalContext& ctx, NullableText s, NullableText p) {
  return s.text.is_null() || p.text.is_null() ? s : Glue(ctx, p, s);
}
NullableText Suffix(EvalContext& ctx, NullableText s, NullableText p) {
  return s.text.is_null() || p.text.is_null() ? s : Glue(ctx, s, p);
}

Text JoinNonEmpty(EvalContext& ctx, NullableText separator, NullableList<NullableText> given) {
  List<NullableText> values = given.list;
  TextBuilder out(ctx);
  for (const NullableText& value : values) {
    if (value.text.is_null() || value.text.length == 0) continue;
    if (out.size() != 0) out.Append(separator.text.view());
    out.Append(value.text.view());
  }
  return out.Finish();
}
Text ConcatName(EvalContext& ctx, NullableList<NullableText> given) {
  List<NullableText> values = given.list;
  TextBuilder out(ctx);
  for (const NullableText& value : values) {
    if (value.text.is_null()) continue;
    std::string_view part = TrimView(value.text.view());
    if (part.empty()) continue;
    if (out.size() != 0) out.AppendAscii(' ');
    out.Append(part);
  }
  return out.Finish();
}
Text Stringify(EvalContext&, NullableText s) { return s.text.is_null() ? Text() : s.text; }
Text StringifyOr(EvalContext&, NullableText s, Text otherwise) {
  return s.text.is_null() ? otherwise : s.text;
}
// By UTF-16 units; pairs keep their order.
NullableText Reverse(EvalContext& ctx, NullableText s) {
  if (s.text.is_null()) return s;
  std::string_view view = s.text.view();
  TextBuilder out(ctx, view.size());
  for (size_t end = view.size(); end > 0;) {
    size_t start = PreviousStart(view, end);
    out.Append(view.substr(start, end - start));
    end = start;
  }
  return {out.Finish()};
}
Text SwitchContains(EvalContext&, NullableText s, Text otherwise, List<Text> pairs) {
  for (uint32_t i = 0; i + 1 < pairs.size(); i += 2) {
    if (!s.text.is_null() && s.text.view().find(pairs[i].view()) != std::string_view::npos)
      return pairs[i + 1];
  }
  return otherwise;
}
// In double quotes, with backslashes before quotes and backslashes.
NullableText Quote(EvalContext& ctx, NullableText s) {
  if (s.text.is_null()) return s;
  TextBuilder out(ctx, s.text.length + 2);
  out.AppendAscii('"');
  for (char c : s.text.view()) {
    if (c == '"' || c == '\\') out.AppendAscii('\\');
    out.AppendAscii(c);
  }
  out.AppendAscii('"');
  return {out.Finish()};
}
Text Initials(EvalContext& ctx, NullableText first, NullableText last) {
  TextBuilder out(ctx);
  for (const NullableText* name : {&first, &last})
    out.Append(name->text.view().substr(0, DecodeAt(name->text.view(), 0).length));
  return out.Finish();
}

}  // namespace

std::vector<Row> StrEditRows() {
  constexpr std::string_view o = "Str";
  return {
      Static<ReplaceFirst>(o,
                           {"ReplaceFirst", "s, old, with", "The first occurrence replaced; null stays null.",
                            R"(Str.ReplaceFirst("aa", "a", "b"))", R"("ba")"}),
      Static<ReplaceChars>(o, {"ReplaceChars", "s, pattern",
                               "Characters to texts by \"a:b,c:\"; an empty one deletes; blanks in the "
                               "pattern do not count; null stays null.",
                               R"(Str.ReplaceChars("a-b", "a:x,-:"))", R"("xb")"}),
      Static<StripSpaces>(o, {"StripSpaces", "s", "Without blanks (U+0020); null stays null.",
                              R"(Str.StripSpaces("a b c"))", R"("abc")"}),
      Static<PCase>(o, {"PCase", "s",
                        "The first letter of each word upper, the rest lower; words stand between blanks; "
                        "null stays null.",
                        R"(Str.PCase("TEsT"))", R"("Test")"}),
      Static<PCaseBy>(o, {"PCase", "s, separators", "As PCase; words stand between these characters.",
                          R"(Str.PCase("ANN-MARIE", "-"))", R"("Ann-Marie")"}),
      Static<Capitalize>(o, {"Capitalize", "s", "The first letter upper, the rest as it is; null stays null.",
                             R"(Str.Capitalize("abC"))", R"("AbC")"}),
      Static<Prefix>(o, {"Prefix", "s, p", "p before s; null s stays null, null p adds nothing.",
                         R"(Str.Prefix("a", "x-"))", R"("x-a")"}),
      Static<Suffix>(o, {"Suffix", "s, p", "p after s; null s stays null, null p adds nothing.",
                         R"(Str.Suffix("a", "-x"))", R"("a-x")"}),
      Static<JoinNonEmpty>(
          o, {"JoinNonEmpty", "separator, values", "As string.Join, without null and empty values.",
              R"(Str.JoinNonEmpty(", ", "a", "", "b"))", R"("a, b")", kVariadic}),
      Static<ConcatName>(o, {"ConcatName", "values",
                             "The trimmed values with one blank between; null and blank ones are left out.",
                             R"(Str.ConcatName(" Ann ", "", "Lee"))", R"("Ann Lee")", kVariadic}),
      Static<Stringify>(o, {"Stringify", "s", "The text; null is \"\".", R"(Str.Stringify("a"))", R"("a")"}),
      Static<StringifyOr>(o, {"Stringify", "s, nullText", "The text; nullText for null.",
                              R"(Str.Stringify("a", "-"))", R"("a")"}),
      Static<Reverse>(o, {"Reverse", "s", "From the end to the start; null stays null.",
                          R"(Str.Reverse("abc"))", R"("cba")"}),
      Static<SwitchContains>(
          o,
          {"SwitchContains", "s, otherwise, pairs", "The value of the first key that s contains.",
           R"(Str.SwitchContains("This is a test", "default", "test", "value"))", R"("value")", kVariadic}),
      Static<Quote>(o, {"Quote", "s", "In double quotes, quotes and backslashes escaped; null stays null.",
                        R"(Str.Quote("a\"b"))", R"("\"a\\\"b\"")"}),
      Static<Initials>("Names", {"Initials", "first, last", "The first letter of each.",
                                 R"(Names.Initials("Ann", "Lee"))", R"("AL")"}),
  };
}

}  // namespace idx::stdlib
