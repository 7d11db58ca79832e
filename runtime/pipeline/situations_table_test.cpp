// Every row of the table of situations, over a real database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/pipeline/pipeline_world_test.h"

namespace idx::runtime {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(SituationsTable, MatchedByRuleAndLinkedFromThenOn) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({"ada,Ada L,ada@ad.org,e1,TRUE"});
  RunSummary first = world.Sync();
  EXPECT_EQ(first.inbound.joined["ad.join"], 1u);
  EXPECT_THAT(world.Lines({"\"link\"", "\"object\":\"ada\"", "\"made\":false", "ad.join"}), SizeIs(1));
  // Joined for good: a changed key joins nobody else.
  world.WriteAd({"ada,Ada L,ada@ad.org,e9,TRUE"});
  EXPECT_TRUE(world.Sync().inbound.joined.empty());
  EXPECT_THAT(world.Lines({"\"link\"", "\"object\":\"ada\""}), SizeIs(1));
}

TEST(SituationsTable, AmbiguousIsSetAsideWithItsCandidates) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,", "2,Bob,Byron,,e2,1,"});
  world.WriteAd({});
  world.Sync({.stages = {"import", "inbound"}});
  // Both identities now claim the number that the account has.
  world.rule(kVaultKey) = [](RuleRow& r) { r.SetText(0, "same"); };
  world.rule(kAdKey) = [](RuleRow& r) { r.SetText(0, "same"); };
  world.rule(kAdJoin) = [](RuleRow& r) { r.SetBool(0, true); };
  world.WriteAd({"x,X,,e5,TRUE"});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.situations["ambiguous"], 1u);
  ASSERT_THAT(summary.inbound.examples["ambiguous"], SizeIs(1));
  EXPECT_EQ(summary.inbound.examples["ambiguous"][0].key, "x");
  EXPECT_THAT(world.Lines({"\"set_aside\"", "\"key\":\"x\"", "ambiguous"}), SizeIs(1));
  // Never provisioned: either may be this account.
  EXPECT_THAT(summary.exports, SizeIs(1));
  EXPECT_EQ(summary.exports[0].created, 0u);
  EXPECT_THAT(summary.outbound[0].findings, SizeIs(2));
}

TEST(SituationsTable, ContestedSetsAllAside) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({"a,A,,e1,TRUE", "b,B,,e1,TRUE"});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.situations["contested"], 2u);
  EXPECT_TRUE(summary.inbound.joined.empty());
  EXPECT_EQ(summary.exports[0].created, 0u);
  // One of them goes: the other is the account.
  world.WriteAd({"a,A,,e1,TRUE"});
  world.configuration().guards.smaller_read_percent = 60;
  EXPECT_EQ(world.Sync().inbound.joined["ad.join"], 1u);
  EXPECT_THAT(world.Lines({"\"set_aside\""}), IsEmpty());
}

TEST(SituationsTable, CandidatesAreFreeWhenTheSetAsideObjectsGo) {
  World world;
  world.configuration().guards.smaller_read_percent = 100;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({"a,A,,e1,TRUE", "b,B,,e1,TRUE", "svc,S,,,TRUE"});
  EXPECT_EQ(world.Sync().exports[0].held, 0u) << "nothing is wanted while somebody has to decide";
  world.WriteAd({"svc,S,,,TRUE"});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.exports[0].held, 1u) << "wanted now, and held as the first export";
}

TEST(SituationsTable, OccupiedIsSetAside) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({"a,A,,e1,TRUE"});
  world.Sync();
  world.WriteAd({"a,A,,e1,TRUE", "b,B,,e1,TRUE"});
  EXPECT_EQ(world.Sync().inbound.situations["occupied"], 1u);
  EXPECT_THAT(world.Lines({"\"set_aside\"", "\"key\":\"b\"", "occupied"}), SizeIs(1));
}

TEST(SituationsTable, VanishedOccupantIsARekey) {
  World world;
  world.configuration().guards.smaller_read_percent = 100;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({"a,A,,e1,TRUE"});
  world.Sync();
  world.WriteAd({"b,A,,e1,TRUE"});
  EXPECT_EQ(world.Sync().inbound.joined["ad.join"], 1u);
  EXPECT_THAT(world.Lines({"\"link\"", "\"object\":\"b\""}), SizeIs(1));
  EXPECT_THAT(world.Lines({"\"link\"", "\"object\":\"a\""}), IsEmpty());
}

TEST(SituationsTable, UnmatchedWaitsOrIsCreated) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({"svc,Service,,,TRUE"});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.created, 1u);
  EXPECT_EQ(summary.inbound.situations["unmatched"], 1u);
}

TEST(SituationsTable, WaitingObjectJoinsWhenItsPersonArrives) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({"bob,Bob,,e2,TRUE"});
  EXPECT_EQ(world.Sync().inbound.situations["unmatched"], 1u);
  world.WriteHr({"1,Ada,Lovelace,,e1,1,", "2,Bob,Byron,,e2,1,"});
  EXPECT_EQ(world.Sync().inbound.joined["ad.join"], 1u);
}

TEST(SituationsTable, TwoNewObjectsThatMatchEachOtherAreSetAside) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,", "2,Ada,Lovelace,,e1,1,", "3,Bob,Byron,,e3,1,"});
  world.WriteAd({});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.created, 1u);
  EXPECT_EQ(summary.inbound.situations["twins"], 2u);
}

TEST(SituationsTable, EmptyKeysMatchNobody) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,,1,", "2,Bob,Byron,,,1,"});
  world.WriteAd({"x,X,,,TRUE"});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.created, 2u);
  EXPECT_TRUE(summary.inbound.joined.empty());
}

TEST(SituationsTable, FailedIsSetAsideAndNeverCreated) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,KEYFAIL,1,", "2,Bob,Byron,,e2,1,"});
  world.WriteAd({});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.situations["failed"], 1u);
  EXPECT_EQ(summary.inbound.created, 1u);
  EXPECT_THAT(world.Lines({"\"set_aside\"", "\"key\":\"1\"", "failed"}), SizeIs(1));
}

TEST(SituationsTable, VanishedKeepsJoinAndValuesAndDisables) {
  World world;
  world.configuration().guards.smaller_read_percent = 60;
  world.WriteHr({"1,Ada,Lovelace,ada@x.org,e1,1,", "2,Bob,Byron,,e2,1,"});
  world.WriteAd({});
  world.Sync();
  world.Sync();
  world.WriteHr({"2,Bob,Byron,,e2,1,"});
  RunSummary gone = world.Sync();
  EXPECT_EQ(gone.imports[0].vanished, 1u);
  EXPECT_THAT(world.Lines({"\"identity\"", "ada@x.org", "\"Enabled\":\"false\""}), SizeIs(1));
  EXPECT_EQ(gone.exports[0].disabled, 1u);
  EXPECT_THAT(world.ReadAd(), HasSubstr("ue1,Ada Lovelace,,e1,FALSE"));
  // Returned: the same row and identity, connected again.
  world.WriteHr({"1,Ada,Lovelace,ada@x.org,e1,1,", "2,Bob,Byron,,e2,1,"});
  RunSummary back = world.Sync();
  EXPECT_EQ(back.imports[0].returned, 1u);
  EXPECT_EQ(back.inbound.created, 0u);
  EXPECT_EQ(back.exports[0].enabled, 1u);
  EXPECT_THAT(world.ReadAd(), HasSubstr("ue1,Ada Lovelace,,e1,TRUE"));
}

TEST(SituationsTable, MissingAccountIsReportedAndNotMadeAgain) {
  World world;
  world.configuration().guards.smaller_read_percent = 100;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,", "2,Bob,Byron,,e2,1,"});
  world.WriteAd({});
  world.Sync();
  world.Sync();
  world.WriteAd({"ue2,Bob Byron,,e2,TRUE"});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.outbound[0].missing, 1u);
  EXPECT_EQ(summary.exports[0].created, 0u);
  EXPECT_THAT(world.ReadAd(), testing::Not(HasSubstr("ue1")));
}

TEST(SituationsTable, SecondTypeJoinsTheIdentityThatThisRunMade) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({"ada,Ada,,e1,TRUE"});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.created, 1u);
  EXPECT_EQ(summary.inbound.joined["ad.join"], 1u);
  // The account is the first export into a filled application: its changes are held once.
  EXPECT_TRUE(summary.held());
}

}  // namespace
}  // namespace idx::runtime
