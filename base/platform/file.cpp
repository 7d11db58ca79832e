#include "base/platform/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <filesystem>

#include "base/platform/system_error.h"

namespace idx {
namespace {

constexpr size_t kWriteBuffer = 256 * 1024;

Status WriteAll(int descriptor, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0) {
      if (errno == EINTR) continue;
      return SystemError("write", path, errno);
    }
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return {};
}

std::string FolderOf(const std::string& path) {
  size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

// A rename is durable once its folder is.
Status SyncFolder(const std::string& path) {
  FileHandle folder(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder.open()) return SystemError("open the folder", path, errno);
  // Some file systems cannot sync folders and say EINVAL; then their renames are as durable as they get.
  if (::fsync(folder.descriptor()) != 0 && errno != EINVAL)
    return SystemError("sync the folder", path, errno);
  return {};
}

}  // namespace

FileHandle& FileHandle::operator=(FileHandle&& other) noexcept {
  if (this != &other) {
    Close();
    descriptor_ = std::exchange(other.descriptor_, -1);
  }
  return *this;
}

void FileHandle::Close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

Result<FileReader> FileReader::Open(const std::string& path) {
  FileReader reader;
  // Non-blocking: a FIFO must not hang us before we see that it is none of ours.
  reader.handle_ = FileHandle(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!reader.handle_.open()) return SystemError("open", path, errno);
  struct stat info = {};
  if (::fstat(reader.handle_.descriptor(), &info) != 0) return SystemError("look at", path, errno);
  if (S_ISDIR(info.st_mode)) return SystemError("read", path, EISDIR);
  if (!S_ISREG(info.st_mode))
    return Error{Origin::kFile, fmt::format("cannot read {}: it is not a regular file", path)};
  reader.path_ = path;
  reader.size_ = static_cast<uint64_t>(info.st_size);
  return reader;
}

Result<size_t> FileReader::Read(char* to, size_t capacity) {
  size_t filled = 0;
  while (filled < capacity) {
    ssize_t got = ::read(handle_.descriptor(), to + filled, capacity - filled);
    if (got < 0) {
      if (errno == EINTR) continue;
      return SystemError("read", path_, errno);
    }
    if (got == 0) break;
    filled += static_cast<size_t>(got);
  }
  return filled;
}

Result<std::string> ReadFile(const std::string& path, size_t max_bytes) {
  IDX_ASSIGN(FileReader reader, FileReader::Open(path));
  auto too_large = [&] {
    return Error{Origin::kLimit, fmt::format("{} is larger than the limit of {} bytes", path, max_bytes)};
  };
  if (reader.size() > max_bytes) return too_large();
  // One byte more than expected, to see files that grow and files (such as those of /proc) that have no size.
  std::string bytes;
  size_t want = static_cast<size_t>(reader.size()) + 1;
  for (;;) {
    size_t before = bytes.size();
    bytes.resize(before + want);
    IDX_ASSIGN(size_t got, reader.Read(bytes.data() + before, want));
    bytes.resize(before + got);
    if (bytes.size() > max_bytes) return too_large();
    if (got < want) return bytes;
    want = 64 * 1024;
  }
}

bool FileExists(const std::string& path) {
  struct stat info = {};
  return ::stat(path.c_str(), &info) == 0;
}

Status MakeFolder(const std::string& path, uint32_t mode) {
  if (path.empty()) return Error{Origin::kFile, "cannot make a folder: the path is empty"};
  for (size_t slash = path.find('/', 1);; slash = path.find('/', slash + 1)) {
    std::string part = path.substr(0, slash);
    int why = ::mkdir(part.c_str(), mode) == 0 ? 0 : errno;
    if (why != 0 && why != EEXIST && !FileExists(part)) return SystemError("make the folder", part, why);
    if (slash == std::string::npos) break;
  }
  struct stat info = {};
  if (::stat(path.c_str(), &info) != 0) return SystemError("look at", path, errno);
  if (!S_ISDIR(info.st_mode)) return SystemError("make the folder", path, ENOTDIR);
  return {};
}

Result<std::string> CanonicalPath(const std::string& path) {
  std::unique_ptr<char, decltype(&std::free)> real(::realpath(path.c_str(), nullptr), &std::free);
  if (!real) return SystemError("find", path, errno);
  return std::string(real.get());
}

Result<AtomicFile> AtomicFile::Create(const std::string& path) {
  static std::atomic<uint32_t> counter = 0;
  AtomicFile file;
  file.path_ = path;
  struct stat old = {};
  bool replaces = ::stat(path.c_str(), &old) == 0;
  if (replaces) {
    if (!S_ISREG(old.st_mode))
      return Error{Origin::kFile, fmt::format("cannot replace {}: it is not a regular file", path)};
    IDX_ASSIGN(file.path_, CanonicalPath(path));
  }
  file.temporary_ = fmt::format("{}.new-{}-{}", file.path_, ::getpid(), counter++);
  file.handle_ = FileHandle(::open(file.temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!file.handle_.open()) {
    Error error = SystemError("create", file.temporary_, errno);
    file.temporary_.clear();
    return error;
  }
  if (replaces) {
    // The owner first, since changing it clears mode bits. Only root may give files away: others keep their
    // own.
    if (::fchown(file.handle_.descriptor(), old.st_uid, old.st_gid) != 0 && errno != EPERM)
      return SystemError("set the owner of", file.temporary_, errno);
    if (::fchmod(file.handle_.descriptor(), old.st_mode & 07777) != 0)
      return SystemError("set the mode of", file.temporary_, errno);
  }
  return file;
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : handle_(std::move(other.handle_)),
      path_(std::move(other.path_)),
      temporary_(std::exchange(other.temporary_, std::string())),
      buffer_(std::move(other.buffer_)) {}

AtomicFile::~AtomicFile() {
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Status AtomicFile::Write(std::string_view bytes) {
  IDX_ASSERT(!temporary_.empty());
  if (buffer_.size() + bytes.size() > kWriteBuffer) IDX_TRY(Flush());
  if (bytes.size() >= kWriteBuffer) return WriteAll(handle_.descriptor(), bytes, temporary_);
  buffer_ += bytes;
  return {};
}

Status AtomicFile::Flush() {
  IDX_TRY(WriteAll(handle_.descriptor(), buffer_, temporary_));
  buffer_.clear();
  return {};
}

Status AtomicFile::Commit() {
  IDX_ASSERT(!temporary_.empty());
  IDX_TRY(Flush());
  if (::fsync(handle_.descriptor()) != 0) return SystemError("sync", temporary_, errno);
  handle_.Close();
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) return SystemError("replace", path_, errno);
  temporary_.clear();
  return SyncFolder(FolderOf(path_));
}

Status WriteFileAtomic(const std::string& path, std::string_view bytes) {
  IDX_ASSIGN(AtomicFile file, AtomicFile::Create(path));
  IDX_TRY(file.Write(bytes));
  return file.Commit();
}

}  // namespace idx
