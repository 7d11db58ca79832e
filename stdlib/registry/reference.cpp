#include "stdlib/registry/reference.h"

#include <map>
#include <vector>

#include "stdlib/registry/equivalents.h"

namespace idx::stdlib {
namespace {

std::string_view KindName(TypeKind kind) {
  switch (kind) {
    case TypeKind::kBool:
      return "bool";
    case TypeKind::kInt:
      return "int";
    case TypeKind::kLong:
      return "long";
    case TypeKind::kDouble:
      return "double";
    case TypeKind::kChar:
      return "char";
    case TypeKind::kString:
      return "string";
    case TypeKind::kDateTime:
      return "DateTime";
    case TypeKind::kDateOnly:
      return "DateOnly";
    case TypeKind::kTimeSpan:
      return "TimeSpan";
    case TypeKind::kGuid:
      return "Guid";
    case TypeKind::kDecimal:
      return "decimal";
    case TypeKind::kByte:
      return "byte";
    case TypeKind::kObject:
      return "object";
    default:
      return "void";
  }
}

// "s, c = ' '" as its parts; commas in literals do not split.
std::vector<std::string> ParameterNames(std::string_view parameters) {
  std::vector<std::string> names;
  char quote = 0;
  std::string name;
  for (char c : parameters) {
    if (quote != 0)
      quote = c == quote ? 0 : quote;
    else if (c == '\'' || c == '"')
      quote = c;
    if (quote == 0 && c == ',') {
      names.push_back(name);
      name.clear();
    } else if (c != ' ' || !name.empty()) {
      name.push_back(c);
    }
  }
  if (!name.empty()) names.push_back(name);
  return names;
}

}  // namespace

std::string TypeName(const TypeSpec& type) {
  std::string name;
  if (type.kind == TypeKind::kEnum)
    name = InfoOf(type.library).name;
  else if (type.kind == TypeKind::kList)
    name = "List<" + std::string(KindName(type.element)) + ">";
  else
    name = KindName(type.kind);
  return type.nullable ? name + "?" : name;
}

std::string SignatureOf(const Row& row) {
  std::vector<std::string> names = ParameterNames(row.parameters);
  bool receiver = row.form == Form::kMethod || row.form == Form::kProperty || row.form == Form::kIndexer;
  std::string arguments;
  for (size_t i = receiver ? 1 : 0; i < row.types.size() && i < names.size(); ++i) {
    if (!arguments.empty()) arguments += ", ";
    if (row.variadic && i + 1 == row.types.size()) arguments += "params ";
    arguments += TypeName(row.types[i]) + " " + names[i];
  }
  std::string owner(row.owner), text;
  TypeSpec result = row.result;
  switch (row.form) {
    case Form::kConstructor:
      text = "new " + owner + "(" + arguments + ")";
      break;
    case Form::kIndexer:
      text = owner + "[" + arguments + "]";
      break;
    case Form::kProperty:
    case Form::kStaticValue:
      text = owner + "." + std::string(row.name);
      break;
    default:
      if (row.try_form) {
        result.nullable = false;
        if (!arguments.empty()) arguments += ", ";
        return owner + "." + std::string(row.name) + "(" + arguments + "out " + TypeName(result) +
               " result) -> bool";
      }
      text = owner + "." + std::string(row.name) + "(" + arguments + ")";
  }
  return text + " -> " + TypeName(result);
}

std::string ReferencePage(std::span<const Row> rows) {
  std::map<std::string_view, std::map<std::string_view, std::vector<const Row*>>> owners;
  for (const Row& row : rows) {
    if (row.owner != "$") owners[row.owner][row.name].push_back(&row);
  }
  std::string page = "# Standard library\n";
  for (const auto& [owner, members] : owners) {
    page += "\n## " + std::string(owner) + "\n";
    for (const auto& [name, overloads] : members) {
      for (const Row* row : overloads) {
        page += "\n### `" + SignatureOf(*row) + "`\n\n" + std::string(row->doc);
        if (row->purity == Purity::kClock) page += " Reads the run's clock.";
        if (row->purity == Purity::kDated) page += " A text without a year is of the run's year.";
        if (row->purity == Purity::kRandom) page += " Random: only under ?\?=.";
        if (!row->example.empty())
          page += "\n\n`" + std::string(row->example) + "` is `" + std::string(row->example_value) + "`";
        page += "\n";
      }
    }
  }
  page += EquivalentsPage();
  return page;
}

}  // namespace idx::stdlib
