// The typed rule set: what the checker has proved, in a small core that both the reference interpreter and
// the lowering to LLVM read. Data only. Patterns, null-conditional chains, interpolation, compound assignment
// and switch are already expressed by the core; every implicit conversion is written out.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/batch/batch.h"
#include "base/schema/configuration.h"
#include "base/value/value_type.h"
#include "compiler/source/source.h"
#include "stdlib/composite/frozen_dictionary.h"

namespace idx::compiler::typed {

using Type = ValueType;

// Operand kinds are read off the operands' types; both sides of a binary operator have the same kind (and,
// for enums and lists, the same id and element). Lifted: where an operand is nullable, arithmetic gives null
// if either is null, < > <= >= give false, == and != treat null as a value.
enum class Op : uint8_t {
  kConst,     // lo/hi/text; type.nullable and !present: null; never of composite types, but null
  kLocal,     // a: local
  kSetLocal,  // a: local, args[0]; yields the value stored
  kAttr,  // a: local of entity type, b: attribute index. Nullable unless the attribute is required or multi
  kAdd,
  kSub,
  kMul,
  kDiv,
  kMod,  // int long double; TimeSpan and DateTime go through library rows
  kAddChecked,
  kSubChecked,
  kMulChecked,  // in checked contexts: overflow is an evaluation error
  kNeg,
  kNegChecked,
  kBitNot,
  kNot,
  kShl,
  kShr,
  kUShr,  // right side is an int, masked to the left's width
  kBitAnd,
  kBitOr,
  kBitXor,  // int long bool and flag enums
  kEq,
  kNe,
  kLt,
  kGt,
  kLe,
  kGe,      // strings by == only; DateTime by ticks
  kJoinEq,  // == of app against vault in a join rule: false when either side is null or ""
  kAnd,
  kOr,        // short-circuit, bool
  kCond,      // args: condition, then, otherwise
  kCoalesce,  // args[0] nullable, args[1]
  kIsNull,    // args[0] nullable
  kUnwrap,    // args[0] nullable → not null; null is the evaluation error kNullReference
  kAssume,    // args[0] nullable, proved not null by the checker
  kWiden,     // T → T?
  kConvert,   // between number kinds and char/enum, C#'s explicit conversion; double → int saturates
  kConvertChecked,
  kConcat,   // two or more strings, none null
  kCall,     // a: function; args
  kBuiltin,  // a: row of stdlib::Functions(); args in the row's order, each of the row's exact type
  kList,     // args: the elements; a new writable array
  kBox,      // args[0] → object; of an enum the text and, in args[1], the number
  kThrow,    // a: EvalErrorKind; args[0]: message (string), or none. Type kNever
  kBlock,    // body; then args[0] is the value
  kNow,
  kToday,      // the run's clock: DateTime (UTC), DateOnly
  kTuple,      // args: the fields, in the shape's order; a new tuple, record …
  kField,      // args[0]: a tuple, not null; a: which field
  kSetField,   // args[0]: a one-field tuple that holds a captured variable; a: field; args[1]; yields the
               // value stored
  kOperation,  // a: stdlib::Operation; b: index into ShapeTable::types; args as its line says. No argument is
               // null unless the element, key or value type is nullable
  kStatic,     // a: index into Program::statics
  kThrowObject,  // args[0]: an Exception. Type kNever. Thrown here anew: with its kind and message, at this
                 // place
  kRethrow,  // a: the local of the catch clause. Type kNever. The error goes on as it came, from its first
             // place
};

struct Stmt;

struct Expr {
  Op op = Op::kConst;
  Type type;
  Span span;
  int32_t a = -1;
  int32_t b = -1;
  std::vector<Expr*> args;
  std::vector<Stmt*> body;  // kBlock
  // kConst
  uint64_t lo = 0;   // scalars as in a column, low bytes first; doubles by their bits
  uint64_t hi = 0;   // with lo the 16 bytes of a Guid
  std::string text;  // strings, WTF-8
  bool present = true;
};

enum class StmtOp : uint8_t {
  kExpr,     // value: evaluated for its effect
  kSetAttr,  // a: local of entity type, b: attribute, outcome; value unless skip or clear. A null value: no
             // opinion
  kEffect,   // a: Effect; value: its argument, or null
  kIf,       // value: condition; body, otherwise
  kLoop,     // while: value: condition (null: true), body, step. 1 step of budget per iteration
  kDoLoop,   // do-while: body, then step, then value
  kForeach,  // a: element local; value: a kList; body. 1 step per iteration
  kBreak,
  kContinue,
  kReturn,     // value, or null
  kBlock,      // body
  kBreakable,  // body; a kBreak in it ends it (switch statements); kContinue passes through
  kTry,  // body, catches, finally. Budgets and DeclineMapping are caught by nothing, and no finally runs for
         // them
};

enum class Effect : uint8_t {
  kSkip,
  kDisable,
  kEnable,
  kDelete, /* value: the TimeSpan until then, 0: at once */
  kHold,   /* value: the reason, a string */
  kNotify  /* value: of all so far, template and receiver in turn, kNoticeEnd behind each */
};
inline constexpr int32_t kEffects = 6;

// An export filter's Change.
inline constexpr Type kChangeType{TypeKind::kSync, false, TypeKind::kVoid, 1};

// catch (FormatException e) when (…): catches an error of these kinds. Writes made before the error stand, as
// in C#.
struct Catch {
  uint64_t kinds = 0;    // bit k: EvalErrorKind k
  int32_t local = -1;    // kOpaque Exception, always there: what was caught
  Expr* when = nullptr;  // or null; an error in it counts as false, and the first error goes on
  std::vector<Stmt*> body;
  Span span;
};

struct Stmt {
  StmtOp op = StmtOp::kBlock;
  Span span;
  int32_t a = -1;
  int32_t b = -1;
  Outcome outcome = Outcome::kValue;
  bool initial = false;  // kSetAttr: ??=; nothing is evaluated where the rule has an opinion already
  bool unique = false;   // kSetAttr, initial: Unique.Of. The value is the list of candidates, or null
  Expr* value = nullptr;
  std::vector<Stmt*> body;
  std::vector<Stmt*> otherwise;
  std::vector<Stmt*> step;
  std::vector<Catch> catches;  // kTry: the first that matches and whose condition is true
  std::vector<Stmt*> finally;  // kTry: runs however the body or the catch ends; its own error takes the place
                               // of another. It holds no return, and no break or continue that would leave it
};

// A static method, or an expression of its own. Parameters are the first locals. A parameter of entity type
// stands for an entity of the rule that is being run; calls pass entities on unchanged.
struct Function {
  std::string name;  // Contoso.People.FromWorkday
  Span span;
  Span name_span;
  std::vector<Type> locals;
  std::vector<std::string> local_names;
  uint32_t parameters = 0;
  Type result;
  std::vector<Stmt*> body;
  bool reads_clock = false;  // itself or through calls
};

enum class RuleKind : uint8_t { kJoin, kInbound, kOutbound, kClassify, kFilter, kProvision, kTest };
enum class Stage : uint8_t { kImport, kInbound, kOutbound, kExport };

struct AttributeRef {
  int32_t parameter = 0;  // of the rule's function
  int32_t attribute = 0;
  friend bool operator==(const AttributeRef&, const AttributeRef&) = default;
};

// One equality of a join rule with each side depending on one entity only, as functions of that entity.
struct JoinKey {
  int32_t app_function = -1;
  int32_t vault_function = -1;
  bool ignore_case = false;  // texts: compare by simple case folding
};
// A conjunction of keys: one hashed probe. A rule's candidates are the union over its probes, each then
// verified by the whole rule.
struct JoinProbe {
  std::vector<JoinKey> keys;
};

struct Rule {
  RuleKind kind = RuleKind::kTest;
  std::string id;  // stable: kind + name, or [Id("…")]
  int32_t function = -1;
  int32_t app_type = -1;  // index into Configuration::types; -1 where there is none
  int32_t vault_type = -1;
  int32_t app_parameter = -1;    // which parameter of the function is the app object …
  int32_t vault_parameter = -1;  // … and which the Vault's
  int32_t order = 0;             // Priority, Precedence or Order
  Stage stage = Stage::kInbound;
  int32_t classification = -1;  // number of the class that the rule is limited to; -1: any
  Span span;
  std::vector<AttributeRef> writes;
  std::vector<AttributeRef> reads;  // of all parameters, through calls too
  // Of each write, the attributes of the source that its value may depend on: for echo. Same order as writes.
  std::vector<std::vector<AttributeRef>> write_reads;
  std::vector<uint8_t> write_initial;  // of each write, 1: initial-only (??=). Same order as writes.
  std::vector<uint8_t> write_unique;   // … 1: its values are lists of candidates (Unique.Of)
  std::vector<Effect> effects;
  std::vector<JoinProbe> probes;  // kJoin; empty: every pair is compared
  bool reads_clock = false;
  bool reads_now = false;  // the instant, not only the date
};

// A static readonly field whose value is more than a constant: made once, when the program is loaded, in an
// order in which each comes after those that it reads; frozen. The initialiser has no parameters and reads no
// clock. The checker has evaluated it, within the budgets of a rule.
struct Static {
  std::string name;
  Type type;
  int32_t function = -1;
  std::shared_ptr<const stdlib::FrozenDictionary>
      table;  // of Lookup.Table: the value itself, and no function
};

struct EnumInfo {
  EnumType type;
  bool flags = false;
  bool opaque = false;
};

// Owns all nodes. The first enums are the library's, in the order of stdlib::LibraryTypes(), then the
// configuration's, then those of the rule files.
struct Program {
  std::shared_ptr<const Configuration> configuration;
  std::vector<EnumInfo> enums;
  ShapeTable shapes;
  stdlib::LookupTables tables;  // those of the configuration; those in use are among the statics
  std::vector<Static> statics;
  std::vector<Function> functions;
  std::vector<Rule> rules;  // by kind, then types, then order, then id

  Expr* NewExpr() { return exprs_.emplace_back(std::make_unique<Expr>()).get(); }
  Stmt* NewStmt() { return stmts_.emplace_back(std::make_unique<Stmt>()).get(); }
  template <typename Visit>
  void ForEachExpr(Visit&& visit) {
    for (const auto& e : exprs_) visit(*e);
  }

 private:
  std::vector<std::unique_ptr<Expr>> exprs_;
  std::vector<std::unique_ptr<Stmt>> stmts_;
};

}  // namespace idx::compiler::typed
