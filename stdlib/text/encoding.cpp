// Hashes, hexadecimal and Base64 of texts. Texts are hashed as UTF-8.
#include <openssl/evp.h>

#include "base/value/base64.h"
#include "base/value/utf.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

std::string HexOf(const unsigned char* bytes, size_t count, bool upper) {
  std::string out;
  for (size_t i = 0; i < count; ++i) {
    out.push_back((upper ? "0123456789ABCDEF" : "0123456789abcdef")[bytes[i] >> 4]);
    out.push_back((upper ? "0123456789ABCDEF" : "0123456789abcdef")[bytes[i] & 15]);
  }
  return out;
}
template <const EVP_MD* (*kAlgorithm)(), bool kHex>
NullableText Hash(EvalContext& ctx, NullableText s) {
  if (s.text.is_null() || !CheckUnicode(ctx, s.text.view())) return NullText();
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  std::string_view view = s.text.view();
  if (EVP_Digest(view.data(), view.size(), digest, &size, kAlgorithm(), nullptr) != 1) {
    FailUnsupported(ctx, "this hash is switched off in the system's cryptography");
    return NullText();
  }
  return {ctx.MakeText(kHex ? HexOf(digest, size, false)
                            : EncodeBase64({reinterpret_cast<const char*>(digest), size}))};
}

NullableText HexFromUtf8(EvalContext& ctx, NullableText s) {
  if (s.text.is_null() || !CheckUnicode(ctx, s.text.view())) return NullText();
  return {
      ctx.MakeText(HexOf(reinterpret_cast<const unsigned char*>(s.text.view().data()), s.text.length, true))};
}
int HexDigit(char c) {
  return c >= '0' && c <= '9'   ? c - '0'
         : c >= 'a' && c <= 'f' ? c - 'a' + 10
         : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                : -1;
}
NullableText HexToUtf8(EvalContext& ctx, NullableText s) {
  if (s.text.is_null()) return s;
  std::string_view view = s.text.view();
  std::string out;
  bool good = view.size() % 2 == 0;
  for (size_t i = 0; good && i < view.size(); i += 2) {
    good = HexDigit(view[i]) >= 0 && HexDigit(view[i + 1]) >= 0;
    if (good) out.push_back(static_cast<char>(HexDigit(view[i]) * 16 + HexDigit(view[i + 1])));
  }
  if (!good || !IsValidUtf8(out)) {
    FailFormat(ctx, "The text is not UTF-8 in hexadecimal digits.");
    return NullText();
  }
  return {ctx.MakeText(out)};
}

}  // namespace

std::vector<Row> EncodingRows() {
  constexpr std::string_view h = "Hash";
  constexpr std::string_view doc = "Of the text's UTF-8 bytes; null stays null.";
  return {
      Static<Hash<EVP_md5, true>>(
          h, {"Md5Hex", "s", doc, R"(Hash.Md5Hex("abc"))", R"("900150983cd24fb0d6963f7d28e17f72")", kFails}),
      Static<Hash<EVP_sha1, true>>(h, {"Sha1Hex", "s", doc, R"(Hash.Sha1Hex("abc"))",
                                       R"("a9993e364706816aba3e25717850c26c9cd0d89d")", kFails}),
      Static<Hash<EVP_sha256, true>>(
          h, {"Sha256Hex", "s", doc, R"(Hash.Sha256Hex(""))",
              R"("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")", kFails}),
      Static<Hash<EVP_sha384, true>>(
          h, {"Sha384Hex", "s", doc, R"(Hash.Sha384Hex("abc")!.Length)", "96", kFails}),
      Static<Hash<EVP_sha512, true>>(
          h, {"Sha512Hex", "s", doc, R"(Hash.Sha512Hex("abc")!.Length)", "128", kFails}),
      Static<Hash<EVP_md5, false>>(
          h, {"Md5Base64", "s", doc, R"(Hash.Md5Base64(""))", R"("1B2M2Y8AsgTpgAmY7PhCfg==")", kFails}),
      Static<Hash<EVP_sha1, false>>(
          h, {"Sha1Base64", "s", doc, R"(Hash.Sha1Base64(""))", R"("2jmj7l5rSw0yVb/vlWAYkK/YBwk=")", kFails}),
      Static<Hash<EVP_sha256, false>>(h, {"Sha256Base64", "s", doc, R"(Hash.Sha256Base64(""))",
                                          R"("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")", kFails}),
      Static<Hash<EVP_sha384, false>>(
          h, {"Sha384Base64", "s", doc, R"(Hash.Sha384Base64("")!.Length)", "64", kFails}),
      Static<Hash<EVP_sha512, false>>(
          h, {"Sha512Base64", "s", doc, R"(Hash.Sha512Base64("")!.Length)", "88", kFails}),
      Static<HexFromUtf8>(
          "Hex", {"FromUtf8", "s", "The UTF-8 bytes in upper-case hexadecimal digits; null stays null.",
                  R"(Hex.FromUtf8("aé"))", R"("61C3A9")", kFails}),
      Static<HexToUtf8>(
          "Hex", {"ToUtf8", "s",
                  "The text of UTF-8 bytes in hexadecimal digits; null stays null; else FormatException.",
                  R"(Hex.ToUtf8("61C3A9"))", R"("aé")", kFails}),
  };
}

}  // namespace idx::stdlib
