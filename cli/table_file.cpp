#include "cli/table_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/csv/csv_source.h"
#include "base/platform/file.h"
#include "base/platform/system_error.h"
#include "cli/argument_errors.h"

namespace idx::cli {

namespace {

namespace fs = std::filesystem;
using runtime::RuleTable;
using runtime::TableKind;

constexpr std::pair<std::string_view, TableKind> kKinds[] = {
    {"join", TableKind::kJoin},     {"inbound", TableKind::kInbound},     {"classify", TableKind::kClassify},
    {"filter", TableKind::kFilter}, {"provision", TableKind::kProvision}, {"outbound", TableKind::kOutbound}};

Error Wrong(std::string message) { return Error{Origin::kInput, std::move(message)}; }

// "tests/HR.Person.inbound.leavers.csv" → HR.Person, kInbound
Status ReadName(const std::string& path, RuleTable& table) {
  std::string name = path.substr(path.rfind('/') + 1);
  std::vector<std::string> parts;
  for (size_t begin = 0; begin <= name.size();) {
    size_t dot = std::min(name.find('.', begin), name.size());
    parts.push_back(name.substr(begin, dot - begin));
    begin = dot + 1;
  }
  std::vector<std::string> kinds;
  for (const auto& [word, kind] : kKinds) kinds.emplace_back(word);
  if (parts.size() < 4)
    return Wrong(
        fmt::format("a table is named TYPE.KIND.csv, such as HR.Person.inbound.csv; KIND is one of {}",
                    fmt::join(kinds, ", ")));
  table.type = parts[0] + "." + parts[1];
  for (const auto& [word, kind] : kKinds) {
    if (parts[2] != word) continue;
    table.kind = kind;
    return {};
  }
  return Wrong(
      fmt::format("\"{}\" is none of {}{}", parts[2], fmt::join(kinds, ", "), Suggestion(parts[2], kinds)));
}

Status ReadCsv(const std::string& path, RuleTable& table) {
  CsvDialect dialect;
  dialect.delimiter = 0;  // what the header uses
  IDX_ASSIGN(CsvSource source, CsvSource::Open(path, dialect));
  table.columns = source.header();
  std::vector<CsvField> fields;
  Arena arena;
  for (;;) {
    CsvRecord record;
    IDX_ASSIGN(CsvSource::Step step, source.Next(record));
    if (step == CsvSource::Step::kEnd) return {};
    if (step == CsvSource::Step::kTruncated) return Wrong(source.why());
    source.Split(record.bytes, fields);
    if (fields.size() != table.columns.size())
      return Wrong(
          fmt::format("line {} has {} fields, not {}", record.line, fields.size(), table.columns.size()));
    RuleTable::Row& row = table.rows.emplace_back();
    row.line = record.line;
    for (const CsvField& field : fields) row.cells.emplace_back(source.ValueOf(field, arena));
  }
}

// The text that a CSV would hold.
Result<std::string> CellOf(const nlohmann::ordered_json& value) {
  if (value.is_null()) return std::string();
  if (value.is_string()) return value.get<std::string>();
  if (value.is_number() || value.is_boolean()) return value.dump();
  if (!value.is_array()) return Wrong("a value is a text, a number, true, false, null, or a list of them");
  std::string all;
  for (const auto& element : value) {
    if (element.is_array()) return Wrong("a list does not hold lists");
    IDX_ASSIGN(std::string one, CellOf(element));
    all += (all.empty() ? "" : "|") + one;
  }
  return all;
}

Status ReadJson(const std::string& path, RuleTable& table) {
  IDX_ASSIGN(std::string text, ReadFile(path));
  auto json = nlohmann::ordered_json::parse(text, nullptr, false);
  if (!json.is_array()) return Wrong("it is not a JSON list of objects, one for each row");
  for (const auto& object : json) {
    if (!object.is_object()) return Wrong("it is not a JSON list of objects, one for each row");
    for (const auto& [name, value] : object.items())
      if (std::find(table.columns.begin(), table.columns.end(), name) == table.columns.end())
        table.columns.push_back(name);
  }
  for (const auto& object : json) {
    RuleTable::Row& row = table.rows.emplace_back();
    row.line = table.rows.size();
    for (const std::string& column : table.columns) {
      auto found = object.find(column);
      if (found == object.end()) {
        row.cells.emplace_back(column.starts_with("expect ") ? runtime::kAnything : "");
        continue;
      }
      IDX_ASSIGN(std::string cell, CellOf(*found));
      row.cells.push_back(std::move(cell));
    }
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> FindTables(const std::string& directory) {
  std::vector<std::string> found;
  std::error_code error;
  fs::path root = fs::path(directory) / "tests";
  if (!fs::is_directory(root, error)) return found;
  for (auto entry = fs::recursive_directory_iterator(root, error);
       entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (error) break;
    std::string extension = entry->path().extension().string();
    if (extension != ".csv" && extension != ".json") continue;
    found.push_back(fs::relative(entry->path(), directory, error).generic_string());
  }
  if (error) return SystemError("read the folder", root.string(), error.value());
  std::sort(found.begin(), found.end());
  return found;
}

Result<TableFile> ReadTable(const std::string& directory, const std::string& path) {
  TableFile file;
  file.path = path;
  file.has_lines = path.ends_with(".csv");
  std::string whole = directory + "/" + path;
  IDX_TRY(ReadName(path, file.table));
  IDX_TRY(file.has_lines ? ReadCsv(whole, file.table) : ReadJson(whole, file.table));
  if (file.table.rows.empty()) return Wrong("it has no rows");
  return file;
}

}  // namespace idx::cli
