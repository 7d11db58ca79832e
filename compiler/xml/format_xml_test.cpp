// idx fmt of .xml: a regular layout, and nothing else.
#include "compiler/xml/format_xml.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "compiler/xml/reader.h"

namespace idx::compiler {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> Format(const std::string& text) {
  SourceSet sources;
  Diagnostics diagnostics;
  FileId file = sources.Add("idx.xml", text);
  return FormatXml(sources, file, diagnostics);
}

std::string Described(const xml::Element& element) {
  std::string all = "<" + element.name;
  for (const xml::Attribute& a : element.attributes) all += " " + a.name + "='" + a.value.value + "'";
  all += ">" + (element.text.blank() ? "" : element.text.value);
  for (const auto& child : element.children) all += Described(*child);
  return all + "</>";
}

// Elements, attributes and texts, without places; "" for what is not well-formed.
std::string MeaningOf(const std::string& text) {
  SourceSet sources;
  Diagnostics diagnostics;
  FileId file = sources.Add("idx.xml", text);
  auto root = xml::ReadXml(sources, file, diagnostics);
  return root == nullptr || diagnostics.has_errors() ? "" : Described(*root);
}

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

void ExpectLaidOut(const std::string& name, const std::string& text) {
  std::string meaning = MeaningOf(text);
  if (meaning.empty()) {
    EXPECT_FALSE(Format(text).has_value()) << name;
    return;
  }
  auto once = Format(text);
  ASSERT_TRUE(once.has_value()) << name;
  EXPECT_EQ(MeaningOf(*once), meaning) << name << "\n" << *once;
  EXPECT_EQ(Format(*once), once) << name;
  auto comments = [](const std::string& t) {
    std::string all;
    for (size_t at = t.find("<!--"); at != std::string::npos; at = t.find("<!--", at + 4))
      all += t.substr(at, t.find("-->", at) - at);
    return all;
  };
  EXPECT_EQ(comments(*once), comments(text)) << name;
}

std::string ReadWhole(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(FormatXml, NeverChangesTheMeaningOfAFileAndIsIdempotent) {
  size_t files = 0;
  for (const char* folder : {"tests", "examples"})
    for (const auto& entry : fs::recursive_directory_iterator(std::string(IDX_SOURCE_DIR) + "/" + folder)) {
      if (entry.path().extension() != ".xml" &&
          entry.path().string().find("fuzz/corpus/xml") == std::string::npos)
        continue;
      if (!entry.is_regular_file()) continue;
      ExpectLaidOut(entry.path(), ReadWhole(entry.path()));
      ++files;
    }
  EXPECT_GT(files, 7u);
}

TEST(FormatXml, TheExamplesAreFormattedAndTheirBlanksDoNotMatter) {
  for (const auto& entry : fs::recursive_directory_iterator(std::string(IDX_SOURCE_DIR) + "/examples")) {
    if (entry.path().extension() != ".xml") continue;
    std::string text = ReadWhole(entry.path());
    EXPECT_EQ(Format(text), text) << entry.path();
    if (text.find("<!--\n") == std::string::npos) EXPECT_EQ(Format(Flattened(text)), text) << entry.path();
  }
}

TEST(FormatXml, LaysOut) {
  struct {
    const char* before;
    const char* after;
  } cases[] = {
      {"<A  b = 'c'   d=\"e &lt; f\" ><B/>  <C /></A >", "<A b='c' d=\"e &lt; f\"><B/> <C/></A>\n"},
      {"<?xml version=\"1.0\"?>\n\n\n<A>\n<!-- one -->\n\n\n\n<B\nc='1'\nd='2'/>\n\n</A>\n",
       "<?xml version=\"1.0\"?>\n\n<A>\n  <!-- one -->\n\n  <B\n     c='1'\n     d='2'/>\n</A>\n"},
      {"<A>\n<B c='1'\nd='2'>\n<C/>\n</B></A>", "<A>\n  <B c='1'\n     d='2'>\n    <C/>\n  </B></A>\n"},
      {"<A><When>\n   a < b\n </When></A>", nullptr},
      {"<A>\n<When>\n   a &lt;\n b\n </When>\n<When><![CDATA[ a\n < b ]]></When></A>",
       "<A>\n  <When>\n   a &lt;\n b\n </When>\n  <When><![CDATA[ a\n < b ]]></When></A>\n"},
      {"<A>\r\n<B/>\r\n</A>\r\n", "<A>\r\n  <B/>\r\n</A>\r\n"},
      {"<A b='>'/>", "<A b='>'/>\n"},
  };
  for (const auto& c : cases) {
    if (c.after == nullptr) {
      EXPECT_FALSE(Format(c.before).has_value());
      continue;
    }
    EXPECT_EQ(Format(c.before), c.after);
    ExpectLaidOut(c.before, c.before);
  }
}

}  // namespace
}  // namespace idx::compiler
