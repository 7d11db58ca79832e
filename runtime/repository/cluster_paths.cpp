#include "runtime/repository/cluster_paths.h"

#include <fmt/format.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <filesystem>

#include "base/platform/digest.h"
#include "base/platform/environment.h"
#include "base/platform/file.h"
#include "base/platform/system_error.h"

namespace idx::runtime {
namespace {

constexpr const char* kInstalled = "/usr/lib/postgresql";

// Folders under /usr/lib/postgresql with server programs, newest version first.
std::vector<std::pair<int, std::string>> InstalledServers() {
  std::vector<std::pair<int, std::string>> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(kInstalled, error)) {
    std::string name = entry.path().filename().string();
    int version = 0;
    auto [end, failed] = std::from_chars(name.data(), name.data() + name.size(), version);
    std::string folder = entry.path().string() + "/bin";
    if (failed == std::errc() && FileExists(folder + "/initdb") && FileExists(folder + "/postgres"))
      found.emplace_back(version, folder);
  }
  std::sort(found.rbegin(), found.rend());
  return found;
}

// The major version of an existing cluster, or 0.
int VersionOf(const std::string& cluster) {
  Result<std::string> text = ReadFile(cluster + "/PG_VERSION", 64);
  int version = 0;
  if (text.ok()) std::from_chars(text.value().data(), text.value().data() + text.value().size(), version);
  return version;
}

Result<std::string> FindBinaries(const std::string& cluster, const std::string& wanted) {
  if (!wanted.empty()) {
    if (FileExists(wanted + "/initdb") && FileExists(wanted + "/postgres")) return wanted;
    return Error{
        Origin::kConfiguration,
        fmt::format("{} holds no initdb and postgres: give the folder of PostgreSQL's server programs",
                    wanted)};
  }
  int version = VersionOf(cluster);
  std::string others;
  for (const auto& [number, folder] : InstalledServers()) {
    if (version == 0 || version == number) return folder;
    others += fmt::format(" {}", number);
  }
  if (version == 0)
    return Error{
        Origin::kConfiguration,
        fmt::format(
            "PostgreSQL's server programs are not installed (looked in {}/*/bin): install the package "
            "postgresql-15, or give a connection string to a database of your own",
            kInstalled)};
  return Error{
      Origin::kConfiguration,
      fmt::format(
          "the data folder {} was made by PostgreSQL {}, which is not installed (installed:{}). Install "
          "postgresql-{}, or move the data over with pg_upgrade",
          cluster, version, others.empty() ? " none" : others, version)};
}

// The user that the server runs as: we, or for root the owner of the data folder, or postgres.
Status ChooseUser(const std::string& data_folder, ClusterPaths& paths) {
  struct stat info = {};
  if (::stat(data_folder.c_str(), &info) != 0) return SystemError("look at", data_folder, errno);
  paths.user = {::geteuid(), ::getegid()};
  if (::geteuid() != 0) return {};
  paths.switch_user = true;
  paths.user = {info.st_uid, info.st_gid};
  if (info.st_uid != 0) return {};
  const passwd* postgres = ::getpwnam("postgres");
  if (postgres == nullptr)
    return Error{
        Origin::kConfiguration,
        fmt::format("PostgreSQL does not run as root, and there is no user postgres: create one, or give the "
                    "folder {} to the user that shall run it",
                    data_folder)};
  paths.user = {postgres->pw_uid, postgres->pw_gid};
  return {};
}

Status MakeOwned(const ClusterPaths& paths, const std::string& folder) {
  IDX_TRY(MakeFolder(folder, 0700));
  if (!paths.switch_user) return {};
  if (::chown(folder.c_str(), paths.user.uid, paths.user.gid) != 0)
    return SystemError("give to the server's user", folder, errno);
  return {};
}

// Can the server's user pass through this folder?
Result<bool> CanEnter(const ClusterPaths& paths, const std::string& folder) {
  if (!paths.switch_user) return true;
  Command command{.arguments = {"/usr/bin/test", "-x", folder}, .folder = "/", .timeout_ms = 10'000};
  command.user = paths.user;
  IDX_ASSIGN(CommandResult result, RunCommand(command));
  return result.exit_code == 0;
}

// DATA/pg where the server's user can reach it; else a folder under /var/lib/idx, which DATA/pg.location
// names.
Status ChooseHome(const std::string& data_folder, ClusterPaths& paths) {
  std::string note = data_folder + "/pg.location";
  if (Result<std::string> noted = ReadFile(note, 4096); noted.ok() && !FileExists(data_folder + "/pg")) {
    paths.home = noted.value().substr(0, noted.value().find('\n'));
    if (FileExists(paths.home)) return {};
    return Error{Origin::kFile,
                 fmt::format("{} says that the database lies in {}, which is gone: restore it, or delete "
                             "that note to begin with an empty database",
                             note, paths.home)};
  }
  paths.home = data_folder + "/pg";
  if (FileExists(paths.home + "/cluster")) return {};
  IDX_ASSIGN(bool reachable, CanEnter(paths, data_folder));
  if (reachable) return {};
  static constexpr const char* kElsewhere = "/var/lib/idx";
  IDX_TRY(MakeFolder(kElsewhere, 0755));
  std::string pattern = fmt::format("{}/cluster-XXXXXX", kElsewhere);
  if (::mkdtemp(pattern.data()) == nullptr) return SystemError("make a folder as", pattern, errno);
  paths.home = pattern;
  return WriteFileAtomic(note, pattern + "\n");
}

// A private folder with a short path for a data folder that lies too deep.
Result<std::string> ShortSocketFolder(const ClusterPaths& paths) {
  std::string base = paths.switch_user ? "/tmp" : EnvironmentVariable("XDG_RUNTIME_DIR").value_or("/tmp");
  if (base.size() > 40 || !FileExists(base)) base = "/tmp";
  std::string folder = fmt::format("{}/idx-{}", base, ToHex(DigestOf(paths.cluster)).substr(0, 16));
  if (::mkdir(folder.c_str(), 0700) == 0) {
    if (paths.switch_user && ::lchown(folder.c_str(), paths.user.uid, paths.user.gid) != 0)
      return SystemError("give to the server's user", folder, errno);
  } else if (errno != EEXIST) {
    return SystemError("make the folder", folder, errno);
  }
  // The name can be foreseen, so whoever was there first must have been us.
  struct stat info = {};
  if (::lstat(folder.c_str(), &info) != 0) return SystemError("look at", folder, errno);
  if (!S_ISDIR(info.st_mode) || info.st_uid != paths.user.uid || (info.st_mode & 0077) != 0)
    return Error{Origin::kFile,
                 fmt::format("{} belongs to somebody else or is open to others: remove it (the path of "
                             "the data folder is too long for a socket, so one there is needed)",
                             folder)};
  return folder;
}

}  // namespace

Command ServerCommand(const ClusterPaths& paths, std::vector<std::string> arguments) {
  Command command;
  command.arguments = std::move(arguments);
  command.environment = {{"LC_ALL", "C.UTF-8"}};
  // What would point the programs at another server or data folder.
  command.without_environment = {"PGDATA",        "PGHOST",    "PGPORT",    "PGUSER",
                                 "PGDATABASE",    "PGOPTIONS", "PGSERVICE", "PGPASSFILE",
                                 "NOTIFY_SOCKET", "LANG",      "LANGUAGE"};
  command.folder = paths.home.empty() || !FileExists(paths.home) ? "/" : paths.home;
  if (paths.switch_user) command.user = paths.user;
  return command;
}

Result<ClusterPaths> PrepareClusterPaths(const std::string& data_folder, const std::string& binaries) {
  ClusterPaths paths;
  IDX_TRY(ChooseUser(data_folder, paths));
  IDX_TRY(ChooseHome(data_folder, paths));
  paths.cluster = paths.home + "/cluster";
  paths.log = paths.home + "/server.log";
  IDX_ASSIGN(paths.binaries, FindBinaries(paths.cluster, binaries));
  IDX_TRY(MakeOwned(paths, paths.home));
  paths.socket = paths.home + "/socket";
  if (paths.socket.size() <= kMaxSocketFolder) {
    IDX_TRY(MakeOwned(paths, paths.socket));
  } else {
    IDX_ASSIGN(paths.socket, ShortSocketFolder(paths));
  }
  return paths;
}

}  // namespace idx::runtime
