#include "compiler/parse/rule_parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace idx::compiler {

using antlr4::Token;
using P = IdxParser;

namespace {

constexpr size_t kMaxNesting = 1000;

std::string_view Spelling(size_t type) {
  switch (type) {
    case P::SEMI:
      return "';'";
    case P::RPAREN:
      return "')'";
    case P::LPAREN:
      return "'('";
    case P::RBRACE:
      return "'}'";
    case P::LBRACE:
      return "'{'";
    case P::RBRACK:
      return "']'";
    case P::COLON:
      return "':'";
    case P::COMMA:
      return "','";
    case P::ARROW:
      return "'=>'";
    case P::EQ:
      return "'='";
    case P::IN:
      return "'in'";
    case P::WHILE:
      return "'while'";
    case P::IF:
      return "'if'";
    case P::HOLE_END:
      return "'}'";
    case P::STRING_END:
      return "the closing quote";
    case P::GENERIC_CLOSE:
      return "'>'";
    case Token::EOF:
      return "the end of the expression";
    default:
      return "";
  }
}

std::string_view ExpectedIn(size_t rule) {
  switch (rule) {
    case P::RuleExpression:
    case P::RuleBinary:
    case P::RuleOperand:
    case P::RuleRange:
    case P::RuleUnary:
    case P::RulePrimary:
    case P::RuleTupleElement:
    case P::RuleArgument:
    case P::RuleInitialValue:
      return "an expression";
    case P::RuleType:
    case P::RuleBaseType:
    case P::RuleNamedType:
      return "a type";
    case P::RuleIdentifier:
    case P::RulePlainName:
    case P::RuleSegment:
      return "a name";
    case P::RulePattern:
    case P::RulePrimaryPattern:
    case P::RuleNotPattern:
    case P::RuleConstantOperand:
    case P::RuleConstant:
      return "a pattern";
    case P::RuleStatement:
      return "a statement";
    default:
      return "";
  }
}

class Strategy : public antlr4::DefaultErrorStrategy {
 public:
  void sync(antlr4::Parser*) override {}
  void recover(antlr4::Parser*, std::exception_ptr) override { throw P::Panic{}; }
  bool inErrorRecoveryMode(antlr4::Parser*) override { return false; }
  void reportMatch(antlr4::Parser*) override {}

  void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& e) override {
    auto* rules = static_cast<RuleParser*>(parser);
    // Prediction may have failed at a token after the present one.
    Token* at = e.getOffendingToken();
    if (at != nullptr) rules->getTokenStream()->seek(at->getTokenIndex());
    rules->ReportUnexpected(
        std::string(ExpectedIn(static_cast<size_t>(rules->getContext()->getRuleIndex()))));
  }

  Token* recoverInline(antlr4::Parser* parser) override {
    auto* rules = static_cast<RuleParser*>(parser);
    const antlr4::misc::IntervalSet expected =
        rules->getATN().nextTokens(rules->getATN().states[rules->getState()]);
    const size_t want = expected.size() == 1 ? static_cast<size_t>(expected.getMinElement()) : 0;
    if (expected.size() == 1 && MayInsert(rules, want)) {
      rules->ReportMissing(want);
      return Inserted(rules, want);
    }
    if (expected.size() == 1 && want != Token::EOF && !Spelling(want).empty()) {
      rules->ReportMissing(want);
    } else {
      rules->ReportUnexpected(
          std::string(ExpectedIn(static_cast<size_t>(rules->getContext()->getRuleIndex()))));
    }
    throw P::Panic{};
  }

 private:
  // The runtime's own would ask the token's source, which inserted tokens do not have.
  Token* Inserted(RuleParser* rules, size_t type) {
    auto token = std::make_unique<antlr4::CommonToken>(type, "");
    const Token* before = rules->getTokenStream()->LT(-1);
    token->setStartIndex(before->getStopIndex() + 1);
    token->setStopIndex(before->getStopIndex());
    inserted_.push_back(std::move(token));
    return inserted_.back().get();
  }
  std::vector<std::unique_ptr<antlr4::CommonToken>> inserted_;

  // A forgotten ; ) or } is put in where what follows shows that the construct ended.
  static bool MayInsert(RuleParser* rules, size_t want) {
    auto* stream = rules->getTokenStream();
    const size_t next = stream->LA(1);
    Token* before = stream->LT(-1);
    if (before == nullptr) return false;
    if (want == P::SEMI) return next == P::RBRACE || next == Token::EOF || rules->BeginsLineAhead();
    if (want == P::RPAREN) return next == P::SEMI || next == P::LBRACE;
    if (want == P::RBRACK) return next == P::SEMI || next == P::RPAREN;
    if (want == P::RBRACE)
      return next == Token::EOF || next == P::PUBLIC || next == P::PRIVATE || next == P::INTERNAL ||
             next == P::PROTECTED;
    return false;
  }
};

}  // namespace

RuleParser::RuleParser(antlr4::TokenStream* stream, const TokenText& text,
                       std::span<const UnclosedString> unclosed, Diagnostics& diagnostics)
    : IdxParser(stream), text_(text), unclosed_(unclosed), diagnostics_(diagnostics) {
  removeErrorListeners();
  setErrorHandler(std::make_shared<Strategy>());
  getInterpreter<antlr4::atn::ParserATNSimulator>()->setPredictionMode(antlr4::atn::PredictionMode::SLL);
}

bool RuleParser::FollowsUnclosed() {
  if (unclosed_.empty()) return false;
  const Token* before = getTokenStream()->LT(-1);
  const uint32_t from = before != nullptr ? text_.Begin(before) : 0;
  const uint32_t here = text_.End(getTokenStream()->LT(1));
  // They do not overlap, so the last one that begins before here is also the last one to end.
  auto after = std::upper_bound(unclosed_.begin(), unclosed_.end(), here,
                                [](uint32_t at, const UnclosedString& string) { return at < string.begin; });
  if (after == unclosed_.begin()) return false;
  return from <= std::min(text_.all().find('\n', std::prev(after)->end), text_.all().size());
}

void RuleParser::ReportPlain(const Token* token, std::string message) {
  if (FollowsUnclosed()) return;
  diagnostics_.Report(1, text_.SpanOf(token), {std::move(message)});
}

void RuleParser::ReportUnexpected(const std::string& expected) {
  const Token* token = getTokenStream()->LT(1);
  std::string found;
  if (token->getType() == Token::EOF) {
    found = "the text ends here";
    if (expected.empty()) return ReportPlain(token, "unexpected end: something is missing here");
  } else {
    found = fmt::format("'{}'", text_.Text(token).substr(0, 60));
  }
  if (token->getType() == P::FORMAT_START)
    return ReportPlain(token, "':' begins a format here: write the conditional ?: in parentheses");
  if (expected.empty()) return ReportPlain(token, fmt::format("unexpected {}", found));
  if (token->getType() == Token::EOF)
    return ReportPlain(token, fmt::format("expected {}; {}", expected, found));
  ReportPlain(token, fmt::format("unexpected {}: expected {}", found, expected));
}

void RuleParser::ReportMissing(size_t type) {
  if (FollowsUnclosed()) return;
  const Token* before = getTokenStream()->LT(-1);
  const Token* next = getTokenStream()->LT(1);
  if (next->getType() == P::FORMAT_START) return ReportUnexpected("");
  std::string message = fmt::format("expected {}", Spelling(type));
  const size_t rule = static_cast<size_t>(getContext()->getRuleIndex());
  if (type == P::SEMI &&
      (rule == RuleExpressionStatement || rule == RuleReturnStatement || rule == RuleThrowStatement))
    message += " after the expression";
  else if (type == P::SEMI && rule == RuleLocalStatement)
    message += " after the declaration";
  else if (type == P::RPAREN &&
           (rule == RuleArguments || rule == RuleParameters || rule == RuleParenthesized))
    message = "expected ',' or ')'";
  else if (type == P::RBRACK && (rule == RuleBracketArguments || rule == RuleCollection))
    message = "expected ',' or ']'";
  if (next->getType() != Token::EOF) message += fmt::format(", found '{}'", text_.Text(next).substr(0, 60));
  const uint32_t at = before != nullptr ? text_.End(before) : text_.Begin(next);
  Diagnostic& diagnostic = diagnostics_.Report(1, text_.SpanOf(at, at), {message});
  const Token* start = getContext()->getStart();
  if ((type == P::RBRACE || type == P::RPAREN) && start != nullptr && diagnostic.notes.empty() &&
      start != next && (start->getType() == P::LBRACE || start->getType() == P::LPAREN))
    diagnostic.notes.push_back({text_.SpanOf(start), "opened here"});
}

void RuleParser::CheckNesting() {
  if (nesting_ <= kMaxNesting) return;
  diagnostics_.Report(4, text_.SpanOf(getTokenStream()->LT(1)), {std::to_string(kMaxNesting)});
  throw TooDeep{};
}

bool RuleParser::BeginsLineAhead() { return BeginsLine(1); }

bool RuleParser::BeginsLine(size_t ahead) {
  const Token* token = getTokenStream()->LT(static_cast<ssize_t>(ahead));
  if (token->getTokenIndex() == 0) return true;
  const Token* before = getTokenStream()->get(token->getTokenIndex() - 1);
  const uint32_t from = text_.End(before);
  const std::string_view between =
      text_.all().substr(from, text_.Begin(token) - std::min(from, text_.Begin(token)));
  return between.find('\n') != std::string_view::npos;
}

void RuleParser::Stray() {
  const size_t type = getTokenStream()->LA(1);
  switch (type) {
    case IF:
    case FOR:
    case FOREACH:
    case WHILE:
    case DO:
    case SWITCH:
    case RETURN:
    case THROW:
    case TRY:
      ReportPlain(getTokenStream()->LT(1), fmt::format("unexpected '{}': a statement belongs in a method",
                                                       text_.Text(getTokenStream()->LT(1))));
      break;
    default:
      ReportUnexpected("");
  }
  throw Panic{};
}

RuleParser::Depth RuleParser::DepthSince(const antlr4::ParserRuleContext* context) {
  Depth depth;
  auto* stream = getTokenStream();
  const Token* start = const_cast<antlr4::ParserRuleContext*>(context)->getStart();
  for (size_t i = start->getTokenIndex(); i < stream->index(); ++i) {
    switch (stream->get(i)->getType()) {
      case LPAREN:
      case CAST_OPEN:
      case LAMBDA_OPEN:
      case TUPLE_TYPE_OPEN:
        ++depth.parentheses;
        break;
      case RPAREN:
        if (depth.parentheses > 0) --depth.parentheses;
        break;
      case LBRACE:
        ++depth.braces;
        break;
      case RBRACE:
        if (depth.braces > 0) --depth.braces;
        break;
      default:
        break;
    }
  }
  return depth;
}

void RuleParser::SkipStatement(antlr4::ParserRuleContext* context, bool member) {
  context->exception = std::make_exception_ptr(Panic{});
  Depth depth = DepthSince(context);
  auto* stream = getTokenStream();
  bool first = stream->index() == context->getStart()->getTokenIndex();
  for (;; first = false) {
    const size_t type = stream->LA(1);
    if (type == Token::EOF) return;
    if (!first && BeginsLine(1)) {
      const bool starts_member = type == STATIC || type == PUBLIC || type == PRIVATE || type == INTERNAL ||
                                 type == CLASS || type == ENUM || type == NAMESPACE ||
                                 (member && type == LBRACK && depth.braces == 0);
      const bool starts_statement = type == IF || type == RETURN || type == FOREACH || type == FOR ||
                                    type == WHILE || type == SWITCH || type == TRY || type == THROW ||
                                    (type == IDENT && text_.Text(stream->LT(1)) == "var");
      if (starts_member || (!member && depth.braces == 0 && starts_statement)) return;
    }
    if (type == LBRACE) ++depth.braces;
    if (type == RBRACE) {
      if (depth.braces == 0) {
        // A stray brace at the outermost level ends nothing.
        if (first && context->getRuleIndex() == static_cast<ssize_t>(RuleStray)) stream->consume();
        return;
      }
      stream->consume();
      if (--depth.braces == 0) {
        if (stream->LA(1) == SEMI) stream->consume();
        return;
      }
      continue;
    }
    stream->consume();
    if (type == SEMI && depth.braces == 0) return;
  }
}

void RuleParser::RecoverStatement(antlr4::ParserRuleContext* context) { SkipStatement(context, false); }
void RuleParser::RecoverMember(antlr4::ParserRuleContext* context) { SkipStatement(context, true); }

// To the ) of the rule's ( and past it; stops before a brace or the end of a statement.
void RuleParser::RecoverParenthesis(antlr4::ParserRuleContext* context) {
  context->exception = std::make_exception_ptr(Panic{});
  auto* stream = getTokenStream();
  Depth depth = DepthSince(context);
  if (depth.parentheses == 0) throw Panic{};
  const bool header = context->getRuleIndex() == static_cast<ssize_t>(RuleForHeader);
  for (;;) {
    const size_t type = stream->LA(1);
    if (type == Token::EOF || type == RBRACE || (type == SEMI && !header)) throw Panic{};
    if (type == LBRACE && depth.braces == 0 && depth.parentheses == 1) return;
    stream->consume();
    if (type == LBRACE) ++depth.braces;
    if (type == LPAREN || type == CAST_OPEN || type == LAMBDA_OPEN || type == TUPLE_TYPE_OPEN)
      ++depth.parentheses;
    if (type == RPAREN && --depth.parentheses <= 0) return;
  }
}

// To the ':' of a case, or the end of its line.
void RuleParser::RecoverLabel(antlr4::ParserRuleContext* context) {
  context->exception = std::make_exception_ptr(Panic{});
  auto* stream = getTokenStream();
  for (;;) {
    const size_t type = stream->LA(1);
    if (type == Token::EOF || type == RBRACE || type == SEMI) return;
    if (type != COLON && BeginsLine(1) && stream->index() != context->getStart()->getTokenIndex()) return;
    stream->consume();
    if (type == COLON) return;
  }
}

}  // namespace idx::compiler
