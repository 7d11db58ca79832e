// byte[]: Base64, hexadecimal digits, the bytes of texts and of Guids. Source: System.Convert,
// System.Text.Encoding.
#include "base/value/base64.h"
#include "base/value/utf.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"

namespace idx::stdlib {
namespace {

std::string_view ViewOf(const List<uint8_t>& bytes) {
  return {reinterpret_cast<const char*>(bytes.begin()), bytes.size()};
}
List<uint8_t> BytesOf(EvalContext& ctx, std::string_view bytes) {
  uint8_t* to = AllocateList<uint8_t>(ctx, bytes.size());
  if (to == nullptr) return {};
  std::memcpy(to, bytes.data(), bytes.size());
  return ListOf(to, bytes.size());
}

Text ToBase64(EvalContext& ctx, List<uint8_t> bytes) { return ctx.MakeText(EncodeBase64(ViewOf(bytes))); }

// White space (blank, tab, line ends) may stand anywhere.
List<uint8_t> FromBase64(EvalContext& ctx, Text s) {
  std::string dense;
  for (char c : s.view())
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') dense.push_back(c);
  std::string bytes(dense.size() / 4 * 3 + 3, '\0');
  std::optional<size_t> size = DecodeBase64(dense, bytes.data());
  if (!size) {
    FailFormat(
        ctx,
        "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two "
        "padding characters, or an illegal character among the padding characters.");
    return {};
  }
  return BytesOf(ctx, std::string_view(bytes).substr(0, *size));
}

Text ToHex(EvalContext& ctx, List<uint8_t> bytes) {
  TextBuilder out(ctx, size_t{bytes.size()} * 2);
  for (uint8_t byte : bytes) {
    out.AppendAscii("0123456789ABCDEF"[byte >> 4]);
    out.AppendAscii("0123456789ABCDEF"[byte & 15]);
  }
  return out.Finish();
}
int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}
List<uint8_t> FromHex(EvalContext& ctx, Text s) {
  std::string_view view = s.view();
  std::string bytes;
  if (view.size() % 2 != 0 && Utf16Length(view) % 2 != 0) {
    FailFormat(ctx, "The input is not a valid hex string as its length is not a multiple of 2.");
    return {};
  }
  for (size_t i = 0; i + 1 < view.size(); i += 2) {
    int high = DigitOf(view[i]), low = DigitOf(view[i + 1]);
    if (high < 0 || low < 0) {
      FailFormat(ctx, "The input is not a valid hex string as it contains a non-hex character.");
      return {};
    }
    bytes.push_back(static_cast<char>(high * 16 + low));
  }
  return BytesOf(ctx, bytes);
}

template <Encoding kEncoding>
Encoding Named(EvalContext&) {
  return kEncoding;
}

// Texts that are not Unicode, and characters that the encoding has not, are not replaced here: not supported.
List<uint8_t> GetBytes(EvalContext& ctx, Encoding encoding, Text s) {
  if (!IsValidUtf8(s.view()))
    return FailUnsupported(ctx, "the bytes of half a surrogate pair"), List<uint8_t>();
  if (encoding == Encoding::kUtf8) return BytesOf(ctx, s.view());
  std::string bytes;
  bool wide = encoding == Encoding::kUnicode || encoding == Encoding::kBigEndianUnicode;
  auto unit = [&](uint32_t u) {
    char low = static_cast<char>(u & 0xFF), high = static_cast<char>(u >> 8);
    bytes.push_back(encoding == Encoding::kUnicode ? low : high);
    bytes.push_back(encoding == Encoding::kUnicode ? high : low);
  };
  std::string_view view = s.view();
  for (size_t at = 0; at < view.size();) {
    Decoded next = DecodeAt(view, at);
    char32_t code = next.code;
    at += next.length;
    if (!wide) {
      if (code > (encoding == Encoding::kAscii ? 0x7F : 0xFF)) {
        if (code > 0xFFFF) return FailUnsupported(ctx, "this character in this encoding"), List<uint8_t>();
        code = '?';
      }
      bytes.push_back(static_cast<char>(code));
    } else if (code > 0xFFFF) {
      unit(0xD800 + ((static_cast<uint32_t>(code) - 0x10000) >> 10));
      unit(0xDC00 + ((static_cast<uint32_t>(code) - 0x10000) & 0x3FF));
    } else {
      unit(static_cast<uint32_t>(code));
    }
  }
  return BytesOf(ctx, bytes);
}

Text GetString(EvalContext& ctx, Encoding encoding, List<uint8_t> bytes) {
  std::string_view view = ViewOf(bytes);
  std::string text(view);
  if (encoding == Encoding::kLatin1 || encoding == Encoding::kAscii) {
    text.clear();
    for (uint8_t byte : bytes) {
      char buffer[4];
      bool known = encoding == Encoding::kLatin1 || byte < 0x80;
      text.append(buffer, EncodeTo(known ? char32_t{byte} : char32_t{0xFFFD}, buffer));
    }
  } else if (encoding != Encoding::kUtf8) {
    text.clear();
    bool little = encoding == Encoding::kUnicode;
    auto unit = [&](size_t i) {
      uint32_t a = bytes[static_cast<uint32_t>(i)], b = bytes[static_cast<uint32_t>(i + 1)];
      return little ? a | (b << 8) : b | (a << 8);
    };
    bool good = view.size() % 2 == 0;
    for (size_t i = 0; good && i < view.size(); i += 2) {
      uint32_t code = unit(i);
      if (code >= 0xD800 && code < 0xE000) {
        good = code < 0xDC00 && i + 3 < view.size() && (unit(i + 2) & 0xFC00) == 0xDC00;
        if (!good) break;
        code = 0x10000 + ((code - 0xD800) << 10) + (unit(i + 2) - 0xDC00);
        i += 2;
      }
      char buffer[4];
      text.append(buffer, EncodeTo(static_cast<char32_t>(code), buffer));
    }
    if (!good) return FailUnsupported(ctx, "bytes that are not UTF-16"), Text();
  }
  if (!IsValidUtf8(text)) return FailUnsupported(ctx, "bytes that are not UTF-8"), Text();
  return ctx.MakeText(text);
}

// .NET's order: the first three fields little-endian.
constexpr int kGuidOrder[16] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};
Guid GuidOfBytes(EvalContext& ctx, List<uint8_t> bytes) {
  Guid value{};
  if (bytes.size() != 16) {
    ctx.Fail(EvalErrorKind::kArgument, "Byte array for Guid must be exactly 16 bytes long. (Parameter 'b')");
    return value;
  }
  auto* to = reinterpret_cast<uint8_t*>(&value);
  for (uint32_t i = 0; i < 16; ++i) to[kGuidOrder[i]] = bytes[i];
  return value;
}
List<uint8_t> BytesOfGuid(EvalContext& ctx, Guid value) {
  char bytes[16];
  const auto* from = reinterpret_cast<const char*>(&value);
  for (uint32_t i = 0; i < 16; ++i) bytes[i] = from[kGuidOrder[i]];
  return BytesOf(ctx, {bytes, 16});
}

// [MS-DTYP] 2.4.2.2: revision, count, authority of 6 bytes big-endian, sub-authorities of 4 little-endian.
NullableText SidText(EvalContext& ctx, NullableList<uint8_t> sid) {
  if (sid.list.is_null()) return NullText();
  std::string_view view = ViewOf(sid.list);
  auto byte = [&](size_t i) { return uint64_t{static_cast<uint8_t>(view[i])}; };
  if (view.size() < 8 || byte(0) != 1 || byte(1) > 15 || view.size() < 8 + byte(1) * 4) {
    ctx.Fail(EvalErrorKind::kArgument, "The bytes are not a security identifier.");
    return NullText();
  }
  uint64_t authority = 0;
  for (size_t i = 2; i < 8; ++i) authority = authority << 8 | byte(i);
  std::string text = "S-1-" + std::to_string(authority);
  for (size_t i = 0; i < byte(1); ++i) {
    size_t at = 8 + i * 4;
    text += "-" + std::to_string(byte(at) | byte(at + 1) << 8 | byte(at + 2) << 16 | byte(at + 3) << 24);
  }
  return {ctx.MakeText(text)};
}

}  // namespace

std::vector<Row> BytesRows() {
  constexpr std::string_view c = "Convert", e = "Encoding";
  return {
      Static<ToBase64>(c, {"ToBase64String", "inArray", "The bytes in Base64.",
                           "Convert.ToBase64String(new byte[] { 5, 6, 7, 8 })", R"("BQYHCA==")"}),
      Static<FromBase64>(c,
                         {"FromBase64String", "s", "The bytes; white space is ignored; else FormatException.",
                          R"(Convert.FromBase64String("BQYH CA==").Length)", "4", kFails}),
      Static<ToHex>(c, {"ToHexString", "inArray", "The bytes in upper-case hexadecimal digits.",
                        "Convert.ToHexString(new byte[] { 5, 171 })", R"("05AB")"}),
      Static<FromHex>(c, {"FromHexString", "s", "The bytes of hexadecimal digits; else FormatException.",
                          R"(Convert.FromHexString("05ab").Length)", "2", kFails}),
      Value<Named<Encoding::kUtf8>>(
          e, {"UTF8", "", "UTF-8, without a mark.", R"(Encoding.UTF8.GetBytes("é").Length)", "2"}),
      Value<Named<Encoding::kUnicode>>(
          e, {"Unicode", "", "UTF-16, low byte first.",
              R"(Convert.ToBase64String(Encoding.Unicode.GetBytes("ab")))", R"("YQBiAA==")"}),
      Value<Named<Encoding::kBigEndianUnicode>>(
          e, {"BigEndianUnicode", "", "UTF-16, high byte first.",
              R"(Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes("a")))", R"("0061")"}),
      Value<Named<Encoding::kAscii>>(e,
                                     {"ASCII", "", "ASCII; other characters become '?'.",
                                      R"(Convert.ToHexString(Encoding.ASCII.GetBytes("aé")))", R"("613F")"}),
      Value<Named<Encoding::kLatin1>>(e,
                                      {"Latin1", "", "ISO 8859-1; other characters become '?'.",
                                       R"(Convert.ToHexString(Encoding.Latin1.GetBytes("é")))", R"("E9")"}),
      Method<GetBytes>(e, {"GetBytes", "encoding, s", "The bytes of the text.",
                           R"(Convert.ToHexString(Encoding.UTF8.GetBytes("aé")))", R"("61C3A9")", kFails}),
      Method<GetString>(e,
                        {"GetString", "encoding, bytes", "The text of the bytes.",
                         R"(Encoding.UTF8.GetString(Convert.FromHexString("61C3A9")))", R"("aé")", kFails}),
      Constructor<GuidOfBytes>("Guid",
                               {"", "b", "Of 16 bytes, the first three fields low byte first.",
                                R"(new Guid(Guid.Empty.ToByteArray()) == Guid.Empty)", "true", kFails}),
      Method<BytesOfGuid>("Guid",
                          {"ToByteArray", "guid", "Its 16 bytes, the first three fields low byte first.",
                           "Guid.Empty.ToByteArray().Length", "16"}),
      Static<SidText>("Sid", {"ToString", "sid", "S-1-…; null stays null; else ArgumentException.",
                              R"(Sid.ToString(Convert.FromHexString("010100000000000512000000")))",
                              R"("S-1-5-18")", kFails}),
  };
}

}  // namespace idx::stdlib
