#include "compiler/ast/dump.h"

#include "compiler/ast/dumper.h"

namespace idx::compiler {

using namespace ast;

std::string DumpAst(const File& file) {
  AstDumper dumper;
  dumper.Dump(file);
  return dumper.Take();
}

std::string DumpAst(const Expr* expression) {
  AstDumper dumper;
  dumper.Dump(expression);
  return dumper.Take();
}

std::string TypeText(const TypeName* type) {
  if (type == nullptr) return "-";
  std::string out = type->name;
  const bool tuple = type->kind == TypeName::Kind::kTuple;
  if (type->kind == TypeName::Kind::kNullable) return TypeText(type->element) + "?";
  if (type->kind == TypeName::Kind::kArray) return TypeText(type->element) + "[]";
  if (type->arguments.empty()) return out;
  out += tuple ? "(" : "<";
  for (size_t i = 0; i < type->arguments.size(); ++i) {
    out += (i ? ", " : "") + TypeText(type->arguments[i]);
    if (tuple && !type->names[i].empty()) out += " " + type->names[i];
  }
  return out + (tuple ? ")" : ">");
}

void AstDumper::Line(const std::string& text) {
  out_.append(static_cast<size_t>(depth_) * 2, ' ');
  out_ += text + "\n";
}

void AstDumper::Dump(const File& file) {
  for (const Using& u : file.usings)
    Line("using " + std::string(u.is_static ? "static " : "") + (u.alias.empty() ? "" : u.alias + " = ") +
         u.name);
  for (const Decl* d : file.members) Dump(d);
}

void AstDumper::DumpMethod(const Method& method) {
  Indent in(*this);
  for (const std::string& t : method.type_parameters) Line("type parameter " + t);
  DumpParameters(method.parameters);
  if (method.block) Dump(method.block);
  if (method.body) Dump(method.body);
}

void AstDumper::Dump(const Decl* d) {
  for (const AttributeUse& use : d->attributes) {
    Line("attribute " + use.name);
    Indent in(*this);
    for (const auto& a : use.arguments) Dump(a.value, a.name.c_str());
  }
  std::string head;
  for (const std::string& m : d->modifiers) head += m + " ";
  auto members = [&](const std::vector<Decl*>& list) {
    Indent in(*this);
    for (const Decl* m : list) Dump(m);
  };
  switch (d->kind) {
    case DeclKind::kNamespace:
      Line("namespace " + d->name);
      return members(As<Namespace>(d).members);
    case DeclKind::kClass:
      Line(head + "class " + d->name);
      return members(As<Class>(d).members);
    case DeclKind::kRecord: {
      Line(head + "record " + d->name);
      Indent in(*this);
      DumpParameters(As<Record>(d).parameters);
      for (const Decl* m : As<Record>(d).members) Dump(m);
      return;
    }
    case DeclKind::kEnum: {
      Line(head + "enum " + d->name);
      Indent in(*this);
      for (const auto& item : As<Enum>(d).items) {
        Line(item.name);
        Indent deeper(*this);
        if (item.value) Dump(item.value);
      }
      return;
    }
    case DeclKind::kMethod: {
      const auto& m = As<Method>(d);
      Line(head + (m.property ? "getter " : "method ") + d->name + " : " +
           (m.result ? TypeText(m.result) : "void"));
      return DumpMethod(m);
    }
    case DeclKind::kField: {
      Line(head + (As<Field>(d).property ? "property " : "field ") + d->name + " : " +
           TypeText(As<Field>(d).type));
      Indent in(*this);
      if (As<Field>(d).value) Dump(As<Field>(d).value);
      return;
    }
    case DeclKind::kUnsupported:
      Line(head + "unsupported " + As<UnsupportedDecl>(d).construct + " " + d->name);
  }
}

void AstDumper::DumpParameters(const std::vector<Parameter>& parameters) {
  for (const Parameter& p : parameters) {
    Line("parameter " + (p.modifier.empty() ? "" : p.modifier + " ") + p.name + " : " + TypeText(p.type));
    Indent in(*this);
    if (p.default_value) Dump(p.default_value);
  }
}

}  // namespace idx::compiler
