// The code in docs/*.md and README.md: compiled, and run where it states values. A block says by its first
// line how:
//   ```csharp                    a file of rules without diagnostics; "// expression → value" lines are
//   evaluated
//   ```csharp error IDX1234 …    a file with these diagnostics
//   ```csharp fragment           a part of a file: statements, members or an expression, only parsed
//   ```xml                       well-formed, if need be inside an element
//   ```sh                        commands that begin with a word
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <pugixml.hpp>
#include <sstream>

#include "compiler/parse/parse.h"
#include "tests/golden/runner/sample.h"
#include "tests/golden/runner/value.h"

namespace idx::compiler::golden {
namespace {

struct Block {
  std::string where;  // docs/language.md:17
  std::string language;
  std::string rest;  // of the first line
  std::string text;
};

std::vector<Block> BlocksOf(const std::filesystem::path& path) {
  std::vector<Block> blocks;
  std::ifstream in(path);
  bool inside = false;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (!line.starts_with("```")) {
      if (inside) blocks.back().text += line + "\n";
      continue;
    }
    inside = !inside;
    if (!inside) continue;
    std::istringstream head(line.substr(3));
    Block block;
    block.where = path.filename().string() + ":" + std::to_string(number);
    head >> block.language;
    std::getline(head >> std::ws, block.rest);
    blocks.push_back(std::move(block));
  }
  EXPECT_FALSE(inside) << path << " ends inside a block";
  return blocks;
}

std::vector<Block> AllBlocks() {
  std::vector<std::filesystem::path> files = {std::string(IDX_SOURCE_DIR) + "/README.md"};
  for (const auto& entry : std::filesystem::directory_iterator(std::string(IDX_SOURCE_DIR) + "/docs"))
    if (entry.path().extension() == ".md") files.push_back(entry.path());
  std::vector<Block> blocks;
  for (const auto& file : files)
    for (Block& block : BlocksOf(file)) blocks.push_back(std::move(block));
  return blocks;
}

bool Parses(const std::string& source) {
  SourceSet sources;
  ast::Tree tree;
  Diagnostics diagnostics;
  ParseFile(sources, sources.Add("fragment.idx", source), tree, diagnostics);
  return !diagnostics.has_errors();
}

void CheckFragment(const Block& block) {
  bool parses = Parses(block.text) || Parses("static class F {\n" + block.text + "\n}") ||
                Parses("static class F { static void M() {\n" + block.text + "\n} }") ||
                Parses("static class F { static int M() => " + block.text + ";\n }");
  EXPECT_TRUE(parses) << block.where << " is no part of a rule file";
}

void CheckValues(const Block& block, const Checked& checked) {
  static const std::string kArrow = " → ";
  std::istringstream lines(block.text);
  for (std::string line; std::getline(lines, line);) {
    size_t arrow = line.rfind(kArrow);
    if (!line.starts_with("// ") || arrow == std::string::npos) continue;
    Evaluated value = Evaluate(CheckOne(&checked, line.substr(3, arrow - 3)));
    EXPECT_EQ(value.shown, line.substr(arrow + kArrow.size())) << block.where << ": " << line;
  }
}

void CheckFile(const Block& block) {
  Checked checked = CheckSource(block.where, block.text);
  std::string codes;
  for (const Diagnostic& d : checked.diagnostics.all()) codes += " " + d.Code();
  std::string expected = block.rest.starts_with("error") ? block.rest.substr(5) : "";
  EXPECT_EQ(codes, expected) << block.where << "\n" << Listing(checked);
  if (checked.diagnostics.all().empty()) CheckValues(block, checked);
}

TEST(Documents, RulesCompileAndGiveWhatTheySay) {
  size_t files = 0;
  for (const Block& block : AllBlocks()) {
    if (block.language != "csharp") continue;
    ++files;
    if (block.rest == "fragment")
      CheckFragment(block);
    else
      CheckFile(block);
  }
  EXPECT_GE(files, 9u);
}

TEST(Documents, XmlIsWellFormed) {
  for (const Block& block : AllBlocks()) {
    if (block.language != "xml") continue;
    pugi::xml_document document;
    std::string whole = "<fragment>" + block.text + "</fragment>";
    bool good = document.load_string(block.text.c_str()) || document.load_string(whole.c_str());
    EXPECT_TRUE(good) << block.where;
  }
}

TEST(Documents, CommandsBeginWithAWord) {
  for (const Block& block : AllBlocks()) {
    if (block.language != "sh") continue;
    EXPECT_FALSE(block.text.empty()) << block.where;
    EXPECT_EQ(block.text.find('\t'), std::string::npos) << block.where;
    EXPECT_NE(block.text.rfind("$ ", 0), 0u)
        << block.where << ": commands stand without a prompt, to be copied";
  }
}

}  // namespace
}  // namespace idx::compiler::golden
