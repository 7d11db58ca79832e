#include "base/batch/message_log.h"

#include <gtest/gtest.h>

namespace idx {
namespace {

TEST(MessageLog, KeepsTheFirstOfALevelAndCountsTheRest) {
  MessageLog log(LogLevel::kWarn, 2);
  log.Add(LogLevel::kInfo, "too low");
  log.Add(LogLevel::kWarn, "one");
  log.Attribute(3, 7);
  log.Add(LogLevel::kError, "two");
  log.Add(LogLevel::kError, "three");
  log.Attribute(4, 8);
  ASSERT_EQ(log.messages().size(), 2u);
  EXPECT_EQ(log.left_off(), 1u);
  EXPECT_EQ(log.messages()[0].text, "one");
  EXPECT_EQ(log.messages()[0].rule, 3);
  EXPECT_EQ(log.messages()[0].row, 7u);
  EXPECT_EQ(log.messages()[1].level, LogLevel::kError);
  EXPECT_EQ(log.messages()[1].rule, 4);
}

TEST(MessageLog, IsOneLineOfWellFormedText) {
  MessageLog log(LogLevel::kTrace);
  log.Add(LogLevel::kInfo, "a\r\nb\x1b[31mc\x7f\xC2\x85\xE2\x80\xA8\xED\xA0\x80\xFFé");
  log.Add(LogLevel::kInfo, std::string(100'000, 'x'));
  EXPECT_EQ(log.messages()[0].text, "a  b [31mc   \uFFFD\uFFFDé");
  EXPECT_EQ(log.messages()[1].text, std::string(MessageLog::kMaxBytes, 'x') + "…");
}

}  // namespace
}  // namespace idx
