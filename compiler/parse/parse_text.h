// Text → ANTLR's parse tree, for whoever builds on it. Internal to this folder.
#pragma once

#include <fmt/format.h>

#include "compiler/parse/builder.h"
#include "compiler/parse/rule_parser.h"
#include "compiler/parse/token_pass.h"

namespace idx::compiler {

// False where the text is too large or not UTF-8 (reported).
bool CheckText(const Fragment& fragment, Diagnostics& diagnostics, const ParseLimits& limits);

// Lexes, tags and parses; calls use(parser) with a parser that has not started. The parse tree dies on
// return.
template <typename Use>
void ParseText(const Fragment& fragment, Diagnostics& diagnostics, const ParseLimits& limits, Use use) {
  try {
    IdxLexer::Prepare();
    IdxParser::Prepare();
    antlr4::ANTLRInputStream input(std::string{fragment.text});
    IdxLexer lexer(&input);
    lexer.removeErrorListeners();
    const TokenText text(fragment);
    TokenList tokens = lexer.getAllTokens();
    std::vector<UnclosedString> unclosed;
    if (!RunTokenPass(text, tokens, unclosed, diagnostics, limits)) return;
    antlr4::ListTokenSource source(std::move(tokens));
    antlr4::CommonTokenStream stream(&source);
    stream.fill();
    RuleParser parser(&stream, text, unclosed, diagnostics);
    use(parser, text);
  } catch (const RuleParser::TooDeep&) {
  } catch (const Builder::Incomplete&) {
  } catch (const IdxParser::Panic&) {
  } catch (const std::exception& e) {
    diagnostics.Report(1, fragment.SpanOf(0, 0), {fmt::format("the text could not be parsed: {}", e.what())});
  }
}

}  // namespace idx::compiler
