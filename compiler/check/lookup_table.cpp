// Lookup.Table: a value of a table that the configuration names, by its key.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "compiler/check/checker.h"

namespace idx::compiler::check {

// The table as a value of the program, made once: like a static readonly dictionary. Null, with the
// diagnostic: there is none of this name.
Expr* Checker::TableNamed(const Expr& name) {
  if (name.op != Op::kConst || name.type.kind != TypeKind::kString || !name.present) {
    Report(1017, name.span, {"the name of the table"});
    return nullptr;
  }
  auto found = program_.tables.find(name.text);
  if (found == program_.tables.end()) {
    std::vector<std::string_view> known;
    for (const auto& [table, rows] : program_.tables) known.push_back(table);
    Diagnostic& diagnostic = Report(1001, name.span, {"table", name.text});
    diagnostic.fix = DidYouMean(name.text, known);
    if (diagnostic.fix.empty())
      diagnostic.fix = known.empty()
                           ? "write <Table name=\"…\" path=\"…\" key=\"…\" value=\"…\"/> into idx.xml"
                           : fmt::format("there are: {}", fmt::join(known, ", "));
    return nullptr;
  }
  Type text = TypeOf(TypeKind::kString);
  Type dictionary = program_.shapes.Composite(TypeKind::kDictionary, {text, text});
  auto made = std::ranges::find(program_.statics, found->second, &typed::Static::table);
  Expr* value = Node(Op::kStatic, dictionary, name.span);
  value->a = static_cast<int32_t>(made - program_.statics.begin());
  if (made == program_.statics.end())
    program_.statics.push_back({"table " + found->first, dictionary, -1, found->second});
  return value;
}

// Lookup.Table(name, key[, default]): null, or the default, where the key is null or not in the table.
Expr* Checker::LookupTable(const ast::Call& e) {
  static const std::vector<std::string> kParameters = {"name", "key", "default"};
  Span span = e.span;
  std::vector<Expr*> given, slots(kParameters.size());
  if (!CheckArguments(e.arguments, "Lookup.Table", given)) return ErrorNode(span);
  bool fits = true;
  for (size_t i = 0; i < given.size(); ++i) {
    std::string name = e.arguments[i].name;
    if (name.starts_with('@')) name.erase(0, 1);
    size_t place = i;
    if (!name.empty())
      place = static_cast<size_t>(std::ranges::find(kParameters, name) - kParameters.begin());
    fits = fits && place < slots.size() && slots[place] == nullptr;
    if (fits) slots[place] = given[i];
  }
  if (!fits || slots[0] == nullptr || slots[1] == nullptr) {
    std::string types;
    for (const Expr* value : given) types += (types.empty() ? "" : ", ") + NameOf(value->type);
    Report(1005, span, {"Lookup.Table", "(" + types + ")"}).fix = MeantName(e.arguments, kParameters);
    return ErrorNode(span);
  }
  Expr* table = TableNamed(*slots[0]);
  std::vector<Stmt*> before;
  // C# evaluates a default that is not needed, too.
  if (slots[2] != nullptr && slots[2]->op != Op::kConst) {
    for (Expr* value : given) {
      if (value->op == Op::kConst) continue;
      int32_t local = NewLocal(value->type, "");
      before.push_back(Assign(local, value));
      std::ranges::replace(slots, value, LocalNode(local, value->span));
    }
  }
  Type text = TypeOf(TypeKind::kString);
  Expr* key = Convert(slots[1], text.AsNullable());
  bool nullable = slots[2] != nullptr && (slots[2]->type.nullable || slots[2]->type.kind == TypeKind::kNull);
  Expr* missing = slots[2] == nullptr ? nullptr : Convert(slots[2], nullable ? text.AsNullable() : text);
  if (table == nullptr || key->type.kind == TypeKind::kError ||
      (missing != nullptr && missing->type.kind == TypeKind::kError))
    return ErrorNode(span);
  Expr* found = Operate(Operation::kMapFind, table->type, text.AsNullable(), {table, key}, span);
  bool null = missing == nullptr || (missing->op == Op::kConst && !missing->present);
  Expr* result = null ? found : Node(Op::kCoalesce, missing->type, span, {found, missing});
  return before.empty() ? result : BlockOf(std::move(before), result);
}

}  // namespace idx::compiler::check
