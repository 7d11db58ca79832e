// The row of a run and its checkpoints: what must survive a crash.
#pragma once

#include <string>
#include <vector>

#include "runtime/pipeline/engine.h"

namespace idx::runtime {

struct RunRecord {
  int64_t id = 0;
  DateTime clock;
  bool resumed = false;
};

// The run that was killed, with its clock and options (then `options` are replaced by them), or a new one. A
// killed run of another rule set cannot be resumed: it counts as stopped, and a note says so. Error: a clock
// before the last run's.
Result<RunRecord> StartRun(Connection& db, const std::string& digest, DateTime now, SyncOptions& options,
                           std::vector<std::string>& notes);
Result<bool> IsStepDone(RunContext& context, const std::string& stage, const std::string& target);
Status NoteStep(RunContext& context, const std::string& stage, const std::string& target);
Status FinishRun(RunContext& context, const std::string& state);
// The clock of the last run, or `otherwise` when there was none.
Result<DateTime> LastClock(Connection& db, DateTime otherwise);

}  // namespace idx::runtime
