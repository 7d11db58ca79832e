#include "compiler/parse/token_tagger.h"

namespace idx::compiler {

using antlr4::Token;
using L = IdxLexer;

const Token* TokenTagger::Match(size_t max_depth) {
  match_.assign(tokens_.size(), 0);
  parent_.assign(tokens_.size(), kNone);
  std::vector<uint32_t> open;
  for (uint32_t i = 0; i < tokens_.size(); ++i) {
    parent_[i] = open.empty() ? kNone : open.back();
    switch (Type(i)) {
      case L::LPAREN:
      case L::LBRACK:
      case L::LBRACE:
      case L::HOLE:
        open.push_back(i);
        if (open.size() > max_depth) return tokens_[i].get();
        break;
      case L::RPAREN:
      case L::RBRACK:
      case L::RBRACE:
      case L::HOLE_END: {
        const size_t close = Type(i);
        const size_t want = close == L::RPAREN   ? L::LPAREN
                            : close == L::RBRACK ? L::LBRACK
                            : close == L::RBRACE ? L::LBRACE
                                                 : L::HOLE;
        // A bracket without a partner: brackets inside braces never pair across them.
        while (!open.empty() && Type(open.back()) != want && (want == L::LBRACE || want == L::HOLE) &&
               Type(open.back()) != L::LBRACE)
          open.pop_back();
        if (open.empty() || Type(open.back()) != want) break;
        match_[i] = open.back();
        match_[open.back()] = i;
        open.pop_back();
        parent_[i] = open.empty() ? kNone : open.back();
        break;
      }
      default:
        break;
    }
  }
  return nullptr;
}

bool TokenTagger::IsPredefined(size_t type) {
  switch (type) {
    case L::BOOL:
    case L::BYTE:
    case L::CHAR:
    case L::DECIMAL:
    case L::DOUBLE:
    case L::FLOAT:
    case L::INT:
    case L::LONG:
    case L::OBJECT:
    case L::SBYTE:
    case L::SHORT:
    case L::STRING:
    case L::UINT:
    case L::ULONG:
    case L::USHORT:
      return true;
    default:
      return false;
  }
}

bool TokenTagger::IsName(size_t type) {
  switch (type) {
    case L::IDENT:
    case L::AND:
    case L::OR:
    case L::NOT:
    case L::WHEN:
    case L::WITH:
    case L::WHERE:
      return true;
    default:
      return false;
  }
}

// A token that can follow a cast's ')' (C# specification 12.9.7: names, literals, '(', '~', '!', keywords but
// as and is).
bool TokenTagger::BeginsOperand(size_t type) {
  if (type == L::IDENT || type == L::NOT || type == L::WHERE || IsPredefined(type)) return true;
  switch (type) {
    case L::TILDE:
    case L::BANG:
    case L::LPAREN:
    case L::LAMBDA_OPEN:
    case L::INTEGER:
    case L::REAL:
    case L::HEX:
    case L::BINARY:
    case L::TEXT:
    case L::CHARACTER:
    case L::VERBATIM:
    case L::RAW_TEXT:
    case L::TRUE:
    case L::FALSE:
    case L::NULL_:
    case L::NEW:
    case L::THIS:
    case L::BASE:
    case L::TYPEOF:
    case L::SIZEOF:
    case L::DEFAULT:
    case L::CHECKED:
    case L::UNCHECKED:
    case L::INTERPOLATED:
    case L::INTERPOLATED_VERBATIM:
    case L::INTERPOLATED_RAW:
    case L::AWAIT:
      return true;
    default:
      return false;
  }
}

size_t TokenTagger::TypeAt(size_t i) {
  budget_ = 400;
  return ScanType(i, 0);
}

size_t TokenTagger::ScanType(size_t i, int depth) {
  if (depth > 20 || --budget_ < 0) return 0;
  if (IsPredefined(Type(i))) {
    ++i;
  } else if (IsName(Type(i))) {
    for (;; ++i) {
      ++i;
      if (Type(i) == L::DCOLON && IsName(Type(i + 1))) continue;
      if (Type(i) == L::LT || Type(i) == L::GENERIC_OPEN) {
        const size_t after = ScanArguments(i, depth + 1);
        if (after == 0) return i;
        i = after;
      }
      if (Type(i) != L::DOT || !IsName(Type(i + 1)) || --budget_ < 0) break;
    }
  } else if (Type(i) == L::LPAREN) {
    i = ScanTuple(i, depth);
    if (i == 0) return 0;
  } else {
    return 0;
  }
  for (;;) {
    if (Type(i) == L::QMARK || Type(i) == L::NULLABLE) {
      ++i;
    } else if (Type(i) == L::LBRACK) {
      size_t j = i + 1;
      while (Type(j) == L::COMMA) ++j;
      if (Type(j) != L::RBRACK) return i;
      i = j + 1;
    } else {
      return i;
    }
  }
}

size_t TokenTagger::ScanArguments(size_t i, int depth) {
  for (;;) {
    i = ScanType(i + 1, depth);
    if (i == 0) return 0;
    if (Type(i) == L::COMMA) continue;
    return Type(i) == L::GT || Type(i) == L::GENERIC_CLOSE ? i + 1 : 0;
  }
}

size_t TokenTagger::ScanTuple(size_t i, int depth) {
  for (int n = 1;; ++n) {
    i = ScanType(i + 1, depth + 1);
    if (i == 0) return 0;
    if (IsName(Type(i))) ++i;
    if (Type(i) == L::COMMA) continue;
    return n >= 2 && Type(i) == L::RPAREN ? i + 1 : 0;
  }
}

void TokenTagger::Tag() {
  for (size_t i = 0; i < tokens_.size(); ++i) {
    switch (Type(i)) {
      case L::IDENT:
        TagWord(i);
        break;
      case L::ELSE:
        if (Type(i + 1) == L::IF) Set(i, L::ELSE_IF);
        break;
      case L::LT:
        TagGeneric(i);
        break;
      case L::LPAREN:
        TagParenthesis(i);
        break;
      case L::QMARK:
        TagQuestion(i);
        break;
      case L::QQ:
        if (IsName(Type(i + 1)) && Type(i + 2) == L::ARROW && !IsInGuard(i)) Set(i + 1, L::LAMBDA_NAME);
        break;
      case L::AS: {
        const size_t end = TypeAt(i + 1);
        // x as int ? a : b against x as int? ?? 0
        if (end > i + 2 && Type(end - 1) == L::QMARK && !BeginsOperand(Type(end)) && Type(end) != L::MINUS &&
            Type(end) != L::PLUS)
          Set(end - 1, L::NULLABLE);
        break;
      }
      case L::NEW: {
        const size_t end = TypeAt(i + 1);
        if (Type(i + 1) == L::LPAREN && end != 0 && Type(end) == L::LBRACK) Set(i + 1, L::TUPLE_TYPE_OPEN);
        if (Type(i + 1) == L::TUPLE_TYPE_OPEN || end == 0) break;
        for (size_t j = i + 1; j < end; ++j)
          if (Type(j) == L::QMARK) Set(j, L::NULLABLE);
        break;
      }
      default:
        break;
    }
  }
  MergeShifts();
}

void TokenTagger::TagWord(size_t i) {
  const size_t next = Type(i + 1);
  const bool name_follows = IsName(next) || IsPredefined(next);
  const size_t before = i > 0 ? Type(i - 1) : Token::EOF;
  if (before == L::DOT) return;
  if (Is(i, "async")) {
    if (name_follows || next == L::VOID ||
        (next == L::LPAREN && match_[i + 1] != 0 && Type(match_[i + 1] + 1) == L::ARROW))
      Set(i, L::ASYNC);
  } else if (Is(i, "await")) {
    if (next == L::FOREACH || next == L::USING || (next != L::LPAREN && BeginsOperand(next)) ||
        (next == L::LPAREN && before != L::VOID && !IsName(before)))
      Set(i, L::AWAIT);
  } else if (Is(i, "yield")) {
    if (next == L::RETURN || next == L::BREAK) Set(i, L::YIELD);
  } else if (Is(i, "partial")) {
    if (next == L::CLASS || next == L::STRUCT || next == L::INTERFACE || next == L::VOID ||
        (IsName(next) && Is(i + 1, "record")))
      Set(i, L::PARTIAL);
  } else if (Is(i, "record")) {
    const size_t after = Type(i + 2);
    if (next == L::STRUCT || next == L::CLASS ||
        (IsName(next) && (after == L::LPAREN || after == L::LBRACE || after == L::SEMI || after == L::LT ||
                          after == L::COLON)))
      Set(i, L::RECORD);
  } else if (Is(i, "from") && name_follows) {
    const size_t end = TypeAt(i + 1);
    if (next == L::IN || Type(i + 2) == L::IN || (end != 0 && IsName(Type(end)) && Type(end + 1) == L::IN))
      TagQuery(i);
  }
}

void TokenTagger::TagQuery(size_t i) {
  Set(i, L::QUERY);
  bool ordering = false;
  for (size_t j = i + 1, n = 0; j < tokens_.size() && n < 2000; ++j, ++n) {
    if (parent_[j] != parent_[i]) continue;
    if (Type(j) == L::IDENT) {
      if (Is(j, "orderby")) ordering = true;
      if (Is(j, "select") || Is(j, "group")) ordering = false;
    }
    if (Type(j) == L::COMMA && ordering) Set(j, L::QUERY_COMMA);
    if (Type(j) == L::SEMI || (Type(j) == L::COMMA && !ordering)) return;
  }
}

void TokenTagger::TagGeneric(size_t i) {
  if (i == 0 || !IsName(Type(i - 1))) return;
  budget_ = 400;
  const size_t end = ScanArguments(i, 0);
  if (end == 0) return TagUnbound(i);
  switch (Type(end)) {
    case L::LPAREN:
    case L::RPAREN:
    case L::RBRACK:
    case L::RBRACE:
    case L::COLON:
    case L::SEMI:
    case L::COMMA:
    case L::DOT:
    case L::QMARK:
    case L::EQEQ:
    case L::NE:
    case L::GT:
    case L::LBRACE:
    case L::LBRACK:
    case L::BAR:
    case L::HAT:
    case L::ANDAND:
    case L::OROR:
    case L::AMP:
    case L::ARROW:
    case L::EQ:
    case L::QQ:
    case L::OPERATOR:
    case L::THIS:
    case L::HOLE_END:
    case Token::EOF:
      break;
    default:
      if (!IsName(Type(end)) || IsComparison(i, end)) return;
  }
  for (size_t j = i; j < end; ++j) {
    if (Type(j) == L::LT) Set(j, L::GENERIC_OPEN);
    if (Type(j) == L::GT) Set(j, L::GENERIC_CLOSE);
  }
}

// typeof(List<>), typeof(Dictionary<,>).
void TokenTagger::TagUnbound(size_t i) {
  size_t first = i - 1;
  while (first >= 2 && Type(first - 1) == L::DOT) first -= 2;
  if (first < 2 || Type(first - 1) != L::LPAREN || Type(first - 2) != L::TYPEOF) return;
  size_t close = i + 1;
  while (Type(close) == L::COMMA) ++close;
  if (Type(close) != L::GT) return;
  Set(i, L::GENERIC_OPEN);
  Set(close, L::GENERIC_CLOSE);
}

// f(a < b, c > d) is two comparisons; in the parameters of a method or lambda, or after is or out, it is a
// type.
bool TokenTagger::IsComparison(size_t i, size_t end) const {
  const uint32_t around = parent_[i];
  if (around == kNone || Type(around) != L::LPAREN) return false;
  bool comma = false;
  for (size_t j = i; j < end; ++j) comma = comma || Type(j) == L::COMMA;
  size_t first = i - 1;
  while (first >= 2 && Type(first - 1) == L::DOT) first -= 2;
  const size_t before = first > 0 ? Type(first - 1) : Token::EOF;
  if (!comma || before == L::IS || before == L::OUT || before == L::AND || before == L::OR ||
      before == L::NOT || before == L::REF)
    return false;
  const size_t head = around > 0 ? Type(around - 1) : Token::EOF;
  if (head == L::FOREACH || head == L::FOR || head == L::USING) return false;
  const size_t after = Type(match_[around] + 1);
  return match_[around] != 0 && after != L::LBRACE && after != L::ARROW && after != L::WHERE;
}

void TokenTagger::TagParenthesis(size_t i) {
  if (IsLambda(i))
    Set(i, L::LAMBDA_OPEN);
  else if (IsCast(i))
    Set(i, L::CAST_OPEN);
}

// Between the when and the => of a switch arm.
bool TokenTagger::IsInGuard(size_t i) const {
  for (size_t j = i, n = 0; j-- > 0 && n < 200; ++n) {
    if (parent_[j] != parent_[i]) continue;
    if (Type(j) == L::WHEN) return true;
    if (Type(j) == L::COMMA || Type(j) == L::SEMI || Type(j) == L::ARROW || j == parent_[i]) return false;
  }
  return false;
}

// ( … ) => where an expression may begin; not a tuple pattern at the start of a switch arm.
bool TokenTagger::IsLambda(size_t i) const {
  if (match_[i] == 0 || Type(match_[i] + 1) != L::ARROW) return false;
  const size_t before = i > 0 ? Type(i - 1) : Token::EOF;
  const uint32_t around = parent_[i];
  const bool in_arms =
      around != kNone && Type(around) == L::LBRACE && around > 0 && Type(around - 1) == L::SWITCH;
  if (in_arms && (before == L::COMMA || before == L::LBRACE)) return false;
  switch (before) {
    case L::LPAREN:
    case L::COMMA:
    case L::EQ:
    case L::PLUSEQ:
    case L::MINUSEQ:
    case L::QQ:
    case L::QQEQ:
    case L::QMARK:
    case L::COLON:
    case L::ARROW:
    case L::RETURN:
    case L::LBRACK:
    case L::LBRACE:
    case L::SEMI:
    case L::RBRACE:
    case L::HOLE:
    case L::ASYNC:
    case L::STATIC:
    case L::IN:
    case Token::EOF:
      return true;
    case L::RPAREN:
      return match_[i - 1] != 0 && Type(match_[i - 1]) == L::CAST_OPEN;
    default:
      return false;
  }
}

bool TokenTagger::IsCast(size_t i) {
  const size_t before = i > 0 ? Type(i - 1) : Token::EOF;
  const bool keyword_like = before == L::AND || before == L::OR || before == L::NOT || before == L::WHEN;
  if ((IsName(before) && !keyword_like) || IsPredefined(before)) return false;
  switch (before) {
    case L::RBRACK:
    case L::GENERIC_CLOSE:
    case L::NEW:
    case L::THIS:
    case L::BASE:
    case L::TYPEOF:
    case L::SIZEOF:
    case L::DEFAULT:
    case L::CHECKED:
    case L::UNCHECKED:
    case L::IF:
    case L::WHILE:
    case L::FOR:
    case L::FOREACH:
    case L::SWITCH:
    case L::LOCK:
    case L::USING:
    case L::CATCH:
    case L::FIXED:
    case L::DELEGATE:
      return false;
    case L::WHEN:  // catch (E) when (…) holds a condition, case … when (int)x a cast
      if (i > 1 &&
          (Type(i - 2) == L::CATCH || (Type(i - 2) == L::RPAREN && Type(match_[i - 2] - 1) == L::CATCH)))
        return false;
      break;
    case L::RPAREN: {
      const size_t open = match_[i - 1];
      if (open == 0 && Type(0) != L::CAST_OPEN) return false;
      const size_t head = open > 0 ? Type(open - 1) : Token::EOF;
      if (Type(open) != L::CAST_OPEN && head != L::IF && head != L::WHILE && head != L::FOR &&
          head != L::FOREACH)
        return false;
      break;
    }
    default:
      break;
  }
  const size_t end = TypeAt(i + 1);
  if (end == 0 || Type(end) != L::RPAREN) return false;
  const bool simple = end == i + 2 && IsPredefined(Type(i + 1));
  const bool only_type = end > i + 2 && (Type(end - 1) == L::QMARK || Type(end - 1) == L::RBRACK);
  const size_t next = Type(end + 1);
  if (simple && (next == L::MINUS || next == L::PLUS || next == L::INC || next == L::DEC)) return true;
  if (only_type && (next == L::MINUS || next == L::PLUS)) return true;
  return BeginsOperand(next) && next != L::LAMBDA_OPEN;
}

// ?. and ?[ : ?[ is a conditional when the matching ] is followed by ':' of this ?.
void TokenTagger::TagQuestion(size_t i) {
  if (Type(i + 1) == L::DOT) {
    Set(i, L::COND_DOT);
  } else if (Type(i + 1) == L::LBRACK && Adjacent(i)) {
    const size_t close = match_[i + 1];
    if (close == i + 2 || (Type(i + 2) == L::COMMA)) return;  // int?[]
    bool conditional = close != 0 && Type(close + 1) == L::COLON;
    for (size_t j = i; conditional && j-- > 0 && i - j < 200;) {  // an earlier ? that waits for the ':'
      if (parent_[j] != parent_[i]) continue;
      if (Type(j) == L::SEMI || Type(j) == L::COMMA || Type(j) == L::ARROW) break;
      if (Type(j) == L::QMARK) conditional = false;
    }
    if (!conditional) Set(i, L::COND_INDEX);
  }
}

void TokenTagger::MergeShifts() {
  size_t out = 0;
  auto grow = [&](size_t to, size_t from) {
    static_cast<antlr4::CommonToken*>(tokens_[to].get())->setStopIndex(tokens_[from]->getStopIndex());
  };
  for (size_t i = 0; i < tokens_.size(); ++i, ++out) {
    if (out != i) tokens_[out] = std::move(tokens_[i]);
    if (tokens_[out]->getType() != L::GT) continue;
    size_t last = i;
    auto joins = [&](size_t type) {
      return Type(last + 1) == type && tokens_[last + 1]->getStartIndex() == tokens_[out]->getStopIndex() + 1;
    };
    size_t count = 1;
    while (count < 3 && joins(L::GT)) {
      grow(out, ++last);
      ++count;
    }
    size_t type = count == 1 ? L::GT : count == 2 ? L::SHR : L::USHR;
    if (joins(L::GE) && count < 3) {
      grow(out, ++last);
      type = count == 1 ? L::SHREQ : L::USHREQ;
    }
    Set(out, type);
    i = last;
  }
  tokens_.resize(out);
}

}  // namespace idx::compiler
