// How values win: precedence, clear, failure, echo, last known, Enabled, classes, filters, deletions.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/pipeline/pipeline_world_test.h"

namespace idx::runtime {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::string Identity(World& world) {
  auto lines = world.Lines({"\"identity\":\"Vault.User\""});
  EXPECT_THAT(lines, SizeIs(1));
  return lines.empty() ? "" : lines.front();
}

TEST(Values, LowerPrecedenceNumberWinsAndNoOpinionFallsThrough) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,ada@hr.org,e1,1,"});
  world.WriteAd({"ada,Ada,ada@ad.org,e1,TRUE"});
  world.Sync();
  EXPECT_THAT(Identity(world), HasSubstr("ada@hr.org"));
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.Sync();
  EXPECT_THAT(Identity(world), HasSubstr("ada@ad.org"));
  EXPECT_THAT(Identity(world), HasSubstr("\"Mail\":\"ad.in\""));
}

TEST(Values, ClearEmptiesWithAuthority) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,CLEAR,e1,1,"});
  world.WriteAd({"ada,Ada,ada@ad.org,e1,TRUE"});
  world.Sync();
  EXPECT_THAT(Identity(world), Not(HasSubstr("ada@ad.org")));
}

TEST(Values, FailedMapperKeepsThePresentValue) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,ada@hr.org,e1,1,"});
  world.WriteAd({"ada,Ada,ada@ad.org,e1,TRUE"});
  world.Sync();
  world.WriteHr({"1,FAIL,King,new@hr.org,e1,1,"});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.failed, 1u);
  ASSERT_THAT(summary.inbound.findings, SizeIs(1));
  EXPECT_EQ(summary.inbound.findings[0].key, "1");
  EXPECT_EQ(summary.inbound.findings[0].place, "rules.idx:7:3");
  EXPECT_THAT(Identity(world), HasSubstr("ada@hr.org"));
  EXPECT_THAT(Identity(world), HasSubstr("Lovelace"));
}

TEST(Values, EqualityOfTheAttributeDecidesWhatAChangeIs) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,ada@hr.org,e1,1,"});
  world.WriteAd({});
  world.Sync();
  world.WriteHr({"1,Ada,Lovelace,ADA@HR.ORG,e1,1,"});
  EXPECT_EQ(world.Sync().inbound.changed, 0u);
  EXPECT_THAT(Identity(world), HasSubstr("ada@hr.org"));
}

TEST(Values, EchoContributesNothing) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({});
  world.Sync();
  world.Sync();
  // AD shows the display name that we wrote: it is not AD's opinion.
  EXPECT_THAT(Identity(world), Not(HasSubstr("DisplayName")));
  world.WriteAd({"ue1,Countess,,e1,TRUE"});
  world.Sync();
  EXPECT_THAT(Identity(world), HasSubstr("\"DisplayName\":\"Countess\""));
}

// The target still shows what we wrote before: it is ours, too, until the new value is confirmed.
TEST(Values, EchoOfTheValueBeforeWhileTheNewOneIsInFlight) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({});
  world.Sync();
  world.Sync();
  std::string shown = world.ReadAd();
  world.WriteHr({"1,Ada,King,,e1,1,"});
  EXPECT_EQ(world.Sync().exports[0].updated, 1u);
  world.WriteAdFile(shown);
  RunSummary late = world.Sync();
  EXPECT_THAT(Identity(world), Not(HasSubstr("DisplayName"))) << "it is no opinion of AD's";
  EXPECT_EQ(late.exports[0].updated, 1u) << "it is sent again";
  EXPECT_THAT(world.ReadAd(), HasSubstr("Ada King"));
}

TEST(Values, DisableByTheSourceReachesTheAccount) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({});
  world.Sync();
  world.Sync();
  world.WriteHr({"1,Ada,Lovelace,,e1,0,"});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.disabled, 1u);
  EXPECT_EQ(summary.exports[0].disabled, 1u);
}

TEST(Values, ClassIsDecidedOnce) {
  World world;
  world.WriteHr({"1,Ada,Boss,,e1,1,"});
  world.WriteAd({});
  world.Sync();
  EXPECT_THAT(Identity(world), HasSubstr("\"Classification\":\"Boss\""));
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.Sync();
  EXPECT_THAT(Identity(world), HasSubstr("\"Classification\":\"Boss\""));
  EXPECT_THAT(Identity(world), HasSubstr("Lovelace"));
}

TEST(Values, FailedFilterWithholdsButNeverADisable) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,ada@hr.org,e1,1,"});
  world.WriteAd({});
  world.Sync();
  world.WriteHr({"1,Ada,King,new@hr.org,e1,0,FAIL"});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.withheld, 1u);
  EXPECT_THAT(Identity(world), HasSubstr("ada@hr.org"));
  EXPECT_THAT(Identity(world), HasSubstr("\"Enabled\":\"false\""));
  EXPECT_THAT(Identity(world), HasSubstr("\"withheld\":true"));
}

TEST(Values, LeaverIsDisabledAndDeletedWhenItsTimeComes) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,", "2,Bob,Byron,,e2,1,"});
  world.WriteAd({});
  world.Sync();
  world.Sync();
  world.WriteHr({"1,Ada,Lovelace,,e1,1,2026-06-02", "2,Bob,Byron,,e2,1,"});
  RunSummary left = world.Sync();
  EXPECT_EQ(left.exports[0].disabled, 1u);
  EXPECT_THAT(world.Lines({"\"delete_at\":\"2026-09-01 00:00:00+00\"", "hr.leaver"}), SizeIs(1));
  world.SetDay(30);
  EXPECT_EQ(world.Sync().inbound.deleted, 0u);
  EXPECT_THAT(world.Lines({"\"delete_at\":\"2026-09-01 00:00:00+00\"", "hr.leaver"}), SizeIs(1));
  world.SetDay(92);
  RunSummary due = world.Sync();
  EXPECT_EQ(due.inbound.deleted, 1u);
  EXPECT_EQ(due.exports[0].deleted, 1u);
  EXPECT_THAT(world.ReadAd(), Not(HasSubstr("ue1")));
  world.configuration().guards.smaller_read_percent = 100;
  EXPECT_EQ(world.Sync().imports[1].confirmed, 1u);
  EXPECT_THAT(world.Lines({"\"link\"", "AD.User"}), SizeIs(1));
}

TEST(Values, CauseThatGoesCancelsTheDeletion) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,2026-06-02"});
  world.WriteAd({});
  world.Sync();
  EXPECT_THAT(world.Lines({"\"delete_at\""}), SizeIs(1));
  world.WriteHr({"1,Ada,Lovelace,,e1,1,FAIL"});
  world.Sync();
  EXPECT_THAT(world.Lines({"\"delete_at\""}), SizeIs(1)) << "a failed filter says nothing";
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.Sync();
  EXPECT_THAT(world.Lines({"\"delete_at\""}), IsEmpty());
  EXPECT_THAT(Identity(world), HasSubstr("\"Enabled\":\"true\""));
}

TEST(Values, RuleChangeTouchesEverybody) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({});
  world.Sync();
  world.rule(kHrIn) = [](RuleRow& r) {
    r.SetText(0, "Dr. " + r.Text(0, kHrFirst));
    r.SetText(3, r.Text(0, kHrEmployee));
  };
  world.NewDigest("rules 2");
  EXPECT_EQ(world.Sync().inbound.changed, 1u);
  EXPECT_THAT(Identity(world), HasSubstr("Dr. Ada"));
}

// The law of touched: evaluating everybody afterwards, at the same clock, changes nothing.
TEST(Values, EvaluatingEverybodyAfterwardsChangesNothing) {
  World world;
  world.configuration().guards.smaller_read_percent = 100;
  world.WriteHr({"1,Ada,Lovelace,a@x.org,e1,1,", "2,Bob,Byron,,e2,0,", "3,Cy,Boss,,e3,1,2026-06-02",
                 "4,Di,NoClass,,e4,1,", "5,Ed,X,,e1,1,"});
  world.WriteAd({"ada,Ada,ada@ad.org,e2,TRUE", "x,X,,e3,FALSE", "y,Y,,e3,TRUE"});
  for (int round = 0; round < 3; ++round) {
    if (round == 1)
      world.WriteHr({"1,Ada,King,a@x.org,e1,1,", "3,Cy,Boss,,e3,1,", "4,Di,Fine,,e4,1,", "5,Ed,X,,e5,1,"});
    if (round == 2) world.WriteAd({"ada,Ada,other@ad.org,e2,TRUE", "x,X,,e3,FALSE"});
    world.Sync();
    auto before = world.Dump();
    auto rebuilt = world.Open().value()->RebuildCheck();
    ASSERT_TRUE(rebuilt.ok()) << rebuilt.error().message;
    for (const PlannedChange& change : rebuilt.value().changes)
      ADD_FAILURE() << "round " << round << ": " << change.type << " " << change.key << " " << change.kind;
    EXPECT_EQ(world.Dump(), before);
  }
}

}  // namespace
}  // namespace idx::runtime
