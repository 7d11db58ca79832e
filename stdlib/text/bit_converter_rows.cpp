// Numbers as bytes, low byte first. Source: System.BitConverter.
#include <bit>
#include <cstring>

#include "stdlib/registry/byte_list.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"

namespace idx::stdlib {
namespace {

constexpr char kOutside[] = "Index was out of range.";
constexpr char kTooShort[] = "Destination array is not long enough to copy all the items in the collection.";

template <typename T>
List<uint8_t> GetBytes(EvalContext& ctx, T value) {
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));
  return BytesOf(ctx, {bytes, sizeof(T)});
}
template <typename T>
T Read(EvalContext& ctx, List<uint8_t> bytes, int32_t start) {
  T value{};
  if (start < 0 || static_cast<uint32_t>(start) >= bytes.size())
    FailRange(ctx, "startIndex", kOutside);
  else if (bytes.size() - static_cast<uint32_t>(start) < sizeof(T))
    ctx.Fail(EvalErrorKind::kArgument, kTooShort);
  else
    std::memcpy(&value, bytes.begin() + start, sizeof(T));
  return value;
}
template <typename T>
int32_t ReadSmall(EvalContext& ctx, List<uint8_t> bytes, int32_t start) {
  return Read<T>(ctx, bytes, start);
}
int64_t ReadUInt32(EvalContext& ctx, List<uint8_t> bytes, int32_t start) {
  return Read<uint32_t>(ctx, bytes, start);
}
int64_t DoubleBits(EvalContext&, double value) { return std::bit_cast<int64_t>(value); }
double OfBits(EvalContext&, int64_t value) { return std::bit_cast<double>(value); }
bool ReadBool(EvalContext& ctx, List<uint8_t> bytes, int32_t start) {
  return Read<uint8_t>(ctx, bytes, start) != 0;
}

Text Dashed(EvalContext& ctx, const List<uint8_t>& bytes) {
  TextBuilder out(ctx, size_t{bytes.size()} * 3);
  for (uint32_t i = 0; i < bytes.size(); ++i) {
    if (i > 0) out.AppendAscii('-');
    out.AppendAscii("0123456789ABCDEF"[bytes[i] >> 4]);
    out.AppendAscii("0123456789ABCDEF"[bytes[i] & 15]);
  }
  return out.Finish();
}
Text ToText(EvalContext& ctx, List<uint8_t> bytes) { return Dashed(ctx, bytes); }
Text ToTextPart(EvalContext& ctx, List<uint8_t> bytes, int32_t start, int32_t length) {
  if (start < 0 || (start > 0 && static_cast<uint32_t>(start) >= bytes.size()))
    return FailRange(ctx, "startIndex", kOutside), Text();
  if (length < 0) return FailRange(ctx, "length", "Value must be positive."), Text();
  if (static_cast<uint32_t>(length) > bytes.size() - static_cast<uint32_t>(start))
    return ctx.Fail(EvalErrorKind::kArgument, kTooShort), Text();
  List<uint8_t> part;
  return PartOf(ctx, bytes, start, length, "startIndex", part) ? Dashed(ctx, part) : Text();
}
Text ToTextFrom(EvalContext& ctx, List<uint8_t> bytes, int32_t start) {
  // Wraps as C#'s does: a negative start is refused there before the length is looked at.
  return ToTextPart(ctx, bytes, start, static_cast<int32_t>(bytes.size() - static_cast<uint32_t>(start)));
}
bool IsLittleEndian(EvalContext&) { return true; }

}  // namespace

std::vector<Row> BitConverterRows() {
  constexpr std::string_view o = "BitConverter";
  constexpr std::string_view get = "The bytes of the number, low byte first.";
  constexpr std::string_view read = "The number that begins there; outside: ArgumentException.";
  constexpr std::string_view text = "The bytes in hexadecimal digits with dashes between.";
  return {
      Static<ToText>(
          o, {"ToString", "value", text, "BitConverter.ToString(new byte[] { 1, 171 })", R"("01-AB")"}),
      Static<ToTextFrom>(o, {"ToString", "value, startIndex", text,
                             "BitConverter.ToString(new byte[] { 1, 171 }, 1)", R"("AB")", kFails}),
      Static<ToTextPart>(o, {"ToString", "value, startIndex, length", text,
                             "BitConverter.ToString(new byte[] { 1, 171 }, 0, 1)", R"("01")", kFails}),
      Static<GetBytes<int32_t>>(o, {"GetBytes", "value", get,
                                    "BitConverter.ToString(BitConverter.GetBytes(1))", R"("01-00-00-00")"}),
      Static<GetBytes<int64_t>>(o, {"GetBytes", "value", get, "BitConverter.GetBytes(1L).Length", "8"}),
      Static<GetBytes<double>>(o, {"GetBytes", "value", get, "BitConverter.GetBytes(1.5).Length", "8"}),
      Static<GetBytes<Char>>(o, {"GetBytes", "value", get, "BitConverter.GetBytes('a').Length", "2"}),
      Static<GetBytes<bool>>(o, {"GetBytes", "value", get, "BitConverter.GetBytes(true).Length", "1"}),
      Static<Read<int32_t>>(o, {"ToInt32", "value, startIndex", read,
                                "BitConverter.ToInt32(new byte[] { 1, 1, 0, 0 }, 0)", "257", kFails}),
      Static<Read<int64_t>>(o, {"ToInt64", "value, startIndex", read,
                                "BitConverter.ToInt64(BitConverter.GetBytes(5L), 0)", "5", kFails}),
      Static<Read<double>>(o, {"ToDouble", "value, startIndex", read,
                               "BitConverter.ToDouble(BitConverter.GetBytes(1.5), 0)", "1.5", kFails}),
      Static<ReadSmall<int16_t>>(o, {"ToInt16", "value, startIndex", read,
                                     "BitConverter.ToInt16(new byte[] { 255, 255 }, 0)", "-1", kFails}),
      Static<ReadSmall<uint16_t>>(o, {"ToUInt16", "value, startIndex", read,
                                      "BitConverter.ToUInt16(new byte[] { 255, 255 }, 0)", "65535", kFails}),
      Static<ReadUInt32>(
          o, {"ToUInt32", "value, startIndex", read,
              "BitConverter.ToUInt32(new byte[] { 255, 255, 255, 255 }, 0)", "4294967295", kFails}),
      Static<Read<Char>>(o, {"ToChar", "value, startIndex", read,
                             "BitConverter.ToChar(new byte[] { 65, 0 }, 0)", R"("A")", kFails}),
      Static<DoubleBits>(o, {"DoubleToInt64Bits", "value", "The bits of the number.",
                             "BitConverter.DoubleToInt64Bits(1.0)", "4607182418800017408"}),
      Static<OfBits>(o, {"Int64BitsToDouble", "value", "The number of these bits.",
                         "BitConverter.Int64BitsToDouble(4607182418800017408L)", "1"}),
      Static<ReadBool>(o, {"ToBoolean", "value, startIndex", read,
                           "BitConverter.ToBoolean(new byte[] { 1 }, 0)", "true", kFails}),
      Value<IsLittleEndian>(o, {"IsLittleEndian", "", "True.", "BitConverter.IsLittleEndian", "true"}),
  };
}

}  // namespace idx::stdlib
