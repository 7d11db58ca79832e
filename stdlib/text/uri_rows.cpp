// Uri's functions of texts and HttpUtility's further escapes. Source: System.Uri, System.Web.HttpUtility.
#include <algorithm>

#include "base/value/utf.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"

namespace idx::stdlib {
namespace {

constexpr bool IsLetter(char32_t c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
constexpr bool IsDigit(char32_t c) { return c >= '0' && c <= '9'; }
constexpr bool IsHex(char32_t c) { return IsDigit(c) || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

void AppendPercent(TextBuilder& out, unsigned char byte, bool upper) {
  std::string_view digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  out.AppendAscii('%');
  out.AppendAscii(digits[byte >> 4]);
  out.AppendAscii(digits[byte & 15]);
}
// All but RFC 3986's reserved and unreserved characters.
Text EscapeUriString(EvalContext& ctx, Text s) {
  if (!CheckUnicode(ctx, s.view())) return Text();
  TextBuilder out(ctx, s.view().size() + 16);
  for (char c : s.view()) {
    auto byte = static_cast<unsigned char>(c);
    bool stays = IsLetter(byte) || IsDigit(byte) ||
                 (c != '\0' && std::string_view(";/?:@&=+$,#[]!'()*-._~").find(c) != std::string_view::npos);
    if (stays)
      out.AppendAscii(c);
    else
      AppendPercent(out, byte, true);
  }
  return out.Finish();
}
Text HexEscape(EvalContext& ctx, Char c) {
  TextBuilder out(ctx);
  if (c.unit > 0xFF)
    FailRange(ctx, "character", "Specified argument was out of the range of valid values.");
  else
    AppendPercent(out, static_cast<unsigned char>(c.unit), true);
  return out.Finish();
}
bool IsHexDigit(EvalContext&, Char c) { return IsHex(c.unit); }
int32_t FromHex(EvalContext& ctx, Char c) {
  if (IsDigit(c.unit)) return c.unit - '0';
  if (IsHex(c.unit)) return (c.unit | 0x20) - 'a' + 10;
  ctx.Fail(EvalErrorKind::kArgument, "digit");
  return 0;
}
bool CheckScheme(EvalContext&, NullableText s) {
  std::string_view view = s.text.view();
  if (s.text.is_null() || view.empty() || !IsLetter(static_cast<unsigned char>(view[0]))) return false;
  for (char c : view)
    if (!IsLetter(static_cast<unsigned char>(c)) && !IsDigit(static_cast<unsigned char>(c)) && c != '+' &&
        c != '-' && c != '.')
      return false;
  return true;
}

// The path only: what follows the ? stays.
NullableText UrlPathEncode(EvalContext& ctx, NullableText s) {
  if (s.text.is_null() || !CheckUnicode(ctx, s.text.view())) return NullText();
  std::string_view view = s.text.view();
  TextBuilder out(ctx, view.size() + 16);
  size_t query = std::min(view.find('?'), view.size());
  for (size_t i = 0; i < view.size(); ++i) {
    auto byte = static_cast<unsigned char>(view[i]);
    if (i < query && (byte <= 0x20 || byte >= 0x7F))
      AppendPercent(out, byte, false);
    else
      out.AppendAscii(view[i]);
  }
  return {out.Finish()};
}
NullableText HtmlAttributeEncode(EvalContext& ctx, NullableText s) {
  if (s.text.is_null()) return s;
  TextBuilder out(ctx, s.text.view().size() + 16);
  for (char c : s.text.view()) {
    if (c == '"')
      out.Append("&quot;");
    else if (c == '&')
      out.Append("&amp;");
    else if (c == '<')
      out.Append("&lt;");
    else if (c == '\'')
      out.Append("&#39;");
    else
      out.AppendAscii(c);
  }
  return {out.Finish()};
}
Text JavaScript(EvalContext& ctx, NullableText s, bool quotes) {
  std::string_view view = s.text.is_null() ? std::string_view() : s.text.view();
  TextBuilder out(ctx, view.size() + 16);
  if (quotes) out.AppendAscii('"');
  for (size_t at = 0; at < view.size();) {
    Decoded next = DecodeAt(view, at);
    char32_t c = next.code;
    constexpr std::pair<char32_t, std::string_view> kShort[] = {{'\r', "\\r"},  {'\t', "\\t"}, {'"', "\\\""},
                                                                {'\\', "\\\\"}, {'\n', "\\n"}, {'\b', "\\b"},
                                                                {'\f', "\\f"}};
    bool done = false;
    for (auto [code, text] : kShort) {
      if (c != code) continue;
      out.Append(text);
      done = true;
    }
    bool escaped =
        c < 0x20 || c == '\'' || c == '<' || c == '>' || c == '&' || c == 0x85 || c == 0x2028 || c == 0x2029;
    if (!done && escaped) {
      out.Append("\\u");
      for (int shift = 12; shift >= 0; shift -= 4) out.AppendAscii("0123456789abcdef"[c >> shift & 15]);
    } else if (!done) {
      out.Append(view.substr(at, next.length));
    }
    at += next.length;
  }
  if (quotes) out.AppendAscii('"');
  return out.Finish();
}
Text JavaScriptPlain(EvalContext& ctx, NullableText s) { return JavaScript(ctx, s, false); }

}  // namespace

std::vector<Row> UriRows() {
  constexpr std::string_view u = "Uri", h = "HttpUtility";
  constexpr std::string_view script = "As a part of a script's string, in quotes if so wanted; null is \"\".";
  return {
      Static<EscapeUriString>(u,
                              {"EscapeUriString", "stringToEscape",
                               "Percent-encoded UTF-8, all but letters, digits and the signs of addresses.",
                               R"(Uri.EscapeUriString("/a b?c=d"))", R"("/a%20b?c=d")", kFails}),
      Static<HexEscape>(u, {"HexEscape", "character", "%XX; above U+00FF: ArgumentOutOfRangeException.",
                            "Uri.HexEscape(' ')", R"("%20")", kFails}),
      Static<IsHexDigit>(u, {"IsHexDigit", "character", "True for 0 to 9, A to F and a to f.",
                             "Uri.IsHexDigit('g')", "false"}),
      Static<FromHex>(u, {"FromHex", "digit", "The value of a hexadecimal digit; else ArgumentException.",
                          "Uri.FromHex('f')", "15", kFails}),
      Static<CheckScheme>(u,
                          {"CheckSchemeName", "schemeName", "Whether it is a scheme's name, such as https.",
                           R"(Uri.CheckSchemeName("1x"))", "false"}),
      Static<UrlPathEncode>(h, {"UrlPathEncode", "str", "The path percent-encoded, what follows ? stays.",
                                R"(HttpUtility.UrlPathEncode("a b?c d"))", R"("a%20b?c d")", kFails}),
      Static<HtmlAttributeEncode>(h,
                                  {"HtmlAttributeEncode", "s", "\" & < and ' as entities; null stays null.",
                                   R"(HttpUtility.HtmlAttributeEncode("a\"b"))", R"("a&quot;b")"}),
      Static<JavaScriptPlain>(h, {"JavaScriptStringEncode", "value", script,
                                  R"(HttpUtility.JavaScriptStringEncode("a'b"))", R"("a\\u0027b")"}),
      Static<JavaScript>(h, {"JavaScriptStringEncode", "value, addDoubleQuotes", script,
                             R"(HttpUtility.JavaScriptStringEncode("a", true))", R"("\"a\"")"}),
  };
}

}  // namespace idx::stdlib
