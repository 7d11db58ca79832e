#include "tests/coverage/sites.h"

#include <utility>

#include "compiler/ast/walk.h"

namespace idx::compiler::golden {
namespace {

template <typename Kind>
Construct Of(ConstructKind kind, Kind number) {
  return {kind, static_cast<int>(number)};
}

std::vector<Construct> ConstructsOf(const ast::Expr& e) {
  std::vector<Construct> all = {Of(ConstructKind::kExpression, e.kind)};
  if (e.kind == ast::ExprKind::kUnary) all.push_back(Of(ConstructKind::kUnary, ast::As<ast::Unary>(&e).op));
  if (e.kind == ast::ExprKind::kBinary)
    all.push_back(Of(ConstructKind::kBinary, ast::As<ast::Binary>(&e).op));
  if (e.kind == ast::ExprKind::kLiteral)
    all.push_back(Of(ConstructKind::kLiteral, ast::As<ast::Literal>(&e).literal));
  if (e.kind == ast::ExprKind::kAssign)
    all.push_back(Of(ConstructKind::kAssignment, ast::As<ast::Assign>(&e).compound ? 1 : 0));
  return all;
}

class Walk {
 public:
  explicit Walk(std::vector<Site>& sites) : sites_(sites) {
    visit_.expr = [this](const ast::Expr& e) { Add(e); };
    visit_.stmt = [this](const ast::Stmt& s) { Add(s); };
    visit_.pattern = [this](const ast::Pattern& p) { Add(p); };
  }

  void Add(const ast::Expr& e) {
    bool null =
        e.kind == ast::ExprKind::kLiteral && ast::As<ast::Literal>(&e).literal == ast::LiteralKind::kNull;
    Inside(
        ConstructsOf(e), e.span, null, [&] { ast::ForEachPart(e, visit_); }, MethodOf(e));
  }
  void Add(const ast::Stmt& s) {
    Inside({Of(ConstructKind::kStatement, s.kind)}, s.span, false, [&] { ast::ForEachPart(s, visit_); });
  }
  void Add(const ast::Pattern& p) {
    Inside({Of(ConstructKind::kPattern, p.kind)}, p.span, false, [&] { ast::ForEachPart(p, visit_); });
  }
  void Add(const ast::Decl& d) {
    Inside({Of(ConstructKind::kDeclaration, d.kind)}, d.span, false, [&] { AddPartsOf(d); });
  }

 private:
  static std::string MethodOf(const ast::Expr& e) {
    if (e.kind != ast::ExprKind::kCall) return "";
    const ast::Expr* callee = ast::As<ast::Call>(&e).callee;
    return callee->kind == ast::ExprKind::kMember ? ast::As<ast::Member>(callee).name : "";
  }

  template <typename AddParts>
  void Inside(std::vector<Construct> constructs, Span span, bool null, AddParts&& add_parts,
              std::string method = "") {
    int index = static_cast<int>(sites_.size());
    if (around_ >= 0) sites_[static_cast<size_t>(around_)].parts.push_back(index);
    sites_.push_back({std::move(constructs), span, std::move(method), around_, {}, null});
    int outer = std::exchange(around_, index);
    add_parts();
    around_ = outer;
  }

  void AddPartsOf(const ast::Decl& d) {
    for (const ast::AttributeUse& use : d.attributes)
      for (const ast::AttributeUse::Argument& argument : use.arguments) AddIf(argument.value);
    switch (d.kind) {
      case ast::DeclKind::kClass:
        return AddAll(ast::As<ast::Class>(&d).members);
      case ast::DeclKind::kEnum:
        for (const ast::Enum::Item& item : ast::As<ast::Enum>(&d).items) AddIf(item.value);
        return;
      case ast::DeclKind::kRecord:
        AddDefaults(ast::As<ast::Record>(&d).parameters);
        return AddAll(ast::As<ast::Record>(&d).members);
      case ast::DeclKind::kMethod:
        AddDefaults(ast::As<ast::Method>(&d).parameters);
        AddIf(ast::As<ast::Method>(&d).body);
        return AddIf(ast::As<ast::Method>(&d).block);
      case ast::DeclKind::kField:
        return AddIf(ast::As<ast::Field>(&d).value);
      case ast::DeclKind::kNamespace:
        return AddAll(ast::As<ast::Namespace>(&d).members);
      case ast::DeclKind::kUnsupported:
        return;
    }
  }
  template <typename T>
  void AddIf(const T* part) {
    if (part != nullptr) Add(*part);
  }
  void AddAll(const std::vector<ast::Decl*>& members) {
    for (const ast::Decl* member : members) Add(*member);
  }
  void AddDefaults(const std::vector<ast::Parameter>& parameters) {
    for (const ast::Parameter& parameter : parameters) AddIf(parameter.default_value);
  }

  std::vector<Site>& sites_;
  int around_ = -1;
  ast::PartVisitor visit_;
};

}  // namespace

std::vector<Site> SitesOf(const ast::Expr& expression) {
  std::vector<Site> sites;
  Walk(sites).Add(expression);
  return sites;
}

std::vector<Site> SitesOf(const ast::File& file) {
  std::vector<Site> sites;
  Walk walk(sites);
  for (const ast::Decl* member : file.members) walk.Add(*member);
  return sites;
}

int SiteAt(const std::vector<Site>& sites, const Span& span) {
  int found = -1;
  for (size_t i = 0; i < sites.size(); ++i) {
    const Span& around = sites[i].span;
    bool inside = around.file == span.file && around.begin <= span.begin && span.end <= around.end;
    bool tighter = found < 0 || around.end - around.begin <= sites[static_cast<size_t>(found)].span.end -
                                                                 sites[static_cast<size_t>(found)].span.begin;
    if (inside && tighter) found = static_cast<int>(i);
  }
  return found;
}

}  // namespace idx::compiler::golden
