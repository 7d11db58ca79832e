// XML, HTML and URL escapes. Source: RFC 3986, System.Net.WebUtility, System.Uri.
#include <charconv>

#include "base/value/utf.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/html_entities.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

std::string Percent(unsigned char byte, bool upper) {
  std::string_view digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  return {'%', digits[byte >> 4], digits[byte & 15]};
}

constexpr std::pair<std::string_view, char> kEntities[] = {
    {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
NullableText XmlEscape(EvalContext& ctx, NullableText s) {
  if (s.text.is_null()) return s;
  TextBuilder out(ctx, s.text.view().size() + 16);
  for (char c : s.text.view()) {
    bool done = false;
    for (auto [entity, character] : kEntities) {
      if (c != character) continue;
      out.Append(entity);
      done = true;
    }
    if (!done) out.AppendAscii(c);
  }
  return {out.Finish()};
}
NullableText XmlUnescape(EvalContext& ctx, NullableText s) {
  if (s.text.is_null()) return s;
  std::string_view view = s.text.view();
  TextBuilder out(ctx, view.size());
  for (size_t at = 0; at < view.size();) {
    size_t used = 0;
    for (auto [entity, character] : kEntities) {
      if (!view.substr(at).starts_with(entity)) continue;
      out.AppendAscii(character);
      used = entity.size();
    }
    if (used == 0) out.AppendAscii(view[at]);
    at += std::max<size_t>(used, 1);
  }
  return {out.Finish()};
}
// RFC 3986: all but the unreserved characters.
NullableText UrlEncode(EvalContext& ctx, NullableText s) {
  if (s.text.is_null() || !CheckUnicode(ctx, s.text.view())) return NullText();
  TextBuilder out(ctx, s.text.view().size() * 2);
  for (char c : s.text.view()) {
    bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                 (c != '\0' && std::string_view("-_.~").find(c) != std::string_view::npos);
    if (plain) {
      out.AppendAscii(c);
    } else {
      auto byte = static_cast<unsigned char>(c);
      out.Append(Percent(byte, true));
    }
  }
  return {out.Finish()};
}

Text EscapeDataString(EvalContext& ctx, Text s) {
  NullableText escaped = UrlEncode(ctx, {s});
  return escaped.text.is_null() ? Text() : escaped.text;
}
int HexDigitOf(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}
// %xx whose bytes are no UTF-8 stay as they are written.
std::string Unescaped(std::string_view view) {
  std::string out;
  for (size_t at = 0; at < view.size();) {
    std::string bytes;
    size_t next = at;
    while (next + 2 < view.size() && view[next] == '%' && HexDigitOf(view[next + 1]) >= 0 &&
           HexDigitOf(view[next + 2]) >= 0) {
      bytes.push_back(static_cast<char>(HexDigitOf(view[next + 1]) * 16 + HexDigitOf(view[next + 2])));
      next += 3;
    }
    if (next == at) {
      out.push_back(view[at]);
      ++at;
      continue;
    }
    out += IsValidUtf8(bytes) ? bytes : std::string(view.substr(at, next - at));
    at = next;
  }
  return out;
}
Text UnescapeDataString(EvalContext& ctx, Text s) { return ctx.MakeText(Unescaped(s.view())); }
int HexNumber(std::string_view digits) {
  int number = 0;
  for (char c : digits) {
    if (HexDigitOf(c) < 0) return -1;
    number = number * 16 + HexDigitOf(c);
  }
  return number;
}
// Bytes that are no UTF-8 are U+FFFD. HttpUtility also knows %uXXXX, a UTF-16 unit.
template <bool kUnits>
NullableText UrlDecode(EvalContext& ctx, NullableText s) {
  if (s.text.is_null()) return s;
  std::string_view view = s.text.view();
  std::string out, bytes;
  auto flush = [&] {
    if (!bytes.empty()) AppendText(out, DecodeUtf8(bytes));
    bytes.clear();
  };
  for (size_t at = 0; at < view.size();) {
    int unit = kUnits && view.substr(at).starts_with("%u") && at + 5 < view.size()
                   ? HexNumber(view.substr(at + 2, 4))
                   : -1;
    int byte = view[at] == '%' && at + 2 < view.size() ? HexNumber(view.substr(at + 1, 2)) : -1;
    if (unit < 0 && byte >= 0) {
      bytes.push_back(static_cast<char>(byte));
      at += 3;
      continue;
    }
    flush();
    char buffer[4];
    if (unit >= 0) {
      AppendText(out, {buffer, EncodeTo(static_cast<char32_t>(unit), buffer)});
      at += 6;
    } else {
      out.push_back(view[at] == '+' ? ' ' : view[at]);
      ++at;
    }
  }
  flush();
  return {ctx.MakeText(out)};
}
// A form's encoding: letters, digits and -_.!*() stay, a blank is +.
template <bool kUpper>
NullableText FormEncode(EvalContext& ctx, NullableText s) {
  if (s.text.is_null() || !CheckUnicode(ctx, s.text.view())) return NullText();
  TextBuilder out(ctx, s.text.view().size() * 2);
  for (char c : s.text.view()) {
    bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                 (c != '\0' && std::string_view("-_.!*()").find(c) != std::string_view::npos);
    if (plain || c == ' ') {
      out.AppendAscii(c == ' ' ? '+' : c);
    } else {
      auto byte = static_cast<unsigned char>(c);
      out.Append(Percent(byte, kUpper));
    }
  }
  return {out.Finish()};
}
// & < > " and ' as entities, and U+00A0 to U+00FF by number. Source: System.Net.WebUtility.
NullableText HtmlEncode(EvalContext& ctx, NullableText s) {
  if (s.text.is_null()) return s;
  std::string_view view = s.text.view();
  TextBuilder out(ctx, view.size() + 16);
  for (size_t at = 0; at < view.size();) {
    Decoded next = DecodeAt(view, at);
    if (next.code == '&')
      out.Append("&amp;");
    else if (next.code == '<')
      out.Append("&lt;");
    else if (next.code == '>')
      out.Append("&gt;");
    else if (next.code == '"')
      out.Append("&quot;");
    else if (next.code == '\'')
      out.Append("&#39;");
    else if ((next.code >= 0xA0 && next.code < 0x100) || next.code > 0xFFFF)
      out.Append("&#" + std::to_string(static_cast<uint32_t>(next.code)) + ";");
    else
      out.Append(view.substr(at, next.length));
    at += next.length;
  }
  return {out.Finish()};
}
constexpr char32_t kNoEntity = 0xFFFFFFFF;
// The code of what stands between & and ;.
char32_t EntityOf(std::string_view name) {
  if (name.starts_with('#')) {
    name.remove_prefix(1);
    int base = name.starts_with('x') || name.starts_with('X') ? 16 : 10;
    if (base == 16) name.remove_prefix(1);
    uint32_t code = 0;
    auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), code, base);
    bool good = error == std::errc() && end == name.data() + name.size() && !name.empty() &&
                code <= 0x10FFFF && !IsSurrogate(code);
    return good ? code : kNoEntity;
  }
  for (auto [known, code] : kHtmlEntities)
    if (known == name) return code;
  return kNoEntity;
}
NullableText HtmlDecode(EvalContext& ctx, NullableText s) {
  if (s.text.is_null()) return s;
  std::string_view view = s.text.view();
  TextBuilder out(ctx, view.size());
  for (size_t at = 0; at < view.size();) {
    size_t end = view[at] == '&' ? view.find_first_of(";&", at + 1) : std::string_view::npos;
    char32_t code = end != std::string_view::npos && view[end] == ';'
                        ? EntityOf(view.substr(at + 1, end - at - 1))
                        : kNoEntity;
    if (code != kNoEntity) {
      out.AppendCode(code);
      at = end + 1;
    } else {
      size_t length = DecodeAt(view, at).length;
      out.Append(view.substr(at, length));
      at += length;
    }
  }
  return {out.Finish()};
}

}  // namespace

std::vector<Row> WebRows() {
  std::vector<Row> rows = {
      Static<XmlEscape>("Xml", {"Escape", "s", "& < > \" ' as entities; null stays null.",
                                R"(Xml.Escape("a<b"))", R"("a&lt;b")"}),
      Static<XmlUnescape>("Xml", {"Unescape", "s", "The five entities as characters; null stays null.",
                                  R"(Xml.Unescape("a&lt;b"))", R"("a<b")"}),
      Static<UrlEncode>(
          "Url", {"Encode", "s", "Percent-encoded UTF-8, all but letters, digits and -_.~; null stays null.",
                  R"(Url.Encode("a b"))", R"("a%20b")", kFails}),
  };
  rows.push_back(Static<EscapeDataString>("Uri", {"EscapeDataString", "stringToEscape",
                                                  "Percent-encoded UTF-8, all but letters, digits and -_.~.",
                                                  R"(Uri.EscapeDataString("a b"))", R"("a%20b")", kFails}));
  rows.push_back(Static<UnescapeDataString>(
      "Uri", {"UnescapeDataString", "stringToUnescape", "The characters of percent-encoded UTF-8.",
              R"(Uri.UnescapeDataString("a%20b"))", R"("a b")"}));
  for (std::string_view owner : {"WebUtility", "HttpUtility"}) {
    rows.push_back(Static<HtmlEncode>(
        owner, {"HtmlEncode", "value", "& < > \" ' and the characters U+00A0 to U+00FF as entities.",
                R"(WebUtility.HtmlEncode("a<b"))", R"("a&lt;b")"}));
    rows.push_back(Static<HtmlDecode>(
        owner, {"HtmlDecode", "value", "Entities, by number and by HTML's names, as characters.",
                R"(WebUtility.HtmlDecode("a&lt;b&#33;"))", R"("a<b!")"}));
    auto encode = owner == "WebUtility" ? Static<FormEncode<true>> : Static<FormEncode<false>>;
    rows.push_back(encode(owner, {"UrlEncode", "value", "As a form sends it: a blank is +.",
                                  R"(WebUtility.UrlEncode("a b&c"))", R"("a+b%26c")", kFails}));
    auto decode = owner == "WebUtility" ? Static<UrlDecode<false>> : Static<UrlDecode<true>>;
    rows.push_back(
        decode(owner, {"UrlDecode", "value", "What UrlEncode gave; bytes that are no UTF-8 are U+FFFD.",
                       R"(WebUtility.UrlDecode("a+b%26c"))", R"("a b&c")"}));
  }
  return rows;
}

}  // namespace idx::stdlib
