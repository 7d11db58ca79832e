// The table of diagnostics itself: what people look up by id must be one row.
#include <gtest/gtest.h>

#include "compiler/diagnostics/diagnostics.h"

namespace idx::compiler {
namespace {

TEST(DiagnosticTable, EachIdIsOneRowAndTheRowsAreInOrder) {
  int last = 0;
  for (const DiagnosticInfo& info : DiagnosticTable()) {
    EXPECT_GT(info.id, last) << "IDX" << info.id << " " << info.message;
    last = info.id;
  }
}

TEST(DiagnosticTable, EachRowSaysWhatIsWrongAndWhatToDo) {
  for (const DiagnosticInfo& info : DiagnosticTable()) {
    EXPECT_FALSE(info.message.empty()) << info.id;
    EXPECT_TRUE(info.page.ends_with('.')) << info.id << ": " << info.page;
    EXPECT_EQ(&InfoOf(info.id), &info);
  }
}

}  // namespace
}  // namespace idx::compiler
