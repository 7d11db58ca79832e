#include <utility>

#include "compiler/ast/printer.h"

namespace idx::compiler {

using namespace ast;

namespace {

int LevelOf(const Expr* e) {
  switch (e->kind) {
    case ExprKind::kAssign:
    case ExprKind::kConditional:
    case ExprKind::kLambda:
    case ExprKind::kThrow:
    case ExprKind::kUnsupported:
    case ExprKind::kRange:
      return AstPrinter::kExpression;  // a range's open end would take an operator after it
    case ExprKind::kBinary:
      return BinaryLevel(As<Binary>(e).op);
    case ExprKind::kIs:
      return AstPrinter::kRelational;
    // x as T? followed by an operator would not be clear.
    case ExprKind::kAs:
      return As<AsExpr>(e).type->kind == TypeName::Kind::kNullable ? AstPrinter::kExpression
                                                                   : AstPrinter::kRelational;
    case ExprKind::kSwitch:
    case ExprKind::kWith:
      return AstPrinter::kOperand;
    case ExprKind::kUnary: {
      const UnaryOp op = As<Unary>(e).op;
      const bool postfix = op == UnaryOp::kPostInc || op == UnaryOp::kPostDec || op == UnaryOp::kSuppress;
      return postfix ? AstPrinter::kPrimary : AstPrinter::kUnary;
    }
    case ExprKind::kDefault:
      return As<Default>(e).type ? AstPrinter::kPrimary : AstPrinter::kUnary;
    case ExprKind::kCast:
    case ExprKind::kCondAccess:
    case ExprKind::kNewArray:
      return AstPrinter::kUnary;
    default:
      return AstPrinter::kPrimary;
  }
}

std::string Generic(const std::string& name, const std::vector<TypeName*>& arguments) {
  std::string out = name;
  for (size_t i = 0; i < arguments.size(); ++i) out += (i ? ", " : "<") + TypeSource(arguments[i]);
  return arguments.empty() ? out : out + ">";
}

// f(a < b, c > (d)) would be a call of a generic method.
std::string Join(std::vector<std::string> parts) {
  bool closes = false;
  for (size_t i = parts.size(); i-- > 0;) {
    const bool compares = closes && parts[i].find(" < ") != std::string::npos;
    closes = closes || parts[i].find('>') != std::string::npos;
    if (compares && parts[i].find(": ") == std::string::npos) parts[i] = "(" + parts[i] + ")";
  }
  std::string out;
  for (const std::string& part : parts) out += (&part == parts.data() ? "" : ", ") + part;
  return out;
}

}  // namespace

std::string AstPrinter::Text(const Expr* e, int level) {
  if (e == nullptr) return "";
  return LevelOf(e) < level ? "(" + Bare(e, kExpression) + ")" : Bare(e, level);
}

// level: what the place asks for, for parts that may stand bare only at the end of a whole expression.
std::string AstPrinter::Bare(const Expr* e, int level) {
  switch (e->kind) {
    case ExprKind::kLiteral:
      return LiteralText(As<Literal>(e));
    case ExprKind::kName:
      return Generic(NameText(As<Name>(e).name), As<Name>(e).arguments);
    case ExprKind::kMember: {
      const auto& m = As<Member>(e);
      return Text(m.target, kPrimary) + Generic(NameText("." + m.name), m.arguments);
    }
    case ExprKind::kCall:
      return Text(As<Call>(e).callee, kPrimary) + "(" + Arguments(As<Call>(e).arguments) + ")";
    case ExprKind::kIndex:
      return Text(As<Index>(e).target, kPrimary) + "[" + Arguments(As<Index>(e).arguments) + "]";
    case ExprKind::kBinding:
      return "";
    case ExprKind::kCondAccess:
      return Text(As<CondAccess>(e).target, kPrimary) + "?" + Bare(As<CondAccess>(e).then, kPrimary);
    case ExprKind::kInterpolated:
      return InterpolatedText(As<Interpolated>(e));
    case ExprKind::kNameOf:
      return "nameof(" + Text(As<NameOf>(e).operand, kExpression) + ")";
    case ExprKind::kTypeOf:
      return "typeof(" + TypeSource(As<TypeOfExpr>(e).type) + ")";
    case ExprKind::kDefault:
      return As<Default>(e).type ? "default(" + TypeSource(As<Default>(e).type) + ")" : "default";
    case ExprKind::kThis:
      return As<This>(e).base ? "base" : "this";
    case ExprKind::kDeclaration:
      return TypeSource(As<Declaration>(e).type) + " " + NameText(As<Declaration>(e).name);
    case ExprKind::kChecked:
      return std::string(As<Checked>(e).checked ? "checked(" : "unchecked(") +
             Text(As<Checked>(e).operand, kExpression) + ")";
    case ExprKind::kNew:
    case ExprKind::kNewArray:
    case ExprKind::kCollection:
    case ExprKind::kTuple:
      return Creation(e);
    case ExprKind::kUnsupported:
      return SourceOf(e->span, As<UnsupportedExpr>(e).construct);
    default:
      return Compound(e, level);
  }
}

std::string AstPrinter::Compound(const Expr* e, int level) {
  switch (e->kind) {
    case ExprKind::kUnary:
      return UnaryText(As<Unary>(e));
    case ExprKind::kBinary:
      return BinaryText(As<Binary>(e), level);
    case ExprKind::kCast:
      return CastText(As<Cast>(e));
    case ExprKind::kAssign: {
      const auto& a = As<Assign>(e);
      const std::string op = a.compound ? BinarySpelling(a.op) : "";
      const bool any = op.empty() || op == "+" || op == "-" || op == "??";  // where a lambda may follow
      return Text(a.target, kBinary) + " " + op + "= " + Text(a.value, any ? kExpression : kBinary);
    }
    case ExprKind::kConditional: {
      const auto& c = As<Conditional>(e);
      return Text(c.condition, kBinary) + " ? " + Text(c.then, kExpression) + " : " +
             Text(c.otherwise, kExpression);
    }
    // x is 1 < y would begin a generic type, and a pattern takes arithmetic after it.
    case ExprKind::kIs:
      return Text(As<IsExpr>(e).operand, kRelational + 1) + " is " + Pattern(As<IsExpr>(e).pattern, kOr);
    case ExprKind::kAs:
      return Text(As<AsExpr>(e).operand, kRelational + 1) + " as " + TypeSource(As<AsExpr>(e).type);
    case ExprKind::kSwitch:
      return SwitchText(As<SwitchExpr>(e));
    case ExprKind::kWith:
      return Text(As<With>(e).operand, kOperand) + " with " + Initializers(As<With>(e).initializers);
    case ExprKind::kRange: {
      const auto& r = As<Range>(e);
      const std::string end = Text(r.end, kUnary);
      return Text(r.begin, kUnary) + ".." + (end.starts_with('.') ? " " : "") + end;
    }
    case ExprKind::kLambda:
      return LambdaText(As<Lambda>(e));
    default:
      return "throw " + Text(As<ThrowExpr>(e).operand, kBinary);
  }
}

std::string AstPrinter::BinaryText(const Binary& b, int level) {
  const int own = BinaryLevel(b.op);
  const bool right_associative = b.op == BinaryOp::kCoalesce;
  // a < b > (c) would be a generic call; an is or as on the left would read on.
  const bool relational =
      own == kRelational && (b.left->kind != ExprKind::kBinary || As<Binary>(b.left).op == BinaryOp::kLt);
  const std::string left = Text(b.left, right_associative || relational ? own + 1 : own);
  const bool thrown = right_associative && b.right->kind == ExprKind::kThrow && level == kExpression;
  const std::string right =
      thrown ? Bare(b.right, kExpression)
      : right_associative && b.right->kind == ExprKind::kBinary
          ? (LevelOf(b.right) < own ? "(" + Bare(b.right, kExpression) + ")" : Bare(b.right, level))
          : Text(b.right, right_associative ? own : own + 1);
  return left + " " + BinarySpelling(b.op) + " " + right;
}

std::string AstPrinter::UnaryText(const Unary& u) {
  static constexpr const char* kSpellings[] = {"+",  "-",  "!", "~", "++",    "--",
                                               "++", "--", "!", "^", "await "};
  const std::string spelling = kSpellings[static_cast<size_t>(u.op)];
  if (u.op == UnaryOp::kPostInc || u.op == UnaryOp::kPostDec || u.op == UnaryOp::kSuppress)
    return Text(u.operand, kPrimary) + spelling;
  const std::string operand = Text(u.operand, kUnary);
  const bool joins = (spelling[0] == '+' || spelling[0] == '-') && operand.starts_with(spelling[0]);
  return spelling + (joins ? " " : "") + operand;
}

// Only what can begin nothing but an operand makes the parentheses before it a cast.
std::string AstPrinter::CastText(const Cast& c) {
  const std::string operand = Text(c.operand, kUnary);
  const bool clear = operand.find_first_of("+-^[&*.") != 0;
  return "(" + TypeSource(c.type) + ")" + (clear ? operand : "(" + operand + ")");
}

std::string AstPrinter::SwitchText(const SwitchExpr& s) {
  std::string out = Text(s.operand, kOperand) + " switch { ";
  for (const SwitchArm& arm : s.arms) {
    if (&arm != s.arms.data()) out += ", ";
    out += Pattern(arm.pattern, kOr);
    if (arm.when) out += " when " + Text(arm.when, kBinary);
    out += " => " + Text(arm.value, kExpression);
  }
  return out + (s.arms.empty() ? "}" : " }");
}

std::string AstPrinter::LambdaText(const Lambda& l) {
  std::string out;
  const bool simple = l.parameters.size() == 1 && l.parameters[0].type == nullptr &&
                      l.parameters[0].modifier.empty() && l.parameters[0].default_value == nullptr;
  if (simple)
    out = NameText(l.parameters[0].name) + " => ";
  else
    out = "(" + Parameters(l.parameters) + ") => ";
  if (l.block == nullptr) return out + Text(l.body, kExpression);
  std::string outer = std::exchange(out_, "");
  Print(*l.block);
  std::string block = std::exchange(out_, std::move(outer));
  const size_t first = block.find_first_not_of(' ');
  block.erase(0, first);
  if (block.ends_with('\n')) block.pop_back();
  return out + block;
}

std::string AstPrinter::InterpolatedText(const Interpolated& text) {
  std::string out = "$\"";
  for (const Interpolated::Part& part : text.parts) {
    if (part.value == nullptr) {
      out += EscapedText(part.text, true);
      continue;
    }
    // A ':' outside brackets would begin the format.
    out += "{" + Text(part.value, kBinary);
    if (part.alignment) out += ", " + Text(part.alignment, kBinary);
    if (!part.format.empty()) out += ":";
    for (char c : part.format) {
      if (c == '{')
        out += "\\u007B";
      else if (c == '}')
        out += "\\u007D";
      else if (c == '"')
        out += "\\u0022";
      else
        out += EscapedText(std::string_view(&c, 1), false);
    }
    out += "}";
  }
  return out + "\"";
}

std::string AstPrinter::Arguments(const std::vector<Argument>& arguments) {
  static constexpr const char* kModes[] = {"", "ref ", "in ", "out "};
  std::vector<std::string> parts;
  for (const Argument& a : arguments)
    parts.push_back((a.name.empty() ? "" : NameText(a.name) + ": ") + kModes[static_cast<size_t>(a.mode)] +
                    Text(a.value, kExpression));
  return Join(std::move(parts));
}

std::string AstPrinter::List(const std::vector<Expr*>& elements) {
  std::vector<std::string> parts;
  for (const Expr* e : elements) parts.push_back(Text(e, kExpression));
  return Join(std::move(parts));
}

std::string AstPrinter::Creation(const Expr* e) {
  if (e->kind == ExprKind::kTuple) return "(" + Arguments(As<Tuple>(e).elements) + ")";
  if (e->kind == ExprKind::kCollection) return "[" + List(As<Collection>(e).elements) + "]";
  if (e->kind == ExprKind::kNewArray) return NewArrayText(As<NewArray>(e));
  const auto& n = As<New>(e);
  std::string out = "new";
  if (n.type) out += " " + TypeSource(n.type);
  if (n.has_arguments) out += "(" + Arguments(n.arguments) + ")";
  if (n.has_initializers) out += " " + Initializers(n.initializers);
  return out;
}

// The length stands before the element's own brackets: new int[3][].
std::string AstPrinter::NewArrayText(const NewArray& n) {
  std::string suffixes;
  const TypeName* type = n.element;
  for (; type && (type->kind == TypeName::Kind::kArray || type->kind == TypeName::Kind::kNullable);
       type = type->element)
    suffixes.insert(0, type->kind == TypeName::Kind::kArray ? "[]" : "?");
  std::string out = type ? "new " + TypeSource(type) : "new";
  if (suffixes.starts_with('?')) {
    out += '?';
    suffixes.erase(0, 1);
  }
  out += "[" + Text(n.length, kExpression) + "]" + suffixes;
  if (n.has_elements) out += n.elements.empty() ? " { }" : " { " + List(n.elements) + " }";
  return out;
}

std::string AstPrinter::Initializers(const std::vector<Initializer>& initializers) {
  std::vector<std::string> parts;
  for (const Initializer& i : initializers) {
    const bool group =
        i.values.size() != 1 || (i.name.empty() && !i.index && i.values[0]->kind == ExprKind::kAssign);
    const std::string value = group ? "{ " + List(i.values) + " }" : Text(i.values[0], kExpression);
    parts.push_back(i.index           ? "[" + Text(i.index, kExpression) + "] = " + value
                    : !i.name.empty() ? NameText(i.name) + " = " + value
                                      : value);
  }
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : ", ") + part;
  return out.empty() ? "{ }" : "{ " + out + " }";
}

std::string AstPrinter::InitialValue(const TypeName* type, const Expr* value) {
  if (value->kind == ExprKind::kNewArray && type->kind == TypeName::Kind::kArray && As<NewArray>(value).bare)
    return NewArrayText(As<NewArray>(value)).substr(std::string_view("new[] ").size());
  return Text(value, kExpression);
}

std::string AstPrinter::Parameters(const std::vector<Parameter>& parameters) {
  std::string out;
  for (const Parameter& p : parameters) {
    if (!out.empty()) out += ", ";
    if (!p.modifier.empty()) out += p.modifier + " ";
    if (p.type) out += TypeSource(p.type) + " ";
    out += NameText(p.name);
    if (p.default_value) out += " = " + Text(p.default_value, kExpression);
  }
  return out;
}

std::string AstPrinter::SourceOf(Span span, const std::string& construct) const {
  if (sources_ == nullptr || span.file.index < 0) return "/* " + construct + " */";
  return sources_->file(span.file).text().substr(span.begin, span.end - span.begin);
}

}  // namespace idx::compiler
