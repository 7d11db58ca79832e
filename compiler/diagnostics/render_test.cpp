#include "compiler/diagnostics/render.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace idx::compiler {
namespace {

TEST(Render, TextShowsTheLineWithCaretsNotesAndFix) {
  SourceSet sources;
  const FileId id = sources.Add("rules/a.idx", "one\n\té = app.Email;\r\n");
  Diagnostics diagnostics;
  Diagnostic& d = diagnostics.Report(2001, {id, 10, 19}, {"app.Email"});
  d.notes.push_back({{id, 0, 3}, "declared here"});
  d.fix = "app.Email?.ToLower()";
  EXPECT_EQ(RenderText(diagnostics, sources),
            "rules/a.idx:2:6: error IDX2001: app.Email may be null here\n"
            " 2 | \té = app.Email;\n"
            "   | \t    ^^^^^^^^^\n"
            "rules/a.idx:1:1: note: declared here\n"
            " 1 | one\n"
            "   | ^^^\n"
            "  fix: app.Email?.ToLower()\n"
            "1 error, 0 warnings\n");
}

TEST(Render, EmptySpanAndEndOfFileHaveOneCaret) {
  SourceSet sources;
  const FileId id = sources.Add("a", "ab");
  Diagnostics diagnostics;
  diagnostics.Report(3, {id, 2, 2});
  EXPECT_EQ(RenderText(diagnostics.all()[0], sources),
            "a:1:3: error IDX0003: the string is not closed\n 1 | ab\n   |   ^\n");
}

TEST(Render, WithoutAPlaceOnlyTheMessage) {
  Diagnostics diagnostics;
  diagnostics.Report(4009, {});
  EXPECT_EQ(RenderText(diagnostics.all()[0], SourceSet()),
            "error IDX4009: the configuration has no idx.xml\n");
}

TEST(Render, JsonIsStableAndSurvivesBadBytes) {
  SourceSet sources;
  const FileId id = sources.Add("a", "x\ny");
  Diagnostics diagnostics;
  diagnostics.Report(2, {id, 2, 3}, {"\xFF"});
  const auto json = nlohmann::json::parse(RenderJson(diagnostics, sources));
  EXPECT_EQ(json["errors"], 1);
  EXPECT_EQ(json["diagnostics"][0]["code"], "IDX0002");
  EXPECT_EQ(json["diagnostics"][0]["line"], 2);
  EXPECT_EQ(json["diagnostics"][0]["endColumn"], 2);
  EXPECT_FALSE(json["diagnostics"][0].contains("fix"));
}

TEST(Render, NothingSteersTheTerminal) {
  SourceSet sources;
  const FileId id = sources.Add("a", "x\x1B[31m\u202E\u009B y");
  Diagnostics diagnostics;
  diagnostics.Report(2, {id, 1, 2}, {"\x1B\u2066"});
  EXPECT_EQ(RenderText(diagnostics.all()[0], sources),
            "a:1:2: error IDX0002: unexpected character \uFFFD\uFFFD\n"
            " 1 | x\uFFFD[31m\uFFFD\uFFFD y\n   |  ^\n");
}

TEST(Render, LongLinesAndNamesAreCut) {
  SourceSet sources;
  const FileId id = sources.Add("a", std::string(5000, 'x') + "é" + std::string(5000, 'y') + "\nzé");
  EXPECT_EQ(sources.file(id).PositionOf(10'001).column, 10'001u);
  EXPECT_EQ(sources.file(id).PositionOf(5'000).column, 5'001u);
  EXPECT_EQ(sources.file(id).PositionOf(10'006).line, 2u);
  EXPECT_EQ(sources.file(id).PositionOf(10'006).column, 3u);
  Diagnostics diagnostics;
  diagnostics.Report(2, {id, 10'001, 10'001}, {std::string(399, 'n') + "é" + std::string(1'000'000, 'n')});
  EXPECT_EQ(RenderText(diagnostics.all()[0], sources),
            "a:1:10001: error IDX0002: unexpected character " + std::string(399, 'n') + "…\n");
}

TEST(Diagnostics, TheSameIdAtTheSamePlaceIsKeptOnceAlsoAfterSorting) {
  Diagnostics diagnostics;
  diagnostics.Report(3, {FileId{1}, 7, 9});
  diagnostics.Report(3, {FileId{0}, 7, 9}).fix = "first";
  diagnostics.Report(2, {FileId{0}, 7, 9}, {"x"});
  EXPECT_EQ(diagnostics.Report(3, {FileId{0}, 7, 8}).fix, "first");
  diagnostics.Sort();
  EXPECT_EQ(diagnostics.Report(3, {FileId{0}, 7, 9}).fix, "first");
  EXPECT_EQ(diagnostics.Report(3, {FileId{1}, 7, 9}).span.file, FileId{1});
  EXPECT_EQ(diagnostics.Report(3, {FileId{1}, 8, 9}).span.begin, 8u);
  ASSERT_EQ(diagnostics.all().size(), 4u);
  EXPECT_EQ(diagnostics.all()[0].id, 2);
  EXPECT_EQ(diagnostics.errors(), 4u);
}

}  // namespace
}  // namespace idx::compiler
