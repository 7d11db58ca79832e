// The walker behind print.h. Expressions and patterns are returned as text, statements and declarations are
// written.
#pragma once

#include <string>
#include <string_view>

#include "compiler/ast/ast.h"

namespace idx::compiler {

class AstPrinter {
 public:
  explicit AstPrinter(const SourceSet* sources) : sources_(sources) {}
  void Print(const ast::File& file);
  // How tightly an expression binds. A part that binds looser than its place asks for is put in parentheses.
  // The levels between kBinary and kOperand are those of the binary operators.
  enum Level : int {
    kExpression = 0,
    kBinary = 1,
    kRelational = 8,
    kOperand = 12,
    kUnary = 14,
    kPrimary = 15
  };
  std::string Text(const ast::Expr* expression, int level);
  std::string Take() { return std::move(out_); }

 private:
  enum PatternLevel : int { kOr = 0, kAnd = 1, kNot = 2 };

  // -- expressions
  std::string Bare(const ast::Expr* expression, int level);
  std::string Compound(const ast::Expr* expression, int level);
  std::string Creation(const ast::Expr* expression);
  std::string BinaryText(const ast::Binary& binary, int level);
  std::string UnaryText(const ast::Unary& unary);
  std::string CastText(const ast::Cast& cast);
  std::string SwitchText(const ast::SwitchExpr& expression);
  std::string LambdaText(const ast::Lambda& lambda);
  std::string InterpolatedText(const ast::Interpolated& text);
  std::string NewArrayText(const ast::NewArray& array);
  std::string Arguments(const std::vector<ast::Argument>& arguments);
  std::string List(const std::vector<ast::Expr*>& elements);
  std::string Initializers(const std::vector<ast::Initializer>& initializers);
  // Of a local or field: { … } where the type is an array.
  std::string InitialValue(const ast::TypeName* type, const ast::Expr* value);
  std::string Parameters(const std::vector<ast::Parameter>& parameters);
  std::string Pattern(const ast::Pattern* pattern, int level);
  std::string Recursive(const ast::RecursivePattern& pattern);
  std::string Subpatterns(const std::vector<ast::RecursivePattern::Sub>& subs);
  // The source text of what is left out, or a comment.
  std::string SourceOf(Span span, const std::string& construct) const;

  // -- statements and declarations
  void Line(std::string_view text);
  void Print(const ast::Block& block);
  void Print(const ast::Stmt* statement);
  void PrintCompound(const ast::Stmt* statement);
  void Nested(const ast::Stmt* statement);  // a body: indented unless it is a block
  void PrintIf(const ast::If& statement);
  void PrintFor(const ast::For& statement);
  void PrintSwitch(const ast::SwitchStmt& statement);
  void PrintTry(const ast::Try& statement);
  std::string LocalText(const ast::Local& local);
  void Print(const ast::Decl* declaration);
  void PrintAll(const std::vector<ast::Decl*>& members);
  void Members(const std::vector<ast::Decl*>& members);
  void PrintEnum(const ast::Enum& declaration);
  void PrintMethod(const ast::Method& method, const std::string& head);
  void PrintAttributes(const ast::Decl& declaration);

  const SourceSet* sources_;
  std::string out_;
  int indent_ = 0;
};

// Words of the printed text.
std::string NameText(const std::string& name);      // with @ where the name is a keyword
std::string TypeSource(const ast::TypeName* type);  // as written in the language
std::string LiteralText(const ast::Literal& literal);
// What stands between the quotes of a string; braces: of an interpolated one.
std::string EscapedText(std::string_view wtf8, bool braces);
int BinaryLevel(ast::BinaryOp op);
const char* BinarySpelling(ast::BinaryOp op);

}  // namespace idx::compiler
