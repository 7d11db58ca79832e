// CultureInfo, for casing only, and TextInfo. Source: System.Globalization.
#include <unicode/uchar.h>

#include "base/value/case.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/change_case.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

CultureInfo Invariant(EvalContext&) { return CultureInfo::kInvariant; }
CultureInfo NewCulture(EvalContext& ctx, Text name) {
  std::string_view view = name.view();
  std::string_view language = view.substr(0, view.find('-'));
  // English casing is the invariant one, and in .NET's invariant mode its formats are, too.
  if (view.empty() || EqualsIgnoreCase(view, "en") || EqualsIgnoreCase(view, "en-US"))
    return CultureInfo::kInvariant;
  constexpr std::pair<std::string_view, CultureInfo> kKnown[] = {{"tr", CultureInfo::kTurkish},
                                                                 {"az", CultureInfo::kAzeri},
                                                                 {"lt", CultureInfo::kLithuanian},
                                                                 {"nl", CultureInfo::kDutch}};
  for (auto [known, culture] : kKnown)
    if (EqualsIgnoreCase(language, known)) return culture;
  bool letters = language.size() >= 2 && language.size() <= 3;
  for (char c : language) letters = letters && ToLowerAscii(c) >= 'a' && ToLowerAscii(c) <= 'z';
  if (!letters) ctx.Fail(EvalErrorKind::kArgument, "Culture is not supported. (Parameter 'name')");
  return CultureInfo::kOther;
}
CultureInfo NewCultureOverride(EvalContext& ctx, Text name, bool) { return NewCulture(ctx, name); }
Text ListSeparator(EvalContext&, TextInfo) { return Text(","); }
TextInfo TextInfoOf(EvalContext&, CultureInfo culture) { return static_cast<TextInfo>(culture); }
CultureInfo CultureOf(TextInfo info) { return static_cast<CultureInfo>(info); }

Text CaseBy(EvalContext& ctx, const Text& s, CultureInfo culture, bool upper) {
  bool turkic = culture == CultureInfo::kTurkish || culture == CultureInfo::kAzeri;
  std::string_view view = s.view();
  if (culture == CultureInfo::kInvariant || (!turkic && IsAscii(view))) return ChangeCase(ctx, s, upper);
  TextBuilder out(ctx, view.size() + 8);
  for (size_t at = 0; at < view.size();) {
    Decoded next = DecodeAt(view, at);
    at += next.length;
    out.AppendCode(CaseOf(next.code, culture, upper));
  }
  return out.Finish();
}
Text ToUpperCulture(EvalContext& ctx, Text s, CultureInfo c) { return CaseBy(ctx, s, c, true); }
Text ToLowerCulture(EvalContext& ctx, Text s, CultureInfo c) { return CaseBy(ctx, s, c, false); }
Text InfoUpper(EvalContext& ctx, TextInfo c, Text s) { return CaseBy(ctx, s, CultureOf(c), true); }
Text InfoLower(EvalContext& ctx, TextInfo c, Text s) { return CaseBy(ctx, s, CultureOf(c), false); }

// The digraphs have a title case of their own.
char32_t TitleOf(char32_t code, CultureInfo culture) {
  if ((code >= 0x1C4 && code <= 0x1CC) || (code >= 0x1F1 && code <= 0x1F3))
    return static_cast<char32_t>(u_totitle(static_cast<UChar32>(code)));
  return CaseOf(code, culture, true);
}
bool IsLetter(char32_t code) { return (U_GET_GC_MASK(static_cast<UChar32>(code)) & U_GC_L_MASK) != 0; }
// Blanks, controls, punctuation and symbols end a word; digits and marks do not.
bool EndsWord(char32_t code) {
  constexpr uint32_t kEnd = U_GC_Z_MASK | U_GC_CC_MASK | U_GC_CF_MASK | U_GC_P_MASK | U_GC_S_MASK;
  return (U_GET_GC_MASK(static_cast<UChar32>(code)) & kEnd) != 0;
}

// A text being put in title case, word by word.
class TitleCase {
 public:
  TitleCase(EvalContext& ctx, std::string_view text, CultureInfo culture)
      : text_(text), culture_(culture), out_(ctx, text.size() + 8) {}

  Text Make() {
    while (at_ < text_.size()) {
      Decoded next = DecodeAt(text_, at_);
      if (IsLetter(next.code))
        Word(next);
      else
        Append(text_.substr(at_, next.length)), at_ += next.length;
    }
    return out_.Finish();
  }

 private:
  void Append(std::string_view part) { out_.Append(part); }
  // A part of a word: in lower case, but as it is where it has capitals only.
  void AppendPart(size_t from, bool lower) {
    for (size_t at = from; at < at_;) {
      Decoded next = DecodeAt(text_, at);
      out_.AppendCode(lower ? CaseOf(next.code, culture_, false) : next.code);
      at += next.length;
    }
  }
  void Word(Decoded first) {
    std::string_view rest = text_.substr(at_);
    if (culture_ == CultureInfo::kDutch && rest.size() > 1 && ToLowerAscii(rest[0]) == 'i' &&
        ToLowerAscii(rest[1]) == 'j') {
      Append("IJ");
      at_ += 2;
    } else {
      out_.AppendCode(TitleOf(first.code, culture_));
      at_ += first.length;
    }
    size_t part = at_;
    bool lower = u_charType(static_cast<UChar32>(first.code)) == U_LOWERCASE_LETTER;
    while (at_ < text_.size()) {
      Decoded next = DecodeAt(text_, at_);
      bool apostrophe = next.code == '\'';
      if (!apostrophe && EndsWord(next.code)) break;
      lower = lower || u_charType(static_cast<UChar32>(next.code)) == U_LOWERCASE_LETTER;
      at_ += next.length;
      if (!apostrophe) continue;
      AppendPart(part, lower);
      part = at_;
      lower = true;
    }
    AppendPart(part, lower);
  }

  std::string_view text_;
  CultureInfo culture_;
  TextBuilder out_;
  size_t at_ = 0;
};
Text ToTitleCase(EvalContext& ctx, TextInfo info, Text s) {
  return TitleCase(ctx, s.view(), CultureOf(info)).Make();
}

}  // namespace

std::vector<Row> CultureRows() {
  constexpr std::string_view c = "CultureInfo", t = "TextInfo";
  return {
      Method<ToUpperCulture>("string",
                             {"ToUpper", "s, culture", "Upper-cased; Turkish and Azeri have a dotted I.",
                              R"("i".ToUpper(new CultureInfo("tr-TR")))", R"("İ")"}),
      Method<ToLowerCulture>("string",
                             {"ToLower", "s, culture", "Lower-cased; Turkish and Azeri have a dotless i.",
                              R"("I".ToLower(new CultureInfo("tr-TR")))", R"("ı")"}),
      Value<Invariant>(c, {"InvariantCulture", "", "The invariant culture.",
                           R"("I".ToLower(CultureInfo.InvariantCulture))", R"("i")"}),
      Value<Invariant>("NumberFormatInfo", {"InvariantInfo", "", "The invariant culture's formats.",
                                            R"(int.Parse("7", NumberFormatInfo.InvariantInfo))", "7"}),
      Value<Invariant>("NumberFormatInfo", {"CurrentInfo", "", "The invariant culture's formats.",
                                            R"(int.Parse("7", NumberFormatInfo.CurrentInfo))", "7"}),
      Value<Invariant>(
          "DateTimeFormatInfo",
          {"InvariantInfo", "", "The invariant culture's formats.",
           R"(new DateTime(2024, 1, 2).ToString("d", DateTimeFormatInfo.InvariantInfo))", R"("01/02/2024")"}),
      Value<Invariant>(
          "DateTimeFormatInfo",
          {"CurrentInfo", "", "The invariant culture's formats.",
           R"(new DateTime(2024, 1, 2).ToString("d", DateTimeFormatInfo.CurrentInfo))", R"("01/02/2024")"}),
      Value<Invariant>(c, {"CurrentUICulture", "", "The invariant culture: there is no other.",
                           R"("I".ToLower(CultureInfo.CurrentUICulture))", R"("i")"}),
      Value<Invariant>(c, {"CurrentCulture", "", "The invariant culture: there is no other.",
                           R"("I".ToLower(CultureInfo.CurrentCulture))", R"("i")"}),
      Constructor<NewCulture>(c, {"", "name", "A culture, for casing only.",
                                  R"("I".ToLower(new CultureInfo("en-US")))", R"("i")", kFails}),
      Constructor<NewCultureOverride>(c,
                                      {"", "name, useUserOverride", "A culture, for casing only.",
                                       R"("I".ToLower(new CultureInfo("en-US", false)))", R"("i")", kFails}),
      Property<ListSeparator>(t, {"ListSeparator", "info", "A comma.",
                                  "CultureInfo.InvariantCulture.TextInfo.ListSeparator", R"(",")"}),
      Static<NewCulture>(c, {"GetCultureInfo", "name", "A culture, for casing only.",
                             R"("I".ToLower(CultureInfo.GetCultureInfo("tr-TR")))", R"("ı")", kFails}),
      Property<TextInfoOf>(c, {"TextInfo", "culture", "The culture's casing.",
                               R"(CultureInfo.InvariantCulture.TextInfo.ToUpper("a"))", R"("A")"}),
      Method<InfoUpper>(t, {"ToUpper", "info, str", "Upper-cased.",
                            R"(CultureInfo.InvariantCulture.TextInfo.ToUpper("a"))", R"("A")"}),
      Method<InfoLower>(t, {"ToLower", "info, str", "Lower-cased.",
                            R"(CultureInfo.InvariantCulture.TextInfo.ToLower("A"))", R"("a")"}),
      Method<ToTitleCase>(t, {"ToTitleCase", "info, str",
                              "Each word with a first capital; words all in capitals stay. Dutch has IJ.",
                              R"(CultureInfo.InvariantCulture.TextInfo.ToTitleCase("gROWL to the rescue"))",
                              R"("Growl To The Rescue")"}),
  };
}

}  // namespace idx::stdlib
