#include "runtime/repository/ddl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/repository/shared_cluster_test.h"

namespace idx::runtime {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Attribute Make(const char* name, TypeKind type, bool multi = false) {
  Attribute attribute;
  attribute.name = attribute.identifier = name;
  attribute.column = ColumnNameOf(name);
  attribute.type = type;
  attribute.multi = multi;
  return attribute;
}

class DdlTest : public ::testing::Test {
 protected:
  Connection connection_ = SharedCluster::Get().ConnectToNewSchema();
  ObjectType type_{
      "App", "User", "order", {Make("Select", TypeKind::kString), Make("Number", TypeKind::kInt)}, 0};
  std::vector<OwnColumn> own_ = {{"vault_id", "bigint"}, {"digest", "uuid NOT NULL"}};
};

TEST(ColumnName, IsReadableAndSafe) {
  EXPECT_EQ(ColumnNameOf("Cost Centre"), "a_cost_centre");
  EXPECT_EQ(ColumnNameOf("givenName"), "a_given_name");
  EXPECT_EQ(ColumnNameOf("WorkdayID"), "a_workday_id");
  EXPECT_EQ(ColumnNameOf("select"), "a_select");
  EXPECT_EQ(ColumnNameOf("a\"; DROP"), "a_a_drop");
  EXPECT_LE(ColumnNameOf(std::string(200, 'x')).size(), 63u);
  EXPECT_NE(ColumnNameOf(std::string(200, 'x')), ColumnNameOf(std::string(201, 'x')));
  EXPECT_NE(ColumnNameOf("Größe"), ColumnNameOf("Größa"));
}

TEST_F(DdlTest, CreatesOnceAndThenHasNothingToDo) {
  EXPECT_THAT(Migrate(connection_, type_, own_).value().notes, SizeIs(1));
  EXPECT_THAT(Migrate(connection_, type_, own_).value().statements, IsEmpty());
  EXPECT_TRUE(
      connection_.Execute("INSERT INTO \"order\" VALUES (1, '00000000-0000-0000-0000-000000000000', 'a', 2)")
          .ok());
}

TEST_F(DdlTest, AddsColumnsWidensTypesAndKeepsData) {
  ASSERT_TRUE(Migrate(connection_, type_, own_).ok());
  ASSERT_TRUE(
      connection_.Execute("INSERT INTO \"order\" VALUES (1, '00000000-0000-0000-0000-000000000000', 'a', 2)")
          .ok());
  type_.attributes[1].type = TypeKind::kLong;
  type_.attributes.push_back(Make("New", TypeKind::kDateTime, true));
  own_.push_back({"seen_run", "integer"});
  EXPECT_THAT(Migrate(connection_, type_, own_).value().statements, SizeIs(3));
  type_.attributes[1].type = TypeKind::kString;
  EXPECT_THAT(Migrate(connection_, type_, own_).value().statements, SizeIs(1));
  type_.attributes[1].multi = true;
  EXPECT_THAT(Migrate(connection_, type_, own_).value().statements, SizeIs(1));
  EXPECT_THAT(Migrate(connection_, type_, own_).value().statements, IsEmpty());
  Rows rows = connection_.Query("SELECT a_select, a_number, a_new FROM \"order\"").value();
  EXPECT_EQ(rows.Text(0, 0), "a");
  EXPECT_EQ(rows.Text(0, 1), "{2}");
  EXPECT_TRUE(rows.IsNull(0, 2));
}

TEST_F(DdlTest, BytesWidenToBase64) {
  type_.attributes[1].type = TypeKind::kByte;
  ASSERT_TRUE(Migrate(connection_, type_, own_).ok());
  EXPECT_THAT(Migrate(connection_, type_, own_).value().statements, IsEmpty());
  ASSERT_TRUE(connection_
                  .Execute("INSERT INTO \"order\" VALUES (1, '00000000-0000-0000-0000-000000000000', 'a', "
                           "decode(repeat('ff', 90), 'hex'))")
                  .ok());
  type_.attributes[1].type = TypeKind::kString;
  ASSERT_THAT(Migrate(connection_, type_, own_).value().statements, SizeIs(1));
  EXPECT_EQ(connection_.Query("SELECT a_number FROM \"order\"").value().Text(0, 0), std::string(120, '/'));
  type_.attributes[1].type = TypeKind::kByte;
  EXPECT_THAT(Migrate(connection_, type_, own_).error().message, HasSubstr("text to bytea"));
}

TEST_F(DdlTest, RefusesWhatValuesCannotFollow) {
  ASSERT_TRUE(Migrate(connection_, type_, own_).ok());
  type_.attributes[0].type = TypeKind::kInt;
  Error error = Migrate(connection_, type_, own_).error();
  EXPECT_EQ(error.origin, Origin::kConfiguration);
  EXPECT_THAT(error.message, HasSubstr("attribute Select"));
  EXPECT_THAT(error.message, HasSubstr("text to integer"));
}

TEST_F(DdlTest, DropsNothing) {
  ASSERT_TRUE(Migrate(connection_, type_, own_).ok());
  type_.attributes.pop_back();
  EXPECT_THAT(Migrate(connection_, type_, own_).value().statements, IsEmpty());
  EXPECT_TRUE(connection_.Query("SELECT a_number FROM \"order\"").ok());
}

TEST_F(DdlTest, ATenantCannotReachAnother) {
  ASSERT_TRUE(CreateTenant(connection_, "acme").ok());
  ASSERT_TRUE(CreateTenant(connection_, "acme").ok());
  ASSERT_TRUE(CreateTenant(connection_, "other").ok());
  {
    Transaction transaction = Transaction::Begin(connection_).value();
    ASSERT_TRUE(connection_.EnterTenant("acme").ok());
    ASSERT_TRUE(Migrate(connection_, type_, own_).ok());
    ASSERT_TRUE(transaction.Commit().ok());
  }
  EXPECT_TRUE(connection_.Query("SELECT * FROM tenant_acme.\"order\"").ok());
  Transaction transaction = Transaction::Begin(connection_).value();
  ASSERT_TRUE(connection_.EnterTenant("other").ok());
  Error error = connection_.Query("SELECT * FROM tenant_acme.\"order\"").error();
  EXPECT_THAT(error.message, HasSubstr("permission"));
}

TEST_F(DdlTest, RefusesTenantNames) {
  for (const char* name : {"", "A", "a b", "a\"b", "ä"})
    EXPECT_FALSE(CreateTenant(connection_, name).ok()) << name;
  EXPECT_FALSE(CreateTenant(connection_, std::string(51, 'a')).ok());
}

}  // namespace
}  // namespace idx::runtime
