#include "compiler/cache/cache_folder.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <utility>

namespace idx::compiler {

namespace {

namespace fs = std::filesystem;

constexpr size_t kMagic = 8, kDigest = 32;
constexpr size_t kHeader = kMagic + kDigest + kDigest;  // magic, key, their and the content's HMAC
constexpr std::string_view kTemporary = ".new-";
constexpr const char* kSecretName = "secret";
constexpr size_t kSecretBytes = 32;

CacheKey Sha256(std::string_view bytes) {
  CacheKey digest{};
  unsigned size = 0;
  IDX_ASSERT(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1 &&
             size == kDigest);
  return digest;
}

// Of the format, the key and the content, each of a length that is known but for the last.
CacheKey Seal(std::string_view secret, std::string_view magic_and_key, std::string_view content) {
  std::string all(magic_and_key);
  all += content;
  CacheKey seal{};
  unsigned size = 0;
  const void* done = HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
                          reinterpret_cast<const unsigned char*>(all.data()), all.size(), seal.data(), &size);
  IDX_ASSERT(done != nullptr && size == kDigest);
  return seal;
}

std::string_view AsText(const CacheKey& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

Error FileError(const std::string& what) { return {Origin::kFile, what + ": " + std::strerror(errno)}; }

// An open file or folder.
class Handle {
 public:
  explicit Handle(int number) : number_(number) {}
  Handle(Handle&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
  Handle& operator=(Handle&&) = delete;
  ~Handle() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }
  bool ok() const { return number_ >= 0; }

 private:
  int number_;
};

// The folder, if nobody else may enter it: who holds it open looks at that folder and no other.
Result<Handle> OpenOwnFolder(const std::string& directory) {
  Handle folder(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  struct stat status {};
  if (!folder.ok() || ::fstat(folder.number(), &status) != 0)
    return FileError("cannot use the cache folder " + directory);
  if (status.st_uid != ::geteuid() || (status.st_mode & 077) != 0) {
    return Error{Origin::kFile,
                 "the cache folder " + directory +
                     " is not used: it must belong to this user and have mode 0700, as code is run from it"};
  }
  return folder;
}

// The whole file, if it is ours alone.
std::optional<std::string> ReadOwn(int folder, const std::string& name, size_t max_bytes) {
  Handle file(::openat(folder, name.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  struct stat status {};
  if (!file.ok() || ::fstat(file.number(), &status) != 0 || !S_ISREG(status.st_mode) ||
      status.st_uid != ::geteuid() || (status.st_mode & 022) != 0 ||
      static_cast<size_t>(status.st_size) > max_bytes)
    return std::nullopt;
  std::string bytes(static_cast<size_t>(status.st_size), '\0');
  size_t done = 0;
  while (done < bytes.size()) {
    ssize_t n = ::read(file.number(), bytes.data() + done, bytes.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return std::nullopt;
    done += static_cast<size_t>(n);
  }
  ::futimens(file.number(), nullptr);  // used just now
  return bytes;
}

std::string NameOf(const CacheKey& key, std::string_view extension) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string name;
  for (unsigned char byte : key) {
    name += kDigits[byte >> 4];
    name += kDigits[byte & 15];
  }
  return name.append(extension);
}

bool WriteAll(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t n = ::write(file, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(n));
  }
  return true;
}

// A new file of this content, in place of what has the name now; or, where `keep`, only if nothing has it.
Status WriteOwn(const std::string& directory, const std::string& name, std::string_view content, bool keep) {
  std::string temporary = directory + "/" + std::string(kTemporary) + "XXXXXX";
  int file = ::mkostemp(temporary.data(), O_CLOEXEC);  // mode 0600
  if (file < 0) return FileError("cannot write to the cache folder " + directory);
  std::string path = directory + "/" + name;
  bool written = WriteAll(file, content);
  written = ::close(file) == 0 && written;
  if (written)
    written = keep ? ::link(temporary.c_str(), path.c_str()) == 0 || errno == EEXIST
                   : ::rename(temporary.c_str(), path.c_str()) == 0;
  Status status;
  if (!written) status = FileError("cannot write " + path);
  if (!written || keep) ::unlink(temporary.c_str());
  return status;
}

std::optional<std::string> ReadSecret(int folder) {
  std::optional<std::string> secret = ReadOwn(folder, kSecretName, kSecretBytes);
  return secret && secret->size() == kSecretBytes ? secret : std::nullopt;
}

// The folder's, made where there is none yet. One that is damaged is replaced: what it sealed is made anew.
Result<std::string> SecretOf(const Handle& folder, const std::string& directory) {
  if (auto known = ReadSecret(folder.number())) return *std::move(known);
  std::string secret(kSecretBytes, '\0');
  if (RAND_priv_bytes(reinterpret_cast<unsigned char*>(secret.data()), kSecretBytes) != 1)
    return Error{Origin::kLimit, "the system gives no random bytes"};
  struct stat status {};
  bool damaged = ::fstatat(folder.number(), kSecretName, &status, AT_SYMLINK_NOFOLLOW) == 0;
  IDX_TRY(WriteOwn(directory, kSecretName, secret, !damaged));
  // Another process may have been first.
  if (auto known = ReadSecret(folder.number())) return *std::move(known);
  return Error{Origin::kFile, "cannot read " + directory + "/" + kSecretName};
}

}  // namespace

CacheKey KeyOf(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) {
    uint64_t size = part.size();
    all.append(reinterpret_cast<const char*>(&size), sizeof size);
    all += part;
  }
  return Sha256(all);
}

CacheFolder::CacheFolder(std::string directory, const CacheKind& kind)
    : directory_(std::move(directory)), kind_(kind) {
  IDX_ASSERT(kind.magic.size() == kMagic);
}

std::string CacheFolder::PathOf(const CacheKey& key) const {
  return directory_ + "/" + NameOf(key, kind_.extension);
}

std::optional<std::string> CacheFolder::Load(const CacheKey& key) const {
  Result<Handle> folder = OpenOwnFolder(directory_);
  if (!folder.ok()) return std::nullopt;
  std::optional<std::string> bytes =
      ReadOwn(folder.value().number(), NameOf(key, kind_.extension), kind_.max_file_bytes);
  if (!bytes || bytes->size() < kHeader) return std::nullopt;
  std::optional<std::string> secret = ReadSecret(folder.value().number());
  std::string_view all = *bytes;
  if (!secret || all.substr(0, kMagic) != kind_.magic || all.substr(kMagic, kDigest) != AsText(key))
    return std::nullopt;
  CacheKey seal = Seal(*secret, all.substr(0, kMagic + kDigest), all.substr(kHeader));
  if (CRYPTO_memcmp(seal.data(), all.data() + kMagic + kDigest, kDigest) != 0) return std::nullopt;
  bytes->erase(0, kHeader);
  return bytes;
}

Status CacheFolder::Save(const CacheKey& key, std::string_view content) const {
  if (content.size() + kHeader > kind_.max_file_bytes)
    return Error{Origin::kLimit, "not kept: it is too large"};
  std::error_code error;
  fs::path path(directory_);
  if (path.has_parent_path()) fs::create_directories(path.parent_path(), error);
  if (::mkdir(directory_.c_str(), 0700) != 0 && errno != EEXIST)
    return FileError("cannot make the cache folder " + directory_);
  IDX_ASSIGN(Handle folder, OpenOwnFolder(directory_));
  IDX_ASSIGN(std::string secret, SecretOf(folder, directory_));
  std::string file(kind_.magic);
  file += AsText(key);
  file += AsText(Seal(secret, file, content));
  file += content;
  IDX_TRY(WriteOwn(directory_, NameOf(key, kind_.extension), file, false));
  Prune();
  return {};
}

void CacheFolder::Prune() const {
  std::error_code error;
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  auto old = fs::file_time_type::clock::now() - std::chrono::hours(1);
  for (fs::directory_iterator it(directory_, error), end; !error && it != end; it.increment(error)) {
    std::error_code gone;  // another process may be faster
    auto time = it->last_write_time(gone);
    if (it->path().extension() == kind_.extension)
      files.emplace_back(time, it->path());
    else if (it->path().filename().string().starts_with(kTemporary) && time < old)
      fs::remove(it->path(), gone);  // of a process that was killed
  }
  if (files.size() <= kind_.max_files) return;
  std::sort(files.begin(), files.end());
  for (size_t i = 0; i < files.size() - kind_.max_files; ++i) fs::remove(files[i].second, error);
}

}  // namespace idx::compiler
