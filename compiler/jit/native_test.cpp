#include <gtest/gtest.h>

#include "compiler/jit/jit.h"
#include "compiler/lower/tree_maker.h"

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
  int32_t person = t.AddType("Person", {t.Scalar("First", TypeKind::kString), t.Scalar("Last", TypeKind::kString, true),
                                        t.Scalar("Age", TypeKind::kInt)});
  int32_t target = t.AddType("Target", {t.Scalar("Name", TypeKind::kString), t.Scalar("First", TypeKind::kString),
                                        t.Scalar("Years", TypeKind::kInt), t.Scalar("Length", TypeKind::kInt)});
  typed::Type source_type{TypeKind::kEntity, false, TypeKind::kVoid, person};
  typed::Type target_type{TypeKind::kEntity, false, TypeKind::kVoid, target};
  int32_t f = t.AddFunction(Of(TypeKind::kVoid), {source_type, target_type}, 2);
  auto first = [&] { return t.Attr(0, person, 0); };
  auto last = [&] { return t.Attr(0, person, 1); };
  typed::Expr* name = t.Make(Op::kConcat, Of(TypeKind::kString),
                             {t.Make(Op::kCoalesce, Of(TypeKind::kString), {first(), t.Text("nobody known to us")}),
                              t.Text(" "), last()});
  typed::Expr* years = t.Make(Op::kAdd, Of(TypeKind::kInt, true), {t.Attr(0, person, 2), t.Int(1)});
  typed::Expr* length = t.Numbered(Op::kBuiltin, Of(TypeKind::kInt), IndexOf("string", "Length"), {last()});
  t.function(f).body = {t.SetAttr(1, 0, name), t.SetAttr(1, 1, first()), t.SetAttr(1, 2, years), t.SetAttr(1, 3, length)};
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
  std::vector<OutColumn> out = {{texts[0], outcomes[0]}, {texts[1], outcomes[1]}, {numbers[0], outcomes[2]}, {numbers[1], outcomes[3]}};
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

}  // namespace
}  // namespace idx::compiler
