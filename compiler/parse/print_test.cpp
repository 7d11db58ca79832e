// Printed text of a tree parses to an equal tree.
#include "compiler/ast/print.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "compiler/ast/dump.h"
#include "compiler/parse/samples.h"

namespace idx::compiler {
namespace {

using samples::BodyText;
using samples::Expression;
using samples::File;

void ExpectSameExpression(const std::string& text) {
  auto first = Expression(text);
  ASSERT_TRUE(first->expression != nullptr) << text << "\n" << first->Messages();
  const std::string printed = PrintAst(first->expression, &first->sources);
  auto second = Expression(printed);
  ASSERT_TRUE(second->expression != nullptr) << text << "\n" << printed << "\n" << second->Messages();
  EXPECT_EQ(DumpAst(first->expression), DumpAst(second->expression)) << text << "\n" << printed;
}

void ExpectSameFile(const std::string& text) {
  auto first = File(text);
  ASSERT_EQ(first->Messages(), "") << text;
  const std::string printed = PrintAst(first->file, &first->sources);
  auto second = File(printed);
  ASSERT_EQ(second->Messages(), "") << text << "\n" << printed;
  EXPECT_EQ(DumpAst(first->file), DumpAst(second->file)) << text << "\n" << printed;
  EXPECT_EQ(PrintAst(second->file, &second->sources), printed) << "printing is not stable";
}

std::string Printed(const std::string& text) { return PrintAst(Expression(text)->expression); }

TEST(Print, DocumentedExamplesComeBack) {
  const char* shared = std::getenv("IDX_SHARED");
  const std::filesystem::path folder = shared != nullptr ? shared : IDX_SOURCE_DIR "/../shared";
  std::ifstream in(folder / "stdlib" / "examples.jsonl");
  if (!in) GTEST_SKIP() << "the documented examples are not at " << folder;
  for (std::string line; std::getline(in, line);) ExpectSameExpression(nlohmann::json::parse(line)["expr"]);
}

TEST(Print, EveryConstructComesBack) {
  for (const char* text : samples::kExpressions) ExpectSameExpression(text);
  for (const char* text : samples::kStatements) ExpectSameFile(BodyText(text));
  ExpectSameFile(samples::kDeclarations);
}

TEST(Print, ParenthesesStandWherePrecedenceNeedsThem) {
  EXPECT_EQ(Printed("(a + b) * c - (d - e)"), "(a + b) * c - (d - e)");
  EXPECT_EQ(Printed("((a * b) + (c))"), "a * b + c");
  EXPECT_EQ(Printed("(a ?? b) ?? (c ?? d)"), "(a ?? b) ?? c ?? d");
  EXPECT_EQ(Printed("(a ?? throw b) ?? c"), "(a ?? throw b) ?? c");
  EXPECT_EQ(Printed("(a ? b : c) ? (d ? e : f) : g"), "(a ? b : c) ? d ? e : f : g");
  EXPECT_EQ(Printed("(a?.b).c + a?.b.c"), "(a?.b).c + a?.b.c");
  EXPECT_EQ(Printed("- -a - (-1)"), "- -a - -1");
  EXPECT_EQ(Printed("(Foo)(-x) + (int)-x"), "(Foo)(-x) + (int)(-x)");
  EXPECT_EQ(Printed("$\"{(a ? b : c):D2}{{\""), "$\"{(a ? b : c):D2}{{\"");
  EXPECT_EQ(Printed("x is (A or B) and not (C and D)"), "x is (A or B) and not (C and D)");
  EXPECT_EQ(Printed("(x as int?) ?? 0"), "(x as int?) ?? 0");
  EXPECT_EQ(Printed("[..(a ?? b), (..c)]"), "[..(a ?? b), ..c]");
  EXPECT_EQ(Printed("(x => y)(1) + (a..b).c"), "(x => y)(1) + (a..b).c");
}

TEST(Print, WordsAndLiterals) {
  EXPECT_EQ(Printed("@class.@new + string.Empty"), "@class.@new + string.Empty");
  EXPECT_EQ(Printed("-2147483648 + 4294967295 + 5L + 7UL"), "-2147483648 + 4294967295u + 5L + 7UL");
  EXPECT_EQ(Printed("1e3 + 1.50m + 2f + 0.1"), "1000.0 + 1.50m + 2f + 0.1");
  EXPECT_EQ(Printed("@\"a\\\"\"b\" + '\\n' + \"\\uD800\\0é\""),
            "\"a\\\\\\\"b\" + '\\u000A' + \"\\uD800\\u0000é\"");
  EXPECT_EQ(PrintAst(Expression("from x in y select x")->expression), "/* query syntax */");
}

TEST(Print, AFileIsLaidOut) {
  auto parsed = File(
      "namespace N { static class C { [A(1, B = 2)] static int M(int x) { if (x > 1) return 1; else { } } } "
      "}");
  EXPECT_EQ(PrintAst(parsed->file),
            "namespace N;\n\nstatic class C\n{\n    [A(1, B = 2)]\n    static int M(int x)\n    {\n        if "
            "(x > 1)\n"
            "            return 1;\n        else\n        {\n        }\n    }\n}\n");
}

}  // namespace
}  // namespace idx::compiler
