// Values of literals as written: numbers, escapes, verbatim and raw strings.
#pragma once

#include <string>
#include <string_view>

#include "compiler/ast/ast.h"
#include "compiler/parse/token_pass.h"

namespace idx::compiler {

// What an offset inside a literal means for messages.
class LiteralReader {
 public:
  LiteralReader(const TokenText& text, Diagnostics& diagnostics) : text_(text), diagnostics_(diagnostics) {}
  // begin, end: bytes of the fragment. negative: directly after a minus, so that -2147483648 is an int.
  void ReadNumber(uint32_t begin, uint32_t end, bool negative, ast::Literal& literal);
  void ReadCharacter(uint32_t begin, uint32_t end, ast::Literal& literal);
  std::string ReadText(uint32_t begin, uint32_t end);
  std::string ReadVerbatim(uint32_t begin, uint32_t end);
  std::string ReadRaw(uint32_t begin, uint32_t end);
  // The text between holes. braces: {{ and }} stand for one.
  std::string Unescape(uint32_t begin, uint32_t end, bool braces);
  std::string UnescapeVerbatim(uint32_t begin, uint32_t end, bool braces);

 private:
  void ReadReal(std::string digits, uint32_t begin, uint32_t end, ast::Literal& literal);
  void TooLarge(uint32_t begin, uint32_t end);
  // Reads the escape at i (a backslash), appends UTF-16 units, returns the index after it.
  uint32_t Escape(uint32_t i, uint32_t end, std::string& out);

  const TokenText& text_;
  Diagnostics& diagnostics_;
};

// Appends a code point (or lone surrogate) in WTF-8; joins a low surrogate with a high one at the end of out.
void AppendWtf8(std::string& out, uint32_t code);

}  // namespace idx::compiler
