#include "runtime/state/packed.h"

#include <gtest/gtest.h>

#include "runtime/state/identity_id.h"

namespace idx::runtime {
namespace {

TEST(Packed, DeltasSurvive) {
  std::vector<AttributeDelta> deltas = {{"Mail", {"a:1,b"}, {}, 3}, {"Phones", {}, {"", "2;3"}, 0}}, back;
  ASSERT_TRUE(UnpackDeltas(PackDeltas(deltas), back));
  EXPECT_EQ(back, deltas);
  ASSERT_TRUE(UnpackDeltas(PackDeltas({}), back));
  EXPECT_TRUE(back.empty());
}

TEST(Packed, DamagedBytesAreRefused) {
  std::string good = PackDeltas({{"Mail", {"old"}, {"new"}, 3}});
  std::vector<AttributeDelta> back;
  for (size_t cut = 0; cut < good.size(); ++cut) EXPECT_FALSE(UnpackDeltas(good.substr(0, cut), back)) << cut;
  EXPECT_FALSE(UnpackDeltas(good + "x", back));
  EXPECT_FALSE(UnpackDeltas("999999999999;", back));
  EXPECT_FALSE(UnpackDeltas("1;18446744073709551615:a,", back));
}

TEST(IdentityId, DependsOnEachPartAndNothingElse) {
  Guid id = IdentityId("acme", "Vault.User", "HR.Person", "1", 0);
  EXPECT_EQ(id, IdentityId("acme", "Vault.User", "HR.Person", "1", 0));
  EXPECT_NE(id, IdentityId("acme", "Vault.User", "HR.Person", "1", 1));
  EXPECT_NE(id, IdentityId("acme", "Vault.User", "HR.Person", "2", 0));
  EXPECT_NE(id, IdentityId("acme", "Vault.User", "HR.Persona", "", 0));
  EXPECT_NE(IdentityId("a", "b", "c", "", 0), IdentityId("a", "bc", "", "", 0));
  EXPECT_EQ(id.bytes[6] >> 4, 8);
  EXPECT_EQ(id.bytes[8] >> 6, 2);
}

}  // namespace
}  // namespace idx::runtime
