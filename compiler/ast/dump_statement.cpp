#include "compiler/ast/dumper.h"

namespace idx::compiler {

using namespace ast;

void AstDumper::Dump(const Stmt* s) {
  if (s == nullptr) return;
  auto node = [&](const std::string& text, const Expr* a = nullptr, const Stmt* b = nullptr,
                  const Stmt* c = nullptr) {
    Line(text);
    Indent in(*this);
    Dump(a);
    Dump(b);
    Dump(c);
  };
  switch (s->kind) {
    case StmtKind::kEmpty:
      return node("empty");
    case StmtKind::kExpression:
      return node("expression", As<ExprStmt>(s).expression);
    case StmtKind::kIf:
      return node("if", As<If>(s).condition, As<If>(s).then, As<If>(s).otherwise);
    case StmtKind::kWhile:
      return node("while", As<While>(s).condition, As<While>(s).body);
    case StmtKind::kDo:
      return node("do", As<Do>(s).condition, As<Do>(s).body);
    case StmtKind::kBreak:
      return node("break");
    case StmtKind::kContinue:
      return node("continue");
    case StmtKind::kReturn:
      return node("return", As<Return>(s).value);
    case StmtKind::kThrow:
      return node("throw", As<ThrowStmt>(s).operand);
    case StmtKind::kChecked:
      return node(As<CheckedStmt>(s).checked ? "checked" : "unchecked", nullptr, As<CheckedStmt>(s).block);
    case StmtKind::kUnsupported:
      return node("unsupported " + As<UnsupportedStmt>(s).construct);
    case StmtKind::kDeconstruct: {
      std::string text = "deconstruct";
      for (const std::string& name : As<Deconstruct>(s).names) text += " " + name;
      return node(text, As<Deconstruct>(s).value);
    }
    default:
      return DumpCompound(s);
  }
}

void AstDumper::DumpCompound(const Stmt* s) {
  if (s->kind == StmtKind::kBlock) {
    Line("block");
    Indent in(*this);
    for (const Stmt* x : As<Block>(s).statements) Dump(x);
  } else if (s->kind == StmtKind::kLocal) {
    Line(std::string(As<Local>(s).constant ? "const" : "local") + " " + TypeText(As<Local>(s).type));
    Indent in(*this);
    for (const auto& d : As<Local>(s).declarators) {
      Line(d.name);
      Indent deeper(*this);
      Dump(d.value);
    }
  } else if (s->kind == StmtKind::kLocalFunction) {
    Dump(static_cast<const Decl*>(As<LocalFunction>(s).method));
  } else if (s->kind == StmtKind::kFor) {
    Line("for");
    Indent in(*this);
    for (const Stmt* x : As<For>(s).initializers) Dump(x);
    Dump(As<For>(s).condition, "condition");
    for (const Expr* x : As<For>(s).steps) Dump(x, "step");
    Dump(As<For>(s).body);
  } else if (s->kind == StmtKind::kForeach) {
    std::string text = "foreach " + TypeText(As<Foreach>(s).type);
    for (const std::string& name : As<Foreach>(s).names) text += " " + name;
    Line(text);
    Indent in(*this);
    Dump(As<Foreach>(s).collection);
    Dump(As<Foreach>(s).body);
  } else if (s->kind == StmtKind::kSwitch) {
    Line("switch");
    Indent in(*this);
    Dump(As<SwitchStmt>(s).operand);
    for (const SwitchSection& section : As<SwitchStmt>(s).sections) {
      Line("section");
      Indent deeper(*this);
      for (const auto& label : section.labels) {
        if (label.pattern)
          Dump(label.pattern);
        else
          Line("default");
        Dump(label.when, "when");
      }
      for (const Stmt* x : section.statements) Dump(x);
    }
  } else if (s->kind == StmtKind::kTry) {
    Line("try");
    Indent in(*this);
    Dump(As<Try>(s).block);
    for (const auto& c : As<Try>(s).catches) {
      Line("catch " + TypeText(c.type) + " " + c.name);
      Indent deeper(*this);
      Dump(c.when, "when");
      Dump(c.block);
    }
    if (As<Try>(s).finally) {
      Line("finally");
      Indent deeper(*this);
      Dump(As<Try>(s).finally);
    }
  }
}

}  // namespace idx::compiler
