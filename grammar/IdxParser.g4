// The rule language: C#, less. Parsed with SLL prediction only. What the left context decides in C# (generic brackets,
// casts, lambdas, ? of types) was tagged by the token pass of compiler/parse; precedence of binary operators is applied
// when the tree is built. Constructs that are left out of the language are parsed, to be named.
parser grammar IdxParser;
options { tokenVocab = IdxLexer; }

@parser::members {
  // Makes the tables; before the first object. Thread-safe.
  static void Prepare() { static Initializer tables; }

  // Recovery, in compiler/parse/rule_parser.cpp. Each reads on to where parsing can continue.
  struct Panic {};  // an error was reported; unwinds to the rule that recovers
  struct Nesting {
    explicit Nesting(IdxParser& parser) : parser_(parser) { ++parser_.nesting_; parser_.CheckNesting(); }
    ~Nesting() { --parser_.nesting_; }
    IdxParser& parser_;
  };
  size_t nesting_ = 0;
  virtual void CheckNesting() {}
  virtual void RecoverStatement(antlr4::ParserRuleContext*) {}
  virtual void RecoverMember(antlr4::ParserRuleContext*) {}
  virtual void RecoverParenthesis(antlr4::ParserRuleContext*) {}
  virtual void RecoverLabel(antlr4::ParserRuleContext*) {}
  virtual void Stray() {}  // reports the next token and throws Panic
}

file: fileItem* EOF;
fileItem: usingDirective | member | stray;
bare: expression EOF;

usingDirective: USING STATIC? (identifier EQ)? type SEMI;
  catch [Panic&] { RecoverMember(_localctx); }
  catch [RecognitionException& e] { _errHandler->reportError(this, e); RecoverMember(_localctx); }
qualifiedName: identifier (DOT identifier)*;
identifier: IDENT | AND | OR | NOT | WHEN | WITH | WHERE;
// Where and, or, not, when, with have their own meaning.
plainName: IDENT | WHERE;

// ---- declarations
stray: { Stray(); } strayToken;
  catch [Panic&] { RecoverMember(_localctx); }
  catch [RecognitionException& e] { _errHandler->reportError(this, e); RecoverMember(_localctx); }
strayToken: RBRACE | RPAREN | LBRACE | RBRACK | SEMI | COMMA | IF | FOR | FOREACH | WHILE | DO | SWITCH | RETURN | BREAK | CONTINUE | THROW
  | TRY | CATCH | FINALLY | ELSE | ELSE_IF | CASE | DEFAULT | GOTO | LOCK | CHECKED | UNCHECKED | FIXED | YIELD | AWAIT
  | EQ | EQEQ | NE | LE | GE | LT | GT | PLUS | MINUS | STAR | SLASH | PCT | AMP | BAR | HAT | BANG | QMARK | QQ | QQEQ | COLON | ARROW | DOT
  | DOTDOT | ANDAND | OROR | INC | DEC | PLUSEQ | MINUSEQ | IS | AS | OUT | IN | THIS | BASE | TYPEOF | NULL_ | TRUE | FALSE | CAST_OPEN
  | LAMBDA_OPEN | INTEGER | HEX | BINARY | REAL | CHARACTER | TEXT | RAW_TEXT | VERBATIM | INTERPOLATED | INTERPOLATED_VERBATIM
  | INTERPOLATED_RAW | STRING_TEXT | HOLE | HOLE_END | STRING_END | FORMAT_START | FORMAT | COND_DOT | COND_INDEX | NULLABLE;
member: attributes* modifier* memberBody;
  catch [Panic&] { RecoverMember(_localctx); }
  catch [RecognitionException& e] { _errHandler->reportError(this, e); RecoverMember(_localctx); }
attributes: LBRACK (attributeTarget COLON)? attribute (COMMA attribute)* COMMA? RBRACK;
attributeTarget: identifier | RETURN | EVENT;
attribute: type (LPAREN (attributeArgument (COMMA attributeArgument)*)? RPAREN)?;
attributeArgument: (identifier COLON)? expression;  // Name = value is an assignment to the grammar
modifier: PUBLIC | PRIVATE | PROTECTED | INTERNAL | STATIC | READONLY | CONST | ABSTRACT | SEALED | VIRTUAL | OVERRIDE | EXTERN
  | UNSAFE | PARTIAL | ASYNC | NEW | VOLATILE;
memberBody: namespaceDeclaration | typeDeclaration | enumDeclaration | recordDeclaration | delegateDeclaration
  | eventDeclaration | conversionOperator | constructor | methodDeclaration | typedMember | attributesOnly;
attributesOnly: SEMI;
namespaceDeclaration: NAMESPACE qualifiedName (namespaceBody | SEMI);
namespaceBody: LBRACE (usingDirective | member | strayInside)* RBRACE SEMI?;
typeBody: LBRACE (member | strayInside)* RBRACE SEMI?;
strayInside: { Stray(); } strayInsideToken;
  catch [Panic&] { RecoverMember(_localctx); }
  catch [RecognitionException& e] { _errHandler->reportError(this, e); RecoverMember(_localctx); }
strayInsideToken: RPAREN | LBRACE | RBRACK | COMMA | IF | FOR | FOREACH | WHILE | DO | SWITCH | RETURN | BREAK | CONTINUE | THROW
  | TRY | CATCH | FINALLY | ELSE | ELSE_IF | CASE | DEFAULT | GOTO | LOCK | CHECKED | UNCHECKED | FIXED | YIELD | AWAIT
  | EQ | EQEQ | NE | LE | GE | LT | GT | PLUS | MINUS | STAR | SLASH | PCT | AMP | BAR | HAT | BANG | QMARK | QQ | QQEQ | COLON | ARROW | DOT
  | DOTDOT | ANDAND | OROR | INC | DEC | PLUSEQ | MINUSEQ | IS | AS | OUT | IN | THIS | BASE | TYPEOF | NULL_ | TRUE | FALSE | CAST_OPEN
  | LAMBDA_OPEN | INTEGER | HEX | BINARY | REAL | CHARACTER | TEXT | RAW_TEXT | VERBATIM | INTERPOLATED | INTERPOLATED_VERBATIM
  | INTERPOLATED_RAW | STRING_TEXT | HOLE | HOLE_END | STRING_END | FORMAT_START | FORMAT | COND_DOT | COND_INDEX | NULLABLE;
typeDeclaration: (CLASS | STRUCT | INTERFACE) identifier typeParameters? parameters? baseList? constraint* (typeBody | SEMI);
baseList: COLON type arguments? (COMMA type)*;
enumDeclaration: ENUM identifier (COLON type)? LBRACE (enumItem (COMMA enumItem)* COMMA?)? RBRACE SEMI?;
enumItem: attributes* identifier (EQ expression)?;
recordDeclaration: RECORD (STRUCT | CLASS)? identifier typeParameters? parameters? baseList? constraint* (SEMI | typeBody);
delegateDeclaration: DELEGATE (VOID | type) identifier typeParameters? parameters constraint* SEMI;
eventDeclaration: EVENT type identifier (COMMA identifier)* (SEMI | accessors);
conversionOperator: (IMPLICIT | EXPLICIT) OPERATOR type parameters methodBody;
constructor: TILDE? identifier parameters (COLON (BASE | THIS) arguments)? methodBody;
methodDeclaration: VOID memberName typeParameters? parameters constraint* methodBody;
typedMember: type (memberName (methodRest | fieldRest | propertyRest)
  | (segment DOT)* THIS LBRACK parameter (COMMA parameter)* RBRACK propertyRest
  | OPERATOR overloadable parameters methodBody);
memberName: (segment DOT)* identifier;  // with the interface that is implemented explicitly
methodRest: typeParameters? parameters constraint* methodBody;
fieldRest: (EQ initialValue)? (COMMA declarator)* SEMI;
propertyRest: accessors (EQ initialValue SEMI)? | ARROW expression SEMI;
accessors: LBRACE accessor* RBRACE;
accessor: attributes* modifier* identifier methodBody;
overloadable: PLUS | MINUS | STAR | SLASH | PCT | EQEQ | NE | LT | GT | LE | GE | AMP | BAR | HAT | BANG | TILDE | INC | DEC | TRUE | FALSE | SHL | SHR;
constraint: WHERE identifier COLON bound (COMMA bound)*;
bound: type | CLASS QMARK? | STRUCT | NEW LPAREN RPAREN | DEFAULT;
typeParameters: GENERIC_OPEN typeParameter (COMMA typeParameter)* GENERIC_CLOSE;
typeParameter: (IN | OUT)? identifier;
methodBody: block | ARROW expression SEMI | SEMI;
parameters: LPAREN (parameter (COMMA parameter)*)? RPAREN;
  catch [Panic&] { RecoverParenthesis(_localctx); }
  catch [RecognitionException& e] { _errHandler->reportError(this, e); RecoverParenthesis(_localctx); }
parameter: attributes* parameterModifier* type identifier (EQ expression)?;
parameterModifier: REF | OUT | IN | PARAMS | THIS | READONLY;
declarator: identifier (EQ initialValue)?;
initialValue: expression | arrayInitializer;
arrayInitializer: LBRACE (initialValue (COMMA initialValue)* COMMA?)? RBRACE;

// ---- types
predefined: BOOL | BYTE | CHAR | DECIMAL | DOUBLE | FLOAT | INT | LONG | OBJECT | SBYTE | SHORT | STRING | UINT | ULONG | USHORT;
type @init { Nesting nesting(*this); }: baseType (QMARK | NULLABLE | rank)*;
// Where ? may also begin a conditional.
operandType: baseType (NULLABLE | rank)*;
rank: LBRACK COMMA* RBRACK;
baseType: predefined | namedType | tupleType;
namedType: (identifier DCOLON)? segment (DOT segment)*;
segment: identifier typeArguments?;
typeArguments: GENERIC_OPEN (type (COMMA type)* | COMMA*) GENERIC_CLOSE;  // none only in typeof(List<>)
tupleType: (LPAREN | TUPLE_TYPE_OPEN) type identifier? (COMMA type identifier?)+ RPAREN;

// ---- statements
block @init { Nesting nesting(*this); }: LBRACE blockItem* RBRACE;
blockItem: statement | strayStatement;
strayStatement: { Stray(); } strayStatementToken;
  catch [Panic&] { RecoverStatement(_localctx); }
  catch [RecognitionException& e] { _errHandler->reportError(this, e); RecoverStatement(_localctx); }
strayStatementToken: RPAREN | RBRACK | ELSE | ELSE_IF | CATCH | FINALLY | COLON | COMMA | EQ | EQEQ | NE | LE | GE | LT | GT | SLASH | PCT | BAR
  | QMARK | QQ | QQEQ | ARROW | DOT | ANDAND | OROR | PLUSEQ | MINUSEQ | IS | AS | OUT | IN | NAMESPACE | CLASS | STRUCT | INTERFACE | ENUM
  | RECORD | STRING_TEXT | HOLE | HOLE_END | STRING_END | FORMAT_START | FORMAT | COND_DOT | COND_INDEX | NULLABLE;
statement
@init { Nesting nesting(*this); }
  : block | emptyStatement | ifStatement | switchStatement | forStatement | foreachStatement | whileStatement | doStatement
  | breakStatement | continueStatement | returnStatement | throwStatement | tryStatement | checkedStatement | unsupportedStatement
  | constStatement | localFunction | localStatement | expressionStatement;
  catch [Panic&] { RecoverStatement(_localctx); }
  catch [RecognitionException& e] { _errHandler->reportError(this, e); RecoverStatement(_localctx); }
emptyStatement: SEMI;
condition: LPAREN expression RPAREN;
  catch [Panic&] { RecoverParenthesis(_localctx); }
  catch [RecognitionException& e] { _errHandler->reportError(this, e); RecoverParenthesis(_localctx); }
ifStatement: IF condition statement (ELSE_IF IF condition statement)* (ELSE statement)?;
switchStatement: SWITCH switchOperand LBRACE switchSection* RBRACE;
switchOperand: LPAREN argument (COMMA argument)* RPAREN;
  catch [Panic&] { RecoverParenthesis(_localctx); }
  catch [RecognitionException& e] { _errHandler->reportError(this, e); RecoverParenthesis(_localctx); }
switchSection: switchLabel+ blockItem*;
switchLabel: CASE pattern (WHEN binary)? COLON | DEFAULT COLON;
  catch [Panic&] { RecoverLabel(_localctx); }
  catch [RecognitionException& e] { _errHandler->reportError(this, e); RecoverLabel(_localctx); }
forStatement: FOR forHeader statement;
forHeader: LPAREN forInitializer? SEMI expression? SEMI (expression (COMMA expression)*)? RPAREN;
  catch [Panic&] { RecoverParenthesis(_localctx); }
  catch [RecognitionException& e] { _errHandler->reportError(this, e); RecoverParenthesis(_localctx); }
forInitializer: local | expression (COMMA expression)*;
foreachStatement: FOREACH foreachHeader statement;
foreachHeader: LPAREN (type identifier | identifier LPAREN identifier (COMMA identifier)* RPAREN) IN expression RPAREN;
  catch [Panic&] { RecoverParenthesis(_localctx); }
  catch [RecognitionException& e] { _errHandler->reportError(this, e); RecoverParenthesis(_localctx); }
whileStatement: WHILE condition statement;
doStatement: DO statement WHILE condition SEMI;
breakStatement: BREAK SEMI;
continueStatement: CONTINUE SEMI;
returnStatement: RETURN expression? SEMI;
throwStatement: THROW expression? SEMI;
tryStatement: TRY block catchClause* finallyClause?;
catchClause: CATCH (LPAREN type identifier? RPAREN)? (WHEN LPAREN expression RPAREN)? block;
finallyClause: FINALLY block;
checkedStatement: (CHECKED | UNCHECKED) block;
unsupportedStatement: GOTO (identifier | CASE expression | DEFAULT) SEMI
  | LOCK condition statement
  | USING usingHeader statement
  | USING local SEMI
  | UNSAFE LBRACE balanced* RBRACE
  | FIXED LPAREN balanced* RPAREN statement
  | YIELD (RETURN expression | BREAK) SEMI
  | AWAIT (FOREACH foreachHeader statement | USING (usingHeader statement | local SEMI))
  | identifier COLON statement;
usingHeader: LPAREN (local | expression) RPAREN;
  catch [Panic&] { RecoverParenthesis(_localctx); }
  catch [RecognitionException& e] { _errHandler->reportError(this, e); RecoverParenthesis(_localctx); }
constStatement: CONST local SEMI;
localFunction: attributes* (STATIC | ASYNC | UNSAFE | EXTERN)* (VOID | type) identifier typeParameters? parameters constraint* methodBody;
localStatement: local SEMI;
local: type declarator (COMMA declarator)*;
expressionStatement: expression SEMI;
balanced: (LPAREN | CAST_OPEN | LAMBDA_OPEN | TUPLE_TYPE_OPEN) balanced* RPAREN | LBRACK balanced* RBRACK | LBRACE balanced* RBRACE
  | ~(LPAREN | CAST_OPEN | LAMBDA_OPEN | TUPLE_TYPE_OPEN | RPAREN | LBRACK | RBRACK | LBRACE | RBRACE);

// ---- expressions
expression
@init { Nesting nesting(*this); }
  : lambda | query | throwExpression | REF expression | binary (assignmentOperator expression | QMARK expression COLON expression)?;
throwExpression: THROW expression;
assignmentOperator: EQ | PLUSEQ | MINUSEQ | STAREQ | SLASHEQ | PCTEQ | AMPEQ | BAREQ | HATEQ | SHLEQ | SHREQ | USHREQ | QQEQ;
lambda: (STATIC | ASYNC)* (identifier | LAMBDA_OPEN (lambdaParameter (COMMA lambdaParameter)*)? RPAREN) ARROW (expression | block);
// a ?? x => y
coalescedLambda: (LAMBDA_NAME | LAMBDA_OPEN (lambdaParameter (COMMA lambdaParameter)*)? RPAREN) ARROW (expression | block);
lambdaParameter: attributes* parameterModifier* (type identifier | identifier) (EQ expression)?;
query: QUERY queryItem+;
queryItem: (LPAREN | CAST_OPEN | LAMBDA_OPEN | TUPLE_TYPE_OPEN) balanced* RPAREN | LBRACK balanced* RBRACK | LBRACE balanced* RBRACE
  | ~(LPAREN | CAST_OPEN | LAMBDA_OPEN | TUPLE_TYPE_OPEN | RPAREN | LBRACK | RBRACK | LBRACE | RBRACE | SEMI | COMMA | HOLE_END | FORMAT_START);
// Flat: precedence is applied when the tree is built.
binary: operand (binaryOperator (operand | throwExpression | coalescedLambda) | IS pattern | AS operandType)*;
binaryOperator: STAR | SLASH | PCT | PLUS | MINUS | SHL | SHR | USHR | LT | GT | LE | GE | EQEQ | NE | AMP | HAT | BAR | ANDAND | OROR | QQ;
operand: range (SWITCH switchArms | WITH objectInitializer)*;
range: DOTDOT unary? | unary (DOTDOT unary?)?;
unary: prefix* primary postfix*;
prefix: PLUS | MINUS | BANG | TILDE | INC | DEC | HAT | AMP | AWAIT | CAST_OPEN type RPAREN;
postfix: DOT segment | COND_DOT DOT segment | arguments | bracketArguments | COND_INDEX bracketArguments | INC | DEC | BANG;
primary: literal | interpolated | segment | predefined | identifier DCOLON segment | THIS | BASE
  | TYPEOF LPAREN (type | VOID) RPAREN | SIZEOF LPAREN type RPAREN | DEFAULT (LPAREN type RPAREN)?
  | (CHECKED | UNCHECKED) LPAREN expression RPAREN | creation | parenthesized | collection
  | DELEGATE parameters? block | STACKALLOC operandType? bracketArguments? rank? arrayInitializer?;
parenthesized: LPAREN tupleElement (COMMA tupleElement)* RPAREN;
tupleElement: (identifier COLON)? (expression | type identifier);
collection: LBRACK (expression (COMMA expression)* COMMA?)? RBRACK;
literal: INTEGER | HEX | BINARY | REAL | CHARACTER | TEXT | RAW_TEXT | VERBATIM | TRUE | FALSE | NULL_;
interpolated: (INTERPOLATED | INTERPOLATED_VERBATIM | INTERPOLATED_RAW) (STRING_TEXT | hole)* STRING_END;
hole: HOLE expression (COMMA expression)? (FORMAT_START FORMAT?)? HOLE_END;
arguments: LPAREN (argument (COMMA argument)*)? RPAREN;
argument: (identifier COLON)? ((REF | IN)? expression | OUT (type identifier | expression));
bracketArguments: LBRACK argument (COMMA argument)* RBRACK;
creation: NEW (arguments objectInitializer? | rank arrayInitializer | objectInitializer | newType (newArray | arguments objectInitializer? | objectInitializer));
newType: (predefined | namedType | tupleType) NULLABLE?;
newArray: LBRACK (expression (COMMA expression)* | COMMA*) RBRACK (rank | NULLABLE)* arrayInitializer?;
objectInitializer: LBRACE (initializerItem (COMMA initializerItem)* COMMA?)? RBRACE;
initializerItem: expression | identifier EQ objectInitializer | LBRACE expression (COMMA expression)* COMMA? RBRACE;
switchArms: LBRACE (switchArm (COMMA switchArm)* COMMA?)? RBRACE;
switchArm: pattern (WHEN binary)? ARROW expression;

// ---- patterns
pattern @init { Nesting nesting(*this); }: andPattern (OR andPattern)*;
andPattern: notPattern (AND notPattern)*;
notPattern: NOT* primaryPattern;
primaryPattern: relational constant
  | positional properties? designation?
  | properties designation?
  | patternType (positional properties? | properties)? designation?
  | constant
  | LBRACK (pattern (COMMA pattern)* COMMA?)? RBRACK designation?
  | DOTDOT notPattern?;
relational: LT | GT | LE | GE;
// A type, or a constant's name: the builder decides.
patternType: (predefined | plainSegment | identifier DCOLON segment) (DOT segment)* rank*;
plainSegment: plainName typeArguments?;
constant: constantOperand ((STAR | SLASH | PCT | PLUS | MINUS | SHL) constantOperand)*;
constantOperand: (PLUS | MINUS | TILDE | BANG | CAST_OPEN type RPAREN)* (literal | predefined (DOT segment)+ | plainSegment (DOT segment)*
  | DEFAULT (LPAREN type RPAREN)? | TYPEOF LPAREN type RPAREN);
positional: LPAREN (subpattern (COMMA subpattern)*)? RPAREN;
properties: LBRACE (subpattern (COMMA subpattern)* COMMA?)? RBRACE;
subpattern: (qualifiedName COLON)? pattern;
designation: plainName;
