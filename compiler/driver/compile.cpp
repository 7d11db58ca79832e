#include "compiler/driver/compile.h"

#include <chrono>

#include "compiler/analyse/analyse.h"
#include "compiler/check/check.h"
#include "compiler/driver/program_cache.h"
#include "compiler/lint/lint.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler {

namespace {

// Milliseconds since the last call.
class Stopwatch {
 public:
  double Lap() {
    auto now = std::chrono::steady_clock::now();
    double lap = std::chrono::duration<double, std::milli>(now - last_).count();
    last_ = now;
    return lap;
  }

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
};

Result<std::shared_ptr<const Evaluator>> MakeNativeEvaluator(const typed::Executable& executable,
                                                             const CompileOptions& options,
                                                             std::string& keep_problem) {
  IDX_ASSIGN(native::Module module, options.native->compile(executable));
  Status kept = KeepProgram(module, options.cache);
  if (!kept.ok()) keep_problem = kept.error().message;
  return native::Link(std::move(module), stdlib::Functions());
}

std::shared_ptr<const Evaluator> MakeEvaluator(std::shared_ptr<const typed::Executable> executable,
                                               const CompileOptions& options, Compilation& result) {
  if (options.native != nullptr) {
    auto native = MakeNativeEvaluator(*executable, options, result.keep_problem);
    if (native.ok()) return std::move(native).value();
    result.native_problem = native.error().message;
  }
  return MakeInterpreter(std::move(executable));
}

}  // namespace

Result<Compilation> Compile(const std::string& directory, const CompileOptions& options) {
  Compilation result;
  Stopwatch watch;
  IDX_ASSIGN(LoadedConfiguration loaded, LoadConfiguration(directory, result.diagnostics));
  result.times.load_ms = watch.Lap();
  std::shared_ptr<typed::Program> checked;
  if (!result.diagnostics.has_errors()) checked = Check(loaded, result.diagnostics);
  result.times.check_ms = watch.Lap();
  bool sound = checked != nullptr && !result.diagnostics.has_errors();
  if (sound) AnalyseRules(*checked, loaded.sources, result.diagnostics);
  if (sound && options.lint && !result.diagnostics.has_errors())
    LintConfiguration(loaded, *checked, result.diagnostics);
  result.diagnostics.Sort();
  auto sources = std::make_shared<SourceSet>(std::move(loaded.sources));
  result.sources = sources;
  if (!sound || result.diagnostics.has_errors()) return result;
  result.executable = BuildExecutable(std::move(*checked), sources, DigestOf(*sources));
  result.times.analyse_ms = watch.Lap();
  auto program = std::make_shared<Program>(result.executable->program);
  program->evaluator = MakeEvaluator(result.executable, options, result);
  result.program = std::move(program);
  result.times.native_ms = watch.Lap();
  return result;
}

}  // namespace idx::compiler
