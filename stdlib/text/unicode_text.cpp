// Diacritics and normalisation, on ICU's data.
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <string>

#include "base/value/case.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

const icu::Normalizer2* Normalizer(NormalizationForm form) {
  UErrorCode error = U_ZERO_ERROR;
  switch (form) {
    case NormalizationForm::kC:
      return icu::Normalizer2::getNFCInstance(error);
    case NormalizationForm::kD:
      return icu::Normalizer2::getNFDInstance(error);
    case NormalizationForm::kKC:
      return icu::Normalizer2::getNFKCInstance(error);
    case NormalizationForm::kKD:
      return icu::Normalizer2::getNFKDInstance(error);
  }
  return nullptr;
}
bool Normalized(std::string_view s, NormalizationForm form, std::u16string& out) {
  const icu::Normalizer2* normalizer = Normalizer(form);
  if (normalizer == nullptr) return false;
  std::u16string units = ToUtf16(s);
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString source(reinterpret_cast<const char16_t*>(units.data()),
                            static_cast<int32_t>(units.size()));
  icu::UnicodeString made = normalizer->normalize(source, error);
  if (U_FAILURE(error) != 0) return false;
  out.assign(made.getBuffer(), static_cast<size_t>(made.length()));
  return true;
}
bool CheckForm(EvalContext& ctx, std::string_view s, NormalizationForm form) {
  if (Normalizer(form) == nullptr) {
    ctx.Fail(EvalErrorKind::kArgument, "Invalid normalization form. (Parameter 'normalizationForm')");
  } else if (HasSurrogate(s) || s.find("\xEF\xBF\xBE") != std::string_view::npos) {
    ctx.Fail(EvalErrorKind::kArgument, "Invalid Unicode code point found. (Parameter 'strInput')");
  } else {
    return true;
  }
  return false;
}
Text Normalize(EvalContext& ctx, Text s, NormalizationForm form) {
  std::u16string out;
  if (!CheckForm(ctx, s.view(), form) || IsAscii(s.view())) return s;
  return Normalized(s.view(), form, out) ? ctx.MakeText(FromUtf16(out)) : s;
}
bool IsNormalized(EvalContext& ctx, Text s, NormalizationForm form) {
  std::u16string out;
  if (!CheckForm(ctx, s.view(), form)) return false;
  return IsAscii(s.view()) || (Normalized(s.view(), form, out) && out == ToUtf16(s.view()));
}

// Letters that Unicode does not decompose, as Entra's NormalizeDiacritics has them.
std::string_view Plain(char32_t code) {
  switch (code) {
    case 0xDF:
      return "ss";
    case 0x1E9E:
      return "SS";
    case 0xE6:
      return "ae";
    case 0xC6:
      return "AE";
    case 0xF8:
      return "oe";
    case 0xD8:
      return "OE";
    case 0x153:
      return "oe";
    case 0x152:
      return "OE";
    case 0x142:
      return "l";
    case 0x141:
      return "L";
    case 0x131:
      return "i";
    case 0x111:
      return "d";
    case 0x110:
      return "D";
    default:
      return "";
  }
}
bool IsMark(char32_t code) { return (U_GET_GC_MASK(static_cast<UChar32>(code)) & U_GC_M_MASK) != 0; }

NullableText RemoveDiacritics(EvalContext& ctx, NullableText s) {
  std::string_view view = s.text.view();
  if (IsAscii(view)) return s;
  std::u16string split;
  if (!Normalized(view, NormalizationForm::kD, split)) return s;
  std::string bytes = FromUtf16(split);
  TextBuilder out(ctx, bytes.size());
  for (size_t at = 0; at < bytes.size();) {
    Decoded next = DecodeAt(bytes, at);
    std::string_view plain = Plain(next.code);
    if (!plain.empty())
      out.Append(plain);
    else if (u_charType(static_cast<UChar32>(next.code)) != U_NON_SPACING_MARK)
      out.AppendCode(next.code);
    at += next.length;
  }
  Text made = out.Finish();
  // What was split and kept (Hangul) comes together again.
  return {IsAscii(made.view()) ? made : Normalize(ctx, made, NormalizationForm::kC)};
}
NullableText ToAscii(EvalContext& ctx, NullableText s) {
  if (IsAscii(s.text.view())) return s;
  std::u16string split;
  if (!Normalized(s.text.view(), NormalizationForm::kKD, split)) return s;
  std::string bytes = FromUtf16(split);
  TextBuilder out(ctx, bytes.size());
  for (size_t at = 0; at < bytes.size();) {
    Decoded next = DecodeAt(bytes, at);
    if (!IsMark(next.code)) out.AppendCode(next.code);
    at += next.length;
  }
  return {out.Finish()};
}

// NFKD, then only what `keep` wants, lower-cased, trimmed, one blank for many.
template <bool (*kKeep)(char)>
NullableText NormalizeKeeping(EvalContext& ctx, NullableText s) {
  if (s.text.is_null()) return s;
  std::u16string split;
  if (!Normalized(s.text.view(), NormalizationForm::kKD, split)) return s;
  TextBuilder out(ctx, split.size());
  bool blank = false;
  for (char16_t unit : split) {
    if (unit >= 0x80) continue;
    char c = static_cast<char>(unit);
    if (IsAsciiWhiteSpace(c)) {
      blank = true;
    } else if (kKeep(c)) {
      if (blank && out.size() != 0) out.AppendAscii(' ');
      blank = false;
      out.AppendAscii(ToLowerAscii(c));
    }
  }
  return {out.Finish()};
}
bool Alphanumeric(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool Printable(char c) { return c > ' ' && c < 0x7F; }

}  // namespace

std::vector<Row> UnicodeRows() {
  constexpr std::string_view o = "Str";
  return {
      Static<RemoveDiacritics>(o,
                               {"RemoveDiacritics", "s",
                                "Letters without their marks; ss for sharp s, ae, oe for o-slash, l for "
                                "l-stroke; null stays null.",
                                R"(Str.RemoveDiacritics("Ásta Björnsson"))", R"("Asta Bjornsson")", kFails}),
      Static<ToAscii>(
          o, {"ToAscii", "s",
              "Compatibility forms decomposed and marks removed; other letters stay; null stays null.",
              R"(Str.ToAscii("Ásta"))", R"("Asta")"}),
      Static<NormalizeKeeping<Alphanumeric>>(
          o,
          {"NormalizeAlphanumeric", "s",
           "Decomposed, only ASCII letters, digits and blanks, lower-cased, single blanks; null stays null.",
           R"(Str.NormalizeAlphanumeric(" Jean-Luc  Ö "))", R"("jeanluc o")"}),
      Static<NormalizeKeeping<Printable>>(
          o, {"NormalizeAscii7", "s", "As NormalizeAlphanumeric, with ASCII punctuation.",
              R"(Str.NormalizeAscii7(" Jean-Luc  Ö "))", R"("jean-luc o")"}),
      Method<Normalize>("string", {"Normalize", "s, normalizationForm = NormalizationForm.FormC",
                                   "The normalisation form; lone surrogates: ArgumentException.",
                                   R"("ﬁ".Normalize(NormalizationForm.FormKD))", R"("fi")", kFails}),
      Method<IsNormalized>("string", {"IsNormalized", "s, normalizationForm = NormalizationForm.FormC",
                                      "True when it is in that form.",
                                      R"("a".IsNormalized(NormalizationForm.FormC))", "true", kFails}),
  };
}

}  // namespace idx::stdlib
