#include "runtime/join/situations.h"

#include <gtest/gtest.h>

#include "runtime/join/key_table.h"

namespace idx::runtime {
namespace {

std::vector<JoinDecision> Decide(std::vector<CandidatePair> pairs, std::unordered_set<int64_t> occupied = {},
                                 std::unordered_set<int64_t> claimed = {}) {
  return DecideSituations(
      std::move(pairs), [&](int64_t identity) { return occupied.contains(identity); }, claimed);
}

TEST(Situations, OneToOneIsMatched) {
  auto decisions = Decide({{0, 7}, {1, 8}, {0, 7}});
  ASSERT_EQ(decisions.size(), 2u);
  EXPECT_EQ(decisions[0].situation, Situation::kMatched);
  EXPECT_EQ(decisions[0].candidates, std::vector<int64_t>{7});
  EXPECT_EQ(decisions[1].situation, Situation::kMatched);
}

TEST(Situations, SeveralIdentitiesAreAmbiguousAndTaintTheirCandidates) {
  auto decisions = Decide({{0, 7}, {0, 8}, {1, 8}});
  ASSERT_EQ(decisions.size(), 2u);
  EXPECT_EQ(decisions[0].situation, Situation::kAmbiguous);
  EXPECT_EQ(decisions[1].situation, Situation::kContested);
}

TEST(Situations, SeveralObjectsAreContested) {
  for (const JoinDecision& decision : Decide({{3, 7}, {4, 7}}))
    EXPECT_EQ(decision.situation, Situation::kContested);
}

TEST(Situations, TakenIdentityIsOccupiedEvenWhenContested) {
  for (const JoinDecision& decision : Decide({{3, 7}, {4, 7}}, {7}))
    EXPECT_EQ(decision.situation, Situation::kOccupied);
}

TEST(Situations, ClaimsOfEarlierRulesCount) {
  EXPECT_EQ(Decide({{3, 7}}, {}, {7})[0].situation, Situation::kContested);
}

TEST(Situations, SetAsideObjectsClaimForLaterRules) {
  std::unordered_set<int64_t> claimed;
  auto nobody = [](int64_t) { return false; };
  DecideSituations({{0, 7}, {1, 7}, {2, 9}}, nobody, claimed);
  EXPECT_EQ(claimed, std::unordered_set<int64_t>{7});
  EXPECT_EQ(DecideSituations({{5, 7}}, nobody, claimed)[0].situation, Situation::kContested);
}

TEST(Situations, NothingToDecide) { EXPECT_TRUE(Decide({}).empty()); }

TEST(KeyTable, FindsAllObjectsOfAHashInOrder) {
  KeyTable table;
  for (uint32_t i = 0; i < 1000; ++i) table.Add(i % 100, i);
  table.Build();
  std::vector<uint32_t> found;
  table.Find(42, [&](uint32_t object) { found.push_back(object); });
  EXPECT_EQ(found, (std::vector<uint32_t>{42, 142, 242, 342, 442, 542, 642, 742, 842, 942}));
  found.clear();
  table.Find(100, [&](uint32_t object) { found.push_back(object); });
  EXPECT_TRUE(found.empty());
}

TEST(KeyTable, EmptyTableFindsNothing) {
  KeyTable table;
  table.Build();
  table.Find(1, [](uint32_t) { FAIL(); });
  KeyTable unbuilt;
  unbuilt.Find(1, [](uint32_t) { FAIL(); });
}

}  // namespace
}  // namespace idx::runtime
