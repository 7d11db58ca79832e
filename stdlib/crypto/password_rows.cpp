// Hashes of bytes, and passwords as LDAP keeps them. Source: RFC 2307 and its salted forms.
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "base/value/base64.h"
#include "base/value/case.h"
#include "base/value/utf.h"
#include "stdlib/crypto/crypto_rows.h"
#include "stdlib/registry/byte_list.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

constexpr size_t kSaltBytes = 8;

// "" (with the error set) where the system's cryptography has switched the hash off.
std::string Digest(EvalContext& ctx, const EVP_MD* algorithm, std::string_view bytes) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest, &size, algorithm, nullptr) != 1) {
    FailUnsupported(ctx, "this hash is switched off in the system's cryptography");
    return "";
  }
  return {reinterpret_cast<const char*>(digest), size};
}
template <const EVP_MD* (*kAlgorithm)()>
NullableText HexOfBytes(EvalContext& ctx, NullableList<uint8_t> bytes) {
  if (bytes.list.is_null() || !ctx.Charge(bytes.list.size())) return NullText();
  std::string out;
  for (char c : Digest(ctx, kAlgorithm(), ViewOf(bytes.list))) {
    out.push_back("0123456789abcdef"[static_cast<uint8_t>(c) >> 4]);
    out.push_back("0123456789abcdef"[static_cast<uint8_t>(c) & 15]);
  }
  return {ctx.MakeText(out)};
}
template <const EVP_MD* (*kAlgorithm)()>
NullableText Base64OfBytes(EvalContext& ctx, NullableList<uint8_t> bytes) {
  if (bytes.list.is_null() || !ctx.Charge(bytes.list.size())) return NullText();
  return {ctx.MakeText(EncodeBase64(Digest(ctx, kAlgorithm(), ViewOf(bytes.list))))};
}
template <const EVP_MD* (*kAlgorithm)()>
List<uint8_t> HashOfBytes(EvalContext& ctx, List<uint8_t> bytes) {
  if (!ctx.Charge(bytes.size())) return {};
  return BytesOf(ctx, Digest(ctx, kAlgorithm(), ViewOf(bytes)));
}

struct Scheme {
  std::string_view name;
  const EVP_MD* (*algorithm)();
  bool salted;
};
constexpr Scheme kSchemes[] = {
    {"SSHA", EVP_sha1, true}, {"SHA", EVP_sha1, false}, {"SMD5", EVP_md5, true}, {"MD5", EVP_md5, false}};

// "{SCHEME}" and Base64 of the hash of password and salt, then the salt.
NullableText LdapPasswordWith(EvalContext& ctx, NullableText password, Text scheme,
                              NullableList<uint8_t> salt) {
  if (password.text.is_null()) return NullText();
  for (const Scheme& known : kSchemes) {
    if (!EqualsIgnoreCase(known.name, scheme.view())) continue;
    std::string_view added = known.salted ? ViewOf(salt.list) : std::string_view();
    std::string hash = Digest(ctx, known.algorithm(), password.text.str() + std::string(added));
    return {ctx.MakeText("{" + std::string(known.name) + "}" + EncodeBase64(hash + std::string(added)))};
  }
  ctx.Fail(EvalErrorKind::kArgument, "Unknown password scheme; SSHA, SHA, SMD5 and MD5 are known.");
  return NullText();
}
NullableText LdapPassword(EvalContext& ctx, NullableText password, Text scheme) {
  char salt[kSaltBytes];
  if (RAND_bytes(reinterpret_cast<unsigned char*>(salt), sizeof(salt)) != 1)
    return FailUnsupported(ctx, "the system has no randomness"), NullText();
  return LdapPasswordWith(ctx, password, scheme, {BytesOf(ctx, {salt, sizeof(salt)})});
}

}  // namespace

std::vector<Row> PasswordRows() {
  constexpr std::string_view h = "Hash";
  constexpr std::string_view doc = "Of the bytes; null stays null.";
  constexpr std::string_view data = "The hash of the bytes. To recognise values, not to keep passwords.";
  std::vector<Row> rows = {
      Static<HexOfBytes<EVP_md5>>(h, {"Md5Hex", "bytes", doc, "Hash.Md5Hex(new byte[] { 97, 98, 99 })",
                                      R"("900150983cd24fb0d6963f7d28e17f72")", kFails}),
      Static<HexOfBytes<EVP_sha1>>(h, {"Sha1Hex", "bytes", doc, "Hash.Sha1Hex(new byte[] { 97, 98, 99 })",
                                       R"("a9993e364706816aba3e25717850c26c9cd0d89d")", kFails}),
      Static<HexOfBytes<EVP_sha256>>(
          h, {"Sha256Hex", "bytes", doc, "Hash.Sha256Hex(new byte[0])",
              R"("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")", kFails}),
      Static<HexOfBytes<EVP_sha384>>(
          h, {"Sha384Hex", "bytes", doc, "Hash.Sha384Hex(new byte[0])!.Length", "96", kFails}),
      Static<HexOfBytes<EVP_sha512>>(
          h, {"Sha512Hex", "bytes", doc, "Hash.Sha512Hex(new byte[0])!.Length", "128", kFails}),
      Static<Base64OfBytes<EVP_md5>>(h, {"Md5Base64", "bytes", doc, "Hash.Md5Base64(new byte[0])",
                                         R"("1B2M2Y8AsgTpgAmY7PhCfg==")", kFails}),
      Static<Base64OfBytes<EVP_sha1>>(h, {"Sha1Base64", "bytes", doc, "Hash.Sha1Base64(new byte[0])",
                                          R"("2jmj7l5rSw0yVb/vlWAYkK/YBwk=")", kFails}),
      Static<Base64OfBytes<EVP_sha256>>(h, {"Sha256Base64", "bytes", doc, "Hash.Sha256Base64(new byte[0])",
                                            R"("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")", kFails}),
      Static<Base64OfBytes<EVP_sha384>>(
          h, {"Sha384Base64", "bytes", doc, "Hash.Sha384Base64(new byte[0])!.Length", "64", kFails}),
      Static<Base64OfBytes<EVP_sha512>>(
          h, {"Sha512Base64", "bytes", doc, "Hash.Sha512Base64(new byte[0])!.Length", "88", kFails}),
      Static<HashOfBytes<EVP_md5>>(
          "MD5",
          {"HashData", "source", data, R"(Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes("abc"))))",
           R"("900150983CD24FB0D6963F7D28E17F72")", kFails}),
      Static<HashOfBytes<EVP_sha1>>(
          "SHA1",
          {"HashData", "source", data, R"(Convert.ToHexString(SHA1.HashData(Encoding.UTF8.GetBytes("abc"))))",
           R"("A9993E364706816ABA3E25717850C26C9CD0D89D")", kFails}),
      Static<HashOfBytes<EVP_sha256>>(
          "SHA256", {"HashData", "source", data,
                     R"(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("abc"))))",
                     R"("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")", kFails}),
      Static<HashOfBytes<EVP_sha384>>(
          "SHA384",
          {"HashData", "source", data,
           R"(Convert.ToHexString(SHA384.HashData(Encoding.UTF8.GetBytes("abc"))))",
           R"("CB00753F45A35E8BB5A03D699AC65007272C32AB0EDED1631A8B605A43FF5BED8086072BA1E7CC2358BAECA134C825A7")",
           kFails}),
      Static<HashOfBytes<EVP_sha512>>(
          "SHA512",
          {"HashData", "source", data,
           R"(Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes("abc"))))",
           R"("DDAF35A193617ABACC417349AE20413112E6FA4E89A97EA20A9EEEE64B55D39A2192992A274FC1A836BA3C23A3FEEBBD454D4423643CE80E2A9AC94FA54CA49F")",
           kFails}),
      Static<LdapPasswordWith>(
          h,
          {"LdapPassword", "password, scheme, salt",
           "The password as LDAP keeps it, with this salt: SSHA, SHA, SMD5 or MD5; null stays null.",
           R"(Hash.LdapPassword("secret", "SHA", null))", R"("{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=")", kFails}),
      Static<LdapPassword>(h, {"LdapPassword", "password, scheme",
                               "The same with a new salt of 8 bytes where the scheme has one.",
                               R"(Hash.LdapPassword("secret", "SSHA")!.Length)", "46", kFails | kRandomized}),
  };
  return rows;
}

}  // namespace idx::stdlib
