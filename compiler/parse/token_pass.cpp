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

// Where the code after an unclosed string probably goes on: "abc); is f("abc" and then ); unless the bracket
// was opened in the text. The size of text when there is nothing to cut off.
size_t TailOf(std::string_view text) {
  size_t first = text.size();
  while (first > 0 && std::string_view(";,)]}{ \t").find(text[first - 1]) != std::string_view::npos) --first;
  int round = 0, square = 0, curly = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    int* open = text[i] == '(' || text[i] == ')'   ? &round
                : text[i] == '[' || text[i] == ']' ? &square
                : text[i] == '}'                   ? &curly
                                                   : nullptr;
    if (text[i] == '{' && i < first) ++curly;
    if (open == nullptr) continue;
    if (text[i] == '(' || text[i] == '[') {
      ++*open;
    } else if (*open > 0) {
      --*open;
      first = std::max(first, i + 1);
    }
  }
  while (first < text.size() && (text[first] == ' ' || text[first] == '\t')) ++first;
  return first;
}

size_t TypeOfTail(char c) {
  switch (c) {
    case ';':
      return L::SEMI;
    case ',':
      return L::COMMA;
    case ')':
      return L::RPAREN;
    case ']':
      return L::RBRACK;
    case '}':
      return L::RBRACE;
    case '{':
      return L::LBRACE;
    default:
      return 0;
  }
}

// Removes what the parser must not see, and reports it. Closes unclosed strings where they probably end.
class Cleaner {
 public:
  Cleaner(const TokenText& text, Diagnostics& diagnostics, std::vector<UnclosedString>& unclosed)
      : text_(text), diagnostics_(diagnostics), unclosed_(unclosed) {}

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
    uint32_t begin = 0;
    size_t hole = 0;  // in out_: the hole that is open, or 0
  };

  void Take(std::unique_ptr<Token> token) {
    const size_t type = token->getType();
    switch (type) {
      case L::INTERPOLATED:
      case L::INTERPOLATED_VERBATIM:
      case L::INTERPOLATED_RAW:
        open_.push_back({text_.SpanOf(token.get()), text_.Begin(token.get())});
        break;
      case L::HOLE:
        if (!open_.empty()) open_.back().hole = out_.size();
        break;
      case L::HOLE_END:
        if (!open_.empty()) open_.back().hole = 0;
        break;
      case L::STRING_END:
        if (!open_.empty()) open_.pop_back();
        break;
      case L::INTERPOLATION_BREAK:
        CloseStrings(token->getStartIndex());
        return;
      case L::BAD_TEXT:
        return TakeUnclosed(std::move(token));
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

  void TakeUnclosed(std::unique_ptr<Token> token) {
    static_cast<CommonToken*>(token.get())->setType(L::TEXT);
    TokenList tail;
    if (open_.empty()) {
      diagnostics_.Report(3, text_.SpanOf(token.get()));
      unclosed_.push_back({text_.Begin(token.get()), text_.End(token.get())});
      const std::string_view text = text_.Text(token.get());
      if (text.find('\n') == std::string_view::npos && !text.starts_with("\"\"\"")) tail = CutTail(*token, 1);
    }
    out_.push_back(std::move(token));
    for (auto& part : tail) out_.push_back(std::move(part));
  }

  // Shortens the token of one line to at least `least` characters; what was cut off, as tokens.
  TokenList CutTail(Token& token, size_t least) {
    const std::string_view text = text_.Text(&token);
    const size_t from = std::max(TailOf(text), std::min(least, text.size()));
    TokenList tail;
    for (size_t i = from; i < text.size(); ++i) {
      if (TypeOfTail(text[i]) == 0) continue;
      const size_t at = token.getStopIndex() + 1 - (text.size() - i);  // the tail is ASCII
      tail.push_back(Make(TypeOfTail(text[i]), at, at));
    }
    if (!tail.empty())
      static_cast<CommonToken&>(token).setStopIndex(token.getStopIndex() - (text.size() - from));
    return tail;
  }

  // The same where the string was left inside a hole: tokens that close nothing there.
  TokenList CutHole(size_t hole) {
    size_t keep = hole + 1;
    int depth = 0;
    for (size_t i = hole + 1; i < out_.size(); ++i) {
      const size_t type = out_[i]->getType();
      const bool closes = type == L::RPAREN || type == L::RBRACK || type == L::RBRACE;
      if (type == L::LPAREN || type == L::LBRACK || type == L::LBRACE) ++depth;
      if (!(closes && depth == 0) && type != L::SEMI) keep = i + 1;
      if (closes && depth > 0) --depth;
    }
    TokenList tail;
    for (size_t i = keep; i < out_.size(); ++i) tail.push_back(std::move(out_[i]));
    out_.resize(keep);
    return tail;
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
    if (open_.empty()) return;
    diagnostics_.Report(3, open_.front().span);
    unclosed_.push_back({open_.front().begin, text_.Byte(at)});
    TokenList tail;
    if (open_.back().hole != 0) {
      tail = CutHole(open_.back().hole);
    } else if (out_.back()->getType() == L::STRING_TEXT &&
               text_.Text(out_.back().get()).find('\n') == std::string_view::npos) {
      tail = CutTail(*out_.back(), 0);
      if (out_.back()->getStopIndex() + 1 == out_.back()->getStartIndex()) out_.pop_back();
    }
    if (!tail.empty()) at = tail.front()->getStartIndex();
    for (; !open_.empty(); open_.pop_back()) {
      if (open_.back().hole != 0) out_.push_back(Make(L::HOLE_END, at, at - 1));
      out_.push_back(Make(L::STRING_END, at, at - 1));
    }
    for (auto& token : tail) out_.push_back(std::move(token));
  }
  static std::unique_ptr<Token> Make(size_t type, size_t start, size_t stop) {
    auto token = std::make_unique<CommonToken>(type, "");
    token->setStartIndex(start);
    token->setStopIndex(stop);
    return token;
  }

  const TokenText& text_;
  Diagnostics& diagnostics_;
  std::vector<UnclosedString>& unclosed_;
  TokenList out_;
  std::vector<Open> open_;
};

}  // namespace

bool RunTokenPass(const TokenText& text, TokenList& tokens, std::vector<UnclosedString>& unclosed,
                  Diagnostics& diagnostics, const ParseLimits& limits) {
  tokens = Cleaner(text, diagnostics, unclosed).Run(std::move(tokens));
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
