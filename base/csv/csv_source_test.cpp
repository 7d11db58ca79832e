// The places of records: what a compiler points at. What the records hold is tested by the connector.
#include "base/csv/csv_source.h"

#include <gtest/gtest.h>

namespace idx {
namespace {

TEST(CsvSource, ARecordKnowsItsFirstByte) {
  // More than a block, so that what was read before has left the buffer.
  std::string text =
      "\xEF\xBB\xBF"
      "id,name\r\n\n";
  text += "1,\"" + std::string(3 << 20, 'a') + "\nb\"\r\n";
  size_t second = text.size();
  text += "2,c";
  CsvSource source = CsvSource::FromBytes(text, {}).value();
  CsvRecord record;
  ASSERT_EQ(source.Next(record).value(), CsvSource::Step::kRecord);
  EXPECT_EQ(record.offset, 13u);
  EXPECT_EQ(record.line, 3u);
  ASSERT_EQ(source.Next(record).value(), CsvSource::Step::kRecord);
  EXPECT_EQ(record.offset, second);
  EXPECT_EQ(record.line, 5u);
  EXPECT_EQ(source.Next(record).value(), CsvSource::Step::kEnd);
}

TEST(CsvSource, AFileThatIsCutOffSaysWhereAndWhy) {
  CsvSource source = CsvSource::FromBytes("id\n1\n\"2\n", {}).value();
  CsvRecord record;
  ASSERT_EQ(source.Next(record).value(), CsvSource::Step::kRecord);
  ASSERT_EQ(source.Next(record).value(), CsvSource::Step::kTruncated);
  EXPECT_EQ(record.offset, 5u);
  EXPECT_EQ(record.line, 3u);
  EXPECT_EQ(source.why(), "the text, line 3: " + source.reason());
}

}  // namespace
}  // namespace idx
