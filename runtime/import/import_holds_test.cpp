#include "runtime/import/import_holds.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace idx::runtime {
namespace {

using testing::HasSubstr;

const Guards kGuards;

std::string HoldReason(const Guards& guards, const ObjectType& type, const ReadFigures& figures) {
  std::vector<ImportHold> holds = HoldsOf(guards, type, figures);
  EXPECT_LE(holds.size(), 1u);
  return holds.empty() ? "" : holds[0].reason;
}

ObjectType Type() { return {"HR", "Person", "hr", {{"Id", "Id", "a_id"}, {"Mail", "Mail", "a_mail"}}, 0}; }

TEST(ImportHolds, OrdinaryReadIsFine) {
  ReadFigures figures{.rows = 80, .live_before = 100, .highest = 100};
  EXPECT_EQ(HoldReason(kGuards, Type(), figures), "");
}

TEST(ImportHolds, EmptyReadIsHeldUnlessThereIsNothingToLose) {
  EXPECT_THAT(HoldReason(kGuards, Type(), {.rows = 0, .live_before = 3}), HasSubstr("empty"));
  EXPECT_EQ(HoldReason(kGuards, Type(), {.rows = 0, .live_before = 0}), "");
}

TEST(ImportHolds, SmallerThanTheHighestOfTheWeek) {
  EXPECT_THAT(HoldReason(kGuards, Type(), {.rows = 79, .live_before = 79, .highest = 100}),
              HasSubstr("21 % fewer"));
}

TEST(ImportHolds, PartialReadSaysWhy) {
  ReadFigures figures{
      .rows = 100, .live_before = 100, .highest = 100, .partial = true, .partial_reason = "cut off"};
  EXPECT_THAT(HoldReason(kGuards, Type(), figures), HasSubstr("cut off"));
}

TEST(ImportHolds, FillThatFallsByMoreThanTwentyPoints) {
  ReadFigures figures{.rows = 100,
                      .live_before = 100,
                      .highest = 100,
                      .fill_rows_before = 100,
                      .fill_before = {100, 90},
                      .fill = {100, 70}};
  EXPECT_EQ(HoldReason(kGuards, Type(), figures), "");
  figures.fill = {100, 69};
  EXPECT_THAT(HoldReason(kGuards, Type(), figures), HasSubstr("Mail has a value in 69 %"));
}

TEST(ImportHolds, AFewValuesAreNoGround) {
  ReadFigures figures{.rows = 5,
                      .live_before = 5,
                      .highest = 5,
                      .fill_rows_before = 5,
                      .fill_before = {5, 5},
                      .fill = {5, 3}};
  EXPECT_EQ(HoldReason(kGuards, Type(), figures), "");
}

TEST(ImportHolds, EachGroundIsTold) {
  ReadFigures figures{.rows = 50,
                      .live_before = 100,
                      .highest = 100,
                      .partial = true,
                      .fill_rows_before = 100,
                      .fill_before = {100, 90},
                      .fill = {50, 5}};
  std::vector<ImportHold> holds = HoldsOf(kGuards, Type(), figures);
  ASSERT_EQ(holds.size(), 3u);
  EXPECT_EQ(holds[0].kind, "partial");
  EXPECT_EQ(holds[1].kind, "smaller");
  EXPECT_EQ(holds[2].kind, "fill:Mail");
}

TEST(ImportHolds, AnApprovalCoversNoOtherGroundAndNoSmallerRead) {
  ApprovedRead approved{{"smaller"}, 700};
  EXPECT_TRUE(Covers(approved, {{"smaller", ""}}, 700));
  EXPECT_TRUE(Covers(approved, {{"smaller", ""}}, 693));
  EXPECT_FALSE(Covers(approved, {{"smaller", ""}}, 692));
  EXPECT_FALSE(Covers(approved, {{"smaller", ""}, {"fill:Mail", ""}}, 700));
  EXPECT_FALSE(Covers(approved, {{"empty", ""}}, 0));
  EXPECT_TRUE(Covers({{"empty"}, 0}, {{"empty", ""}}, 0));
}

}  // namespace
}  // namespace idx::runtime
