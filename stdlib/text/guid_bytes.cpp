// Guids of bytes and of numbers; AdGuid. Source: System.Guid.
#include "base/value/base64.h"
#include "base/value/guid.h"
#include "stdlib/registry/byte_list.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"

namespace idx::stdlib {
namespace {

// .NET's order: the first three fields low byte first.
constexpr int kOrder[16] = {3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15};

Guid FromBytes(std::string_view bytes) {
  Guid value;
  for (size_t i = 0; i < 16; ++i)
    value.bytes[static_cast<size_t>(kOrder[i])] = static_cast<uint8_t>(bytes[i]);
  return value;
}
Guid OfBytes(EvalContext& ctx, List<uint8_t> bytes) {
  if (bytes.size() == 16) return FromBytes(ViewOf(bytes));
  ctx.Fail(EvalErrorKind::kArgument, "Byte array for Guid must be exactly 16 bytes long. (Parameter 'b')");
  return {};
}
Guid OfBytesIn(EvalContext& ctx, List<uint8_t> bytes, bool big) {
  Guid value = OfBytes(ctx, bytes);
  if (big && !ctx.failed()) std::memcpy(value.bytes.data(), bytes.begin(), 16);
  return value;
}
List<uint8_t> ToBytes(EvalContext& ctx, Guid value) {
  char bytes[16];
  for (size_t i = 0; i < 16; ++i) bytes[i] = static_cast<char>(value.bytes[static_cast<size_t>(kOrder[i])]);
  return BytesOf(ctx, {bytes, 16});
}

List<uint8_t> ToBytesIn(EvalContext& ctx, Guid value, bool big) {
  if (!big) return ToBytes(ctx, value);
  return BytesOf(ctx, {reinterpret_cast<const char*>(value.bytes.data()), 16});
}

// The fields a, b, c; false where one does not fit.
bool Fields(EvalContext& ctx, int64_t a, int32_t b, int32_t c, Guid& value) {
  auto fits = [](int64_t n, int64_t least, int64_t most) { return n >= least && n <= most; };
  if (!fits(a, INT32_MIN, UINT32_MAX) || !fits(b, INT16_MIN, UINT16_MAX) || !fits(c, INT16_MIN, UINT16_MAX)) {
    ctx.Fail(EvalErrorKind::kOverflow, "Value was either too large or too small for a field of a Guid.");
    return false;
  }
  for (size_t i = 0; i < 4; ++i) value.bytes[i] = static_cast<uint8_t>(a >> (24 - 8 * i));
  for (size_t i = 0; i < 2; ++i) {
    value.bytes[4 + i] = static_cast<uint8_t>(b >> (8 - 8 * i));
    value.bytes[6 + i] = static_cast<uint8_t>(c >> (8 - 8 * i));
  }
  return true;
}
Guid OfFields(EvalContext& ctx, int64_t a, int32_t b, int32_t c, List<uint8_t> d) {
  Guid value;
  if (d.size() != 8)
    ctx.Fail(EvalErrorKind::kArgument, "Byte array for Guid must be exactly 8 bytes long. (Parameter 'd')");
  else if (Fields(ctx, a, b, c, value))
    std::memcpy(value.bytes.data() + 8, d.begin(), 8);
  return value;
}
Guid OfNumbers(EvalContext& ctx, int64_t a, int32_t b, int32_t c, int32_t d, int32_t e, int32_t f, int32_t g,
               int32_t h, int32_t i, int32_t j, int32_t k) {
  Guid value;
  if (!Fields(ctx, a, b, c, value)) return value;
  size_t at = 8;
  for (int32_t byte : {d, e, f, g, h, i, j, k}) {
    if (byte < 0 || byte > 255) {
      ctx.Fail(EvalErrorKind::kOverflow, "Value was either too large or too small for a byte.");
      return value;
    }
    value.bytes[at++] = static_cast<uint8_t>(byte);
  }
  return value;
}

NullableText AdText(EvalContext& ctx, NullableList<uint8_t> bytes) {
  if (bytes.list.is_null()) return NullText();
  std::string text;
  AppendGuid(text, OfBytes(ctx, bytes.list), 'D');
  return {ctx.MakeText(text)};
}
// objectGUID as it is often exported.
NullableText AdBase64Text(EvalContext& ctx, NullableText base64) {
  if (base64.text.is_null()) return base64;
  std::optional<std::string> bytes = DecodeBase64Loosely(base64.text.str());
  if (!bytes || bytes->size() != 16) {
    FailFormat(ctx, "The text is not 16 bytes in Base64.");
    return NullText();
  }
  std::string text;
  AppendGuid(text, FromBytes(*bytes), 'D');
  return {ctx.MakeText(text)};
}

}  // namespace

std::vector<Row> GuidByteRows() {
  constexpr std::string_view o = "Guid";
  return {
      Constructor<OfBytes>(o, {"", "b", "Of 16 bytes, the first three fields low byte first.",
                               R"(new Guid(Guid.Empty.ToByteArray()) == Guid.Empty)", "true", kFails}),
      Constructor<OfFields>(o, {"", "a, b, c, d", "Of three numbers of 32, 16 and 16 bits and 8 bytes.",
                                "new Guid(1, 2, 3, new byte[] { 4, 5, 6, 7, 8, 9, 10, 11 }).ToString()",
                                R"("00000001-0002-0003-0405-060708090a0b")", kFails}),
      Constructor<OfNumbers>(
          o, {"", "a, b, c, d, e, f, g, h, i, j, k", "Of numbers of 32, 16, 16 and eight times 8 bits.",
              "new Guid(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).ToString()",
              R"("00000001-0002-0003-0405-060708090a0b")", kFails}),
      Method<ToBytes>(o, {"ToByteArray", "guid", "Its 16 bytes, the first three fields low byte first.",
                          "Guid.Empty.ToByteArray().Length", "16"}),
      Constructor<OfBytesIn>(
          o, {"", "b, bigEndian", "Of 16 bytes, in the order of the text where bigEndian.",
              R"(new Guid(Convert.FromHexString("112233445566778899AABBCCDDEEFF00"), true).ToString())",
              R"("11223344-5566-7788-99aa-bbccddeeff00")", kFails}),
      Method<ToBytesIn>(
          o, {"ToByteArray", "guid, bigEndian", "Its 16 bytes, in the order of the text where bigEndian.",
              R"(new Guid("11223344-5566-7788-99aa-bbccddeeff00").ToByteArray(true)[0])", "17"}),
      Static<AdText>(
          "AdGuid",
          {"ToString", "objectGuid", "Active Directory's 16 bytes as a guid's text; null stays null.",
           R"(AdGuid.ToString(Convert.FromHexString("112233445566778899AABBCCDDEEFF00")))",
           R"("44332211-6655-8877-99aa-bbccddeeff00")", kFails}),
      Static<AdBase64Text>("AdGuid", {"ToString", "base64", "The same of 16 bytes in Base64.",
                                      R"(AdGuid.ToString("ESIzRFVmd4iZqrvM3e7/AA=="))",
                                      R"("44332211-6655-8877-99aa-bbccddeeff00")", kFails}),
  };
}

}  // namespace idx::stdlib
