// Reads that are not believed, over a real database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "runtime/pipeline/pipeline_world_test.h"

namespace idx::runtime {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> People(int from, int to) {
  std::vector<std::string> lines;
  for (int i = from; i <= to; ++i) {
    std::string n = std::to_string(i);
    lines.push_back(n + ",First" + n + ",Last" + n + ",m" + n + "@x.org,e" + n + ",1,");
  }
  return lines;
}

TEST(ImportHoldsRun, SmallerReadIsHeldUntilApproved) {
  World world;
  world.WriteHr(People(1, 10));
  world.WriteAd({});
  world.Sync();
  world.WriteHr(People(1, 7));
  RunSummary held = world.Sync();
  EXPECT_THAT(held.imports[0].hold, HasSubstr("30 % fewer"));
  EXPECT_THAT(held.imports[0].hold, HasSubstr("idx approve DIR --app=HR"));
  EXPECT_TRUE(held.held());
  EXPECT_THAT(world.Lines({"\"vanished\":true"}), IsEmpty());
  EXPECT_THAT(world.Lines({"\"object\":\"HR.Person\""}), SizeIs(10));
  auto waiting = world.Open().value()->Changes({"HR"});
  ASSERT_EQ(waiting.value().size(), 1u);
  EXPECT_EQ(waiting.value()[0].kind, "import");
  EXPECT_EQ(waiting.value()[0].state, "held");
  EXPECT_THAT(waiting.value()[0].reason, HasSubstr("30 % fewer"));
  EXPECT_EQ(world.Open().value()->Approve({"HR"}).value(), 1u);
  RunSummary accepted = world.Sync();
  EXPECT_EQ(accepted.imports[0].hold, "");
  EXPECT_EQ(accepted.imports[0].vanished, 3u);
  // The approval was for that read only.
  world.WriteHr(People(1, 3));
  EXPECT_NE(world.Sync().imports[0].hold, "");
}

TEST(ImportHoldsRun, AnApprovalIsNotForAReadThatIsMuchWorse) {
  World world;
  world.WriteHr(People(1, 10));
  world.WriteAd({});
  world.Sync();
  world.WriteHr(People(1, 7));
  EXPECT_NE(world.Sync().imports[0].hold, "");
  EXPECT_EQ(world.Open().value()->Approve({"HR"}).value(), 1u);
  world.WriteHr({});
  EXPECT_THAT(world.Sync().imports[0].hold, HasSubstr("empty"));
  world.WriteHr(People(1, 7));
  EXPECT_THAT(world.Sync().imports[0].hold, HasSubstr("30 % fewer"));
  EXPECT_THAT(world.Lines({"\"vanished\":true"}), IsEmpty());
}

// Rubbish in one read does not make the next good one look small; a read of nothing but rubbish is held.
TEST(ImportHoldsRun, RowsThatAreNobodysDoNotCount) {
  World world;
  world.WriteHr(People(1, 4));
  world.WriteAd({});
  world.Sync();
  std::vector<std::string> lines = People(1, 4);
  for (int i = 0; i < 8; ++i) lines.push_back(",,");
  world.WriteHr(lines);
  EXPECT_EQ(world.Sync().imports[0].broken, 8u);
  world.WriteHr(People(1, 4));
  EXPECT_EQ(world.Sync().imports[0].hold, "");
  world.WriteHr({",,", ",,", ",,", ",,", ",,"});
  EXPECT_THAT(world.Sync().imports[0].hold, HasSubstr("none of the 5 rows of the read could be used"));
  EXPECT_THAT(world.Lines({"\"vanished\":true"}), IsEmpty());
}

TEST(ImportHoldsRun, EmptyReadIsHeld) {
  World world;
  world.WriteHr(People(1, 3));
  world.WriteAd({});
  world.Sync();
  world.WriteHr({});
  EXPECT_THAT(world.Sync().imports[0].hold, HasSubstr("empty"));
  EXPECT_THAT(world.Lines({"\"vanished\":true"}), IsEmpty());
}

TEST(ImportHoldsRun, CutOffReadIsHeldAndNothingVanishes) {
  World world;
  world.WriteHr(People(1, 3));
  world.WriteAd({});
  world.Sync();
  world.WriteHr({"1,First1,Last1,m1@x.org,e1,1,", "2,\"Fir"});
  EXPECT_THAT(world.Sync().imports[0].hold, HasSubstr("not complete"));
  EXPECT_THAT(world.Lines({"\"vanished\":true"}), IsEmpty());
}

TEST(ImportHoldsRun, FillThatFallsIsHeld) {
  World world;
  world.WriteHr(People(1, 10));
  world.WriteAd({});
  world.Sync();
  std::vector<std::string> lines = People(1, 10);
  for (int i = 0; i < 4; ++i)
    lines[static_cast<size_t>(i)] = std::to_string(i + 1) + ",F,L,,e" + std::to_string(i + 1) + ",1,";
  world.WriteHr(lines);
  EXPECT_THAT(world.Sync().imports[0].hold, HasSubstr("Mail has a value in 60 %"));
}

TEST(ImportHoldsRun, BrokenAndDuplicateRowsAreNotSeen) {
  World world;
  world.WriteHr(People(1, 6));
  world.WriteAd({});
  world.Sync();
  std::vector<std::string> lines = People(1, 4);
  lines.push_back("5,broken");
  lines.push_back("6,Other,Name,,e6,1,");
  lines.push_back("6,Third,Name,,e6,1,");
  world.WriteHr(lines);
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.imports[0].vanished, 0u);
  EXPECT_GE(summary.imports[0].broken, 2u);
  EXPECT_THAT(world.Lines({"\"object\":\"HR.Person\"", "\"key\":\"6\"", "First6"}), SizeIs(1));
  EXPECT_THAT(world.Lines({"\"object\":\"HR.Person\"", "\"key\":\"5\"", "First5"}), SizeIs(1));
}

TEST(ImportHoldsRun, DuplicateOfANewKeyIsNotStored) {
  World world;
  world.WriteHr({"1,A,B,,e1,1,", "2,C,D,,e2,1,", "2,E,F,,e3,1,"});
  world.WriteAd({});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.imports[0].created, 1u);
  EXPECT_EQ(summary.imports[0].broken, 1u);
  EXPECT_THAT(world.Lines({"\"object\":\"HR.Person\""}), SizeIs(1));
  world.WriteHr({"1,A,B,,e1,1,", "2,C,D,,e2,1,"});
  EXPECT_EQ(world.Sync().imports[0].created, 1u);
}

// Returned objects: within `revive` the same one, after it another.
TEST(ImportHoldsRun, AKeyThatReturnsLateIsAnotherObject) {
  for (int day : {300, 400}) {
    World world;
    world.WriteHr(People(1, 5));
    world.WriteAd({});
    world.Sync();
    world.WriteHr(People(1, 4));
    world.Sync();
    std::vector<std::string> lines = People(1, 4);
    lines.push_back("5,Other,Person,o@x.org,e99,1,");
    world.WriteHr(lines);
    world.SetDay(day);
    RunSummary summary = world.Sync();
    bool same = day < 365;
    EXPECT_EQ(summary.imports[0].returned, same ? 1u : 0u);
    EXPECT_EQ(summary.imports[0].created, same ? 0u : 1u);
    EXPECT_EQ(summary.inbound.created, same ? 0u : 1u);
    EXPECT_THAT(world.Lines({"\"object\":\"HR.Person\"", "\"5 (gone in run 2)\"", "First5"}),
                SizeIs(same ? 0 : 1));
    EXPECT_THAT(world.Lines({"\"object\":\"HR.Person\"", "\"key\":\"5\"", "Other"}), SizeIs(1));
    world.Sync();  // confirms the export
    std::vector<std::string> before = world.Dump();
    world.Sync();
    EXPECT_TRUE(world.Dump() == before);
  }
}

// Rows that may be somebody's who is missing.
class DoubtfulRowsRun : public testing::Test {
 protected:
  DoubtfulRowsRun() {
    world_.configuration().guards.smaller_read_percent = 60;
    world_.WriteAd({});
  }
  // People 1 to 10 without those, and further rows.
  ImportSummary Read(std::vector<int> without, const std::vector<std::string>& rows) {
    std::vector<std::string> lines;
    for (int i = 1; i <= 10; ++i)
      if (std::find(without.begin(), without.end(), i) == without.end()) lines.push_back(People(i, i)[0]);
    lines.insert(lines.end(), rows.begin(), rows.end());
    world_.WriteHr(lines);
    return world_.Sync().imports[0];
  }
  size_t Vanished() { return world_.Lines({"\"object\":\"HR.Person\"", "\"vanished\":true"}).size(); }

  World world_;
};

const char* const kTwin = "1,First2,Last2,m2@x.org,e2,1,";  // person 2 with the key of person 1

TEST_F(DoubtfulRowsRun, AKeyThatBecameSomebodyElsesLetsNobodyVanish) {
  Read({}, {});
  world_.Sync();
  std::vector<std::string> before = world_.Dump();
  ImportSummary summary = Read({2}, {kTwin});
  EXPECT_EQ(summary.vanished, 0u);
  EXPECT_EQ(summary.not_seen, 1u);
  EXPECT_THAT(summary.hold,
              HasSubstr("1 object of the repository is missing from the read and stays as it was"));
  EXPECT_THAT(summary.hold, HasSubstr("idx approve DIR --app=HR"));
  EXPECT_EQ(Vanished(), 0u);
  ImportSummary again = Read({2}, {kTwin});
  EXPECT_EQ(again.vanished, 0u);
  EXPECT_EQ(again.not_seen, 1u);
  EXPECT_EQ(Read({}, {}).hold, "");
  EXPECT_EQ(world_.Dump(), before);
}

TEST_F(DoubtfulRowsRun, BrokenRowsWithoutAKeyOrWithNobodysKey) {
  Read({}, {});
  for (const char* row : {",First2,Last2,m2@x.org,e2,1,", "22,broken", "1,broken"}) {
    EXPECT_EQ(Read({2}, {row}).not_seen, 1u) << row;
    EXPECT_EQ(Vanished(), 0u) << row;
    Read({}, {});
  }
  // Its own key: the row is known to be its.
  ImportSummary own = Read({2}, {"2,broken"});
  EXPECT_EQ(own.not_seen, 0u);
  EXPECT_EQ(own.vanished, 0u);
}

TEST_F(DoubtfulRowsRun, RowsThatWereAlwaysThereKeepNobody) {
  Read({}, {kTwin, "99,broken"});
  ImportSummary summary = Read({5}, {kTwin, "99,broken"});
  EXPECT_EQ(summary.vanished, 1u);
  EXPECT_EQ(summary.hold, "");
}

TEST_F(DoubtfulRowsRun, TheSameRowTwiceIsNobodyElses) {
  Read({}, {});
  EXPECT_EQ(Read({5}, {People(1, 1)[0]}).vanished, 1u);
}

TEST_F(DoubtfulRowsRun, OthersLeaveWhileSomebodyIsNotSeen) {
  Read({}, {});
  Read({2}, {kTwin});
  ImportSummary summary = Read({2, 5}, {kTwin});
  EXPECT_EQ(summary.vanished, 1u);
  EXPECT_EQ(summary.not_seen, 1u);
  EXPECT_THAT(world_.Lines({"\"vanished\":true", "First5"}), SizeIs(1));
  // The row went away: whoever it was is gone.
  EXPECT_EQ(Read({2, 5}, {}).vanished, 1u);
  EXPECT_THAT(world_.Lines({"\"vanished\":true", "First2"}), SizeIs(1));
}

TEST_F(DoubtfulRowsRun, AnApprovalLetsGoOnlyWhomItSaw) {
  Read({}, {});
  EXPECT_EQ(Read({2}, {kTwin}).not_seen, 1u);
  EXPECT_EQ(world_.Open().value()->Approve({"HR"}).value(), 1u);
  ImportSummary summary = Read({2, 6}, {kTwin, "99,broken"});
  EXPECT_EQ(summary.vanished, 1u);
  EXPECT_EQ(summary.not_seen, 1u);
  EXPECT_THAT(world_.Lines({"\"vanished\":true", "First2"}), SizeIs(1));
}

TEST_F(DoubtfulRowsRun, AFullReadForgetsNobodyWhoIsNotSeen) {
  Read({}, {});
  Read({2}, {kTwin});
  RunSummary full = world_.Sync({.full = true});
  EXPECT_EQ(full.imports[0].vanished, 0u);
  EXPECT_EQ(full.imports[0].not_seen, 1u);
}

TEST(ImportHoldsRun, SourceThatIsAwayLeavesTheRestRunning) {
  World world;
  world.WriteHr(People(1, 2));
  RunSummary summary = world.Sync();  // there is no ad.csv
  EXPECT_TRUE(summary.failed());
  EXPECT_THAT(summary.imports[1].error, HasSubstr("ad.csv"));
  EXPECT_EQ(summary.inbound.created, 2u);
  EXPECT_THAT(summary.outbound[0].blocked, HasSubstr("not been read completely"));
  world.WriteAd({});
  EXPECT_EQ(world.Sync().exports[0].created, 2u);
}

TEST(ImportHoldsRun, ClockNeverGoesBack) {
  World world;
  world.WriteHr({});
  world.WriteAd({});
  world.SetDay(5);
  world.Sync();
  world.SetDay(2);
  auto refused = world.Open().value()->Sync({.now = world.NextDay()});
  ASSERT_FALSE(refused.ok());
  EXPECT_THAT(refused.error().message, HasSubstr("back in time"));
}

}  // namespace
}  // namespace idx::runtime
