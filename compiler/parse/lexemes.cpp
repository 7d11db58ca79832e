#include "compiler/parse/lexemes.h"

namespace idx::compiler {

namespace {

using P = IdxParser;
using Context = antlr4::ParserRuleContext;
using antlr4::tree::ParseTree;

bool IsOneOf(size_t rule, std::initializer_list<size_t> rules) {
  for (size_t r : rules)
    if (r == rule) return true;
  return false;
}

// What lies between the braces of these begins anew: elements, each on a line of its own if the author likes.
bool HasItems(size_t rule) {
  return IsOneOf(rule, {P::RuleFileItem, P::RuleMember, P::RuleUsingDirective, P::RuleStatement,
                        P::RuleEnumItem, P::RuleInitializerItem, P::RuleSwitchArm, P::RuleSwitchLabel,
                        P::RuleAccessor, P::RuleCatchClause, P::RuleFinallyClause});
}

bool IsHeader(size_t rule) {
  return IsOneOf(rule, {P::RuleIfStatement, P::RuleForStatement, P::RuleForeachStatement,
                        P::RuleWhileStatement, P::RuleDoStatement, P::RuleUnsupportedStatement});
}

class Walk {
 public:
  explicit Walk(const TokenText& text) : text_(text) {}

  void Visit(ParseTree* node, size_t rule, size_t outer) {
    if (auto* terminal = dynamic_cast<antlr4::tree::TerminalNode*>(node)) {
      Take(terminal->getSymbol(), rule, outer);
      return;
    }
    auto* context = dynamic_cast<Context*>(node);
    if (context == nullptr) return;
    size_t own = context->getRuleIndex();
    if (HasItems(own) || (own == P::RuleSubpattern && rule == P::RuleProperties) ||
        (own == P::RuleInitialValue && rule == P::RuleArrayInitializer))
      starts_ = true;
    if (own == P::RuleInterpolated) {
      Whole(*context, rule, outer);
      return;
    }
    uint16_t before = embedded_;
    if (IsEmbedded(*context, own, rule)) ++embedded_;
    for (ParseTree* child : context->children) {
      Visit(child, own, rule);
      // [Test] static void … goes on after its attributes as if it began there.
      auto* part = dynamic_cast<Context*>(child);
      if (part != nullptr && part->getRuleIndex() == P::RuleAttributes && own != P::RuleParameter)
        starts_ = true;
    }
    embedded_ = before;
  }

  std::vector<Lexeme> Take() { return std::move(lexemes_); }

 private:
  static bool IsEmbedded(const Context& context, size_t own, size_t rule) {
    if (own == P::RuleBlockItem && rule == P::RuleSwitchSection) return true;
    if (own != P::RuleStatement || !IsHeader(rule) || context.children.empty()) return false;
    auto* first = dynamic_cast<Context*>(context.children[0]);
    return first != nullptr && first->getRuleIndex() != P::RuleBlock;
  }

  Bracket BracketOf(size_t type, size_t rule, size_t outer) const {
    switch (type) {
      case P::LBRACE:
        if (rule == P::RuleBlock && IsOneOf(outer, {P::RuleLambda, P::RuleCoalescedLambda, P::RulePrimary}))
          return Bracket::kList;
        return IsOneOf(rule, {P::RuleBlock, P::RuleNamespaceBody, P::RuleTypeBody, P::RuleEnumDeclaration,
                              P::RuleAccessors, P::RuleSwitchStatement})
                   ? Bracket::kBlock
                   : Bracket::kList;
      case P::LPAREN:
      case P::CAST_OPEN:
      case P::LAMBDA_OPEN:
      case P::TUPLE_TYPE_OPEN:
      case P::LBRACK:
        return Bracket::kInline;
      case P::RBRACE:
      case P::RPAREN:
      case P::RBRACK:
        return Bracket::kClose;
      default:
        return Bracket::kNone;
    }
  }

  void Take(const antlr4::Token* token, size_t rule, size_t outer) {
    if (token->getType() == antlr4::Token::EOF) return;
    Lexeme lexeme;
    lexeme.begin = text_.Begin(token);
    lexeme.end = text_.End(token);
    lexeme.type = token->getType();
    lexeme.rule = rule;
    lexeme.outer = outer;
    lexeme.bracket = BracketOf(lexeme.type, rule, outer);
    bool resumes = (rule == P::RuleIfStatement && IsOneOf(lexeme.type, {P::ELSE, P::ELSE_IF})) ||
                   (rule == P::RuleDoStatement && lexeme.type == P::WHILE);
    Add(lexeme, resumes);
    // Braces begin a nesting of their own.
    if (lexeme.type == P::LBRACE) {
      outside_.push_back(embedded_);
      embedded_ = 0;
    } else if (lexeme.type == P::RBRACE && !outside_.empty()) {
      embedded_ = outside_.back();
      outside_.pop_back();
    }
  }

  void Whole(const Context& context, size_t rule, size_t outer) {
    Lexeme lexeme;
    lexeme.begin = text_.Begin(context.start);
    lexeme.end = text_.End(context.stop);
    lexeme.type = P::TEXT;
    lexeme.rule = rule;
    lexeme.outer = outer;
    Add(lexeme, false);
  }

  void Add(Lexeme lexeme, bool resumes) {
    lexeme.starts = starts_ || resumes;
    lexeme.embedded = embedded_;
    lexeme.adjacent = !lexemes_.empty() && lexemes_.back().end == lexeme.begin;
    starts_ = false;
    lexemes_.push_back(lexeme);
  }

  const TokenText& text_;
  std::vector<Lexeme> lexemes_;
  std::vector<uint16_t> outside_;
  uint16_t embedded_ = 0;
  bool starts_ = false;
};

bool IsOpening(size_t type) {
  return IsOneOf(type,
                 {P::LPAREN, P::CAST_OPEN, P::LAMBDA_OPEN, P::TUPLE_TYPE_OPEN, P::LBRACK, P::GENERIC_OPEN});
}

// - ! ~ ^ ++ -- in front of an operand, and the ) of a cast.
bool IsPrefix(const Lexeme& a) {
  if (a.type == P::AWAIT) return false;
  if (a.rule == P::RulePrefix) return a.type != P::CAST_OPEN;
  return a.rule == P::RuleConstantOperand && IsOneOf(a.type, {P::PLUS, P::MINUS, P::TILDE, P::BANG});
}

// name: in arguments, labels, patterns.
bool IsLabelColon(const Lexeme& b) {
  return b.type == P::COLON &&
         IsOneOf(b.rule, {P::RuleSwitchLabel, P::RuleArgument, P::RuleTupleElement, P::RuleSubpattern,
                          P::RuleAttributeArgument, P::RuleAttributes, P::RuleUnsupportedStatement});
}

bool SpaceBeforeParenthesis(const Lexeme& a, const Lexeme& b, std::string_view text) {
  switch (b.rule) {
    case P::RuleArguments:  // var (a, b) = … looks like a call to the grammar
      return text.substr(a.begin, a.end - a.begin) == "var";
    case P::RuleParameters:
    case P::RuleAttribute:
    case P::RulePrimary:
    case P::RuleBound:
    case P::RuleConstantOperand:
      return false;
    case P::RulePositional:
      return !IsOneOf(a.rule, {P::RulePlainName, P::RulePatternType, P::RulePlainSegment}) &&
             a.type != P::GENERIC_CLOSE;
    default:
      return true;
  }
}

bool SpaceBeforeBracket(const Lexeme& a, const Lexeme& b) {
  if (IsOneOf(b.rule, {P::RuleBracketArguments, P::RuleRank, P::RuleNewArray})) return false;
  return !(b.rule == P::RuleAttributes && a.type == P::RBRACK);
}

bool IsWordByte(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0;
}

// Two lexemes that would be read as others if they touched.
bool WouldMerge(const Lexeme& a, const Lexeme& b, std::string_view text) {
  if (b.adjacent) return false;
  char last = text[a.end - 1];
  char first = text[b.begin];
  if (IsWordByte(last) && (IsWordByte(first) || first == '"' || first == '\'' || first == '@')) return true;
  if (b.type == P::REAL && first == '.') return true;
  for (std::string_view pair :
       {"++", "--", "+=", "-=",  "*=", "/=", "%=", "&&", "&=", "||", "|=", "^=",  "<<",  "<=", ">>", ">=",
        "==", "!=", "=>", "?\?", "?.", "?=", "?[", "..", "::", "//", "/*", "@\"", "$\"", "$@", "@$", "\"\""})
    if (pair[0] == last && pair[1] == first) return true;
  return false;
}

bool WantsSpace(const Lexeme& a, const Lexeme& b, std::string_view text) {
  if (a.type == P::LBRACE || b.type == P::RBRACE) return true;
  if (IsOpening(a.type) || IsOneOf(a.type, {P::DOT, P::COND_DOT, P::COND_INDEX, P::DCOLON}) || IsPrefix(a))
    return false;
  if (a.type == P::RPAREN && a.rule == P::RuleConstantOperand && b.rule == a.rule) return false;
  if (IsOneOf(b.type, {P::SEMI, P::COMMA, P::RPAREN, P::RBRACK, P::DOT, P::GENERIC_OPEN, P::GENERIC_CLOSE,
                       P::COND_DOT, P::COND_INDEX, P::NULLABLE, P::DCOLON}))
    return false;
  if (b.type == P::QMARK && b.rule != P::RuleExpression) return false;
  if (b.rule == P::RulePostfix && IsOneOf(b.type, {P::INC, P::DEC, P::BANG})) return false;
  if (a.type == P::DOTDOT) return false;
  if (b.type == P::DOTDOT)
    return !IsOneOf(a.rule, {P::RulePrimary, P::RuleLiteral, P::RuleIdentifier, P::RuleArguments,
                             P::RulePostfix, P::RuleBracketArguments, P::RuleParenthesized});
  if (IsLabelColon(b)) return false;
  if (b.type == P::LPAREN) return SpaceBeforeParenthesis(a, b, text);
  if (b.type == P::LBRACK) return SpaceBeforeBracket(a, b);
  return true;
}

}  // namespace

std::vector<Lexeme> LexemesOf(IdxParser::FileContext* file, const TokenText& text) {
  Walk walk(text);
  walk.Visit(file, P::RuleFile, P::RuleFile);
  return walk.Take();
}

bool SpaceBetween(const Lexeme& a, const Lexeme& b, std::string_view text) {
  return WantsSpace(a, b, text) || WouldMerge(a, b, text);
}

}  // namespace idx::compiler
