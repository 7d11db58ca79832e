// An X.509 certificate as rules see it. Source: RFC 5280; names as .NET prints them.
#pragma once

#include <openssl/x509.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/value/scalars.h"

namespace idx::stdlib {

// What kind of name Cert.NameInfo looks for. Source:
// System.Security.Cryptography.X509Certificates.X509NameType.
enum class CertificateName { kSimple, kEmail, kUpn, kDns, kAlternativeDns, kUrl };

class Certificate {
 public:
  // More bytes than any real certificate has are refused unread.
  static constexpr size_t kMaxBytes = 64 * 1024;

  // Of DER, or of a text: Base64 of DER, or PEM. False: it is none.
  bool Read(std::string_view der);
  bool ReadText(std::string_view text);

  std::string Subject() const;
  std::string Issuer() const;
  std::string SerialNumber() const;  // upper-case hexadecimal digits, as all hexadecimal texts here
  std::string Thumbprint() const;    // SHA-1 of the DER
  DateTime NotBefore() const;
  DateTime NotAfter() const;
  int32_t Version() const;
  std::string SignatureAlgorithm() const;  // object identifiers with dots
  std::string KeyAlgorithm() const;
  std::string KeyParameters() const;  // hexadecimal digits of their DER
  std::vector<std::string> CriticalExtensions() const;
  std::string Name(CertificateName kind, bool of_issuer) const;

 private:
  struct Free {
    void operator()(X509* certificate) const { X509_free(certificate); }
  };
  std::unique_ptr<X509, Free> certificate_;
};

}  // namespace idx::stdlib
