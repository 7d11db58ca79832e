// Rows of a Vault type that are in memory, with what rules read through their references.
#pragma once

#include <memory>
#include <vector>

#include "base/batch/batch.h"
#include "runtime/repository/connection.h"
#include "runtime/state/derived_columns.h"

namespace idx::runtime {

// batch: the rows' own columns, and behind them the derived attributes' by their index; what was not asked
// for has no data. Lives no longer than the rows that it was read for.
struct RowsWithDerived {
  std::unique_ptr<BatchBuilder> derived;
  ObjectType layout;  // of `derived`
  std::vector<Column> columns;
  Batch batch;
};

// The type with its derived attributes as attributes of its own.
ObjectType WithDerived(ObjectType type);

// Reads these derived attributes (of a Vault type, ascending) of each row, as strata have them: one
// statement, in which each set of references that occurs is asked for once.
Result<std::unique_ptr<RowsWithDerived>> ReadDerived(Connection& db, const Configuration& configuration,
                                                     const ObjectType& of, const Batch& rows,
                                                     const std::vector<int32_t>& reads);

}  // namespace idx::runtime
