// Every construct of the language, and every operation that the compiler makes of them, has a normal, a null
// and an error case among the golden files:
//   normal  it stands in a text without errors, in an expression that has a value.
//   null    a part of it is null there: the literal, a value that is null (in a method: a value whose type
//   says
//           that it may be). Or IDX2001 or IDX2002 is given at it.
//   error   an error is given at it, or arises in it when it is evaluated.
// "At it" is: at the construct itself or at a direct part of it. The table in constructs.cpp says of what
// there is no such case, and why; what it says must be true.
#include "tests/coverage/constructs.h"

#include <gtest/gtest.h>

#include <map>

#include "compiler/typed/visit.h"
#include "tests/coverage/value_cases.h"

namespace idx::compiler::golden {
namespace {

struct Cases {
  bool normal = false, null = false, error = false;
};

void Compare(std::string_view what, const Needs& needs, const Cases& cases) {
  auto compare = [&](std::string_view kind, bool has, std::string_view none, std::string_view file) {
    if (none.empty())
      EXPECT_TRUE(has) << what << " '" << needs.name << "' has no " << kind
                       << " case: add one to tests/golden/" << file
                       << ", or say in tests/coverage/constructs.cpp why there is none";
    else
      EXPECT_FALSE(has) << what << " '" << needs.name << "' has a " << kind
                        << " case after all; tests/coverage/constructs.cpp says: " << none;
  };
  compare("normal", cases.normal, needs.no_normal, "values/*.idx");
  compare("null", cases.null, needs.no_null, "values/null_*.idx");
  compare("error", cases.error, needs.no_error, "values/fail_*.idx (of evaluation) or check/fail_*.idx");
}

bool Same(const Span& a, const Span& b) { return a.file == b.file && a.begin == b.begin && a.end == b.end; }

class Nullable : public typed::Visitor {
 public:
  std::vector<Span> spans;

 protected:
  bool Enter(const typed::Expr& e) override {
    bool is_value = e.op == typed::Op::kWiden || (e.op == typed::Op::kConst && e.present);
    if ((e.type.nullable && !is_value) || e.type.kind == TypeKind::kNull) spans.push_back(e.span);
    return true;
  }
};

class Book {
 public:
  Book() {
    for (const GoldenFile& file : ReadFolder("tests/golden/check", "//: ")) {
      Checked checked = CheckSource(file.name, file.source);
      AddFile(checked);
    }
    for (const ValueFile& file : ValueCases().files) AddFile(file.checked);
    for (const ValueCase& one : ValueCases().cases) AddCase(one);
  }
  std::map<Construct, Cases> cases;

 private:
  using Sites = std::vector<Site>;

  template <typename Mark>
  void ForEachAt(const Sites& sites, const Span& span, Mark&& mark) {
    int at = SiteAt(sites, span);
    if (at < 0) return;
    int around = sites[static_cast<size_t>(at)].around;
    for (int index : {at, around})
      if (index >= 0)
        for (Construct construct : sites[static_cast<size_t>(index)].constructs)
          mark(construct, cases[construct]);
  }
  void AddDiagnostic(const Sites& sites, uint16_t id, const Span& span) {
    ForEachAt(sites, span, [&](Construct construct, Cases& c) {
      c.error = true;
      c.null = c.null || ((id == 2001 || id == 2002) && construct.kind != ConstructKind::kLiteral);
    });
  }
  void AddNormal(const Sites& sites) {
    for (const Site& site : sites)
      for (Construct construct : site.constructs) cases[construct].normal = true;
  }
  // Of a text where a nullable one is wanted the type alone says that it may be null.
  static bool MayBeNull(const Site& site) {
    auto kind = static_cast<ast::ExprKind>(site.constructs[0].number);
    return site.constructs[0].kind == ConstructKind::kExpression && kind != ast::ExprKind::kLiteral &&
           kind != ast::ExprKind::kNameOf;
  }
  void AddNulls(Sites& sites, const std::vector<Span>& nulls) {
    for (size_t i = sites.size(); i-- > 0;) {
      Site& site = sites[i];
      for (const Span& span : nulls)
        site.is_null = site.is_null || (MayBeNull(site) && Same(site.span, span));
      if (!site.is_null) continue;
      for (Construct construct : site.constructs) cases[construct].null = true;
      if (site.around >= 0) MarkNull(sites, site.around);
    }
  }
  // What is around a null, and the patterns that it is tried with.
  void MarkNull(const Sites& sites, int index) {
    const Site& site = sites[static_cast<size_t>(index)];
    for (Construct construct : site.constructs) cases[construct].null = true;
    bool tries =
        site.constructs[0] == Construct{ConstructKind::kExpression, static_cast<int>(ast::ExprKind::kIs)} ||
        site.constructs[0] ==
            Construct{ConstructKind::kExpression, static_cast<int>(ast::ExprKind::kSwitch)} ||
        site.constructs[0] == Construct{ConstructKind::kStatement, static_cast<int>(ast::StmtKind::kSwitch)};
    if (tries && sites[static_cast<size_t>(site.parts[0])].is_null) MarkPatterns(sites, index);
  }
  void MarkPatterns(const Sites& sites, int index) {
    for (int part : sites[static_cast<size_t>(index)].parts) {
      const Site& pattern = sites[static_cast<size_t>(part)];
      if (pattern.constructs[0].kind != ConstructKind::kPattern) continue;
      cases[pattern.constructs[0]].null = true;
      auto kind = static_cast<ast::PatternKind>(pattern.constructs[0].number);
      if (kind == ast::PatternKind::kAnd || kind == ast::PatternKind::kOr || kind == ast::PatternKind::kNot)
        MarkPatterns(sites, part);
    }
  }

  void AddFile(const Checked& checked) {
    for (const ast::File& file : checked.loaded.files) {
      Sites sites = SitesOf(file);
      for (const Diagnostic& diagnostic : checked.diagnostics.all())
        if (diagnostic.severity == Severity::kError) AddDiagnostic(sites, diagnostic.id, diagnostic.span);
      if (checked.diagnostics.has_errors()) continue;
      Nullable nullable;
      for (const typed::Function& f : checked.program->functions) nullable.Visit(f.body);
      AddNormal(sites);
      AddNulls(sites, nullable.spans);
    }
  }
  void AddCase(const ValueCase& one) {
    if (one.checked.parsed == nullptr) return;
    Sites sites = SitesOf(*one.checked.parsed);
    if (one.checked.program == nullptr) {
      uint16_t id = static_cast<uint16_t>(std::stoi(one.checked.problem.substr(3, 4)));
      return AddDiagnostic(sites, id, one.checked.problem_span);
    }
    if (one.error == EvalErrorKind::kNone) {
      AddNormal(sites);
      std::vector<Span> nulls;
      for (const Part& part : one.parts) {
        if (part.null) nulls.push_back(part.expr->span);
        for (size_t i = 0; i < part.args.size(); ++i)
          if (part.args[i] == Given::kNull) nulls.push_back(part.expr->args[i]->span);
      }
      return AddNulls(sites, nulls);
    }
    ForEachAt(sites, one.where, [](Construct, Cases& c) { c.error = true; });
    for (const ast::File& file : one.sources->loaded.files)
      ForEachAt(SitesOf(file), one.where, [](Construct, Cases& c) { c.error = true; });
  }
};

template <typename Kind>
void CompareAll(const Book& book, ConstructKind category, std::string_view what) {
  for (int number = 0;; ++number) {
    std::optional<Needs> needs = NeedsOf(Construct{category, number});
    if (!needs) break;
    auto found = book.cases.find(Construct{category, number});
    Compare(what, *needs, found != book.cases.end() ? found->second : Cases{});
  }
}

TEST(Constructs, EachHasANormalANullAndAnErrorCase) {
  Book book;
  CompareAll<ast::ExprKind>(book, ConstructKind::kExpression, "expression");
  CompareAll<ast::UnaryOp>(book, ConstructKind::kUnary, "operator");
  CompareAll<ast::BinaryOp>(book, ConstructKind::kBinary, "operator");
  CompareAll<ast::LiteralKind>(book, ConstructKind::kLiteral, "literal");
  CompareAll<int>(book, ConstructKind::kAssignment, "assignment");
  CompareAll<ast::StmtKind>(book, ConstructKind::kStatement, "statement");
  CompareAll<ast::PatternKind>(book, ConstructKind::kPattern, "pattern");
  CompareAll<ast::DeclKind>(book, ConstructKind::kDeclaration, "declaration");
}

// ---- what the compiler makes of them

// The innermost expression that stands exactly there and may fail itself.
class ExprAt : public typed::Visitor {
 public:
  explicit ExprAt(const Span& span) : span_(span) {}
  const typed::Expr* found = nullptr;

 protected:
  bool Enter(const typed::Expr& e) override {
    bool may_fail =
        NeedsOf(e.op)->no_error.empty() &&
        (e.op != typed::Op::kOperation || NeedsOf(static_cast<stdlib::Operation>(e.a)).no_error.empty());
    if (may_fail && Same(e.span, span_)) found = &e;
    return true;
  }

 private:
  Span span_;
};

// Whether null can be in it: itself, an element, a key, a field.
bool HoldsNull(const typed::Program& program, const typed::Type& type) {
  if (type.nullable || type.element_nullable) return true;
  bool shaped = type.kind == TypeKind::kTuple || type.kind == TypeKind::kListObject ||
                type.kind == TypeKind::kDictionary || type.kind == TypeKind::kSet;
  if (!shaped) return false;
  for (const typed::Type& part : program.shapes.ShapeOf(type).parts)
    if (HoldsNull(program, part)) return true;
  return false;
}

class Used : public typed::Visitor {
 public:
  std::map<typed::Op, Cases> expressions;
  std::map<typed::StmtOp, Cases> statements;
  std::map<stdlib::Operation, Cases> operations;

  Used() {
    for (const GoldenFile& file : ReadFolder("tests/golden/check", "//: ")) {
      Checked checked = CheckSource(file.name, file.source);
      if (!checked.diagnostics.has_errors()) VisitAll(*checked.program);
    }
    for (const ValueFile& file : ValueCases().files) VisitAll(*file.checked.program);
    for (const ValueCase& one : ValueCases().cases) {
      if (one.checked.program == nullptr) continue;
      VisitAll(*one.checked.program);
      if (one.error != EvalErrorKind::kNone) AddError(one);
    }
  }

 private:
  void VisitAll(const typed::Program& program) {
    program_ = &program;
    for (const typed::Function& f : program.functions) Visit(f.body);
  }
  bool Enter(const typed::Expr& e) override {
    Cases& cases = expressions[e.op];
    cases.normal = true;
    bool null = HoldsNull(*program_, e.type);
    for (const typed::Expr* arg : e.args) null = null || HoldsNull(*program_, arg->type);
    cases.null = cases.null || null;
    if (e.op != typed::Op::kOperation) return true;
    Cases& operation = operations[static_cast<stdlib::Operation>(e.a)];
    operation.normal = true;
    operation.null = operation.null || null;
    return true;
  }
  bool Enter(const typed::Stmt& s) override {
    statements[s.op].normal = true;
    return true;
  }
  void AddError(const ValueCase& one) {
    ExprAt at(one.where);
    for (const typed::Function& f : one.checked.program->functions) at.Visit(f.body);
    if (at.found == nullptr || IsBudget(one.error)) return;
    expressions[at.found->op].error = true;
    if (at.found->op == typed::Op::kOperation)
      operations[static_cast<stdlib::Operation>(at.found->a)].error = true;
  }

  const typed::Program* program_ = nullptr;
};

TEST(Constructs, EachOperationOfTheTypedTreeHasItsCases) {
  Used used;
  for (int number = 0;; ++number) {
    std::optional<Needs> needs = NeedsOf(static_cast<typed::Op>(number));
    if (!needs) break;
    Compare("typed::Op", *needs, used.expressions[static_cast<typed::Op>(number)]);
  }
  for (size_t i = 0; i < stdlib::Operations().size(); ++i) {
    auto operation = static_cast<stdlib::Operation>(i);
    Compare("stdlib::Operation", NeedsOf(operation), used.operations[operation]);
  }
  // Null and errors of statements: EachHasANormalANullAndAnErrorCase.
  for (int op = 0; op <= static_cast<int>(typed::StmtOp::kTry); ++op)
    if (static_cast<typed::StmtOp>(op) != typed::StmtOp::kBlock)  // the checker writes blocks out
      EXPECT_TRUE(used.statements[static_cast<typed::StmtOp>(op)].normal)
          << "StmtOp number " << op << " of typed.h";
}

}  // namespace
}  // namespace idx::compiler::golden
