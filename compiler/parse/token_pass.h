// The pass between lexer and parser: reports what the lexer could not read, repairs unclosed strings, makes
// keywords of contextual words, and tags what C# decides by looking ahead: generic brackets, casts, lambdas,
// the ? of types.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "IdxLexer.h"
#include "antlr4-runtime.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/parse/parse.h"

namespace idx::compiler {

using TokenList = std::vector<std::unique_ptr<antlr4::Token>>;

// From the lexer's positions (code points) to bytes of the fragment and spans of the file.
class TokenText {
 public:
  explicit TokenText(const Fragment& fragment);
  uint32_t Byte(size_t code_point) const;
  uint32_t Begin(const antlr4::Token* token) const { return Byte(token->getStartIndex()); }
  uint32_t End(const antlr4::Token* token) const;
  std::string_view Text(const antlr4::Token* token) const {
    return fragment_.text.substr(Begin(token), End(token) - Begin(token));
  }
  Span SpanOf(const antlr4::Token* token) const { return fragment_.SpanOf(Begin(token), End(token)); }
  Span SpanOf(uint32_t begin, uint32_t end) const { return fragment_.SpanOf(begin, end); }
  std::string_view all() const { return fragment_.text; }

 private:
  const Fragment& fragment_;
  std::vector<uint32_t> bytes_;  // empty for ASCII
};

// A string that was not closed, in bytes of the fragment: from its quote to where the reading of it ended. It
// has been reported, and syntax errors that touch it are its consequences.
struct UnclosedString {
  uint32_t begin = 0;
  uint32_t end = 0;
};

// False when brackets nest deeper than the limit (reported): the tokens must not be parsed. Appends EOF, and
// strings that were not closed to `unclosed`.
bool RunTokenPass(const TokenText& text, TokenList& tokens, std::vector<UnclosedString>& unclosed,
                  Diagnostics& diagnostics, const ParseLimits& limits);

}  // namespace idx::compiler
