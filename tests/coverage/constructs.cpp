#include "tests/coverage/constructs.h"

#include <set>

namespace idx::compiler::golden {
namespace {

std::optional<Needs> Of(ast::ExprKind kind) {
  switch (kind) {
    using enum ast::ExprKind;
    case kLiteral:
      return Needs{"a literal"};
    case kName:
      return Needs{"a name"};
    case kMember:
      return Needs{"x.Member"};
    case kCall:
      return Needs{"a call"};
    case kIndex:
      return Needs{"x[i]"};
    case kCondAccess:
      return Needs{"x?.Member"};
    case kBinding:
      return Needs{"the target of ?.", "it stands for a value that is there",
                   "it stands for a value that is there"};
    case kUnary:
      return Needs{"a unary operator"};
    case kBinary:
      return Needs{"a binary operator"};
    case kAssign:
      return Needs{"an assignment"};
    case kConditional:
      return Needs{"c ? a : b"};
    case kIs:
      return Needs{"is"};
    case kAs:
      return Needs{"as"};
    case kCast:
      return Needs{"(T)x"};
    case kSwitch:
      return Needs{"a switch expression"};
    case kWith:
      return Needs{"with"};
    case kRange:
      return Needs{"a..b"};
    case kNew:
      return Needs{"new T(…)"};
    case kNewArray:
      return Needs{"new T[…]"};
    case kCollection:
      return Needs{"[a, b]"};
    case kTuple:
      return Needs{"(a, b)"};
    case kLambda:
      return Needs{"a lambda"};
    case kThrow:
      return Needs{"a throw expression", "", "throw null is refused as any other object is"};
    case kInterpolated:
      return Needs{"$\"…\""};
    case kNameOf:
      return Needs{"nameof", "", "a name is text, whatever it names"};
    case kTypeOf:
      return Needs{"typeof", "", "types are not null"};
    case kDefault:
      return Needs{"default"};
    case kThis:
      return Needs{"this", "", "it is the record that the code belongs to"};
    case kDeclaration:
      return Needs{"out var x", "", "it is a place, which gets its value later"};
    case kChecked:
      return Needs{"checked(…)"};
    case kUnsupported:
      return Needs{"an expression that is no part of the language", "", "it is refused", "it is refused"};
  }
  return std::nullopt;
}

std::optional<Needs> Of(ast::UnaryOp kind) {
  switch (kind) {
    using enum ast::UnaryOp;
    case kPlus:
      return Needs{"+x"};
    case kMinus:
      return Needs{"-x"};
    case kNot:
      return Needs{"!x"};
    case kBitNot:
      return Needs{"~x"};
    case kPreInc:
      return Needs{"++x"};
    case kPreDec:
      return Needs{"--x"};
    case kPostInc:
      return Needs{"x++"};
    case kPostDec:
      return Needs{"x--"};
    case kSuppress:
      return Needs{"x!"};
    case kFromEnd:
      return Needs{"^x"};
    case kAwait:
      return Needs{"await", "", "it is refused", "it is refused"};
  }
  return std::nullopt;
}

std::optional<Needs> Of(ast::BinaryOp kind) {
  switch (kind) {
    using enum ast::BinaryOp;
    case kMul:
      return Needs{"*"};
    case kDiv:
      return Needs{"/"};
    case kMod:
      return Needs{"%"};
    case kAdd:
      return Needs{"+"};
    case kSub:
      return Needs{"-"};
    case kShl:
      return Needs{"<<"};
    case kShr:
      return Needs{">>"};
    case kUShr:
      return Needs{">>>"};
    case kLt:
      return Needs{"<"};
    case kGt:
      return Needs{">"};
    case kLe:
      return Needs{"<="};
    case kGe:
      return Needs{">="};
    case kEq:
      return Needs{"=="};
    case kNe:
      return Needs{"!="};
    case kBitAnd:
      return Needs{"&"};
    case kBitXor:
      return Needs{"^"};
    case kBitOr:
      return Needs{"|"};
    case kAnd:
      return Needs{"&&"};
    case kOr:
      return Needs{"||"};
    case kCoalesce:
      return Needs{"??"};
  }
  return std::nullopt;
}

std::optional<Needs> Of(ast::LiteralKind kind) {
  switch (kind) {
    using enum ast::LiteralKind;
    case kNull:
      return Needs{"null"};
    case kTrue:
      return Needs{"true", "", "it is not null"};
    case kFalse:
      return Needs{"false", "", "it is not null"};
    case kInt:
      return Needs{"an int", "", "it is not null"};
    case kLong:
      return Needs{"a long", "", "it is not null"};
    case kUInt:
      return Needs{"a uint", "", "it is not null", "it is refused"};
    case kULong:
      return Needs{"a ulong", "", "it is not null", "it is refused"};
    case kDouble:
      return Needs{"a double", "", "it is not null"};
    case kFloat:
      return Needs{"a float", "", "it is not null", "it is refused"};
    case kDecimal:
      return Needs{"a decimal", "", "it is not null"};
    case kChar:
      return Needs{"a char", "", "it is not null"};
    case kString:
      return Needs{"a string", "", "it is not null"};
  }
  return std::nullopt;
}

std::optional<Needs> Of(ast::StmtKind kind) {
  switch (kind) {
    using enum ast::StmtKind;
    case kBlock:
      return Needs{"{ }", "", "it holds statements only"};
    case kEmpty:
      return Needs{";", "it does nothing", "it has no value"};
    case kLocal:
      return Needs{"a local"};
    case kDeconstruct:
      return Needs{"var (a, b) = x", "", "a tuple that may be null is refused as what is no tuple"};
    case kLocalFunction:
      return Needs{"a local function"};
    case kExpression:
      return Needs{"an expression"};
    case kIf:
      return Needs{"if"};
    case kSwitch:
      return Needs{"switch"};
    case kFor:
      return Needs{"for"};
    case kForeach:
      return Needs{"foreach"};
    case kWhile:
      return Needs{"while"};
    case kDo:
      return Needs{"do"};
    case kBreak:
      return Needs{"break", "", "it has no value"};
    case kContinue:
      return Needs{"continue", "", "it has no value"};
    case kReturn:
      return Needs{"return"};
    case kThrow:
      return Needs{"throw", "", "throw null is refused as any other object is"};
    case kTry:
      return Needs{"try", "", "it holds statements only"};
    case kChecked:
      return Needs{"checked { }", "it holds statements only", "it holds statements only"};
    case kUnsupported:
      return Needs{"a statement that is no part of the language", "", "it is refused", "it is refused"};
  }
  return std::nullopt;
}

std::optional<Needs> Of(ast::PatternKind kind) {
  switch (kind) {
    using enum ast::PatternKind;
    case kConstant:
      return Needs{"a constant"};
    case kRelational:
      return Needs{"< x"};
    case kAnd:
      return Needs{"and"};
    case kOr:
      return Needs{"or"};
    case kNot:
      return Needs{"not"};
    case kType:
      return Needs{"a type"};
    case kVar:
      return Needs{"var x"};
    case kDiscard:
      return Needs{"_"};
    case kRecursive:
      return Needs{"{ P: … }"};
    case kList:
      return Needs{"[ … ]"};
    case kSlice:
      return Needs{"..", "", "what is cut out of a list is not null"};
  }
  return std::nullopt;
}

std::optional<Needs> Of(ast::DeclKind kind) {
  switch (kind) {
    using enum ast::DeclKind;
    case kClass:
      return Needs{"class", "", "it has no value"};
    case kEnum:
      return Needs{"enum", "", "its members are numbers"};
    case kRecord:
      return Needs{"record"};
    case kMethod:
      return Needs{"a method"};
    case kField:
      return Needs{"a field"};
    case kNamespace:
      return Needs{"namespace", "it only gives names", "it has no value"};
    case kUnsupported:
      return Needs{"a declaration that is no part of the language", "", "it is refused", "it is refused"};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Needs> NeedsOf(Construct construct) {
  switch (construct.kind) {
    case ConstructKind::kExpression:
      return Of(static_cast<ast::ExprKind>(construct.number));
    case ConstructKind::kUnary:
      return Of(static_cast<ast::UnaryOp>(construct.number));
    case ConstructKind::kBinary:
      return Of(static_cast<ast::BinaryOp>(construct.number));
    case ConstructKind::kLiteral:
      return Of(static_cast<ast::LiteralKind>(construct.number));
    case ConstructKind::kAssignment:
      if (construct.number == 0) return Needs{"="};
      if (construct.number == 1) return Needs{"op="};
      return std::nullopt;
    case ConstructKind::kStatement:
      return Of(static_cast<ast::StmtKind>(construct.number));
    case ConstructKind::kPattern:
      return Of(static_cast<ast::PatternKind>(construct.number));
    case ConstructKind::kDeclaration:
      return Of(static_cast<ast::DeclKind>(construct.number));
  }
  return std::nullopt;
}

std::optional<Needs> NeedsOf(typed::Op kind) {
  switch (kind) {
    using enum typed::Op;
    case kConst:
      return Needs{"const", "it is a value that is there"};
    case kLocal:
      return Needs{"local", "it is a value that is there"};
    case kSetLocal:
      return Needs{"set local", "it is a value that is there"};
    case kAttr:
      return Needs{"attr", "it is a value that is there"};
    case kAdd:
      return Needs{"add", "it wraps around"};
    case kSub:
      return Needs{"sub", "it wraps around"};
    case kMul:
      return Needs{"mul", "it wraps around"};
    case kDiv:
      return Needs{"div"};
    case kMod:
      return Needs{"mod"};
    case kAddChecked:
      return Needs{"add checked"};
    case kSubChecked:
      return Needs{"sub checked"};
    case kMulChecked:
      return Needs{"mul checked"};
    case kNeg:
      return Needs{"neg", "it wraps around"};
    case kNegChecked:
      return Needs{"neg checked"};
    case kBitNot:
      return Needs{"bit not", "it has a value for all operands"};
    case kNot:
      return Needs{"not", "it has a value for all operands", "its operands are not null"};
    case kShl:
      return Needs{"shl", "it has a value for all operands"};
    case kShr:
      return Needs{"shr", "it has a value for all operands"};
    case kUShr:
      return Needs{"u shr", "it has a value for all operands"};
    case kBitAnd:
      return Needs{"bit and", "it has a value for all operands"};
    case kBitOr:
      return Needs{"bit or", "it has a value for all operands"};
    case kBitXor:
      return Needs{"bit xor", "it has a value for all operands"};
    case kEq:
      return Needs{"eq", "it has a value for all operands"};
    case kNe:
      return Needs{"ne", "it has a value for all operands"};
    case kLt:
      return Needs{"lt", "it has a value for all operands"};
    case kGt:
      return Needs{"gt", "it has a value for all operands"};
    case kLe:
      return Needs{"le", "it has a value for all operands"};
    case kGe:
      return Needs{"ge", "it has a value for all operands"};
    case kJoinEq:
      return Needs{"join eq", "it has a value for all operands"};
    case kAnd:
      return Needs{"and", "its parts fail, not it", "its operands are not null"};
    case kOr:
      return Needs{"or", "its parts fail, not it", "its operands are not null"};
    case kCond:
      return Needs{"cond", "its parts fail, not it"};
    case kCoalesce:
      return Needs{"coalesce", "its parts fail, not it"};
    case kIsNull:
      return Needs{"is null", "it has a value for all operands"};
    case kUnwrap:
      return Needs{"unwrap"};
    case kAssume:
      return Needs{"assume", "the compiler has proved it"};
    case kWiden:
      return Needs{"widen", "it has a value for all operands"};
    case kConvert:
      return Needs{"convert", "it cuts off, or gives the nearest"};
    case kConvertChecked:
      return Needs{"convert checked"};
    case kConcat:
      return Needs{"concat", "only the budget ends it", "null is \"\" before it gets there"};
    case kCall:
      return Needs{"call", "the error is in the method"};
    case kBuiltin:
      return Needs{"builtin"};
    case kList:
      return Needs{"list", "it has a value for all operands"};
    case kBox:
      return Needs{"box", "it has a value for all operands"};
    case kThrow:
      return Needs{"throw"};
    case kBlock:
      return Needs{"block", "its parts fail, not it"};
    case kNow:
      return Needs{"now", "it is the clock", "it is the clock"};
    case kToday:
      return Needs{"today", "it is the clock", "it is the clock"};
    case kTuple:
      return Needs{"tuple", "it has a value for all operands"};
    case kField:
      return Needs{"field", "it has a value for all operands"};
    case kSetField:
      return Needs{"set field", "the compiler makes none", "the compiler makes none",
                   "the compiler makes none"};
    case kOperation:
      return Needs{"operation"};
    case kStatic:
      return Needs{"static", "it is made, or fails, before any rule runs"};
    case kThrowObject:
      return Needs{"throw object", "", "an exception that was caught is there"};
    case kRethrow:
      return Needs{"rethrow", "the error keeps its first place", "an exception that was caught is there"};
  }
  return std::nullopt;
}

Needs NeedsOf(stdlib::Operation operation) {
  using enum stdlib::Operation;
  // What is static cannot be changed by rules, so that nothing fails because it is frozen; null keys and
  // elements without an order are refused.
  static const std::set<stdlib::Operation> fails = {kArrayNew,     kArrayGet, kArraySet, kArraySlice,
                                                    kArrayRepeat,  kListGet,  kListSet,  kListInsert,
                                                    kListRemoveAt, kMapCopy,  kMapGet,   kMapAdd};
  static const std::set<stdlib::Operation> not_made = {kArrayRange, kArraySame, kDistinct, kListVersion,
                                                       kMapVersion};
  Needs needs{stdlib::Operations()[static_cast<size_t>(operation)].name};
  if (!fails.contains(operation)) needs.no_error = "it fails for nothing that a rule can give it";
  if (operation == kCompare) needs.no_null = "keys that may be null are refused";
  if (not_made.contains(operation)) needs.no_normal = needs.no_null = "the compiler makes none";
  return needs;
}

}  // namespace idx::compiler::golden
