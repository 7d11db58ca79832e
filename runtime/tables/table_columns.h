// The columns of a table test, resolved against the schemas. Internal to this folder.
#pragma once

#include <string>
#include <vector>

#include "runtime/tables/rule_table.h"

namespace idx::runtime {

struct TableColumn {
  enum class What : uint8_t { kName, kNow, kAttribute, kResult } what = What::kResult;
  bool expected = false;   // kAttribute: what must come out, not what goes in
  bool of_vault = false;   // kAttribute: of the Vault's object
  int32_t attribute = -1;  // kAttribute
  std::string word;        // kResult: "joined", "class" …
};

struct TableTypes {
  const compiler::ApplicationPlan* application = nullptr;  // null for kClassify
  int32_t app_type = -1;
  int32_t vault_type = -1;
};

Result<TableTypes> TypesOf(const compiler::Program& program, const RuleTable& table);
Result<std::vector<TableColumn>> ColumnsOf(const compiler::Program& program, const RuleTable& table,
                                           const TableTypes& types);

}  // namespace idx::runtime
