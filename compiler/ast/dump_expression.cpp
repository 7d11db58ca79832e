#include "compiler/ast/dumper.h"

namespace idx::compiler {

using namespace ast;

namespace {

constexpr const char* kBinary[] = {"*",  "/",  "%",  "+",  "-", "<<", ">>", ">>>", "<",  ">",
                                   "<=", ">=", "==", "!=", "&", "^",  "|",  "&&",  "||", "??"};
constexpr const char* kUnary[] = {"+", "-", "!", "~", "++x", "--x", "x++", "x--", "x!", "^", "await"};

std::string Quoted(const std::string& text) {
  static constexpr char kHex[] = "0123456789abcdef";
  std::string out = "\"";
  for (char c : text) {
    const auto u = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') out += '\\';
    if (u < 0x20)
      out += std::string("\\x") + kHex[u >> 4] + kHex[u & 15];
    else
      out += c;
  }
  return out + "\"";
}

std::string Generic(const std::string& name, const std::vector<TypeName*>& arguments) {
  std::string out = name;
  for (size_t i = 0; i < arguments.size(); ++i) out += (i ? ", " : "<") + TypeText(arguments[i]);
  return arguments.empty() ? out : out + ">";
}

}  // namespace

void AstDumper::DumpLiteral(const Literal& l, const std::string& role) {
  static constexpr const char* kNames[] = {"null",  "true",   "false", "int",     "long", "uint",
                                           "ulong", "double", "float", "decimal", "char", "string"};
  std::string text = role + kNames[static_cast<size_t>(l.literal)];
  switch (l.literal) {
    case LiteralKind::kNull:
    case LiteralKind::kTrue:
    case LiteralKind::kFalse:
      break;
    case LiteralKind::kDouble:
    case LiteralKind::kFloat:
      text += " " + std::to_string(l.real);
      break;
    case LiteralKind::kDecimal:
      text += " " + l.text;
      break;
    case LiteralKind::kString:
      text += " " + Quoted(l.text);
      break;
    default:
      text += " " + std::to_string(l.integer);
  }
  Line(text);
}

void AstDumper::DumpArguments(const std::vector<Argument>& arguments) {
  static constexpr const char* kModes[] = {"", "ref ", "in ", "out "};
  for (const Argument& a : arguments) {
    const std::string role = kModes[static_cast<size_t>(a.mode)] + a.name;
    Dump(a.value, role.c_str());
  }
}

void AstDumper::DumpInitializers(const std::vector<Initializer>& initializers) {
  for (const Initializer& i : initializers) {
    Line(i.name.empty() ? i.index ? "index" : "element" : "set " + i.name);
    Indent in(*this);
    if (i.index) Dump(i.index);
    for (const Expr* v : i.values) Dump(v);
  }
}

void AstDumper::Dump(const Expr* e, const char* given) {
  if (e == nullptr) return;
  const std::string role = *given ? std::string(given) + ": " : "";
  auto node = [&](const std::string& text, std::initializer_list<const Expr*> parts) {
    Line(role + text);
    Indent in(*this);
    for (const Expr* part : parts) Dump(part);
  };
  switch (e->kind) {
    case ExprKind::kLiteral:
      return DumpLiteral(As<Literal>(e), role);
    case ExprKind::kName:
      return node("name " + Generic(As<Name>(e).name, As<Name>(e).arguments), {});
    case ExprKind::kMember:
      return node("member " + Generic(As<Member>(e).name, As<Member>(e).arguments), {As<Member>(e).target});
    case ExprKind::kBinding:
      return node("binding", {});
    case ExprKind::kCondAccess:
      return node("conditional access", {As<CondAccess>(e).target, As<CondAccess>(e).then});
    case ExprKind::kUnary:
      return node(std::string("unary ") + kUnary[static_cast<size_t>(As<Unary>(e).op)],
                  {As<Unary>(e).operand});
    case ExprKind::kBinary:
      return node(std::string("binary ") + kBinary[static_cast<size_t>(As<Binary>(e).op)],
                  {As<Binary>(e).left, As<Binary>(e).right});
    case ExprKind::kAssign:
      return node(std::string("assign ") +
                      (As<Assign>(e).compound ? kBinary[static_cast<size_t>(As<Assign>(e).op)] : "") + "=",
                  {As<Assign>(e).target, As<Assign>(e).value});
    case ExprKind::kConditional:
      return node("conditional",
                  {As<Conditional>(e).condition, As<Conditional>(e).then, As<Conditional>(e).otherwise});
    case ExprKind::kAs:
      return node("as " + TypeText(As<AsExpr>(e).type), {As<AsExpr>(e).operand});
    case ExprKind::kCast:
      return node("cast " + TypeText(As<Cast>(e).type), {As<Cast>(e).operand});
    case ExprKind::kRange:
      return node(
          std::string("range ") + (As<Range>(e).begin ? "x" : "") + ".." + (As<Range>(e).end ? "x" : ""),
          {As<Range>(e).begin, As<Range>(e).end});
    case ExprKind::kThrow:
      return node("throw", {As<ThrowExpr>(e).operand});
    case ExprKind::kNameOf:
      return node("nameof", {As<NameOf>(e).operand});
    case ExprKind::kTypeOf:
      return node("typeof " + TypeText(As<TypeOfExpr>(e).type), {});
    case ExprKind::kDefault:
      return node("default " + TypeText(As<Default>(e).type), {});
    case ExprKind::kThis:
      return node(As<This>(e).base ? "base" : "this", {});
    case ExprKind::kDeclaration:
      return node("declaration " + As<Declaration>(e).name + " : " + TypeText(As<Declaration>(e).type), {});
    case ExprKind::kChecked:
      return node(As<Checked>(e).checked ? "checked" : "unchecked", {As<Checked>(e).operand});
    case ExprKind::kUnsupported:
      return node("unsupported " + As<UnsupportedExpr>(e).construct, {});
    case ExprKind::kNew:
    case ExprKind::kNewArray:
    case ExprKind::kCollection:
    case ExprKind::kTuple:
      return DumpCreation(e, role);
    default:
      return DumpRest(e, role);
  }
}

void AstDumper::DumpCreation(const Expr* e, const std::string& role) {
  if (e->kind == ExprKind::kNew) {
    const auto& n = As<New>(e);
    Line(role + "new " + TypeText(n.type) + (n.has_arguments ? " ()" : "") +
         (n.has_initializers ? " {}" : ""));
    Indent in(*this);
    DumpArguments(n.arguments);
    return DumpInitializers(n.initializers);
  }
  if (e->kind == ExprKind::kTuple) {
    Line(role + "tuple");
    Indent in(*this);
    return DumpArguments(As<Tuple>(e).elements);
  }
  const bool array = e->kind == ExprKind::kNewArray;
  Line(role + (array ? "new array of " + TypeText(As<NewArray>(e).element) : "collection"));
  Indent in(*this);
  if (array) Dump(As<NewArray>(e).length, "length");
  for (const Expr* x : array ? As<NewArray>(e).elements : As<Collection>(e).elements) Dump(x);
}

void AstDumper::DumpRest(const Expr* e, const std::string& role) {
  static constexpr const char* kHeads[] = {"call", "index", "is", "switch", "with", "lambda", "interpolated"};
  const size_t head = e->kind == ExprKind::kCall     ? 0
                      : e->kind == ExprKind::kIndex  ? 1
                      : e->kind == ExprKind::kIs     ? 2
                      : e->kind == ExprKind::kSwitch ? 3
                      : e->kind == ExprKind::kWith   ? 4
                      : e->kind == ExprKind::kLambda ? 5
                                                     : 6;
  Line(role + kHeads[head]);
  Indent in(*this);
  if (head == 0) {
    Dump(As<Call>(e).callee);
    DumpArguments(As<Call>(e).arguments);
  } else if (head == 1) {
    Dump(As<Index>(e).target);
    DumpArguments(As<Index>(e).arguments);
  } else if (head == 2) {
    Dump(As<IsExpr>(e).operand);
    Dump(As<IsExpr>(e).pattern);
  } else if (head == 3) {
    Dump(As<SwitchExpr>(e).operand);
    for (const SwitchArm& arm : As<SwitchExpr>(e).arms) {
      Line("arm");
      Indent deeper(*this);
      Dump(arm.pattern);
      Dump(arm.when, "when");
      Dump(arm.value);
    }
  } else if (head == 4) {
    Dump(As<With>(e).operand);
    DumpInitializers(As<With>(e).initializers);
  } else if (head == 5) {
    DumpParameters(As<Lambda>(e).parameters);
    Dump(As<Lambda>(e).body);
    if (As<Lambda>(e).block) Dump(As<Lambda>(e).block);
  } else {
    for (const auto& part : As<Interpolated>(e).parts) {
      Line(part.value ? part.format.empty() ? "hole" : "hole " + Quoted(part.format)
                      : "text " + Quoted(part.text));
      Indent deeper(*this);
      Dump(part.value);
      Dump(part.alignment, "alignment");
    }
  }
}

void AstDumper::DumpSubs(const char* what, const std::vector<RecursivePattern::Sub>& subs) {
  for (const auto& sub : subs) {
    Line(std::string(what) + (sub.name.empty() ? "" : " " + sub.name));
    Indent in(*this);
    Dump(sub.pattern);
  }
}

void AstDumper::Dump(const Pattern* p) {
  if (p == nullptr) return;
  const auto kind = p->kind;
  std::string head = kind == PatternKind::kConstant  ? "constant"
                     : kind == PatternKind::kAnd     ? "and"
                     : kind == PatternKind::kOr      ? "or"
                     : kind == PatternKind::kNot     ? "not"
                     : kind == PatternKind::kDiscard ? "discard"
                     : kind == PatternKind::kSlice   ? "slice"
                     : kind == PatternKind::kList    ? "list " + As<ListPattern>(p).designation
                                                     : "";
  if (kind == PatternKind::kRelational)
    head = std::string("relational ") + kBinary[static_cast<size_t>(As<RelationalPattern>(p).op)];
  if (kind == PatternKind::kType)
    head = "type " + TypeText(As<TypePattern>(p).type) + " " + As<TypePattern>(p).designation;
  if (kind == PatternKind::kVar) {
    head = As<VarPattern>(p).tuple ? "var tuple" : "var";
    for (const std::string& name : As<VarPattern>(p).names) head += " " + name;
  }
  if (kind == PatternKind::kRecursive)
    head = "recursive " + TypeText(As<RecursivePattern>(p).type) + " " + As<RecursivePattern>(p).designation;
  Line("pattern " + head);
  Indent in(*this);
  switch (kind) {
    case PatternKind::kConstant:
      return Dump(As<ConstantPattern>(p).value);
    case PatternKind::kRelational:
      return Dump(As<RelationalPattern>(p).value);
    case PatternKind::kAnd:
    case PatternKind::kOr:
      Dump(As<BinaryPattern>(p).left);
      return Dump(As<BinaryPattern>(p).right);
    case PatternKind::kNot:
      return Dump(As<NotPattern>(p).operand);
    case PatternKind::kSlice:
      return Dump(As<SlicePattern>(p).pattern);
    case PatternKind::kList:
      for (const Pattern* x : As<ListPattern>(p).elements) Dump(x);
      return;
    case PatternKind::kRecursive:
      DumpSubs("position", As<RecursivePattern>(p).positional);
      return DumpSubs("property", As<RecursivePattern>(p).properties);
    default:
      return;
  }
}

}  // namespace idx::compiler
