#include "runtime/state/derived_rows.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "base/platform/digest.h"
#include "runtime/state/bulk.h"
#include "runtime/state/packed.h"
#include "runtime/state/value.h"

namespace idx::runtime {
namespace {

// The references that the paths begin with.
std::vector<int32_t> FirstReferences(const ObjectType& of, const std::vector<int32_t>& reads) {
  std::vector<int32_t> first;
  for (const DerivedAttribute* derived : DerivedAmong(of, reads)) first.push_back(derived->through.front());
  std::sort(first.begin(), first.end());
  first.erase(std::unique(first.begin(), first.end()), first.end());
  return first;
}

}  // namespace

ObjectType WithDerived(ObjectType type) {
  for (const DerivedAttribute& derived : type.derived) type.attributes.push_back(derived.attribute);
  return type;
}

Result<std::unique_ptr<RowsWithDerived>> ReadDerived(Connection& db, const Configuration& configuration,
                                                     const ObjectType& of, const Batch& rows,
                                                     const std::vector<int32_t>& reads) {
  auto result = std::make_unique<RowsWithDerived>();
  std::vector<int32_t> first = FirstReferences(of, reads);
  // The set of references of a row, 17 bytes for each: whether there is one, and its id.
  std::unordered_map<std::string, uint32_t> sets;
  std::vector<uint32_t> set_of(rows.rows);
  std::vector<std::string> arrays(first.size() + 1);
  std::string set;
  for (uint32_t r = 0; r < rows.rows; ++r) {
    set.assign(first.size() * 17, '\0');
    for (size_t i = 0; i < first.size(); ++i) {
      const void* value = ValueAt(of.attributes[static_cast<size_t>(first[i])], rows.columns[first[i]], r);
      if (value == nullptr) continue;
      set[i * 17] = 1;
      std::memcpy(set.data() + i * 17 + 1, value, 16);
    }
    auto [known, added] = sets.try_emplace(set, static_cast<uint32_t>(sets.size()));
    set_of[r] = known->second;
    if (!added) continue;
    const char* comma = sets.size() == 1 ? "" : ",";
    for (size_t i = 0; i < first.size(); ++i) {
      Guid id;
      std::memcpy(&id, set.data() + i * 17 + 1, 16);
      arrays[i] += comma + (set[i * 17] == 0 ? std::string("NULL") : ToHex(DigestOf(id)));
    }
    arrays.back() += comma + std::to_string(known->second);
  }
  std::string from = "FROM unnest(", columns;
  for (size_t i = 0; i < first.size(); ++i) {
    from += "'{" + arrays[i] + "}'::uuid[], ";
    columns += QuoteIdentifier(of.attributes[static_cast<size_t>(first[i])].column) + ", ";
  }
  from += "'{" + arrays.back() + "}'::int[]) AS o(" + columns + "n) ORDER BY o.n";
  RowLayout layout({}, configuration, of, reads, VaultSeen::kStratum);
  BatchBuilder read(layout.type(), static_cast<uint32_t>(sets.size() + 1));
  IDX_TRY(ReadRows(db, layout, from, read, "o."));
  result->layout = layout.type();
  result->derived = std::make_unique<BatchBuilder>(result->layout, std::max(rows.rows, 1u));
  Batch found = read.batch();
  for (uint32_t r = 0; r < rows.rows; ++r) {
    result->derived->AddRow();
    for (uint32_t c = 0; c < found.column_count; ++c) {
      const Attribute& attribute = result->layout.attributes[c];
      if (const void* value = ValueAt(attribute, found.columns[c], set_of[r]); value != nullptr)
        StoreValue(attribute, value, *result->derived, c, r);
    }
  }
  result->columns.assign(rows.columns, rows.columns + rows.column_count);
  result->columns.resize(of.ReadableCount());
  Batch derived = result->derived->batch();
  for (int32_t read_attribute : reads)
    if (int32_t c = layout.ColumnOf(read_attribute); c >= 0)
      result->columns[static_cast<size_t>(read_attribute)] = derived.columns[c];
  result->batch = {result->columns.data(), static_cast<uint32_t>(result->columns.size()), rows.rows};
  return result;
}

}  // namespace idx::runtime
