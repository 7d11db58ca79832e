#include "runtime/state/row_layout.h"

#include "base/core/assert.h"
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
  column_of_.assign(of.ReadableCount(), -1);
  for (int32_t a : attributes) {
    if (column_of_[static_cast<size_t>(a)] >= 0) continue;
    column_of_[static_cast<size_t>(a)] = static_cast<int32_t>(type_.attributes.size());
    type_.attributes.push_back(of.At(a));
    derived_.resize(type_.attributes.size(), nullptr);
    derived_.back() = of.DerivedAt(a);
  }
}

RowLayout::RowLayout(std::vector<ExtraColumn> own, const Configuration& configuration, const ObjectType& of,
                     const std::vector<int32_t>& attributes, VaultSeen seen)
    : RowLayout(std::move(own), of, attributes) {
  configuration_ = &configuration;
  seen_ = seen;
  of_ = &of;
}

std::string RowLayout::Columns(const std::string& prefix) const {
  std::string list;
  for (size_t c = 0; c < type_.attributes.size(); ++c) {
    if (!list.empty()) list += ", ";
    const DerivedAttribute* derived = c < derived_.size() ? derived_[c] : nullptr;
    if (derived == nullptr) {
      list += prefix + QuoteIdentifier(type_.attributes[c].column);
      continue;
    }
    IDX_ASSERT(configuration_ != nullptr);
    list += DerivedColumn(*configuration_, *of_, *derived,
                          prefix.empty() ? QuoteIdentifier(type_.table) + "." : prefix, seen_) +
            " AS " + QuoteIdentifier(type_.attributes[c].column);
  }
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
