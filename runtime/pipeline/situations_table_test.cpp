// Every row of the table of situations, over a real database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/pipeline/pipeline_world_test.h"

namespace idx::runtime {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
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

// The identity of Ada cannot be told by its key: who is new may be her.
void FailAdasVaultKey(World& world) {
  world.program().loops[kVaultKey].reads = {{kGiven, kEmployee}};
  world.program().loops[kHrJoin].reads = {{kHrLast, kHrEmployee}, {kGiven, kSurname, kEmployee}};
  world.program().loops[kAdJoin].reads = {{kAdEmployee}, {kGiven, kEmployee}};
  world.rule(kVaultKey) = [](RuleRow& r) {
    if (r.Text(0, kGiven) == "Ada") return r.Fail();
    r.SetText(0, r.Text(0, kEmployee));
  };
  world.rule(kHrJoin) = [](RuleRow& r) {
    if (r.Text(1, kGiven) == "Ada") return r.Fail();
    r.SetBool(0, r.Text(0, kHrEmployee) == r.Text(1, kEmployee));
  };
  world.rule(kAdJoin) = [](RuleRow& r) {
    if (r.Text(1, kGiven) == "Ada") return r.Fail();
    r.SetBool(0, r.Text(0, kAdEmployee) == r.Text(1, kEmployee));
  };
}

TEST(SituationsTable, IdentityWhoseKeyFailsIsNeverMadeTwice) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,", "2,Bob,Byron,,e2,1,"});
  world.WriteAd({});
  world.Sync();
  FailAdasVaultKey(world);
  world.NewDigest("rules 2");
  // 3 has nobody else, and may be Ada; 4 has no key, and can be nobody by this rule.
  world.WriteHr({"1,Ada,Lovelace,,e1,1,", "2,Bob,Byron,,e2,1,", "3,Cy,Cole,,e1,1,", "4,Di,Doe,,,1,"});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.created, 1u) << "4 only";
  EXPECT_EQ(summary.inbound.situations["failed"], 1u);
  EXPECT_GE(summary.inbound.failed, 1u);
  EXPECT_THAT(world.Lines({"\"set_aside\"", "\"key\":\"3\"", "failed"}), SizeIs(1));
  EXPECT_THAT(world.Lines({"\"identity\"", "Cy"}), IsEmpty());
  ASSERT_THAT(summary.inbound.findings, Not(IsEmpty()));
  EXPECT_EQ(summary.inbound.findings[0].type, "Vault.User");
  EXPECT_THAT(summary.inbound.findings[0].key, SizeIs(32));
  EXPECT_THAT(summary.inbound.findings[0].message, HasSubstr("set aside"));
  // Mended: the object is what it is.
  world.rule(kVaultKey) = [](RuleRow& r) { r.SetText(0, r.Text(0, kEmployee)); };
  world.rule(kHrJoin) = [](RuleRow& r) { r.SetBool(0, r.Text(0, kHrEmployee) == r.Text(1, kEmployee)); };
  world.NewDigest("rules 3");
  RunSummary mended = world.Sync();
  EXPECT_EQ(mended.inbound.situations["occupied"], 1u) << "it is Ada's";
  EXPECT_EQ(mended.inbound.failed, 0u);
}

TEST(SituationsTable, ObjectThatFoundItsPersonJoinsBesideAFailedKey) {
  World world;
  FailAdasVaultKey(world);
  world.rule(kHrJoin) = [](RuleRow& r) { r.SetBool(0, r.Text(0, kHrEmployee) == r.Text(1, kEmployee)); };
  world.WriteHr({"2,Bob,Byron,,e2,1,"});
  world.WriteAd({});
  world.Sync();
  world.WriteHr({"1,Ada,Lovelace,,,1,", "2,Bob,Byron,,e2,1,"});
  world.Sync();
  world.WriteAd({"b,B,,e2,TRUE", "x,X,,e9,TRUE"});
  world.configuration().applications[1].types[0].provision.on_loss = OnLoss::kLeave;
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.situations["failed"], 1u) << "x may be Ada's";
  EXPECT_THAT(world.Lines({"\"set_aside\"", "\"key\":\"x\"", "failed"}), SizeIs(1));
}

TEST(SituationsTable, IdentityThatFailedIsNotProvisionedWhileAnAccountMayBeIts) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({"x,X,,e1,TRUE"});
  FailAdasVaultKey(world);
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.created, 0u) << "a new object whose key fails as an identity's is not made";
  EXPECT_EQ(summary.inbound.situations["failed"], 1u);
  World second;
  second.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  second.WriteAd({});
  second.configuration().applications[1].phase = Phase::kSandbox;
  second.Sync();
  FailAdasVaultKey(second);
  second.NewDigest("rules 2");
  second.configuration().applications[1].phase = Phase::kLive;
  second.WriteAd({"x,X,,e1,TRUE"});
  RunSummary waits = second.Sync();
  EXPECT_EQ(waits.inbound.situations["failed"], 1u);
  EXPECT_THAT(second.Open().value()->Changes({}).value(), IsEmpty());
  ASSERT_THAT(waits.outbound[0].findings, SizeIs(1));
  EXPECT_THAT(waits.outbound[0].findings[0].message, HasSubstr("set aside may be this account"));
}

TEST(SituationsTable, TheRuleItselfMaySayThatAFailedKeyIsNobody) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({});
  world.Sync();
  FailAdasVaultKey(world);
  // As in `app.Last == vault.Surname && …`: the part before says no, and nothing fails.
  world.rule(kHrJoin) = [](RuleRow& r) {
    if (r.Text(0, kHrLast) != r.Text(1, kSurname)) return r.SetBool(0, false);
    r.Fail();
  };
  world.NewDigest("rules 2");
  world.WriteHr({"1,Ada,Lovelace,,e1,1,", "2,Bob,Byron,,e2,1,", "3,Cy,Lovelace,,e3,1,"});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.created, 1u) << "Bob is not Ada for certain";
  EXPECT_THAT(world.Lines({"\"set_aside\"", "\"key\":\"3\"", "failed"}), SizeIs(1));
}

// x is Ada's, or Bob's, whose comparison failed: nobody else may take Ada meanwhile.
TEST(SituationsTable, WhomAFailedObjectMatchesOtherwiseIsClaimedByIt) {
  World world;
  world.rule(kHrJoin) = [](RuleRow& r) { r.SetBool(0, false); };
  world.program().loops[kAdJoin].reads = {{kAdSam, kAdEmployee}, {kGiven, kEmployee}};
  world.rule(kAdJoin) = [](RuleRow& r) {
    if (r.Text(1, kGiven) == "Ada") return r.SetBool(0, true);
    if (r.Text(0, kAdSam) == "x") return r.Fail();
    r.SetBool(0, false);
  };
  world.WriteHr({"1,Ada,Lovelace,,e1,1,", "2,Bob,Byron,,e1,1,"});
  world.WriteAd({"x,X,,e1,TRUE", "y,Y,,e1,TRUE"});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.created, 2u);
  EXPECT_EQ(summary.inbound.situations["failed"], 1u);
  EXPECT_EQ(summary.inbound.situations["contested"], 1u);
  EXPECT_THAT(world.Lines({"\"link\"", "AD.User"}), IsEmpty());
  EXPECT_THAT(world.Open().value()->Changes({}).value(), IsEmpty()) << "x may be Ada's or Bob's account";
}

TEST(SituationsTable, PredicateThatFailsNamesObjectAndIdentity) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,e1,1,"});
  world.WriteAd({"x,X,,e1,TRUE"});
  world.rule(kAdJoin) = [](RuleRow& r) { r.Fail(); };
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.situations["failed"], 1u);
  EXPECT_EQ(summary.inbound.failed, 1u);
  ASSERT_THAT(summary.inbound.findings, SizeIs(1));
  EXPECT_EQ(summary.inbound.findings[0].type, "AD.User");
  EXPECT_EQ(summary.inbound.findings[0].key, "x");
  EXPECT_THAT(summary.inbound.findings[0].message, HasSubstr("compared with Vault.User"));
  EXPECT_THAT(world.Open().value()->Changes({}).value(), IsEmpty()) << "x may be this account";
}

TEST(SituationsTable, AppKeyThatFailsNamesTheObject) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,,KEYFAIL,1,"});
  world.WriteAd({});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.inbound.failed, 1u);
  ASSERT_THAT(summary.inbound.findings, SizeIs(1));
  EXPECT_EQ(summary.inbound.findings[0].type, "HR.Person");
  EXPECT_EQ(summary.inbound.findings[0].key, "1");
  EXPECT_THAT(summary.inbound.findings[0].message, HasSubstr("it was told to"));
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
