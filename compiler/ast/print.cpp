#include "compiler/ast/print.h"

#include "compiler/ast/printer.h"

namespace idx::compiler {

using namespace ast;

std::string PrintAst(const File& file, const SourceSet* sources) {
  AstPrinter printer(sources);
  printer.Print(file);
  return printer.Take();
}

std::string PrintAst(const Expr* expression, const SourceSet* sources) {
  return AstPrinter(sources).Text(expression, AstPrinter::kExpression);
}

void AstPrinter::Print(const File& file) {
  for (const Using& u : file.usings)
    Line(std::string(u.is_static ? "using static " : "using ") +
         (u.alias.empty() ? "" : NameText(u.alias) + " = ") + NameText(u.name) + ";");
  if (file.members.size() == 1 && file.members[0]->kind == DeclKind::kNamespace) {
    PrintAttributes(*file.members[0]);
    Line("namespace " + NameText(file.members[0]->name) + ";");
    Line("");
    return PrintAll(As<Namespace>(file.members[0]).members);
  }
  if (!file.usings.empty()) Line("");
  PrintAll(file.members);
}

void AstPrinter::PrintAttributes(const Decl& d) {
  for (const AttributeUse& use : d.attributes) {
    std::string arguments;
    for (const AttributeUse::Argument& a : use.arguments) {
      if (!arguments.empty()) arguments += ", ";
      if (!a.name.empty()) arguments += NameText(a.name) + " = ";
      arguments += Text(a.value, kExpression);
    }
    Line("[" + NameText(use.name) + (use.arguments.empty() ? "" : "(" + arguments + ")") + "]");
  }
}

void AstPrinter::Members(const std::vector<Decl*>& members) {
  Line("{");
  ++indent_;
  PrintAll(members);
  --indent_;
  Line("}");
}

// Fields stand close together, everything else apart.
void AstPrinter::PrintAll(const std::vector<Decl*>& members) {
  const Decl* before = nullptr;
  for (const Decl* member : members) {
    bool close = before == nullptr || (before->kind == DeclKind::kField && member->kind == DeclKind::kField);
    if (!close) Line("");
    Print(member);
    before = member;
  }
}

void AstPrinter::Print(const Decl* d) {
  // The source text of what is left out has its attributes and modifiers in it.
  if (d->kind == DeclKind::kUnsupported) return Line(SourceOf(d->span, As<UnsupportedDecl>(d).construct));
  PrintAttributes(*d);
  std::string head;
  for (const std::string& modifier : d->modifiers) head += modifier + " ";
  switch (d->kind) {
    case DeclKind::kNamespace:
      Line("namespace " + NameText(d->name));
      return Members(As<Namespace>(d).members);
    case DeclKind::kClass:
      Line(head + "class " + NameText(d->name));
      return Members(As<Class>(d).members);
    case DeclKind::kRecord: {
      const auto& r = As<Record>(d);
      head += "record " + NameText(d->name) + "(" + Parameters(r.parameters) + ")";
      Line(r.members.empty() ? head + ";" : head);
      return r.members.empty() ? void() : Members(r.members);
    }
    case DeclKind::kEnum:
      Line(head + "enum " + NameText(d->name));
      return PrintEnum(As<Enum>(d));
    case DeclKind::kField: {
      const auto& f = As<Field>(d);
      const std::string value = f.value ? " = " + InitialValue(f.type, f.value) : "";
      // A property ends with its accessors, where it has no value.
      std::string accessors = f.settable        ? " { get; set; }"
                              : f.Has("static") ? " { get; }"
                                                : " { get; init; }";
      std::string end = !f.property ? value + ";" : value.empty() ? accessors : accessors + value + ";";
      return Line(head + TypeSource(f.type) + " " + NameText(f.name) + end);
    }
    default:
      return PrintMethod(As<Method>(d), head);
  }
}

void AstPrinter::PrintEnum(const Enum& e) {
  Line("{");
  ++indent_;
  for (const Enum::Item& item : e.items)
    Line(NameText(item.name) + (item.value ? " = " + Text(item.value, kExpression) : "") + ",");
  --indent_;
  Line("}");
}

void AstPrinter::PrintMethod(const Method& m, const std::string& modifiers) {
  std::string head = modifiers + (m.result ? TypeSource(m.result) : "void") + " " + NameText(m.name);
  for (const std::string& t : m.type_parameters)
    head += (&t == m.type_parameters.data() ? "<" : ", ") + NameText(t);
  if (!m.type_parameters.empty()) head += ">";
  if (!m.property) head += "(" + Parameters(m.parameters) + ")";
  if (m.property && m.block) {
    Line(head);
    Line("{");
    ++indent_;
    Line("get");
    Print(*m.block);
    --indent_;
    return Line("}");
  }
  if (m.body) return Line(head + " => " + Text(m.body, kExpression) + ";");
  Line(m.block ? head : head + ";");
  if (m.block) Print(*m.block);
}

}  // namespace idx::compiler
