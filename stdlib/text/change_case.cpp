#include "stdlib/text/change_case.h"

#include "base/value/case.h"

namespace idx::stdlib {
namespace {

template <bool kUpper>
char CaseOf(char c) {
  return kUpper ? ToUpperAscii(c) : ToLowerAscii(c);
}

template <bool kUpper>
Text ChangeCaseOf(EvalContext& ctx, const Text& s) {
  std::string_view view = s.view();
  size_t same = 0;
  while (same < view.size() && static_cast<uint8_t>(view[same]) < 0x80 &&
         CaseOf<kUpper>(view[same]) == view[same])
    ++same;
  if (same == view.size()) return s;
  if (view.size() <= Text::kInline && IsAscii(view)) {
    char buffer[Text::kInline];
    for (size_t i = 0; i < view.size(); ++i) buffer[i] = CaseOf<kUpper>(view[i]);
    return Text(std::string_view(buffer, view.size()));
  }
  if (IsAscii(view)) {
    char* to = ctx.Allocate(view.size());
    if (to == nullptr) return Text();
    for (size_t i = 0; i < view.size(); ++i) to[i] = CaseOf<kUpper>(view[i]);
    return Text(std::string_view(to, view.size()));
  }
  TextBuilder out(ctx, view.size() + 8);
  for (size_t at = 0; at < view.size();) {
    if (static_cast<uint8_t>(view[at]) < 0x80) {
      out.AppendAscii(CaseOf<kUpper>(view[at++]));
      continue;
    }
    Decoded next = DecodeAt(view, at);
    out.AppendCode(kUpper ? ToUpperSimple(next.code) : ToLowerSimple(next.code));
    at += next.length;
  }
  return out.Finish();
}

}  // namespace

Text ChangeCase(EvalContext& ctx, const Text& s, bool upper) {
  return upper ? ChangeCaseOf<true>(ctx, s) : ChangeCaseOf<false>(ctx, s);
}

char32_t CaseOf(char32_t code, CultureInfo culture, bool upper) {
  bool turkic = culture == CultureInfo::kTurkish || culture == CultureInfo::kAzeri;
  if (upper && code == 'i' && turkic) return 0x130;
  if (!upper && code == 'I' && turkic) return 0x131;
  if (culture != CultureInfo::kInvariant && upper && code == 0x131) return 'I';
  if (culture != CultureInfo::kInvariant && !upper && code == 0x130) return 'i';
  return upper ? ToUpperSimple(code) : ToLowerSimple(code);
}

}  // namespace idx::stdlib
