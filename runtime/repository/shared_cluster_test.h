// The test program's one private cluster, made on first use and stopped at its end. For tests only.
#pragma once

#include <sys/stat.h>

#include <memory>
#include <string>

#include "base/platform/temp_folder.h"
#include "runtime/repository/cluster.h"
#include "runtime/repository/connection.h"

namespace idx::runtime {

inline ClusterOptions SmallCluster() {
  ClusterOptions options;
  options.shared_buffers_mb = 128;
  return options;
}

class SharedCluster {
 public:
  static SharedCluster& Get() {
    static SharedCluster shared;
    return shared;
  }
  const Cluster& cluster() const { return cluster_; }
  Connection Connect() { return Connection::Open(cluster_.connection_string()).value(); }
  // A connection that works in a new, empty schema.
  Connection ConnectToNewSchema() {
    Connection connection = Connect();
    std::string schema = "test" + std::to_string(++schemas_);
    Status made = connection.Execute("CREATE SCHEMA " + schema + "; SET search_path = " + schema);
    IDX_ASSERT(made.ok());
    return connection;
  }

 private:
  // Open to pass through: else root's server would live elsewhere and stay behind.
  static TempFolder PassableFolder() {
    TempFolder folder = TempFolder::Create("idx-pg").value();
    IDX_ASSERT(::chmod(folder.path().c_str(), 0711) == 0);
    return folder;
  }

  TempFolder folder_ = PassableFolder();
  Cluster cluster_ = Cluster::Start(folder_.path() + "/data", SmallCluster()).value();
  int schemas_ = 0;
};

}  // namespace idx::runtime
