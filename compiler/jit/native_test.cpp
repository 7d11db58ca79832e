#include <gtest/gtest.h>

#include "compiler/jit/jit.h"
#include "compiler/lower/tree_maker.h"
#include "compiler/native/module_image.h"

namespace idx::compiler {
namespace {

using stdlib::Slot;
using typed::Of;
using typed::Op;
using typed::TreeMaker;

const stdlib::Row* RowOf(std::string_view owner, std::string_view name) {
  for (const stdlib::Row& row : stdlib::Functions())
    if (row.owner == owner && row.name == name) return &row;
  return nullptr;
}
int32_t IndexOf(std::string_view owner, std::string_view name) {
  const stdlib::Row* row = RowOf(owner, name);
  return row == nullptr ? -1 : static_cast<int32_t>(row - stdlib::Functions().data());
}

// person { First, Last, Age } → out { Name, First, Years }
TEST(Native, LoopOfConstantsCopiesConcatAndBuiltins) {
  TreeMaker t;
  int32_t person =
      t.AddType("Person", {t.Scalar("First", TypeKind::kString), t.Scalar("Last", TypeKind::kString, true),
                           t.Scalar("Age", TypeKind::kInt)});
  int32_t target =
      t.AddType("Target", {t.Scalar("Name", TypeKind::kString), t.Scalar("First", TypeKind::kString),
                           t.Scalar("Years", TypeKind::kInt), t.Scalar("Length", TypeKind::kInt)});
  typed::Type source_type{TypeKind::kEntity, false, TypeKind::kVoid, person};
  typed::Type target_type{TypeKind::kEntity, false, TypeKind::kVoid, target};
  int32_t f = t.AddFunction(Of(TypeKind::kVoid), {source_type, target_type}, 2);
  auto first = [&] { return t.Attr(0, person, 0); };
  auto last = [&] { return t.Attr(0, person, 1); };
  typed::Expr* name =
      t.Make(Op::kConcat, Of(TypeKind::kString),
             {t.Make(Op::kCoalesce, Of(TypeKind::kString), {first(), t.Text("nobody known to us")}),
              t.Text(" "), last()});
  typed::Expr* years = t.Make(Op::kAdd, Of(TypeKind::kInt, true), {t.Attr(0, person, 2), t.Int(1)});
  typed::Expr* length = t.Numbered(Op::kBuiltin, Of(TypeKind::kInt), IndexOf("string", "Length"), {last()});
  t.function(f).body = {t.SetAttr(1, 0, name), t.SetAttr(1, 1, first()), t.SetAttr(1, 2, years),
                        t.SetAttr(1, 3, length)};
  int32_t loop = t.AddLoop({person});
  std::vector<LoopOutput> outputs;
  for (int32_t a = 0; a < 4; ++a)
    outputs.push_back({OutputKind::kAttribute, -1, a, a < 2 ? TypeKind::kString : TypeKind::kInt, {}});
  t.AddToLoop(loop, f, {0, -1}, 1, outputs);

  JitReport report;
  auto native = MakeNative(t.executable, {}, &report);
  ASSERT_TRUE(native.ok()) << native.error().message;

  BatchBuilder rows(t.configuration().types[0]);
  rows.AddRow();
  rows.SetText(0, 0, "Ada");
  rows.SetText(1, 0, "Lovelace");
  rows.Set<int32_t>(2, 0, 36);
  rows.AddRow();
  rows.SetText(1, 1, "Nemo-Nemo-Nemo-\xC3\xA9");
  Text texts[2][2];
  int32_t numbers[2][2];
  uint8_t outcomes[4][2];
  std::vector<OutColumn> out = {
      {texts[0], outcomes[0]}, {texts[1], outcomes[1]}, {numbers[0], outcomes[2]}, {numbers[1], outcomes[3]}};
  Arena arena;
  EvalContext ctx;
  ctx.arena = &arena;
  std::vector<RowError> errors;
  SlotInput input{rows.batch(), nullptr};
  native.value()->Run(loop, {&input, 1}, 2, out, ctx, errors);
  EXPECT_TRUE(errors.empty()) << errors[0].message;
  EXPECT_EQ(texts[0][0].view(), "Ada Lovelace");
  EXPECT_EQ(texts[0][1].view(), "nobody known to us Nemo-Nemo-Nemo-\xC3\xA9");
  EXPECT_EQ(texts[1][0].view(), "Ada");
  EXPECT_EQ(outcomes[1][0], static_cast<uint8_t>(Outcome::kValue));
  EXPECT_EQ(outcomes[1][1], static_cast<uint8_t>(Outcome::kNoOpinion));
  EXPECT_EQ(numbers[0][0], 37);
  EXPECT_EQ(outcomes[2][1], static_cast<uint8_t>(Outcome::kNoOpinion));
  EXPECT_EQ(numbers[1][0], 8);
  EXPECT_EQ(numbers[1][1], 16);
}

TEST(Native, AThousandMappersInPartsGiveWhatOneGives) {
  constexpr int32_t kMappers = 1000;
  TreeMaker t;
  std::vector<Attribute> source, written;
  for (int32_t i = 0; i < 40; ++i)
    source.push_back(t.Scalar("A" + std::to_string(i), TypeKind::kString, true));
  for (int32_t i = 0; i < kMappers; ++i)
    written.push_back(t.Scalar("B" + std::to_string(i), TypeKind::kString));
  int32_t person = t.AddType("Person", source), target = t.AddType("Target", written);
  int32_t loop = t.AddLoop({person});
  for (int32_t i = 0; i < kMappers; ++i) {
    int32_t f = t.AddFunction(Of(TypeKind::kVoid),
                              {typed::Type{TypeKind::kEntity, false, TypeKind::kVoid, person},
                               typed::Type{TypeKind::kEntity, false, TypeKind::kVoid, target}},
                              2);
    typed::Expr* lower = t.Numbered(Op::kBuiltin, Of(TypeKind::kString), IndexOf("string", "ToLower"),
                                    {t.Attr(0, person, i % 40)});
    t.function(f).body = {t.SetAttr(
        1, i, t.Make(Op::kConcat, Of(TypeKind::kString), {lower, t.Text("-" + std::to_string(i))}))};
    t.AddToLoop(loop, f, {0, -1}, 1, {{OutputKind::kAttribute, -1, i, TypeKind::kString, {}}});
  }
  JitReport report;
  auto native = MakeNative(t.executable, {}, &report);
  ASSERT_TRUE(native.ok()) << native.error().message;
  RecordProperty("compile_ms", std::to_string(report.lower_ms + report.optimise_ms + report.generate_ms));
  RecordProperty("link_ms", std::to_string(report.link_ms));

  BatchBuilder rows(t.configuration().types[0]);
  rows.AddRow();
  for (uint32_t i = 0; i < 40; ++i) rows.SetText(i, 0, "Value Number " + std::to_string(i));
  std::vector<Text> texts(kMappers);
  std::vector<uint8_t> outcomes(kMappers);
  std::vector<OutColumn> out;
  for (int32_t i = 0; i < kMappers; ++i)
    out.push_back({&texts[static_cast<size_t>(i)], &outcomes[static_cast<size_t>(i)]});
  Arena arena;
  EvalContext ctx;
  ctx.arena = &arena;
  std::vector<RowError> errors;
  SlotInput input{rows.batch(), nullptr};
  native.value()->Run(loop, {&input, 1}, 1, out, ctx, errors);
  EXPECT_TRUE(errors.empty());
  for (int32_t i = 0; i < kMappers; ++i)
    ASSERT_EQ(texts[static_cast<size_t>(i)].str(),
              "value number " + std::to_string(i % 40) + "-" + std::to_string(i));
}

// Calls a function without parameters.
Slot CallPlain(const NativeFunction& function, EvalContext& ctx) {
  ctx.Begin();
  return function.Call({}, ctx);
}

TEST(Native, HalvesOfAPairThatMeetBecomeOneCharacter) {
  TreeMaker t;
  int32_t f = t.AddFunction(Of(TypeKind::kString), {}, 0);
  t.function(f).body = {t.Return(
      t.Make(Op::kConcat, Of(TypeKind::kString), {t.Text("a\xED\xA0\xBD"), t.Text("\xED\xB8\x80z")}))};
  auto native = MakeNativeFunction(t.program(), f);
  ASSERT_TRUE(native.ok()) << native.error().message;
  Arena arena;
  EvalContext ctx;
  ctx.arena = &arena;
  EXPECT_EQ(stdlib::FromSlot<Text>(CallPlain(*native.value(), ctx)).str(), "a\xF0\x9F\x98\x80z");
}

TEST(Native, WhatProcessorsTrapOnIsAnErrorOfTheRow) {
  struct Case {
    Op op;
    int64_t left, right;
    EvalErrorKind error;
  };
  for (const Case& c : {Case{Op::kDiv, 1, 0, EvalErrorKind::kDivideByZero},
                        Case{Op::kMod, 1, 0, EvalErrorKind::kDivideByZero},
                        Case{Op::kDiv, INT64_MIN, -1, EvalErrorKind::kOverflow},
                        Case{Op::kMod, INT64_MIN, -1, EvalErrorKind::kOverflow}}) {
    for (Tier tier : {Tier::kPlain, Tier::kLight, Tier::kFull}) {
      TreeMaker t;
      int32_t f = t.AddFunction(Of(TypeKind::kLong), {Of(TypeKind::kLong), Of(TypeKind::kLong)}, 2);
      typed::Expr* division =
          t.Make(c.op, Of(TypeKind::kLong), {t.Local(t.function(f), 0), t.Local(t.function(f), 1)});
      t.function(f).body = {t.Return(division)};
      JitOptions options;
      options.tier = tier;
      auto native = MakeNativeFunction(t.program(), f, options);
      ASSERT_TRUE(native.ok()) << native.error().message;
      Arena arena;
      EvalContext ctx;
      ctx.arena = &arena;
      ctx.Begin();
      Slot arguments[] = {stdlib::ToSlot(c.left), stdlib::ToSlot(c.right)};
      Span where;
      native.value()->Call(arguments, ctx, &where);
      EXPECT_EQ(ctx.error, c.error);
      EXPECT_EQ(where.begin, division->span.begin);
    }
  }
}

TEST(Native, EndlessRecursionAndLoopsEndInABudget) {
  TreeMaker t;
  int32_t recursive = t.AddFunction(Of(TypeKind::kInt), {}, 0);
  t.function(recursive).body = {t.Return(t.Numbered(Op::kCall, Of(TypeKind::kInt), recursive, {}))};
  int32_t endless = t.AddFunction(Of(TypeKind::kInt), {}, 0);
  t.function(endless).body = {t.Make(typed::StmtOp::kLoop)};
  Arena arena;
  EvalContext ctx;
  ctx.arena = &arena;
  auto deep = MakeNativeFunction(t.program(), recursive);
  ASSERT_TRUE(deep.ok()) << deep.error().message;
  CallPlain(*deep.value(), ctx);
  EXPECT_EQ(ctx.error, EvalErrorKind::kDepth);
  EXPECT_EQ(ctx.steps_left, ctx.budget.steps - ctx.budget.depth - 1);
  auto loop = MakeNativeFunction(t.program(), endless);
  ASSERT_TRUE(loop.ok()) << loop.error().message;
  CallPlain(*loop.value(), ctx);
  EXPECT_EQ(ctx.error, EvalErrorKind::kSteps);
}

TEST(Native, AModuleThatWasReadRunsAsTheOneThatWasWritten) {
  TreeMaker t;
  int32_t person = t.AddType("Person", {t.Scalar("Age", TypeKind::kInt)});
  int32_t f =
      t.AddFunction(Of(TypeKind::kInt), {typed::Type{TypeKind::kEntity, false, TypeKind::kVoid, person}}, 1);
  t.function(f).body = {t.Return(t.Make(Op::kUnwrap, Of(TypeKind::kInt), {t.Attr(0, person, 0)}))};
  t.AddToLoop(t.AddLoop({person}), f, {0}, -1, {{OutputKind::kResult, -1, -1, TypeKind::kInt, {}}});
  auto module = CompileNative(*t.executable);
  ASSERT_TRUE(module.ok()) << module.error().message;
  native::Module read;
  ASSERT_TRUE(native::ReadModule(native::WriteModule(module.value()), "", read));
  read.sources = t.executable->sources;
  auto native = native::Link(std::move(read), stdlib::Functions());
  ASSERT_TRUE(native.ok()) << native.error().message;

  BatchBuilder rows(t.configuration().types[0]);
  rows.AddRow();
  rows.AddRow();
  rows.Set<int32_t>(0, 1, 41);
  int32_t ages[2];
  uint8_t outcomes[2];
  OutColumn out{ages, outcomes};
  Arena arena;
  EvalContext ctx;
  ctx.arena = &arena;
  std::vector<RowError> errors;
  SlotInput input{rows.batch(), nullptr};
  native.value()->Run(0, {&input, 1}, 2, {&out, 1}, ctx, errors);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].kind, EvalErrorKind::kInvalidOperation);
  EXPECT_EQ(errors[0].where.path, "rules.idx");
  EXPECT_GT(errors[0].where.column, 0u);
  EXPECT_EQ(outcomes[0], static_cast<uint8_t>(Outcome::kFailed));
  EXPECT_EQ(outcomes[1], static_cast<uint8_t>(Outcome::kValue));
  EXPECT_EQ(ages[1], 41);

  // A batch without the column: as if it were null.
  Column absent;
  SlotInput without{{&absent, 1, 2}, nullptr};
  errors.clear();
  native.value()->Run(0, {&without, 1}, 2, {&out, 1}, ctx, errors);
  EXPECT_EQ(errors.size(), 2u);
}

}  // namespace
}  // namespace idx::compiler
