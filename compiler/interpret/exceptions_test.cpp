// try, catch and finally over typed trees made by hand: what an error does on its way.
#include <gtest/gtest.h>

#include "compiler/interpret/interpreter.h"

namespace idx::compiler {
namespace {

using stdlib::FromSlot;
using stdlib::Slot;
using stdlib::ToSlot;
using typed::Expr;
using typed::Op;
using typed::Stmt;
using typed::StmtOp;
using typed::Type;

constexpr uint64_t Kind(EvalErrorKind kind) { return uint64_t{1} << static_cast<uint32_t>(kind); }

// int F(): its first local, n, collects what ran; tests add statements and read n.
class Exceptions : public testing::Test {
 protected:
  Exceptions() {
    typed::Function function;
    function.name = "F";
    function.result = Type{TypeKind::kInt};
    function.locals = {Type{TypeKind::kInt}, Type{TypeKind::kOpaque}};
    function.local_names = {"n", "e"};
    program.functions.push_back(function);
    context.arena = &arena;
    context.Begin();
  }

  Expr* Node(Op op, Type type, std::vector<Expr*> args = {}) {
    Expr* e = program.NewExpr();
    e->op = op;
    e->type = type;
    e->args = std::move(args);
    e->span.begin = next_place++;
    return e;
  }
  Expr* Number(int32_t value) {
    Expr* e = Node(Op::kConst, Type{TypeKind::kInt});
    e->lo = static_cast<uint32_t>(value);
    return e;
  }
  Expr* N() {
    Expr* e = Node(Op::kLocal, Type{TypeKind::kInt});
    e->a = 0;
    return e;
  }
  Stmt* Statement(StmtOp op, Expr* value = nullptr) {
    Stmt* s = program.NewStmt();
    s->op = op;
    s->value = value;
    return s;
  }
  // n = n * 10 + digit
  Stmt* Mark(int32_t digit) {
    Expr* tens = Node(Op::kMul, Type{TypeKind::kInt}, {N(), Number(10)});
    Expr* set = Node(Op::kSetLocal, Type{TypeKind::kInt},
                     {Node(Op::kAdd, Type{TypeKind::kInt}, {tens, Number(digit)})});
    set->a = 0;
    return Statement(StmtOp::kExpr, set);
  }
  Stmt* Throw(EvalErrorKind kind) {
    Expr* e = Node(Op::kThrow, Type{TypeKind::kNever});
    e->a = static_cast<int32_t>(kind);
    return Statement(StmtOp::kExpr, e);
  }
  Stmt* Return(Expr* value) { return Statement(StmtOp::kReturn, value); }
  Stmt* Start() {
    Expr* set = Node(Op::kSetLocal, Type{TypeKind::kInt}, {Number(0)});
    set->a = 0;
    return Statement(StmtOp::kExpr, set);
  }
  Slot Run(std::vector<Stmt*> body) {
    body.insert(body.begin(), Start());
    body.push_back(Return(N()));
    program.functions[0].body = body;
    return Interpret(program, 0, {}, context, &where);
  }
  int32_t Value(std::vector<Stmt*> body) {
    Slot slot = Run(std::move(body));
    EXPECT_FALSE(context.failed()) << EvalErrorName(context.error);
    return FromSlot<int32_t>(slot);
  }

  typed::Program program;
  Arena arena;
  EvalContext context;
  Span where;
  uint32_t next_place = 1;
};

TEST_F(Exceptions, TheFirstMatchingClauseCatches) {
  Stmt* attempt = Statement(StmtOp::kTry);
  attempt->body = {Mark(1), Throw(EvalErrorKind::kFormat), Mark(2)};
  attempt->catches = {{Kind(EvalErrorKind::kArgument), -1, nullptr, {Mark(3)}, {}},
                      {Kind(EvalErrorKind::kFormat), 1, nullptr, {Mark(4)}, {}},
                      {~uint64_t{0}, -1, nullptr, {Mark(5)}, {}}};
  EXPECT_EQ(Value({attempt, Mark(6)}), 146);
}

TEST_F(Exceptions, WhatNoClauseNamesGoesOn) {
  Stmt* attempt = Statement(StmtOp::kTry);
  Stmt* thrown = Throw(EvalErrorKind::kOverflow);
  attempt->body = {thrown};
  attempt->catches = {{Kind(EvalErrorKind::kFormat), -1, nullptr, {Mark(3)}, {}}};
  Run({attempt});
  EXPECT_EQ(context.error, EvalErrorKind::kOverflow);
  EXPECT_EQ(where.begin, thrown->value->span.begin);
}

TEST_F(Exceptions, AConditionThatIsFalseOrFailsLetsTheErrorGoOn) {
  Expr* failing = Node(Op::kEq, Type{TypeKind::kBool},
                       {Node(Op::kDiv, Type{TypeKind::kInt}, {Number(1), Number(0)}), Number(1)});
  Expr* no = Node(Op::kConst, Type{TypeKind::kBool});
  Stmt* attempt = Statement(StmtOp::kTry);
  attempt->body = {Throw(EvalErrorKind::kFormat)};
  attempt->catches = {{~uint64_t{0}, 1, failing, {Mark(3)}, {}}, {~uint64_t{0}, -1, no, {Mark(4)}, {}}};
  Run({attempt});
  EXPECT_EQ(context.error, EvalErrorKind::kFormat);
  EXPECT_EQ(where.begin, attempt->body[0]->value->span.begin);
}

TEST_F(Exceptions, FinallyRunsHoweverTheBodyEnds) {
  Stmt* plain = Statement(StmtOp::kTry);
  plain->body = {Mark(1)};
  plain->finally = {Mark(2)};
  EXPECT_EQ(Value({plain}), 12);

  Stmt* inner = Statement(StmtOp::kTry);
  inner->body = {Throw(EvalErrorKind::kFormat)};
  inner->finally = {Mark(2)};
  Stmt* outer = Statement(StmtOp::kTry);
  outer->body = {inner, Mark(9)};
  outer->catches = {{Kind(EvalErrorKind::kFormat), -1, nullptr, {Mark(3)}, {}}};
  EXPECT_EQ(Value({outer}), 23);

  Stmt* loop = Statement(StmtOp::kLoop);
  Stmt* leaves = Statement(StmtOp::kTry);
  leaves->body = {Mark(1), Statement(StmtOp::kBreak)};
  leaves->finally = {Mark(2)};
  loop->body = {leaves, Mark(9)};
  EXPECT_EQ(Value({loop}), 12);
}

TEST_F(Exceptions, TheValueOfAReturnIsKeptAndAnErrorOfFinallyTakesOver) {
  Stmt* attempt = Statement(StmtOp::kTry);
  attempt->body = {Mark(1), Return(N())};
  attempt->finally = {Mark(2)};
  EXPECT_EQ(Value({attempt}), 1);

  Stmt* failing = Statement(StmtOp::kTry);
  failing->body = {Throw(EvalErrorKind::kFormat)};
  failing->finally = {Throw(EvalErrorKind::kOverflow)};
  Run({failing});
  EXPECT_EQ(context.error, EvalErrorKind::kOverflow);
}

TEST_F(Exceptions, RethrowKeepsTheFirstPlaceAndThrowingAnewDoesNot) {
  Expr* again = Node(Op::kRethrow, Type{TypeKind::kNever});
  again->a = 1;
  Stmt* attempt = Statement(StmtOp::kTry);
  attempt->body = {Throw(EvalErrorKind::kFormat)};
  attempt->catches = {{~uint64_t{0}, 1, nullptr, {Statement(StmtOp::kExpr, again)}, {}}};
  Run({attempt});
  EXPECT_EQ(context.error, EvalErrorKind::kFormat);
  EXPECT_EQ(where.begin, attempt->body[0]->value->span.begin);

  context.Begin();
  Expr* caught = Node(Op::kLocal, Type{TypeKind::kOpaque});
  caught->a = 1;
  Expr* anew = Node(Op::kThrowObject, Type{TypeKind::kNever}, {caught});
  attempt->catches[0].body = {Statement(StmtOp::kExpr, anew)};
  Run({attempt});
  EXPECT_EQ(context.error, EvalErrorKind::kFormat);
  EXPECT_EQ(where.begin, anew->span.begin);
}

TEST_F(Exceptions, NothingCatchesABudgetOrADeclinedMapping) {
  for (EvalErrorKind kind : {EvalErrorKind::kSteps, EvalErrorKind::kDeclineMapping}) {
    context.Begin();
    Stmt* attempt = Statement(StmtOp::kTry);
    attempt->body = {Throw(kind)};
    attempt->catches = {{~uint64_t{0}, -1, nullptr, {Mark(3)}, {}}};
    attempt->finally = {Throw(EvalErrorKind::kOverflow)};
    Run({attempt});
    EXPECT_EQ(context.error, kind);
  }
}

}  // namespace
}  // namespace idx::compiler
