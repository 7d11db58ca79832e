// Sources that are broken on purpose: every text comes to an end with diagnostics, none with a crash.
#include <gtest/gtest.h>

#include <cctype>
#include <random>

#include "tests/golden/runner/folder.h"
#include "tests/golden/runner/sample.h"

namespace idx::compiler::golden {
namespace {

std::vector<std::string> Sources() {
  std::vector<std::string> sources;
  for (const char* folder : {"tests/golden/check", "tests/golden/values"})
    for (const GoldenFile& file : ReadFolder(folder, "//: "))
      if (file.source.size() < 4000) sources.push_back(file.source);
  return sources;
}

// Words, numbers and single signs; strings and comments by their pieces, which is no worse.
std::vector<std::pair<size_t, size_t>> Tokens(const std::string& text) {
  std::vector<std::pair<size_t, size_t>> tokens;
  auto is_word = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  for (size_t i = text.find('\n'); i < text.size();) {
    size_t end = i + 1;
    if (is_word(text[i]))
      while (end < text.size() && is_word(text[end])) ++end;
    if (!std::isspace(static_cast<unsigned char>(text[i]))) tokens.emplace_back(i, end - i);
    i = end;
  }
  return tokens;
}

TEST(Mutation, ASourceWithoutOneTokenComesToAnEnd) {
  size_t refused = 0, tried = 0;
  for (const std::string& source : Sources()) {
    auto tokens = Tokens(source);
    // Large files are sampled: each token's neighbourhood counts, not each repetition.
    size_t stride = 1 + tokens.size() / 60;
    for (size_t i = 0; i < tokens.size(); i += stride) {
      std::string broken = source;
      broken.erase(tokens[i].first, tokens[i].second);
      refused += CheckSource("broken.idx", broken).diagnostics.all().empty() ? 0 : 1;
      ++tried;
    }
  }
  EXPECT_GT(tried, 1000u);
  // Some tokens may go: a minus, a statement's word in a comment, a digit of several.
  EXPECT_GT(refused * 10, tried * 8);
}

TEST(Mutation, RandomBytesComeToAnEnd) {
  const char* seed = std::getenv("IDX_SEED");
  std::mt19937 random(seed != nullptr ? static_cast<uint32_t>(std::stoul(seed)) : 20240517);
  static const std::string kPieces[] = {"(",
                                        ")",
                                        "{",
                                        "}",
                                        "[",
                                        "]",
                                        "\"",
                                        "$\"",
                                        "{{",
                                        "'",
                                        "/*",
                                        "*/",
                                        "?",
                                        "?.",
                                        "?"
                                        "?=",
                                        "=>",
                                        " is ",
                                        " switch ",
                                        " null ",
                                        "\xFF",
                                        "\xED\xA0\x80",
                                        ";",
                                        "<",
                                        ">",
                                        "@\"",
                                        "\"\"\"",
                                        "..",
                                        "^"};
  auto sources = Sources();
  for (int round = 0; round < 4000; ++round) {
    std::string text = sources[random() % sources.size()];
    for (uint32_t changes = 1 + random() % 6; changes > 0 && !text.empty(); --changes) {
      size_t at = random() % text.size();
      switch (random() % 5) {
        case 0:
          text[at] = static_cast<char>(random());
          break;
        case 1:
          text.erase(at, 1 + random() % 8);
          break;
        case 2:
          text.insert(at, kPieces[random() % std::size(kPieces)]);
          break;
        case 3:
          text.insert(at, text.substr(random() % text.size(), random() % 40));
          break;
        default:
          text.resize(at);
      }
    }
    SCOPED_TRACE(text);
    Checked checked = CheckSource("random.idx", text);
    for (const Diagnostic& d : checked.diagnostics.all()) ASSERT_LE(d.span.begin, text.size()) << d.message;
  }
}

}  // namespace
}  // namespace idx::compiler::golden
