#include "runtime/export/guards.h"

#include <gtest/gtest.h>

namespace idx::runtime {
namespace {

TEST(Guards, LimitOfTheDataModel) {
  Guards guards;  // min(500, max(5 % of N, min(10, 25 % of N), 1))
  EXPECT_EQ(GuardLimit(guards, 0), 1);
  EXPECT_EQ(GuardLimit(guards, 3), 1);
  EXPECT_EQ(GuardLimit(guards, 8), 2);
  EXPECT_EQ(GuardLimit(guards, 40), 10);
  EXPECT_EQ(GuardLimit(guards, 100), 10);
  EXPECT_EQ(GuardLimit(guards, 1000), 50);
  EXPECT_EQ(GuardLimit(guards, 10'000), 500);
  EXPECT_EQ(GuardLimit(guards, 1'000'000), 500);
}

TEST(Guards, CountsWhatLeftInTheLastDay) {
  Guards guards;
  EXPECT_FALSE(OverGuard(guards, 1000, 0, 50));
  EXPECT_TRUE(OverGuard(guards, 1000, 0, 51));
  EXPECT_TRUE(OverGuard(guards, 1000, 50, 1));
  EXPECT_FALSE(OverGuard(guards, 1000, 60, 0)) << "nothing more is asked for";
}

TEST(Guards, SettingsCount) {
  Guards guards;
  guards.limit_percent = 50;
  guards.limit_max = 20;
  EXPECT_EQ(GuardLimit(guards, 100), 20);
  guards.limit_max = 1000;
  EXPECT_EQ(GuardLimit(guards, 100), 50);
}

}  // namespace
}  // namespace idx::runtime
