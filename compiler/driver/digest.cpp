#include <openssl/evp.h>

#include <memory>

#include "base/batch/batch.h"
#include "base/core/assert.h"
#include "compiler/driver/compile.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler {

namespace {

// Every part goes in with its length, so that parts cannot run into each other.
class Sha256 {
 public:
  Sha256() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    IDX_ASSERT(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
  }
  void Add(std::string_view part) {
    AddNumber(part.size());
    IDX_ASSERT(EVP_DigestUpdate(context_.get(), part.data(), part.size()) == 1);
  }
  void AddNumber(uint64_t number) {
    IDX_ASSERT(EVP_DigestUpdate(context_.get(), &number, sizeof(number)) == 1);
  }
  std::string Finish() {
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    IDX_ASSERT(EVP_DigestFinal_ex(context_.get(), bytes, &size) == 1);
    std::string hex;
    for (unsigned i = 0; i < size; ++i) {
      hex += "0123456789abcdef"[bytes[i] >> 4];
      hex += "0123456789abcdef"[bytes[i] & 15];
    }
    return hex;
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace

std::string DigestOf(const SourceSet& sources) {
  Sha256 digest;
  digest.Add("idx rule set");
  digest.AddNumber(kSemantics);
  digest.AddNumber(kBatchAbi);
  for (const stdlib::Row& row : stdlib::Functions()) digest.Add(row.symbol);
  digest.AddNumber(sources.size());
  for (size_t i = 0; i < sources.size(); ++i) {
    const SourceFile& file = sources.file(FileId{static_cast<int32_t>(i)});
    digest.Add(file.path());
    digest.Add(file.text());
  }
  return digest.Finish();
}

}  // namespace idx::compiler
