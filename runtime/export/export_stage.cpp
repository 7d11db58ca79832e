#include "runtime/export/export_stage.h"

#include <fmt/format.h>

#include "runtime/export/export_batch.h"
#include "runtime/export/export_holds.h"

namespace idx::runtime {
namespace {

std::string TypeList(const std::vector<const TypeState*>& types) {
  std::vector<int64_t> ids;
  for (const TypeState* type : types) ids.push_back(type->id);
  return IdArray(ids);
}

// Marks what must wait for a person; the number of changes that wait.
Result<uint64_t> HoldUnapproved(RunContext& context, const Application& application,
                                const std::vector<const TypeState*>& types, ExportSummary& summary) {
  IDX_TRY(context.db->Execute(
      "UPDATE pending SET state = 0, approved = NULL WHERE type = ANY($1::int[]) AND state = 2 "
      "AND approved < $2::timestamptz - interval '7 days'",
      {TypeList(types), context.now}));
  IDX_ASSIGN(std::string reason, HoldReasonOf(context, application, types));
  if (reason.empty()) {
    IDX_TRY(context.db->Execute(
        "UPDATE pending SET state = 0, reason = '' WHERE type = ANY($1::int[]) AND state = 1",
        {TypeList(types)}));
    // What export filters hold, and only that.
    IDX_ASSIGN(
        Rows by_rules,
        context.db->Query("UPDATE pending SET state = 1, reason = hold WHERE type = ANY($1::int[]) AND "
                          "state = 0 AND hold <> '' RETURNING hold",
                          {TypeList(types)}));
    if (by_rules.empty()) return uint64_t{0};
    summary.hold = fmt::format(
        "{}: {} changes are held by rules, such as {}. To see them, type: idx changes DIR --app={}; to let "
        "them leave: idx approve DIR --app={}",
        application.name, by_rules.size(), by_rules.Text(0, 0), application.name, application.name);
    return static_cast<uint64_t>(by_rules.size());
  }
  IDX_ASSIGN(Rows held,
             context.db->Query("UPDATE pending SET state = 1, reason = CASE WHEN hold = '' THEN $2 ELSE "
                               "hold || '; ' || $2 END WHERE type = ANY($1::int[]) AND "
                               "state IN (0, 1)",
                               {TypeList(types), reason}));
  if (held.affected() > 0)
    summary.hold = fmt::format(
        "{}: {} changes are held: {}. To see them, type: idx changes DIR --app={}; to let them "
        "leave: idx approve DIR --app={}",
        application.name, held.affected(), reason, application.name, application.name);
  return held.affected();
}

}  // namespace

Status ExportApplication(RunContext& context, const Application& application, ExportSummary& summary) {
  std::vector<const TypeState*> types;
  for (const TypeState& type : context.types)
    if (type.application == &application && type.provisions()) types.push_back(&type);
  if (types.empty()) return {};
  IDX_ASSIGN(bool any,
             HasRows(*context.db, fmt::format("pending WHERE type = ANY('{}'::int[])", TypeList(types))));
  if (!any) return {};
  if (application.phase == Phase::kSandbox) {
    summary.hold = fmt::format("{} is in the sandbox: nothing is sent", application.name);
    return {};
  }
  IDX_ASSIGN(summary.held, HoldUnapproved(context, application, types, summary));
  if (context.plan) return {};
  for (const TypeState* type : types) {
    IDX_TRY(ExportType(context, *type, summary));
    FaultPoint(context);
  }
  return {};
}

}  // namespace idx::runtime
