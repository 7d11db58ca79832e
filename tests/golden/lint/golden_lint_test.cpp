// Whole configurations and what lint says of them: NAME.idx with NAME.xml, or with idx.xml where there is
// none.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include "compiler/analyse/analyse.h"
#include "compiler/check/check.h"
#include "compiler/lint/lint.h"
#include "tests/golden/runner/folder.h"
#include "tests/golden/runner/sample.h"

namespace idx::compiler::golden {
namespace {

constexpr char kMark[] = "//: ";

std::string XmlOf(const GoldenFile& file) {
  std::filesystem::path own = std::filesystem::path(file.path).replace_extension(".xml");
  if (!std::filesystem::exists(own)) own.replace_filename("idx.xml");
  std::ifstream in(own, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

Checked Lint(const GoldenFile& file) {
  Checked checked;
  checked.loaded = LoadConfigurationFiles({{"idx.xml", XmlOf(file)}, {file.name + ".idx", file.source}},
                                          checked.diagnostics);
  checked.program = Check(checked.loaded, checked.diagnostics);
  if (!checked.diagnostics.has_errors())
    AnalyseRules(*checked.program, checked.loaded.sources, checked.diagnostics);
  if (!checked.diagnostics.has_errors())
    LintConfiguration(checked.loaded, *checked.program, checked.diagnostics);
  checked.diagnostics.Sort();
  return checked;
}

// Cases are named for the diagnostic that they fire, or `clean_` where the same code gives none.
void Run(const GoldenFile& file) {
  Checked checked = Lint(file);
  EXPECT_FALSE(checked.diagnostics.has_errors()) << Listing(checked);
  std::vector<std::string> lines;
  std::istringstream in(Listing(checked));
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::string wrong = Settle(file, kMark, "golden_lint_test", lines);
  EXPECT_TRUE(wrong.empty()) << wrong;
  std::string id = file.name.substr(file.name.find('_') + 1, 4);
  if (file.name.starts_with("clean_"))
    EXPECT_TRUE(lines.empty()) << Listing(checked);
  else
    EXPECT_NE(Listing(checked).find("IDX" + id), std::string::npos) << Listing(checked);
}

TEST(Lint, EachCheckHasACaseThatFiresAndOneThatDoesNot) {
  auto files = ReadFolder("tests/golden/lint", kMark);
  for (const DiagnosticInfo& info : DiagnosticTable()) {
    if (info.id < 5004 || info.id > 5999) continue;
    for (const char* kind : {"warn_", "clean_"}) {
      bool found = false;
      for (const GoldenFile& file : files) found |= file.name.starts_with(kind + std::to_string(info.id));
      EXPECT_TRUE(found) << "no file " << kind << info.id << "_….idx";
    }
  }
}

}  // namespace
}  // namespace idx::compiler::golden

int main(int argc, char** argv) {
  using namespace idx::compiler::golden;
  testing::InitGoogleTest(&argc, argv);
  RegisterFolder("Lint", ReadFolder("tests/golden/lint", kMark), Run);
  return RUN_ALL_TESTS();
}
