#include "compiler/jit/jit.h"

#include <chrono>

#include "compiler/jit/code_generator.h"
#include "compiler/native/functions.h"
#include "compiler/native/statics.h"

namespace idx::compiler {

using stdlib::Slot;

namespace {

class Stopwatch {
 public:
  double LapMs() {
    auto now = std::chrono::steady_clock::now();
    double ms = std::chrono::duration<double, std::milli>(now - start_).count();
    start_ = now;
    return ms;
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

std::span<const stdlib::Row> LibraryOf(const JitOptions& options) {
  return options.library.empty() ? std::span<const stdlib::Row>(stdlib::Functions()) : options.library;
}

lower::LowerOptions LowerOptionsOf(const JitOptions& options) {
  lower::LowerOptions lower;
  lower.library = LibraryOf(options);
  lower.share = options.share;
  return lower;
}

Result<lower::Lowered> LowerAll(const typed::Executable& executable, const JitOptions& options) {
  std::vector<int32_t> loops(executable.program.loops.size());
  for (size_t i = 0; i < loops.size(); ++i) loops[i] = static_cast<int32_t>(i);
  return lower::LowerLoops(executable, loops, LowerOptionsOf(options));
}

std::vector<std::string> InitialisersOf(const typed::Program& program) {
  std::vector<std::string> symbols;
  for (const typed::Static& value : program.statics)
    symbols.push_back(value.table == nullptr ? lower::FunctionSymbol(value.function) : "");
  return symbols;
}

class CompiledFunction : public NativeFunction {
 public:
  CompiledFunction(std::unique_ptr<native::ObjectCode> code, std::unique_ptr<native::Statics> statics,
                   std::vector<Span> sites, lower::FunctionEntry entry, uint32_t parameters)
      : code_(std::move(code)),
        statics_(std::move(statics)),
        sites_(std::move(sites)),
        entry_(entry),
        parameters_(parameters) {}

  // Generated code carries no mark of its type, which a sanitizer of function pointers would look for.
  [[clang::no_sanitize("function")]] Slot Call(std::span<const Slot> arguments, EvalContext& ctx,
                                               Span* where) const override {
    IDX_ASSERT(arguments.size() == parameters_);
    Slot result;
    statics_->EnterInto(ctx);
    entry_(&ctx, arguments.data(), &result);
    if (!ctx.failed()) return result;
    if (where != nullptr && ctx.error_site < sites_.size()) *where = sites_[ctx.error_site];
    return Slot{0, 0, false};
  }

 private:
  std::unique_ptr<native::ObjectCode> code_;
  std::unique_ptr<native::Statics> statics_;
  std::vector<Span> sites_;
  lower::FunctionEntry entry_;
  uint32_t parameters_;
};

}  // namespace

Result<native::Module> CompileNative(const typed::Executable& executable, const JitOptions& options,
                                     JitReport* report) {
  JitReport ignored;
  JitReport& told = report != nullptr ? *report : ignored;
  told = {};
  Stopwatch watch;
  IDX_ASSIGN(lower::Lowered lowered, LowerAll(executable, options));
  told.lower_ms = watch.LapMs();
  IDX_TRY(jit::Optimise(lowered, options.tier));
  told.optimise_ms = watch.LapMs();
  native::Module module;
  IDX_ASSIGN(module.object, jit::Generate(lowered, options.tier));
  told.generate_ms = watch.LapMs();
  told.object_bytes = module.object.size();
  module.program = executable.program;
  module.code = executable.code;
  lower::LowerOptions lower = LowerOptionsOf(options);
  for (size_t i = 0; i < executable.program.loops.size(); ++i) {
    auto loop = static_cast<int32_t>(i);
    std::vector<std::string>& parts = module.loops.emplace_back();
    for (uint32_t part = 0; part < lower::PartCount(executable, loop, lower); ++part)
      parts.push_back(lower::LoopSymbol(loop, part));
  }
  module.statics = executable.typed.statics;
  module.initialisers = InitialisersOf(executable.typed);
  module.shapes = executable.typed.shapes;
  module.sites = std::move(lowered.sites);
  module.sources = executable.sources;
  return module;
}

Result<std::shared_ptr<const Evaluator>> MakeNative(
    const std::shared_ptr<const typed::Executable>& executable, const JitOptions& options,
    JitReport* report) {
  IDX_ASSIGN(native::Module module, CompileNative(*executable, options, report));
  Stopwatch watch;
  auto made = native::Link(std::move(module), LibraryOf(options));
  if (report != nullptr) report->link_ms = watch.LapMs();
  return made;
}

Result<std::shared_ptr<const NativeFunction>> MakeNativeFunction(const typed::Program& program,
                                                                 int32_t function,
                                                                 const JitOptions& options) {
  IDX_ASSIGN(lower::Lowered lowered, lower::LowerFunction(program, function, LowerOptionsOf(options)));
  IDX_TRY(jit::Optimise(lowered, options.tier));
  IDX_ASSIGN(std::string object, jit::Generate(lowered, options.tier));
  IDX_ASSIGN(std::unique_ptr<native::ObjectCode> code,
             native::ObjectCode::Load(object, native::FunctionsFor(LibraryOf(options))));
  std::string symbol = lower::FunctionSymbol(function);
  IDX_ASSIGN(std::vector<void*> addresses, code->FindAll({&symbol, 1}));
  IDX_ASSIGN(std::unique_ptr<native::Statics> statics,
             native::Statics::Make(program.shapes, program.statics, InitialisersOf(program), *code));
  return std::shared_ptr<const NativeFunction>(
      std::make_shared<CompiledFunction>(std::move(code), std::move(statics), std::move(lowered.sites),
                                         reinterpret_cast<lower::FunctionEntry>(addresses[0]),
                                         program.functions[static_cast<size_t>(function)].parameters));
}

Result<std::string> EmitNative(const typed::Executable& executable, EmitKind kind,
                               const JitOptions& options) {
  IDX_ASSIGN(lower::Lowered lowered, LowerAll(executable, options));
  if (kind == EmitKind::kIr) return jit::PrintIr(lowered);
  IDX_TRY(jit::Optimise(lowered, options.tier));
  if (kind == EmitKind::kOptimisedIr) return jit::PrintIr(lowered);
  return jit::Generate(lowered, options.tier, kind == EmitKind::kAssembly);
}

}  // namespace idx::compiler
