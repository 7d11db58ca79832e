#include "runtime/import/import_stage.h"

#include <fmt/format.h>

#include "runtime/import/type_import.h"

namespace idx::runtime {
namespace {

Status Hold(RunContext& context, const TypeState& type, const std::string& reason, ImportSummary& summary) {
  summary.hold = fmt::format(
      "{}: the import is held and nothing of it was stored: {}. If the source is right, type: idx approve "
      "DIR --app={}",
      summary.type, reason, type.application->name);
  return context.db->Execute(
      "INSERT INTO import_hold VALUES ($1, $2, $3, false) ON CONFLICT (type) DO UPDATE SET reason = "
      "excluded.reason, "
      "approved = false",
      {type.id, reason, context.now});
}

}  // namespace

Status ImportType(RunContext& context, const TypeState& type, bool full, ImportSummary& summary) {
  Connection& db = *context.db;
  IDX_ASSIGN(bool approved, HasRows(db, fmt::format("import_hold WHERE type = {} AND approved", type.id)));
  IDX_TRY(db.Execute("SAVEPOINT import_read"));
  TypeImport import(context, type, summary);
  IDX_TRY(import.Read(full));
  IDX_ASSIGN(std::string reason, import.CheckHolds());
  if (!reason.empty() && !approved) {
    IDX_TRY(db.Execute("ROLLBACK TO SAVEPOINT import_read"));
    return Hold(context, type, reason, summary);
  }
  IDX_TRY(import.Accept());
  IDX_TRY(db.Execute("RELEASE SAVEPOINT import_read"));
  return db.Execute("DELETE FROM import_hold WHERE type = $1", {type.id});
}

}  // namespace idx::runtime
