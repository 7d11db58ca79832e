// idx fmt of .idx: a regular layout, and nothing else.
#include "compiler/parse/format.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "compiler/ast/dump.h"
#include "compiler/parse/samples.h"

namespace idx::compiler {
namespace {

std::optional<std::string> Format(const std::string& text) {
  SourceSet sources;
  Diagnostics diagnostics;
  FileId file = sources.Add("a.idx", text);
  return FormatRules(sources, file, diagnostics);
}

// The tree without its places; nothing for what does not parse.
std::optional<std::string> TreeOf(const std::string& text) {
  SourceSet sources;
  ast::Tree tree;
  Diagnostics diagnostics;
  ast::File file = ParseFile(sources, sources.Add("a.idx", text), tree, diagnostics);
  if (diagnostics.has_errors()) return std::nullopt;
  return DumpAst(file);
}

std::string WithoutBlanks(const std::string& text) {
  std::string rest;
  for (char c : text)
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') rest += c;
  return rest;
}

// Lines moved to the left, where no string or comment goes over several lines.
std::string Flattened(const std::string& text) {
  std::string flat;
  bool at_start = true;
  for (char c : text) {
    if (at_start && (c == ' ' || c == '\t')) continue;
    at_start = c == '\n';
    flat += c;
  }
  return flat;
}
bool IsPlain(const std::string& text) {
  return text.find("\"\"\"") == std::string::npos && text.find("@\"") == std::string::npos &&
         text.find("@$") == std::string::npos && text.find("/*") == std::string::npos &&
         text.find("$@") == std::string::npos;
}

void ExpectLaidOut(const std::string& name, const std::string& text) {
  std::optional<std::string> tree = TreeOf(text);
  if (!tree) {
    EXPECT_FALSE(Format(text).has_value()) << name;
    return;
  }
  auto once = Format(text);
  ASSERT_TRUE(once.has_value()) << name;
  EXPECT_EQ(TreeOf(*once), tree) << name << "\n" << *once;
  EXPECT_EQ(Format(*once), once) << name;
  std::string rest = WithoutBlanks(*once);
  std::string before = WithoutBlanks(text.starts_with("\xEF\xBB\xBF") ? text.substr(3) : text);
  EXPECT_EQ(rest, before) << name;  // comments and directives, too
  if (IsPlain(text)) EXPECT_EQ(Format(Flattened(text)), once) << name;
}

std::vector<std::string> RuleFiles() {
  std::vector<std::string> files;
  for (const char* folder : {"tests", "examples", "bench"})
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::string(IDX_SOURCE_DIR) + "/" + folder))
      if (entry.path().extension() == ".idx") files.push_back(entry.path().string());
  return files;
}

TEST(Format, NeverChangesTheMeaningOfAGoldenFileAndIsIdempotent) {
  size_t formatted = 0;
  for (const std::string& path : RuleFiles()) {
    std::ifstream in(path, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(in), {});
    ExpectLaidOut(path, text);
    formatted += Format(text).has_value() ? 1 : 0;
  }
  EXPECT_GT(formatted, 100u);
}

TEST(Format, NeverChangesTheMeaningOfAnyConstruct) {
  ExpectLaidOut("declarations", samples::kDeclarations);
  for (const char* expression : samples::kExpressions)
    ExpectLaidOut(expression, "class A { static void M() { x = " + std::string(expression) + "; } }");
  for (const char* statement : samples::kStatements)
    ExpectLaidOut(statement, "class A { static void M() {\n" + std::string(statement) + "\n} }");
}

// Every space is taken out or doubled where the tokens allow it: the layout does not depend on them.
TEST(Format, SpacesBetweenTokensDoNotMatter) {
  for (const char* expression : samples::kExpressions) {
    std::string wide;
    bool quoted = false;
    for (const char* c = expression; *c != '\0'; ++c) {
      quoted ^= *c == '"' || *c == '\'';
      wide += *c == ' ' && !quoted ? "   " : std::string(1, *c);
    }
    if (wide.find('$') != std::string::npos || wide.find("\"\"") != std::string::npos) continue;
    EXPECT_EQ(Format("class A { static int M() => " + wide + "; }"),
              Format("class A { static int M() => " + std::string(expression) + "; }"));
  }
}

struct Case {
  const char* before;
  const char* after;
};

const Case kCases[] = {
    {"static class A{static int F( int a,int b )=>a+b ;}",
     "static class A { static int F(int a, int b) => a + b; }\n"},
    {"static class A\n{\n\n\n  const int N=3;\n\n\n\n  const int M = - 3;\n\n}\n\n",
     "static class A\n{\n    const int N = 3;\n\n    const int M = -3;\n}\n"},
    {"class A{\nstatic void M( ){\nif(a){\nf (x) ;\n}else{\ng( ! x );\n}\n}\n}",
     "class A {\n    static void M() {\n        if (a) {\n            f(x);\n        } else {\n            "
     "g(!x);\n"
     "        }\n    }\n}\n"},
    {"class A\n{\nstatic void M()\n{\nif (a)\nforeach (var x in xs)\nf(x);\nelse\ng();\n}\n}",
     "class A\n{\n    static void M()\n    {\n        if (a)\n            foreach (var x in xs)\n            "
     "    f(x);\n"
     "        else\n            g();\n    }\n}\n"},
    {"class A\n{\nstatic void M()\n{\nswitch (a)\n{\ncase 1:\nf();\nbreak;\n// others\ndefault:\ng(  "
     ");\nbreak;\n}\n}\n}",
     "class A\n{\n    static void M()\n    {\n        switch (a)\n        {\n            case 1:\n           "
     "     f();\n"
     "                break;\n            // others\n            default:\n                g();\n            "
     "    break;\n"
     "        }\n    }\n}\n"},
    {"class A\n{\n[Test]\n[Id( \"x\" )] static string? S(int ? n)=>n switch\n{\nnull=>\"no\",\n>1 "
     "and<5=>\n\"few\",\n};\n}",
     "class A\n{\n    [Test]\n    [Id(\"x\")] static string? S(int? n) => n switch\n    {\n        null => "
     "\"no\",\n"
     "        > 1 and < 5 =>\n            \"few\",\n    };\n}\n"},
    {"class A\n{\n// one\nint a; // two\n/* three */ int b;   // four\n}\n// five",
     "class A\n{\n    // one\n    int a; // two\n    /* three */ int b;   // four\n}\n// five\n"},
    {"class A\n{\nstatic bool M() =>\na\n&& f(\nx,\ny)\n&& (b\n|| c);\n}",
     "class A\n{\n    static bool M() =>\n        a\n        && f(\n            x,\n            y)\n        "
     "&& (b\n"
     "            || c);\n}\n"},
    {"class A\n{\nstatic int M() => xs.Where(x =>\n{\nreturn x>1;\n}).Count();\n}",
     "class A\n{\n    static int M() => xs.Where(x =>\n    {\n        return x > 1;\n    }).Count();\n}\n"},
    {"class A { static int M() { return a - -b + - - c ; } }",
     "class A { static int M() { return a - -b + - -c; } }\n"},
    {"class A { static int M() => xs [ ^ 1 ] + ( int ) d + b?.c ( d : 1 ) + t [ 1 .. ^ 2 ] + ( a ?b: c ) ; }",
     "class A { static int M() => xs[^1] + (int)d + b?.c(d: 1) + t[1..^2] + (a ? b : c); }\n"},
    {"class A { const string B = @\"a\n   b\"; }\r\n", "class A { const string B = @\"a\n   b\"; }\n"},
    {"class A\r\n{\r\nint a;\r\n}", "class A\r\n{\r\n    int a;\r\n}\r\n"},
    {"", ""},
    {"\n\n// only a comment", "// only a comment\n"},
};

TEST(Format, LaysOut) {
  for (const Case& c : kCases) {
    EXPECT_EQ(Format(c.before), c.after);
    if (TreeOf(c.before)) ExpectLaidOut(c.before, c.before);
  }
}

TEST(Format, TheExamplesAreFormatted) {
  for (const std::string& path : RuleFiles()) {
    if (path.find("/examples/") == std::string::npos) continue;
    std::ifstream in(path, std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(in), {});
    EXPECT_EQ(Format(text), text) << path;
  }
}

}  // namespace
}  // namespace idx::compiler
