// The generated parser with our recovery: an error is reported once, in words for people, and parsing goes on
// after the statement, label, header or member it is in.
#pragma once

#include <span>
#include <string>

#include "IdxParser.h"
#include "compiler/parse/token_pass.h"

namespace idx::compiler {

class RuleParser : public IdxParser {
 public:
  struct TooDeep {};  // thrown out of the whole parse; reported

  // unclosed: in order of their places.
  RuleParser(antlr4::TokenStream* stream, const TokenText& text, std::span<const UnclosedString> unclosed,
             Diagnostics& diagnostics);

  // Reports what is wrong at the present token; expected may be empty.
  void ReportUnexpected(const std::string& expected);
  void ReportMissing(size_t type);
  void ReportPlain(const antlr4::Token* token, std::string message);
  // The next token is the first of its line.
  bool BeginsLineAhead();

 private:
  void CheckNesting() override;
  void RecoverStatement(antlr4::ParserRuleContext* context) override;
  void RecoverMember(antlr4::ParserRuleContext* context) override;
  void RecoverParenthesis(antlr4::ParserRuleContext* context) override;
  void RecoverLabel(antlr4::ParserRuleContext* context) override;
  void Stray() override;
  bool BeginsLine(size_t ahead);
  // The error at the present token follows from an unclosed string: one of them ends on its line, or on that
  // of the token before.
  bool FollowsUnclosed();
  // Brackets open between the rule's first token and the present one.
  struct Depth {
    int braces = 0;
    int parentheses = 0;
  };
  Depth DepthSince(const antlr4::ParserRuleContext* context);
  void SkipStatement(antlr4::ParserRuleContext* context, bool member);

  const TokenText& text_;
  std::span<const UnclosedString> unclosed_;
  Diagnostics& diagnostics_;
};

}  // namespace idx::compiler
