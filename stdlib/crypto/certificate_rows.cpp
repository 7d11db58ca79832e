// Cert.*: what a certificate says. Each function takes DER as byte[], or a text: Base64 of DER, or PEM.
#include <optional>

#include "stdlib/crypto/certificate.h"
#include "stdlib/crypto/crypto_rows.h"
#include "stdlib/registry/byte_list.h"
#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"

namespace idx::stdlib {
namespace {

bool ReadFrom(EvalContext& ctx, const NullableList<uint8_t>& bytes, Certificate& certificate) {
  return !bytes.list.is_null() && ctx.Charge(bytes.list.size()) && certificate.Read(ViewOf(bytes.list));
}
bool ReadFrom(EvalContext&, const NullableText& text, Certificate& certificate) {
  return !text.text.is_null() && certificate.ReadText(text.text.view());
}
bool IsNull(const NullableList<uint8_t>& bytes) { return bytes.list.is_null(); }
bool IsNull(const NullableText& text) { return text.text.is_null(); }

template <typename In>
bool IsCert(EvalContext& ctx, In in) {
  Certificate certificate;
  return ReadFrom(ctx, in, certificate);
}
// Nothing where `in` is null; with the error set where it is no certificate.
template <typename In>
std::optional<Certificate> Read(EvalContext& ctx, const In& in) {
  Certificate certificate;
  if (IsNull(in)) return std::nullopt;
  if (ReadFrom(ctx, in, certificate)) return certificate;
  ctx.Fail(EvalErrorKind::kArgument, "The value is not an X.509 certificate.");
  return std::nullopt;
}

template <typename In, std::string (Certificate::*kGet)() const>
NullableText TextOf(EvalContext& ctx, In in) {
  auto certificate = Read(ctx, in);
  return certificate ? NullableText{ctx.MakeText(((*certificate).*kGet)())} : NullText();
}
template <typename In, DateTime (Certificate::*kGet)() const>
Opt<DateTime> TimeOf(EvalContext& ctx, In in) {
  auto certificate = Read(ctx, in);
  return certificate ? Some(((*certificate).*kGet)()) : Opt<DateTime>{};
}
template <typename In>
Opt<int32_t> Version(EvalContext& ctx, In in) {
  auto certificate = Read(ctx, in);
  return certificate ? Some(certificate->Version()) : Opt<int32_t>{};
}
template <typename In>
List<Text> CriticalExtensions(EvalContext& ctx, In in) {
  TextListBuilder out(ctx);
  if (auto certificate = Read(ctx, in))
    for (const std::string& oid : certificate->CriticalExtensions()) out.Add(ctx.MakeText(oid));
  return out.Finish();
}
template <typename In>
NullableText Name(EvalContext& ctx, In in, X509NameType type, bool of_issuer) {
  auto certificate = Read(ctx, in);
  if (!certificate) return NullText();
  constexpr CertificateName kKinds[] = {
      CertificateName::kSimple, CertificateName::kEmail,          CertificateName::kUpn,
      CertificateName::kDns,    CertificateName::kAlternativeDns, CertificateName::kUrl};
  auto index = static_cast<uint32_t>(type);
  if (index >= std::size(kKinds)) {
    ctx.Fail(EvalErrorKind::kArgument, "Illegal enum value. (Parameter 'nameType')");
    return NullText();
  }
  return {ctx.MakeText(certificate->Name(kKinds[index], of_issuer))};
}
// What every certificate has, or none.
template <typename In, char kFirst>
NullableText Fixed(EvalContext& ctx, In in) {
  auto certificate = Read(ctx, in);
  return certificate ? NullableText{kFirst == 'X' ? Text("X509") : Text()} : NullText();
}
template <typename In>
NullableText NoOid(EvalContext& ctx, In in) {
  Read(ctx, in);
  return NullText();
}

// One certificate for all examples: O=x, CN=Ann, Ed25519, 2024 to 2034.
// clang-format off
#define IDX_SAMPLE_CERTIFICATE \
  "MIIBLjCB4aADAgECAgEqMAUGAytlcDAaMQowCAYDVQQKDAF4MQwwCgYDVQQDDANBbm4wHhcNMjQwMTAxMDAwMDAw" \
  "WhcNMzQwMTAxMDAwMDAwWjAaMQowCAYDVQQKDAF4MQwwCgYDVQQDDANBbm4wKjAFBgMrZXADIQAv+AZuYLaTq8ls" \
  "9QuHu3omZKtbvDfEsx63D3POiw1WzaNMMEowDAYDVR0TAQH/BAIwADAbBgNVHREEFDASgQlhbm5AeC5vcmeCBXgu" \
  "b3JnMB0GA1UdDgQWBBSccUbvuVKQ2oXrW8usY7Bd/zHbuTAFBgMrZXADQQBxY3/ltxpAJ8yUntcmhfRxlQ1eep73" \
  "rR0oE60aDn4qExOakiQpnrmB+E8ijtxpg20ggNArFguCVb1RTSfgtLcD"
// clang-format on
#define IDX_OF_SAMPLE(call) "Cert." call "(\"" IDX_SAMPLE_CERTIFICATE "\""

using C = Certificate;
template <typename In>
void AddRows(std::vector<Row>& rows) {
  constexpr std::string_view o = "Cert";
  auto add = [&](Row row) { rows.push_back(row); };
  add(Static<IsCert<In>>(o,
                         {"IsCert", "value", "True for an X.509 certificate of at most 64 KiB; null: false.",
                          IDX_OF_SAMPLE("IsCert") ")", "true"}));
  add(Static<TextOf<In, &C::Subject>>(
      o, {"Subject", "cert", "The subject's distinguished name, as .NET prints it.",
          IDX_OF_SAMPLE("Subject") ")", R"("CN=Ann, O=x")", kFails}));
  add(Static<TextOf<In, &C::Subject>>(o, {"SubjectNameDN", "cert", "The subject's distinguished name.",
                                          IDX_OF_SAMPLE("SubjectNameDN") ")", R"("CN=Ann, O=x")", kFails}));
  add(Static<TextOf<In, &C::Issuer>>(o,
                                     {"Issuer", "cert", "The issuer's distinguished name, as .NET prints it.",
                                      IDX_OF_SAMPLE("Issuer") ")", R"("CN=Ann, O=x")", kFails}));
  add(Static<TextOf<In, &C::Issuer>>(o, {"IssuerDN", "cert", "The issuer's distinguished name.",
                                         IDX_OF_SAMPLE("IssuerDN") ")", R"("CN=Ann, O=x")", kFails}));
  add(Static<NoOid<In>>(o, {"SubjectNameOid", "cert", "Null: a name has no object identifier, as in .NET.",
                            IDX_OF_SAMPLE("SubjectNameOid") ")", "null", kFails}));
  add(Static<NoOid<In>>(o, {"IssuerOid", "cert", "Null: a name has no object identifier, as in .NET.",
                            IDX_OF_SAMPLE("IssuerOid") ")", "null", kFails}));
  add(Static<TextOf<In, &C::Thumbprint>>(
      o, {"Thumbprint", "cert", "SHA-1 of the certificate in upper-case hexadecimal digits.",
          IDX_OF_SAMPLE("Thumbprint") ")", R"("39D15FD73EB4728F7F7EE383ACF5CC6D31EBCC47")", kFails}));
  add(Static<TextOf<In, &C::Thumbprint>>(
      o, {"HashString", "cert", "The same as Thumbprint.", IDX_OF_SAMPLE("HashString") ")",
          R"("39D15FD73EB4728F7F7EE383ACF5CC6D31EBCC47")", kFails}));
  add(Static<TextOf<In, &C::SerialNumber>>(o, {"SerialNumber", "cert", "In upper-case hexadecimal digits.",
                                               IDX_OF_SAMPLE("SerialNumber") ")", R"("2A")", kFails}));
  add(Static<TimeOf<In, &C::NotBefore>>(
      o, {"NotBefore", "cert", "When it begins to be valid, in UTC.", IDX_OF_SAMPLE("NotBefore") ")",
          R"("2024-01-01T00:00:00Z")", kFails}));
  add(Static<TimeOf<In, &C::NotAfter>>(
      o, {"NotAfter", "cert", "When it ends to be valid, in UTC.", IDX_OF_SAMPLE("NotAfter") ")",
          R"("2034-01-01T00:00:00Z")", kFails}));
  add(Static<Version<In>>(o, {"Version", "cert", "1, 2 or 3.", IDX_OF_SAMPLE("Version") ")", "3", kFails}));
  add(Static<Fixed<In, 'X'>>(o,
                             {"Format", "cert", "X509.", IDX_OF_SAMPLE("Format") ")", R"("X509")", kFails}));
  add(Static<Fixed<In, ' '>>(o, {"FriendlyName", "cert", "\"\": it stands in a store, not in a certificate.",
                                 IDX_OF_SAMPLE("FriendlyName") ")", R"("")", kFails}));
  add(Static<TextOf<In, &C::SignatureAlgorithm>>(
      o, {"SignatureAlgorithmOid", "cert", "The object identifier of the signature's algorithm.",
          IDX_OF_SAMPLE("SignatureAlgorithmOid") ")", R"("1.3.101.112")", kFails}));
  add(Static<TextOf<In, &C::KeyAlgorithm>>(
      o, {"KeyAlgorithm", "cert", "The object identifier of the key's algorithm.",
          IDX_OF_SAMPLE("KeyAlgorithm") ")", R"("1.3.101.112")", kFails}));
  add(Static<TextOf<In, &C::KeyAlgorithm>>(
      o, {"PublicKeyOid", "cert", "The object identifier of the public key.",
          IDX_OF_SAMPLE("PublicKeyOid") ")", R"("1.3.101.112")", kFails}));
  add(Static<TextOf<In, &C::KeyAlgorithm>>(
      o, {"PublicKeyParametersOid", "cert", "The object identifier of the public key, as in .NET.",
          IDX_OF_SAMPLE("PublicKeyParametersOid") ")", R"("1.3.101.112")", kFails}));
  add(Static<TextOf<In, &C::KeyParameters>>(
      o,
      {"KeyAlgorithmParams", "cert", "The DER of the key's parameters in hexadecimal digits; \"\" for none.",
       IDX_OF_SAMPLE("KeyAlgorithmParams") ")", R"("")", kFails}));
  add(Static<CriticalExtensions<In>>(
      o, {"ExtensionOids", "cert", "The object identifiers of the critical extensions; empty for null.",
          IDX_OF_SAMPLE("ExtensionOids") ")", R"(["2.5.29.19"])", kFails}));
  add(Static<Name<In>>(
      o, {"NameInfo", "cert, nameType, forIssuer", "A name of the subject or the issuer; \"\" for none.",
          IDX_OF_SAMPLE("NameInfo") ", X509NameType.EmailName, false)", R"("ann@x.org")", kFails}));
}

}  // namespace

std::vector<Row> CertificateRows() {
  std::vector<Row> rows;
  AddRows<NullableText>(rows);
  AddRows<NullableList<uint8_t>>(rows);
  return rows;
}

}  // namespace idx::stdlib
