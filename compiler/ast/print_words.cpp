#include <charconv>

#include "compiler/ast/printer.h"

namespace idx::compiler {

using namespace ast;

namespace {

constexpr std::string_view kPredefined[] = {"bool",  "byte",   "char", "decimal", "double",
                                            "float", "int",    "long", "object",  "sbyte",
                                            "short", "string", "uint", "ulong",   "ushort"};
// Reserved words, and the contextual ones that are no names everywhere.
constexpr std::string_view kKeywords[] = {
    "abstract", "as",       "base",     "break",     "case",     "catch",  "checked",    "class",
    "const",    "continue", "default",  "delegate",  "do",       "else",   "enum",       "event",
    "explicit", "extern",   "false",    "finally",   "fixed",    "for",    "foreach",    "goto",
    "if",       "implicit", "in",       "interface", "internal", "is",     "lock",       "namespace",
    "new",      "null",     "operator", "out",       "override", "params", "private",    "protected",
    "public",   "readonly", "ref",      "return",    "sealed",   "sizeof", "stackalloc", "static",
    "struct",   "switch",   "this",     "throw",     "true",     "try",    "typeof",     "unchecked",
    "unsafe",   "using",    "virtual",  "void",      "volatile", "while",  "and",        "or",
    "not",      "when",     "with",     "await"};

template <size_t N>
bool Contains(const std::string_view (&words)[N], std::string_view name) {
  for (std::string_view word : words)
    if (word == name) return true;
  return false;
}

void AppendUnit(std::string& out, uint32_t unit) {
  static constexpr char kHex[] = "0123456789ABCDEF";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(unit >> shift) & 15];
}

std::string RealText(double value, bool is_float) {
  char buffer[64];
  const auto result = is_float ? std::to_chars(buffer, buffer + sizeof buffer, static_cast<float>(value))
                               : std::to_chars(buffer, buffer + sizeof buffer, value);
  std::string text(buffer, result.ptr);
  if (is_float) return text + "f";
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string CharacterText(uint64_t unit) {
  std::string out = "'";
  if (unit < 0x20 || unit > 0x7E || unit == '\'' || unit == '\\')
    AppendUnit(out, static_cast<uint32_t>(unit));
  else
    out += static_cast<char>(unit);
  return out + "'";
}

}  // namespace

std::string EscapedText(std::string_view text, bool braces) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto u = static_cast<unsigned char>(c);
    const bool surrogate =
        u == 0xED && i + 2 < text.size() && static_cast<unsigned char>(text[i + 1]) >= 0xA0;
    if (c == '"' || c == '\\')
      (out += '\\') += c;
    else if (c == '\n')
      out += "\\n";
    else if (c == '\r')
      out += "\\r";
    else if (c == '\t')
      out += "\\t";
    else if (u < 0x20)
      AppendUnit(out, u);
    else if (surrogate)
      AppendUnit(out, 0xD000u | ((text[i + 1] & 0x3Fu) << 6) | (text[i + 2] & 0x3Fu));
    else if (braces && (c == '{' || c == '}'))
      (out += c) += c;
    else
      out += c;
    if (surrogate) i += 2;
  }
  return out;
}

std::string LiteralText(const Literal& literal) {
  switch (literal.literal) {
    case LiteralKind::kNull:
      return "null";
    case LiteralKind::kTrue:
      return "true";
    case LiteralKind::kFalse:
      return "false";
    case LiteralKind::kInt:
      return std::to_string(literal.integer);
    case LiteralKind::kLong:
      return std::to_string(literal.integer) + "L";
    case LiteralKind::kUInt:
      return std::to_string(literal.integer) + "u";
    case LiteralKind::kULong:
      return std::to_string(literal.integer) + "UL";
    case LiteralKind::kDouble:
      return RealText(literal.real, false);
    case LiteralKind::kFloat:
      return RealText(literal.real, true);
    case LiteralKind::kDecimal:
      return literal.text + "m";
    case LiteralKind::kChar:
      return CharacterText(literal.integer);
    default:
      return "\"" + EscapedText(literal.text, false) + "\"";
  }
}

std::string NameText(const std::string& name) {
  std::string out;
  for (size_t i = 0; i <= name.size();) {
    const size_t stop = std::min(name.find('.', i), name.size());
    const std::string_view part = std::string_view(name).substr(i, stop - i);
    if (i > 0) out += '.';
    if (Contains(kKeywords, part)) out += '@';
    // A predefined type begins a name only where it stands for itself.
    if (i > 0 && Contains(kPredefined, part)) out += '@';
    out += part;
    i = stop + 1;
  }
  return out;
}

std::string TypeSource(const TypeName* type) {
  if (type->kind == TypeName::Kind::kVar) return "var";
  if (type->kind == TypeName::Kind::kNullable) return TypeSource(type->element) + "?";
  if (type->kind == TypeName::Kind::kArray) return TypeSource(type->element) + "[]";
  const bool tuple = type->kind == TypeName::Kind::kTuple;
  std::string out = tuple ? "(" : NameText(type->name);
  for (size_t i = 0; i < type->arguments.size(); ++i) {
    out += (i ? ", " : tuple ? "" : "<") + TypeSource(type->arguments[i]);
    if (tuple && !type->names[i].empty()) out += " " + NameText(type->names[i]);
  }
  return out + (tuple ? ")" : type->arguments.empty() ? "" : ">");
}

int BinaryLevel(BinaryOp op) {
  switch (op) {
    case BinaryOp::kCoalesce:
      return 1;
    case BinaryOp::kOr:
      return 2;
    case BinaryOp::kAnd:
      return 3;
    case BinaryOp::kBitOr:
      return 4;
    case BinaryOp::kBitXor:
      return 5;
    case BinaryOp::kBitAnd:
      return 6;
    case BinaryOp::kEq:
    case BinaryOp::kNe:
      return 7;
    case BinaryOp::kLt:
    case BinaryOp::kGt:
    case BinaryOp::kLe:
    case BinaryOp::kGe:
      return 8;
    case BinaryOp::kShl:
    case BinaryOp::kShr:
    case BinaryOp::kUShr:
      return 9;
    case BinaryOp::kAdd:
    case BinaryOp::kSub:
      return 10;
    default:
      return 11;
  }
}

const char* BinarySpelling(BinaryOp op) {
  static constexpr const char* kSpellings[] = {"*",  "/",  "%",  "+",  "-", "<<", ">>", ">>>", "<",  ">",
                                               "<=", ">=", "==", "!=", "&", "^",  "|",  "&&",  "||", "??"};
  return kSpellings[static_cast<size_t>(op)];
}

}  // namespace idx::compiler
