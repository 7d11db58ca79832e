// Every diagnostic has its cases:
//   given      a golden file of tests/golden/check, values or lint expects it; what the reader of
//   configurations
//              gives (IDX4xxx) is expected by the tests of compiler/xml.
//   not given  its example in compiler/diagnostics/examples.cpp shows the nearest text without it;
//   tests/documents
//              holds that the one gives it and the other not. Those without an example are tried here.
//   null       where it is about a value, a golden file has one that is null or may be: the expected line
//   names a
//              nullable type, or the place's line writes null.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>

#include "compiler/parse/parse.h"
#include "tests/golden/runner/folder.h"
#include "tests/golden/runner/sample.h"

namespace idx::compiler::golden {
namespace {

constexpr char kMark[] = "//: ";

std::string CodeOf(uint16_t id) {
  Diagnostic diagnostic;
  diagnostic.id = id;
  return diagnostic.Code();
}

// Kept for what has no kind of its own: nothing gives it.
constexpr uint16_t kNeverGiven = 3000;

// Those that only a very large or an unreadable file gets, and the tests that make one.
const std::map<uint16_t, std::string_view> kGivenElsewhere = {{7, "compiler/xml/reader_test.cpp"},
                                                              {9, "compiler/check/check_test.cpp"}};

// About what a value is, or whether there is one …
const std::set<uint16_t> kOfValues = {1002, 1003, 1004, 1005, 1008, 1014, 1017, 1018, 2001, 2002, 2007, 2010,
                                      3003, 3004, 3005, 3006, 3008, 3011, 3012, 3013, 3014, 5005, 5009, 5010};
// … and about names, places, effects, budgets and what is no part of the language. 0xxx are about signs, 4xxx
// about configurations.
const std::set<uint16_t> kOfNoValue = {1001, 1006, 1007, 1009, 1010, 1011, 1012, 1013, 1015, 1016, 1019, 1020,
                                       1900, 1901, 2003, 2004, 2005, 2006, 2008, 2009, 2011, 2012, 2013, 2014,
                                       2015, 3000, 3001, 3002, 3007, 3009, 3010, 3015, 3016, 3020, 3021, 3022,
                                       5001, 5002, 5003, 5004, 5006, 5007, 5008, 5011, 5012, 5013, 5014};

bool WritesNull(const std::string& text) {
  for (size_t at = text.find("null"); at != std::string::npos; at = text.find("null", at + 1)) {
    auto is_word = [&](size_t i) {
      return i < text.size() && (std::isalnum(static_cast<unsigned char>(text[i])) != 0);
    };
    if ((at == 0 || !is_word(at - 1)) && !is_word(at + 4)) return true;
  }
  return false;
}

bool NamesANullableType(const std::string& message) {
  for (size_t at = message.find('?', 1); at != std::string::npos; at = message.find('?', at + 1))
    if (std::isalnum(static_cast<unsigned char>(message[at - 1])) != 0 || message[at - 1] == ']') return true;
  return false;
}

std::string LineOf(const std::string& source, size_t number) {
  size_t begin = 0;
  for (; number > 1 && begin != std::string::npos; --number) begin = source.find('\n', begin) + 1;
  return source.substr(begin, source.find('\n', begin) - begin);
}

struct Given {
  std::set<std::string> codes, with_null;
};

Given GivenByGoldenFiles() {
  Given given;
  for (const char* folder : {"tests/golden/check", "tests/golden/lint", "tests/golden/values"}) {
    bool values = std::string_view(folder).ends_with("values");
    for (const GoldenFile& file : ReadFolder(folder, kMark)) {
      for (const std::string& line : file.expected) {
        size_t code = values ? line.rfind(" ==> ") : line.find(' ');  // "expression ==> IDX…", "3:12 IDX…"
        if (code == std::string::npos) continue;
        std::string said = line.substr(code + (values ? 5 : 1));
        if (!said.starts_with("IDX")) continue;  // a value, or a note
        std::string place = values ? line.substr(0, code) : LineOf(file.source, std::stoul(line));
        given.codes.insert(said.substr(0, 7));
        if (WritesNull(place) || WritesNull(said) || NamesANullableType(said))
          given.with_null.insert(said.substr(0, 7));
      }
    }
  }
  return given;
}

std::string TextOf(const std::string& path) {
  std::ifstream in(std::string(IDX_SOURCE_DIR) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string TestsOfTheReader() {
  std::string text;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(IDX_SOURCE_DIR) + "/compiler/xml"))
    if (entry.path().filename().string().ends_with("_test.cpp"))
      text += TextOf("compiler/xml/" + entry.path().filename().string());
  return text;
}

TEST(Diagnostics, EachIsGiven) {
  Given given = GivenByGoldenFiles();
  std::string reader = TestsOfTheReader();
  for (const DiagnosticInfo& info : DiagnosticTable()) {
    std::string code = CodeOf(info.id);
    bool golden = given.codes.contains(code);
    auto elsewhere = kGivenElsewhere.find(info.id);
    if (info.id == kNeverGiven)
      EXPECT_FALSE(golden) << code << " is given after all";
    else if (elsewhere != kGivenElsewhere.end())
      EXPECT_TRUE(!golden && TextOf(std::string(elsewhere->second)).find(code) != std::string::npos)
          << code << " " << info.message << ": expected by " << elsewhere->second << " alone";
    else if (info.id >= 4000 && info.id < 5000)
      EXPECT_TRUE(golden || reader.find("\"" + code) != std::string::npos ||
                  reader.find(code + " ") != std::string::npos)
          << code << " " << info.message << ": add a case to compiler/xml/load_test.cpp";
    else
      EXPECT_TRUE(golden) << code << " " << info.message << ": add a case to tests/golden/"
                          << (info.id >= 5000   ? "lint/warn_*.idx or check"
                              : info.id >= 3000 ? "values/fail_*.idx"
                                                : "check/fail_*.idx");
  }
}

TEST(Diagnostics, EachOfAValueIsGivenForNull) {
  Given given = GivenByGoldenFiles();
  for (const DiagnosticInfo& info : DiagnosticTable()) {
    std::string code = CodeOf(info.id);
    bool decided = info.id < 1000 || (info.id >= 4000 && info.id < 5000);
    EXPECT_EQ(kOfValues.contains(info.id) + kOfNoValue.contains(info.id), decided ? 0 : 1)
        << code << " " << info.message
        << ": say in tests/coverage/diagnostics_test.cpp whether it is about values";
    if (kOfValues.contains(info.id))
      EXPECT_TRUE(given.with_null.contains(code))
          << code << " " << info.message
          << ": add a case with null, or with a value that may be, to tests/golden";
  }
}

// Those whose examples are no text that could stand in a table: they are tried below, or where they are
// given.
const std::map<uint16_t, std::string_view> kWithoutExample = {{5, "AFileOfUtf8"},
                                                              {7, "AFileOfTheLimit"},
                                                              {9, "compiler/check/check_test.cpp"},
                                                              {3000, "nothing gives it"},
                                                              {4008, "compiler/xml/load_test.cpp"},
                                                              {4009, "AConfigurationWithIdxXml"},
                                                              {4018, "AnElementOfTheLimit"}};

TEST(Diagnostics, EachIsNotGivenForTheNearestTextWithoutIt) {
  std::set<uint16_t> shown;
  for (const DiagnosticExample& example : DiagnosticExamples()) shown.insert(example.id);
  for (const DiagnosticInfo& info : DiagnosticTable())
    EXPECT_NE(shown.contains(info.id), kWithoutExample.contains(info.id))
        << CodeOf(info.id) << " " << info.message << ": add an example and the same written right to "
        << "compiler/diagnostics/examples.cpp";
}

std::set<uint16_t> IdsOf(const Diagnostics& diagnostics) {
  std::set<uint16_t> ids;
  for (const Diagnostic& diagnostic : diagnostics.all()) ids.insert(diagnostic.id);
  return ids;
}

std::set<uint16_t> IdsOfParsing(const std::string& text, const ParseLimits& limits) {
  SourceSet sources;
  ast::Tree tree;
  Diagnostics diagnostics;
  ParseFile(sources, sources.Add("r.idx", text), tree, diagnostics, limits);
  return IdsOf(diagnostics);
}

std::set<uint16_t> IdsOfReading(const std::vector<ConfigurationFile>& files) {
  Diagnostics diagnostics;
  LoadConfigurationFiles(files, diagnostics);
  return IdsOf(diagnostics);
}

TEST(Diagnostics, AFileOfUtf8) {
  EXPECT_EQ(IdsOfParsing("// Gr\xC3\xBC\xC3\x9F"
                         "e",
                         {}),
            std::set<uint16_t>());
  EXPECT_EQ(IdsOfParsing("// Gr\xFC\xDF"
                         "e",
                         {}),
            std::set<uint16_t>({5}));
}

TEST(Diagnostics, AFileOfTheLimit) {
  ParseLimits limits;
  limits.max_bytes = 10;
  EXPECT_EQ(IdsOfParsing("// 3456789", limits), std::set<uint16_t>());
  EXPECT_EQ(IdsOfParsing("// 34567890", limits), std::set<uint16_t>({7}));
}

TEST(Diagnostics, AConfigurationWithIdxXml) {
  std::string xml = R"(<Configuration xmlns="urn:idx:config:1" tenant="t"></Configuration>)";
  EXPECT_FALSE(IdsOfReading({{"idx.xml", xml}}).contains(4009));
  EXPECT_TRUE(IdsOfReading({{"other.xml", xml}}).contains(4009));
}

TEST(Diagnostics, AnElementOfTheLimit) {
  std::string attributes;
  for (int i = 0; i < 256; ++i) attributes += " a" + std::to_string(i) + "=\"\"";
  auto with = [&](const std::string& more) {
    return "<Configuration" + attributes + more + "></Configuration>";
  };
  EXPECT_FALSE(IdsOfReading({{"idx.xml", with("")}}).contains(4018));
  EXPECT_TRUE(IdsOfReading({{"idx.xml", with(" b=\"\"")}}).contains(4018));
}

}  // namespace
}  // namespace idx::compiler::golden
