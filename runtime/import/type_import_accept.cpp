#include <fmt/format.h>

#include <algorithm>

#include "runtime/import/type_import.h"
#include "runtime/state/bulk.h"
#include "runtime/state/packed.h"
#include "runtime/state/tables.h"

namespace idx::runtime {

Result<std::vector<uint64_t>> TypeImport::CountFill(const std::string& from) {
  std::string columns;
  for (const Attribute& attribute : type_.type->attributes) {
    std::string column = "r." + QuoteIdentifier(attribute.column);
    columns += fmt::format("{}count({})", columns.empty() ? "" : ", ",
                           attribute.multi ? fmt::format("NULLIF(cardinality({}), 0)", column) : column);
  }
  IDX_ASSIGN(Rows rows, context_.db->Query(fmt::format("SELECT {} FROM {}", columns, from)));
  std::vector<uint64_t> counts;
  for (size_t a = 0; a < type_.type->attributes.size(); ++a)
    counts.push_back(static_cast<uint64_t>(rows.Int(0, a)));
  return counts;
}

// Of the rows that this read takes the place of, or that vanish.
Result<std::vector<uint64_t>> TypeImport::CountReplaced() {
  bool replaces = std::find(fates_.begin(), fates_.end(), Fate::kChanged) != fates_.end();
  if (!replaces && vanished_.empty()) return std::vector<uint64_t>(type_.type->attributes.size(), 0);
  return CountFill(
      fmt::format("(SELECT id FROM {} UNION ALL SELECT unnest('{}'::bigint[])) i JOIN {} r ON r.id = i.id "
                  "AND r.gone IS NULL",
                  staging_, IdArray(vanished_), table_));
}

Result<std::vector<ImportHold>> TypeImport::CheckHolds() {
  Connection& db = *context_.db;
  IDX_ASSIGN(int64_t highest,
             QueryNumber(db,
                         "SELECT max(rows) FROM import_stats WHERE type = $1 AND at > $2::timestamptz - "
                         "interval '7 days'",
                         {type_.id, context_.now}));
  figures_.highest = static_cast<uint64_t>(highest);
  IDX_ASSIGN(
      Rows last,
      db.Query("SELECT rows, fill FROM import_stats WHERE type = $1 ORDER BY run DESC LIMIT 1", {type_.id}));
  // New rows count as staged; of the rows before, those that stay.
  IDX_ASSIGN(figures_.fill, CountFill(staging_ + " r"));
  if (!last.empty() && !direct_) {
    figures_.fill_rows_before = static_cast<uint64_t>(last.Int(0, 0));
    std::string packed(last.Text(0, 1));
    Unpacker unpacker(packed);
    std::vector<std::string> fill;
    bool same_schema = false;
    if (unpacker.Texts(fill)) same_schema = fill.size() == type_.type->attributes.size();
    if (same_schema) {
      IDX_ASSIGN(std::vector<uint64_t> replaced, CountReplaced());
      for (size_t a = 0; a < fill.size(); ++a) {
        figures_.fill_before.push_back(std::stoull("0" + fill[a]));
        uint64_t stays = figures_.fill_before[a] - std::min(figures_.fill_before[a], replaced[a]);
        figures_.fill[a] += stays;
      }
    } else {
      IDX_ASSIGN(auto kept,
                 CountFill(fmt::format("{} r WHERE r.gone IS NULL AND r.id NOT IN (SELECT id FROM {})",
                                       table_, staging_)));
      for (size_t a = 0; a < kept.size(); ++a) figures_.fill[a] += kept[a];
    }
  }
  return HoldsOf(context_.configuration->guards, *type_.type, figures_);
}

Status TypeImport::StoreChanges() {
  Connection& db = *context_.db;
  for (size_t i = 0; i < fates_.size(); ++i) {
    if (fates_[i] == Fate::kNew) ++summary_.created;
    bool stays = fates_[i] == Fate::kUnchanged || fates_[i] == Fate::kSame || fates_[i] == Fate::kKept;
    if (stays) ++summary_.unchanged;
    if (fates_[i] == Fate::kChanged) ++(seen_.records()[i].gone ? summary_.returned : summary_.changed);
  }
  if (direct_) return CreateTypeIndexes(db, *type_.type, false);
  uint64_t expected = summary_.created + summary_.returned + summary_.changed;
  if (expected == 0) return {};
  // A key that is another object's after all this time: the old one keeps its row under a name of its own.
  IDX_TRY(
      db.Execute(fmt::format("UPDATE {} r SET k = r.k || ' (gone in run ' || r.gone || ')' FROM import_ i "
                             "WHERE r.k = i.k AND r.id <> i.id AND r.gone IS NOT NULL",
                             table_)));
  // What the rows were, for the history.
  IDX_TRY(db.Execute(
      fmt::format("INSERT INTO change SELECT $1, 2, $2, r.id, to_jsonb(r)::text FROM import_ i JOIN {} "
                  "r ON r.id = i.id",
                  table_),
      {context_.run, type_.id}));
  std::string assignments;
  for (const std::string& column : layout_.ColumnNames())
    if (column != "id")
      assignments += fmt::format("{}{} = excluded.{}", assignments.empty() ? "" : ", ",
                                 QuoteIdentifier(column), QuoteIdentifier(column));
  IDX_ASSIGN(
      Rows stored,
      db.Query(fmt::format("INSERT INTO {} AS r ({}) SELECT {} FROM import_ ORDER BY id ON CONFLICT (id) DO "
                           "UPDATE SET {} WHERE r.k = excluded.k",
                           table_, layout_.Columns(), layout_.Columns(), assignments)));
  if (stored.affected() != expected)
    return Error{Origin::kConflict,
                 fmt::format("{}: two keys have one hash; run again with --full and tell us", summary_.type)};
  return {};
}

Status TypeImport::StoreVanished() {
  summary_.vanished = vanished_.size();
  if (vanished_.empty()) return {};
  IDX_TRY(context_.db->Execute(
      fmt::format(
          "INSERT INTO change SELECT $1, 2, $2, id, to_jsonb(r)::text FROM {} r WHERE id = ANY($3::bigint[])",
          table_),
      {context_.run, type_.id, IdArray(vanished_)}));
  return context_.db->Execute(fmt::format("UPDATE {} SET gone = $1 WHERE id = ANY($2::bigint[])", table_),
                              {context_.run, IdArray(vanished_)});
}

Status TypeImport::MarkDirty() {
  std::vector<int64_t> ids = vanished_;
  for (size_t i = 0; i < fates_.size(); ++i)
    if (fates_[i] == Fate::kChanged || fates_[i] == Fate::kNew) ids.push_back(seen_.records()[i].object);
  if (ids.empty()) return {};
  std::sort(ids.begin(), ids.end());
  IDX_ASSIGN(
      CopyWriter writer,
      CopyWriter::Start(*context_.db, "dirty",
                        {{"type", CopyType::kInt4}, {"lo", CopyType::kInt8}, {"hi", CopyType::kInt8}}));
  for (const IdRange& range : RangesOf(ids)) {
    writer.BeginRow();
    writer.Int(type_.id);
    writer.Int(range.lo);
    writer.Int(range.hi);
    IDX_TRY(writer.EndRow());
  }
  auto stored = writer.Finish();
  return stored.ok() ? Status() : Status(stored.error());
}

Status TypeImport::SaveDigests() {
  std::vector<SeenRecord>& records = seen_.records();
  size_t kept = 0;
  for (size_t i = 0; i < records.size(); ++i) {
    SeenRecord record = records[i];
    if (fates_[i] == Fate::kDropped) continue;
    if (fates_[i] == Fate::kChanged || fates_[i] == Fate::kSame || fates_[i] == Fate::kNew) {
      record.digest = digests_[i];
      record.gone = false;
    } else if (fates_[i] == Fate::kVanished) {
      record.gone = true;
    }
    records[kept++] = record;
  }
  records.resize(kept);
  return seen_.Save(*context_.db, type_.id);
}

Status TypeImport::SaveFigures() {
  std::vector<std::string> fill;
  for (uint64_t count : figures_.fill) fill.push_back(std::to_string(count));
  Packer packer;
  packer.Texts(fill);
  IDX_TRY(context_.db->Execute("INSERT INTO import_stats VALUES ($1, $2, $3, $4, $5)",
                               {type_.id, context_.run, context_.now, figures_.rows, packer.bytes()}));
  IDX_TRY(
      context_.db->Execute("DELETE FROM import_stats s WHERE type = $1 AND at < $2::timestamptz - interval "
                           "'30 days' AND run < $3",
                           {type_.id, context_.now, context_.run}));
  IDX_TRY(PutSetting(*context_.db, fmt::format("schema.{}", type_.id), signature_));
  IDX_TRY(NoteClock(context_, fmt::format("import.{}", type_.id)));
  if (summary_.complete) IDX_TRY(PutSetting(*context_.db, fmt::format("imported.{}", type_.id), "1"));
  return {};
}

Status TypeImport::Accept() {
  IDX_TRY(StoreChanges());
  FaultPoint(context_);
  IDX_TRY(StoreVanished());
  IDX_TRY(MarkDirty());
  bool same = !direct_ && !anew_ && vanished_.empty() && !newly_not_seen_ &&
              summary_.created + summary_.changed + summary_.returned == 0;
  IDX_ASSIGN(std::string stored, GetSetting(*context_.db, fmt::format("schema.{}", type_.id)));
  same = same && stored == signature_;
  if (!same) IDX_TRY(SaveDigests());
  if (summary_.complete) IDX_TRY(doubtful_.Save(*context_.db, type_.id, summary_.not_seen > 0));
  if (next_id_ > first_id_) {
    IDX_ASSIGN([[maybe_unused]] int64_t first, TakeIds(context_, "object", next_id_ - first_id_));
  }
  return SaveFigures();
}

}  // namespace idx::runtime
