// What is in a table has a test: every diagnostic a golden case, every operation of the typed tree a golden
// value. Of functions see functions_test.cpp.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <set>

#include "tests/golden/runner/folder.h"
#include "tests/golden/runner/value.h"

namespace idx::compiler::golden {
namespace {

constexpr char kMark[] = "//: ";

// Rows that only a very large file gets.
const std::set<uint16_t> kNotGiven = {7, 9};

TEST(Coverage, EveryDiagnosticHasAGoldenCase) {
  std::string expected;
  for (const char* folder : {"tests/golden/check", "tests/golden/values", "tests/golden/lint"})
    for (const GoldenFile& file : ReadFolder(folder, kMark))
      for (const std::string& line : file.expected) expected += line + "\n";
  for (const DiagnosticInfo& info : DiagnosticTable()) {
    bool ours = info.id < 3000 || (info.id >= 5000 && info.id < 6000);
    Diagnostic diagnostic;
    diagnostic.id = info.id;
    bool has_case = expected.find(diagnostic.Code() + " ") != std::string::npos;
    if (ours) EXPECT_EQ(has_case, !kNotGiven.contains(info.id)) << diagnostic.Code() << " " << info.message;
  }
}

struct Used {
  std::set<typed::Op> expressions;
  std::set<typed::StmtOp> statements;
  void Visit(const typed::Expr* e) {
    expressions.insert(e->op);
    for (const typed::Expr* arg : e->args) Visit(arg);
    for (const typed::Stmt* s : e->body) Visit(s);
  }
  void Visit(const typed::Stmt* s) {
    statements.insert(s->op);
    if (s->value != nullptr) Visit(s->value);
    for (const auto* list : {&s->body, &s->otherwise, &s->step})
      for (const typed::Stmt* inner : *list) Visit(inner);
  }
  void VisitAll(const typed::Program& program) {
    for (const typed::Function& f : program.functions)
      for (const typed::Stmt* s : f.body) Visit(s);
  }
};

TEST(Coverage, EveryOperationIsInAGoldenFile) {
  Used used;
  for (const GoldenFile& file : ReadFolder("tests/golden/check", kMark)) {
    Checked checked = CheckSource(file.name, file.source);
    if (!checked.diagnostics.has_errors()) used.VisitAll(*checked.program);
  }
  for (const GoldenFile& file : ReadFolder("tests/golden/values", kMark)) {
    Checked sources = CheckSource(file.name, file.source);
    for (const std::string& line : file.expected) {
      CheckedExpression checked = CheckOne(&sources, line.substr(0, line.rfind(" ==> ")));
      if (checked.program != nullptr) used.VisitAll(*checked.program);
    }
  }
  for (int op = 0; op <= static_cast<int>(typed::Op::kToday); ++op)
    EXPECT_TRUE(used.expressions.contains(static_cast<typed::Op>(op))) << "Op number " << op << " of typed.h";
  for (int op = 0; op <= static_cast<int>(typed::StmtOp::kBreakable); ++op)
    if (static_cast<typed::StmtOp>(op) !=
        typed::StmtOp::kBlock)  // the checker writes blocks out; others may make them
      EXPECT_TRUE(used.statements.contains(static_cast<typed::StmtOp>(op)))
          << "StmtOp number " << op << " of typed.h";
}

}  // namespace
}  // namespace idx::compiler::golden
