#include "runtime/state/clock_reads.h"

#include <algorithm>

#include "base/platform/clock.h"

namespace idx::runtime {
namespace {

std::string DateText(DateOnly date) { return std::to_string(date.days); }

}  // namespace

ClockReads ClockReadsOf(const compiler::RuleInfo& rule) {
  if (!rule.reads_clock) return ClockReads::kNothing;
  return rule.reads_now ? ClockReads::kInstant : ClockReads::kDate;
}

ClockReads ClockReadsOf(const compiler::Program& program, int32_t loop) {
  ClockReads reads = ClockReads::kNothing;
  if (loop < 0) return reads;
  for (const compiler::LoopOutput& output : program.loops[static_cast<size_t>(loop)].outputs)
    if (output.rule >= 0)
      reads = std::max(reads, ClockReadsOf(program.rules[static_cast<size_t>(output.rule)]));
  return reads;
}

Result<bool> ClockMoved(RunContext& context, const std::string& name, ClockReads reads) {
  if (reads == ClockReads::kNothing) return false;
  bool instant = reads == ClockReads::kInstant;
  IDX_ASSIGN(std::string noted, GetSetting(*context.db, name + (instant ? ".clock" : ".today")));
  return noted != (instant ? FormatIsoTime(context.now) : DateText(context.today));
}

Status NoteClock(RunContext& context, const std::string& name) {
  IDX_TRY(PutSetting(*context.db, name + ".today", DateText(context.today)));
  return PutSetting(*context.db, name + ".clock", FormatIsoTime(context.now));
}

}  // namespace idx::runtime
