#include "compiler/parse/token_pass.h"

#include <fmt/format.h>

#include "compiler/parse/token_tagger.h"

namespace idx::compiler {

using antlr4::CommonToken;
using antlr4::Token;
using L = IdxLexer;

TokenText::TokenText(const Fragment& fragment) : fragment_(fragment) {
  const std::string_view text = fragment.text;
  bool ascii = true;
  for (char c : text) ascii = ascii && static_cast<unsigned char>(c) < 0x80;
  if (ascii) return;
  bytes_.reserve(text.size() + 1);
  for (uint32_t i = 0; i < text.size(); ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) bytes_.push_back(i);
  bytes_.push_back(static_cast<uint32_t>(text.size()));
}

uint32_t TokenText::Byte(size_t code_point) const {
  if (bytes_.empty()) return static_cast<uint32_t>(std::min(code_point, fragment_.text.size()));
  return bytes_[std::min(code_point, bytes_.size() - 1)];
}

uint32_t TokenText::End(const Token* token) const {
  if (token->getType() == Token::EOF) return Begin(token);
  return std::max(Begin(token), Byte(token->getStopIndex() + 1));
}

namespace {

// Removes what the parser must not see, and reports it.
class Cleaner {
 public:
  Cleaner(const TokenText& text, Diagnostics& diagnostics) : text_(text), diagnostics_(diagnostics) {}

  TokenList Run(TokenList tokens) {
    out_.reserve(tokens.size() + 1);
    for (auto& token : tokens) Take(std::move(token));
    const size_t end = out_.empty() ? 0 : out_.back()->getStopIndex() + 1;
    if (!open_.empty()) CloseStrings(end);
    return std::move(out_);
  }

 private:
  struct Open {
    Span span;
    bool in_hole = false;
  };

  void Take(std::unique_ptr<Token> token) {
    const size_t type = token->getType();
    switch (type) {
      case L::INTERPOLATED:
      case L::INTERPOLATED_VERBATIM:
      case L::INTERPOLATED_RAW:
        open_.push_back({text_.SpanOf(token.get())});
        break;
      case L::HOLE:
        if (!open_.empty()) open_.back().in_hole = true;
        break;
      case L::HOLE_END:
        if (!open_.empty()) open_.back().in_hole = false;
        break;
      case L::STRING_END:
        if (!open_.empty()) open_.pop_back();
        break;
      case L::INTERPOLATION_BREAK:
        CloseStrings(token->getStartIndex());
        return;
      case L::BAD_TEXT:
        if (open_.empty()) diagnostics_.Report(3, text_.SpanOf(token.get()));
        static_cast<CommonToken*>(token.get())->setType(L::TEXT);
        break;
      case L::BAD_CHARACTER:
        Report(*token, "a character literal holds one character between single quotes");
        static_cast<CommonToken*>(token.get())->setType(L::CHARACTER);
        break;
      case L::BAD_COMMENT:
        Report(*token, "the comment is not closed: */ is missing");
        return;
      case L::DIRECTIVE:
        Directive(*token);
        return;
      case L::BAD:
        diagnostics_.Report(2, text_.SpanOf(token.get()), {fmt::format("'{}'", text_.Text(token.get()))});
        return;
      default:
        break;
    }
    out_.push_back(std::move(token));
  }

  void Report(const Token& token, std::string message) {
    diagnostics_.Report(1, text_.SpanOf(&token), {std::move(message)});
  }

  void Directive(const Token& token) {
    std::string_view line = text_.Text(&token).substr(1);
    while (!line.empty() && (line[0] == ' ' || line[0] == '\t')) line.remove_prefix(1);
    const std::string_view word = line.substr(0, std::min(line.find_first_of(" \t"), line.size()));
    for (std::string_view known : {"region", "endregion", "pragma", "nullable", "line", "warning"})
      if (word == known) return;
    Report(token, fmt::format("'#{}' is not part of the language; of the directives only #region has a place",
                              word));
  }

  // Ends every open string with tokens that are not in the text.
  void CloseStrings(size_t at) {
    if (!open_.empty()) diagnostics_.Report(3, open_.front().span);
    while (!open_.empty()) {
      if (open_.back().in_hole) Insert(L::HOLE_END, at);
      Insert(L::STRING_END, at);
      open_.pop_back();
    }
  }
  void Insert(size_t type, size_t at) {
    auto token = std::make_unique<CommonToken>(type, "");
    token->setStartIndex(at);
    token->setStopIndex(at - 1);
    out_.push_back(std::move(token));
  }

  const TokenText& text_;
  Diagnostics& diagnostics_;
  TokenList out_;
  std::vector<Open> open_;
};

}  // namespace

bool RunTokenPass(const TokenText& text, TokenList& tokens, Diagnostics& diagnostics,
                  const ParseLimits& limits) {
  tokens = Cleaner(text, diagnostics).Run(std::move(tokens));
  TokenTagger tagger(text, tokens);
  if (const Token* deep = tagger.Match(limits.max_depth)) {
    diagnostics.Report(4, text.SpanOf(deep), {std::to_string(limits.max_depth)});
    return false;
  }
  tagger.Tag();
  auto end = std::make_unique<CommonToken>(Token::EOF, "");
  size_t at = 0;
  while (text.Byte(at) < text.all().size()) at += 1024;
  end->setStartIndex(at);
  end->setStopIndex(at);
  tokens.push_back(std::move(end));
  return true;
}

}  // namespace idx::compiler
