// One person from HR through the Vault into AD, and what an unchanged second run does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/pipeline/pipeline_world_test.h"

namespace idx::runtime {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

TEST(WholePath, PersonBecomesAccountAndIsConfirmed) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,ada@x.org,e1,1,", "2,Alan,Turing,,e2,1,"});
  world.WriteAd({});
  RunSummary first = world.Sync();
  ASSERT_THAT(first.imports, SizeIs(2));
  EXPECT_EQ(first.imports[0].created, 2u);
  EXPECT_EQ(first.inbound.created, 2u);
  EXPECT_EQ(first.inbound.classified, 2u);
  ASSERT_THAT(first.exports, SizeIs(1));
  EXPECT_EQ(first.exports[0].created, 2u);
  EXPECT_FALSE(first.held());
  EXPECT_THAT(world.ReadAd(), HasSubstr("ue1,Ada Lovelace,,e1,TRUE"));
  EXPECT_THAT(world.Lines({"\"in_flight\""}), SizeIs(2));

  RunSummary second = world.Sync();
  EXPECT_EQ(second.imports[1].created, 2u);
  EXPECT_EQ(second.imports[1].confirmed, 2u);
  EXPECT_EQ(second.inbound.created, 0u);
  EXPECT_EQ(second.inbound.joined["(own accounts)"], 2u);
  EXPECT_EQ(second.exports[0].created + second.exports[0].updated, 0u);
  EXPECT_THAT(world.Lines({"\"in_flight\""}), SizeIs(0));
  EXPECT_THAT(world.Lines({"\"link\"", "\"made\":true", "\"object\":\"ue1\""}), SizeIs(1));

  RunSummary third = world.Sync();
  EXPECT_TRUE(third.inbound.skipped);
  EXPECT_EQ(third.imports[0].unchanged, 2u);
}

TEST(WholePath, ChangeFlowsToTheAccount) {
  World world;
  world.WriteHr({"1,Ada,Lovelace,ada@x.org,e1,1,"});
  world.WriteAd({});
  world.Sync();
  world.Sync();
  world.WriteHr({"1,Ada,King,ada@x.org,e1,1,"});
  RunSummary summary = world.Sync();
  EXPECT_EQ(summary.imports[0].changed, 1u);
  EXPECT_EQ(summary.inbound.changed, 1u);
  EXPECT_EQ(summary.exports[0].updated, 1u);
  EXPECT_THAT(world.ReadAd(), HasSubstr("ue1,Ada King,,e1,TRUE"));
  EXPECT_EQ(world.Sync().imports[1].confirmed, 1u);
}

}  // namespace
}  // namespace idx::runtime
