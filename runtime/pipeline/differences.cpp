#include "runtime/pipeline/differences.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "runtime/inbound/provenance.h"
#include "runtime/repository/copy.h"
#include "runtime/state/bulk.h"
#include "runtime/state/change_kinds.h"
#include "runtime/state/packed.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

std::vector<std::string> Masked(const Attribute& attribute, const std::vector<std::string>& texts) {
  if (!attribute.sensitive) return texts;
  return std::vector<std::string>(texts.empty() ? 0 : 1, "(sensitive)");
}

PlannedAttribute Planned(const RunContext& context, const ObjectType& type, const AttributeDelta& delta) {
  PlannedAttribute planned{delta.attribute, delta.seen, delta.wanted, RuleName(context, delta.rule)};
  if (int32_t a = type.Find(delta.attribute); a >= 0) {
    planned.before = Masked(type.attributes[static_cast<size_t>(a)], planned.before);
    planned.after = Masked(type.attributes[static_cast<size_t>(a)], planned.after);
  }
  return planned;
}

// Makes room for a change, or counts it as left off.
PlannedChange* AddChange(PlanReport& report, const std::string& type, std::string key, std::string kind) {
  if (report.changes.size() >= kMaxPlannedChanges) {
    ++report.left_off;
    return nullptr;
  }
  return &report.changes.emplace_back(PlannedChange{type, std::move(key), std::move(kind), {}});
}

std::string IdText(const Guid& id) { return ToHex(DigestOf(id)); }

// New identities, with all their values.
Status CollectCreated(RunContext& context, int32_t vault_type, int64_t run, PlanReport& report) {
  const ObjectType& type = context.VaultType(vault_type);
  IDX_ASSIGN(Provenances provenances, Provenances::Load(*context.db, type, 0, 1));
  RowLayout layout({{"public_id", TypeKind::kGuid}, {"prov", TypeKind::kInt}}, type);
  IDX_ASSIGN(int64_t count, QueryNumber(*context.db,
                                        fmt::format("SELECT count(*) FROM {} WHERE created_run = $1",
                                                    QuoteIdentifier(type.table)),
                                        {run}));
  int64_t limit = std::min<int64_t>(count, static_cast<int64_t>(kMaxPlannedChanges));
  BatchBuilder rows(layout.type(), static_cast<uint32_t>(limit + 1));
  IDX_TRY(ReadRows(*context.db, layout,
                   fmt::format("FROM {} WHERE created_run = {} ORDER BY public_id LIMIT {}",
                               QuoteIdentifier(type.table), run, limit),
                   rows));
  report.left_off += static_cast<uint64_t>(count - limit);
  std::vector<Column> columns;
  Batch view = layout.View(rows, columns);
  Batch own = rows.batch();
  for (uint32_t r = 0; r < view.rows; ++r) {
    PlannedChange* change = AddChange(report, type.FullName(), IdText(own.columns[0].At<Guid>(r)), "create");
    if (change == nullptr) continue;
    const ProvenanceVector& rules = provenances.Find(own.columns[1].At<int32_t>(r));
    for (size_t a = 0; a < type.attributes.size(); ++a) {
      const void* value = ValueAt(type.attributes[a], view.columns[a], r);
      if (value == nullptr) continue;
      AttributeDelta delta{type.attributes[a].identifier,
                           {},
                           TextsOf(*context.configuration, type, static_cast<int32_t>(a), value),
                           rules[a]};
      change->attributes.push_back(Planned(context, type, delta));
    }
  }
  return {};
}

Status CollectChanged(RunContext& context, int32_t vault_type, int64_t run, PlanReport& report) {
  const ObjectType& type = context.VaultType(vault_type);
  IDX_ASSIGN(CopyReader reader,
             CopyReader::Start(
                 *context.db,
                 fmt::format("SELECT v.public_id, c.v FROM change c JOIN {} v ON v.id = c.id WHERE c.run = "
                             "{} AND c.kind = 1 AND c.type = {} ORDER BY v.public_id",
                             QuoteIdentifier(type.table), run,
                             context.vault_type_ids[static_cast<size_t>(vault_type)]),
                 {{"public_id", CopyType::kUuid}, {"v", CopyType::kText}}));
  for (;;) {
    IDX_ASSIGN(bool more, reader.Next());
    if (!more) return {};
    std::vector<AttributeDelta> deltas;
    if (!UnpackDeltas(reader.Bytes(1), deltas)) continue;
    PlannedChange* change = AddChange(report, type.FullName(), IdText(reader.Uuid(0)), "update");
    if (change == nullptr) continue;
    for (const AttributeDelta& delta : deltas) change->attributes.push_back(Planned(context, type, delta));
  }
}

// What is wanted of the applications, sent already or not.
Status CollectExports(RunContext& context, const TypeState& type, int64_t run, PlanReport& report) {
  IDX_ASSIGN(CopyReader reader,
             CopyReader::Start(
                 *context.db,
                 fmt::format("SELECT anchor, kind, payload FROM (SELECT anchor, kind, payload FROM pending "
                             "WHERE type = {0} AND run = {1} AND state <> 3 UNION ALL SELECT anchor, kind, "
                             "payload FROM in_flight WHERE type = {0} AND run = {1}) x ORDER BY anchor "
                             "COLLATE \"C\"",
                             type.id, run),
                 {{"anchor", CopyType::kText}, {"kind", CopyType::kInt4}, {"payload", CopyType::kText}}));
  for (;;) {
    IDX_ASSIGN(bool more, reader.Next());
    if (!more) return {};
    std::vector<AttributeDelta> deltas;
    if (!UnpackDeltas(reader.Bytes(2), deltas)) continue;
    PlannedChange* change = AddChange(report, type.type->FullName(), std::string(reader.Bytes(0)),
                                      std::string(PendingKindName(static_cast<PendingKind>(reader.Int(1)))));
    if (change == nullptr) continue;
    for (const AttributeDelta& delta : deltas)
      change->attributes.push_back(Planned(context, *type.type, delta));
  }
}

// Numbers of the provisioned types of these applications (or all), as a literal.
std::string TypesOf(const RunContext& context, const std::vector<std::string>& applications) {
  std::vector<int64_t> ids;
  for (const TypeState& type : context.types)
    if (applications.empty() ||
        std::find(applications.begin(), applications.end(), type.application->name) != applications.end())
      ids.push_back(type.id);
  return IdArray(ids);
}

// Imports that wait, as changes of kind "import".
Status ListHeldImports(RunContext& context, const std::vector<std::string>& applications,
                       std::vector<PendingChange>& changes) {
  IDX_ASSIGN(Rows rows,
             context.db->Query("SELECT type, reason, since, approved FROM import_hold WHERE type = "
                               "ANY($1::int[]) ORDER BY since, type",
                               {TypesOf(context, applications)}));
  for (size_t r = 0; r < rows.size(); ++r) {
    const TypeState* type = context.FindType(static_cast<int32_t>(rows.Int(r, 0)));
    if (type == nullptr) continue;
    PendingChange change;
    change.application = type->application->name;
    change.type = type->type->FullName();
    change.kind = "import";
    change.state = rows.Bool(r, 3) ? "approved" : "held";
    change.reason = rows.Text(r, 1);
    change.since = rows.Time(r, 2);
    changes.push_back(std::move(change));
  }
  return {};
}

}  // namespace

std::string AllIdentities(const RunContext& context) {
  std::string all;
  for (int32_t v = 0; v < context.configuration->vault_type_count; ++v)
    all += fmt::format("{}SELECT id, public_id FROM {}", all.empty() ? "" : " UNION ALL ",
                       QuoteIdentifier(context.VaultType(v).table));
  return "(" + all + ")";
}

std::string RuleName(const RunContext& context, int64_t ordinal) {
  auto found = context.rule_names.find(static_cast<int32_t>(ordinal));
  return found == context.rule_names.end() ? "" : found->second;
}

Status CollectDifferences(RunContext& context, int64_t run, PlanReport& report) {
  for (int32_t v = 0; v < context.configuration->vault_type_count; ++v) {
    IDX_TRY(CollectCreated(context, v, run, report));
    IDX_TRY(CollectChanged(context, v, run, report));
  }
  for (const TypeState& type : context.types)
    if (type.provisions()) IDX_TRY(CollectExports(context, type, run, report));
  std::sort(report.changes.begin(), report.changes.end(), [](const PlannedChange& a, const PlannedChange& b) {
    return std::tie(a.type, a.key, a.kind) < std::tie(b.type, b.key, b.kind);
  });
  return {};
}

Result<std::vector<PendingChange>> ListPending(RunContext& context,
                                               const std::vector<std::string>& applications) {
  std::vector<PendingChange> changes;
  IDX_ASSIGN(
      Rows rows,
      context.db->Query(
          fmt::format("SELECT p.type, v.public_id, p.anchor, p.kind, p.state, p.reason, p.rule, p.since, "
                      "p.run, p.payload FROM pending p JOIN {} v ON v.id = p.identity WHERE p.type = "
                      "ANY($1::int[]) ORDER BY p.since, p.type, p.anchor COLLATE \"C\"",
                      AllIdentities(context)),
          {TypesOf(context, applications)}));
  for (size_t r = 0; r < rows.size(); ++r) {
    const TypeState* type = context.FindType(static_cast<int32_t>(rows.Int(r, 0)));
    std::vector<AttributeDelta> deltas;
    if (type == nullptr || !UnpackDeltas(rows.Text(r, 9), deltas)) continue;
    PendingChange change{type->application->name,
                         type->type->FullName(),
                         IdText(rows.Uuid(r, 1)),
                         std::string(rows.Text(r, 2)),
                         std::string(PendingKindName(static_cast<PendingKind>(rows.Int(r, 3)))),
                         std::string(PendingStateName(static_cast<PendingState>(rows.Int(r, 4)))),
                         std::string(rows.Text(r, 5)),
                         RuleName(context, rows.Int(r, 6)),
                         rows.Time(r, 7),
                         rows.Int(r, 8),
                         {}};
    for (const AttributeDelta& delta : deltas)
      change.attributes.push_back(Planned(context, *type->type, delta));
    changes.push_back(std::move(change));
  }
  IDX_TRY(ListHeldImports(context, applications, changes));
  return changes;
}

Result<uint64_t> ApprovePending(RunContext& context, const std::vector<std::string>& applications) {
  std::string types = TypesOf(context, applications);
  IDX_ASSIGN(Rows changes,
             context.db->Query("UPDATE pending SET state = 2, approved = $2, reason = '' WHERE type = "
                               "ANY($1::int[]) AND state IN (0, 1)",
                               {types, context.now}));
  IDX_ASSIGN(Rows imports,
             context.db->Query("UPDATE import_hold SET approved = true WHERE type = ANY($1::int[]) AND "
                               "NOT approved",
                               {types}));
  return changes.affected() + imports.affected();
}

Result<uint64_t> RejectPending(RunContext& context, const std::vector<std::string>& applications) {
  IDX_ASSIGN(Rows changes,
             context.db->Query("UPDATE pending SET state = 3, approved = NULL, reason = 'rejected by hand' "
                               "WHERE type = ANY($1::int[]) AND state IN (0, 1, 2)",
                               {TypesOf(context, applications)}));
  return changes.affected();
}

}  // namespace idx::runtime
