// What runs in each loop of a compiled program: the bridge from typed functions to the Evaluator's loops.
// Made by compiler/analyse from the typed rule set; read by the interpreter and by the lowering, which so
// agree on it.
#pragma once

#include <memory>
#include <vector>

#include "compiler/program/program.h"
#include "compiler/typed/typed.h"

namespace idx::compiler::typed {

// One function of a loop. Its outputs are outputs[first_output … first_output + output_count) of the Loop:
// the attributes that it writes (and its effects), or its result.
struct LoopFunction {
  int32_t function = -1;                   // index into typed::Program::functions
  int32_t rule = -1;                       // for errors
  std::vector<int32_t> slot_of_parameter;  // entity parameters: input slot; -1 for the Sync parameter
  int32_t target_parameter = -1;           // whose attributes kAttribute outputs are; -1: none
  uint32_t first_output = 0;
  uint32_t output_count = 0;
};

struct LoopCode {
  std::vector<LoopFunction> functions;
};

// A typed rule set with its loops: all that an Evaluator is made from. Immutable once built, shared by
// evaluators.
struct Executable {
  Program typed;
  compiler::Program program;   // without an evaluator
  std::vector<LoopCode> code;  // parallel to program.loops
  std::shared_ptr<const SourceSet> sources;

  SourceLocation Locate(Span span) const {
    if (span.file.index < 0 || sources == nullptr) return {};
    const SourceFile& file = sources->file(span.file);
    Position position = file.PositionOf(span.begin);
    return {file.path(), position.line, position.column};
  }
};

}  // namespace idx::compiler::typed
