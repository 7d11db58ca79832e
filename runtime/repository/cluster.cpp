#include "runtime/repository/cluster.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <filesystem>
#include <thread>

#include "base/platform/environment.h"
#include "base/platform/system_error.h"
#include "runtime/repository/cluster_paths.h"
#include "runtime/repository/connection.h"
#include "runtime/repository/server_process.h"

namespace idx::runtime {
namespace {

constexpr const char* kSuperuser = "idx";
constexpr const char* kDatabase = "idx";
constexpr int64_t kMakeDatabaseLock = 0x6964780001;  // the advisory lock of whoever makes kDatabase
constexpr int kPort = 5432;                          // only the name of the socket depends on it

// '…' as in connection strings and postgresql.conf.
std::string ConfigQuote(std::string_view value, bool connection_string) {
  std::string text = "'";
  for (char c : value) {
    if (c == '\'' || (c == '\\' && connection_string)) text += connection_string ? '\\' : '\'';
    text += c;
  }
  return text + "'";
}

std::string ConnectionString(const std::string& socket, const char* database) {
  return fmt::format("host={} port={} user={} dbname={} application_name=idx connect_timeout=10",
                     ConfigQuote(socket, true), kPort, kSuperuser, database);
}

std::string SettingsOf(const ClusterPaths& paths, const ClusterOptions& options) {
  auto eighth = static_cast<int64_t>(MachineMemoryBytes() >> 23);
  int64_t buffers =
      options.shared_buffers_mb > 0 ? options.shared_buffers_mb : std::clamp<int64_t>(eighth, 128, 4096);
  int64_t maintenance = std::clamp<int64_t>(eighth / 4, 64, 1024);
  return fmt::format(
      "# Written at each start of the cluster; settings of your own go to postgresql.conf below the "
      "include.\n"
      "listen_addresses = ''\nport = {}\nunix_socket_directories = {}\nunix_socket_permissions = 0700\n"
      "max_connections = 64\nshared_buffers = {}MB\nwork_mem = 64MB\nmaintenance_work_mem = {}MB\n"
      "max_wal_size = {}MB\ncheckpoint_timeout = 20min\nwal_compression = lz4\n{}"
      "fsync = on\nfull_page_writes = on\nsynchronous_commit = on\njit = off\nautovacuum = on\n"
      "timezone = 'UTC'\nlog_timezone = 'UTC'\ndatestyle = 'ISO'\nlog_min_messages = warning\n"
      "log_min_error_statement = panic\nlogging_collector = off\nlog_checkpoints = off\n",
      kPort, ConfigQuote(paths.socket, false), buffers, maintenance, options.max_wal_mb,
      options.replica_wal ? "wal_level = replica\n" : "wal_level = minimal\nmax_wal_senders = 0\n");
}

constexpr std::string_view kFresh = "cluster.new";

// What runs that were killed left. As far as possible: an initdb that outlived its run may still write there,
// and clean up by itself.
void RemoveUnfinished(const ClusterPaths& paths) {
  std::error_code ignored;
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(paths.home, ignored))
    if (entry.path().filename().string().starts_with(kFresh)) found.push_back(entry.path());
  for (const std::filesystem::path& path : found) std::filesystem::remove_all(path, ignored);
}

Status MakeCluster(const ClusterPaths& paths) {
  RemoveUnfinished(paths);
  // Beside its final place and moved there when whole: a killed initdb leaves nothing that looks like a
  // cluster. A name of its own: nobody else writes there.
  std::string name = fmt::format("{}.{}.{}", kFresh, ::getpid(),
                                 std::chrono::system_clock::now().time_since_epoch().count());
  std::string fresh = paths.home + "/" + name;
  Command initdb = ServerCommand(paths, {paths.binaries + "/initdb", "-D", name, "-U", kSuperuser, "-E",
                                         "UTF8", "--locale=C.UTF-8", "-A", "trust", "--no-instructions"});
  initdb.timeout_ms = 120'000;
  IDX_ASSIGN(CommandResult result, RunCommand(initdb));
  if (result.exit_code != 0) {
    RemoveUnfinished(paths);
    return ServerError("make", paths, result.errors.empty() ? result.output : result.errors);
  }
  IDX_ASSIGN(std::string settings, ReadFile(fresh + "/postgresql.conf"));
  IDX_TRY(WriteFileAtomic(fresh + "/postgresql.conf", settings + "\ninclude_if_exists = 'idx.conf'\n"));
  if (::rename(fresh.c_str(), paths.cluster.c_str()) != 0)
    return SystemError("move into place", fresh, errno);
  return {};
}

PGPing Ping(const ClusterPaths& paths) { return PQping(ConnectionString(paths.socket, "postgres").c_str()); }

// PostgreSQL deals with the files of a server that died, unless its process id lives on in another process or
// in a zombie that nobody reaps (as in containers without an init): then it would refuse to start. It is for
// us to look closer. Call only when AnyServerProcess is false: a backend left alone may still be writing.
void RemoveStaleFiles(const ClusterPaths& paths) {
  std::string socket = fmt::format("{}/.s.PGSQL.{}", paths.socket, kPort);
  for (const std::string& path : {paths.cluster + "/postmaster.pid", socket, socket + ".lock"})
    ::unlink(path.c_str());
}

// A server that is there comes up or goes down by itself; waits for either. True when it is up.
Result<bool> WaitForServer(const ClusterPaths& paths, int timeout_s) {
  auto end = std::chrono::steady_clock::now() + std::chrono::seconds(timeout_s);
  while (std::chrono::steady_clock::now() < end) {
    if (Ping(paths) == PQPING_OK) return true;
    if (!AnyServerProcess(paths)) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return Error{Origin::kDatabase,
               fmt::format("a PostgreSQL server runs in {} but does not answer at {}: see {}, and stop it",
                           paths.cluster, paths.socket, paths.log),
               true};
}

Status WriteSettings(const ClusterPaths& paths, const ClusterOptions& options) {
  std::string path = paths.cluster + "/idx.conf";
  IDX_TRY(WriteFileAtomic(path, SettingsOf(paths, options)));
  if (paths.switch_user && ::chown(path.c_str(), paths.user.uid, paths.user.gid) != 0)
    return SystemError("give to the server's user", path, errno);
  std::string main = paths.cluster + "/postgresql.conf";
  if (paths.switch_user && ::chown(main.c_str(), paths.user.uid, paths.user.gid) != 0)
    return SystemError("give to the server's user", main, errno);
  return {};
}

Status StartServer(const ClusterPaths& paths, const ClusterOptions& options) {
  IDX_ASSIGN(bool up, WaitForServer(paths, options.start_timeout_s));
  if (up) return {};
  RemoveStaleFiles(paths);
  IDX_TRY(WriteSettings(paths, options));
  return StartPostmaster(paths, options.start_timeout_s);
}

Status MakeDatabase(const ClusterPaths& paths) {
  IDX_ASSIGN(Connection connection, Connection::Open(ConnectionString(paths.socket, "postgres")));
  // The server goes on making the database for a process that was killed, and holds its lock until it is
  // done.
  IDX_TRY(connection.Execute("SET lock_timeout = '60s'"));
  IDX_TRY(connection.Execute("SELECT pg_advisory_lock($1)", {kMakeDatabaseLock}));
  IDX_ASSIGN(Rows rows, connection.Query("SELECT 1 FROM pg_database WHERE datname = $1", {kDatabase}));
  if (rows.empty()) return connection.Execute(fmt::format("CREATE DATABASE {}", QuoteIdentifier(kDatabase)));
  return {};
}

}  // namespace

Result<Cluster> Cluster::Start(const std::string& data_folder, const ClusterOptions& options) {
  // Open to pass through for the server's user, where that is another.
  IDX_TRY(MakeFolder(data_folder, ::geteuid() == 0 ? 0711 : 0700));
  IDX_ASSIGN(std::string folder, CanonicalPath(data_folder));
  IDX_ASSIGN(FileLock starting, FileLock::Wait(folder + "/pg.starting", "the database of " + folder,
                                               options.start_timeout_s * 1000));
  IDX_ASSIGN(ClusterPaths paths, PrepareClusterPaths(folder, options.binaries));
  IDX_ASSIGN(FileLock user,
             FileLock::Take(folder + "/pg.users", "the database of " + folder, FileLock::Mode::kShared));
  Cluster cluster;
  cluster.data_folder_ = folder;
  cluster.connection_string_ = ConnectionString(paths.socket, kDatabase);
  if (!FileExists(paths.cluster + "/PG_VERSION")) {
    if (FileExists(paths.cluster))
      return Error{
          Origin::kFile,
          fmt::format("{} is no PostgreSQL data folder (it has no PG_VERSION): move it away", paths.cluster)};
    IDX_TRY(MakeCluster(paths));
  }
  if (Ping(paths) != PQPING_OK) {
    IDX_TRY(StartServer(paths, options));
    cluster.started_here_ = true;
  }
  IDX_TRY(MakeDatabase(paths));
  cluster.paths_ = std::move(paths);
  cluster.user_ = std::move(user);  // from here on the destructor stops the server
  return cluster;
}

Cluster::Cluster(Cluster&& other) noexcept
    : data_folder_(std::move(other.data_folder_)),
      paths_(std::move(other.paths_)),
      connection_string_(std::move(other.connection_string_)),
      user_(std::move(other.user_)),
      started_here_(other.started_here_) {
  other.user_.reset();
}

Cluster::~Cluster() {
  if (user_) static_cast<void>(Stop());  // a server that does not stop is found again by the next Start
}

Status Cluster::Stop() {
  if (!user_) return {};
  // Nobody may start or attach between the question who else is there and the stop.
  IDX_ASSIGN(FileLock starting,
             FileLock::Wait(data_folder_ + "/pg.starting", "the database of " + data_folder_, 60'000));
  FileLock user = std::move(*user_);
  user_.reset();
  if (!user.TryExclusive()) return {};
  IDX_TRY(StopPostmaster(paths_, 120));
  // A socket folder outside the data folder would be left behind; it is made again when needed.
  if (!paths_.socket.starts_with(paths_.home)) ::rmdir(paths_.socket.c_str());
  return {};
}

}  // namespace idx::runtime
