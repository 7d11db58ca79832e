// From the checker's typed rule set to the program that the runtime runs: what each rule reads, writes and
// does, which equalities of a join rule can be looked up by hash, and which rules run together in which loop.
#pragma once

#include <memory>
#include <string>

#include "compiler/diagnostics/diagnostics.h"
#include "compiler/source/source.h"
#include "compiler/typed/loops.h"
#include "compiler/typed/typed.h"

namespace idx::compiler {

// Fills writes, reads, write_reads, effects, reads_clock and probes of every rule; key functions of join
// rules are added at the end of program.functions. Gives IDX2003 to 2006 (access by kind of rule), 5001 (two
// writers), 5002 (a join without keys), 5003 (two rules where one decides) and 1900 (stages without a loop).
// program must be without errors of the checker.
void AnalyseRules(typed::Program& program, const SourceSet& sources, Diagnostics& diagnostics);

// Loops and plans of analysed rules, as compiler/program/program.h describes them; within a loop the rules
// are in the order of (order, id). The same rules give the same loops. The result has no evaluator yet.
std::shared_ptr<typed::Executable> BuildExecutable(typed::Program program,
                                                   std::shared_ptr<const SourceSet> sources,
                                                   std::string digest);

}  // namespace idx::compiler
