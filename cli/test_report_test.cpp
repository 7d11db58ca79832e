#include "cli/test_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace idx::cli {
namespace {

TestOutcome Passed() {
  TestOutcome outcome;
  outcome.suite = "Contoso.Names";
  outcome.name = "IsKept";
  outcome.where = {"names.idx", 3, 5};
  outcome.passed = true;
  outcome.seconds = 0.25;
  return outcome;
}

TestOutcome RowThatDiffers() {
  TestOutcome outcome;
  outcome.suite = "tests/HR.Person.inbound.csv";
  outcome.name = "line 4 <\"A&B\">";
  outcome.where = {"tests/HR.Person.inbound.csv", 4, 0};
  outcome.differences = {{"vault.DisplayName", "Zoë  Bohr-Smith", "Zoë Bohr-Smith"},
                         {"vault.City", "", "Oslo"}};
  return outcome;
}

TEST(TestReport, ADifferenceIsShownWithItsPlace) {
  EXPECT_EQ(TestText(Passed()), "ok      Contoso.Names.IsKept\n");
  EXPECT_EQ(TestText(RowThatDiffers()),
            "FAILED  tests/HR.Person.inbound.csv: line 4 <\"A&B\">\n"
            "        tests/HR.Person.inbound.csv:4\n"
            "        vault.DisplayName\n"
            "          expected \"Zoë  Bohr-Smith\"\n"
            "          actual   \"Zoë Bohr-Smith\"\n"
            "                        ^\n"
            "        vault.City\n"
            "          expected nothing\n"
            "          actual   \"Oslo\"\n");
}

TEST(TestReport, JsonHoldsEveryDifference) {
  auto json = nlohmann::json::parse(TestsAsJson({Passed(), RowThatDiffers()}));
  EXPECT_EQ(json["passed"], 1);
  EXPECT_EQ(json["failed"], 1);
  EXPECT_EQ(json["tests"][1]["differences"][1]["actual"], "Oslo");
  EXPECT_FALSE(json["tests"][0].contains("differences"));
}

TEST(TestReport, JUnitCountsAndEscapes) {
  std::string xml = TestsAsJUnit({Passed(), RowThatDiffers()});
  EXPECT_TRUE(
      xml.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"2\" failures=\"1\" "
                      "errors=\"0\" time=\"0.250000\">\n"))
      << xml;
  EXPECT_NE(xml.find("<testcase classname=\"Contoso.Names\" name=\"IsKept\" file=\"names.idx\" line=\"3\" "
                     "time=\"0.250000\"/>"),
            std::string::npos)
      << xml;
  EXPECT_NE(xml.find("name=\"line 4 &lt;&quot;A&amp;B&quot;&gt;\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("<failure type=\"failure\" message=\"vault.DisplayName: expected &quot;Zoë  Bohr"),
            std::string::npos)
      << xml;
}

}  // namespace
}  // namespace idx::cli
