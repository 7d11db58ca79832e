// IDX5012: private methods and fields, locals, and classes that nothing uses.
//
// By their names alone: what has the name of anything that is used counts as used. So what is reported is
// unused for certain.
#include <cctype>
#include <map>
#include <set>

#include "compiler/lint/checks.h"
#include "compiler/parse/names.h"

namespace idx::compiler::lint {

namespace {

class Unused {
 public:
  Unused(const LoadedConfiguration& loaded, Diagnostics& diagnostics)
      : loaded_(loaded), diagnostics_(diagnostics) {
    for (size_t i = 0; i < loaded.sources.size(); ++i) {
      FileId file{static_cast<int32_t>(i)};
      bool xml = loaded.sources.file(file).path().ends_with(".xml");
      for (NameInText& name : xml ? WordsIn(file) : NamesIn(loaded.sources, file))
        uses_[std::move(name.name)].push_back({file, name.begin, name.begin});
    }
  }

  void Run() {
    for (const ast::File& file : loaded_.files)
      if (loaded_.sources.file(file.file).path().ends_with(".idx")) Members(file.members);
  }

 private:
  // Expressions stand in attributes and texts of XML: any word may be a name in one.
  std::vector<NameInText> WordsIn(FileId file) const {
    std::vector<NameInText> words;
    const std::string& text = loaded_.sources.file(file).text();
    auto is_word = [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0;
    };
    for (size_t i = 0; i < text.size();) {
      size_t end = i;
      while (end < text.size() && is_word(text[end])) ++end;
      if (end > i) words.push_back({text.substr(i, end - i), static_cast<uint32_t>(i)});
      i = end + 1;
    }
    return words;
  }

  // Whether the name stands anywhere but in these places.
  bool IsUsedOutside(const std::string& name, Span own) const {
    auto uses = uses_.find(name);
    if (uses == uses_.end()) return false;
    for (const Span& use : uses->second)
      if (use.file.index != own.file.index || use.begin < own.begin || use.begin >= own.end) return true;
    return false;
  }
  bool IsUsedInside(const std::string& name, Span method, Span declaration) const {
    auto uses = uses_.find(name);
    if (uses == uses_.end()) return false;
    for (const Span& use : uses->second)
      if (use.file.index == method.file.index && use.begin >= method.begin && use.begin < method.end &&
          use.begin != declaration.begin)
        return true;
    return false;
  }

  void Members(const std::vector<ast::Decl*>& members) {
    for (const ast::Decl* member : members) {
      if (member->kind == ast::DeclKind::kNamespace) Members(ast::As<ast::Namespace>(member).members);
      if (member->kind == ast::DeclKind::kClass) Class(ast::As<ast::Class>(member));
    }
  }

  // A class that is named nowhere, by nobody, and that holds no rule.
  bool IsUnreachable(const ast::Class& c) const {
    if (IsUsedOutside(c.name, c.span)) return false;
    for (const ast::Decl* member : c.members)
      if (!member->attributes.empty() || IsUsedOutside(member->name, c.span)) return false;
    return !c.members.empty();
  }

  void Class(const ast::Class& c) {
    if (IsUnreachable(c)) {
      diagnostics_.Report(5012, c.name_span, {"the class", c.name});
      return;
    }
    for (const ast::Decl* member : c.members) {
      bool secret = !member->Has("public") && !member->Has("internal") && member->attributes.empty();
      bool method = member->kind == ast::DeclKind::kMethod;
      if (secret && (method || member->kind == ast::DeclKind::kField) &&
          !IsUsedOutside(member->name, member->span))
        diagnostics_.Report(5012, member->name_span, {method ? "the method" : "the field", member->name});
      if (method && ast::As<ast::Method>(member).block != nullptr)
        Statement(ast::As<ast::Method>(member).block, member->span);
      if (member->kind == ast::DeclKind::kClass) Class(ast::As<ast::Class>(member));
    }
  }

  void Statements(const std::vector<ast::Stmt*>& statements, Span method) {
    for (const ast::Stmt* s : statements) Statement(s, method);
  }

  void Statement(const ast::Stmt* s, Span method) {
    if (s == nullptr) return;
    switch (s->kind) {
      case ast::StmtKind::kLocal:
        for (const ast::Local::Declarator& d : ast::As<ast::Local>(s).declarators)
          if (!d.name.starts_with('_') && !IsUsedInside(d.name, method, d.span))
            diagnostics_.Report(5012, d.span, {"the local", d.name});
        return;
      case ast::StmtKind::kBlock:
        return Statements(ast::As<ast::Block>(s).statements, method);
      case ast::StmtKind::kIf:
        Statement(ast::As<ast::If>(s).then, method);
        return Statement(ast::As<ast::If>(s).otherwise, method);
      case ast::StmtKind::kSwitch:
        for (const ast::SwitchSection& section : ast::As<ast::SwitchStmt>(s).sections)
          Statements(section.statements, method);
        return;
      case ast::StmtKind::kFor:
        return Statement(ast::As<ast::For>(s).body, method);
      case ast::StmtKind::kForeach:
        return Statement(ast::As<ast::Foreach>(s).body, method);
      case ast::StmtKind::kWhile:
        return Statement(ast::As<ast::While>(s).body, method);
      case ast::StmtKind::kDo:
        return Statement(ast::As<ast::Do>(s).body, method);
      case ast::StmtKind::kTry:
        Statement(ast::As<ast::Try>(s).block, method);
        for (const ast::Try::Catch& clause : ast::As<ast::Try>(s).catches) Statement(clause.block, method);
        return Statement(ast::As<ast::Try>(s).finally, method);
      default:
        return;
    }
  }

  const LoadedConfiguration& loaded_;
  Diagnostics& diagnostics_;
  std::map<std::string, std::vector<Span>> uses_;
};

}  // namespace

void CheckUnusedCode(const LoadedConfiguration& loaded, Diagnostics& diagnostics) {
  Unused(loaded, diagnostics).Run();
}

}  // namespace idx::compiler::lint
