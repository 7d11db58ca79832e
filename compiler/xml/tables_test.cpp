// <Table>: what is read, and what is told of a file that is no table, with its own places.
#include "compiler/xml/tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "base/platform/temp_folder.h"
#include "compiler/xml/load.h"

namespace idx::compiler {
namespace {

using testing::HasSubstr;

std::string Configured(const std::string& tables) {
  return "<Configuration xmlns=\"urn:idx:config:1\" tenant=\"t\">\n"
         "<Vault><Object name=\"User\"><Attribute name=\"Mail\"/></Object></Vault>\n" +
         tables + "</Configuration>\n";
}
std::string TableOf(const std::string& rest = "") {
  return R"(<Table name="D" path="d.csv" key="Code" value="Name")" + rest + "/>";
}

class TablesTest : public testing::Test {
 protected:
  // Of files in memory, one table.
  LoadedConfiguration& Load(const std::string& csv, const std::string& rest = "") {
    return LoadAll({{"idx.xml", Configured(TableOf(rest))}, {"d.csv", csv}});
  }
  LoadedConfiguration& LoadAll(std::vector<ConfigurationFile> files) {
    diagnostics_ = Diagnostics();
    loaded_ = LoadConfigurationFiles(std::move(files), diagnostics_);
    return loaded_;
  }
  LoadedConfiguration& LoadFolder() {
    diagnostics_ = Diagnostics();
    auto result = LoadConfiguration(folder_.path(), diagnostics_);
    EXPECT_TRUE(result.ok());
    loaded_ = std::move(result).value();
    return loaded_;
  }
  void Write(const std::string& path, const std::string& text) {
    std::filesystem::path whole = std::filesystem::path(folder_.path()) / path;
    std::filesystem::create_directories(whole.parent_path());
    std::ofstream(whole, std::ios::binary) << text;
  }
  // "a=x b=y"
  std::string Rows(const std::string& name = "D") {
    std::string rows;
    if (!loaded_.tables.contains(name)) return "no table";
    const stdlib::TextPairs& pairs = loaded_.tables[name]->pairs();
    for (size_t i = 0; i < pairs.size(); ++i)
      rows += (i == 0 ? "" : " ") + std::string(pairs.At(2 * i)) + "=" + std::string(pairs.At(2 * i + 1));
    return rows;
  }
  std::string Errors() {
    diagnostics_.Sort();
    std::string out;
    auto place = [&](Span span) {
      const SourceFile& file = loaded_.sources.file(span.file);
      Position at = file.PositionOf(span.begin);
      return file.path() + ":" + std::to_string(at.line) + ":" + std::to_string(at.column) + " ";
    };
    for (const Diagnostic& d : diagnostics_.all()) {
      out += place(d.span) + d.Code() + " " + d.message + (d.fix.empty() ? "" : " (" + d.fix + ")") + "\n";
      for (const Note& note : d.notes) out += "  " + place(note.span) + note.message + "\n";
    }
    return out;
  }

  TempFolder folder_ = TempFolder::Create("idx-tables").value();
  Diagnostics diagnostics_;
  LoadedConfiguration loaded_;
};

TEST_F(TablesTest, AreRead) {
  Load("Code,Name\nD1,Sales\nD2,\"Research, \"\"and\"\"\nmore\"\n");
  EXPECT_EQ(Errors(), "");
  EXPECT_EQ(Rows(), "D1=Sales D2=Research, \"and\"\nmore");
}

TEST_F(TablesTest, ColumnsStandAnywhereAndOtherLineEndsAndAMarkAreRead) {
  Load("\xEF\xBB\xBFName;Other;Code\r\nSales;;D1\r\n\r\n;;\r\nÄrzte;x;D2", R"( delimiter="auto")");
  EXPECT_EQ(Errors(), "");
  EXPECT_EQ(Rows(), "D1=Sales D2=Ärzte") << "blank rows are what spreadsheets leave behind";
  Load("Code\tName\rD1\tSales\r", R"( delimiter="tab")");
  EXPECT_EQ(Errors(), "");
  EXPECT_EQ(Rows(), "D1=Sales");
  Load("Code|Name\nD1|Sales", R"( delimiter="|")");
  EXPECT_EQ(Rows(), "D1=Sales");
  Load("Code,Name\n");
  EXPECT_EQ(Errors(), "") << "a table may be empty";
  Load("Code,Name\nD1,\n");
  EXPECT_EQ(Errors(), "") << "and so may a value";
  EXPECT_EQ(Rows(), "D1=");
}

TEST_F(TablesTest, OneFileServesSeveral) {
  LoadAll({{"idx.xml",
            Configured(TableOf() + R"(<Table name="Places" path="./d.csv" key="Code" value="City"/>)"
                                   R"(<Table name="Codes" path="x/../d.csv" key="Name" value="Code"/>)")},
           {"d.csv", "Code,Name,City\nD1,Sales,London\n"}});
  EXPECT_EQ(Errors(), "");
  EXPECT_EQ(Rows("Places"), "D1=London");
  EXPECT_EQ(Rows("Codes"), "Sales=D1");
  EXPECT_EQ(loaded_.sources.size(), 2u);
}

TEST_F(TablesTest, KeysAreUnique) {
  Load("Code,Name\nD1,Sales\nD2,x\n\"D1\",Other\nd1,y\n");
  EXPECT_EQ(Errors(),
            "d.csv:4:1 IDX4020 lines 2 and 4 of the table have the same key \"D1\"\n"
            "  d.csv:2:1 the first one is here\n");
  Load("Code,Name\nD1,Sales\nD2,x\nd1,y\n", R"( ignoreCase="true")");
  EXPECT_THAT(Errors(), HasSubstr("d.csv:4:1 IDX4020 lines 2 and 4 of the table have the same key d1"));
  std::string many = "Code,Name\n";
  for (int i = 0; i < 1000; ++i) many += "D1,x\n";
  Load(many);
  EXPECT_EQ(diagnostics_.all().size(), 20u);
}

TEST_F(TablesTest, RowsHaveTheShapeOfTheHeader) {
  Load("Code,Name\nD1\nD2,a,b\nD3,ok\n,x\n\"D4\"x,y\nD5,\"open\n");
  EXPECT_EQ(Errors(),
            "d.csv:2:1 IDX4021 bad table: this row has 1 field, the header has 2\n"
            "d.csv:3:1 IDX4021 bad table: this row has 3 fields, the header has 2\n"
            "d.csv:5:1 IDX4021 bad table: this row has no key\n"
            "d.csv:6:1 IDX4021 bad table: text follows the closing quote\n"
            "d.csv:7:1 IDX4021 bad table: a quoted field is open where the file ends: it was cut off, or a "
            "quote is not closed\n");
  Load("");
  EXPECT_EQ(Errors(), "d.csv:1:1 IDX4021 bad table: it is empty: its first line names the columns\n");
  Load("\xEF\xBB\xBF\n\n");
  EXPECT_THAT(Errors(), HasSubstr("it is empty"));
  Load("\"Code,Name\nD1,x\n");
  EXPECT_EQ(Errors(), "d.csv:1:1 IDX4021 bad table: its header does not end: a quote in it is not closed\n");
}

TEST_F(TablesTest, ColumnsAreNamed) {
  Load("code,Title\nD1,x\n");
  EXPECT_EQ(Errors(),
            "idx.xml:3:35 IDX4006 there is no column of d.csv named 'Code' (did you mean 'code'?)\n"
            "  d.csv:1:1 the columns are code, Title\n"
            "idx.xml:3:48 IDX4006 there is no column of d.csv named 'Name'\n"
            "  d.csv:1:1 the columns are code, Title\n");
  Load("Code;Name\nD1;x\n");
  EXPECT_THAT(Errors(), HasSubstr("it has one column: is it another delimiter? Try delimiter=\"auto\""));
  Load("Code,Name,Code\nD1,x,y\n");
  EXPECT_EQ(Errors(), "d.csv:1:1 IDX4007 two columns have the name 'Code'\n");
}

TEST_F(TablesTest, FilesAreUtf8) {
  Load("Code,Name\nD1,M\xFCller\n");
  EXPECT_EQ(Errors(), "d.csv:2:5 IDX0005 the file is not UTF-8 (byte 14)\n");
  Load(std::string("Code,Name\nD1,a\0b\n", 17));
  EXPECT_EQ(Errors(), "d.csv:2:5 IDX0005 the file is not UTF-8 (byte 14)\n");
  Load(
      "\xFF\xFE"
      "C\0o\0");
  EXPECT_EQ(Errors(), "d.csv:1:1 IDX0005 the file is not UTF-8 (byte 0)\n");
}

TEST_F(TablesTest, TheElementIsChecked) {
  LoadAll({{"idx.xml", Configured(TableOf(R"( ignoreCase="yes" delimiter="ab")") + "\n" + TableOf() + "\n" +
                                  R"(<Table name=" " path="d.csv" key="Code" value="Name"/>)"
                                  "\n<Table name=\"E\"/>")},
           {"d.csv", "Code,Name\nD1,x\n"}});
  EXPECT_EQ(Errors(),
            "idx.xml:3:66 IDX4005 'yes' is not a valid ignoreCase: one of true, false\n"
            "idx.xml:3:82 IDX4005 'ab' is not a valid delimiter: one ASCII character, tab or auto\n"
            "idx.xml:4:14 IDX4007 two tables have the name 'D'\n"
            "idx.xml:5:14 IDX4005 ' ' is not a valid name of a table\n"
            "idx.xml:6:2 IDX4004 <Table> needs the attribute 'path'\n");
}

TEST_F(TablesTest, FilesLieBelowTheDirectory) {
  for (const char* path : {"/etc/passwd", "../d.csv", "x/../../d.csv", "", "."}) {
    Write("idx.xml",
          Configured(R"(<Table name="D" path=")" + std::string(path) + R"(" key="Code" value="Name"/>)"));
    LoadFolder();
    EXPECT_THAT(Errors(), HasSubstr("IDX4005")) << path;
  }
  Write("idx.xml", Configured(R"(<Table name="D" path="data/d.csv" key="Code" value="Name"/>)"));
  LoadFolder();
  EXPECT_EQ(Errors(), "idx.xml:3:23 IDX4008 data/d.csv cannot be read: No such file or directory\n");
  std::filesystem::create_directories(folder_.File("data/d.csv"));
  LoadFolder();
  EXPECT_EQ(Errors(), "idx.xml:3:23 IDX4008 data/d.csv cannot be read: it is not a file\n");
  std::filesystem::remove(folder_.File("data/d.csv"));
  Write("data/d.csv", "Code,Name\nD1,x\n");
  LoadFolder();
  EXPECT_EQ(Errors(), "");
  EXPECT_EQ(Rows(), "D1=x");
}

TEST_F(TablesTest, HaveLimits) {
  Write("idx.xml", Configured(TableOf()));
  Write("d.csv", "");
  std::filesystem::resize_file(folder_.File("d.csv"), (64u << 20) + 1);
  LoadFolder();
  EXPECT_EQ(Errors(),
            "idx.xml:3:23 IDX4018 too large: a table has at most 67108864 bytes, all together 268435456\n");
  std::string rows = "Code,Name\n";
  for (int i = 0; i <= 250'000; ++i) rows += std::to_string(i) + ",x\n";
  Load(rows);
  EXPECT_EQ(Errors(), "d.csv:250002:1 IDX4018 too large: more than 250000 rows in a table\n");
}

TEST_F(TablesTest, TheSourcesAreThoseOfTheConfiguration) {
  Write("idx.xml", Configured(TableOf() + R"(<Table name="E" path="e.csv" key="Code" value="Name"/>)" +
                              R"(<Table name="F" path="./d.csv" key="Name" value="Code"/>)"));
  Write("d.csv", "Code,Name\nD1,x\n");
  Write("e.csv", "Code,Name\nD1,y\n");
  Write("a.idx", "static class A { }");
  LoadFolder();
  EXPECT_EQ(Errors(), "");
  SourceSet sources;
  ASSERT_TRUE(xml::ReadSources(folder_.path(), sources));
  ASSERT_EQ(sources.size(), 4u);
  ASSERT_EQ(loaded_.sources.size(), 4u);
  for (int32_t i = 0; i < 4; ++i) EXPECT_EQ(sources.file({i}).path(), loaded_.sources.file({i}).path());
  std::filesystem::remove(folder_.File("e.csv"));
  SourceSet fewer;
  EXPECT_FALSE(xml::ReadSources(folder_.path(), fewer));
}

}  // namespace
}  // namespace idx::compiler
