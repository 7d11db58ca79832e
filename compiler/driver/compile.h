// A configuration directory → a program that can be run: every step of the compiler, in order.
#pragma once

#include <memory>
#include <string>

#include "base/core/result.h"
#include "compiler/diagnostics/diagnostics.h"
#include "compiler/driver/native.h"
#include "compiler/typed/loops.h"
#include "compiler/xml/load.h"

namespace idx::compiler {

// Part of every rule-set version: changes when the language, the library or Unicode data change what rules
// mean.
inline constexpr uint32_t kSemantics = 1;

// Where compiled programs are kept, and whose they are.
struct ProgramCache {
  std::string directory;  // made with mode 0700; one that others may enter is not used; "": nothing is kept
  // Names this build of the compiler and of the library: programs of others are not touched. "": nothing is
  // kept.
  std::string build;
};

struct CompileOptions {
  const NativeBackend* native = nullptr;  // null: the interpreter runs the rules
  ProgramCache cache;                     // where the program is kept, for LoadProgram
  bool lint = false;  // warnings about the configuration as a whole, too
};

struct CompileTimes {
  double load_ms = 0;  // files, XML, parsing
  double check_ms = 0;
  double analyse_ms = 0;  // and loops
  double native_ms = 0;
};

struct Compilation {
  Diagnostics diagnostics;  // sorted
  std::shared_ptr<const SourceSet> sources;
  std::shared_ptr<const typed::Executable> executable;  // null after errors, and when from_cache
  std::shared_ptr<const Program> program;               // with its evaluator; null after errors
  std::string native_problem;  // why the interpreter runs although native code was wanted
  std::string keep_problem;    // why the program could not be kept although a cache was named
  bool from_cache = false;     // nothing was compiled: see program_cache.h
  CompileTimes times;
};

// The error Result is for a directory that cannot be read at all; mistakes in it are diagnostics.
Result<Compilation> Compile(const std::string& directory, const CompileOptions& options = {});

// The rule-set version: SHA-256, in hexadecimal, over all source bytes with their paths, the library's table,
// the batch layout and the semantics. Equal inputs give equal digests on any machine.
std::string DigestOf(const SourceSet& sources);

}  // namespace idx::compiler
