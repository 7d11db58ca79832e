// A folder of golden files: each is one test. A file is a source whose last lines, each beginning with a
// mark, say what is expected of it. With IDX_UPDATE_GOLDEN=1 in the environment the expected lines are
// written instead of compared.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace idx::compiler::golden {

struct GoldenFile {
  std::string name;  // "fail_null_member", without folder and extension
  std::string path;
  std::string source;                 // all lines but the expected ones, line numbers unchanged
  std::vector<std::string> expected;  // without the mark
};

// All *.idx files of the folder (relative to the source root), by name. mark: "//: ".
std::vector<GoldenFile> ReadFolder(const std::string& folder, const std::string& mark);

// Compares, or, when asked to, rewrites the file: its first line, the source and `actual`. program: the test
// program, named in the first line with the filter that runs this case alone. Gives "" or what is wrong.
std::string Settle(const GoldenFile& file, const std::string& mark, const std::string& program,
                   const std::vector<std::string>& actual);

// Registers one test per file, so that --gtest_filter finds it by name. Call from main before RUN_ALL_TESTS.
void RegisterFolder(const std::string& suite, const std::vector<GoldenFile>& files,
                    std::function<void(const GoldenFile&)> run);

}  // namespace idx::compiler::golden
