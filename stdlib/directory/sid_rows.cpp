// Sid.*: security identifiers as bytes and as texts. Source: [MS-DTYP] 2.4.2: revision 1, the number of
// sub-authorities (at most 15), an authority of 6 bytes high byte first, sub-authorities of 4 low byte first.
#include <array>
#include <optional>

#include "base/value/base64.h"
#include "stdlib/directory/directory_rows.h"
#include "stdlib/registry/byte_list.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

struct Identifier {
  uint64_t authority = 0;
  std::vector<uint32_t> parts;

  static std::optional<Identifier> OfBytes(std::string_view bytes) {
    auto byte = [&](size_t i) { return uint32_t{static_cast<uint8_t>(bytes[i])}; };
    if (bytes.size() < 8 || byte(0) != 1 || byte(1) > 15 || bytes.size() != 8 + size_t{byte(1)} * 4)
      return std::nullopt;
    Identifier sid;
    for (size_t i = 2; i < 8; ++i) sid.authority = sid.authority << 8 | byte(i);
    for (size_t at = 8; at < bytes.size(); at += 4)
      sid.parts.push_back(byte(at) | byte(at + 1) << 8 | byte(at + 2) << 16 | byte(at + 3) << 24);
    return sid;
  }
  static std::optional<Identifier> OfText(std::string_view text) {
    Identifier sid;
    if (!(text.starts_with("S-1-") || text.starts_with("s-1-"))) return std::nullopt;
    text.remove_prefix(4);
    for (size_t n = 0;; ++n) {
      std::string_view digits = text.substr(0, text.find('-'));
      uint64_t value = 0;
      if (digits.empty() || digits.size() > 15 || n > 15) return std::nullopt;
      for (char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + static_cast<uint64_t>(c - '0');
      }
      if (value >> (n == 0 ? 48 : 32) != 0) return std::nullopt;
      if (n == 0)
        sid.authority = value;
      else
        sid.parts.push_back(static_cast<uint32_t>(value));
      if (digits.size() == text.size()) return sid;
      text.remove_prefix(digits.size() + 1);
    }
  }
  // Of a text, or of the bytes in Base64.
  static std::optional<Identifier> OfEither(std::string_view text) {
    if (auto sid = OfText(text)) return sid;
    if (text.size() > 128) return std::nullopt;
    std::optional<std::string> bytes = DecodeBase64Loosely(std::string(text));
    return bytes ? OfBytes(*bytes) : std::nullopt;
  }

  std::string Text() const {
    std::string text = "S-1-" + std::to_string(authority);
    for (uint32_t part : parts) text += "-" + std::to_string(part);
    return text;
  }
  std::string Bytes() const {
    std::string bytes = {1, static_cast<char>(parts.size())};
    for (int shift = 40; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(authority >> shift));
    for (uint32_t part : parts)
      for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<char>(part >> shift));
    return bytes;
  }
  // Of an account in a domain: S-1-5-21, three numbers of the domain, and its own.
  bool HasDomain() const { return authority == 5 && parts.size() >= 4 && parts[0] == 21; }
};

std::optional<Identifier> Checked(EvalContext& ctx, std::optional<Identifier> sid) {
  if (!sid) ctx.Fail(EvalErrorKind::kArgument, "The value is not a security identifier.");
  return sid;
}
NullableText TextOfBytes(EvalContext& ctx, NullableList<uint8_t> bytes) {
  if (bytes.list.is_null()) return NullText();
  auto sid = Checked(ctx, Identifier::OfBytes(ViewOf(bytes.list)));
  return sid ? NullableText{ctx.MakeText(sid->Text())} : NullText();
}
NullableText TextOfEither(EvalContext& ctx, NullableText text) {
  if (text.text.is_null()) return text;
  auto sid = Checked(ctx, Identifier::OfEither(text.text.view()));
  return sid ? NullableText{ctx.MakeText(sid->Text())} : NullText();
}
NullableList<uint8_t> ToBytes(EvalContext& ctx, NullableText text) {
  NullableList<uint8_t> none;
  none.list.view = ListView::Null();
  if (text.text.is_null()) return none;
  auto sid = Checked(ctx, Identifier::OfEither(text.text.view()));
  return sid ? NullableList<uint8_t>{BytesOf(ctx, sid->Bytes())} : none;
}
NullableText Domain(EvalContext& ctx, const std::optional<Identifier>& sid) {
  if (!sid || !sid->HasDomain()) return NullText();
  Identifier domain = *sid;
  domain.parts.resize(4);
  return {ctx.MakeText(domain.Text())};
}
NullableText DomainOfBytes(EvalContext& ctx, NullableList<uint8_t> bytes) {
  if (bytes.list.is_null()) return NullText();
  return Domain(ctx, Checked(ctx, Identifier::OfBytes(ViewOf(bytes.list))));
}
NullableText DomainOfText(EvalContext& ctx, NullableText text) {
  if (text.text.is_null()) return text;
  return Domain(ctx, Checked(ctx, Identifier::OfEither(text.text.view())));
}

}  // namespace

std::vector<Row> SidRows() {
  constexpr std::string_view s = "Sid";
  return {
      Static<TextOfBytes>(
          s, {"ToString", "sid", "S-1-…; null stays null; else ArgumentException.",
              R"(Sid.ToString(Convert.FromHexString("010100000000000512000000")))", R"("S-1-5-18")", kFails}),
      Static<TextOfEither>(s, {"ToString", "sid", "The same of a text, or of the bytes in Base64.",
                               R"(Sid.ToString("AQEAAAAAAAUSAAAA"))", R"("S-1-5-18")", kFails}),
      Static<ToBytes>(
          s, {"ToBytes", "sid", "The bytes of S-1-…; null stays null; else ArgumentException.",
              R"(Convert.ToHexString(Sid.ToBytes("S-1-5-18")!))", R"("010100000000000512000000")", kFails}),
      Static<DomainOfText>(
          s, {"DomainSid", "sid", "The domain's identifier; null for null and for what belongs to no domain.",
              R"(Sid.DomainSid("S-1-5-21-1-2-3-500"))", R"("S-1-5-21-1-2-3")", kFails}),
      Static<DomainOfBytes>(
          s, {"DomainSid", "sid", "The same of bytes.",
              R"(Sid.DomainSid(Convert.FromHexString("010100000000000512000000")))", "null", kFails}),
  };
}

}  // namespace idx::stdlib
