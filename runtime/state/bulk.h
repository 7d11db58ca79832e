// Row layouts through binary COPY: whole chunks in and out.
#pragma once

#include <string>
#include <vector>

#include "runtime/repository/copy.h"
#include "runtime/state/row_layout.h"

namespace idx::runtime {

std::vector<CopyColumn> CopyColumnsOf(const RowLayout& layout);

// All rows of the query, which must fit the builder (of the layout's type). `select` without its column list:
// "FROM t WHERE …"; prefix: before each column.
Status ReadRows(Connection& db, const RowLayout& layout, const std::string& from, BatchBuilder& rows,
                const std::string& prefix = "");

// All rows of the builder, through an open writer of the layout's columns.
Status WriteRows(CopyWriter& writer, BatchBuilder& rows);
Result<CopyWriter> StartWriter(Connection& db, const RowLayout& layout, const std::string& table);

// Rows that exist (by the unique column `id`) are replaced, others added; through a temporary table.
Status UpsertById(Connection& db, const RowLayout& layout, const std::string& table, BatchBuilder& rows);

// One bigint column of a query.
Result<std::vector<int64_t>> ReadIds(Connection& db, const std::string& select);

// Ascending ids as closed ranges.
struct IdRange {
  int64_t lo = 0;
  int64_t hi = 0;
};
std::vector<IdRange> RangesOf(const std::vector<int64_t>& sorted_ids);
// The ids of a query of ranges (columns lo and hi), ascending, each once.
Result<std::vector<int64_t>> ReadRanges(Connection& db, const std::string& from);
// "id BETWEEN 1 AND 9" where the ids are dense, else "id = ANY('{…}')". Rows beside the ids may come with the
// former: at most as many again.
std::string IdCondition(const std::string& column, const std::vector<int64_t>& sorted_ids);

}  // namespace idx::runtime
