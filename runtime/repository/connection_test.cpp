#include "runtime/repository/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#if __has_feature(address_sanitizer)
#include <sanitizer/lsan_interface.h>
#endif

#include <limits>
#include <thread>

#include "base/platform/clock.h"
#include "runtime/repository/database_error.h"
#include "runtime/repository/shared_cluster_test.h"

namespace idx::runtime {
namespace {

using ::testing::HasSubstr;

class ConnectionTest : public ::testing::Test {
 protected:
  Connection connection_ = SharedCluster::Get().ConnectToNewSchema();

  int64_t Count(const std::string& table) {
    return connection_.Query("SELECT count(*) FROM " + table).value().Int(0, 0);
  }
};

TEST_F(ConnectionTest, GivesTypedRows) {
  Rows rows =
      connection_
          .Query(
              "SELECT true, 42, -9000000000, 2.5::float8, 'ä''', timestamptz '2026-06-30 12:00:00.25+02', "
              "date '2024-02-29', uuid '01234567-89ab-cdef-0123-456789abcdef', '\\x00ff'::bytea, null")
          .value();
  ASSERT_EQ(rows.size(), 1u);
  EXPECT_TRUE(rows.Bool(0, 0));
  EXPECT_EQ(rows.Int(0, 1), 42);
  EXPECT_EQ(rows.Int(0, 2), -9'000'000'000);
  EXPECT_EQ(rows.Double(0, 3), 2.5);
  EXPECT_EQ(rows.Text(0, 4), "ä'");
  EXPECT_EQ(FormatIsoTime(rows.Time(0, 5)), "2026-06-30T10:00:00.25Z");
  EXPECT_EQ(rows.Date(0, 6).days, ParseIsoTime("2024-02-29").value().ticks() / kTicksPerDay);
  EXPECT_EQ(rows.Uuid(0, 7).bytes[15], 0xEF);
  EXPECT_EQ(rows.Bytes(0, 8), std::string("\0\xFF", 2));
  EXPECT_TRUE(rows.IsNull(0, 9));
  EXPECT_EQ(rows.OptionalText(0, 9), std::nullopt);
  EXPECT_EQ(rows.OptionalInt(0, 1), 42);
  EXPECT_TRUE(connection_.Query("SELECT 1 WHERE false").value().empty());
}

TEST_F(ConnectionTest, PassesParametersAsTheyAre) {
  Guid guid;
  guid.bytes[0] = 0xAB;
  DateTime time = ParseIsoTime("2026-06-30T12:00:00.123456Z").value();
  Rows rows =
      connection_
          .Query(
              "SELECT $1::text, $2::int, $3::text, $4::float8, $5::timestamptz, $6::date, $7::uuid, "
              "$8::bytea, $9::text[], $10::bool",
              {"'; DROP TABLE x; --\\", 7, std::nullopt, 0.1, time, DateOnly{0}, guid,
               Parameter::Bytes(std::string("\0\x7F", 2)), Parameter::Array({"a\"b", "c\\d,", ""}), false})
          .value();
  EXPECT_EQ(rows.Text(0, 0), "'; DROP TABLE x; --\\");
  EXPECT_EQ(rows.Int(0, 1), 7);
  EXPECT_TRUE(rows.IsNull(0, 2));
  EXPECT_EQ(rows.Double(0, 3), 0.1);
  EXPECT_EQ(rows.Time(0, 4), time);
  EXPECT_EQ(rows.Date(0, 5).days, 0);
  EXPECT_EQ(rows.Uuid(0, 6), guid);
  EXPECT_EQ(rows.Bytes(0, 7), std::string("\0\x7F", 2));
  EXPECT_EQ(rows.Text(0, 8), "{\"a\\\"b\",\"c\\\\d,\",\"\"}");
  EXPECT_FALSE(rows.Bool(0, 9));
  EXPECT_EQ(connection_.Execute("SELECT $1::text", {std::string("a\0b", 3)}).error().origin, Origin::kInput);
}

TEST_F(ConnectionTest, CommitsAndRollsBack) {
  ASSERT_TRUE(connection_.Execute("CREATE TABLE t (a int)").ok());
  {
    Transaction transaction = Transaction::Begin(connection_).value();
    ASSERT_TRUE(connection_.Execute("INSERT INTO t VALUES (1)").ok());
    EXPECT_TRUE(connection_.in_transaction());
  }
  EXPECT_FALSE(connection_.in_transaction());
  EXPECT_EQ(Count("t"), 0);
  Transaction transaction = Transaction::Begin(connection_).value();
  EXPECT_EQ(connection_.Query("INSERT INTO t VALUES (1), (2)").value().affected(), 2u);
  ASSERT_TRUE(transaction.Commit().ok());
  EXPECT_EQ(Count("t"), 2);
}

TEST_F(ConnectionTest, AFailedTransactionDoesNotPassForCommitted) {
  ASSERT_TRUE(connection_.Execute("CREATE TABLE t (a int primary key)").ok());
  Transaction transaction = Transaction::Begin(connection_).value();
  ASSERT_TRUE(connection_.Execute("INSERT INTO t VALUES (1)").ok());
  Status twice = connection_.Execute("INSERT INTO t VALUES (1)");
  EXPECT_EQ(twice.error().origin, Origin::kConflict);
  EXPECT_FALSE(twice.error().retriable);
  EXPECT_FALSE(transaction.Commit().ok());
  EXPECT_EQ(Count("t"), 0);
}

TEST_F(ConnectionTest, SaysWhatIsWrong) {
  Error error = connection_.Query("SELECT * FROM nowhere").error();
  EXPECT_EQ(error.origin, Origin::kDatabase);
  EXPECT_THAT(error.message, HasSubstr("nowhere"));
  EXPECT_FALSE(error.retriable);
  EXPECT_TRUE(connection_.usable());
  Error refused = Connection::Open("host=/nonexistent port=1 dbname=x user=x").error();
  EXPECT_THAT(refused.message, HasSubstr("/nonexistent"));
  EXPECT_TRUE(refused.retriable);
  EXPECT_FALSE(Connection::Open("nonsense").ok());
  EXPECT_FALSE(Connection::Open(SharedCluster::Get().cluster().connection_string() + " dbname=nobase").ok());
}

TEST(DatabaseError, TellsWhatMayBeRepeated) {
  EXPECT_TRUE(DatabaseError("53100", "no space", "").retriable);
  EXPECT_THAT(DatabaseError("53100", "no space", "").message, HasSubstr("disk"));
  EXPECT_TRUE(DatabaseError("40001", "x", "").retriable);
  EXPECT_TRUE(DatabaseError("40P01", "x", "").retriable);
  EXPECT_TRUE(DatabaseError("", "x", "").retriable);
  EXPECT_TRUE(DatabaseError("57P01", "x", "").retriable);
  EXPECT_EQ(DatabaseError("57014", "x", "").origin, Origin::kCancelled);
  EXPECT_FALSE(DatabaseError("42501", "x", "").retriable);
  EXPECT_FALSE(DatabaseError("42P01", "ERROR:  no table\n", "doing").retriable);
  EXPECT_EQ(DatabaseError("42P01", "ERROR:  no table\n", "doing").message,
            "database, doing: no table (SQLSTATE 42P01)");
}

TEST_F(ConnectionTest, StopsAtTheTimeoutAndWhenCancelled) {
  ASSERT_TRUE(connection_.SetStatementTimeout(std::chrono::milliseconds(20)).ok());
  EXPECT_EQ(connection_.Execute("SELECT pg_sleep(100)").error().origin, Origin::kCancelled);
  ASSERT_TRUE(connection_.SetStatementTimeout(std::chrono::milliseconds(0)).ok());
  Canceller canceller = connection_.canceller();
  std::atomic<bool> done = false;
  // Cancels until it took: the statement may not have begun at the first time.
  std::thread other([&] {
    while (!done) {
      EXPECT_TRUE(canceller.Cancel().ok());
      std::this_thread::yield();
    }
  });
  EXPECT_EQ(connection_.Execute("SELECT pg_sleep(100)").error().origin, Origin::kCancelled);
  done = true;
  other.join();
}

TEST_F(ConnectionTest, ALostConnectionIsRetriableAndStaysLost) {
  Connection other = SharedCluster::Get().Connect();
  int64_t pid = connection_.Query("SELECT pg_backend_pid()").value().Int(0, 0);
  Transaction transaction = Transaction::Begin(connection_).value();
  ASSERT_TRUE(other.Query("SELECT pg_terminate_backend($1::int)", {pid}).ok());
  Status lost;
  {
#if __has_feature(address_sanitizer)
    __lsan::ScopedDisabler libpqxx_keeps_the_result_of_a_query_that_lost_its_connection;
#endif
    lost = connection_.Execute("SELECT 1");
  }
  ASSERT_FALSE(lost.ok());
  EXPECT_TRUE(lost.error().retriable) << lost.error().message;
  EXPECT_FALSE(transaction.Commit().ok());
  EXPECT_FALSE(connection_.usable());
  // libpqxx would connect again here, without the settings and the transaction.
  EXPECT_FALSE(connection_.Execute("SELECT 1").ok());
}

TEST(Quote, KeepsNamesAndTextsTogether) {
  EXPECT_EQ(QuoteIdentifier("a\"b"), "\"a\"\"b\"");
  EXPECT_EQ(QuoteIdentifier("select"), "\"select\"");
  EXPECT_EQ(QuoteLiteral("it's"), "'it''s'");
  EXPECT_EQ(QuoteLiteral("a\\b"), "E'a\\\\b'");
}

}  // namespace
}  // namespace idx::runtime
