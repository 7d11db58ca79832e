// The examples in examples/ through the checker and the analysis, and their own tests: they are what people
// copy from.
#include <gtest/gtest.h>

#include "compiler/analyse/analyse.h"
#include "compiler/check/check.h"
#include "compiler/interpret/interpreter.h"
#include "compiler/xml/load.h"

namespace idx::compiler {
namespace {

class ExamplesTest : public testing::TestWithParam<const char*> {};

TEST_P(ExamplesTest, ChecksWithoutADiagnostic) {
  Diagnostics diagnostics;
  auto loaded = LoadConfiguration(std::string(IDX_SOURCE_DIR) + "/examples/" + GetParam(), diagnostics);
  ASSERT_TRUE(loaded.ok());
  auto program = Check(loaded.value(), diagnostics);
  if (program != nullptr && !diagnostics.has_errors())
    AnalyseRules(*program, loaded.value().sources, diagnostics);
  diagnostics.Sort();
  for (const Diagnostic& d : diagnostics.all()) {
    const SourceFile& file = loaded.value().sources.file(d.span.file);
    Position at = file.PositionOf(d.span.begin);
    ADD_FAILURE() << file.path() << ":" << at.line << ":" << at.column << " " << d.Code() << " " << d.message
                  << " " << d.fix;
  }
  ASSERT_NE(program, nullptr);
  EXPECT_GT(program->rules.size(), 10u);
}

TEST_P(ExamplesTest, ItsOwnTestsPass) {
  Diagnostics diagnostics;
  auto loaded = LoadConfiguration(std::string(IDX_SOURCE_DIR) + "/examples/" + GetParam(), diagnostics);
  ASSERT_TRUE(loaded.ok());
  auto program = Check(loaded.value(), diagnostics);
  ASSERT_FALSE(diagnostics.has_errors());
  size_t tests = 0;
  for (const typed::Rule& rule : program->rules) {
    if (rule.kind != typed::RuleKind::kTest) continue;
    ++tests;
    Arena arena;
    EvalContext context;
    context.arena = &arena;
    context.Begin();
    Interpret(*program, rule.function, {}, context);
    EXPECT_FALSE(context.failed()) << program->functions[static_cast<size_t>(rule.function)].name << ": "
                                   << context.error_message.view();
  }
  EXPECT_GE(tests, 4u);
}

INSTANTIATE_TEST_SUITE_P(All, ExamplesTest, testing::Values("starter", "university"));

}  // namespace
}  // namespace idx::compiler
