// docs/diagnostics.md is made from the table of diagnostics; IDX_UPDATE_GOLDEN=1 writes it.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>

#include "compiler/diagnostics/diagnostics.h"

namespace idx::compiler {
namespace {

std::string InACell(std::string_view text) {
  std::string cell;
  for (char c : text) {
    if (c == '|' || c == '<' || c == '*') cell += '\\';
    cell += c;
  }
  return cell;
}

std::string Page() {
  std::string page =
      "# Diagnostics\n\nMade from the compiler's table. `{0}`, `{1}` stand for what the message is about. "
      "`idx explain-code "
      "IDX2001` prints a row, with an example.\n\n| id | severity | message | why, and what to do "
      "|\n|---|---|---|---|\n";
  for (const DiagnosticInfo& info : DiagnosticTable()) {
    Diagnostic diagnostic;
    diagnostic.id = info.id;
    page += "| " + diagnostic.Code() + " | " + (info.severity == Severity::kError ? "error" : "warning") +
            " | " + InACell(info.message) + " | " + InACell(info.page) + " |\n";
  }
  return page;
}

TEST(Documents, ThePageOfDiagnosticsIsTheTable) {
  std::string path = std::string(IDX_SOURCE_DIR) + "/docs/diagnostics.md";
  const char* update = std::getenv("IDX_UPDATE_GOLDEN");
  if (update != nullptr && std::string(update) == "1") std::ofstream(path, std::ios::binary) << Page();
  std::ifstream in(path, std::ios::binary);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), Page()) << "run with IDX_UPDATE_GOLDEN=1";
}

}  // namespace
}  // namespace idx::compiler
