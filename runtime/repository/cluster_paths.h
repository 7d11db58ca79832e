// Where a private cluster lives and which user and programs run it. Inside this folder only.
#pragma once

#include <sys/types.h>

#include <string>

#include "base/core/result.h"
#include "base/platform/subprocess.h"

namespace idx::runtime {

struct ClusterPaths {
  std::string home;     // DATA/pg, or where its location file points to
  std::string cluster;  // PGDATA
  std::string socket;   // short enough for sun_path
  std::string log;
  std::string binaries;
  Command::User user;
  bool switch_user = false;  // we are root and the server must not be
};

// Makes the folders (not PGDATA) with the right owner and mode, and finds the programs. data_folder:
// canonical. A data folder that the server's user cannot reach gets its cluster under /var/lib/idx, noted in
// DATA/pg.location.
Result<ClusterPaths> PrepareClusterPaths(const std::string& data_folder, const std::string& binaries);

// One of PostgreSQL's programs, run as the server's user, in `home`.
Command ServerCommand(const ClusterPaths& paths, std::vector<std::string> arguments);

// The longest socket folder: sun_path has 108 bytes with its end, "/.s.PGSQL.5432" 14.
inline constexpr size_t kMaxSocketFolder = 107 - 14;

}  // namespace idx::runtime
