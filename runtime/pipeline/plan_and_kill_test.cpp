// A plan is the sync by construction, and a run that was killed anywhere ends as one that was not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "runtime/pipeline/pipeline_world_test.h"

namespace idx::runtime {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::string Show(const std::vector<PlannedChange>& changes) {
  std::string text;
  for (const PlannedChange& change : changes) {
    text += change.type + " " + change.key + " " + change.kind + "\n";
    for (const PlannedAttribute& attribute : change.attributes) {
      text += "  " + attribute.attribute + " by " + attribute.rule + ":";
      for (const std::string& before : attribute.before) text += " -" + before;
      for (const std::string& after : attribute.after) text += " +" + after;
      text += "\n";
    }
  }
  return text;
}

// Three days of a small company: first load with set-aside objects, then changes, leavers and a return.
void WriteDay(World& world, int day) {
  world.configuration().guards.smaller_read_percent = 60;
  if (day == 0) {
    world.WriteHr({"1,Ada,Lovelace,a@x.org,e1,1,", "2,Bob,Byron,,e2,1,", "3,Cy,Boss,,e3,1,",
                   "4,Di,Twin,,e4,1,", "5,Ed,Twin,,e4,1,", "6,Flo,NoClass,,e6,1,"});
    world.WriteAd({});
  } else if (day == 1) {
    world.WriteHr({"1,Ada,King,a@x.org,e1,1,", "2,Bob,Byron,,e2,0,", "3,Cy,Boss,,e3,1,2026-06-02",
                   "4,Di,Twin,,e4,1,", "7,Gus,New,,e7,1,"});
  } else {
    world.WriteHr({"1,Ada,King,a@x.org,e1,1,", "2,Bob,Byron,,e2,1,", "3,Cy,Boss,,e3,1,", "4,Di,Twin,,e4,1,",
                   "6,Flo,Fine,,e6,1,", "7,FAIL,New,,e7,1,"});
  }
}
constexpr int kDays = 3;

TEST(PlanIsSync, EveryDayOfASmallCompany) {
  World world;
  for (int day = 0; day < kDays; ++day) {
    WriteDay(world, day);
    auto before = world.Dump();
    std::string ad = world.ReadAd();
    DateTime now = world.NextDay();
    PlanReport plan = world.Plan({.now = now});
    EXPECT_EQ(world.Dump(), before) << "a plan writes nothing";
    EXPECT_EQ(world.ReadAd(), ad);
    RunSummary sync = world.Sync({.now = now});
    PlanReport done = world.Open().value()->LastRun().value();
    EXPECT_EQ(Show(plan.changes), Show(done.changes)) << "day " << day;
    EXPECT_FALSE(plan.changes.empty());
    EXPECT_EQ(plan.summary.inbound.created, sync.inbound.created);
    EXPECT_EQ(plan.summary.inbound.changed, sync.inbound.changed);
    EXPECT_EQ(plan.summary.inbound.situations, sync.inbound.situations);
  }
}

// Syncs in a child that kills itself at the step; true when it lived to the end.
bool SyncInChild(World& world, DateTime now, int64_t crash_at) {
  pid_t child = fork();
  if (child == 0) {
    auto engine = world.Open(crash_at);
    bool ok = engine.ok() && engine.value()->Sync({.now = now}).ok();
    _exit(ok ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) || WTERMSIG(status) == SIGKILL);
  if (WIFEXITED(status)) EXPECT_EQ(WEXITSTATUS(status), 0);
  return WIFEXITED(status);
}

std::vector<std::string> Course(const std::string& tenant, int killed_day, int64_t crash_at, bool& lived,
                                std::string& ad) {
  World world;
  world.SetTenant(tenant);
  std::vector<std::string> all;
  lived = true;
  for (int day = 0; day < kDays; ++day) {
    WriteDay(world, day);
    DateTime now = world.NextDay();
    if (day == killed_day && !SyncInChild(world, now, crash_at)) {
      lived = false;
      // Resumed a day later, with the clock that it began with.
      auto engine = world.Open();
      auto resumed = engine.value()->Sync({.now = world.NextDay()});
      EXPECT_TRUE(resumed.ok()) << resumed.error().message;
      EXPECT_TRUE(resumed.value().resumed || crash_at == 0);
      world.SetDay(day + 1);
    } else if (day != killed_day) {
      world.Sync({.now = now});
    }
    for (std::string& line : world.Dump()) all.push_back(std::to_string(day) + " " + line);
  }
  ad = world.ReadAd();
  return all;
}

// Public ids are derived from the tenant's name: the killed course must use the same one, in a fresh database
// schema.
void DropTenant(const std::string& tenant) {
  World world;
  auto db = Connection::Open(world.connection_string());
  Status dropped = db.value().Execute("DROP SCHEMA IF EXISTS tenant_" + tenant + " CASCADE");
  IDX_ASSERT(dropped.ok());
}

TEST(KilledRun, EndsInTheSameStateWhereverItDied) {
  bool lived = false;
  std::string ad, expected_ad;
  DropTenant("killed");
  auto expected = Course("killed", -1, 0, lived, expected_ad);
  ASSERT_FALSE(expected.empty());
  int kills = 0;
  for (int day = 0; day < kDays; ++day) {
    for (int64_t step = 1;; ++step) {
      DropTenant("killed");
      auto course = Course("killed", day, step, lived, ad);
      EXPECT_EQ(course, expected) << "killed on day " << day << " at step " << step;
      EXPECT_EQ(ad, expected_ad) << "killed on day " << day << " at step " << step;
      if (lived || HasFailure()) break;
      ++kills;
    }
  }
  EXPECT_GT(kills, 40);
}

TEST(KilledRun, AnotherRuleSetBeginsANewRun) {
  World world;
  WriteDay(world, 0);
  ASSERT_FALSE(SyncInChild(world, world.NextDay(), 8));
  world.NewDigest("rules 2");
  RunSummary summary = world.Sync();
  EXPECT_FALSE(summary.resumed);
  ASSERT_FALSE(summary.notes.empty());
  EXPECT_THAT(summary.notes[0], HasSubstr("the rules have changed"));
}

TEST(Explain, ValuesAsTheyWereAfterARun) {
  World world;
  world.WriteHr({"1,Ada,Byron,,e1,1,"});
  world.WriteAd({});
  world.Sync();
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.Sync();
  world.Sync();
  world.WriteHr({"1,Ada,King,,e1,1,"});
  world.Sync();
  std::unique_ptr<Engine> engine = world.Open().value();
  auto surname = [&](int64_t run) {
    auto told = engine->Explain("HR.Person", "1", "Surname", run);
    EXPECT_TRUE(told.ok()) << told.error().message;
    EXPECT_EQ(told.value().attributes.size(), 1u);
    return told.value().attributes[0];
  };
  EXPECT_EQ(surname(0).value, std::vector<std::string>{"King"});
  EXPECT_EQ(surname(0).since_run, 4);
  EXPECT_EQ(surname(1).value, std::vector<std::string>{"Byron"});
  EXPECT_EQ(surname(1).since_run, 1);
  EXPECT_EQ(surname(2).value, std::vector<std::string>{"Lovelace"});
  EXPECT_EQ(surname(2).rule, "hr.in");
  EXPECT_EQ(surname(3).value, std::vector<std::string>{"Lovelace"});
  EXPECT_EQ(surname(3).since_run, 2);
  EXPECT_EQ(surname(4).value, std::vector<std::string>{"King"});
  EXPECT_THAT(engine->Explain("HR.Person", "1", "", 9).error().message, HasSubstr("there is no run 9"));
  engine.reset();
  world.WriteHr({"1,Ada,King,,e1,1,", "2,Bob,Byron,,e2,1,"});
  world.Sync();
  EXPECT_THAT(world.Open().value()->Explain("HR.Person", "2", "", 2).error().message,
              HasSubstr("made in run 5"));
}

TEST(Explain, SaysWhereAValueComesFromAndWhoLost) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,ada@hr.org,e1,1,", "2,Bob,Guest,,e2,1,"});
  world.WriteAd({"ada,Ada,ada@ad.org,e1,TRUE", "svc,Service,,,TRUE"});
  world.Sync();
  auto engine = world.Open();
  auto explained = engine.value()->Explain("HR.Person", "1", "Mail");
  ASSERT_TRUE(explained.ok()) << explained.error().message;
  const Explanation& e = explained.value();
  EXPECT_EQ(e.situation, "linked");
  EXPECT_THAT(e.identity, SizeIs(32));
  ASSERT_THAT(e.attributes, SizeIs(1));
  EXPECT_EQ(e.attributes[0].value, std::vector<std::string>{"ada@hr.org"});
  EXPECT_EQ(e.attributes[0].rule, "hr.in");
  ASSERT_THAT(e.attributes[0].opinions, SizeIs(2));
  EXPECT_TRUE(e.attributes[0].opinions[0].won);
  EXPECT_EQ(e.attributes[0].opinions[0].inputs[0].after, std::vector<std::string>{"ada@hr.org"});
  EXPECT_EQ(e.attributes[0].opinions[1].key, "ada");
  EXPECT_THAT(e.attributes[0].opinions[1].why, HasSubstr("lower precedence"));
  ASSERT_THAT(e.accounts, SizeIs(1));
  EXPECT_EQ(e.accounts[0].state, "held");
  EXPECT_THAT(e.accounts[0].why, HasSubstr("first export"));

  EXPECT_EQ(engine.value()->Explain("Vault.User", e.identity, "Mail").value().attributes.size(), 1u);
  EXPECT_EQ(engine.value()->Explain("AD.User", "svc").value().situation, "unmatched");
  auto guest = engine.value()->Explain("HR.Person", "2").value();
  EXPECT_EQ(guest.accounts[0].state, "not provisioned");
  EXPECT_THAT(guest.accounts[0].why, HasSubstr("provision rule says no"));
  EXPECT_THAT(engine.value()->Explain("HR.Person", "99").error().message, HasSubstr("never imported"));
  EXPECT_THAT(engine.value()->Explain("HR.Person", "99").error().message,
              HasSubstr("its keys are such as 1"));
  EXPECT_THAT(engine.value()->Explain("HR.Person", " 1 ").error().message, HasSubstr("did you mean '1'?"));
  EXPECT_THAT(engine.value()->Explain("HR.Person", "svc").error().message, HasSubstr("AD.User has one"));
  EXPECT_THAT(engine.value()->Explain("HR.Nobody", "1").error().message,
              HasSubstr("Vault.User, HR.Person, AD.User"));
}

TEST(Engine, SecondEngineOnATenantIsRefused) {
  World world;
  auto first = world.Open();
  ASSERT_TRUE(first.ok());
  auto second = world.Open();
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().origin, Origin::kConflict);
}

}  // namespace
}  // namespace idx::runtime
