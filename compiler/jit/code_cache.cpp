#include "compiler/jit/code_cache.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace idx::compiler::jit {

namespace {

constexpr std::string_view kMagic = "IDXCODE1";
constexpr size_t kHeader = 8 + 32 + 32;  // magic, key, digest of the rest

CodeKey Sha256(std::string_view bytes) {
  CodeKey digest{};
  unsigned size = 0;
  IDX_ASSERT(EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1 &&
             size == 32);
  return digest;
}

std::string_view AsText(const CodeKey& key) {
  return {reinterpret_cast<const char*>(key.data()), key.size()};
}

void PutNumber(std::string& to, uint64_t number) {
  to.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// Reads what PutNumber and append wrote; every read is checked.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  bool Number(uint64_t* number) {
    if (rest_.size() < sizeof *number) return false;
    std::memcpy(number, rest_.data(), sizeof *number);
    rest_.remove_prefix(sizeof *number);
    return true;
  }
  bool Bytes(uint64_t size, std::string* bytes) {
    if (rest_.size() < size) return false;
    bytes->assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return true;
  }
  size_t left() const { return rest_.size(); }

 private:
  std::string_view rest_;
};

bool Parse(std::string_view payload, CachedCode* code) {
  Reader reader(payload);
  uint64_t count = 0;
  if (!reader.Number(&count) || count > reader.left() / 24) return false;
  for (uint64_t i = 0; i < count; ++i) {
    uint64_t file = 0, begin = 0, end = 0;
    if (!reader.Number(&file) || !reader.Number(&begin) || !reader.Number(&end)) return false;
    code->sites.push_back(
        {{static_cast<int32_t>(file)}, static_cast<uint32_t>(begin), static_cast<uint32_t>(end)});
  }
  if (!reader.Number(&count) || count > reader.left() / 8) return false;
  code->objects.resize(count);
  for (std::string& object : code->objects) {
    uint64_t size = 0;
    if (!reader.Number(&size) || !reader.Bytes(size, &object)) return false;
  }
  return reader.left() == 0;
}

Error FileError(const std::string& what) { return {Origin::kFile, what + ": " + std::strerror(errno)}; }

// The whole file, if it is ours alone.
std::optional<std::string> ReadOwn(const std::string& path, size_t max_bytes) {
  int file = ::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::optional<std::string> content;
  struct stat status {};
  if (::fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == ::geteuid() &&
      (status.st_mode & 022) == 0 && static_cast<size_t>(status.st_size) <= max_bytes) {
    std::string bytes(static_cast<size_t>(status.st_size), '\0');
    size_t done = 0;
    while (done < bytes.size()) {
      ssize_t n = ::read(file, bytes.data() + done, bytes.size() - done);
      if (n <= 0) break;
      done += static_cast<size_t>(n);
    }
    if (done == bytes.size()) content = std::move(bytes);
  }
  ::close(file);
  return content;
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

}  // namespace

CodeKey KeyOf(const std::vector<std::string>& parts) {
  std::string all;
  for (const std::string& part : parts) {
    PutNumber(all, part.size());
    all += part;
  }
  return Sha256(all);
}

Result<CodeCache> CodeCache::Open(const std::string& directory) {
  std::error_code error;
  std::filesystem::path path(directory);
  if (path.has_parent_path()) std::filesystem::create_directories(path.parent_path(), error);
  if (::mkdir(directory.c_str(), 0700) != 0 && errno != EEXIST)
    return FileError("cannot make the cache folder " + directory);
  struct stat status {};
  if (::lstat(directory.c_str(), &status) != 0) return FileError("cannot use the cache folder " + directory);
  if (!S_ISDIR(status.st_mode) || status.st_uid != ::geteuid() || (status.st_mode & 077) != 0) {
    return Error{Origin::kFile,
                 "the cache folder " + directory +
                     " is not used: it must belong to this user and have mode 0700, as code is run from it"};
  }
  return CodeCache(directory);
}

std::string CodeCache::PathOf(const CodeKey& key) const {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string name;
  for (unsigned char byte : key) {
    name += kDigits[byte >> 4];
    name += kDigits[byte & 15];
  }
  return directory_ + "/" + name + ".code";
}

std::optional<CachedCode> CodeCache::Load(const CodeKey& key) const {
  std::optional<std::string> bytes = ReadOwn(PathOf(key), kMaxFileBytes);
  if (!bytes || bytes->size() < kHeader) return std::nullopt;
  std::string_view all = *bytes;
  std::string_view payload = all.substr(kHeader);
  if (all.substr(0, 8) != kMagic || all.substr(8, 32) != AsText(key) ||
      all.substr(40, 32) != AsText(Sha256(payload)))
    return std::nullopt;
  CachedCode code;
  if (!Parse(payload, &code)) return std::nullopt;
  ::utimensat(AT_FDCWD, PathOf(key).c_str(), nullptr, 0);  // used just now
  return code;
}

Status CodeCache::Save(const CodeKey& key, const CachedCode& code) const {
  std::string payload;
  PutNumber(payload, code.sites.size());
  for (const Span& site : code.sites) {
    PutNumber(payload, static_cast<uint64_t>(site.file.index));
    PutNumber(payload, site.begin);
    PutNumber(payload, site.end);
  }
  PutNumber(payload, code.objects.size());
  for (const std::string& object : code.objects) {
    PutNumber(payload, object.size());
    payload += object;
  }
  std::string path = PathOf(key);
  std::string temporary = directory_ + "/.new-XXXXXX";
  int file = ::mkostemp(temporary.data(), O_CLOEXEC);  // mode 0600
  if (file < 0) return FileError("cannot write to the cache folder " + directory_);
  std::string header(kMagic);
  header += AsText(key);
  header += AsText(Sha256(payload));
  bool written = WriteAll(file, header) && WriteAll(file, payload);
  written = ::close(file) == 0 && written;
  if (!written || ::rename(temporary.c_str(), path.c_str()) != 0) {
    Error error = FileError("cannot write " + path);
    ::unlink(temporary.c_str());
    return error;
  }
  Prune();
  return {};
}

void CodeCache::Prune() const {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<std::pair<fs::file_time_type, fs::path>> files;
  for (fs::directory_iterator it(directory_, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".code") files.emplace_back(it->last_write_time(error), it->path());
  }
  if (files.size() <= kMaxFiles) return;
  std::sort(files.begin(), files.end());
  for (size_t i = 0; i < files.size() - kMaxFiles; ++i) fs::remove(files[i].second, error);
}

}  // namespace idx::compiler::jit
