#include "runtime/repository/cluster.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <thread>

#include "base/platform/file.h"
#include "base/platform/temp_folder.h"
#include "runtime/repository/cluster_paths.h"
#include "runtime/repository/connection.h"
#include "runtime/repository/shared_cluster_test.h"

namespace idx::runtime {
namespace {

using ::testing::HasSubstr;

class ClusterTest : public ::testing::Test {
 protected:
  TempFolder folder_ = TempFolder::Create("idx-pg").value();
  std::string data_ = folder_.File("data");

  // A temporary folder is 0700 of ours: the server's user must be able to pass through.
  void SetUp() override { ASSERT_EQ(::chmod(folder_.path().c_str(), 0711), 0); }
  Result<Cluster> Start() { return Cluster::Start(data_, SmallCluster()); }
  // The server's process, as postmaster.pid has it.
  pid_t ServerPid() {
    return static_cast<pid_t>(std::stol(ReadFile(data_ + "/pg/cluster/postmaster.pid").value()));
  }
  static void Put(Cluster& cluster) {
    Connection connection = Connection::Open(cluster.connection_string()).value();
    ASSERT_TRUE(connection.Execute("CREATE TABLE kept (a int); INSERT INTO kept VALUES (42)").ok());
  }
  static int64_t Get(Cluster& cluster) {
    Connection connection = Connection::Open(cluster.connection_string()).value();
    return connection.Query("SELECT a FROM kept").value().Int(0, 0);
  }
};

// A run that was killed while it made the cluster leaves an initdb behind, which writes and cleans up beside
// the next one.
TEST_F(ClusterTest, IsMadeBesideWhatAKilledRunLeft) {
  std::string home = data_ + "/pg";
  {
    Result<Cluster> first = Start();
    ASSERT_TRUE(first.ok()) << first.error().message;
  }
  std::filesystem::remove_all(home + "/cluster");
  std::vector<std::thread> orphans;
  std::atomic<bool> go_on = true;
  for (std::string name : {"/cluster.new", "/cluster.new.1.1"}) {
    std::filesystem::create_directories(home + name + "/base");
    orphans.emplace_back([&go_on, folder = home + name] {
      std::error_code ignored;
      for (int i = 0; go_on; ++i) {
        std::filesystem::create_directories(folder + "/base/" + std::to_string(i % 50), ignored);
        std::filesystem::remove_all(folder + "/base/" + std::to_string((i + 25) % 50), ignored);
      }
    });
  }
  Result<Cluster> again = Start();
  go_on = false;
  for (std::thread& orphan : orphans) orphan.join();
  ASSERT_TRUE(again.ok()) << again.error().message;
  Put(again.value());
  EXPECT_EQ(Get(again.value()), 42);
}

TEST_F(ClusterTest, WhatKilledRunsLeftIsRemoved) {
  { ASSERT_TRUE(Start().ok()); }
  std::string home = data_ + "/pg";
  std::filesystem::remove_all(home + "/cluster");
  std::filesystem::create_directories(home + "/cluster.new.7.7/base/1");
  { ASSERT_TRUE(Start().ok()); }
  for (const auto& entry : std::filesystem::directory_iterator(home))
    EXPECT_EQ(entry.path().filename().string().find("cluster.new"), std::string::npos);
}

TEST_F(ClusterTest, KeepsDataFromStartToStart) {
  {
    Result<Cluster> cluster = Start();
    ASSERT_TRUE(cluster.ok()) << cluster.error().message;
    EXPECT_TRUE(cluster.value().started_here());
    Put(cluster.value());
    EXPECT_TRUE(cluster.value().Stop().ok());
    EXPECT_TRUE(cluster.value().Stop().ok());
    EXPECT_FALSE(Connection::Open(cluster.value().connection_string()).ok());
  }
  Result<Cluster> again = Start();
  ASSERT_TRUE(again.ok()) << again.error().message;
  EXPECT_EQ(Get(again.value()), 42);
  Connection connection = Connection::Open(again.value().connection_string()).value();
  Rows rows =
      connection
          .Query(
              "SELECT current_setting('fsync'), current_setting('jit'), current_setting('listen_addresses'), "
              "current_setting('wal_compression'), current_setting('server_encoding'), "
              "current_setting('synchronous_commit')")
          .value();
  EXPECT_EQ(rows.Text(0, 0), "on");
  EXPECT_EQ(rows.Text(0, 1), "off");
  EXPECT_EQ(rows.Text(0, 2), "");
  EXPECT_EQ(rows.Text(0, 3), "lz4");
  EXPECT_EQ(rows.Text(0, 4), "UTF8");
  EXPECT_EQ(rows.Text(0, 5), "on");
}

TEST_F(ClusterTest, TheLastUserStopsIt) {
  Result<Cluster> first = Start();
  ASSERT_TRUE(first.ok()) << first.error().message;
  {
    Result<Cluster> second = Start();
    ASSERT_TRUE(second.ok()) << second.error().message;
    EXPECT_FALSE(second.value().started_here());
    EXPECT_EQ(second.value().connection_string(), first.value().connection_string());
    ASSERT_TRUE(first.value().Stop().ok());
    EXPECT_TRUE(Connection::Open(second.value().connection_string()).ok());
  }
  EXPECT_FALSE(FileExists(data_ + "/pg/cluster/postmaster.pid"));
}

TEST_F(ClusterTest, AttachesAfterItsStarterWasKilled) {
  int ready[2];
  ASSERT_EQ(::pipe(ready), 0);
  pid_t child = ::fork();
  if (child == 0) {
    Result<Cluster> cluster = Start();
    if (cluster.ok()) Put(cluster.value());
    [[maybe_unused]] ssize_t written = ::write(ready[1], cluster.ok() ? "y" : "n", 1);
    ::pause();
  }
  char answer = 0;
  ASSERT_EQ(::read(ready[0], &answer, 1), 1);
  ASSERT_EQ(answer, 'y');
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  ::close(ready[0]);
  ::close(ready[1]);
  pid_t server = ServerPid();
  {
    Result<Cluster> cluster = Start();
    ASSERT_TRUE(cluster.ok()) << cluster.error().message;
    EXPECT_FALSE(cluster.value().started_here());
    EXPECT_EQ(Get(cluster.value()), 42);
    EXPECT_EQ(ServerPid(), server);
  }
  EXPECT_FALSE(FileExists(data_ + "/pg/cluster/postmaster.pid"));  // the orphan was ours to stop
}

// The server goes on with CREATE DATABASE after the process that asked for it was killed.
TEST_F(ClusterTest, WaitsForTheDatabaseThatAKilledStarterAskedFor) {
  Result<Cluster> first = Start();
  ASSERT_TRUE(first.ok()) << first.error().message;
  auto connect = [&](const std::string& database) {
    std::string to = first.value().connection_string();
    size_t at = to.find("dbname=idx");
    EXPECT_NE(at, std::string::npos) << to;
    return Connection::Open(to.replace(at, 10, "dbname=" + database));
  };
  Connection watch = connect("postgres").value();
  // Who is busy making the database, or waits for its turn to: never more than half a minute.
  auto wait_for_makers = [&](int64_t makers) {
    for (int i = 0; i < 3000; ++i) {
      Rows rows =
          watch
              .Query(
                  "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND pid <> "
                  "pg_backend_pid() AND (query LIKE 'CREATE DATABASE%' OR query LIKE '%advisory_lock%')")
              .value();
      if (rows.Int(0, 0) == makers) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  };
  ASSERT_TRUE(watch.Execute("DROP DATABASE idx WITH (FORCE)").ok());
  // CREATE DATABASE waits up to five seconds for those who use what it copies.
  std::optional<Connection> user = connect("template1").value();
  pid_t child = ::fork();
  if (child == 0) {
    [[maybe_unused]] Result<Cluster> cluster = Start();
    ::_exit(0);
  }
  ASSERT_TRUE(wait_for_makers(1));
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  std::optional<Result<Cluster>> second;
  std::thread next([&] { second.emplace(Start()); });
  EXPECT_TRUE(wait_for_makers(2));
  user.reset();
  next.join();
  ASSERT_TRUE(second->ok()) << second->error().message;
  EXPECT_TRUE(Connection::Open(second->value().connection_string()).ok());
}

TEST_F(ClusterTest, RecoversAfterTheServerWasKilled) {
  Result<Cluster> first = Start();
  ASSERT_TRUE(first.ok()) << first.error().message;
  Put(first.value());
  pid_t server = ServerPid();
  ::kill(server, SIGKILL);
  Result<Cluster> second = Start();
  ASSERT_TRUE(second.ok()) << second.error().message;
  EXPECT_TRUE(second.value().started_here());
  EXPECT_EQ(Get(second.value()), 42);
}

TEST_F(ClusterTest, AStaleProcessFileIsNoServer) {
  {
    Result<Cluster> first = Start();
    ASSERT_TRUE(first.ok()) << first.error().message;
    Put(first.value());
  }
  // Our own process id: it lives, but is no server of this folder.
  std::string stale = std::to_string(::getpid()) + "\n" + data_ + "/pg/cluster\n0\n5432\n\n\n";
  ASSERT_TRUE(WriteFileAtomic(data_ + "/pg/cluster/postmaster.pid", stale).ok());
  Result<Cluster> second = Start();
  ASSERT_TRUE(second.ok()) << second.error().message;
  EXPECT_EQ(Get(second.value()), 42);
}

TEST_F(ClusterTest, WorksFromADeepFolderWithOddNames) {
  data_ =
      folder_.File("it's \"deep\" \\ $(false) and long ") + std::string(80, 'x') + "/" + std::string(80, 'y');
  Result<Cluster> cluster = Start();
  ASSERT_TRUE(cluster.ok()) << cluster.error().message;
  EXPECT_LE(cluster.value().socket_folder().size(), kMaxSocketFolder);
  Put(cluster.value());
  EXPECT_EQ(Get(cluster.value()), 42);
  std::string socket = cluster.value().socket_folder();
  ASSERT_TRUE(cluster.value().Stop().ok());
  EXPECT_FALSE(FileExists(socket));
}

TEST_F(ClusterTest, WorksWhereTheServersUserCannotPass) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root runs the server as somebody else";
  ASSERT_EQ(::chmod(folder_.path().c_str(), 0700), 0);
  std::string home;
  {
    Result<Cluster> cluster = Start();
    ASSERT_TRUE(cluster.ok()) << cluster.error().message;
    Put(cluster.value());
  }
  home = ReadFile(data_ + "/pg.location").value();
  home.pop_back();
  EXPECT_THAT(home, ::testing::StartsWith("/var/lib/idx/"));
  {
    Result<Cluster> cluster = Start();
    ASSERT_TRUE(cluster.ok()) << cluster.error().message;
    EXPECT_EQ(Get(cluster.value()), 42);
  }
  ASSERT_EQ(RunCommand({.arguments = {"/bin/rm", "-r", home}}).value().exit_code, 0);
  EXPECT_THAT(Start().error().message, HasSubstr("is gone"));
}

TEST_F(ClusterTest, OnlyTheOwnerMayEnter) {
  Result<Cluster> cluster = Start();
  ASSERT_TRUE(cluster.ok()) << cluster.error().message;
  struct stat info = {};
  ASSERT_EQ(::stat(cluster.value().socket_folder().c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
  ASSERT_EQ(::stat((data_ + "/pg").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
}

TEST_F(ClusterTest, SaysWhatIsMissing) {
  ClusterOptions options = SmallCluster();
  options.binaries = "/nonexistent";
  EXPECT_THAT(Cluster::Start(data_, options).error().message, HasSubstr("/nonexistent"));
  ASSERT_TRUE(MakeFolder(data_ + "/pg/cluster").ok());
  EXPECT_THAT(Start().error().message, HasSubstr("no PG_VERSION"));
  ASSERT_TRUE(WriteFileAtomic(data_ + "/pg/cluster/PG_VERSION", "9\n").ok());
  Error error = Start().error();
  EXPECT_THAT(error.message, HasSubstr("PostgreSQL 9"));
  EXPECT_THAT(error.message, HasSubstr("postgresql-9"));
}

TEST_F(ClusterTest, ShowsTheServersOwnWordsWhenItDoesNotStart) {
  { ASSERT_TRUE(Start().ok()); }
  std::string path = data_ + "/pg/cluster/postgresql.conf";
  ASSERT_TRUE(WriteFileAtomic(path, ReadFile(path).value() + "\nshared_buffers = nonsense\n").ok());
  Error error = Start().error();
  EXPECT_THAT(error.message, HasSubstr("cannot start"));
  EXPECT_THAT(error.message, HasSubstr("shared_buffers"));
}

}  // namespace
}  // namespace idx::runtime
