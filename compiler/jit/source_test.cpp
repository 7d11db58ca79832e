// Native code over real source: the library's examples, and the configurations of this repository.
#include <gtest/gtest.h>

#include <thread>

#include "base/platform/file.h"
#include "base/platform/temp_folder.h"
#include "compiler/driver/compile.h"
#include "compiler/driver/eval.h"
#include "compiler/driver/program_cache.h"
#include "compiler/interpret/interpreter.h"
#include "compiler/jit/comparison.h"
#include "compiler/jit/jit.h"

namespace idx::compiler {
namespace {

// Fails the test where a function cannot be compiled: the driver would quietly interpret it.
NativeBackend Backend() {
  NativeBackend backend;
  backend.make_function = [](const typed::Program& program,
                             int32_t function) -> Result<NativeBackend::Callable> {
    auto made = MakeNativeFunction(program, function);
    EXPECT_TRUE(made.ok()) << made.error().message;
    if (!made.ok()) return made.error();
    return NativeBackend::Callable(
        [code = made.value()](std::span<const stdlib::Slot> arguments, EvalContext& ctx, Span* where) {
          return code->Call(arguments, ctx, where);
        });
  };
  return backend;
}

TEST(Source, LibraryExamplesGiveTheSameNatively) {
  EvalOptions interpreted;
  interpreted.now = DateTime::Of(638'900'000'000'000'000, DateTimeKind::kUtc);
  interpreted.today = {739'468};
  EvalOptions native = interpreted;
  NativeBackend backend = Backend();
  native.native = &backend;
  size_t values = 0;
  for (const stdlib::Row& row : stdlib::Functions()) {
    if (row.purity == stdlib::Purity::kRandom || row.example.empty()) continue;
    EvalAnswer expected = Evaluate(row.example, interpreted);
    EvalAnswer got = Evaluate(row.example, native);
    EXPECT_EQ(expected.ok, got.ok) << row.example << ": " << expected.message << got.message;
    EXPECT_EQ(expected.json, got.json) << row.example;
    EXPECT_EQ(expected.rendered, got.rendered) << row.example;
    values += got.ok;
  }
  EXPECT_GT(values, 300u);
}

// The program as the second process has it: from the cache, without a typed tree.
std::shared_ptr<const Program> Kept(const std::string& directory) {
  auto folder = TempFolder::Create("idx-kept");
  if (!folder.ok()) return nullptr;
  NativeBackend backend;
  backend.compile = [](const typed::Executable& executable) { return CompileNative(executable); };
  CompileOptions options{&backend, {folder.value().File("code"), "test"}};
  if (!Compile(directory, options).ok()) return nullptr;
  std::optional<Compilation> kept = LoadProgram(directory, options.cache);
  return kept ? kept->program : nullptr;
}

void CompareConfiguration(const std::string& directory) {
  auto compiled = Compile(directory);
  ASSERT_TRUE(compiled.ok()) << compiled.error().message;
  std::shared_ptr<const typed::Executable> executable = compiled.value().executable;
  ASSERT_NE(executable, nullptr) << directory << " has errors";
  auto native = MakeNative(executable);
  ASSERT_TRUE(native.ok()) << native.error().message;
  std::shared_ptr<const Program> kept = Kept(directory);
  ASSERT_NE(kept, nullptr);
  std::shared_ptr<const Evaluator> interpreter = MakeInterpreter(executable);
  constexpr uint32_t kRows = 60;
  typed::RandomTree random(3);
  for (size_t loop = 0; loop < executable->program.loops.size(); ++loop) {
    const Loop& shape = executable->program.loops[loop];
    std::vector<std::unique_ptr<BatchBuilder>> batches;
    std::vector<std::vector<uint32_t>> rows(shape.inputs.size());
    std::vector<SlotInput> inputs;
    for (size_t slot = 0; slot < shape.inputs.size(); ++slot) {
      batches.push_back(std::make_unique<BatchBuilder>(
          executable->typed.configuration->types[static_cast<size_t>(shape.inputs[slot])]));
      FillRows(random, *batches.back(), kRows);
      for (uint32_t i = 0; i < kRows; ++i) rows[slot].push_back(random.Below(kRows));
      inputs.push_back({batches.back()->batch(), rows[slot].data()});
    }
    for (uint32_t batch : {1u, 7u, 1024u}) {
      for (Budget budget : {Budget{}, RandomBudget(random)}) {
        auto index = static_cast<int32_t>(loop);
        Told expected = RunLoop(*interpreter, *executable, index, inputs, kRows, batch, budget);
        Told got = RunLoop(*native.value(), *executable, index, inputs, kRows, batch, budget);
        if (!Compare(expected, got, directory + ", loop " + std::to_string(loop))) return;
        got = RunLoop(*kept->evaluator, *executable, index, inputs, kRows, batch, budget);
        if (!Compare(expected, got, directory + ", kept, loop " + std::to_string(loop))) return;
      }
    }
  }
}

TEST(Source, StarterGivesTheSameNatively) { CompareConfiguration(IDX_SOURCE_DIR "/examples/starter"); }
TEST(Source, R10GivesTheSameNatively) { CompareConfiguration(IDX_SOURCE_DIR "/bench/r10/configuration"); }

// What several rules look up is looked up once (lower/share.h), and charged to each.
TEST(Source, LookUpsGiveTheSameNatively) {
  auto folder = TempFolder::Create("idx-lookups");
  ASSERT_TRUE(folder.ok());
  auto write = [&](const char* name, std::string_view text) {
    ASSERT_TRUE(WriteFileAtomic(folder.value().File(name), text).ok());
  };
  write("idx.xml", R"(<Configuration xmlns="urn:idx:config:1" tenant="t">
<Vault><Object name="User"><Attribute name="A"/><Attribute name="B"/><Attribute name="C"/><Attribute name="D"/></Object></Vault>
<Table name="T" path="t.csv" key="K" value="V" ignoreCase="true"/>
<Application name="HR"><Connector type="csv" path="hr.csv"/>
<Object name="P" key="ID"><Attribute name="ID"/><Attribute name="Code"/><Attribute name="Other"/></Object>
<Joins object="P" to="Vault.User"><Join id="j"><When>Lookup.Table("T", app.Code) == vault.A</When></Join></Joins>
</Application></Configuration>)");
  write("t.csv",
        "K,V\na,first\nz,\n42,a value that does not fit into a view\nTHIRTEEN "
        "BYTE,x\nstraße,street\nÉTÉ,summer\n"
        "AD,both\nada,all\n-,dash\nt,letter\n");
  write("r.idx", R"(static class R {
[Inbound("HR.P")] static void M(HR.P app, Vault.User vault) {
  vault.A = Lookup.Table("T", app.Code);
  vault.B = Lookup.Table("T", app.Code, "none") + Lookup.Table("T", Str.Left(app.Code, 1));
  vault.C = Named(app.Code) ?? Lookup.Table("T", Str.Left(app.Other, 1), app.Other);
}
[Inbound("HR.P", Precedence = 7)] static void N(HR.P app, Vault.User vault) {
  vault.D = Lookup.Table("T", Str.Left(app.Code, 1))?.ToUpper();
  vault.C = Named(app.Code);
}
static string? Named(string? code) => Lookup.Table("T", code) ?? Lookup.Table("T", Str.Left(code, 2));
})");
  CompareConfiguration(folder.value().path());
}

// Its output is the list of candidates: what is null or "" is not among them.
TEST(Source, UniqueCandidatesAreTheSameNatively) {
  auto folder = TempFolder::Create("idx-unique");
  ASSERT_TRUE(folder.ok());
  auto write = [&](const char* name, std::string_view text) {
    ASSERT_TRUE(WriteFileAtomic(folder.value().File(name), text).ok());
  };
  write("idx.xml", R"(<Configuration xmlns="urn:idx:config:1" tenant="t">
<Vault><Object name="User"><Attribute name="A"/><Attribute name="B"/><Attribute name="C" multi="true"/></Object></Vault>
<Application name="AD"><Connector type="csv" path="ad.csv"/>
<Object name="U" key="ID"><Attribute name="ID"/><Attribute name="Sam"/><Attribute name="Mail"/></Object>
</Application></Configuration>)");
  write("r.idx", R"(static class R {
[Outbound("AD.U")] static void M(Vault.User vault, AD.U app) {
  if (vault.A?.Length > 3) app.Sam ??= Unique.Of("AD.U.Sam", vault.A, null, vault.B, Short(vault.A));
  app.Sam ??= Unique.Of("AD.U.Sam", vault.B);
  app.Sam ??= Unique.Of("AD.U.Sam", [vault.B, "none", ..Enumerable.Range(1, 9).Select(n => vault.A + n)]);
  app.Mail ??= Unique.Of("AD.U.Mail", vault.C);
}
[Outbound("AD.U", Precedence = 7)] static void N(Vault.User vault, AD.U app) =>
  app.Mail ??= Unique.Of("AD.U.Mail", "", vault.A?.Substring(1), vault.B);
static string? Short(string? text) => text?[..2].ToLower();
})");
  CompareConfiguration(folder.value().path());
}

TEST(Source, ManyThreadsMakeAndRunTheSameRules) {
  auto compiled = Compile(IDX_SOURCE_DIR "/bench/r10/configuration");
  ASSERT_TRUE(compiled.ok());
  std::shared_ptr<const typed::Executable> executable = compiled.value().executable;
  ASSERT_NE(executable, nullptr);
  auto shared = MakeNative(executable);
  ASSERT_TRUE(shared.ok());
  std::vector<Told> told(8);
  int32_t loop = 0;
  std::vector<std::thread> threads;
  for (size_t i = 0; i < told.size(); ++i) {
    threads.emplace_back([&, i] {
      auto own = MakeNative(executable);
      if (!own.ok()) return;
      typed::RandomTree random(5);
      const Loop& shape = executable->program.loops[0];
      BatchBuilder rows(executable->typed.configuration->types[static_cast<size_t>(shape.inputs[0])]);
      FillRows(random, rows, 100);
      std::vector<uint32_t> all(100);
      for (uint32_t row = 0; row < 100; ++row) all[row] = row;
      SlotInput input{rows.batch(), all.data()};
      const Evaluator& evaluator = i % 2 == 0 ? *own.value() : *shared.value();
      for (int round = 0; round < 20; ++round)
        told[i] = RunLoop(evaluator, *executable, loop, {&input, 1}, 100, 32, Budget{});
    });
  }
  for (std::thread& thread : threads) thread.join();
  ASSERT_FALSE(told[0].lines.empty());
  for (const Told& one : told) EXPECT_EQ(one.lines, told[0].lines);
}

}  // namespace
}  // namespace idx::compiler
