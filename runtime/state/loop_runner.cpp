#include "runtime/state/loop_runner.h"

#include <algorithm>
#include <iterator>
#include <thread>
#include <tuple>

namespace idx::runtime {
namespace {

// Rows [first, …) of a batch, where first is a multiple of 64 (validity bits are taken by words).
Batch Shifted(const Batch& batch, const ObjectType& type, uint32_t first, uint32_t rows,
              std::vector<Column>& columns) {
  columns.assign(batch.columns, batch.columns + batch.column_count);
  for (size_t a = 0; a < columns.size(); ++a) {
    if (columns[a].data == nullptr) continue;
    columns[a].data = static_cast<const char*>(columns[a].data) +
                      size_t{first} * SizeOf(type.At(static_cast<int32_t>(a)).column_kind());
    columns[a].valid += first / 64;
  }
  return {columns.data(), batch.column_count, rows};
}

}  // namespace

void LoopRunner::RunRange(int32_t loop, std::span<const compiler::SlotInput> slots, uint32_t first,
                          uint32_t last, LoopResult& result, LoopResult::Memory& memory,
                          std::vector<compiler::RowError>& errors) const {
  const compiler::Loop& plan = program_.loops[static_cast<size_t>(loop)];
  EvalContext context;
  context.arena = &memory.arena;
  context.log = &memory.log;
  context.now = now_;
  context.today = today_;
  for (uint32_t from = first; from < last; from += kBatchRows) {
    uint32_t rows = std::min(kBatchRows, last - from);
    std::vector<compiler::SlotInput> inputs(slots.begin(), slots.end());
    std::vector<std::vector<Column>> columns(slots.size());
    for (size_t s = 0; s < inputs.size(); ++s) {
      if (inputs[s].rows != nullptr) {
        inputs[s].rows += from;
      } else {
        const ObjectType& type = program_.configuration->types[static_cast<size_t>(plan.inputs[s])];
        inputs[s].batch = Shifted(slots[s].batch, type, from, rows, columns[s]);
      }
    }
    std::vector<OutColumn> out(plan.outputs.size());
    for (size_t o = 0; o < out.size(); ++o)
      out[o] = {result.data_[o].data() + size_t{from} * result.sizes_[o], result.outcomes_[o].data() + from};
    size_t known = errors.size(), said = memory.log.messages().size();
    program_.evaluator->Run(loop, inputs, rows, out, context, errors);
    for (size_t e = known; e < errors.size(); ++e) errors[e].row += from;
    for (size_t m = said; m < memory.log.messages().size(); ++m) memory.log.messages()[m].row += from;
  }
  memory.kept = std::move(context.kept);
}

void LoopRunner::TakeMessages(LoopResult& result) {
  for (const std::unique_ptr<LoopResult::Memory>& memory : result.memory_) {
    result.messages_left_off_ += memory->log.left_off();
    for (LogMessage& message : memory->log.messages()) {
      if (result.messages_.size() < MessageLog::kMaxMessages)
        result.messages_.push_back(std::move(message));
      else
        ++result.messages_left_off_;
    }
    memory->log.messages().clear();
  }
}

LoopResult LoopRunner::Run(int32_t loop, std::span<const compiler::SlotInput> slots, uint32_t rows) const {
  const compiler::Loop& plan = program_.loops[static_cast<size_t>(loop)];
  IDX_ASSERT(slots.size() == plan.inputs.size());
  LoopResult result;
  result.rows_ = rows;
  for (const compiler::LoopOutput& output : plan.outputs) {
    result.sizes_.push_back(SizeOf(output.type));
    result.data_.emplace_back(size_t{rows} * SizeOf(output.type));
    result.outcomes_.emplace_back(rows);
  }
  result.memory_.push_back(std::make_unique<LoopResult::Memory>(log_));
  if (threads_ < 2 || rows <= kBatchRows) {
    RunRange(loop, slots, 0, rows, result, *result.memory_[0], result.errors_);
  } else {
    result.memory_.push_back(std::make_unique<LoopResult::Memory>(log_));
    uint32_t half = (rows / 2 + kBatchRows - 1) / kBatchRows * kBatchRows;
    std::vector<compiler::RowError> more;
    std::thread second([&] { RunRange(loop, slots, half, rows, result, *result.memory_[1], more); });
    RunRange(loop, slots, 0, half, result, *result.memory_[0], result.errors_);
    second.join();
    std::move(more.begin(), more.end(), std::back_inserter(result.errors_));
  }
  TakeMessages(result);
  std::sort(result.errors_.begin(), result.errors_.end(),
            [](const auto& a, const auto& b) { return std::tie(a.row, a.rule) < std::tie(b.row, b.rule); });
  return result;
}

}  // namespace idx::runtime
