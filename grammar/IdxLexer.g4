// Tokens of the rule language. No predicates: interpolated and raw strings are handled by modes and by actions that read
// on. Tokens below "tokens" never come out of a rule: actions here and the token pass of compiler/parse set them.
lexer grammar IdxLexer;

tokens {
  HOLE_END, FORMAT_START,     // } and : of an interpolation hole
  INTERPOLATION_BREAK,        // the interpolated string was not closed; ends all open ones
  GENERIC_OPEN, GENERIC_CLOSE, CAST_OPEN, LAMBDA_OPEN, LAMBDA_NAME, TUPLE_TYPE_OPEN,
  NULLABLE, COND_DOT, COND_INDEX,  // ? of a type where that is not obvious, of ?. and of ?[
  SHR, USHR, SHREQ, USHREQ, ELSE_IF,
  // contextual keywords, where they are keywords
  ASYNC, AWAIT, YIELD, PARTIAL, RECORD, QUERY, QUERY_COMMA
}

@lexer::members {
  // Makes the tables; before the first object. Thread-safe.
  static void Prepare() { static Initializer tables; }

  // Interpolated strings that are open, outermost first. depth: brackets open in the present hole, -1 in the text.
  struct OpenString { char kind; size_t dollars; size_t quotes; int depth; };
  std::vector<OpenString> open_strings_;

  void OpenBracket() { if (!open_strings_.empty()) ++open_strings_.back().depth; }
  void CloseBracket() { if (InHole() && open_strings_.back().depth > 0) --open_strings_.back().depth; }
  bool InHole() const { return !open_strings_.empty() && open_strings_.back().depth >= 0; }
  bool AtHoleLevel() const { return !open_strings_.empty() && open_strings_.back().depth == 0; }
  size_t RunOf(char c) const {
    size_t n = 0;
    while (_input->LA(static_cast<ssize_t>(n + 1)) == static_cast<size_t>(c)) ++n;
    return n;
  }
  void Consume(size_t n) {
    while (n-- > 0 && _input->LA(1) != antlr4::IntStream::EOF) _input->consume();
  }
  size_t TokenLength() const { return _input->index() - tokenStartCharIndex; }
  // Reads past the closing quotes of a raw string; false at the end of input.
  bool ReadRaw(size_t quotes) {
    for (;;) {
      size_t c = _input->LA(1);
      if (c == antlr4::IntStream::EOF) return false;
      if (c != '"') { _input->consume(); continue; }
      size_t run = RunOf('"');
      Consume(run);
      if (run >= quotes) return true;
    }
  }
  bool ReadComment() {
    for (;;) {
      size_t c = _input->LA(1);
      if (c == antlr4::IntStream::EOF) return false;
      _input->consume();
      if (c == '*' && _input->LA(1) == '/') { _input->consume(); return true; }
    }
  }
  void OpenRaw() {
    size_t dollars = 0;
    while (_input->LA(static_cast<ssize_t>(dollars) - static_cast<ssize_t>(TokenLength())) == '$') ++dollars;
    open_strings_.push_back({'w', dollars, TokenLength() - dollars, -1});
  }
  void OpenHole() { open_strings_.back().depth = 0; pushMode(DEFAULT_MODE); }
  void EndHole() {
    if (open_strings_.back().kind == 'w') Consume(std::min(RunOf('}'), open_strings_.back().dollars - 1));
    open_strings_.back().depth = -1;
    setType(HOLE_END);
  }
  void Break() {
    open_strings_.clear();
    while (!modeStack.empty()) popMode();
    setType(INTERPOLATION_BREAK);
  }
  // A line break in a hole of a one-line string belongs to the hole inside brackets, or where the next line goes on
  // with an operator; otherwise the string was not closed.
  bool BreaksHere() const {
    if (!AtHoleLevel() || open_strings_.back().kind != 'r') return false;
    ssize_t i = 1;
    while (_input->LA(i) == ' ' || _input->LA(i) == '\t' || _input->LA(i) == '\r' || _input->LA(i) == '\n') ++i;
    switch (_input->LA(i)) {
      case '.': case '?': case ':': case '+': case '-': case '*': case '/': case '&': case '|': case ',': case '=':
        return false;
      case '}': {
        for (size_t c = 0; (c = _input->LA(i)) != antlr4::IntStream::EOF && c != '\n'; ++i)
          if (c == '"') return false;
        return true;
      }
      default: return true;
    }
  }
}

ABSTRACT: 'abstract'; AS: 'as'; BASE: 'base'; BOOL: 'bool'; BREAK: 'break'; BYTE: 'byte'; CASE: 'case'; CATCH: 'catch';
CHAR: 'char'; CHECKED: 'checked'; CLASS: 'class'; CONST: 'const'; CONTINUE: 'continue'; DECIMAL: 'decimal';
DEFAULT: 'default'; DELEGATE: 'delegate'; DO: 'do'; DOUBLE: 'double'; ELSE: 'else'; ENUM: 'enum'; EVENT: 'event';
EXPLICIT: 'explicit'; EXTERN: 'extern'; FALSE: 'false'; FINALLY: 'finally'; FIXED: 'fixed'; FLOAT: 'float'; FOR: 'for';
FOREACH: 'foreach'; GOTO: 'goto'; IF: 'if'; IMPLICIT: 'implicit'; IN: 'in'; INT: 'int'; INTERFACE: 'interface';
INTERNAL: 'internal'; IS: 'is'; LOCK: 'lock'; LONG: 'long'; NAMESPACE: 'namespace'; NEW: 'new'; NULL_: 'null';
OBJECT: 'object'; OPERATOR: 'operator'; OUT: 'out'; OVERRIDE: 'override'; PARAMS: 'params'; PRIVATE: 'private';
PROTECTED: 'protected'; PUBLIC: 'public'; READONLY: 'readonly'; REF: 'ref'; RETURN: 'return'; SBYTE: 'sbyte';
SEALED: 'sealed'; SHORT: 'short'; SIZEOF: 'sizeof'; STACKALLOC: 'stackalloc'; STATIC: 'static'; STRING: 'string';
STRUCT: 'struct'; SWITCH: 'switch'; THIS: 'this'; THROW: 'throw'; TRUE: 'true'; TRY: 'try'; TYPEOF: 'typeof';
UINT: 'uint'; ULONG: 'ulong'; UNCHECKED: 'unchecked'; UNSAFE: 'unsafe'; USHORT: 'ushort'; USING: 'using';
VIRTUAL: 'virtual'; VOID: 'void'; VOLATILE: 'volatile'; WHILE: 'while';
// contextual: also names
AND: 'and'; OR: 'or'; NOT: 'not'; WHEN: 'when'; WITH: 'with'; WHERE: 'where';

IDENT: '@'? [\p{L}\p{Nl}_] [\p{L}\p{Nl}\p{Nd}\p{Mn}\p{Mc}\p{Pc}\p{Cf}]*;
HEX: '0' [xX] [0-9a-fA-F_]+ [uUlL]*;
BINARY: '0' [bB] [01_]+ [uUlL]*;
REAL: ([0-9] [0-9_]*)? '.' [0-9] [0-9_]* ([eE] [+-]? [0-9]+)? [fFdDmM]?
    | [0-9] [0-9_]* ([eE] [+-]? [0-9]+ [fFdDmM]? | [fFdDmM]);
INTEGER: [0-9] [0-9_]* [uUlL]*;
CHARACTER: '\'' (~['\\\r\n] | '\\' ~[\r\n] [0-9a-fA-F]*)+ '\'';
BAD_CHARACTER: '\'' '\''?;
TEXT: '"' (~["\\\r\n] | '\\' ~[\r\n])* '"';
BAD_TEXT: '"' (~["\\\r\n] | '\\' ~[\r\n])* '\\'?;
RAW_TEXT: '"""' '"'* { if (!ReadRaw(TokenLength())) setType(BAD_TEXT); };
VERBATIM: '@"' (~["] | '""')* '"';
BAD_VERBATIM: '@"' (~["] | '""')* -> type(BAD_TEXT);
INTERPOLATED: '$"' { open_strings_.push_back({'r', 1, 1, -1}); } -> pushMode(REGULAR);
INTERPOLATED_VERBATIM: ('$@"' | '@$"') { open_strings_.push_back({'v', 1, 1, -1}); } -> pushMode(VERBATIM_TEXT);
INTERPOLATED_RAW: '$'+ '"""' '"'*
  { OpenRaw(); } -> pushMode(RAW);

LBRACE: '{' { OpenBracket(); };
RBRACE: '}' { if (AtHoleLevel()) { EndHole(); popMode(); } else CloseBracket(); };
LPAREN: '(' { OpenBracket(); };
RPAREN: ')' { CloseBracket(); };
LBRACK: '[' { OpenBracket(); };
RBRACK: ']' { CloseBracket(); };
COLON: ':' { if (AtHoleLevel()) { setType(FORMAT_START); pushMode(FORMAT_MODE); } };
DCOLON: '::'; SEMI: ';'; COMMA: ','; DOTDOT: '..'; DOT: '.';
QQEQ: '??='; QQ: '??'; QMARK: '?'; ARROW: '=>'; EQEQ: '=='; NE: '!='; LE: '<='; GE: '>='; ANDAND: '&&'; OROR: '||';
INC: '++'; DEC: '--'; PLUSEQ: '+='; MINUSEQ: '-='; STAREQ: '*='; SLASHEQ: '/='; PCTEQ: '%='; AMPEQ: '&='; BAREQ: '|=';
HATEQ: '^='; SHLEQ: '<<='; SHL: '<<'; LT: '<'; GT: '>'; EQ: '='; PLUS: '+'; MINUS: '-'; STAR: '*'; SLASH: '/';
PCT: '%'; AMP: '&'; BAR: '|'; HAT: '^'; BANG: '!'; TILDE: '~';

LINE: [\r\n\u0085\u2028\u2029] { if (BreaksHere()) Break(); else skip(); };
BLANK: [ \t\f\u000B\u00A0\uFEFF\p{Zs}]+ -> skip;
LINE_COMMENT: '//' ~[\r\n]* -> skip;
BLOCK_COMMENT: '/*' { if (ReadComment()) skip(); else setType(BAD_COMMENT); };
BAD_COMMENT: '\u0001*';
DIRECTIVE: '#' ~[\r\n]*;
BAD: .;

mode REGULAR;
STRING_TEXT: (~["\\{}\r\n] | '\\' ~[\r\n] | '{{' | '}}')+;
HOLE: '{' { OpenHole(); };
STRING_END: '"' { open_strings_.pop_back(); } -> popMode;
REGULAR_LINE: [\r\n] { Break(); };
REGULAR_BAD: . -> type(BAD);

mode VERBATIM_TEXT;
VERBATIM_STRING_TEXT: (~["{}] | '""' | '{{' | '}}')+ -> type(STRING_TEXT);
VERBATIM_HOLE: '{' { OpenHole(); setType(HOLE); };
VERBATIM_END: '"' { open_strings_.pop_back(); } -> type(STRING_END), popMode;
VERBATIM_BAD: . -> type(BAD);

mode RAW;
RAW_STRING_TEXT: (~["{] )+ -> type(STRING_TEXT);
// As many braces as dollars open a hole; those before them are text.
RAW_HOLE: '{'+ { if (TokenLength() >= open_strings_.back().dollars) { OpenHole(); setType(HOLE); } else setType(STRING_TEXT); };
RAW_END: '"'+
  { if (TokenLength() >= open_strings_.back().quotes) { open_strings_.pop_back(); popMode(); setType(STRING_END); }
    else setType(STRING_TEXT); };

mode FORMAT_MODE;
FORMAT: ~[{}"\r\n]+;
FORMAT_END: '}' { EndHole(); popMode(); popMode(); };
FORMAT_BREAK: . { Break(); };
