// The tokens of a file with what a formatter has to know of each, read off the parse tree. Internal to this
// folder.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "IdxParser.h"
#include "compiler/parse/token_pass.h"

namespace idx::compiler {

enum class Bracket : uint8_t {
  kNone,
  kBlock,   // { of statements, members, sections
  kList,    // { of values, patterns, arms; the body of a lambda
  kInline,  // ( and [
  kClose,
};

struct Lexeme {
  uint32_t begin = 0;  // bytes of the text
  uint32_t end = 0;
  size_t type = 0;   // of the token; an interpolated string is one TEXT
  size_t rule = 0;   // of the parse tree, around it
  size_t outer = 0;  // and around that
  Bracket bracket = Bracket::kNone;
  bool starts = false;    // a statement, a member, or an element between braces begins here
  bool adjacent = false;  // nothing stands between it and the one before
  uint16_t embedded = 0;  // statements without braces of their own around it, within the innermost braces
};

std::vector<Lexeme> LexemesOf(IdxParser::FileContext* file, const TokenText& text);

// Whether a space belongs between two lexemes of one line.
bool SpaceBetween(const Lexeme& a, const Lexeme& b, std::string_view text);

}  // namespace idx::compiler
