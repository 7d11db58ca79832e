#include "tests/coverage/row_call.h"

#include "stdlib/registry/reference.h"

namespace idx::compiler::golden {

using stdlib::Form;
using stdlib::Row;
using stdlib::TypeSpec;

namespace {

// As the checker sees it. Types that are made of others belong to a program's table of shapes: these are
// written as expressions instead.
typed::Type TypeOf(const TypeSpec& spec, bool nullable) {
  typed::Type type;
  type.kind = spec.kind;
  type.nullable = nullable;
  type.element = spec.kind == TypeKind::kList ? spec.element : TypeKind::kVoid;
  if (spec.kind == TypeKind::kEnum) type.id = static_cast<int32_t>(spec.library) - 1;
  if (spec.kind == TypeKind::kOpaque) type.id = static_cast<int32_t>(spec.object);
  if (spec.kind == TypeKind::kList) {
    type.element_nullable = spec.parts->nullable;
    if (spec.element == TypeKind::kEnum) type.id = static_cast<int32_t>(spec.library) - 1;
    if (spec.element == TypeKind::kOpaque) type.id = static_cast<int32_t>(spec.object);
  }
  return type;
}

std::string Composite(const TypeSpec& spec, bool nullable) {
  std::string text;
  if (spec.kind == TypeKind::kObject) text = "\"x\"";
  if (spec.kind == TypeKind::kTuple) text = "(\"x\", \"y\")";
  if (spec.kind == TypeKind::kList && spec.element == TypeKind::kTuple) text = "new[] { (\"x\", \"y\") }";
  if (spec.kind == TypeKind::kList && spec.element == TypeKind::kObject) text = "new object[] { \"x\" }";
  if (spec.kind == TypeKind::kList && spec.element == TypeKind::kList) {
    bool numbers = spec.parts->element == TypeKind::kInt;
    text = numbers ? "new[] { new[] { 1 } }" : "new[] { new[] { \"x\" } }";
  }
  return text.empty() || !nullable ? text : "(1 > 2 ? " + text + " : null)";
}

// What makes a value that a rule may have of one that it may not.
std::string_view UseOf(stdlib::LibraryClass object) {
  switch (object) {
    case stdlib::LibraryClass::kNone:
    case stdlib::LibraryClass::kException:
      return "";
    case stdlib::LibraryClass::kRegex:
      return ".ToString()";
    case stdlib::LibraryClass::kMatch:
    case stdlib::LibraryClass::kGroup:
    case stdlib::LibraryClass::kAva:
      return ".Value";
    case stdlib::LibraryClass::kGroupCollection:
      return ".Count";
    case stdlib::LibraryClass::kDn:
      return ".Depth";
  }
  return "";
}

}  // namespace

bool HasReceiver(const Row& row) {
  return row.form == Form::kMethod || row.form == Form::kProperty || row.form == Form::kIndexer;
}

std::string ParameterName(const Row& row, size_t parameter) {
  std::string_view names = row.parameters;
  std::string name;
  bool quoted = false;
  for (char c : names) {
    if (c == '\'' || c == '"') quoted = !quoted;
    if (c == ',' && !quoted) {
      if (parameter == 0) break;
      --parameter;
      name.clear();
    } else if (c != ' ' || !name.empty()) {
      name += c;
    }
  }
  return name.substr(0, name.find(' '));
}

bool TakesNullElements(const TypeSpec& type) {
  return type.kind == TypeKind::kList && (type.parts->nullable || type.parts->kind == TypeKind::kObject);
}

RowCall WriteCall(const Row& row, int null_at, Receiver receiver) {
  RowCall call;
  if (row.owner == "$") call.unwritable = "no name of its own";
  if (row.owner == "Exception") call.unwritable = "only a catch clause has one";
  std::vector<std::string> arguments;
  for (size_t i = 0; i < row.types.size(); ++i) {
    bool nullable = row.types[i].nullable || null_at == static_cast<int>(i);
    std::string text = Composite(row.types[i], nullable);
    if (text.empty()) {
      text = "a" + std::to_string(i);
      call.variables.push_back({text, TypeOf(row.types[i], nullable)});
    }
    if (i == 0 && row.owner == "StringBuilder" && row.form != Form::kConstructor)
      text = "new StringBuilder(" + text + ")";  // whose text it is in the row
    arguments.push_back(std::move(text));
  }
  if (row.try_form) arguments.push_back("out var result");
  size_t first = HasReceiver(row) ? 1 : 0;
  std::string rest;
  for (size_t i = first; i < arguments.size(); ++i) rest += (i > first ? ", " : "") + arguments[i];
  std::string owner(row.owner), name(row.name);
  std::string dot = receiver == Receiver::kConditional ? "?." : ".";
  switch (row.form) {
    case Form::kStatic:
      call.expression = (owner == "Global" ? "" : owner + ".") + name + "(" + rest + ")";
      break;
    case Form::kMethod:
      call.expression = arguments[0] + dot + name + "(" + rest + ")";
      break;
    case Form::kProperty:
      call.expression = arguments[0] + dot + name;
      break;
    case Form::kStaticValue:
      call.expression = owner + "." + name;
      break;
    case Form::kConstructor:
      call.expression = "new " + owner + "(" + rest + ")";
      break;
    case Form::kIndexer:
      call.expression = arguments[0] + (receiver == Receiver::kConditional ? "?" : "") + "[" + rest + "]";
      break;
  }
  if (row.owner == "StringBuilder" && row.form != Form::kProperty && row.name != "ToString")
    call.expression += ".ToString()";
  if (row.result.kind == TypeKind::kOpaque)
    call.expression += (row.result.nullable ? "?" : "") + std::string(UseOf(row.result.object));
  return call;
}

}  // namespace idx::compiler::golden
