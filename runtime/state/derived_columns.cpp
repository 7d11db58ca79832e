#include "runtime/state/derived_columns.h"

#include <fmt/format.h>

#include <set>

#include "runtime/repository/connection.h"
#include "runtime/state/strata.h"

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

// The column by which the reference names its object.
std::string NamedBy(const Configuration& configuration, const Attribute& reference) {
  const ObjectType& target = configuration.types[static_cast<size_t>(reference.refers_to)];
  if (IsVault(configuration, reference.refers_to)) return "public_id";
  if (reference.refers_by == target.key) return "k";
  return QuoteIdentifier(target.attributes[static_cast<size_t>(reference.refers_by)].column);
}

std::string TableOf(const Configuration& configuration, int32_t type, VaultSeen seen) {
  const ObjectType& target = configuration.types[static_cast<size_t>(type)];
  bool stratum = seen == VaultSeen::kStratum && IsVault(configuration, type);
  return QuoteIdentifier(stratum ? StratumTable(target) : target.table);
}

// Who was deleted is for later strata to see.
std::string IsThere(const Configuration& configuration, int32_t type, const std::string& m, VaultSeen seen) {
  if (!IsVault(configuration, type)) return m + ".gone IS NULL";
  return seen == VaultSeen::kStratum ? "true" : "NOT " + m + ".deleted";
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
      joins = fmt::format(" LEFT JOIN link l ON l.object = {}.id AND l.type = {}", m, NumberOf(type));
      return fmt::format(
          "COALESCE((SELECT n.public_id FROM newborn n WHERE n.id = l.identity), (SELECT v.public_id FROM {} "
          "v WHERE v.id = l.identity))",
          QuoteIdentifier(vault.table));
    }
    case ReadThrough::kBefore:
    case ReadThrough::kChange:
      break;  // filled where changes are made
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
                          const DerivedAttribute& derived, const std::string& outer, VaultSeen seen) {
  const ObjectType* at = &of;
  std::string from, where, m;  // the object at the end of the path so far
  int32_t last = -1;
  for (size_t i = 0; i < derived.through.size(); ++i) {
    const Attribute& reference = at->attributes[static_cast<size_t>(derived.through[i])];
    std::string column = QuoteIdentifier(reference.column);
    std::string name =
        i == 0 ? outer + column : fmt::format("(SELECT {}.{} FROM {} WHERE {})", m, column, from, where);
    m = fmt::format("m{}", i + 1);
    last = reference.refers_to;
    at = &configuration.types[static_cast<size_t>(last)];
    from = TableOf(configuration, last, seen) + " " + m;
    // A name that several objects have is the first one's.
    where = fmt::format("{}.{} = {} AND {} ORDER BY {}.id LIMIT 1", m, NamedBy(configuration, reference),
                        name, IsThere(configuration, last, m, seen), m);
  }
  std::string joins;
  std::string value = ValueOf(configuration, derived, last, m, joins);
  return fmt::format("(SELECT {} FROM {}{} WHERE {})", value, from, joins, where);
}

std::vector<ReferenceStep> StepsOf(const Configuration& configuration, const ObjectType& of,
                                   const std::vector<int32_t>& reads, VaultSeen seen) {
  std::vector<ReferenceStep> steps;
  std::set<std::vector<int32_t>> known;
  for (const DerivedAttribute* derived : DerivedAmong(of, reads)) {
    const ObjectType* at = &of;
    std::string from = QuoteIdentifier(of.table) + " o", joins, before = "o.";
    std::vector<int32_t> path;
    for (int32_t index : derived->through) {
      path.push_back(index);
      const Attribute& reference = at->attributes[static_cast<size_t>(index)];
      at = &configuration.types[static_cast<size_t>(reference.refers_to)];
      ReferenceStep step;
      step.type = reference.refers_to;
      step.m = fmt::format("m{}", path.size());
      std::string by = NamedBy(configuration, reference), holds = before + QuoteIdentifier(reference.column);
      std::string table = TableOf(configuration, step.type, seen);
      if (by != "k" && by != "public_id")
        step.dangles =
            fmt::format("{} WHERE {} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {} x WHERE x.{} = {})", from,
                        holds, table, by, holds);
      std::string join = fmt::format(" JOIN {} {} ON {}.{} = {}", table, step.m, step.m, by, holds);
      from += join;
      joins += join;
      before = step.m + ".";
      step.from = from;
      step.joins = joins;
      if (known.insert(path).second) steps.push_back(std::move(step));
    }
  }
  return steps;
}

std::vector<const DerivedAttribute*> DerivedAmong(const ObjectType& of, const std::vector<int32_t>& reads) {
  std::vector<const DerivedAttribute*> found;
  for (int32_t read : reads)
    if (const DerivedAttribute* derived = of.DerivedAt(read); derived != nullptr) found.push_back(derived);
  return found;
}

}  // namespace idx::runtime
