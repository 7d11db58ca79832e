#include "compiler/ast/printer.h"

namespace idx::compiler {

using namespace ast;

void AstPrinter::Line(std::string_view text) {
  if (!text.empty()) out_.append(static_cast<size_t>(indent_) * 4, ' ');
  out_ += text;
  out_ += '\n';
}

void AstPrinter::Print(const Block& block) {
  Line("{");
  ++indent_;
  for (const Stmt* s : block.statements) Print(s);
  --indent_;
  Line("}");
}

void AstPrinter::Nested(const Stmt* s) {
  const bool block = s->kind == StmtKind::kBlock;
  indent_ += !block;
  Print(s);
  indent_ -= !block;
}

void AstPrinter::Print(const Stmt* s) {
  switch (s->kind) {
    case StmtKind::kEmpty:
      return Line(";");
    case StmtKind::kExpression:
      return Line(Text(As<ExprStmt>(s).expression, kExpression) + ";");
    case StmtKind::kBreak:
      return Line("break;");
    case StmtKind::kContinue:
      return Line("continue;");
    case StmtKind::kReturn: {
      const Expr* value = As<Return>(s).value;
      return Line(value ? "return " + Text(value, kExpression) + ";" : "return;");
    }
    case StmtKind::kThrow: {
      const Expr* operand = As<ThrowStmt>(s).operand;
      return Line(operand ? "throw " + Text(operand, kBinary) + ";" : "throw;");
    }
    case StmtKind::kLocal:
      return Line(LocalText(As<Local>(s)) + ";");
    case StmtKind::kDeconstruct: {
      std::string names;
      for (const std::string& name : As<Deconstruct>(s).names)
        names += (names.empty() ? "" : ", ") + NameText(name);
      return Line("var (" + names + ") = " + Text(As<Deconstruct>(s).value, kExpression) + ";");
    }
    case StmtKind::kUnsupported:
      return Line(SourceOf(s->span, As<UnsupportedStmt>(s).construct));
    case StmtKind::kLocalFunction:
      return Print(static_cast<const Decl*>(As<LocalFunction>(s).method));
    default:
      return PrintCompound(s);
  }
}

void AstPrinter::PrintCompound(const Stmt* s) {
  switch (s->kind) {
    case StmtKind::kBlock:
      return Print(As<Block>(s));
    case StmtKind::kIf:
      return PrintIf(As<If>(s));
    case StmtKind::kSwitch:
      return PrintSwitch(As<SwitchStmt>(s));
    case StmtKind::kFor:
      return PrintFor(As<For>(s));
    case StmtKind::kTry:
      return PrintTry(As<Try>(s));
    case StmtKind::kForeach: {
      const auto& f = As<Foreach>(s);
      std::string names;
      for (const std::string& name : f.names) names += (names.empty() ? "" : ", ") + NameText(name);
      if (f.names.size() != 1) names = "(" + names + ")";
      Line("foreach (" + TypeSource(f.type) + " " + names + " in " + Text(f.collection, kExpression) + ")");
      return Nested(f.body);
    }
    case StmtKind::kWhile:
      Line("while (" + Text(As<While>(s).condition, kExpression) + ")");
      return Nested(As<While>(s).body);
    case StmtKind::kDo:
      Line("do");
      Nested(As<Do>(s).body);
      return Line("while (" + Text(As<Do>(s).condition, kExpression) + ");");
    default:
      Line(As<CheckedStmt>(s).checked ? "checked" : "unchecked");
      return Print(*As<CheckedStmt>(s).block);
  }
}

std::string AstPrinter::LocalText(const Local& l) {
  std::string out = (l.constant ? "const " : "") + TypeSource(l.type) + " ";
  for (const Local::Declarator& d : l.declarators) {
    if (&d != l.declarators.data()) out += ", ";
    out += NameText(d.name);
    if (d.value) out += " = " + InitialValue(l.type, d.value);
  }
  return out;
}

void AstPrinter::PrintIf(const If& first) {
  std::string keyword = "if (";
  for (const If* s = &first; s != nullptr;) {
    Line(keyword + Text(s->condition, kExpression) + ")");
    Nested(s->then);
    if (s->otherwise == nullptr) return;
    if (s->otherwise->kind != StmtKind::kIf) {
      Line("else");
      return Nested(s->otherwise);
    }
    keyword = "else if (";
    s = &As<If>(s->otherwise);
  }
}

void AstPrinter::PrintFor(const For& f) {
  std::string head = "for (";
  for (const Stmt* s : f.initializers) {
    if (s != f.initializers.front()) head += ", ";
    if (s->kind == StmtKind::kLocal)
      head += LocalText(As<Local>(s));
    else if (s->kind == StmtKind::kExpression)
      head += Text(As<ExprStmt>(s).expression, kExpression);
  }
  head += ";";
  if (f.condition) head += " " + Text(f.condition, kExpression);
  head += ";";
  for (const Expr* step : f.steps) head += (step == f.steps.front() ? " " : ", ") + Text(step, kExpression);
  Line(head + ")");
  Nested(f.body);
}

void AstPrinter::PrintSwitch(const SwitchStmt& s) {
  const bool tuple = s.operand->kind == ExprKind::kTuple && As<Tuple>(s.operand).elements.size() > 1;
  const std::string operand = Text(s.operand, kExpression);
  Line("switch " + (tuple ? operand : "(" + operand + ")"));
  Line("{");
  ++indent_;
  for (const SwitchSection& section : s.sections) {
    for (const SwitchSection::Label& label : section.labels) {
      std::string text = label.pattern ? "case " + Pattern(label.pattern, kOr) : "default";
      if (label.when) text += " when " + Text(label.when, kBinary);
      Line(text + ":");
    }
    ++indent_;
    for (const Stmt* x : section.statements) Print(x);
    --indent_;
  }
  --indent_;
  Line("}");
}

void AstPrinter::PrintTry(const Try& t) {
  Line("try");
  Print(*t.block);
  for (const Try::Catch& c : t.catches) {
    std::string head = "catch";
    if (c.type) head += " (" + TypeSource(c.type) + (c.name.empty() ? "" : " " + NameText(c.name)) + ")";
    if (c.when) head += " when (" + Text(c.when, kExpression) + ")";
    Line(head);
    Print(*c.block);
  }
  if (t.finally == nullptr) return;
  Line("finally");
  Print(*t.finally);
}

}  // namespace idx::compiler
