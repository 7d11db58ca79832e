#include "runtime/repository/copy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <random>

#include "base/platform/clock.h"
#include "base/value/decimal.h"
#include "runtime/repository/ddl.h"
#include "runtime/repository/shared_cluster_test.h"

namespace idx::runtime {
namespace {

using ::testing::HasSubstr;

Attribute Make(const char* name, TypeKind type, bool multi = false) {
  Attribute attribute;
  attribute.name = attribute.identifier = name;
  attribute.column = ColumnNameOf(name);
  attribute.type = type;
  attribute.multi = multi;
  return attribute;
}

// One attribute of every type that a schema may have, and lists of the common ones.
ObjectType EveryType() {
  ObjectType type{"App", "User", "every", {}, 0};
  type.attributes = {Make("Text", TypeKind::kString),
                     Make("Flag", TypeKind::kBool),
                     Make("Int", TypeKind::kInt),
                     Make("Long", TypeKind::kLong),
                     Make("Double", TypeKind::kDouble),
                     Make("Time", TypeKind::kDateTime),
                     Make("Date", TypeKind::kDateOnly),
                     Make("Span", TypeKind::kTimeSpan),
                     Make("Guid", TypeKind::kGuid),
                     Make("Char", TypeKind::kChar),
                     Make("Texts", TypeKind::kString, true),
                     Make("Longs", TypeKind::kLong, true),
                     Make("Times", TypeKind::kDateTime, true),
                     Make("Bytes", TypeKind::kByte)};
  return type;
}

class CopyTest : public ::testing::Test {
 protected:
  Connection connection_ = SharedCluster::Get().ConnectToNewSchema();
  ObjectType type_ = EveryType();
  BatchBuilder batch_{type_, 64};

  std::vector<CopyColumn> Columns() {
    std::vector<CopyColumn> columns;
    for (const Attribute& attribute : type_.attributes) columns.push_back(CopyColumn::Of(attribute));
    return columns;
  }
  std::vector<CopySource> Sources() {
    Batch batch = batch_.batch();
    std::vector<CopySource> sources;
    for (uint32_t i = 0; i < batch.column_count; ++i) sources.push_back({batch.columns[i], false});
    return sources;
  }
  std::string SelectAll() {
    std::string sql;
    for (const Attribute& attribute : type_.attributes)
      sql += (sql.empty() ? "SELECT " : ", ") + QuoteIdentifier(attribute.column);
    return sql + " FROM every";
  }
  std::vector<int32_t> Targets() {
    std::vector<int32_t> targets(type_.attributes.size());
    for (size_t i = 0; i < targets.size(); ++i) targets[i] = static_cast<int32_t>(i);
    return targets;
  }
  void AddFullRow() {
    uint32_t row = batch_.AddRow();
    batch_.SetText(0, row, "Ásta Björnsson, længere end tolv");
    batch_.Set(1, row, true);
    batch_.Set(2, row, std::numeric_limits<int32_t>::min());
    batch_.Set(3, row, std::numeric_limits<int64_t>::max());
    batch_.Set(4, row, -0.1);
    batch_.Set(5, row, ParseIsoTime("1999-12-31T23:59:59.999999Z").value());
    batch_.Set(6, row, DateOnly{kMaxDateOnlyDays});
    batch_.Set(7, row, TimeSpan{-1});
    Guid guid;
    for (size_t i = 0; i < 16; ++i) guid.bytes[i] = static_cast<uint8_t>(i * 17);
    batch_.Set(8, row, guid);
    batch_.Set(9, row, Char{0xE9});
    Text* texts = batch_.arena().AllocateArray<Text>(2);
    texts[0] = Text("short");
    texts[1] = Text("a text of more than twelve bytes");
    batch_.Set(10, row, ListView{texts, 2, 0});
    int64_t* longs = batch_.arena().AllocateArray<int64_t>(3);
    longs[0] = -1, longs[1] = 0, longs[2] = int64_t{1} << 40;
    batch_.Set(11, row, ListView{longs, 3, 0});
    DateTime* times = batch_.arena().AllocateArray<DateTime>(1);
    times[0] = DateTime::Of(0, DateTimeKind::kUtc);
    batch_.Set(12, row, ListView{times, 1, 0});
    batch_.SetBytes(13, row, std::string_view("\0\xFF\\ twelve and more", 19));
  }
};

TEST_F(CopyTest, BringsBackEveryTypeAndNulls) {
  ASSERT_TRUE(Migrate(connection_, type_, {}).ok());
  AddFullRow();
  batch_.AddRow();  // all null, all lists empty
  Transaction transaction = Transaction::Begin(connection_).value();
  CopyWriter writer = CopyWriter::Start(connection_, "every", Columns()).value();
  ASSERT_TRUE(writer.WriteRows(Sources(), 2).ok());
  EXPECT_EQ(writer.Finish().value(), 2u);
  ASSERT_TRUE(transaction.Commit().ok());

  // What PostgreSQL itself thinks of it.
  Rows rows = connection_.Query(SelectAll()).value();
  EXPECT_EQ(rows.Text(0, 0), "Ásta Björnsson, længere end tolv");
  EXPECT_EQ(rows.Text(0, 2), "-2147483648");
  EXPECT_EQ(rows.Text(0, 4), "-0.1");
  EXPECT_EQ(rows.Text(0, 5), "1999-12-31 23:59:59.999999+00");
  EXPECT_EQ(rows.Text(0, 6), "9999-12-31");
  EXPECT_EQ(rows.Text(0, 8), "00112233-4455-6677-8899-aabbccddeeff");
  EXPECT_EQ(rows.Text(0, 10), "{short,\"a text of more than twelve bytes\"}");
  EXPECT_EQ(rows.Text(0, 12), "{\"0001-01-01 00:00:00+00\"}");
  EXPECT_EQ(rows.Bytes(0, 13), std::string_view("\0\xFF\\ twelve and more", 19));
  EXPECT_TRUE(rows.IsNull(1, 0));
  EXPECT_EQ(rows.Text(1, 10), "{}");
  EXPECT_TRUE(rows.IsNull(1, 13));

  BatchBuilder back(type_, 64);
  CopyReader reader = CopyReader::Start(connection_, SelectAll(), Columns()).value();
  EXPECT_EQ(reader.Fill(back, Targets()).value(), 2u);
  EXPECT_TRUE(reader.done());
  Batch one = batch_.batch();
  Batch two = back.batch();
  for (uint32_t a = 0; a < 10; ++a) {
    EXPECT_TRUE(two.columns[a].IsValid(0)) << a;
    EXPECT_FALSE(two.columns[a].IsValid(1)) << a;
    uint32_t size = SizeOf(type_.attributes[a].type);
    if (a != 0) EXPECT_EQ(std::memcmp(one.columns[a].data, two.columns[a].data, size), 0) << a;
  }
  EXPECT_EQ(two.columns[0].At<Text>(0), one.columns[0].At<Text>(0));
  const ListView& texts = two.columns[10].At<ListView>(0);
  ASSERT_EQ(texts.count, 2u);
  EXPECT_EQ(texts.begin_of<Text>()[1].view(), "a text of more than twelve bytes");
  EXPECT_EQ(two.columns[11].At<ListView>(0).begin_of<int64_t>()[2], int64_t{1} << 40);
  EXPECT_EQ(two.columns[12].At<ListView>(0).begin_of<DateTime>()[0].ticks(), 0);
  EXPECT_EQ(two.columns[10].At<ListView>(1).count, 0u);
  const ListView& bytes = two.columns[13].At<ListView>(0);
  EXPECT_EQ(std::string_view(bytes.begin_of<char>(), bytes.count),
            std::string_view("\0\xFF\\ twelve and more", 19));
  EXPECT_FALSE(two.columns[13].IsValid(1));
}

TEST_F(CopyTest, WritesSelectedRowsConstantsAndOwnColumns) {
  ASSERT_TRUE(connection_.Execute("CREATE TABLE t (run smallint, digest uuid, raw bytea, a text)").ok());
  Digest digest{0x0123456789abcdef, 0xfedcba9876543210};
  for (const char* text : {"zero", "one", "two"}) batch_.SetText(0, batch_.AddRow(), text);
  int32_t run = 7;
  Guid guids[3] = {GuidOf(digest), GuidOf(digest), GuidOf(digest)};
  ListView raw[3] = {{"\0x", 2, 0}, {}, {}};
  uint64_t raw_valid = 0b001;
  std::vector<CopySource> sources = {{{&run, nullptr}, true},
                                     {{guids, nullptr}, false},
                                     {{raw, &raw_valid}, false},
                                     {batch_.batch().columns[0], false}};
  std::vector<CopyColumn> columns = {{"run", CopyType::kInt2},
                                     {"digest", CopyType::kUuid},
                                     {"raw", CopyType::kBytea},
                                     {"a", CopyType::kText}};
  CopyWriter writer = CopyWriter::Start(connection_, "t", columns).value();
  uint32_t selection[] = {2, 0};
  ASSERT_TRUE(writer.WriteRows(sources, selection, 2).ok());
  writer.BeginRow();
  writer.Int(-1);
  writer.Null();
  writer.Bytes("r");
  writer.Bytes("row by row");
  ASSERT_TRUE(writer.EndRow().ok());
  EXPECT_EQ(writer.Finish().value(), 3u);

  CopyReader reader = CopyReader::Start(connection_, "SELECT run, digest, raw, a FROM t", columns).value();
  ASSERT_TRUE(reader.Next().value());
  EXPECT_EQ(reader.Int(0), 7);
  EXPECT_EQ(DigestOf(reader.Uuid(1)), digest);
  EXPECT_TRUE(reader.IsNull(2));
  EXPECT_EQ(reader.Bytes(3), "two");
  ASSERT_TRUE(reader.Next().value());
  EXPECT_EQ(reader.Bytes(2), std::string_view("\0x", 2));
  ASSERT_TRUE(reader.Next().value());
  EXPECT_EQ(reader.Int(0), -1);
  EXPECT_TRUE(reader.IsNull(1));
  EXPECT_FALSE(reader.Next().value());
  EXPECT_FALSE(reader.Next().value());
}

TEST_F(CopyTest, DecimalsAreNumericWithTheirScale) {
  ASSERT_TRUE(connection_.Execute("CREATE TABLE t (i integer, d numeric)").ok());
  std::vector<std::string> texts = {"0",
                                    "0.00",
                                    "1",
                                    "1.10",
                                    "-1234.50",
                                    "0.0001",
                                    "10000",
                                    "99999999.00000001",
                                    "12345678",
                                    "-0.5",
                                    "0.00001234",
                                    "79228162514264337593543950335",
                                    "-7.9228162514264337593543950335"};
  std::mt19937_64 random(1);
  for (int i = 0; i < 1000; ++i) {  // of all lengths and scales
    Decimal value;
    value.lo = random() >> (random() % 64);
    value.hi = i % 2 == 0 ? 0 : static_cast<uint32_t>(random() >> (32 + random() % 32));
    value.flags = static_cast<uint32_t>(random() % 29) << 16 | (value.lo != 0 ? random() % 2 << 31 : 0);
    AppendDecimal(texts.emplace_back(), value);
  }
  std::vector<int32_t> numbers;
  std::vector<Decimal> values(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    numbers.push_back(static_cast<int32_t>(i));
    ASSERT_EQ(ParseDecimal(texts[i], number_styles::kFloat, values[i]), ParseResult::kOk) << texts[i];
  }
  std::vector<CopyColumn> columns = {{"i", CopyType::kInt4}, {"d", CopyType::kNumeric}};
  CopyWriter writer = CopyWriter::Start(connection_, "t", columns).value();
  ASSERT_TRUE(writer
                  .WriteRows({{{numbers.data(), nullptr}, false}, {{values.data(), nullptr}, false}},
                             static_cast<uint32_t>(texts.size()))
                  .ok());
  ASSERT_EQ(writer.Finish().value(), texts.size());
  Rows rows = connection_.Query("SELECT d FROM t ORDER BY i").value();
  for (size_t i = 0; i < texts.size(); ++i) EXPECT_EQ(rows.Text(i, 0), texts[i]);

  ObjectType type;
  type.attributes = {Make("D", TypeKind::kDecimal)};
  BatchBuilder back(type, static_cast<uint32_t>(texts.size()));
  CopyReader reader =
      CopyReader::Start(connection_, "SELECT d FROM t ORDER BY i", {{"d", CopyType::kNumeric}}).value();
  ASSERT_EQ(reader.Fill(back, {0}).value(), texts.size());
  for (size_t i = 0; i < texts.size(); ++i) {
    std::string text;
    AppendDecimal(text, back.batch().columns[0].At<Decimal>(static_cast<uint32_t>(i)));
    EXPECT_EQ(text, texts[i]);
  }
}

TEST_F(CopyTest, NumbersBeyondDecimalAreRefused) {
  for (const char* number : {"'NaN'::numeric", "1e40", "79228162514264337593543950336"}) {
    BatchBuilder back(type_, 64);
    CopyReader reader =
        CopyReader::Start(connection_, std::string("SELECT ") + number, {{"d", CopyType::kNumeric}}).value();
    EXPECT_FALSE(reader.Fill(back, {-1}).ok()) << number;
  }
}

TEST_F(CopyTest, SharesTheTransactionWithStatements) {
  ASSERT_TRUE(connection_.Execute("CREATE TABLE t (a text)").ok());
  {
    Transaction transaction = Transaction::Begin(connection_).value();
    CopyWriter writer = CopyWriter::Start(connection_, "t", {{"a", CopyType::kText}}).value();
    writer.BeginRow();
    writer.Bytes("x");
    ASSERT_TRUE(writer.EndRow().ok());
    ASSERT_TRUE(writer.Finish().ok());
    EXPECT_EQ(connection_.Query("SELECT count(*) FROM t").value().Int(0, 0), 1);
  }
  EXPECT_EQ(connection_.Query("SELECT count(*) FROM t").value().Int(0, 0), 0);
}

TEST_F(CopyTest, ReportsWhatTheServerRefuses) {
  ASSERT_TRUE(connection_.Execute("CREATE TABLE t (a text UNIQUE)").ok());
  EXPECT_THAT(CopyWriter::Start(connection_, "nowhere", {{"a", CopyType::kText}}).error().message,
              HasSubstr("nowhere"));
  auto copy = [&](std::vector<std::string> values) {
    CopyWriter writer = CopyWriter::Start(connection_, "t", {{"a", CopyType::kText}}).value();
    for (const std::string& value : values) {
      writer.BeginRow();
      writer.Bytes(value);
      if (Status status = writer.EndRow(); !status.ok()) return Result<uint64_t>(status.error());
    }
    return writer.Finish();
  };
  EXPECT_EQ(copy({"x", "x"}).error().origin, Origin::kConflict);
  EXPECT_EQ(copy({std::string("\xFF")}).error().origin, Origin::kInput);
  EXPECT_EQ(copy({std::string(1, '\0')}).error().origin, Origin::kInput);
  // Far more than one buffer: the refusal comes while rows are still being sent.
  EXPECT_FALSE(copy(std::vector<std::string>(200'000, std::string(100, 'y'))).ok());
  EXPECT_EQ(copy({"x"}).value(), 1u);
}

TEST_F(CopyTest, AnAbandonedWriterStoresNothing) {
  ASSERT_TRUE(connection_.Execute("CREATE TABLE t (a text)").ok());
  {
    CopyWriter writer = CopyWriter::Start(connection_, "t", {{"a", CopyType::kText}}).value();
    writer.BeginRow();
    writer.Bytes("x");
    ASSERT_TRUE(writer.EndRow().ok());
  }
  EXPECT_EQ(connection_.Query("SELECT count(*) FROM t").value().Int(0, 0), 0);
}

TEST_F(CopyTest, AnAbandonedReaderLeavesTheConnectionUsable) {
  {
    CopyReader reader = CopyReader::Start(connection_, "SELECT i FROM generate_series(1, 100000000) i",
                                          {{"i", CopyType::kInt4}})
                            .value();
    ASSERT_TRUE(reader.Next().value());
  }
  EXPECT_EQ(connection_.Query("SELECT 1").value().Int(0, 0), 1);
}

TEST_F(CopyTest, FillsBatchAfterBatch) {
  BatchBuilder builder(type_, 64);
  CopyReader reader =
      CopyReader::Start(connection_, "SELECT 'text number ' || i, i FROM generate_series(1, 150) i",
                        {{"t", CopyType::kText}, {"i", CopyType::kInt4}})
          .value();
  std::vector<uint32_t> counts;
  int64_t sum = 0;
  while (!reader.done()) {
    builder.Clear();
    counts.push_back(reader.Fill(builder, {0, 2}).value());
    for (uint32_t row = 0; row < builder.rows(); ++row) sum += builder.batch().columns[2].At<int32_t>(row);
  }
  EXPECT_THAT(counts, ::testing::ElementsAre(64, 64, 22));
  EXPECT_EQ(sum, 150 * 151 / 2);
}

TEST_F(CopyTest, RefusesOtherTypesAndTimesOutOfRange) {
  auto read = [&](const std::string& select, CopyType type, bool multi = false) {
    CopyReader reader = CopyReader::Start(connection_, select, {{"x", type, multi}}).value();
    if (!multi) return reader.Next().ok();
    BatchBuilder builder(type_, 1);
    return reader.Fill(builder, {10}).ok();
  };
  EXPECT_FALSE(read("SELECT 1::bigint", CopyType::kInt4));
  EXPECT_FALSE(read("SELECT 'infinity'::timestamptz", CopyType::kTimestamp));
  EXPECT_FALSE(read("SELECT '0044-03-15 BC'::date", CopyType::kDate));
  EXPECT_FALSE(read("SELECT ARRAY['a', NULL]", CopyType::kText, true));
  EXPECT_FALSE(read("SELECT ARRAY[1]", CopyType::kText, true));
  EXPECT_FALSE(read("SELECT ARRAY[['a'],['b']]", CopyType::kText, true));
  EXPECT_TRUE(read("SELECT ARRAY['a', 'b']", CopyType::kText, true));
  EXPECT_FALSE(CopyReader::Start(connection_, "SELECT nothing", {{"x", CopyType::kText}}).ok());
  // An error in the middle of the rows.
  CopyReader reader =
      CopyReader::Start(connection_, "SELECT 1/(3-i) FROM generate_series(1, 5) i", {{"x", CopyType::kInt4}})
          .value();
  EXPECT_TRUE(reader.Next().value());
  EXPECT_TRUE(reader.Next().value());
  EXPECT_THAT(reader.Next().error().message, HasSubstr("division by zero"));
}

}  // namespace
}  // namespace idx::runtime
