// Values that point outside the arena live as long as the result that shows them, on one thread and on two.
#include "runtime/state/loop_runner.h"

#include <gtest/gtest.h>

#include <atomic>

namespace idx::runtime {
namespace {

// Each run of its loop makes one object that the context keeps, and gives a text of it for all rows.
class Keeper : public compiler::Evaluator {
 public:
  explicit Keeper(std::atomic<int>& alive) : alive_(alive) {}

  void Run(int32_t, std::span<const compiler::SlotInput>, uint32_t rows, std::span<OutColumn> out,
           EvalContext& ctx, std::vector<compiler::RowError>&) const override {
    ++alive_;
    std::shared_ptr<std::string> kept(new std::string("a text that is longer than twelve bytes"),
                                      [this](std::string* text) {
                                        --alive_;
                                        text->assign(text->size(), '?');
                                        delete text;
                                      });
    ctx.kept.push_back(kept);
    for (uint32_t row = 0; row < rows; ++row) {
      static_cast<Text*>(out[0].data)[row] = Text(*kept);
      out[0].outcome[row] = static_cast<uint8_t>(Outcome::kValue);
    }
  }

 private:
  std::atomic<int>& alive_;
};

TEST(LoopRunner, WhatTheContextKeepsLivesWithTheResult) {
  for (uint32_t threads : {1u, 2u}) {
    std::atomic<int> alive = 0;
    compiler::Program program;
    compiler::Loop loop;
    loop.outputs.push_back({compiler::OutputKind::kResult, -1, -1, TypeKind::kString, {}});
    program.loops.push_back(loop);
    program.evaluator = std::make_shared<Keeper>(alive);
    constexpr uint32_t kRows = 3 * kBatchRows + 7;
    {
      LoopResult result = LoopRunner(program, {}, {}, threads).Run(0, {}, kRows);
      EXPECT_EQ(alive, 4);
      for (uint32_t row : {0u, kBatchRows, kRows - 1})
        EXPECT_EQ(static_cast<const Text*>(result.value(0, row))->str(),
                  "a text that is longer than twelve bytes");
    }
    EXPECT_EQ(alive, 0) << "nothing is kept longer";
  }
}

}  // namespace
}  // namespace idx::runtime
