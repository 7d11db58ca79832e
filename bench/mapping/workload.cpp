#include "bench/mapping/workload.h"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "bench/mapping/people.h"
#include "compiler/diagnostics/render.h"
#include "compiler/driver/compile.h"
#include "compiler/jit/jit.h"

namespace idx::bench {
namespace {

struct Options {
  uint32_t people = 200'000;
  uint64_t seed = 42;
  int rounds = 7;
  compiler::Tier tier = compiler::Tier::kLight;
  std::string tier_name = "light";
  std::string emit;
  bool interpret = false;
  bool share = true;
  bool json = false;
};

double NowMs() {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

// The outputs of one batch.
struct Outputs {
  std::vector<std::vector<char>> data;
  std::vector<std::vector<uint8_t>> outcomes;
  std::vector<OutColumn> columns;

  explicit Outputs(size_t count)
      : data(count, std::vector<char>(kBatchRows * 16)), outcomes(count, std::vector<uint8_t>(kBatchRows)) {
    for (size_t i = 0; i < count; ++i) columns.push_back({data[i].data(), outcomes[i].data()});
  }
};

uint64_t HashOf(const Outputs& out, const std::vector<TypeKind>& kinds, uint32_t rows, uint64_t hash) {
  auto add = [&](std::string_view bytes) {
    for (unsigned char c : bytes) hash = (hash ^ c) * 0x100000001B3;
    hash = (hash ^ 0xFF) * 0x100000001B3;
  };
  for (uint32_t row = 0; row < rows; ++row) {
    for (size_t i = 0; i < kinds.size(); ++i) {
      uint8_t outcome = out.outcomes[i][row];
      add({reinterpret_cast<const char*>(&outcome), 1});
      if (outcome != static_cast<uint8_t>(Outcome::kValue)) continue;
      if (kinds[i] == TypeKind::kString)
        add(reinterpret_cast<const Text*>(out.data[i].data())[row].view());
      else
        add({out.data[i].data() + size_t{row} * SizeOf(kinds[i]), SizeOf(kinds[i])});
    }
  }
  return hash;
}

using Batches = std::vector<std::unique_ptr<BatchBuilder>>;
using MapBatch = std::function<void(const Batch&, Outputs&, Arena&)>;

// Processor time of this thread: other work on the machine does not count.
double CpuMs() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

// Milliseconds for everybody.
double Measure(const Batches& people, size_t outputs, const MapBatch& map) {
  Outputs out(outputs);
  Arena arena;
  double start = CpuMs();
  for (const auto& batch : people) {
    arena.Reset();
    map(batch->batch(), out, arena);
  }
  return CpuMs() - start;
}

uint64_t Check(const Batches& people, const std::vector<TypeKind>& kinds, const MapBatch& map) {
  Outputs out(kinds.size());
  Arena arena;
  uint64_t hash = 0xCBF29CE484222325;
  for (const auto& batch : people) {
    arena.Reset();
    map(batch->batch(), out, arena);
    hash = HashOf(out, kinds, batch->rows(), hash);
  }
  return hash;
}

// Of each of the loop's outputs, which of the workload's it is.
std::vector<uint32_t> OutputOrder(const Workload& workload, const compiler::Loop& loop,
                                  const ObjectType& vault) {
  std::vector<uint32_t> order(loop.outputs.size());
  for (size_t i = 0; i < loop.outputs.size(); ++i) {
    const std::string& name = vault.attributes[static_cast<size_t>(loop.outputs[i].attribute)].identifier;
    for (uint32_t m = 0; m < workload.outputs.size(); ++m)
      if (name == workload.outputs[m]) order[i] = m;
  }
  return order;
}

std::vector<TypeKind> KindsOf(const Workload& workload, const ObjectType& vault) {
  std::vector<TypeKind> kinds;
  for (const char* name : workload.outputs)
    for (const Attribute& attribute : vault.attributes)
      if (attribute.identifier == name) kinds.push_back(attribute.column_kind());
  return kinds;
}

MapBatch MapWith(const compiler::Evaluator& evaluator, int32_t loop, const std::vector<uint32_t>& order) {
  return [&evaluator, loop, &order](const Batch& batch, Outputs& out, Arena& arena) {
    std::vector<OutColumn> columns;
    for (uint32_t m : order) columns.push_back(out.columns[m]);
    EvalContext ctx;
    ctx.arena = &arena;
    ctx.today = {kToday};
    std::vector<compiler::RowError> errors;
    compiler::SlotInput input{batch, nullptr};
    evaluator.Run(loop, {&input, 1}, batch.rows, columns, ctx, errors);
    for (const compiler::RowError& e : errors) {
      fmt::print(stderr, "{}:{}:{}: {}\n", e.where.path, e.where.line, e.where.column, e.message);
      std::exit(1);
    }
  };
}

struct Timings {
  double by_hand = 0, native = 0, interpreted = 0;
};

Status Emit(const compiler::typed::Executable& executable, const std::string& what, const Options& options) {
  compiler::EmitKind kind = what == "llvm"    ? compiler::EmitKind::kIr
                            : what == "light" ? compiler::EmitKind::kOptimisedIr
                                              : compiler::EmitKind::kAssembly;
  compiler::JitOptions jit;
  jit.tier = options.tier;
  jit.share = options.share;
  IDX_ASSIGN(std::string text, compiler::EmitNative(executable, kind, jit));
  fmt::print("{}", text);
  return {};
}

bool SetTier(const std::string& name, Options* options) {
  static constexpr const char* kNames[] = {"plain", "light", "less", "full"};
  for (size_t i = 0; i < std::size(kNames); ++i) {
    if (name != kNames[i]) continue;
    options->tier = static_cast<compiler::Tier>(i);
    options->tier_name = name;
    return true;
  }
  return false;
}

// The rules, compiled, and what that took.
struct Compiled {
  std::shared_ptr<const compiler::typed::Executable> executable;
  std::shared_ptr<const compiler::Evaluator> evaluator;
  compiler::JitReport report;
  double compile_ms = 0;
};

Result<std::shared_ptr<const compiler::typed::Executable>> CompileRules(const Workload& workload) {
  using namespace compiler;
  IDX_ASSIGN(Compilation compiled, Compile(IDX_SOURCE_DIR + ("/" + std::string(workload.configuration))));
  if (compiled.executable != nullptr) return compiled.executable;
  std::string told = "the rules have errors\n";
  for (const Diagnostic& d : compiled.diagnostics.all()) told += RenderText(d, *compiled.sources);
  return Error{Origin::kConfiguration, told};
}

Status MakeCode(const Options& options, Compiled& made) {
  compiler::JitOptions jit;
  jit.tier = options.tier;
  jit.share = options.share;
  (void)compiler::MakeNative(made.executable, jit).ok();  // LLVM's own start is not what is measured
  double start = NowMs();
  IDX_ASSIGN(made.evaluator, compiler::MakeNative(made.executable, jit, &made.report));
  made.compile_ms = NowMs() - start;
  return {};
}

void Print(const Workload& workload, const Options& options, const Compiled& made, const Timings& ns,
           uint64_t hash) {
  double ratio = ns.native / ns.by_hand;
  if (options.json) {
    nlohmann::json json = {{"people", options.people},
                           {"ns_per_person_native", ns.native},
                           {"ns_per_person_handwritten", ns.by_hand},
                           {"ratio", ratio},
                           {"tier", options.tier_name},
                           {"compile_ms", made.compile_ms},
                           {"object_bytes", made.report.object_bytes},
                           {"outputs_hash", fmt::format("{:016x}", hash)}};
    if (options.interpret) json["ns_per_person_interpreted"] = ns.interpreted;
    fmt::print("{}\n", json.dump());
    return;
  }
  fmt::print("{}: {} people, one thread; outputs equal (hash {:016x})\n", workload.title, options.people,
             hash);
  auto line = [&](const std::string& name, double value) {
    fmt::print("  {:<32}{:>8.1f} ns/person {:>8.2f} x by hand\n", name, value, value / ns.by_hand);
  };
  line("by hand, C++ -O2", ns.by_hand);
  line("rules, native, " + options.tier_name + " tier", ns.native);
  if (options.interpret) line("rules, interpreted", ns.interpreted);
  const compiler::JitReport& r = made.report;
  fmt::print(
      "  native code: {:.2f} ms (lower {:.2f}, passes {:.2f}, generate {:.2f}, link {:.2f}), {} bytes\n",
      made.compile_ms, r.lower_ms, r.optimise_ms, r.generate_ms, r.link_ms, r.object_bytes);
}

Status Run(const Workload& workload, const Options& options) {
  Compiled made;
  IDX_ASSIGN(made.executable, CompileRules(workload));
  if (!options.emit.empty()) return Emit(*made.executable, options.emit, options);
  IDX_TRY(MakeCode(options, made));
  const Configuration& configuration = *made.executable->program.configuration;
  int32_t person = configuration.FindType("HR.Person");
  int32_t loop = made.executable->program.FindApplication(person)->inbound_loop;
  const ObjectType& vault = configuration.types[0];
  std::vector<uint32_t> order =
      OutputOrder(workload, made.executable->program.loops[static_cast<size_t>(loop)], vault);
  std::vector<TypeKind> kinds = KindsOf(workload, vault);
  Batches people = MakePeople(configuration.types[static_cast<size_t>(person)], options.people, options.seed);

  MapBatch by_hand = [&](const Batch& batch, Outputs& out, Arena& arena) {
    workload.by_hand(batch, out.columns, arena);
  };
  MapBatch by_rules = MapWith(*made.evaluator, loop, order);
  uint64_t hash = Check(people, kinds, by_hand);
  if (Check(people, kinds, by_rules) != hash)
    return Error{Origin::kConflict, "the rules and the hand-written loop differ"};
  // Turn by turn, so that both meet the same noise; the best round counts.
  Timings ns;
  auto best = [&](double& so_far, const MapBatch& map) {
    double now = Measure(people, kinds.size(), map) * 1e6 / options.people;
    if (so_far == 0 || now < so_far) so_far = now;
  };
  for (int round = 0; round < options.rounds; ++round) {
    best(ns.by_hand, by_hand);
    best(ns.native, by_rules);
  }
  if (options.interpret) {
    std::shared_ptr<const compiler::Evaluator> interpreter = compiler::MakeInterpreter(made.executable);
    MapBatch interpreted = MapWith(*interpreter, loop, order);
    if (Check(people, kinds, interpreted) != hash) return Error{Origin::kConflict, "the interpreter differs"};
    best(ns.interpreted, interpreted);
  }
  Print(workload, options, made, ns, hash);
  return {};
}

bool Number(std::string_view argument, std::string_view name, auto* to) {
  if (!argument.starts_with(name)) return false;
  *to = static_cast<std::remove_pointer_t<decltype(to)>>(
      std::strtoull(argument.data() + name.size(), nullptr, 10));
  return *to > 0;
}

bool Read(std::string_view argument, Options* options) {
  if (Number(argument, "--people=", &options->people) || Number(argument, "--seed=", &options->seed) ||
      Number(argument, "--rounds=", &options->rounds))
    return true;
  if (argument.starts_with("--tier=")) return SetTier(std::string(argument.substr(7)), options);
  if (argument.starts_with("--emit="))
    options->emit = argument.substr(7);
  else if (argument == "--no-share")
    options->share = false;
  else if (argument == "--interpret")
    options->interpret = true;
  else if (argument == "--json")
    options->json = true;
  else
    return false;
  return true;
}

}  // namespace

int RunWorkload(const Workload& workload, int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    if (Read(argv[i], &options)) continue;
    fmt::print(stderr,
               "usage: bench_{} [--people=N] [--seed=N] [--rounds=N] [--tier=plain|light|less|full] "
               "[--emit=llvm|light|asm] [--no-share] [--interpret] [--json]\n",
               workload.name);
    return 2;
  }
  if (auto status = Run(workload, options); !status.ok()) {
    fmt::print(stderr, "bench_{}: {}\n", workload.name, status.error().message);
    return 1;
  }
  return 0;
}

}  // namespace idx::bench
