// Rows of inputs, and what the rules should make of each: table tests. A table tries all rules of one kind of
// one object type together, as a sync would, with nothing of a repository.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/core/result.h"
#include "compiler/program/program.h"

namespace idx::runtime {

enum class TableKind : uint8_t { kJoin, kInbound, kClassify, kFilter, kProvision, kOutbound };

// Columns: `app.X` and `vault.X` are inputs, by the attribute's own name or its identifier; `expect vault.X`,
// `expect app.X`, `expect joined`, `expect rule`, `expect class`, `expect provision`, `expect skip`,
// `expect disable`, `expect enable`, `expect delete` and `expect error` are what must come out; `name` and
// `now` are the row's own.
struct RuleTable {
  std::string type;  // "HR.Person"; for kClassify the Vault's
  TableKind kind = TableKind::kInbound;
  std::vector<std::string> columns;
  struct Row {
    uint64_t line = 0;
    std::vector<std::string> cells;  // one for each column; "": null, or not expected to be there
  };
  std::vector<Row> rows;
};

// A cell that says "whatever comes out".
inline constexpr const char* kAnything = "*";
// A cell that expects the attribute to be emptied with Flow.Clear(), not only left alone.
inline constexpr const char* kCleared = "(clear)";

struct TableDifference {
  std::string column;  // without "expect "
  std::string expected;
  std::string actual;  // as the table would write it
};

struct TableRowResult {
  uint64_t line = 0;
  std::string name;
  std::vector<TableDifference> differences;
  std::string problem;            // the row itself is wrong: nothing was tried
  std::vector<std::string> said;  // by the rules with Log.*: "info: made"
  bool passed() const { return differences.empty() && problem.empty(); }
};

// One result for each row. Error: the table cannot be tried, because of its type or its columns. now: for
// rows without one.
Result<std::vector<TableRowResult>> TryTable(const compiler::Program& program, const RuleTable& table,
                                             DateTime now);

}  // namespace idx::runtime
