#include "compiler/ast/printer.h"

namespace idx::compiler {

using namespace ast;

namespace {

std::string PatternType(const TypeName* type) { return type->name == "var" ? "@var" : TypeSource(type); }

}  // namespace

std::string AstPrinter::Pattern(const ast::Pattern* p, int level) {
  switch (p->kind) {
    case PatternKind::kConstant: {
      const Expr* value = As<ConstantPattern>(p).value;
      if (value->kind == ExprKind::kName && As<Name>(value).name == "_") return "@_";
      return Text(value, kBinary);
    }
    case PatternKind::kRelational: {
      const auto& r = As<RelationalPattern>(p);
      return std::string(BinarySpelling(r.op)) + " " + Text(r.value, kBinary);
    }
    case PatternKind::kAnd:
    case PatternKind::kOr: {
      const auto& b = As<BinaryPattern>(p);
      const int own = p->kind == PatternKind::kOr ? kOr : kAnd;
      const std::string text =
          Pattern(b.left, own) + (own == kOr ? " or " : " and ") + Pattern(b.right, own + 1);
      return own < level ? "(" + text + ")" : text;
    }
    case PatternKind::kNot:
      return "not " + Pattern(As<NotPattern>(p).operand, kNot);
    case PatternKind::kType: {
      const auto& t = As<TypePattern>(p);
      return PatternType(t.type) + (t.designation.empty() ? "" : " " + NameText(t.designation));
    }
    case PatternKind::kVar: {
      const auto& v = As<VarPattern>(p);
      std::string names;
      for (const std::string& name : v.names) names += (names.empty() ? "" : ", ") + NameText(name);
      return v.tuple ? "var (" + names + ")" : "var " + names;
    }
    case PatternKind::kDiscard:
      return "_";
    case PatternKind::kRecursive:
      return Recursive(As<RecursivePattern>(p));
    case PatternKind::kList: {
      const auto& l = As<ListPattern>(p);
      std::string out = "[";
      for (const ast::Pattern* element : l.elements)
        out += (out.size() > 1 ? ", " : "") + Pattern(element, kOr);
      return out + "]" + (l.designation.empty() ? "" : " " + NameText(l.designation));
    }
    default:
      return As<SlicePattern>(p).pattern ? ".. " + Pattern(As<SlicePattern>(p).pattern, kNot) : "..";
  }
}

std::string AstPrinter::Recursive(const RecursivePattern& r) {
  std::string out;
  auto add = [&](const std::string& part) { out += (out.empty() ? "" : " ") + part; };
  if (r.type) add(PatternType(r.type));
  if (r.has_positional) add("(" + Subpatterns(r.positional) + ")");
  if (r.has_properties) add(r.properties.empty() ? "{ }" : "{ " + Subpatterns(r.properties) + " }");
  if (!r.designation.empty()) add(NameText(r.designation));
  return out;
}

std::string AstPrinter::Subpatterns(const std::vector<RecursivePattern::Sub>& subs) {
  std::string out;
  for (const RecursivePattern::Sub& sub : subs) {
    if (!out.empty()) out += ", ";
    if (!sub.name.empty()) out += NameText(sub.name) + ": ";
    out += Pattern(sub.pattern, kOr);
  }
  return out;
}

}  // namespace idx::compiler
