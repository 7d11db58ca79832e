#include "compiler/native/functions.h"

#include "compiler/lower/fast_rows.h"
#include "compiler/lower/support.h"
#include "stdlib/composite/operations.h"

namespace idx::compiler::native {

ObjectCode::Resolve FunctionsFor(std::span<const stdlib::Row> library) {
  std::unordered_map<std::string_view, const void*> functions;
  for (const lower::SupportSymbol& symbol : lower::SupportSymbols())
    functions.emplace(symbol.name, symbol.address);
  for (const stdlib::OperationRow& row : stdlib::Operations())
    functions.emplace(row.symbol, reinterpret_cast<const void*>(row.call));
  std::unordered_map<std::string_view, const stdlib::Row*> rows;
  for (const stdlib::Row& row : library) rows.emplace(row.symbol, &row);
  return [functions = std::move(functions), rows = std::move(rows)](std::string_view name) -> const void* {
    if (auto row = rows.find(name); row != rows.end()) return lower::EntryOf(*row->second);
    auto function = functions.find(name);
    return function == functions.end() ? nullptr : function->second;
  };
}

}  // namespace idx::compiler::native
