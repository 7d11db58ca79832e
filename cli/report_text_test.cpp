#include "cli/report_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/platform/clock.h"

namespace idx::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

runtime::PendingChange HeldSince(int64_t minutes) {
  runtime::PendingChange change;
  change.application = "AD";
  change.type = "AD.User";
  change.anchor = "ann";
  change.kind = "disable";
  change.state = "held";
  change.reason = "too many";
  change.rule = "ad.leaver";
  change.since = DateTime::Of(SystemClock().UtcNow().ticks() - minutes * kTicksPerMinute, DateTimeKind::kUtc);
  return change;
}

TEST(ReportText, ChangesWithCauseAndAge) {
  std::string text = TextOf(std::vector{HeldSince(0)}, "my idx", 20);
  EXPECT_THAT(text, HasSubstr("held disable AD.User ann: too many"));
  EXPECT_THAT(text, HasSubstr("less than a minute ago"));
  EXPECT_THAT(text, HasSubstr("by ad.leaver"));
  EXPECT_THAT(text, HasSubstr("idx approve 'my idx'")) << "as a shell takes it";
  EXPECT_THAT(TextOf(std::vector{HeldSince(1)}, "x", 20), HasSubstr("(1 minute ago)"));
  EXPECT_THAT(TextOf(std::vector{HeldSince(119)}, "x", 20), HasSubstr("(119 minutes ago)"));
  EXPECT_THAT(TextOf(std::vector{HeldSince(150)}, "x", 20), HasSubstr("(2 hours ago)"));
  EXPECT_THAT(TextOf(std::vector{HeldSince(3 * 24 * 60)}, "x", 20), HasSubstr("(3 days ago)"));
  EXPECT_EQ(TextOf(std::vector<runtime::PendingChange>(), "x", 20), "No changes wait.\n");
}

TEST(ReportText, ChangesThatWaitAlikeAreCountedAndOnlySomeShown) {
  std::vector<runtime::PendingChange> changes(5, HeldSince(1));
  changes.push_back(HeldSince(1));
  changes.back().kind = "create";
  std::string text = TextOf(changes, "x", 2);
  EXPECT_THAT(text, HasSubstr("       5 held disable AD.User: too many\n"));
  EXPECT_THAT(text, HasSubstr("       1 held create AD.User: too many\n"));
  EXPECT_THAT(text, HasSubstr("3 changes are not shown one by one"));
  EXPECT_THAT(text, HasSubstr("held create AD.User ann")) << "each kind has its own share";
  EXPECT_THAT(TextOf(changes, "x", 5), Not(HasSubstr("one by one")));
}

TEST(ReportText, AdviceNamesTheDirectory) {
  runtime::RunSummary summary;
  summary.imports.push_back({.type = "HR.Person", .hold = "held. Type: idx approve DIR --app=HR"});
  std::string text = TextOf(summary, "a b", false);
  EXPECT_THAT(text, HasSubstr("idx approve 'a b' --app=HR"));
  EXPECT_THAT(text, Not(HasSubstr(" DIR")));
}

TEST(ReportText, LongValuesAreCutBetweenCharacters) {
  std::string text = Shown({std::string(5000, 'a') + "ü"});
  EXPECT_LT(text.size(), 1000u);
  EXPECT_THAT(text, HasSubstr("…"));
  EXPECT_EQ(Shown({}), "-");
  EXPECT_EQ(Shown({"a", "b"}), "\"a\", \"b\"");
}

}  // namespace
}  // namespace idx::cli
