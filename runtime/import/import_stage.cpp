#include "runtime/import/import_stage.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/import/type_import.h"

namespace idx::runtime {
namespace {

constexpr const char* kNotSeen = "not-seen";  // the kind of hold of single objects

std::string Kinds(const std::vector<ImportHold>& holds) {
  std::string kinds;
  for (const ImportHold& hold : holds) kinds += (kinds.empty() ? "" : " ") + hold.kind;
  return kinds;
}

std::string Reasons(const std::vector<ImportHold>& holds) {
  std::string reasons;
  for (const ImportHold& hold : holds) reasons += (reasons.empty() ? "" : "; ") + hold.reason;
  return reasons;
}

Status Keep(RunContext& context, const TypeState& type, const std::string& kinds, uint64_t rows,
            const std::string& reason) {
  return context.db->Execute(
      "INSERT INTO import_hold VALUES ($1, $2, $3, false, $4, $5) ON CONFLICT (type) DO UPDATE SET reason = "
      "excluded.reason, approved = false, kinds = excluded.kinds, rows = excluded.rows",
      {type.id, reason, context.now, kinds, rows});
}

Result<ApprovedRead> Approved(RunContext& context, const TypeState& type) {
  ApprovedRead approved;
  IDX_ASSIGN(
      Rows rows,
      context.db->Query("SELECT unnest(string_to_array(kinds, ' ')), rows FROM import_hold WHERE type = $1 "
                        "AND approved",
                        {type.id}));
  for (size_t r = 0; r < rows.size(); ++r) {
    approved.kinds.emplace_back(rows.Text(r, 0));
    approved.rows = static_cast<uint64_t>(rows.Int(r, 1));
  }
  return approved;
}

bool Approves(const ApprovedRead& approved, std::string_view kind) {
  return std::find(approved.kinds.begin(), approved.kinds.end(), kind) != approved.kinds.end();
}

Status Hold(RunContext& context, const TypeState& type, const std::vector<ImportHold>& holds, uint64_t rows,
            ImportSummary& summary) {
  summary.hold = fmt::format(
      "{}: the import is held and nothing of it was stored: {}. If the source is right, type: idx approve "
      "DIR --app={}",
      summary.type, Reasons(holds), type.application->name);
  return Keep(context, type, Kinds(holds), rows, Reasons(holds));
}

// The import is accepted, but for objects that may be there in a row that cannot be told apart.
Status HoldNotSeen(RunContext& context, const TypeState& type, uint64_t doubtful, ImportSummary& summary) {
  bool one = summary.not_seen == 1, one_row = doubtful == 1;
  std::string reason = fmt::format(
      "{} object{} of the repository {} missing from the read and stay{} as {}, for {} row{} of the read may "
      "be "
      "{}: without a readable key, or with one that is not {} own",
      summary.not_seen, one ? "" : "s", one ? "is" : "are", one ? "s" : "", one ? "it was" : "they were",
      doubtful, one_row ? "" : "s", one ? "its" : "theirs", one_row ? "its" : "their");
  summary.hold = fmt::format(
      "{}: {}. Correct {} at the source; if the object{} {} really gone, type: idx approve DIR --app={}",
      summary.type, reason, one_row ? "it" : "them", one ? "" : "s", one ? "is" : "are",
      type.application->name);
  return Keep(context, type, kNotSeen, 0, reason);
}

}  // namespace

Status ImportType(RunContext& context, const TypeState& type, bool full, ImportSummary& summary) {
  Connection& db = *context.db;
  IDX_ASSIGN(ApprovedRead approved, Approved(context, type));
  IDX_TRY(db.Execute("SAVEPOINT import_read"));
  TypeImport import(context, type, summary);
  IDX_TRY(import.Read(full, Approves(approved, kNotSeen)));
  IDX_ASSIGN(std::vector<ImportHold> holds, import.CheckHolds());
  if (!holds.empty() && !Covers(approved, holds, import.figures().rows)) {
    IDX_TRY(db.Execute("ROLLBACK TO SAVEPOINT import_read"));
    return Hold(context, type, holds, import.figures().rows, summary);
  }
  IDX_TRY(import.Accept());
  IDX_TRY(db.Execute("RELEASE SAVEPOINT import_read"));
  if (summary.not_seen > 0) return HoldNotSeen(context, type, import.doubtful(), summary);
  return db.Execute("DELETE FROM import_hold WHERE type = $1", {type.id});
}

}  // namespace idx::runtime
