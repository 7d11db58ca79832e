// More people than one chunk holds: 20,000, or as many as IDX_SCALE says (then with the times on standard
// error).
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "base/platform/clock.h"
#include "base/platform/environment.h"
#include "runtime/pipeline/pipeline_world_test.h"
#include "runtime/repository/connection.h"

namespace idx::runtime {
namespace {

using testing::SizeIs;

constexpr int kPlain = 13;  // 20 attributes in HR and the Vault

std::string People(int count, int changed_every) {
  std::string text = "Id,First,Last,Mail,EmployeeID,Active,Leave";
  for (int p = 0; p < kPlain; ++p) text += fmt::format(",P{}", p);
  text += "\n";
  for (int i = 0; i < count; ++i) {
    bool changed = changed_every > 0 && i % changed_every == 0;
    text += fmt::format("{0},First{0},{1}{0},first{0}.last@example.org,e{0},1,", i, changed ? "New" : "Last");
    for (int p = 0; p < kPlain; ++p) text += fmt::format(",value {} of {}", p, i % 1000);
    text += "\n";
  }
  return text;
}

// Copying the resulting tables out and in again: the limit that the first load is measured against.
double CopySeconds(World& world) {
  auto db = Connection::Open(world.connection_string());
  int64_t start = SystemClock().MonotonicNanoseconds();
  std::string schema = "tenant_" + world.configuration().tenant;
  for (const char* table : {"repo_hr_person", "vault_user", "repo_ad_user", "link"}) {
    std::string name = schema + "." + table;
    Status copied =
        db.value().Execute(fmt::format("COPY {0} TO '/tmp/idx_scale.bin' (FORMAT binary); CREATE TABLE "
                                       "{0}_copy (LIKE {0}); COPY {0}_copy FROM "
                                       "'/tmp/idx_scale.bin' (FORMAT binary); DROP TABLE {0}_copy",
                                       name));
    if (!copied.ok()) fmt::print(stderr, "{}\n", copied.error().message);
  }
  return static_cast<double>(SystemClock().MonotonicNanoseconds() - start) / 1e9;
}

void Report(const char* what, const RunSummary& summary, int64_t start) {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print(stderr, "{}: {:.2f} s, peak {} MiB\n", what,
             static_cast<double>(SystemClock().MonotonicNanoseconds() - start) / 1e9, usage.ru_maxrss / 1024);
  for (const StepTime& step : summary.times)
    fmt::print(stderr, "  {} {}: {} ms\n", step.stage, step.target, step.milliseconds);
}

TEST(Scale, FirstLoadUnchangedAndChanged) {
  std::string asked = EnvironmentVariable("IDX_SCALE").value_or("");
  int count = asked.empty() ? 20'000 : std::stoi(asked);
  World world;
  world.AddPlainAttributes(kPlain);
  world.WriteHrFile(People(count, 0));
  std::string header = "Sam,Display,Mail,EmployeeID,Enabled";
  for (int p = 0; p < kPlain; ++p) header += fmt::format(",P{}", p);
  world.WriteAdFile(header + "\n");

  auto timed = [&](const char* what) {
    int64_t start = SystemClock().MonotonicNanoseconds();
    RunSummary summary = world.Sync();
    if (!asked.empty()) Report(what, summary, start);
    return summary;
  };
  uint64_t all = static_cast<uint64_t>(count);
  RunSummary first = timed("first load");
  EXPECT_EQ(first.inbound.created, all);
  EXPECT_EQ(first.exports[0].created, all);
  RunSummary second = timed("confirming");
  EXPECT_EQ(second.imports[1].confirmed, all);
  if (!asked.empty())
    fmt::print(stderr, "plain COPY of the tables out and in: {:.2f} s\n", CopySeconds(world));
  RunSummary third = timed("unchanged");
  EXPECT_TRUE(third.inbound.skipped);
  EXPECT_EQ(third.imports[0].unchanged, all);
  world.WriteHrFile(People(count, 20));
  RunSummary fourth = timed("5 % changed");
  uint64_t changed = static_cast<uint64_t>((count + 19) / 20);
  EXPECT_EQ(fourth.inbound.changed, changed);
  EXPECT_EQ(fourth.exports[0].updated, changed);
  world.NewDigest("rules 2");
  RunSummary fifth = timed("everybody evaluated");
  EXPECT_EQ(fifth.inbound.changed, 0u);
  EXPECT_EQ(fifth.imports[1].confirmed, changed);
}

}  // namespace
}  // namespace idx::runtime
