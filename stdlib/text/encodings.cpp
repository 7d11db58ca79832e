// System.Text.Encoding: texts as bytes and back. What an encoding has not is replaced: by '?' in ASCII and
// Latin1, by U+FFFD elsewhere. Source: System.Text.Encoding.
#include "base/value/case.h"
#include "stdlib/registry/byte_list.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
// new UTF8Encoding(): UTF-8 whose files begin with no mark.
constexpr Encoding kUnmarked{static_cast<int32_t>(Encoding::kUtf32) + 1};
Encoding Known(Encoding encoding) { return encoding == kUnmarked ? Encoding::kUtf8 : encoding; }

template <Encoding kEncoding>
Encoding Named(EvalContext&) {
  return kEncoding;
}
constexpr std::pair<std::string_view, Encoding> kNames[] = {{"utf-8", Encoding::kUtf8},
                                                            {"utf-16", Encoding::kUnicode},
                                                            {"utf-16BE", Encoding::kBigEndianUnicode},
                                                            {"us-ascii", Encoding::kAscii},
                                                            {"iso-8859-1", Encoding::kLatin1},
                                                            {"utf-32", Encoding::kUtf32},
                                                            {"unicode", Encoding::kUnicode},
                                                            {"ascii", Encoding::kAscii},
                                                            {"latin1", Encoding::kLatin1},
                                                            {"utf-16LE", Encoding::kUnicode},
                                                            {"unicodeFFFE", Encoding::kBigEndianUnicode}};
Encoding NewUtf8(EvalContext&) { return kUnmarked; }
Encoding NewUtf8Marked(EvalContext&, bool marked) { return marked ? Encoding::kUtf8 : kUnmarked; }
Encoding ByName(EvalContext& ctx, Text name) {
  for (auto [known, encoding] : kNames)
    if (EqualsIgnoreCase(known, name.view())) return encoding;
  ctx.Fail(EvalErrorKind::kArgument,
           "'" + name.str() + "' is not a supported encoding name. (Parameter 'name')");
  return {};
}
Encoding ByCodePage(EvalContext& ctx, int32_t page) {
  constexpr std::pair<int32_t, Encoding> kPages[] = {
      {65001, Encoding::kUtf8},  {1200, Encoding::kUnicode}, {1201, Encoding::kBigEndianUnicode},
      {20127, Encoding::kAscii}, {28591, Encoding::kLatin1}, {12000, Encoding::kUtf32}};
  for (auto [known, encoding] : kPages)
    if (known == page) return encoding;
  if (page < 0 || page > 65535)
    FailRange(ctx, "codepage", "Valid values are between 0 and 65535, inclusive.");
  else
    ctx.Fail(EvalErrorKind::kNotSupported, "No data is available for encoding " + std::to_string(page) + ".");
  return {};
}
Text WebName(EvalContext&, Encoding encoding) {
  encoding = Known(encoding);
  for (auto [known, which] : kNames)
    if (which == encoding) return Text(known);
  return Text();
}

Text EncodingName(EvalContext&, Encoding encoding) {
  switch (Known(encoding)) {
    case Encoding::kUnicode:
      return Text("Unicode");
    case Encoding::kBigEndianUnicode:
      return Text("Unicode (Big-Endian)");
    case Encoding::kUtf32:
      return Text("Unicode (UTF-32)");
    case Encoding::kAscii:
      return Text("US-ASCII");
    case Encoding::kLatin1:
      return Text("Western European (ISO)");
    default:
      return Text("Unicode (UTF-8)");
  }
}
bool OneByte(Encoding encoding) {
  return Known(encoding) == Encoding::kAscii || Known(encoding) == Encoding::kLatin1;
}
bool IsSingleByte(EvalContext&, Encoding encoding) { return OneByte(encoding); }
// With room for a unit that was kept from before.
int32_t MaxByteCount(EvalContext& ctx, Encoding encoding, int32_t count) {
  if (count < 0) return FailRange(ctx, "charCount", "Non-negative number required."), 0;
  encoding = Known(encoding);
  int64_t each = OneByte(encoding)              ? 1
                 : encoding == Encoding::kUtf8  ? 3
                 : encoding == Encoding::kUtf32 ? 4
                                                : 2;
  int64_t bytes = (int64_t{count} + 1) * each;
  if (bytes <= INT32_MAX) return static_cast<int32_t>(bytes);
  FailRange(
      ctx, "charCount",
      "Too many characters. The resulting number of bytes is larger than what can be returned as an int.");
  return 0;
}
int32_t MaxCharCount(EvalContext& ctx, Encoding encoding, int32_t count) {
  if (count < 0) return FailRange(ctx, "byteCount", "Non-negative number required."), 0;
  encoding = Known(encoding);
  int64_t chars = OneByte(encoding)              ? count
                  : encoding == Encoding::kUtf8  ? int64_t{count} + 1
                  : encoding == Encoding::kUtf32 ? int64_t{count} / 2 + 2
                                                 : int64_t{count} / 2 + count % 2 + 1;
  if (chars <= INT32_MAX) return static_cast<int32_t>(chars);
  FailRange(ctx, "byteCount",
            "Too many bytes. The resulting number of chars is larger than what can be returned as an int.");
  return 0;
}

void AppendUnit(std::string& bytes, char32_t value, size_t count, bool little) {
  for (size_t i = 0; i < count; ++i) {
    size_t shift = 8 * (little ? i : count - 1 - i);
    bytes.push_back(static_cast<char>(value >> shift & 0xFF));
  }
}
std::string Encode(Encoding encoding, std::string_view text) {
  encoding = Known(encoding);
  std::string bytes;
  for (size_t at = 0; at < text.size();) {
    Decoded next = DecodeAt(text, at);
    at += next.length;
    char32_t code = IsSurrogate(next.code) ? kReplacement : next.code;
    bool little = encoding != Encoding::kBigEndianUnicode;
    if (encoding == Encoding::kUtf8) {
      char buffer[4];
      bytes.append(buffer, EncodeTo(code, buffer));
    } else if (encoding == Encoding::kUtf32) {
      AppendUnit(bytes, code, 4, true);
    } else if (encoding == Encoding::kUnicode || encoding == Encoding::kBigEndianUnicode) {
      AppendUnit(bytes, UnitOf(code, 0), 2, little);
      if (code > 0xFFFF) AppendUnit(bytes, UnitOf(code, 1), 2, little);
    } else if (code > (encoding == Encoding::kAscii ? 0x7Fu : 0xFFu)) {
      bytes.append(next.units(), '?');
    } else {
      bytes.push_back(static_cast<char>(code));
    }
  }
  return bytes;
}

}  // namespace

// Each longest beginning of a sequence that cannot go on is one U+FFFD, as the Unicode standard recommends.
std::string DecodeUtf8(std::string_view bytes) {
  std::string text;
  auto byte = [&](size_t at) { return at < bytes.size() ? static_cast<uint8_t>(bytes[at]) : 0u; };
  for (size_t at = 0; at < bytes.size();) {
    uint32_t lead = byte(at);
    size_t length = lead < 0x80                    ? 1
                    : lead >= 0xC2 && lead <= 0xDF ? 2
                    : lead >= 0xE0 && lead <= 0xEF ? 3
                    : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                   : 0;
    uint32_t low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    uint32_t high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    size_t good = length == 0 ? 0 : 1;
    while (good > 0 && good < length && byte(at + good) >= (good == 1 ? low : 0x80) &&
           byte(at + good) <= (good == 1 ? high : 0xBF) && at + good < bytes.size())
      ++good;
    if (good == length && length != 0)
      text.append(bytes.substr(at, length));
    else
      text.append("\xEF\xBF\xBD");
    at += std::max<size_t>(good, 1);
  }
  return text;
}

namespace {

void AppendCode(std::string& text, char32_t code) {
  char buffer[4];
  text.append(buffer, EncodeTo(code, buffer));
}
std::string DecodeUtf16(std::string_view bytes, bool little) {
  std::string text;
  auto unit = [&](size_t at) {
    auto a = static_cast<uint8_t>(bytes[at]), b = static_cast<uint8_t>(bytes[at + 1]);
    return static_cast<char32_t>(little ? a | b << 8 : b | a << 8);
  };
  for (size_t at = 0; at < bytes.size(); at += 2) {
    if (at + 1 >= bytes.size()) {
      AppendCode(text, kReplacement);
      break;
    }
    char32_t code = unit(at);
    if (IsHighSurrogate(code) && at + 3 < bytes.size() && IsLowSurrogate(unit(at + 2))) {
      code = CombineSurrogates(code, unit(at + 2));
      at += 2;
    }
    AppendCode(text, IsSurrogate(code) ? kReplacement : code);
  }
  return text;
}
std::string DecodeUtf32(std::string_view bytes) {
  std::string text;
  for (size_t at = 0; at < bytes.size(); at += 4) {
    char32_t code = 0;
    for (size_t i = 0; i < 4 && at + i < bytes.size(); ++i)
      code |= static_cast<char32_t>(static_cast<uint8_t>(bytes[at + i])) << (8 * i);
    bool good = at + 4 <= bytes.size() && code <= 0x10FFFF && !IsSurrogate(code);
    AppendCode(text, good ? code : kReplacement);
  }
  return text;
}
std::string Decode(Encoding encoding, std::string_view bytes) {
  encoding = Known(encoding);
  if (encoding == Encoding::kUtf8) return DecodeUtf8(bytes);
  if (encoding == Encoding::kUtf32) return DecodeUtf32(bytes);
  if (encoding == Encoding::kUnicode || encoding == Encoding::kBigEndianUnicode)
    return DecodeUtf16(bytes, encoding == Encoding::kUnicode);
  std::string text;
  for (char c : bytes) {
    auto byte = static_cast<uint8_t>(c);
    AppendCode(text, encoding == Encoding::kAscii && byte >= 0x80 ? U'?' : char32_t{byte});
  }
  return text;
}

List<uint8_t> GetBytes(EvalContext& ctx, Encoding encoding, Text s) {
  return BytesOf(ctx, Encode(encoding, s.view()));
}
List<uint8_t> GetBytesPart(EvalContext& ctx, Encoding encoding, Text s, int32_t index, int32_t count) {
  auto length = static_cast<int32_t>(Utf16Length(s.view()));
  if (index < 0) return FailNegative(ctx, "index", index), List<uint8_t>();
  if (count < 0) return FailNegative(ctx, "count", count), List<uint8_t>();
  if (index > length - count)
    return FailRange(ctx, "index", "Index and count must refer to a location within the string."),
           List<uint8_t>();
  Text part = SliceUnits(ctx, s.view(), static_cast<size_t>(index), static_cast<size_t>(count));
  return GetBytes(ctx, encoding, part);
}
List<uint8_t> Transcode(EvalContext& ctx, Encoding from, Encoding to, List<uint8_t> bytes) {
  return BytesOf(ctx, Encode(to, Decode(from, ViewOf(bytes))));
}
// The mark that a file in the encoding begins with.
List<uint8_t> Preamble(EvalContext& ctx, Encoding encoding) {
  constexpr std::string_view kMarks[] = {
      "\xEF\xBB\xBF", "\xFF\xFE", "\xFE\xFF", "", "", std::string_view("\xFF\xFE\0\0", 4)};
  auto number = static_cast<uint32_t>(encoding);
  return BytesOf(ctx, kMarks[number < 6 ? number : 3]);
}
int32_t CodePage(EvalContext&, Encoding encoding) {
  constexpr int32_t kPages[] = {65001, 1200, 1201, 20127, 28591, 12000};
  auto number = static_cast<uint32_t>(Known(encoding));
  return kPages[number < 6 ? number : 0];
}
List<uint8_t> GetBytesOfChars(EvalContext& ctx, Encoding encoding, List<Char> chars) {
  std::string text;
  for (Char c : chars) AppendText(text, UnitBytes(c).view());
  return BytesOf(ctx, Encode(encoding, text));
}
int32_t GetByteCount(EvalContext&, Encoding encoding, Text s) {
  return static_cast<int32_t>(Encode(encoding, s.view()).size());
}
Text GetString(EvalContext& ctx, Encoding encoding, List<uint8_t> bytes) {
  return ctx.MakeText(Decode(encoding, ViewOf(bytes)));
}
Text GetPartString(EvalContext& ctx, Encoding encoding, List<uint8_t> bytes, int32_t index, int32_t count) {
  List<uint8_t> part;
  return PartOf(ctx, bytes, index, count, "index", part) ? GetString(ctx, encoding, part) : Text();
}
int32_t GetCharCount(EvalContext&, Encoding encoding, List<uint8_t> bytes) {
  return static_cast<int32_t>(Utf16Length(Decode(encoding, ViewOf(bytes))));
}
List<Char> GetChars(EvalContext& ctx, Encoding encoding, List<uint8_t> bytes) {
  std::u16string units = ToUtf16(Decode(encoding, ViewOf(bytes)));
  Char* to = AllocateList<Char>(ctx, units.size());
  if (to == nullptr) return {};
  for (size_t i = 0; i < units.size(); ++i) to[i] = {static_cast<uint16_t>(units[i])};
  return ListOf(to, units.size());
}

}  // namespace

std::vector<Row> EncodingObjectRows() {
  constexpr std::string_view e = "Encoding";
  constexpr std::string_view hex = R"(Convert.ToHexString(Encoding.UTF32.GetBytes("a")))";
  return {
      Value<Named<Encoding::kUtf8>>(
          e, {"UTF8", "", "UTF-8, without a mark.", R"(Encoding.UTF8.GetBytes("é").Length)", "2"}),
      Value<Named<Encoding::kUnicode>>(
          e, {"Unicode", "", "UTF-16, low byte first.",
              R"(Convert.ToBase64String(Encoding.Unicode.GetBytes("ab")))", R"("YQBiAA==")"}),
      Value<Named<Encoding::kBigEndianUnicode>>(
          e, {"BigEndianUnicode", "", "UTF-16, high byte first.",
              R"(Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes("a")))", R"("0061")"}),
      Value<Named<Encoding::kUtf32>>(e, {"UTF32", "", "UTF-32, low byte first.", hex, R"("61000000")"}),
      Value<Named<Encoding::kAscii>>(e,
                                     {"ASCII", "", "ASCII; other characters become '?'.",
                                      R"(Convert.ToHexString(Encoding.ASCII.GetBytes("aé")))", R"("613F")"}),
      Value<Named<Encoding::kLatin1>>(e,
                                      {"Latin1", "", "ISO 8859-1; other characters become '?'.",
                                       R"(Convert.ToHexString(Encoding.Latin1.GetBytes("é")))", R"("E9")"}),
      Value<Named<Encoding::kUtf8>>(
          e, {"Default", "", "UTF-8, without a mark.", R"(Encoding.Default.GetBytes("é").Length)", "2"}),
      Static<ByName>(e, {"GetEncoding", "name", "utf-8, utf-16, us-ascii …; else ArgumentException.",
                         R"(Encoding.GetEncoding("utf-16").GetBytes("a").Length)", "2", kFails}),
      Static<ByCodePage>(e, {"GetEncoding", "codepage",
                             "65001, 1200, 1201, 12000, 20127 or 28591; else NotSupportedException.",
                             R"(Encoding.GetEncoding(65001).GetBytes("é").Length)", "2", kFails}),
      Property<WebName>(e, {"WebName", "encoding", "Its name.", "Encoding.UTF8.WebName", R"("utf-8")"}),
      Property<WebName>(e, {"BodyName", "encoding", "Its name.", "Encoding.UTF8.BodyName", R"("utf-8")"}),
      Property<WebName>(e, {"HeaderName", "encoding", "Its name.", "Encoding.UTF8.HeaderName", R"("utf-8")"}),
      Property<EncodingName>(e, {"EncodingName", "encoding", "Its name for people.",
                                 "Encoding.UTF8.EncodingName", R"x("Unicode (UTF-8)")x"}),
      Property<IsSingleByte>(e, {"IsSingleByte", "encoding", "True of ASCII and Latin1.",
                                 "Encoding.Latin1.IsSingleByte", "true"}),
      Method<MaxByteCount>(e, {"GetMaxByteCount", "encoding, charCount", "The most bytes that so many UTF-16 units take.",
                               "Encoding.UTF8.GetMaxByteCount(3)", "12", kFails}),
      Method<MaxCharCount>(e, {"GetMaxCharCount", "encoding, byteCount", "The most UTF-16 units that so many bytes give.",
                               "Encoding.UTF8.GetMaxCharCount(3)", "4", kFails}),
      Method<GetBytes>(e, {"GetBytes", "encoding, s", "The bytes of the text.",
                           R"(Convert.ToHexString(Encoding.UTF8.GetBytes("aé")))", R"("61C3A9")"}),
      Method<GetBytesOfChars>(
          e, {"GetBytes", "encoding, chars", "The bytes of the characters.",
              R"(Convert.ToHexString(Encoding.UTF8.GetBytes(new[] { 'a', 'é' })))", R"("61C3A9")"}),
      Method<GetByteCount>(e, {"GetByteCount", "encoding, s", "How many bytes the text takes.",
                               R"(Encoding.UTF8.GetByteCount("aé"))", "3"}),
      Constructor<NewUtf8>(
          "UTF8Encoding", {"", "", "UTF-8, without a mark.", "new UTF8Encoding().GetPreamble().Length", "0"}),
      Constructor<NewUtf8Marked>("UTF8Encoding",
                                 {"", "encoderShouldEmitUTF8Identifier", "UTF-8, with a mark or not.",
                                  "new UTF8Encoding(true).GetPreamble().Length", "3"}),
      Constructor<Named<Encoding::kUnicode>>(
          "UnicodeEncoding",
          {"", "", "UTF-16, low byte first.", R"(new UnicodeEncoding().GetBytes("a").Length)", "2"}),
      Constructor<Named<Encoding::kAscii>>(
          "ASCIIEncoding", {"", "", "ASCII.", R"(new ASCIIEncoding().GetBytes("a").Length)", "1"}),
      Method<GetBytesPart>(e, {"GetBytes", "encoding, s, index, count", "The bytes of a part of the text.",
                               R"(Encoding.UTF8.GetBytes("abc", 1, 1))", R"("Yg==")", kFails}),
      Static<Transcode>(
          e, {"Convert", "srcEncoding, dstEncoding, bytes", "The bytes in another encoding.",
              R"(Encoding.Convert(Encoding.Latin1, Encoding.UTF8, new byte[] { 233 }))", R"("w6k=")"}),
      Method<Preamble>(e, {"GetPreamble", "encoding", "The mark at the beginning of a file.",
                           "Encoding.Unicode.GetPreamble()", R"("//4=")"}),
      Property<CodePage>(
          e, {"CodePage", "encoding", "The number of the code page.", "Encoding.UTF8.CodePage", "65001"}),
      Method<GetString>(e, {"GetString", "encoding, bytes", "The text of the bytes.",
                            R"(Encoding.UTF8.GetString(Convert.FromHexString("61C3A9")))", R"("aé")"}),
      Method<GetPartString>(
          e, {"GetString", "encoding, bytes, index, count", "The text of a part of the bytes.",
              R"(Encoding.UTF8.GetString(Convert.FromHexString("61C3A9"), 0, 1))", R"("a")", kFails}),
      Method<GetCharCount>(e, {"GetCharCount", "encoding, bytes", "How many UTF-16 units the bytes give.",
                               R"(Encoding.UTF8.GetCharCount(Convert.FromHexString("61C3A9")))", "2"}),
      Method<GetChars>(e, {"GetChars", "encoding, bytes", "The UTF-16 units of the bytes.",
                           R"(Encoding.UTF8.GetChars(Convert.FromHexString("61C3A9")))", R"(["a","é"])"}),
  };
  }

}  // namespace idx::stdlib
