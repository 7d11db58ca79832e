// Lookup.Map: of texts, and of numbers whose pairs are written as texts.
#include <charconv>

#include "compiler/check/checker.h"

namespace idx::compiler::check {

namespace {

// The number that a constant text is; nothing where it is none.
std::optional<int64_t> NumberOf(const Expr& e) {
  if (e.op != Op::kConst || e.type.kind != TypeKind::kString || !e.present) return std::nullopt;
  int64_t value = 0;
  const char* end = e.text.data() + e.text.size();
  auto read = std::from_chars(e.text.data(), end, value);
  return read.ec == std::errc() && read.ptr == end && !e.text.empty() ? std::optional(value) : std::nullopt;
}

}  // namespace

// A key or a value of a pair in the type that is looked up: of numbers a number, or a constant text that is
// one. Null: it can never be equal.
Expr* Checker::PairSide(const ast::Expr& e, const Type& type, bool& never) {
  if (type.kind == TypeKind::kString) return CheckAs(e, type);
  Expr* side = CheckValue(e);
  if (side->type.kind != TypeKind::kString) return Convert(side, type);
  std::optional<int64_t> number = NumberOf(*side);
  never = never || !number;
  return Constant(type, side->span, static_cast<uint64_t>(number.value_or(0)));
}

// Lookup.Map(value, (key, value) …, default: …): the value of the first pair with this key, else the default,
// else the value as it is.
Expr* Checker::LookupMap(const ast::Call& e) {
  Span span = e.span;
  std::vector<Stmt*> before;
  auto keep = [&](Expr* value) {
    if (value->op == Op::kConst || value->type.kind == TypeKind::kError) return value;
    int32_t local = NewLocal(value->type, "");
    before.push_back(Assign(local, value));
    return LocalNode(local, span);
  };
  Expr* value = CheckValue(*e.arguments[0].value);
  if (value->type.kind == TypeKind::kError) return value;
  bool number = value->type.kind == TypeKind::kInt || value->type.kind == TypeKind::kLong;
  if (!number && value->type.kind != TypeKind::kString)
    return Unsupported(span, "Lookup.Map of " + NameOf(value->type));
  Type type = TypeOf(number ? TypeKind::kLong : TypeKind::kString);
  Type looked_up = value->type.nullable ? type.AsNullable() : type;
  value = keep(ConvertQuietly(value, looked_up));
  std::vector<std::pair<Expr*, Expr*>> pairs;
  Expr* missing = nullptr;
  for (size_t i = 1; i < e.arguments.size(); ++i) {
    const ast::Argument& argument = e.arguments[i];
    if (argument.name == "default" || argument.name == "@default") {
      missing = keep(CheckAs(*argument.value, type.AsNullable()));
      if (missing->type.kind == TypeKind::kError) return missing;
      continue;
    }
    bool pair = argument.name.empty() && argument.value->kind == ast::ExprKind::kTuple &&
                ast::As<ast::Tuple>(argument.value).elements.size() == 2;
    if (!pair) return Unsupported(argument.value->span, "Lookup.Map with something else than pairs");
    const auto& elements = ast::As<ast::Tuple>(argument.value).elements;
    bool never = false;
    Expr* key = keep(PairSide(*elements[0].value, type, never));
    bool no_key = never;
    Expr* mapped = keep(PairSide(*elements[1].value, type, never));
    if (key->type.kind == TypeKind::kError || mapped->type.kind == TypeKind::kError) return ErrorNode(span);
    if (never && !no_key) return Unsupported(elements[1].value->span, "Lookup.Map of a number to this");
    if (!no_key) pairs.push_back({key, mapped});
  }
  Expr* result = missing != nullptr ? missing : value;
  Type result_type = result->type;
  for (auto pair = pairs.rbegin(); pair != pairs.rend(); ++pair) {
    Expr* equal = Compare(ast::BinaryOp::kEq, value, ConvertQuietly(pair->first, looked_up), span);
    result = Node(Op::kCond, result_type, span, {equal, ConvertQuietly(pair->second, result_type), result});
  }
  return before.empty() ? result : BlockOf(std::move(before), result);
}

}  // namespace idx::compiler::check
