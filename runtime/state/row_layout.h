// The columns of a table or query that we read and write in bulk: some of our own, then attributes of an
// object type. It makes them one synthetic object type, so that batches and binary COPY treat both alike.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/batch/batch.h"
#include "base/schema/configuration.h"
#include "runtime/state/derived_columns.h"

namespace idx::runtime {

struct ExtraColumn {
  std::string column;
  TypeKind type;
};

class RowLayout {
 public:
  // Own columns only.
  explicit RowLayout(std::vector<ExtraColumn> own);
  // Own columns and all attributes of the type.
  RowLayout(std::vector<ExtraColumn> own, const ObjectType& of);
  // Own columns and these attributes of the type.
  RowLayout(std::vector<ExtraColumn> own, const ObjectType& of, const std::vector<int32_t>& attributes);
  // The same, where derived attributes may be among them. of is a type of the configuration; both must
  // outlive the layout.
  RowLayout(std::vector<ExtraColumn> own, const Configuration& configuration, const ObjectType& of,
            const std::vector<int32_t>& attributes, VaultSeen seen = VaultSeen::kStored);

  const ObjectType& type() const { return type_; }
  // "id, k, a_mail" in order, each after the prefix (such as "r.").
  std::string Columns(const std::string& prefix = "") const;
  std::vector<std::string> ColumnNames() const;
  uint32_t own() const { return own_; }
  // The column of an attribute of the base type, or -1.
  int32_t ColumnOf(int32_t attribute) const { return column_of_[static_cast<size_t>(attribute)]; }

  // The attributes alone, by their index in the base type; those that were not asked for have no data.
  // `columns` holds the view's columns and must live as long as it.
  Batch View(BatchBuilder& rows, std::vector<Column>& columns) const;

 private:
  ObjectType type_;
  uint32_t own_ = 0;
  std::vector<int32_t> column_of_;
  const Configuration* configuration_ = nullptr;
  const ObjectType* of_ = nullptr;
  VaultSeen seen_ = VaultSeen::kStored;
  std::vector<const DerivedAttribute*> derived_;  // by column; null: it stands in the table
};

}  // namespace idx::runtime
