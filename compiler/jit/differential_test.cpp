// Native code against the reference interpreter: random programs over random rows, by values, outcomes,
// errors with their places, and steps.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>

#include "compiler/interpret/interpreter.h"
#include "compiler/jit/comparison.h"
#include "compiler/jit/jit.h"
#include "compiler/jit/random_tree.h"
#include "compiler/lower/fast_rows.h"

namespace idx::compiler {
namespace {

using stdlib::Slot;
using typed::RandomTree;

// Calls a function with random arguments and budgets both ways; false, with a failure, when they differ.
bool SameOnce(RandomTree& random, const typed::Program& program, int32_t function,
              const NativeFunction& native) {
  const typed::Function& f = program.functions[static_cast<size_t>(function)];
  Arena texts;
  std::vector<Slot> arguments(f.parameters);
  std::string shown;
  for (uint32_t i = 0; i < f.parameters; ++i) {
    if (f.locals[i].nullable && random.Chance(30)) {
      arguments[i].present = false;
    } else if (f.locals[i].kind == TypeKind::kString) {
      std::string text = random.RandomText();
      shown += "\"" + text + "\" ";
      arguments[i] = stdlib::ToSlot(Text(texts.Copy(text)));
    } else if (f.locals[i].kind == TypeKind::kList || IsAddress(f.locals[i].kind)) {
      arguments[i] = random.Object(f.locals[i], texts);
    } else {
      arguments[i].lo = random.RandomBits(f.locals[i].kind);
      if (f.locals[i].kind == TypeKind::kInt && random.Chance(50)) arguments[i].lo = random.Below(12);
      shown += std::to_string(arguments[i].lo) + " ";
    }
  }
  int64_t left = 0;
  auto run = [&](const Budget& budget, auto&& evaluate) {
    Arena arena;
    EvalContext ctx;
    ctx.arena = &arena;
    ctx.budget = budget;
    ctx.Begin();
    Span where;
    Slot result = evaluate(ctx, &where);
    left = ctx.steps_left;
    std::string line =
        std::to_string(ctx.steps_left) + " steps, " + std::to_string(arena.used()) + " bytes: ";
    if (ctx.failed())
      return "error " + std::to_string(static_cast<int>(ctx.error)) + " " + ctx.error_message.str() + " at " +
             std::to_string(where.begin);
    return line + Show(program.shapes, f.result, result);
  };
  auto interpreted = [&](EvalContext& ctx, Span* where) {
    return Interpret(program, function, arguments, ctx, where);
  };
  auto natively = [&](EvalContext& ctx, Span* where) { return native.Call(arguments, ctx, where); };
  auto same = [&](const Budget& budget) {
    std::string expected = run(budget, interpreted);
    std::string got = run(budget, natively);
    EXPECT_EQ(expected, got) << "of " << shown << "with " << budget.steps << " steps";
    return expected == got;
  };
  Budget budget = RandomBudget(random);
  if (!same(budget)) return false;
  // At what it takes, one less and one more.
  int64_t taken = budget.steps - left;
  for (int64_t steps : {taken - 1, taken, taken + 1}) {
    budget.steps = steps;
    if (steps >= 0 && !same(budget)) return false;
  }
  return true;
}

uint64_t FirstSeed() {
  const char* seed = std::getenv("IDX_SEED");
  return seed != nullptr ? std::strtoull(seed, nullptr, 10) : 1;
}
uint64_t Programs(uint64_t usual) {
  const char* count = std::getenv("IDX_PROGRAMS");
  return count != nullptr ? std::strtoull(count, nullptr, 10) : usual;
}

// IDX_SEED=n IDX_PROGRAMS=1 repeats one.
TEST(Differential, RandomLoops) {
  constexpr uint32_t kRows = 40;
  for (uint64_t seed = FirstSeed(); seed < FirstSeed() + Programs(150); ++seed) {
    RandomTree tree(seed);
    const typed::Executable& executable = *tree.t.executable;
    std::shared_ptr<const Evaluator> interpreter = MakeInterpreter(tree.t.executable);
    JitOptions options;
    options.tier = seed % 5 == 0 ? Tier::kFull : seed % 5 == 1 ? Tier::kPlain : Tier::kLight;
    options.share = seed % 3 != 0;
    auto native = MakeNative(tree.t.executable, options);
    ASSERT_TRUE(native.ok()) << "seed " << seed << ": " << native.error().message;
    BatchBuilder app(executable.typed.configuration->types[0]),
        vault(executable.typed.configuration->types[1]);
    FillRows(tree, app, kRows);
    FillRows(tree, vault, kRows);
    std::vector<uint32_t> app_rows(kRows), vault_rows(kRows);
    for (uint32_t i = 0; i < kRows; ++i) app_rows[i] = i, vault_rows[i] = tree.Below(kRows);
    std::vector<SlotInput> inputs = {{app.batch(), app_rows.data()}, {vault.batch(), vault_rows.data()}};
    Budget budget = RandomBudget(tree);
    Told expected = RunLoop(*interpreter, executable, tree.loop, inputs, kRows, 1024, budget);
    for (uint32_t batch : {1u, 7u, 1024u}) {
      Told got = RunLoop(*native.value(), executable, tree.loop, inputs, kRows, batch, budget);
      Told reference = batch == 1024
                           ? expected
                           : RunLoop(*interpreter, executable, tree.loop, inputs, kRows, batch, budget);
      if (!Compare(reference, got, "seed " + std::to_string(seed) + ", batch " + std::to_string(batch)))
        return;
    }
  }
}

// Each row with a fast entry, alone, over many texts and numbers and at small budgets.
TEST(Differential, HotRows) {
  RandomTree random(7);
  typed::TreeMaker t;
  std::vector<int32_t> functions;
  for (std::string_view symbol : lower::FastSymbols()) {
    const std::vector<stdlib::Row>& rows = stdlib::Functions();
    auto row =
        std::find_if(rows.begin(), rows.end(), [&](const stdlib::Row& r) { return r.symbol == symbol; });
    ASSERT_NE(row, rows.end()) << symbol << " is no longer in the library";
    std::vector<typed::Type> parameters;
    for (const stdlib::TypeSpec& spec : row->types) parameters.push_back(typed::Of(spec.kind, spec.nullable));
    int32_t f = t.AddFunction(typed::Of(row->result.kind, row->result.nullable), parameters,
                              static_cast<uint32_t>(parameters.size()));
    std::vector<typed::Expr*> args;
    for (size_t i = 0; i < parameters.size(); ++i)
      args.push_back(t.Local(t.function(f), static_cast<int32_t>(i)));
    t.function(f).body = {t.Return(t.Numbered(typed::Op::kBuiltin, t.function(f).result,
                                              static_cast<int32_t>(row - rows.begin()), args))};
    functions.push_back(f);
  }
  for (int32_t f : functions) {
    auto native = MakeNativeFunction(t.program(), f);
    ASSERT_TRUE(native.ok()) << native.error().message;
    for (int call = 0; call < 20'000; ++call) {
      if (!SameOnce(random, t.program(), f, *native.value())) {
        FAIL() << lower::FastSymbols()[static_cast<size_t>(f)] << ", call " << call;
      }
    }
  }
}

// Functions on slots: also the steps that are left, at every limit up to what the call takes.
TEST(Differential, RandomFunctions) {
  for (uint64_t seed = FirstSeed(); seed < FirstSeed() + Programs(150); ++seed) {
    RandomTree tree(seed + 1'000'000);
    const typed::Program& program = tree.t.program();
    for (int32_t function : tree.plain) {
      JitOptions options;
      options.tier = seed % 4 == 0 ? Tier::kPlain : Tier::kLight;
      auto native = MakeNativeFunction(program, function, options);
      ASSERT_TRUE(native.ok()) << "seed " << seed << ": " << native.error().message;
      for (int call = 0; call < 12; ++call) {
        ASSERT_TRUE(SameOnce(tree, program, function, *native.value()))
            << "seed " << seed << ", function " << function << ", call " << call;
      }
    }
  }
}

}  // namespace
}  // namespace idx::compiler
