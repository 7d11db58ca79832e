// Native code of what is tried and caught, of tuples and of static values, by hand; random programs have the
// rest.
#include <gtest/gtest.h>

#include "base/batch/objects.h"
#include "compiler/jit/jit.h"
#include "compiler/lower/tree_maker.h"
#include "stdlib/registry/library_types.h"

namespace idx::compiler {
namespace {

using stdlib::Slot;
using typed::Expr;
using typed::Of;
using typed::Op;
using typed::Stmt;
using typed::StmtOp;
using typed::TreeMaker;
using typed::Type;

const Type kException{TypeKind::kOpaque, false, TypeKind::kVoid,
                      static_cast<int32_t>(stdlib::LibraryClass::kException)};

class CompositeTest : public testing::Test {
 protected:
  CompositeTest() { ctx.arena = &arena; }

  // The function's result on this argument. Failures are in ctx and where.
  Slot Call(int32_t function, int32_t argument = 0) {
    auto native = MakeNativeFunction(t.program(), function);
    EXPECT_TRUE(native.ok()) << native.error().message;
    if (!native.ok()) return {};
    code.push_back(native.value());
    ctx.Begin();
    std::vector<Slot> arguments(t.function(function).parameters, stdlib::ToSlot(argument));
    return native.value()->Call(arguments, ctx, &where);
  }
  int32_t Int(const Slot& slot) { return stdlib::FromSlot<int32_t>(slot); }
  Stmt* Throw(EvalErrorKind kind, const char* message) {
    return t.Do(t.Numbered(Op::kThrow, Of(TypeKind::kNever), static_cast<int32_t>(kind), {t.Text(message)}));
  }
  Stmt* Try(std::vector<Stmt*> body, std::vector<typed::Catch> catches, std::vector<Stmt*> finally = {}) {
    Stmt* s = t.Make(StmtOp::kTry);
    s->body = std::move(body);
    s->catches = std::move(catches);
    s->finally = std::move(finally);
    return s;
  }
  static typed::Catch CatchOf(EvalErrorKind kind, int32_t local, std::vector<Stmt*> body) {
    typed::Catch clause;
    clause.kinds = uint64_t{1} << static_cast<uint32_t>(kind);
    clause.local = local;
    clause.body = std::move(body);
    return clause;
  }
  Expr* Add(int32_t f, int32_t local, int32_t number) {
    const typed::Function& function = t.function(f);
    return t.SetLocal(function, local,
                      t.Make(Op::kAdd, Of(TypeKind::kInt), {t.Local(function, local), t.Int(number)}));
  }

  TreeMaker t;
  Arena arena;
  EvalContext ctx;
  Span where;
  std::vector<std::shared_ptr<const NativeFunction>> code;
};

TEST_F(CompositeTest, TheCaughtErrorIsAnObject) {
  int32_t f = t.AddFunction(kException, {kException}, 0);
  t.function(f).body = {Try({Throw(EvalErrorKind::kFormat, "not what it should be")},
                            {CatchOf(EvalErrorKind::kOverflow, 0, {}),
                             CatchOf(EvalErrorKind::kFormat, 0, {t.Return(t.Local(t.function(f), 0))})}),
                        Throw(EvalErrorKind::kFail, "not reached")};
  Slot result = Call(f);
  ASSERT_FALSE(ctx.failed()) << ctx.error_message.str();
  const auto& exception = *reinterpret_cast<const ExceptionObject*>(result.lo);
  EXPECT_EQ(exception.kind, EvalErrorKind::kFormat);
  EXPECT_EQ(exception.message.str(), "not what it should be");
}

TEST_F(CompositeTest, ErrorsOfOtherKindsBudgetsAndDeclinedMappingsGoOn) {
  for (EvalErrorKind kind : {EvalErrorKind::kFail, EvalErrorKind::kDeclineMapping, EvalErrorKind::kSteps}) {
    int32_t f = t.AddFunction(Of(TypeKind::kInt), {kException}, 0);
    Stmt* thrown = Throw(kind, "the first");
    typed::Catch clause = CatchOf(EvalErrorKind::kFormat, 0, {t.Return(t.Int(1))});
    if (kind != EvalErrorKind::kFail) clause.kinds = ~uint64_t{0};
    Stmt* finally = kind == EvalErrorKind::kFail ? t.Make(StmtOp::kBlock)
                                                 : Throw(EvalErrorKind::kFail, "no finally for these");
    t.function(f).body = {Try({thrown}, {clause}, {finally}), t.Return(t.Int(2))};
    Call(f);
    EXPECT_EQ(ctx.error, kind);
    EXPECT_EQ(ctx.error_message.str(), "the first");
    EXPECT_EQ(where.begin, thrown->value->span.begin);
  }
}

TEST_F(CompositeTest, ConditionsChooseAndTheirErrorsCountAsFalse) {
  int32_t f = t.AddFunction(Of(TypeKind::kInt), {Of(TypeKind::kInt), kException}, 1);
  auto parameter = [&] { return t.Local(t.function(f), 0); };
  typed::Catch first = CatchOf(EvalErrorKind::kFail, 1, {t.Return(t.Int(1))});
  first.when = t.Make(Op::kEq, Of(TypeKind::kBool),
                      {t.Make(Op::kDiv, Of(TypeKind::kInt), {t.Int(6), parameter()}), t.Int(3)});
  typed::Catch second = CatchOf(EvalErrorKind::kFail, 1, {t.Return(t.Int(2))});
  second.when = t.Make(Op::kLt, Of(TypeKind::kBool), {parameter(), t.Int(5)});
  Stmt* thrown = Throw(EvalErrorKind::kFail, "the first");
  t.function(f).body = {Try({thrown}, {first, second}), t.Return(t.Int(3))};
  EXPECT_EQ(Int(Call(f, 2)), 1);
  EXPECT_EQ(Int(Call(f, 0)), 2);  // the first condition divides by zero
  EXPECT_FALSE(ctx.failed());
  Call(f, 6);
  EXPECT_EQ(ctx.error, EvalErrorKind::kFail);
  EXPECT_EQ(where.begin, thrown->value->span.begin);
}

TEST_F(CompositeTest, RethrownErrorsKeepTheirPlaceAndThrownObjectsGetANewOne) {
  for (bool anew : {false, true}) {
    int32_t f = t.AddFunction(Of(TypeKind::kInt), {kException}, 0);
    Stmt* first = Throw(EvalErrorKind::kFail, "the first");
    Expr* again = anew ? t.Make(Op::kThrowObject, Of(TypeKind::kNever), {t.Local(t.function(f), 0)})
                       : t.Numbered(Op::kRethrow, Of(TypeKind::kNever), 0, {});
    t.function(f).body = {Try({first}, {CatchOf(EvalErrorKind::kFail, 0, {t.Do(again)})}),
                          t.Return(t.Int(1))};
    Call(f);
    EXPECT_EQ(ctx.error, EvalErrorKind::kFail);
    EXPECT_EQ(ctx.error_message.str(), "the first");
    EXPECT_EQ(where.begin, anew ? again->span.begin : first->value->span.begin);
  }
}

// while (true) { try { if (i == 3) break; if (i == parameter) return 100 + i; i += 1; continue; } finally { n
// += 10; } }
TEST_F(CompositeTest, AFinallyRunsOnEveryWayOut) {
  int32_t f =
      t.AddFunction(Of(TypeKind::kInt), {Of(TypeKind::kInt), Of(TypeKind::kInt), Of(TypeKind::kInt)}, 1);
  auto local = [&](int32_t i) { return t.Local(t.function(f), i); };
  auto is = [&](Expr* value) { return t.Make(Op::kEq, Of(TypeKind::kBool), {local(1), value}); };
  Expr* sum = t.Make(Op::kAdd, Of(TypeKind::kInt), {t.Int(100), local(1)});
  Stmt* loop = t.Make(StmtOp::kLoop);
  loop->body = {Try({t.If(is(t.Int(3)), {t.Make(StmtOp::kBreak)}), t.If(is(local(0)), {t.Return(sum)}),
                     t.Do(Add(f, 1, 1)), t.Make(StmtOp::kContinue)},
                    {}, {t.Do(Add(f, 2, 10))}),
                Throw(EvalErrorKind::kFail, "not reached")};
  t.function(f).body = {t.Do(t.SetLocal(t.function(f), 1, t.Int(0))),
                        t.Do(t.SetLocal(t.function(f), 2, t.Int(0))), loop, t.Return(local(2))};
  EXPECT_EQ(Int(Call(f, 9)), 40);   // three times, and the break
  EXPECT_EQ(Int(Call(f, 2)), 102);  // the result was ready before the finally ran
  EXPECT_FALSE(ctx.failed());
}

TEST_F(CompositeTest, AnErrorInAFinallyTakesThePlaceOfTheFirst) {
  int32_t f = t.AddFunction(Of(TypeKind::kInt), {kException}, 0);
  Stmt* second = Throw(EvalErrorKind::kArgument, "the second");
  t.function(f).body = {Try({Throw(EvalErrorKind::kFail, "the first")}, {}, {second}), t.Return(t.Int(1))};
  Call(f);
  EXPECT_EQ(ctx.error, EvalErrorKind::kArgument);
  EXPECT_EQ(ctx.error_message.str(), "the second");
  EXPECT_EQ(where.begin, second->value->span.begin);
}

TEST_F(CompositeTest, FieldsKeepNullsAndBoxesAreShared) {
  ShapeTable& shapes = t.program().shapes;
  Type maybe = Of(TypeKind::kInt, true);
  Type pair = shapes.Composite(TypeKind::kTuple, {Of(TypeKind::kString), maybe});
  Type box = shapes.Composite(TypeKind::kTuple, {Of(TypeKind::kInt)});
  int32_t f = t.AddFunction(maybe, {pair}, 0);
  t.function(f).body = {
      t.Do(t.SetLocal(t.function(f), 0,
                      t.Make(Op::kTuple, pair, {t.Text("long enough for memory"), t.Null(maybe)}))),
      t.Return(t.Numbered(Op::kField, maybe, 1, {t.Local(t.function(f), 0)}))};
  EXPECT_FALSE(Call(f).present);

  int32_t change = t.AddFunction(Of(TypeKind::kVoid), {box}, 1);
  t.function(change).body = {
      t.Do(t.Numbered(Op::kSetField, Of(TypeKind::kInt), 0, {t.Local(t.function(change), 0), t.Int(42)}))};
  int32_t g = t.AddFunction(Of(TypeKind::kInt), {box}, 0);
  t.function(g).body = {t.Do(t.SetLocal(t.function(g), 0, t.Make(Op::kTuple, box, {t.Int(1)}))),
                        t.Do(t.Numbered(Op::kCall, Of(TypeKind::kVoid), change, {t.Local(t.function(g), 0)})),
                        t.Return(t.Numbered(Op::kField, Of(TypeKind::kInt), 0, {t.Local(t.function(g), 0)}))};
  EXPECT_EQ(Int(Call(g)), 42);
}

TEST_F(CompositeTest, StaticValuesAreMadeOnceAndReadTheOnesBefore) {
  Type pair = t.program().shapes.Composite(TypeKind::kTuple, {Of(TypeKind::kInt), Of(TypeKind::kString)});
  int32_t first = t.AddFunction(Of(TypeKind::kInt), {}, 0);
  t.function(first).body = {t.Return(t.Int(7))};
  int32_t second = t.AddFunction(pair, {}, 0);
  t.function(second).body = {t.Return(
      t.Make(Op::kTuple, pair,
             {t.Numbered(Op::kStatic, Of(TypeKind::kInt), 0, {}), t.Text("a text of the program")}))};
  t.program().statics = {{"Test.First", Of(TypeKind::kInt), first}, {"Test.Second", pair, second}};
  int32_t f = t.AddFunction(pair, {}, 0);
  t.function(f).body = {t.Return(t.Numbered(Op::kStatic, pair, 1, {}))};
  Slot a = Call(f);
  ctx.Begin();
  Slot b = code.back()->Call({}, ctx);
  EXPECT_EQ(a.lo, b.lo);
  EXPECT_EQ(Int(reinterpret_cast<const Slot*>(a.lo)[0]), 7);
  EXPECT_EQ(stdlib::FromSlot<Text>(reinterpret_cast<const Slot*>(a.lo)[1]).str(), "a text of the program");
  EXPECT_EQ(arena.used(), 0u);
}

TEST_F(CompositeTest, AStaticValueThatCannotBeMadeIsAnErrorOfTheProgram) {
  int32_t first = t.AddFunction(Of(TypeKind::kInt), {}, 0);
  t.function(first).body = {Throw(EvalErrorKind::kFormat, "no number")};
  t.program().statics = {{"Test.First", Of(TypeKind::kInt), first}};
  int32_t f = t.AddFunction(Of(TypeKind::kInt), {}, 0);
  t.function(f).body = {t.Return(t.Numbered(Op::kStatic, Of(TypeKind::kInt), 0, {}))};
  auto native = MakeNativeFunction(t.program(), f);
  ASSERT_FALSE(native.ok());
  EXPECT_NE(native.error().message.find("Test.First"), std::string::npos) << native.error().message;
  EXPECT_NE(native.error().message.find("no number"), std::string::npos) << native.error().message;
}

}  // namespace
}  // namespace idx::compiler
