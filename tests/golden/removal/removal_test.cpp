// Every golden program without any one of its tokens: the compiler comes to an end, says each thing once and
// at a place in the text, and what it still takes without a word prints to text that parses to the same tree.
#include <gtest/gtest.h>

#include <set>

#include "compiler/ast/dump.h"
#include "compiler/ast/print.h"
#include "compiler/diagnostics/render.h"
#include "compiler/parse/parse.h"
#include "tests/golden/runner/folder.h"
#include "tests/golden/runner/sample.h"

namespace idx::compiler::golden {
namespace {

// Roughly tokens: a word, or one other character that is no space.
struct Piece {
  size_t begin = 0;
  size_t size = 0;
};
std::vector<Piece> PiecesOf(const std::string& text) {
  auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c < 0; };
  std::vector<Piece> pieces;
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    while (is_word(text[i]) && end < text.size() && is_word(text[end])) ++end;
    if (std::isspace(static_cast<unsigned char>(text[i])) == 0) pieces.push_back({i, end - i});
    i = end;
  }
  return pieces;
}

// A bracket of code, to judge by its line: what lacks one is wrong for sure.
bool IsBracketOfCode(const std::string& text, size_t at) {
  if (std::string_view("(){}[]").find(text[at]) == std::string_view::npos) return false;
  size_t begin = text.rfind('\n', at) + 1;
  std::string_view line = std::string_view(text).substr(begin, text.find('\n', at) - begin);
  return line.find_first_of("\"'") == std::string_view::npos && line.find("//") == std::string_view::npos;
}

void ExpectEachOnceAndInside(const Diagnostics& diagnostics, const std::string& text,
                             const std::string& what) {
  std::set<std::pair<uint32_t, std::string>> seen;
  for (const Diagnostic& d : diagnostics.all()) {
    EXPECT_TRUE(seen.emplace(d.span.begin, d.message).second) << what << ": twice: " << d.message;
    EXPECT_LE(d.span.begin, d.span.end) << what;
    EXPECT_LE(d.span.end, text.size()) << what;
  }
}

void ExpectPrintedTheSame(const std::string& text, const std::string& what) {
  SourceSet sources;
  ast::Tree tree;
  Diagnostics diagnostics;
  ast::File first = ParseFile(sources, sources.Add("first.idx", text), tree, diagnostics);
  std::string printed = PrintAst(first, &sources);
  ast::File second = ParseFile(sources, sources.Add("second.idx", printed), tree, diagnostics);
  EXPECT_TRUE(diagnostics.all().empty()) << what << "\n" << RenderText(diagnostics, sources) << printed;
  EXPECT_EQ(DumpAst(first), DumpAst(second)) << what << "\n" << printed;
}

// Larger ones take minutes and show nothing else.
constexpr size_t kMaxBytes = 8000;

void Run(const GoldenFile& file) {
  size_t removed = 0, syntax_errors = 0;
  for (Piece piece : PiecesOf(file.source)) {
    std::string text = file.source;
    text.erase(piece.begin, piece.size);
    std::string what = file.name + " without '" + file.source.substr(piece.begin, piece.size) + "' at byte " +
                       std::to_string(piece.begin);
    Checked checked = CheckSource(file.name + ".idx", text);
    ExpectEachOnceAndInside(checked.diagnostics, text, what);
    for (const Diagnostic& d : checked.diagnostics.all()) syntax_errors += d.id == 1;
    if (IsBracketOfCode(file.source, piece.begin)) EXPECT_TRUE(checked.diagnostics.has_errors()) << what;
    if (checked.diagnostics.all().empty()) ExpectPrintedTheSame(text, what);
    ++removed;
  }
  EXPECT_LE(syntax_errors, 2 * removed) << "too many errors follow from one";
}

}  // namespace
}  // namespace idx::compiler::golden

int main(int argc, char** argv) {
  using namespace idx::compiler::golden;
  testing::InitGoogleTest(&argc, argv);
  std::vector<GoldenFile> sound;
  for (const char* folder : {"tests/golden/check", "tests/golden/parse", "tests/golden/values"})
    for (GoldenFile& file : ReadFolder(folder, "//: "))
      if (!file.name.starts_with("fail_") && file.source.size() <= kMaxBytes)
        sound.push_back(std::move(file));
  RegisterFolder("WithoutAToken", sound, Run);
  return RUN_ALL_TESTS();
}
