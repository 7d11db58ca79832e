#include "runtime/repository/ddl.h"

#include <fmt/format.h>

#include <map>

#include "base/core/assert.h"
#include "base/platform/digest.h"

namespace idx::runtime {
namespace {

constexpr size_t kMaxName = 63;  // PostgreSQL's NAMEDATALEN - 1

bool IsLower(char c) { return c >= 'a' && c <= 'z'; }
bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string ElementType(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBool:
      return "boolean";
    case TypeKind::kInt:
    case TypeKind::kChar:
    case TypeKind::kEnum:
      return "integer";
    case TypeKind::kLong:
    case TypeKind::kTimeSpan:
      return "bigint";
    case TypeKind::kDouble:
      return "double precision";
    case TypeKind::kString:
      return "text";
    case TypeKind::kDateTime:
      return "timestamp with time zone";
    case TypeKind::kDateOnly:
      return "date";
    case TypeKind::kGuid:
      return "uuid";
    case TypeKind::kDecimal:
      return "numeric";
    case TypeKind::kByte:
      return "bytea";
    default:
      break;
  }
  IDX_ASSERT(!"the kind of an attribute");
  return "";
}

// USING expression for a change of type that keeps all values, or "" if there is none.
std::string Widening(const std::string& column, const std::string& from, const std::string& to) {
  bool to_array = to.ends_with("[]");
  std::string element = to_array ? to.substr(0, to.size() - 2) : to;
  if (to_array && !from.ends_with("[]")) {
    std::string inner = from == element ? column : Widening(column, from, element);
    if (inner.empty()) return "";
    return fmt::format("CASE WHEN {} IS NULL THEN NULL ELSE ARRAY[{}] END", column, inner);
  }
  std::string source = from.ends_with("[]") ? from.substr(0, from.size() - 2) : from;
  if (from.ends_with("[]") != to_array) return "";
  bool wider =
      (source == "integer" && (element == "bigint" || element == "double precision")) ||
      ((source == "integer" || source == "bigint") && element == "numeric") ||
      (element == "text" && (source == "integer" || source == "bigint" || source == "uuid" ||
                             source == "date" || source == "double precision" || source == "numeric"));
  // A text as our connectors spell it.
  if (element == "text" && source == "boolean" && !to_array) return fmt::format("{}::text", column);
  if (element == "text" && source == "timestamp with time zone" && !to_array)
    return fmt::format("to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')", column);
  if (element == "text" && source == "bytea" && !to_array)
    return fmt::format("translate(encode({}, 'base64'), E'\\n', '')", column);
  return wider ? fmt::format("{}::{}", column, to) : "";
}

// Name to type of the columns of the table that the search path finds; empty when there is none.
Result<std::map<std::string, std::string>> ColumnsOf(Connection& connection, const std::string& table) {
  IDX_ASSIGN(Rows rows,
             connection.Query("SELECT a.attname, format_type(a.atttypid, NULL) FROM pg_attribute a "
                              "WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped",
                              {QuoteIdentifier(table)}));
  std::map<std::string, std::string> columns;
  for (size_t i = 0; i < rows.size(); ++i) columns.emplace(rows.Text(i, 0), rows.Text(i, 1));
  return columns;
}

Error CannotChange(const ObjectType& type, const Attribute& attribute, const std::string& from,
                   const std::string& to) {
  return {Origin::kConfiguration,
          fmt::format("{}, attribute {}: its type changed from {} to {}, which stored values cannot follow. "
                      "Give the attribute another name, or keep the type.",
                      type.FullName(), attribute.name, from, to)};
}

std::string AddColumnSql(const ObjectType& type, std::string_view name, std::string_view sql_type) {
  return fmt::format("ALTER TABLE {} ADD COLUMN {} {}", QuoteIdentifier(type.table), QuoteIdentifier(name),
                     sql_type);
}

}  // namespace

std::string QuoteIdentifier(std::string_view name) {
  std::string text = "\"";
  for (char c : name) {
    if (c == '"') text += '"';
    text += c;
  }
  return text + "\"";
}

std::string QuoteLiteral(std::string_view value) {
  std::string text = value.find('\\') == std::string_view::npos ? "'" : "E'";
  for (char c : value) {
    if (c == '\'' || c == '\\') text += c;
    text += c;
  }
  return text + "'";
}

std::string SqlTypeOf(const Attribute& attribute) {
  return ElementType(attribute.type) + (attribute.multi ? "[]" : "");
}

std::string ColumnNameOf(std::string_view name) {
  std::string text = "a_";
  bool exact = true;
  for (size_t i = 0; i < name.size(); ++i) {
    char c = name[i];
    if (IsUpper(c)) {
      bool starts_word = i > 0 && (IsLower(name[i - 1]) || IsDigit(name[i - 1]));
      if (starts_word && text.back() != '_') text += '_';
      text += static_cast<char>(c - 'A' + 'a');
    } else if (IsLower(c) || IsDigit(c)) {
      text += c;
    } else if (text.back() != '_') {
      text += '_';
    }
    exact = exact && static_cast<unsigned char>(c) < 0x80;
  }
  if (exact && text.size() <= kMaxName) return text;
  return text.substr(0, kMaxName - 9) + "_" + ToHex(DigestOf(name)).substr(0, 8);
}

std::string CreateTableSql(const ObjectType& type, const std::vector<OwnColumn>& own) {
  std::string sql = fmt::format("CREATE TABLE {} (", QuoteIdentifier(type.table));
  std::string_view separator = "";
  for (const OwnColumn& column : own) {
    sql += fmt::format("{}{} {}", separator, QuoteIdentifier(column.name), column.sql_type);
    separator = ", ";
  }
  for (const Attribute& attribute : type.attributes) {
    sql += fmt::format("{}{} {}", separator, QuoteIdentifier(attribute.column), SqlTypeOf(attribute));
    separator = ", ";
  }
  return sql +
         ") WITH (fillfactor = 90, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = "
         "0.02)";
}

Result<Migration> PlanMigration(Connection& connection, const ObjectType& type,
                                const std::vector<OwnColumn>& own) {
  Migration plan;
  IDX_ASSIGN(auto present, ColumnsOf(connection, type.table));
  if (present.empty()) {
    plan.statements.push_back(CreateTableSql(type, own));
    plan.notes.push_back(fmt::format("{}: new table", type.table));
    return plan;
  }
  for (const OwnColumn& column : own) {
    if (present.count(column.name) != 0) continue;
    plan.statements.push_back(AddColumnSql(type, column.name, column.sql_type));
    plan.notes.push_back(fmt::format("{}.{}: new column", type.table, column.name));
  }
  for (const Attribute& attribute : type.attributes) {
    std::string wanted = SqlTypeOf(attribute);
    auto found = present.find(attribute.column);
    if (found == present.end()) {
      plan.statements.push_back(AddColumnSql(type, attribute.column, wanted));
      plan.notes.push_back(fmt::format("{}.{}: new column", type.table, attribute.column));
    } else if (found->second != wanted) {
      std::string column = QuoteIdentifier(attribute.column);
      std::string values = Widening(column, found->second, wanted);
      if (values.empty()) return CannotChange(type, attribute, found->second, wanted);
      plan.statements.push_back(fmt::format("ALTER TABLE {} ALTER COLUMN {} TYPE {} USING {}",
                                            QuoteIdentifier(type.table), column, wanted, values));
      plan.notes.push_back(
          fmt::format("{}.{}: {} to {}", type.table, attribute.column, found->second, wanted));
    }
  }
  return plan;
}

Result<Migration> Migrate(Connection& connection, const ObjectType& type, const std::vector<OwnColumn>& own) {
  auto run = [&]() -> Result<Migration> {
    IDX_ASSIGN(Migration plan, PlanMigration(connection, type, own));
    for (const std::string& statement : plan.statements) IDX_TRY(connection.Execute(statement));
    return plan;
  };
  if (connection.in_transaction()) return run();
  IDX_ASSIGN(Transaction transaction, Transaction::Begin(connection));
  IDX_ASSIGN(Migration plan, run());
  IDX_TRY(transaction.Commit());
  return plan;
}

std::string TenantSchema(const std::string& tenant) { return "tenant_" + tenant; }

Status CreateTenant(Connection& connection, const std::string& tenant) {
  bool good = !tenant.empty() && tenant.size() <= 50;
  for (char c : tenant) good = good && (IsLower(c) || IsDigit(c) || c == '_');
  if (!good)
    return Error{Origin::kConfiguration,
                 fmt::format("\"{}\" cannot be a tenant's name: use 1 to 50 of a-z, 0-9 and _", tenant)};
  std::string name = TenantSchema(tenant);
  IDX_ASSIGN(Rows role, connection.Query("SELECT 1 FROM pg_roles WHERE rolname = $1", {name}));
  if (role.empty()) IDX_TRY(connection.Execute(fmt::format("CREATE ROLE {} NOLOGIN", QuoteIdentifier(name))));
  // The connection's own role must be a member of it to switch to it, where it is no superuser.
  IDX_TRY(connection.Execute(fmt::format("GRANT {} TO CURRENT_USER", QuoteIdentifier(name))));
  return connection.Execute(
      fmt::format("CREATE SCHEMA IF NOT EXISTS {0} AUTHORIZATION {0}", QuoteIdentifier(name)));
}

}  // namespace idx::runtime
