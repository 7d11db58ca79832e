// Runs loops of the compiled rule set over batches of any size: in slices, on up to two threads, with one
// place for the results and for the errors of rows.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/batch/message_log.h"
#include "compiler/program/program.h"

namespace idx::runtime {

// The outputs of one loop over `rows` rows. Values live as long as the result and the inputs.
class LoopResult {
 public:
  uint32_t rows() const { return rows_; }
  Outcome outcome(size_t output, uint32_t row) const { return static_cast<Outcome>(outcomes_[output][row]); }
  // Where the outcome is kValue.
  const void* value(size_t output, uint32_t row) const {
    return data_[output].data() + size_t{row} * sizes_[output];
  }
  bool truth(size_t output, uint32_t row) const {
    return outcome(output, row) == Outcome::kValue && *static_cast<const uint8_t*>(value(output, row)) != 0;
  }
  const std::vector<compiler::RowError>& errors() const { return errors_; }
  // What the rules said by Log.*: the first MessageLog::kMaxMessages in order of rows, and how many came
  // after them.
  const std::vector<LogMessage>& messages() const { return messages_; }
  uint64_t messages_left_off() const { return messages_left_off_; }

 private:
  friend class LoopRunner;
  uint32_t rows_ = 0;
  std::vector<uint32_t> sizes_;
  std::vector<std::vector<char>> data_;
  std::vector<std::vector<uint8_t>> outcomes_;
  std::vector<compiler::RowError> errors_;
  std::vector<LogMessage> messages_;
  uint64_t messages_left_off_ = 0;
  struct Memory {
    explicit Memory(LogLevel least) : log(least) {}
    Arena arena;
    MessageLog log;
    std::vector<std::shared_ptr<const void>> kept;  // EvalContext::kept
  };
  std::vector<std::unique_ptr<Memory>> memory_;  // one for each thread
};

// Thread-safe.
class LoopRunner {
 public:
  // program must outlive the runner; now is the run's clock, today its date in the tenant's zone; log is the
  // least level of messages that are kept.
  LoopRunner(const compiler::Program& program, DateTime now, DateOnly today, uint32_t threads,
             LogLevel log = LogLevel::kInfo)
      : program_(program), now_(now), today_(today), threads_(threads), log_(log) {}

  // Row i of the loop reads row i of each slot, or rows[i] where the slot has rows. Errors are in order of
  // rows.
  LoopResult Run(int32_t loop, std::span<const compiler::SlotInput> slots, uint32_t rows) const;

  const compiler::Program& program() const { return program_; }

 private:
  void RunRange(int32_t loop, std::span<const compiler::SlotInput> slots, uint32_t first, uint32_t last,
                LoopResult& result, LoopResult::Memory& memory,
                std::vector<compiler::RowError>& errors) const;
  // Those of the threads, in their order.
  static void TakeMessages(LoopResult& result);

  const compiler::Program& program_;
  DateTime now_;
  DateOnly today_;
  uint32_t threads_;
  LogLevel log_;
};

}  // namespace idx::runtime
