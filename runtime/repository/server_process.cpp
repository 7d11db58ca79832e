#include "runtime/repository/server_process.h"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <optional>
#include <thread>

#include "base/platform/file.h"
#include "base/platform/system_error.h"

namespace idx::runtime {
namespace {

using Clock = std::chrono::steady_clock;

constexpr uintmax_t kMaxLogBytes = 16 << 20;

// The last lines of the server's log, for messages.
std::string LogTail(const std::string& path) {
  Result<std::string> log = ReadFile(path, kMaxLogBytes * 2);
  if (!log.ok()) return "";
  std::string text = log.value();
  while (!text.empty() && text.back() == '\n') text.pop_back();
  size_t from = text.size() > 1500 ? text.find('\n', text.size() - 1500) + 1 : 0;
  return text.substr(from);
}

std::string_view AdviceFor(std::string_view output) {
  auto says = [&](std::string_view words) { return output.find(words) != std::string_view::npos; };
  if (says("No space left on device")) return " The disk is full: free space, then repeat.";
  if (says("Permission denied"))
    return " The server's user has no access there: check the owner of the data folder.";
  if (says("shared memory") || says("Cannot allocate memory"))
    return " The machine has too little free memory: close other programs, or lower the shared buffers.";
  if (says("could not create any Unix-domain sockets") || says("is too long"))
    return " The socket could not be made: check that folder.";
  if (says("incompatible with server")) return " Another version of PostgreSQL made this data folder.";
  if (says("invalid checkpoint") || says("could not locate a valid checkpoint"))
    return " The data folder is damaged: restore it from a backup.";
  return "";
}

// Empty: there is no such process, or it is a zombie.
std::string FolderOf(const std::filesystem::path& process) {
  std::error_code gone;
  return std::filesystem::read_symlink(process / "cwd", gone).string();
}

std::string FolderOf(pid_t process) { return FolderOf("/proc/" + std::to_string(process)); }

struct ProcessFile {
  pid_t process = 0;
  bool ready = false;
};

// postmaster.pid: the process id in line 1, and from line 8 on the state, padded with blanks.
std::optional<ProcessFile> ReadProcessFile(const ClusterPaths& paths) {
  Result<std::string> text = ReadFile(paths.cluster + "/postmaster.pid", 4096);
  if (!text.ok()) return std::nullopt;
  const std::string& lines = text.value();
  ProcessFile file;
  std::from_chars(lines.data(), lines.data() + lines.size(), file.process);
  size_t at = 0;
  for (int line = 1; line < 8 && at != std::string::npos; ++line) {
    at = lines.find('\n', at);
    if (at != std::string::npos) ++at;
  }
  file.ready = at != std::string::npos && lines.compare(at, 5, "ready") == 0;
  return file;
}

// Waits until `done`, asking ever less often; false when the time is over.
template <typename Done>
bool WaitUntil(Clock::time_point end, Done done) {
  for (auto pause = std::chrono::milliseconds(1); !done(); pause = std::min(pause * 2, decltype(pause)(10))) {
    if (Clock::now() >= end) return false;
    std::this_thread::sleep_for(pause);
  }
  return true;
}

}  // namespace

Error ServerError(std::string_view what, const ClusterPaths& paths, const std::string& output) {
  std::string log = LogTail(paths.log);
  bool full =
      output.find("No space left") != std::string::npos || log.find("No space left") != std::string::npos;
  return {Origin::kDatabase,
          fmt::format("cannot {} the private PostgreSQL cluster in {}.{}\n{}{}", what, paths.cluster,
                      AdviceFor(output + log), output, log.empty() ? "" : "Its log ends with:\n" + log),
          full};
}

bool AnyServerProcess(const ClusterPaths& paths) {
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    std::string name = entry.path().filename().string();
    if (!name.empty() && name[0] >= '0' && name[0] <= '9' && FolderOf(entry.path()) == paths.cluster)
      return true;
  }
  return false;
}

Status StartPostmaster(const ClusterPaths& paths, int timeout_s) {
  std::error_code error;
  if (std::filesystem::file_size(paths.log, error) > kMaxLogBytes && !error)
    std::filesystem::rename(paths.log, paths.log + ".old", error);
  Command command = ServerCommand(paths, {paths.binaries + "/postgres", "-D", "cluster"});
  IDX_ASSIGN(pid_t server, StartDetached(command, paths.log));
  bool ended = false;
  auto ready = [&] {
    ended = FolderOf(server).empty();
    std::optional<ProcessFile> file = ReadProcessFile(paths);
    return ended || (file && file->process == server && file->ready);
  };
  if (!WaitUntil(Clock::now() + std::chrono::seconds(timeout_s), ready))
    return ServerError("start", paths, fmt::format("It was not ready within {} s.\n", timeout_s));
  if (ended)
    return ServerError("start", paths,
                       "The server ended at once: its log says why. Mend that and repeat; a server that was "
                       "stopped from outside needs no more.\n");
  return {};
}

Status StopPostmaster(const ClusterPaths& paths, int timeout_s) {
  std::optional<ProcessFile> file = ReadProcessFile(paths);
  if (!file || FolderOf(file->process) != paths.cluster) return {};
  if (::kill(file->process, SIGINT) != 0 && errno != ESRCH)
    return SystemError("stop", "the private PostgreSQL server", errno);
  // It ends after all its backends.
  auto gone = [&] { return FolderOf(file->process) != paths.cluster; };
  if (!WaitUntil(Clock::now() + std::chrono::seconds(timeout_s), gone))
    return ServerError("stop", paths, fmt::format("It was still there after {} s.\n", timeout_s));
  return {};
}

}  // namespace idx::runtime
