#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <cstring>

#include "compiler/jit/code_cache.h"
#include "compiler/jit/engine.h"
#include "compiler/jit/statics.h"
#include "compiler/lower/support.h"

namespace idx::compiler {

using jit::CachedCode;
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

// Records failures of one Run.
class Failures : public lower::RowFailures {
 public:
  Failures(const typed::Executable& executable, int32_t loop, const std::vector<Span>& sites,
           std::span<OutColumn> out, EvalContext& ctx, std::vector<RowError>& errors)
      : executable_(executable),
        loop_(static_cast<size_t>(loop)),
        sites_(sites),
        out_(out),
        ctx_(ctx),
        errors_(errors) {}

  void Failed(uint32_t function, uint32_t row) override {
    const typed::LoopFunction& rule = executable_.code[loop_].functions[function];
    bool declined = ctx_.error == EvalErrorKind::kDeclineMapping;
    if (!declined) {
      Span site = ctx_.error_site < sites_.size() ? sites_[ctx_.error_site] : Span{};
      errors_.push_back({rule.rule, row, ctx_.error, ctx_.error_message.str(), executable_.Locate(site)});
    }
    Outcome outcome = declined ? Outcome::kNoOpinion : Outcome::kFailed;
    for (uint32_t i = rule.first_output; i < rule.first_output + rule.output_count; ++i) {
      out_[i].outcome[row] = static_cast<uint8_t>(outcome);
      uint32_t size = SizeOf(executable_.program.loops[loop_].outputs[i].type);
      std::memset(static_cast<char*>(out_[i].data) + size_t{row} * size, 0, size);
    }
    ctx_.Begin();
  }

 private:
  const typed::Executable& executable_;
  size_t loop_;
  const std::vector<Span>& sites_;
  std::span<OutColumn> out_;
  EvalContext& ctx_;
  std::vector<RowError>& errors_;
};

// Columns that a loop reads and that the batch does not have are read as null.
class CompletedInputs {
 public:
  CompletedInputs(const Loop& shape, std::span<const SlotInput> inputs)
      : inputs_(inputs.begin(), inputs.end()) {
    for (size_t slot = 0; slot < inputs.size() && slot < shape.reads.size(); ++slot) {
      for (int32_t attribute : shape.reads[slot])
        complete_ = complete_ && !IsAbsent(inputs[slot].batch, attribute);
    }
    if (!complete_) Complete(shape);
  }
  const SlotInput* data() const { return inputs_.data(); }

 private:
  static bool IsAbsent(const Batch& batch, int32_t attribute) {
    return static_cast<uint32_t>(attribute) >= batch.column_count ||
           batch.columns[attribute].data == nullptr || batch.columns[attribute].valid == nullptr;
  }
  void Complete(const Loop& shape) {
    columns_.resize(inputs_.size());
    for (size_t slot = 0; slot < inputs_.size(); ++slot) {
      Batch& batch = inputs_[slot].batch;
      zeros_.resize(std::max(zeros_.size(), size_t{batch.rows} * 16 + 16));
      columns_[slot].assign(batch.columns, batch.columns + batch.column_count);
      for (int32_t attribute : shape.reads[slot])
        columns_[slot].resize(std::max(columns_[slot].size(), static_cast<size_t>(attribute) + 1));
      batch.column_count = static_cast<uint32_t>(columns_[slot].size());
    }
    for (size_t slot = 0; slot < inputs_.size(); ++slot) {
      for (Column& column : columns_[slot]) {
        if (column.data == nullptr || column.valid == nullptr)
          column = {zeros_.data(), reinterpret_cast<const uint64_t*>(zeros_.data())};
      }
      inputs_[slot].batch.columns = columns_[slot].data();
    }
  }

  bool complete_ = true;
  std::vector<SlotInput> inputs_;
  std::vector<std::vector<Column>> columns_;
  std::vector<char> zeros_;
};

// Row by row and in the order of functions, as if the loop had one part.
void SortByRow(std::vector<RowError>& errors, size_t first) {
  std::vector<std::pair<uint32_t, size_t>> order;
  for (size_t i = first; i < errors.size(); ++i) order.emplace_back(errors[i].row, i);
  std::sort(order.begin(), order.end());
  std::vector<RowError> sorted;
  for (auto [row, i] : order) sorted.push_back(std::move(errors[i]));
  std::move(sorted.begin(), sorted.end(), errors.begin() + static_cast<ptrdiff_t>(first));
}

class NativeEvaluator : public Evaluator {
 public:
  NativeEvaluator(std::shared_ptr<const typed::Executable> executable, std::unique_ptr<jit::Engine> engine,
                  std::unique_ptr<jit::Statics> statics, std::vector<Span> sites,
                  std::vector<std::vector<lower::LoopEntry>> entries)
      : executable_(std::move(executable)),
        engine_(std::move(engine)),
        statics_(std::move(statics)),
        sites_(std::move(sites)),
        entries_(std::move(entries)) {}

  // Generated code carries no mark of its type, which a sanitizer of function pointers would look for.
  [[clang::no_sanitize("function")]] void Run(int32_t loop, std::span<const SlotInput> inputs, uint32_t rows,
                                              std::span<OutColumn> out, EvalContext& ctx,
                                              std::vector<RowError>& errors) const override {
    const Loop& shape = executable_->program.loops[static_cast<size_t>(loop)];
    IDX_ASSERT(inputs.size() == shape.inputs.size() && out.size() == shape.outputs.size());
    CompletedInputs completed(shape, inputs);
    Failures failures(*executable_, loop, sites_, out, ctx, errors);
    const auto& parts = entries_[static_cast<size_t>(loop)];
    size_t first_error = errors.size();
    statics_->EnterInto(ctx);
    ctx.Begin();
    for (lower::LoopEntry entry : parts)
      entry(completed.data(), rows, out.data(), &ctx, static_cast<lower::RowFailures*>(&failures));
    IDX_ASSERT(!ctx.failed());
    if (parts.size() > 1) SortByRow(errors, first_error);
  }

 private:
  std::shared_ptr<const typed::Executable> executable_;
  std::unique_ptr<jit::Engine> engine_;
  std::unique_ptr<jit::Statics> statics_;
  std::vector<Span> sites_;
  std::vector<std::vector<lower::LoopEntry>> entries_;
};

class CompiledFunction : public NativeFunction {
 public:
  CompiledFunction(std::unique_ptr<jit::Engine> engine, std::unique_ptr<jit::Statics> statics,
                   std::vector<Span> sites, lower::FunctionEntry entry, uint32_t parameters)
      : engine_(std::move(engine)),
        statics_(std::move(statics)),
        sites_(std::move(sites)),
        entry_(entry),
        parameters_(parameters) {}

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
  std::unique_ptr<jit::Engine> engine_;
  std::unique_ptr<jit::Statics> statics_;
  std::vector<Span> sites_;
  lower::FunctionEntry entry_;
  uint32_t parameters_;
};

// Changes with every build of this program, so that old code never meets new functions.
std::string BuildId() {
  struct stat status {};
  if (::stat("/proc/self/exe", &status) != 0) return "";
  std::string id;
  for (auto number :
       {static_cast<int64_t>(status.st_size), static_cast<int64_t>(status.st_ino),
        static_cast<int64_t>(status.st_mtim.tv_sec), static_cast<int64_t>(status.st_mtim.tv_nsec)})
    id += std::to_string(number) + ".";
  return id;
}

jit::CodeKey KeyOf(const typed::Executable& executable, const JitOptions& options) {
  std::string symbols;
  for (const stdlib::Row& row : LibraryOf(options)) symbols += std::string(row.symbol) + "\n";
  return jit::KeyOf({executable.program.digest, std::to_string(kBatchAbi), BuildId(), jit::LlvmVersion(),
                     jit::HostProcessor(), symbols, std::to_string(static_cast<int>(options.tier)),
                     options.share ? "share" : ""});
}

Result<CachedCode> Compile(const typed::Executable& executable, const JitOptions& options,
                           JitReport& report) {
  Stopwatch watch;
  std::vector<int32_t> loops(executable.program.loops.size());
  for (size_t i = 0; i < loops.size(); ++i) loops[i] = static_cast<int32_t>(i);
  IDX_ASSIGN(lower::Lowered lowered, lower::LowerLoops(executable, loops, LowerOptionsOf(options)));
  report.lower_ms = watch.LapMs();
  IDX_TRY(jit::Optimise(lowered, options.tier));
  report.optimise_ms = watch.LapMs();
  IDX_ASSIGN(std::string object, jit::Generate(lowered, options.tier));
  report.generate_ms = watch.LapMs();
  CachedCode code;
  code.sites = std::move(lowered.sites);
  code.objects.push_back(std::move(object));
  return code;
}

Result<std::shared_ptr<const Evaluator>> Link(std::shared_ptr<const typed::Executable> executable,
                                              CachedCode code, const JitOptions& options, JitReport& report) {
  Stopwatch watch;
  IDX_ASSIGN(std::unique_ptr<jit::Engine> engine, jit::MakeEngine(LibraryOf(options)));
  for (std::string& object : code.objects) {
    report.object_bytes += object.size();
    IDX_TRY(engine->Add(std::move(object)));
  }
  lower::LowerOptions lower = LowerOptionsOf(options);
  std::vector<std::string> symbols;
  size_t loops = executable->program.loops.size();
  for (size_t loop = 0; loop < loops; ++loop) {
    for (uint32_t part = 0; part < lower::PartCount(*executable, static_cast<int32_t>(loop), lower); ++part)
      symbols.push_back(lower::LoopSymbol(static_cast<int32_t>(loop), part));
  }
  IDX_ASSIGN(std::vector<void*> addresses, engine->Find(symbols));
  std::vector<std::vector<lower::LoopEntry>> entries(loops);
  size_t at = 0;
  for (size_t loop = 0; loop < loops; ++loop) {
    for (uint32_t part = 0; part < lower::PartCount(*executable, static_cast<int32_t>(loop), lower); ++part)
      entries[loop].push_back(reinterpret_cast<lower::LoopEntry>(addresses[at++]));
  }
  IDX_ASSIGN(std::unique_ptr<jit::Statics> statics, jit::Statics::Make(executable->typed, *engine));
  report.link_ms = watch.LapMs();
  return std::shared_ptr<const Evaluator>(
      std::make_shared<NativeEvaluator>(std::move(executable), std::move(engine), std::move(statics),
                                        std::move(code.sites), std::move(entries)));
}

}  // namespace

Result<std::shared_ptr<const Evaluator>> MakeNative(std::shared_ptr<const typed::Executable> executable,
                                                    const JitOptions& options, JitReport* report) {
  JitReport ignored;
  JitReport& told = report != nullptr ? *report : ignored;
  told = {};
  std::optional<jit::CodeCache> cache;
  jit::CodeKey key{};
  if (!options.cache_directory.empty() && !executable->program.digest.empty()) {
    IDX_ASSIGN(cache, jit::CodeCache::Open(options.cache_directory));
    key = KeyOf(*executable, options);
    if (std::optional<CachedCode> code = cache->Load(key)) {
      Result<std::shared_ptr<const Evaluator>> loaded = Link(executable, std::move(*code), options, told);
      told.from_cache = loaded.ok();
      if (loaded.ok()) return loaded;
    }
  }
  IDX_ASSIGN(CachedCode code, Compile(*executable, options, told));
  // A full disk is no reason not to run.
  if (cache) (void)cache->Save(key, code).ok();
  return Link(std::move(executable), std::move(code), options, told);
}

Result<std::shared_ptr<const NativeFunction>> MakeNativeFunction(const typed::Program& program,
                                                                 int32_t function,
                                                                 const JitOptions& options) {
  IDX_ASSIGN(lower::Lowered lowered, lower::LowerFunction(program, function, LowerOptionsOf(options)));
  IDX_TRY(jit::Optimise(lowered, options.tier));
  IDX_ASSIGN(std::string object, jit::Generate(lowered, options.tier));
  IDX_ASSIGN(std::unique_ptr<jit::Engine> engine, jit::MakeEngine(LibraryOf(options)));
  IDX_TRY(engine->Add(std::move(object)));
  std::string symbol = lower::FunctionSymbol(function);
  IDX_ASSIGN(std::vector<void*> addresses, engine->Find({&symbol, 1}));
  IDX_ASSIGN(std::unique_ptr<jit::Statics> statics, jit::Statics::Make(program, *engine));
  return std::shared_ptr<const NativeFunction>(
      std::make_shared<CompiledFunction>(std::move(engine), std::move(statics), std::move(lowered.sites),
                                         reinterpret_cast<lower::FunctionEntry>(addresses[0]),
                                         program.functions[static_cast<size_t>(function)].parameters));
}

Result<std::string> EmitNative(const typed::Executable& executable, EmitKind kind,
                               const JitOptions& options) {
  std::vector<int32_t> loops(executable.program.loops.size());
  for (size_t i = 0; i < loops.size(); ++i) loops[i] = static_cast<int32_t>(i);
  IDX_ASSIGN(lower::Lowered lowered, lower::LowerLoops(executable, loops, LowerOptionsOf(options)));
  if (kind == EmitKind::kIr) return jit::PrintIr(lowered);
  IDX_TRY(jit::Optimise(lowered, options.tier));
  if (kind == EmitKind::kOptimisedIr) return jit::PrintIr(lowered);
  return jit::Generate(lowered, options.tier, kind == EmitKind::kAssembly);
}

}  // namespace idx::compiler
