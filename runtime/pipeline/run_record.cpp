#include "runtime/pipeline/run_record.h"

#include <fmt/format.h>

#include "base/platform/clock.h"
#include "runtime/state/packed.h"

namespace idx::runtime {
namespace {

std::string PackOptions(const SyncOptions& options) {
  Packer packer;
  packer.Texts(options.applications);
  packer.Texts(options.stages);
  packer.Number(options.full ? 1 : 0);
  return packer.bytes();
}

bool UnpackOptions(std::string_view bytes, SyncOptions& options) {
  Unpacker unpacker(bytes);
  int64_t full = 0;
  if (!unpacker.Texts(options.applications) || !unpacker.Texts(options.stages) || !unpacker.Number(full))
    return false;
  options.full = full != 0;
  return unpacker.done();
}

}  // namespace

Result<DateTime> LastClock(Connection& db, DateTime otherwise) {
  IDX_ASSIGN(Rows rows, db.Query("SELECT clock FROM run ORDER BY id DESC LIMIT 1"));
  return rows.empty() ? otherwise : rows.Time(0, 0);
}

Result<RunRecord> StartRun(Connection& db, const std::string& digest, DateTime now, SyncOptions& options,
                           std::vector<std::string>& notes) {
  IDX_ASSIGN(Rows killed,
             db.Query("SELECT id, clock, digest, options FROM run WHERE state = 'running' ORDER BY id DESC "
                      "LIMIT 1"));
  if (!killed.empty()) {
    RunRecord record{killed.Int(0, 0), killed.Time(0, 1), true};
    if (killed.Text(0, 2) == digest && UnpackOptions(killed.Text(0, 3), options)) {
      notes.push_back(fmt::format("run {} of {} was stopped before its end and is resumed", record.id,
                                  FormatIsoTime(record.clock)));
      return record;
    }
    IDX_TRY(db.Execute("UPDATE run SET state = 'stopped' WHERE state = 'running'"));
    notes.push_back(fmt::format(
        "run {} was stopped before its end, and the rules have changed since: a new run", record.id));
  }
  IDX_ASSIGN(DateTime last, LastClock(db, now));
  now = DateTime::Of(now.ticks() - now.ticks() % kTicksPerMicrosecond, DateTimeKind::kUtc);
  if (now < last)
    return Error{Origin::kInput,
                 fmt::format("the clock says {}, before the last run's {}: a run never goes back in time",
                             FormatIsoTime(now), FormatIsoTime(last))};
  IDX_ASSIGN(Rows made,
             db.Query("INSERT INTO counter AS c VALUES ('run', 2) ON CONFLICT (name) DO UPDATE SET next = "
                      "c.next + 1 RETURNING next - 1"));
  RunRecord record{made.Int(0, 0), now, false};
  IDX_TRY(db.Execute("INSERT INTO run VALUES ($1, 'running', $2, $3, $4)",
                     {record.id, now, digest, PackOptions(options)}));
  return record;
}

Result<bool> IsStepDone(RunContext& context, const std::string& stage, const std::string& target) {
  IDX_ASSIGN(Rows rows,
             context.db->Query("SELECT 1 FROM checkpoint WHERE run = $1 AND stage = $2 AND target = $3",
                               {context.run, stage, target}));
  return !rows.empty();
}

Status NoteStep(RunContext& context, const std::string& stage, const std::string& target) {
  return context.db->Execute("INSERT INTO checkpoint VALUES ($1, $2, $3, 'done')",
                             {context.run, stage, target});
}

Status FinishRun(RunContext& context, const std::string& state) {
  return context.db->Execute("UPDATE run SET state = $2 WHERE id = $1", {context.run, state});
}

}  // namespace idx::runtime
