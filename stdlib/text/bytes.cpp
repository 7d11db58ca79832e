// byte[] as Base64 and as hexadecimal digits. Source: System.Convert.
#include "base/value/base64.h"
#include "base/value/utf.h"
#include "stdlib/registry/byte_list.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

// .NET breaks lines after 76 digits.
std::string Broken(std::string_view digits) {
  std::string out;
  for (size_t at = 0; at < digits.size(); at += 76) {
    if (at > 0) out += "\r\n";
    out += digits.substr(at, 76);
  }
  return out;
}
Text ToBase64Lines(EvalContext& ctx, List<uint8_t> bytes, Base64FormattingOptions options) {
  if (static_cast<uint32_t>(options) > 1) {
    ctx.Fail(EvalErrorKind::kArgument, "Illegal enum value. (Parameter 'options')");
    return Text();
  }
  std::string digits = EncodeBase64(ViewOf(bytes));
  return ctx.MakeText(static_cast<int32_t>(options) == 0 ? digits : Broken(digits));
}
Text ToBase64(EvalContext& ctx, List<uint8_t> bytes) { return ctx.MakeText(EncodeBase64(ViewOf(bytes))); }
Text ToBase64PartLines(EvalContext& ctx, List<uint8_t> bytes, int32_t offset, int32_t length,
                       Base64FormattingOptions options) {
  List<uint8_t> part;
  return PartOf(ctx, bytes, offset, length, "offset", part) ? ToBase64Lines(ctx, part, options) : Text();
}
Text ToBase64Part(EvalContext& ctx, List<uint8_t> bytes, int32_t offset, int32_t length) {
  return ToBase64PartLines(ctx, bytes, offset, length, Base64FormattingOptions{});
}

// White space (blank, tab, line ends) may stand anywhere; the bits that are left over need not be 0, as in
// .NET.
List<uint8_t> FromBase64(EvalContext& ctx, Text s) {
  std::string dense;
  for (char c : s.view())
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') dense.push_back(c);
  std::optional<std::string> bytes = DecodeBase64Loosely(dense);
  if (!bytes) {
    FailFormat(
        ctx,
        "The input is not a valid Base-64 string as it contains a non-base 64 character, more than two "
        "padding characters, or an illegal character among the padding characters.");
    return {};
  }
  return BytesOf(ctx, *bytes);
}
List<uint8_t> FromBase64Chars(EvalContext& ctx, List<Char> chars, int32_t offset, int32_t length) {
  if (length < 0) return FailRange(ctx, "length", "Index was out of range."), List<uint8_t>();
  if (offset < 0 || static_cast<uint64_t>(offset) + static_cast<uint64_t>(length) > chars.size())
    return FailRange(ctx, "offset", "Offset and length must refer to a position in the string."),
           List<uint8_t>();
  std::string text;
  for (int32_t i = offset; i < offset + length; ++i)
    AppendText(text, UnitBytes(chars[static_cast<uint32_t>(i)]).view());
  return FromBase64(ctx, Text(text));
}

Text ToHex(EvalContext& ctx, List<uint8_t> bytes) {
  TextBuilder out(ctx, size_t{bytes.size()} * 2);
  for (uint8_t byte : bytes) {
    out.AppendAscii("0123456789ABCDEF"[byte >> 4]);
    out.AppendAscii("0123456789ABCDEF"[byte & 15]);
  }
  return out.Finish();
}
Text ToHexPart(EvalContext& ctx, List<uint8_t> bytes, int32_t offset, int32_t length) {
  List<uint8_t> part;
  return PartOf(ctx, bytes, offset, length, "offset", part) ? ToHex(ctx, part) : Text();
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

}  // namespace

std::vector<Row> BytesRows() {
  constexpr std::string_view c = "Convert";
  return {
      Static<ToBase64>(c, {"ToBase64String", "inArray", "The bytes in Base64.",
                           "Convert.ToBase64String(new byte[] { 5, 6, 7, 8 })", R"("BQYHCA==")"}),
      Static<FromBase64>(c,
                         {"FromBase64String", "s", "The bytes; white space is ignored; else FormatException.",
                          R"(Convert.FromBase64String("BQYH CA==").Length)", "4", kFails}),
      Static<ToBase64Lines>(
          c,
          {"ToBase64String", "inArray, options", "The bytes in Base64, in lines of 76 digits if so wanted.",
           "Convert.ToBase64String(new byte[60], Base64FormattingOptions.InsertLineBreaks).Length", "82",
           kFails}),
      Static<ToBase64Part>(c,
                           {"ToBase64String", "inArray, offset, length", "A part of the bytes in Base64.",
                            "Convert.ToBase64String(new byte[] { 5, 6, 7, 8 }, 1, 2)", R"("Bgc=")", kFails}),
      Static<ToBase64PartLines>(
          c, {"ToBase64String", "inArray, offset, length, options",
              "A part of the bytes in Base64, in lines of 76 digits if so wanted.",
              "Convert.ToBase64String(new byte[] { 5, 6, 7, 8 }, 1, 2, Base64FormattingOptions.None)",
              R"("Bgc=")", kFails}),
      Static<FromBase64Chars>(
          c, {"FromBase64CharArray", "inArray, offset, length", "The bytes of a part of the characters.",
              R"(Convert.FromBase64CharArray("BQYH".ToCharArray(), 0, 4).Length)", "3", kFails}),
      Static<ToHex>(c, {"ToHexString", "inArray", "The bytes in upper-case hexadecimal digits.",
                        "Convert.ToHexString(new byte[] { 5, 171 })", R"("05AB")"}),
      Static<ToHexPart>(c, {"ToHexString", "inArray, offset, length",
                            "A part of the bytes in upper-case hexadecimal digits.",
                            "Convert.ToHexString(new byte[] { 5, 171, 6 }, 1, 2)", R"("AB06")", kFails}),
      Static<FromHex>(c, {"FromHexString", "s", "The bytes of hexadecimal digits; else FormatException.",
                          R"(Convert.FromHexString("05ab").Length)", "2", kFails}),
  };
}

}  // namespace idx::stdlib
