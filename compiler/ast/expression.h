// The abstract syntax tree's expressions, types and patterns; see ast.h, which is what others include.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/source/source.h"

namespace idx::compiler::ast {

struct Node {
  Span span;
  virtual ~Node() = default;
};

// ---- types as written
struct TypeName : Node {
  enum class Kind : uint8_t { kNamed, kNullable, kArray, kTuple, kVar } kind = Kind::kNamed;
  // kNamed: "Workday.User", "List" with arguments, or a predefined type ("int"). Segments joined by '.'.
  std::string name;
  std::vector<TypeName*> arguments;  // of a generic name; of a tuple its elements
  std::vector<std::string> names;    // of a tuple: the elements' names, "" where none
  TypeName* element = nullptr;       // kNullable, kArray
};

// ---- expressions
enum class ExprKind : uint8_t {
  kLiteral,
  kName,
  kMember,
  kCall,
  kIndex,
  kCondAccess,
  kBinding,
  kUnary,
  kBinary,
  kAssign,
  kConditional,
  kIs,
  kAs,
  kCast,
  kSwitch,
  kWith,
  kRange,
  kNew,
  kNewArray,
  kCollection,
  kTuple,
  kLambda,
  kThrow,
  kInterpolated,
  kNameOf,
  kTypeOf,
  kDefault,
  kThis,
  kDeclaration,
  kChecked,
  kUnsupported,
};

struct Expr : Node {
  ExprKind kind;
  explicit Expr(ExprKind k) : kind(k) {}
};

enum class LiteralKind : uint8_t {
  kNull,
  kTrue,
  kFalse,
  kInt,
  kLong,
  kUInt,
  kULong,
  kDouble,
  kFloat,
  kDecimal,
  kChar,
  kString
};
struct Literal : Expr {
  Literal() : Expr(ExprKind::kLiteral) {}
  LiteralKind literal = LiteralKind::kNull;
  uint64_t integer = 0;  // integers (without sign), and kChar's UTF-16 unit
  double real = 0;       // kDouble, kFloat
  std::string text;      // kString: the value, WTF-8, escapes resolved; kDecimal: the digits as written
};
// A simple name, possibly generic; also predefined types in expression position ("string" in string.Join).
struct Name : Expr {
  Name() : Expr(ExprKind::kName) {}
  std::string name;  // without a leading @
  std::vector<TypeName*> arguments;
};
// target.name
struct Member : Expr {
  Member() : Expr(ExprKind::kMember) {}
  Expr* target = nullptr;
  std::string name;
  Span name_span;
  std::vector<TypeName*> arguments;
};
struct Argument {
  std::string name;  // "" for a positional one
  Span name_span;
  enum class Mode : uint8_t { kValue, kRef, kIn, kOut } mode = Mode::kValue;
  Expr* value = nullptr;  // for `out var x` a Declaration
};
struct Call : Expr {
  Call() : Expr(ExprKind::kCall) {}
  Expr* callee = nullptr;  // Name, Member, or any expression
  std::vector<Argument> arguments;
};
struct Index : Expr {
  Index() : Expr(ExprKind::kIndex) {}
  Expr* target = nullptr;
  std::vector<Argument> arguments;
};
// target?.… : `then` is the rest of the chain (all of it: a null target skips it) with a Binding at its root.
struct CondAccess : Expr {
  CondAccess() : Expr(ExprKind::kCondAccess) {}
  Expr* target = nullptr;
  Expr* then = nullptr;
};
// Stands for the target of the innermost enclosing CondAccess.
struct Binding : Expr {
  Binding() : Expr(ExprKind::kBinding) {}
};
enum class UnaryOp : uint8_t {
  kPlus,
  kMinus,
  kNot,
  kBitNot,
  kPreInc,
  kPreDec,
  kPostInc,
  kPostDec,
  kSuppress /* x! */,
  kFromEnd /* ^x */,
  kAwait
};
struct Unary : Expr {
  Unary() : Expr(ExprKind::kUnary) {}
  UnaryOp op = UnaryOp::kPlus;
  Expr* operand = nullptr;
};
enum class BinaryOp : uint8_t {
  kMul,
  kDiv,
  kMod,
  kAdd,
  kSub,
  kShl,
  kShr,
  kUShr,
  kLt,
  kGt,
  kLe,
  kGe,
  kEq,
  kNe,
  kBitAnd,
  kBitXor,
  kBitOr,
  kAnd,
  kOr,
  kCoalesce,
};
struct Binary : Expr {
  Binary() : Expr(ExprKind::kBinary) {}
  BinaryOp op = BinaryOp::kAdd;
  Span op_span;
  Expr* left = nullptr;
  Expr* right = nullptr;
};
// target = value, or target op= value (compound; kCoalesce for ??=).
struct Assign : Expr {
  Assign() : Expr(ExprKind::kAssign) {}
  bool compound = false;
  BinaryOp op = BinaryOp::kAdd;
  Span op_span;
  Expr* target = nullptr;
  Expr* value = nullptr;
};
struct Conditional : Expr {
  Conditional() : Expr(ExprKind::kConditional) {}
  Expr* condition = nullptr;
  Expr* then = nullptr;
  Expr* otherwise = nullptr;
};
struct Pattern;
struct IsExpr : Expr {
  IsExpr() : Expr(ExprKind::kIs) {}
  Expr* operand = nullptr;
  Pattern* pattern = nullptr;
};
struct AsExpr : Expr {
  AsExpr() : Expr(ExprKind::kAs) {}
  Expr* operand = nullptr;
  TypeName* type = nullptr;
};
struct Cast : Expr {
  Cast() : Expr(ExprKind::kCast) {}
  TypeName* type = nullptr;
  Expr* operand = nullptr;
};
struct SwitchArm {
  Pattern* pattern = nullptr;
  Expr* when = nullptr;
  Expr* value = nullptr;
  Span span;
};
struct SwitchExpr : Expr {
  SwitchExpr() : Expr(ExprKind::kSwitch) {}
  Expr* operand = nullptr;
  std::vector<SwitchArm> arms;
};
// One entry of an object or collection initialiser: name = value, [index] = value, or just values.
struct Initializer {
  std::string name;
  Span name_span;
  Expr* index = nullptr;
  std::vector<Expr*> values;
};
struct With : Expr {
  With() : Expr(ExprKind::kWith) {}
  Expr* operand = nullptr;
  std::vector<Initializer> initializers;
};
// begin..end, either side may be missing.
struct Range : Expr {
  Range() : Expr(ExprKind::kRange) {}
  Expr* begin = nullptr;
  Expr* end = nullptr;
};
// new T(args) { … }; type is null for new(…) and for anonymous objects.
struct New : Expr {
  New() : Expr(ExprKind::kNew) {}
  TypeName* type = nullptr;
  bool has_arguments = false;
  std::vector<Argument> arguments;
  bool has_initializers = false;
  std::vector<Initializer> initializers;
};
// new T[n], new T[] { … }, new[] { … }; also the initialiser of an array field or local (type null).
struct NewArray : Expr {
  NewArray() : Expr(ExprKind::kNewArray) {}
  TypeName* element = nullptr;  // null for new[]
  Expr* length = nullptr;
  bool has_elements = false;
  bool bare = false;  // { a, b } behind a declared type, without new
  std::vector<Expr*> elements;
};
// [a, b, ..c]; a spread is a Range with only an end.
struct Collection : Expr {
  Collection() : Expr(ExprKind::kCollection) {}
  std::vector<Expr*> elements;
};
struct Tuple : Expr {
  Tuple() : Expr(ExprKind::kTuple) {}
  std::vector<Argument> elements;  // names, or Declarations in a deconstruction
};
struct Block;
struct Parameter {
  TypeName* type = nullptr;
  std::string name;
  Span span;
  std::string modifier;  // "", "ref", "out", "in", "params", "this"
  Expr* default_value = nullptr;
};
struct Lambda : Expr {
  Lambda() : Expr(ExprKind::kLambda) {}
  std::vector<Parameter> parameters;  // type null where not written
  Expr* body = nullptr;               // either body …
  Block* block = nullptr;             // … or block
};
struct ThrowExpr : Expr {
  ThrowExpr() : Expr(ExprKind::kThrow) {}
  Expr* operand = nullptr;
};
struct Interpolated : Expr {
  Interpolated() : Expr(ExprKind::kInterpolated) {}
  struct Part {
    std::string text;  // a literal part when value is null
    Expr* value = nullptr;
    Expr* alignment = nullptr;
    std::string format;  // "" when none
    Span format_span;
  };
  std::vector<Part> parts;
};
struct NameOf : Expr {
  NameOf() : Expr(ExprKind::kNameOf) {}
  Expr* operand = nullptr;
};
struct TypeOfExpr : Expr {
  TypeOfExpr() : Expr(ExprKind::kTypeOf) {}
  TypeName* type = nullptr;
};
struct Default : Expr {
  Default() : Expr(ExprKind::kDefault) {}
  TypeName* type = nullptr;  // null for a bare default
};
struct This : Expr {
  This() : Expr(ExprKind::kThis) {}
  bool base = false;
};
// `var x` or `T x` in an out argument or a deconstruction.
struct Declaration : Expr {
  Declaration() : Expr(ExprKind::kDeclaration) {}
  TypeName* type = nullptr;
  std::string name;
};
struct Checked : Expr {
  Checked() : Expr(ExprKind::kChecked) {}
  bool checked = true;
  Expr* operand = nullptr;
};
// Parsed, and left out of the language: `construct` names it ("query syntax").
struct UnsupportedExpr : Expr {
  UnsupportedExpr() : Expr(ExprKind::kUnsupported) {}
  std::string construct;
};

// ---- patterns
enum class PatternKind : uint8_t {
  kConstant,
  kRelational,
  kAnd,
  kOr,
  kNot,
  kType,
  kVar,
  kDiscard,
  kRecursive,
  kList,
  kSlice
};
struct Pattern : Node {
  PatternKind kind;
  explicit Pattern(PatternKind k) : kind(k) {}
};
// A constant, or a name that may turn out to be a type (the checker decides).
struct ConstantPattern : Pattern {
  ConstantPattern() : Pattern(PatternKind::kConstant) {}
  Expr* value = nullptr;
};
struct RelationalPattern : Pattern {
  RelationalPattern() : Pattern(PatternKind::kRelational) {}
  BinaryOp op = BinaryOp::kLt;
  Expr* value = nullptr;
};
struct BinaryPattern : Pattern {  // kAnd, kOr
  explicit BinaryPattern(PatternKind k) : Pattern(k) {}
  Pattern* left = nullptr;
  Pattern* right = nullptr;
};
struct NotPattern : Pattern {
  NotPattern() : Pattern(PatternKind::kNot) {}
  Pattern* operand = nullptr;
};
struct TypePattern : Pattern {  // string s; string (designation "")
  TypePattern() : Pattern(PatternKind::kType) {}
  TypeName* type = nullptr;
  std::string designation;
  Span designation_span;
};
struct VarPattern : Pattern {  // var x; var (x, y)
  VarPattern() : Pattern(PatternKind::kVar) {}
  std::vector<std::string> names;
  bool tuple = false;
};
struct DiscardPattern : Pattern {
  DiscardPattern() : Pattern(PatternKind::kDiscard) {}
};
// Type? (positional)? { property: pattern }? designation?
struct RecursivePattern : Pattern {
  RecursivePattern() : Pattern(PatternKind::kRecursive) {}
  struct Sub {
    std::string name;  // "A.B" for nested properties; "" for a positional one without a name
    Span name_span;
    Pattern* pattern = nullptr;
  };
  TypeName* type = nullptr;
  bool has_positional = false;
  std::vector<Sub> positional;
  bool has_properties = false;
  std::vector<Sub> properties;
  std::string designation;
  Span designation_span;
};
struct ListPattern : Pattern {
  ListPattern() : Pattern(PatternKind::kList) {}
  std::vector<Pattern*> elements;
  std::string designation;
};
struct SlicePattern : Pattern {  // ..  or  .. pattern
  SlicePattern() : Pattern(PatternKind::kSlice) {}
  Pattern* pattern = nullptr;
};

}  // namespace idx::compiler::ast
