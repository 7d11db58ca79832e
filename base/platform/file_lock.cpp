#include "base/platform/file_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <thread>

#include "base/platform/system_error.h"

namespace idx {
namespace {

std::string HolderOf(int descriptor) {
  char bytes[32] = {};
  ssize_t got = ::pread(descriptor, bytes, sizeof(bytes) - 1, 0);
  std::string pid(bytes, got > 0 ? static_cast<size_t>(got) : 0);
  pid.erase(std::find_if(pid.begin(), pid.end(), [](char c) { return c < '0' || c > '9'; }), pid.end());
  return pid.empty() ? "another process" : "process " + pid;
}

Status WritePid(int descriptor, const std::string& path) {
  std::string pid = fmt::format("{}\n", ::getpid());
  if (::ftruncate(descriptor, 0) != 0 || ::pwrite(descriptor, pid.data(), pid.size(), 0) < 0)
    return SystemError("write", path, errno);
  return {};
}

}  // namespace

Result<FileLock> FileLock::Take(const std::string& path, const std::string& purpose, Mode mode) {
  FileLock lock;
  lock.handle_ = FileHandle(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
  if (!lock.handle_.open()) return SystemError("open the lock", path, errno);
  int operation = (mode == Mode::kExclusive ? LOCK_EX : LOCK_SH) | LOCK_NB;
  if (::flock(lock.handle_.descriptor(), operation) != 0) {
    if (errno != EWOULDBLOCK) return SystemError("lock", path, errno);
    return Error{
        Origin::kConflict,
        fmt::format("{} is already in use by {}. Wait until it ends, or stop it, then repeat. (Lock: {})",
                    purpose, HolderOf(lock.handle_.descriptor()), path),
        true};
  }
  if (mode == Mode::kExclusive) IDX_TRY(WritePid(lock.handle_.descriptor(), path));
  return lock;
}

Result<FileLock> FileLock::Wait(const std::string& path, const std::string& purpose, int timeout_ms,
                                Mode mode) {
  auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(timeout_ms);
  for (;;) {
    Result<FileLock> lock = Take(path, purpose, mode);
    if (lock.ok() || lock.error().origin != Origin::kConflict || std::chrono::steady_clock::now() >= end)
      return lock;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

bool FileLock::TryExclusive() { return ::flock(handle_.descriptor(), LOCK_EX | LOCK_NB) == 0; }

}  // namespace idx
