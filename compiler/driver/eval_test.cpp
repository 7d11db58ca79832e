// The contract of `idx eval`: values as JSON, JSON as variables, errors by id.
#include "compiler/driver/eval.h"

#include <gtest/gtest.h>

#include "compiler/driver/compile.h"

namespace idx::compiler {
namespace {

// The value, or "IDX…".
std::string Eval(const std::string& expression, const std::string& json = "{}") {
  JsonVariables variables;
  Status read = ReadVariables(json, variables);
  if (!read.ok()) return read.error().message;
  EvalOptions options;
  options.variables = &variables;
  options.now = DateTime::Of(kUnixEpochTicks, DateTimeKind::kUtc);
  options.today = DateOnly{kUnixEpochDays};
  EvalAnswer answer = Evaluate(expression, options);
  EXPECT_EQ(answer.ok, answer.error_id.empty());
  return answer.ok ? answer.json : answer.error_id;
}

TEST(Eval, ValuesAsJson) {
  EXPECT_EQ(Eval("1 + 2"), "3");
  EXPECT_EQ(Eval("5000000000L"), "5000000000");
  EXPECT_EQ(Eval("0.1 + 0.2"), "0.30000000000000004");
  EXPECT_EQ(Eval("1 < 2"), "true");
  EXPECT_EQ(Eval("(string?)null"), "null");
  EXPECT_EQ(Eval("'x'"), "\"x\"");
  EXPECT_EQ(Eval(R"("q\"\\\n\u0001Å")"), R"("q\"\\\n\u0001Å")");
  EXPECT_EQ(Eval("new[] { 1, 2 }"), "[1,2]");
  EXPECT_EQ(Eval("StringComparison.Ordinal"), "\"Ordinal\"");
  EXPECT_EQ(Eval("new DateTime(2014, 1, 2, 4, 4, 6, DateTimeKind.Utc)"), "\"2014-01-02T04:04:06Z\"");
  EXPECT_EQ(Eval("new DateTime(2014, 1, 2, 4, 4, 6)"), "\"2014-01-02T04:04:06\"");
  EXPECT_EQ(Eval("TimeSpan.FromDays(90)"), "\"90.00:00:00\"");
  EXPECT_EQ(Eval("\"\\ud83d\""), "\"\\ud83d\"") << "half of a pair is an escape";
}

TEST(Eval, MembersOfTheObjectAreVariables) {
  EXPECT_EQ(Eval("name.ToUpper() + n + big", R"({"name": "ann", "n": 3, "big": 5000000000})"),
            "\"ANN35000000000\"");
  EXPECT_EQ(Eval("mail ?? \"none\"", R"({"mail": null})"), "\"none\"");
  EXPECT_EQ(Eval("list[1] + half", R"({"list": [1, 2.5], "half": 0.5})"), "3");
  EXPECT_EQ(Eval("texts", R"({"texts": []})"), "[]");
  EXPECT_EQ(Eval("x", "[1]").substr(0, 7), "--json:");
  EXPECT_EQ(Eval("x", R"({"x": {"y": 1}})").substr(0, 7), "--json:");
  EXPECT_EQ(Eval("x", R"({"x": [1, "a"]})").substr(0, 7), "--json:");
  EXPECT_EQ(Eval("x", "{").substr(0, 27), "--json holds no JSON object");
}

TEST(Eval, ErrorsHaveTheirId) {
  EXPECT_EQ(Eval("1 / z", R"({"z": 0})"), "IDX3010");
  EXPECT_EQ(Eval("\"abc\".Substring(4)"), "IDX3005");
  EXPECT_EQ(Eval("throw Fail(\"no\")"), "IDX3001");
  EXPECT_EQ(Eval("nobody"), "IDX1001");
  EXPECT_EQ(Eval("1 +"), "IDX0001");
  EXPECT_EQ(Eval(""), "IDX0001");
}

TEST(Compile, TheStarterCompilesAndItsVersionIsItsContent) {
  auto first = Compile(std::string(IDX_SOURCE_DIR) + "/examples/starter");
  auto second = Compile(std::string(IDX_SOURCE_DIR) + "/examples/starter");
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_FALSE(first.value().diagnostics.has_errors());
  ASSERT_NE(first.value().program, nullptr);
  EXPECT_NE(first.value().program->evaluator, nullptr);
  EXPECT_EQ(first.value().program->digest.size(), 64u);
  EXPECT_EQ(first.value().program->digest, second.value().program->digest);
  SourceSet one, other;
  one.Add("a", "bc");
  other.Add("ab", "c");
  EXPECT_NE(DigestOf(one), DigestOf(other));
}

TEST(Compile, ADirectoryThatIsNotThere) {
  auto compiled = Compile("/nonexistent/idx");
  EXPECT_TRUE(!compiled.ok() || compiled.value().diagnostics.has_errors());
}

}  // namespace
}  // namespace idx::compiler
