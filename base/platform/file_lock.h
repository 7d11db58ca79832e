// An advisory lock on a file, for "two runs at once on one data folder". Gone when the process ends, however
// it ends.
#pragma once

#include <optional>
#include <string>

#include "base/platform/file.h"

namespace idx {

// Source: flock(2). Moves; unlocks on destruction. The file stays: removing it would let two holders in.
class FileLock {
 public:
  enum class Mode { kExclusive, kShared };

  // Takes the lock or fails at once with kConflict: the message names `purpose` ("a run on /data") and the
  // pid of the holder, as far as an exclusive holder wrote it.
  static Result<FileLock> Take(const std::string& path, const std::string& purpose,
                               Mode mode = Mode::kExclusive);
  // Waits for the lock, up to timeout_ms.
  static Result<FileLock> Wait(const std::string& path, const std::string& purpose, int timeout_ms,
                               Mode mode = Mode::kExclusive);
  // Turns a shared lock into an exclusive one if nobody else holds it. On false the lock may be lost.
  bool TryExclusive();

 private:
  FileHandle handle_;
};

}  // namespace idx
