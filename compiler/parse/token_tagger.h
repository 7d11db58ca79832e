// Tags tokens by what C# decides with look-ahead (C# specification, 6.2.5 and 12.9.7). Every scan is bounded.
#pragma once

#include <vector>

#include "compiler/parse/token_pass.h"

namespace idx::compiler {

class TokenTagger {
 public:
  TokenTagger(const TokenText& text, TokenList& tokens) : text_(text), tokens_(tokens) {}
  // Pairs the brackets. Returns the token that is nested too deeply, or null.
  const antlr4::Token* Match(size_t max_depth);
  void Tag();

 private:
  size_t Type(size_t i) const { return i < tokens_.size() ? tokens_[i]->getType() : antlr4::Token::EOF; }
  void Set(size_t i, size_t type) { static_cast<antlr4::CommonToken*>(tokens_[i].get())->setType(type); }
  bool Adjacent(size_t i) const { return tokens_[i]->getStopIndex() + 1 == tokens_[i + 1]->getStartIndex(); }
  bool Is(size_t i, std::string_view word) const { return text_.Text(tokens_[i].get()) == word; }
  static bool IsPredefined(size_t type);
  static bool IsName(size_t type);
  static bool BeginsOperand(size_t type);
  // Index after the type that begins at i, or 0.
  size_t ScanType(size_t i, int depth);
  size_t ScanArguments(size_t i, int depth);
  size_t ScanTuple(size_t i, int depth);
  size_t TypeAt(size_t i);
  void TagWord(size_t i);
  void TagGeneric(size_t i);
  void TagUnbound(size_t i);
  bool IsInGuard(size_t i) const;
  bool IsComparison(size_t i, size_t end) const;
  void TagParenthesis(size_t i);
  bool IsLambda(size_t i) const;
  bool IsCast(size_t i);
  void TagQuestion(size_t i);
  void TagQuery(size_t i);
  void MergeShifts();

  const TokenText& text_;
  TokenList& tokens_;
  std::vector<uint32_t> match_;   // of a bracket its partner, else 0
  std::vector<uint32_t> parent_;  // the bracket around a token, kNone outside
  static constexpr uint32_t kNone = ~uint32_t{0};
  int budget_ = 0;
};

}  // namespace idx::compiler
