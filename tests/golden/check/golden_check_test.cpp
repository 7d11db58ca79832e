// Rule files and the diagnostics that they get: every one of them, at its place, and nothing else.
#include <gtest/gtest.h>

#include <sstream>

#include "tests/golden/runner/folder.h"
#include "tests/golden/runner/sample.h"

namespace idx::compiler::golden {
namespace {

constexpr char kMark[] = "//: ";

void Run(const GoldenFile& file) {
  Checked checked = CheckSource(file.name + ".idx", file.source);
  std::vector<std::string> lines;
  std::istringstream in(Listing(checked));
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  std::string wrong = Settle(file, kMark, "golden_check_test", lines);
  EXPECT_TRUE(wrong.empty()) << wrong;
  EXPECT_EQ(file.name.starts_with("fail_"), checked.diagnostics.has_errors())
      << "the name begins with fail_ exactly when there are errors";
}

}  // namespace
}  // namespace idx::compiler::golden

int main(int argc, char** argv) {
  using namespace idx::compiler::golden;
  testing::InitGoogleTest(&argc, argv);
  auto files = ReadFolder("tests/golden/check", kMark);
  RegisterFolder("Check", files, Run);
  return RUN_ALL_TESTS();
}
