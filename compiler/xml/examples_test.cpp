// The examples in examples/ through the checker: they are what people copy from.
#include <gtest/gtest.h>

#include "compiler/check/check.h"
#include "compiler/xml/load.h"

namespace idx::compiler {
namespace {

class ExamplesTest : public testing::TestWithParam<const char*> {};

TEST_P(ExamplesTest, ChecksWithoutADiagnostic) {
  Diagnostics diagnostics;
  auto loaded = LoadConfiguration(std::string(IDX_SOURCE_DIR) + "/examples/" + GetParam(), diagnostics);
  ASSERT_TRUE(loaded.ok());
  auto program = Check(loaded.value(), diagnostics);
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

INSTANTIATE_TEST_SUITE_P(All, ExamplesTest, testing::Values("starter", "university"));

}  // namespace
}  // namespace idx::compiler
