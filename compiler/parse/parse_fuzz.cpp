// Any bytes as a file and as an expression: no crash, no hang, no leak; a tree without diagnostics can be
// dumped.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "compiler/ast/dump.h"
#include "compiler/parse/parse.h"

namespace {

using namespace idx::compiler;

// Spans must lie in the text: every rendering reads there.
void CheckSpans(const Diagnostics& diagnostics, size_t size) {
  for (const Diagnostic& d : diagnostics.all())
    if (d.span.begin > d.span.end || d.span.end > size) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  SourceSet sources;
  const FileId id = sources.Add("fuzz.idx", std::string(reinterpret_cast<const char*>(data), size));
  {
    ast::Tree tree;
    Diagnostics diagnostics;
    const ast::File file = ParseFile(sources, id, tree, diagnostics);
    CheckSpans(diagnostics, size);
    DumpAst(file);
  }
  ast::Tree tree;
  Diagnostics diagnostics;
  const ast::Expr* expression = ParseExpression({id, sources.file(id).text(), 0, {}}, tree, diagnostics);
  CheckSpans(diagnostics, size);
  if ((expression == nullptr) != diagnostics.has_errors()) std::abort();
  DumpAst(expression);
  return 0;
}
