// Table tests as files: DIR/tests/**/TYPE.KIND[.ANYTHING].csv or .json.
#pragma once

#include <string>
#include <vector>

#include "base/core/result.h"
#include "runtime/tables/rule_table.h"

namespace idx::cli {

struct TableFile {
  std::string path;  // relative to the configuration
  runtime::RuleTable table;
  bool has_lines = true;  // rows are told by their line; else by their number
};

// The names of the tables of a configuration, in byte order of their paths; none without a folder tests.
Result<std::vector<std::string>> FindTables(const std::string& directory);
// Reads one. Errors name what is wrong with its name or its text, not the file.
Result<TableFile> ReadTable(const std::string& directory, const std::string& path);

}  // namespace idx::cli
