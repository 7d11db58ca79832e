// A rule set as machine code, and the evaluator that runs it. compiler/jit makes modules; here is all that is
// needed to run one, which is little and without LLVM: a process that finds a module in its cache is ready in
// a few milliseconds.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "compiler/typed/loops.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler::native {

// No typed functions and rules: what they say is in the code.
struct Module {
  Program program;                              // without an evaluator
  std::vector<typed::LoopCode> code;            // parallel to program.loops
  std::vector<std::vector<std::string>> loops;  // symbols of each loop's parts, which run one after another
  std::vector<typed::Static> statics;           // their functions are not in the module …
  std::vector<std::string> initialisers;        // … but these are: a symbol for each, "" for tables
  ShapeTable shapes;
  std::vector<Span> sites;                   // of errors, by EvalContext::error_site
  std::string object;                        // relocatable, ELF
  std::shared_ptr<const SourceSet> sources;  // for the places of errors

  SourceLocation Locate(Span span) const {
    if (span.file.index < 0 || sources == nullptr) return {};
    const SourceFile& file = sources->file(span.file);
    Position position = file.PositionOf(span.begin);
    return {file.path(), position.line, position.column};
  }
};

// Links the object into this process, makes the static values and gives back what runs the loops.
// Thread-safe, as is the evaluator; its code lives until its last owner drops it: texts in its outputs may
// point into it. library: what the module was compiled for; it must outlive the evaluator. Error: the object
// is none for this process, or a static value cannot be made.
Result<std::shared_ptr<const Evaluator>> Link(Module module, std::span<const stdlib::Row> library);

}  // namespace idx::compiler::native
