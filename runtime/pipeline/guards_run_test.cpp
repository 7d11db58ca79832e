// What may leave by itself, what is held, and how people let it pass.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/pipeline/pipeline_world_test.h"

namespace idx::runtime {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::vector<std::string> People(int count, int inactive) {
  std::vector<std::string> lines;
  for (int i = 1; i <= count; ++i) {
    std::string n = std::to_string(i);
    lines.push_back(n + ",First" + n + ",Last" + n + ",,e" + n + (i <= inactive ? ",0," : ",1,"));
  }
  return lines;
}

TEST(GuardsRun, TooManyDisablesAreHeldUntilApproved) {
  World world;
  world.WriteHr(People(20, 0));
  world.WriteAd({});
  world.Sync();
  world.Sync();
  world.WriteHr(People(20, 6));  // the limit of 20 accounts is 5
  RunSummary held = world.Sync();
  EXPECT_EQ(held.exports[0].held, 6u);
  EXPECT_EQ(held.exports[0].disabled, 0u);
  EXPECT_TRUE(held.held());
  EXPECT_THAT(held.exports[0].hold, HasSubstr("idx approve DIR --app=AD"));
  auto changes = world.Open().value()->Changes({"AD"});
  ASSERT_THAT(changes.value(), SizeIs(6));
  EXPECT_EQ(changes.value()[0].state, "held");
  EXPECT_EQ(changes.value()[0].kind, "disable");
  EXPECT_EQ(changes.value()[0].rule, "ad.out");
  EXPECT_EQ(world.Sync().exports[0].held, 6u) << "they stay held";
  EXPECT_EQ(world.Open().value()->Approve({}).value(), 6u);
  RunSummary passed = world.Sync();
  EXPECT_EQ(passed.exports[0].disabled, 6u);
  EXPECT_FALSE(passed.held());
}

TEST(GuardsRun, WhatLeftInTheLastDayCounts) {
  World world;
  world.WriteHr(People(20, 0));
  world.WriteAd({});
  world.Sync();
  world.Sync();
  DateTime noon = world.NextDay();
  world.WriteHr(People(20, 5));
  EXPECT_EQ(world.Sync({.now = noon}).exports[0].disabled, 5u);
  world.WriteHr(People(20, 6));
  DateTime later = DateTime::Of(noon.ticks() + kTicksPerHour, DateTimeKind::kUtc);
  EXPECT_EQ(world.Sync({.now = later}).exports[0].held, 1u);
  DateTime next_day = DateTime::Of(noon.ticks() + 25 * kTicksPerHour, DateTimeKind::kUtc);
  EXPECT_EQ(world.Sync({.now = next_day}).exports[0].disabled, 1u);
}

TEST(GuardsRun, FirstExportIntoAFilledApplicationIsHeldOnce) {
  World world;
  world.WriteHr(People(2, 0));
  world.WriteAd({"svc,Service,,,TRUE"});
  RunSummary first = world.Sync();
  EXPECT_EQ(first.exports[0].held, 2u);
  EXPECT_THAT(first.exports[0].hold, HasSubstr("first export"));
  EXPECT_THAT(world.ReadAd(), Not(HasSubstr("ue1")));
  world.Open().value()->Approve({"AD"}).value();
  EXPECT_EQ(world.Sync().exports[0].created, 2u);
  world.WriteHr(People(3, 0));
  EXPECT_EQ(world.Sync().exports[0].created, 1u);
}

TEST(GuardsRun, CreatesAfterTheFirstLoadAreGuarded) {
  World world;
  world.WriteHr(People(8, 0));
  world.WriteAd({});
  EXPECT_EQ(world.Sync().exports[0].created, 8u);
  world.Sync();
  world.WriteHr(People(11, 0));  // the limit of 8 accounts is 2
  EXPECT_EQ(world.Sync().exports[0].held, 3u);
}

TEST(GuardsRun, ApprovedItemThatChangesIsHeldAgain) {
  World world;
  world.WriteHr(People(2, 0));
  world.WriteAd({"svc,Service,,,TRUE"});
  world.Sync();
  world.Open().value()->Approve({"AD"}).value();
  auto people = People(2, 0);
  people[0] = "1,Other,Name,,e1,1,";
  world.WriteHr(people);
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.exports[0].created, 1u);
  EXPECT_EQ(summary.exports[0].held, 1u);
}

TEST(GuardsRun, RejectedItemIsNotSentWhileItStaysTheSame) {
  World world;
  world.WriteHr(People(1, 0));
  world.WriteAd({"svc,Service,,,TRUE"});
  world.Sync();
  EXPECT_EQ(world.Open().value()->Reject({"AD"}).value(), 1u);
  RunSummary summary = world.Sync();
  EXPECT_FALSE(summary.held());
  EXPECT_THAT(world.ReadAd(), Not(HasSubstr("ue1")));
  EXPECT_EQ(world.Open().value()->Changes({}).value()[0].state, "rejected");
}

TEST(GuardsRun, PhasesHold) {
  World world;
  world.configuration().applications[1].phase = Phase::kSandbox;
  world.WriteHr(People(1, 0));
  world.WriteAd({});
  RunSummary sandbox = world.Sync();
  EXPECT_FALSE(sandbox.held());
  EXPECT_THAT(sandbox.exports[0].hold, HasSubstr("sandbox"));
  world.configuration().applications[1].phase = Phase::kSemiAutomatic;
  EXPECT_EQ(world.Sync().exports[0].held, 1u);
  world.Open().value()->Approve({}).value();
  EXPECT_EQ(world.Sync().exports[0].created, 1u);
}

TEST(GuardsRun, LostEntitlementDisablesAndRegainedEnables) {
  World world;
  world.rule(kAdOut) = [](RuleRow& r) {  // says nothing of Enabled
    r.SetText(0, "u" + r.Text(0, kEmployee));
    r.SetText(1, r.Text(0, kGiven));
    r.SetText(3, r.Text(0, kEmployee));
  };
  world.WriteHr(People(1, 0));
  world.WriteAd({});
  world.Sync();
  world.Sync();
  world.WriteHr({"1,First1,Guest,,e1,1,"});
  EXPECT_EQ(world.Sync().exports[0].disabled, 1u);
  EXPECT_THAT(world.ReadAd(), HasSubstr("ue1,First1,,e1,FALSE"));
  world.Sync();
  world.WriteHr(People(1, 0));
  EXPECT_EQ(world.Sync().exports[0].enabled, 1u);
  EXPECT_THAT(world.ReadAd(), HasSubstr("ue1,First1,,e1,TRUE"));
}

TEST(GuardsRun, AccountsThatIdxDidNotMakeAreDisabledAtMost) {
  World world;
  world.configuration().applications[1].types[0].provision.on_loss = OnLoss::kDelete;
  world.WriteHr(People(1, 0));
  world.WriteAd({"old,Old,,e1,TRUE"});
  world.Sync();
  world.Open().value()->Approve({}).value();
  world.Sync();
  world.Sync();
  world.WriteHr({"1,First1,Guest,,e1,1,"});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.exports[0].deleted, 0u);
  EXPECT_EQ(summary.exports[0].disabled, 1u);
  EXPECT_THAT(world.ReadAd(), HasSubstr("old,"));
}

TEST(GuardsRun, ValueThatTheTargetDoesNotShowIsGivenUpAfterThreeImports) {
  World world;
  world.WriteHr(People(1, 0));
  world.WriteAd({});
  world.Sync();
  world.Sync();
  world.WriteHr({"1,New,Name,,e1,1,"});
  world.Sync();
  for (int attempt = 0; attempt < 2; ++attempt) {
    world.WriteAd({"ue1,First1 Last1,,e1,TRUE"});  // the target forgets what was sent
    EXPECT_EQ(world.Sync().exports[0].updated, 1u) << attempt;
  }
  world.WriteAd({"ue1,First1 Last1,,e1,TRUE"});
  RunSummary given_up = world.Sync();
  EXPECT_EQ(given_up.exports[0].updated, 0u);
  EXPECT_THAT(world.Lines({"\"in_flight\"", "\"state\":2"}), SizeIs(1));
  // Until something changes.
  world.WriteHr({"1,Newer,Name,,e1,1,"});
  EXPECT_EQ(world.Sync().exports[0].updated, 1u);
}

TEST(GuardsRun, AnchorThatIsTakenIsNotCreated) {
  World world;
  world.WriteHr(People(1, 0));
  world.WriteAd({"ue1,Somebody,,,TRUE"});
  RunSummary summary = world.Sync();
  ASSERT_THAT(summary.outbound[0].findings, SizeIs(1));
  EXPECT_THAT(summary.outbound[0].findings[0].message, HasSubstr("has this anchor already"));
  world.Open().value()->Approve({}).value();
  EXPECT_EQ(world.Sync().exports[0].created, 0u);
  EXPECT_EQ(world.Open().value()->Changes({}).value()[0].state, "refused");
}

}  // namespace
}  // namespace idx::runtime
