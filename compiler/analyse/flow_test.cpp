// What flows into objects and out of them again, and around errors that are caught: over typed trees made by
// hand.
#include "compiler/analyse/flow.h"

#include <gtest/gtest.h>

#include "stdlib/composite/operations.h"

namespace idx::compiler::analyse {
namespace {

using typed::Expr;
using typed::Op;
using typed::Stmt;
using typed::StmtOp;
using typed::Type;

// F(entity): its second local is a composite value, the third another name for it.
class Flows : public testing::Test {
 protected:
  explicit Flows(TypeKind kind = TypeKind::kList) : object_{kind} {
    object_.element = TypeKind::kString;
    typed::Function function;
    function.name = "F";
    function.parameters = 1;
    Type entity{TypeKind::kEntity};
    entity.id = 0;
    function.locals = {entity, object_, object_};
    function.local_names = {"app", "a", "b"};
    function.result = Type{TypeKind::kString};
    program_.functions.push_back(function);
  }
  Expr* Node(Op op, Type type, std::vector<Expr*> args = {}) {
    Expr* e = program_.NewExpr();
    e->op = op;
    e->type = type;
    e->args = std::move(args);
    return e;
  }
  Expr* Local(int32_t local) {
    Expr* e = Node(Op::kLocal, object_);
    e->a = local;
    return e;
  }
  Expr* Attribute(int32_t attribute) {
    Expr* e = Node(Op::kAttr, Type{TypeKind::kString});
    e->a = 0;
    e->b = attribute;
    return e;
  }
  Expr* Operate(stdlib::Operation operation, Type type, std::vector<Expr*> args) {
    Expr* e = Node(Op::kOperation, type, std::move(args));
    e->a = static_cast<int32_t>(operation);
    return e;
  }
  Stmt* Statement(StmtOp op, Expr* value) {
    Stmt* s = program_.NewStmt();
    s->op = op;
    s->value = value;
    return s;
  }
  // The attributes that the function's result depends on.
  std::set<int32_t> ResultOf(std::vector<Stmt*> body) {
    program_.functions[0].body = std::move(body);
    std::set<int32_t> attributes;
    std::vector<FunctionFlow> flows = FlowsOf(program_);
    for (auto [parameter, attribute] : flows[0].result.reads) attributes.insert(attribute);
    return attributes;
  }

  typed::Program program_;
  Type object_;
};
class ObjectFlows : public Flows {
 protected:
  ObjectFlows() : Flows(TypeKind::kListObject) {}
};

TEST_F(Flows, WhatIsWrittenIntoAnArrayComesOutUnderItsOtherName) {
  Expr* set = Operate(stdlib::Operation::kArraySet, Type{TypeKind::kString},
                      {Local(1), Node(Op::kConst, Type{TypeKind::kInt}), Attribute(4)});
  // b = a; a[0] = app.X; return the text of b
  Expr* alias = Node(Op::kSetLocal, object_, {Local(1)});
  alias->a = 2;
  Expr* text = Node(Op::kConcat, Type{TypeKind::kString}, {Local(2)});
  EXPECT_EQ(ResultOf({Statement(StmtOp::kExpr, alias), Statement(StmtOp::kExpr, set),
                      Statement(StmtOp::kReturn, text)}),
            std::set<int32_t>{4});
  EXPECT_EQ(ResultOf({Statement(StmtOp::kReturn, text)}), std::set<int32_t>{});
}

TEST_F(ObjectFlows, AndSoItDoesOutOfAList) {
  Expr* add = Operate(stdlib::Operation::kListAdd, Type{TypeKind::kVoid}, {Local(1), Attribute(4)});
  Expr* get = Operate(stdlib::Operation::kListGet, Type{TypeKind::kString},
                      {Local(2), Node(Op::kConst, Type{TypeKind::kInt})});
  EXPECT_EQ(ResultOf({Statement(StmtOp::kExpr, add), Statement(StmtOp::kReturn, get)}), std::set<int32_t>{4});
}

TEST_F(Flows, WhetherATryFailsDependsOnAllThatItReads) {
  Stmt* attempt = Statement(StmtOp::kTry, nullptr);
  attempt->body = {Statement(StmtOp::kExpr, Attribute(7))};
  typed::Catch clause;
  clause.kinds = ~uint64_t{0};
  clause.body = {Statement(StmtOp::kReturn, Attribute(3))};
  attempt->catches = {clause};
  EXPECT_EQ(ResultOf({attempt, Statement(StmtOp::kReturn, Attribute(5))}), (std::set<int32_t>{3, 5, 7}));
}

}  // namespace
}  // namespace idx::compiler::analyse
