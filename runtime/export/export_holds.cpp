#include "runtime/export/export_holds.h"

#include <fmt/format.h>

#include <map>

#include "runtime/export/guards.h"
#include "runtime/repository/copy.h"
#include "runtime/state/change_kinds.h"
#include "runtime/state/packed.h"

namespace idx::runtime {
namespace {

// Unapproved changes by what is guarded: deletes, disables, creates, and clears per attribute.
Result<std::map<std::string, int64_t>> CountGuarded(RunContext& context, const TypeState& type) {
  std::map<std::string, int64_t> counts;
  IDX_ASSIGN(Rows kinds,
             context.db->Query("SELECT kind, count(*) FROM pending WHERE type = $1 AND state IN (0, 1) "
                               "AND kind IN (0, 1, 3) GROUP BY kind",
                               {type.id}));
  for (size_t r = 0; r < kinds.size(); ++r)
    counts[std::string(PendingKindName(static_cast<PendingKind>(kinds.Int(r, 0))))] = kinds.Int(r, 1);
  IDX_ASSIGN(CopyReader reader,
             CopyReader::Start(
                 *context.db,
                 fmt::format("SELECT payload FROM pending WHERE type = {} AND state IN (0, 1) AND kind = "
                             "{}",
                             type.id, static_cast<int32_t>(PendingKind::kUpdate)),
                 {{"payload", CopyType::kText}}));
  std::vector<AttributeDelta> deltas;
  for (;;) {
    IDX_ASSIGN(bool more, reader.Next());
    if (!more) return counts;
    if (!UnpackDeltas(reader.Bytes(0), deltas)) continue;
    for (const AttributeDelta& delta : deltas)
      if (delta.wanted.empty() && !delta.seen.empty())
        ++counts[fmt::format("{} {}", kClearGuard, delta.attribute)];
  }
}

Result<std::string> OverGuards(RunContext& context, const TypeState& type, bool first_load) {
  IDX_ASSIGN(auto counts, CountGuarded(context, type));
  if (counts.empty()) return std::string();
  IDX_ASSIGN(int64_t live,
             QueryNumber(*context.db,
                         fmt::format("SELECT count(*) FROM link l JOIN {} r ON r.id = l.object AND r.gone IS "
                                     "NULL WHERE l.type = {}",
                                     QuoteIdentifier(type.type->table), type.id)));
  for (const auto& [kind, count] : counts) {
    if (kind == PendingKindName(PendingKind::kCreate) && first_load) continue;
    IDX_ASSIGN(int64_t recent,
               QueryNumber(*context.db,
                           "SELECT coalesce(sum(n), 0)::bigint FROM export_log WHERE type = $1 AND kind "
                           "= $2 AND at > $3::timestamptz - interval '24 hours'",
                           {type.id, kind, context.now}));
    if (OverGuard(context.configuration->guards, live, recent, count))
      return fmt::format(
          "{} of {}: {} now and {} in the last 24 hours, more than {} of {} accounts may be by themselves",
          kind, type.type->FullName(), count, recent, GuardLimit(context.configuration->guards, live), live);
  }
  return std::string();
}

}  // namespace

Result<std::string> HoldReasonOf(RunContext& context, const Application& application,
                                 const std::vector<const TypeState*>& types) {
  if (application.phase == Phase::kSemiAutomatic) return std::string("the application is semi-automatic");
  IDX_ASSIGN(std::string exported, GetSetting(*context.db, "exported." + application.name));
  bool first_load = exported != "1";
  for (const TypeState* type : types) {
    if (!first_load) break;
    IDX_ASSIGN(bool filled, HasRows(*context.db, QuoteIdentifier(type->type->table) + " WHERE gone IS NULL"));
    if (filled) return std::string("it is the first export into an application that holds objects already");
  }
  for (const TypeState* type : types) {
    IDX_ASSIGN(std::string reason, OverGuards(context, *type, first_load));
    if (!reason.empty()) return reason;
  }
  return std::string();
}

}  // namespace idx::runtime
