#include "compiler/typed/dump.h"

#include <array>
#include <cstdio>
#include <cstring>

#include "stdlib/composite/operations.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler {

using typed::Expr;
using typed::Op;
using typed::Stmt;
using typed::StmtOp;
using typed::Type;

namespace {

constexpr std::array<std::string_view, 55> kOps = {"const",       "local",       "set",
                                                   "attr",        "add",         "sub",
                                                   "mul",         "div",         "mod",
                                                   "add checked", "sub checked", "mul checked",
                                                   "neg",         "neg checked", "bit not",
                                                   "not",         "shl",         "shr",
                                                   "ushr",        "bit and",     "bit or",
                                                   "bit xor",     "eq",          "ne",
                                                   "lt",          "gt",          "le",
                                                   "ge",          "join eq",     "and",
                                                   "or",          "cond",        "coalesce",
                                                   "is null",     "unwrap",      "assume",
                                                   "widen",       "convert",     "convert checked",
                                                   "concat",      "call",        "library",
                                                   "list",        "box",         "throw",
                                                   "block",       "now",         "today",
                                                   "tuple",       "field",       "set field",
                                                   "operation",   "static",      "throw object",
                                                   "rethrow"};
static_assert(static_cast<size_t>(Op::kRethrow) == 54);
constexpr std::array<std::string_view, 13> kStatements = {
    "do",    "attribute", "effect", "if",    "while",     "do while", "foreach",
    "break", "continue",  "return", "block", "breakable", "try"};
static_assert(static_cast<size_t>(StmtOp::kTry) == 12);
constexpr std::string_view kOperations[] = {
#define IDX_X(name) #name,
    IDX_OPERATIONS(IDX_X)
#undef IDX_X
};
constexpr std::array<std::string_view, typed::kEffects> kEffectNames = {"skip",   "disable", "enable",
                                                                        "delete", "hold",    "notify"};
constexpr std::array<std::string_view, 7> kRules = {"join",   "inbound",   "outbound", "classify",
                                                    "filter", "provision", "test"};
constexpr std::array<std::string_view, 4> kOutcomes = {"no opinion", "value", "clear", "failed"};

class Dumper {
 public:
  explicit Dumper(const typed::Program& program) : program_(program) {}

  void Rule(const typed::Rule& rule) {
    Line(std::string(kRules[static_cast<size_t>(rule.kind)]) + " " + rule.id + " order " +
         std::to_string(rule.order));
    ++depth_;
    Line("method " + program_.functions[static_cast<size_t>(rule.function)].name);
    References("reads", rule, rule.reads);
    References("writes", rule, rule.writes);
    for (typed::Effect effect : rule.effects)
      Line("effect " + std::string(kEffectNames[static_cast<size_t>(effect)]));
    for (const typed::JoinProbe& probe : rule.probes) {
      Line("probe");
      ++depth_;
      for (const typed::JoinKey& key : probe.keys)
        Line("key " + std::to_string(key.app_function) + " = " + std::to_string(key.vault_function) +
             (key.ignore_case ? " ignoring case" : ""));
      --depth_;
    }
    if (rule.reads_clock) Line("reads the clock");
    --depth_;
  }

  void Function(const typed::Function& f) {
    f_ = &f;
    std::string head = NameOfType(program_, f.result) + " " + f.name + "(";
    for (uint32_t i = 0; i < f.parameters; ++i) head += (i == 0 ? "" : ", ") + Declared(i);
    Line(head + ")");
    ++depth_;
    for (size_t i = f.parameters; i < f.locals.size(); ++i) Line("local " + Declared(i));
    Body(f.body);
    --depth_;
  }
  std::string Take() { return std::move(out_); }

 private:
  void Line(const std::string& text) {
    out_.append(depth_ * 2, ' ');
    out_ += text;
    out_ += '\n';
  }
  std::string LocalName(size_t local) const {
    const std::string& name = f_->local_names[local];
    return (name.empty() ? "" : name) + "#" + std::to_string(local);
  }
  std::string Declared(size_t local) const {
    return NameOfType(program_, f_->locals[local]) + " " + LocalName(local);
  }
  std::string AttributeName(const typed::Function& f, int32_t local, int32_t attribute) const {
    const Type& type = f.locals[static_cast<size_t>(local)];
    const ObjectType& object = program_.configuration->types[static_cast<size_t>(type.id)];
    return f.local_names[static_cast<size_t>(local)] + "." + object.At(attribute).identifier;
  }
  void References(const char* what, const typed::Rule& rule,
                  const std::vector<typed::AttributeRef>& references) {
    if (references.empty()) return;
    std::string text = what;
    const typed::Function& f = program_.functions[static_cast<size_t>(rule.function)];
    for (const typed::AttributeRef& reference : references)
      text += " " + AttributeName(f, reference.parameter, reference.attribute);
    Line(text);
  }

  static std::string Constant(const Expr& e) {
    if (!e.present) return "null";
    if (e.type.kind == TypeKind::kString) return "\"" + e.text + "\"";
    if (e.type.kind == TypeKind::kBool) return e.lo != 0 ? "true" : "false";
    if (e.type.kind == TypeKind::kDouble) {
      double value;
      std::memcpy(&value, &e.lo, sizeof(value));
      char text[32];
      std::snprintf(text, sizeof(text), "%.17g", value);
      return text;
    }
    bool narrow = SizeOf(e.type.kind) == 4;
    return narrow ? std::to_string(static_cast<int32_t>(e.lo)) : std::to_string(static_cast<int64_t>(e.lo));
  }

  std::string Detail(const Expr& e) const {
    switch (e.op) {
      case Op::kConst:
        return " " + Constant(e);
      case Op::kLocal:
      case Op::kSetLocal:
        return " " + LocalName(static_cast<size_t>(e.a));
      case Op::kAttr:
        return " " + AttributeName(*f_, e.a, e.b);
      case Op::kCall:
        return " " + program_.functions[static_cast<size_t>(e.a)].name;
      case Op::kBuiltin:
        return " " + std::string(stdlib::Functions()[static_cast<size_t>(e.a)].symbol);
      case Op::kField:
      case Op::kSetField:
        return " " + std::to_string(e.a);
      case Op::kOperation:
        return " " + std::string(kOperations[static_cast<size_t>(e.a)]) + " of " +
               NameOfType(program_, program_.shapes.types[static_cast<size_t>(e.b)]);
      case Op::kStatic:
        return " " + program_.statics[static_cast<size_t>(e.a)].name;
      case Op::kRethrow:
        return " " + LocalName(static_cast<size_t>(e.a));
      default:
        return "";
    }
  }

  void Value(const Expr* e) {
    if (e == nullptr) return;
    Line(std::string(kOps[static_cast<size_t>(e->op)]) + Detail(*e) + " : " + NameOfType(program_, e->type));
    ++depth_;
    Body(e->body);
    for (const Expr* arg : e->args) Value(arg);
    --depth_;
  }

  void Body(const std::vector<Stmt*>& body) {
    for (const Stmt* s : body) Statement(*s);
  }
  void Part(const char* name, const std::vector<Stmt*>& body) {
    if (body.empty()) return;
    Line(name);
    ++depth_;
    Body(body);
    --depth_;
  }

  void Statement(const Stmt& s) {
    std::string head(kStatements[static_cast<size_t>(s.op)]);
    if (s.op == StmtOp::kSetAttr)
      head = AttributeName(*f_, s.a, s.b) + (s.initial ? " ?\?= " : " = ") +
             std::string(kOutcomes[static_cast<size_t>(s.outcome)]) + (s.unique ? " unique" : "");
    if (s.op == StmtOp::kEffect) head += " " + std::string(kEffectNames[static_cast<size_t>(s.a)]);
    if (s.op == StmtOp::kForeach) head += " " + LocalName(static_cast<size_t>(s.a));
    Line(head);
    ++depth_;
    Value(s.value);
    Part(s.op == StmtOp::kIf ? "then" : "body", s.body);
    Part("else", s.otherwise);
    Part("step", s.step);
    for (const typed::Catch& clause : s.catches) Clause(clause);
    Part("finally", s.finally);
    --depth_;
  }

  void Clause(const typed::Catch& clause) {
    std::string head = "catch";
    for (uint32_t kind = 0; kind < 64; ++kind) {
      std::string_view name = EvalErrorName(static_cast<EvalErrorKind>(kind));
      if ((clause.kinds >> kind & 1) != 0 && !name.empty()) head += " " + std::string(name);
    }
    Line(head + (clause.local >= 0 ? " as " + LocalName(static_cast<size_t>(clause.local)) : ""));
    ++depth_;
    Value(clause.when);
    Body(clause.body);
    --depth_;
  }

  const typed::Program& program_;
  const typed::Function* f_ = nullptr;
  size_t depth_ = 0;
  std::string out_;
};

std::string KindName(TypeKind kind) {
  switch (kind) {
    case TypeKind::kVoid:
      return "void";
    case TypeKind::kNever:
      return "never";
    case TypeKind::kNull:
      return "null";
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
    case TypeKind::kObject:
      return "object";
    case TypeKind::kSync:
      return "Sync";
    case TypeKind::kByte:
      return "byte";
    case TypeKind::kDecimal:
      return "decimal";
    default:
      return "error";
  }
}

}  // namespace

namespace {

std::string Joined(const typed::Program& program, const Shape& shape) {
  std::string text;
  for (size_t i = 0; i < shape.parts.size(); ++i) {
    text += (i == 0 ? "" : ", ") + NameOfType(program, shape.parts[i]);
    if (i < shape.names.size() && !shape.names[i].empty()) text += " " + shape.names[i];
  }
  return text;
}

std::string CompositeName(const typed::Program& program, const Type& type) {
  const Shape& shape = program.shapes.ShapeOf(type);
  switch (type.kind) {
    case TypeKind::kListObject:
      return "List<" + Joined(program, shape) + ">";
    case TypeKind::kDictionary:
      return "Dictionary<" + Joined(program, shape) + ">";
    case TypeKind::kSet:
      return "HashSet<" + Joined(program, shape) + ">";
    default:
      return shape.name.empty() ? "(" + Joined(program, shape) + ")"
                                : shape.name + "<" + Joined(program, shape) + ">";
  }
}

}  // namespace

std::string NameOfType(const typed::Program& program, const Type& type) {
  std::string name;
  switch (type.kind) {
    case TypeKind::kEnum:
      name = program.enums[static_cast<size_t>(type.id)].type.name;
      break;
    case TypeKind::kEntity:
    case TypeKind::kReference:
      name = program.configuration->types[static_cast<size_t>(type.id)].FullName();
      break;
    case TypeKind::kList:
      name = type.element == TypeKind::kVoid ? "void[]"
                                             : NameOfType(program, program.shapes.ElementOf(type)) + "[]";
      break;
    case TypeKind::kOpaque:
      name = stdlib::NameOf(static_cast<stdlib::LibraryClass>(type.id));
      break;
    case TypeKind::kTuple:
    case TypeKind::kListObject:
    case TypeKind::kDictionary:
    case TypeKind::kSet:
      name = CompositeName(program, type);
      break;
    default:
      name = KindName(type.kind);
  }
  return type.nullable ? name + "?" : name;
}

std::string DumpTyped(const typed::Program& program, const typed::Function& function) {
  Dumper dumper(program);
  dumper.Function(function);
  return dumper.Take();
}

std::string DumpTyped(const typed::Program& program) {
  Dumper dumper(program);
  for (const typed::Rule& rule : program.rules) dumper.Rule(rule);
  for (const typed::Function& function : program.functions) dumper.Function(function);
  return dumper.Take();
}

}  // namespace idx::compiler
