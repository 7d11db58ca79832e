#include "tests/golden/runner/folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace idx::compiler::golden {

namespace {

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::string CommandLine(const std::string& program, const std::string& name) {
  return "// " + program + " --gtest_filter='*." + name + "'";
}

bool Updating() {
  const char* update = std::getenv("IDX_UPDATE_GOLDEN");
  return update != nullptr && std::string(update) == "1";
}

class GoldenTest : public testing::Test {
 public:
  GoldenTest(const GoldenFile& file, std::function<void(const GoldenFile&)> run)
      : file_(file), run_(std::move(run)) {}
  void TestBody() override { run_(file_); }

 private:
  GoldenFile file_;
  std::function<void(const GoldenFile&)> run_;
};

}  // namespace

std::vector<GoldenFile> ReadFolder(const std::string& folder, const std::string& mark) {
  std::vector<GoldenFile> files;
  for (const auto& entry : std::filesystem::directory_iterator(std::string(IDX_SOURCE_DIR) + "/" + folder)) {
    if (entry.path().extension() != ".idx") continue;
    GoldenFile file;
    file.name = entry.path().stem().string();
    file.path = entry.path().string();
    std::ifstream in(file.path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(in), {}};
    // Files may end without a line break, or hold any bytes: only the marked lines at the end are taken off.
    size_t end = text.size();
    while (end > 0) {
      size_t from = end >= 2 ? text.rfind('\n', end - 2) : std::string::npos;
      size_t begin = from == std::string::npos ? 0 : from + 1;
      if (text.compare(begin, mark.size(), mark) != 0) break;
      end = begin;
    }
    file.source = text.substr(0, end);
    if (Updating() && !file.source.starts_with("// golden_")) file.source = "// golden_\n" + file.source;
    for (const std::string& line : Lines(text.substr(end))) file.expected.push_back(line.substr(mark.size()));
    files.push_back(std::move(file));
  }
  std::sort(files.begin(), files.end(),
            [](const GoldenFile& a, const GoldenFile& b) { return a.name < b.name; });
  return files;
}

std::string Settle(const GoldenFile& file, const std::string& mark, const std::string& program,
                   const std::vector<std::string>& actual) {
  std::string command = CommandLine(program, file.name);
  if (Updating()) {
    std::ofstream out(file.path, std::ios::binary | std::ios::trunc);
    out << command << file.source.substr(file.source.find('\n'));
    if (!file.source.ends_with("\n")) out << "\n";
    for (const std::string& line : actual) out << mark << line << "\n";
    return "";
  }
  if (!file.source.starts_with(command + "\n")) return "the first line is not " + command;
  if (actual == file.expected) return "";
  std::string wrong = "expected:\n";
  for (const std::string& line : file.expected) wrong += "  " + line + "\n";
  wrong += "actual:\n";
  for (const std::string& line : actual) wrong += "  " + line + "\n";
  return wrong;
}

void RegisterFolder(const std::string& suite, const std::vector<GoldenFile>& files,
                    std::function<void(const GoldenFile&)> run) {
  for (const GoldenFile& file : files) {
    testing::RegisterTest(suite.c_str(), file.name.c_str(), nullptr, nullptr, __FILE__, __LINE__,
                          [file, run]() -> testing::Test* { return new GoldenTest(file, run); });
  }
}

}  // namespace idx::compiler::golden
