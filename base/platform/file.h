// Files: whole, streaming, and replaced atomically. Paths are as the user wrote them; errors carry them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "base/core/result.h"

namespace idx {

inline constexpr size_t kDefaultMaxFileBytes = size_t{64} << 20;

// An open descriptor. Closed on destruction.
class FileHandle {
 public:
  FileHandle() = default;
  explicit FileHandle(int descriptor) : descriptor_(descriptor) {}
  FileHandle(FileHandle&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  FileHandle& operator=(FileHandle&& other) noexcept;
  ~FileHandle() { Close(); }

  int descriptor() const { return descriptor_; }
  bool open() const { return descriptor_ >= 0; }
  void Close();

 private:
  int descriptor_ = -1;
};

// All bytes of a regular file. Error: not readable, not a regular file, or more than max_bytes.
Result<std::string> ReadFile(const std::string& path, size_t max_bytes = kDefaultMaxFileBytes);
// The file holds `bytes`, or what it held before, also after a crash; durable on return. See AtomicFile.
Status WriteFileAtomic(const std::string& path, std::string_view bytes);
// True when something is there (also a dangling link is nothing).
bool FileExists(const std::string& path);
// Makes the folder and its parents; fine when it is there already. mode: of the folders made, such as 0700.
Status MakeFolder(const std::string& path, uint32_t mode = 0755);
// Without links, dots and double slashes; the path must exist.
Result<std::string> CanonicalPath(const std::string& path);

// Reads a regular file from its start in blocks. Not thread-safe.
class FileReader {
 public:
  static Result<FileReader> Open(const std::string& path);

  // Fills up to `capacity` bytes; fewer only at the end of the file, 0 when there is no more.
  Result<size_t> Read(char* to, size_t capacity);
  // Bytes when it was opened.
  uint64_t size() const { return size_; }
  const std::string& path() const { return path_; }

 private:
  FileHandle handle_;
  std::string path_;
  uint64_t size_ = 0;
};

// Writes a new version of a file beside it and puts it in its place on Commit: fsync, rename, fsync of the
// folder. Without Commit nothing changes. A link is followed; mode and owner of a replaced file are kept, a
// new file gets 0644 less the umask. Not thread-safe.
class AtomicFile {
 public:
  static Result<AtomicFile> Create(const std::string& path);
  AtomicFile(AtomicFile&& other) noexcept;
  AtomicFile& operator=(AtomicFile&&) = delete;
  ~AtomicFile();

  Status Write(std::string_view bytes);
  Status Commit();

 private:
  AtomicFile() = default;
  Status Flush();

  FileHandle handle_;
  std::string path_;
  std::string temporary_;  // empty once committed or moved from
  std::string buffer_;
};

}  // namespace idx
