// Expressions and their values: what C# gives. Every one is run by the interpreter and as native code, which
// must agree in value, error, the error's place and steps.
#include <gtest/gtest.h>

#include "compiler/jit/jit.h"
#include "tests/golden/runner/folder.h"
#include "tests/golden/runner/value.h"

namespace idx::compiler::golden {
namespace {

constexpr char kMark[] = "//: ";
constexpr char kArrow[] = " ==> ";

void CompareNative(const CheckedExpression& checked, const Evaluated& interpreted) {
  auto made =
      MakeNativeFunction(*checked.program, static_cast<int32_t>(checked.program->functions.size() - 1));
  ASSERT_TRUE(made.ok()) << made.error().message;
  NativeBackend::Callable call = [&](std::span<const stdlib::Slot> arguments, EvalContext& ctx, Span* where) {
    return made.value()->Call(arguments, ctx, where);
  };
  Evaluated native = Evaluate(checked, &call);
  EXPECT_EQ(native.shown, interpreted.shown);
  EXPECT_EQ(native.error_begin, interpreted.error_begin) << "the place of the error";
  EXPECT_EQ(native.steps, interpreted.steps) << "steps";
}

void Run(const GoldenFile& file) {
  Checked sources = CheckSource(file.name + ".idx", file.source);
  ASSERT_TRUE(sources.diagnostics.all().empty()) << Listing(sources);
  std::vector<std::string> actual;
  for (const std::string& line : file.expected) {
    std::string expression = line.substr(0, line.rfind(kArrow));
    SCOPED_TRACE(expression);
    CheckedExpression checked = CheckOne(&sources, expression);
    Evaluated interpreted = Evaluate(checked);
    actual.push_back(expression + kArrow + interpreted.shown);
    EXPECT_EQ(file.name.starts_with("fail_"), !interpreted.ok) << interpreted.shown;
    if (interpreted.ran) CompareNative(checked, interpreted);
  }
  EXPECT_FALSE(actual.empty());
  std::string wrong = Settle(file, kMark, "golden_values_test", actual);
  EXPECT_TRUE(wrong.empty()) << wrong;
}

}  // namespace
}  // namespace idx::compiler::golden

int main(int argc, char** argv) {
  using namespace idx::compiler::golden;
  testing::InitGoogleTest(&argc, argv);
  auto files = ReadFolder("tests/golden/values", kMark);
  RegisterFolder("Values", files, Run);
  return RUN_ALL_TESTS();
}
