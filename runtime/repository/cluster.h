// The private PostgreSQL cluster in the data folder: made, started, shared and stopped without the user's
// doing.
//
// DATA/pg holds `cluster` (PostgreSQL's own folder), `socket` and `server.log`. The server listens on a Unix
// socket only, in a folder of mode 0700: who may enter it may connect, nobody else. Run by root, the server
// runs as the owner of the data folder, or as `postgres` where that is root.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/core/result.h"
#include "base/platform/file_lock.h"
#include "runtime/repository/cluster_paths.h"

namespace idx::runtime {

struct ClusterOptions {
  std::string binaries;  // folder of initdb and postgres; empty: the newest fitting /usr/lib/postgresql/*/bin
  int64_t shared_buffers_mb = 0;  // 0: 1/8 of the machine's memory, from 128 to 4096
  int64_t max_wal_mb = 8192;
  bool replica_wal = false;   // wal_level=replica: backups and standbys, 10-15 % slower first loads
  int start_timeout_s = 120;  // recovery after a crash may take its time
};

// A running cluster that this process uses. Moves; Stop() on destruction.
class Cluster {
 public:
  // Starts the cluster of this data folder, making it if it is new; attaches to it if it runs already,
  // whoever started it. Errors say what is wrong and what to do: no binaries, another major version, disk
  // full, no access, no socket.
  static Result<Cluster> Start(const std::string& data_folder, const ClusterOptions& options = {});

  Cluster(Cluster&& other) noexcept;
  Cluster& operator=(Cluster&&) = delete;
  ~Cluster();

  // For Connection::Open.
  const std::string& connection_string() const { return connection_string_; }
  const std::string& socket_folder() const { return paths_.socket; }
  // False when it was running already.
  bool started_here() const { return started_here_; }
  // Ends this process's use; the last user stops the server (fast shutdown: open transactions are rolled
  // back). After a crash of all users the server stays up, and the next Start attaches to it.
  Status Stop();

 private:
  Cluster() = default;

  std::string data_folder_;
  ClusterPaths paths_;
  std::string connection_string_;
  std::optional<FileLock> user_;  // shared by all users of the cluster
  bool started_here_ = false;
};

}  // namespace idx::runtime
