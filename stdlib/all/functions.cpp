// The table of all functions: the families' rows in a fixed order, their symbols, and look-up by owner and
// name.
#include <algorithm>
#include <deque>
#include <map>
#include <string>
#include <utility>

#include "stdlib/collection/collection_rows.h"
#include "stdlib/crypto/crypto_rows.h"
#include "stdlib/directory/directory_rows.h"
#include "stdlib/number/number_rows.h"
#include "stdlib/pattern/pattern_rows.h"
#include "stdlib/registry/registry.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/time/time_rows.h"

namespace idx::stdlib {
namespace {

std::string_view KindName(const TypeSpec& type) {
  switch (type.kind == TypeKind::kList ? type.element : type.kind) {
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
    case TypeKind::kEnum:
      return InfoOf(type.library).name;
    case TypeKind::kObject:
      return "object";
    case TypeKind::kByte:
      return "byte";
    case TypeKind::kOpaque:
      return NameOf(type.object);
    default:
      return "void";
  }
}

// "idx_Str_Left__string_int": owner, name (or form), and the parameters' types.
std::string SymbolOf(const Row& row) {
  std::string symbol = "idx_";
  symbol += row.owner == "$" ? "op" : row.owner;
  symbol += "_";
  if (!row.name.empty())
    symbol += row.name;
  else
    symbol += row.form == Form::kConstructor ? "new" : "at";
  if (row.form == Form::kStatic) symbol += "_s";
  symbol += "_";
  for (const TypeSpec& type : row.types) {
    symbol += "_";
    symbol += KindName(type);
    if (type.kind == TypeKind::kList && type.element != TypeKind::kString && type.parts->nullable)
      symbol += "Opt";
    if (type.kind == TypeKind::kList)
      symbol += row.variadic && &type == &row.types.back() ? "Params" : "List";
    if (type.nullable) symbol += "Opt";
  }
  return symbol;
}

struct Table {
  std::vector<Row> rows;
  std::deque<std::string> symbols;
  std::map<std::pair<std::string_view, std::string_view>, std::vector<uint32_t>> by_name;

  Table() {
    for (auto family : {StringRows,      StringSearchRows, StringCompareRows,
                        StringSplitRows, StringJoinRows,   StrRows,
                        StrEditRows,     UnicodeRows,      CharRows,
                        EncodingRows,    ParseRows,        MathRows,
                        RealMathRows,    DecimalRows,      ConvertBaseRows,
                        GuidRows,        DateTimeRows,     DateParseRows,
                        DatesRows,       DateOnlyRows,     TimeSpanRows,
                        DnRows,          DnObjectRows,     AccountRows,
                        ListRows,        RegexRows,        RegexObjectRows,
                        BytesRows,       ExceptionRows,    StringAnyRows,
                        StringMakeRows,  CultureRows,      BuilderRows,
                        GlobalRows,      CertificateRows,  CountryRows,
                        RandomRows,      LogRows,          NamesRows,
                        PasswordRows,    SidRows,          EncodingObjectRows,
                        GuidByteRows,    WebRows,          BitConverterRows,
                        ConvertRows,     NumberMemberRows, CharAsciiRows,
                        CalendarRows,    StringValueRows,  UriRows,
                        PathRows,        RegexTimeoutRows, GenericMathRows}) {
      for (Row& row : family()) rows.push_back(row);
    }
    for (uint32_t i = 0; i < rows.size(); ++i) {
      symbols.push_back(SymbolOf(rows[i]));
      rows[i].symbol = symbols.back();
      by_name[{rows[i].owner, rows[i].name}].push_back(i);
    }
  }
};

const Table& TheTable() {
  static const Table* table = new Table();
  return *table;
}

}  // namespace

const std::vector<Row>& Functions() { return TheTable().rows; }

std::span<const uint32_t> FindFunctions(std::string_view owner, std::string_view name) {
  auto found = TheTable().by_name.find({owner, name});
  if (found == TheTable().by_name.end()) return {};
  return found->second;
}

std::vector<std::string_view> Owners() {
  std::vector<std::string_view> owners;
  for (const auto& [key, rows] : TheTable().by_name) {
    if (owners.empty() || owners.back() != key.first) owners.push_back(key.first);
  }
  return owners;
}

std::vector<std::string_view> MemberNames(std::string_view owner) {
  std::vector<std::string_view> names;
  for (auto it = TheTable().by_name.lower_bound({owner, ""});
       it != TheTable().by_name.end() && it->first.first == owner; ++it) {
    names.push_back(it->first.second);
  }
  return names;
}

}  // namespace idx::stdlib
