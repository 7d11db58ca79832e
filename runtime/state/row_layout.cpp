#include "runtime/state/row_layout.h"

#include "runtime/repository/connection.h"

namespace idx::runtime {
namespace {

std::vector<int32_t> AllAttributes(const ObjectType& type) {
  std::vector<int32_t> all;
  for (size_t a = 0; a < type.attributes.size(); ++a) all.push_back(static_cast<int32_t>(a));
  return all;
}

}  // namespace

RowLayout::RowLayout(std::vector<ExtraColumn> own) : own_(static_cast<uint32_t>(own.size())) {
  for (ExtraColumn& column : own) {
    Attribute attribute;
    attribute.name = attribute.identifier = column.column;
    attribute.column = std::move(column.column);
    attribute.type = column.type;
    attribute.keep_empty = true;
    type_.attributes.push_back(std::move(attribute));
  }
}

RowLayout::RowLayout(std::vector<ExtraColumn> own, const ObjectType& of)
    : RowLayout(std::move(own), of, AllAttributes(of)) {}

RowLayout::RowLayout(std::vector<ExtraColumn> own, const ObjectType& of,
                     const std::vector<int32_t>& attributes)
    : RowLayout(std::move(own)) {
  type_.application = of.application;
  type_.name = of.name;
  type_.table = of.table;
  column_of_.assign(of.attributes.size(), -1);
  for (int32_t a : attributes) {
    if (column_of_[static_cast<size_t>(a)] >= 0) continue;
    column_of_[static_cast<size_t>(a)] = static_cast<int32_t>(type_.attributes.size());
    type_.attributes.push_back(of.attributes[static_cast<size_t>(a)]);
  }
}

std::string RowLayout::Columns(const std::string& prefix) const {
  std::string list;
  for (const Attribute& attribute : type_.attributes)
    list += (list.empty() ? "" : ", ") + prefix + QuoteIdentifier(attribute.column);
  return list;
}

std::vector<std::string> RowLayout::ColumnNames() const {
  std::vector<std::string> names;
  for (const Attribute& attribute : type_.attributes) names.push_back(attribute.column);
  return names;
}

Batch RowLayout::View(BatchBuilder& rows, std::vector<Column>& columns) const {
  Batch all = rows.batch();
  columns.assign(column_of_.size(), Column{});
  for (size_t a = 0; a < column_of_.size(); ++a)
    if (column_of_[a] >= 0) columns[a] = all.columns[column_of_[a]];
  return {columns.data(), static_cast<uint32_t>(columns.size()), all.rows};
}

}  // namespace idx::runtime
