#include "runtime/state/derived_columns.h"

#include <fmt/format.h>

#include <algorithm>

#include "runtime/repository/connection.h"

namespace idx::runtime {
namespace {

std::string Quoted(const std::string& text) {
  std::string quoted = "'";
  for (char c : text) quoted += c == '\'' ? "''" : std::string(1, c);
  return quoted + "'";
}

bool IsVault(const Configuration& configuration, int32_t type) {
  return type < configuration.vault_type_count;
}

// What must hold for `m` to be the object that the reference, a column of `from`, names.
std::string Names(const Configuration& configuration, const Attribute& reference, const std::string& m,
                  const std::string& from) {
  const ObjectType& target = configuration.types[static_cast<size_t>(reference.refers_to)];
  std::string by = IsVault(configuration, reference.refers_to) ? "public_id"
                   : reference.refers_by == target.key
                       ? "k"
                       : QuoteIdentifier(target.attributes[static_cast<size_t>(reference.refers_by)].column);
  return fmt::format("{}.{} = {}{}", m, by, from, QuoteIdentifier(reference.column));
}

std::string IsThere(const Configuration& configuration, int32_t type, const std::string& m) {
  return IsVault(configuration, type) ? "NOT " + m + ".deleted" : m + ".gone IS NULL";
}

std::string NumberOf(const ObjectType& type) {
  return "(SELECT id FROM object_type WHERE name = " + Quoted(type.FullName()) + ")";
}

// The value, of the last object `m`, and what it needs to be joined.
std::string ValueOf(const Configuration& configuration, const DerivedAttribute& derived, int32_t last,
                    const std::string& m, std::string& joins) {
  const ObjectType& type = configuration.types[static_cast<size_t>(last)];
  switch (derived.what) {
    case ReadThrough::kAttribute:
      return m + "." + QuoteIdentifier(type.attributes[static_cast<size_t>(derived.last)].column);
    case ReadThrough::kObject:
      return m + ".id";
    case ReadThrough::kIdentity: {
      const ApplicationType* application = configuration.FindApplicationType(last);
      if (application == nullptr) return m + ".public_id";
      const ObjectType& vault = configuration.types[static_cast<size_t>(application->join.vault_type)];
      joins = fmt::format(" JOIN link l ON l.object = {}.id AND l.type = {}", m, NumberOf(type));
      return fmt::format(
          "COALESCE((SELECT n.public_id FROM newborn n WHERE n.id = l.identity), (SELECT v.public_id FROM {} "
          "v WHERE v.id = l.identity))",
          QuoteIdentifier(vault.table));
    }
    case ReadThrough::kAccount: {
      const ObjectType& account = configuration.types[static_cast<size_t>(derived.account)];
      joins =
          fmt::format(" JOIN link l ON l.identity = {}.id AND l.type = {} LEFT JOIN {} a ON a.id = l.object",
                      m, NumberOf(account), QuoteIdentifier(account.table));
      if (derived.by != account.key)
        return "CASE WHEN a.gone IS NULL THEN a." +
               QuoteIdentifier(account.attributes[static_cast<size_t>(derived.by)].column) + " END";
      return "CASE WHEN l.object IS NULL THEN l.anchor WHEN a.gone IS NULL THEN a.k END";
    }
  }
  return "NULL";
}

}  // namespace

std::string DerivedColumn(const Configuration& configuration, const ObjectType& of,
                          const DerivedAttribute& derived, const std::string& outer) {
  std::string from, where;
  const ObjectType* at = &of;
  int32_t last = -1;
  for (size_t i = 0; i < derived.through.size(); ++i) {
    const Attribute& reference = at->attributes[static_cast<size_t>(derived.through[i])];
    std::string m = fmt::format("m{}", i + 1);
    last = reference.refers_to;
    at = &configuration.types[static_cast<size_t>(last)];
    std::string names = Names(configuration, reference, m, i == 0 ? outer : fmt::format("m{}.", i));
    std::string table = QuoteIdentifier(at->table) + " " + m;
    if (i == 0) {
      from = table;
      where = names + " AND " + IsThere(configuration, last, m);
    } else {
      from += " JOIN " + table + " ON " + names + " AND " + IsThere(configuration, last, m);
    }
  }
  std::string joins;
  std::string value =
      ValueOf(configuration, derived, last, fmt::format("m{}", derived.through.size()), joins);
  // A text that names several objects names the first.
  return fmt::format("(SELECT {} FROM {}{} WHERE {} ORDER BY m1.id LIMIT 1)", value, from, joins, where);
}

ReferencePath PathOf(const Configuration& configuration, const ObjectType& of,
                     const DerivedAttribute& derived) {
  ReferencePath path;
  path.from = QuoteIdentifier(of.table) + " o";
  const ObjectType* at = &of;
  std::string before = "o.";
  for (int32_t index : derived.through) {
    const Attribute& reference = at->attributes[static_cast<size_t>(index)];
    path.types.push_back(reference.refers_to);
    std::string m = fmt::format("m{}", path.types.size());
    at = &configuration.types[static_cast<size_t>(reference.refers_to)];
    path.from += fmt::format(" JOIN {} {} ON {}", QuoteIdentifier(at->table), m,
                             Names(configuration, reference, m, before));
    before = m + ".";
  }
  return path;
}

std::vector<const DerivedAttribute*> DerivedAmong(const ObjectType& of, const std::vector<int32_t>& reads) {
  std::vector<const DerivedAttribute*> found;
  for (int32_t read : reads)
    if (const DerivedAttribute* derived = of.DerivedAt(read); derived != nullptr) found.push_back(derived);
  return found;
}

}  // namespace idx::runtime
