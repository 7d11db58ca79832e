// What is in a table has a test: every diagnostic a golden case, every operation of the typed tree a golden
// value. Of functions see functions_test.cpp.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "tests/golden/runner/folder.h"
#include "tests/golden/runner/value.h"

namespace idx::compiler::golden {
namespace {

constexpr char kMark[] = "//: ";

// Rows that only a very large file gets.
const std::set<uint16_t> kNotGiven = {7, 9};

TEST(Coverage, EveryDiagnosticHasAGoldenCase) {
  std::string expected;
  for (const char* folder : {"tests/golden/check", "tests/golden/values", "tests/golden/lint"})
    for (const GoldenFile& file : ReadFolder(folder, kMark))
      for (const std::string& line : file.expected) expected += line + "\n";
  for (const DiagnosticInfo& info : DiagnosticTable()) {
    bool ours = info.id < 3000 || (info.id >= 5000 && info.id < 6000);
    Diagnostic diagnostic;
    diagnostic.id = info.id;
    bool has_case = expected.find(diagnostic.Code() + " ") != std::string::npos;
    if (ours) EXPECT_EQ(has_case, !kNotGiven.contains(info.id)) << diagnostic.Code() << " " << info.message;
  }
}

}  // namespace
}  // namespace idx::compiler::golden
