// Random source programs, compiled and run over random rows: native code against the interpreter, by values,
// outcomes, errors with their places, and steps; and which functions of the library they called.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "compiler/analyse/analyse.h"
#include "compiler/check/check.h"
#include "compiler/interpret/interpreter.h"
#include "compiler/jit/comparison.h"
#include "compiler/jit/jit.h"
#include "compiler/jit/random_source.h"
#include "compiler/xml/load.h"

namespace idx::compiler {
namespace {

uint64_t Number(const char* name, uint64_t usual) {
  const char* text = std::getenv(name);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : usual;
}

struct Made {
  std::shared_ptr<typed::Executable> executable;
  std::string source;
  size_t methods = 0, refused = 0;
};

// A method on a line: the lines with errors go, until none is left.
Made Compiled(std::string source) {
  Made made;
  made.methods = static_cast<size_t>(std::count(source.begin(), source.end(), '\n')) - 2;
  for (int round = 0; round < 20; ++round) {
    Diagnostics diagnostics;
    auto loaded = std::make_shared<LoadedConfiguration>(
        LoadConfigurationFiles({{"idx.xml", RandomSourceConfiguration()}, {"r.idx", source}}, diagnostics));
    auto program = Check(*loaded, diagnostics);
    if (program != nullptr && !diagnostics.has_errors()) AnalyseRules(*program, loaded->sources, diagnostics);
    if (program != nullptr && !diagnostics.has_errors()) {
      made.source = source;
      made.executable = BuildExecutable(std::move(*program),
                                        std::shared_ptr<const SourceSet>(loaded, &loaded->sources), "random");
      return made;
    }
    std::set<size_t, std::greater<>> lines;
    for (const Diagnostic& d : diagnostics.all())
      if (d.severity == Severity::kError)
        lines.insert(static_cast<size_t>(
            std::count(source.begin(), source.begin() + static_cast<std::ptrdiff_t>(d.span.begin), '\n')));
    for (size_t line : lines) {
      size_t begin = 0;
      for (size_t i = 0; i < line; ++i) begin = source.find('\n', begin) + 1;
      if (line == 0 || source[begin] == '}') return made;
      if (std::getenv("IDX_SHOW") != nullptr) {
        for (const Diagnostic& d : diagnostics.all())
          if (d.severity == Severity::kError && d.span.begin >= static_cast<uint32_t>(begin) &&
              d.span.begin < source.find('\n', begin)) {
            std::printf("%s %s: %s\n", d.Code().c_str(), d.message.c_str(),
                        source
                            .substr(d.span.begin,
                                    std::min<size_t>(90, static_cast<size_t>(d.span.end) - d.span.begin))
                            .c_str());
            break;
          }
      }
      source.erase(begin, source.find('\n', begin) + 1 - begin);
      ++made.refused;
    }
  }
  return made;
}

// False, with a failure, at the first difference.
bool SameAtAllSizes(const Made& made, uint64_t seed) {
  constexpr uint32_t kRows = 30;
  const typed::Executable& executable = *made.executable;
  JitOptions options;
  options.tier = seed % 4 == 0 ? Tier::kFull : seed % 4 == 1 ? Tier::kPlain : Tier::kLight;
  options.share = seed % 3 != 0;
  auto native = MakeNative(made.executable, options);
  EXPECT_TRUE(native.ok()) << native.error().message;
  if (!native.ok()) return false;
  std::shared_ptr<const Evaluator> interpreter = MakeInterpreter(made.executable);
  typed::RandomTree values(seed);
  const std::vector<ObjectType>& types = executable.typed.configuration->types;
  for (size_t loop = 0; loop < executable.program.loops.size(); ++loop) {
    std::vector<std::unique_ptr<BatchBuilder>> batches;
    std::vector<std::vector<uint32_t>> rows;
    std::vector<SlotInput> inputs;
    for (int32_t input : executable.program.loops[loop].inputs) {
      batches.push_back(std::make_unique<BatchBuilder>(types[static_cast<size_t>(input)], kRows));
      FillRows(values, *batches.back(), kRows);
      rows.emplace_back();
      for (uint32_t i = 0; i < kRows; ++i) rows.back().push_back(i);
    }
    for (size_t i = 0; i < batches.size(); ++i) inputs.push_back({batches[i]->batch(), rows[i].data()});
    for (int budgets = 0; budgets < 2; ++budgets) {
      Budget budget;
      if (budgets == 1) budget.steps = 20 + static_cast<int64_t>(values.Below(400));
      for (uint32_t batch : {1u, 7u, 1024u}) {
        auto index = static_cast<int32_t>(loop);
        Told expected = RunLoop(*interpreter, executable, index, inputs, kRows, batch, budget);
        Told got = RunLoop(*native.value(), executable, index, inputs, kRows, batch, budget);
        if (!Compare(expected, got,
                     "IDX_SEED=" + std::to_string(seed) + " IDX_PROGRAMS=1, batch " + std::to_string(batch) +
                         "\n" + made.source))
          return false;
      }
    }
  }
  return true;
}

// IDX_SEED=n IDX_PROGRAMS=1 repeats one; IDX_PROGRAMS=1000000 looks further than the tests do;
// IDX_SOURCE=file takes the program from a file, for making a difference smaller.
TEST(SourcePrograms, NativeCodeAndTheInterpreterAgree) {
  constexpr int kRules = 12;
  constexpr size_t kRowsOfOne = 24;
  std::vector<uint32_t> drawable = RandomSource::Drawable();
  std::set<uint32_t> called;
  size_t methods = 0, refused = 0;
  uint64_t first = Number("IDX_SEED", 1), count = Number("IDX_PROGRAMS", 90);
  for (uint64_t seed = first; seed < first + count; ++seed) {
    std::vector<uint32_t> rows;
    for (size_t i = 0; i < kRowsOfOne; ++i)
      rows.push_back(drawable[(seed * kRowsOfOne + i) % drawable.size()]);
    std::string source = RandomSource(seed).File(rows, kRules);
    if (const char* file = std::getenv("IDX_SOURCE")) {
      std::ifstream in(file);
      source.assign(std::istreambuf_iterator<char>(in), {});
    }
    Made made = Compiled(std::move(source));
    methods += made.methods;
    refused += made.refused;
    if (made.executable == nullptr) {
      refused += made.methods;
      continue;
    }
    made.executable->typed.ForEachExpr([&](const typed::Expr& e) {
      if (e.op == typed::Op::kBuiltin) called.insert(static_cast<uint32_t>(e.a));
    });
    if (!SameAtAllSizes(made, seed)) return;
  }
  RecordProperty("refused_percent", static_cast<int>(100 * refused / std::max<size_t>(methods, 1)));
  EXPECT_LT(refused * 100, methods * 10) << "of " << methods << " methods the checker refused " << refused;
  if (count < 90) return;
  std::string missing;
  size_t missed = 0;
  for (uint32_t row : drawable)
    if (!called.contains(row)) {
      missing += std::string(stdlib::Functions()[row].symbol) + " ";
      ++missed;
    }
  EXPECT_LT(missed * 100, drawable.size() * 5)
      << missed << " of " << drawable.size() << " were never called: " << missing;
}

}  // namespace
}  // namespace idx::compiler
