#include "runtime/state/bulk.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/state/run_context.h"

namespace idx::runtime {

std::vector<CopyColumn> CopyColumnsOf(const RowLayout& layout) {
  std::vector<CopyColumn> columns;
  for (const Attribute& attribute : layout.type().attributes) columns.push_back(CopyColumn::Of(attribute));
  return columns;
}

Status ReadRows(Connection& db, const RowLayout& layout, const std::string& from, BatchBuilder& rows,
                const std::string& prefix) {
  std::vector<int32_t> targets;
  for (size_t i = 0; i < layout.type().attributes.size(); ++i) targets.push_back(static_cast<int32_t>(i));
  IDX_ASSIGN(CopyReader reader,
             CopyReader::Start(db, "SELECT " + layout.Columns(prefix) + " " + from, CopyColumnsOf(layout)));
  while (!reader.done()) {
    IDX_ASSERT(!rows.full());
    IDX_ASSIGN(uint32_t read, reader.Fill(rows, targets));
    if (read == 0) break;
  }
  return {};
}

Result<CopyWriter> StartWriter(Connection& db, const RowLayout& layout, const std::string& table) {
  return CopyWriter::Start(db, table, CopyColumnsOf(layout));
}

Status WriteRows(CopyWriter& writer, BatchBuilder& rows) {
  Batch batch = rows.batch();
  std::vector<CopySource> sources;
  for (uint32_t c = 0; c < batch.column_count; ++c) sources.push_back({batch.columns[c], false});
  return writer.WriteRows(sources, batch.rows);
}

Status UpsertById(Connection& db, const RowLayout& layout, const std::string& table, BatchBuilder& rows) {
  if (rows.rows() == 0) return {};
  IDX_TRY(db.Execute(
      fmt::format("DROP TABLE IF EXISTS pg_temp.upsert_; CREATE TEMP TABLE upsert_ ON COMMIT DROP AS "
                  "SELECT {} FROM {} WHERE false",
                  layout.Columns(), table)));
  IDX_ASSIGN(CopyWriter writer, StartWriter(db, layout, "upsert_"));
  IDX_TRY(WriteRows(writer, rows));
  IDX_ASSIGN([[maybe_unused]] uint64_t stored, writer.Finish());
  std::string assignments;
  for (const std::string& column : layout.ColumnNames())
    if (column != "id")
      assignments += fmt::format("{}{} = excluded.{}", assignments.empty() ? "" : ", ",
                                 QuoteIdentifier(column), QuoteIdentifier(column));
  IDX_TRY(db.Execute(
      fmt::format("INSERT INTO {} ({}) SELECT {} FROM upsert_ ORDER BY id ON CONFLICT (id) DO UPDATE "
                  "SET {}",
                  table, layout.Columns(), layout.Columns(), assignments)));
  return db.Execute("DROP TABLE pg_temp.upsert_");
}

Result<std::vector<int64_t>> ReadIds(Connection& db, const std::string& select) {
  std::vector<int64_t> ids;
  IDX_ASSIGN(CopyReader reader, CopyReader::Start(db, select, {{"id", CopyType::kInt8}}));
  for (;;) {
    IDX_ASSIGN(bool more, reader.Next());
    if (!more) return ids;
    ids.push_back(reader.Int(0));
  }
}

std::vector<IdRange> RangesOf(const std::vector<int64_t>& sorted_ids) {
  std::vector<IdRange> ranges;
  for (int64_t id : sorted_ids) {
    if (!ranges.empty() && ranges.back().hi + 1 >= id) {
      ranges.back().hi = id;
    } else {
      ranges.push_back({id, id});
    }
  }
  return ranges;
}

Result<std::vector<int64_t>> ReadRanges(Connection& db, const std::string& from) {
  std::vector<int64_t> ids;
  IDX_ASSIGN(CopyReader reader, CopyReader::Start(db, "SELECT lo, hi FROM " + from + " ORDER BY lo, hi",
                                                  {{"lo", CopyType::kInt8}, {"hi", CopyType::kInt8}}));
  for (;;) {
    IDX_ASSIGN(bool more, reader.Next());
    if (!more) return ids;
    int64_t first = ids.empty() ? reader.Int(0) : std::max(reader.Int(0), ids.back() + 1);
    for (int64_t id = first; id <= reader.Int(1); ++id) ids.push_back(id);
  }
}

std::string IdCondition(const std::string& column, const std::vector<int64_t>& sorted_ids) {
  if (sorted_ids.empty()) return "false";
  int64_t span = sorted_ids.back() - sorted_ids.front() + 1;
  if (span <= 2 * static_cast<int64_t>(sorted_ids.size()))
    return fmt::format("{} BETWEEN {} AND {}", column, sorted_ids.front(), sorted_ids.back());
  return fmt::format("{} = ANY('{}'::bigint[])", column, IdArray(sorted_ids));
}

}  // namespace idx::runtime
