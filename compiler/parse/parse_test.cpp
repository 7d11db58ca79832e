#include "compiler/parse/parse.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "compiler/ast/dump.h"
#include "compiler/parse/samples.h"

namespace idx::compiler {
namespace {

using namespace ast;
using samples::Body;
using samples::Expression;
using samples::File;
using samples::kDeclarations;
using samples::kExpressions;
using samples::kStatements;

TEST(Parse, DocumentedExamples) {
  const char* shared = std::getenv("IDX_SHARED");
  const std::filesystem::path folder = shared != nullptr ? shared : IDX_SOURCE_DIR "/../shared";
  std::ifstream in(folder / "stdlib" / "examples.jsonl");
  if (!in) GTEST_SKIP() << "the documented examples are not at " << folder;
  int count = 0;
  for (std::string line; std::getline(in, line); ++count) {
    const std::string text = nlohmann::json::parse(line)["expr"];
    auto parsed = Expression(text);
    EXPECT_TRUE(parsed->expression != nullptr && parsed->diagnostics.all().empty()) << text << "\n"
                                                                                    << parsed->Messages();
  }
  EXPECT_GT(count, 500);
}

TEST(Parse, Expressions) {
  for (const char* text : kExpressions) {
    auto parsed = Expression(text);
    EXPECT_TRUE(parsed->expression != nullptr && parsed->diagnostics.all().empty()) << text << "\n"
                                                                                    << parsed->Messages();
  }
}

TEST(Parse, PrecedenceIsThatOfCSharp) {
  auto parsed = Expression("a + b * c == d && e ?? f ?? g");
  const auto& outer = As<Binary>(parsed->expression);
  EXPECT_EQ(outer.op, BinaryOp::kCoalesce);
  EXPECT_EQ(As<Binary>(outer.left).op, BinaryOp::kAnd);
  EXPECT_EQ(As<Binary>(outer.right).op, BinaryOp::kCoalesce);
  auto sub = Expression("a - b - c");
  EXPECT_EQ(As<Binary>(As<Binary>(sub->expression).left).op, BinaryOp::kSub);
}

TEST(Parse, LiteralValues) {
  auto text = Expression("\"a\\u00e9\\t\\uD83D\\uDE00\\uD800\"");
  EXPECT_EQ(As<Literal>(text->expression).text, "a\xC3\xA9\t\xF0\x9F\x98\x80\xED\xA0\x80");
  auto raw = Expression("\"\"\"\n    a\n      b\n    \"\"\"");
  EXPECT_EQ(As<Literal>(raw->expression).text, "a\n  b");
  auto verbatim = Expression("@\"a\\\"\"b\"");
  EXPECT_EQ(As<Literal>(verbatim->expression).text, "a\\\"b");
  EXPECT_EQ(As<Literal>(Expression("'\\u0041'")->expression).integer, 0x41u);
  EXPECT_EQ(As<Literal>(Expression("4294967295")->expression).literal, LiteralKind::kUInt);
  EXPECT_EQ(As<Literal>(As<Unary>(Expression("-2147483648")->expression).operand).literal, LiteralKind::kInt);
  EXPECT_EQ(As<Literal>(Expression("1.50m")->expression).text, "1.50");
  EXPECT_EQ(Expression("99999999999999999999")->Messages(),
            "IDX0008 0-20 the number 99999999999999999999 does not fit its type\n");
  EXPECT_EQ(Expression("\"\\q\"")->Messages(), "IDX0006 1-3 bad escape sequence \\q\n");
}

TEST(Parse, DumpShowsTheStructure) {
  EXPECT_EQ(
      DumpAst(Expression("a?.B(1) is { Length: > 3 } x ? $\"{b:D2}\" : (int?)null")->expression),
      "conditional\n  is\n    conditional access\n      name a\n      call\n        member B\n          "
      "binding\n        int 1\n"
      "    pattern recursive - x\n      property Length\n        pattern relational >\n          int 3\n"
      "  interpolated\n    hole \"D2\"\n      name b\n  cast int?\n    null\n");
}

TEST(Parse, NullConditionalChainsTakeTheRest) {
  auto parsed = Expression("a?.b.c?[0]");
  const auto& outer = As<CondAccess>(parsed->expression);
  const auto& inner = As<CondAccess>(outer.then);
  EXPECT_EQ(inner.then->kind, ExprKind::kIndex);
  EXPECT_EQ(As<Member>(inner.target).name, "c");
  EXPECT_EQ(As<Member>(As<Member>(inner.target).target).target->kind, ExprKind::kBinding);
}

TEST(Parse, SpansGoThroughAFragment) {
  SourceSet sources;
  const FileId id = sources.Add("c.xml", "when='a &lt; \xC3\xA9'");
  Fragment fragment{id, "a < \xC3\xA9", 0, {6, 7, 8, 12, 13, 14, 15}};
  Tree tree;
  Diagnostics diagnostics;
  const Expr* e = ParseExpression(fragment, tree, diagnostics);
  ASSERT_NE(e, nullptr);
  EXPECT_EQ(As<Binary>(e).op_span.begin, 8u);
  EXPECT_EQ(As<Binary>(e).right->span.begin, 13u);
  EXPECT_EQ(e->span.end, 15u);
}

TEST(Parse, Statements) {
  for (const char* text : kStatements) {
    auto parsed = Body(text);
    EXPECT_TRUE(parsed->diagnostics.all().empty()) << text << "\n" << parsed->Messages();
    const auto& type = As<Class>(parsed->file.members.at(0));
    EXPECT_FALSE(As<Method>(type.members.at(0)).block->statements.empty()) << text;
  }
}

TEST(Parse, Declarations) {
  auto parsed = File(kDeclarations);
  EXPECT_EQ(parsed->Messages(), "");
  ASSERT_EQ(parsed->file.usings.size(), 3u);
  EXPECT_EQ(parsed->file.usings[2].alias, "X");
  const auto& scope = As<Namespace>(parsed->file.members.at(0));
  EXPECT_EQ(scope.name, "Contoso.Rules");
  ASSERT_EQ(scope.members.size(), 3u);
  const auto& type = As<Class>(scope.members[0]);
  ASSERT_EQ(type.members.size(), 12u);
  EXPECT_EQ(type.members[0]->attributes.at(0).arguments.at(1).name, "Priority");
  EXPECT_TRUE(type.members[1]->Has("readonly"));
  EXPECT_TRUE(As<Field>(type.members[6]).property);
  EXPECT_EQ(As<UnsupportedDecl>(scope.members[2]).construct, "inheritance");
}

TEST(Parse, NamesOfOpenTypesAndInterfacesAndAssemblies) {
  auto parsed = File(R"([assembly: X][module: Y]
[Z] class A : I { }
class C { void I.F() { } int I<int>.G(int x) => x; string N.I.P { get; } int I.this[int i] => i; }
)");
  EXPECT_EQ(parsed->Messages(), "");
  EXPECT_EQ(DumpAst(parsed->file),
            "unsupported attribute of the assembly \nunsupported attribute of the assembly \nattribute "
            "Z\nunsupported inheritance A\n"
            "class C\n  unsupported explicit interface implementation F\n  unsupported explicit interface "
            "implementation G\n"
            "  unsupported explicit interface implementation P\n  unsupported indexer \n");
  EXPECT_EQ(parsed->file.members.at(2)->span.begin, 25u);
}

TEST(Parse, LambdasAndCastsThatNeedLookAhead) {
  EXPECT_EQ(
      DumpAst(Expression("a ?? x => x ?? y")->expression),
      "binary ??\n  name a\n  lambda\n    parameter x : -\n    binary ??\n      name x\n      name y\n");
  EXPECT_EQ(DumpAst(Expression("a ?? (x, y) => { }")->expression),
            "binary ??\n  name a\n  lambda\n    parameter x : -\n    parameter y : -\n    block\n");
  EXPECT_EQ(DumpAst(Expression("x switch { 1 when a ?? b => c, 2 when (int)d > 1 => e }")->expression),
            "switch\n  name x\n  arm\n    pattern constant\n      int 1\n    when: binary ??\n      name a\n "
            "     name b\n    name c\n"
            "  arm\n    pattern constant\n      int 2\n    when: binary >\n      cast int\n        name d\n  "
            "    int 1\n    name e\n");
  EXPECT_EQ(
      DumpAst(Expression("x is nameof(A.B) or nameof(c)")->expression),
      "is\n  name x\n  pattern or\n    pattern constant\n      nameof\n        member B\n          name A\n"
      "    pattern constant\n      nameof\n        name c\n");
  EXPECT_EQ(
      DumpAst(Expression("f(typeof(List<>), typeof(System.Collections.Generic.Dictionary<,>))")->expression),
      "call\n  name f\n  unsupported typeof of an open generic type\n  unsupported typeof of an open generic "
      "type\n");
}

TEST(Parse, MessagesAreForPeople) {
  EXPECT_EQ(Body("f()\nvar x = 1;")->Messages(),
            "IDX0001 38-38 expected ';' after the expression, found 'var'\n");
  EXPECT_EQ(Body("x = ;")->Messages(), "IDX0001 39-40 unexpected ';': expected an expression\n");
  EXPECT_EQ(Body("else f();")->Messages(), "IDX0001 35-39 unexpected 'else'\n");
  EXPECT_EQ(Body("f(a b);")->Messages(), "IDX0001 38-38 expected ',' or ')', found 'b'\n");
  EXPECT_EQ(Body("var s = \"abc;\nf();")->diagnostics.all().at(0).id, 3);
  EXPECT_EQ(Body("var s = $\"abc {x;\nf();")->diagnostics.all().at(0).id, 3);
  EXPECT_EQ(Expression("a +")->Messages(), "IDX0001 3-3 expected an expression; the text ends here\n");
  EXPECT_EQ(Expression("a;")->expression, nullptr);
}

TEST(Parse, AllErrorsOfAFileAreFound) {
  auto parsed = Body(
      "x = * 5;\nif (a ==) { y = ); }\nf(;\nok();\nswitch (x) { case : f(); break; default: g(; break; "
      "}\nreturn 1");
  EXPECT_EQ(parsed->diagnostics.all().size(), 7u) << parsed->Messages();
  auto members = File(
      "static class C {\n static void A( { f(); }\n if (x) f();\n static void B() { g( }\n}\n}\nstatic class "
      "D { }\n");
  EXPECT_EQ(members->diagnostics.all().size(), 4u) << members->Messages();
}

TEST(Parse, LimitsAndInvalidInput) {
  EXPECT_EQ(Expression(std::string(300, '(') + "1" + std::string(300, ')'))->diagnostics.all().at(0).id, 4);
  std::string chain = "a", nested;
  for (int i = 0; i < 20000; ++i) chain += "+a";
  EXPECT_EQ(Expression(chain)->diagnostics.all().at(0).id, 4);
  for (int i = 0; i < 20000; ++i) nested += "a ? b : ";
  EXPECT_EQ(Expression(nested + "c")->diagnostics.all().at(0).id, 4);
  EXPECT_EQ(Expression("a\xFF")->Messages(), "IDX0005 1-2 the file is not UTF-8 (byte 1)\n");
  EXPECT_EQ(Expression("abcdef", {200, 3})->diagnostics.all().at(0).id, 7);
  EXPECT_EQ(Expression("\uFEFF1")->Messages(), "IDX0002 0-3 unexpected character U+FEFF\n");
  EXPECT_EQ(Expression("\"\u2066\" /* \u202E */")->diagnostics.all().size(), 2u);
  EXPECT_EQ(Expression("")->expression, nullptr);
}

TEST(Parse, AnyTokenMayBeMissing) {
  const std::string sample =
      R"(using System; namespace N; static class C { [Join("A.B", Order = 1)] static bool M(string? a, int b = 2) {
 if (a is { Length: > 3 } x && b > 0) return x?.Trim()[..3] != $"{b:D2}"; foreach (var v in new[] { 1, 2 }) b += v switch { 1 => 2, _ => 0 };
 return a switch { "x" => true, _ => false }; } })";
  for (size_t i = 0; i < sample.size(); ++i) {
    std::string less = sample;
    File(less.erase(i, 1));
    if (i + 3 < sample.size())
      EXPECT_FALSE(File(sample.substr(0, i))->diagnostics.all().empty() && i > 30) << i;
  }
}

}  // namespace
}  // namespace idx::compiler
