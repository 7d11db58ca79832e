// Tables of object types, and tenants. Nothing here drops data.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/core/result.h"
#include "base/schema/schema.h"
#include "runtime/repository/connection.h"

namespace idx::runtime {

// A column of our own beside the attributes, such as {"vault_id", "bigint"} or {"digest", "uuid NOT NULL"}.
struct OwnColumn {
  std::string name;
  std::string sql_type;
};

// PostgreSQL's type of the attribute's column: boolean, integer, bigint, double precision, text, timestamptz,
// date, uuid, numeric, bytea, and arrays of these for multi-valued attributes (NOT NULL is not declared:
// broken rows are the import's affair).
std::string SqlTypeOf(const Attribute& attribute);

// A column name of ours for an attribute's name: "Cost Centre" is a_cost_centre; at most 63 bytes, with a
// digest where the name had to be cut or has letters beyond ASCII.
std::string ColumnNameOf(std::string_view attribute_name);

// CREATE TABLE with our own columns first, then the attributes in their order; fillfactor 90, autovacuum
// scale 0.02.
std::string CreateTableSql(const ObjectType& type, const std::vector<OwnColumn>& own);

// What brings the table as it is to the type as configured.
struct Migration {
  std::vector<std::string> statements;
  std::vector<std::string> notes;  // for people: "a_salary: integer to bigint"
  bool empty() const { return statements.empty(); }
};

// Missing table: created. Missing columns: added (null). Wider type (boolean, integer, bigint, date … to
// text; integer to bigint or double precision; one value to an array of one): altered, values kept. Any other
// change of type is an error of kConfiguration that names attribute and types. Columns without an attribute
// stay as they are. The connection's search_path decides the schema.
Result<Migration> PlanMigration(Connection& connection, const ObjectType& type,
                                const std::vector<OwnColumn>& own);
// PlanMigration and its statements, in the present transaction or in one of its own.
Result<Migration> Migrate(Connection& connection, const ObjectType& type, const std::vector<OwnColumn>& own);

// "tenant_acme": the name of the tenant's schema and role. tenant: 1 to 50 of a-z, 0-9, _.
std::string TenantSchema(const std::string& tenant);
// Makes the tenant's schema and NOLOGIN role, where missing; the role owns the schema and can do nothing
// outside.
Status CreateTenant(Connection& connection, const std::string& tenant);

}  // namespace idx::runtime
