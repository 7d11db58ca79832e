#include "stdlib/crypto/certificate.h"

#include <openssl/evp.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <ctime>
#include <optional>

#include "base/core/assert.h"
#include "base/value/base64.h"
#include "base/value/calendar.h"

namespace idx::stdlib {
namespace {

std::string HexOf(std::string_view bytes) {
  std::string out;
  for (char c : bytes) {
    auto byte = static_cast<uint8_t>(c);
    out.push_back("0123456789ABCDEF"[byte >> 4]);
    out.push_back("0123456789ABCDEF"[byte & 15]);
  }
  return out;
}
std::string OidOf(const ASN1_OBJECT* object) {
  char text[128];
  int length = OBJ_obj2txt(text, sizeof(text), object, 1);
  return length > 0 && length < static_cast<int>(sizeof(text)) ? std::string(text) : "";
}
std::string Utf8Of(const ASN1_STRING* value) {
  unsigned char* bytes = nullptr;
  int length = ASN1_STRING_to_UTF8(&bytes, value);
  if (length < 0) return "";
  std::string text(reinterpret_cast<const char*>(bytes), static_cast<size_t>(length));
  OPENSSL_free(bytes);
  return text;
}

// .NET's short names of attribute types.
std::string TypeOfEntry(const X509_NAME_ENTRY* entry) {
  constexpr std::pair<std::string_view, std::string_view> kTypes[] = {{"2.5.4.3", "CN"},
                                                                      {"2.5.4.4", "SN"},
                                                                      {"2.5.4.5", "SERIALNUMBER"},
                                                                      {"2.5.4.6", "C"},
                                                                      {"2.5.4.7", "L"},
                                                                      {"2.5.4.8", "S"},
                                                                      {"2.5.4.9", "STREET"},
                                                                      {"2.5.4.10", "O"},
                                                                      {"2.5.4.11", "OU"},
                                                                      {"2.5.4.12", "T"},
                                                                      {"2.5.4.42", "G"},
                                                                      {"2.5.4.43", "I"},
                                                                      {"1.2.840.113549.1.9.1", "E"},
                                                                      {"0.9.2342.19200300.100.1.25", "DC"}};
  std::string oid = OidOf(X509_NAME_ENTRY_get_object(entry));
  for (auto [known, name] : kTypes)
    if (known == oid) return std::string(name);
  return "OID." + oid;
}
std::string Quoted(const std::string& value) {
  bool plain = !value.empty() && value.front() != ' ' && value.back() != ' ' &&
               value.find_first_of(",+=\"\n<>#;") == std::string::npos;
  if (plain) return value;
  std::string out = "\"";
  for (char c : value) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}
// The last relative name first; those of one relative name are joined by +.
std::string DistinguishedName(const X509_NAME* name) {
  std::string text;
  int set = -1;
  for (int i = X509_NAME_entry_count(name) - 1; i >= 0; --i) {
    const X509_NAME_ENTRY* entry = X509_NAME_get_entry(name, i);
    if (!text.empty()) text += X509_NAME_ENTRY_set(entry) == set ? " + " : ", ";
    set = X509_NAME_ENTRY_set(entry);
    text += TypeOfEntry(entry) + "=" + Quoted(Utf8Of(X509_NAME_ENTRY_get_data(entry)));
  }
  return text;
}
std::optional<std::string> EntryOf(const X509_NAME* name, int nid) {
  int at = X509_NAME_get_index_by_NID(name, nid, -1);
  if (at < 0) return std::nullopt;
  return Utf8Of(X509_NAME_ENTRY_get_data(X509_NAME_get_entry(name, at)));
}

struct FreeNames {
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};
// The first alternative name of a type; of otherName the user principal name.
std::optional<std::string> AlternativeOf(const X509* certificate, int type, bool of_issuer) {
  std::unique_ptr<GENERAL_NAMES, FreeNames> names(static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(
      certificate, of_issuer ? NID_issuer_alt_name : NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names != nullptr && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type != type) continue;
    if (type != GEN_OTHERNAME) return Utf8Of(name->d.ia5);
    const OTHERNAME* other = name->d.otherName;
    if (OidOf(other->type_id) == "1.3.6.1.4.1.311.20.2.3" && other->value->type == V_ASN1_UTF8STRING)
      return Utf8Of(other->value->value.utf8string);
  }
  return std::nullopt;
}

DateTime TimeOf(const ASN1_TIME* time) {
  std::tm parts = {};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return DateTime::Of(0, DateTimeKind::kUtc);
  int64_t days = DaysOf(parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
  int64_t seconds = parts.tm_hour * 3600 + parts.tm_min * 60 + parts.tm_sec;
  return DateTime::Of(days * kTicksPerDay + seconds * kTicksPerSecond, DateTimeKind::kUtc);
}

const X509_ALGOR* KeyAlgorithmOf(const X509* certificate) {
  X509_ALGOR* algorithm = nullptr;
  X509_PUBKEY_get0_param(nullptr, nullptr, nullptr, &algorithm, X509_get_X509_PUBKEY(certificate));
  return algorithm;
}

}  // namespace

bool Certificate::Read(std::string_view der) {
  if (der.empty() || der.size() > kMaxBytes) return false;
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const unsigned char* end = at + der.size();
  certificate_.reset(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  return certificate_ != nullptr && at == end;
}

bool Certificate::ReadText(std::string_view text) {
  constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----", kEnd = "-----END CERTIFICATE-----";
  if (text.size() > kMaxBytes * 2) return false;
  size_t begin = text.find(kBegin);
  if (begin != std::string_view::npos) {
    begin += kBegin.size();
    size_t end = text.find(kEnd, begin);
    if (end == std::string_view::npos) return false;
    text = text.substr(begin, end - begin);
  }
  std::string dense;
  for (char c : text)
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') dense.push_back(c);
  std::optional<std::string> der = DecodeBase64Loosely(dense);
  return der && Read(*der);
}

std::string Certificate::Subject() const {
  return DistinguishedName(X509_get_subject_name(certificate_.get()));
}
std::string Certificate::Issuer() const {
  return DistinguishedName(X509_get_issuer_name(certificate_.get()));
}
std::string Certificate::SerialNumber() const {
  const ASN1_INTEGER* serial = X509_get0_serialNumber(certificate_.get());
  std::string digits = HexOf({reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial)),
                              static_cast<size_t>(ASN1_STRING_length(serial))});
  // .NET prints the DER's bytes: a first bit that is set needs a byte 0 before it.
  return !digits.empty() && digits[0] >= '8' ? "00" + digits : digits;
}
std::string Certificate::Thumbprint() const {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  if (X509_digest(certificate_.get(), EVP_sha1(), digest, &size) != 1) return "";
  return HexOf({reinterpret_cast<const char*>(digest), size});
}
DateTime Certificate::NotBefore() const { return TimeOf(X509_get0_notBefore(certificate_.get())); }
DateTime Certificate::NotAfter() const { return TimeOf(X509_get0_notAfter(certificate_.get())); }
int32_t Certificate::Version() const {
  return static_cast<int32_t>(X509_get_version(certificate_.get())) + 1;
}
std::string Certificate::SignatureAlgorithm() const {
  const X509_ALGOR* algorithm = X509_get0_tbs_sigalg(certificate_.get());
  return OidOf(algorithm->algorithm);
}
std::string Certificate::KeyAlgorithm() const {
  const X509_ALGOR* algorithm = KeyAlgorithmOf(certificate_.get());
  return algorithm == nullptr ? "" : OidOf(algorithm->algorithm);
}
std::string Certificate::KeyParameters() const {
  const X509_ALGOR* algorithm = KeyAlgorithmOf(certificate_.get());
  if (algorithm == nullptr || algorithm->parameter == nullptr) return "";
  unsigned char* bytes = nullptr;
  int length = i2d_ASN1_TYPE(algorithm->parameter, &bytes);
  if (length < 0) return "";
  std::string digits = HexOf({reinterpret_cast<const char*>(bytes), static_cast<size_t>(length)});
  OPENSSL_free(bytes);
  return digits;
}
std::vector<std::string> Certificate::CriticalExtensions() const {
  std::vector<std::string> oids;
  for (int i = 0; i < X509_get_ext_count(certificate_.get()); ++i) {
    X509_EXTENSION* extension = X509_get_ext(certificate_.get(), i);
    if (X509_EXTENSION_get_critical(extension) == 1)
      oids.push_back(OidOf(X509_EXTENSION_get_object(extension)));
  }
  return oids;
}

std::string Certificate::Name(CertificateName kind, bool of_issuer) const {
  const X509* certificate = certificate_.get();
  const X509_NAME* name = of_issuer ? X509_get_issuer_name(certificate) : X509_get_subject_name(certificate);
  std::optional<std::string> found;
  switch (kind) {
    case CertificateName::kSimple:
      for (int nid :
           {NID_commonName, NID_organizationalUnitName, NID_organizationName, NID_pkcs9_emailAddress})
        if (!found) found = EntryOf(name, nid);
      if (!found) found = AlternativeOf(certificate, GEN_EMAIL, of_issuer);
      break;
    case CertificateName::kEmail:
      found = AlternativeOf(certificate, GEN_EMAIL, of_issuer);
      if (!found) found = EntryOf(name, NID_pkcs9_emailAddress);
      break;
    case CertificateName::kUpn:
      found = AlternativeOf(certificate, GEN_OTHERNAME, of_issuer);
      break;
    case CertificateName::kDns:
    case CertificateName::kAlternativeDns:
      found = AlternativeOf(certificate, GEN_DNS, of_issuer);
      if (!found && kind == CertificateName::kDns) found = EntryOf(name, NID_commonName);
      break;
    case CertificateName::kUrl:
      found = AlternativeOf(certificate, GEN_URI, of_issuer);
      break;
  }
  return found.value_or("");
}

}  // namespace idx::stdlib
