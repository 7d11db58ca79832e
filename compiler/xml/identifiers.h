// Names of an application's attributes → names in rules and in PostgreSQL.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace idx::compiler::xml {

// [A-Za-z_][A-Za-z0-9_]*, at most 100 characters.
bool IsIdentifier(std::string_view text);

// The name with other characters dropped and the next letter raised: "Cost Centre" → "CostCentre", "msDS-Key"
// → "msDSKey", "2nd mail" → "_2ndMail". "" if nothing is left.
std::string RuleIdentifier(std::string_view name);

// "EmployeeID" → "employee_id", "Cost Centre" → "cost_centre": ASCII, lower case, words joined by '_'.
std::string SnakeCase(std::string_view name);

// "a_" and the snake case, unlike all of taken, at most 63 bytes (PostgreSQL's limit for names).
std::string ColumnName(std::string_view name, const std::vector<std::string>& taken);

// "vault_user" for the Vault's, else "repo_workday_user"; at most 63 bytes, unlike all of taken.
std::string TableName(std::string_view application, std::string_view type,
                      const std::vector<std::string>& taken);

}  // namespace idx::compiler::xml
