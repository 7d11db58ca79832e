// The code in docs/*.md and README.md: compiled, and run where it states values. A block says by its first
// line how:
//   ```csharp                    a file of rules without diagnostics; "// expression → value" lines are
//   evaluated
//   ```csharp error IDX1234 …    a file with these diagnostics
//   ```csharp fragment           a part of a file: statements, members or an expression, only parsed
//   ```xml                       a whole configuration without diagnostics, or a well-formed part of one
//   ```csv Workday.User.inbound  a table test, tried with the rules of the first whole configuration
//   ```sh                        commands; those of idx with options that they have
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <pugixml.hpp>
#include <sstream>

#include "compiler/analyse/analyse.h"
#include "compiler/check/check.h"
#include "compiler/interpret/interpreter.h"
#include "compiler/parse/parse.h"
#include "runtime/tables/rule_table.h"
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

// A whole configuration, compiled; null and a failure where it has diagnostics.
std::shared_ptr<const Program> Compiled(const Block& block) {
  Diagnostics diagnostics;
  LoadedConfiguration loaded = LoadConfigurationFiles({{"idx.xml", block.text}}, diagnostics);
  auto program = Check(loaded, diagnostics);
  if (!diagnostics.has_errors()) AnalyseRules(*program, loaded.sources, diagnostics);
  for (const Diagnostic& d : diagnostics.all())
    ADD_FAILURE() << block.where << " " << d.Code() << " " << d.message;
  if (diagnostics.has_errors()) return nullptr;
  auto sources = std::make_shared<SourceSet>(std::move(loaded.sources));
  auto executable = BuildExecutable(std::move(*program), sources, "docs");
  auto built = std::make_shared<Program>(executable->program);
  built->evaluator = MakeInterpreter(executable);
  return built;
}

TEST(Documents, ConfigurationsCompileAndTheirPartsAreWellFormed) {
  for (const Block& block : AllBlocks()) {
    if (block.language != "xml") continue;
    if (block.text.find("<Configuration") != std::string::npos) {
      EXPECT_NE(Compiled(block), nullptr);
      continue;
    }
    pugi::xml_document document;
    std::string whole = "<fragment>" + block.text + "</fragment>";
    bool good = document.load_string(block.text.c_str()) || document.load_string(whole.c_str());
    EXPECT_TRUE(good) << block.where;
  }
}

runtime::RuleTable TableOf(const Block& block) {
  static const std::pair<const char*, runtime::TableKind> kKinds[] = {
      {".inbound", runtime::TableKind::kInbound},
      {".filter", runtime::TableKind::kFilter},
      {".classify", runtime::TableKind::kClassify}};
  runtime::RuleTable table;
  for (const auto& [ending, kind] : kKinds) {
    if (!block.rest.ends_with(ending)) continue;
    table.kind = kind;
    table.type = block.rest.substr(0, block.rest.size() - std::string(ending).size());
  }
  std::istringstream lines(block.text);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> cells;
    std::istringstream in(line + ",");
    for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
    if (table.columns.empty())
      table.columns = std::move(cells);
    else
      table.rows.push_back({table.rows.size() + 2, std::move(cells)});
  }
  return table;
}

TEST(Documents, TablesPass) {
  std::shared_ptr<const Program> program;
  for (const Block& block : AllBlocks())
    if (block.language == "xml" && block.text.find("<Configuration") != std::string::npos &&
        program == nullptr)
      program = Compiled(block);
  ASSERT_NE(program, nullptr);
  size_t rows = 0;
  for (const Block& block : AllBlocks()) {
    if (block.language != "csv") continue;
    auto tried = runtime::TryTable(*program, TableOf(block), DateTime());
    ASSERT_TRUE(tried.ok()) << block.where << " " << tried.error().message;
    for (const runtime::TableRowResult& row : tried.value()) {
      ++rows;
      EXPECT_EQ(row.problem, "") << block.where << " row " << row.line;
      for (const runtime::TableDifference& d : row.differences)
        ADD_FAILURE() << block.where << " row " << row.line << ": " << d.column << " is " << d.actual
                      << ", not " << d.expected;
    }
  }
  EXPECT_GE(rows, 5u);
}

TEST(Documents, EveryBlockIsOfALanguageThatIsTried) {
  for (const Block& block : AllBlocks())
    EXPECT_TRUE(block.language == "csharp" || block.language == "xml" || block.language == "csv" ||
                block.language == "sh")
        << block.where << ": nothing runs a block of '" << block.language << "'";
}

// The source of the command, or "".
std::string SourceOfCommand(const std::string& command) {
  for (const auto& entry : std::filesystem::directory_iterator(std::string(IDX_SOURCE_DIR) + "/cli")) {
    std::ifstream in(entry.path());
    std::string text(std::istreambuf_iterator<char>(in), {});
    size_t at = text.find("add_subcommand(") == std::string::npos ? std::string::npos
                                                                  : text.find("\"" + command + "\"");
    if (at != std::string::npos) return text;
  }
  return "";
}

TEST(Documents, CommandsAreThoseOfTheProgram) {
  size_t commands = 0;
  for (const Block& block : AllBlocks()) {
    if (block.language != "sh") continue;
    std::istringstream lines(block.text);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line.substr(0, line.find('#')));
      std::string word, command;
      if (!(words >> word) || !(word == "idx" || word.ends_with("/idx"))) continue;
      ++commands;
      words >> command;
      std::string source = SourceOfCommand(command);
      EXPECT_NE(source, "") << block.where << ": there is no command " << command;
      while (words >> word)
        if (word.starts_with("--"))
          EXPECT_NE(source.find("\"" + word.substr(0, word.find('='))), std::string::npos)
              << block.where << " " << word;
    }
  }
  EXPECT_GE(commands, 8u);
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
