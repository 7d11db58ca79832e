#include "runtime/state/tables.h"

#include <fmt/format.h>

#include "base/platform/digest.h"

namespace idx::runtime {
namespace {

constexpr const char* kTables = R"sql(
CREATE TABLE IF NOT EXISTS object_type (id int PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS rule_id (id int PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE IF NOT EXISTS counter (name text PRIMARY KEY, next bigint NOT NULL);
CREATE TABLE IF NOT EXISTS setting (name text PRIMARY KEY, value text NOT NULL);
CREATE TABLE IF NOT EXISTS run (id bigint PRIMARY KEY, state text NOT NULL, clock timestamptz NOT NULL,
  digest text NOT NULL, options text NOT NULL);
CREATE TABLE IF NOT EXISTS checkpoint (run bigint, stage text, target text, outcome text NOT NULL,
  PRIMARY KEY (run, stage, target));
CREATE TABLE IF NOT EXISTS seen (type int, block int, v bytea NOT NULL, PRIMARY KEY (type, block));
ALTER TABLE seen ALTER COLUMN v SET STORAGE EXTERNAL;
CREATE TABLE IF NOT EXISTS import_stats (type int, run bigint, at timestamptz NOT NULL, rows bigint NOT NULL,
  fill text NOT NULL, PRIMARY KEY (type, run));
CREATE TABLE IF NOT EXISTS import_hold (type int PRIMARY KEY, reason text NOT NULL, since timestamptz NOT NULL,
  approved boolean NOT NULL);
ALTER TABLE import_hold ADD COLUMN IF NOT EXISTS kinds text NOT NULL DEFAULT '',
  ADD COLUMN IF NOT EXISTS rows bigint NOT NULL DEFAULT 0;
CREATE TABLE IF NOT EXISTS dirty (type int, lo bigint, hi bigint);
CREATE TABLE IF NOT EXISTS link (identity bigint NOT NULL, type int NOT NULL, object bigint, anchor text,
  role text NOT NULL, made boolean NOT NULL, disabled boolean NOT NULL, run bigint NOT NULL, cause int NOT NULL);
CREATE TABLE IF NOT EXISTS set_aside (type int, object bigint, situation int NOT NULL, candidates text NOT NULL,
  rule int NOT NULL, reason text NOT NULL, PRIMARY KEY (type, object));
CREATE TABLE IF NOT EXISTS pending (identity bigint, type int, kind int NOT NULL, object bigint, anchor text NOT NULL,
  payload text NOT NULL, state int NOT NULL, reason text NOT NULL, rule int NOT NULL, run bigint NOT NULL,
  since timestamptz NOT NULL, approved timestamptz, PRIMARY KEY (identity, type));
ALTER TABLE pending ADD COLUMN IF NOT EXISTS hold text NOT NULL DEFAULT '';
CREATE TABLE IF NOT EXISTS in_flight (identity bigint, type int, kind int NOT NULL, anchor text NOT NULL,
  payload text NOT NULL, attempts int NOT NULL, state int NOT NULL, run bigint NOT NULL,
  PRIMARY KEY (identity, type));
CREATE TABLE IF NOT EXISTS sent (identity bigint, type int, v text NOT NULL, PRIMARY KEY (identity, type));
CREATE TABLE IF NOT EXISTS future (identity bigint, type int, rule int, due timestamptz NOT NULL,
  PRIMARY KEY (identity, type, rule));
CREATE TABLE IF NOT EXISTS notice (run bigint NOT NULL, at timestamptz NOT NULL, type int, identity bigint, rule int,
  template text, receiver text, PRIMARY KEY (identity, type, rule, template, receiver));
CREATE TABLE IF NOT EXISTS notification (run bigint NOT NULL, at timestamptz NOT NULL, type int NOT NULL,
  identity bigint NOT NULL, rule int NOT NULL, template text NOT NULL, receiver text NOT NULL);
CREATE TABLE IF NOT EXISTS manual (identity bigint, attribute text, v text NOT NULL, author text NOT NULL,
  reason text NOT NULL, PRIMARY KEY (identity, attribute));
CREATE TABLE IF NOT EXISTS change (run bigint NOT NULL, kind int NOT NULL, type int NOT NULL, id bigint NOT NULL,
  v text NOT NULL);
CREATE TABLE IF NOT EXISTS export_log (type int NOT NULL, kind text NOT NULL, at timestamptz NOT NULL, n bigint NOT NULL);
CREATE TABLE IF NOT EXISTS event (run bigint NOT NULL, stage text NOT NULL, type int NOT NULL, id bigint,
  key text NOT NULL, rule int NOT NULL, message text NOT NULL, place text NOT NULL);
CREATE TABLE IF NOT EXISTS prov (id int PRIMARY KEY, v text NOT NULL);
CREATE TABLE IF NOT EXISTS outbound_due (type int, lo bigint, hi bigint);
CREATE TABLE IF NOT EXISTS newborn (id bigint PRIMARY KEY, public_id uuid NOT NULL);
)sql";

std::string Index(const ObjectType& type, const std::string& column) {
  return QuoteIdentifier(type.table.substr(0, 50) + "_" + column + "_x");
}

// One of references and of what they name: equality is all that is asked, and a text may be of any length,
// which a B-tree does not take. Two columns never share a name that PostgreSQL has cut.
Status CreateReferenceIndex(Connection& db, const ObjectType& type, const Attribute& attribute) {
  std::string name = type.table.substr(0, 40) + "_" + ToHex(DigestOf(attribute.column)).substr(0, 16) + "_r";
  return db.Execute(fmt::format("CREATE INDEX IF NOT EXISTS {} ON {} USING hash ({})", QuoteIdentifier(name),
                                QuoteIdentifier(type.table), QuoteIdentifier(attribute.column)));
}

}  // namespace

Status CreateReferenceIndexes(Connection& db, const Configuration& configuration, const ObjectType& type) {
  for (const Attribute& attribute : type.attributes) {
    if (!attribute.is_reference()) continue;
    IDX_TRY(CreateReferenceIndex(db, type, attribute));
    const ObjectType& target = configuration.types[static_cast<size_t>(attribute.refers_to)];
    if (attribute.refers_by >= 0 && attribute.refers_by != target.key)
      IDX_TRY(CreateReferenceIndex(db, target, target.attributes[static_cast<size_t>(attribute.refers_by)]));
  }
  return {};
}

std::vector<OwnColumn> RepositoryColumns() {
  return {{"id", "bigint NOT NULL"}, {"gone", "bigint"}, {"k", "text NOT NULL"}};
}

std::vector<OwnColumn> VaultColumns() {
  return {{"id", "bigint NOT NULL"},          {"prov", "integer NOT NULL"},
          {"created_run", "bigint NOT NULL"}, {"withheld", "boolean NOT NULL"},
          {"deleted", "boolean NOT NULL"},    {"public_id", "uuid NOT NULL"}};
}

Status CreateTypeIndexes(Connection& db, const ObjectType& type, bool vault) {
  for (const char* column : {"id", vault ? "public_id" : "k"})
    IDX_TRY(db.Execute(fmt::format("CREATE UNIQUE INDEX IF NOT EXISTS {} ON {} ({})", Index(type, column),
                                   QuoteIdentifier(type.table), column)));
  return {};
}

Status DropTypeIndexes(Connection& db, const ObjectType& type, bool vault) {
  for (const char* column : {"id", vault ? "public_id" : "k"})
    IDX_TRY(db.Execute("DROP INDEX IF EXISTS " + Index(type, column)));
  return {};
}

Status CreateLinkIndexes(Connection& db) {
  return db.Execute(
      "CREATE UNIQUE INDEX IF NOT EXISTS link_identity_x ON link (identity, type);"
      "CREATE UNIQUE INDEX IF NOT EXISTS link_object_x ON link (object, type) WHERE object IS NOT NULL;"
      "CREATE UNIQUE INDEX IF NOT EXISTS link_anchor_x ON link (anchor, type) WHERE object IS NULL;");
}

Status DropLinkIndexes(Connection& db) {
  return db.Execute(
      "DROP INDEX IF EXISTS link_identity_x; DROP INDEX IF EXISTS link_object_x; DROP INDEX IF EXISTS "
      "link_anchor_x;");
}

Result<std::vector<std::string>> PrepareTables(Connection& db, const Configuration& configuration) {
  IDX_TRY(db.Execute(kTables));
  IDX_TRY(CreateLinkIndexes(db));
  std::vector<std::string> notes;
  for (size_t i = 0; i < configuration.types.size(); ++i) {
    const ObjectType& type = configuration.types[i];
    bool vault = static_cast<int32_t>(i) < configuration.vault_type_count;
    IDX_ASSIGN(Migration migration, Migrate(db, type, vault ? VaultColumns() : RepositoryColumns()));
    notes.insert(notes.end(), migration.notes.begin(), migration.notes.end());
    IDX_TRY(CreateTypeIndexes(db, type, vault));
  }
  for (const ObjectType& type : configuration.types) IDX_TRY(CreateReferenceIndexes(db, configuration, type));
  return notes;
}

}  // namespace idx::runtime
