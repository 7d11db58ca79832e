// The shape of the IR. IDX_UPDATE_GOLDEN=1 rewrites tests/golden/lower.
#include "compiler/lower/lower.h"

#include <gtest/gtest.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/raw_ostream.h>

#include <cstdlib>
#include <fstream>
#include <set>
#include <sstream>

#include "compiler/lower/fast_rows.h"
#include "compiler/lower/support.h"
#include "compiler/lower/tree_maker.h"

namespace idx::compiler::lower {
namespace {

using typed::Of;
using typed::Op;
using typed::TreeMaker;

int32_t RowNamed(std::string_view symbol) {
  const std::vector<stdlib::Row>& rows = stdlib::Functions();
  for (size_t i = 0; i < rows.size(); ++i)
    if (rows[i].symbol == symbol) return static_cast<int32_t>(i);
  return -1;
}

LowerOptions Options() {
  LowerOptions options;
  options.library = stdlib::Functions();
  return options;
}

std::string Print(const Lowered& lowered) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  lowered.module->print(stream, nullptr);
  return text;
}

void ExpectGolden(const std::string& name, const std::string& text) {
  std::string path = std::string(IDX_SOURCE_DIR) + "/tests/golden/lower/" + name;
  if (std::getenv("IDX_UPDATE_GOLDEN") != nullptr) std::ofstream(path) << text;
  std::ifstream file(path);
  std::stringstream expected;
  expected << file.rdbuf();
  EXPECT_EQ(expected.str(), text) << "IDX_UPDATE_GOLDEN=1 rewrites " << path;
}

// Mappers of one loop from Person { First?, Last } to Target { Name, Login }.
class LowerTest : public testing::Test {
 protected:
  LowerTest() {
    person = t.AddType("Person",
                       {t.Scalar("First", TypeKind::kString), t.Scalar("Last", TypeKind::kString, true)});
    target = t.AddType("Target", {t.Scalar("Name", TypeKind::kString), t.Scalar("Login", TypeKind::kString)});
    loop = t.AddLoop({person});
  }
  void AddMapper(int32_t attribute, typed::Expr* value) {
    typed::Type source{TypeKind::kEntity, false, TypeKind::kVoid, person},
        to{TypeKind::kEntity, false, TypeKind::kVoid, target};
    int32_t f = t.AddFunction(Of(TypeKind::kVoid), {source, to}, 2);
    t.function(f).body = {t.SetAttr(1, attribute, value)};
    t.AddToLoop(loop, f, {0, -1}, 1, {{OutputKind::kAttribute, -1, attribute, TypeKind::kString, {}}});
  }
  typed::Expr* First() { return t.Attr(0, person, 0); }
  typed::Expr* Last() { return t.Attr(0, person, 1); }
  typed::Expr* Lower(typed::Expr* text) {
    return t.Numbered(Op::kBuiltin, Of(TypeKind::kString), RowNamed("idx_string_ToLower__string"), {text});
  }
  Lowered Lowered_(const LowerOptions& options = Options()) {
    auto lowered = LowerLoops(*t.executable, {&loop, 1}, options);
    EXPECT_TRUE(lowered.ok()) << lowered.error().message;
    return std::move(lowered).value();
  }
  static size_t Calls(const Lowered& lowered, llvm::StringRef name) {
    const llvm::Function* function = lowered.module->getFunction(name);
    return function == nullptr ? 0 : function->getNumUses();
  }

  TreeMaker t;
  int32_t person, target, loop;
};

TEST_F(LowerTest, ACopyOfAnAttribute) {
  AddMapper(0, First());
  ExpectGolden("copy.ll", Print(Lowered_()));
}

TEST_F(LowerTest, AConcatenation) {
  AddMapper(0, t.Make(Op::kConcat, Of(TypeKind::kString), {Last(), t.Text(", of the family")}));
  ExpectGolden("concat.ll", Print(Lowered_()));
}

TEST_F(LowerTest, WhatTwoMappersShareHasAMemo) {
  AddMapper(0, Lower(Last()));
  AddMapper(1, t.Make(Op::kConcat, Of(TypeKind::kString), {Lower(Last()), t.Text("@example.com")}));
  ExpectGolden("shared.ll", Print(Lowered_()));
  LowerOptions alone = Options();
  alone.share = false;
  EXPECT_EQ(Print(Lowered_(alone)).find("memo"), std::string::npos);
}

TEST_F(LowerTest, AttributesThatAreReadTwiceAreLoadedOncePerRow) {
  AddMapper(0, Last());
  AddMapper(1, Last());
  std::string ir = Print(Lowered_());
  size_t loads = 0;
  for (size_t at = ir.find("load i64", ir.find("functions:")); at != std::string::npos;
       at = ir.find("load i64", at + 1))
    ++loads;
  EXPECT_EQ(loads, 2u) << ir;  // the two words of the text
}

TEST_F(LowerTest, ConstantCallsAreFoldedAndStillCharged) {
  AddMapper(0, Lower(t.Text("ABC")));
  Lowered lowered = Lowered_();
  EXPECT_EQ(Calls(lowered, "idx_string_ToLower__string"), 0u);
  EXPECT_NE(Print(lowered).find("sub i64"), std::string::npos);
}

TEST_F(LowerTest, LongLoopsComeInParts) {
  for (int i = 0; i < 5; ++i) AddMapper(i % 2, Lower(Last()));
  LowerOptions options = Options();
  options.functions_per_entry = 2;
  EXPECT_EQ(PartCount(*t.executable, loop, options), 3u);
  Lowered lowered = Lowered_(options);
  for (uint32_t part = 0; part < 3; ++part)
    EXPECT_NE(lowered.module->getFunction(LoopSymbol(loop, part)), nullptr);
}

TEST_F(LowerTest, NativeCodeSeesNothingButItsSupportAndTheLibrary) {
  AddMapper(0, t.Make(Op::kConcat, Of(TypeKind::kString), {Lower(Last()), t.Text("@")}));
  AddMapper(1, t.Make(Op::kCoalesce, Of(TypeKind::kString),
                      {First(), t.Numbered(Op::kThrow, Of(TypeKind::kNever), 1, {t.Text("no")})}));
  std::set<std::string_view> visible;
  for (const SupportSymbol& symbol : SupportSymbols()) visible.insert(symbol.name);
  for (const stdlib::Row& row : stdlib::Functions()) visible.insert(row.symbol);
  Lowered lowered = Lowered_();
  for (const llvm::Function& function : *lowered.module) {
    if (!function.isDeclaration() || function.isIntrinsic()) continue;
    EXPECT_TRUE(visible.contains(std::string_view(function.getName().data(), function.getName().size())))
        << function.getName().str();
  }
}

TEST(Lower, FunctionsOfEntitiesRunInLoopsOnly) {
  TreeMaker t;
  int32_t person = t.AddType("Person", {});
  int32_t f =
      t.AddFunction(Of(TypeKind::kBool), {typed::Type{TypeKind::kEntity, false, TypeKind::kVoid, person}}, 1);
  t.function(f).body = {t.Return(t.Bool(true))};
  EXPECT_FALSE(LowerFunction(t.program(), f, Options()).ok());
}

}  // namespace
}  // namespace idx::compiler::lower
