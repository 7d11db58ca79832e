// Rules that read the clock: who is evaluated when time passes, and that nobody is missed.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/pipeline/pipeline_world_test.h"

namespace idx::runtime {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

compiler::RuleInfo& RuleOf(World& world, const std::string& id) {
  for (compiler::RuleInfo& rule : world.program().rules)
    if (rule.id == id) return rule;
  ADD_FAILURE() << id;
  return world.program().rules.front();
}

DateTime At(int day, int hour) {
  return DateTime::Of(kUnixEpochTicks + (20'605 + day) * kTicksPerDay + hour * kTicksPerHour,
                      DateTimeKind::kUtc);
}

// Leave is the number of a day in June: from that day on the person is switched off.
void LeaveByDate(World& world) {
  RuleOf(world, "hr.leaver").reads_clock = true;
  world.rule(kLeaver) = [](RuleRow& r) {
    if (r.Text(0, kHrLeave).empty()) return;
    r.SetBool(0, r.context().today.days - kUnixEpochDays >= 20'605 + std::stoi(r.Text(0, kHrLeave)));
  };
}

// … the number of an hour since the first of June.
void LeaveByInstant(World& world) {
  RuleOf(world, "hr.leaver").reads_clock = RuleOf(world, "hr.leaver").reads_now = true;
  world.rule(kLeaver) = [](RuleRow& r) {
    if (r.Text(0, kHrLeave).empty()) return;
    r.SetBool(0, r.context().now.ticks() >= At(0, std::stoi(r.Text(0, kHrLeave))).ticks());
  };
}

TEST(Clock, RulesOfTheDateAreAskedAgainOnlyWhenTheDateChanges) {
  World world;
  LeaveByDate(world);
  world.WriteHr({"1,Ada,Lovelace,,e1,1,1", "2,Bob,Byron,,e2,1,"});
  world.WriteAd({});
  world.Sync({.now = At(0, 6)});
  world.Sync({.now = At(0, 7)});
  EXPECT_TRUE(world.Sync({.now = At(0, 8)}).inbound.skipped);
  EXPECT_TRUE(world.Sync({.now = At(0, 23)}).inbound.skipped);
  RunSummary next = world.Sync({.now = At(1, 1)});
  EXPECT_EQ(next.inbound.touched, 2u);
  EXPECT_EQ(next.inbound.disabled, 1u);
  EXPECT_EQ(next.exports[0].disabled, 1u);
}

TEST(Clock, TheDateIsTheTenants) {
  World world;
  world.configuration().zone = "Europe/Berlin";  // two hours ahead in June
  LeaveByDate(world);
  world.WriteHr({"1,Ada,Lovelace,,e1,1,1"});
  world.WriteAd({});
  world.Sync({.now = At(0, 20)});
  world.Sync({.now = At(0, 21)});
  EXPECT_EQ(world.Sync({.now = At(0, 22)}).inbound.disabled, 1u) << "it is the second of June in Berlin";
}

TEST(Clock, RulesOfTheInstantAreAskedAtEveryRun) {
  World world;
  LeaveByInstant(world);
  world.WriteHr({"1,Ada,Lovelace,,e1,1,9", "2,Bob,Byron,,e2,1,"});
  world.WriteAd({});
  world.Sync({.now = At(0, 6)});
  EXPECT_EQ(world.Sync({.now = At(0, 8)}).inbound.disabled, 0u);
  RunSummary due = world.Sync({.now = At(0, 9)});
  EXPECT_EQ(due.inbound.touched, 2u);
  EXPECT_EQ(due.inbound.disabled, 1u);
}

TEST(Clock, NobodyIsAskedWhenNoRuleReadsIt) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({});
  world.Sync({.now = At(0, 6)});
  world.Sync({.now = At(1, 6)});
  EXPECT_TRUE(world.Sync({.now = At(9, 6)}).inbound.skipped);
}

TEST(Clock, ClassesThatReadItAreAskedToo) {
  World world;
  RuleOf(world, "classify").reads_clock = true;
  world.rule(kClassify) = [](RuleRow& r) {
    if (r.context().today.days - kUnixEpochDays >= 20'606) r.SetInt(0, 1);
  };
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({});
  world.Sync({.now = At(0, 6)});
  world.Sync({.now = At(0, 7)});
  EXPECT_EQ(world.Sync({.now = At(1, 6)}).inbound.classified, 1u);
}

// An entitlement may depend on the clock, too: outbound keeps its own account of it.
TEST(Clock, ProvisionRulesOfTheDate) {
  World world;
  RuleOf(world, "ad.provision").reads_clock = true;
  world.rule(kProvision) = [](RuleRow& r) {
    r.SetBool(0, r.context().today.days - kUnixEpochDays >= 20'606);
  };
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({});
  EXPECT_EQ(world.Sync({.now = At(0, 6)}).outbound[0].evaluated, 1u);
  EXPECT_EQ(world.Sync({.now = At(0, 7)}).outbound[0].evaluated, 0u);
  EXPECT_EQ(world.Sync({.now = At(1, 7)}).exports[0].created, 1u);
}

// The law of touched over simulated days: whoever time concerns was evaluated.
void EverybodyAfterwardsChangesNothing(void (*rules)(World&), int leave_every) {
  World world;
  world.configuration().guards.smaller_read_percent = 100;
  world.configuration().guards.limit_floor = 1000;
  world.configuration().guards.limit_percent = 100;
  rules(world);
  for (int day = 0; day < 5; ++day) {
    std::vector<std::string> people;
    for (int i = 1; i <= 12; ++i)
      if (i != day * 2)
        people.push_back(fmt::format("{0},First{0},Last{1},,e{0},1,{2}", i, day > 2 && i % 5 == 0 ? "x" : "",
                                     i % 3 == 0 ? "" : std::to_string(i % 5 * leave_every)));
    world.WriteHr(people);
    if (day == 0) world.WriteAd({});
    for (int hour : {5, 11, 23}) {
      world.Sync({.now = At(day, hour)});
      auto before = world.Dump();
      auto rebuilt = world.Open().value()->RebuildCheck();
      ASSERT_TRUE(rebuilt.ok()) << rebuilt.error().message;
      for (const PlannedChange& change : rebuilt.value().changes)
        ADD_FAILURE() << "day " << day << " hour " << hour << ": " << change.type << " " << change.key << " "
                      << change.kind;
      EXPECT_EQ(world.Dump(), before);
    }
  }
}

TEST(Clock, LawOverDaysByDate) { EverybodyAfterwardsChangesNothing(LeaveByDate, 1); }
TEST(Clock, LawOverDaysByInstant) { EverybodyAfterwardsChangesNothing(LeaveByInstant, 17); }

}  // namespace
}  // namespace idx::runtime
