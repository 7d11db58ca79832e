// NAME.idx, and in NAME.expected the dump of its tree, or, for fail_*, its diagnostics as text.
// IDX_UPDATE_GOLDEN=1 writes what is given; IDX_GOLDEN=NAME runs one alone.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "compiler/ast/dump.h"
#include "compiler/diagnostics/render.h"
#include "compiler/parse/parse.h"

namespace idx::compiler {
namespace {

namespace fs = std::filesystem;

std::string ReadAll(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST(GoldenParse, Samples) {
  const char* only = std::getenv("IDX_GOLDEN");
  const bool update = std::getenv("IDX_UPDATE_GOLDEN") != nullptr;
  int count = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(IDX_SOURCE_DIR "/tests/golden/parse")) {
    const fs::path path = entry.path();
    const std::string name = path.stem().string();
    if (path.extension() != ".idx" || (only != nullptr && name != only)) continue;
    ++count;
    SourceSet sources;
    const FileId id = sources.Add(path.filename().string(), ReadAll(path));
    ast::Tree tree;
    Diagnostics diagnostics;
    const ast::File file = ParseFile(sources, id, tree, diagnostics);
    diagnostics.Sort();
    EXPECT_EQ(diagnostics.has_errors(), name.starts_with("fail_")) << name << "\n"
                                                                   << RenderText(diagnostics, sources);
    const std::string given = diagnostics.all().empty() ? DumpAst(file) : RenderText(diagnostics, sources);
    fs::path expected = path;
    expected.replace_extension(".expected");
    if (update)
      std::ofstream(expected, std::ios::binary) << given;
    else
      EXPECT_EQ(ReadAll(expected), given) << "IDX_GOLDEN=" << name << " golden_parse_test";
  }
  EXPECT_GT(count, only != nullptr ? 0 : 20);
}

}  // namespace
}  // namespace idx::compiler
