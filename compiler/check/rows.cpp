// Calls of the library's rows: which of them, and with what arguments.
#include <algorithm>

#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {

std::vector<std::string> ParameterNames(std::string_view parameters) {
  std::vector<std::string> names;
  size_t at = 0;
  bool in_quotes = false;
  std::string current;
  for (; at <= parameters.size(); ++at) {
    char c = at < parameters.size() ? parameters[at] : ',';
    if (c == '\'' || c == '"') in_quotes = !in_quotes;
    if (c == ',' && !in_quotes) {
      size_t begin = current.find_first_not_of(' ');
      if (begin != std::string::npos) names.push_back(current.substr(begin));
      current.clear();
    } else {
      current += c;
    }
  }
  return names;
}

std::string NameOnly(const std::string& parameter) {
  std::string name = parameter.substr(0, parameter.find(" = "));
  size_t space = name.rfind(' ');
  return space == std::string::npos ? name : name.substr(space + 1);
}

std::string DefaultOnly(const std::string& parameter) {
  size_t at = parameter.find(" = ");
  return at == std::string::npos ? "" : parameter.substr(at + 3);
}

}  // namespace

Expr* Checker::Builtin(std::string_view owner, std::string_view name, std::vector<Expr*> args, Span span) {
  const stdlib::Row* best = nullptr;
  uint32_t best_index = 0;
  int best_cost = 0;
  for (uint32_t index : stdlib::FindFunctions(owner, name)) {
    const stdlib::Row& row = stdlib::Functions()[index];
    if (row.types.size() != args.size()) continue;
    int cost = 0;
    for (size_t i = 0; i < args.size() && cost >= 0; ++i) {
      int one = ConversionCost(*args[i], FromSpec(row.types[i]));
      cost = one < 0 ? -1 : cost + one;
    }
    if (cost < 0 || (best != nullptr && cost >= best_cost)) continue;
    best = &row;
    best_index = index;
    best_cost = cost;
  }
  if (best != nullptr) {
    for (size_t i = 0; i < args.size(); ++i) args[i] = ConvertQuietly(args[i], FromSpec(best->types[i]));
    return FinishRow(*best, best_index, std::move(args), span);
  }
  std::string shown = owner == "$"
                          ? "the text of " + (args.empty() ? std::string("this") : NameOf(args[0]->type))
                          : std::string(owner) + "." + std::string(name);
  return Unsupported(span, shown);
}

// What .NET declares as const: int.MaxValue, Math.PI, TimeSpan.TicksPerDay; not what it makes as it starts,
// such as Path.PathSeparator.
Expr* Checker::LibraryConstant(Expr* value) {
  TypeKind kind = value->type.kind;
  bool number = kind == TypeKind::kInt || kind == TypeKind::kLong || kind == TypeKind::kDouble ||
                kind == TypeKind::kChar || kind == TypeKind::kByte || kind == TypeKind::kDecimal;
  if (value->op != Op::kBuiltin || !number) return value;
  const stdlib::Row& row = stdlib::Functions()[static_cast<size_t>(value->a)];
  return row.owner == "Path" || row.purity != stdlib::Purity::kPure ? value : Fold(value);
}

// What a row says of constants that can never be right. False with a diagnostic.
bool Checker::CheckConstants(const stdlib::Row& row, const std::vector<Expr*>& args, Span span) {
  if (row.check_constants == nullptr) return true;
  std::vector<stdlib::Slot> values(args.size());
  std::vector<const stdlib::Slot*> known(args.size(), nullptr);
  for (size_t i = 0; i < args.size(); ++i) {
    const Expr& e = *args[i];
    if (e.op != Op::kConst || !e.present) continue;
    values[i] =
        e.type.kind == TypeKind::kString ? stdlib::ToSlot(Text(e.text)) : stdlib::Slot{e.lo, e.hi, true};
    known[i] = &values[i];
  }
  std::string wrong = row.check_constants(known);
  if (!wrong.empty()) Report(2010, span, {wrong});
  return wrong.empty();
}

Expr* Checker::FinishRow(const stdlib::Row& row, uint32_t index, std::vector<Expr*> args, Span span) {
  if (!CheckConstants(row, args, span)) return ErrorNode(span);
  Expr* call = Node(Op::kBuiltin, FromSpec(row.result), span, std::move(args));
  call->a = static_cast<int32_t>(index);
  return call;
}

// Elements that string.Join has no row for, as texts.
Expr* Checker::TextsOf(Expr* value) {
  if (value->type.kind == TypeKind::kError || !IsSequence(value->type)) return value;
  QueryPtr query = QueryOf(value);
  TypeKind kind = query->element.kind;
  Type text = TypeOf(TypeKind::kString);
  bool own = kind == TypeKind::kString || kind == TypeKind::kObject || !HasText(query->element);
  for (uint32_t row : stdlib::FindFunctions("string", "Join"))
    own = own || (stdlib::Functions()[row].types.size() == 2 &&
                  FromSpec(stdlib::Functions()[row].types[1]) == program_.shapes.ListOf(query->element));
  if (own) return value;
  Span span = value->span;
  QueryPtr texts = Staged(
      query, text, {}, [this, span, text](Expr* item, std::vector<Stmt*>& body, int32_t, const Sink& next) {
        int32_t made = NewLocal(text, "");
        body.push_back(Assign(made, ToText(item, span)));
        next(LocalNode(made, span), body);
      });
  return Materialize(texts, span);
}

// What ! said of an argument is not tested: the function itself refuses null, where it does.
Expr* Checker::Passed(Expr* value, const Type& type, const std::string& parameter) {
  bool promised = value->op == Op::kUnwrap && IsReference(value->args[0]->type);
  if (!promised) return ConvertQuietly(value, type);
  Expr* given = value->args[0];
  if (type.nullable) return ConvertQuietly(given, type);
  Span span = value->span;
  return WithTemporary(given, [&](Expr* held) {
    Type text = TypeOf(TypeKind::kString).AsNullable();
    Expr* why = TextConstant("Value cannot be null. (Parameter '" + NameOnly(parameter) + "')", span);
    Expr* fail = Node(Op::kThrow, TypeOf(TypeKind::kNever), span, {ConvertQuietly(why, text)});
    fail->a = static_cast<int32_t>(EvalErrorKind::kArgumentNull);
    Expr* known = Node(Op::kAssume, held->type.NonNull(), span, {held});
    Expr* is_null = Node(Op::kIsNull, TypeOf(TypeKind::kBool), span, {held});
    return ConvertQuietly(Node(Op::kCond, known->type, span, {is_null, fail, known}), type);
  });
}

// Overload resolution over rows: the fewest and smallest conversions win, the first of equals.
Expr* Checker::CallRows(std::span<const uint32_t> rows, const std::string& shown, Expr* receiver,
                        const std::vector<ast::Argument>& arguments, Span span) {
  std::vector<Expr*> given;
  if (receiver != nullptr) given.push_back(receiver);
  if (!CheckArguments(arguments, shown, given)) return ErrorNode(span);
  if (shown == "string.Join" && given.size() == 2) given[1] = TextsOf(given[1]);
  for (Expr*& value : given)
    if (IsGrouping(value->type) && !value->type.nullable) value = ElementsOf(value);
  size_t receivers = receiver != nullptr ? 1 : 0;
  struct Match {
    uint32_t row = 0;
    int cost = -1;
    std::vector<Expr*> args;  // null: the default
  } best;
  Expr* null_culprit = nullptr;
  Expr* null_literal = nullptr;  // where only this stands in the way
  for (uint32_t index : rows) {
    const stdlib::Row& row = stdlib::Functions()[index];
    std::vector<std::string> parameters = ParameterNames(row.parameters);
    size_t count = row.types.size();
    IDX_ASSERT(parameters.size() == count);
    std::vector<Expr*> slots(count, nullptr);
    std::vector<Expr*> rest;
    bool fits = true;
    for (size_t i = 0; i < given.size() && fits; ++i) {
      const std::string& name = i < receivers ? std::string() : arguments[i - receivers].name;
      size_t to = i;
      if (!name.empty()) {
        for (to = 0; to < count && NameOnly(parameters[to]) != name; ++to) {
        }
      }
      bool packs = row.variadic && to + 1 >= count && name.empty();
      bool whole_list = packs && to + 1 == count && i + 1 == given.size() &&
                        (given[i]->type.kind == TypeKind::kNull ||
                         ((given[i]->type.kind == TypeKind::kList || IsSequence(given[i]->type)) &&
                          ConversionCost(*given[i], FromSpec(row.types[count - 1])) >= 0));
      if (packs && !whole_list)
        rest.push_back(given[i]);
      else if (to >= count || slots[to] != nullptr)
        fits = false;
      else
        slots[to] = given[i];
    }
    if (!fits) continue;
    int cost = 0;
    Expr* literal_null = nullptr;
    auto weigh = [&](Expr* value, const Type& type) {
      int c = ConversionCost(*value, type);
      if (c < 0 && value->type.kind == TypeKind::kNull && IsReference(type)) {
        literal_null = value;
        return;
      }
      if (c < 0 && value->type.nullable && value->type.kind != TypeKind::kNull) {
        Expr probe = *value;
        probe.type.nullable = false;
        if (ConversionCost(probe, type) >= 0) {
          if (null_culprit == nullptr) null_culprit = value;
        }
      }
      fits = fits && c >= 0;
      cost += std::max(c, 0);
    };
    for (size_t i = 0; i < count; ++i) {
      // No provider is the current culture, which is the invariant one.
      if (slots[i] != nullptr && slots[i]->type.kind == TypeKind::kNull && !row.types[i].nullable &&
          row.types[i].library == stdlib::LibraryType::kCultureInfo && NameOnly(parameters[i]) == "provider")
        slots[i] =
            Constant(FromSpec(row.types[i]), span, static_cast<uint32_t>(stdlib::CultureInfo::kInvariant));
      if (slots[i] != nullptr) {
        weigh(slots[i], FromSpec(row.types[i]));
      } else if (row.variadic && i + 1 == count) {
        Type element = program_.shapes.ElementOf(FromSpec(row.types[i]));
        cost += 1;
        for (Expr* value : rest)
          weigh(value, element.kind == TypeKind::kObject ? element.AsNullable() : element);
      } else if (DefaultOnly(parameters[i]).empty()) {
        fits = false;
      } else {
        cost += 1;
      }
    }
    if (fits && literal_null != nullptr) null_literal = literal_null;
    if (!fits || literal_null != nullptr) continue;
    if (best.cost >= 0 && cost >= best.cost) continue;
    best = {index, cost, slots};
    if (row.variadic && slots[count - 1] == nullptr) {
      Type list = FromSpec(row.types[count - 1]);
      Type element = program_.shapes.ElementOf(list);
      std::vector<Expr*> packed;
      for (Expr* value : rest) packed.push_back(ConvertQuietly(value, element));
      best.args[count - 1] = Node(Op::kList, list, span, packed);
    }
  }
  if (best.cost < 0) {
    bool sequence =
        shown.starts_with("Enumerable.") || shown.starts_with("Seq.") || shown.starts_with("List.");
    if (null_culprit != nullptr && (!sequence || IsScalar(null_culprit->type.NonNull())))
      return NotNull(null_culprit, null_culprit->span);
    if (null_literal != nullptr) return NotNull(null_literal, null_literal->span);
    std::string types;
    for (size_t i = receivers; i < given.size(); ++i)
      types += (i > receivers ? ", " : "") + NameOf(given[i]->type);
    for (Expr* value : given)
      if (value->type.kind == TypeKind::kNull) {
        Report(1900, span, {shown + " with these arguments"});
        return ErrorNode(span);
      }
    std::vector<std::string> names;
    for (uint32_t index : rows)
      for (const std::string& parameter : ParameterNames(stdlib::Functions()[index].parameters))
        names.push_back(NameOnly(parameter));
    Report(1900, span, {shown + "(" + types + ")"}).fix = MeantName(arguments, names);
    return ErrorNode(span);
  }
  const stdlib::Row& row = stdlib::Functions()[best.row];
  std::vector<std::string> parameters = ParameterNames(row.parameters);
  std::vector<Stmt*> before;
  KeepOrder(arguments, given, best.args, before);
  for (size_t i = 0; i < best.args.size(); ++i) {
    Type type = FromSpec(row.types[i]);
    if (best.args[i] != nullptr) {
      best.args[i] =
          i < receivers ? ConvertQuietly(best.args[i], type) : Passed(best.args[i], type, parameters[i]);
      continue;
    }
    // Defaults in the table are literals of the language; only these forms occur.
    std::string text = DefaultOnly(parameters[i]);
    if (text == "null")
      best.args[i] = NullConstant(type, span);
    else if (text == "true" || text == "false")
      best.args[i] = BoolConstant(text == "true", span);
    else if (text.starts_with("'"))
      best.args[i] = Constant(TypeOf(TypeKind::kChar), span, static_cast<unsigned char>(text[1]));
    else if (text.starts_with("\""))
      best.args[i] = TextConstant(text.substr(1, text.size() - 2), span);
    else if (type.kind == TypeKind::kEnum) {
      std::string member = text.substr(text.rfind('.') + 1);
      for (const EnumType::Member& m : program_.enums[static_cast<size_t>(type.id)].type.members)
        if (m.name == member) best.args[i] = Constant(type.NonNull(), span, static_cast<uint32_t>(m.number));
      if (best.args[i] == nullptr)
        best.args[i] = Constant(type.NonNull(), span, static_cast<uint32_t>(std::stol(text)));
    } else {
      best.args[i] = IntConstant(static_cast<int32_t>(std::stol(text)), span);
    }
    best.args[i] = ConvertQuietly(best.args[i], type);
  }
  Expr* call = FinishRow(row, best.row, best.args, span);
  if (before.empty()) return call;
  Expr* block = Node(Op::kBlock, call->type, span, {call});
  block->body = before;
  return block;
}

}  // namespace idx::compiler::check
